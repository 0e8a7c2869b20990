"""Writing down everyday facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from baton.domain import clock
from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.files.models import StoredFile
from baton.domain.orgs.models import Unit
from baton.domain.progress.models import Record, Rectification
from baton.domain.refusals import Refused
from baton.domain.schemes.models import Scheme

LONGEST_SAID, LONGEST_SOURCE, LONGEST_WHY = 500, 120, 200


@dataclass(frozen=True)
class Fact:
    """One fact before it is kept. indicator: a code of the rule book, or empty."""

    unit: Unit
    happened_on: date
    said: str
    indicator: str = ""
    source: str = ""


@transaction.atomic
def record(
    *, scheme: Scheme, facts: Sequence[Fact], file: StoredFile | None = None, by: Person, at: datetime
) -> list[Record]:  # fmt: skip
    """记平时情况: facts as they happened; what has not happened yet can't be recorded."""
    policies.check_clerk(by)
    if not facts:
        raise Refused("没有要记的情况。")
    for fact in facts:
        _check(fact, clock.local(at).date())
    made = Record.objects.bulk_create(
        Record(
            scheme=scheme, unit=fact.unit, indicator=fact.indicator, happened_on=fact.happened_on, said=fact.said.strip(),
            source=fact.source.strip(), file=file, recorded_at=at, recorded_by=by,
        )
        for fact in facts
    )  # fmt: skip
    audit.record("records.kept", by=by, on=f"scheme:{scheme.pk}", at=at, lines=len(made), rows=made)
    return made


@transaction.atomic
def strike(*, record: Record, why: str, by: Person, at: datetime) -> None:
    """划掉一条 that was wrong; it stays to be read."""
    policies.check_clerk(by)
    if not why.strip():
        raise Refused("请写明为什么划掉。")
    if len(why) > LONGEST_WHY:
        raise Refused(f"理由最多 {LONGEST_WHY} 个字。")
    if record.struck_why:
        raise Refused("这一条已经划掉了。")
    record.struck_why = why.strip()
    record.save(update_fields=["struck_why"])
    audit.record(
        "records.struck", by=by, on=f"scheme:{record.scheme_id}", at=at, why=record.struck_why, rows=[record]
    )  # fmt: skip


@transaction.atomic
def ask(*, record: Record, asked: str, due_on: date, by: Person, at: datetime) -> Rectification:
    """提整改意见: what the unit is to do about it and until when, told while it can still be mended."""
    policies.check_clerk(by)
    if not asked.strip():
        raise Refused("请写明整改意见。")
    if len(asked) > LONGEST_SAID:
        raise Refused(f"整改意见最多 {LONGEST_SAID} 个字。")
    if due_on < clock.local(at).date():
        raise Refused(f"{due_on} 已经过了，请定一个今天或以后的限期。")
    if record.struck_why:
        raise Refused("这一条已经划掉了，不能再提整改意见。")
    if Rectification.objects.filter(record=record).exists():
        raise Refused("这一条已经提过整改意见了。")
    made = Rectification.objects.create(
        record=record, asked=asked.strip(), due_on=due_on, asked_at=at, asked_by=by
    )
    audit.record(
        "records.rectification_asked", by=by, on=f"scheme:{record.scheme_id}", at=at, due_on=due_on.isoformat(), rows=[made]
    )  # fmt: skip
    return made


@transaction.atomic
def settle(*, rectification: Rectification, how: str, on: date, by: Person, at: datetime) -> None:
    """办结: how it was done and when; it is not reopened, a new fact is recorded instead."""
    policies.check_clerk(by)
    if not how.strip():
        raise Refused("请写明怎么办的。")
    if len(how) > LONGEST_SAID:
        raise Refused(f"怎么办的最多 {LONGEST_SAID} 个字。")
    if on > clock.local(at).date():
        raise Refused(f"{on} 还没有到，办结了再记。")
    known = Rectification.objects.select_for_update().get(pk=rectification.pk)
    if known.done_on is not None:
        raise Refused("这一件已经办结了。")
    known.done_on, known.done_how = on, how.strip()
    known.save(update_fields=["done_on", "done_how"])
    audit.record(
        "records.rectification_settled", by=by, on=f"scheme:{rectification.record.scheme_id}", at=at, rows=[known]
    )  # fmt: skip


def _check(fact: Fact, today: date) -> None:
    if not fact.said.strip():
        raise Refused("请写明情况。")
    if len(fact.said) > LONGEST_SAID or len(fact.source) > LONGEST_SOURCE:
        raise Refused(f"情况最多 {LONGEST_SAID} 个字，来源最多 {LONGEST_SOURCE} 个字。")
    if fact.happened_on > today:
        raise Refused(f"{fact.happened_on} 还没有到，只记已经发生的。")
