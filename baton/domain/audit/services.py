"""Writing the log, always inside the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from baton.domain.audit.chain import GENESIS, fields
from baton.domain.audit.models import Entry
from baton.domain.audit.seals import row_digests
from baton.scoring.canonical import canonical_bytes, digest

# One writer of the chain at a time. SQLite's write transactions exclude each other anyway.
LOCK = 20260101


class Coded(Protocol):
    """Somebody the log knows by an opaque code alone."""

    code: str


def take_turn() -> None:
    """Wait until no other transaction writes; the turn ends with the transaction.

    Taken before anything is locked or changed, so that no two writers each hold what the other waits for. SQLite
    does the same by BEGIN IMMEDIATE.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def upcoming() -> int:
    """The number of the entry this transaction writes next, for rows that carry it; the turn is held until then."""
    take_turn()
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return (last or 0) + 1


def record(
    action: str, *, by: Coded, on: str, at: datetime, rows: Iterable[Any] = (), gone: Iterable[Any] = (), **data: Any
) -> Entry:  # fmt: skip
    """Add one entry: who did what to which object. Names of people never go into `data`.

    Nor does who decided it, who may be a person: that stands in its row, and the row's seal bears witness to it.

    rows: what this change wrote (instances, or collections of them), after it was saved; gone: what it deleted.
    Each is sealed as the database holds it (seals.py). Only what was written: to name another row would seal over
    what somebody did to it behind the log's back.
    Must run inside the transaction of the change; raises RuntimeError outside of one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record 必须与改动在同一个事务里")
    take_turn()
    sealed = row_digests(rows, gone)
    said = canonical_bytes(data | {"rows": sealed} if sealed else data).decode()
    last = Entry.objects.order_by("-seq").values_list("seq", "hash", "at").first()
    seq, previous, at = (last[0] + 1, last[1], max(at, last[2])) if last else (1, GENESIS, at)
    own = fields(seq, at, by.code, action, on, said, previous)
    return Entry.objects.create(
        seq=seq, at=at, by=by.code, action=action, on=on, data=said, previous=previous, hash=digest(own)
    )  # fmt: skip
