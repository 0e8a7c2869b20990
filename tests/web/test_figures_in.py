"""收月报、季报: months across the columns, looked at before they are kept, never in place of what an accepted sheet said."""

import datetime as dt
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.intake.sheet_answers import READ
from baton.desk.questions import Answer
from baton.domain.facts import queries
from baton.domain.facts import services as facts
from baton.domain.facts.models import Figure
from baton.domain.facts.services import Row
from baton.domain.intake import queries as reads
from baton.domain.intake import services as intake
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
PAGE = "/office/figures/in/"
ACROSS = (
    "单位\t指标\t上半年\t全年\n临江县\t一般公共预算收入\t61000\t118500\n东岭县\t一般公共预算收入\t40000\t\n"
    "临江县\t空气优良天数比例\t92.5\t91.3\n东岭\t空气优良天数比例\t无此任务\t\n"
)


def text(answer):
    return unescape(answer.content.decode())


def known(round):
    return {line[:3]: line[4] or line[5] for line in map(tuple, queries.observations(round.scheme))}


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def test_the_desk_leads_there(desk, round):
    assert "/office/figures/in/" in text(desk.get("/office/desk/"))
    assert "各月在上" in text(desk.get(PAGE))


def test_months_of_several_lead_units_are_looked_at_and_kept(desk, round):
    page = text(desk.post(PAGE, {"text": ACROSS}))
    assert "读到 6 个新的数，还没有收下" in page and "上半年 有 4 个" in page
    assert not Figure.objects.exists()
    assert desk.post(PAGE, {"text": ACROSS, "take": "1"}).status_code == 302
    assert known(round) == {
        ("A", "财政收入", "上半年"): "61000", ("A", "财政收入", "全年"): "118500", ("B", "财政收入", "上半年"): "40000",
        ("A", "优良天数比例", "上半年"): "92.5", ("A", "优良天数比例", "全年"): "91.3",
        ("B", "优良天数比例", "上半年"): "not_applicable",
    }  # fmt: skip
    one = Figure.objects.get(subject="A", item="财政收入", period="上半年")
    assert one.source == "粘贴.tsv·C2" and one.batch.startswith("table:")
    again = text(desk.post(PAGE, {"text": ACROSS}))
    assert "表里的数与已有的一样，没有要收的" in again


def test_what_a_sheet_said_stays(desk, round, clerk, tmp_path):
    _, sent = send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=sent.received_at)
    page = text(desk.post(PAGE, {"text": ACROSS}))
    assert "打分表说的不同，没有收的 1 个" in page and "118,500" in page
    desk.post(PAGE, {"text": ACROSS, "take": "1"})
    assert known(round)["A", "财政收入", "全年"] == "118000"
    assert known(round)["A", "财政收入", "上半年"] == "61000"


def test_what_the_office_put_in_itself_stays_too(desk, round, clerk, at):
    desk.post(PAGE, {"text": ACROSS, "take": "1"})
    row = Row(subject="A", item="财政收入", period="上半年", value="60500")
    facts.change(
        scheme=round.scheme, row=row, was="61000", reason="财政局来函更正", by=clerk, at=at
    )
    page = text(desk.post(PAGE, {"text": ACROSS}))
    assert "考核办改过、没有收的 1 个" in page and "财政局来函更正" in page and "60,500" in page
    desk.post(PAGE, {"text": ACROSS.replace("92.5", "92.6"), "take": "1"})
    assert known(round)["A", "财政收入", "上半年"] == "60500"
    assert known(round)["A", "优良天数比例", "上半年"] == "92.6"


def test_the_desk_says_whose_figures_came_by_a_bulletin(desk, round, clerk, tmp_path):
    sheet = owed(round, clerk)["市财政局"]
    assert "由月报收到" not in text(desk.get("/office/desk/"))
    desk.post(PAGE, {"text": ACROSS, "take": "1"})
    shown = text(desk.get("/office/desk/"))
    assert "<b>数已由月报收到</b>，打分表还没有交" in shown
    late = reads.reminder_text(reads.desk(round, dt.date(2027, 2, 1)).entries)
    assert "天（数已由月报收到，请补交盖章的打分表）" in late
    assert "数已由月报收到</b>，成绩已按它算" in text(desk.get(f"/office/desk/{sheet.pk}/"))
    send(sheet, MONEY, tmp_path, clerk)
    assert (
        text(desk.get("/office/desk/")).count("数已由月报收到") == shown.count("数已由月报收到") - 1
    )


def test_a_newer_bulletin_shows_what_it_replaces(desk, round):
    desk.post(PAGE, {"text": ACROSS, "take": "1"})
    newer = ACROSS.replace("61000", "61200")
    assert "换掉原来的 1 个" in text(desk.post(PAGE, {"text": newer}))
    desk.post(PAGE, {"text": newer, "take": "1"})
    assert known(round)["A", "财政收入", "上半年"] == "61200"


def test_bad_cells_and_unknown_names_keep_the_whole_table_out(desk, round):
    bad = ACROSS.replace("61000", "61o00").replace("东岭\t", "东陵\t")
    page = text(desk.post(PAGE, {"text": bad}))
    assert "先问清" in page or "先改好" in page
    answer = desk.post(PAGE, {"text": bad, "take": "1"})
    assert answer.status_code == 409 and "没有收下" in text(answer)
    assert not Figure.objects.exists()


def test_an_unknown_name_is_answered_once_and_learnt(desk, round):
    said = Answer("unit", "岭东", "B").text
    strange = ACROSS.replace("东岭\t", "岭东\t")
    page = text(desk.post(PAGE, {"text": strange}))
    assert "有 1 处要先问清" in page and "“岭东”" in page
    assert desk.post(PAGE, {"text": strange, "said": [said], "take": "1"}).status_code == 302
    assert known(round)["B", "优良天数比例", "上半年"] == "not_applicable"
    assert "读到" in text(desk.post(PAGE, {"text": strange.replace("92.5", "92.6")}))


def test_a_name_of_several_units_is_not_learnt_for_one_of_them(desk, round):
    said = Answer("unit", "东岭县等2个县区", "B").text
    strange = ACROSS.replace("东岭\t", "东岭县等2个县区\t")
    assert "不会记住" in text(desk.post(PAGE, {"text": strange}))
    assert desk.post(PAGE, {"text": strange, "said": [said], "take": "1"}).status_code == 302
    assert "有 1 处要先问清" in text(desk.post(PAGE, {"text": strange.replace("92.5", "92.6")}))


def test_a_figure_that_no_score_can_be_made_of_is_named(desk, round):
    page = text(desk.post(PAGE, {"text": ACROSS.replace("91.3", "191.3")}))
    assert "处要先改好，还没有收下" in page and "191.3" in page


def test_nothing_is_taken_once_the_round_has_ended(desk, round, clerk, at):
    rounds.close(round=round, by=clerk, at=at)
    assert desk.post(PAGE, {"text": ACROSS, "take": "1"}).status_code == 409
    assert not Figure.objects.exists()


ONLY = "单位\t一般公共预算收入\n临江县\t61000\n东岭县\t40000\n"


BESIDE = [
    ("2026年上半年主要指标完成情况", "", "标题写的是“2026年上半年主要指标完成情况”"),
    ("截至6月底主要经济指标", "", "标题写的是“截至6月底主要经济指标”"),
    ("2025年主要指标", "", "标题写的是“2025年主要指标”"),
    ("上年同期主要指标", "", "标题写的是“上年同期主要指标”"),
    ("2026年一季度通报", "", "标题写的是“2026年一季度通报”"),
    ("", "注：以上为1-6月数。", "表下的注写的是“注：以上为1-6月数。”"),
]


def test_a_period_that_stands_beside_the_table_only_is_asked_about(desk, round):
    for before, after, said in BESIDE:
        table = f"{before}\n{ONLY}{after}\n"
        page = text(desk.post(PAGE, {"text": table}))
        assert f"{said}，表里没有写是哪一期的数，会当作全年的数" in page
        assert desk.post(PAGE, {"text": table, "take": "1"}).status_code == 409
    assert not Figure.objects.exists()
    half = buttons(desk.post(PAGE, {"text": table}).content.decode())["是上半年的数"]
    kept = desk.post(PAGE, {"text": table, "said": unescape(half), "take": "1"})
    assert kept.status_code == 302 and known(round)["A", "财政收入", "上半年"] == "61000"


def test_a_period_that_stands_in_the_name_of_the_file_only_is_asked_about(desk, round):
    def look(name):
        file = SimpleUploadedFile(name, ONLY.replace("\t", ",").encode())
        return text(desk.post(PAGE, {"file": file}))

    assert "文件名写的是“2026年6月快报”" in look("2026年6月快报.csv")
    assert "读到 2 个新的数" in look("2026年主要指标.csv")


def test_a_title_of_the_year_itself_is_no_other_period(desk, round):
    for title in ("2026年主要指标完成情况", "云州市2026年度（截至12月底）", "2026年12月31日止", "2026年1-12月", "主要指标（截至2027年1月8日）"):  # fmt: skip
        assert "读到 2 个新的数" in text(desk.post(PAGE, {"text": f"{title}\n{ONLY}"}))


USUAL = (
    "单位\t指标\t1—6月累计\t6月\t5月\t下半年\t去年同期\t全年目标\t预警\t备注\n"
    "临江县\t一般公共预算收入\t61000\t9000\t8000\t57500\t1\t2\t3\t快报\n"
    "东岭县\t一般公共预算收入\t40000\t7000\t\t\t\t\t\t\n"
)


def buttons(page):
    found = re.findall(r'name="said" value="([^"]+)">([^<]+)</button>', page)
    return {label: value for value, label in found}


def test_no_column_of_figures_is_passed_over_in_silence(desk, round):
    page = text(desk.post(PAGE, {"text": USUAL}))
    assert "有 3 处要先问清，还没有收下" in page and "期次有：上半年、全年" in page
    assert (
        "D 列“6月”、F 列“下半年”：期次里没有这一期" in page
        and "E 列“5月”：期次里没有这一期" in page
    )
    assert "I 列“预警”看不懂，里面有数" in page
    asked, how = page.split('id="how"')
    assert not any(f"{letter} 列" in asked for letter in "GHJ")  # last year's, targets, remarks
    assert "G 列" in how and "没有收" in how
    raw = desk.post(PAGE, {"text": USUAL}).content.decode()
    told = {unescape(label): unescape(value) for label, value in buttons(raw).items()}
    assert "是年初以来的累计数，就“6月”收作上半年、“下半年”收作全年" in page
    assert "是累计数，照收" in told  # short enough for a telephone
    said = [told[label] for label in ("不是累计数，不收", "不收“5月”", "不收“预警”")]
    page = text(desk.post(PAGE, {"text": USUAL, "said": said}))
    assert "读到 2 个新的数" in page and "“6月”、“下半年”没有收" in page and "“预警”没有收" in page
    assert desk.post(PAGE, {"text": USUAL, "said": said, "take": "1"}).status_code == 302
    assert known(round) == {
        ("A", "财政收入", "上半年"): "61000", ("B", "财政收入", "上半年"): "40000",
    }  # fmt: skip


def test_a_period_that_is_meant_for_another_is_read_as_it(desk, round):
    table = (
        "单位\t一般公共预算收入\t\n\t上半年\t四季度\n临江县\t61000\t118500\n东岭县\t40000\t80000\n"
    )
    page = text(desk.post(PAGE, {"text": table}))
    assert "C 列“四季度”：期次里没有这一期" in page
    said = Answer("period", "四季度", "全年").text
    page = text(desk.post(PAGE, {"text": table, "said": [said]}))
    assert "读到 4 个新的数" in page and "“四季度”收作全年" in page
    desk.post(PAGE, {"text": table, "said": [said], "take": "1"})
    assert known(round)["A", "财政收入", "全年"] == "118500"


def test_periods_down_the_rows_are_asked_about_once(desk, round):
    table = "单位\t指标\t期间\t完成数\t预警\n" + "".join(
        f"{unit}\t一般公共预算收入\t{period}\t{n}000\t{n}\n"
        for n, (unit, period) in enumerate(
            [("临江县", "1-6月"), ("东岭县", "5月"), ("石桥市", "5月")], 1
        )
    )
    page = text(desk.post(PAGE, {"text": table}))
    assert (
        "有 1 处要先问清" in page
        and "“5月”" in page
        and "E 列“预警”没有读，收的是“完成数”列" in page
        and 'card pad" open' in page
    )
    said = Answer("period", "5月", "-").text
    assert "读到 1 个新的数" in text(desk.post(PAGE, {"text": table, "said": [said]}))


def test_a_column_without_a_heading_is_told(desk, round):
    table = "单位\t一般公共预算收入\t\n临江县\t61000\t7\n东岭县\t40000\t8\n"
    page = text(desk.post(PAGE, {"text": table}))
    assert "C 列没有表头" in page and "读到 2 个新的数" in page


def test_whose_a_page_is_can_be_answered(desk, round):
    assert Answer.read(Answer("page", "石桥市，标题写云东区", "D").text, READ) is not None


def test_of_a_month_and_what_it_adds_up_to_the_sum_is_taken_or_asked_about(desk, round):
    """A year's target says that the sum counts; what is measured otherwise is asked about once, however many units there are."""
    money = "单位\t指标\t6月当月\t6月累计\n临江县\t一般公共预算收入\t9000\t61000\n东岭县\t一般公共预算收入\t7000\t40000\n"
    page = text(desk.post(PAGE, {"text": money}))
    assert "读到 2 个新的数" in page and "收的是累计" in page and "61,000" in page
    air = "单位\t指标\t当月\t累计\n" + "".join(f"{unit}\t空气优良天数比例\t90\t9{n}\n" for n, unit in enumerate(("临江县", "东岭县", "石桥市")))  # fmt: skip
    page = text(desk.post(PAGE, {"text": air}))
    assert (
        "有 1 处要先问清" in page and "这张表有当月和累计两列" in page and "要改的格子" not in page
    )
    told = {unescape(label): unescape(value) for label, value in buttons(desk.post(PAGE, {"text": air}).content.decode()).items()}  # fmt: skip
    page = text(desk.post(PAGE, {"text": air, "said": told["用累计"]}))
    assert "读到 3 个新的数" in page and "有当月和累计两列，收的是累计" in page
    desk.post(PAGE, {"text": air, "said": told["用当月"], "take": "1"})
    assert {value for (_, item, _), value in known(round).items()} == {"90"}
