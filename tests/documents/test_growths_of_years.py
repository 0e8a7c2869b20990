"""两年的增速并排: of growths of several years or periods the one that is asked for is taken, the others are told to be set aside."""

from dataclasses import replace
from pathlib import Path

import pytest

from baton.documents.layouts.known import ItemInfo, KnownNames
from tests.documents.office_files import SUBJECTS, build, figures, only, read

ITEMS = {"sum": ItemInfo("固定资产投资", "number", "亿元"), "rise": ItemInfo("固定资产投资增速", "number", "%")}  # fmt: skip
PERIODS = ("2026年一季度", "2026年上半年", "2026年前三季度", "2026年")
BOTH = KnownNames(SUBJECTS, ITEMS, periods=PERIODS, own=("sum", "rise"), direct=frozenset(), year=2026)  # fmt: skip
RISE = replace(BOTH, own=("rise",))
TITLE = "2026年固定资产投资情况表"


def look(path: Path, heads, rows, *, title=TITLE, known=BOTH, ending=".csv"):
    """Figures of the first unit, and the problems. heads: one row of heads, or two."""
    lines = [heads] if isinstance(heads[0], str) else heads
    table = [[title], *(["" if at else "单位", *line] for at, line in enumerate(lines))]
    table += [[unit, *row] for unit, row in zip(("临江县", "东岭县"), rows, strict=True)]
    columns, problems = read(build(path / f"表{ending}", table), known=known, period=None, fallback="2026年")  # fmt: skip
    found = {(item, period): value for (unit, item, period), value in figures(columns).items() if unit == "u1"}  # fmt: skip
    return found, problems


def told(problems) -> str:
    return "".join(one.what for one in problems if "没有当作实际数读入" in one.what)


@pytest.mark.parametrize("known", [BOTH, RISE])
@pytest.mark.parametrize("title", [TITLE, "2026年固定资产投资增速情况表"])
@pytest.mark.parametrize(
    ("heads", "row", "other"),
    [
        (["2025年增速", "2026年增速", "位次"], [9, 5, 1], "2025年 增速"),
        (["2026年增速", "2025年增速"], [5, 9], "2025年 增速"),
        (["1-11月增速", "1-12月增速"], [9, 5], "1-11月 增速"),
        ([["2025年", "2026年"], ["增速（%）", "增速（%）"]], [9, 5], "2025年 增速(%)"),
    ],
)
def test_the_growth_of_the_year_that_is_assessed_is_taken(
    tmp_path: Path, heads, row, other, title, known
) -> None:
    found, problems = look(tmp_path, heads, [row, row], title=title, known=known)
    assert not problems.errors and found == {("rise", "2026年"): "5"}, problems.listing()
    assert other in told(problems).replace("（", "(").replace("）", ")")


@pytest.mark.parametrize("heads", [["总量", "2025年增速", "2026年增速"], ["总量", "1-11月增速", "1-12月增速"]])  # fmt: skip
def test_beside_an_amount_as_well(tmp_path: Path, heads) -> None:
    found, problems = look(tmp_path, heads, [[400, 9, 5], [300, 8, 6]])
    assert not problems.errors, problems.listing()
    assert found == {("sum", "2026年"): "400", ("rise", "2026年"): "5"}
    assert "增速" in told(problems)


def test_where_no_year_is_the_right_one_the_years_are_named_and_the_answer_followed(
    tmp_path: Path,
) -> None:
    heads, rows = ["2024年增速", "2025年增速"], [[9, 5], [8, 6]]
    found, problems = look(tmp_path, heads, rows)
    asked = only(problems, "heading-unsaid").offer
    assert not found and asked and (asked.written, asked.choices) == ("rise", tuple(heads))
    for known in (BOTH, RISE, replace(RISE, items={"rise": ITEMS["rise"]})):
        said = replace(known, headings={("rise", "2025年增速"): "figure"})
        found, problems = look(tmp_path, heads, rows, known=said)
        assert not problems.errors and found == {("rise", "2026年"): "5"}, problems.listing()


def test_one_growth_alone_is_asked_about_as_the_growth(tmp_path: Path) -> None:
    for head in ("增速", "2026年增速", "1-11月增速"):
        _, problems = look(tmp_path, [head, "位次"], [[5, 1], [6, 2]])
        asked = only(problems, "heading-unsaid").offer
        assert asked and (asked.written, asked.choices) == ("rise", (head,))
        said = replace(BOTH, headings={("rise", head): "figure"})
        found, problems = look(tmp_path, [head, "位次"], [[5, 1], [6, 2]], known=said)
        assert not problems.errors and found == {("rise", "2026年"): "5"}


def test_two_columns_of_one_name_are_no_two_answers(tmp_path: Path) -> None:
    _, problems = look(tmp_path, ["增速", "增速"], [[5, 1], [6, 2]])
    asked = only(problems, "heading-unsaid")
    assert asked.offer is None and "表头一样" in asked.remedy


GROWTHS = ["增长（%）", "同比增长（%）", "增长%", "增幅", "增速", "增减（%）"]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("growth", GROWTHS)
def test_under_the_heads_of_an_item_the_growth_is_its_growths_figure(
    tmp_path: Path, growth: str, ending: str
) -> None:
    heads = [["固定资产投资"] * 3, ["2026年", "2025年", growth]]
    found, problems = look(tmp_path, heads, [[400, 380, 5.2], [300, 280, 6]], title="2026年情况表", ending=ending)  # fmt: skip
    assert not problems.errors, problems.listing()
    assert found == {("sum", "2026年"): "400", ("rise", "2026年"): "5.2"}
    assert "2025年" in told(problems) and growth not in told(problems)


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["2026年", "同比增长（%）", "2025年", "同比增长（%）"], [400, 5.2, 380, 4]),
        (["2025年", "增长%", "2026年", "增长%"], [380, 4, 400, 5.2]),
    ],
)
def test_every_year_with_its_growth(tmp_path: Path, heads, row) -> None:
    for lines, title in (([["固定资产投资"] * 4, heads], "2026年情况表"), (heads, TITLE)):
        found, problems = look(tmp_path, lines, [row, row], title=title)
        assert not problems.errors, problems.listing()
        assert found == {("sum", "2026年"): "400", ("rise", "2026年"): "5.2"}
        assert heads[1] in told(problems)


def test_the_growth_behind_last_year_alone_is_told_and_not_taken(tmp_path: Path) -> None:
    heads = [["固定资产投资"] * 3, ["2025年", "增长%", "2026年"]]
    found, problems = look(tmp_path, heads, [[380, 4, 400], [280, 3, 300]], title="2026年情况表")
    assert not problems.errors and found == {("sum", "2026年"): "400"}, problems.listing()
    assert "增长%" in told(problems)


def test_the_growth_of_something_else_does_not_become_the_pages(tmp_path: Path) -> None:
    heads = ["固定资产投资（亿元）", "增速", "房地产开发投资（亿元）", "增速"]
    found, problems = look(tmp_path, heads, [[400, 5.2, 40, 3], [300, 6, 30, 2]])
    assert found == {("sum", "2026年"): "400", ("rise", "2026年"): "5.2"}
    assert {one.code for one in problems.errors} <= {"name-unknown"}
    assert "增速" in told(problems)


@pytest.mark.parametrize(
    ("heads", "row"),
    [(["总量", "增速"], [400, 5.2]), (["固定资产投资（亿元）", "固定资产投资增速（%）"], [400, 5.2]), ([["2026年"] * 2, ["总量", "增速"]], [400, 5.2])],
)  # fmt: skip
def test_an_ordinary_table_is_asked_nothing(tmp_path: Path, heads, row) -> None:
    found, problems = look(tmp_path, heads, [row, row])
    assert not list(problems), problems.listing()
    assert found == {("sum", "2026年"): "400", ("rise", "2026年"): "5.2"}


@pytest.mark.parametrize("is_under", [True, False])
def test_every_growth_is_of_the_period_of_its_amount(tmp_path: Path, is_under: bool) -> None:
    heads, row = ["1-3月", "同比增长（%）", "1-6月", "同比增长（%）"], [100, 3, 200, 4]
    lines, title = ([["固定资产投资"] * 4, heads], "2026年情况表") if is_under else (heads, TITLE)
    found, problems = look(tmp_path, lines, [row, row], title=title)
    assert not problems.errors, problems.listing()
    first, half = "2026年一季度", "2026年上半年"
    assert found == {("sum", first): "100", ("rise", first): "3", ("sum", half): "200", ("rise", half): "4"}  # fmt: skip
    heads[0] = "1-5月"
    found, problems = look(tmp_path, lines, [row, row], title=title)
    assert [one.code for one in problems.errors] == ["period-lacking"], problems.listing()
    assert found == {("sum", half): "200", ("rise", half): "4"} and "增长" in told(problems)


def test_the_growth_alone_may_be_owed(tmp_path: Path) -> None:
    alone = replace(RISE, items={"rise": ITEMS["rise"]})
    heads = [["固定资产投资"] * 3, ["2026年", "2025年", "增长（%）"]]
    for known in (RISE, alone):
        found, problems = look(tmp_path, heads, [[400, 380, 5.2]] * 2, title="2026年情况表", known=known)  # fmt: skip
        assert not problems.errors and found[("rise", "2026年")] == "5.2", problems.listing()
    rate = replace(BOTH, items={"sum": ItemInfo("固定资产投资", "number", "%")}, own=("sum",))
    found, problems = look(tmp_path, heads, [[400, 380, 5.2]] * 2, title="2026年情况表", known=rate)
    assert not problems.errors and found == {("sum", "2026年"): "5.2"}, problems.listing()


def test_a_growth_under_a_growth_is_asked_about_as_ever(tmp_path: Path) -> None:
    heads = [["固定资产投资增速"] * 2, ["累计增速", "位次"]]
    _, problems = look(tmp_path, heads, [[5, 1], [6, 2]], title="2026年情况表", known=RISE)
    assert only(problems, "column-unknown").offer
