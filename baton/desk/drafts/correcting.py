"""更正稿: a veto that comes after a draft was numbered. The draft stays as it is; a correction draft says what it changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from baton.desk import computing
from baton.desk.drafts.retitling import check_headline, lines_of
from baton.desk.looks.findings import title_of
from baton.desk.results import result_of
from baton.desk.trials.leaving import Outcome, Shift, outcome
from baton.domain.accounts.models import Person
from baton.domain.assessment import services
from baton.domain.assessment.grades import Grade, grades_of, standing_on
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.services import Computed
from baton.domain.audit import services as audit
from baton.domain.claims import services as claims
from baton.domain.claims.models import Claim
from baton.domain.claims.services import Entry
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.scoring import score
from baton.scoring.facts import Event, Facts
from baton.scoring.result import Result

PREVIEWED = "否决"


def kinds(result: Result) -> list[tuple[str, str]]:
    """What a veto may be for: the kind of event it is told by, and its name with its basis."""
    return [
        (veto["kind"] or veto["name"], f"{veto['name']}（{veto['basis']}）" if veto["basis"] else veto["name"])
        for veto in result.plan.rulebook["vetoes"]
    ]  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What a correction draft would be: who moves, by the grades that would count, and decided grades that would lapse."""

    outcome: Outcome
    lapsing: list[tuple[str, Grade]]


def previewed(run: Run, event: Event) -> Preview:
    """Who moves from a draft when this event is added to its own facts; nothing is written.

    Grades are those which an organ decided where that stands, as the drafts themselves show them.
    """
    result = result_of(run)
    words = "只加这一条否决，其余一概照原稿"
    told = outcome(result, words, "", result.plan.rulebook, _with(result.plan.facts, event))
    then, now = grades_of(run), _standing(run, event, told)
    names = {one.subject: one.name for one in told.shifts}

    def shown(one: Shift) -> Shift:
        sides = zip((then, now), one.grades, strict=True)
        old, new = (side[one.subject].shown if one.subject in side else grade for side, grade in sides)  # fmt: skip
        return replace(one, grades=(old, new))

    return Preview(
        replace(told, shifts=tuple(shown(one) for one in told.shifts)),
        [(names[one.subject], one) for one in now.values() if one.has_lapsed],
    )


def event_of(values: dict[str, Any], number: str = PREVIEWED) -> Event:
    """An event as the engine takes it, from what a form said."""
    return Event(
        number, values["subject"], values["kind"], matter=values["matter"], date=_iso(values["happened_on"]),
        until=_iso(values["until"]), document=values["document"],
    )  # fmt: skip


def after(run: Run, event: Event) -> Result:
    """A draft's own facts with this one event, scored."""
    result = result_of(run)
    return score(result.plan.rulebook, _with(result.plan.facts, event))


def newest_of(run: Run) -> Run:
    """The draft in force where a draft was corrected: the end of its corrections; itself where it was not."""
    newer = run.corrections.order_by("-number").first()
    return newest_of(newer) if newer else run


def _standing(run: Run, event: Event, told: Outcome) -> dict[str, Grade]:
    """How decided grades would stand on the correction draft, by subject; empty where nothing was decided."""
    vetoes = {line.subject: list(line.vetoes or []) for line in run.lines.all()}
    vetoes[event.subject] = [*vetoes.get(event.subject, []), event.id]
    lines = ((one.subject, one.grades[1], vetoes[one.subject]) for one in told.shifts)
    return standing_on(run.round_id, lines)


def correct(
    *, run: Run, values: dict[str, Any], takes_back: bool = False, is_sure: bool = False, by: Person, at: datetime
) -> Run:  # fmt: skip
    """编更正稿: the veto goes into the ledger with its decision, and the draft with nothing else changed is numbered anew.

    takes_back: decided grades that lose their grounds by it go by the computed one from here on. is_sure: the headline
    is meant so, though it names somebody whom the correction changed.
    """
    if run.kind != Run.Kind.DRAFT:
        raise Refused("只有编了号的稿才要更正；试算会自己重算。")
    seen = previewed(run, event_of(values))
    lapsed = [grade.subject for _, grade in seen.lapsing]
    if not seen.outcome.moved and not lapsed:
        raise Refused("加上这一条，原稿谁也不动，不用更正稿。请到加减分台账登记。")
    why = (
        values["why"].strip()
        or f"更正第 {run.number} 稿：{values['matter']}（{values['document']}）"
    )
    with transaction.atomic():
        audit.take_turn()
        _check_new(run, values)
        newer = newest_of(run)
        if newer.pk != run.pk:
            raise Refused(
                f"第 {run.number} 稿已由第 {newer.number} 稿更正。再来的否决请在第 {newer.number} 稿上更正，前面的更正才不会丢。"
            )
        if lapsed and not takes_back:
            raise Refused(
                "有机关定的等次依据变了，请勾上“撤下，按算出的”；机关要另定的，更正稿编好后再提请。"
            )
        claim = _entered(run.round, values, by, at)
        corrected = after(run, event_of(values, claim.number))
        totals = computing.totals_of(corrected)
        headline = _headline(run, values["headline"].strip(), lines_of(run, totals), is_sure)
        computed = Computed(
            corrected.run, computing.keep_archive(corrected), run.version, run.edits, run.seq, totals
        )  # fmt: skip
        return services.number_draft(
            round=run.round, stage=run.stage, computed=computed, why=why, headline=headline, corrects=run,
            withdrawn=lapsed, by=by, at=at,
        )  # fmt: skip


def _headline(run: Run, headline: str, lines: list[RunLine], is_sure: bool) -> str:
    """What the correction is called; empty where it is called by its own results, as every draft is."""
    own = title_of(run, lines)
    check_headline(run, headline, lines, is_sure=is_sure, own=own)
    return "" if headline == own else headline


def _check_new(run: Run, values: dict[str, Any]) -> None:
    """Pressed twice, it is corrected once."""
    known = Claim.objects.filter(
        scheme=run.round.scheme_id, subject__code=values["subject"], kind=values["kind"], title=values["matter"],
        document=values["document"], state=Claim.State.ACCEPTED,
    ).first()  # fmt: skip
    made = Run.objects.filter(corrects=run).order_by("-number").first()
    if known and made:
        raise Refused(f"这一条（{known.number}）已经编过更正稿，是第 {made.number} 稿，没有再编。")


def _entered(round: Round, values: dict[str, Any], by: Person, at: datetime) -> Any:
    entry = Entry(
        subject=Unit.objects.get(code=values["subject"]), kind=values["kind"], title=values["matter"],
        matter=values["matter"], document=values["document"], happened_on=values["happened_on"], until=values["until"],
    )  # fmt: skip
    made = claims.enter(scheme=round.scheme, entries=[entry], by=by, at=at)
    claims.decide(
        claims=made, state="accepted", decided_by=values["decided_by"], decided_on=values["decided_on"], by=by, at=at
    )  # fmt: skip
    return made[0]


def _with(facts: Facts, event: Event) -> Facts:
    return replace(facts, events=[*facts.events, event])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
