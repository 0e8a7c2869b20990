"""Periods of a scheme: figures of their own, sheets that follow the tables."""

import pytest

from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from tests.web.scheme.tables import (
    AIR,
    COUNTIES,
    DESK,
    HEAD,
    MONEY,
    SCHEME,
    newest_book,
    open_round,
    points_by_name,
    taken,
    text,
    upload,
)

pytestmark = pytest.mark.django_db


def test_each_period_has_its_own_figures(running):
    """A quarter's sheet leaves the year's figures alone."""
    page = text(running.get("/office/setup/"))
    assert '<option value="2026-Q1">一季度' in page
    opened = open_round(running, "2026-Q1", "quarter", "一季度通报", "2026-03-31")
    assert opened.status_code == 302
    quarter = Round.objects.get(kind="quarter")
    assert points_by_name(running, quarter)["财政收入"] == (None, None)
    running.post(opened.url + "owe/", {"due_on": "2026-04-10"})
    sheet = Sheet.objects.get(round=quarter, lead__name="市财政局")
    running.post(f"{DESK}{sheet.pk}/receive/", {"text": "单位\t财政收入得分\n临江县\t20\n东岭县\t19\n", "take": "1"})  # fmt: skip
    running.post(f"{DESK}{sheet.pk}/1/accept/")
    assert points_by_name(running, quarter)["财政收入"] == ("20", "19")
    assert points_by_name(running, Round.objects.get(kind="year_end"))["财政收入"] == ("55", "50")


def test_a_quarters_sheet_whose_title_says_only_the_year_is_the_quarters(running):
    opened = open_round(running, "2026-Q2", "mid_year", "2026年半年评估", "2026-06-30")
    running.post(opened.url + "owe/", {"due_on": "2026-07-10"})
    sheet = Sheet.objects.get(round__kind="mid_year", lead__name="市财政局")
    table = "2026年度财政打分表,,\n序号,单位,财政收入得分\n1,临江县,30\n2,东岭县,29\n"
    where = f"{DESK}{sheet.pk}/receive/"
    page = text(running.post(where, {"file": upload("打分表.csv", table)}))
    assert "读到 2 个数" in page and "拿错了表" not in page
    page = text(running.post(where, {"file": upload("全年.csv", table.replace("年度", "年全年"))}))
    assert "拿错了表" in page


def test_a_second_round_of_one_period_is_refused_by_name(running):
    page = text(open_round(running, "2026", "ad_hoc", "督查"))
    assert "截至 2026 的数已经由“2026年终考核”用着" in page and 'value="督查"' in page


def test_a_quarter_without_a_period_of_its_own_is_refused_and_the_remedy_is_there(office):
    taken(office, COUNTIES, calendar="year")
    page = text(open_round(office, "2026", "quarter", "一季度通报"))
    assert "这个方案的期次只有2026" in page and "加期次" in page and not Round.objects.exists()
    where = page.split('href="/office/scheme/periods/')[1].split('"')[0]
    page = text(office.get(f"/office/scheme/periods/{where}"))
    assert "现在有 1 期：全年" in page
    version = schemes.newest(Scheme.objects.get())
    said = {"scheme": Scheme.objects.get().pk, "number": version.number, "edits": version.edits}
    assert "请选要加的期次" in text(office.post("/office/scheme/periods/", said))
    page = text(office.post("/office/scheme/periods/", said | {"calendar": "quarter", "own": "8月督查"}, follow=True))  # fmt: skip
    assert "一季度、上半年（二季度）、前三季度（三季度）、8月督查、全年" in page
    assert newest_book()["items"][0]["data"]["x"]["periods"] == "@"
    assert open_round(office, "2026-Q1", "quarter", "一季度通报", "").status_code == 302
    assert open_round(office, "8月督查", "ad_hoc", "8月督查").status_code == 302
    assert Round.objects.get(kind="quarter").on.isoformat() == "2026-03-31"


def test_a_score_that_became_a_figure_is_read_beside_it_again(running):
    """得分 on the sheet is the lead unit's own score once the indicator is a formula's."""
    rule = (
        "名称: 财政收入\n评分办法: 按完成情况评分。\n牵头: 市财政局\n分值: 60\n方法: 完成率\n"
        "数据: 财政总收入\n目标: 100\n封顶: 100%\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    )
    version = schemes.newest(Scheme.objects.get())
    said = {"number": version.number, "edits": version.edits, "text": rule, "data": "财政总收入: {单位: 万元}", "keep": "1"}  # fmt: skip
    running.post(SCHEME + "F01/", said)
    assert "F01得分" not in {entry["code"] for entry in newest_book()["data"]}
    sheet = Sheet.objects.get(lead__name="市财政局")
    assert sheet.items == ["财政总收入"]
    pasted = "单位\t财政总收入\t得分\t扣分原因\n临江县\t90\t54\t差10万\n东岭县\t100\t60\t\n"
    page = text(running.post(f"{DESK}{sheet.pk}/receive/", {"text": pasted}))
    assert "读到 2 个数" in page and "不归本单位报" not in page


def test_sheets_of_before_can_be_listed_anew_with_one_button(running, clerk, at):
    from baton.domain.intake import services as intake

    sheet = Sheet.objects.get(lead__name="市财政局")
    assert "按现在的规则重列" not in text(running.get(DESK))
    intake.owe(round=sheet.round, lead=sheet.lead, title=sheet.title, items=["空气质量得分"], due_on=sheet.due_on, by=clerk, at=at)  # fmt: skip
    assert "按现在的规则重列" in text(running.get(DESK))
    page = text(running.post(DESK + "again/", follow=True))
    assert "应交表改了 1 张：市财政局添上财政收入得分" in page and "按现在的规则重列" not in page
    assert "没有要改的" in text(running.post(DESK + "again/", follow=True))


def test_two_ways_of_writing_a_lead_unit_are_one_sheet(office, clerk, at):
    from baton.domain.orgs import services as orgs
    from baton.domain.orgs.models import Alias

    unit = orgs.name_unit(name="市发展和改革委员会", by=clerk, at=at)
    orgs.learn_alias(text="市发改委", unit=unit, by=clerk, at=at) if hasattr(orgs, "learn_alias") else Alias.objects.create(text="市发改委", unit=unit)  # fmt: skip
    table = HEAD + MONEY.replace("市财政局", "市发改委") + AIR.replace("市生态环境局", unit.name)
    taken(office, table)
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    assert Sheet.objects.get().items == ["F01得分", "F02得分"]
