"""其中: columns for a part of what stands left of them, which are nobody's figures unless the part is an indicator itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.growths import owed
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.measured import AMOUNTS, is_grown, is_growth, of_which_part
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import PERCENT_UNITS

_ROLES = ("value", "unknown", "lacking", "aside")


def settle(
    columns: dict[int, Meaning], headings: Mapping[int, Sequence[str]], context: Context
) -> set[int]:
    """The columns under 其中:工业投资, and the growth right of it, are set aside and told; which ones they are.

    A part that is called much like an indicator which has no column is left to a question.
    """
    found: set[int] = set()
    for column in sorted(columns):
        at = _mark(headings[column])
        if at is None or not _is_part(columns[column], headings[column][at:], context):
            continue
        behind = list(_growths_behind(column, at, columns, headings))
        found |= {column, *behind}
        head = headings[column][at]
        is_open = _may_be_other(head, headings[column][-1], columns, context)
        for each in (column, *behind):
            last = headings[each][-1]
            columns[each].text = head if last == head else f"{head} {last}"
            if each != column or not is_open:
                _set_aside(each, columns, context)
            elif columns[each].role == "value":
                columns[each].role, columns[each].item = "unknown", ""
    return found


def _mark(heading: Sequence[str]) -> int | None:
    """Where 其中 stands in a heading; 其中:增速 is the growth of the whole."""
    found = (at for at, part in enumerate(heading) if of_which_part(part) is not None and not is_growth(part))  # fmt: skip
    return next(found, None)


def _is_part(meaning: Meaning, below: Sequence[str], context: Context) -> bool:
    """Unless it is named by itself, from 其中 downwards, or is no part of an amount: 其中:优秀 of the votes."""
    known = context.known
    kinds = {known.items[one].kind for one in ([meaning.item] if meaning.item else owed(context))}
    if meaning.role not in _ROLES or meaning.key or "number" not in kinds:
        return False
    level = of_which_part(below[0]) or below[-1]
    if any(level in levels.keys for levels in known.levels.values()):
        return False
    return not any(context.items.find(text).id for text in (*below, "".join(below)))


def _growths_behind(
    column: int, at: int, columns: Mapping[int, Meaning], headings: Mapping[int, Sequence[str]]
) -> Iterator[int]:
    """The growths right of it up to the next figure, under the same heads; under an item's name only if that had its own before."""
    above = list(headings[column][:at])
    had = any(c < column and h and is_growth(h[-1]) and list(h[:-1]) == above for c, h in headings.items())  # fmt: skip
    for each in sorted(c for c in columns if c > column):
        heading, role = headings[each], columns[each].role
        if not heading or list(heading[:-1]) != above:
            return
        if is_growth(heading[-1]) and role in _ROLES:
            if not above or had or role != "value":
                yield each
        elif role != "aside":
            return


def _may_be_other(head: str, last: str, columns: Mapping[int, Meaning], context: Context) -> bool:
    """Whether the part is called much like an indicator that no column is for; 完成数 of a part is no share."""
    items = context.known.items
    taken = [items[one.item].name for one in columns.values() if one.role in ("value", "total") and one.item]  # fmt: skip
    if last != head and normalised(without_unit(last)[0]) in AMOUNTS | words.PLAIN_VALUE:
        taken += [info.name for info in items.values() if info.unit in PERCENT_UNITS]
    name = without_unit(of_which_part(head) or "")[0]
    near = context.items.nearest(name) if name else ()
    return any(one not in taken and not any(is_grown(each, one) for each in taken) for one in near)


def _set_aside(column: int, columns: Mapping[int, Meaning], context: Context) -> None:
    """An item has to stand there for the column to be told."""
    meaning = columns[column]
    beside = next((columns[c].item for c in sorted(columns, reverse=True) if c < column and columns[c].item), "")  # fmt: skip
    meaning.item = meaning.item or beside or next(iter(context.known.own or context.known.items))
    meaning.role = "aside"
