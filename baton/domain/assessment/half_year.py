"""半年成绩: the totals of a half-year round's draft, taken into another round's figures as reported facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.audit import services as audit
from baton.domain.facts import queries, services
from baton.domain.facts.services import Row
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running

BATCH = "draft:"
HASH_SHOWN = 16  # signs of a draft's number of computation that people compare


@dataclass(frozen=True)
class Taken:
    """The draft that half-year figures were taken from, by whom and when."""

    draft: Run
    by: str
    at: datetime


def drafts_for(round: Round) -> list[Run]:
    """Numbered drafts of the half-year rounds of the same year, the newest first."""
    return list(
        Run.objects.filter(
            kind=Run.Kind.DRAFT, round__kind=Round.Kind.MID_YEAR, round__scheme__year=round.scheme.year
        )
        .exclude(round_id=round.pk or 0)
        .select_related("round", "corrects", "computed_by")
        .order_by("-round__on", "-number")
    )  # fmt: skip


def source_of(draft: Run) -> str:
    """How a figure says which draft it was taken from."""
    return f"{draft.round.name}第{draft.number}稿（校验 {draft.run_id[:HASH_SHOWN]}）"


def taken_from(round: Round, item: str) -> Taken | None:
    """The draft that the round's half-year figures were last taken from."""
    batch = queries.newest_batch(round.scheme, item, round.as_of, BATCH)
    if batch is None:
        return None
    draft = Run.objects.filter(pk=int(batch.batch.removeprefix(BATCH))).select_related("round", "corrects").first()  # fmt: skip
    return Taken(draft, batch.recorded_by.name, batch.recorded_at) if draft else None


@transaction.atomic
def take(*, round: Round, draft: Run, rows: Sequence[Row], by: Person, at: datetime) -> int:
    """取半年成绩: record a draft's totals as the newest figures of the round's period; how far the facts have moved.

    The log keeps which draft it was, by its number and hashes, and who had no result in it.
    """
    check_running(round, "不能再取。要更正，请先在轮次页重新打开。")
    if draft.kind != Run.Kind.DRAFT or draft.round_id == round.pk:
        raise Refused("只能取别的轮次编过号的稿。")
    seq = services.record(
        scheme=round.scheme, rows=rows, by=by, at=at, batch=f"{BATCH}{draft.pk}", reason="取半年成绩"
    )  # fmt: skip
    audit.record(
        "half_year.taken", by=by, on=f"round:{round.pk}", at=at, text=source_of(draft), draft=draft.pk, number=draft.number,
        run=draft.run_id, archive=draft.archive, units=len(rows), without=[row.subject for row in rows if row.value is None],
    )  # fmt: skip
    return seq
