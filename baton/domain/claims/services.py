"""Writing the ledger of bonuses, deductions and vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.claims.models import Claim, Decision
from baton.domain.facts import services as figures
from baton.domain.files.models import StoredFile
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes.models import Scheme
from baton.scoring.canonical import parse_decimal

State = Claim.State


@dataclass(frozen=True)
class Entry:
    """What a claim or deduction says. `matter` groups lines of the same matter; empty means its own title."""

    subject: Unit
    kind: str
    title: str
    matter: str = ""
    level: str = ""
    document: str = ""
    happened_on: date | None = None
    until: date | None = None
    role: str = Claim.Role.LEAD.value
    count: int = 1
    points: str = ""
    counted: str = ""
    is_elsewhere: bool = False
    note: str = ""
    number: str = ""


@transaction.atomic
def enter(*, scheme: Scheme, entries: Sequence[Entry], by: Person, at: datetime) -> list[Claim]:
    """登记: new lines, all of them undecided."""
    policies.check_clerk(by)
    if not entries:
        raise Refused("没有要登记的条目。")
    for entry in entries:
        _check(entry)
    taken = set(Claim.objects.filter(scheme=scheme).values_list("number", flat=True))
    made = []
    for entry in entries:
        number = entry.number or _next_number(taken)
        if number in taken:
            raise Refused(f"编号“{number}”已经有了，一条也没有登记。")
        taken.add(number)
        made.append(
            Claim(
                scheme=scheme, number=number, subject=entry.subject, kind=entry.kind, title=entry.title,
                matter=entry.matter or entry.title, level=entry.level, document=entry.document,
                happened_on=entry.happened_on, until=entry.until, role=entry.role, count=entry.count,
                points=entry.points, counted=entry.counted, is_elsewhere=entry.is_elsewhere, note=entry.note,
                entered_at=at, entered_by=by,
            )
        )  # fmt: skip
    Claim.objects.bulk_create(made)
    figures.move_on(scheme)
    audit.record(
        "claims.entered", by=by, on=f"scheme:{scheme.pk}", at=at, numbers=[claim.number for claim in made]
    )  # fmt: skip
    return list(Claim.objects.filter(scheme=scheme, number__in=[claim.number for claim in made]))


@transaction.atomic
def edit(*, claim: Claim, entry: Entry, edits: int, by: Person, at: datetime) -> Claim:
    """改条目: only while it is undecided; Conflict when somebody else edited in between."""
    policies.check_clerk(by)
    _check(entry)
    claim = Claim.objects.select_for_update().get(pk=claim.pk)
    if claim.state != State.PENDING:
        raise Refused("这一条已经定了。要改，请先改回待定。")
    if claim.edits != edits:
        raise Conflict("这一条刚被别人改过，您的改动没有写入。请看看现在的内容再改。")
    for name in ("subject", "kind", "title", "level", "document", "happened_on", "until", "role", "count", "points",
                 "counted", "is_elsewhere", "note"):  # fmt: skip
        setattr(claim, name, getattr(entry, name))
    claim.matter, claim.edits = entry.matter or entry.title, edits + 1
    claim.save()
    figures.move_on(claim.scheme)
    audit.record("claim.edited", by=by, on=f"claim:{claim.pk}", at=at, number=claim.number)
    return claim


@transaction.atomic
def decide(
    *, claims: Sequence[Claim], state: str, decided_by: str, decided_on: date, reason: str = "", by: Person, at: datetime
) -> None:  # fmt: skip
    """认定: accept, reject, exempt, or put back; with the name of who decided."""
    policies.check_clerk(by)
    if not decided_by.strip():
        raise Refused("请写明是谁定的（领导小组、会议或经办人）。")
    if state == State.REJECTED and not reason.strip():
        raise Refused("不予认定要写明理由。")
    ids = [claim.pk for claim in claims]
    if not ids:
        raise Refused("没有选中条目。")
    Claim.objects.filter(pk__in=ids).update(state=state)
    Decision.objects.bulk_create(
        Decision(
            claim_id=pk, state=state, decided_by=decided_by.strip(), decided_on=decided_on, reason=reason.strip(),
            recorded_at=at, recorded_by=by,
        )
        for pk in ids
    )  # fmt: skip
    figures.move_on(claims[0].scheme)
    audit.record(
        "claims.decided", by=by, on=f"scheme:{claims[0].scheme_id}", at=at, state=str(state), reason=reason,
        numbers=sorted(claim.number for claim in claims), decided_on=decided_on.isoformat(),
    )  # fmt: skip


@transaction.atomic
def group(*, claims: Sequence[Claim], matter: str, by: Person, at: datetime) -> None:
    """并为同一事项: lines of one unit that tell of the same matter; only the highest counts where the rule says so."""
    policies.check_clerk(by)
    if len({claim.subject_id for claim in claims}) != 1:
        raise Refused("同一事项只能是同一个单位的条目。")
    if not matter.strip():
        raise Refused("请给这个事项一个名称。")
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(matter=matter.strip())
    figures.move_on(claims[0].scheme)
    audit.record(
        "claims.grouped", by=by, on=f"scheme:{claims[0].scheme_id}", at=at, matter=matter,
        numbers=sorted(claim.number for claim in claims),
    )  # fmt: skip


@transaction.atomic
def attach(*, claim: Claim, file: StoredFile, by: Person, at: datetime) -> None:
    """附文件: the document a claim rests on."""
    policies.check_clerk(by)
    claim.file = file
    claim.save(update_fields=["file"])
    audit.record("claim.attached", by=by, on=f"claim:{claim.pk}", at=at, sha256=file.sha256)


def _check(entry: Entry) -> None:
    if not entry.title.strip() or not entry.kind.strip():
        raise Refused("名称和种类都要填。")
    for label, text in (("分值", entry.points), ("上年已加", entry.counted)):
        try:
            parse_decimal(text or "0")
        except ValueError as error:
            raise Refused(f"{label}“{text}”不是可用的数。") from error
    if entry.until and entry.happened_on and entry.until < entry.happened_on:
        raise Refused("有效期至早于发生日期，请核对。")


def _next_number(taken: set[str]) -> str:
    highest = max((int(n[1:]) for n in taken if n[:1] == "A" and n[1:].isdigit()), default=0)
    return f"A{highest + 1:04d}"
