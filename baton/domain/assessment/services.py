"""Keeping runs: the provisional one that follows every change, and numbered drafts that never change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment import decisions
from baton.domain.assessment.decisions import decide_grade, restore_grade
from baton.domain.assessment.grades import Grade, standing_on
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.release_services import release, withdraw
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round, Stage
from baton.domain.rounds.policies import check_running
from baton.domain.schemes.models import Version

__all__ = [
    "Computed", "Total", "decide_grade", "keep_provisional", "name_draft", "number_draft", "release", "restore_grade",
    "withdraw",
]  # fmt: skip

Kind = Run.Kind
SETTLED = {
    Stage.STANDING,
    Stage.NOTICE,
    Stage.FINAL,
}  # drafts on which every grade has to be settled
LONGEST_HEADLINE = 200


@dataclass(frozen=True)
class Total:
    """One unit's line of a run as it is printed."""

    subject: str
    name: str
    group: str
    order: int
    status: str
    total: str | None
    interim: str | None
    share: str | None
    rank: int | None
    grade: str
    reason: str
    papers: dict[str, Any] = field(default_factory=dict)
    vetoes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Computed:
    """A computation: run number, where its archive lies, what it was computed from."""

    run_id: str
    archive: str
    version: Version
    edits: int
    seq: int
    totals: Sequence[Total]


@transaction.atomic
def keep_provisional(*, round: Round, computed: Computed, by: Person | None, at: datetime) -> Run:
    """记下试算: the newest computation takes the place of the one before (nothing is released, nothing is logged).

    It keeps its address, so that a page somebody has open does not lead nowhere once figures have moved.
    """
    known = Run.objects.select_for_update().filter(round=round, kind=Kind.PROVISIONAL).first()
    return _kept(round, computed, at, by, pk=known.pk if known else None, kind=Kind.PROVISIONAL)[0]


@transaction.atomic
def number_draft(
    *, round: Round, stage: str, computed: Computed, why: str, headline: str = "", corrects: Run | None = None,
    withdrawn: Collection[str] = (), said: Mapping[str, Any] | None = None, by: Person, at: datetime,
) -> Run:  # fmt: skip
    """编一稿: freeze a computation as 第×稿 of a stage, with what it is for and the head of the log.

    withdrawn: subjects whose grade an organ had decided on other grounds, and that go by the computed one from here
    on; said: what else the log is told.
    """
    policies.check_clerk(by)
    check_running(round, "不能再编稿。要更正，请先在轮次页重新打开。")
    last = Run.objects.filter(round=round, kind=Kind.DRAFT).order_by("-number").first()
    if not why.strip():
        raise Refused("请写明为什么出这一稿（如“收齐打分表，送各单位核对”）。")
    if stage not in Stage.values:
        raise Refused("请选这是哪一步的稿。")
    _check_headline(headline)
    if last is not None and last.run_id == computed.run_id and last.stage == stage:
        raise Refused(f"与第 {last.number} 稿完全相同，没有另编一稿。")
    if corrects is not None and corrects.round_id != round.pk:
        raise Refused("更正稿只能更正本轮的稿。")
    lapsed = _lapsed(round, stage, computed, withdrawn)
    if stage != round.stage:
        rounds.reach(round=round, stage=stage, by=by, at=at)
    run, lines = _kept(
        round, computed, at, by, kind=Kind.DRAFT, number=(last.number or 0) + 1 if last else 1,
        stage=Stage(stage), why=why.strip(), headline=headline.strip(), corrects=corrects, audit_seq=audit.upcoming(),
    )  # fmt: skip
    entry = audit.record(
        "draft.numbered", by=by, on=f"round:{round.pk}", at=at, number=run.number, stage=str(stage),
        run=computed.run_id, archive=computed.archive, why=why, corrects=corrects.number if corrects else None,
        rows=[run, lines], **(said or {}),
    )  # fmt: skip
    run.audit_hash = entry.hash
    run.save(update_fields=["audit_hash"])
    for grade in lapsed:
        decisions.take_back(
            run=run, grade=grade, reason=f"编第 {run.number} 稿时撤下：{grade.note}", by=by, at=at
        )
    return run


def _lapsed(
    round: Round, stage: str, computed: Computed, withdrawn: Collection[str]
) -> list[Grade]:
    """Decisions that the draft takes back; Refused where one that lost its grounds would go out unasked."""
    lines = ((total.subject, total.grade, total.vetoes) for total in computed.totals)
    found = [grade for grade in standing_on(round.pk, lines).values() if grade.has_lapsed]
    names = {total.subject: total.name for total in computed.totals}
    left = [grade for grade in found if grade.subject not in withdrawn]
    if left and stage in SETTLED:
        told = "；".join(f"{names[grade.subject]}：{grade.note}" for grade in left)
        raise Refused(
            f"{len(left)} 个等次决定的依据变了，不能编{Stage(stage).label}。{told}。"
            "请先编一稿考核委审议稿，重新提请后在那一稿上记下；或者撤下决定，按算出的编。"
        )
    return [grade for grade in found if grade.subject in withdrawn]


@transaction.atomic
def name_draft(*, run: Run, headline: str, by: Person, at: datetime) -> None:
    """改标题: the sentence a leader reads first; only as long as the draft has not been released."""
    policies.check_clerk(by)
    if run.releases.exists():
        raise Refused("这一稿已经发布过，标题不能再改。")
    _check_headline(headline)
    run.headline = headline.strip()
    run.save(update_fields=["headline"])
    audit.record("draft.named", by=by, on=f"run:{run.pk}", at=at, headline=run.headline, rows=[run])


def _check_headline(headline: str) -> None:
    if len(headline.strip()) > LONGEST_HEADLINE:
        raise Refused(f"标题最多 {LONGEST_HEADLINE} 个字，请写短一些。")


def _kept(
    round: Round, computed: Computed, at: datetime, by: Person | None, **more: Any
) -> tuple[Run, list[RunLine]]:
    run = Run(
        round=round, run_id=computed.run_id, archive=computed.archive, version=computed.version,
        edits=computed.edits, seq=computed.seq, computed_at=at, computed_by=by, **more,
    )  # fmt: skip
    run.save()
    RunLine.objects.filter(run=run).delete()
    made = RunLine.objects.bulk_create(RunLine(run=run, **vars(total)) for total in computed.totals)
    return run, made
