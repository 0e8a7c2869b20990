"""长表里的增速: beside 完成数 or 总量 a column of growths, of which an item that is a growth takes its figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baton.documents.grids import Grid, Raw, plain_text
from baton.documents.layouts.context import Context
from baton.documents.layouts.growths import owed, stem_of
from baton.documents.layouts.long_head import LongHead, is_own_growth, own_growths
from baton.documents.layouts.measured import holds_growths, is_measured
from baton.documents.layouts.values import CellReader
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import quoted
from baton.documents.problems import Offer

_OF_AMOUNT = ("points", "reason", "measure")  # what stands beside a figure is about the amount


def growth_column(grid: Grid, head: LongHead, context: Context) -> int | None:
    """The only column headed 增速 or the like; None where there is none, or several."""
    found = own_growths(grid, head, context)
    return found[0] if len(found) == 1 else None


def grown(grid: Grid, head: LongHead, context: Context) -> dict[str, str]:
    """地区生产总值 -> the growth that is called after it, where its growth stands beside it and no item has that name."""
    if growth_column(grid, head, context) is None and not has_growths(grid, head, context):
        return {}
    stems = [(stem, item) for item in owed(context) if (stem := stem_of(item, context))]
    return {stem: item for stem, item in stems if not context.items.find(stem).id}


def has_growths(grid: Grid, head: LongHead, context: Context) -> bool:
    """Whether the column of figures is one of growths."""
    return is_own_growth(grid.text(head.row, head.columns["value"]), head.period, context)


def of_growths(
    grid: Grid, head: LongHead, items: list[str | None], context: Context, reader: CellReader
) -> list[str | None]:
    """The items, in a list of nothing but growths the growth that is called after each amount; None where there is none, which is told."""
    if not has_growths(grid, head, context):
        return items
    known, grown, found = context.known.items, _grown_of(items, context), dict[str, str | None]()
    for item in dict.fromkeys(items):
        if item and not holds_growths(known[item].name, known[item].unit):
            found[item] = grown.get(item)
            if not found[item]:
                heading = grid.text(head.row, head.columns["value"])
                reader.mention("aside", f"{quoted(known[item].name)}的{quoted(heading)}")
    return [found.get(item, item) if item else None for item in items]


def called_after(raw: Raw, stems: dict[str, str]) -> str | None:
    """The growth of what a cell names."""
    return stems.get(normalised(without_unit(plain_text(raw))[0])) if stems else None


def with_growths(
    grid: Grid, rows: Sequence[int], head: LongHead, part: dict[str, list[Raw]], lists: Sequence[list[Any]], items: list[str | None],
    places: list[int], context: Context,
) -> list[int]:  # fmt: skip
    """The rows, those twice that say an amount and its growth, which is an item of its own; every list grows with them."""
    at = growth_column(grid, head, context)
    grown = _grown_of(items, context) if at is not None else {}
    mine = [i for i, item in enumerate(items) if item in grown and grid.text(rows[i], at or 0)]
    for i in mine:
        for each in lists:
            each.append(each[i])
        for name, cells in part.items():
            cells.append("" if name in _OF_AMOUNT else cells[i])
        items.append(grown[items[i] or ""])
        places.append(at or 0)
    return [*rows, *(rows[i] for i in mine)]


def _grown_of(items: Sequence[str | None], context: Context) -> dict[str, str]:
    """By amounts that a list is about, the only growth called after each that has no rows of its own."""
    there, found = set(items), dict[str, list[str]]()
    called = {item: normalised(without_unit(context.known.items[item].name)[0]) for item in there if item}  # fmt: skip
    for growth in owed(context):
        stem = "" if growth in there else stem_of(growth, context)
        for amount, name in called.items():
            if stem and name == stem:
                found.setdefault(amount, []).append(growth)
    return {amount: growths[0] for amount, growths in found.items() if len(growths) == 1}


def settle(
    grid: Grid, rows: Sequence[int], head: LongHead, names: Sequence[Raw], items: list[str | None], places: list[int], context: Context,
    reader: CellReader,
) -> None:  # fmt: skip
    """Where the figure of a growth stands: in the column of growths if the other holds an amount, or nothing; else it is asked.

    places: of every row the column of its figure; changed. items: None for the rows about which is asked.
    """
    at, value = growth_column(grid, head, context), head.columns["value"]
    if at is None or grid.text(head.row, value) == "":
        return
    for item in {one for one in items if one and stem_of(one, context)}:
        mine = [i for i, one in enumerate(items) if one == item]
        if not any(grid.text(rows[i], at) for i in mine):
            continue
        two = grid.text(head.row, at), grid.text(head.row, value)
        said = [text for text in two if (item, text) in context.known.headings]
        is_amount = is_measured(two[1]) or all(called_after(names[i], {stem_of(item, context): item}) for i in mine)  # fmt: skip
        if said == [two[0]] or (not said and (is_amount or not any(grid.text(rows[i], value) for i in mine))):  # fmt: skip
            reader.mention("aside", f"{quoted(context.known.items[item].name)}的{quoted(two[1])}")
            for i in mine:
                places[i] = at
        elif not said:
            _ask(grid, head, item, two, context)
            for i in mine:
                items[i] = None


def _ask(grid: Grid, head: LongHead, item: str, two: tuple[str, str], context: Context) -> None:
    name = context.known.items[item].name
    what = f"{'、'.join(map(quoted, two))}里哪一列是{quoted(name)}"
    remedy = f"是的点一下;不是的,请牵头单位把表头改成{quoted(name)}再交"
    offer = Offer("heading", item, choices=two)
    context.problems.error(grid.place(head.row, head.columns["value"]), what, remedy, code="heading-unsaid", offer=offer)  # fmt: skip
