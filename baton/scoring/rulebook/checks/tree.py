"""树的检查: circles, depth, a code used twice in one tree, where a missing item may be rescaled, declared full points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from baton.scoring.rulebook.checks.numbers import fraction, plain, shorten
from baton.scoring.rulebook.faults import Faults, Json, Path

MOST_LEVELS = 12
Sound = Mapping[str, tuple[int, Json]]  # code → (index in its table, the object), only sound ones


@dataclass
class Tree:
    """One group's tree: every code in it with its parent ("" for the root and what stands outside)."""

    group: str
    parents: dict[str, str] = field(default_factory=dict)

    def ancestors(self, code: str) -> Iterator[str]:
        """From the parent up to the root."""
        while code := self.parents.get(code, ""):
            yield code


def children_of(node: Json) -> list[tuple[str, Path]]:
    """The codes a sound node is composed of, each with its place within the node."""
    if node["kind"] == "multiplier":
        return [(node["base"], ("base",))] + [
            (entry["node"], ("coefficients", index, "node"))
            for index, entry in enumerate(node["coefficients"])
        ]
    return [(code, ("children", index)) for index, code in enumerate(node.get("children", []))]


def find_circles(nodes: Sound, faults: Faults) -> bool:
    """Report every node that contains itself; the walk keeps its own stack, so depth costs no recursion."""
    done: set[str] = set()
    before = len(faults)
    for start in nodes:
        trail: dict[str, None] = {}
        stack = [(start, False)]
        while stack:
            code, leaving = stack.pop()
            if leaving:
                trail.popitem()
                done.add(code)
            elif code in trail:
                _circle(code, list(trail), nodes, faults)
            elif code in nodes and code not in done:
                trail[code] = None
                stack.append((code, True))
                stack.extend((child, False) for child, _ in children_of(nodes[code][1]))
    return len(faults) > before


def _circle(code: str, trail: list[str], nodes: Sound, faults: Faults) -> None:
    loop = [*trail[trail.index(code) :], code]
    shown = loop if len(loop) <= 6 else [*loop[:3], "……", *loop[-2:]]
    place: Path = ("nodes", nodes[trail[-1]][0])
    what = f"组成成了环:{' → '.join(shorten(c, 20) for c in shown)}"
    faults.add(place, what, f"请从“{shorten(trail[-1])}”的组成里去掉“{shorten(code)}”")


def grow(group: Json, path: Path, nodes: Sound, faults: Faults) -> Tree:
    """Walk one group's tree and what it counts outside, reporting codes used twice and too many levels."""
    tree = Tree(group["group"])
    todo: list[tuple[str, str, int, Path]] = [(group["root"], "", 1, (*path, "root"))]
    todo += [
        (code, "", 1, (*path, "outside", index)) for index, code in enumerate(group["outside"])
    ]
    todo.reverse()
    while todo:
        code, parent, level, place = todo.pop()
        if code in tree.parents:
            _twice(code, parent, tree, place, faults)
        elif level > MOST_LEVELS:
            faults.add(
                place, f"树有 {level} 层,最多 {MOST_LEVELS} 层", "请把中间只起归类作用的层并掉"
            )
        else:
            tree.parents[code] = parent
            if code in nodes:
                index, node = nodes[code]
                todo.extend(
                    (child, code, level + 1, ("nodes", index, *within))
                    for child, within in reversed(children_of(node))
                )
    return tree


def _twice(code: str, parent: str, tree: Tree, place: Path, faults: Faults) -> None:
    first = tree.parents[code]
    where = f"“{shorten(first)}”之下" if first else "最上一层"
    again = f"“{shorten(parent)}”之下" if parent else "“另计”"
    what = f"“{shorten(code)}”在分组“{shorten(tree.group)}”的树里用了两次:{where}和{again}"
    faults.add(place, what, "一个代码在一棵树里只能用一次;请去掉一处,或另立一个代码")


def check_rescaling(item: Json, path: Path, tree: Tree, nodes: Sound, faults: Faults) -> None:
    """`at` must be a sum node reached upwards through ordinary sum nodes only (semantics §4, §7)."""
    for state in ("not_applicable", "excused"):
        policy = item["policies"][state]
        if policy["policy"] != "rescale":
            continue
        place: Path = (*path, "policies", state, "at")
        allowed = reachable_sums(item["code"], tree, nodes)
        if item["role"] != "ordinary":
            faults.add(place, "加分、扣分项不参加缺项折算", "请改为“不计”或“按常数”")
        elif policy["at"] not in allowed:
            choices = "、".join(f"“{shorten(code)}”" for code in allowed)
            what = f"在分组“{shorten(tree.group)}”里,缺项不能在“{shorten(str(policy['at']))}”折算"
            remedy = (
                f"可以在{choices}折算" if allowed else "往上没有可折算的相加节点,请改用别的办法"
            )
            faults.add(place, what, remedy)


def reachable_sums(code: str, tree: Tree, nodes: Sound) -> list[str]:
    """The nodes at which a missing item may be rescaled, nearest first."""
    found = []
    for above in tree.ancestors(code):
        node = nodes[above][1] if above in nodes else None
        if node is None or node["kind"] != "sum" or node["role"] != "ordinary":
            break
        found.append(above)
    return found


def full_points(nodes: Sound, items: Sound) -> dict[str, Fraction | None]:
    """The full points of every code; None where they differ from subject to subject (semantics §7)."""
    full: dict[str, Fraction | None] = {}
    for code, (_, item) in items.items():
        same = fraction(item["points"]) if item["applies"] == "all" else None
        full[code] = same if item["role"] == "ordinary" else Fraction(0)
    for start in nodes:
        stack = [start]
        while stack:
            code = stack[-1]
            waiting = _waiting(code, nodes, full)
            if waiting:
                stack.extend(waiting)
            else:
                full[stack.pop()] = _full(code, nodes, full)
    return full


def _waiting(code: str, nodes: Sound, full: dict[str, Fraction | None]) -> list[str]:
    node = nodes[code][1]
    if node["kind"] != "sum":
        return []
    return [child for child in node["children"] if child in nodes and child not in full]


def _full(code: str, nodes: Sound, full: dict[str, Fraction | None]) -> Fraction | None:
    node = nodes[code][1]
    if node["kind"] != "sum":
        return fraction(node["full"])
    if node["role"] != "ordinary":
        return Fraction(0)
    return total(node["children"], full)


def total(codes: list[str], full: Mapping[str, Fraction | None]) -> Fraction | None:
    """The sum of full points, or None if one of them is not known."""
    parts = [full.get(code) for code in codes]
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None


def check_declared(
    code: str, declared: str, path: Path, full: Mapping[str, Fraction | None], faults: Faults
) -> None:
    """A sum node's declared full points against those of its children."""
    actual, wanted = full.get(code), fraction(declared)
    if actual is not None and wanted is not None and actual != wanted:
        more = "多" if actual > wanted else "少"
        what = f"各项分值合计 {plain(actual)},与写明的满分 {declared} 不符"
        faults.add(path, what, f"{more}了 {plain(abs(actual - wanted))} 分,请改分值或满分")
