"""是哪一期的数: a table that says another period in its title, a note, its name or a heading is never taken for the round's in silence."""

import openpyxl
import pytest

from baton.desk.intake import figure_tables, sheets
from baton.desk.questions import Answer
from baton.domain.facts import services as facts
from baton.domain.facts.services import Row
from tests.retold import retold
from tests.sent import RULEBOOK, UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
ITEM = "地区生产总值增速"
RULES = RULEBOOK.replace("期次: [全年]", "期次: [上半年, 前三季度, 全年]")
FIGURES = ("8.1", "7.5", "6.2", "9")
BODY = "".join(f"{unit}\t{value}\n" for unit, value in zip(UNITS, FIGURES, strict=True))
PLAIN = f"单位\t{ITEM}\n{BODY}"
TITLES = [
    f"2026年1-9月{ITEM}", f"{ITEM}（2026年9月末）", f"{ITEM}（9月）", f"二〇二六年九月{ITEM}", f"2026年一至九月{ITEM}", f"{ITEM}三季度末",
    f"{ITEM}（2026.09）", f"{ITEM}（2026-09）", f"{ITEM}（202609）", f"{ITEM}（截止9.30）", f"{ITEM}（截至2026年9月30日）",
]  # fmt: skip


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path / "round", clerk, RULES)


@pytest.fixture
@retold
def sheet(round, clerk):
    return owed(round, clerk)["市统计局"]


def labels(ask):
    return [label for _, label in ask.choices]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_of_another_period_is_one_question_at_both_doors(round, sheet, title):
    table = f"{title}\n{PLAIN}"
    for read in (sheets.read_paste(sheet, table), figure_tables.read_paste(round, table)):
        (ask,) = read.asks
        assert f"标题写的是“{title}”" in ask.what
        assert labels(ask) == ["是前三季度的数", "是全年的数", "是上半年的数"]
    said = [Answer("titled", title, "前三季度")]
    read = sheets.read_paste(sheet, table, said)
    assert not read.asks and {line[2] for line in read.cells} == {"前三季度"}
    assert [one.sentence for one in read.oddities if one.kind == "period"] == [
        f"{ITEM}：表上是前三季度的数，这一轮要全年的，表上没有"
    ]


@pytest.mark.parametrize("stretch", ["12月份当月", "10-12月", "四季度", "第四季度"])
def test_a_title_of_the_last_stretch_only_is_asked_about_at_both_doors(round, sheet, stretch):
    table = f"2026年{stretch}{ITEM}\n{PLAIN}"
    for read in (sheets.read_paste(sheet, table), figure_tables.read_paste(round, table)):
        (ask,) = read.asks
        assert f"标题写的是“2026年{stretch}{ITEM}”" in ask.what and labels(ask)[0] == "是全年的数"
    said = [Answer("titled", f"2026年{stretch}{ITEM}", "全年")]
    assert not sheets.read_paste(sheet, table, said).asks


@pytest.mark.parametrize("whole", ["12月", "1-12月", "前四季度", "一至四季度", "12月当月及累计", "四季度末", "12月累计"])  # fmt: skip
def test_a_title_of_the_whole_period_or_of_when_it_was_made_is_not(sheet, whole):
    assert not sheets.read_paste(sheet, f"2026年{whole}{ITEM}\n{PLAIN}").asks


def test_a_note_and_the_name_of_a_file_tell_of_a_period_too(sheet, tmp_path):
    for note in ("注：数据截至9月底", "注：\t数据截至9月底", "备注：以上为1-9月数"):
        (ask,) = sheets.read_paste(sheet, f"{PLAIN}{note}\n").asks
        assert "表下的注写的是" in ask.what
    path = book(tmp_path / "表.xlsx", [["单位", ITEM], *zip(UNITS, FIGURES, strict=True)])
    (ask,) = sheets.read_file(sheet, path, name="固投2026年9月.xlsx").asks
    assert "文件名写的是“固投2026年9月”" in ask.what
    for name in ("统计局1月报送.xlsx", "打分表2027年1月.xlsx", "2026年打分表.xlsx", "打分表20261010.xlsx"):  # fmt: skip
        assert not sheets.read_file(sheet, path, name=name).asks


@pytest.mark.parametrize("title", ["2026年度", "全年", "（2026年12月）", "截至2026年12月31日", "2026年1-12月", "（2027年1月8日）"])  # fmt: skip
def test_the_round_s_own_period_is_not_asked_about(sheet, title):
    read = sheets.read_paste(sheet, f"{ITEM}{title}\n{PLAIN}注：3月迟报一次\n")
    assert not read.asks and {line[2] for line in read.cells} == {"全年"}


def test_a_period_that_the_calendar_does_not_have_is_a_doubt(sheet):
    read = sheets.read_paste(sheet, f"2026年3月{ITEM}\n{PLAIN}")
    assert [one.kind for one in read.oddities] == ["misplaced"] and not read.asks


HEADS = {
    f"1—6月{ITEM}": "上半年", f"6月累计{ITEM}（%）": "上半年", f"前三季度{ITEM}": "前三季度", f"1—9月累计{ITEM}": "前三季度", f"{ITEM}1-9月": "前三季度",
    f"{ITEM}（1-9月）（%）": "前三季度", f"2026年{ITEM}": "全年", f"{ITEM}（1-9月）": "前三季度",
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_a_heading_that_carries_its_period_is_read_as_both(round, sheet, head):
    table = f"单位\t{head}\n{BODY}"
    read, bulletin = sheets.read_paste(sheet, table), figure_tables.read_paste(round, table)
    assert not read.faults and not bulletin.asks and not bulletin.others
    assert {line[2] for line in read.cells} == {HEADS[head]} == {p for p, _ in bulletin.by_period}
    assert bool(read.asks) is (HEADS[head] != "全年")
    for ask in read.asks:
        assert ask.what == f"有 4 个数写的是{HEADS[head]}的，这一轮要的是全年的"


def test_figures_of_another_period_are_left_out_renamed_or_kept(sheet):
    table = f"单位\t{ITEM}（1-9月）\n{BODY}"
    (ask,) = sheets.read_paste(sheet, table).asks
    assert labels(ask) == ["不收前三季度的数", "写错了，是全年的数", "照收，记作前三季度的数"]
    gone, own, kept = (sheets.read_paste(sheet, table, [said]) for said, _ in ask.choices)
    assert not gone.cells and not own.asks and {line[2] for line in own.cells} == {"全年"}
    assert {line[2] for line in kept.cells} == {"前三季度"} and kept.can_be_received
    assert [one.sentence for one in kept.oddities if one.kind == "period"] == [
        f"{ITEM}：表上是前三季度的数，这一轮要全年的，表上没有"
    ]


def test_figures_of_another_round_are_never_replaced_at_a_sheet_s_door(round, sheet, clerk, at):
    row = Row(subject="A", item="增速", period="前三季度", value="7.7")
    facts.change(scheme=round.scheme, row=row, was=None, reason="三季度已定", by=clerk, at=at)
    (ask,) = sheets.read_paste(sheet, f"单位\t{ITEM}（1-9月）\n{BODY}").asks
    assert (
        "其中 1 个与已有的不同，如临江县的地区生产总值增速，前三季度已有 7.7，表上是 8.1"
        in ask.what
    )
    assert labels(ask) == ["不收前三季度的数", "写错了，是全年的数"]
    kept = sheets.read_paste(sheet, f"单位\t{ITEM}（1-9月）\n{BODY}", [Answer("other", "前三季度", "keep")])  # fmt: skip
    assert not kept.can_be_received
    both = "".join(f"{unit}\t5\t{value}\n" for unit, value in zip(UNITS, FIGURES, strict=True))
    table = f"单位\t1-9月{ITEM}\t{ITEM}全年\n{both}"
    (ask,) = sheets.read_paste(sheet, table).asks
    assert labels(ask) == ["不收前三季度的数"]
    read = sheets.read_paste(sheet, table, [ask.choices[0][0]])
    assert {line[2] for line in read.cells} == {"全年"} and read.can_be_received


def test_a_round_of_three_quarters_asks_about_the_whole_year(clerk, tmp_path):
    round = open_round(tmp_path / "q3", clerk, RULES, as_of="前三季度")
    sheet = owed(round, clerk)["市统计局"]
    for title in (f"2026年全年{ITEM}", f"2026年1-12月{ITEM}"):
        read = sheets.read_paste(sheet, f"{title}\n{PLAIN}")
        assert [one.kind for one in read.oddities] == ["misplaced"]
    (ask,) = sheets.read_paste(sheet, f"2026年6月{ITEM}\n{PLAIN}").asks
    assert labels(ask) == ["是上半年的数", "是前三季度的数"]


def test_a_heading_of_a_month_or_a_forecast_is_asked_about(round, sheet):
    for head, label in ((f"9月{ITEM}", "是累计数，照收"), (f"二季度{ITEM}", "不是累计数，不收"), (f"{ITEM}全年预计", "不收“全年预计”")):  # fmt: skip
        table = f"单位\t{head}\n{BODY}"
        for read in (sheets.read_paste(sheet, table), figure_tables.read_paste(round, table)):
            (ask,) = read.asks
            assert label in labels(ask) and not read.others


def test_two_periods_side_by_side_are_told_apart(sheet):
    body = "".join(f"{unit}\t5\t{value}\n" for unit, value in zip(UNITS, FIGURES, strict=True))
    read = sheets.read_paste(sheet, f"单位\t1-9月{ITEM}\t{ITEM}全年\n{body}")
    assert not [one for one in read.oddities if one.kind in ("period", "absent")]
    gone = body.replace("临江县\t5\t8.1", "临江县\t5\t")
    read = sheets.read_paste(sheet, f"单位\t1-9月{ITEM}\t{ITEM}全年\n{gone}")
    assert {(line[0], line[2], line[4]) for line in read.cells} >= {("A", "前三季度", "5"), ("A", "全年", None)}  # fmt: skip


def test_figures_of_the_periods_that_a_rule_takes_are_not_asked_about(clerk, tmp_path):
    rules = RULES.replace(
        "      数据: 增速\n", "      数据: {数据项: 增速, 取: 平均, 期间: [上半年, 全年]}\n"
    )
    sheet = owed(open_round(tmp_path / "two", clerk, rules), clerk)["市统计局"]
    both = "".join(f"{unit}\t5\t{value}\n" for unit, value in zip(UNITS, FIGURES, strict=True))
    read = sheets.read_paste(sheet, f"单位\t{ITEM}（上半年）\t{ITEM}（全年）\n{both}")
    assert not read.asks and {line[2] for line in read.cells} == {"上半年", "全年"}
    assert not sheets.read_paste(sheet, f"单位\t{ITEM}（上半年）\n{BODY}").asks


QUARTERS = RULEBOOK.replace("期次: [全年]", "期次: [2026-Q1, 2026-Q2, 2026-Q3, 2026年]").replace(
    "期间: 2026年", "期间: 2026年"
)


def test_quarters_side_by_side_are_asked_about_once_before_any_is_taken_for_the_sum(
    clerk, tmp_path
):
    round = open_round(tmp_path / "q", clerk, QUARTERS, as_of="2026年")
    rows = "".join(f"{unit}\t500{n}\t400{n}\t600{n}\t550{n}\n" for n, unit in enumerate(UNITS))
    across = f"单位\t实际利用外资\t\t\t\n\t一季度\t二季度\t三季度\t四季度\n{rows}"
    flat = (
        "单位\t"
        + "\t".join(f"{one}实际利用外资" for one in ("一季度", "二季度", "三季度", "四季度"))
        + f"\n{rows}"
    )
    for table in (across, flat):
        (ask,) = figure_tables.read_paste(round, table).asks
        assert labels(ask) == ["是累计数，照收", "不是累计数，不收"]
        assert "“二季度”" in ask.what and "“三季度”" in ask.what and "“四季度”" in ask.what
        own = figure_tables.read_paste(round, table, [ask.choices[1][0]])
        assert [row.period for row in own.rows] == ["2026-Q1"] * 4 and not own.asks
        since = figure_tables.read_paste(round, table, [ask.choices[0][0]])
        assert {row.period for row in since.rows} == {"2026-Q1", "2026-Q2", "2026-Q3", "2026年"}
    alone = "".join(f"{unit}\t500{n}\n" for n, unit in enumerate(UNITS))
    assert not figure_tables.read_paste(round, f"单位\t前三季度实际利用外资\n{alone}").asks


def pages(path, names):
    work = openpyxl.Workbook()
    work.remove(work.active)
    for name in names:
        page = work.create_sheet(name)
        page.append(["单位", ITEM])
        for unit, value in zip(UNITS, FIGURES, strict=True):
            page.append([unit, float(value)])
    work.save(path)
    return path


def test_a_page_for_each_month_is_asked_about_once(round, sheet, tmp_path):
    path = pages(tmp_path / "月.xlsx", ("3月", "6月", "9月"))
    found = figure_tables.read_file(round, path)
    assert not found.others and len(found.asks) == 2  # 3月 can only be left out
    near, none = found.asks
    assert "“6月”" in near.what and "“9月”" in near.what and labels(none) == ["不收“3月”"]
    said = [near.choices[0][0], none.choices[0][0]]
    found = figure_tables.read_file(round, path, said=said)
    assert not found.asks and dict(found.by_period) == {"上半年": 4, "前三季度": 4}


def test_a_page_of_the_year_before_is_not_read(round, sheet, tmp_path):
    path = pages(tmp_path / "年.xlsx", ("2025年", "2026年"))
    read = sheets.read_file(sheet, path)
    assert not read.faults and len(read.cells) == 4
    assert any("工作表“2025年”是别的年度的，没有读" in one.what for one in read.remarks)
    found = figure_tables.read_file(round, path)
    assert dict(found.by_period) == {"全年": 4} and not found.asks
