"""机关定等次: an organ sets another grade on a draft, or that is taken back; nothing of it is ever overwritten."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.grades import Grade, grades_of
from baton.domain.assessment.models import GradeDecision, Run
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.rounds.policies import check_running


@transaction.atomic
def decide_grade(
    *, run: Run, subject: str, decided: str, organ: str, meeting: str, decided_on: date, document: str, reason: str,
    by: Person, at: datetime,
) -> GradeDecision:  # fmt: skip
    """机关定等次: on the newest draft an organ sets another grade than the computed one; both are shown from now on."""
    policies.check_clerk(by)
    _check_newest(run)
    line = run.lines.filter(subject=subject).first()
    if line is None:
        raise Refused("这一稿里没有这个单位。")
    if line.status == "inactive":
        raise Refused(f"{line.name}在截至日期已不在册（并入或撤销了），不评等次。")
    said = {"decided": decided, "organ": organ, "meeting": meeting, "document": document, "reason": reason}  # fmt: skip
    said = {name: text.strip() for name, text in said.items()}
    if not all(said.values()):
        raise Refused("等次、机关、会议、文号、理由都要写明。")
    grade = grades_of(run, lines=[line])[subject]
    if grade.decision is None and said["decided"] == line.grade:
        raise Refused(f"{line.name}算出的就是“{line.grade}”，不用另定。")
    if grade.decision and grade.stands and _is_same(grade.decision, said, decided_on):
        raise Refused(f"{line.name}定为“{said['decided']}”已经记下了，没有再记一次。")
    made = GradeDecision.objects.create(
        round=run.round, run=run, subject=subject, computed=line.grade, decided_on=decided_on, recorded_at=at,
        recorded_by=by, **said,
    )  # fmt: skip
    audit.record(
        "grade.decided", by=by, on=f"round:{run.round_id}", at=at, draft=run.number, subject=subject,
        computed=line.grade, rows=[made], **said,
    )  # fmt: skip
    return made


@transaction.atomic
def restore_grade(*, run: Run, subject: str, reason: str, by: Person, at: datetime) -> GradeDecision:  # fmt: skip
    """恢复按算出的: from the newest draft on a decision no longer holds; that it was made remains known."""
    policies.check_clerk(by)
    _check_newest(run)
    line = run.lines.filter(subject=subject).first()
    grade = grades_of(run, lines=[line])[subject] if line else None
    if grade is None or grade.decision is None:
        raise Refused("这个单位没有机关定的等次，本来就按算出的。")
    if not reason.strip():
        raise Refused("请写明为什么撤下（如“选错了单位”“常委会收回”）。")
    return take_back(run=run, grade=grade, reason=reason.strip(), by=by, at=at)


def take_back(*, run: Run, grade: Grade, reason: str, by: Person, at: datetime) -> GradeDecision:
    """Write down that a decision no longer holds, inside the transaction of whoever calls."""
    made = GradeDecision.objects.create(
        round=run.round, run=run, subject=grade.subject, computed=grade.computed, decided="",
        decided_on=timezone.localtime(at).date(), reason=reason[:300], recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record(
        "grade.restored", by=by, on=f"round:{run.round_id}", at=at, draft=run.number, subject=grade.subject,
        computed=grade.computed, before=grade.decision.decided if grade.decision else "", reason=reason, rows=[made],
    )  # fmt: skip
    return made


def _check_newest(run: Run) -> None:
    check_running(run.round, "不能再定等次。要更正，请先在轮次页重新打开。")
    if run.number is None:
        raise Refused("等次定在编了号的稿上。请先编一稿。")
    newest = run.round.runs.filter(number__isnull=False).order_by("-number").first()
    if newest is not None and newest.pk != run.pk:
        raise Refused(f"等次定在最新的一稿上，现在是第 {newest.number} 稿。请打开那一稿再记。")


def _is_same(made: GradeDecision, said: dict[str, str], decided_on: date) -> bool:
    told = {"decided", "organ", "meeting", "document"}
    return made.decided_on == decided_on and all(getattr(made, name) == said[name] for name in told)
