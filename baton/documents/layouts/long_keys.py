"""长表的类别: the level of each record, as its rule calls it; a level nobody knows is asked about once."""

from __future__ import annotations

from collections.abc import Sequence

from baton.documents.grids import Grid, Raw, plain_text
from baton.documents.layouts import levels
from baton.documents.layouts.context import Context
from baton.documents.layouts.long_head import LongHead


def long_keys(
    grid: Grid, rows: Sequence[int], head: LongHead, items: list[str | None], written_keys: list[Raw] | None, context: Context
) -> tuple[list[str], list[str | None]]:  # fmt: skip
    """The level of each record as its rule calls it, and its item: None where there is neither a level nor a figure."""
    written = [plain_text(raw) for raw in written_keys] if written_keys is not None else [head.key] * len(rows)  # fmt: skip
    known = context.known
    if not known.levels or not any(item in known.levels for item in set(items)):
        return written, items
    found: list[str] = []
    kept: list[str | None] = []
    told: set[tuple[str, str]] = set()
    for row, item, text in zip(rows, items, written, strict=True):
        if item is None or item not in known.levels:
            found.append(text)
            kept.append(item)
            continue
        is_blank = not text and grid.rows[row][head.columns["value"]] == ""
        key = "" if is_blank else levels.key_of(text, item, known)
        if key is None and (item, text) not in told:
            told.add((item, text))
            at = head.columns.get("key", head.columns["value"])
            levels.ask(context, grid.place(row, at), text, item)
        found.append(key or "")
        kept.append(item if key else None)
    return found, kept
