"""改目标，看谁动: what other agreed values would do to everybody, before they are written; and what would be wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baton.desk.agreed.asked import books_of
from baton.desk.agreed.since import holding
from baton.desk.trials import trying
from baton.documents.comparing import Move, moves
from baton.documents.office import check_facts
from baton.documents.problems import Problem, Problems
from baton.domain.assessment import gather
from baton.domain.rounds.models import Round
from baton.domain.targets import queries as targets
from baton.domain.targets.services import Cell, Line
from baton.scoring import score
from baton.scoring.result import Result

WHOLE = 50
Agreement = list[list[str | None]]


@dataclass(frozen=True)
class Effect:
    """What one change of the agreement does to a unit: points for the indicator, total and rank, before and after."""

    subject: str
    name: str
    code: str
    indicator: str
    points: tuple[str | None, str | None]
    totals: tuple[str | None, str | None]
    ranks: tuple[int | None, int | None]


@dataclass(frozen=True)
class Trial:
    """unsound: why it can't be scored; before: whether that is so already without the change."""

    effects: tuple[Effect, ...] = ()
    moves: tuple[Move, ...] = ()
    unsound: tuple[Problem, ...] = ()
    was_unsound: bool = False


def tried(round: Round, lines: Sequence[Line]) -> Trial:
    """Both scores of everybody, with the agreement as it is and with these lines; nothing is written.

    Lines that hold from a later version on change nothing for this round.
    """
    book, ledgers = gather.rulebook_of(round), gather.ledgers_of(round)
    now, own = ledgers["agreement"]["rows"], holding(round.scheme, round.version.number, lines)
    return _compared(book, ledgers, now, merged(now, own), [line.cell[:2] for line in lines])


def since(round: Round, before: Agreement, tasks: Iterable[tuple[str, str]]) -> Trial:
    """Both scores of these units' indicators, with the agreement as it was and as it is."""
    book, ledgers = gather.rulebook_of(round), gather.ledgers_of(round)
    return _compared(book, ledgers, before, ledgers["agreement"]["rows"], tasks)


def _compared(
    book: dict[str, Any], ledgers: dict[str, Any], old: Agreement, new: Agreement, tasks: Iterable[tuple[str, str]]
) -> Trial:  # fmt: skip
    facts = [gather.agreed_upon(ledgers, book, agreement) for agreement in (old, new)]
    unsound = trying.unsound(book, facts[1])
    if unsound:
        return Trial(unsound=tuple(unsound))
    if trying.unsound(book, facts[0]):
        return Trial(was_unsound=True)
    results = score(book, facts[0]), score(book, facts[1])
    effects = [_effect(results, *task) for task in dict.fromkeys(tasks)]
    return Trial(
        tuple(one for one in effects if one is not None),
        tuple(moves(*results, most=WHOLE)),
    )


def _effect(results: tuple[Result, Result], subject: str, code: str) -> Effect | None:
    lines = [result.lines.get(subject) for result in results]
    if lines[1] is None or code not in results[1].plan.items:
        return None
    points = [
        result.score(subject, code) if result.cell(subject, code) is not None else None
        for result in results
    ]
    return Effect(
        subject, results[1].plan.rows[results[1].plan.row_of[subject]].name if subject in results[1].plan.row_of else subject,
        code, results[1].plan.items[code]["name"], (points[0], points[1]),
        (lines[0].total if lines[0] else None, lines[1].total),
        (lines[0].rank if lines[0] else None, lines[1].rank),
    )  # fmt: skip


def merged(agreement: Agreement, lines: Iterable[Line]) -> Agreement:
    """The agreement with these lines in place of what stood in their cells."""
    found = {tuple(line[:3]): line for line in agreement}
    for line in lines:
        found.pop(line.cell, None)
        if not line.is_withdrawn:
            found[line.cell] = [*line.cell, line.value]
    return sorted(found.values(), key=lambda line: [str(part) for part in line[:3]])


def faults(round: Round, lines: Sequence[Line], places: Mapping[Cell, str]) -> list[Problem]:
    """What is wrong with these values for the rules that take them: a day for a number, a zero to divide by, limits crossed.

    What is missing is no fault here.
    """
    ledgers = gather.ledgers_of(round, reported=False)
    where = {("agreement", *cell): place for cell, place in places.items()}
    own = set(where.values())
    found: dict[tuple[str, str], Problem] = {}
    for entry in books_of(round):
        problems, number = Problems(), entry["number"]
        agreement = merged(
            targets.agreement(round.scheme, number), holding(round.scheme, number, lines)
        )
        facts = gather.agreed_upon(ledgers, entry["book"], agreement)
        check_facts(entry["book"], facts, problems=problems, places=where)
        for one in problems.errors:
            if one.place in own and one.code != "agreement-missing":
                found.setdefault((one.place, one.what), one)
    return list(found.values())
