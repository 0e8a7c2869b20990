"""与去年比: this year's rule book against an earlier one, indicators matched by name whatever their codes are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from baton.documents.names import normalised
from baton.documents.rule_changes import DATA, Change, names_of, rulebook_changes
from baton.documents.scheme_table import paired
from baton.domain.schemes import queries
from baton.domain.schemes.models import Scheme, Version

Book = dict[str, Any]
BEFORE = "原"
SILENT = {
    "代码",
    "方案",
}  # of a whole rule book: what it is called in the machine, and by its title


def earlier(scheme: Scheme) -> list[Version]:
    """Versions that a scheme can be compared with: the year before first, then older ones, then its own."""
    others = [
        version for other in queries.schemes().filter(year__lte=scheme.year).exclude(pk=scheme.pk)
        if (version := queries.newest(other)) is not None
    ]  # fmt: skip
    own = list(scheme.versions.defer("book").order_by("-number"))[1:]
    return [*others, *own]


def redline(old: Book, new: Book, *, is_same_scheme: bool = False) -> list[Change]:
    """Every difference an official would look at, old to new.

    Codes stay with their indicators within a scheme; between schemes they say nothing, so that names are matched.
    Data items are told only where both rule books have them and they differ in unit or bounds: the rest follows from
    the indicators.
    """
    if not is_same_scheme:
        old = _recoded(old, _codes(old, new))
    names = names_of(old) | names_of(new)
    return list(_told(rulebook_changes(old, new), names, _scores(old) | _scores(new)))


def _told(changes: list[Change], names: dict[str, str], scores: set[str]) -> Iterator[Change]:
    for change in changes:
        title, _, rest = change.place.partition(" ")
        code, _, name = rest.partition(" ")
        if not change.place and change.label in SILENT:
            continue
        if title == DATA and (not change.label or change.label == "名称" or code in scores):
            continue
        yield replace(change, place=f"{title} {name or names.get(code, code)}".strip())


def _scores(book: Book) -> set[str]:
    """Data items that are an indicator's own score: their bound is its full points, told there."""
    return {
        entry["item"]
        for item in book["items"]
        if item["method"] == "direct"
        for entry in item["data"].values()
    }


def _codes(old: Book, new: Book) -> dict[str, str]:
    """Old code → new code of what is the same; what is not gets a code that nothing of the new book has."""
    found: dict[str, str] = {}
    for pair in paired(new["items"], old["items"]):
        if pair.old is not None:
            found[pair.old["code"]] = pair.new["code"]
            inputs = zip(pair.old["data"].values(), pair.new["data"].values(), strict=False)
            if pair.old["method"] == pair.new["method"]:
                found |= {was["item"]: now["item"] for was, now in inputs}
    for table in ("nodes", "data"):
        codes = {normalised(entry["name"]): entry["code"] for entry in new[table]}
        for entry in old[table]:
            code = codes.get(normalised(entry["name"]))
            if code and code not in found.values():
                found.setdefault(entry["code"], code)
    taken = {entry["code"] for table in ("items", "nodes", "data") for entry in new[table]}
    for table in ("items", "nodes", "data"):
        for entry in old[table]:
            if entry["code"] not in found and entry["code"] in taken:
                found[entry["code"]] = f"{BEFORE}{entry['code']}"
    return {one: other for one, other in found.items() if one != other}


def _recoded(value: Any, codes: dict[str, str], key: str = "") -> Any:
    """The rule book with other codes; names and sentences stay what they are."""
    if not codes or key in ("name", "sentence", "definition", "basis", "lead", "scorer", "source"):
        return value
    if isinstance(value, dict):
        return {codes.get(one, one): _recoded(part, codes, one) for one, part in value.items()}
    if isinstance(value, list):
        return [_recoded(one, codes) for one in value]
    return codes.get(value, value) if isinstance(value, str) else value
