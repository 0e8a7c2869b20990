"""参照值: the nation's, the province's figures that indicators are held against, recorded once for all units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from baton.desk.obstacles import check_fit
from baton.desk.rules.shared import Reference, references_of
from baton.documents.numbers import read_number
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.facts import queries, services
from baton.domain.facts.models import Figure, State
from baton.domain.facts.services import Row
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import NO_FIGURES, check_running
from baton.scoring.facts import EVERYBODY

Key = tuple[str, str]  # data item, period


@dataclass(frozen=True)
class Value:
    """One reference value in one period, with every figure it ever had, the newest first."""

    reference: Reference
    period: str
    past: tuple[Figure, ...]

    @property
    def key(self) -> Key:
        return self.reference.item, self.period

    @property
    def newest(self) -> Figure | None:
        return self.past[0] if self.past else None

    @property
    def said(self) -> str | None:
        """What the ledger says now: the figure or its state; None when nobody ever recorded one."""
        now = self.newest
        return None if now is None else now.value if now.value is not None else now.state


@dataclass(frozen=True)
class Written:
    """What a clerk typed for one reference value, and what stood there when the form was shown."""

    key: Key
    text: str
    was: str | None


def values_of(round: Round) -> list[Value]:
    """Every reference value that the round's rule book asks for; one query for all of them."""
    references = references_of(gather.rulebook_of(round), round.as_of)
    found: dict[Key, list[Figure]] = {}
    for one in queries.past_of(round.scheme, EVERYBODY, [one.item for one in references]):
        found.setdefault((one.item, one.period), []).append(one)
    return [
        Value(one, period, tuple(found.get((one.item, period), ())))
        for one in references
        for period in one.periods
    ]


def lacking(values: Iterable[Value]) -> list[Value]:
    """Those that have no figure yet: whoever is held against them has no score."""
    return [one for one in values if one.newest is None or one.newest.value is None]


@transaction.atomic
def take_in(
    *,
    round: Round,
    written: Sequence[Written],
    source: str,
    reason: str = "",
    by: Person,
    at: datetime,
) -> int:
    """收参照值: record what differs from what stands there, each as a newer figure for all units; how many that were."""
    check_running(round, NO_FIGURES)
    known = {one.key: one for one in values_of(round)}
    rows = [
        (row, one.was)
        for one in written
        if one.key in known and (row := _row(known[one.key], one, source.strip())) is not None
    ]
    if not rows:
        raise Refused("与现在的参照值一样，没有写入。")
    if not source.strip():
        raise Refused("请写明这些数从哪里来，如“国家统计局1月17日公布”。")
    if not reason.strip() and any(was is not None for _, was in rows):
        raise Refused("改已有的参照值，请写明为什么改。")
    check_fit(round, [row for row, _ in rows])
    for row, was in rows:
        services.change(scheme=round.scheme, row=row, was=was, reason=reason.strip(), by=by, at=at)
    return len(rows)


def _row(now: Value, one: Written, source: str) -> Row | None:
    """The newer figure; None where nothing is changed. An emptied blank says that there is no figure yet."""
    item, period = one.key
    given = {"subject": EVERYBODY, "item": item, "period": period, "source": source}
    text = one.text.strip()
    if not text:
        nothing = one.was in (None, State.NOT_YET.value)
        return None if nothing else Row(value=None, state=State.NOT_YET.value, **given)
    unit = now.reference.unit
    reading = read_number(text.removesuffix(unit).strip() if unit else text)
    if reading.text is None:
        name = f"{now.reference.name}（{now.reference.indicator_name}）"
        raise Refused(f"{name}写的是“{text}”，请写成数，如 5.2。")
    return None if reading.text == one.was else Row(value=reading.text, **given)
