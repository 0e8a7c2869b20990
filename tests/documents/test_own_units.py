"""A cell that spells out its unit of measure says it for itself; what stands above it speaks of the others."""

from pathlib import Path

import pytest

from baton.documents.observations import ItemInfo, KnownNames
from tests.documents.office_files import ITEMS, KNOWN, Rows, build, read

NAME, CELLS = "一般公共预算收入", (1.2, "8000万元", "1.5亿元")
UNITS = ("临江县", "东岭县", "云州区")


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", f"{NAME}（亿元）"], *zip(UNITS, CELLS, strict=True)],
        [["", "单位：亿元"], ["单位", NAME], *zip(UNITS, CELLS, strict=True)],
        [
            ["单位", "指标", "计量单位", "数值"],
            *((unit, NAME, "亿元", cell) for unit, cell in zip(UNITS, CELLS, strict=True)),
        ],
        [["指标", "计量单位", *UNITS], [NAME, "亿元", *CELLS]],
    ],
)
def test_a_cell_s_own_unit_wins_over_head_title_and_column(tmp_path: Path, rows: Rows) -> None:
    columns, problems = read(build(tmp_path / "财政.xlsx", [list(row) for row in rows]))
    assert not problems.error_count
    read_as = dict(
        zip(columns.subject, zip(columns.value, columns.measure, strict=True), strict=True)
    )
    assert read_as == {"u1": ("1.2", "亿元"), "u2": ("8000", "万元"), "u3": ("15000", "万元")}


@pytest.mark.parametrize(
    ("written", "value"), [("4010人", "4010"), ("4010名", "4010"), ("0.42万人次", "4200")]
)
def test_people_are_counted_under_any_word(tmp_path: Path, written: str, value: str) -> None:
    items = ITEMS | {"jobs": ItemInfo("城镇新增就业", "number", "人")}
    known = KnownNames(KNOWN.subjects, items, {}, {}, KNOWN.periods)
    rows = [["单位", "城镇新增就业（万人）"], ["临江县", written]]
    columns, problems = read(build(tmp_path / "就业.xlsx", rows), known=known)
    assert not problems.error_count and (columns.value, columns.measure) == ([value], ["人"])
