"""来历: everything that was done to one claim, the newest first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import QuerySet

from baton.domain.claims.models import Claim

RECEIPT = {"receipt_by", "receipt_on"}
NAMES = {"subject": "单位", "role": "角色"}


@dataclass(frozen=True)
class Deed:
    """Something that was done: when and by whom it was recorded, what it was, who decided it and why."""

    at: datetime
    by: str
    what: str
    decided_by: str = ""
    meeting: str = ""
    decided_on: date | None = None
    reason: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def of(claim: Claim) -> list[Deed]:
    """Entered, corrected, decided, withdrawn, and the files put beside it."""
    where = f"，读自“{claim.file.name}”" if claim.file else ""
    found = [Deed(claim.entered_at, claim.entered_by.name, f"登记{where}")]
    for one in claim.decisions.select_related("recorded_by").order_by("pk"):
        found.append(
            Deed(
                one.recorded_at, one.recorded_by.name, one.get_state_display(), one.decided_by, one.meeting,
                one.decided_on, one.reason,
            )
        )  # fmt: skip
    for correction in claim.corrections.select_related("recorded_by"):
        found.append(
            Deed(
                correction.recorded_at, correction.recorded_by.name, "签收" if set(correction.changes) == RECEIPT else "更正", reason=correction.reason,
                changes=[(_name(name), before or "空", after or "空") for name, (before, after) in correction.changes.items()],
            )
        )  # fmt: skip
    for paper in claim.files.select_related("file__stored_by"):
        what = f"附上{paper.get_kind_display()}“{paper.file.name}”"
        found.append(Deed(paper.file.stored_at, paper.file.stored_by.name, what))
    found.reverse()
    return sorted(found, key=lambda deed: deed.at, reverse=True)


def same_matter(claim: Claim) -> QuerySet[Claim]:
    """The unit's other lines of the same matter."""
    found = Claim.objects.filter(
        scheme=claim.scheme_id, subject=claim.subject_id, matter=claim.matter
    )
    return found.exclude(pk=claim.pk).order_by("number")


def next_pending(claim: Claim) -> tuple[Claim | None, int]:
    """The undecided line after this one by number, else the first of all; and how many others there are."""
    others = Claim.objects.filter(scheme=claim.scheme_id, state=Claim.State.PENDING).exclude(
        pk=claim.pk
    )
    after = others.filter(number__gt=claim.number).order_by("number").first()
    return after or others.order_by("number").first(), others.count()


def _name(field_name: str) -> str:
    """A field by the word people know it by."""
    return NAMES.get(field_name) or str(Claim._meta.get_field(field_name).verbose_name)
