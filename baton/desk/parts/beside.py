"""表尾的规矩: rows of a scheme table that are no indicators, 加分项, 减分项, 一票否决, beside the forms where they are told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from baton.desk.parts.hearing import Heard
from baton.desk.parts.ledgers import ledgers_of
from baton.desk.parts.shapes import Book
from baton.documents.names import normalised
from baton.documents.scheme_table import ADD, DEDUCT, VETO, Aside

NOTHING = "没有另立一条"
WORDS = {"ledgers": "加一种加减分", "vetoes": "加一条否决"}
MOST_NAME = 100


def heard(book: Book, asides: Iterable[tuple[str, Aside]]) -> Iterator[Heard]:
    """Each row with what its form would get. asides: the name of a file, the row that stands in it."""
    for file, one in asides:
        part = "vetoes" if one.kind == VETO else "ledgers"
        quote = " ".join(one.quote.split())
        answers, rows = _told(one, quote)
        yield Heard(
            part, "", WORDS[part], quote, f"《{file}》", f"{one.word}，不是按分值计的指标", answers, rows,
            is_settled=_is_there(book, part, one), now=NOTHING,
        )  # fmt: skip


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


def _is_there(book: Book, part: str, one: Aside) -> bool:
    """Whether a rule says the sentence, or is called as the row is."""
    quote = normalised(one.quote)
    if part == "vetoes":
        return any(
            quote in normalised(veto["basis"]) or normalised(veto["name"]) in (normalised(one.cause), quote)
            for veto in book["vetoes"]
        )  # fmt: skip
    return any(
        quote in normalised(item["sentence"]) or (one.name and normalised(item["name"]) == normalised(one.name))
        for item in ledgers_of(book)
    )  # fmt: skip
