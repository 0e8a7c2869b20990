"""一条加减分写了什么: the fields of a claim or deduction, and what they may not be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from baton.domain.claims.models import Claim
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.scoring.canonical import parse_decimal


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
    source: str = ""
    told_by: str = ""
    receipt_by: str = ""
    receipt_on: date | None = None
    note: str = ""
    number: str = ""


TEXTS = (
    "number", "kind", "title", "matter", "level", "document", "source", "told_by", "receipt_by", "note", "points", "counted",
)  # fmt: skip
# The longest text of each field, with the word by which people know it.
LONGEST = {
    name: (str(Claim._meta.get_field(name).verbose_name), Claim._meta.get_field(name).max_length)
    for name in TEXTS
}
EDITED = (
    "subject", "kind", "title", "matter", "level", "document", "happened_on", "until", "role", "count", "points",
    "counted", "is_elsewhere", "source", "told_by", "receipt_by", "receipt_on", "note",
)  # fmt: skip


def check(entry: Entry) -> None:
    """Refused when an entry can't be taken as it is."""
    if not entry.title.strip() or not entry.kind.strip():
        raise Refused("名称和种类都要填。")
    for name, (label, most) in LONGEST.items():
        check_length(label, getattr(entry, name), most)
    for label, text in (("分值", entry.points), ("上年已加", entry.counted)):
        try:
            parse_decimal(text or "0")
        except ValueError as error:
            raise Refused(f"{label}“{text}”不是可用的数。") from error
    if entry.until and entry.happened_on and entry.until < entry.happened_on:
        raise Refused("有效期至早于发生日期，请核对。")


def check_length(label: str, text: str, most: int | None) -> None:
    """Refused when a text is longer than its field."""
    if most is not None and len(text) > most:
        raise Refused(f"{label}最多 {most} 个字，现在 {len(text)} 个，请写短一些。")


def changes(claim: Claim, entry: Entry) -> dict[str, list[str]]:
    """What an entry would change of a claim: before and after of each field, as people read them."""
    after = values(entry)
    return {
        name: [told(getattr(claim, name)), told(value)]
        for name, value in after.items()
        if getattr(claim, name) != value
    }


def values(entry: Entry) -> dict[str, object]:
    """The fields an entry writes into a claim."""
    return {name: getattr(entry, name) for name in EDITED} | {"matter": entry.matter or entry.title}


def told(value: object) -> str:
    """A field as text: units by their name, days as written everywhere, yes and no as words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return dict(Claim.Role.choices).get(value, value) if isinstance(value, str) else str(value)
