"""Asking for all papers, telling how far they are, finishing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.audit import services as audit
from baton.domain.printing.models import PaperSet
from baton.domain.refusals import Refused


@transaction.atomic
def ask(*, run: Run, by: Person, at: datetime) -> PaperSet:
    """全部出一遍: put all papers of a numbered draft on the worker's list; asked twice, it is the same set."""
    policies.check_clerk(by)
    if run.kind != Run.Kind.DRAFT:
        raise Refused("试算随时会变，不成套出材料。请先在成绩页编一稿。")
    waiting = PaperSet.objects.filter(run=run, done_at=None, failed="").first()
    if waiting is not None:
        return waiting
    made = PaperSet.objects.create(run=run, asked_by=by, asked_at=at)
    audit.record("papers.asked", by=by, on=f"run:{run.pk}", at=at, number=run.number)
    return made


@transaction.atomic
def advance(*, paper_set: PaperSet, total: int, made: int, now: str, at: datetime) -> bool:
    """说到哪里了: how many are done and what is being made; False when the set is no longer wanted."""
    waiting = PaperSet.objects.filter(pk=paper_set.pk, done_at=None, failed="")
    return bool(waiting.update(total=total, made=made, now=now[:200], moved_at=at))


@transaction.atomic
def finish(
    *, paper_set: PaperSet, total: int, sha256: str, size: int, note: str, by: Person, at: datetime
) -> None:
    """出好了: every paper lies in one file."""
    paper_set.total = paper_set.made = total
    paper_set.now, paper_set.note = "", note
    paper_set.sha256, paper_set.size, paper_set.done_at = sha256, size, at
    paper_set.save()
    audit.record(
        "papers.made", by=by, on=f"run:{paper_set.run_id}", at=at, papers=total, sha256=sha256
    )


@transaction.atomic
def give_up(*, paper_set: PaperSet, why: str, by: Person, at: datetime) -> None:
    """没有出成: with the sentence that says why."""
    paper_set.failed, paper_set.now = why[:300], ""
    paper_set.save(update_fields=["failed", "now"])
    audit.record("papers.failed", by=by, on=f"run:{paper_set.run_id}", at=at, why=paper_set.failed)
