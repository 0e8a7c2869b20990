"""并排的两张小表: tables beside each other with the counties in another order are read each by its own names."""

import pytest

from baton.desk.intake import sheets
from tests.domain.test_growths_in_lists import GROWN, TWO
from tests.sent import UNITS, book, open_round, owed

pytestmark = pytest.mark.django_db
GDP, GROWTH = "地区生产总值", "地区生产总值增速"
AMOUNTS = ["100", "101", "102", "103"]
WANTED = {(item, unit): value for item, values in (("增速", GROWN), ("总值", AMOUNTS)) for unit, value in zip("ABCD", values, strict=True)}  # fmt: skip
BODY = [
    [unit, growth, "", other, amount]
    for (unit, growth), (other, amount) in zip(
        zip(UNITS, GROWN, strict=True), reversed(list(zip(UNITS, AMOUNTS, strict=True))), strict=True
    )
]  # fmt: skip
HEADS = {
    "own headings": [["县区", GROWTH, "", "县区", GDP]],
    "own titles": [[GROWTH, "", "", GDP, ""], ["县区", "数值", "", "县区", "数值"]],
    "own titles, other words": [[GROWTH, "", "", GDP, ""], ["县区", "完成", "", "单位", "完成"]],
    "other words": [["县区", GROWTH, "", "单位", GDP]],
    "no words": [["", GROWTH, "", "", GDP]],
    "a title over all": [["2026年主要指标", "", "", "", ""], ["县区", GROWTH, "", "单位", GDP]],
}


@pytest.fixture
def both(clerk, tmp_path):
    return owed(open_round(tmp_path / "round", clerk, TWO), clerk)["市统计局"]


def by_unit(read):
    return {(line[1], line[0]): line[4] for line in read.cells}


def pasted(rows):
    return "".join("\t".join(row) + "\n" for row in rows)


@pytest.mark.parametrize("heads", HEADS.values(), ids=HEADS)
def test_each_table_is_read_by_its_own_names(both, tmp_path, heads):
    rows = [*heads, *BODY]
    cells = [[float(c) if c.replace(".", "").isdigit() else c or None for c in row] for row in rows]
    merged = ["A1:B1", "D1:E1"] if heads[0][0] == GROWTH else []
    for read in (
        sheets.read_paste(both, pasted(rows)),
        sheets.read_file(both, book(tmp_path / "表.xlsx", cells, merged)),
    ):
        assert by_unit(read) == WANTED and not read.asks and not read.faults
        assert len(read.cells) == len(WANTED)


def test_a_column_that_names_units_of_its_own_kind_is_no_second_table(both):
    for head in ("牵头单位", "对比单位", "上一名"):
        rows = [["县区", GROWTH, "", head, GDP], *BODY]
        read = sheets.read_paste(both, pasted(rows))
        assert by_unit(read)["总值", "A"] == BODY[0][4]  # beside its own name


def test_a_county_may_be_missing_in_one_of_them(both):
    rows = [*HEADS["other words"], *BODY[:-1], [*BODY[-1][:3], "", ""]]
    left = {cell: value for cell, value in WANTED.items() if cell != ("总值", "A")}
    assert by_unit(sheets.read_paste(both, pasted(rows))) == left
