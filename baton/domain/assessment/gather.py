"""Rule book and facts of a round, as the engine takes them: the only way from records to scores."""

from __future__ import annotations

import json
from typing import Any

from baton.domain.claims import queries as claims
from baton.domain.facts import queries as figures
from baton.domain.intake.held import held_back
from baton.domain.orgs import queries as orgs
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version
from baton.domain.targets import queries as targets
from baton.scoring.facts import (
    AGREEMENT,
    CLOSED,
    EVENTS,
    EVERYBODY,
    OBSERVATIONS,
    ROSTER,
    UNREPORTED,
    closed,
    table,
)
from baton.scoring.scope import narrowed
from baton.scoring.tasks import without_task

Agreement = list[list[str | None]]
NOT_YET = "not_yet"
NO_TASK = "责任书：无此任务"
UNIT = "unit"


def rulebook_of(round: Round) -> dict[str, Any]:
    """The canonical rule book a round is computed by."""
    return rounds.book_of(round)


def book_in(round: Round, book: dict[str, Any], code: str = "") -> dict[str, Any]:
    """A rule book as a round would be computed by it: with only what the round assesses.

    code: an indicator that is looked at; the whole book where the round does not assess it.
    """
    scope = rounds.scope_of(round)
    if scope is None:
        return book
    own = narrowed(book, scope)
    known = {entry["code"] for entry in (*own["items"], *own["nodes"])}
    return own if not code or code in known else book


def absent_in(round: Round) -> str:
    """The state of what nobody has reported: `not_yet` while the round's books are open, `missing` once they are closed."""
    return CLOSED if round.books_closed_at else NOT_YET


def facts_of(round: Round, *, absent: str = "", reported: bool = True) -> dict[str, Any]:
    """The canonical facts of a round (semantics §2), gathered from the four ledgers.

    absent: the state of what nobody has reported, that of the round's books where none is given; once they are closed
    a cell that says 未出数 is missing as well.
    reported: with figures and events; without them it is still known who must report what.
    """
    absent = absent or absent_in(round)
    facts = ledgers_of(round, absent=absent, reported=reported)
    agreement = facts["agreement"]["rows"]
    if any(line[3] is None for line in agreement):
        facts = agreed_upon(facts, rulebook_of(round), agreement)
    return closed(facts) if absent == CLOSED else facts


def facts_by(round: Round, version: Version, book: dict[str, Any] | None = None) -> dict[str, Any]:
    """The facts as they would be if the round went by another version: with the agreement as that one has it.

    book: what that version is to say, where it is only tried.
    """
    ledgers = ledgers_of(round, number=version.number)
    return agreed_upon(ledgers, book or json.loads(version.book), ledgers["agreement"]["rows"])


def ledgers_of(
    round: Round, *, absent: str = "", reported: bool = True, number: int | None = None
) -> dict[str, Any]:
    """The facts as the four ledgers say them, before the agreement's empty tasks are carried over to the figures.

    number: of the version by which the agreement is read, the round's own where none is given. Before a scheme's first
    round is opened, what that round would be has no events yet.
    """
    scheme, number = round.scheme, number or round.version.number
    roster = orgs.roster(scheme.year, round.on)
    lines = _assessed(round, _figures(round)) if reported else []
    return {
        "format": "baton.facts/1",
        "as_of": round.as_of,
        "on": round.on.isoformat(),
        "absent": absent or absent_in(round),
        "roster": table(ROSTER, roster),
        "agreement": table(AGREEMENT, targets.agreement(scheme, number)),
        "observations": table(
            OBSERVATIONS, for_everybody(lines, [str(one[0]) for one in roster if one[2] == UNIT])
        ),
        "events": table(EVENTS, _events(round) if reported and round.pk is not None else []),
    }


WAITING = (UNREPORTED, CLOSED)  # states of a cell of which nobody has told the figure


def _figures(round: Round) -> list[list[str | None]]:
    """The ledger's figures, and of what a sheet brought and is not taken yet that it is so."""
    lines = figures.observations(round.scheme)
    told = {(str(one[0]), str(one[1]), str(one[2])) for one in lines if one[5] not in WAITING}
    held = held_back(round, told)
    if not held:
        return lines
    came = {tuple(one[:4]) for one in held}  # whatever blank an earlier version left there
    lines = [one for one in lines if tuple(one[:4]) not in came]
    return sorted([*lines, *held], key=lambda one: [str(part) for part in one[:4]])


def _assessed(round: Round, lines: list[list[str | None]]) -> list[list[str | None]]:
    """Figures without those that only indicators take that the round does not assess."""
    if rounds.scope_of(round) is None:
        return lines
    whole, own = json.loads(round.version.book)["data"], rounds.book_of(round)["data"]
    idle = {entry["code"] for entry in whole} - {entry["code"] for entry in own}
    return [line for line in lines if line[1] not in idle]


def _events(round: Round) -> list[list[Any]]:
    """What happened until then; in a round of some indicators only what its own rules count or forbid."""
    found = claims.events(round)
    if rounds.scope_of(round) is None:
        return found
    book, at = rulebook_of(round), EVENTS.index("kind")
    known = {
        kind
        for item in book["items"]
        if item["method"] == "ledger"
        for kind in item["params"]["kinds"]
    }
    known |= {veto["kind"] for veto in book["vetoes"]}
    for group in book["groups"]:
        if group["grades"] and group["grades"]["promotion"]:
            known.add(group["grades"]["promotion"]["kind"])
    return [line for line in found if line[at] in known]


def for_everybody(lines: list[list[str | None]], subjects: list[str]) -> list[list[str | None]]:
    """Figures in which what was recorded once for all stands at each unit that has no figure of its own."""
    shared = [line for line in lines if line[0] == EVERYBODY]
    if not shared:
        return lines
    own = [line for line in lines if line[0] != EVERYBODY]
    known = {tuple(line[:4]) for line in own}
    told = [
        [subject, *line[1:]]
        for line in shared
        for subject in subjects
        if (subject, *line[1:4]) not in known
    ]
    return sorted([*own, *told], key=lambda line: [str(one) for one in line[:4]])


def agreed_upon(
    ledgers: dict[str, Any], rulebook: dict[str, Any], agreement: Agreement
) -> dict[str, Any]:
    """Facts with this agreement; where it says 无此任务, what nobody has reported is 无此任务 as well.

    Of a round whose books are closed what is left unreported after that is missing.
    """
    tasks = {
        (str(line[0]), str(line[1])): NO_TASK
        for line in agreement
        if line[3] is None and line[0] != EVERYBODY
    }
    lines = ledgers["observations"]["rows"]
    if tasks:
        lines = without_task(rulebook, ledgers["as_of"], tasks, lines)
        lines.sort(key=lambda line: (*line[:4], line[4] is not None, line[4] or "", *line[5:]))
    facts = ledgers | {
        "agreement": table(AGREEMENT, sorted(agreement, key=lambda line: line[:3])),
        "observations": table(OBSERVATIONS, lines),
    }
    return closed(facts) if facts["absent"] == CLOSED else facts
