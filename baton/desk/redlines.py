"""与去年比: this year's rule book against an earlier one, indicators matched by name where their codes were given anew."""

from __future__ import annotations

from typing import Any

from baton.documents.comparing import Change, rulebook_changes
from baton.domain.schemes import queries
from baton.domain.schemes.models import Scheme, Version

Book = dict[str, Any]


def earlier(scheme: Scheme) -> list[Version]:
    """Versions that a scheme can be compared with: the year before first, then older ones, then its own."""
    others = [
        version for other in queries.schemes().filter(year__lte=scheme.year).exclude(pk=scheme.pk)
        if (version := queries.newest(other)) is not None
    ]  # fmt: skip
    own = list(scheme.versions.defer("book").order_by("-number"))[1:]
    return [*others, *own]


def redline(old: Book, new: Book) -> list[Change]:
    """Every difference, old to new."""
    return rulebook_changes(_recoded(old, _same_names(old, new)), new)


def _same_names(old: Book, new: Book) -> dict[str, str]:
    """Old code → new code of what kept its name but not its code."""
    found: dict[str, str] = {}
    for table in ("items", "nodes"):
        taken = {entry["code"] for entry in new[table]}
        codes = {entry["name"]: entry["code"] for entry in new[table]}
        before = {entry["code"] for entry in old[table]}
        for entry in old[table]:
            code = codes.get(entry["name"])
            if code and entry["code"] not in taken and code not in before:
                found[entry["code"]] = code
    return found


def _recoded(value: Any, codes: dict[str, str]) -> Any:
    if not codes:
        return value
    if isinstance(value, dict):
        return {codes.get(key, key): _recoded(one, codes) for key, one in value.items()}
    if isinstance(value, list):
        return [_recoded(one, codes) for one in value]
    return codes.get(value, value) if isinstance(value, str) else value
