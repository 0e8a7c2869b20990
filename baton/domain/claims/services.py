"""Writing the ledger of bonuses, deductions and vetoes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import count

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.claims import queries
from baton.domain.claims.entries import LONGEST, Entry, changes, check, check_length, told, values
from baton.domain.claims.models import Claim, ClaimFile, Correction, Decision
from baton.domain.facts import services as figures
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes.models import Scheme

State = Claim.State
DECIDABLE = (State.ACCEPTED, State.REJECTED, State.EXEMPTED, State.PENDING)
SAME_MATTER = "同一事项，不重复计"
FIRST = 5  # so many numbers are named in a sentence


@transaction.atomic
def enter(
    *, scheme: Scheme, entries: Sequence[Entry], file: StoredFile | None = None, by: Person, at: datetime
) -> list[Claim]:  # fmt: skip
    """登记: new lines in the order given, all of them undecided; `file` is the table they were read from, if there was one."""
    _check_open(by, scheme)
    if not entries:
        raise Refused("没有要登记的条目。")
    for entry in entries:
        check(entry)
    figures.move_on(scheme)  # first, so that two clerks who enter at once get different numbers
    taken = set(Claim.objects.filter(scheme=scheme).values_list("number", flat=True))
    numbers = _next_numbers(taken | {entry.number for entry in entries})
    made = []
    for entry in entries:
        number = entry.number or next(numbers)
        if number in taken:
            raise Refused(f"编号“{number}”已经有了，一条也没有登记。")
        taken.add(number)
        made.append(
            Claim(
                scheme=scheme, number=number, file=file, entered_at=at, entered_by=by, **values(entry)
            )
        )  # fmt: skip
    Claim.objects.bulk_create(made)
    source = {"sha256": file.sha256} if file else {}
    audit.record(
        "claims.entered", by=by, on=f"scheme:{scheme.pk}", at=at, numbers=[claim.number for claim in made], rows=made,
        **source,
    )  # fmt: skip
    return list(
        Claim.objects.filter(scheme=scheme, number__in=[claim.number for claim in made]).order_by(
            "pk"
        )
    )


@transaction.atomic
def edit(
    *, claim: Claim, entry: Entry, edits: int, reason: str, by: Person, at: datetime
) -> Claim:  # fmt: skip
    """更正: only while it is undecided; what stood before is kept. Conflict when somebody else was quicker."""
    _check_open(by, claim.scheme)
    check(entry)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("subject").get(pk=claim.pk)
    if claim.edits != edits:
        raise Conflict("这一条刚被别人改过，您的改动没有写入。请看看现在的内容再改。")
    if claim.state != State.PENDING:
        raise Refused("这一条已经定了。要改，请先改回待定。")
    changed = changes(claim, entry)
    if not changed:
        raise Refused("没有改动。")
    if not reason.strip():
        raise Refused("请写明为什么更正。")
    check_length("理由", reason, 300)
    for name, value in values(entry).items():
        setattr(claim, name, value)
    claim.edits = edits + 1
    claim.save()
    correction = Correction.objects.create(
        claim=claim, changes=changed, reason=reason.strip(), recorded_at=at, recorded_by=by
    )
    figures.move_on(claim.scheme)
    audit.record(
        "claim.edited", by=by, on=f"claim:{claim.pk}", at=at, number=claim.number, fields=sorted(changed),
        rows=[claim, correction],
    )  # fmt: skip
    return claim


@transaction.atomic
def decide(
    *, claims: Sequence[Claim], state: str, decided_by: str, decided_on: date, meeting: str = "", reason: str = "",
    seen: Mapping[int, int] | None = None, by: Person, at: datetime,
) -> None:  # fmt: skip
    """认定: accept, reject, exempt, or put back; with the name of who decided.

    seen: how many edits each claim had when it was shown; Conflict when somebody decided or corrected one since.
    """
    _check_open(by, *(claim.scheme for claim in claims[:1]))
    if state not in DECIDABLE:
        raise Refused("请选择怎么定：认定、不予认定、免除，或改回待定。")
    if state == State.REJECTED and not reason.strip():
        raise Refused("不予认定要写明理由。")
    locked = _locked(claims, seen)
    if state == State.ACCEPTED:
        _check_levels(locked)
    changed = [one.number for one in locked if one.state not in (State.PENDING, state)]
    if changed and not reason.strip():
        raise Refused(f"{_named(changed)}已经定过。要改，请写明为什么改。")
    made = _decided(locked, state, decided_by, decided_on, meeting, reason, by, at)
    audit.record(
        "claims.decided", by=by, on=f"scheme:{locked[0].scheme_id}", at=at, state=str(state), reason=reason,
        numbers=sorted(claim.number for claim in locked), decided_on=decided_on.isoformat(), meeting=meeting,
        rows=[locked, made],
    )  # fmt: skip


@transaction.atomic
def decide_matter(
    *, claims: Sequence[Claim], kept: Claim, matter: str, decided_by: str, decided_on: date, meeting: str = "",
    seen: Mapping[int, int] | None = None, by: Person, at: datetime,
) -> None:  # fmt: skip
    """同一事项一次定: one line counts, the others are rejected as told twice; all of them become one matter."""
    _check_open(by, kept.scheme)
    locked = _locked(claims, seen)
    others = [one for one in locked if one.pk != kept.pk]
    if len(others) == len(locked) or not others:
        raise Refused("请选两条以上，并选定其中计分的一条。")
    mine = [one for one in locked if one.pk == kept.pk]
    _check_levels(mine)
    group(claims=locked, matter=matter, by=by, at=at)
    reason = f"{SAME_MATTER}，已计 {kept.number}"
    made = [
        _decided(mine, State.ACCEPTED, decided_by, decided_on, meeting, "", by, at),
        _decided(others, State.REJECTED, decided_by, decided_on, meeting, reason, by, at),
    ]
    audit.record(
        "claims.decided_matter", by=by, on=f"scheme:{kept.scheme_id}", at=at, kept=kept.number, matter=matter,
        numbers=sorted(one.number for one in locked), decided_on=decided_on.isoformat(), meeting=meeting,
        rows=[locked, made],
    )  # fmt: skip


@transaction.atomic
def withdraw(
    *, claim: Claim, asked_by: str, reason: str = "", on: date, edits: int | None = None, by: Person, at: datetime
) -> None:  # fmt: skip
    """撤回: the line stays in the ledger and counts no longer; a decided one has to be put back first."""
    _check_open(by, claim.scheme)
    locked = _locked([claim], None if edits is None else {claim.pk: edits})
    if locked[0].state != State.PENDING:
        raise Refused("这一条已经定了。要撤回，请先改回待定。")
    if not asked_by.strip():
        raise Refused("请写明是谁要撤回的。")
    made = _decided(locked, State.WITHDRAWN, asked_by, on, "", reason, by, at)
    audit.record(
        "claim.withdrawn", by=by, on=f"claim:{claim.pk}", at=at, number=claim.number, reason=reason, rows=[locked, made]
    )  # fmt: skip


def _check_open(by: Person, *schemes: Scheme) -> None:
    """Only clerks, and only while a round of the scheme still runs or none was opened yet."""
    policies.check_clerk(by)
    for scheme in schemes:
        closed = list(scheme.rounds.filter(voided_at=None).values_list("is_closed", flat=True))
        if closed and all(closed):
            raise Refused("这个方案的各轮都已结束，台账不再改。要改请先重新开一轮。")


def _locked(claims: Sequence[Claim], seen: Mapping[int, int] | None) -> list[Claim]:
    """The claims as they stand, held for this transaction; nothing that was withdrawn or changed meanwhile."""
    ids = [claim.pk for claim in claims]
    locked = list(Claim.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if not locked:
        raise Refused("没有选中条目。")
    if len({one.scheme_id for one in locked}) > 1:
        raise Refused("选中的条目不是同一个方案的，请分开定。")
    stale = [
        one.number
        for one in locked
        if seen is not None and one.edits != seen.get(one.pk, one.edits)
    ]
    if stale:
        raise Conflict(f"{_named(stale)}刚被别人定过或改过，您的没有写入。请看看现在的内容再定。")
    gone = [one.number for one in locked if one.state == State.WITHDRAWN]
    if gone:
        raise Refused(f"{_named(gone)}已经撤回，不能再定。要恢复请重新登记。")
    return locked


def _check_levels(claims: Sequence[Claim]) -> None:
    """No claim is accepted whose level is not in the points table, unless points of its own are given."""
    strange = queries.without_points(claims)
    if strange:
        raise Refused(
            f"{_named(strange)}的级别不在分值表里，只能不予认定。要认定，请先更正级别，或到指标体系里给这个级别定分。"
        )


def _named(numbers: Sequence[str]) -> str:
    """The first numbers and how many there are: A0001、A0002 等 8 条."""
    if len(numbers) <= FIRST:
        return "、".join(numbers) + " "
    return f"{'、'.join(numbers[:FIRST])} 等 {len(numbers)} 条"


def _decided(
    claims: Sequence[Claim], state: str, decided_by: str, on: date, meeting: str, reason: str, by: Person, at: datetime
) -> list[Decision]:  # fmt: skip
    if not decided_by.strip():
        raise Refused("请写明是谁定的（领导小组、会议或经办人）。")
    for label, text, most in (
        ("谁定的", decided_by, 60),
        ("会议", meeting, 60),
        ("理由", reason, 300),
    ):
        check_length(label, text.strip(), most)
    for claim in claims:
        claim.state, claim.edits = state, claim.edits + 1
    Claim.objects.bulk_update(claims, ["state", "edits"], batch_size=400)
    made = Decision.objects.bulk_create(
        Decision(
            claim=claim, state=state, decided_by=decided_by.strip(), decided_on=on, meeting=meeting.strip(),
            reason=reason.strip(), recorded_at=at, recorded_by=by,
        )
        for claim in claims
    )  # fmt: skip
    figures.move_on(claims[0].scheme)
    return made


@transaction.atomic
def group(*, claims: Sequence[Claim], matter: str, by: Person, at: datetime) -> None:
    """并为同一事项: lines of one unit that tell of the same matter; only the highest counts where the rule says so."""
    _check_open(by, *(claim.scheme for claim in claims[:1]))
    if len({claim.subject_id for claim in claims}) != 1:
        raise Refused("同一事项只能是同一个单位的条目。")
    if not matter.strip():
        raise Refused("请给这个事项一个名称。")
    check_length("事项", matter, LONGEST["matter"][1])
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(matter=matter.strip())
    figures.move_on(claims[0].scheme)
    audit.record(
        "claims.grouped", by=by, on=f"scheme:{claims[0].scheme_id}", at=at, matter=matter,
        numbers=sorted(claim.number for claim in claims), rows=claims,
    )  # fmt: skip


@transaction.atomic
def part(*, claims: Sequence[Claim], by: Person, at: datetime) -> None:
    """不是同一事项: lines that look alike are matters of their own, and are not proposed together again.

    Those that shared a name get one each, with their number, so that each of them counts.
    """
    _check_open(by, *(claim.scheme for claim in claims[:1]))
    locked = _locked(claims, None)
    names = [claim.matter for claim in locked]
    for claim in locked:
        claim.is_single = True
        if names.count(claim.matter) > 1:
            room = (LONGEST["matter"][1] or 0) - len(claim.number) - 2
            claim.matter = f"{claim.title[:room]}（{claim.number}）"
    Claim.objects.bulk_update(locked, ["is_single", "matter"])
    figures.move_on(locked[0].scheme)
    audit.record(
        "claims.parted", by=by, on=f"scheme:{locked[0].scheme_id}", at=at, numbers=sorted(claim.number for claim in locked),
        rows=locked,
    )  # fmt: skip


@transaction.atomic
def attach(
    *, claim: Claim, file: StoredFile, kind: str = ClaimFile.Kind.PROOF, by: Person, at: datetime
) -> None:  # fmt: skip
    """附文件: a document a claim rests on, or the unit's receipt."""
    policies.check_clerk(by)
    if kind not in ClaimFile.Kind.values:
        raise Refused("请选择这个文件是依据还是签收回执。")
    if claim.files.filter(file__sha256=file.sha256, kind=kind).exists():
        raise Refused("这个文件已经附在这一条上了，没有再附。")
    made = ClaimFile.objects.create(claim=claim, file=file, kind=kind)
    audit.record(
        "claim.attached", by=by, on=f"claim:{claim.pk}", at=at, sha256=file.sha256, kind=kind, rows=[made]
    )  # fmt: skip


@transaction.atomic
def acknowledge(
    *, claim: Claim, receipt_by: str, receipt_on: date, by: Person, at: datetime
) -> None:
    """签收: the unit has been told of a deduction; who took note and when. Also after it was decided."""
    policies.check_clerk(by)
    if not receipt_by.strip():
        raise Refused("请写明单位里谁签收的。")
    check_length("谁签收", receipt_by.strip(), LONGEST["receipt_by"][1])
    claim = Claim.objects.select_for_update(of=("self",)).select_related("subject").get(pk=claim.pk)
    was, day = claim.receipt_by, claim.receipt_on
    claim.receipt_by, claim.receipt_on, claim.edits = (
        receipt_by.strip(),
        receipt_on,
        claim.edits + 1,
    )
    claim.save(update_fields=["receipt_by", "receipt_on", "edits"])
    changed = {"receipt_by": [was, claim.receipt_by], "receipt_on": [told(day), told(receipt_on)]}
    reason = "更正签收" if was else "单位签收"
    correction = Correction.objects.create(
        claim=claim, changes=changed, reason=reason, recorded_at=at, recorded_by=by
    )
    audit.record(
        "claim.acknowledged", by=by, on=f"claim:{claim.pk}", at=at, number=claim.number, receipt_on=receipt_on.isoformat(),
        rows=[claim, correction],
    )  # fmt: skip


def _next_numbers(taken: set[str]) -> Iterator[str]:
    highest = max((int(n[1:]) for n in taken if n[:1] == "A" and n[1:].isdigit()), default=0)
    return (f"A{number:04d}" for number in count(highest + 1))
