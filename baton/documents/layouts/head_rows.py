"""表头在哪几行: the row at which the body begins, the rows of headings above it, and the texts over a column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baton.documents.layouts import words
from baton.documents.layouts.context import Context
from baton.documents.layouts.measured import is_measured
from baton.documents.layouts.measures import is_measure
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import fold
from baton.documents.period_titles import is_moment

NUMBERISH = re.compile(r"[-+]?[\d,.]+(%|万|亿)?")


@dataclass(slots=True)
class Head:
    """label: column of the subjects. top..start: heading rows. start: first row of the body.

    periods: column naming each row's period, or -1. parts: column saying what each row is (目标, 实际完成), or -1.
    """

    label: int
    top: int
    start: int
    periods: int = -1
    parts: int = -1


def head_of(view: View, label: int, context: Context) -> Head:
    named = [r for r in range(view.height) if context.subjects.find(view.label(r, label)).id]
    headed = 0 if view.sideways else _first_headed(view)
    start = next((row for row in named if row >= headed), named[0])
    while start > 0 and _is_body(view, start - 1, label):
        start -= 1
    start = _before_sections(view, start, label)
    top = last = _over_blanks(view, start)
    while top > 0 and not _is_above(view, top - 1, label, is_last=top == last):
        top -= 1
    return Head(label, start if top == last else top, start)


def _over_blanks(view: View, start: int) -> int:
    """The row under the headings where nothing but empty rows lies between them and the body; else its first row."""
    row = start
    while row > 0 and not any(_texts(view, row - 1)):
        row -= 1
    is_headed = row > 0 and len(set(_texts(view, row - 1)) - {""}) > 1
    return row if is_headed else start


def _first_headed(view: View) -> int:
    """The first row with more than one text: above it stand titles, be it only the name of the unit whose table it is."""
    rows = ({view.label(r, c) for c in range(view.width)} - {""} for r in range(view.height))
    return next((r for r, texts in enumerate(rows) if len(texts) > 1), 0)


def _before_sections(view: View, start: int, label: int) -> int:
    """The row at which the body begins that opens with lines such as 一、市直部门, right under a row of several headings."""
    row = start
    while row > 0 and _is_section(view, row - 1, label):
        row -= 1
    is_headed = row > 0 and len(set(_texts(view, row - 1)) - {""}) > 1
    return row if is_headed and not _is_above(view, row - 1, label, is_last=True) else start


def _is_section(view: View, row: int, label: int) -> bool:
    """A line of one text that stands over, or left of, the names: the group that follows."""
    texts = _texts(view, row)
    (text, *others) = set(texts) - {""} or {""}
    if view.sideways or not text or others or not any(texts[: label + 1]):
        return False
    above = view.label(row - 1, label) if row else ""
    if text == above or (_is_heading_word(text) and not above):
        return False  # the names' own heading, in a row below the others
    return not (words.is_meta(text) or words.is_note(text) or normalised(text) in words.ASIDE or is_measure(text))  # fmt: skip


def _texts(view: View, row: int) -> list[str]:
    return [view.label(row, column) for column in range(view.width)]


def _is_body(view: View, row: int, label: int) -> bool:
    """A row above the first known subject that already belongs to the body: totals, or a unit whose name is unknown."""
    text = view.label(row, label)
    if words.total_of(text) or view.is_formula(row, label):
        return True
    if not text or normalised(text) in words.ASIDE or _is_heading_word(text) or words.is_meta(text):
        return False
    cells = [view.label(row, c) for c in range(label + 1, view.width)]
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(
        NUMBERISH.fullmatch(fold(cell)) or words.state_of(cell) for cell in filled
    )


def _is_heading_word(text: str) -> bool:
    lists = (words.SUBJECT, words.ITEM, words.PERIOD, words.MEASURE, words.VALUE)
    return any(words.is_one_of(text, each) for each in lists)


def _is_above(view: View, row: int, label: int, *, is_last: bool) -> bool:
    """A row above the table: blank, a title over everything, or lines such as 单位:万元. is_last: just above the body."""
    texts = [view.label(row, c) for c in range(view.width)]
    distinct = {text for text in texts if text}
    if not distinct or all(words.is_meta(text) or words.is_note(text) for text in distinct):
        return True
    if view.sideways:
        return False
    if not is_last and is_dated_line(view, row):
        return True
    (text, *others) = distinct
    if is_last and not others and is_measure(text) and not any(texts[: label + 1]):
        return False  # 亿元 under every heading
    if is_last and not others and is_measured(text) and not any(texts[: label + 1]):
        return False  # 增速 under every heading
    is_title = bool(view.grid.merged) and view.is_title(row, texts.index(text))
    if others or (view.grid.merged and not is_title):
        return False
    return view.width > 2 or (is_title and not is_last)


def is_dated_line(view: View, row: int) -> bool:
    """填报单位:市统计局 or a title on the left, and a period or a day at the right end, over the table's own headings.

    The period is of the whole table, not of the column that it happens to stand over.
    """
    texts, below = _texts(view, row), _texts(view, row + 1) if row + 1 < view.height else []
    at, left = _filled(texts), next(iter(_filled(below)), view.width)
    moments = {texts[c] for c in at if is_moment(texts[c])}
    others = {texts[c] for c in at} - moments
    titles = {text for text in others if not (words.is_meta(text) or words.is_note(text))}
    if len(moments) != 1 or len(titles) > 1 or left == view.width:
        return False
    if not others:
        return len(at) == 1 and at[0] > left
    first = at[0]
    if first > left or _is_heading_word(texts[first]):
        return False
    return titles <= {texts[first]} and below[first] not in ("", texts[first])


def _filled(texts: list[str]) -> list[int]:
    return [column for column, text in enumerate(texts) if text]


def heading(view: View, head: Head, column: int) -> list[str]:
    """The distinct texts above a column from top to bottom. In text files a blank continues the heading on its left."""
    parts: list[str] = []
    measure = ""
    is_numbered = view.sideways and any(
        normalised(view.label(row, head.label)) not in words.ASIDE
        for row in range(head.top, head.start)
    )  # a lone column headed 序号 holds the names
    for row in range(head.top, head.start):
        text = view.label(row, column)
        if not text and view.grid.is_text and not view.sideways and row < head.start - 1:
            text = _left_of(view, row, column, head.label)
        if (
            is_numbered
            and normalised(view.label(row, head.label)) in words.ASIDE
            and not lists_measures(view, row, head)
        ):
            continue
        if lists_measures(view, row, head) and is_measure(text):
            measure = text
        elif text and text not in parts:
            parts.append(text)
    if (
        not view.sideways
        and len(parts) > 1
        and is_measure(parts[-1])
        and parts[-1] not in words.POINTS
    ):
        measure = parts.pop()
    return _with_measure(parts, measure)


def _with_measure(parts: list[str], measure: str) -> list[str]:
    """The unit of measure that stands under a heading, or beside it, written behind it in brackets as others do."""
    if measure and parts and not without_unit(parts[-1])[1]:
        return [*parts[:-1], f"{parts[-1]}（{measure}）"]
    return parts


def lists_measures(view: View, row: int, head: Head) -> bool:
    """Sideways: whether a heading line lists units of measure (its own label is 计量单位, or 单位 with measures beside it)."""
    label = view.label(row, head.label)
    if not view.sideways or not words.is_one_of(label, words.MEASURE):
        return False
    return not words.is_one_of(label, words.SUBJECT) or any(
        is_measure(view.label(row, column)) for column in range(head.label + 1, view.width)
    )


def _left_of(view: View, row: int, column: int, label: int) -> str:
    for c in range(column - 1, label, -1):
        if view.label(row, c):
            return view.label(row, c)
    return ""
