"""Writing down milestones and what became of them. None of it ever moves a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from baton.domain import clock
from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.orgs.models import Unit
from baton.domain.progress import milestone_queries as queries
from baton.domain.progress.milestone_queries import Standing
from baton.domain.progress.models import Milestone, MilestoneNote
from baton.domain.refusals import Refused
from baton.domain.schemes.models import Scheme

LONGEST_TASK, LONGEST_ASKED, LONGEST_SAID, LONGEST_LEAD = 200, 300, 300, 120
Kind = MilestoneNote.Kind


@dataclass(frozen=True)
class Planned:
    """One milestone before it is kept; fields as in the model."""

    task: str
    due_on: date
    asked: str
    indicator: str = ""
    unit: Unit | None = None
    group: str = ""
    lead: str = ""
    measure: str = ""
    figure: str = ""


@transaction.atomic
def plan(
    *, scheme: Scheme, milestones: Sequence[Planned], by: Person, at: datetime
) -> list[Milestone]:
    """列里程碑: what is to be reached by when; a day that is over already may be among them."""
    policies.check_clerk(by)
    if not milestones:
        raise Refused("没有要记的里程碑。")
    for one in milestones:
        _check(one)
    made = Milestone.objects.bulk_create(
        Milestone(
            scheme=scheme, indicator=one.indicator, task=one.task.strip(), unit=one.unit, group=one.group, lead=one.lead.strip(),
            due_on=one.due_on, asked=one.asked.strip(), measure=one.measure, figure=one.figure, added_at=at, added_by=by,
        )
        for one in milestones
    )  # fmt: skip
    audit.record("milestones.planned", by=by, on=f"scheme:{scheme.pk}", at=at, lines=len(made), rows=made)  # fmt: skip
    return made


@transaction.atomic
def finish(
    *, milestones: Sequence[Milestone], on: date, said: str = "", by: Person, at: datetime
) -> None:
    """办成: several at once, of one day; said: how, where there is something to say."""
    policies.check_clerk(by)
    audit.take_turn()
    if not milestones:
        raise Refused("请先勾上办成的里程碑。")
    if on > clock.local(at).date():
        raise Refused(f"{on} 还没有到，办成了再记。")
    _check_open(milestones)
    made = _notes(milestones, Kind.DONE, on, _said(said), by, at)
    audit.record(
        "milestones.finished",
        by=by,
        on=f"scheme:{milestones[0].scheme_id}",
        at=at,
        lines=len(made),
        rows=made,
    )


@transaction.atomic
def postpone(*, milestone: Milestone, to: date, why: str, by: Person, at: datetime) -> None:
    """延期: another day with a reason; the day agreed at first stays to be read."""
    policies.check_clerk(by)
    audit.take_turn()
    [standing] = _check_open([milestone])
    if to <= standing.due_on:
        raise Refused(f"现在的节点是 {standing.due_on}，延期要写一个更晚的日子。")
    made = _notes([milestone], Kind.POSTPONED, to, _why(why, "延期"), by, at)
    audit.record(
        "milestones.postponed", by=by, on=f"scheme:{milestone.scheme_id}", at=at, rows=made
    )


@transaction.atomic
def reopen(*, milestone: Milestone, why: str, by: Person, at: datetime) -> None:
    """重新办: it was said to be done and is not."""
    policies.check_clerk(by)
    audit.take_turn()
    if queries.standings_of([milestone])[0].done is None:
        raise Refused("这个里程碑没有标过办成，不用重新办。")
    made = _notes([milestone], Kind.REOPENED, None, _why(why, "重新办"), by, at)
    audit.record("milestones.reopened", by=by, on=f"scheme:{milestone.scheme_id}", at=at, rows=made)


@transaction.atomic
def strike(*, milestone: Milestone, why: str, by: Person, at: datetime) -> None:
    """作废 what was listed wrongly; it stays to be read."""
    policies.check_clerk(by)
    audit.take_turn()
    if queries.standings_of([milestone])[0].is_struck:
        raise Refused("这个里程碑已经作废了。")
    made = _notes([milestone], Kind.STRUCK, None, _why(why, "作废"), by, at)
    audit.record("milestones.struck", by=by, on=f"scheme:{milestone.scheme_id}", at=at, rows=made)


def _notes(
    milestones: Sequence[Milestone], kind: Kind, day: date | None, said: str, by: Person, at: datetime
) -> list[MilestoneNote]:  # fmt: skip
    return MilestoneNote.objects.bulk_create(
        MilestoneNote(milestone=one, kind=kind, day=day, said=said, noted_at=at, noted_by=by)
        for one in milestones
    )


def _check(one: Planned) -> None:
    if not one.task.strip() or not one.asked.strip():
        raise Refused("请写明指标或任务，和到时候要做到什么。")
    for text, most, what in (
        (one.task, LONGEST_TASK, "指标或任务"),
        (one.asked, LONGEST_ASKED, "进度要求"),
        (one.lead, LONGEST_LEAD, "牵头单位"),
    ):
        if len(text.strip()) > most:
            raise Refused(f"{what}最多 {most} 个字。")
    if one.measure and not (one.indicator and one.figure):
        raise Refused("按数核对的里程碑要选定指标，写明要达到的数。")


def _check_open(milestones: Sequence[Milestone]) -> list[Standing]:
    """Neither done nor struck out."""
    found = queries.standings_of(milestones)
    for one in found:
        named = f"“{one.milestone.task}”{one.milestone.due_on} 的里程碑"
        if one.is_struck:
            raise Refused(f"{named}已经作废了。")
        if one.done:
            raise Refused(f"{named}已经标了办成。")
    return found


def _said(text: str) -> str:
    if len(text.strip()) > LONGEST_SAID:
        raise Refused(f"说明最多 {LONGEST_SAID} 个字。")
    return text.strip()


def _why(text: str, act: str) -> str:
    if not text.strip():
        raise Refused(f"请写明为什么{act}。")
    return _said(text)
