"""一票否决: what kind of event has which effects, and on which document."""

from __future__ import annotations

from baton.desk.parts.asking import MANY, SELECT, Ask, Given, Option, answered
from baton.desk.parts.shapes import (
    Book,
    Made,
    Part,
    Said,
    free_code,
    listed,
    names_of,
    row_of,
    with_row,
    without_row,
)


def said(book: Book) -> list[Said]:
    """Every veto read aloud."""
    return [Said(veto["code"], veto["name"], tuple(_sentences(book, veto))) for veto in book["vetoes"]]  # fmt: skip


def _sentences(book: Book, veto: Book) -> list[str]:
    effects, names = veto["effects"], names_of(book)
    told = []
    if effects["force_grade"]:
        told.append(f"直接评为{effects['force_grade']}")
    if effects["exclude_grades"]:
        told.append(f"不得评为{listed(effects['exclude_grades'])}")
    if effects["zero_items"]:
        told.append(f"{listed(names.get(code, code) for code in effects['zero_items'])}计零分")
    if effects["cap_total"] is not None:
        told.append(f"总分最多 {effects['cap_total']} 分")
    found = [f"出了“{veto['kind']}”的事：{'，'.join(told)}。"]
    if veto["basis"]:
        found.append(f"依据：{veto['basis']}。")
    return found


def grades_of(book: Book) -> list[str]:
    """Every grade of every group, the best first."""
    levels = [level for group in book["groups"] for level in (group["grades"] or {"levels": []})["levels"]]  # fmt: skip
    return list(dict.fromkeys(level["grade"] for level in levels))


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one veto."""
    veto = row_of(book, "vetoes", key) if key else None
    if key and veto is None:
        return None
    effects: Book = veto["effects"] if veto else {}
    grades = grades_of(book)
    graded = tuple(Option(grade, grade) for grade in grades)
    none = "" if grades else "还没有等次，先到“等次和名额”里写好再来"
    items = tuple(Option(item["code"], item["name"]) for item in book["items"])
    return [
        Ask("name", "事由", hint="如 较大以上安全生产责任事故", values=answered(veto and veto["name"])),
        Ask("kind", "登记时叫什么", hint="不填就同事由；登记一件事的时候从这里选", values=answered(veto and veto["kind"])),
        Ask("basis", "依据", hint="文件名、文号、第几条", values=answered(veto and veto["basis"])),
        Ask("exclude_grades", "不得评为", MANY, none or "降等、取消评优：勾上够不着的等次，不得评优秀的最高评下一等", graded, tuple(effects.get("exclude_grades", ()))),
        Ask("force_grade", "直接评为", SELECT, none or "不管多少分，都评这一等；没有就不选", (Option("", "没有这一条"), *graded), answered(effects.get("force_grade"))),
        Ask("cap_total", "总分最多几分", hint="没有就空着", values=answered(effects.get("cap_total"))),
        Ask("zero_items", "哪些指标计零分", MANY, "没有就不勾", items, tuple(effects.get("zero_items", ()))),
    ]  # fmt: skip


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the veto as the form says."""
    name = given.text("name", needed=True, most=200)
    effects = {
        "force_grade": given.choice("force_grade", needed=False) or None,
        "exclude_grades": given.many("exclude_grades"),
        "zero_items": given.many("zero_items"),
        "cap_total": given.points("cap_total"),
    }
    if not any(effects.values()):
        given.wrong("exclude_grades", "还没有写后果：请写不得评为、直接评为、总分最多几分、哪些指标计零分中的至少一样。")  # fmt: skip
    if effects["force_grade"] in effects["exclude_grades"]:
        given.wrong(
            "force_grade", f"又直接评为{effects['force_grade']}，又不得评为它，请只写一样。"
        )
    kind = given.text("kind", most=200) or name
    counted = {one for item in book["items"] if item["method"] == "ledger" for one in item["params"]["kinds"]}  # fmt: skip
    if kind in counted:
        given.wrong("kind", f"“{kind}”已经是加减分的种类，请换一个叫法。")
    given.check()
    code = key or free_code(book, "V")
    veto = {"code": code, "name": name, "kind": kind, "basis": given.text("basis"), "effects": effects}  # fmt: skip
    return with_row(book, "vetoes", veto), f"{'改' if key else '加'}一票否决“{name}”"


def drop(book: Book, key: str) -> Made:
    """The book without a veto."""
    veto = row_of(book, "vetoes", key)
    assert veto is not None
    return without_row(book, "vetoes", key), f"去掉一票否决“{veto['name']}”"


VETOES = Part(
    "vetoes", "一票否决", "一条否决", "出了哪一类事，有什么后果。影响到哪天为止，在登记那件事的时候写，过了期自然不再算。", said, asks, made, drop
)  # fmt: skip
