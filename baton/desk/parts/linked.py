"""取别处的得分: a part that is not scored here but taken from one's unit, one's superior, or the units below."""

from __future__ import annotations

from baton.desk.parts import placing
from baton.desk.parts.asking import (
    LINE,
    ONE,
    SELECT,
    Ask,
    Given,
    Option,
    answered,
    plain_number,
)
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    free_code,
    groups_of,
    names_of,
    percent,
    removed,
    row_of,
    used_in,
    without_row,
)
from baton.documents.agreement_tables import TASK
from baton.documents.numbers import fold
from baton.domain.refusals import Refused
from baton.scoring.plan import children_of

LINK, CHILDREN, SUM = "link", "children", "sum"
LINKS, PARENT, BELOW = "links", "parent", "below"
TOTAL, EQUAL = "total", "equal"
POINTS = "分值"
LONGEST = 40  # letters of a column of the agreement
WHOSE = (
    Option(
        LINKS,
        "所在单位",
        "名册“所在单位”一列写的单位，几个单位的按写的份额；领导干部取单位得分的 60% 就选它",
    ),
    Option(PARENT, "上级单位", "名册“上级”一列写的单位"),
    Option(BELOW, "所辖单位的平均", "名册里上级是它的那些单位，如功能区取所辖片区的平均"),
)
ABSENT = (
    Option("skip", "略去，只平均有分的"),
    Option("open", "等齐再算"),
)


def _nodes(book: Book) -> list[Book]:
    return [node for node in book["nodes"] if node["kind"] in (LINK, CHILDREN)]


def said(book: Book) -> list[Said]:
    """Every part that is taken from elsewhere: whose score, how much of it."""
    names, groups = names_of(book), groups_of(book)
    found = []
    for node in _nodes(book):
        lines = (
            f"{told(node, names)}，满分 {node['full']} 分。",
            used_in(groups.get(node["code"], ())),
        )
        found.append(Said(node["code"], node["name"], lines))
    return found


def told(node: Book, names: dict[str, str]) -> str:
    """Whose score is taken, and how much of it."""
    what = "总分" if node["take"] == TOTAL else f"“{names.get(node['take'], node['take'])}”的得分"
    if node["kind"] == LINK:
        whose = "名册所列的所在单位" if node["via"] == LINKS else "上级单位"
        return f"取{whose}{what}的 {percent(node['factor'])}"
    by = "" if node["weight"] == EQUAL else f"，按责任书的“{node['weight']}”加权"
    absent = "没有分的略去" if node["absent"] == "skip" else "等齐再算"
    return f"取所辖“{node['group']}”{what}的平均{by}，{absent}，计 {percent(node['factor'])}"


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one such part."""
    node = row_of(book, "nodes", key) if key else None
    if key and (node is None or node["kind"] not in (LINK, CHILDREN)):
        return None
    old: Book = node or {}
    takes = (
        Option(TOTAL, "总分"),
        *(
            Option(row["code"], row["name"])
            for row in (*book["nodes"], *book["items"])
            if row["code"] != key
        ),
    )
    groups = (Option("", "请选"), *(Option(one["group"], one["group"]) for one in book["groups"]))
    weight = old.get("weight", EQUAL)
    return [
        *placing.asked(book, key, "如 所在单位得分（60%）"),
        Ask("whose", "取谁的得分", ONE, "", WHOSE, answered(_whose(old))),
        Ask("take", "取哪个得分", SELECT, "", takes, (old.get("take", TOTAL),)),
        Ask("share", "取百分之几", LINE, "如 60%；全取就写 100%", values=answered(percent(old["factor"]) if node else "")),
        Ask("full", "这一项的满分", LINE, "如 60：单位满分 100，取 60%", values=answered(old.get("full"))),
        Ask("group", "所辖单位在哪个分组", SELECT, "选“所辖单位的平均”的才填", groups, (old.get("group", ""),)),
        Ask("weight", "按哪个数加权", LINE, "选“所辖单位的平均”的才填：写这个数叫什么，如 常住人口、下达任务数，各所辖单位的数到“责任书”里填；不加权就空着", values=() if weight == EQUAL else (weight,)),
        Ask("absent", "所辖单位有没出分的", ONE, "选“所辖单位的平均”的才选", ABSENT, answered(old.get("absent"))),
    ]  # fmt: skip


def _whose(node: Book) -> str:
    if not node:
        return ""
    return BELOW if node["kind"] == CHILDREN else str(node["via"])


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the part as the form says."""
    old = row_of(book, "nodes", key) if key else None
    name = given.text("name", needed=True)
    where = placing.place_given(book, key, given)
    whose, take = given.choice("whose"), given.choice("take")
    written, full = given.text("share", needed=True), given.points("full")
    factor = given.share("share", written, "取百分之几") if written else None
    if full is None:
        given.wrong("full", "请写明这一项的满分，如 60。")
    own = _below(book, where or [key], given) if whose == BELOW else {"kind": LINK, "via": whose}
    given.check()
    code = key or free_code(book, "D")
    kept = {name: old[name] for name in ("role", "cap", "floor", "sentence", "basis", "definition", "work") if old and name in old}  # fmt: skip
    node = {"code": code, "role": "ordinary", "cap": None, "floor": None} | kept | own
    node |= {"name": name, "take": take, "factor": factor, "full": full}
    return placing.put(book, node, where), f"{'改' if old else '加'}“{name}”"


def _below(book: Book, where: list[str], given: Given) -> Book:
    """What only an average of the units below has; a group takes nothing of itself."""
    group, absent = given.choice("group"), given.choice("absent")
    shared = [code for code in where if group and group in groups_of(book).get(code, [])]
    if shared:
        named = names_of(book).get(shared[0], shared[0])
        given.wrong("group", f"“{named}”也用在“{group}”，不能取本组的得分。请先给取分的那一组单立一个大项或一套指标体系。")  # fmt: skip
    weight = _field(given)
    return {"kind": CHILDREN, "group": group, "weight": weight or EQUAL, "absent": absent}


def _field(given: Given) -> str:
    """The column of the agreement that says how much each of the units below counts; empty where all count alike."""
    written = given.text("weight", most=LONGEST)
    if plain_number(fold(written)) is not None:
        given.wrong("weight", "这里写那个数叫什么，如 常住人口；各所辖单位是多少，到“责任书”里填。")
    if written in (EQUAL, TASK, POINTS):
        given.wrong("weight", f"“{written}”在责任书里另有用处，请换一个叫法。")
    return written


def drop(book: Book, key: str) -> Made:
    """The book without such a part."""
    node = row_of(book, "nodes", key)
    assert node is not None
    placing.check_no_root(book, node)
    for other in book["nodes"]:
        if key in children_of(other) and other["kind"] != SUM:
            raise Refused(f"“{other['name']}”用到了它，请先在那里去掉。")
        if other.get("take") == key:
            raise Refused(f"“{other['name']}”取的就是它的得分，请先改那里。")
    return removed(without_row(book, "nodes", key), key), f"去掉“{node['name']}”"


LINKED = Part(
    "linked", "取别处的得分", "一项取别处的得分", "领导干部取所在单位得分的百分之几，功能区取上级的，或取所辖单位的平均。", said, asks, made, drop
)  # fmt: skip
