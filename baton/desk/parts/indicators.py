"""指标: one added, left out, moved to another part of the paper, renamed, with other points, lead or basis."""

from __future__ import annotations

from typing import Any

from baton.desk.parts.asking import LONG, MANY, ONE, SELECT, Ask, Given, Option, answered
from baton.desk.parts.composing import HOLDING
from baton.desk.parts.rescaling import ASIDE, repointed, told_moved
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    free_code,
    listed,
    parents_of,
    placed,
    removed,
    row_of,
    sums,
    with_row,
    without_row,
)
from baton.documents.layouts.known import score_name
from baton.documents.scheme_table import TIES, sayings
from baton.domain.refusals import Refused
from baton.scoring.rulebook import METHODS

ROLES = (Option("ordinary", "计分"), Option("bonus", "加分，不算在满分里"), Option("deduction", "扣分，不算在满分里"))  # fmt: skip
WORKS = (
    Option("", "不写，随所在的大项"),
    Option("base", "基础工作（基础分）"),
    Option("key", "重点工作（差异分）"),
    Option("special", "特色工作（加分）"),
)
WORK_HINT = "印在方案里、合计几分；不影响计分"
DIRECTIONS = (Option("", "不写"), Option("越高越好", "越高越好"), Option("越低越好", "越低越好"))
AGREED = "责任书"
LISTED = "只考核责任书里写了的单位"
PLACES = (*HOLDING, "weighted")
MAY_TIE = (
    Option("yes", "可以并列"),
    Option(
        "no",
        "不得并列",
        "有两个单位并列，这一项全组就都没有分，也没有总分，要等重评；人人都能得满分的指标不宜选",
    ),
)
TIED = "得分并列"  # the reading that is noted where the sentence says otherwise
HOLD = {"policy": "hold", "value": None}
NOTES = (
    ("lead", "牵头单位", "应交表按它列"),
    ("scorer", "评分单位", "与牵头单位不同的才填"),
    ("basis", "依据", "文件名、文号、第几条"),
    ("source", "数据来源", ""),
    ("unit", "计量单位", ""),
)


def items_of(book: Book) -> list[Book]:
    """The indicators other than ledgers, in the order of the papers."""
    found = [item for item in book["items"] if item["method"] != "ledger"]
    order = {code: at for at, code in enumerate(one for node in book["nodes"] for one in node.get("children", []))}  # fmt: skip
    return sorted(found, key=lambda item: order.get(item["code"], len(order)))


def said(book: Book) -> list[Said]:
    """Every indicator with its points, method, lead, and where it stands."""
    found = []
    for item in items_of(book):
        at = listed(f"“{node['name']}”" for node in parents_of(book, item["code"]))
        points = f"{item['points']} 分" if isinstance(item["points"], str) else "分值按责任书"
        told = [points, METHODS[item["method"]].title, *([f"牵头：{item['lead']}"] if item["lead"] else []), *([LISTED] if item["applies"] == "agreed" else [])]  # fmt: skip
        found.append(Said(item["code"], item["name"], (f"{'，'.join(told)}{f'，在{at}里' if at else ''}。",)))  # fmt: skip
    return found


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one indicator."""
    item = row_of(book, "items", key) if key else None
    if key and (item is None or item["method"] == "ledger"):
        return None
    old: Book = item or {}
    at = tuple(node["code"] for node in parents_of(book, key)) if item else ()
    places = sums(book, PLACES)
    points = old.get("points")
    direction = old.get("direction", "")
    directions = DIRECTIONS
    if direction not in {one.value for one in directions}:
        directions = (*directions, Option(direction, direction))
    weighted = any(node["kind"] == "weighted" for node in book["nodes"])
    return [
        Ask("name", "名称", hint="改了名，发下去的空表要重发" if item else "", values=answered(old.get("name"))),
        Ask("points", "分值", hint=f"各单位不同的写“{AGREED}”", values=answered(AGREED if isinstance(points, dict) else points)),
        Ask("where", "在哪个大项", MANY, "移走就是去掉原来的勾，勾上新的", places, at),
        *([Ask("weight", "在加权平均的大项里占多少", hint="只有移进加权平均的大项才填，如 20%")] if weighted else []),
        Ask("role", "性质", SELECT, "", ROLES, answered(old.get("role", "ordinary"))),
        Ask("sentence", "评分办法（原话）", LONG, "办法里怎么写就怎么抄；怎么算，到指标页选计分方法", values=answered(old.get("sentence"))),
        Ask("definition", "指标解释", LONG, "口径、公式、统计范围", values=answered(old.get("definition"))),
        *(Ask(name, label, hint=hint, values=answered(old.get(name))) for name, label, hint in NOTES),
        Ask("direction", "方向", SELECT, "", directions, answered(direction)),
        Ask("work", "工作类别", SELECT, WORK_HINT, WORKS, (old.get("work", ""),)),
        *(_apart(old) if old.get("method") == "direct" else []),
    ]  # fmt: skip


def _apart(item: Book) -> list[Ask]:
    """How far apart direct scores must be; what the sentence says of ties is asked until somebody has answered."""
    quote = _forbids(item)
    ties = () if is_open(item, quote) else ("no" if item["params"]["no_ties"] else "yes",)
    hint = f"原话：“{quote}”" if quote else ""
    if not ties:
        hint += "。还没有定；先不定也行，别的照样留下，这一问一直在这里"
    return [
        Ask("ties", "各单位的得分能不能并列", ONE, hint, MAY_TIE, ties),
        Ask("spread", "最高分和最低分至少差几分", hint="没有规定就空着；差得不够的，收表时列为疑点", values=answered(item["params"]["min_spread"])),
    ]  # fmt: skip


def _forbids(item: Book) -> str:
    """The sentence that forbids ties; empty where there is none."""
    told = f"{item['sentence']}\n{item.get('definition', '')}"
    return next((one.quote for one in sayings(told) if one.about == TIES), "")


def is_open(item: Book, quote: str) -> bool:
    """Whether a sentence forbids ties and nobody has said yet whether scores of this indicator may tie."""
    return bool(quote) and not item["params"]["no_ties"] and TIED not in item["readings"]


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the indicator as the form says; a new one starts as a direct score."""
    before = book
    old = row_of(book, "items", key) if key else None
    name = given.text("name", needed=True)
    for other in book["items"]:
        if other["name"] == name and other["code"] != key:
            given.wrong("name", f"已经有一个指标叫“{name}”，请换一个名称，或加上大项名。")
    points = _points(old, given)
    where = given.many("where")
    if not where and not (old and not parents_of(book, key)):
        given.wrong("where", "还没有勾在哪个大项，请至少勾一处。")
    weights = _weights(book, key, where, given)
    notes = {label: given.text(label, most=500) for label, _, _ in NOTES}
    texts = {label: given.text(label, most=5000) for label in ("sentence", "definition")}
    apart = _read_apart(old, given) if old and "ties" in given.asks else {}
    whom = given.choice("whom", needed=False) if "whom" in given.asks else ""
    words = {"role": given.choice("role"), "direction": given.choice("direction", needed=False)}
    given.check()
    code = key or free_code(book, "F")
    if old is None:
        datum = {"code": f"{code}得分", "name": score_name(name), "kind": "number", "unit": "分", "min": "0", "max": points}  # fmt: skip
        book = with_row(book, "data", datum)
        old = direct_score(code, book)
    else:
        book = _kept_in_step(book, old, name, points)
    item = old | {"name": name, "points": points, **notes, **texts, **words, **apart}
    if whom:
        item["applies"] = "all" if whom == "all" else "agreed"
    for optional in ("definition", "source"):
        if not item[optional] and optional not in old:
            del item[optional]
    item = with_work(item, given)
    book = placed(with_row(book, "items", item), code, where, PLACES)
    nodes = [
        node | {"weights": {**node["weights"], code: weights[node["code"]]}}
        if node["code"] in weights
        else node
        for node in book["nodes"]
    ]
    book, followed = repointed(before, book | {"nodes": nodes})
    return book, f"{'改' if key else '加'}指标“{name}”{told_moved(followed)}"


def with_work(row: Book, given: Given) -> Book:
    """An indicator or part with the class of work that was chosen; a form that did not ask changes nothing."""
    if not given.sent.getlist("work"):
        return row
    rest = {key: value for key, value in row.items() if key != "work"}
    work = given.choice("work", needed=False)
    return rest | {"work": work} if work else rest


def _read_apart(old: Book, given: Given) -> Book:
    """Parameters and readings of a direct score with what was answered; that scores may tie against the sentence is noted.

    A question that nobody has answered yet stays open, whatever else is kept.
    """
    is_asked = not given.asks["ties"].values
    answer = given.choice("ties", needed=False)
    ties = answer or ("no" if old["params"]["no_ties"] else "yes")
    spread = given.points("spread") if given.sent.getlist("spread") else old["params"]["min_spread"]
    readings = {key: word for key, word in old["readings"].items() if key != TIED}
    if ties == "yes" and (
        (is_asked and answer) or (_forbids(old) and not is_asked) or TIED in old["readings"]
    ):
        readings[TIED] = "可以"
    params = {**old["params"], "no_ties": ties == "no", "min_spread": spread or None}
    return {"params": params, "readings": readings}


def _points(old: Book | None, given: Given) -> Any:
    written = given.text("points", needed=True)
    if written == AGREED:
        if old is None:
            given.wrong("points", "新指标先直接评分，请写明几分；各单位不同的，加好以后再改。")
        before = old["points"] if old else None
        return before if isinstance(before, dict) else {"field": "分值"}
    return given.points("points")


def _weights(book: Book, key: str, where: list[str], given: Given) -> dict[str, str]:
    """The weight of the indicator in the weighted nodes that it comes into."""
    found = {}
    for node in book["nodes"]:
        if node["kind"] == "weighted" and node["code"] in where and key not in node["children"]:
            written = given.text("weight")
            if not written:
                given.wrong("weight", f"“{node['name']}”是加权平均，请写明占多少，如 20%。")
            share = given.share("weight", written, "占多少") if written.endswith(("%", "％")) else given.number("weight", written, "占多少")  # fmt: skip
            found[node["code"]] = share or "0"
    return found


def direct_score(code: str, book: Book) -> Book:
    """A new indicator: scored directly by its lead unit; who has no figure waits, who has no such task is not scored."""
    return {
        "code": code, "status": book["status"], "applies": "all", "method": "direct", "coefficient": None, "cap": None, "floor": None,
        "params": {"min_spread": None, "no_ties": False}, "rounding": {}, "readings": {},
        "data": {"x": {"item": f"{code}得分", "take": "at", "periods": "@", "constants": {}}},
        "policies": {"not_applicable": ASIDE, "excused": ASIDE, "missing": HOLD},
    }  # fmt: skip


def _kept_in_step(book: Book, old: Book, name: str, points: Any) -> Book:
    """A direct score's own figure is called after it and is at most its points; both follow."""
    if old["method"] != "direct":
        return book
    datum = row_of(book, "data", old["data"]["x"]["item"])
    if datum is None:
        return book
    changed = dict(datum)
    if datum["name"] == score_name(old["name"]):
        changed["name"] = score_name(name)
    if datum["max"] == old["points"] and isinstance(points, str):
        changed["max"] = points
    return with_row(book, "data", changed)


def drop(book: Book, key: str) -> Made:
    """The book without an indicator; its figures stay where they are."""
    item = row_of(book, "items", key)
    assert item is not None
    for node in book["nodes"]:
        if node.get("base") == key or any(one["node"] == key for one in node.get("coefficients", [])):  # fmt: skip
            raise Refused(f"“{node['name']}”是用它相乘的，去掉它就算不出总分，请先到“乘系数”里去掉。")  # fmt: skip
        if node["kind"] != "sum" and node.get("children") == [key]:
            raise Refused(f"“{node['name']}”里只有这一项，去掉就空了，请先加一项进去。")
    return removed(without_row(book, "items", key), key), f"去掉指标“{item['name']}”"


ITEMS = Part(
    "items", "指标", "一个指标", "加一个、去掉一个、移到别的大项、改名称、分值、牵头单位、依据、解释。怎么计分，到指标自己的页上选。", said, asks, made, drop
)  # fmt: skip
