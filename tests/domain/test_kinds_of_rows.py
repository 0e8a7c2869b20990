"""项目列写着目标、完成、完成率: of several rows of one unit and indicator the figure's is read, the others are told."""

import pytest

from baton.desk.intake import sheets
from tests.sent import UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
TARGETS, DONE, SHARES = (
    [60000, 40000, 50000, 80000],
    [52000, 42000, 48000, 78000],
    [86.7, 105, 96, 97.5],
)
READ = [str(one) for one in DONE]
NAMED = ["年度目标", "实际完成", "完成率（%）"]


@pytest.fixture
def read(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "round", clerk), clerk)["市商务局"]

    def reading(rows, merged=()):
        return sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows, merged))

    return reading


def of_units(*words, item="实际利用外资"):
    every = zip(UNITS, TARGETS, DONE, SHARES, strict=True)
    return [[unit, *([item] if item else []), word, row[n]] for unit, *row in every for n, word in enumerate(words)]  # fmt: skip


@pytest.mark.parametrize("head", ["项目", "类别", "类型"])
@pytest.mark.parametrize("words", [NAMED, ["目标", "完成", "完成率%"], ["2025年完成", "2026年完成", "2026年目标"]])  # fmt: skip
def test_in_a_list_the_row_of_the_figure_is_read_and_the_others_are_told(read, head, words):
    found = read([["县区", "指标", head, "数值"], *of_units(*words)])
    assert [line[4] for line in found.cells] == READ and found.can_be_received
    (told,) = found.remarks
    assert told.what == f"C 列“{head}”写着“{words[0]}”、“{words[2]}”的 8 行没有收"


@pytest.mark.parametrize(("head", "words"), [("项目", ["目标", "完成", "完成率%"]), ("年份", ["2025年完成", "2026年完成", "2026年目标"])])  # fmt: skip
@pytest.mark.parametrize("is_merged", [True, False])
def test_beside_a_column_of_the_indicator_too(read, head, words, is_merged):
    lines = of_units(*words, item="")
    if is_merged:
        lines = [[unit if n % 3 == 0 else None, *rest] for n, (unit, *rest) in enumerate(lines)]
    areas = [f"A{2 + 3 * n}:A{4 + 3 * n}" for n in range(4)] if is_merged else ()
    found = read([["县区", head, "实际利用外资"], *lines], areas)
    assert [line[4] for line in found.cells] == READ and found.can_be_received
    assert not found.faults and not found.asks


def test_a_kind_that_names_something_like_the_indicator_is_told(read):
    lines = [[unit, item, "合同外资", value] for unit, item, _, value in of_units("完成")]
    found = read([["县区", "指标", "类型", "完成数"], *lines])
    assert len(found.cells) == 4
    assert [one.what for one in found.remarks] == ["C 列“类型”写着“合同外资”，没有按它分开读"]


def test_kinds_of_units_and_of_one_row_each_say_nothing(read):
    lines = [[kind, unit, "实际利用外资", value] for kind, unit, value in zip("县县区区", UNITS, DONE, strict=True)]  # fmt: skip
    found = read([["类型", "县区", "指标", "完成数"], *lines])
    assert [line[4] for line in found.cells] == READ and not (found.asks or found.remarks)
    rows = [[unit, "实际利用外资", "实际完成", value] for unit, value in zip(UNITS, DONE, strict=True)]  # fmt: skip
    found = read([["县区", "指标", "项目", "数值"], *rows])
    assert [line[4] for line in found.cells] == READ and not (found.asks or found.remarks)


def test_two_rows_of_figures_are_still_one_too_many(read):
    found = read([["县区", "指标", "项目", "数值"], *of_units("完成", "实际完成", "目标")])
    assert any("报了" in one.what for one in found.faults)
