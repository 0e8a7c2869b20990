"""The trees of a rule book once what is not assessed is cut off, with the full points that are left."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from baton.scoring.plan import children_of
from baton.scoring.rulebook.checks.numbers import fraction, plain
from baton.scoring.rulebook.checks.tree import full_points
from baton.scoring.scope_choice import Scope

Book = dict[str, Any]
PLACES = 1_000_000  # full points have six decimals at most


def leaves_under(book: Book, top: str) -> list[str]:
    """What can be ticked under a code, in tree order; the code itself where it has nothing under it."""
    nodes = {node["code"]: node for node in book["nodes"]}
    found, todo = [], [top]
    while todo:
        code = todo.pop()
        under = children_of(nodes[code]) if code in nodes else []
        todo.extend(reversed(under))
        if not under and (code not in nodes or nodes[code]["kind"] in ("children", "link")):
            found.append(code)
    return found


class Pruned:
    """A book's trees with a choice. nodes: what is left of each; reached: every code that is left in a group's tree;

    lost: multipliers with the coefficients that they can't do without.
    """

    def __init__(self, book: Book, scope: Scope) -> None:
        self.book = book
        self.items = {item["code"]: item for item in book["items"]}
        self.old = {node["code"]: node for node in book["nodes"]}
        self.ticked = {
            leaf for code in scope.items if code in self.items or code in self.old for leaf in leaves_under(book, code)
        }  # fmt: skip
        self.without, self.left_out = scope.without, scope.left_out
        self.nodes: dict[str, Book] = {}
        self.lost: list[tuple[str, str]] = []
        self.reached: set[str] = set()
        self._known: dict[str, bool] = {}
        self.whole = _full(self.old, self.items)
        for entry in book["groups"]:
            if entry["group"] not in scope.left_out and self._keep(entry["root"]):
                tops = [entry["root"], *(code for code in entry["outside"] if self._keep(code))]
                self.reached.update(code for top in tops for code in self.tree(top))
        self.lost = [pair for pair in self.lost if pair[0] in self.reached]
        self._fill()

    def is_assessed(self, entry: Book) -> bool:
        """Whether anything is left of a group's tree."""
        return entry["group"] not in self.left_out and entry["root"] in self.nodes

    def name(self, code: str) -> str:
        """What a code is called."""
        entry = self.items.get(code) or self.old.get(code)
        return str(entry["name"]) if entry else code

    def tree(self, top: str) -> Iterator[str]:
        """Every code that is left from here down."""
        todo = [top]
        while todo:
            code = todo.pop()
            if code in self.nodes or code in self.ticked:
                yield code
                todo.extend(children_of(self.nodes[code]) if code in self.nodes else [])

    def full_text(self, code: str) -> str:
        """Full points of what is left; empty where they differ from unit to unit."""
        return text_of(self.full.get(code))

    def whole_text(self, code: str) -> str:
        """Full points with everything; empty where they differ from unit to unit."""
        return text_of(self.whole.get(code))

    def _keep(self, code: str) -> bool:
        if code not in self._known:
            self._known[code] = code in self.ticked
            if code in self.old:
                node = self._cut(self.old[code])
                self._known[code] = node is not None
                if node is not None:
                    self.nodes[code] = node
        return self._known[code]

    def _cut(self, node: Book) -> Book | None:
        """A node with what is left under it; None when nothing is."""
        if node["kind"] in ("children", "link"):
            return node if node["code"] in self.ticked else None
        if node["kind"] == "multiplier":
            return self._multiplied(node)
        children = [code for code in node["children"] if self._keep(code)]
        if not children:
            return None
        if node["kind"] == "weighted":
            return node | {"children": children, "weights": {code: node["weights"][code] for code in children}}  # fmt: skip
        return node | {"children": children}

    def _multiplied(self, node: Book) -> Book | None:
        if not self._keep(node["base"]):
            return None
        kept = []
        for entry in node["coefficients"]:
            if entry["node"] in self.without:
                continue
            if self._keep(entry["node"]):
                kept.append(entry)
            else:
                self.lost.append((node["code"], entry["node"]))
        if kept:
            return node | {"coefficients": kept}
        plain_sum = {
            key: value for key, value in node.items() if key not in ("base", "coefficients", "full")
        }
        return plain_sum | {"kind": "sum", "children": [node["base"]]}

    def _fill(self) -> None:
        """Full points that were declared follow what is left under them."""
        self.full: dict[str, Fraction | None] = _full({}, self.items)
        for code in self._upwards():
            node = self.nodes[code]
            if node["kind"] in ("weighted", "multiplier"):
                own, before = _means(node, self.full), _means(self.old[code], self.whole)
                declared = fraction(node["full"])
                if own is not None and before and declared is not None and own != before:
                    node = self.nodes[code] = node | {"full": text_of(declared * own / before)}
            self.full[code] = _full({code: node}, {}, self.full)[code]

    def _upwards(self) -> Iterator[str]:
        """The nodes that are left, children before parents."""
        done: set[str] = set()
        todo = [(code, False) for code in sorted(self.nodes)]
        while todo:
            code, is_ready = todo.pop()
            if code in done or code not in self.nodes:
                continue
            if is_ready:
                done.add(code)
                yield code
            else:
                todo.append((code, True))
                todo.extend((child, False) for child in children_of(self.nodes[code]))


def _full(
    nodes: dict[str, Book], items: dict[str, Book], known: dict[str, Fraction | None] | None = None
) -> dict[str, Fraction | None]:
    """Full points by code. known: those of what stands under the nodes."""
    if known is None:
        return full_points({code: (0, one) for code, one in nodes.items()}, {code: (0, one) for code, one in items.items()})  # fmt: skip
    found = {}
    for code, node in nodes.items():
        if node["kind"] != "sum":
            found[code] = fraction(node["full"]) if node["role"] == "ordinary" else Fraction(0)
        elif node["role"] != "ordinary":
            found[code] = Fraction(0)
        else:
            parts = [known.get(child) for child in node["children"]]
            whole = [part for part in parts if part is not None]
            found[code] = sum(whole, Fraction(0)) if len(whole) == len(parts) else None
    return found


def _means(node: Book, full: dict[str, Fraction | None]) -> Fraction | None:
    """The full points that follow from a node's children, where they are the same for everybody."""
    if node["kind"] == "multiplier":
        return full.get(node["base"])
    product = weight = Fraction(0)
    for code in node["children"]:
        points, share = full.get(code), fraction(node["weights"][code])
        if points is None or share is None:
            return None
        product, weight = product + share * points, weight + share
    return product / weight if weight else None


def text_of(value: Fraction | None) -> str:
    """Points as decimal text with six decimals at most; empty for None."""
    return "" if value is None else plain(Fraction(round(value * PLACES), PLACES))
