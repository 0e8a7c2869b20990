"""其中: a part beside its total, with the growth right of it, is set aside and told, unless it is an indicator itself."""

from dataclasses import replace
from pathlib import Path

import pytest

from baton.documents.layouts.known import ItemInfo, Levels
from tests.documents.test_growths_of_years import BOTH, ITEMS, TITLE, look, told

WHOLE = {("sum", "2026年"): "400", ("rise", "2026年"): "5.2"}
ROWS = [[400, 5.2, 80, 14], [300, 6, 60, 12]]
PART = "其中:工业投资（亿元）"


@pytest.mark.parametrize("title", [TITLE, "2026年情况表"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    "heads",
    [
        ["固定资产投资（亿元）", "同比增长（%）", PART, "同比增长（%）"],
        ["固定资产投资（亿元）", "同比增长（%）", "其中：工业投资", "增速"],
        [["固定资产投资"] * 2 + ["其中：工业投资"] * 2, ["总量（亿元）", "增速（%）"] * 2],
        [["固定资产投资"] * 4, ["总量（亿元）", "增速（%）", PART, "增速（%）"]],
        [["固定资产投资"] * 2 + ["其中"] * 2, ["总量", "增速", "工业投资", "增速"]],
    ],
)
def test_the_part_and_its_growth_are_set_aside_and_told(
    tmp_path: Path, heads, title: str, ending: str
) -> None:
    found, problems = look(tmp_path, heads, ROWS, title=title, ending=ending)
    assert not problems.errors and found == WHOLE, problems.listing()
    said = told(problems)
    assert "其中" in said and ("增速" in said or "同比增长" in said)


def test_several_parts_behind_each_other(tmp_path: Path) -> None:
    heads = ["固定资产投资", "增速", "其中：工业投资", "增速", "其中：民间投资", "占比", "增速"]
    found, problems = look(tmp_path, heads, [[400, 5.2, 80, 14, 90, 20, 3]] * 2)
    assert not problems.errors and found == WHOLE, problems.listing()


def test_a_part_that_is_an_indicator_is_read_with_its_growth(tmp_path: Path) -> None:
    items = ITEMS | {"part": ItemInfo("工业投资", "number", "亿元"), "quick": ItemInfo("工业投资增速", "number", "%")}  # fmt: skip
    heads = ["固定资产投资（亿元）", "增速", PART, "增速"]
    for own in (("sum", "rise", "part", "quick"), ("sum", "rise", "quick")):
        mine = {code: info for code, info in items.items() if code in own}
        found, problems = look(tmp_path, heads, ROWS, known=replace(BOTH, items=mine, own=own))
        assert not problems.errors, problems.listing()
        assert found[("quick", "2026年")] == "14" and found.items() >= WHOLE.items()
        assert found.get(("part", "2026年")) == ("80" if "part" in own else None)


def test_a_part_called_much_like_an_indicator_is_asked_about(tmp_path: Path) -> None:
    known = replace(BOTH, items=ITEMS | {"part": ItemInfo("工业投资额", "number", "亿元")}, own=("sum", "rise", "part"))  # fmt: skip
    heads = ["固定资产投资（亿元）", "增速", PART, "增速"]
    found, problems = look(tmp_path, heads, ROWS, known=known)
    (asked,) = problems.errors
    assert asked.offer and (asked.offer.kind, asked.offer.written) == ("item", PART)
    assert found == WHOLE


def test_the_growth_of_the_whole_may_be_called_so(tmp_path: Path) -> None:
    found, problems = look(tmp_path, ["总量", "其中：增速"], [[400, 5.2], [300, 6]])
    assert not problems.errors and found == WHOLE, problems.listing()


def test_the_next_indicator_is_read_as_ever(tmp_path: Path) -> None:
    items = ITEMS | {"jobs": ItemInfo("城镇新增就业", "number", "人")}
    heads = ["固定资产投资", "增速", "其中：工业投资", "增速", "城镇新增就业"]
    found, problems = look(tmp_path, heads, [[400, 5.2, 80, 14, 900]] * 2, known=replace(BOTH, items=items, own=tuple(items)))  # fmt: skip
    assert not problems.errors and found == WHOLE | {("jobs", "2026年"): "900"}, problems.listing()


def test_levels_of_the_votes_are_no_parts(tmp_path: Path) -> None:
    votes = ItemInfo("作风测评票", "tally", "票")
    levels = {"votes": Levels(("优秀", "一般"), is_votes=True)}
    heads, rows = ["收回票", "其中：优秀", "其中：一般"], [[30, 20, 10], [30, 25, 5]]
    for items in ({"votes": votes}, ITEMS | {"votes": votes}):
        known = replace(BOTH, items=items, own=tuple(items), levels=levels)
        found, problems = look(tmp_path, heads, rows, title="情况表", known=known)
        assert not found
        assert {one.offer.written for one in problems.errors if one.offer} >= set(heads[1:]), problems.listing()  # fmt: skip
