"""规则的改动: what two rule books say differently, in the words in which rule books are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from baton.documents.rulebook.emitting import Quoted
from baton.documents.rulebook.writing import tree_of

SECTIONS = (("指标", "指标", "items", "code"), ("考卷", "大项", "nodes", "code"), ("数据", "数据项", "data", "code"),
            ("一票否决", "一票否决", "vetoes", "code"), ("分组", "分组", "groups", "group"))  # fmt: skip
DATA = "数据项"
RESCALED = {"办法", "在"}  # of how a missing task is made up for, as it is written
GONE, MADE, NOTHING = "删去", "新增", "（无）"


@dataclass(frozen=True)
class Change:
    """One difference of two rule books: where, what it said and what it says."""

    place: str
    label: str
    old: str
    new: str


def rulebook_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Every difference, in the order of the rule book; both must be faultless."""
    before, after = tree_of(old), tree_of(new)
    names = names_of(old) | names_of(new)
    parts = {written for written, *_ in SECTIONS}
    found = []
    for label in [*after, *(one for one in before if one not in after)]:
        if label not in parts:
            found += _different(str(label), "", before.get(label), after.get(label), names)
    for written, title, table, key in SECTIONS:
        told = {
            entry[key]: entry.get("name", entry[key])
            for book in (old, new)
            for entry in book[table]
        }
        was, now = _coded(before.get(written, {})), _coded(after.get(written, {}))
        for code in [*now, *(one for one in was if one not in now)]:
            name = told.get(code, code)
            place = f"{title} {code}" + (f" {name}" if name != code else "")
            if code not in now:
                found.append(Change(place, "", "有", GONE))
            elif code not in was:
                found.append(Change(place, "", "无", MADE))
            else:
                found += _entry(place, was[code], now[code], names)
    return found


def names_of(book: Mapping[str, Any]) -> dict[str, str]:
    """What indicators, nodes and data items are called, by code."""
    return {entry["code"]: entry["name"] for table in ("items", "nodes", "data") for entry in book[table]}  # fmt: skip


def _coded(section: Mapping[Any, Any]) -> dict[str, dict[Any, Any]]:
    return {_plain(code): entry for code, entry in section.items()}


def _entry(
    place: str, old: dict[Any, Any], new: dict[Any, Any], names: dict[str, str]
) -> list[Change]:
    found = []
    for label in [*new, *(one for one in old if one not in new)]:
        found += _different(_plain(label), place, old.get(label), new.get(label), names)
    return found


def _different(label: str, place: str, old: Any, new: Any, names: dict[str, str]) -> list[Change]:
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict):
        found = []
        for key in [*new, *(one for one in old if one not in new)]:
            found += _different(f"{label}·{_plain(key)}", place, old.get(key), new.get(key), names)
        return found
    return [Change(place, label, _shown(old, names), _shown(new, names))]


def _shown(value: Any, names: dict[str, str]) -> str:
    """A value as a person would say it; codes by the names they stand for."""
    if value is None or value in ("", {}, []):
        return NOTHING
    if isinstance(value, dict) and set(value) == RESCALED:
        return f"按其余指标折算，在“{_shown(value['在'], names)}”里折"
    if isinstance(value, dict):
        return "，".join(f"{_named(_plain(key), names)} {_shown(part, names)}" for key, part in value.items())  # fmt: skip
    if isinstance(value, list):
        return "、".join(_shown(part, names) for part in value)
    return _named(_plain(value), names)


def _named(text: str, names: dict[str, str]) -> str:
    """总分 for a code; 财政收入，各期之和 for a code with the way it is taken."""
    head, mark, rest = text.partition(",")
    return names.get(text) or (f"{names[head]}，{rest}" if mark and head in names else text)


def _plain(value: Any) -> str:
    return value.text if isinstance(value, Quoted) else str(value)
