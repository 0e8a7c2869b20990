"""里程表: the timetable taken in, what is late, what figures say, what is marked and put off."""

import io
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk import computing
from baton.domain import clock
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from baton.domain.progress.models import Milestone, MilestoneNote
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
HEADS = "指标\t责任单位\t时间节点\t进度要求\n"
TABLE = HEADS + (
    "一般公共预算收入\t各县市区\t6月底\t过半\n"
    "一般公共预算收入\t临江县\t2026-12-31\t120000万元\n"
    "主体工程\t东岭\t9月底前\t完成主体工程\n"
)


def text(answer):
    return " ".join(unescape(answer.content.decode()).split())


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
def on(monkeypatch):
    """What day it is."""
    return lambda *day: monkeypatch.setattr(clock, "today", lambda: date(*day))


@pytest.fixture
def listed(desk, round, on):
    """The table taken in; it is 25 September."""
    on(2026, 9, 25)
    desk.post("/office/milestones/in/", {"text": TABLE, "take": "1"})


def report(round, by, at, period, **values):
    """Figures of the income as they come with a month's table."""
    rows = [Row(subject=subject, item="财政收入", period=period, value=value) for subject, value in values.items()]  # fmt: skip
    figures.record(scheme=round.scheme, rows=rows, batch="table:1", by=by, at=at)


def page_of(task, asked):
    return Milestone.objects.get(task=task, asked=asked)


def test_a_table_is_looked_at_then_taken_in_and_listed_by_day(desk, round, on):
    on(2026, 9, 25)
    assert "还没有里程碑" in text(desk.get("/office/milestones/"))
    looked = text(desk.post("/office/milestones/in/", {"text": TABLE}))
    assert "读到 3 个里程碑，还没有收下" in looked and "年度目标的 50%" in looked
    assert "要问清" not in looked and "没有读" not in looked and not Milestone.objects.exists()
    page = text(desk.post("/office/milestones/in/", {"text": TABLE, "take": "1"}, follow=True))
    assert "收下了 3 个里程碑" in page and "1 个里程碑到期没有办，1 个七天内到期" in page
    assert "过了 87 天" in page and "还有 5 天" in page
    again = text(desk.post("/office/milestones/in/", {"text": TABLE, "take": "1"}))
    assert "3 个里程碑都已经列着了" in again and Milestone.objects.count() == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("主体工程\t东领\t6月底\t封顶", "“东领”是哪个单位"), ("主体工程\t东岭\t待定\t封顶", "时间节点“待定”是哪天"),
        ("公共预算收入\t东岭\t6月底\t过半", "“公共预算收入”是哪个指标"), ("主体工程\t东岭\t6月底\t", "“进度要求”是空的"),
        ("\t东岭\t6月底\t封顶", "没有写指标或任务"), ("主体工程\t东岭\t\t封顶", "“时间节点”是空的"), (f"主体工程\t东岭\t6月底\t{'长' * 301}", "进度要求有 301 个字"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_asked_and_nothing_is_kept(desk, round, row, says):
    answer = text(desk.post("/office/milestones/in/", {"text": f"{HEADS}{row}\n", "take": "1"}))
    assert says in answer and "还没有收下" in answer and not Milestone.objects.exists()


def test_what_was_answered_is_taken_and_the_name_of_a_unit_is_learnt(desk, round):
    table = HEADS + "公共预算收入\t东领\t待定\t过半\n"
    said = ['["unit", "东领", "B"]', '["item", "公共预算收入", "F1"]', '["day", "待定", "6"]']
    looked = text(desk.post("/office/milestones/in/", {"text": table, "meaning": said}))
    assert "读到 1 个里程碑" in looked and "2026 年 6 月 30 日" in looked
    desk.post("/office/milestones/in/", {"text": table, "meaning": said, "take": "1"})
    one = Milestone.objects.get()
    assert (one.unit.code, one.indicator, one.measure, one.figure) == ("B", "F1", "share", "50")
    assert one.lead == "市财政局"
    again = text(desk.post("/office/milestones/in/", {"text": HEADS + "道路\t东领\t6月底\t通车\n"}))
    assert "读到 1 个里程碑" in again and "东岭县" in again


def test_a_column_nobody_knows_is_chosen_on_the_page(desk, round):
    table = "名目\t单位\t什么时候\t做到啥\n道路\t东岭\t6月底\t通车\n"
    asked = text(desk.post("/office/milestones/in/", {"text": table}))
    assert "“指标”是哪一列" in asked and "“时间节点”是哪一列" in asked
    said = [
        '["head", "名目", "name"]',
        '["head", "什么时候", "due"]',
        '["head", "做到啥", "asked"]',
    ]
    looked = text(desk.post("/office/milestones/in/", {"text": table, "meaning": said}))
    assert "“道路”是哪个指标" not in looked and "读到 1 个里程碑" in looked


def test_a_workbook_with_a_column_to_each_quarter_and_two_rows_of_heads(desk, round):
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (["2026年里程表"], ["序号", "指标", "责任单位", "时间节点及进度要求"], ["", "", "", "一季度", "上半年", "9月底", "全年"],
                 [1, "一般公共预算收入", "各单位", 0.25, 0.5, "—", 1], [2, "道路", "东岭、石桥市", "开工", "", "", "通车"]):  # fmt: skip
        sheet.append(line)
    for cell in ("D4", "E4", "G4"):
        sheet[cell].number_format = "0%"
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("D2:G2")
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("里程表.xlsx", kept.getvalue())
    looked = text(desk.post("/office/milestones/in/", {"file": file}))
    assert "读到 7 个里程碑，还没有收下" in looked and "年度目标的 25%" in looked
    assert "石桥市" in looked and "要改的格子" not in looked and "没有读" not in looked


def test_one_is_typed(desk, round):
    given = {"act": "one", "task": "道路", "unit": "东岭", "due_on": "2026-06-30", "asked": "通车"}
    wrong = desk.post("/office/milestones/in/", given | {"due_on": "六月"})
    assert (
        wrong.status_code == 409
        and 'value="通车"' in text(wrong)
        and "时间节点没有填好" in text(wrong)
    )
    assert "办成了由考核办标" in text(desk.post("/office/milestones/in/", given, follow=True))
    by_figure = given | {"indicator": "F1", "unit": "", "asked": "完成30%"}
    page = text(desk.post("/office/milestones/in/", by_figure, follow=True))
    assert "“一般公共预算收入”的一个里程碑，按报来的数核对" in page


def test_figures_say_by_themselves_whether_it_is_reached(desk, listed, round, clerk, at):
    page = text(desk.get("/office/milestones/"))
    assert "4 个到节点的数还没有来" in page
    report(round, clerk, at, "上半年", A="60000", B="39999", C="50000", D="45000")
    page = text(desk.get("/office/milestones/"))
    assert "3 个达到；1 个未达到：东岭县" in page and "1 个里程碑到期没有办" in page
    assert "东岭县：“一般公共预算收入”6 月 30 日的节点“过半”，现在 39999万元，已过了 87 天" in page
    one = page_of("一般公共预算收入", "过半")
    detail = text(desk.get(f"/office/milestones/{one.pk}/"))
    assert "39,999万元" in detail and "49.99%" in detail and "目标的 50%" in detail
    report(round, clerk, at, "全年", B="80000", A="110000")
    page = text(desk.get("/office/milestones/"))
    assert "没有到期未办的里程碑" in page and "4 个达到，其中 1 个晚了" in page
    assert "12 月报到 80000万元，是目标的 100%，晚了才达到" in text(
        desk.get("/office/milestones/?unit=东岭县")
    )
    assert "12 月报到 110000万元，未达到" in page  # 临江县's own, due in December


def test_those_ticked_are_done_and_one_is_taken_up_again(desk, listed, monkeypatch, on):
    one = page_of("主体工程", "完成主体工程")
    nothing = desk.post("/office/milestones/done/", {"done_on": "2026-09-24", "how": "验收了"})
    assert (
        nothing.status_code == 409
        and "请先勾上" in text(nothing)
        and 'value="验收了"' in text(nothing)
    )
    late = desk.post("/office/milestones/done/", {"pk": one.pk, "done_on": "2099-09-24"})
    assert late.status_code == 409 and "还没有到" in text(late) and "checked" in text(late)
    said = {"pk": one.pk, "done_on": "2026-09-24", "how": "验收了"}
    page = text(desk.post("/office/milestones/done/?unit=东岭县", said, follow=True))
    assert "1 个里程碑记作办成了" in page and "2026 年 9 月 24 日办成：验收了" in page
    assert desk.post("/office/milestones/done/", said).status_code == 409
    way = f"/office/milestones/{one.pk}/"
    assert desk.post(way, {"act": "reopen", "why": ""}).status_code == 409
    detail = text(desk.post(way, {"act": "reopen", "why": "验收没有过"}, follow=True))
    assert (
        "重新办：验收没有过" in detail
        and "七天内到期" in detail
        and "办成，2026 年 9 月 24 日：验收了" in detail
    )


def test_it_is_put_off_with_a_reason_and_the_first_day_stays(desk, listed):
    one = page_of("主体工程", "完成主体工程")
    way = f"/office/milestones/{one.pk}/"
    early = desk.post(way, {"act": "postpone", "to": "2026-09-01", "why": "雨季"})
    assert (
        early.status_code == 409 and "更晚的日子" in text(early) and 'value="雨季"' in text(early)
    )
    assert desk.post(way, {"act": "postpone", "to": "2026-11-30", "why": " "}).status_code == 409
    page = text(desk.post(way, {"act": "postpone", "to": "2026-11-30", "why": "雨季"}, follow=True))
    assert (
        "2026 年 11 月 30 日的节点，以后" in page
        and "原定 2026 年 9 月 30 日" in page
        and "雨季" in page
    )
    page = text(desk.post(way, {"act": "strike", "why": "列重了"}, follow=True))
    assert (
        "作废：列重了" in page and desk.post(way, {"act": "strike", "why": "又"}).status_code == 409
    )
    assert desk.post(way, {"act": "finish", "done_on": "2026-09-20"}).status_code == 409
    assert desk.post(way, {"act": "nothing"}).status_code == 409
    assert "作废的 1 个" in text(desk.get("/office/milestones/"))
    assert "主体工程" in text(desk.get("/office/milestones/?show=struck"))
    assert (
        MilestoneNote.objects.count() == 2
        and desk.get("/office/milestones/999999/").status_code == 404
    )


def test_a_unit_and_a_lead_have_lists_of_their_own(desk, listed):
    assert "主体工程" not in text(desk.get("/office/milestones/?unit=临江县")).split("全部")[-1]
    assert "过半" in text(desk.get("/office/milestones/?unit=石桥市"))
    money = text(desk.get("/office/milestones/?lead=市财政局"))
    assert "完成主体工程" not in money and "120000万元" in money
    assert "没有合这些条件" in text(desk.get("/office/milestones/?q=没有这样的"))
    unknown = desk.get("/office/milestones/?unit=火星")
    assert unknown.status_code == 409 and "名册里没有“火星”" in text(unknown)


def test_the_workbench_tells_and_the_unit_and_the_indicator_show_them(desk, listed, round, clerk, at, tmp_path):  # fmt: skip
    assert "1 个里程碑到期没有办" in text(desk.get("/office/")).replace(
        '<span class="fig">1</span>', "1"
    )
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, sent = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    run = computing.refresh(round, at=at, by=clerk)
    assert "里程碑 2 个" in text(desk.get(f"/office/run/{run.pk}/unit/B/"))
    assert "里程碑 2 个" in text(desk.get(f"/office/run/{run.pk}/unit/A/F1/"))
    assert "里程碑" not in text(desk.get(f"/office/run/{run.pk}/unit/A/F2/"))
    assert "里程碑 2 个" in text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    assert "里程碑" not in text(desk.get(f"/office/run/{run.pk}/indicator/F2/"))


def test_the_table_leaves_as_a_workbook_and_comes_in_again(desk, listed):
    answer = desk.get("/office/milestones/workbook/?show=overdue")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    lines = list(sheet.iter_rows(min_row=3, values_only=True))
    assert (
        lines[0][:5] == ("指标", "责任单位", "牵头单位", "时间节点", "进度要求") and len(lines) == 2
    )
    assert lines[1][0] == "一般公共预算收入" and lines[1][3].date() == date(2026, 6, 30)
    file = SimpleUploadedFile("里程表.xlsx", desk.get("/office/milestones/workbook/").content)
    assert "3 个里程碑都已经列着了" in text(desk.post("/office/milestones/in/", {"file": file}))


def test_a_milestone_never_moves_a_score(desk, listed, round, clerk, at):
    before = round.scheme.mark.seq
    one = page_of("主体工程", "完成主体工程")
    desk.post("/office/milestones/done/", {"pk": one.pk, "done_on": "2026-09-24"})
    round.scheme.mark.refresh_from_db()
    assert round.scheme.mark.seq == before


def test_it_is_found_by_its_words_until_it_is_struck_out(desk, listed):
    one = page_of("主体工程", "完成主体工程")
    way = f"/office/milestones/{one.pk}/"
    assert f'href="{way}"' in text(desk.get("/office/find/?q=主体工程 东岭"))
    desk.post(way, {"act": "strike", "why": "列重了"})
    assert f'href="{way}"' not in text(desk.get("/office/find/?q=主体工程"))


def test_a_group_that_is_named_is_held_to_it_alone(desk, round):
    looked = text(desk.post("/office/milestones/in/", {"text": TABLE, "take": "1"}, follow=True))
    one = page_of("一般公共预算收入", "过半")
    assert (one.unit, one.group) == (None, "县市区") and "收下了 3 个" in looked
    everybody = {"text": HEADS + "自评材料\t各单位\t12月底\t交齐\n", "take": "1"}
    desk.post("/office/milestones/in/", everybody)
    assert page_of("自评材料", "交齐").group == ""


def test_a_year_of_the_timetable(desk, round, clerk, at, on):
    """March: taken in. July: somebody is late and reminded. August: put off, then done; the workbench is quiet."""
    on(2026, 3, 2)
    desk.post("/office/milestones/in/", {"text": TABLE, "take": "1"})
    assert "3 个里程碑，没有到期未办的" in text(desk.get("/office/milestones/"))
    assert "到期没有办" not in text(desk.get("/office/"))
    on(2026, 7, 20)
    report(round, clerk, at, "上半年", A="60000", B="39000", C="50000", D="45000")
    late = text(desk.get("/office/milestones/?show=overdue"))
    assert "东岭县：“一般公共预算收入”6 月 30 日的节点“过半”，现在 39000万元，已过了 20 天" in late
    assert "市财政局：县市区的“一般公共预算收入”" in late
    one = page_of("一般公共预算收入", "过半")
    put_off = {"act": "postpone", "to": "2026-08-31", "why": "税款错期入库"}
    desk.post(f"/office/milestones/{one.pk}/", put_off)
    assert "到期没有办" not in text(desk.get("/office/"))
    on(2026, 9, 1)
    assert "里程碑到期没有办" in text(desk.get("/office/"))
    done = {"pk": one.pk, "done_on": "2026-08-31", "how": "东岭县 8 月补齐"}
    desk.post("/office/milestones/done/", done)
    page = text(desk.get("/office/milestones/?show=done"))
    assert (
        "2026 年 8 月 31 日办成：东岭县 8 月补齐" in page
        and "3 个达到；1 个到节点的数还没有来" in page
    )
    assert "里程碑到期没有办" not in text(desk.get("/office/"))
