"""并入: a scheme table for some groups put into a rule book that is there already. Codes stay with their indicators."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain, count
from typing import Any

from baton.documents.layouts.known import score_name
from baton.documents.names import normalised
from baton.documents.scheme_table.calendars import with_periods
from baton.documents.scheme_table.pairing import is_called, same_text
from baton.documents.scheme_table.trees import (
    copied,
    items_of,
    reached,
    roots_of,
    without_orphans,
)

Book = dict[str, Any]
TOLD = ("definition", "basis", "source", "lead", "work")  # an empty column takes nothing away
DIRECT = "direct"
LOSES = "换上一张指标体系表会丢掉它的算法。请下载规则书，改好以后交规则书。"
MAY_ADD = "换上一张指标体系表会丢掉它的算法。请先到“大项”里把它改成相加，收完表再改回来；也可以下载规则书，改好以后交规则书。"
MIXED = ("weighted", "geometric", "min", "max")


class CannotMerge(Exception):
    """The rule book is not built as tables are; the text says what to do instead."""


@dataclass
class Merged:
    """The rule book with the table in it; codes: of the table's indicators in their order; gone: those that left.

    to_check: indicators whose sentence changed while their method stayed. apart: names that were made different.
    """

    book: Book
    codes: list[str] = field(default_factory=list)
    gone: list[dict[str, Any]] = field(default_factory=list)
    to_check: list[str] = field(default_factory=list)
    apart: list[tuple[str, str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def merged(
    base: Book, table: Book, *, groups: Sequence[str], same: Mapping[str, str], used: Collection[str],
    whom: Collection[str] = (),
) -> Merged:  # fmt: skip
    """Put a table for these groups in the place of what they had, or beside the other groups' indicators.

    same: indicator of the table → the indicator of the book that it is. used: codes that once had figures, so that
    no new indicator inherits any. whom: indicators of which the table says whom they are for.
    """
    return _Merging(base, table, groups, same, used, whom).done()


class _Merging:
    def __init__(
        self, base: Book, table: Book, groups: Sequence[str], same: Mapping[str, str], used: Collection[str],
        whom: Collection[str],
    ) -> None:  # fmt: skip
        self.whom = whom
        self.base, self.table, self.groups, self.same = base, table, list(groups), same
        self.book = with_periods(copied(base), table["calendar"])
        others = [one["group"] for one in base["groups"] if one["group"] not in groups]
        self.others = reached(base, roots_of(base, others))
        self.own = reached(base, roots_of(base, groups)) - self.others
        tables = ("items", "nodes", "data", "vetoes")
        self.used = {*used, *(entry["code"] for name in tables for entry in base[name])}
        self.old = {item["code"]: item for item in base["items"]}
        self.data = {entry["code"]: entry for entry in self.book["data"]}
        self.names = {item["name"] for item in base["items"] if item["code"] in self.others}
        self.result = Merged(self.book)
        self.nodes: dict[str, dict[str, Any]] = {node["code"]: node for node in self.book["nodes"]}

    def done(self) -> Merged:
        """The whole of it."""
        before = items_of(self.base, self.groups)
        items = [self._item(item) for item in self.table["items"]]
        self.result.codes = [item["code"] for item in items]
        root = self._tree({old["code"]: new["code"] for old, new in zip(self.table["items"], items, strict=True)})  # fmt: skip
        there = {item["code"] for item in items}
        kept = {code for code in self.result.kept if code in self.old}
        stay = [
            item for item in self.book["items"]
            if item["code"] not in there and (item["code"] not in self.own or item["code"] in kept)
        ]  # fmt: skip
        self.book["items"] = sorted([*stay, *items], key=lambda item: item["code"])
        self._groups(root)
        self.book["data"] = sorted(self.data.values(), key=lambda entry: entry["code"])
        self.result.gone = [one for one in before if one["code"] not in there and one["code"] not in {i["code"] for i in stay}]  # fmt: skip
        gone = {one["code"] for one in self.result.gone}
        for group in self.book["groups"]:
            ranking = group["ranking"]
            ranking["keys"] = [key for key in ranking["keys"] if key["key"] not in gone]
        self.result.book = without_orphans(self.book, self.base)
        return self.result

    # ------------------------------------------------------------ indicators

    def _item(self, told: dict[str, Any]) -> dict[str, Any]:
        old = self.old.get(self.same.get(told["code"], ""))
        if old is None:
            return self._new(told)
        name = old["name"] if is_called(old["name"], told["name"], self.groups) else told["name"]
        item = _retold(old, told)
        if told["code"] in self.whom:
            item["applies"] = told["applies"]
        is_shared = old["code"] in self.others
        if is_shared and item == old:
            return item
        item["name"] = self._apart(told["name"] if is_shared else name)
        if is_shared:
            item["code"] = self._code("F")
        if item["method"] == DIRECT:
            self._full(item, old, told)
        elif not same_text(old["sentence"], item["sentence"]):
            self.result.to_check.append(item["code"])
        return item

    def _new(self, told: dict[str, Any]) -> dict[str, Any]:
        code = self._code("F")
        name = self._apart(told["name"])
        data = {entry["code"]: entry for entry in self.table["data"]}
        inputs = {}
        for key, entry in told["data"].items():
            own = f"{code}得分" if len(told["data"]) == 1 else self._code(f"{code}数")
            self.used.add(own)
            renamed = data[entry["item"]]["name"].replace(told["name"], name, 1)
            self.data[own] = {**data[entry["item"]], "code": own, "name": renamed}
            several = len(self.book["calendar"]) > 1 and entry["take"] == "at"
            inputs[key] = {**entry, "item": own, "periods": "@" if several else entry["periods"]}
        return {**told, "code": code, "name": name, "data": inputs}

    def _full(self, item: dict[str, Any], old: dict[str, Any], told: dict[str, Any]) -> None:
        """Bounds and name of the figure of a direct score; the figure's code stays, so do its figures.

        A figure that another group's indicator takes too has bounds wide enough for both.
        """
        entry = next(iter(item["data"].values()))
        new = next(one for one in self.table["data"] if one["code"] == next(iter(told["data"].values()))["item"])  # fmt: skip
        figure = self.data[entry["item"]] = dict(self.data[entry["item"]])
        is_shared = old["code"] in self.others
        for key, widest in (("min", min), ("max", max)):
            if figure[key] is not None and new[key] is not None:
                figure[key] = widest(figure[key], new[key], key=Fraction) if is_shared else new[key]
        if not is_shared and figure["name"] == score_name(old["name"]):
            figure["name"] = score_name(item["name"])

    def _apart(self, name: str) -> str:
        """A name that no indicator of another group has: with the group behind it where it has to be."""
        label = self.groups[0] if len(self.groups) == 1 else f"{self.groups[0]}等"
        found = name
        for number in count(1):
            if found not in self.names:
                break
            found = f"{name}({label})" if number == 1 else f"{name}({label}){number}"
        if found != name:
            self.result.apart.append((name, found))
        self.names.add(found)
        return found

    def _code(self, letter: str) -> str:
        """The next code behind all that were ever given: F14 after F13."""
        pattern = re.compile(rf"{re.escape(letter)}(\d{{1,6}})")
        numbers = [int(hit[1]) for code in self.used if (hit := pattern.match(code))]
        number = max(numbers, default=0) + 1
        code = f"{letter}{number:02d}" if letter == "F" else f"{letter}{number}"
        self.used.add(code)
        return code

    # ------------------------------------------------------------ the tree

    def _tree(self, codes: dict[str, str]) -> str:
        """Hang the table's indicators under a root of these groups; returns the root's code."""
        roots = [one["root"] for one in self.base["groups"] if one["group"] in self.groups]
        own = next((root for root in roots if root in self.own and root in self.nodes), None)
        self._check_sums(roots)
        into = self._multiplied(own) if own else None
        outside = self._beside(roots, into) if into else set()
        nodes = {node["code"]: node for node in self.table["nodes"]}
        top = nodes[self.table["groups"][0]["root"]]
        old_sums = {
            normalised(node["name"]): node for node in self.base["nodes"]
            if node["code"] in self.own and node["code"] not in roots and node["kind"] == "sum"
        }  # fmt: skip
        parents: dict[str, str] = {}  # what an old node has become
        children = []
        for code in top["children"]:
            if code in codes:
                children += [codes[code]] if codes[code] not in outside else []
                continue
            old = old_sums.get(normalised(nodes[code]["name"]))
            shape = old or {**nodes[code], "code": self._code("D")}
            parents[shape["code"]] = shape["code"]
            told = {"work": nodes[code]["work"]} if "work" in nodes[code] else {}
            listed = [codes[one] for one in nodes[code]["children"]]
            made = {**shape, **told, "children": [one for one in listed if one not in outside]}
            self.nodes[made["code"]] = made
            children.append(made["code"])
        shape = self.nodes[into or own or ""] if own else {**top, "code": self._root()}
        at = str(shape["code"])
        root = own or at
        parents |= {at: at} if into else dict.fromkeys(roots, root)
        self.nodes[at] = {**shape, "children": children}
        self._keep_the_rest(parents, at, set(codes.values()), outside)
        stay = {*reached({**self.book, "nodes": list(self.nodes.values())}, [root]), *self.others}
        gone = self.own - stay
        self.book["nodes"] = sorted(
            (node for code, node in self.nodes.items() if code not in gone), key=lambda node: node["code"]
        )  # fmt: skip
        return root

    def _check_sums(self, roots: list[str]) -> None:
        for root in roots:
            node = self.nodes.get(root)
            if root in self.own and node is not None and node["kind"] != "sum":
                raise CannotMerge(f"现在的总分不是各项相加的，{_remedy(node)}")

    def _multiplied(self, root: str) -> str | None:
        """The part that is multiplied by coefficients below a total, into which a table goes; None where none is.

        Any other way of putting parts together would be lost with the parts.
        """
        found = [code for code in reached(self.base, [root]) if code in self.nodes]
        products = [self.nodes[code] for code in found if self.nodes[code]["kind"] == "multiplier"]
        aside = {one["node"] for node in products for one in node["coefficients"]}
        below = reached(self.base, aside)
        odd = [
            self.nodes[code]
            for code in found
            if code not in below and self.nodes[code]["kind"] not in ("sum", "multiplier")
        ]
        first = self.nodes.get(products[0]["base"]) if products else None
        if odd or len(products) > 1 or (products and (first is None or first["kind"] != "sum")):
            one = (odd or products)[0]
            raise CannotMerge(f"现在的“{one['name']}”不是各项相加的，{_remedy(one)}")
        if products and products[0]["base"] in self.others:
            raise CannotMerge(f"“{products[0]['name']}”别的组也用着，{LOSES}")
        return str(products[0]["base"]) if products else None

    def _beside(self, roots: list[str], into: str) -> set[str]:
        """What stands beside the part that is multiplied, its coefficients among it: it stays as it is."""
        found = reached(self.base, roots) - reached(self.base, [into])
        self.result.kept += sorted(code for code in found if code in self.old)
        return found

    def _root(self) -> str:
        """总分, or 总分2 where another group's total has that name."""
        tries = chain(["总分"], (f"总分{number}" for number in count(2)))
        code = next(one for one in tries if one not in self.used)
        self.used.add(code)
        return code

    def _keep_the_rest(
        self, parents: dict[str, str], root: str, placed: set[str], outside: Collection[str]
    ) -> None:  # fmt: skip
        """What no scheme table lists stays where it hung: bonuses, deductions, and parts without ordinary indicators."""
        for node in self.base["nodes"]:
            if node["code"] in outside or node["code"] not in self.own or node["kind"] != "sum":
                continue
            for code in node["children"]:
                if code in placed or code in parents or not self._is_beside(code):
                    continue
                parent = parents.get(node["code"], root)
                below = reached(self.base, [code])
                if parent in below or any(code in self.nodes[p]["children"] for p in {parent, root}):  # fmt: skip
                    continue
                self.nodes[parent]["children"].append(code)
                self.result.kept += sorted(below)

    def _is_beside(self, code: str) -> bool:
        """Whether something is no part of what a table lists: all its indicators give or take points beside the sum."""
        below = reached(self.base, [code])
        items = [self.old[one] for one in below if one in self.old]
        return bool(items) and all(
            item["method"] == "ledger" or (item["role"] != "ordinary" and item["method"] != DIRECT)
            for item in items
        )

    def _groups(self, root: str) -> None:
        """Each group has the root; what was said of its places and grades stays."""
        known = {one["group"] for one in self.book["groups"]}
        for one in self.book["groups"]:
            if one["group"] in self.groups:
                one["root"] = root
        template = self.table["groups"][0]
        fresh = [name for name in self.groups if name not in known]
        self.book["groups"] = sorted(
            [
                *self.book["groups"],
                *({**copied(template), "group": name, "root": root} for name in fresh),
            ],
            key=lambda one: str(one["group"]),
        )


def _remedy(node: dict[str, Any]) -> str:
    """A part that is only put together in another way can be added up for the time being."""
    return MAY_ADD if node["kind"] in MIXED else LOSES


def _retold(old: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """An indicator with what the table says of it; method, parameters, data and readings stay."""
    item: dict[str, Any] = copied(old)
    item["sentence"] = told["sentence"]
    if isinstance(old["points"], str):
        item["points"] = told["points"]
    for key in TOLD:
        if told.get(key):
            item[key] = told[key]
    if told["scorer"] and told["scorer"] != told["lead"]:
        item["scorer"] = told["scorer"]
    elif old["scorer"] == old["lead"]:
        item["scorer"] = item["lead"]
    return item
