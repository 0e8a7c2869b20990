"""Opening and moving rounds."""

from __future__ import annotations

import json
from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round, Stage, Step
from baton.domain.schemes.models import Scheme, Version


@transaction.atomic
def open_round(
    *, scheme: Scheme, version: Version, name: str, kind: str, as_of: str, on: date, by: Person, at: datetime
) -> Round:  # fmt: skip
    """开一轮: mid-year, year-end, quarter or ad hoc."""
    policies.check_clerk(by)
    _check_period(version, as_of)
    if version.scheme_id != scheme.pk:
        raise Refused("这一版规则不是本方案的。")
    if Round.objects.filter(scheme=scheme, name=name).exists():
        raise Refused(f"已经有一轮叫“{name}”，请换个名称。")
    made = Round.objects.create(
        scheme=scheme, version=version, name=name, kind=kind, as_of=as_of, on=on, opened_at=at, opened_by=by
    )  # fmt: skip
    audit.record(
        "round.opened", by=by, on=f"round:{made.pk}", at=at, version=version.number, as_of=as_of, kind=str(kind)
    )  # fmt: skip
    return made


@transaction.atomic
def use_version(*, round: Round, version: Version, by: Person, at: datetime) -> None:
    """换版: a final rule book takes the place of the provisional one; no figure is lost."""
    policies.check_clerk(by)
    _check_open(round)
    if version.scheme_id != round.scheme_id:
        raise Refused("这一版规则不是本方案的。")
    _check_period(version, round.as_of)
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
    )


@transaction.atomic
def plan_step(
    *, round: Round, name: str, due_on: date, stage: str = "", note: str = "", by: Person, at: datetime
) -> Step:  # fmt: skip
    """排日程: add or move one line of the calendar."""
    policies.check_clerk(by)
    _check_open(round)
    step, _ = Step.objects.update_or_create(
        round=round, name=name, defaults={"due_on": due_on, "stage": stage, "note": note}
    )
    audit.record(
        "round.step_planned",
        by=by,
        on=f"round:{round.pk}",
        at=at,
        step=name,
        due=due_on.isoformat(),
    )
    return step


@transaction.atomic
def reach(*, round: Round, stage: str, by: Person, at: datetime) -> None:
    """到下一步: the round stands at this stage; it may be left out but never gone back from in silence."""
    policies.check_clerk(by)
    _check_open(round)
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
    )


@transaction.atomic
def close(*, round: Round, by: Person, at: datetime) -> None:
    """结束一轮: nothing more is taken in for it."""
    policies.check_clerk(by)
    _check_open(round)
    round.is_closed = True
    round.save(update_fields=["is_closed"])
    audit.record("round.closed", by=by, on=f"round:{round.pk}", at=at)


def _check_open(round: Round) -> None:
    if round.is_closed:
        raise Refused(f"“{round.name}”已经结束，不能再改。")


def _check_period(version: Version, as_of: str) -> None:
    calendar = json.loads(version.book)["calendar"]
    if as_of not in calendar:
        raise Refused(f"截至期“{as_of}”不在规则书的期次里，可用：{'、'.join(calendar)}。")
