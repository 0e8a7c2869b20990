"""Writing agreed values: freely until they are sealed, afterwards only by an amendment with reason and document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.facts import services as figures
from baton.domain.refusals import Refused
from baton.domain.schemes.models import Scheme
from baton.domain.targets.models import Seal, Target
from baton.domain.targets.queries import agreement
from baton.scoring.canonical import digest


class Line(NamedTuple):
    """One agreed value of a unit (`*`: of everybody); value None: there is no such task."""

    subject: str
    indicator: str
    field: str
    value: str | None
    source: str = ""


@transaction.atomic
def agree(
    *, scheme: Scheme, lines: Sequence[Line], reason: str = "", document: str = "", by: Person, at: datetime
) -> None:  # fmt: skip
    """定目标: put agreed values into the ledger; after sealing they need a reason and a document."""
    policies.check_clerk(by)
    if not lines:
        raise Refused("责任书里一行也没有，没有写入。")
    if len({line[:3] for line in lines}) != len(lines):
        raise Refused("同一格目标写了两次，一个也没有写入。")
    if Seal.objects.filter(scheme=scheme).exists() and not (reason and document):
        raise Refused("责任书已经封存。要改目标，请写明理由和批准文号。")
    made = Target.objects.bulk_create(
        Target(
            scheme=scheme, subject=line.subject, indicator=line.indicator, field=line.field, value=line.value,
            source=line.source[:200], reason=reason, document=document, recorded_at=at, recorded_by=by,
        )
        for line in lines
    )  # fmt: skip
    figures.move_on(scheme)
    audit.record(
        "targets.agreed", by=by, on=f"scheme:{scheme.pk}", at=at, lines=len(lines), reason=reason,
        document=document, digest=digest(sorted([list(line) for line in lines], key=lambda line: line[:3])), rows=made,
    )  # fmt: skip


@transaction.atomic
def seal(*, scheme: Scheme, by: Person, at: datetime) -> Seal:
    """封存责任书: from now on every change is an amendment, and the digest can be printed on the paper."""
    policies.check_clerk(by)
    if Seal.objects.filter(scheme=scheme).exists():
        raise Refused("责任书已经封存过了。")
    made = Seal.objects.create(
        scheme=scheme, digest=digest(agreement(scheme)), sealed_at=at, sealed_by=by
    )
    audit.record(
        "targets.sealed", by=by, on=f"scheme:{scheme.pk}", at=at, digest=made.digest, rows=[made]
    )
    return made
