"""总量和增速: of an amount and its growth, an item that is a growth takes the growth, and the amount is told to be set aside."""

from dataclasses import replace
from pathlib import Path

import pytest

from baton.documents.layouts.known import ItemInfo
from tests.documents.office_files import KNOWN, build, figures, only, read

ITEMS = {"gdp": ItemInfo("地区生产总值增速", "number", "%"), "pupils": ItemInfo("教育工作得分", "number", "分")}  # fmt: skip
ALL = replace(KNOWN, items=ITEMS, item_aliases={}, direct=frozenset({"pupils"}), year=2026)
OWN = replace(ALL, own=("gdp",))
TITLE = ["2026年地区生产总值完成情况"]
GROWTHS = {("u1", "gdp", "2026-03"): "6.4", ("u2", "gdp", "2026-03"): "5.9"}
HEADS = [
    ("总量", "增速"), ("总量（亿元）", "增速（%）"), ("地区生产总值（亿元）", "增速（%）"), ("地区生产总值", "增速"),
    ("完成数", "增速"), ("绝对额（亿元）", "同比增长（%）"), ("完成数（亿元）", "增幅（%）"), ("现价总量", "比上年增长"), ("总量（亿元）", "比上年±%"),
]  # fmt: skip


def table(path: Path, heads: tuple[str, ...], title: list[str] = TITLE) -> Path:
    rows = [["临江县", 100, 6.4, 1], ["东岭县", 101, 5.9, 2]]
    return build(path, [title, ["单位", *heads], *(row[: len(heads) + 1] for row in rows)])


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("heads", HEADS)
def test_the_growth_is_taken_and_the_amount_set_aside(tmp_path: Path, heads: tuple[str, str], ending: str) -> None:  # fmt: skip
    columns, problems = read(table(tmp_path / f"表{ending}", heads), known=OWN)
    assert not problems.errors and figures(columns) == GROWTHS, problems.listing()
    assert set(columns.measure) == {""}
    (told,) = [one.what for one in problems if "没有当作实际数读入" in one.what]
    assert heads[0] in told


def test_the_unit_over_the_whole_table_is_the_amounts(tmp_path: Path) -> None:
    heads = ("完成数", "增幅", "位次")
    path = table(tmp_path / "表.xlsx", heads, ["2026年地区生产总值", "", "单位：亿元"])
    columns, problems = read(path, known=OWN)
    assert not problems.errors and figures(columns) == GROWTHS
    assert set(columns.measure) == {""}


@pytest.mark.parametrize(
    ("heads", "title"),
    [(("完成数", "增幅"), "2026年完成情况"), (("完成数", "增速"), "地区生产总值增速完成情况"), (("GDP", "增速"), "完成情况")],
)  # fmt: skip
def test_where_it_is_not_plain_it_is_asked_and_the_answer_followed(
    tmp_path: Path, heads: tuple[str, str], title: str
) -> None:
    path = table(tmp_path / "表.xlsx", heads, [title])
    columns, problems = read(path, known=OWN)
    asked = only(problems, "heading-unsaid")
    assert not len(columns) and asked.offer and asked.offer.choices == (heads[1], heads[0])
    for at, expected in ((1, GROWTHS), (0, {("u1", "gdp", "2026-03"): "100", ("u2", "gdp", "2026-03"): "101"})):  # fmt: skip
        said = replace(OWN, headings={("gdp", heads[at]): "figure"})
        columns, problems = read(path, known=said)
        assert not problems.errors and figures(columns) == expected, problems.listing()


def test_a_bulletin_tells_in_its_title_what_has_grown(tmp_path: Path) -> None:
    title = ["2026年1-3月地区生产总值"]
    columns, problems = read(table(tmp_path / "表.xlsx", ("总量", "增速"), title), known=ALL)
    assert not problems.errors and figures(columns) == GROWTHS, problems.listing()


def test_both_are_read_where_both_are_reported(tmp_path: Path) -> None:
    both = replace(ALL, items=ITEMS | {"sum": ItemInfo("地区生产总值", "number", "亿元")})
    sums = {("u1", "sum", "2026-03"): "100", ("u2", "sum", "2026-03"): "101"}
    for heads in (("总量", "增速"), ("地区生产总值（亿元）", "增速（%）")):
        columns, problems = read(table(tmp_path / "表.xlsx", heads), known=both)
        assert not problems.errors and figures(columns) == GROWTHS | sums, problems.listing()


def test_every_item_has_its_own_growth_beside_it(tmp_path: Path) -> None:
    items = ITEMS | {"invested": ItemInfo("固定资产投资增速", "number", "%")}
    path = build(tmp_path / "表.xlsx", [
        ["2026年主要指标"], ["单位", "地区生产总值（亿元）", "增速（%）", "固定资产投资（亿元）", "增速（%）"],
        ["临江县", 100, 6.4, 40, 3.1], ["东岭县", 101, 5.9, 41, 2.2],
    ])  # fmt: skip
    columns, problems = read(path, known=replace(ALL, items=items, own=("gdp", "invested")))
    assert not problems.errors, problems.listing()
    assert figures(columns) == GROWTHS | {("u1", "invested", "2026-03"): "3.1", ("u2", "invested", "2026-03"): "2.2"}  # fmt: skip


@pytest.mark.parametrize(
    "heads", [("地区生产总值增速", "位次"), ("完成数（%）", "目标"), ("目标", "增速")]
)
def test_what_has_no_growth_beside_it_is_read_as_before(tmp_path: Path, heads: tuple[str, str]) -> None:  # fmt: skip
    columns, problems = read(table(tmp_path / "表.xlsx", heads), known=OWN)
    assert all(one.offer and one.offer.choices == ("增速",) for one in problems.errors)
    assert bool(len(columns)) is (heads[0] != "目标")
