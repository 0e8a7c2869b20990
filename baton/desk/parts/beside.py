"""表尾的规矩: rows of a scheme table that are no indicators, 加分项, 减分项, 一票否决, beside the forms where they are told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from baton.desk.parts.hearing import Heard
from baton.desk.parts.ledgers import ledgers_of
from baton.desk.parts.shapes import Book, groups_of
from baton.desk.rules.prose import Beside
from baton.documents.names import normalised
from baton.documents.numbers import fold
from baton.documents.scheme_table import ADD, DEDUCT, GRADES, OTHER, VETO, Aside, kind_of

NOTHING, UNGRADED = "没有另立一条", "不评等次"
WORDS = {"ledgers": "加一种加减分", "vetoes": "加一条否决"}
MOST_NAME = 100
_ROW, _TABLE = re.compile(r"第\d+行"), re.compile(r"第\d+个表")
_LEVEL = re.compile(r"([^:\uff1a]{1,8})[:\uff1a](.+)")
_FROM = re.compile(
    r"(\d+(?:\.\d+)?)分?(?:\(?含\)?)?(?:及|以)?以?上|(?:≥|不低于|达到)(\d+(?:\.\d+)?)"
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")


def heard(book: Book, rules: Iterable[Beside]) -> Iterator[Heard]:
    """Each row with what its form would get."""
    for file, one, groups in rules:
        if one.kind == GRADES:
            yield from _graded(book, one, file, groups)
        elif one.kind != OTHER:
            part = "vetoes" if one.kind == VETO else "ledgers"
            quote = " ".join(one.quote.split())
            if one.kind == VETO and one.name not in quote and not kind_of([one.name]):
                quote = f"{one.name}\uff0c{quote}"
            answers, rows = _told(one, quote)
            rule = _rule_of(book, part, one)
            yield Heard(
                part, "", WORDS[part], quote, where(file, one.place), f"{one.word}，不是按分值计的指标", answers, rows,
                is_settled=rule is not None, now=NOTHING, same=_names(book, part), rule=_made_of(book, part, rule, groups),
            )  # fmt: skip


def where(file: str, place: str) -> str:
    """The file, and which row of which of its tables says so.

    >>> where("体系.docx", "方案.docx·第1个表 第4行"), where("体系.xlsx", "方案.xlsx·县市区 第12行"), where("体系.csv", "方案.csv 第3行")
    ('《体系.docx》第1个表第4行', '《体系.xlsx》“县市区”第12行', '《体系.csv》第3行')
    """
    page, row = place.partition("·")[2].rpartition(" ")[::2]
    if not _ROW.fullmatch(row):
        page, row = "", place.rpartition(" ")[2]
    page = page if not page or _TABLE.fullmatch(page) else f"“{page}”"
    return f"《{file}》{page}{row if _ROW.fullmatch(row) else ''}"


def _names(book: Book, part: str) -> tuple[str, ...]:
    rules = book["vetoes"] if part == "vetoes" else ledgers_of(book)
    return tuple(one["name"] for one in rules)


def _graded(book: Book, one: Aside, file: str, groups: Iterable[str]) -> Iterator[Heard]:
    """A table of grades beside each group that it is about; what it says plainly would stand in the form."""
    levels = _levels(one.quote)
    own = [group for group in book["groups"] if group["group"] in groups] or book["groups"]
    for group in own:
        yield Heard(
            "grades", group["group"], f"“{group['group']}”的等次", one.quote, where(file, one.place), "等次怎么评",
            rows={"levels": levels} if levels else {}, is_settled=group["grades"] is not None, now=UNGRADED,
        )  # fmt: skip


def _levels(quote: str) -> tuple[tuple[str, ...], ...]:
    """优秀, 90, "", 20% of each level; nothing where one of them says more than a line and a share."""
    found = []
    for text in quote.split("\uff1b"):
        level = _LEVEL.fullmatch(text)
        said = fold(level[2]).replace(" ", "") if level else ""
        line, share = _FROM.search(said), _SHARE.search(said)
        if level is None or not (line or share or "其余" in said or "其他" in said):
            return ()
        least = (line[1] or line[2]) if line else ""
        found.append((level[1].strip(), least, "", f"{share[1]}%" if share else ""))
    return tuple(found)


def _told(
    one: Aside, quote: str
) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[tuple[str, ...], ...]]]:
    if one.kind == VETO:
        return {"name": (one.cause[:MOST_NAME],), "basis": (quote,)}, {}
    name = (one.name or one.word)[:MOST_NAME]
    answers = {"name": (name,), "kinds": (name.replace("、", "和"),), "sentence": (quote,)}
    if one.kind in (ADD, DEDUCT):
        answers["sign"] = (one.kind,)
    if one.most:
        answers["cap"] = (one.most,)
    levels = tuple((level, points, "") for level, points in one.levels)
    return answers, {"levels": levels} if levels else {}


def _rule_of(book: Book, part: str, one: Aside) -> Book | None:
    """The rule that says the sentence, or is called as the row is."""
    quote = normalised(one.quote)
    if part == "vetoes":
        found = (
            veto for veto in book["vetoes"]
            if quote in normalised(veto["basis"]) or _is_cause(normalised(veto["name"]), normalised(one.cause), quote)
        )  # fmt: skip
    else:
        found = (
            item for item in ledgers_of(book)
            if quote in normalised(item["sentence"]) or (one.name and normalised(item["name"]) == normalised(one.name))
        )  # fmt: skip
    return next(found, None)


def _made_of(book: Book, part: str, rule: Book | None, groups: Iterable[str]) -> tuple[str, str] | None:  # fmt: skip
    """Key and name of a rule that was made of a row; None where it is not yet made for every group that the row's table is about."""
    if rule is None:
        return None
    own = groups_of(book).get(rule["code"], []) if part == "ledgers" else groups
    return (rule["code"], rule["name"]) if set(groups) <= set(own) else None


def _is_cause(name: str, cause: str, quote: str) -> bool:
    """Whether a veto is about what a row tells: 重大安全事故 of 发生重大安全事故, and not only 事故."""
    return name in (cause, quote) or (name in cause and 2 * len(name) >= len(cause))
