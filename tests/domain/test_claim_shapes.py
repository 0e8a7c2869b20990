"""加减分表的样子: totals, days without a year, heads in two rows and levels across the columns, as offices draw them."""

from datetime import date

import pytest

from baton.desk.ledger import claiming
from baton.desk.ledger.claim_words import Meaning
from tests.domain.test_claiming import told
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = "序号\t单位\t事项\t级别\t种类\t文号\t日期\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def day_of(round, written, words):
    """What a day becomes when it is answered so; every answer has to be there."""
    text = HEAD + f"1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t{written}\n"
    (asked,) = claiming.read_claims_paste(round, text).asked
    (meaning,) = [meaning for meaning, label in asked.choices if words in label]
    preview = claiming.read_claims_paste(round, text, meanings=[Meaning.read(meaning.text)])
    assert told(preview) == [] and not preview.asked
    return preview.lines[0].entry.happened_on


@pytest.mark.parametrize(
    ("written", "words", "day"),
    [
        ("3月", "2026 年当月 1 日", date(2026, 3, 1)),
        ("3月份", "2026 年当月最后一日", date(2026, 3, 31)),
        ("一月", "2027 年当月最后一日", date(2027, 1, 31)),
        ("十二月", "不记日期", None),
        ("46,150", "是 2026-05-08", date(2026, 5, 8)),
    ],
)
def test_a_month_alone_and_a_day_count_with_a_comma_are_settled_on_the_page(
    round, written, words, day
):
    assert day_of(round, written, words) == day


def test_an_answer_about_years_nobody_offered_is_overlooked(round):
    text = HEAD + "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t3月\n"
    said = [Meaning("day", "*bare", "99999*first")]
    assert claiming.read_claims_paste(round, text, meanings=said).asked


def test_a_total_that_counts_lines_and_a_row_of_signatures_are_no_claims(round):
    text = (
        HEAD
        + "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t2026-05-12\n合计\t9条\n填表人：王磊\t审核：\t2026年1月5日\n"
    )
    preview = claiming.read_claims_paste(round, text)
    assert told(preview) == [] and len(preview.lines) == 1
    assert any("是合计或平均" in one.what for one in preview.remarks)


def test_who_has_a_column_of_days_is_not_asked_for_one(round):
    row = "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t\n"
    (said,) = [
        one
        for one in claiming.read_claims_paste(round, HEAD + row).remarks
        if one.code == "no-date"
    ]
    assert "选一下是哪一列" not in said.remedy
