"""这一轮考核哪些指标: the rule book of a round that assesses only some of the indicators of its scheme.

A pure function from book and choice to a book that stands by itself, with the sums as they then are: what is computed,
frozen and verified is that book, and nothing else has to know of the choice (docs/adr/0014-a-round-of-some-indicators.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from baton.scoring import scope_scaling
from baton.scoring.scope_choice import SCALED, Scope
from baton.scoring.scope_trees import Pruned, leaves_under, text_of

Book = dict[str, Any]
ONLY = "这一轮只考 "  # how the 说明 of a total begins where not everything is assessed


@dataclass(frozen=True)
class Lack:
    """Why a choice can't be computed, with the remedy. kind: nothing, group, coefficient, taken, alone, scaled or grades."""

    kind: str
    code: str
    sentence: str


def leaves(book: Book) -> list[str]:
    """Everything that can be ticked, in the order of the trees: indicators and nodes that take others' points."""
    found: dict[str, None] = {}
    for group in book["groups"]:
        for top in (group["root"], *group["outside"]):
            found.update(dict.fromkeys(leaves_under(book, top)))
    return list(found)


def gone(book: Book, scope: Scope) -> list[str]:
    """Codes that were ticked and that this book no longer has."""
    known = {entry["code"] for table in ("items", "nodes") for entry in book[table]}
    return sorted(scope.items - known)


def narrowed(book: Book, scope: Scope | None) -> Book:
    """The rule book with only what is assessed; the book itself where there is no choice.

    What a `Lack` names is left out here, so that a page can be drawn all the same.
    """
    if scope is None:
        return book
    pruned = Pruned(book, scope)
    groups = [_group(entry, pruned, scope) for entry in book["groups"] if pruned.is_assessed(entry)]
    items = [item for item in book["items"] if item["code"] in pruned.reached]
    used = {entry["item"] for item in items for entry in item["data"].values()}
    told = {group["root"]: said(book, pruned, group["group"], scope) for group in groups}
    every = dict(pruned.nodes)
    if scope.total == SCALED:
        every = scope_scaling.scaled(pruned, list(told))
    nodes = [every[code] for code in sorted(every) if code in pruned.reached]
    return book | {
        "data": [entry for entry in book["data"] if entry["code"] in used],
        "items": items,
        "nodes": [node | ({"definition": told[node["code"]]} if node["code"] in told else {}) for node in nodes],
        "vetoes": _vetoes(book, groups, pruned.reached),
        "groups": groups,
    }  # fmt: skip


def said(book: Book, pruned: Pruned, group: str, scope: Scope) -> str:
    """这一轮只考 15 项，满分 42 分，总分照实: what is printed beside the total of a group."""
    entry = next(one for one in book["groups"] if one["group"] == group)
    own = [code for code in leaves_under(book, entry["root"]) if code in pruned.reached]
    count = sum(
        pruned.items[code]["role"] == "ordinary" if code in pruned.items else True for code in own
    )
    full, whole = pruned.full_text(entry["root"]), pruned.whole_text(entry["root"])
    points = f"满分 {full} 分" if full else "各单位满分不同"
    kept = f"（全部指标满分 {whole} 分）" if full and whole and full != whole else ""
    scaled = scope_scaling.told(book, pruned, entry["root"]) if scope.total == SCALED else ""
    return f"{ONLY}{count} 项，{points}{kept}，{scaled or '总分照实'}"


def told(book: Book, group: str) -> str:
    """What a book that was narrowed says of this group; empty where everything is assessed."""
    entry = next((one for one in book["groups"] if one["group"] == group), None)
    root = next((one for one in book["nodes"] if entry and one["code"] == entry["root"]), None)
    text = str(root.get("definition", "")) if root else ""
    return text if text.startswith(ONLY) else ""


def lacks(book: Book, scope: Scope) -> list[Lack]:
    """What keeps this choice from being computed by this book; empty when all is well."""
    pruned = Pruned(book, scope)
    if not any(code in pruned.reached for code in pruned.ticked):
        return [Lack("nothing", "", "一个指标也没有勾，没有可考核的。请勾上这一轮要考核的指标。")]
    found = [
        Lack("group", entry["group"], f"“{entry['group']}”一个指标也没有勾。请给它勾上指标，或者勾“{entry['group']}这一轮不考核”。")
        for entry in book["groups"]
        if entry["group"] not in scope.left_out and not pruned.is_assessed(entry)
    ]  # fmt: skip
    for node, code in pruned.lost:
        name = pruned.name(code)
        found.append(
            Lack("coefficient", code, f"“{pruned.name(node)}”要乘“{name}”这个系数，它的指标一个也没有勾。请把“{name}”勾上，或者勾“这一轮不乘{name}”。")
        )  # fmt: skip
    found += _taken(book, scope, pruned)
    alone = [pruned.name(code) for code in leaves(book) if code in pruned.ticked - pruned.reached]
    if alone:
        named = "、".join(f"“{name}”" for name in alone)
        found.append(
            Lack("alone", "", f"勾了{named}，可是用得到它的分组这一轮不考核，它所乘的各项也可能没有勾，算不进总分。请去掉这一勾，或者把那些一起勾上。")
        )  # fmt: skip
    return found + _scaled(book, scope, pruned) + _grades(book, scope, pruned)


def sentences(found: list[Lack]) -> list[str]:
    """What is said of them: groups in which nothing is ticked come in one sentence."""
    bare = [one for one in found if one.kind == "group"]
    said = [one.sentence for one in found if one.kind != "group"]
    if len(bare) < 2:
        return [one.sentence for one in found]
    named = "、".join(f"“{one.code}”" for one in bare)
    return [f"{named}一个指标也没有勾。请给这几个组勾上指标，或者勾它们“这一轮不考核”。", *said]


def _taken(book: Book, scope: Scope, pruned: Pruned) -> list[Lack]:
    """Nodes that take the points of something, or of a group, that is not assessed."""
    found = []
    for code in sorted(pruned.reached & pruned.nodes.keys()):
        node = pruned.nodes[code]
        take = node.get("take", "total")
        if node["kind"] == "children" and node["group"] in scope.left_out:
            found.append(
                Lack("taken", code, f"“{node['name']}”取“{node['group']}”的得分，这一组这一轮不考核。请去掉“{node['name']}”的勾，或者也考核这一组。")
            )  # fmt: skip
        elif take != "total" and take not in pruned.reached:
            name = pruned.name(take)
            found.append(
                Lack("taken", code, f"“{node['name']}”取“{name}”的得分，“{name}”没有勾。请把“{name}”一起勾上，或者去掉“{node['name']}”的勾。")
            )  # fmt: skip
    return found


def _scaled(book: Book, scope: Scope, pruned: Pruned) -> list[Lack]:
    """Groups whose total can't be brought to 100."""
    if scope.total != SCALED:
        return []
    found = []
    for entry in book["groups"]:
        if not pruned.is_assessed(entry) or scope_scaling.target(pruned, entry["root"]) is not None:
            continue
        why = "总分不是各项相加的" if pruned.full_text(entry["root"]) else "各单位的满分不同"
        found.append(
            Lack("scaled", entry["group"], f"“{entry['group']}”{why}，折算不成同一个满分。请选“按这几项的满分合计算”。")
        )  # fmt: skip
    return found


def _grades(book: Book, scope: Scope, pruned: Pruned) -> list[Lack]:
    """Lines that were drawn for the whole scheme say nothing of a total of a part of it."""
    if not scope.graded:
        return []
    found = []
    for entry in book["groups"]:
        lines = [level["at_least"] for level in (entry["grades"] or {"levels": []})["levels"]]
        full, whole = pruned.full_text(entry["root"]), pruned.whole_text(entry["root"])
        wanted = scope_scaling.target(pruned, entry["root"]) if scope.total == SCALED else None
        if wanted is not None:
            full = text_of(wanted)
        if pruned.is_assessed(entry) and any(lines) and full != whole:
            found.append(
                Lack("grades", entry["group"], f"“{entry['group']}”的等次线（如 {next(filter(None, lines))} 分）是按全部指标的满分定的，这一轮满分{f' {full} 分' if full else '各单位不同'}，对不上。请选“这一轮不评等次”。")
            )  # fmt: skip
    return found


def _group(entry: Book, pruned: Pruned, scope: Scope) -> Book:
    """A group's tree without what is not assessed; what breaks ties goes with it."""
    tree = {code for top in (entry["root"], *entry["outside"]) for code in pruned.tree(top)}
    grades = entry["grades"] if scope.graded else None
    if grades is not None:
        grades = grades | {"keys": _keys(grades["keys"], tree)}
    return entry | {
        "outside": [code for code in entry["outside"] if code in pruned.reached],
        "ranking": entry["ranking"] | {"keys": _keys(entry["ranking"]["keys"], tree)},
        "grades": grades,
    }


def _keys(keys: Iterable[Book], tree: set[str]) -> list[Book]:
    return [one for one in keys if one["key"] in tree]


def ties_lost(book: Book, scope: Scope) -> list[str]:
    """Names of what breaks ties in the scheme and is not assessed in this round."""
    pruned, found = Pruned(book, scope), dict[str, None]()
    for entry in book["groups"]:
        if pruned.is_assessed(entry):
            tree = {code for top in (entry["root"], *entry["outside"]) for code in pruned.tree(top)}
            found.update({one["key"]: None for one in entry["ranking"]["keys"] if one["key"] not in tree})  # fmt: skip
    return [pruned.name(code) for code in found]


def _vetoes(book: Book, groups: list[Book], reached: set[str]) -> list[Book]:
    """Vetoes with what of their effects there is to strike; those of which nothing is left go."""
    levels = {
        level["grade"] for one in groups if one["grades"] for level in one["grades"]["levels"]
    }
    kept = []
    for veto in book["vetoes"]:
        effects = veto["effects"] | {
            "zero_items": [code for code in veto["effects"]["zero_items"] if code in reached],
            "exclude_grades": [one for one in veto["effects"]["exclude_grades"] if one in levels],
            "force_grade": veto["effects"]["force_grade"] if veto["effects"]["force_grade"] in levels else None,
        }  # fmt: skip
        if any(value for value in effects.values()):
            kept.append(veto | {"effects": effects})
    return kept
