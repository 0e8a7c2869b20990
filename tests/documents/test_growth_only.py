"""按%算的总量名: what is called like an amount and counted in per cent takes its figures from the column 增速 under its name."""

from dataclasses import replace
from pathlib import Path

import pytest

from baton.documents.layouts.known import ItemInfo, KnownNames
from tests.documents.office_files import KNOWN, build, figures, only, read

TWO = [
    ["单位", "地区生产总值", "", "固定资产投资", "规上工业增加值", ""],
    ["", "总量", "增速", "增速", "总量", "增速"],
    ["临江县", 100, 6.4, 3.1, 40, 7.1],
    ["东岭县", 101, 5.9, 2.2, 41, 8.2],
]
NAMES = ("地区生产总值", "固定资产投资", "规上工业增加值")


def of(*units: str, names: tuple[str, ...] = NAMES) -> KnownNames:
    found = zip(names, units, strict=True)
    items = {name: ItemInfo(name, "number", unit) for name, unit in found}
    return replace(KNOWN, items=items, item_aliases={}, own=tuple(items), year=2026)


def told(tmp_path: Path, rows: list[list[object]], known: KnownNames) -> tuple[dict[str, str | None], list[str]]:  # fmt: skip
    """What the first county is told to have, and the kinds of remarks."""
    columns, problems = read(build(tmp_path / "表.xlsx", rows), known=known)
    own = {item: value for (unit, item, _), value in figures(columns).items() if unit == "u1"}
    return own, sorted(one.code for one in problems)


def test_the_only_growth_under_a_name_counted_in_per_cent_is_its_figure(tmp_path: Path) -> None:
    own, codes = told(tmp_path, TWO, of("亿元", "%", "亿元"))
    assert own == dict(zip(NAMES, ("100", "3.1", "40"), strict=True)) and codes == ["growth"]
    _, problems = read(tmp_path / "表.xlsx", known=of("亿元", "%", "亿元"))
    assert only(problems, "growth").what == "“固定资产投资 增速”按“固定资产投资”读入,这一项按%算"


def test_of_amount_and_growth_the_growth_is_the_figure_in_per_cent(tmp_path: Path) -> None:
    own, codes = told(tmp_path, TWO, of("%", "%", "%"))
    assert own == dict(zip(NAMES, ("6.4", "3.1", "7.1"), strict=True)) and codes == ["aside", "growth"]  # fmt: skip


def test_it_stands_alone_beside_places_and_points(tmp_path: Path) -> None:
    rows = [
        ["单位", "固定资产投资", "", ""],
        ["", "增速（%）", "位次", "得分"],
        ["临江县", 3.1, 2, 5],
    ]
    known = of("%", names=("固定资产投资",))
    assert told(tmp_path, rows, known)[0] == {"固定资产投资": "3.1"}


@pytest.mark.parametrize(
    ("name", "unit", "heads"),
    [
        ("固定资产投资", "万元", ("总量", "增速")), ("优良天数比例", "%", ("实际完成", "增速")), ("固定资产投资", "%", ("实际完成", "增速")),
    ],
)  # fmt: skip
def test_other_figures_stay_what_they_were(
    tmp_path: Path, name: str, unit: str, heads: tuple[str, str]
) -> None:
    """What is counted in money, what is a share itself, and what has a figure that is said to be one."""
    rows = [["单位", name, ""], ["", *heads], ["临江县", 88, 3.1]]
    own, codes = told(tmp_path, rows, of(unit, names=(name,)))
    assert own == {name: "88"} and "growth" not in codes


def test_the_growth_of_a_share_is_no_share(tmp_path: Path) -> None:
    rows = [["单位", "优良天数比例", "财政收入"], ["", "增速", "完成数"], ["临江县", 3.1, 88]]
    own, _ = told(tmp_path, rows, of("%", "万元", names=("优良天数比例", "财政收入")))
    assert own == {"财政收入": "88"}


def test_a_row_of_nothing_but_growths_is_a_row_of_headings(tmp_path: Path) -> None:
    rows = [
        ["2026年3月主要指标"],
        ["单位", *NAMES],
        ["", "增速", "增速", "增速"],
        ["临江县", 6.4, 3.1, 7.1],
    ]
    own, codes = told(tmp_path, rows, of("%", "%", "%"))
    assert own == dict(zip(NAMES, ("6.4", "3.1", "7.1"), strict=True)) and codes == ["growth"]
    names = tuple(f"{name}增速" for name in NAMES)
    own, codes = told(tmp_path, rows, of("%", "%", "%", names=names))
    assert own == dict(zip(names, ("6.4", "3.1", "7.1"), strict=True)) and codes == []
