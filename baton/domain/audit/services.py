"""Writing the log, always inside the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction

from baton.domain.audit.chain import GENESIS, fields
from baton.domain.audit.models import Entry
from baton.scoring.canonical import canonical_bytes, digest

# One writer of the chain at a time. SQLite's write transactions exclude each other anyway.
LOCK = 20260101


class Coded(Protocol):
    """Somebody the log knows by an opaque code alone."""

    code: str


@contextmanager
def change() -> Iterator[None]:
    """One change: a transaction whose turn to write comes before it reads, locks or changes anything.

    So no two writers ever each hold what the other waits for; the turn ends with the outermost transaction. SQLite
    does the same by BEGIN IMMEDIATE.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


def record(action: str, *, by: Coded, on: str, at: datetime, **data: Any) -> Entry:
    """Add one entry: who did what to which object. Names of people never go into `data`.

    Must run inside the `change()` it tells of; raises RuntimeError outside of one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record 必须与改动在同一个事务里")
    last = Entry.objects.order_by("-seq").first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    at = max(at, last.at) if last else at
    own = fields(seq, at, by.code, action, on, canonical_bytes(data).decode(), previous)
    return Entry.objects.create(
        seq=seq, at=at, by=by.code, action=action, on=on, data=own["data"], previous=previous, hash=digest(own)
    )  # fmt: skip
