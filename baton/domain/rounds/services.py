"""Opening and moving rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.rounds.calendar import ORDER, Planned
from baton.domain.rounds.models import Round, Stage, Step
from baton.domain.rounds.policies import (
    check_not_twice,
    check_opening,
    check_period,
    check_running,
    check_scope,
)
from baton.domain.rounds.queries import scope_of
from baton.domain.schemes.models import Scheme, Version
from baton.scoring.scope_choice import Scope

ENDED = "不能再改。"
MOST_WHY = 300


@transaction.atomic
def open_round(
    *, scheme: Scheme, version: Version, name: str, kind: str, as_of: str, on: date, scope: Scope | None = None,
    by: Person, at: datetime,
) -> Round:  # fmt: skip
    """开一轮: mid-year, year-end, quarter or ad hoc. scope: which indicators it assesses, all where none is given."""
    policies.check_clerk(by)
    name = check_opening(scheme, version, name, kind, as_of)
    check_scope(version, kind, scope)
    made = Round.objects.create(
        scheme=scheme, version=version, name=name, kind=kind, as_of=as_of, on=on, opened_at=at, opened_by=by,
        scope=scope.written() if scope else None,
    )  # fmt: skip
    audit.record(
        "round.opened", by=by, on=f"round:{made.pk}", at=at, name=name, version=version.number, as_of=as_of, kind=str(kind),
        **({"scope": made.scope} if scope else {}), rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def use_version(
    *, round: Round, version: Version, why: str = "", by: Person, at: datetime
) -> None:  # fmt: skip
    """换版: a final rule book takes the place of the provisional one; no figure is lost. why: needed to go back to an older one."""
    policies.check_clerk(by)
    check_running(round, ENDED)
    why = why.strip()
    if version.number < round.version.number and not why:
        raise Refused(f"改回第 {version.number} 版要写明为什么，记在操作记录里。")
    if len(why) > MOST_WHY:
        raise Refused(f"为什么最多写 {MOST_WHY} 个字，请写短一些。")
    if version.scheme_id != round.scheme_id:
        raise Refused("这一版规则不是本方案的。")
    check_period(version, round.as_of)
    check_scope(version, round.kind, scope_of(round))
    before = round.version.number
    round.version = version
    round.save(update_fields=["version"])
    audit.record(
        "round.version_changed",
        by=by,
        on=f"round:{round.pk}",
        at=at,
        before=before,
        after=version.number,
        **({"why": why} if why else {}),
        rows=[round],
    )


@transaction.atomic
def plan_step(
    *, round: Round, name: str, due_on: date, stage: str = "", note: str = "", by: Person, at: datetime
) -> Step:  # fmt: skip
    """排一件: add or move one line of the calendar."""
    policies.check_clerk(by)
    check_running(round, ENDED)
    others = [_planned(step) for step in round.steps.exclude(name=name)]
    _check_order([*others, Planned(name, due_on, stage, note)])
    step, _ = Step.objects.update_or_create(
        round=round, name=name, defaults={"due_on": due_on, "stage": stage, "note": note}
    )
    audit.record(
        "round.step_planned", by=by, on=f"round:{round.pk}", at=at, step=name, due=due_on.isoformat(), rows=[step]
    )  # fmt: skip
    return step


@transaction.atomic
def plan(*, round: Round, steps: Sequence[Planned], by: Person, at: datetime) -> list[Step]:
    """排日程: the whole calendar at once; lines that are left out go, those that were done stay done."""
    policies.check_clerk(by)
    check_running(round, ENDED)
    if not steps:
        raise Refused("日程里一行也没有，没有改。")
    _check_order(steps)
    known = {step.name: step for step in round.steps.all()}
    if [_planned(step) for step in known.values()] == list(steps):
        raise Refused("日程没有变，没有改。")
    written = [
        Step.objects.update_or_create(
            round=round, name=line.name, defaults={"due_on": line.due_on, "stage": line.stage, "note": line.note}
        )[0]
        for line in steps
    ]  # fmt: skip
    gone = list(round.steps.exclude(name__in=[line.name for line in steps]))
    round.steps.filter(pk__in=[step.pk for step in gone]).delete()
    audit.record(
        "round.planned", by=by, on=f"round:{round.pk}", at=at,
        steps=[[line.name, line.due_on.isoformat(), str(line.stage)] for line in steps], rows=written, gone=gone,
    )  # fmt: skip
    return list(round.steps.order_by("due_on", "id"))


@transaction.atomic
def finish_step(*, step: Step, on: date, by: Person, at: datetime) -> None:
    """办完一件: a line of the calendar is done."""
    policies.check_clerk(by)
    check_running(step.round, ENDED)
    step.done_on = on
    step.save(update_fields=["done_on"])
    audit.record(
        "round.step_done", by=by, on=f"round:{step.round_id}", at=at, step=step.name, done=on.isoformat(), rows=[step]
    )  # fmt: skip


@transaction.atomic
def reach(*, round: Round, stage: str, by: Person, at: datetime) -> None:
    """到下一步: the round stands at this stage; it may be left out but never gone back from in silence."""
    policies.check_clerk(by)
    check_running(round, ENDED)
    before = round.stage
    round.stage = Stage(stage)
    round.save(update_fields=["stage"])
    audit.record(
        "round.stage_reached",
        by=by,
        on=f"round:{round.pk}",
        at=at,
        before=str(before),
        after=str(stage),
        rows=[round],
    )


@transaction.atomic
def close(*, round: Round, why: str = "", by: Person, at: datetime) -> None:
    """结束一轮: from now on it can only be read."""
    policies.check_clerk(by)
    check_running(round, ENDED)
    round.is_closed = True
    round.save(update_fields=["is_closed"])
    audit.record("round.closed", by=by, on=f"round:{round.pk}", at=at, why=why.strip(), rows=[round])  # fmt: skip


@transaction.atomic
def reopen(*, round: Round, why: str, by: Person, at: datetime) -> None:
    """重新打开: by who opened the round, with a reason; by any clerk once that account is no longer in use."""
    policies.check_clerk(by)
    round.refresh_from_db(fields=["is_closed", "voided_at"])
    if round.voided_at is not None:
        raise Refused(f"“{round.name}”已经作废，不能重新打开。要考核这一期，请另开一轮。")
    if not round.is_closed:
        raise Refused(f"“{round.name}”没有结束，不用重新打开。")
    if round.opened_by_id != by.pk and round.opened_by.is_active:
        raise Refused(f"只有开这一轮的{round.opened_by.name}可以重新打开，请找他办。")
    if not why.strip():
        raise Refused("请写明为什么重新打开（如公示后更正）。")
    check_not_twice(round.scheme, round.kind, round.as_of, but=round.pk, running=True)
    round.is_closed = False
    round.save(update_fields=["is_closed"])
    audit.record("round.reopened", by=by, on=f"round:{round.pk}", at=at, why=why.strip(), rows=[round])  # fmt: skip


def _planned(step: Step) -> Planned:
    return Planned(step.name, step.due_on, step.stage, step.note)


def _check_order(steps: Sequence[Planned]) -> None:
    """No line twice, and no later stage before an earlier one."""
    names = [line.name.strip() for line in steps]
    if not all(names):
        raise Refused("日程里有一行没有写事项。")
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise Refused(f"“{twice}”在日程里写了两次，请改成不同的事项。")
    staged = sorted((line for line in steps if line.stage), key=lambda line: ORDER.index(line.stage))  # fmt: skip
    for before, after in pairwise(staged):
        if before.stage != after.stage and after.due_on < before.due_on:
            raise Refused(
                f"“{after.name}”（{_day(after.due_on)}）排在“{before.name}”（{_day(before.due_on)}）前面了，请把日期改一改。"
            )


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
