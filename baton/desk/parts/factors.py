"""乘系数: a part of a paper multiplied by coefficients, each made from the score of another paper or indicator."""

from __future__ import annotations

from fractions import Fraction

from baton.desk.parts.asking import (
    ONE,
    ROWS,
    SELECT,
    Ask,
    Column,
    Given,
    Option,
    answered,
    plain_number,
)
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
    row_of,
    tree_of_group,
    used_in,
    with_row,
    without_row,
)
from baton.domain.refusals import Refused
from baton.scoring.plan import children_of
from baton.scoring.rulebook.checks.numbers import plain
from baton.scoring.rulebook.checks.tree import full_points

MULTIPLIER, SUM, WEIGHTED = "multiplier", "sum", "weighted"
MINMAX, MEAN, LINEAR, TABLE, DIRECT = "minmax", "mean_ratio", "linear", "table", "direct"
MAPS = (
    Option(MINMAX, "组内最低到最高", "组内最低的用下限，最高的用上限，其余按位置"),
    Option(MEAN, "除以组内平均", "得分除以组内平均分"),
    Option(LINEAR, "线性", "起点加上每分乘得分"),
    Option(TABLE, "按档", "得分落在哪一档，用那一档的系数"),
    Option(DIRECT, "直接用", "得分本身就是系数"),
)
ORDERS = (
    Option("round_clip", "先取舍，再按上下限截"),
    Option("clip_round", "先按上下限截，再取舍"),
)
NO_TOTAL, CONSTANT = "no_total", "constant"
MISSING = (
    Option(NO_TOTAL, "不出总分", "等这张考卷的分出来"),
    Option(CONSTANT, "先按一个常数", "如按 1 计"),
)
NUMBERS = (("low", "系数最低"), ("high", "系数最高"), ("equal", "全组得分一样时，系数按"), ("a", "起点"), ("b", "每分"))  # fmt: skip


def _entries(book: Book) -> list[tuple[Book, Book]]:
    """Every coefficient with the node it multiplies."""
    return [
        (node, one)
        for node in book["nodes"]
        if node["kind"] == MULTIPLIER
        for one in node["coefficients"]
    ]


def _key(node: Book, entry: Book) -> str:
    return f"{node['code']}/{entry['node']}"


def _found(book: Book, key: str) -> tuple[Book, Book] | None:
    return next((pair for pair in _entries(book) if _key(*pair) == key), None)


def said(book: Book) -> list[Said]:
    """Every coefficient: what is multiplied, by what, and how its score becomes a coefficient."""
    names, groups = names_of(book), groups_of(book)
    found = []
    for node, entry in _entries(book):
        sentences = (
            f"{names.get(node['base'], node['base'])}的得分乘以{names.get(entry['node'], entry['node'])}系数：{told(entry)}。",
            used_in(groups.get(node["code"], ())),
        )
        found.append(
            Said(_key(node, entry), f"{names.get(entry['node'], entry['node'])}系数", sentences)
        )
    return found


def told(entry: Book) -> str:
    """How a score becomes a coefficient."""
    parts = [next(one.word for one in MAPS if one.value == entry["map"])]
    if entry["map"] == LINEAR:
        parts.append(f"{entry['a']} 加每分 {entry['b']}")
    low, high = entry["low"], entry["high"]
    if low is not None or high is not None:
        parts.append(f"{low or '不限'} 至 {high or '不限'}")
    if entry["equal"] is not None:
        parts.append(f"全组一样的按 {entry['equal']}")
    waits = entry["missing"] == NO_TOTAL
    parts.append("没有分的不出总分" if waits else f"没有分的按 {entry['constant']} 计")
    return "，".join(parts)


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one coefficient."""
    pair = _found(book, key) if key else None
    if key and pair is None:
        return None
    node, old = pair or ({}, {})
    tiers = tuple((tier["from"] or "", tier["award"]) for tier in old.get("tiers") or [])
    found = [] if pair else _which(book)
    return [
        *found,
        Ask("name", "乘出来的叫什么", hint="如 高质量发展×党的建设系数" + ("" if pair else "；那个大项已经乘着系数的，不用填"), values=answered(node.get("name"))),
        Ask("map", "得分怎么换成系数", ONE, "", MAPS, answered(old.get("map"))),
        Ask("low", "系数最低", hint="如 0.95；不设就空着", values=answered(old.get("low"))),
        Ask("high", "系数最高", hint="如 1.05；不设就空着", values=answered(old.get("high"))),
        Ask("equal", "全组得分一样时，系数按", hint="选“组内最低到最高”的才填，如 1", values=answered(old.get("equal"))),
        Ask("a", "起点", hint="选“线性”的才填，如 0.5", values=answered(old.get("a"))),
        Ask("b", "每分", hint="选“线性”的才填，如 0.005", values=answered(old.get("b"))),
        Ask("tiers", "各档的系数", ROWS, "选“按档”的才填；最低一档的“得分从”空着", columns=(
            Column("from", "得分从"), Column("award", "系数")), rows=tiers),
        Ask("order", "取舍次序", ONE, "有上下限的要选", ORDERS, answered(old.get("order"))),
        Ask("missing", "这张考卷还没有分的单位", ONE, "", MISSING, answered(old.get("missing"))),
        Ask("constant", "按几计", hint="选“先按一个常数”的才填", values=answered(old.get("constant"))),
        Ask("full", "乘以后的满分", hint="空着就是被乘的大项的满分", values=answered(node.get("full"))),
    ]  # fmt: skip


def _which(book: Book) -> list[Ask]:
    groups, order = groups_of(book), {code: at for at, code in enumerate(groups_of(book))}

    def options(rows: list[Book]) -> tuple[Option, ...]:
        rows = sorted(rows, key=lambda row: order.get(row["code"], len(order)))
        return (Option("", "请选"), *(Option(row["code"], _labelled(row, groups)) for row in rows))

    bases = [
        one
        for one in book["nodes"]
        if one["kind"] in (SUM, WEIGHTED, MULTIPLIER) and one["role"] == "ordinary"
    ]
    papers = [one for one in (*book["nodes"], *book["items"]) if one["role"] == "ordinary"]
    return [
        Ask("base", "哪个大项乘系数", SELECT, "选总分，加减分也乘在里面；加减分不乘的，先立一个大项，把要乘的移进去", options(bases)),
        Ask("paper", "系数取自哪张考卷或哪个指标", SELECT, "原来相加在一起的，拿出来作系数，不再相加；还没有的，先在“指标”里加好", options(papers)),
    ]  # fmt: skip


def _labelled(row: Book, groups: dict[str, list[str]]) -> str:
    whom = listed(groups.get(row["code"], ()))
    return f"{row['name']}（{whom}）" if whom else str(row["name"])


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the coefficient as the form says; what was added up before is not any more."""
    pair = _found(book, key) if key else None
    entry = _entry(given, pair[1]["node"] if pair else given.choice("paper"))
    name, full = given.text("name"), given.points("full")
    if pair:
        node = pair[0]
        given.check()
        rest = [entry if one["node"] == entry["node"] else one for one in node["coefficients"]]
        changed = node | {"name": name or node["name"], "coefficients": rest, "full": full or node["full"]}  # fmt: skip
        return with_row(book, "nodes", changed), f"改“{names_of(book)[entry['node']]}”系数"
    base = given.choice("base")
    given.check()
    _check_place(book, base, entry["node"], given)
    why = f"“{names_of(book)[base]}”乘上“{names_of(book)[entry['node']]}”系数"
    changed, followed = repointed(book, _with_coefficient(book, base, entry, name, full, given))
    return changed, f"{why}{told_moved(followed)}"


def _with_coefficient(
    book: Book, base: str, entry: Book, name: str, full: str | None, given: Given
) -> Book:
    """The book in which the part is multiplied; what the coefficient is made from is added up no more."""
    book = _taken_out(book, base, entry["node"])
    node = row_of(book, "nodes", base) or {}
    if node["kind"] == MULTIPLIER:
        return with_row(book, "nodes", node | {"coefficients": [*node["coefficients"], entry]})
    full = full or _full(book, base)
    if full is None:
        given.wrong("full", "被乘的大项各单位满分不同，请写明乘以后的满分，如 100。")
    if not name:
        given.wrong("name", "请写明乘出来的叫什么，如 高质量发展×党的建设系数。")
    given.check()
    return _multiplied(book, base, {"name": name, "full": full, "coefficients": [entry]})


def _entry(given: Given, paper: str) -> Book:
    """One coefficient as the form says; a method keeps only the numbers that it takes."""
    kind = given.choice("map")
    numbers = {name: _number(given, name, label) for name, label in NUMBERS}
    needs = {MINMAX: ("low", "high", "equal"), LINEAR: ("a", "b")}.get(kind, ())
    for name in needs:
        if numbers[name] is None:
            given.wrong(name, f"选了这种换算，请填写“{given.asks[name].label}”。")
    has_limits = numbers["low"] is not None or numbers["high"] is not None
    missing = given.choice("missing")
    constant = _number(given, "constant", "按几计") if missing == CONSTANT else None
    if missing == CONSTANT and constant is None:
        given.wrong("constant", "请写明按几计，如 1。")
    return {
        "node": paper, "map": kind, "low": numbers["low"], "high": numbers["high"],
        "a": numbers["a"] if kind == LINEAR else None, "b": numbers["b"] if kind == LINEAR else None,
        "equal": numbers["equal"] if kind == MINMAX else None,
        "tiers": _tiers(given) if kind == TABLE else None,
        "order": given.choice("order", needed=has_limits) or "round_clip",
        "missing": missing, "constant": constant,
    }  # fmt: skip


def _number(given: Given, name: str, label: str) -> str | None:
    written = given.text(name)
    found = plain_number(written) if written else None
    if written and found is None:
        given.wrong(name, f"“{label}”写的是“{written[:20]}”，请写成数，如 1.05。")
    return found


def _tiers(given: Given) -> list[Book]:
    found = []
    for start, award in given.rows("tiers"):
        first, factor = plain_number(start) if start else None, plain_number(award)
        if factor is None or (start and first is None):
            given.wrong(
                "tiers", "每一档写一个得分从几分起、一个系数，都写成数；最低一档的“得分从”空着。"
            )
            continue
        found.append({"from": first, "award": factor})
    if not found:
        given.wrong("tiers", "选了“按档”，请填各档的系数。")
    return sorted(found, key=lambda tier: (tier["from"] is not None, Fraction(tier["from"] or 0)))


def _check_place(book: Book, base: str, paper: str, given: Given) -> None:
    names = names_of(book)
    if paper in tree_of_group(book, base) and not _is_child_of_root(book, base, paper):
        given.wrong("paper", f"“{names[paper]}”就在“{names[base]}”里面，先把它移出来，再作系数。")
    if base in tree_of_group(book, paper):
        given.wrong("paper", f"“{names[base]}”在“{names[paper]}”里面，不能拿它作自己的系数。")
    for node in book["nodes"]:
        if node["kind"] == WEIGHTED and paper in node["children"]:
            given.wrong(
                "paper", f"“{names[paper]}”在加权平均的“{node['name']}”里，请先移到相加的大项。"
            )
    given.check()


def _is_child_of_root(book: Book, base: str, paper: str) -> bool:
    """Whether it stands right under a total that is to be multiplied, from which it can be taken out."""
    node = row_of(book, "nodes", base) or {}
    is_root = any(group["root"] == base for group in book["groups"])
    return is_root and node["kind"] == SUM and paper in node["children"]


def _taken_out(book: Book, base: str, paper: str) -> Book:
    """The book in which the paper is added up nowhere in the trees of what it multiplies."""
    roots = [group["root"] for group in book["groups"]]
    trees = [set(tree_of_group(book, root)) for root in roots]
    inside = {code for tree in trees if base in tree for code in tree}
    nodes = [
        node | {"children": [one for one in node["children"] if one != paper]}
        if node["kind"] == SUM and node["code"] in inside and paper in node["children"]
        else node
        for node in book["nodes"]
    ]
    return book | {"nodes": nodes}


def _full(book: Book, code: str) -> str | None:
    nodes = {node["code"]: (at, node) for at, node in enumerate(book["nodes"])}
    items = {item["code"]: (at, item) for at, item in enumerate(book["items"])}
    total = full_points(nodes, items).get(code)
    return plain(total) if total is not None else None


def _multiplied(book: Book, base: str, told: Book) -> Book:
    """The part multiplied where it stood; a total stays a total, with the product below it."""
    code = free_code(book, "D")
    node = {
        "code": code,
        "kind": MULTIPLIER,
        "role": "ordinary",
        "cap": None,
        "floor": None,
        "base": base,
    } | told
    above = _above(book, base)
    if any(group["root"] == base for group in book["groups"]):
        root = row_of(book, "nodes", base) or {}
        book = with_row(book, "nodes", node)
        inner = root | {"code": free_code(book, "D"), "cap": None, "floor": None}
        book = with_row(book, "nodes", inner)
        book = with_row(book, "nodes", node | {"base": inner["code"]})
        book = with_row(book, "nodes", _only(root, code))
        return _rescaled(book, inner["code"], {base, *above})
    nodes = [_with_other_child(one, base, code) for one in book["nodes"]]
    groups = [
        one | {"outside": [code if had == base else had for had in one["outside"]]}
        for one in book["groups"]
    ]
    return _rescaled(
        with_row(book | {"nodes": nodes, "groups": groups}, "nodes", node), base, above
    )


def _only(root: Book, child: str) -> Book:
    rest = {name: value for name, value in root.items() if name not in ("weights", "full")}
    return rest | {"kind": SUM, "children": [child]}


def _above(book: Book, code: str) -> set[str]:
    """Every node that a code stands under."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        below = waiting.pop()
        for node in book["nodes"]:
            if below in children_of(node) and node["code"] not in found:
                found.add(node["code"])
                waiting.append(node["code"])
    return found


def _with_other_child(node: Book, old: str, new: str) -> Book:
    found = node
    if old in node.get("children", []):
        found = found | {"children": [new if one == old else one for one in node["children"]]}
        if "weights" in node:
            found = found | {
                "weights": {
                    new if one == old else one: share for one, share in node["weights"].items()
                }
            }
    if node.get("base") == old:
        found = found | {"base": new}
    return found


def _rescaled(book: Book, at: str, above: set[str]) -> Book:
    """What was made up for above the product is made up for within the part that is multiplied."""
    within = set(tree_of_group(book, at))
    items = []
    for item in book["items"]:
        policies = {
            state: policy | {"at": at} if item["code"] in within and policy["at"] in above else policy
            for state, policy in item["policies"].items() if "at" in policy
        }  # fmt: skip
        items.append(item | {"policies": item["policies"] | policies})
    return book | {"items": items}


def drop(book: Book, key: str) -> Made:
    """The book without a coefficient; without the last one the part stands again where the product stood."""
    pair = _found(book, key)
    assert pair is not None
    node, entry = pair
    why = f"去掉“{names_of(book)[entry['node']]}”系数"
    rest = [one for one in node["coefficients"] if one is not entry]
    if rest:
        return with_row(book, "nodes", node | {"coefficients": rest}), why
    if any(group["root"] == node["code"] for group in book["groups"]):
        raise Refused(f"“{node['name']}”是总分，只剩这一个系数，去掉它请下载规则书改。")
    nodes = [_with_other_child(one, node["code"], node["base"]) for one in book["nodes"]]
    groups = [
        one | {"outside": [node["base"] if had == node["code"] else had for had in one["outside"]]} for one in book["groups"]
    ]  # fmt: skip
    return without_row(book | {"nodes": nodes, "groups": groups}, "nodes", node["code"]), why


FACTORS = Part(
    "factors", "乘系数", "一个系数", "一个大项的得分乘以另一张考卷折成的系数，如高质量发展×党的建设系数×满意度系数。", said, asks, made, drop
)  # fmt: skip
