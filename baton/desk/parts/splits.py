"""增速和总量: one indicator counted in two parts, such as growth for 60 % and the amount for 40 %."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.desk.parts.asking import ROWS, SELECT, Ask, Column, Given, Option
from baton.desk.parts.indicators import direct_score
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    free_code,
    listed,
    parents_of,
    percent,
    row_of,
    with_row,
)
from baton.desk.rules.part_goals import DIVIDED
from baton.documents.layouts.known import score_name
from baton.domain.refusals import Refused
from baton.scoring.canonical import decimal_text
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.checks.numbers import plain

PLACES = 6  # decimals that a rule book holds
MOST = 4
USUAL = (("增速", "60%"), ("总量", "40%"))


def said(book: Book) -> list[Said]:
    """Every indicator that was divided, with its parts."""
    found = []
    for node in _divided(book):
        parts = [
            f"{item['name']} {item['points']} 分（{METHODS[item['method']].title}）"
            for item in _parts(book, node)
        ]
        found.append(Said(node["code"], node["name"], (f"{listed(parts)}。",)))
    return found


def _divided(book: Book) -> list[Book]:
    return [
        node for node in book["nodes"]
        if node["kind"] == "sum" and str(node.get("definition") or "").startswith(DIVIDED) and _parts(book, node)
    ]  # fmt: skip


def _parts(book: Book, node: Book) -> list[Book]:
    found = [row_of(book, "items", code) for code in node["children"]]
    return [item for item in found if item is not None and isinstance(item["points"], str)]


def asks(book: Book, key: str) -> list[Ask] | None:
    """What is asked: of which indicator, the parts and their shares; once divided, only the shares."""
    hint = "第一部分沿用这个指标现在的数和算法；其余的先直接评分，再各自选计分方法，如按位次"
    if key:
        node = next((one for one in _divided(book) if one["code"] == key), None)
        if node is None:
            return None
        parts = _parts(book, node)
        whole = sum((Fraction(item["points"]) for item in parts), Fraction(0))
        rows = tuple((item["name"], f"{plain(Fraction(item['points']) / whole * 100)}%" if whole else "") for item in parts)  # fmt: skip
        columns = (Column("name", "哪一部分", is_fixed=True), Column("share", "占这一项的"))
        return [Ask("parts", "各占几成", ROWS, "加起来 100%", columns=columns, rows=rows, spare=0)]
    chosen = tuple(Option(item["code"], item["name"]) for item in book["items"] if _may_divide(book, item))  # fmt: skip
    columns = (Column("name", "哪一部分"), Column("share", "占这一项的"))
    return [
        Ask("item", "哪个指标", SELECT, "分值各单位不同的，不能分", (Option("", "请选"), *chosen)),
        Ask("parts", "分成哪几部分", ROWS, hint, columns=columns, rows=USUAL, spare=1),
    ]


def _may_divide(book: Book, item: Book) -> bool:
    """Whether all have the same points for it, and it stands among added or weighted indicators only."""
    used = any(
        node.get("base") == item["code"] or any(one["node"] == item["code"] for one in node.get("coefficients", []))
        for node in book["nodes"]
    )  # fmt: skip
    return (
        item["method"] != "ledger" and isinstance(item["points"], str)
        and item.get("role", "ordinary") == "ordinary" and not used and bool(parents_of(book, item["code"]))
    )  # fmt: skip


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the indicator as a sum of its parts; or with other shares."""
    if key:
        return _shared_anew(book, key, given)
    code = given.choice("item")
    item = row_of(book, "items", code) if code else None
    rows = _rows(given, str(item["points"]) if item else "0")
    given.check()
    if item is None:
        raise Refused("这个指标刚被去掉了，没有写入。请回到指标体系看一看。")
    names = [
        part if part.startswith(item["name"]) else f"{item['name']}{part}" for part, _, _ in rows
    ]
    taken = {one["name"] for table in ("items", "nodes", "data") for one in book[table]}
    for name in names:
        if name in taken:
            given.wrong("parts", f"已经有“{name}”了，请换一个叫法。")
    given.check()
    told = listed(f"{part} {percent(share)}" for part, share, _ in rows)
    node_code = free_code(book, "D")
    first = item | {"name": names[0], "points": rows[0][2]}
    book, codes = with_row(book, "items", first), [code]
    for name, (_, _, points) in zip(names[1:], rows[1:], strict=True):
        new = free_code(book, "F")
        datum = {"code": f"{new}得分", "name": score_name(name), "kind": "number", "unit": "分", "min": "0", "max": points}  # fmt: skip
        part = direct_score(new, book) | _general(item) | {"name": name, "points": points}
        book = with_row(with_row(book, "data", datum), "items", part)
        codes.append(new)
    node = {
        "code": node_code, "name": item["name"], "kind": "sum", "role": "ordinary", "cap": None, "floor": None,
        "children": codes, "sentence": item["sentence"], "basis": item["basis"], "definition": f"{DIVIDED}：{told}",
    }  # fmt: skip
    return _in_its_place(book, code, node), f"“{item['name']}”分成{told}"


def _general(item: Book) -> Book:
    """What every part says as the whole did: who leads, on what ground, whom it is for."""
    kept = ("sentence", "basis", "lead", "scorer", "direction", "applies", "role", "unit", "definition", "source")  # fmt: skip
    return {name: item[name] for name in kept if name in item}


def _in_its_place(book: Book, code: str, node: Book) -> Book:
    """The book in which the node stands wherever the indicator stood."""

    def put(one: str) -> str:
        return str(node["code"]) if one == code else one

    nodes = []
    for other in book["nodes"]:
        if code in other.get("children", []):
            other = other | {"children": [put(one) for one in other["children"]]}
            if "weights" in other:
                other["weights"] = {put(one): share for one, share in other["weights"].items()}
        nodes.append(other)
    parts = node["children"]
    vetoes = [
        veto | {"effects": veto["effects"] | {"zero_items": _widened(veto["effects"]["zero_items"], code, parts)}}
        for veto in book["vetoes"]
    ]  # fmt: skip
    groups = [
        group
        | {"outside": [put(one) for one in group["outside"]]}
        | {"ranking": _keyed(group["ranking"], put)}
        | ({"grades": _keyed(group["grades"], put)} if group["grades"] else {})
        for group in book["groups"]
    ]
    return with_row(book | {"nodes": nodes, "vetoes": vetoes, "groups": groups}, "nodes", node)


def _widened(items: list[str], code: str, parts: list[str]) -> list[str]:
    """What a veto sets to nought: all parts of what it did until now."""
    return sorted({*items, *parts}) if code in items else items


def _keyed(rule: Book, put: Any) -> Book:
    return rule | {"keys": [key | {"key": put(key["key"])} for key in rule["keys"]]}


def _shared_anew(book: Book, key: str, given: Given) -> Made:
    node = next(one for one in _divided(book) if one["code"] == key)
    parts = _parts(book, node)
    whole = sum((Fraction(item["points"]) for item in parts), Fraction(0))
    rows = _rows(given, plain(whole))
    given.check()
    points = {name: value for name, _, value in rows}
    if set(points) != {item["name"] for item in parts}:
        raise Refused("这一项刚被别人改过，没有写入。请重新打开再改。")
    for item in parts:
        book = _with_points(book, item, points[item["name"]])
    told = listed(f"{name} {percent(share)}" for name, share, _ in rows)
    book = with_row(book, "nodes", node | {"definition": f"{DIVIDED}：{told}"})
    return book, f"“{node['name']}”改为{told}"


def _with_points(book: Book, item: Book, points: str) -> Book:
    """The book with other points for a part; what a direct score may be at most follows."""
    datum = row_of(book, "data", item["data"]["x"]["item"]) if item["method"] == "direct" else None
    if datum is not None and datum["max"] == item["points"]:
        book = with_row(book, "data", datum | {"max": points})
    return with_row(book, "items", item | {"points": points})


def _rows(given: Given, whole: str) -> list[tuple[str, str, str]]:
    """Name, share and points of each part; shares add up to everything, and points end within six decimals."""
    found, total = [], Fraction(0)
    for name, written in given.rows("parts"):
        share = given.share("parts", written, f"{name}占这一项的") if written else None
        if not name or share is None or Fraction(share) == 0:
            given.wrong("parts", "每一部分都要写叫什么、占几成，如 增速 60%。")
            continue
        points = Fraction(whole) * Fraction(share)
        scaled = points * 10**PLACES
        if scaled.denominator != 1:
            given.wrong("parts", f"{whole} 分的 {percent(share)} 除不尽，请换一个占比。")
            continue
        total += Fraction(share)
        found.append((name, share, decimal_text(int(scaled), PLACES)))
    if not 2 <= len(found) <= MOST:
        given.wrong("parts", f"请写 2 到 {MOST} 部分。")
    elif total != 1:
        given.wrong("parts", f"各占几成加起来是 {plain(total * 100)}%，应当是 100%。")
    if len({name for name, _, _ in found}) < len(found):
        given.wrong("parts", "几个部分不能同名。")
    return found


SPLITS = Part(
    "splits", "一项分几部分", "一项", "如地区生产总值增速占 60%、总量占 40%：一行分成两部分，各有各的数、名次和得分。", said, asks, made
)  # fmt: skip
