"""名次与取舍: by which total a group is ranked, what comes first at equal totals, and how many decimals everything has."""

from __future__ import annotations

from baton.desk.parts.asking import MANY, ONE, ROWS, Ask, Column, Given, Option
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    listed,
    names_of,
    row_of,
    tree_of_group,
    with_row,
)

ONS = (
    Option("rounded", "按取舍后的总分", "表上看着同分的就是并列"),
    Option("carried", "按没有取舍的总分", "表上看着同分的，后面的小数不同也分先后"),
)
STYLES = (
    Option("competition", "1-2-2-4", "两个并列第 2，下一个是第 4"),
    Option("dense", "1-2-2-3", "两个并列第 2，下一个是第 3"),
)
ORDERS = (Option("desc", "高者在前"), Option("asc", "低者在前"))
MODES = (
    Option("half_up", "四舍五入"),
    Option("down", "去尾"),
    Option("up", "进一"),
    Option("half_even", "四舍六入五成双"),
)
STAGES = {
    "input": "原始数", "rate": "比率", "item": "指标得分", "coefficient": "系数", "node": "大项得分", "total": "总分",
}  # fmt: skip
MOST_PLACES = 10
WHOLE = "all"


def said_ranks(book: Book) -> list[Said]:
    """How every group is ranked."""
    names = names_of(book)
    found = []
    for group in book["groups"]:
        ranking = group["ranking"]
        on = next(one for one in ONS if one.value == ranking["on"])
        style = next(one for one in STYLES if one.value == ranking["style"])
        told = [f"{on.word}排名次，{on.sentence}；并列排成 {style.word}，{style.sentence}。"]
        keys = [f"“{names.get(one['key'], one['key'])}”{'低' if one['order'] == 'asc' else '高'}的" for one in ranking["keys"]]  # fmt: skip
        told.append(f"同分的，先看{'，再看'.join(keys)}。" if keys else "同分的同一个名次。")
        found.append(Said(group["group"], group["group"], tuple(told)))
    return found


def asks_ranks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one group's ranks."""
    group = row_of(book, "groups", key, "group")
    if group is None:
        return None
    names, ranking = names_of(book), group["ranking"]
    codes = [code for code in tree_of_group(book, group["root"]) if code != group["root"]]
    options = (Option("", "—"), *(Option(code, names.get(code, code)) for code in (*codes, *group["outside"])))  # fmt: skip
    others = tuple(Option(one["group"], one["group"]) for one in book["groups"] if one is not group)
    return [
        Ask("on", "按哪个总分排", ONE, options=ONS, values=(ranking["on"],)),
        Ask("style", "并列以后怎么往下排", ONE, options=STYLES, values=(ranking["style"],)),
        Ask("keys", "同分先看哪一项", ROWS, "从上到下依次看；都不选就是并列", columns=(
            Column("key", "看", options), Column("order", "次序", ORDERS)),
            rows=tuple((one["key"], one["order"]) for one in ranking["keys"]), spare=2),
        *([Ask("others", "这几个组也照这样排", MANY, options=others)] if others else []),
    ]  # fmt: skip


def made_ranks(book: Book, key: str, given: Given) -> Made:
    """The book with the ranking of one group, and of those that rank alike."""
    keys = []
    for code, order in given.rows("keys"):
        if code and code not in [one["key"] for one in keys]:
            keys.append({"key": code, "order": order if order == "asc" else "desc"})
    ranking = {"on": given.choice("on"), "style": given.choice("style"), "keys": keys}
    given.check()
    names = [key, *(given.many("others") if "others" in given.asks else [])]
    for name in names:
        group = row_of(book, "groups", name, "group")
        assert group is not None
        book = with_row(book, "groups", group | {"ranking": ranking}, "group")
    return book, f"{listed(names)}的名次怎么排"


def said_rounding(book: Book) -> list[Said]:
    """How many decimals everything has."""
    told = [f"{word}{_rounded(book['rounding'][key])}" for key, word in STAGES.items()]
    total = book["rounding"]["total"]
    many = total["places"] > 4
    cautions = (f"总分保留 {total['places']} 位，表上会印出一长串小数；多数办法写 2 位。",) if many else ()  # fmt: skip
    return [Said(WHOLE, "小数位", (f"{'；'.join(told)}。",), cautions)]


def _rounded(one: Book | None) -> str:
    if one is None:
        return "不取舍"
    mode = next(option.word for option in MODES if option.value == one["mode"])
    return f"保留 {one['places']} 位，{mode}"


def asks_rounding(book: Book, key: str) -> list[Ask] | None:
    """The questions about decimals."""
    if key != WHOLE:
        return None
    rows = []
    for stage, word in STAGES.items():
        one = book["rounding"][stage]
        rows.append((word, str(one["places"]) if one else "", one["mode"] if one else "half_up"))
    return [
        Ask("rounding", "各留几位小数", ROWS, "原始数空着就是不取舍；算的先后是：比率、指标得分、系数、大项得分、总分", columns=(
            Column("stage", "哪一步", is_fixed=True), Column("places", "几位"), Column("mode", "怎么取", MODES)), rows=tuple(rows), spare=0),
    ]  # fmt: skip


def made_rounding(book: Book, key: str, given: Given) -> Made:
    """The book with other decimals."""
    found: Book = {}
    sent = {row[0]: row[1:] for row in given.rows("rounding")}
    for stage, word in STAGES.items():
        places, mode = sent.get(word, ("", ""))
        if not places and stage == "input":
            found[stage] = None
            continue
        right = places.isascii() and places.isdigit() and int(places[:3]) <= MOST_PLACES
        if not right or mode not in {one.value for one in MODES}:
            given.wrong("rounding", f"“{word}”留几位写的是“{places}”，请写 0 到 {MOST_PLACES} 的整数。")  # fmt: skip
            continue
        found[stage] = {"places": int(places), "mode": mode}
    given.check()
    return book | {"rounding": found}, "改小数位"


RANKS = Part(
    "ranks", "名次", "", "每个组按哪个总分排，并列怎么往下排，同分先看哪一项。", said_ranks, asks_ranks, made_ranks, has_new=False
)  # fmt: skip
ROUNDING = Part(
    "rounding", "小数位", "", "算到每一步留几位小数、怎么取舍；先取舍还是后取舍，名次会不一样。", said_rounding, asks_rounding, made_rounding, has_new=False
)  # fmt: skip
