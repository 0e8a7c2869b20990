"""Reading schemes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from baton.domain.schemes.models import Scheme, Source, Version


def schemes() -> QuerySet[Scheme]:
    """All schemes, the newest year first."""
    return Scheme.objects.order_by("-year", "code")


def newest(scheme: Scheme) -> Version | None:
    """The version with the highest number, draft or not; its book comes when it is asked for."""
    return scheme.versions.defer("book").order_by("-number").first()


def newest_versions(until: int) -> list[Version]:
    """The newest version, draft or not, of every scheme up to a year; one query."""
    last = Version.objects.filter(scheme=OuterRef("scheme")).order_by("-number").values("pk")[:1]
    found = Version.objects.filter(pk=Subquery(last), scheme__year__lte=until)
    return list(found.select_related("scheme").order_by("scheme"))


def sealed(schemes: Sequence[Scheme]) -> QuerySet[Version]:
    """The versions of these schemes that were sealed, the newest first."""
    return Version.objects.filter(scheme__in=schemes).exclude(state=Version.State.DRAFT).order_by("-number")  # fmt: skip


def book_of(version: Version) -> dict[str, Any]:
    """A version's canonical rule book."""
    return dict(json.loads(version.book))


def used_codes(scheme: Scheme) -> set[str]:
    """Codes of indicators, nodes and data items of all versions: what is new gets none of them."""
    found: set[str] = set()
    for version in scheme.versions.all():
        book = book_of(version)
        found.update(entry["code"] for table in ("items", "nodes", "data") for entry in book[table])
    return found


def data_entries(scheme: Scheme) -> dict[str, dict[str, Any]]:
    """Every data item that any version knew, by code, as the newest of them had it.

    What was reported under a method that was changed since keeps its name so.
    """
    versions = scheme.versions.order_by("number")
    return {entry["code"]: entry for one in versions for entry in book_of(one)["data"]}


def indicators_of(scheme: Scheme) -> dict[str, str]:
    """By data item the one indicator that it is reported for, in the newest version in which there is one; else its own name."""
    found = {}
    for version in scheme.versions.order_by("number"):
        book = book_of(version)
        users: dict[str, set[str]] = {}
        for item in book["items"]:
            for one in item["data"].values():
                users.setdefault(one["item"], set()).add(item["name"])
        for entry in book["data"]:
            names = users.get(entry["code"], set())
            if len(names) == 1 or entry["code"] not in found:
                found[entry["code"]] = next(iter(names)) if len(names) == 1 else entry["name"]
    return found


def sources(scheme: Scheme) -> QuerySet[Source]:
    """What was handed in for a scheme, the newest first."""
    found = Source.objects.filter(version__scheme=scheme).defer("version__book")
    return found.select_related("file", "version", "added_by").order_by("-id")
