"""认列、改格: which column is which, and single cells that can be mended at once, as questions about a table of claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baton.desk.ledger.claim_words import CELL, HEAD, Asked, Meaning
from baton.documents.claim_tables import CLAIMS, NOTE
from baton.documents.headings import LEAVE, Heads
from baton.documents.mending import cell_key
from baton.documents.problems import Problem
from baton.punctuation import full_width

Choices = tuple[tuple[Meaning, str], ...]


def said(meanings: Sequence[Meaning]) -> tuple[Heads, dict[str, str]]:
    """What was said of headings and of cells."""
    heads = {one.written: one.value for one in meanings if one.what == HEAD}
    return Heads(heads), {one.written: one.value for one in meanings if one.what == CELL}


def asked(heads: Heads, problems: Iterable[Problem], file: str) -> list[Asked]:
    """The columns that a table has to have, and the cells of which is known what they may mean."""
    columns = [
        Asked(HEAD, name, 1, tuple((Meaning(HEAD, text, key), f"“{text}”这一列") for text in texts), f"“{name}”是哪一列")
        for key, (name, texts) in heads.missing.items()
        if texts
    ]  # fmt: skip
    return columns + [
        Asked(CELL, key, 1, tuple((Meaning(CELL, key, one), f"是 {one}") for one in meant), f"{key}：{full_width(problem.what)}")
        for problem in problems
        if (offer := problem.offer) is not None and offer.kind == "cell"
        for meant in [offer.choices or ((offer.value,) if offer.value else ())]
        for key in [cell_key(problem.place, file)]
        if meant
    ]  # fmt: skip


def unread(heads: Heads) -> list[tuple[str, Choices]]:
    """The headings nobody reads, with what each may be: a remark, left aside, or a column of the ledger."""
    ways = [
        (NOTE, "记进说明"),
        (LEAVE, "不读"),
        *((spec.key, f"是“{spec.name}”") for spec in CLAIMS),
    ]
    return [
        (text, tuple((Meaning(HEAD, text, key), words) for key, words in ways))
        for text in heads.unread
    ]
