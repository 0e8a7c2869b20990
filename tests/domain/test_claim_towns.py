"""加减分表的“乡镇”列: the usual heads of a county's towns, and heads that were said, with levels across the table."""

import pytest

from baton.desk.ledger.claiming import read_claims_paste
from baton.desk.questions import Answer
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
ROWS = "\t甲事\t\t1\t\t云发〔2026〕1号\t2026-03-01\n东岭县\t乙事\t\t\t0.5\t云发〔2026〕2号\t2026-04-01\n"
ONE = "{}\t加分事项\t国家级\t省级\t市级\t文号\t日期\n临江县" + ROWS
TWO = "{}\t加分事项\t表彰级别\t\t\t文号\t日期\n\t\t国家级\t省级\t市级\t\t\n临江县" + ROWS.replace(
    "1\t\t", "√\t\t"
).replace("0.5", "√")


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def levels(preview):
    return [(line.entry.subject.name, line.entry.level) for line in preview.lines]


RIGHT = [("临江县", "省级"), ("东岭县", "市级")]


@pytest.mark.parametrize("table", [ONE, TWO])
@pytest.mark.parametrize("head", ["单位", "乡镇", "镇街", "乡镇（街道）", "乡（镇、街道）", "镇（街道）", "街道"])  # fmt: skip
def test_the_column_of_towns_is_known(round, table, head):
    preview = read_claims_paste(round, table.format(head), kind="表彰")
    assert levels(preview) == RIGHT and not preview.asked


@pytest.mark.parametrize("table", [ONE, TWO])
def test_a_head_that_was_said_counts_for_levels_across(round, table):
    table = table.format("地方")
    ask = read_claims_paste(round, table, kind="表彰").asked[0]
    assert "单位”是哪一列" in ask.what
    preview = read_claims_paste(round, table, kind="表彰", meanings=[Answer("head", "地方", "unit")])  # fmt: skip
    assert levels(preview) == RIGHT and not preview.asked and not preview.unread


def test_of_two_columns_of_units_the_one_that_was_said_counts_with_levels_across(round):
    table = ONE.format("单位\t乡镇").replace("临江县\t", "石桥市\t临江县\t").replace("东岭县\t", "石桥市\t东岭县\t")  # fmt: skip
    said = [Answer("head", "乡镇", "unit")]
    assert levels(read_claims_paste(round, table, kind="表彰", meanings=said)) == RIGHT
    preview = read_claims_paste(round, table, kind="表彰")
    assert {name for name, _ in levels(preview)} == {"石桥市"}
