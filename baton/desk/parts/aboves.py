"""两个高于: an indicator held against the nation's, the province's figure, each by so much, by one form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.desk.parts.asking import (
    LONG,
    ONE,
    ROWS,
    SELECT,
    Ask,
    Column,
    Given,
    Option,
    answered,
    cleaned,
)
from baton.desk.parts.shapes import Book, Made, Part, Said, listed, percent, row_of, with_row
from baton.desk.rules.shared import ABOVE
from baton.documents.numbers import fold
from baton.domain.refusals import Refused
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.checks.numbers import plain

NEED = (
    Option("each", "各算各的", "高于哪一个，就得哪一份分"),
    Option("all", "都要做到", "有一个没做到，就不算做到"),
)
COMPARE = (
    Option("ge", "算做到", "正好高出所要求的，算做到"),
    Option("gt", "不算做到", "要比所要求的还高才算"),
)
USUAL = (("全国", "0", "50%"), ("全省", "0", "50%"))
COLUMNS = (Column("name", "与谁比"), Column("margin", "要高出多少"), Column("share", "占这一项的"))
MOST = 6
LONGEST = 20


def said(book: Book) -> list[Said]:
    """Every indicator that is held against references, read aloud."""
    return [Said(item["code"], item["name"], _aloud(book, item)) for item in book["items"] if item["method"] == ABOVE]  # fmt: skip


def _aloud(book: Book, item: Book) -> tuple[str, ...]:
    params, unit = item["params"], _unit(book, item)
    parts = [
        f"高于{one['name']}{_by(one['margin'], unit)}，占 {percent(one['share'])}"
        for one in params["references"]
    ]
    short = f"没做到的，每差 {_step(unit)}扣 {params['per_point']} 分" if isinstance(params["per_point"], str) else "没做到的不得分"  # fmt: skip
    need = next(one.word for one in NEED if one.value == params["need"])
    return (f"{'；'.join(parts)}。{need}，{short}。",)


def _step(unit: str) -> str:
    """One of what falls short: 1 个百分点, 1 天."""
    return "1 个百分点" if unit in ("%", "") else f"1 {unit}"


def _by(margin: Any, unit: str) -> str:
    if not isinstance(margin, str):
        return "（高出多少按责任书）"
    return "" if margin == "0" else f" {margin} {'个百分点' if unit == '%' else unit}".rstrip()


def _unit(book: Book, item: Book) -> str:
    entry = item["data"].get("x")
    datum = row_of(book, "data", entry["item"]) if entry else None
    return str(datum["unit"]) if datum else ""


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one indicator; a new one is chosen among those that have a figure or a direct score."""
    item = row_of(book, "items", key) if key else None
    if key and (item is None or item["method"] == "ledger"):
        return None
    old: Book = item["params"] if item and item["method"] == ABOVE else {}
    rows = tuple(
        (one["name"], _written(one["margin"]), percent(one["share"]))
        for one in old.get("references", ())
    )
    figure = row_of(book, "data", item["data"]["x"]["item"]) if old and item else None
    chosen = tuple(
        Option(one["code"], one["name"])
        for one in book["items"]
        if one["method"] not in ("ledger", ABOVE) and one.get("role", "ordinary") == "ordinary"
    )
    per = old.get("per_point")
    return [
        *([] if item else [Ask("item", "哪个指标", SELECT, "", (Option("", "请选"), *chosen))]),
        Ask("sentence", "评分办法（原话）", LONG, "办法里怎么写就怎么抄", values=answered(item["sentence"] if item else "")),
        Ask("figure", "各单位报的数叫什么", hint="如 地区生产总值增速", values=answered(figure["name"] if figure else item["name"] if item else "")),
        Ask("unit", "计量单位", values=(figure["unit"] if figure else "%",)),
        Ask("references", "与哪几个数比", ROWS, "高于就行的写 0；各占几成，加起来 100%", columns=COLUMNS, rows=rows or USUAL, spare=2),
        Ask("need", "几个参照", ONE, "", NEED, answered(old.get("need"))),
        Ask("compare", "正好相等", ONE, "", COMPARE, answered(old.get("compare"))),
        Ask("per_point", f"没做到的，每差 {_step(figure['unit'] if figure else '%')}扣几分", hint="空着就是没做到不得分", values=answered(per if isinstance(per, str) else "")),
    ]  # fmt: skip


def _written(margin: Any) -> str:
    return margin if isinstance(margin, str) else "责任书"


def made(book: Book, key: str, given: Given) -> Made:
    """The book in which the indicator is scored so; its figure and its references are data items of their own."""
    code = key or given.choice("item")
    old = row_of(book, "items", code) if code else None
    figure, unit = given.text("figure", needed=True, most=60), given.text("unit", most=20)
    rows = _references(given, unit, old)
    need, compare = given.choice("need"), given.choice("compare")
    per, sentence = given.points("per_point"), given.text("sentence", most=5000)
    given.check()
    if old is None:
        raise Refused("这个指标刚被去掉了，没有写入。请回到指标体系看一看。")
    book, held = _registered(book, old, figure, unit)
    data = {"x": _taken(held)}
    for name, _, _ in rows:
        book, held = _registered(book, old, f"{name}{figure}", unit, name)
        data[name] = _taken(held)
    references = [{"data": name, "name": name, "margin": margin, "share": share} for name, margin, share in rows]  # fmt: skip
    fields = METHODS[ABOVE]
    item = old | {
        "method": ABOVE, "data": data, "sentence": sentence or old["sentence"],
        "params": {"references": references, "need": need, "compare": compare, "per_point": per},
        "readings": {
            fields.field("need").label: next(one.word for one in NEED if one.value == need),
            fields.field("compare").label: next(one.word for one in COMPARE if one.value == compare),
        },
    }  # fmt: skip
    said = listed(name for name, _, _ in rows)
    return with_row(book, "items", item), f"“{old['name']}”改为比{said}"


def _references(given: Given, unit: str, old: Book | None) -> list[tuple[str, Any, str]]:
    """Name, margin and share of each reference, all of it sound; what is wrong is told."""
    rows, total = [], Fraction(0)
    before = {}
    if old and old["method"] == ABOVE:
        before = {one["name"]: one["margin"] for one in old["params"]["references"]}
    for name, margin, share in given.rows("references"):
        name = cleaned(name)
        if not name or len(name) > LONGEST or name == "x" or name in {one for one, _, _ in rows}:
            given.wrong("references", f"“与谁比”要写明，不重复，最多 {LONGEST} 个字。")
        text = fold(margin).replace(" ", "").removesuffix("个百分点").removesuffix(unit) or "0"
        if text == "责任书":
            by: Any = before.get(name) if isinstance(before.get(name), dict) else {"field": f"高出{name}"}  # fmt: skip
        else:
            by = given.number("references", text, f"比{name}要高出的") or "0"
        part = given.share("references", share, f"{name}占这一项的") if share else None
        if part is None:
            given.wrong("references", f"{name or '每一行'}占这一项几成，请写明，如 50%。")
        total += Fraction(part or 0)
        rows.append((name, by, part or "0"))
    if not rows or len(rows) > MOST:
        given.wrong("references", f"请写 1 到 {MOST} 行。")
    elif total != 1:
        given.wrong("references", f"各占几成加起来是 {plain(total * 100)}%，应当是 100%。")
    return rows


def _registered(book: Book, item: Book, name: str, unit: str, tail: str = "") -> tuple[Book, str]:
    """The data item of this name, put in where the book has none; a figure of another kind is refused."""
    known = next((one for one in book["data"] if name in (one["name"], one["code"])), None)
    if known is not None:
        if known["kind"] != "number":
            raise Refused(f"“{name}”已经有了，记的不是数，请换一个名字。")
        return book, known["code"]
    code = f"{item['code']}{tail or '数'}"
    codes = {row["code"] for table in ("data", "items", "nodes") for row in book[table]}
    while code in codes:
        code += "甲"
    datum = {"code": code, "name": name, "kind": "number", "unit": unit, "min": None, "max": None}
    return with_row(book, "data", datum), code


def _taken(item: str) -> Book:
    return {"item": item, "take": "at", "periods": "@", "constants": {}}


ABOVES = Part(
    "aboves", "两个高于", "一个这样的指标", "如“GDP增速高于全国 0.5 个百分点、高于全省”。全国、全省的数到“收件台 → 参照值”填一次。", said, asks, made
)  # fmt: skip
