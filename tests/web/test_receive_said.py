"""收一张表时说的话: what is asked is not called a fault, a table that came twice leads on, and the letter asks for what is to be changed."""

import pytest

from baton.desk.intake import sheets
from baton.desk.intake.own_asked import choices_of
from baton.domain.facts import services as facts
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from tests.sent import RULEBOOK, UNITS, open_round, owed
from tests.web.receiving import button, text

pytestmark = pytest.mark.django_db
GROWTH = "2026年地区生产总值增速\n单位\t增幅（%）\t备注\n" + "".join(
    f"{u}\t8.{n}\t\n" for n, u in enumerate(UNITS)
)
SCORES = "单位\t教育工作得分\n" + "".join(f"{unit}\t4.{n}\n" for n, unit in enumerate(UNITS))


def test_a_letter_asks_for_the_heading_rather_than_telling_what_it_means(desk_of, clerk, at):
    sheet = desk_of["市统计局"]
    (ask,) = sheets.read_paste(sheet, GROWTH).asks
    read = sheets.read_paste(sheet, GROWTH, [ask.choices[0][0]])
    made = sheets.take_in(sheet=sheet, preview=read, origin="paste", by=clerk, at=at)
    letter = sheets.return_text(sheet, made)
    assert "另：请把“增幅（%）”写成“地区生产总值增速”" in letter and "就是" not in letter


def test_growths_of_two_years_are_two_answers_that_name_them(desk, desk_of):
    url = f"/office/desk/{desk_of['市统计局'].pk}/receive/"
    pasted = "地区生产总值\n单位\t2024年增速\t2025年增速\n" + "".join(f"{u}\t9.{n}\t5.{n}\n" for n, u in enumerate(UNITS))  # fmt: skip
    answer = desk.post(url, {"text": pasted})
    first, second = (button(answer, f"“{year}年增速”就是地区生产总值增速") for year in (2024, 2025))
    assert first != second
    page = text(desk.post(url, {"text": pasted, second[0]: second[1]}))
    assert "读到 4 个数" in page and "“2024年 增速”没有当作实际数读入" in page
    page = text(desk.post(url, {"text": pasted.replace("2025", "2026")}))
    assert "读到 4 个数" in page and "要先问清" not in page


def test_what_a_button_answers_is_to_be_asked_and_not_to_be_mended(desk, desk_of):
    url = f"/office/desk/{desk_of['市统计局'].pk}/receive/"
    page = text(desk.post(url, {"text": GROWTH}))
    assert "<h1>有 1 处要先问清，还没有收下</h1>" in page
    page = text(desk.post(url, {"text": GROWTH.replace("8.3", "8..3.1")}))
    assert "处要先改好" in page or "处要先问清" in page


def test_a_table_that_came_before_leads_to_its_sheet(desk, desk_of, round, clerk, at):
    sheet = desk_of["市教育局"]
    row = Row(subject="A", item="F01得分", period="全年", value="4.8")
    facts.change(scheme=round.scheme, row=row, was=None, reason="来函更正", by=clerk, at=at)
    url = f"/office/desk/{sheet.pk}/receive/"
    first = sheets.read_paste(sheet, SCORES)
    (own,) = first.own
    assert choices_of(own)
    assert "考核办改过的" in text(desk.post(url, {"text": SCORES}))
    sheets.take_in(sheet=sheet, preview=first, origin="paste", by=clerk, at=at)
    page = text(desk.post(url, {"text": SCORES}))
    assert "这张表已经收过，没有另收" in page and 'name="said"' not in page
    assert f'<a href="/office/desk/{sheet.pk}/">那张表的页面</a>' in page


def test_a_bulletin_that_only_differs_from_the_sheets_says_so(desk, desk_of, round, clerk, at):
    sheet = desk_of["市教育局"]
    read = sheets.read_paste(sheet, SCORES)
    made = sheets.take_in(sheet=sheet, preview=read, origin="paste", by=clerk, at=at)
    intake.accept(submission=made, by=clerk, at=at)
    other = SCORES.replace("\t4.", "\t3.")
    page = text(desk.post("/office/figures/in/", {"text": other}))
    assert "<h1>4 个数与已采用的不同，月报不换，没有要收的</h1>" in page


def test_periods_after_the_round_are_named_as_people_say_them(clerk, tmp_path):
    rules = RULEBOOK.replace("期次: [全年]", "期次: [2026-Q1, 2026-Q2, 2026-Q3, 2026年]")
    sheet = owed(open_round(tmp_path / "q", clerk, rules, as_of="2026-Q1"), clerk)["市教育局"]
    read = sheets.read_paste(sheet, SCORES.replace("教育工作得分", "教育工作得分（上半年）"))
    assert [one.what for one in read.others] == ["表里有上半年（二季度）的数，本轮截至一季度"]


def test_the_amount_beside_a_growth_is_set_aside_and_said(desk, desk_of, round):
    rows = "".join(f"{unit}\t10{n}\t6.{n + 1}\n" for n, unit in enumerate(UNITS))
    table = "2026年地区生产总值完成情况\n单位\t总量\t增速\n" + rows
    read = sheets.read_paste(desk_of["市统计局"], table)
    assert read.can_be_received and [line[4] for line in read.cells] == ["6.1", "6.2", "6.3", "6.4"]
    page = text(desk.post(f"/office/desk/{desk_of['市统计局'].pk}/receive/", {"text": table}))
    assert "读到 4 个数" in page and "“总量”没有当作实际数读入" in page
    page = text(desk.post("/office/figures/in/", {"text": table.replace("完成情况", "")}))
    assert "读到 4 个新的数" in page and "<td>100" not in page


def test_which_of_two_columns_is_the_growth_is_asked(desk, desk_of, round):
    rows = "".join(f"{unit}\t10{n}\t6.{n + 1}\n" for n, unit in enumerate(UNITS))
    sheet, table = desk_of["市统计局"], "2026年完成情况\n单位\t完成数\t增幅\n" + rows
    (ask,) = sheets.read_paste(sheet, table).asks
    assert [label for _, label in ask.choices] == ["“增幅”就是地区生产总值增速", "“完成数”就是地区生产总值增速"]  # fmt: skip
    read = sheets.read_paste(sheet, table, [ask.choices[0][0]])
    assert read.can_be_received and [line[4] for line in read.cells] == ["6.1", "6.2", "6.3", "6.4"]
