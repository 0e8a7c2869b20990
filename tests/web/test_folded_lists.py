"""在手机上: long tables of people and of differences begin with their first rows, and what is arranged is in sight."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from baton.web.office import without
from tests.graded import open_graded
from tests.web.test_last_year import taken
from tests.web.test_without import run

__all__ = ["run"]
pytestmark = pytest.mark.django_db
WRONG = "单位,一般公共预算收入,空气优良天数比例,加分,总分,名次\n临江县,51,31,1,93,1\n东岭县,52,32,1,92,2\n石桥市,53,33,1,91,3\n云东区,54,34,1,90,4\n"


def folded(page):
    """How many rows of the first table that is folded stay in sight, and how many don't."""
    assert 'class="fold also"' in page
    table = page.split('class="fold also"')[1].split("</table>")[0].split("<tbody>")[1]
    heads = re.findall(r"<tr([^>]*)>", table)
    rest = sum("rest" in head for head in heads)
    return len(heads) - rest, rest


def page_of(desk, address):
    return unescape(desk.get(address, follow=True).content.decode())


@pytest.mark.parametrize(("many", "shown"), [(34, (16, 52)), (12, None)])
def test_of_many_who_moved_between_drafts_the_first_stand_open(many, shown):
    rows = [SimpleNamespace(subject=f"L{n}", name=f"干部{n}", ranks="1 → 2", arrow="", grades="", by_cause=[("规则", "0")], total="1", reasons=[SimpleNamespace(what="数", old="1", new="2", source="")]) for n in range(many)]  # fmt: skip
    page = render_to_string(
        "office/moved_rows.html",
        {"rows": rows, "count": many, "title": "自己有变动的", "unit_word": "人", "digits": 2, "run": SimpleNamespace(pk=1)},
        RequestFactory().get("/"),
    )  # fmt: skip
    if shown is None:
        assert "fold also" not in page and "rest" not in page
    else:
        assert folded(page) == shown and "先列前 8 人，其余 26 人也列出" in page


def test_without_an_indicator_each_part_begins_with_its_first(desk, run, monkeypatch):
    address = f"/office/run/{run.pk}/without/?item=F1"
    assert "fold also" not in page_of(desk, address)
    monkeypatch.setattr(without, "LONG", 1)
    assert "每段先列前 5 个，其余也列出" in page_of(desk, address)


def test_of_many_differences_of_last_year_the_first_stand_open(desk):
    page = page_of(desk, taken(desk, published=WRONG))
    shown, rest = folded(page)
    assert shown == 8 and rest > 4


def test_stages_that_are_arranged_are_not_in_the_fold(desk, clerk, tmp_path, at):
    round = open_graded(tmp_path, clerk, at)
    address = f"/office/rounds/{round.pk}/releases/"
    page = page_of(desk, address)
    assert "先列前 2 步，其余各步也列出" in page and folded(page)[0] == 2
    desk.post(address, {"notice.leader": "totals", "final.leader": "items", "decided_by": "市考核委", "document": "云考委〔2027〕1号"})  # fmt: skip
    page = page_of(desk, address)
    assert "先列有安排的，其余也列出" in page and folded(page)[0] == 2
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]
    open_rows = [row for row in rows if not row.startswith(' class="rest"')]
    assert ["公示稿" in open_rows[0], "正式稿" in open_rows[1]] == [True, True]
    assert open_rows[0].count('class="rest"') == open_rows[0].count("<td data-k") - 1
