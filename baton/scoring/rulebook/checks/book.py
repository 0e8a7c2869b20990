"""整本规则书的检查: heading and tables first, then each object by itself, then how they hang together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from baton.scoring.rulebook.checks import groups as of_groups
from baton.scoring.rulebook.checks import tree as of_tree
from baton.scoring.rulebook.checks.items import check_item
from baton.scoring.rulebook.checks.names import Names
from baton.scoring.rulebook.checks.nodes import check_node
from baton.scoring.rulebook.checks.numbers import fraction, kind_of, plain, shorten
from baton.scoring.rulebook.checks.walk import Walker
from baton.scoring.rulebook.faults import Faults, Json, Path
from baton.scoring.rulebook.order import find_group_circles
from baton.scoring.rulebook.shapes import Target
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS, METHODS, NODE_KINDS
from baton.scoring.rulebook.specs.book import DATUM, FORMAT, GROUP, HEADING, SEMANTICS, TABLES, VETO

MOST_SCORED = 5000
MOST_ROWS = {"data": 10_000, "vetoes": 500, "groups": 500}
_KEYS = {"data": "code", "items": "code", "nodes": "code", "vetoes": "code", "groups": "group"}
_WORDS = {
    "data": "数据项",
    "items": "指标",
    "nodes": "节点",
    "vetoes": "一票否决",
    "groups": "分组",
}
_BESIDE = frozenset({"format", "semantics", *TABLES})


def check_book(book: Json, faults: Faults) -> None:
    """Check everything. What is not sound by itself is left out of the checks that compare."""
    if not isinstance(book, dict):
        faults.add((), f"规则书应当是一组栏目,现在是{kind_of(book)}", "请检查是不是选错了文件")
        return
    for key, wanted in (("format", FORMAT), ("semantics", SEMANTICS)):
        if book.get(key) != wanted:
            faults.add((key,), f"应当写 {wanted}", "请核对;这一版程序只认得这一版的规则书")
    tables = {name: _table(book, name, faults) for name in TABLES}
    if len(tables["items"]) + len(tables["nodes"]) > MOST_SCORED:
        count = len(tables["items"]) + len(tables["nodes"])
        faults.add(
            ("items",),
            f"指标和节点共 {count} 个,最多 {MOST_SCORED} 个",
            "请按考核对象拆成几本规则书",
        )
        return
    _Check(book, tables, faults).run()


def _table(book: Json, name: str, faults: Faults) -> list[Json]:
    """The rows of one table; reports a table of the wrong kind, codes used twice and rows out of order."""
    rows = book.get(name)
    if not isinstance(rows, list):
        state = "缺少" if name not in book else "应当是清单:"
        faults.add((name,), f"{state}“{_WORDS[name]}”({name})", "请写成清单,没有的写 []")
        return []
    if len(rows) > MOST_ROWS.get(name, 10**9):
        faults.add((name,), f"{_WORDS[name]}有 {len(rows)} 个,最多 {MOST_ROWS[name]} 个", "请拆分")
        return []
    codes = _codes(rows, _KEYS[name])
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code is not None and code in seen:
            what = f"{_WORDS[name]}代码“{shorten(code)}”用了两次"
            faults.add((name, index, _KEYS[name]), what, "请改其中一个")
        seen.add(code or "")
    known = [code for code in codes if code is not None]
    if known != sorted(known):
        faults.add((name,), f"{_WORDS[name]}没有按代码排序", "规范 JSON 里按代码的码点升序排")
    return rows


def _codes(rows: list[Json], key: str) -> list[str | None]:
    found = [row.get(key) if isinstance(row, dict) else None for row in rows]
    return [code if isinstance(code, str) else None for code in found]


class _Check:
    """One book on its way through the checks; keeps what is sound for the comparisons."""

    def __init__(self, book: Json, tables: dict[str, list[Json]], faults: Faults) -> None:
        self.book, self.tables, self.faults = book, tables, faults
        codes = {name: [c for c in _codes(tables[name], _KEYS[name]) if c] for name in TABLES}
        self.scored = Names("指标或节点", [*codes["items"], *codes["nodes"]])
        calendar = book.get("calendar")
        periods = [p for p in calendar if isinstance(p, str)] if isinstance(calendar, list) else []
        names: dict[Target, Names] = {
            "data": Names("数据项", codes["data"]),
            "child": self.scored,
            "any": self.scored,
            "node": Names("节点", codes["nodes"]),
            "sum": Names("节点", codes["nodes"]),
            "item": Names("指标", codes["items"]),
            "group": Names("分组", codes["groups"]),
            "period": Names("期间", periods),
            "method": Names("计分方法", METHODS),
            "kind": Names("节点的合成办法", NODE_KINDS),
            "map": Names("系数的换算办法", COEFFICIENT_MAPS),
        }
        self.names = names
        self.walker = Walker(faults, names)
        self.nodes: dict[str, tuple[int, Json]] = {}
        self.items: dict[str, tuple[int, Json]] = {}

    def run(self) -> None:
        """All checks, outline before connections."""
        self.walker.record(HEADING, self.book, (), beside=_BESIDE)
        self._calendar()
        kinds = self._data()
        self.items = self._each(
            "items", lambda row, path: check_item(row, path, kinds, self.walker)
        )
        self.nodes = self._each("nodes", lambda row, path: check_node(row, path, self.walker))
        self._shared_codes()
        sound_groups = self._each("groups", self._group)
        if not of_tree.find_circles(self.nodes, self.faults):
            self._trees(sound_groups)
            self._weighted_full()
        find_group_circles(self.book, list(sound_groups.values()), self.nodes, self.faults)
        self._vetoes(sound_groups)

    def _each(self, table: str, check: Callable[[Json, Path], bool]) -> dict[str, tuple[int, Json]]:
        sound: dict[str, tuple[int, Json]] = {}
        for index, row in enumerate(self.tables[table]):
            if check(row, (table, index)):
                sound.setdefault(row[_KEYS[table]], (index, row))
        return sound

    def _calendar(self) -> None:
        calendar = self.book.get("calendar")
        if isinstance(calendar, list):
            seen: set[Json] = set()
            for index, period in enumerate(calendar):
                if isinstance(period, str):
                    if period in seen:
                        self.faults.add(
                            ("calendar", index), f"期间“{shorten(period)}”写了两次", "请删去一个"
                        )
                    seen.add(period)

    def _data(self) -> dict[str, str]:
        kinds: dict[str, str] = {}
        for index, row in enumerate(self.tables["data"]):
            if self.walker.sound(DATUM, row, ("data", index)):
                kinds[row["code"]] = row["kind"]
                low, high = fraction(row["min"]), fraction(row["max"])
                if low is not None and high is not None and low > high:
                    self.faults.add(
                        ("data", index, "min"), f"下限 {row['min']} 高于上限 {row['max']}", "请核对"
                    )
        return kinds

    def _shared_codes(self) -> None:
        for code, (index, _) in self.nodes.items():
            if code in self.items:
                what = f"“{shorten(code)}”既是指标又是节点"
                self.faults.add(("nodes", index, "code"), what, "两者的代码不能相同,请改一个")

    def _group(self, row: Json, path: Path) -> bool:
        if not self.walker.sound(GROUP, row, path):
            return False
        if row["grades"] is not None:
            of_groups.check_grades(row["grades"], (*path, "grades"), self.faults)
        return True

    def _trees(self, sound: dict[str, tuple[int, Json]]) -> None:
        for index, group in sound.values():
            path: Path = ("groups", index)
            tree = of_tree.grow(group, path, self.nodes, self.faults)
            if len(self.nodes) == len(self.tables["nodes"]):
                of_groups.check_keys(group, path, tree.parents, self.faults)
            for code in tree.parents:
                if code in self.items:
                    place: Path = ("items", self.items[code][0])
                    of_tree.check_rescaling(
                        self.items[code][1], place, tree, self.nodes, self.faults
                    )

    def _weighted_full(self) -> None:
        """A weighted mean's full points follow from its children's, where those are the same for everybody."""
        full = of_tree.full_points(self.nodes, self.items)
        for index, node in self.nodes.values():
            if node["kind"] != "weighted" or set(node["weights"]) != set(node["children"]):
                continue
            wanted = _weighted(node, full)
            declared = fraction(node["full"])
            if not wanted or declared is None:
                continue
            if abs(declared - wanted) > wanted / 2000:
                what = f"满分写 {node['full']},按权重各项满分的平均是 {plain(wanted)}"
                self.faults.add(("nodes", index, "full"), what, "请改满分,或核对各项满分和权重")

    def _vetoes(self, sound: dict[str, tuple[int, Json]]) -> None:
        graded = [group["grades"] for _, group in sound.values() if group["grades"] is not None]
        grades = Names("等次", [level["grade"] for entry in graded for level in entry["levels"]])
        complete = len(sound) == len(self.tables["groups"])
        for index, row in enumerate(self.tables["vetoes"]):
            if self.walker.sound(VETO, row, ("vetoes", index)) and complete:
                of_groups.check_veto(
                    row, ("vetoes", index), self.names["item"], grades, bool(graded), self.faults
                )


def _weighted(node: Json, full: Mapping[str, Fraction | None]) -> Fraction | None:
    """The weighted mean of the children's full points; None if it is not the same for everybody."""
    product = weight = Fraction(0)
    for code in node["children"]:
        share, points = fraction(node["weights"][code]), full.get(code)
        if share is None or points is None:
            return None
        product, weight = product + share * points, weight + share
    return product / weight if weight > 0 else None
