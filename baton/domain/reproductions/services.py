"""Writing down what was announced and why it differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.domain.reproductions.models import Cause, Publication, Settlement
from baton.domain.rounds.models import Round
from baton.scoring.canonical import digest

LONGEST = 500


@dataclass(frozen=True)
class Settled:
    """One difference and the reason that is given for it."""

    subject: str
    column: str
    published: str
    computed: str
    cause: str
    note: str


@transaction.atomic
def take_in(
    *, round: Round, cells: Sequence[Sequence[str]], file: StoredFile, by: Person, at: datetime
) -> Publication:
    """收公布表: what was announced for a round, cell by cell; an earlier one stays on record."""
    policies.check_clerk(by)
    if not cells:
        raise Refused("公布表里一个数也没有读到，没有收下。")
    lines = sorted(list(cell) for cell in cells)
    newest = queries.newest(round)
    if newest is not None and newest.digest == digest(lines):
        raise Refused("与现在的公布表一个数也不差，没有另记一张。")
    made = Publication.objects.create(
        round=round, file=file, cells=lines, digest=digest(lines), taken_at=at, taken_by=by
    )
    audit.record(
        "published.taken_in", by=by, on=f"round:{round.pk}", at=at, file=file.pk, cells=len(lines), digest=made.digest,
        rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def settle(*, round: Round, settled: Sequence[Settled], by: Person, at: datetime) -> int:
    """说明差异: why these cells differ; a later explanation takes the place of an earlier one."""
    policies.check_clerk(by)
    if not settled:
        raise Refused("没有选中要说明的格子。")
    for one in settled:
        if one.cause not in Cause.values:
            raise Refused("请选一个原因。")
        if not one.note.strip():
            raise Refused("请写一句说明，以后的人才看得懂。")
        if len(one.note) > LONGEST:
            raise Refused(f"说明最多 {LONGEST} 个字。")
    cells = [
        [one.subject, one.column, one.published, one.computed, one.cause, one.note.strip()] for one in settled
    ]  # fmt: skip
    batch = audit.upcoming()
    made = Settlement.objects.bulk_create(
        Settlement(
            round=round, subject=subject, column=column, published=published, computed=computed, cause=cause, note=note,
            batch=batch, settled_at=at, settled_by=by,
        )
        for subject, column, published, computed, cause, note in cells
    )  # fmt: skip
    audit.record(
        "difference.settled", by=by, on=f"round:{round.pk}", at=at, cells=len(cells), digest=digest(cells), rows=made
    )  # fmt: skip
    return len(cells)
