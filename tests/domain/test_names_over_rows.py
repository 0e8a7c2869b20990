"""一个名称管几行: in lists the name over several rows, merged or left blank below the first, is that of all of them."""

import re

import pytest

from baton.desk.intake import sheets
from tests.domain.test_dated_lines import RULES
from tests.sent import UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
ITEMS = ("地区生产总值增速", "固定资产投资增速")
BY_UNIT = [["单位", "指标", "完成数"], *([None if k else unit, item, 5 + n + k] for n, unit in enumerate(UNITS) for k, item in enumerate(ITEMS))]  # fmt: skip
BY_ITEM = [["指标", "单位", "完成数"], *([None if n else item, unit, 5 + n + k] for k, item in enumerate(ITEMS) for n, unit in enumerate(UNITS))]  # fmt: skip
UNIT_AREAS = [f"A{2 + 2 * n}:A{3 + 2 * n}" for n in range(4)]
ITEM_AREAS = ["A2:A5", "A6:A9"]
FIGURES = {(code, item): str(5 + n + k) for n, code in enumerate("ABCD") for k, item in enumerate(("增速", "投资"))}  # fmt: skip


@pytest.fixture
def read(clerk, tmp_path):
    sheet = owed(open_round(tmp_path / "round", clerk, RULES), clerk)["市统计局"]

    def reading(rows, merged=()):
        return sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows, merged))

    return reading


def taken(read, period="全年"):
    return {(line[0], line[1]): line[4] for line in read.cells if line[2] == period}


@pytest.mark.parametrize(("rows", "areas"), [(BY_UNIT, UNIT_AREAS), (BY_ITEM, ITEM_AREAS)])
def test_a_merged_name_is_that_of_every_row_it_covers(read, rows, areas):
    found = read(rows, areas)
    assert taken(found) == FIGURES and found.can_be_received
    assert not (found.asks or found.remarks or found.oddities)
    lower = [re.sub(r"\d+", lambda row: str(int(row[0]) + 1), area) for area in areas]
    found = read([["2026年主要指标"], *rows], lower)
    assert taken(found) == FIGURES and not found.faults


@pytest.mark.parametrize(("rows", "name", "many"), [(BY_UNIT, "单位", 4), (BY_ITEM, "指标", 6)])
def test_blanks_below_a_name_are_read_down_and_told_once(read, rows, name, many):
    found = read(rows)
    assert taken(found) == FIGURES and found.can_be_received and not found.asks
    (told,) = found.remarks
    assert told.what == f"A 列“{name}”空着的 {many} 行照上面的名称读"


def test_with_a_column_for_each_period_too(read):
    rows = [["单位", "指标", "前三季度", "全年"], *([a, b, c - 1, c] for a, b, c in BY_UNIT[1:])]
    found = read(rows, UNIT_AREAS)
    assert taken(found) == FIGURES and len(found.cells) == 16 and not found.faults


@pytest.mark.parametrize("gone", [(0, 2), (1, 2)])
def test_a_name_that_was_forgotten_is_still_a_fault(read, gone):
    rows = [["指标", "单位", "完成数"], *([item, None if (k, n) == gone else unit, 5 + n + k] for k, item in enumerate(ITEMS) for n, unit in enumerate(UNITS))]  # fmt: skip
    (fault,) = read(rows).faults
    assert fault.what == "这一行没有写单位"


def test_a_list_with_every_name_in_its_row_and_notes_below_says_nothing(read):
    rows = [["指标", "单位", "完成数"], *([item, unit, 5 + n + k] for k, item in enumerate(ITEMS) for n, unit in enumerate(UNITS))]  # fmt: skip
    found = read([*rows, [None, "注：以上为快报数"]])
    assert taken(found) == FIGURES and not (found.asks or found.faults or found.remarks)
