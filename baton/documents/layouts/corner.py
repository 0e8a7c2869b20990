"""整张表的计量单位: announced above a table, inside its heading or under it."""

from __future__ import annotations

from baton.documents.layouts import words
from baton.documents.layouts.context import title_of, unit_below, unit_in
from baton.documents.layouts.head_rows import Head
from baton.documents.layouts.view import View


def corner_of(view: View, head: Head) -> str:
    """The unit of measure announced for the whole table, above it, in its heading or under it."""
    title = title_of(view.grid, head.label if view.sideways else head.top)
    return unit_in(title) or _corner_beside(view, head) or unit_below(view.grid)


def _corner_beside(view: View, head: Head) -> str:
    """A unit of measure announced inside the heading itself."""
    for row in range(head.top, head.start):
        for column in range(view.width):
            unit = words.corner_unit(view.label(row, column))
            if unit:
                return unit
    return ""
