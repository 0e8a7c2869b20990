"""认列、改格: which column is which, and single cells that can be mended at once, as questions about a table of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from baton.desk.ledger.claim_words import CELL, HEAD, Asked, Meaning
from baton.documents.claim_columns import ClaimHeads, Rival
from baton.documents.claim_tables import CLAIMS, NOTE
from baton.documents.headings import LEAVE
from baton.documents.mending import cell_key
from baton.documents.problems import Problem, Problems
from baton.domain.claims.kinds import Kind
from baton.punctuation import full_width

Choices = tuple[tuple[Meaning, str], ...]


def said(meanings: Sequence[Meaning], kinds: Mapping[str, Kind]) -> tuple[ClaimHeads, dict[str, str]]:  # fmt: skip
    """What was said of headings and of cells. kinds: those of the rule book, whose levels may stand in a heading."""
    heads = {one.written: one.value for one in meanings if one.what == HEAD}
    levels = {level for kind in kinds.values() for level in kind.levels}
    return ClaimHeads(heads, levels=levels, kinds=list(kinds)), {
        one.written: one.value for one in meanings if one.what == CELL
    }


def asked(heads: ClaimHeads, problems: Iterable[Problem], file: str) -> list[Asked]:
    """The columns that a table has to have, which of two columns counts, and the cells of which is known what they may mean."""
    columns = [
        Asked(HEAD, name, 1, tuple((Meaning(HEAD, text, key), f"“{text}”这一列") for text in texts), f"“{name}”是哪一列")
        for key, (name, texts) in heads.missing.items()
        if texts
    ]  # fmt: skip
    for one in _open(heads):
        ways = (
            (Meaning(HEAD, one.head, NOTE), f"收“{one.taken}”，“{one.head}”记进说明"),
            (Meaning(HEAD, one.head, one.key), f"收“{one.head}”，“{one.taken}”记进说明"),
            (Meaning(HEAD, one.head, LEAVE), f"收“{one.taken}”，“{one.head}”不要"),
        )
        columns.append(Asked(HEAD, one.head, one.times, ways, f"“{one.taken}”和“{one.head}”都是分，写的不同，收哪一列"))  # fmt: skip
    return columns + [
        Asked(CELL, key, 1, tuple((Meaning(CELL, key, one), f"是 {one}") for one in meant), f"{key}：{full_width(problem.what)}")
        for problem in problems
        if (offer := problem.offer) is not None and offer.kind == "cell"
        for meant in [offer.choices or ((offer.value,) if offer.value else ())]
        for key in [cell_key(problem.place, file)]
        if meant
    ]  # fmt: skip


def report(heads: ClaimHeads, problems: Problems) -> None:
    """Two columns of points that differ are a fault until it is said which of them is meant."""
    for one in _open(heads):
        what = f"“{one.taken}”和“{one.head}”都是分，有 {one.times} 条写的不同"
        problems.error(one.place, what, "请在上面选收哪一列", code="two-points")


def _open(heads: ClaimHeads) -> list[Rival]:
    """Second columns of points of which nothing was said, nor of the one that is taken; a heading of several pages once."""
    found = {one.head: one for one in heads.rivals if not heads.said.keys() & {one.head, one.taken}}
    return list(found.values())


def unread(heads: ClaimHeads) -> list[tuple[str, Choices]]:
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
