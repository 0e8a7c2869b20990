"""大项: the parts of a paper, what they are made of, how that comes together, and what it sums to."""

from __future__ import annotations

from typing import Any

from baton.desk.parts.asking import MANY, ONE, ROWS, SELECT, Ask, Column, Given, Option
from baton.desk.parts.indicators import ROLES, WORK_HINT, WORKS, with_work
from baton.desk.parts.linked import told
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
    percent,
    placed,
    removed,
    row_of,
    sums,
    total_of,
    tree_of_group,
    with_row,
    without_row,
)
from baton.domain.refusals import Refused
from baton.scoring.rulebook import NODE_KINDS
from baton.scoring.rulebook.checks.numbers import fraction, plain
from baton.scoring.rulebook.checks.tree import full_points

_WORKS = (Option("", "不写"), *WORKS[1:])
SUM, WEIGHTED = "sum", "weighted"
KINDS = (
    Option(SUM, "相加", "各项得分加起来"),
    Option(WEIGHTED, "加权平均", "各项按权重平均，如责任制占 80%、各方面评价占 20%"),
)


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
        whom = listed(groups.get(node["code"], ()))
        told.append(f"用在{whom}。" if whom else "哪个组也没有用到。")
        found.append(Said(node["code"], node["name"], tuple(told), _cautions(node, full)))
    return found


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
    if node["kind"] == WEIGHTED:
        shares = listed(f"{names.get(code, code)} {_weight(share)}" for code, share in node["weights"].items())  # fmt: skip
        return f"{shares or '还没有组成'}，按权重平均，权重合计 {_weight(total_of(node['weights'].values()) or '0')}，满分 {node['full']} 分。"  # fmt: skip
    if node["kind"] == "multiplier":
        factors = "".join(f" × {names.get(one['node'], one['node'])}系数" for one in node["coefficients"])  # fmt: skip
        return f"{names.get(node['base'], node['base'])}{factors}，满分 {node['full']} 分。"
    if node["kind"] in ("link", "children"):
        return f"{told(node, names)}，满分 {node['full']} 分。"
    if node["kind"] != SUM:
        return f"{NODE_KINDS[node['kind']].title}：{NODE_KINDS[node['kind']].sentence}".replace(",", "，")  # fmt: skip
    if not node["children"]:
        return "还没有指标。"
    parts = [f"{names.get(code, code)}{_points(full.get(code))}" for code in node["children"]]
    shown = f"{listed(parts[:12])}{f'等 {len(parts)} 项' if len(parts) > 12 else ''}"
    total = full.get(node["code"])
    tail = "" if node["role"] != "ordinary" else f"，满分 {plain(total)} 分" if total is not None else "，满分按责任书"  # fmt: skip
    return f"{shown}，相加{tail}。"


def _points(full: Any) -> str:
    return f" {plain(full)}" if full else ""


def _weight(share: str) -> str:
    exact = fraction(share)
    return percent(share) if exact is not None and exact <= 1 else share


def _cautions(node: Book, full: dict[str, Any]) -> tuple[str, ...]:
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
    names = names_of(book)
    below = set(tree_of_group(book, key)) if node else set()
    above = tuple(one for one in sums(book) if one.value not in below)
    at = tuple(one["code"] for one in parents_of(book, key)) if node else ()
    is_root = key in {group["root"] for group in book["groups"]}
    is_plain = old["kind"] in (SUM, WEIGHTED)
    found = [Ask("name", "名称", values=_one(old.get("name")))]
    if not is_root:
        found.append(Ask("where", "放在哪里", MANY, "", above, at))
    if node is None:
        movable = tuple(Option(item["code"], item["name"]) for item in book["items"] if [one["kind"] for one in parents_of(book, item["code"])] == [SUM])  # fmt: skip
        found.append(Ask("moved", "从别处移进来的", MANY, "只能移相加的大项里的；没有就不勾", movable))  # fmt: skip
    if node is not None and is_plain:
        rows = tuple((names.get(code, code), _weight(old.get("weights", {}).get(code, "")) if old["kind"] == WEIGHTED else "") for code in old["children"])  # fmt: skip
        found += [
            Ask("kind", "怎么合起来", ONE, "", KINDS, (old["kind"],)),
            Ask("weights", "权重", ROWS, "加权平均的才填，如 80%、20%；也可以写 3、6 这样的比", columns=(
                Column("child", "哪一项", is_fixed=True), Column("weight", "权重")), rows=rows, spare=0),
            Ask("full", "满分", hint="加权平均的才填", values=_one(old.get("full"))),
        ]  # fmt: skip
    return [
        *found,
        Ask("role", "性质", SELECT, "几种加分合起来封顶：性质选加分，写上最多几分，再把它们放进来", ROLES, (old["role"],)),
        Ask("work", "工作类别", SELECT, WORK_HINT, _WORKS, (old.get("work", ""),)),
        Ask("cap", "最多几分", hint="不封顶就空着", values=_one(old.get("cap"))),
        Ask("floor", "最少几分", hint="没有就空着，如 0", values=_one(old.get("floor"))),
    ]  # fmt: skip


def _one(value: Any) -> tuple[str, ...]:
    return (str(value),) if value else ()


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the part as the form says."""
    old = row_of(book, "nodes", key) if key else None
    name = given.text("name", needed=True)
    where = given.many("where") if "where" in given.asks else None
    if where == [] and not (old and not any(one["kind"] == SUM for one in parents_of(book, key))):
        given.wrong("where", "还没有勾放在哪里，请至少勾一处。")
    role = given.choice("role")
    limits = {"cap": given.points("cap"), "floor": given.points("floor")}
    code = key or free_code(book, "D")
    node: Book = old or {"code": code, "kind": SUM, "children": []}
    if "kind" in given.asks:
        node = _composed(node, given)
    given.check()
    node = with_work(node | {"name": name, "role": role, **limits}, given)
    book = with_row(book, "nodes", node)
    if where is not None:
        book = placed(book, code, where)
    for moved in given.many("moved") if "moved" in given.asks else []:
        book = placed(book, moved, [code])
    return book, f"{'改' if old else '加'}大项“{name}”"


def _composed(node: Book, given: Given) -> Book:
    """The same part added up, or averaged by weights."""
    kind = given.choice("kind")
    rest = {name: value for name, value in node.items() if name not in ("weights", "full")}
    if kind != WEIGHTED:
        return rest | {"kind": SUM}
    sent = [row[1] for row in given.rows("weights")]
    weights = {}
    for child, written in zip(node["children"], [*sent, *[""] * len(node["children"])], strict=False):  # fmt: skip
        found = given.share("weights", written, "权重") if written.endswith(("%", "％")) else given.number("weights", written, "权重")  # fmt: skip
        if found is None:
            given.wrong("weights", "加权平均的每一项都要写权重，如 80%、20%。")
        weights[child] = found
    full = given.points("full")
    if full is None:
        given.wrong("full", "加权平均的要写满分，如 100。")
    return rest | {"kind": WEIGHTED, "weights": weights, "full": full}


def drop(book: Book, key: str) -> Made:
    """The book without a part that is empty."""
    node = row_of(book, "nodes", key)
    assert node is not None
    if any(group["root"] == key for group in book["groups"]):
        raise Refused(f"“{node['name']}”是总分，不能去掉。")
    if node["kind"] != SUM or node["children"]:
        raise Refused(f"“{node['name']}”里还有 {len(node.get('children', [])) or '别的'} 项，请先移到别的大项，再去掉它。")  # fmt: skip
    for other in book["nodes"]:
        if other.get("base") == key or any(one["node"] == key for one in other.get("coefficients", [])):  # fmt: skip
            raise Refused(f"“{other['name']}”是用它相乘的，请先到“乘系数”里去掉。")
    return removed(without_row(book, "nodes", key), key), f"去掉大项“{node['name']}”"


NODES = Part(
    "nodes", "大项", "一个大项", "总分由哪几个大项组成，各占多少，怎么合起来，要不要封顶。乘系数、取别处的得分，在下面各有表单。", said, asks, made, drop
)  # fmt: skip
