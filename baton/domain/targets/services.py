"""Writing agreed values: freely until they are sealed, afterwards only by an amendment with reason and document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.facts import services as figures
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes.models import Scheme
from baton.domain.targets import queries
from baton.domain.targets.models import Seal, Target
from baton.scoring.canonical import DECIMAL, decimal_text, digest, parse_decimal

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LONGEST_SOURCE, LONGEST_REASON, LONGEST_DOCUMENT = 200, 300, 120
Cell = tuple[str, str, str]


class Line(NamedTuple):
    """One agreed value of a unit (`*`: of everybody); value None: there is no such task.

    is_withdrawn: the cell is empty again, as if nobody had agreed anything. since: from which version on it holds.
    """

    subject: str
    indicator: str
    field: str
    value: str | None
    source: str = ""
    is_withdrawn: bool = False
    since: int = 1

    @property
    def cell(self) -> Cell:
        return self.subject, self.indicator, self.field


@transaction.atomic
def agree(
    *, scheme: Scheme, lines: Sequence[Line], reason: str = "", document: str = "",
    was: int | None = None, seen: int | None = None, by: Person, at: datetime,
) -> None:  # fmt: skip
    """定目标: put agreed values into the ledger; after sealing they need a reason and a document.

    was: for lines about one unit's indicator, the newest line about it that the clerk had seen (0: none); seen: the
    newest of all. Conflict when somebody has written another one in between.
    """
    policies.check_clerk(by)
    reason, document = reason.strip(), document.strip()
    _check(lines, reason, document)
    lines = [line._replace(value=_shortest(line.value)) for line in lines]
    if seen is not None and queries.head(scheme) != seen:
        raise Conflict("责任书刚被别人改过，还没有写入。请再看一遍现在会改哪些，再收下。")
    if was is not None and queries.newest(scheme, *lines[0].cell[:2]) != was:
        raise Conflict("这项目标刚被别人改过，还没有写入。请看看现在的数，再决定留谁的。")
    if queries.seal_of(scheme) is not None and not (reason and document):
        missing = "、".join(
            word for word, text in (("调整理由", reason), ("批准文号", document)) if not text
        )
        raise Refused(f"责任书已经封存。要改目标，请写明理由和批准文号：还缺{missing}。")
    made = Target.objects.bulk_create(
        Target(
            scheme=scheme, subject=line.subject, indicator=line.indicator, field=line.field, value=line.value,
            is_withdrawn=line.is_withdrawn, since=line.since, source=line.source[:LONGEST_SOURCE], reason=reason, document=document,
            recorded_at=at, recorded_by=by,
        )
        for line in lines
    )  # fmt: skip
    figures.move_on(scheme)
    audit.record(
        "targets.agreed", by=by, on=f"scheme:{scheme.pk}", at=at, lines=len(lines), reason=reason,
        document=document, digest=digest(sorted(map(_written, lines), key=lambda line: (*line[:3], line[6:]))), rows=made,
    )  # fmt: skip


@transaction.atomic
def seal(*, scheme: Scheme, seen: int | None = None, by: Person, at: datetime) -> Seal:
    """封存责任书: from now on every change is an amendment, and the digest can be printed on the paper.

    seen: the newest line that had been seen; Conflict when another one was written in between.
    """
    policies.check_clerk(by)
    if queries.seal_of(scheme) is not None:
        raise Refused("责任书已经封存过了。")
    newest = queries.head(scheme)
    if seen is not None and newest != seen:
        raise Conflict("责任书刚被别人改过，没有封存。请再看一遍，再封存。")
    agreed = queries.agreement(scheme)
    if not agreed:
        raise Refused("责任书里一行也没有，没有封存。请先收目标。")
    made = Seal.objects.create(
        scheme=scheme, digest=digest(agreed), head=newest, sealed_at=at, sealed_by=by
    )
    audit.record(
        "targets.sealed", by=by, on=f"scheme:{scheme.pk}", at=at, digest=made.digest, rows=[made]
    )
    return made


def _written(line: Line) -> list[Any]:
    """A line as its digest has it; that it holds from the first version on goes without saying."""
    return list(line) if line.since > 1 else list(line[:-1])


def _check(lines: Sequence[Line], reason: str, document: str) -> None:
    if not lines:
        raise Refused("责任书里一行也没有，没有写入。")
    if len({(line.cell, line.since) for line in lines}) != len(lines):
        raise Refused("同一格目标写了两次，一个也没有写入。")
    for word, text, most in (
        ("调整理由", reason, LONGEST_REASON),
        ("批准文号", document, LONGEST_DOCUMENT),
    ):
        if len(text) > most:
            raise Refused(f"“{word}”最多 {most} 个字，请写短一些。")
    for line in lines:
        for text, most in zip(line.cell, (60, 60, 40), strict=True):
            if not text or len(text) > most:
                raise Refused(f"“{text[:20]}”不能作责任书里的名称：要写，最多 {most} 个字。")
        if line.value is not None and (line.is_withdrawn or not _is_value(line.value)):
            raise Refused(f"“{line.value[:40]}”不是数，也不是 2026-12-31 这样的日期，没有写入。")


def _is_value(text: str) -> bool:
    return DECIMAL.fullmatch(text) is not None or DAY.fullmatch(text) is not None


def _shortest(value: str | None) -> str | None:
    """A number in its shortest form, as archives say it; anything else as it is."""
    if value is None or not DECIMAL.fullmatch(value):
        return value
    return decimal_text(*parse_decimal(value))
