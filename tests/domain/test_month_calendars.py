"""期次是各月的: figures compared with a year's target are counted since January, and a month by itself is never taken for that."""

import pytest

from baton.desk.intake import sheets
from tests.domain.test_wholes import (
    EACH,
    MONTHS,
    ROWS,
    SUMS,
    TITLE,
    figures,
    labels,
    said,
    summed,
    table,
)
from tests.sent import RULEBOOK, UNITS, open_round, owed

pytestmark = pytest.mark.django_db
LISTED = RULEBOOK.replace("期次: [全年]", f"期次: [{', '.join(EACH)}]")
QUARTERLY = RULEBOOK.replace("期次: [全年]", "期次: [一季度, 上半年, 前三季度, 全年]")
LAST = "2026-12"
SINGLE = ["一季度", "二季度", "三季度", "四季度"]


@pytest.fixture
def desk(clerk, tmp_path):
    def opened(rules=LISTED, as_of=LAST):
        return owed(open_round(tmp_path / "round", clerk, rules, as_of=as_of), clerk)

    return opened


def by_period(periods, item="实际利用外资"):
    lines = [f"{unit}\t{item}\t{one}\t{row[n]}" for unit, row in zip(UNITS, ROWS, strict=True) for n, one in enumerate(periods)]  # fmt: skip
    return "\n".join(["单位\t指标\t期间\t完成数", *lines])


def test_single_months_are_one_question_and_never_december_in_silence(desk):
    sheet, text = desk()["市商务局"], table(MONTHS, ROWS)
    (ask,) = sheets.read_paste(sheet, text).asks
    assert ask.what == "表上有“1月”至“12月”这 12 列，哪个是年初至 12 月的“实际利用外资”"
    assert [label.partition("：")[0] for label in labels(ask)] == ["把“1月”至“12月”这 12 列加起来", "“12月”是年初以来的累计数，收它", "都不收"]  # fmt: skip
    read = sheets.read_paste(sheet, text, said(ask, "加起来"))
    assert not read.asks and figures(read, LAST) == SUMS and len(read.cells) == 4
    read = sheets.read_paste(sheet, text, said(ask, "累计数"))
    assert not read.asks and figures(read, LAST) == ["120", "121", "122", "123"]


def test_a_total_beside_the_months_is_offered_and_taken_where_the_title_says_the_year(desk):
    sheet, text = desk()["市商务局"], table([*MONTHS, "合计"], summed(ROWS))
    (ask,) = sheets.read_paste(sheet, text).asks
    read = sheets.read_paste(sheet, text, said(ask, "用“合计”"))
    assert not read.asks and figures(read, LAST) == SUMS and len(read.cells) == 4
    read = sheets.read_paste(sheet, TITLE + text)
    assert not read.asks and figures(read, LAST) == SUMS and read.can_be_received
    assert any("收的是“合计”" in one.what for one in read.remarks)


@pytest.mark.parametrize("head", ["全年", "累计", "1-12月"])
def test_the_year_s_own_column_is_taken_and_its_months_are_set_aside(desk, head):
    read = sheets.read_paste(desk()["市商务局"], table([*MONTHS, head], summed(ROWS)))
    assert not read.asks and not read.faults and figures(read, LAST) == SUMS
    assert len(read.cells) == 4 and any("“1月”" in one.what for one in read.remarks)


def test_right_of_units_and_indicators_too(desk):
    lines = [["单位", "指标", *MONTHS, "合计"]]
    lines += [[unit, "实际利用外资", *map(str, row)] for unit, row in zip(UNITS, summed(ROWS), strict=True)]  # fmt: skip
    sheet, text = desk()["市商务局"], "\n".join(map("\t".join, lines))
    (ask,) = sheets.read_paste(sheet, text).asks
    read = sheets.read_paste(sheet, text, said(ask, "用“合计”"))
    assert not read.asks and figures(read, LAST) == SUMS and len(read.cells) == 4


def test_in_a_list_whether_the_months_are_cumulative_is_one_question(desk):
    sheet, text = desk()["市商务局"], by_period(MONTHS)
    (ask,) = sheets.read_paste(sheet, text).asks
    assert ask.what.endswith("“12月”：没有写是不是累计数")
    read = sheets.read_paste(sheet, text, said(ask, "照收"))
    assert not read.asks and figures(read, LAST) == ["120", "121", "122", "123"]


@pytest.mark.parametrize("heads", [["1月", *(f"1-{n}月" for n in range(2, 13))], [f"{n}月末" for n in range(1, 13)]])  # fmt: skip
def test_months_that_say_they_are_counted_since_january_stay_unasked(desk, heads):
    read = sheets.read_paste(desk()["市商务局"], table(heads, ROWS))
    assert not read.asks and not read.faults and len(read.cells) == 48
    assert figures(read, LAST) == ["120", "121", "122", "123"]


def test_a_plain_column_and_growths_by_month_stay_unasked(desk):
    every = desk()
    read = sheets.read_paste(every["市商务局"], table(["实际利用外资"], [[n] for n in SUMS]))
    assert not read.asks and figures(read, LAST) == SUMS
    read = sheets.read_paste(every["市统计局"], table(MONTHS, ROWS))
    assert not read.asks and not read.faults and len(read.cells) == 48


def test_a_list_of_single_quarters_never_calls_the_third_the_first_three(desk):
    sheet, text = desk(QUARTERLY, "全年")["市商务局"], by_period(SINGLE)
    asks = sheets.read_paste(sheet, text).asks
    assert not any("前三季度的" in ask.what for ask in asks)
    (ask,) = [one for one in asks if "没有写是不是累计数" in one.what]
    assert "“二季度”、“三季度”、“四季度”" in ask.what
    read = sheets.read_paste(sheet, text, said(ask, "照收"))
    assert not read.asks and figures(read) == ["50", "51", "52", "53"]


def test_a_list_of_the_calendar_s_own_periods_stays_unasked(desk):
    text = by_period(["一季度", "上半年", "前三季度", "全年"])
    read = sheets.read_paste(desk(QUARTERLY, "全年")["市商务局"], text)
    assert not read.asks and not read.faults and len(read.cells) == 16
