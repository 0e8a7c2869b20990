"""复算去年 in the browser's eyes: three kinds of files in, a look, the year recorded, every difference explained."""

from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from baton.domain.reproductions.models import Publication, Settlement
from baton.domain.rounds.models import Round
from tests import stories
from tests.domain.test_reproducing import RIGHT

pytestmark = pytest.mark.django_db
IN = "/office/lastyear/in/"
WRONG = RIGHT.replace("98.65,3", "98.56,3").replace("98.13,4", "98.13,3")
FACTS = (("名册.csv", stories.ROSTER), ("责任书.csv", stories.AGREEMENT), ("财政.csv", stories.MONEY), ("空气.csv", stories.AIR))  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


def file(name, content):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def files(published=WRONG, scheme=stories.RULEBOOK, facts=FACTS, year="2026"):
    return {
        "year": year, "scheme": file("规则书.yaml", scheme), "facts": [file(*one) for one in facts],
        "published": file("公布.csv", published),
    }  # fmt: skip


def hidden(page):
    """What the form under a look sends along."""
    form = page.split('<form class="ret"')[1].split("</form>")[0]
    fields = {}
    for part in form.split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        fields.setdefault(name, []).append(value)
    return fields


def taken(desk, **changed):
    page = text(desk.post(IN, files(**changed)))
    answer = desk.post(IN, hidden(page) | {"take": "1"})
    assert answer.status_code == 302
    return answer.url


def test_the_first_visit_asks_for_three_kinds_of_files(desk):
    answer = desk.get("/office/lastyear/", follow=True)
    page = text(answer)
    assert answer.redirect_chain[-1][0] == IN
    for name in ("scheme", "facts", "published"):
        assert f'name="{name}"' in page
    assert 'aria-current="page">复算去年' in page


def test_a_look_tells_what_differs_and_records_nothing(desk):
    page = text(desk.post(IN, files()))
    assert "公布的 20 个数里，18 个与复算一致，2 个不同；还没有记下" in page
    assert "98.56" in page and "98.65" in page
    assert Round.objects.count() == 0


def test_a_recorded_year_lists_its_differences_with_causes(desk):
    page = text(desk.get(taken(desk)))
    assert "公布的 20 个数里有 2 个不同，2 个还没有说明" in page
    assert "98.65 写成了 98.56，像是两位数字写颠倒了" in page
    assert "第 3 名像是手工填的" in page
    assert "公布.csv" in page and "何科长" in page


def test_a_difference_is_explained_and_stays_so(desk):
    where = taken(desk)
    answer = desk.post(where + "settle/", {"cell": ["A\t@total", "B\t@rank"], "cause": "typed", "note": "当年手工誊抄"}, follow=True)  # fmt: skip
    page = text(answer)
    assert "都已说明" in page and "手工填错：当年手工誊抄" in page
    assert Settlement.objects.count() == 2


def test_what_follows_is_explained_in_one_go_each_by_its_own_sentence(desk):
    wrong = RIGHT.replace("59,39.65,0,98.65,3", "57,39.65,0,96.65,4").replace("98.13,4", "98.13,3")
    where = taken(desk, published=wrong)
    page = text(desk.get(where))
    assert "3 处是随别的差异而不同" in page
    cells = page.split('name="each"')[0].rsplit("<form", 1)[1].split('name="cell" value="')[1:]
    desk.post(where + "settle/", {"cell": [one.split('"')[0] for one in cells], "each": "1"})
    assert {one.note for one in Settlement.objects.all()} == {
        "总分随“一般公共预算收入”的差异而不同", "名次随总分的差异而不同", "名次随同组 1 个单位总分的差异而不同",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "says"),
    [({"cause": "typed", "note": ""}, "说明"), ({"cause": "", "note": "我写了很久的话"}, "请选一个原因"), ({"cause": "typed", "note": "话", "cell": []}, "没有选中")],
)  # fmt: skip
def test_a_refused_explanation_keeps_what_was_typed(desk, sent, says):
    where = taken(desk)
    page = text(desk.post(where + "settle/", {"cell": ["A\t@total"], **sent}))
    assert says in page and sent["note"] in page
    assert not Settlement.objects.exists()


def test_missing_kinds_of_files_are_asked_for_by_name(desk):
    for missing, word in (("scheme", "指标体系"), ("facts", "数据"), ("published", "公布的成绩表")):
        sent = files()
        del sent[missing]
        page = text(desk.post(IN, sent))
        assert f"还缺{word}" in page
        assert 'value="2026"' in page


def test_every_bad_cell_is_named_with_its_remedy(desk):
    """First those of the figures; when they are right, those of the announced table."""
    wrong = WRONG.replace("石桥市", "石矫市").replace("60,40,0,100,1", "60,40,0,一百,1")
    facts = (*FACTS[:2], ("财政.csv", stories.MONEY.replace("118000", "十一万")), FACTS[3])
    page = text(desk.post(IN, files(published=wrong, facts=facts)))
    assert "有 1 处要先改好" in page and "财政.csv·B2" in page and "十一万" in page
    page = text(desk.post(IN, files(published=wrong)))
    assert "有 2 处要先改好" in page and "一百" in page and "石矫市" in page and "石桥市" in page
    assert 'name="take"' not in page


def test_another_announced_table_takes_the_place_of_a_wrong_one(desk):
    where = taken(desk)
    bad = desk.post(where + "announce/", {"published": file("改.csv", RIGHT.replace("100,1", "一百,1"))})  # fmt: skip
    assert "没有收下" in text(bad) and "一百" in text(bad)
    page = text(desk.post(where + "announce/", {"published": file("改.csv", RIGHT)}, follow=True))
    assert "公布的 20 个数全部复算一致" in page and "改.csv" in page
    assert Publication.objects.count() == 2


def test_the_differences_leave_as_a_workbook(desk):
    where = taken(desk)
    answer = desk.get(where + "differences/")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[3][:6] == ("县市区", "临江县", "总分", 98.56, 98.65, -0.09)
    assert rows[3][7] == "待说明" and "两位数字" in rows[3][8]


def test_two_hundred_differences_ask_no_more_than_two(desk):
    few = taken(desk)
    many = taken(desk, published="\n".join(
        line.replace(",0,", ",1,").replace("59", "58").replace("60,", "61,").replace("40,", "41,") for line in WRONG.splitlines()
    ))  # fmt: skip

    def queries(where):
        desk.get(where)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = text(desk.get(where))
        return len(asked), page.count('type="checkbox"')

    (first, two), (second, more) = queries(few), queries(many)
    assert more > two + 5
    assert first == second


def test_only_clerks_see_it(client, leader):
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(IN).status_code in (302, 403, 404)
    assert "复算去年" not in text(client.get("/", follow=True))
