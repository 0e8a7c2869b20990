"""Writing the log, always inside the transaction of the change it tells of."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from baton.domain.audit.chain import GENESIS, fields
from baton.domain.audit.models import Entry
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


def record(action: str, *, by: Coded, on: str, at: datetime, **data: Any) -> Entry:
    """Add one entry: who did what to which object. Names of people never go into `data`.

    Must run inside the transaction of the change; raises RuntimeError outside of one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record 必须与改动在同一个事务里")
    take_turn()
    last = Entry.objects.order_by("-seq").first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    at = max(at, last.at) if last else at
    own = fields(seq, at, by.code, action, on, canonical_bytes(data).decode(), previous)
    return Entry.objects.create(
        seq=seq, at=at, by=by.code, action=action, on=on, data=own["data"], previous=previous, hash=digest(own)
    )  # fmt: skip
