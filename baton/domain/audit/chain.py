"""The hash chain of the log, written down so that anybody can recompute it (docs/reference/audit.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from baton.scoring.canonical import digest

GENESIS = "0" * 64


def moment(at: datetime) -> str:
    """A moment as the log writes it: UTC, microseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def fields(
    seq: int, at: datetime, by: str, action: str, on: str, data: str, previous: str
) -> dict[str, Any]:
    """An entry as it is hashed and exported."""
    return {
        "seq": seq, "at": moment(at), "by": by, "action": action, "on": on, "data": data, "previous": previous,
    }  # fmt: skip


def broken(entries: Iterable[Any]) -> str:
    """The first fault in a run of entries that begins at the first, as a sentence; empty when whole."""
    previous = GENESIS
    for at, entry in enumerate(entries, start=1):
        if entry.seq != at:
            return f"操作记录第 {at} 条缺失(下一条是第 {entry.seq} 条)"
        if entry.previous != previous:
            return f"操作记录第 {at} 条没有接上前一条"
        own = fields(
            entry.seq, entry.at, entry.by, entry.action, entry.on, entry.data, entry.previous
        )
        if digest(own) != entry.hash:
            return f"操作记录第 {at} 条被改动过"
        previous = entry.hash
    return ""
