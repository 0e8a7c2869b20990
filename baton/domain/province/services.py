"""Writing down ranks among others, and the ledger of the upper level's assessment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.province.bounds import check_sum
from baton.domain.province.models import ExamEstimate, ExamItem, ExamNote, Position
from baton.domain.refusals import Conflict, Refused
from baton.scoring.canonical import DECIMAL

Kind = ExamNote.Kind
WITH_POINTS = (Kind.DEDUCTION, Kind.RECOVERED, Kind.RESULT)
LONGEST = {
    "name": 80,
    "department": 60,
    "lead": 60,
    "contact": 120,
    "subject": 60,
    "why": 200,
    "with_whom": 80,
    "said": 500,
    "document": 120,
}
WORDS = {
    "name": "指标", "department": "省直部门", "lead": "牵头单位", "contact": "对接人", "with_whom": "跟谁", "said": "情况",
    "document": "文号",
    "subject": "考谁", "why": "依据",
}  # fmt: skip


@dataclass(frozen=True)
class Rank:
    """One rank as it was read; `subject` empty: ours."""

    year: int
    indicator: str
    among: str
    rank: int
    of: int | None = None
    subject: str = ""
    period: str = ""
    figure: str = ""
    source: str = ""

    @property
    def cell(self) -> tuple[int, str, str, str, str]:
        return self.year, self.period, self.indicator, self.among, self.subject


@dataclass(frozen=True)
class Item:
    """One indicator of the upper level's assessment as it was read or typed."""

    name: str
    full: str
    department: str = ""
    lead: str = ""
    contact: str = ""
    subject: str = ""  # whose assessment: a county; empty: ours


@transaction.atomic
def record(*, ranks: Sequence[Rank], by: Person, at: datetime) -> list[Position]:
    """记位次: ranks among others; a later line of the same cell takes the place of an earlier one."""
    policies.check_clerk(by)
    if not ranks:
        raise Refused("没有读到位次，没有记下。")
    if len({one.cell for one in ranks}) != len(ranks):
        raise Refused("同一指标、同一年写了两个位次，一个也没有记下。")
    made = Position.objects.bulk_create(
        Position(
            year=one.year, period=one.period, indicator=one.indicator, among=one.among, subject=one.subject, rank=one.rank,
            of=one.of, figure=one.figure, source=one.source[:200], recorded_at=at, recorded_by=by,
        )
        for one in ranks
    )  # fmt: skip
    audit.record("positions.recorded", by=by, on="province", at=at, lines=len(made), rows=made)
    return made


@transaction.atomic
def list_items(
    *, year: int, items: Sequence[Item], by: Person, at: datetime
) -> tuple[list[ExamItem], list[ExamItem]]:
    """列省考指标: new ones are added, known ones (by name) corrected; returns both lists. Notes stay with their item."""
    policies.check_clerk(by)
    if not items:
        raise Refused("没有读到指标，没有列。")
    if len({(one.subject, one.name) for one in items}) != len(items):
        raise Refused("同一指标写了两次，一个也没有列。")
    known = {
        (one.subject, one.name): one
        for one in ExamItem.objects.select_for_update().filter(year=year)
    }
    made, changed = [], []
    for one in items:
        _check(one)
        found = known.get((one.subject, one.name))
        if found is None:
            made.append(ExamItem(year=year, entered_at=at, entered_by=by, **vars(one)))
        elif any(getattr(found, name) != value for name, value in vars(one).items()):
            _change(found, one)
            changed.append(found)
    if not made and not changed:
        raise Refused("与已列的一样，没有改。")
    made = ExamItem.objects.bulk_create(made)
    audit.record(
        "exam.listed", by=by, on=f"exam:{year}", at=at, new=len(made), changed=len(changed), rows=[*made, *changed]
    )  # fmt: skip
    return made, changed


@transaction.atomic
def edit(*, item: ExamItem, values: Item, edits: int, by: Person, at: datetime) -> ExamItem:
    """改一个省考指标; Conflict when somebody else has changed it in between."""
    policies.check_clerk(by)
    _check(values)
    found = ExamItem.objects.select_for_update().get(pk=item.pk)
    if found.edits != edits:
        raise Conflict("这一项刚被别人改过，您的改动没有写入。请看看现在的内容再改。")
    same = ExamItem.objects.filter(year=found.year, subject=values.subject, name=values.name)
    if same.exclude(pk=found.pk).exists():
        raise Refused(f"{found.year} 年已经有一项叫“{values.name}”。")
    _change(found, values)
    audit.record(
        "exam.edited", by=by, on=f"exam:{found.year}", at=at, name=found.name, rows=[found]
    )
    return found


@transaction.atomic
def note(
    *, item: ExamItem, kind: str, happened_on: date, said: str, points: str = "", with_whom: str = "", document: str = "",
    includes_typed: bool | None = None, by: Person, at: datetime,
) -> ExamNote:  # fmt: skip
    """记一笔: a contact, a known deduction, late evidence sent up, points won back, or the result.

    includes_typed: of a deduction that a table states, whether it stands for those typed by hand, too.
    """
    policies.check_clerk(by)
    if kind not in Kind.values:
        raise Refused("请选记的是哪一种：对接、已知扣分、补报佐证、挽回或省里结果。")
    if not said.strip():
        raise Refused("请写明情况，以后的人才看得懂。")
    if kind in WITH_POINTS and not points:
        raise Refused(f"“{Kind(kind).label}”要写几分。")
    if points and (not DECIMAL.fullmatch(points) or points.startswith("-")):
        raise Refused(f"“{points}”不是分数，请写成 0.5 这样，不带负号。")
    _check_lengths({"said": said, "with_whom": with_whom, "document": document})
    check_sum(item, kind, points, includes_typed)
    made = ExamNote.objects.create(
        item=item, kind=kind, happened_on=happened_on, said=said.strip(), points=points if kind in WITH_POINTS else "",
        with_whom=with_whom, document=document, includes_typed=includes_typed, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record(
        "exam.noted", by=by, on=f"exam:{item.year}", at=at, name=item.name, kind=str(kind), points=made.points, rows=[made]
    )  # fmt: skip
    return made


@transaction.atomic
def estimate(
    *, year: int, subject: str = "", rank: int | None = None, of: int | None = None,
    others: Sequence[tuple[str, str]] = (), why: str, by: Person, at: datetime,
) -> ExamEstimate:  # fmt: skip
    """估位次: the rank as somebody reckons it, or what others are known to have, from which it follows."""
    policies.check_clerk(by)
    if rank is None and not others:
        raise Refused("请写估计第几位，或者写别的地方的分，一行一个。")
    if rank is not None and (rank < 1 or (of is not None and of < rank)):
        raise Refused("位次从 1 数起，不能比一共几个还大。")
    if not why.strip():
        raise Refused("请写明依据，比如省直部门的月报、哪次对接。")
    if len({name for name, _ in others}) != len(others):
        raise Refused("同一个地方写了两次，没有记下。")
    for name, points in others:
        if not DECIMAL.fullmatch(points) or points.startswith("-"):
            raise Refused(f"{name}的分“{points}”不是数，请写成 88.5 这样。")
        _check_lengths({"subject": name})
    _check_lengths({"why": why, "subject": subject})
    made = ExamEstimate.objects.create(
        year=year, subject=subject, rank=None if others else rank, of=None if others else of,
        others=[list(one) for one in others], why=why.strip(), recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record("exam.estimated", by=by, on=f"exam:{year}", at=at, subject=subject, rows=[made])
    return made


def _change(found: ExamItem, values: Item) -> None:
    for name, value in vars(values).items():
        setattr(found, name, value)
    found.edits += 1
    found.save()


def _check(one: Item) -> None:
    if not one.name.strip():
        raise Refused("指标的名称没有写。")
    if not DECIMAL.fullmatch(one.full) or one.full.startswith("-"):
        raise Refused(f"“{one.name}”的分值“{one.full}”不是数，请写成 5 或 2.5 这样。")
    _check_lengths({name: str(value) for name, value in vars(one).items()})


def _check_lengths(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if len(text) > LONGEST.get(name, 500):
            raise Refused(f"“{WORDS.get(name, name)}”太长了，最多 {LONGEST[name]} 个字。")
