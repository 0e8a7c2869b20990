"""删掉旧的一套: old sets of papers leave the disk, with a reason; that there were such sets, and which, stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Dispatch, Release, Run
from baton.domain.audit import services as audit
from baton.domain.files.models import StoredFile
from baton.domain.printing.models import PaperSet
from baton.domain.refusals import Refused

LONGEST_WHY = 200


def clearable(run: Run) -> list[PaperSet]:
    """The sets of a draft that may be deleted, the newest first; none of a draft that was released or sent out."""
    if check_not_out(run):
        return []
    found = PaperSet.objects.filter(run=run, file__isnull=False).select_related("asked_by")
    return list(found.order_by("-pk"))[1:]


def cleared(run: Run) -> list[PaperSet]:
    """The sets that were deleted, the newest first."""
    found = PaperSet.objects.filter(run=run, cleared_at__isnull=False).select_related("cleared_by")
    return list(found.order_by("-pk"))


def check_not_out(run: Run) -> str:
    """Why the sets of a draft stay: somebody may hold one in his hands."""
    if Release.objects.filter(run=run).exists() or Dispatch.objects.filter(run=run, struck_at=None).exists():  # fmt: skip
        return f"第 {run.number} 稿发布过或发出过，出过的各套都留着。"
    return ""


@transaction.atomic
def clear(*, paper_sets: Sequence[PaperSet], why: str, by: Person, at: datetime) -> list[str]:
    """删掉几套 of one draft; returns the contents that no row points to any more, for who calls to remove them."""
    policies.check_clerk(by)
    if not paper_sets:
        raise Refused("没有勾要删的哪几套。")
    if not why.strip():
        raise Refused("请写明为什么删，如“磁盘快满了，都是草稿”。")
    if len(why.strip()) > LONGEST_WHY:
        raise Refused(f"理由最多 {LONGEST_WHY} 个字。")
    run = paper_sets[0].run
    if out := check_not_out(run):
        raise Refused(out)
    may = {one.pk: one for one in clearable(run)}
    if any(one.pk not in may for one in paper_sets):
        raise Refused("最新的一套要留着，已经删掉的不用再删。请看看现在还有哪几套。")
    found = [may[pk] for pk in dict.fromkeys(one.pk for one in paper_sets)]
    files = list(StoredFile.objects.filter(pk__in=[one.file_id for one in found]))
    for one in found:
        one.file, one.cleared_why, one.cleared_at, one.cleared_by = None, why.strip(), at, by
        one.save(update_fields=["file", "cleared_why", "cleared_at", "cleared_by"])
    StoredFile.objects.filter(pk__in=[file.pk for file in files]).delete()
    audit.record(
        "papers.cleared", by=by, on=f"run:{run.pk}", at=at, why=why.strip(), size=sum(file.size for file in files),
        contents=[file.sha256 for file in files], rows=found, gone=files,
    )  # fmt: skip
    kept = set(StoredFile.objects.filter(sha256__in=[file.sha256 for file in files]).values_list("sha256", flat=True))  # fmt: skip
    return [file.sha256 for file in files if file.sha256 not in kept]
