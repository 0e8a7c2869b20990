"""Reading the log."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from baton.domain.audit.chain import GENESIS, broken, fields
from baton.domain.audit.models import Entry
from baton.domain.audit.seals import Newest, newest
from baton.scoring.canonical import canonical_bytes


@dataclass(frozen=True)
class Head:
    """Where the chain ends: what a release prints, and what a later look is compared with."""

    seq: int
    hash: str


def head() -> Head:
    """The newest entry, or the beginning of an empty chain."""
    last = Entry.objects.order_by("-seq").values_list("seq", "hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def history(on: str) -> QuerySet[Entry]:
    """Everything that happened to one object, oldest first."""
    return Entry.objects.filter(on=on).order_by("seq")


def done(actions: Collection[str], *, on: str = "") -> QuerySet[Entry]:
    """Every entry that tells of one of these, to one object or to any; the newest first."""
    found = Entry.objects.filter(action__in=actions).order_by("-seq")
    return found.filter(on=on) if on else found


def done_to(
    actions: Collection[str], on: Collection[str]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What happened to some objects, oldest first: which, what, and what was told of it; one query."""
    found = Entry.objects.filter(action__in=actions, on__in=on).order_by("seq")
    for where, action, data in found.values_list("on", "action", "data"):
        yield where, action, json.loads(data)


def has_done(action: str, *, by: str, on: str, day: date) -> bool:
    """Whether the person with this code has done this to an object on this day, as the entry itself says."""
    said = canonical_bytes({"day": f"{day}"}).decode().strip("{}")
    return Entry.objects.filter(on=on, action=action, by=by, data__contains=said).exists()


def fault() -> str:
    """The first broken link of the whole chain, as a sentence; empty when it is whole."""
    return broken(Entry.objects.order_by("seq").iterator(chunk_size=2000))


def exported() -> Iterator[dict[str, Any]]:
    """The whole chain as the offline verifier reads it, oldest first."""
    for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        own = fields(
            entry.seq, entry.at, entry.by, entry.action, entry.on, entry.data, entry.previous
        )
        yield own | {"hash": entry.hash}


def newest_seals() -> dict[str, dict[int, Newest]]:
    """What the log says last of every sealed row, by table and id."""
    entries = Entry.objects.order_by("seq").values_list("seq", "data")
    return newest(entries.iterator(chunk_size=2000))


def told(entry: Entry) -> dict[str, Any]:
    """What an entry says about its change."""
    return dict(json.loads(entry.data))
