"""Writing the ledger of figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.audit.chain import moment
from baton.domain.facts.models import Cell, Current, Figure, Mark, State
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes.models import Scheme
from baton.scoring.canonical import digest, parse_decimal

NUMERIC = re.compile(r"[-+.0-9]")  # anything else is a grade's word
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_SOURCE = 200
BY_HAND = "cell"  # the batch of figures that the office put in itself, one by one
AT_ONCE = 500  # lines that one statement adds
LONGEST = 300  # signs of a reason
KEY = ("scheme", "subject", "item", "period", "key")
SHOWN = ("value", "state", "source", "date", "seq")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure to be recorded. `value` is canonical decimal text (or a day), None unless reported."""

    subject: str
    item: str
    period: str
    value: str | None
    state: str = State.REPORTED.value
    key: str = ""
    source: str = ""
    date: str = ""

    @property
    def cell(self) -> tuple[str, str, str, str]:
        return self.subject, self.item, self.period, self.key


def move_on(scheme: Scheme) -> int:
    """Count one more change of what moves points, and return the new count. Call inside the change's transaction."""
    mark, _ = Mark.objects.select_for_update().get_or_create(scheme=scheme)
    mark.seq += 1
    mark.save(update_fields=["seq"])
    return mark.seq


@transaction.atomic
def record(
    *,
    scheme: Scheme,
    rows: Sequence[Row],
    by: Person,
    at: datetime,
    batch: str = "",
    reason: str = "",
) -> int:
    """记数: put figures into the ledger as the newest of their cells; returns how far the facts have moved.

    One audit entry carries the digest of all rows, so that a row edited in the database is found out.
    """
    policies.check_clerk(by)
    _check(rows)
    if not rows:
        raise Refused("没有要记的数。")
    seq = move_on(scheme)
    _keep(scheme, rows, seq, (batch, reason, connection.ops.adapt_datetimefield_value(at), by.pk))
    _show(scheme, seq)
    audit.record(
        "figures.recorded", by=by, on=f"scheme:{scheme.pk}", at=at,
        seq=seq, batch=batch, reason=reason, recorded_at=moment(at), figures=len(rows), digest=rows_digest(rows),
    )  # fmt: skip
    return seq


@transaction.atomic
def change(
    *, scheme: Scheme, row: Row, was: str | None, reason: str = "", by: Person, at: datetime
) -> int:
    """改一格: a newer figure for one cell.

    was: what the clerk saw in the cell (figure, else state; None when it was empty); Conflict when it says
    something else by now, with both, so that the clerk can decide whose to keep.
    """
    policies.check_clerk(by)
    if len(reason) > LONGEST:
        raise Refused(f"“为什么改”最多 {LONGEST} 个字，请写短一些。")
    now = (
        Current.objects.select_for_update()
        .filter(scheme=scheme, subject=row.subject, item=row.item, period=row.period, key=row.key)
        .first()
    )
    seen = None if now is None else now.value if now.value is not None else now.state
    if seen != was:
        raise Conflict(
            f"这一格刚被改成 {_word(seen)}（您看到的是 {_word(was)}，要改成 {_word(row.value or row.state)}），没有写入。"
            "请看看现在的数，再决定留谁的。"
        )
    if seen == (row.value if row.value is not None else row.state):
        raise Refused("新数与现在的数一样，没有写入。")
    return record(scheme=scheme, rows=[row], by=by, at=at, batch=BY_HAND, reason=reason)


@transaction.atomic
def change_counts(
    *, scheme: Scheme, rows: Sequence[Row], was: Mapping[str, str | None], reason: str = "", by: Person, at: datetime
) -> int:  # fmt: skip
    """改一格的票数: newer counts of the levels of one cell, all or none; only what differs is recorded.

    was: by level what the clerk saw, as `change` takes it; Conflict when any of them says something else by now.
    """
    policies.check_clerk(by)
    if len(reason) > LONGEST:
        raise Refused(f"“为什么改”最多 {LONGEST} 个字，请写短一些。")
    if not rows or len({row.cell[:3] for row in rows}) != 1:
        raise Refused("没有要记的数。")
    first = rows[0]
    now = {
        one.key: one.value if one.value is not None else one.state
        for one in Current.objects.select_for_update()
        .filter(scheme=scheme, subject=first.subject, item=first.item, period=first.period)
        .order_by("key")
    }
    for row in rows:
        if now.get(row.key) != was.get(row.key):
            name = row.key.replace("|", "的")
            raise Conflict(
                f"“{name}”刚被改成 {_word(now.get(row.key))}（您看到的是 {_word(was.get(row.key))}），没有写入。请看看现在的数，再决定留谁的。"
            )
    fresh = [row for row in rows if now.get(row.key) != (row.value if row.value is not None else row.state)]  # fmt: skip
    if not fresh:
        raise Refused("新数与现在的数一样，没有写入。")
    return record(scheme=scheme, rows=fresh, by=by, at=at, batch=BY_HAND, reason=reason)


def _word(said: str | None) -> str:
    """What a cell says, as people read it."""
    return str(State(said).label) if said in State.values else said or "空"


def only_new(scheme: Scheme, rows: Sequence[Row]) -> list[Row]:
    """Those rows that say something else than the ledger's newest figure of their cell."""
    items = {row.item for row in rows}
    known = {
        line[:4]: line[4:]
        for line in Current.objects.filter(scheme=scheme, item__in=items).values_list(
            "subject", "item", "period", "key", "value", "state"
        )
    }
    return [row for row in rows if known.get(row.cell) != (row.value, row.state)]


def rows_digest(rows: Iterable[Row]) -> str:
    """The digest of some rows in the order of their cells."""
    lines = [[*row.cell, row.value, row.state, row.source[:MOST_SOURCE], row.date] for row in rows]
    return digest(sorted(lines, key=lambda line: line[:4]))


def _keep(scheme: Scheme, rows: Sequence[Row], seq: int, more: tuple[Any, ...]) -> None:
    """Add lines to the ledger without an object for each: a city's year has 80,000, which takes seven times as long.

    more: batch, reason, moment and person of them all, as the database takes them.
    """
    columns = _columns(Figure, *KEY, *SHOWN, "batch", "reason", "recorded_at", "recorded_by")
    signs = f"({', '.join(['%s'] * len(columns))})"
    lines = [
        (scheme.pk, *row.cell, row.value, row.state, row.source[:MOST_SOURCE], row.date, seq, *more)
        for row in rows
    ]
    size = min(AT_ONCE, (connection.features.max_query_params or 10**6) // len(columns))
    with connection.cursor() as cursor:
        for start in range(0, len(lines), size):
            some = lines[start : start + size]
            cursor.execute(
                f"INSERT INTO {Figure._meta.db_table} ({', '.join(columns)}) VALUES {', '.join([signs] * len(some))}",
                list(chain.from_iterable(some)),
            )


def _show(scheme: Scheme, seq: int) -> None:
    """Make the lines of one change the newest of their cells."""
    key, shown = _columns(Current, *KEY), _columns(Current, *SHOWN)
    columns = ", ".join([*key, *shown])
    newer = ", ".join(f"{column} = excluded.{column}" for column in shown)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Current._meta.db_table} ({columns}) "
            f"SELECT {columns} FROM {Figure._meta.db_table} WHERE scheme_id = %s AND seq = %s "
            f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {newer}",
            [scheme.pk, seq],
        )


def _columns(model: type[Cell], *names: str) -> list[str]:
    """What these fields are called in the database."""
    return [connection.ops.quote_name(model._meta.get_field(name).column) for name in names]


def _check(rows: Sequence[Row]) -> None:
    if len({row.cell for row in rows}) != len(rows):
        raise Refused("同一格有两个数，一个也没有记。请先留一个。")
    for row in rows:
        if (row.value is not None) != (row.state == State.REPORTED):
            raise Refused(f"{row.subject} 的 {row.item}：已报的要有数，没报的不能有数。")
        if row.value is not None and NUMERIC.match(row.value) and not DAY.fullmatch(row.value):
            _check_number(row)


def _check_number(row: Row) -> None:
    try:
        parse_decimal(str(row.value))
    except ValueError as error:
        raise Refused(f"{row.subject} 的 {row.item}：“{row.value}”不是可用的数。") from error
