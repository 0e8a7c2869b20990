"""What the agreement says in its own words: field names of the same meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from baton.documents.target_words import FIELD_SYNONYMS

Row = dict[str, Any]
DAYS = frozenset({"due", "extension", "approved"})
KEYS = ("params", "points", "coefficient", "cap", "floor")


def fields_of(item: Row) -> Iterator[tuple[str, str]]:
    """(parameter, agreement field) of everything an indicator asks the agreement for."""
    stack: list[tuple[str, Any]] = [(key, item[key]) for key in KEYS]
    while stack:
        name, value = stack.pop()
        if isinstance(value, dict):
            if set(value) == {"field"}:
                yield name, value["field"]
            else:
                stack.extend(value.items())
        elif isinstance(value, list):
            stack.extend((name, part) for part in value)


def asked_field(item: Row | None, written: str) -> str:
    """The field as the rule book calls it, where the file used another usual word for the same."""
    if item is None:
        return written
    asked = {field for _, field in fields_of(item)}
    if written in asked:
        return written
    for names in FIELD_SYNONYMS:
        meant = [name for name in names if name in asked]
        if written in names and len(meant) == 1:
            return meant[0]
    return written
