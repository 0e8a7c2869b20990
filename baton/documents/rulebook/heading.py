"""读抬头: name, periods, rounding, what counts as the same group, registered data."""

from __future__ import annotations

import re
from typing import Any

from baton.documents.numbers import fold, quoted
from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node
from baton.documents.rulebook.nodes import ask
from baton.documents.rulebook.phrases import Entries
from baton.documents.rulebook.scope import BAD, Row, Scope, Source
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import Field
from baton.scoring.rulebook.specs.book import COHORT, DATUM, HEADING, MODE, ROUND, ROUNDING

_SPECIAL = ("calendar", "rounding", "cohort")
_SPAN = re.compile(r"(\d{4})-(Q?)(\d{1,2})\s*(?:至|到)\s*(\d{4})-(Q?)(\d{1,2})", re.ASCII)
_PLACES = re.compile(r"(?:保留)?(\d{1,2})位?(?:小数)?(.*)", re.ASCII)
MOST_PERIODS = 1000


def read_heading(entries: Entries, calendar: list[Any], scope: Scope, relative: bool) -> Row:
    """Everything above the tables; relative: some rule compares with peers, so the cohort must be declared."""
    row: Row = {"format": "baton.rulebook/1", "semantics": "1", "calendar": calendar}
    for field in HEADING:
        if field.key in _SPECIAL:
            continue
        entry = values.take(entries, field)
        path: Path = (field.key,)
        if entry is not None:
            row[field.key] = values.read(field.shape, entry[1], path, field.label, scope)
        else:
            row[field.key] = values.omitted(field, path, "", scope)
    if row["code"] is None:
        row["code"] = row["name"]
    row["rounding"] = _rounding(entries.pop("取舍", None), scope)
    row["cohort"] = _cohort(entries.pop("同组统计", None), scope, relative)
    return row


def read_calendar(entry: tuple[Node, Node] | None, scope: Scope) -> Any:
    """期次: a list, or "2026-01 至 2026-12", "2026-Q1 至 2026-Q4"."""
    path: Path = ("calendar",)
    field = next(field for field in HEADING if field.key == "calendar")
    if entry is None:
        values.omitted(field, path, "", scope)
        return []
    node = entry[1]
    if node.kind != "text" or not _SPAN.fullmatch(fold(node.text)):
        listed = values.read(field.shape, node, path, "期次", scope)
        return [] if listed is BAD else listed
    scope.marks[path] = node
    periods = periods_between(node.text)
    if not periods:
        what, remedy = f"{quoted(node.text)}不是一段期间", "请写成 2026-01 至 2026-12"
        scope.refuse(path, node, "期次", what, remedy)
    return periods


def periods_between(text: str) -> list[str]:
    """The months or quarters of "2026-01 至 2026-12", "2026-Q1 至 2026-Q4"; empty if it is no such span."""
    found = _SPAN.fullmatch(fold(text))
    if not found:
        return []
    per_year = 4 if found[2] else 12
    first, last = (int(found[i]) * per_year + int(found[i + 2]) - 1 for i in (1, 4))
    mixed = found[2] != found[5] or not all(1 <= int(found[i]) <= per_year for i in (3, 6))
    if mixed or not first <= last < first + MOST_PERIODS:
        return []
    form = "{}-Q{}" if found[2] else "{}-{:02d}"
    return [form.format(n // per_year, n % per_year + 1) for n in range(first, last + 1)]


def _rounding(entry: tuple[Node, Node] | None, scope: Scope) -> Any:
    path: Path = ("rounding",)
    if entry is None:
        return {field.key: _copy(field.default) for field in ROUNDING.fields}
    return read_rounding(entry[1], path, ROUNDING.fields, scope, partial=False)


def read_rounding(
    node: Node, path: Path, fields: tuple[Field, ...], scope: Scope, *, partial: bool
) -> Any:
    """取舍: {方式: 四舍五入, 比率: 4位, 总分: 2位去尾}; partial: what is not written is left out, not filled in."""
    scope.marks[path] = node
    entries = values.pairs(node, path, "取舍", scope)
    if entries is None:
        return BAD
    mode: Any = "half_up"
    if "方式" in entries:
        mode = values.read(MODE, entries.pop("方式")[1], (*path, "mode"), "取舍·方式", scope)
    row: Row = {}
    for field in fields:
        entry = values.take(entries, field)
        if entry is not None:
            row[field.key] = _round(field, entry[1], (*path, field.key), mode, scope)
        elif not partial:
            row[field.key] = _copy(field.default)
    values.unknown(entries, ["方式", *(field.label for field in fields)], "取舍", scope)
    return row


def _round(field: Field, node: Node, path: Path, mode: Any, scope: Scope) -> Any:
    key = f"取舍·{field.label}"
    scope.marks[path] = node
    if node.kind == "map":
        return values.record(ROUND.fields, node, path, key, scope)
    text = fold(node.text)
    if text == "不取舍" and field.key == "input":
        return None
    found = _PLACES.fullmatch(text) if text != "取整" else None
    if found and found[2]:
        bare = Node("text", node.line, node.column, found[2])
        mode = values.read(MODE, bare, (*path, "mode"), key, scope)
    if found:
        return {"places": int(found[1]), "mode": mode}
    if text == "取整":
        return {"places": 0, "mode": mode}
    what = f"{quoted(node.text)}不是位数"
    return scope.refuse(path, node, key, what, "请写“2位”“4位去尾”这样的话", "rounding")


def _cohort(entry: tuple[Node, Node] | None, scope: Scope, relative: bool) -> Any:
    path: Path = ("cohort",)
    entries: Entries | None = {}
    if entry is not None:
        scope.marks[path] = entry[1]
        entries = values.pairs(entry[1], path, "同组统计", scope)
    if entries is None:
        return BAD
    row: Row = {}
    for field in COHORT.fields:
        found = values.take(entries, field)
        place, key = (*path, field.key), f"同组统计·{field.label}"
        if found is not None:
            row[field.key] = values.read(field.shape, found[1], place, key, scope)
        elif relative:
            row[field.key] = ask(field, place, key, scope)
        else:
            row[field.key] = "include"
    values.unknown(entries, [field.label for field in COHORT.fields], "同组统计", scope)
    return row


def read_data(source: Source, node: Node, scope: Scope) -> list[tuple[Row, Scope]]:
    """The registered data items."""
    found = []
    for code, (name, value) in (values.pairs(node, ("data",), "数据", scope) or {}).items():
        inner = Scope(source, f"数据{code}", name)
        inner.marks[("code",)] = name
        empty = value.is_blank
        entries = {} if empty else values.pairs(value, (), "", inner)
        if entries is None:
            inner.bad.add(())
            found.append(({"code": code}, inner))
            continue
        row: Row = {"code": code}
        for field in DATUM.fields[1:]:
            entry = values.take(entries, field)
            path: Path = (field.key,)
            if entry is not None:
                row[field.key] = values.read(field.shape, entry[1], path, field.label, inner)
            elif field.key not in DATUM.optional:
                row[field.key] = values.omitted(field, path, "", inner)
        row["name"] = code if row["name"] is None else row["name"]
        values.unknown(entries, [field.label for field in DATUM.fields[1:]], "", inner)
        found.append((row, inner))
    return found


def _copy(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else value
