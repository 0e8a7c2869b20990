"""读一个指标: the sentence stays as it is written; the lines below it are its reading."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from baton.documents.numbers import quoted
from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node, place
from baton.documents.rulebook.heading import read_rounding
from baton.documents.rulebook.inputs import per_cents_fit, read_input, units_of
from baton.documents.rulebook.phrases import Entries, expand
from baton.documents.rulebook.policies import FARTHEST, LABELS, NEAREST, Later, read_policy
from baton.documents.rulebook.scope import BAD, Row, Scope
from baton.scoring.rulebook.checks.names import nearest
from baton.scoring.rulebook.checks.numbers import fraction, plain
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.readings import (
    FLOOR,
    NO_FLOOR,
    NONE,
    asks_for_floor,
    choices,
    reading_fields,
    wording,
)
from baton.scoring.rulebook.shapes import (
    COMPLEMENT,
    Code,
    Field,
    MapOf,
    Method,
    Text,
)
from baton.scoring.rulebook.specs import ELSEWHERE, METHODS
from baton.scoring.rulebook.specs.book import ITEM_FIELDS, ITEM_NOTES, ITEM_ROUNDING

TENTATIVE, NOTES = "暂按", "读法"
_APART = ("code", "policies", "method", "readings", "points", "status")
_OUTLINE = tuple(field for field in ITEM_FIELDS if field.key not in _APART)
_BY_KEY = {field.key: field for field in ITEM_FIELDS}
_BY_TITLE = {method.title: method for method in METHODS.values()}
_ABSENT = {"policy": "unscored", "value": None, "at": None}
_ZERO = {"policy": "zero", "value": None}
_HOLD = {"policy": "hold", "value": None}
# The first is what a draft takes until something is declared: it gives nobody points for nothing.
_ABSENT_WORDS = ("不计", NEAREST, FARTHEST, "组内平均", "计满分")
_MISSING_WORDS = ("待定", "计0分")


class ItemReader:
    """Reads indicators; general: the policies of 通则; data: registered data items with their units; status: of the book."""

    def __init__(self, general: Entries, data: Mapping[str, Any], status: Any) -> None:
        self.general, self.data, self.status = general, data, status

    def read(self, code: str, node: Node, scope: Scope) -> Row | None:
        """The canonical indicator, with BAD where something could not be read; None if nothing could."""
        entries = values.pairs(node, (), "", scope)
        if entries is None:
            return None
        method = self._method(entries, scope)
        if method:
            expand(method, entries)
        row: Row = {"code": code}
        self._outline(row, method, entries, scope)
        tentative = self._tentative(entries, scope)
        row["readings"] = self._notes(entries, scope)
        row["method"] = method.name if method else BAD
        row["params"], row["data"] = {}, {}
        if method:
            scope.units = units_of(method, entries, self.data) or scope.units
            scope.marks[("method",)] = entries.pop("方法", (node, node))[1]
            row["params"] = self._params(method, entries, tentative, row, scope)
            row["data"] = self._inputs(method, entries, row, scope)
        else:
            scope.bad |= {("method",), ("params",), ("data",)}
        self._floor(row, method, entries, tentative, scope)
        row["policies"] = self._policies(row, entries, scope)
        if method:
            labels = [field.label for field in (*ITEM_FIELDS, *method.fields)]
            labels += [entry.label for entry in method.inputs] + list(LABELS.values())
            values.unknown(entries, labels, "", scope)
            for label, (key, _) in tentative.items():
                scope.fault(key, TENTATIVE, f"“{label}”不是要声明的读法", "请删去", "unknown-key")
        return row

    def _method(self, entries: Entries, scope: Scope) -> Method | None:
        if "方法" not in entries:
            what, remedy = "没有写“方法”", "还没写成公式的,请写:直接评分"
            scope.refuse(("method",), None, "方法", what, remedy, "missing")
            return None
        node = entries["方法"][1]
        method = _BY_TITLE.get(node.text)
        if method is None:
            elsewhere = [where for _, title, where, _ in ELSEWHERE if title == node.text]
            near = nearest(node.text, _BY_TITLE)
            remedy = f"请写在“{elsewhere[0]}”里" if elsewhere else f"可写:{'、'.join(_BY_TITLE)}"
            remedy = f"是“{near}”吗?" if near and not elsewhere else remedy
            scope.refuse(
                ("method",), node, "方法", f"没有计分方法{quoted(node.text)}", remedy, "method"
            )
        return method

    def _outline(self, row: Row, method: Method | None, entries: Entries, scope: Scope) -> None:
        """Everything that does not depend on the method."""
        for field in _OUTLINE:
            if field.key == "rounding" and field.label in entries:
                node = entries.pop(field.label)[1]
                fields = ITEM_ROUNDING.fields
                row["rounding"] = read_rounding(node, ("rounding",), fields, scope, partial=True)
            elif field is not FLOOR:
                row[field.key] = self._field(field, entries, scope)
        if row["name"] is None:
            row["name"] = row["code"]
        if "状态" in entries:
            status = entries.pop("状态")[1]
            row["status"] = values.read(_BY_KEY["status"].shape, status, ("status",), "状态", scope)
        else:
            row["status"] = self.status
            if self.status is BAD:
                scope.bad.add(("status",))
        for field in ITEM_NOTES:
            if field.label in entries:
                node = entries.pop(field.label)[1]
                row[field.key] = values.read(field.shape, node, (field.key,), field.label, scope)
        scope.units = {row["unit"]} if isinstance(row["unit"], str) else set()
        free = row["role"] in ("bonus", "deduction") and method and not method.uses_points
        if free and "分值" not in entries:
            row["points"] = "0"
        else:
            row["points"] = self._field(_BY_KEY["points"], entries, scope)

    def _field(self, field: Field, entries: Entries, scope: Scope) -> Any:
        entry = values.take(entries, field)
        if entry is None:
            return values.omitted(field, (field.key,), "", scope)
        return values.read(field.shape, entry[1], (field.key,), field.label, scope)

    def _tentative(self, entries: Entries, scope: Scope) -> Entries:
        """暂按: readings used for the time being without being declared."""
        if TENTATIVE not in entries:
            return {}
        node = entries.pop(TENTATIVE)[1]
        found = values.pairs(node, ("tentative",), TENTATIVE, scope) or {}
        for label, (key, value) in found.items():
            where = place(scope.source.name, key, f"{scope.label}·{label}")
            what = f"“{label}”暂按“{value.text}”,还没有声明"
            remedy = f"定了以后请移出“{TENTATIVE}”"
            scope.source.problems.warn(where, what, remedy, code="reading")
        return found

    def _notes(self, entries: Entries, scope: Scope) -> Any:
        if NOTES not in entries:
            return {}
        return values.read(
            MapOf(Text(), "读法"), entries.pop(NOTES)[1], ("readings",), NOTES, scope
        )

    def _params(
        self, method: Method, entries: Entries, tentative: Entries, row: Row, scope: Scope
    ) -> Row:
        params: Row = {}
        part: Row = {"method": method.name, "params": params, "sentence": row["sentence"]}
        late = [field for field in method.fields if field.key in ("repeat", "order")]
        early = [field for field in method.fields if field not in late]
        for field in (*early, *late):
            params[field.key] = self._param(field, part, entries, tentative, row, scope)
        self._award_as(params, scope)
        per_cents_fit(params, method, scope)
        if params.get("span", BAD) is None and isinstance(params["base"], str):
            params["span"] = plain(1 - (fraction(params["base"]) or Fraction(0)))
        return params

    def _param(
        self, field: Field, part: Row, entries: Entries, tentative: Entries, row: Row, scope: Scope
    ) -> Any:
        path: Path = ("params", field.key)
        declared = values.take(entries, field)
        entry = declared or values.take(tentative, field)
        if entry is not None:
            value = part["params"][field.key] = self._value(field, entry[1], path, scope)
            known = declared and value is not BAD and row["readings"] is not BAD
            if known and field in reading_fields(part):
                row["readings"][field.label] = wording(field, value)
            return value
        if field.key == "order" and part["params"].get("support_share") == "1":
            return "highest_first"
        if field in reading_fields(part):
            return self._left_open(field, path, scope)
        if field.key == "award_as" or field.default is COMPLEMENT:
            return None
        return values.omitted(field, path, "", scope)

    def _value(self, field: Field, node: Node, path: Path, scope: Scope) -> Any:
        if field.key == "least" and node.text == NONE and not getattr(field.shape, "null", True):
            scope.marks[path] = node
            return NO_FLOOR
        return values.read(field.shape, node, path, field.label, scope)

    def _left_open(self, field: Field, path: Path, scope: Scope) -> Any:
        usual = choices(field)
        scope.left_open(path, field.label, tuple(word for _, word in usual), field.note)
        return usual[0][0]

    def _award_as(self, params: Row, scope: Scope) -> None:
        """36分 or 90% says by itself whether awards are points or shares."""
        if "award_as" not in params or params["award_as"] is not None:
            return
        if params.get("shape") == "decrement":
            params["award_as"] = "share"
        elif params.get("mode") == "weighted":
            return
        elif params.get("source") == "score":
            params["award_as"] = "points"
        elif len(scope.awards) == 1:
            params["award_as"] = next(iter(scope.awards))
        else:
            what = "各档有的写“分”有的写“%”" if scope.awards else "看不出各档是分数还是比例"
            remedy = "请都写“分”或都写“%”,或写“档分: 分数”“档分: 比例”"
            params["award_as"] = scope.refuse(
                ("params", "award_as"), None, "档分", what, remedy, "missing"
            )

    def _inputs(self, method: Method, entries: Entries, row: Row, scope: Scope) -> Row:
        data: Row = {}
        for entry in method.inputs:
            field = Field(entry.name, entry.label, Code("data"), also=entry.also)
            found = values.take(entries, field)
            path: Path = ("data", entry.name)
            if found is not None:
                data[entry.name] = read_input(found[1], path, entry.label, scope, self.data)
            elif not entry.optional:
                what, remedy = f"没有写“{entry.label}”", "请写明取哪个数据项"
                data[entry.name] = scope.refuse(path, None, entry.label, what, remedy, "missing")
        if method.listed:
            self._parts(method.listed, row["params"], data, entries, scope)
        elif method.free and "数据" in entries:
            node = entries.pop("数据")[1]
            for name, (_, value) in (values.pairs(node, ("data",), "数据", scope) or {}).items():
                data[name] = read_input(value, ("data", name), f"数据·{name}", scope, self.data)
        return data

    def _parts(self, listed: str, params: Row, data: Row, entries: Entries, scope: Scope) -> None:
        """Parts name their input; without 输入 the data item itself is the name."""
        named: Entries = {}
        if "输入" in entries:
            node = entries.pop("输入")[1]
            named = values.pairs(node, ("data",), "输入", scope) or {}
        for name, (_, value) in named.items():
            data[name] = read_input(value, ("data", name), f"输入·{name}", scope, self.data)
        parts = params.get(listed)
        for index, part in enumerate(parts if isinstance(parts, list) else []):
            written = part.get("data") if isinstance(part, dict) else None
            if isinstance(written, str) and written not in named:
                path: Path = ("params", listed, index, "data")
                at = scope.marks.get(path, scope.node)
                bare = Node("text", at.line, at.column, written, at.quoted)
                entry = read_input(bare, path, "数据", scope, self.data)
                name = entry["item"] if entry is not BAD else written
                part["data"] = name if data.get(name, entry) == entry else written
                data[part["data"]] = entry
                scope.marks[("data", part["data"])] = at

    def _floor(
        self,
        row: Row,
        method: Method | None,
        entries: Entries,
        tentative: Entries,
        scope: Scope,
    ) -> None:
        asked = bool(method) and asks_for_floor(row)
        declared = values.take(entries, FLOOR)
        entry = declared or values.take(tentative, FLOOR)
        path: Path = ("floor",)
        if entry is not None:
            row["floor"] = values.read(FLOOR.shape, entry[1], path, FLOOR.label, scope)
            plainly = row["floor"] is None or isinstance(row["floor"], str)
            if asked and declared and plainly and row["readings"] is not BAD:
                row["readings"][FLOOR.label] = wording(FLOOR, row["floor"])
        elif asked:
            scope.left_open(path, FLOOR.label, ("0", NONE), "扣完为止,还是可以扣成负数")
            row["floor"] = "0"
        else:
            row["floor"] = None

    def _policies(self, row: Row, entries: Entries, scope: Scope) -> Row:
        found: Row = {}
        for state, label in LABELS.items():
            path: Path = ("policies", state)
            if label in entries:
                found[state] = read_policy(state, entries.pop(label)[1], path, scope)
            elif state == "excused" and label not in self.general and "not_applicable" in found:
                found[state] = _same(found["not_applicable"])
            elif label in self.general:
                found[state] = self._general(state, label, path, row, scope)
            elif row["method"] == "ledger" and not row["data"]:
                found[state] = dict(_ZERO if state == "missing" else _ABSENT)
            else:
                usual = _MISSING_WORDS if state == "missing" else _ABSENT_WORDS
                scope.left_open(path, label, usual, "在指标里写,或在“通则”里一次写明")
                found[state] = dict(_HOLD if state == "missing" else _ABSENT)
        return found

    def _general(self, state: str, label: str, path: Path, row: Row, scope: Scope) -> Any:
        policy = read_policy(state, self.general[label][1], path, scope)
        rescales = policy is not BAD and policy["policy"] == "rescale"
        if rescales and row["role"] in ("bonus", "deduction"):
            return dict(_ABSENT)
        return policy


def _same(policy: Any) -> Any:
    """The same policy for 单列 where only 无此任务 is written."""
    return policy if policy is BAD else dict(policy)


__all__ = ["ItemReader", "Later"]
