"""等次和名额: the levels of a group, from high to low, with their lines and places."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.desk.parts.asking import MANY, ONE, ROWS, Ask, Column, Given, Option, answered
from baton.desk.parts.shapes import Book, Made, Part, Said, listed, percent, row_of, with_row
from baton.documents.numbers import fold
from baton.scoring.rulebook.checks.numbers import plain

ROUNDINGS = (
    Option("half_up", "四舍五入", "78 个单位的 20% 是 15.6 个，取 16 个"),
    Option("floor", "去尾", "15.6 个取 15 个，宁少勿多"),
    Option("up", "进一", "15.1 个也取 16 个"),
    Option(
        "largest_remainder", "最大余数", "各档先取整数，余下的名额给小数最大的档，合起来不多不少"
    ),
)
BASES = (
    Option("ranked", "有名次的都算", "被否决的也算在总数里"),
    Option("not_vetoed", "去掉被否决的再算", "被否决的不算在总数里，名额会少一些"),
)
FILLS = (
    Option("yes", "递补", "够了分数却不得评的，名额由后一名补上"),
    Option("no", "不递补", "不得评的仍占着一个名额，后面的不补"),
)
EDGES = (
    Option("person", "报考核委定", "同分的先都不定等次，由人来定"),
    Option("all", "全收", "同分的都评上，名额可以超"),
    Option("none", "全不收", "同分的都评不上，名额空着"),
)
PROMOTED = "有“{}”认定的直接评为{}，不占名额。"


def said(book: Book) -> list[Said]:
    """Every group's grades read aloud."""
    return [Said(group["group"], group["group"], tuple(_sentences(group["grades"]))) for group in book["groups"]]  # fmt: skip


def _sentences(grades: Book | None) -> list[str]:
    if grades is None:
        return ["不评等次。"]
    found = [f"{'；'.join(_level(level) for level in grades['levels'])}。"]
    if _has_quota(grades["levels"]):
        for key, options in (("base", BASES), ("edge", EDGES)):
            word = next(one for one in options if one.value == grades[key])
            found.append(f"{'名额的总数：' if key == 'base' else '名额边上同分的：'}{word.word}，{word.sentence}。")  # fmt: skip
        found.append(f"{FILLS[0 if grades['fill'] else 1].sentence}。")
    if grades["promotion"]:
        found.append(PROMOTED.format(grades["promotion"]["kind"], grades["promotion"]["to"]))
    return found


def _level(level: Book) -> str:
    told = []
    if level["at_least"] is not None:
        told.append(f"{level['at_least']} 分以上")
    if level["quota"]:
        how = next((one.word for one in ROUNDINGS if one.value == level["quota_rounding"]), "")
        many = f"{percent(level['quota']['share'])}（{how}）" if "share" in level["quota"] else f"{level['quota']['count']} 个"  # fmt: skip
        told.append(f"最多 {many}")
    return f"{level['grade']}：{'，'.join(told) or '其余'}"


def _has_quota(levels: list[Book]) -> bool:
    return any(level["quota"] for level in levels)


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions about one group's grades."""
    group = row_of(book, "groups", key, "group")
    if group is None:
        return None
    grades: Book = group["grades"] or {}
    levels = grades.get("levels", [])
    how = next((one["quota_rounding"] for one in levels if one["quota_rounding"]), None)
    others = tuple(Option(one["group"], one["group"]) for one in book["groups"] if one is not group)
    promotion = grades.get("promotion") or {}
    fill = () if not grades else ("yes" if grades["fill"] else "no",)
    return [
        Ask("levels", "各等次", ROWS, "由高到低，一行一等。分数线、名额有一样写一样；最后一行两样都空着，就是“其余”。名额写 20% 或 3个", columns=(
            Column("grade", "等次"), Column("from", "多少分以上"), Column("to", "多少分以下（可不写）"), Column("quota", "名额")),
            rows=tuple((one["grade"], one["at_least"] or "", "", _quota(one)) for one in levels)),
        Ask("rounding", "名额算出来不是整数，怎么取", ONE, "名额写几个的、没有名额的，不用选", ROUNDINGS, (how,) if how else ()),
        Ask("base", "名额按多少个单位算", ONE, "没有名额的，不用选；下面两问也一样", BASES, (grades["base"],) if grades else ()),
        Ask("fill", "不得评的让出来的名额", ONE, "", FILLS, fill),
        Ask("edge", "名额边上同分", ONE, "", EDGES, (grades["edge"],) if grades else ()),
        Ask("promoted", "专项晋等：认定了哪一种事", hint="认定了就直接评上、不占名额的，才填这两格，如 重大贡献", values=answered(promotion.get("kind"))),
        Ask("promoted_to", "直接评为", values=answered(promotion.get("to"))),
        *([Ask("others", "这几个组也用这一套", MANY, "勾上的组，原来的等次换成这一套", others)] if others else []),
    ]  # fmt: skip


def _quota(level: Book) -> str:
    if not level["quota"]:
        return ""
    return percent(level["quota"]["share"]) if "share" in level["quota"] else f"{level['quota']['count']}个"  # fmt: skip


def made(book: Book, key: str, given: Given) -> Made:
    """The book with the grades of one group, and of those that use the same."""
    needs_rounding, levels = _levels(book, given)
    has_quota = _has_quota(levels)
    rounding = given.choice("rounding", needed=needs_rounding)
    base, fill, edge = (given.choice(one, needed=has_quota) for one in ("base", "fill", "edge"))
    for level in levels:
        by_share = level["quota"] is not None and "share" in level["quota"]
        level["quota_rounding"] = rounding if by_share else None
    promotion = _promotion(levels, given)
    given.check()
    rules: Book = {
        "promotion": promotion,
        "levels": levels,
        "base": base or "ranked",
        "fill": fill != "no",
        "edge": edge or "person",
    }
    names = [key, *(given.many("others") if "others" in given.asks else [])]
    for name in names:
        group = row_of(book, "groups", name, "group")
        assert group is not None
        own = {"keys": (group["grades"] or {"keys": []})["keys"], **rules}
        book = with_row(book, "groups", group | {"grades": own}, "group")
    return book, f"{listed(names)}的等次和名额"


def _promotion(levels: list[Book], given: Given) -> Book | None:
    kind, grade = given.text("promoted", most=200), given.text("promoted_to", most=200)
    if not kind and not grade:
        return None
    if not kind:
        given.wrong("promoted", f"写了直接评为{grade}，请写明认定了哪一种事。")
    if grade not in {level["grade"] for level in levels}:
        given.wrong("promoted_to", f"专项晋等评为“{grade}”，上面没有这一等，请核对。")
    return {"kind": kind, "to": grade}


def _levels(book: Book, given: Given) -> tuple[bool, list[Book]]:
    """The levels as they were written; a gap between two bands, or below the last, is refused with the remedy."""
    levels: list[Book] = []
    needs_rounding = False
    above: tuple[str, str | None] | None = None  # the level before: its grade and its line
    step = Fraction(1, 10 ** book["rounding"]["total"]["places"])
    for grade, low, high, written in given.rows("levels"):
        if not grade:
            given.wrong("levels", f"有一行写了 {low or high or written} 却没有写是哪一等。")
            continue
        line = given.number("levels", low, f"“{grade}”的分数线")
        ceiling = given.number("levels", high, f"“{grade}”的上边")
        if ceiling is not None:
            _check_ceiling(grade, ceiling, above, step, given)
        quota = _read_quota(grade, written, given)
        needs_rounding |= quota is not None and "share" in quota
        levels.append({"grade": grade, "at_least": line, "quota": quota, "quota_rounding": None})
        above = grade, line
    if not levels:
        given.wrong("levels", "还没有写等次，请从最高的一等写起。")
    else:
        _check_order(levels, given)
    return needs_rounding, levels


def _check_ceiling(grade: str, ceiling: str, above: tuple[str, str | None] | None, step: Fraction, given: Given) -> None:  # fmt: skip
    if above is None or above[1] is None:
        return
    higher, line = above[0], Fraction(above[1])
    top = Fraction(ceiling)
    if top < line - step:
        given.wrong(
            "levels",
            f"“{higher}”从 {plain(line)} 分起，“{grade}”只到 {plain(top)} 分，中间（如 {plain((line + top) / 2)} 分）没有等次。请把“{grade}”写到 {plain(line)} 分以下，或把“{higher}”改成从 {plain(top)} 分起。",
        )
    elif top > line:
        given.wrong("levels", f"“{grade}”写到 {plain(top)} 分，与从 {plain(line)} 分起的“{higher}”重叠，请把它写到 {plain(line)} 分以下。")  # fmt: skip


def _check_order(levels: list[Book], given: Given) -> None:
    last: tuple[str, Fraction] | None = None
    for level in levels:
        if level["at_least"] is not None:
            line = Fraction(level["at_least"])
            if last and line >= last[1]:
                given.wrong("levels", f"“{level['grade']}”的分数线 {plain(line)} 不低于上一等“{last[0]}”的 {plain(last[1])}，请由高到低写。")  # fmt: skip
            last = level["grade"], line
    lowest = levels[-1]
    if lowest["at_least"] is not None or lowest["quota"] is not None:
        short = f"{lowest['at_least']} 分以下的" if lowest["at_least"] else "名额以外的"
        given.wrong("levels", f"{short}没有等次。请在最后加一行，只写等次的名字（如 较差），分数线和名额都空着。")  # fmt: skip


def _read_quota(grade: str, written: str, given: Given) -> dict[str, Any] | None:
    if not written:
        return None
    text = fold(written).replace(" ", "")
    if text.endswith("%"):
        share = given.share("levels", text, f"“{grade}”的名额")
        return {"share": share} if share is not None else None
    digits = text.removesuffix("个").removesuffix("名")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        given.wrong("levels", f"“{grade}”的名额写的是“{written}”，请写成 20% 或 3个。")
        return None
    return {"count": int(digits)}


def drop(book: Book, key: str) -> Made:
    """The book in which a group has no grades."""
    group = row_of(book, "groups", key, "group")
    assert group is not None
    return with_row(book, "groups", group | {"grades": None}, "group"), f"{key}不评等次"


GRADES = Part(
    "grades", "等次和名额", "", "每个组分哪几等，够多少分，有几个名额，边上同分怎么办。", said, asks, made, drop, has_new=False
)  # fmt: skip
