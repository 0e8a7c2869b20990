"""名册里写在别处的“单列”: a remark beside a unit or a note under the list says that it is assessed apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.roster_sections import NAME, Block, rows_of

NOTE = "注"
_APART = re.compile(r"(?<![不非])单列|不(?:参加|参与)?(?:统一)?排(?:名|位|序)")
_CLAUSE = re.compile(r"[。;；\n]")
_LEAD = re.compile(r"^\s*(?:备?注|说明)\s*\d*\s*[:：]\s*")
_MOST = 40  # characters of a remark


@dataclass(frozen=True, slots=True)
class ApartWord:
    """What is written of one unit, and under which head or in a note."""

    unit: str
    head: str
    text: str


def apart_words(block: Block) -> Iterator[ApartWord]:
    """Every unit of which something besides the list's own columns says that it is assessed apart."""
    if NAME not in block.columns:
        return
    view, name, own = View(block.grid), block.columns[NAME], set(block.columns.values())
    units, notes = [], []
    for row, texts in rows_of(block):
        if words.is_note(texts[0]):
            notes += [clause for text in texts for clause in _CLAUSE.split(text)]
            continue
        if not (unit := re.sub(r"\s+", "", view.label(row, name))):
            continue
        units.append(unit)
        for column in range(block.grid.width):
            text = view.label(row, column)
            if column not in own and len(text) <= _MOST and _APART.search(text):
                yield ApartWord(unit, block.grid.text(block.head, column) or "备注", text)
    for clause in filter(_APART.search, notes):
        yield from (
            ApartWord(unit, NOTE, _LEAD.sub("", clause).strip()) for unit in units if unit in clause
        )
