"""表上得分、扣分原因: columns that stand beside the figures, tied to the item they are about."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from baton.documents.grids import Raw, plain_text
from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.heads import Meaning
from baton.documents.layouts.known import SCORE
from baton.documents.names import without_unit
from baton.documents.numbers import read_number

LONGEST = 500  # characters of a reason that are kept


def tie(columns: dict[int, Meaning], context: Context) -> None:
    """Give every column of points or reasons its item; figures that turn out to be points stop being figures."""
    _demote(columns, context)
    last = ""
    items = list(dict.fromkeys(m.item for m in columns.values() if m.role == "value"))
    for column in sorted(columns):
        meaning = columns[column]
        if meaning.role == "value":
            last = meaning.item
        elif meaning.role in ("points", "reason"):
            named = meaning.item or _named(meaning, context)
            if not named and meaning.role == "points" and _may_be_another(meaning, items, context):
                meaning.role = "unknown"
                continue
            meaning.item = named or last or (items[0] if len(items) == 1 else "")
            if meaning.role == "points" and meaning.item and meaning.item not in items:
                meaning.role = "lone"
                continue
            if not meaning.item or meaning.item not in items:
                lost = "aside" if meaning.role == "reason" else "unknown"
                meaning.role, meaning.item = lost, ""
    _prefer_points(columns, context)


def points_beside(columns: dict[int, Meaning], column: int) -> str:
    """The heading of the points that stand right of a column, before any other figures; empty without any."""
    for other in sorted(place for place in columns if place > column):
        meaning = columns[other]
        if meaning.role in ("points", "value") and _is_given(meaning):
            return meaning.text.rpartition(" ")[2]
        if meaning.role in ("value", "unknown", "lone"):
            return ""
    return ""


def number_in(raw: Raw) -> str | None:
    """Points as decimal text; None for a blank, a word or what can't be read for sure."""
    if isinstance(raw, bool) or raw == "":
        return None
    text = read_number(plain_text(raw)).text
    return str(Decimal(text)) if text else None


def reason_in(raw: Raw) -> str:
    """A reason on one line, without signs that can't be seen: a database may refuse them."""
    return "".join(sign for sign in plain_text(raw)[:LONGEST] if sign.isprintable())


def _demote(columns: dict[int, Meaning], context: Context) -> None:
    """Two columns of one item and period, one of them headed 得分: that one holds points.

    Where the item itself is a score (教育工作得分) it is the figure, and the other column is what it was worked out from.
    A lone column of points is no figure of an item that is measured in something else.
    """
    for column, meaning in columns.items():
        if meaning.role != "value" or not _is_points(meaning):
            continue
        twins = [
            other
            for place, other in columns.items()
            if place != column
            and other.role == "value"
            and not _is_points(other)
            and _same(other, meaning)
        ]
        if twins and context.known.items[meaning.item].name.endswith(SCORE):
            for other in twins:
                other.role = "aside"
        elif twins or not context.known.holds_points(meaning.item):
            meaning.role = "points"


def _prefer_points(columns: dict[int, Meaning], context: Context) -> None:
    """固投增速, 得分 for items that are scores: 得分 is the figure, and the other column what it was worked out from.

    Only where each of these items has one column of points of its own: a last column 得分 may be the sum of all.
    """
    pairs: dict[str, tuple[list[Meaning], list[Meaning]]] = {}
    for meaning in columns.values():
        if meaning.role == "value" and context.known.is_score(meaning.item):
            pairs.setdefault(meaning.item, ([], []))[0].append(meaning)
    for meaning in columns.values():
        if meaning.role == "points" and meaning.item in pairs and _is_given(meaning):
            pairs[meaning.item][1].append(meaning)
    if any(len(figures) != 1 or len(points) != 1 for figures, points in pairs.values()):
        return
    for (figure,), (given,) in pairs.values():
        if not figure.text.endswith(words.POINTS):
            given.role, given.period, given.key = "value", figure.period, figure.key
            figure.role = "aside"


def _is_given(meaning: Meaning) -> bool:
    """Points of the one who scores, not those that the assessed unit gave itself."""
    last = without_unit(meaning.text.rpartition(" ")[2])[0]
    return last.endswith(words.POINTS) and not last.endswith(words.OWN_POINTS)


def _same(one: Meaning, other: Meaning) -> bool:
    return (one.item, one.key) == (other.item, other.key) and (
        one.period == other.period or None in (one.period, other.period)
    )


def _is_points(meaning: Meaning) -> bool:
    last = meaning.text.rpartition(" ")[2]
    return words.is_one_of(without_unit(last)[0], words.POINTS)


def _named(meaning: Meaning, context: Context) -> str:
    """The item in 财政收入得分 or 一般公共预算收入扣分原因."""
    return context.items.find(name).id or "" if (name := _bare(meaning)) else ""


def _may_be_another(meaning: Meaning, told: Collection[str], context: Context) -> bool:
    """党建得分 beside 党建品牌, of a reporter who scores 党的建设 too: its name is like one of which the table tells nothing else."""
    known = context.known
    names = {known.items[one].name for one in known.own if one in (known.direct or ()) and one not in told}  # fmt: skip
    name = _bare(meaning) if names else ""
    return bool(name) and not names.isdisjoint(context.items.nearest(name))


def _bare(meaning: Meaning) -> str:
    """What a column of points or reasons is called before that word; empty for a bare 得分."""
    text = without_unit(meaning.text)[0]
    for ending in sorted((*words.POINTS, *words.REASON), key=len, reverse=True):
        if text.endswith(ending) and text != ending:
            return text.removesuffix(ending)
    return ""
