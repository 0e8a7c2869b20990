"""没有写名称的列: a table whose title, or whose sender, leaves no doubt of the item, and whose column is only called 增速 or 考核得分."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.context import Context, title_of
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.heads import Meaning, find_view, meanings
from baton.documents.layouts.lone_growths import grown_of, whole_of
from baton.documents.layouts.measured import is_growth
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import quoted, read_number
from baton.documents.problems import Offer

_GROWTH = frozenset(map(normalised, ("增速", "增长", "增幅", "同比", "同比增长", "完成率", "进度", "完成进度", "占比")))  # fmt: skip
_TAKEN_OFF = frozenset(map(normalised, ("扣分", "扣分值", "扣分分值", "失分")))


def is_taken_off(heading: str) -> bool:
    """Whether a column says how many points were taken off: 扣分, 扣分值（分）."""
    return normalised(without_unit(heading)[0]) in _TAKEN_OFF


def ask_for_headings(grid: Grid, context: Context, *, only_totals: bool = False) -> bool:
    """Ask which column holds the item that the page is about; False where that is not plain, or no column comes into question.

    only_totals: ask only where a column is headed 总分 or 合计, which comes before its parts.
    """
    found = find_view(grid, context)
    if found is None or found[0].sideways:
        return False
    view, head = found
    columns, headings, default = meanings(view, head, context)
    filled = [c for c in columns if headings[c] and _has_numbers(view, head, c)]
    item, near = default, dict[int, str]()
    grown = grown_of(default, title_of(view.grid, head.top) + view.grid.name, context)
    if grown != default and grown in context.known.own:
        near = _named({c: headings[c] for c in filled if is_growth(headings[c][-1])})
        item = grown if near else default
    if item not in context.known.own or item in context.columns.item or context.is_idle(item):
        return False
    near = near or _named(
        {c: headings[c] for c in filled if _may_be(columns[c], headings[c][-1], item, context)}
    )
    if not near or (only_totals and not any(columns[column].role == "total" for column in near)):
        return False
    name, texts = context.known.items[item].name, sorted(near.values(), key=_rank)
    listed = "、".join(map(quoted, texts))
    what = (
        f"表头没有写数据项的名称,{listed}{'就是' if len(near) == 1 else '里哪一列是'}{quoted(name)}"
    )
    what += "吗" if len(near) == 1 else ""
    if all(map(is_taken_off, texts)):
        what = f"表上只有{listed},没有{quoted(name)},是满分减去扣分吗"
    remedy = f"是的点一下;不是的,请牵头单位把表头改成{quoted(name)}再交"
    place = view.place(max(head.start - 1, 0), next(iter(near)))
    if len(set(texts)) < len(texts):
        remedy = f"有几列的表头一样,请牵头单位写明各是什么,把这一列的表头改成{quoted(name)}再交"
        context.problems.error(place, what, remedy, code="heading-unsaid")
        return True
    offer = Offer("heading", item, choices=tuple(texts))
    context.problems.error(place, what, remedy, code="heading-unsaid", offer=offer)
    return True


def _named(headings: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """The last lines of headings; with the period over a growth, and what stands over those that are the same."""
    last = [heading[-1] for heading in headings.values()]
    return {
        c: whole_of(heading) if is_growth(heading[-1]) or last.count(heading[-1]) > 1 else heading[-1]
        for c, heading in headings.items()
    }  # fmt: skip


def ask_which_item(grid: Grid, context: Context) -> bool:
    """Ask of every column of points that names no item which of the reporter's it is; False where there is none.

    A heading of its own (党建得分) is explained for good, a bare 得分 for this table only.
    """
    direct = context.known.direct or ()
    mine = [context.known.items[item].name for item in context.known.own if item in direct]
    found = find_view(grid, context)
    if found is None or found[0].sideways or not mine:
        return False
    view, head = found
    columns, headings, about = meanings(view, head, context)
    texts = {
        column: headings[column][-1]
        for column, meaning in columns.items()
        if meaning.role == "points" and not meaning.item and _has_numbers(view, head, column)
    }  # fmt: skip
    others = {c: text for c, text in texts.items() if not without_unit(text)[0].endswith(words.OWN_POINTS)}  # fmt: skip
    if about or not texts:
        return False
    for column, text in (others or texts).items():
        if not context.is_ignored("指标", text):
            what = f"{quoted(text)}这一列是哪一项的分,看不出来"
            kind: Literal["lone", "item"] = (
                "lone" if words.is_one_of(text, words.POINTS) else "item"
            )
            place = view.place(max(head.start - 1, 0), column)
            remedy = f"请把表头改成数据项的名称,如{quoted(mine[0])}"
            context.problems.error(place, what, remedy, code="points-unnamed", offer=Offer(kind, text))  # fmt: skip
    return True


def _may_be(meaning: Meaning, heading: str, item: str, context: Context) -> bool:
    """Points, their total, or what was taken off, for what is scored directly; growth for what is measured."""
    if meaning.role not in ("aside", "points", "total"):
        return False
    if context.known.direct is not None and item in context.known.direct:
        return meaning.role in ("points", "total") or (
            is_taken_off(heading) and bool(context.known.items[item].full)
        )
    return meaning.role != "total" and normalised(without_unit(heading)[0]) in _GROWTH


def _rank(heading: str) -> tuple[bool, bool]:
    """What the one who scores gave before what the unit gave itself, and before what was taken off."""
    return is_taken_off(heading), without_unit(heading)[0].endswith(words.OWN_POINTS)


def _has_numbers(view: View, head: Head, column: int) -> bool:
    return any(read_number(view.label(row, column)).text for row in range(head.start, view.height))
