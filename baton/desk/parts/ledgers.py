"""加减分: kinds of bonuses and deductions, their levels, and every reading of the rule that counts them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from baton.desk.parts.asking import (
    LINE,
    LONG,
    MANY,
    ONE,
    ROWS,
    Ask,
    Column,
    Given,
    Option,
    answered,
)
from baton.desk.parts.counted_twice import doubles, newly
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    free_code,
    groups_of,
    listed,
    parents_of,
    percent,
    placed,
    removed,
    row_of,
    sums,
    with_row,
    without_row,
)
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.readings import wording

ADD, DEDUCT = "add", "deduct"
VERBS = {ADD: "加", DEDUCT: "扣"}
ROLES = {ADD: "bonus", DEDUCT: "deduction"}
OTHER = "other"
SHARES = {
    "1": ("与牵头单位一样计", "配合单位不打折"),
    "0.5": ("减半", "配合单位计一半"),
    "0": ("不计", "只给牵头单位计"),
}
READINGS = {
    "same_matter": (
        ("highest", "只计最高一次", "同一件事得了几级表彰，按最高的一次计"),
        ("sum", "累计", "每一次都计，加起来"),
    ),
    "order": (
        ("highest_first", "先取最高后减半", "同一件事先挑出分最高的一次，这一次是配合的再减半"),
        ("half_first", "先减半后取最高", "先把配合的各减半，再比哪一次分最高"),
    ),
    "counted": (
        ("difference", "补差额", "同一件事上年加过的，今年级别高了只补多出来的分"),
        ("none", "不再计", "上年加过的，今年一分不加"),
        ("full", "照计", "不管上年加没加过"),
    ),
    "elsewhere": (
        ("skip", "不再计", "已经在别的指标里加过、扣过的，这里不重复"),
        ("count", "照计", "在别处计过的，这里照样计"),
    ),
    "undecided": (
        ("pending", "等认定", "有一条没定，这个单位就先不出总分，定了再算"),
        ("ignore", "先不计", "没定的当作没有，总分照出；定了再加"),
    ),
}
LABELS = {
    "same_matter": "同一件事有几次，怎么计",
    "order": "又是同一件事，又要减半，先做哪一步",
    "counted": "上年已经计过的，怎么办",
    "elsewhere": "已在别的指标里计过的，怎么办",
    "undecided": "还没有认定的，怎么办",
}
ALOUD = {
    "same_matter": {"highest": "同一事项只计最高一次。", "sum": "同一事项每次都计，累计。"},
    "counted": {"difference": "上年已经计过的，只补差额。", "none": "上年已经计过的，不再计。", "full": "上年计没计过，都照计。"},
    "elsewhere": {"skip": "已在别的指标里计过的，不再计。", "count": "已在别的指标里计过的，这里照计。"},
    "undecided": {"pending": "有一条没认定，这个单位先不出总分，等认定。", "ignore": "没认定的先不计。"},
}  # fmt: skip
ASIDE = {"policy": "unscored", "value": None, "at": None}


def ledgers_of(book: Book) -> list[Book]:
    """The indicators that count bonuses and deductions."""
    return [item for item in book["items"] if item["method"] == "ledger"]


def said(book: Book) -> list[Said]:
    """Every ledger read aloud."""
    groups, nodes = groups_of(book), {node["code"]: node["name"] for node in book["nodes"]}
    twofold = doubles(book)
    found = []
    for item in ledgers_of(book):
        at = listed(
            dict.fromkeys(f"“{nodes[one['code']]}”" for one in parents_of(book, item["code"]))
        )
        whom = listed(groups.get(item["code"], ())) or "哪个组也不计"
        place = f"算进{at}（{whom}）。" if at else f"没有算进哪个大项（{whom}）。"
        cautions = () if item["params"]["cap"] is not None else ("没有写合计最多几分。加减分要有封顶，免得一点加减分盖过主要工作。",)  # fmt: skip
        cautions += tuple(f"{one.told(item['code'])}。请把两种并成一种，或者去掉一种。" for one in twofold if item["code"] in (one.code, one.other))  # fmt: skip
        found.append(Said(item["code"], item["name"], (*_sentences(item), place), cautions))
    return found


def _sentences(item: Book) -> Iterator[str]:
    params, verb = item["params"], VERBS[item["params"]["sign"]]
    levels = sorted(params["levels"].items(), key=lambda one: -Fraction(one[1]))
    told = listed(f"{level}{verb} {points} 分" for level, points in levels)
    yield f"种类：{listed(params['kinds'])}。{told}{'。' if told else ''}"
    if params["given"]:
        least, most = params["given"]["least"], params["given"]["most"]
        yield f"分值表里没有的酌情{verb} {least} 至 {most} 分。"
    for name, most in params["list_caps"].items():
        yield f"{name or '其余各级'}合计最多{verb} {most} 分。"
    for key, told in ALOUD.items():
        yield told[params[key]]
    share = params["support_share"]
    if share in ("0", "1"):
        yield "配合单位与牵头单位一样计。" if share == "1" else "配合单位不计。"
    else:
        order = next(one[1] for one in READINGS["order"] if one[0] == params["order"])
        yield f"配合单位计 {percent(share)}，{order}。"
    cap = params["cap"]
    if cap is not None:
        most = f" {cap} 分" if isinstance(cap, str) else "责任书写的分"
        yield f"一个单位合计最多{verb}{most}。"
    if params["from"] or params["to"]:
        yield f"只计 {params['from'] or '——'} 至 {params['to'] or '——'} 的。"


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one ledger."""
    item = row_of(book, "items", key) if key else None
    if key and (item is None or item["method"] != "ledger"):
        return None
    params: Book = item["params"] if item else {}
    given = params.get("given") or {}
    places = sums(book)
    at = tuple(one["code"] for one in parents_of(book, key)) if item else ()
    roots = {group["root"] for group in book["groups"]} & {one.value for one in places}
    if not item and len(roots) == 1:
        at = tuple(roots)
    cap = params.get("cap")
    return [
        Ask("name", "名称", hint="如 表彰加分、督查扣分", values=answered(item and item["name"])),
        Ask("sign", "加分还是扣分", ONE, options=(Option(ADD, "加分"), Option(DEDUCT, "扣分")), values=answered(params.get("sign"))),
        Ask("kinds", "种类", hint="登记的时候从这里选；几种之间用顿号隔开，如 表彰、创建", values=answered(listed(params.get("kinds", ())))),
        Ask("sentence", "原话", LONG, "办法里怎么写就怎么抄", values=answered(item and item["sentence"])),
        Ask("where", "算进哪里", MANY, "几个组用同一张考卷的，勾一处就都算", places, at),
        Ask("levels", "各级多少分", ROWS, "一行一级；“这一级合计最多”没有就空着", columns=(
            Column("level", "级别"), Column("points", "分"), Column("most", "这一级合计最多")), rows=_rows(params)),
        Ask("least", "酌情给分，最少", LINE, "分值表里没有的级别由人酌情给分的，才填这两格", values=answered(given.get("least"))),
        Ask("most", "酌情给分，最多", values=answered(given.get("most"))),
        _reading("same_matter", params),
        Ask("share", "配合单位计几成", ONE, options=(*(Option(value, *words) for value, words in SHARES.items()), Option(OTHER, "别的比例", "填在下一格")), values=_share(params)),
        Ask("share_other", "配合单位的比例", hint="选了“别的比例”才填，如 30%", values=answered(percent(params["support_share"]) if _share(params) == (OTHER,) else "")),
        *(_reading(one, params) for one in ("order", "counted", "elsewhere", "undecided")),
        Ask("cap", "一个单位合计最多几分", hint="不设上限就空着；责任书各单位不同的，写“责任书”", values=answered("责任书" if isinstance(cap, dict) else cap)),
        Ask("from", "从哪天起的才计", hint="不限就空着，如 2026-01-01", values=answered(params.get("from"))),
        Ask("to", "到哪天为止", hint="不限就空着", values=answered(params.get("to"))),
        Ask("basis", "依据", hint="文件名、文号、第几条", values=answered(item and item["basis"])),
    ]  # fmt: skip


def _reading(key: str, params: Book) -> Ask:
    options = tuple(Option(*one) for one in READINGS[key])
    hint = "配合单位不打折的，不用选" if key == "order" else ""
    return Ask(key, LABELS[key], ONE, hint, options, answered(params.get(key)))


def _share(params: Book) -> tuple[str, ...]:
    if not params:
        return ()
    share = params["support_share"]
    return (share if share in SHARES else OTHER,)


def _rows(params: Book) -> tuple[tuple[str, ...], ...]:
    levels = params.get("levels", {})
    lists, caps = params.get("lists", {}), params.get("list_caps", {})
    order = sorted(levels, key=lambda level: -Fraction(levels[level]))
    return tuple((level, levels[level], caps.get(lists.get(level, ""), "")) for level in order)


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the ledger as the form says."""
    old = row_of(book, "items", key) if key else None
    name = given.text("name", needed=True, most=100)
    sign = given.choice("sign")
    where = given.many("where")
    if not where:
        given.wrong("where", "还没有勾算进哪里，请至少勾一处。")
    params = _params(old["params"] if old else {}, sign, given)
    kinds = params["kinds"]
    for other in ledgers_of(book):
        twice = set(kinds) & set(other["params"]["kinds"])
        if other["code"] != key and other["params"]["sign"] != sign and twice:
            given.wrong("kinds", f"“{min(twice)}”已经是“{other['name']}”的种类，一种不能又加又扣，请换一个名字。")  # fmt: skip
    given.check()
    code = key or free_code(book, "J")
    item: Book = {
        "code": code, "unit": "分", "direction": "", "lead": "", "scorer": "", "applies": "all", "coefficient": None,
        "cap": None, "floor": None, "rounding": {}, "points": "0", "status": book["status"], "data": {},
        "policies": {"not_applicable": ASIDE, "excused": ASIDE, "missing": {"policy": "zero", "value": None}},
        **(old or {}), "name": name, "sentence": given.text("sentence", most=5000), "basis": given.text("basis"),
        "role": ROLES[sign], "method": "ledger", "params": params, "readings": _declared(params),
    }  # fmt: skip
    changed = placed(with_row(book, "items", item), code, where)
    for twice in newly(book, changed):
        at = ("kinds" if twice.kinds else "name", twice.beside(code))
        given.wrong(at[0], f"{twice.told(code)}。要改的是它，请打开它改；是另一种，请换一个名称和种类。", at[1])  # fmt: skip
    given.check()
    return changed, f"{'改' if old else '加'}加减分“{name}”"


def _params(old: Book, sign: str, given: Given) -> Book:
    kinds = given.texts("kinds")
    if not kinds:
        given.wrong("kinds", "请填写“种类”，如 表彰。")
    share = given.choice("share")
    if share == OTHER:
        written = given.text("share_other")
        share = given.share("share_other", written, "“配合单位的比例”") or ""
    words = {key: given.choice(key, needed=key != "order") for key in READINGS}
    if not words["order"]:
        words["order"] = "highest_first"
        if share != "1":
            given.wrong("order", f"“{LABELS['order']}”还没有选，请选一种。")
    cap: Any = given.text("cap")
    cap = {"field": "合计不超过"} if cap == "责任书" else given.points("cap")
    levels, lists, caps = _levels(old, given)
    return {
        "preconditions": [], **old, "kinds": kinds, "sign": sign, "levels": levels, "given": _given(levels, given), "lists": lists,
        "list_caps": caps, "support_share": share, "cap": cap, "from": given.day("from"), "to": given.day("to"), **words,
    }  # fmt: skip


def _levels(old: Book, given: Given) -> tuple[Book, Book, Book]:
    """Points by level, the list of a level, the cap of a list; a list that was there keeps its name."""
    levels: Book = {}
    caps: dict[str, str] = {}
    lists = {}
    for level, points, most in given.rows("levels"):
        if not level:
            given.wrong("levels", f"有一行写了 {points or most} 却没有写是哪一级。")
            continue
        if level in levels:
            given.wrong("levels", f"“{level}”写了两行，请合并成一行。")
        found = given.number("levels", points, f"“{level}”的分")
        if found is None:
            given.wrong("levels", f"“{level}”没有写多少分。")
        levels[level] = found
        name = old.get("lists", {}).get(level, "")
        if most or name:
            name = name or level
            lists[level] = name
        limit = given.number("levels", most, f"“{level}”的合计最多")
        if limit is not None:
            if caps.get(name, limit) != limit:
                given.wrong("levels", f"归在“{name}”的几级合计最多几分，要写成一样的。")
            caps[name] = limit
    return levels, lists, caps


def _given(levels: Book, given: Given) -> Book | None:
    least, most = given.points("least"), given.points("most")
    if most is None and least is None:
        if not levels:
            given.wrong("levels", "请至少写一级和它的分，或者写酌情给分最多几分。")
        return None
    if most is None:
        given.wrong("most", "请写明酌情给分最多几分。")
    return {"least": least or "0", "most": most}


def _declared(params: Book) -> dict[str, str]:
    fields = [METHODS["ledger"].field(key) for key in (*READINGS, "support_share")]
    return {field.label: wording(field, params[field.key]) for field in fields}


def drop(book: Book, key: str) -> Made:
    """The book without a ledger."""
    item = row_of(book, "items", key)
    assert item is not None
    return removed(without_row(book, "items", key), key), f"去掉加减分“{item['name']}”"


LEDGERS = Part(
    "ledgers", "加减分", "一种加减分", "表彰加分、督查扣分这些一件一件的事：有哪几级、各多少分、怎么算不重复、最多多少分。", said, asks, made, drop
)  # fmt: skip
