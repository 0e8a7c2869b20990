"""这一轮考核哪些指标: chosen anew as long as no draft was numbered, and after that with the reason why."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.audit import services as audit
from baton.domain.facts import services as figures
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running, check_scope
from baton.scoring.scope_choice import Scope

MOST_WHY = 300


def newest_draft(round: Round) -> Run | None:
    """The last numbered draft of a round: once there is one, another choice needs a reason."""
    return round.runs.filter(kind=Run.Kind.DRAFT).order_by("-number").first()


@transaction.atomic
def assess(*, round: Round, scope: Scope | None, why: str = "", by: Person, at: datetime) -> None:
    """改考核哪些指标: only these, or all of them; drafts that were numbered stay what they are."""
    policies.check_clerk(by)
    check_running(round, "考核哪些指标不能再改。")
    check_scope(round.version, round.kind, scope)
    written, why = scope.written() if scope else None, why.strip()
    round.refresh_from_db(fields=["scope"])
    if written == round.scope:
        raise Refused("和现在考核的一样，没有改。")
    draft = newest_draft(round)
    if draft is not None and not why:
        raise Refused(f"已经编过第 {draft.number} 稿，改考核哪些指标要写明为什么。已编的稿不变。")
    if len(why) > MOST_WHY:
        raise Refused(f"为什么最多写 {MOST_WHY} 个字，请写短一些。")
    before, round.scope = round.scope, written
    round.save(update_fields=["scope"])
    figures.move_on(round.scheme)
    audit.record(
        "round.scope_changed", by=by, on=f"round:{round.pk}", at=at, before=_count(before), after=_count(written),
        scope=written, why=why, rows=[round],
    )  # fmt: skip


def _count(written: dict[str, list[str]] | None) -> str:
    return f"考 {len(written['items'])} 个指标" if written else "考全部指标"
