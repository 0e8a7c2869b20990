"""读分组、等次、一票否决。"""

from __future__ import annotations

from typing import Any

from baton.documents.numbers import quoted
from baton.documents.rulebook import numbers as spoken
from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node
from baton.documents.rulebook.nodes import ask
from baton.documents.rulebook.phrases import Entries
from baton.documents.rulebook.scope import BAD, Row, Scope
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import ASK, Field, Number, Quota
from baton.scoring.rulebook.specs.book import (
    EFFECTS,
    GRADES,
    GROUP,
    KEY,
    LEVEL,
    QUOTA_ROUNDING,
    RANKING,
    VETO,
)

KEYS = ("总分", "另计", "名次", "等次", "名额规则")
QUOTAS = "名额规则"
_QUIET = {
    "base": "ranked",
    "fill": False,
    "edge": "all",
}  # what moves nothing where there is no quota


def read_group(name: str, entries: Entries, root: Any, scope: Scope) -> Row:
    """One group; `root` is the code of its tree, or BAD."""
    row: Row = {"group": name, "root": root}
    outside = entries.pop("另计", None)
    field = next(field for field in GROUP.fields if field.key == "outside")
    row["outside"] = (
        values.read(field.shape, outside[1], ("outside",), "另计", scope) if outside else []
    )
    row["ranking"] = _ranking(entries.pop("名次", None), scope)
    row["grades"] = _grades(entries.pop("等次", None), entries.pop(QUOTAS, None), scope)
    return row


def _ranking(entry: tuple[Node, Node] | None, scope: Scope) -> Any:
    path: Path = ("ranking",)
    if entry is None:
        what, remedy = "没有写“名次”怎么排", "请写:名次: {按: 取舍后总分, 并列: 1-2-2-4}"
        return scope.refuse(path, None, "名次", what, remedy, "missing")
    entries = values.pairs(entry[1], path, "名次", scope)
    if entries is None:
        return BAD
    row = _asked(RANKING.fields, entries, path, "名次", scope)
    values.unknown(entries, [field.label for field in RANKING.fields], "名次", scope)
    return row


def _asked(fields: tuple[Field, ...], entries: Entries, path: Path, key: str, scope: Scope) -> Row:
    row: Row = {}
    for field in fields:
        place = (*path, field.key)
        label = f"{key}·{field.label}"
        entry = values.take(entries, field)
        if entry is not None and field.key == "keys":
            row["keys"] = _keys(entry[1], place, label, scope)
        elif entry is not None:
            row[field.key] = values.read(field.shape, entry[1], place, label, scope)
        elif field.default is ASK:
            row[field.key] = ask(field, place, label, scope)
        else:
            row[field.key] = values.omitted(field, place, key, scope)
    return row


def _keys(node: Node, path: Path, key: str, scope: Scope) -> Any:
    """[发展, {看: 信访, 次序: 低者在前}]: a bare code means the higher one goes first."""
    scope.marks[path] = node
    nodes = [node] if node.kind in ("text", "map") and not node.is_blank else node.entries
    found = []
    for index, entry in enumerate(nodes):
        place = (*path, index)
        scope.marks[place] = entry
        if entry.kind == "text":
            scope.marks[(*place, "key")] = entry
            found.append({"key": entry.text, "order": "desc"})
        else:
            found.append(values.record(KEY.fields, entry, place, key, scope))
    return found


def _grades(levels: tuple[Node, Node] | None, rules: tuple[Node, Node] | None, scope: Scope) -> Any:
    path: Path = ("grades",)
    if levels is None:
        if rules is not None:
            scope.fault(rules[0], QUOTAS, "写了名额规则,没有写“等次”", "请写等次,或删去名额规则")
        return None
    scope.marks[path] = levels[1]
    if levels[1].kind != "list":
        remedy = "请写成清单,如:- {优秀: 90分以上, 名额: 20%, 名额取整: 四舍五入}"
        return scope.refuse(path, levels[1], "等次", "等次要写成清单", remedy, "not-a-list")
    found = [
        _level(node, (*path, "levels", index), scope)
        for index, node in enumerate(levels[1].entries)
    ]
    entries: Entries | None = {}
    if rules is not None:
        entries = values.pairs(rules[1], path, QUOTAS, scope)
    if entries is None:
        return BAD
    has_quota = any(level is BAD or level["quota"] is not None for level in found)
    row: Row = {"levels": found}
    for field in GRADES.fields[1:]:
        if field.key in _QUIET and not has_quota and field.label not in entries:
            row[field.key] = _QUIET[field.key]
        else:
            row.update(_asked((field,), entries, path, QUOTAS, scope))
    values.unknown(entries, [field.label for field in GRADES.fields[1:]], QUOTAS, scope)
    return row


def _level(node: Node, path: Path, scope: Scope) -> Any:
    """{优秀: 90分以上, 名额: 20%, 名额取整: 去尾}; {等次: 名额, 分数线: 90} where the grade's own name would be a key."""
    scope.marks[path] = node
    entries = values.pairs(node, path, "等次", scope)
    if entries is None:
        return BAD
    row: Row = {"grade": BAD, "at_least": BAD}
    quota, rounding = entries.pop("名额", None), entries.pop("名额取整", None)
    if "等次" in entries and "分数线" in entries:
        name, line = entries.pop("等次")[1], entries.pop("分数线")[1]
        row["grade"] = values.read(LEVEL.fields[0].shape, name, (*path, "grade"), "等次", scope)
        row["at_least"] = _line(line, path, name.text, scope)
    elif len(entries) == 1:
        name, line = next(iter(entries.values()))
        entries = {}
        scope.marks[(*path, "grade")] = name
        row["grade"] = name.text
        row["at_least"] = _line(line, path, name.text, scope)
    else:
        shown = quoted("、".join(entries))
        what, remedy = (
            f"看不出哪个是等次:{shown}",
            "请写成 {优秀: 90分以上, 名额: 20%, 名额取整: 四舍五入}",
        )
        return scope.refuse(path, node, "等次", what, remedy, "level")
    values.unknown(entries, ["等次", "分数线", "名额", "名额取整"], "等次", scope)
    label = f"等次{row['grade']}"
    row["quota"] = (
        values.read(Quota(), quota[1], (*path, "quota"), f"{label}·名额", scope) if quota else None
    )
    row["quota_rounding"] = _quota_rounding(row["quota"], rounding, path, label, scope)
    return row


def _quota_rounding(
    quota: Any, rounding: tuple[Node, Node] | None, path: Path, label: str, scope: Scope
) -> Any:
    place, key = (*path, "quota_rounding"), f"{label}·名额取整"
    if rounding is not None:
        return values.read(QUOTA_ROUNDING, rounding[1], place, key, scope)
    if isinstance(quota, dict) and "share" in quota:
        return ask(LEVEL.fields[3], place, key, scope)
    return None


def _line(node: Node, path: Path, grade: str, scope: Scope) -> Any:
    place, key = (*path, "at_least"), f"等次{grade}"
    scope.marks[place] = node
    if node.kind != "text" or node.is_blank:
        return scope.refuse(
            place, node, key, "没有写分数线", "请写“90分以上”,最后一档写“其余”", "blank"
        )
    text = spoken.lower_bound(node.text)
    if text is None:
        return None
    bare = Node("text", node.line, node.column, text, node.quoted)
    return spoken.number(bare, Number("points"), place, key, scope)


def read_veto(code: str, node: Node, scope: Scope) -> Row:
    """One veto; its kind of event is by default what it is called."""
    entries = values.pairs(node, (), "", scope)
    if entries is None:
        scope.bad.add(())
        return {"code": code}
    row: Row = {"code": code}
    for field in VETO.fields[1:4]:
        entry = values.take(entries, field)
        path: Path = (field.key,)
        if entry is not None:
            row[field.key] = values.read(field.shape, entry[1], path, field.label, scope)
        elif field.key == "kind":
            row["kind"] = row["name"]
        else:
            row[field.key] = values.omitted(field, path, "", scope)
    effects = values.take(entries, VETO.fields[4])
    row["effects"] = (
        values.record(EFFECTS.fields, effects[1], ("effects",), "后果", scope)
        if effects
        else values.omitted(VETO.fields[4], ("effects",), "", scope)
    )
    values.unknown(entries, [field.label for field in VETO.fields[1:]], "", scope)
    return row
