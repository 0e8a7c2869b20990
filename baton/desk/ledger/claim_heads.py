"""认列、改格: which column is which, and single cells that can be mended at once, as questions about a table of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from baton.desk.ledger.claim_words import CELL, FEW, HEAD, OWNER, REMEDY, UNIT, Words
from baton.desk.questions import Answer, Choice, Question
from baton.documents.claim_columns import ClaimHeads, Rival
from baton.documents.claim_tables import CLAIMS, NOTE
from baton.documents.headings import LEAVE
from baton.documents.mending import cell_key
from baton.documents.problems import Problem, Problems
from baton.domain.claims.kinds import Kind
from baton.punctuation import full_width

LACKING = ("column-missing", "column-renamed")
LACKS = "请选是哪一列；都不是的，请在表里加上"
Choices = tuple[Choice, ...]


def said(
    meanings: Sequence[Answer], kinds: Mapping[str, Kind], words: Words, file: str
) -> tuple[ClaimHeads, dict[str, str]]:
    """What was said of headings and of cells. kinds: those of the rule book, whose levels may stand in a heading."""
    units = {code: one.name for code, one in words.units.items() if code not in words.people}
    owner = next((units[one.value] for one in meanings if one.what == OWNER and one.value in units), "")  # fmt: skip
    heads = {one.written: one.value for one in meanings if one.what == HEAD}
    levels = {level for kind in kinds.values() for level in kind.levels}
    return ClaimHeads(
        heads,
        levels=levels,
        kinds=list(kinds),
        names=words.names,
        units=units,
        file=file,
        owner=owner,
    ), {one.written: one.value for one in meanings if one.what == CELL}


def asked(heads: ClaimHeads, problems: Iterable[Problem], file: str) -> list[Question]:
    """The columns that a table has to have, which of two columns counts, and the cells of which is known what they may mean."""
    found = list(problems)
    columns = []
    for key, (name, texts) in _missing(heads).items():
        if key == UNIT and not texts:
            columns.append(_whose(heads, found))
        ways = tuple((Answer(HEAD, text, key), f"“{text}”这一列") for text in texts)
        place = next((one.place for one in found if one.code in LACKING and f"“{name}”" in one.what), "")  # fmt: skip
        if ways:
            columns.append(_asked(f"“{name}”是哪一列（1 处）", ways, place, LACKS))
    for rival in _open(heads):
        ways = (
            (Answer(HEAD, rival.head, NOTE), f"收“{rival.taken}”，“{rival.head}”记进说明"),
            (Answer(HEAD, rival.head, rival.key), f"收“{rival.head}”，“{rival.taken}”记进说明"),
            (Answer(HEAD, rival.head, LEAVE), f"收“{rival.taken}”，“{rival.head}”不要"),
        )
        columns.append(_asked(f"“{rival.taken}”和“{rival.head}”都是分，写的不同，收哪一列（{rival.times} 处）", ways, rival.place))  # fmt: skip
    for problem in found:
        offer = problem.offer
        if offer is None or offer.kind != "cell":
            continue
        meant = offer.choices or ((offer.value,) if offer.value else ())
        key = cell_key(problem.place, file)
        if meant:
            ways = tuple((Answer(CELL, key, one), f"是 {one}") for one in meant)
            columns.append(_asked(full_width(problem.what), ways, problem.place, REMEDY[CELL]))
    return columns


def _missing(heads: ClaimHeads) -> dict[str, tuple[str, list[str]]]:
    """What a table lacks; no column without a unit's name in it may be the one of units."""
    return {
        key: (name, [one for one in texts if key != UNIT or one in heads.naming])
        for key, (name, texts) in heads.missing.items()
    }


def _whose(heads: ClaimHeads, problems: Iterable[Problem]) -> Question:
    """Whose lines a table is that has no column of units and says nothing of it."""
    place = next((one.place for one in problems if one.code in LACKING and "“单位”" in one.what), "")  # fmt: skip
    ways = tuple((Answer(OWNER, "", code), f"都是{name}的") for code, name in heads.units.items())
    return Question("这张表都是哪个单位的（1 处）", REMEDY[OWNER], (), place, ways, few=FEW)


def _asked(what: str, ways: Choices, place: str, remedy: str = REMEDY[HEAD]) -> Question:
    return Question(what, remedy, ways, place, few=FEW)


def is_asked(problem: Problem, heads: ClaimHeads, questions: Iterable[Question], file: str) -> bool:
    """Whether a fault is settled by the answer to one of these questions, and need not be told beside it."""
    if problem.code in LACKING:
        return any((texts or key == UNIT) and f"“{name}”" in problem.what for key, (name, texts) in _missing(heads).items())  # fmt: skip
    is_cell = problem.offer is not None and problem.offer.kind == "cell"
    about = (CELL, cell_key(problem.place, file)) if is_cell else problem.about
    return any(about == one.about for one in questions)


def report(heads: ClaimHeads, problems: Problems) -> None:
    """Two columns of points that differ are a fault until it is said which of them is meant."""
    for one in _open(heads):
        what = f"“{one.taken}”和“{one.head}”都是分，有 {one.times} 条写的不同"
        problems.error(
            one.place, what, "请在上面选收哪一列", code="two-points", about=(HEAD, one.head)
        )


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
        (text, tuple((Answer(HEAD, text, key), words) for key, words in ways))
        for text in heads.unread
    ]
