"""先备好: what the pages of a new result will ask for is worked out while nobody waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from baton.desk import answers
from baton.desk.drafts.reviewing import Review, review
from baton.desk.ledger import claim_sums
from baton.desk.looks import columns, grade_ends
from baton.desk.reproducing import years
from baton.desk.results import result_of
from baton.desk.rules.form_words import in_form_words
from baton.documents.comparing import Change, Move, moves, rulebook_changes
from baton.documents.reasons import Reason, reasons
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries as reproductions
from baton.domain.rounds.models import Round
from baton.scoring.result import Result

WHOLE = 200  # so many units get their reasons worked out

_tried: deque[Hashable] = deque(
    maxlen=500
)  # what can't be worked out, or kept, is not tried for ever


@dataclass(frozen=True)
class Difference:
    """What parts two results: moves of a group's units, what of their own changed, and the rules that changed."""

    moves: list[Move]
    reasons: dict[str, list[Reason]]
    rules: list[Change]


def review_of(run: Run) -> Review:
    """What a meeting will ask about a result."""
    return answers.kept(_review(run), lambda: review(result_of(run)), shared=True)


def difference_of(run: Run, against: Run, group: str) -> Difference:
    """What parts two results in one peer group."""
    return answers.kept(
        _moved(run, against, group),
        lambda: _difference(result_of(against), result_of(run), group),
        shared=True,
    )


def against(run: Run) -> Run | None:
    """The draft that a result is compared with: the newest numbered before it."""
    drafts = queries.drafts(run.round)
    return next((one for one in drafts if run.number is None or one.number < run.number), None)


def go_on() -> bool:
    """Work out one thing that a page of an open round's newest results will ask for; False when all is known."""
    for round in Round.objects.filter(is_closed=False).select_related("scheme", "version"):
        for question, find in _foreseen(round):
            if question not in _tried and not answers.is_known(question):
                _tried.append(question)
                with suppress(Refused):  # its page will say why
                    find()
                    return True
    return False


def try_again() -> None:
    """Forget what could not be worked out."""
    _tried.clear()


def _foreseen(round: Round) -> Iterator[tuple[Hashable, Callable[[], Any]]]:
    for run in (queries.provisional(round), queries.drafts(round).first()):
        if run is None:
            continue
        yield _review(run), lambda run=run: review_of(run)
        yield claim_sums.question(run), lambda run=run: claim_sums.tally(run)
        for group in queries.groups_of(run):
            yield (
                columns.question(run, group),
                lambda run=run, group=group: columns.sheet_of(run, group),
            )
            yield (
                grade_ends.question(run, group),
                lambda run=run, group=group: grade_ends.effects_of(run, group),
            )
        before = against(run)
        if before is None:
            continue
        for group in queries.groups_of(run):
            yield (
                _moved(run, before, group),
                lambda run=run, before=before, group=group: difference_of(run, before, group),
            )
    announced = reproductions.newest(round)
    run = queries.provisional(round) or queries.drafts(round).first()
    if announced is not None and run is not None:
        yield years.question(run, announced), lambda: years.findings(run)


def _review(run: Run) -> Hashable:
    return run.archive, "review"


def _moved(run: Run, against: Run, group: str) -> Hashable:
    return run.archive, against.archive, "moved", group


def _difference(old: Result, new: Result, group: str) -> Difference:
    own = {one.subject for one in new.plan.facts.roster if one.group == group}
    found = [move for move in moves(old, new, most=WHOLE, among=own) if move.subject in own]
    told = reasons(
        old.plan.facts, new.plan.facts, (old.plan.rulebook, new.plan.rulebook), sorted(own)
    )
    same = old.plan.rulebook == new.plan.rulebook
    rules = (
        []
        if same
        else [in_form_words(one) for one in rulebook_changes(old.plan.rulebook, new.plan.rulebook)]
    )
    return Difference(found, told, rules)
