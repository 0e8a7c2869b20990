"""半年评估: only looked at beside the year, or a share of the year's total, by one form."""

from __future__ import annotations

from fractions import Fraction

from baton.desk.parts.asking import MANY, ONE, Ask, Given, Option, answered
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    listed,
    percent,
    row_of,
    with_row,
    without_row,
)
from baton.desk.rules.shared import HALF_YEAR
from baton.domain.refusals import Refused
from baton.scoring.rulebook.checks.numbers import plain
from baton.scoring.rulebook.checks.tree import full_points

CODE = "半年评估"
KEY = "share"
WEIGHTED = "weighted"
LACKING = "没有半年成绩的"
ASIDE, SHARE = "aside", "share"
USES = (
    Option(ASIDE, "只作参考", "不计入总分，在单位的成绩页上并排看"),
    Option(SHARE, "占一部分", "半年的总分按比例计入全年总分"),
)
HOLD = "hold"
ABSENT = (
    Option("year", "只按年终的算", "它的总分就是年终那一部分，半年的占比归年终"),
    Option("mean", "按同组平均补", "半年那一部分按同组的平均得分率计"),
    Option("zero", "半年计 0 分", "半年那一部分没有分"),
    Option(HOLD, "等齐再算", "补上半年成绩以前，不出总分"),
)
EXACT = {"places": 10, "mode": "half_up"}  # a rate that gives the total back to the last digit
POLICIES = {
    "year": {"policy": "unscored", "value": None, "at": None},
    "mean": {"policy": "group_mean", "value": None, "at": None},
    "zero": {"policy": "constant", "value": "0", "at": None},
    HOLD: {"policy": "unscored", "value": None, "at": None},
}


def half_of(book: Book) -> Book | None:
    """The indicator that holds the half-year's total; None where the half-year is only looked at."""
    return row_of(book, "items", CODE)


def absent_of(item: Book) -> str:
    """What is done with units that have no half-year result: one of `ABSENT`."""
    word = item["readings"].get(LACKING)
    return next((one.value for one in ABSENT if one.word == word), HOLD)


def wholes(book: Book) -> list[Book]:
    """The nodes in which the half-year's total meets the year's."""
    return [node for node in book["nodes"] if node["kind"] == WEIGHTED and CODE in node["children"]]


def share_of(book: Book) -> str:
    """The half-year's share of the total; empty where it has none."""
    return next((str(node["weights"][CODE]) for node in wholes(book)), "")


def groups_with(book: Book) -> list[str]:
    """The groups whose total holds the half-year's."""
    roots = {node["code"] for node in wholes(book)}
    return [group["group"] for group in book["groups"] if group["root"] in roots]


def said(book: Book) -> list[Said]:
    """How much the half-year counts; nothing is said where it is only looked at."""
    item = half_of(book)
    if item is None:
        return []
    share = share_of(book)
    rest = plain(1 - Fraction(share))
    absent = next(one for one in ABSENT if one.value == absent_of(item))
    told = f"半年评估的总分占 {percent(share)}，年终占 {percent(rest)}，用在{listed(groups_with(book))}。没有半年成绩的：{absent.word}。"  # fmt: skip
    return [Said(KEY, "半年评估", (told, "半年成绩到年终那一轮的轮次页上取，取自哪一稿记在那里。"))]


def asks(book: Book, key: str) -> list[Ask] | None:
    """What is asked; nothing is chosen for the office."""
    item = half_of(book)
    if (key and key != KEY) or (key and item is None):
        return None
    groups = tuple(Option(group["group"], group["group"]) for group in book["groups"])
    full, year = _full(book, item), _year_full(book)
    return [
        Ask("use", "半年评估怎么用", ONE, "", USES, (SHARE,) if item else ()),
        Ask("share", "占全年总分的", hint="占一部分的才填，如 30%", values=answered(percent(share_of(book)) if item else "")),
        Ask("full", "半年评估的满分", hint=f"年终的满分是 {year} 分；半年的满分不同，就按比例折算" if year else "", values=answered(full or year or "100")),
        Ask("absent", LACKING, ONE, "年中新设、没有参加半年评估的单位", ABSENT, (absent_of(item),) if item else ()),
        Ask("groups", "用在哪些组", MANY, "", groups, tuple(groups_with(book)) if item else tuple(one.value for one in groups)),
    ]  # fmt: skip


def _full(book: Book, item: Book | None) -> str:
    """The half-year's full points as they were written."""
    if item is None:
        return ""
    return str(item["params"]["scale"] if item["method"] == "converted" else item["points"])


def _fulls(book: Book) -> dict[str, Fraction | None]:
    nodes = {node["code"]: (at, node) for at, node in enumerate(book["nodes"])}
    items = {item["code"]: (at, item) for at, item in enumerate(book["items"])}
    return full_points(nodes, items)


def _year_full(book: Book) -> str:
    """The year's full points, the same for all groups; empty where they differ."""
    found = {_fulls(book).get(group["root"]) for group in _alone(book)["groups"]}
    only = found.pop() if len(found) == 1 else None
    return plain(only) if only is not None else ""


def made(book: Book, key: str, given: Given) -> Made:
    """The book in which the half-year counts so much, or is only looked at again."""
    use = given.choice("use")
    if use == ASIDE:
        given.check()
        if half_of(book) is None:
            raise Refused("半年评估现在就只作参考，没有要改的。")
        return drop(book, KEY)
    written = given.text("share", needed=True)
    share = given.share("share", written, "半年占的") if written else None
    if share is not None and not 0 < Fraction(share) < 1:
        given.wrong("share", "半年占的要大于 0%、小于 100%。")
    scale = given.points("full")
    if scale is None or Fraction(scale) <= 0:
        given.wrong("full", "请写明半年评估的满分，如 100。")
    absent, chosen = given.choice("absent"), given.many("groups")
    if not chosen:
        given.wrong("groups", "还没有勾用在哪些组。")
    given.check()
    alone = _alone(book)
    full = _same_full(alone, chosen, given)
    given.check()
    codes = {row["code"] for table in ("data", "items", "nodes") for row in alone[table]}
    if codes & {CODE, HALF_YEAR}:
        raise Refused(f"规则书里另有一项叫“{CODE}”，请先给它改个代码。")
    item = _item(alone, share or "0", scale or "0", full, absent)
    datum = {"code": HALF_YEAR, "name": HALF_YEAR, "kind": "number", "unit": "分", "min": None, "max": None}  # fmt: skip
    changed = with_row(with_row(alone, "data", datum), "items", item)
    for root in dict.fromkeys(group["root"] for group in alone["groups"] if group["group"] in chosen):  # fmt: skip
        changed = _joined(changed, root, share or "0", full, chosen)
    return changed, f"半年评估占 {percent(share or '0')}"


def _same_full(book: Book, chosen: list[str], given: Given) -> str:
    """The year's full points: the half-year's total is brought to them, so they must be one number."""
    fulls = _fulls(book)
    found = {fulls.get(group["root"]) for group in book["groups"] if group["group"] in chosen}
    only = found.pop() if len(found) == 1 else None
    if only is None or only <= 0:
        given.wrong("groups", "勾上的各组满分不同，或者各单位的满分不同，半年的分折不到一起。请只勾满分相同的组。")  # fmt: skip
        return "0"
    return plain(only)


def _item(book: Book, share: str, scale: str, full: str, absent: str) -> Book:
    """The indicator: what the half-year's draft came to, brought to the year's full points where they differ.

    It is no direct score even where they do not: with what was added for commendations it may be above the full points.
    """
    word = next(one.word for one in ABSENT if one.value == absent)
    params: Book = {"source": "score", "scale": scale, "bands": None, "otherwise": None, "table": None, "award_as": "points"}  # fmt: skip
    same = Fraction(scale) == Fraction(full)
    return {
        "code": CODE, "name": "半年评估", "status": book["status"], "sentence": f"半年评估的总分占全年总分的 {percent(share)}。",
        "lead": "", "scorer": "", "basis": "", "unit": "分", "direction": "越高越好", "points": full, "applies": "all", "role": "ordinary",
        "method": "converted", "params": params,
        "data": {"x": {"item": HALF_YEAR, "take": "at", "periods": "@", "constants": {}}},
        "coefficient": None, "cap": None, "floor": None, "rounding": {"rate": EXACT} if same else {}, "readings": {LACKING: word},
        "policies": {
            "not_applicable": POLICIES[absent], "excused": POLICIES[absent], "missing": {"policy": "hold", "value": None},
        },
    }  # fmt: skip


def _joined(book: Book, root: str, share: str, full: str, chosen: list[str]) -> Book:
    """The book in which the chosen groups of a root are scored by that root and the half-year together."""
    code = f"{root}与半年"
    taken = {row["code"] for table in ("data", "items", "nodes") for row in book[table]}
    while code in taken:
        code += "甲"
    node = {
        "code": code, "name": "全年总分", "kind": WEIGHTED, "role": "ordinary", "cap": None, "floor": None, "children": [root, CODE],
        "weights": {root: plain(1 - Fraction(share)), CODE: share}, "full": full, "sentence": "", "basis": "",
    }  # fmt: skip
    groups = [
        group | {"root": code} if group["root"] == root and group["group"] in chosen else group
        for group in book["groups"]
    ]
    return with_row(book | {"groups": groups}, "nodes", node)


def _alone(book: Book) -> Book:
    """The book without the half-year: every group scored by the year's own root again."""
    roots = {node["code"]: next(one for one in node["children"] if one != CODE) for node in wholes(book)}  # fmt: skip
    if not roots and half_of(book) is None:
        return book
    groups = [group | {"root": roots.get(group["root"], group["root"])} for group in book["groups"]]
    book = book | {
        "groups": groups,
        "nodes": [node for node in book["nodes"] if node["code"] not in roots],
    }
    return without_row(without_row(book, "items", CODE), "data", HALF_YEAR)


def drop(book: Book, key: str) -> Made:
    """The half-year is only looked at again; what was taken from its draft stays in the ledger."""
    return _alone(book), "半年评估改为只作参考"


HALF = Part(
    "half_year", "半年评估", "半年评估的占比", "不加就是只作参考：不计入总分，在单位的成绩页上并排看。也可以占全年总分的一部分，如 30%。", said, asks, made, drop
)  # fmt: skip
