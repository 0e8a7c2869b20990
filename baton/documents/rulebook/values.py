"""按形状读值: one function per shape turns nodes into canonical values; whatever does not fit is reported and left out."""

from __future__ import annotations

from typing import Any

from baton.documents.dates import read_date
from baton.documents.numbers import quoted
from baton.documents.rulebook import numbers as spoken
from baton.documents.rulebook.composing import FULL_COLON, Node, place, report_colon
from baton.documents.rulebook.scope import BAD, Scope
from baton.scoring.rulebook.checks.names import nearest
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import (
    REQUIRED,
    Choice,
    Code,
    Day,
    Field,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Number,
    Periods,
    Quota,
    Record,
    Shape,
    Text,
)

MOMENT, TO_DATE = "截至期", "截至期止各期"


def read(shape: Shape, node: Node, path: Path, key: str, scope: Scope) -> Any:
    """The canonical value of a node, or BAD after reporting why there is none."""
    scope.marks[path] = node
    if getattr(shape, "null", False) and _is_none(node):
        return None
    match shape:
        case Number():
            return _number(shape, node, path, key, scope)
        case Integer():
            return _integer(node, path, key, scope)
        case Day():
            return _day(shape, node, path, key, scope)
        case Text() | Code() | Choice() | Flag():
            return _word(shape, node, path, key, scope)
        case ListOf():
            return _list(shape, node, path, key, scope)
        case MapOf():
            return _map(shape, node, path, key, scope)
        case Record():
            return record(shape.fields, node, path, key, scope)
        case Periods():
            return _periods(node, path, key, scope)
        case Quota():
            return _quota(node, path, key, scope)


def record(
    fields: tuple[Field, ...],
    node: Node,
    path: Path,
    key: str,
    scope: Scope,
    optional: frozenset[str] = frozenset(),
) -> Any:
    """A map with Chinese keys as an object; omitted keys mean what their specification says."""
    entries = pairs(node, path, key, scope)
    if entries is None:
        return BAD
    found: dict[str, Any] = {}
    for field in fields:
        entry = take(entries, field)
        place_ = (*path, field.key)
        if entry is not None:
            found[field.key] = read(field.shape, entry[1], place_, field.label, scope)
        elif field.key not in optional:
            found[field.key] = omitted(field, place_, key, scope, node)
    unknown(entries, [field.label for field in fields], key, scope)
    return found


def omitted(field: Field, path: Path, key: str, scope: Scope, node: Node | None = None) -> Any:
    """The value of a key that was left out, if its omission can mean only one thing."""
    if field.default is REQUIRED or not _is_plain(field.default):
        label = f"{key}·{field.label}" if key else field.label
        note = f"({field.note})" if field.note else ""
        return scope.refuse(path, node, label, f"没有写“{field.label}”{note}", "请补上", "missing")
    return field.default


def pairs(node: Node, path: Path, key: str, scope: Scope) -> dict[str, tuple[Node, Node]] | None:
    """The entries of a map by key, or None after reporting that it is none."""
    if node.kind == "map":
        return {k.text: (k, v) for k, v in node.pairs}
    if node.is_blank:
        scope.refuse(path, node, key, "没有写内容", "请写,或删去这个键", "blank")
    elif node.kind == "text" and FULL_COLON in node.text and not node.quoted:
        word = node.text.partition(FULL_COLON)[0].split()[-1:] or [""]
        report_colon(place(scope.source.name, node, scope.label), word[0], scope.source.problems)
        scope.bad.add(path)
    else:
        scope.refuse(
            path,
            node,
            key,
            "这里要写“键: 值”",
            "请逐行写“键: 值”,冒号用英文冒号加空格",
            "not-a-map",
        )
    return None


def take(entries: dict[str, tuple[Node, Node]], field: Field) -> tuple[Node, Node] | None:
    """Remove and return the entry of a field, under its own key or another one understood."""
    for label in (field.label, *field.also):
        if label in entries:
            return entries.pop(label)
    return None


def unknown(
    entries: dict[str, tuple[Node, Node]], labels: list[str], key: str, scope: Scope
) -> None:
    """Report every key that is left over."""
    for label, (node, _) in entries.items():
        if FULL_COLON in label and not node.quoted:
            word = label.partition(FULL_COLON)[0]
            where = place(scope.source.name, node, scope.label)
            report_colon(where, word, scope.source.problems)
            continue
        near = nearest(label, labels)
        remedy = f"是“{near}”吗?" if near else "可写的有:" + "、".join(labels[:30])
        scope.fault(node, key, f"不认识的键“{label[:40]}”", remedy, "unknown-key")


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | bool | int | list | dict)


def _is_none(node: Node) -> bool:
    return node.kind == "text" and not node.quoted and node.text.strip() in spoken.NONE_WORDS


def _agreed(node: Node, path: Path, key: str, scope: Scope) -> Any:
    """责任书 → the column of the same name; {责任书: 栏目} → that column; None if it is something else."""
    if node.kind == "text" and not node.quoted and node.text in spoken.AGREED_WORDS:
        return {"field": key}
    if node.kind == "map" and len(node.pairs) == 1 and node.pairs[0][0].text in spoken.AGREED_WORDS:
        value = node.pairs[0][1]
        return {"field": _word(Text(empty=False), value, (*path, "field"), key, scope)}
    return None


def _number(shape: Number, node: Node, path: Path, key: str, scope: Scope) -> Any:
    if shape.field and (agreed := _agreed(node, path, key, scope)) is not None:
        return agreed
    if node.kind != "text":
        remedy = "请写数;各单位不同的写“责任书”" if shape.field else "请写数"
        return scope.refuse(path, node, key, "这里要写一个数", remedy, "not-a-number")
    return spoken.number(node, shape, path, key, scope)


def _integer(node: Node, path: Path, key: str, scope: Scope) -> Any:
    value = spoken.ordinal(node.text) if node.kind == "text" else None
    if value is None:
        shown = quoted(node.text) if node.kind == "text" else "这里"
        return scope.refuse(path, node, key, f"{shown}不是整数", "请写整数", "not-a-number")
    return value


def _day(shape: Day, node: Node, path: Path, key: str, scope: Scope) -> Any:
    if shape.field and (agreed := _agreed(node, path, key, scope)) is not None:
        return agreed
    day = read_date(node.text) if node.kind == "text" else None
    if day is None:
        shown = quoted(node.text) if node.kind == "text" else "这里"
        return scope.refuse(path, node, key, f"{shown}不是日期", "请写成 2026-10-31", "not-a-date")
    return day


def _word(
    shape: Text | Code | Choice | Flag, node: Node, path: Path, key: str, scope: Scope
) -> Any:
    scope.marks[path] = node
    if node.kind != "text":
        return scope.refuse(path, node, key, "这里要写文字", "请写一个词或一句话", "not-text")
    text = node.text
    if isinstance(shape, Text):
        if node.is_blank and not shape.empty:
            return scope.refuse(path, node, key, "没有写内容", "请写,或删去这个键", "blank")
        return text
    if isinstance(shape, Code):
        labels = {label: word for word, label in (shape.words or {}).items()}
        if not node.quoted and text in labels:
            return labels[text]
        return scope.source.period(text) if shape.target == "period" else text
    return _chosen(shape, node, path, key, scope)


def _chosen(shape: Choice | Flag, node: Node, path: Path, key: str, scope: Scope) -> Any:
    words: dict[Any, tuple[str, ...]]
    words = {True: shape.true, False: shape.false} if isinstance(shape, Flag) else dict(shape.words)
    for word, labels in words.items():
        if node.text.strip() in labels:
            return word
    firsts = [labels[0] for labels in words.values()]
    what = f"{quoted(node.text)}不在可选之列" if node.text else "没有写内容"
    return scope.refuse(path, node, key, what, f"可写:{'、'.join(firsts)}", "choice")


def _list(shape: ListOf, node: Node, path: Path, key: str, scope: Scope) -> Any:
    if node.kind == "map" and shape.pair and isinstance(shape.of, Record):
        return _paired(shape, shape.of, node, path, key, scope)
    if node.kind == "text" and isinstance(shape.of, Text | Code) and not node.is_blank:
        return [read(shape.of, node, (*path, 0), key, scope)]
    if node.kind != "list":
        return scope.refuse(
            path, node, key, "这里要写清单", "请写成 [甲, 乙] 或每行一个“- ”", "not-a-list"
        )
    return [
        read(shape.of, entry, (*path, index), key, scope)
        for index, entry in enumerate(node.entries)
    ]


def _paired(shape: ListOf, inner: Record, node: Node, path: Path, key: str, scope: Scope) -> Any:
    """{90以上: 36分, 其余: 0分}: each entry's key and value are two fields of a record; sorted where order is by key."""
    assert shape.pair is not None
    by_key = {field.key: field for field in inner.fields}
    first, second = by_key[shape.pair[0]], by_key[shape.pair[1]]
    rows: list[tuple[Any, Node, Node]] = []
    for name, value in node.pairs:
        rows.append((_pair_key(first, name, path, key, scope), name, value))
    if shape.sort and all(row[0] is not BAD for row in rows):
        rows.sort(key=lambda row: spoken.sortable(row[0]))
    found = []
    for index, (head, name, value) in enumerate(rows):
        scope.marks[(*path, index)] = scope.marks[(*path, index, first.key)] = name
        body = read(second.shape, value, (*path, index, second.key), key, scope)
        found.append({first.key: head, second.key: body})
    return found


def _pair_key(field: Field, node: Node, path: Path, key: str, scope: Scope) -> Any:
    shape, mark = field.shape, (*path, node.text)
    if isinstance(shape, Number):
        text = spoken.lower_bound(node.text)
        if text is None:
            return None
        bare = Node("text", node.line, node.column, text, node.quoted)
        return spoken.number(bare, shape, mark, key, scope)
    return read(shape, node, mark, key, scope)


def _map(shape: MapOf, node: Node, path: Path, key: str, scope: Scope) -> Any:
    entries = pairs(node, path, key, scope)
    if entries is None:
        return BAD
    found = {}
    for name, (_, value) in entries.items():
        known = scope.source.period(name) if shape.target == "period" else name
        found[known] = read(shape.of, value, (*path, known), key, scope)
    return found


def _periods(node: Node, path: Path, key: str, scope: Scope) -> Any:
    if node.kind == "text" and not node.quoted and node.text in (MOMENT, TO_DATE):
        return "@" if node.text == MOMENT else "to_date"
    return _list(ListOf(Code("period")), node, path, key, scope)


def _quota(node: Node, path: Path, key: str, scope: Scope) -> Any:
    if node.kind == "text" and not node.quoted and node.text in spoken.NONE_WORDS:
        return None
    if node.kind == "text" and node.text.strip().endswith(("%", "\uff05")):
        return {"share": spoken.number(node, Number("share"), (*path, "share"), key, scope)}
    count = _integer(node, path, key, scope)
    return BAD if count is BAD else {"count": count}
