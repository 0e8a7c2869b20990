"""开错了的轮次: set right or voided, as long as nothing of it has gone out and nothing was taken into it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.audit import services as audit
from baton.domain.facts import services as figures
from baton.domain.hearings.models import Hearing
from baton.domain.intake.models import Submission
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import (
    check_named,
    check_not_twice,
    check_own_period,
    check_period,
    check_running,
    check_scope,
)
from baton.domain.rounds.queries import scope_of

MOST_WHY, MOST_TOLD = 300, 3


def check_unprinted(round: Round) -> None:
    """What a draft says of its round stays what it says."""
    draft = round.runs.filter(kind=Run.Kind.DRAFT).order_by("-number").first()
    if draft is not None:
        raise Refused(
            f"“{round.name}”已经编过第 {draft.number} 稿，名称、种类和截至都印在稿上，不能再改，也不能作废。"
        )


def check_untouched(round: Round) -> None:
    """Neither a draft nor a sheet nor a session on stage belongs to the round."""
    check_unprinted(round)
    leads = list(
        Submission.objects.filter(sheet__round=round).order_by("sheet__lead__name").values_list("sheet__lead__name", flat=True).distinct()
    )  # fmt: skip
    if leads:
        told = "、".join(leads[:MOST_TOLD]) + (
            f"等 {len(leads)} 家" if len(leads) > MOST_TOLD else ""
        )
        raise Refused(f"“{round.name}”已经收了{told}的打分表，截至期不能再改，也不能作废。")
    staged = Hearing.objects.filter(round=round).exclude(state=Hearing.State.CANCELLED).first()
    if staged is not None:
        raise Refused(
            f"“{round.name}”里有现场考评“{staged.name}”，截至期不能再改，也不能作废。请先取消它。"
        )


@transaction.atomic
def correct(
    *, round: Round, name: str, kind: str, as_of: str, on: date, by: Person, at: datetime
) -> None:
    """改一轮: its name, kind, period and day, as long as no draft says otherwise."""
    policies.check_clerk(by)
    check_running(round, "不能再改。")
    check_unprinted(round)
    before = _said(round)
    name = check_named(round.scheme, name, kind, but=round.pk)
    if as_of != round.as_of:
        check_untouched(round)
    check_period(round.version, as_of)
    check_own_period(round.version, kind, as_of)
    check_not_twice(round.scheme, kind, as_of, but=round.pk)
    check_scope(round.version, kind, scope_of(round))
    is_moved = (round.kind, round.as_of, round.on) != (kind, as_of, on)
    round.name, round.kind, round.as_of, round.on = name, Round.Kind(kind), as_of, on
    after = _said(round)
    if after == before:
        raise Refused("和现在的一样，没有改。")
    round.save(update_fields=["name", "kind", "as_of", "on"])
    if is_moved:
        figures.move_on(round.scheme)
    audit.record(
        "round.corrected", by=by, on=f"round:{round.pk}", at=at, name=name, kind=kind, as_of=as_of, before=before, after=after,
        rows=[round],
    )  # fmt: skip


@transaction.atomic
def void(*, round: Round, why: str, by: Person, at: datetime) -> None:
    """作废: the round was a mistake; it stays on record, and its period and its name are free again."""
    policies.check_clerk(by)
    check_running(round, "没有再作废一次。")
    check_untouched(round)
    why = why.strip()
    if not why:
        raise Refused("请写明为什么作废（如开错了期次）。")
    if len(why) > MOST_WHY:
        raise Refused(f"为什么最多写 {MOST_WHY} 个字，请写短一些。")
    round.is_closed, round.voided_at, round.voided_by, round.voided_why = True, at, by, why
    round.save(update_fields=["is_closed", "voided_at", "voided_by", "voided_why"])
    round.runs.filter(kind=Run.Kind.PROVISIONAL).delete()
    audit.record("round.voided", by=by, on=f"round:{round.pk}", at=at, why=why, rows=[round])


def _said(round: Round) -> str:
    return f"{round.name}（{Round.Kind(round.kind).label}，截至 {round.as_of}，{round.on.isoformat()}）"
