"""全国、全省的行: on a lead unit's sheet they are no assessed units; where an indicator is held against them they can be taken."""

import html
import json
import re

import pytest

from baton.documents.layouts.words import reference_of, total_of
from baton.domain.facts.models import Figure
from baton.domain.orgs import unit_services
from baton.domain.orgs.models import Unit
from tests.retold import retold
from tests.web.scheme.forms import keep, text, used
from tests.web.scheme.test_aboves import ADDRESS, FORM, filled

pytestmark = pytest.mark.django_db
UNITS = "临江县\t91.3\n东岭县\t88.25\n石桥市\t93.4\n云东区\t92\n"
ROWS = "全国平均水平\t90.1%\n全省平均\t91.5\n全市\t91.2\n"
SHEET = f"单位\t优良天数比例（%）\n{UNITS}{ROWS}"
FIRST = SHEET.replace("91.3", "91.6")
LONG = "单位\t指标\t数值\n" + "".join(
    f"{line.split(chr(9))[0]}\t优良天数比例\t{line.split(chr(9))[1]}\n" for line in (UNITS + ROWS).splitlines()
)  # fmt: skip


@pytest.fixture
@retold
def above(desk, round):
    """Air is held against the nation and the province."""
    assert keep(desk, ADDRESS, FORM).status_code == 302
    return used(desk, round)


def place(round):
    return f"/office/desk/{round.sheets.get(lead__name='市生态环境局').pk}/receive/"


def buttons(page):
    return [
        part.split('"')[0].replace("&quot;", '"')
        for part in page.split('name="reference" value="')[1:]
    ]


@pytest.mark.parametrize("pasted", [SHEET, LONG], ids=["across", "long"])
def test_what_the_nations_row_says_is_taken_as_the_reference_value(desk, above, pasted):
    answer = desk.post(place(above), {"text": pasted})
    page = text(answer)
    assert "要先问清" not in page and "要先改好" not in page
    assert "这 3 行是参照值，不是考核单位" in page and "没有指标要与它的这些数比" in page
    assert "“空气优良天数比例”要与全国比，表上是 90.1%。现在还没有填。" in page
    raw = answer.content.decode()
    nation, _province = buttons(raw)
    page = text(desk.post(place(above), {"text": pasted, "reference": nation}))
    assert "已记下参照值：全国（空气优良天数比例）90.1%" in page and "与已记的参照值一样" in page
    figure = Figure.objects.get(subject="*", value="90.1")
    assert figure.source.startswith("市生态环境局的表 粘贴.tsv")
    assert "这张表还没有收下" in page and len(buttons(page)) == 1


def sent(answer, **more):
    """What the page would send on: the table and what was said so far."""
    said = re.findall(r'type="hidden" name="said" value="([^"]*)"', answer.content.decode())
    return {"text": FIRST, "said": [*map(html.unescape, said), *more.pop("said", ())]} | more


def leaving(answer, written):
    """The button that leaves this row out."""
    values = re.findall(r'name="said" value="([^"]*)">不收', answer.content.decode())
    return [one for one in map(html.unescape, values) if json.loads(one)[1] == written]


def test_what_was_said_of_a_row_holds_for_the_next_version(desk, above):
    where = place(above)
    answer = desk.post(where, {"text": FIRST})
    nation, _ = buttons(answer.content.decode())
    answer = desk.post(where, {"text": FIRST, "reference": nation})
    answer = desk.post(
        where, sent(answer, said=leaving(answer, "全市") + leaving(answer, "全省平均"))
    )
    page = text(answer)
    assert page.count("照说过的，这一行不收") == 2 and not buttons(answer.content.decode())
    assert desk.post(where, sent(answer, take="1")).status_code == 302
    kept = text(desk.get(where.removesuffix("receive/")))
    assert "“全国平均水平”一行记作参照值" in kept and "“全省平均”一行没有收" in kept
    later = FIRST.replace("90.1%", "90.4%").replace("91.6", "91.4")
    answer = desk.post(where, {"text": later})
    page = text(answer)
    assert page.count("照说过的，这一行不收") == 2
    assert "现在记的是 90.1%" in page and 'value="市生态环境局第 3 版"' in page
    (nation,) = buttons(answer.content.decode())
    desk.post(where, {"text": later, "reference": nation, "why": "市生态环境局第 3 版"})
    assert Figure.objects.filter(subject="*").order_by("-pk")[0].value == "90.4"
    ask = [one for one in re.findall(r'name="said" value="([^"]*)">改主意', answer.content.decode()) if "全省" in html.unescape(one)]  # fmt: skip
    page = text(desk.post(where, {"text": later, "said": html.unescape(ask[0])}))
    assert page.count("照说过的，这一行不收") == 1 and "“空气优良天数比例”要与全省比" in page


def test_a_value_that_is_recorded_is_changed_with_a_reason_only(desk, above):
    filled(desk, ["89", "91.5"])
    answer = desk.post(place(above), {"text": SHEET})
    page = text(answer)
    assert "现在记的是 89%（国家统计局1月17日公布）" in page and "与已记的参照值一样" in page
    (nation,) = buttons(answer.content.decode())
    answer = desk.post(place(above), {"text": SHEET, "reference": nation})
    assert (
        answer.status_code == 409
        and "请写明为什么改" in text(answer)
        and ROWS.strip() in text(answer)
    )
    old = text(
        desk.post(
            place(above),
            {"text": SHEET, "reference": nation.replace("89", "88"), "why": "公报修订"},
        )
    )
    assert "这一格刚被改成 89" in old and "公报修订" in old
    desk.post(place(above), {"text": SHEET, "reference": nation, "why": "公报修订"})
    assert Figure.objects.filter(subject="*", reason="公报修订").get().value == "90.1"
    assert "没有这个参照值" in text(desk.post(place(above), {"text": SHEET, "reference": "[]"}))


def test_without_an_indicator_that_is_held_against_them_they_are_left_aside(desk, round):
    page = text(desk.post(place(round), {"text": SHEET}))
    assert "这 3 行是参照值" in page and not buttons(page) and "要先问清" not in page


def test_a_figure_in_another_unit_of_measure_is_not_offered(desk, above):
    page = text(desk.post(place(above), {"text": SHEET.replace("%", "‰").replace("90.1‰", "90.1")}))
    assert "是参照值，不是考核单位" in page and not buttons(page)


@pytest.mark.parametrize("pasted", [SHEET, LONG], ids=["across", "long"])
def test_a_unit_that_really_bears_such_a_name_is_a_unit(desk, above, clerk, at, pasted):
    unit_services.rename(
        unit=Unit.objects.get(code="D"),
        name="全市",
        on=at.date().replace(year=2026),
        why="假设",
        by=clerk,
        at=at,
    )
    page = text(desk.post(place(above), {"text": pasted.replace("云东区", "全区")}))
    assert "这 3 行" in page and "“全区”" in page and "“全市”" not in page


@pytest.mark.parametrize(
    "written",
    [
        "全国",
        "全省平均",
        "全市平均水平",
        "全国（均值）",
        "全 省 平均值",
        "全省平均值（%）",
        "参照：全省",
        "全国平均增速",
        "全国/全省平均",
        "全省同期",
    ],
)
def test_usual_names_are_known(written):
    assert reference_of(written)[:1] == "全" and total_of(written) == "region"


@pytest.mark.parametrize(
    "written",
    [
        "市平均",
        "全市情况",
        "全市数据局",
        "临江县",
        "全南县",
        "全州县",
        "合计",
        "平均",
        "省会",
        "全国十强",
    ],
)
def test_others_are_not(written):
    assert reference_of(written) == "" and total_of(written) != "region"
