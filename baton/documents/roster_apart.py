"""名册里写在别处的“单列”: a remark beside a unit or a note under the list says that it is assessed apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.names import normalised
from baton.documents.problems import Problems
from baton.documents.roster_sections import NAME, Block, rows_of

NOTE = "注"
_APART = re.compile(r"(?<![不非])单列|不(?:参加|参与)?(?:统一)?排(?:名|位|序)")
_CLAUSE = re.compile(r"[。;；\n]")
_LEAD = re.compile(r"^\s*(?:备?注|说明)\s*\d*\s*[:：]\s*")
_RANKED = re.compile(r"是|有|[√✓✔yY对]|(?:参加|参与|纳入|统一|正常|照常)*(?:排名)?")
_NOT = re.compile(
    r"否|无|[×✗✘xXnN]|不|(?:不|未)(?:参加|参与|纳入)?(?:统一)?(?:排名)?|单列|(?:考核)?成绩单列|单列考核"
)
_REMARK = re.compile(r"[(（].*[)）]$")  # 否（单列）
EMPTY = "（空着）"
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


def rank(
    rows: Sequence[dict[str, Any]], head: str, problems: Problems, apart: list[ApartWord] | None
) -> None:
    """参加排名: a unit that does not take part is apart; what says neither yes nor no is left to ask, or told as a fault.

    Takes "ranked" out of the rows. An empty cell is yes, but in a column that has nothing but yes it is asked.
    head: what the column is called. apart: takes what is to be asked.
    """
    said = [normalised(row.pop("ranked", "")) for row in rows]
    said = [bare if _NOT.fullmatch(bare := _REMARK.sub("", text)) else text for text in said]
    if not any(said):
        return
    is_no = [bool(text and _NOT.fullmatch(text)) for text in said]
    only_yes = not any(is_no)
    for row, text, no in zip(rows, said, is_no, strict=True):
        if no:
            row["listing"] = "是"
        elif (text and not _RANKED.fullmatch(text)) or (not text and only_yes):
            if apart is not None:
                apart.append(ApartWord(re.sub(r"\s+", "", row["name"]), head, text or EMPTY))
            elif text:
                what = f"“{head}”不能是“{text}”"
                problems.error(row["places"]["ranked"], what, "可填:是、否", code="not-a-choice")
