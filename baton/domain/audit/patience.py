"""等一会儿: for what is better done later than waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def briefly(seconds: float) -> Iterator[None]:
    """Writes in this block wait only so long for their turn, then fail with OperationalError."""
    if connection.vendor == "sqlite":
        before = _asked("PRAGMA busy_timeout")
        _told(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")
        try:
            yield
        finally:
            _told(f"PRAGMA busy_timeout = {before}")
    else:
        before = _asked("SHOW lock_timeout")
        _told(f"SET lock_timeout = '{seconds * 1000:.0f}ms'")
        try:
            yield
        finally:
            _told(f"SET lock_timeout = '{before}'")


def _asked(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def _told(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
