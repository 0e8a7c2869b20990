"""先看看: what a changed rule book does to the figures at hand, and what the bonuses of a kind move now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from baton.desk import answers
from baton.desk.agreed.since import number_of
from baton.desk.agreed.trial import merged
from baton.desk.drafts import half_year
from baton.desk.parts.shapes import Book, listed
from baton.desk.results import result_of
from baton.desk.trials import trying
from baton.desk.trials.leaving import GONE, Outcome, Shift, outcome
from baton.documents.problems import Problem
from baton.domain.assessment import gather
from baton.domain.assessment.half_year import source_of
from baton.domain.assessment.models import Run
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.targets.services import Line
from baton.scoring import score
from baton.scoring.facts import Facts, closed
from baton.scoring.result import Result
from baton.scoring.rulebook import find_faults, labelled
from baton.scoring.rulebook.checks.numbers import plain

UNAGREED = "agreement-missing"


@dataclass(frozen=True)
class Look:
    """What a try came to. rows: who moves, units before people; graded: per group in which somebody moves, how many
    get each grade; no_total: how many have no total yet. half_year: the draft whose totals stood for the half-year that
    nobody has taken yet.
    """

    outcome: Outcome
    rows: tuple[Shift, ...]
    graded: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    no_total: int
    half_year: str = ""


def faults_of(book: Book) -> list[tuple[str, str, str]]:
    """What is wrong with a rule book: place, what, remedy, as people say it."""
    return [(labelled(book, one.path), one.what, one.remedy) for one in find_faults(book)]


def unsound(round: Round, book: Book, lines: Sequence[Line] = ()) -> list[Problem]:
    """What keeps the figures at hand from being scored by this book, where the present one can score them.

    lines: what the agreement gets with it.
    """
    book = gather.book_in(round, book)
    found = trying.unsound(book, _facts_with(round, book, lines))
    return found if found and not trying.unsound(gather.rulebook_of(round), gather.facts_of(round)) else []  # fmt: skip


def to_agree(round: Round, problems: Sequence[Problem]) -> list[Problem]:
    """What only wants agreeing upon: for units that a draft adds to an indicator, which no round goes by yet."""
    newest = schemes.newest(round.scheme)
    if newest is None or number_of(newest) == round.version.number:
        return []
    return [one for one in problems if one.code == UNAGREED]


def _facts_with(round: Round, book: Book, lines: Sequence[Line]) -> Book:
    """The facts of a round as they would be by this book, once the agreement of the newest version has these lines."""
    newest = schemes.newest(round.scheme)
    ledgers = gather.ledgers_of(round, number=newest.number if newest else None)
    return gather.agreed_upon(ledgers, book, merged(ledgers["agreement"]["rows"], lines))


def look(
    round: Round, book: Book, *, is_closed: bool = False, lines: Sequence[Line] = ()
) -> Look:  # fmt: skip
    """Everybody by the changed book beside the round's own; Refused when the figures can't be scored.

    is_closed: on both sides as if the books were closed now, so that what was not reported is missing. lines: what the
    agreement gets with the book.
    """
    facts, book = gather.facts_of(round), gather.book_in(round, book)
    changed = _facts_with(round, book, lines)
    if is_closed:
        facts, changed = closed(facts), closed(changed)
    draft = half_year.untaken(round, book)
    now = half_year.as_if_taken(round, book, draft, changed)
    problems = trying.unsound(book, now)
    if problems:
        first = problems[0]
        raise Refused(f"现有的数还不能这样计分：{first.place}，{first.what}。{first.remedy}。")
    present = gather.rulebook_of(round)
    facts = half_year.as_if_taken(round, present, draft, facts)
    if trying.unsound(present, facts):
        present, facts = book, now
    given = Facts.from_canonical(now)
    old, new = score(present, Facts.from_canonical(facts)), score(book, given)
    found = outcome(old, "", "", book, given)
    graded = tuple(_graded(new, found.groups))
    people = {one.subject for one in given.roster if one.kind == "person"}
    rows = sorted(found.moved, key=lambda one: one.subject in people)
    no_total = sum(line.total is None and line.status != GONE for line in new.lines.values())
    return Look(found, tuple(rows), graded, no_total, source_of(draft) if draft else "")


def _graded(
    result: Result, among: Container[str]
) -> Iterable[tuple[str, tuple[tuple[str, int], ...]]]:
    for group in result.plan.groups:
        if not group.entry["grades"] or group.name not in among:
            continue
        many = Counter(line.grade for line in result.lines.values() if line.group == group.name)
        levels = [level["grade"] for level in group.entry["grades"]["levels"]]
        yield group.name, tuple((level, many[level]) for level in levels if many[level])


def moved_by(run: Run, kinds: Iterable[str]) -> Outcome | None:
    """What everybody would be without the events of these kinds; None when there are none."""
    names = tuple(sorted(kinds))
    return answers.kept(
        (run.archive, "kinds", names), lambda: _without(result_of(run), set(names)), shared=True
    )


def _without(result: Result, kinds: set[str]) -> Outcome | None:
    facts = result.plan.facts
    events = [one for one in facts.events if one.kind not in kinds]
    if len(events) == len(facts.events):
        return None
    return outcome(result, "", "", result.plan.rulebook, replace(facts, events=events))


def too_wide(run: Run, item: Book, groups: Container[str]) -> str:
    """Whether a ledger's cap is wider than the first is from the last, with the groups in a sentence; else empty."""
    cap = item["params"]["cap"]
    if not isinstance(cap, str):
        return ""
    totals: dict[str, list[Fraction]] = {}
    for group, total in run.lines.filter(total__isnull=False).values_list("group", "total"):
        if total and group in groups:
            totals.setdefault(group, []).append(Fraction(total))
    gaps = {group: max(own) - min(own) for group, own in totals.items() if len(own) > 1}
    narrow = listed(
        f"{name}差 {plain(gap)} 分" for name, gap in gaps.items() if gap < Fraction(cap)
    )
    does = "能把最后一名送上第一" if item["params"]["sign"] == "add" else "能让第一名落到最后"
    return f"封顶 {cap} 分，比第一名和最后一名的差还大，{does}：{narrow}。" if narrow else ""
