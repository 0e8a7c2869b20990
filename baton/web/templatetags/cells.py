"""得分各栏: a board's cells, written in one go.

A board of officials has two thousand of them on a page; as nodes of a template they took longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from baton.desk.looks.columns import Cell, Column
from baton.web.templatetags.figures import figure, lost, short

register = template.Library()


@register.simple_tag
def cells(row: Sequence[tuple[Column, Cell]], digits: int) -> SafeString:
    """A unit's points in every column; of a coefficient also what it took."""
    found = []
    for column, cell in row:
        points = escape(short(cell.value, digits))
        title = f' title="{escape(figure(cell.value))} 分"' if cell.value else ""
        if column.is_factor:
            took = lost(cell.lost, digits)
            factor = f"×{escape(cell.factor)}" if cell.factor else "—"
            points = f'{factor}<span class="of">{points} 分{f"，{took}" if took else ""}</span>'
        found.append(f'<td class="r pp"{title}>{points}</td>')
    return mark_safe("".join(found))


@register.simple_tag
def cells_in_words(row: Sequence[tuple[Column, Cell]], digits: int) -> SafeString:
    """The same for narrow screens: each column's name before its points."""
    return mark_safe(
        "".join(
            f"<span>{escape(column.name)} {_in_words(column, cell, digits)}</span> "
            for column, cell in row
        )
    )


def _in_words(column: Column, cell: Cell, digits: int) -> str:
    if column.is_factor:
        return f"×{escape(cell.factor or '—')}"
    return str(escape(short(cell.value, digits)))
