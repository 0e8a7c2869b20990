"""大项: the parts of a paper, what they are made of, how that comes together, and what it sums to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baton.desk.parts import composing, placing
from baton.desk.parts.asking import MANY, SELECT, Ask, Given, Option, answered
from baton.desk.parts.composing import HOLDING, SUM
from baton.desk.parts.factors import told as factor_told
from baton.desk.parts.indicators import ROLES, WORK_HINT, WORKS, with_work
from baton.desk.parts.linked import told
from baton.desk.parts.rescaling import repointed, told_moved
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    free_code,
    groups_of,
    listed,
    names_of,
    parents_of,
    placed,
    removed,
    row_of,
    tree_of_group,
    used_in,
    without_row,
)
from baton.domain.refusals import Refused
from baton.scoring.rulebook import NODE_KINDS
from baton.scoring.rulebook.checks.numbers import plain
from baton.scoring.rulebook.checks.tree import full_points

_WORKS = (Option("", "不写"), *WORKS[1:])
FEW = 20  # so many can be looked over at a glance
PUT_TOGETHER = {one.value for one in composing.KINDS}


def said(book: Book) -> list[Said]:
    """Every part of the papers with its full points and what it is made of."""
    names, groups, full = names_of(book), groups_of(book), _full(book)
    found = []
    for node in _ordered(book):
        told = [_made_of(node, names, full)]
        if node["cap"] is not None:
            told.append(f"最多 {node['cap']} 分。")
        if node["floor"] is not None:
            told.append(f"最少 {node['floor']} 分。")
        if node["role"] != "ordinary":
            told.append(f"是{'加分' if node['role'] == 'bonus' else '扣分'}，不算在满分里。")
        told.append(used_in(groups.get(node["code"], ())))
        found.append(Said(node["code"], node["name"], tuple(told), _cautions(book, node, full)))
    return found


def put_together(book: Book, tops: Sequence[str]) -> tuple[str, ...]:
    """How every part in these trees comes together that is not simply added up, with what each coefficient is."""
    names, full = names_of(book), _full(book)
    within = list(dict.fromkeys(code for top in tops for code in tree_of_group(book, top)))
    found = []
    for node in (row_of(book, "nodes", code) for code in within):
        if node is not None and node["kind"] != SUM:
            factors = [f"{names.get(one['node'], one['node'])}系数：{factor_told(one)}。" for one in node.get("coefficients", ())]  # fmt: skip
            found.append(f"{node['name']}：{_made_of(node, names, full)}{''.join(factors)}")
    return tuple(found)


def _full(book: Book) -> dict[str, Any]:
    nodes = {node["code"]: (at, node) for at, node in enumerate(book["nodes"])}
    items = {item["code"]: (at, item) for at, item in enumerate(book["items"])}
    return dict(full_points(nodes, items))


def _ordered(book: Book) -> list[Book]:
    """Nodes from the roots down."""
    order = [code for group in book["groups"] for code in tree_of_group(book, group["root"])]
    place = {code: at for at, code in enumerate(dict.fromkeys(order))}
    return sorted(book["nodes"], key=lambda node: place.get(node["code"], len(place)))


def _made_of(node: Book, names: dict[str, str], full: dict[str, Any]) -> str:
    if combined := composing.told(node, names, full):
        return combined
    if node["kind"] == "multiplier":
        factors = "".join(f" × {names.get(one['node'], one['node'])}系数" for one in node["coefficients"])  # fmt: skip
        return f"{names.get(node['base'], node['base'])}{factors}，满分 {node['full']} 分。"
    if node["kind"] in ("link", "children"):
        return f"{told(node, names)}，满分 {node['full']} 分。"
    if node["kind"] != SUM:
        return f"{NODE_KINDS[node['kind']].title}：{NODE_KINDS[node['kind']].sentence}".replace(",", "，")  # fmt: skip
    if not node["children"]:
        return "还没有指标。"
    parts = [
        f"{names.get(code, code)}{composing.points(full.get(code))}" for code in node["children"]
    ]
    shown = f"{listed(parts[:12])}{f'等 {len(parts)} 项' if len(parts) > 12 else ''}"
    total = full.get(node["code"])
    tail = "" if node["role"] != "ordinary" else f"，满分 {plain(total)} 分" if total is not None else "，满分按责任书"  # fmt: skip
    return f"{shown}，相加{tail}。"


def _cautions(book: Book, node: Book, full: dict[str, Any]) -> tuple[str, ...]:
    if node["kind"] in composing.EVEN:
        roles = {row["code"]: row["role"] for row in (*book["items"], *book["nodes"])}
        return tuple(composing.cautions(node, names_of(book), full, roles))
    total = full.get(node["code"])
    if node["code"] != "总分" or node["kind"] != SUM or total is None or total % 100 == 0:
        return ()
    return (f"各项加起来是 {plain(total)} 分，不是整百，请核对分值。",)


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one part."""
    node = row_of(book, "nodes", key) if key else None
    if key and node is None:
        return None
    old: Book = node or {"kind": SUM, "role": "ordinary"}
    found = placing.asked(book, key)
    if node is None:
        movable = _movable(book)
        found.append(Ask("moved", "从别处移进来的", MANY, "指标和大项都可以；没有就不勾", movable, is_folded=len(movable) > FEW))  # fmt: skip
    if old["kind"] in PUT_TOGETHER:
        found += composing.asks(node, names_of(book))
    return [
        *found,
        Ask("role", "性质", SELECT, "几种加分合起来封顶：性质选加分，写上最多几分，再把它们放进来", ROLES, (old["role"],)),
        Ask("work", "工作类别", SELECT, WORK_HINT, _WORKS, (old.get("work", ""),)),
        Ask("cap", "最多几分", hint="不封顶就空着", values=answered(old.get("cap"))),
        Ask("floor", "最少几分", hint="没有就空着，如 0", values=answered(old.get("floor"))),
    ]  # fmt: skip


def _movable(book: Book) -> tuple[Option, ...]:
    """What stands in one place only, and leaves it without a share being left over."""
    return tuple(
        Option(row["code"], row["name"], f"{'大项，' if table == 'nodes' else ''}在“{above[0]['name']}”里")
        for table in ("nodes", "items") for row in book[table]
        if len(above := parents_of(book, row["code"])) == 1 and above[0]["kind"] in HOLDING
    )  # fmt: skip


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the part as the form says; what is made up for elsewhere follows what moved."""
    before, old = book, row_of(book, "nodes", key) if key else None
    name = given.text("name", needed=True)
    where = placing.place_given(book, key, given)
    role = given.choice("role")
    limits = {"cap": given.points("cap"), "floor": given.points("floor")}
    code = key or free_code(book, "D")
    moved = _moved(book, where or [], given) if "moved" in given.asks else []
    node: Book = old or {"code": code, "kind": SUM, "children": moved}
    if "kind" in given.asks:
        node = composing.composed(node, given, _full(book))
    if node["kind"] in composing.EVEN and not node["children"]:
        given.wrong("moved" if old is None else "kind", f"{composing.NOT_ADDED}的里面要有东西，请先移进来。")  # fmt: skip
    given.check()
    node = with_work(node | {"name": name, "role": role, **limits}, given)
    for one in moved:
        book = placed(book, one, [], HOLDING)
    book, followed = repointed(before, placing.put(book, node, where))
    return book, f"{'改' if old else '加'}大项“{name}”{told_moved(followed)}"


def _moved(book: Book, where: list[str], given: Given) -> list[str]:
    """What goes into a new part; nothing that the new part is to stand in."""
    moved, names = given.many("moved"), names_of(book)
    for code in moved:
        for place in where:
            if place in tree_of_group(book, code):
                given.wrong("moved", f"“{names[place]}”就在“{names[code]}”里，不能又把“{names[code]}”移进来。")  # fmt: skip
    return moved


def drop(book: Book, key: str) -> Made:
    """The book without a part that is empty."""
    node = row_of(book, "nodes", key)
    assert node is not None
    placing.check_no_root(book, node)
    if node["kind"] != SUM or node["children"]:
        first = "先改成相加，再把它们" if node["kind"] in composing.EVEN else "请先"
        raise Refused(f"“{node['name']}”里还有 {len(node.get('children', [])) or '别的'} 项，{first}移到别的大项，再去掉它。")  # fmt: skip
    for other in book["nodes"]:
        if other.get("base") == key or any(one["node"] == key for one in other.get("coefficients", [])):  # fmt: skip
            raise Refused(f"“{other['name']}”是用它相乘的，请先到“乘系数”里去掉。")
    return removed(without_row(book, "nodes", key), key), f"去掉大项“{node['name']}”"


NODES = Part(
    "nodes", "大项", "一个大项", "总分由哪几个大项组成，各占多少，怎么合起来，要不要封顶。乘系数、取别处的得分，在下面各有表单。", said, asks, made, drop
)  # fmt: skip
