"""读整本: the sections of the document become the tables of canonical JSON, each value still knowing its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baton.documents.rulebook import values
from baton.documents.rulebook.composing import Node, place
from baton.documents.rulebook.groups import KEYS, read_group, read_veto
from baton.documents.rulebook.heading import read_calendar, read_data, read_heading
from baton.documents.rulebook.items import TENTATIVE, ItemReader
from baton.documents.rulebook.nodes import Definition, Found, definitions, read_nodes
from baton.documents.rulebook.phrases import Entries
from baton.documents.rulebook.policies import LABELS
from baton.documents.rulebook.relations import (
    declare_inline,
    is_relative,
    resolve_rescaling,
    warn_unused,
)
from baton.documents.rulebook.scope import BAD, OpenReading, Row, Scope, Source
from baton.scoring.rulebook import find_faults, labelled
from baton.scoring.rulebook.checks.tree import check_declared, full_points
from baton.scoring.rulebook.faults import Faults, Path
from baton.scoring.rulebook.shapes import ListOf, Text
from baton.scoring.rulebook.specs.book import HEADING

SUBJECTS, GROUPS, GENERAL, REMARKS = "考核对象", "分组", "通则", "说明"
WORDS = ListOf(Text())
SECTIONS = ("数据", "考卷", "指标", "一票否决", GROUPS, SUBJECTS, GENERAL, *KEYS)
_KEY = {"groups": "group"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule book in which readings left open are filled with the most usual choice; `open_readings` lists them."""

    rulebook: dict[str, Any]
    open_readings: tuple[OpenReading, ...]


class BookReader:
    """Reads one document; `draft` gives the result, the problems go to the source."""

    def __init__(self, root: Node, source: Source) -> None:
        self.source = source
        self.scope = Scope(source, "", root)
        self.tables: dict[str, list[tuple[Row, Scope]]] = {}
        self.entries: Entries = values.pairs(root, (), "", self.scope) or {}

    def draft(self) -> Draft | None:
        """The whole book, or None if there were errors (readings left open are none)."""
        problems = self.source.problems
        before = problems.error_count
        if not self.entries:
            if not problems.error_count:
                self.scope.fault(None, "", "文件里没有内容", "请写规则书", "empty")
            return None
        calendar = read_calendar(self.entries.pop("期次", None), self.scope)
        self.source.calendar[:] = [p for p in calendar if isinstance(p, str)]
        roots, groups = self._groups()
        found = self._scored(roots)
        self._tables(found, groups)
        book = read_heading(self.entries, calendar, self.scope, is_relative(self.tables))
        self._tentative()
        if REMARKS in self.entries:  # kept for people; nothing is computed from it
            values.read(WORDS, self.entries.pop(REMARKS)[1], ("remarks",), REMARKS, self.scope)
        values.unknown(self.entries, [f.label for f in HEADING] + list(SECTIONS), "", self.scope)
        self._assemble(book)
        self._check(book, found)
        if problems.error_count > before:
            return None
        return Draft(book, tuple(self.source.open_readings))

    def _tentative(self) -> None:
        """暂按: what the whole book does for the time being although its scheme does not say so."""
        if TENTATIVE not in self.entries:
            return
        node = self.entries.pop(TENTATIVE)[1]
        listed = _listed(values.read(WORDS, node, ("tentative",), TENTATIVE, self.scope))
        for at, written in enumerate(listed):
            own = node.entries[at] if at < len(node.entries) else node
            where = place(self.source.name, own, TENTATIVE)
            what = f"“{written}”是暂按的,方案里没有写"
            remedy = f"定了以后请从“{TENTATIVE}”里删去"
            self.source.problems.warn(where, what, remedy, code="reading")

    def _section(self, label: str) -> list[tuple[str, Node]]:
        if label not in self.entries:
            return []
        node = self.entries.pop(label)[1]
        self.scope.marks[(label,)] = node
        return definitions(node, label, self.scope)

    def _groups(self) -> tuple[list[tuple[str, Node]], list[tuple[str, Entries, Any, Scope]]]:
        """The trees written in place, and the groups with the code of their root."""
        roots = self._section("考卷")
        groups: list[tuple[str, Entries, Any, Scope]] = []
        if SUBJECTS in self.entries:
            node = self.entries.pop(SUBJECTS)[1]
            entries = {key: self.entries.pop(key) for key in KEYS if key in self.entries}
            label = node.text if node.kind == "text" else ""
            scope = Scope(self.source, f"分组{label}", node)
            groups.append((label, entries, self._root(entries, "总分", roots, scope), scope))
        else:
            self._stray()
        for label, node in self._section(GROUPS):
            scope = Scope(self.source, f"分组{label}", node)
            entries = values.pairs(node, (), "", scope) or {}
            root = self._root(entries, f"{label}总分", roots, scope)
            groups.append((label, entries, root, scope))
        if not groups:
            what, remedy = (
                "没有写考核哪些对象",
                "请写“考核对象: 县市区”(名册里的分组名),或写“分组”一节",
            )
            self.scope.refuse(("groups",), None, "分组", what, remedy, "missing")
        return roots, groups

    def _stray(self) -> None:
        for key in KEYS:
            if key in self.entries:
                name, _ = self.entries.pop(key)
                what = f"没有写“考核对象”,却在最外层写了“{key}”"
                self.scope.fault(name, "", what, "请补上“考核对象”,或移进“分组”里", "missing")

    def _root(
        self, entries: Entries, usual: str, roots: list[tuple[str, Node]], scope: Scope
    ) -> Any:
        """总分: the code of a node, or the node itself, whose code is then “总分” unless it says otherwise."""
        if "总分" not in entries:
            what, remedy = "没有写“总分”", "请写总分由哪个节点来,或直接写出这棵树"
            return scope.refuse(("root",), None, "总分", what, remedy, "missing")
        node = entries.pop("总分")[1]
        scope.marks[("root",)] = node
        if node.kind == "text" and not node.is_blank:
            return node.text
        code = usual
        if node.kind == "map":
            for name, value in node.pairs:
                if name.text == "代码" and value.kind == "text":
                    code = value.text
            rest = [(name, value) for name, value in node.pairs if name.text != "代码"]
            node = Node("map", node.line, node.column, pairs=rest, key=node.key)
        roots.append((code, node))
        return code

    def _scored(self, roots: list[tuple[str, Node]]) -> Found:
        found = read_nodes(self.source, roots)
        for code, node in self._section("指标"):
            found.items.append(Definition(code, node, Scope(self.source, f"指标{code}", node)))
        return found

    def _tables(self, found: Found, groups: list[tuple[str, Entries, Any, Scope]]) -> None:
        entry = self.entries.pop("数据", None)
        data = read_data(self.source, entry[1], self.scope) if entry else []
        known = {row["code"]: row["unit"] for row, _ in data if isinstance(row["code"], str)}
        reader = ItemReader(self._general(), known, self._status())
        items = []
        for definition in found.items:
            definition.scope.marks[("code",)] = definition.scope.node
            row = reader.read(definition.code, definition.node, definition.scope)
            if row is None:
                definition.scope.bad.add(())
            items.append((row or {"code": definition.code}, definition.scope))
        if entry is None:
            data = declare_inline(items, self.source)
        self.tables = {"data": data, "items": items, "nodes": found.nodes}
        self.tables["vetoes"] = self._vetoes()
        self.tables["groups"] = []
        for label, entries, root, scope in groups:
            row = read_group(label, entries, root, scope)
            values.unknown(entries, list(KEYS), "", scope)
            self.tables["groups"].append((row, scope))
        resolve_rescaling(items, found.nodes)

    def _general(self) -> Entries:
        if GENERAL not in self.entries:
            return {}
        node = self.entries.pop(GENERAL)[1]
        general = values.pairs(node, (GENERAL,), GENERAL, self.scope) or {}
        known = {key: entry for key, entry in general.items() if key in LABELS.values()}
        rest = {key: entry for key, entry in general.items() if key not in known}
        values.unknown(rest, list(LABELS.values()), GENERAL, self.scope)
        return known

    def _status(self) -> Any:
        """The status of the book, which indicators share unless they say otherwise."""
        field = next(field for field in HEADING if field.key == "status")
        if "状态" not in self.entries:
            return BAD
        words = getattr(field.shape, "words", {})
        written = self.entries["状态"][1].text
        return next((word for word, labels in words.items() if written in labels), BAD)

    def _vetoes(self) -> list[tuple[Row, Scope]]:
        found = []
        for code, node in self._section("一票否决"):
            scope = Scope(self.source, f"一票否决{code}", node)
            scope.marks[("code",)] = scope.node
            found.append((read_veto(code, node, scope), scope))
        return found

    def _assemble(self, book: Row) -> None:
        self._release(self.scope, ())
        for table, rows in self.tables.items():
            key = _KEY.get(table, "code")
            rows.sort(key=lambda entry: str(entry[0][key]))
            book[table] = [row for row, _ in rows]
            for index, (_, scope) in enumerate(rows):
                self._release(scope, (table, index))

    def _release(self, scope: Scope, prefix: Path) -> None:
        """Readings left open get their place in the whole book."""
        for reading in scope.waiting:
            path = (*prefix, *reading.path)
            self.source.open_readings.append(
                OpenReading(path, reading.key, reading.choices, reading.place, reading.note)
            )

    def _check(self, book: Row, found: Found) -> None:
        faults = find_faults(book)
        for fault in faults:
            scope, within = self._scope(fault.path)
            if any(within[:length] in scope.bad for length in range(len(within) + 1)):
                continue
            if _unread(book, fault.path):
                continue
            where = place(self.source.name, _nearest(scope, within), labelled(book, fault.path))
            self.source.problems.error(where, fault.what, fault.remedy, code="rulebook")
        if not faults:
            self._declared(book, found)
            warn_unused(self.tables, self.source)

    def _declared(self, book: Row, found: Found) -> None:
        nodes = {node["code"]: (i, node) for i, node in enumerate(book["nodes"])}
        items = {item["code"]: (i, item) for i, item in enumerate(book["items"])}
        full = full_points(nodes, items)
        for code, points, scope in found.declared:
            mark = scope.marks.get(("full",))
            if nodes[code][1]["role"] != "ordinary":
                remedy = "请删去“满分”;最多加(扣)几分请写“本大项封顶”“本大项保底”"
                scope.fault(mark, "满分", "加分、扣分的大项不算满分", remedy)
                continue
            if full[code] is None:
                where = place(self.source.name, mark or scope.node, f"{scope.label}·满分")
                what = (
                    f"有的分值由责任书定,或只有部分对象有这一项,没有核对各项分值是不是合计 {points}"
                )
                self.source.problems.warn(where, what, "请在责任书里核对", code="full-unknown")
                continue
            collected = Faults()
            check_declared(code, points, (), full, collected)
            for fault in collected.found:
                scope.fault(mark, "满分", fault.what, fault.remedy)

    def _scope(self, path: Path) -> tuple[Scope, Path]:
        if len(path) >= 2 and path[0] in self.tables and isinstance(path[1], int):
            rows = self.tables[str(path[0])]
            if path[1] < len(rows):
                return rows[path[1]][1], path[2:]
        return self.scope, path


def _listed(found: Any) -> list[str]:
    return [] if found is BAD else list(found)


def _nearest(scope: Scope, path: Path) -> Node:
    """The node of a path, or of the nearest thing around it."""
    for length in range(len(path), 0, -1):
        if path[:length] in scope.marks:
            return scope.marks[path[:length]]
    return scope.node


def _unread(value: Any, path: Path) -> bool:
    """Whether the path leads to, or through, a value whose problem has been reported already."""
    for step in path:
        inside = isinstance(value, dict) and step in value
        if not inside and not (isinstance(value, list) and step in range(len(value))):
            break
        value = value[step]
    return value is BAD
