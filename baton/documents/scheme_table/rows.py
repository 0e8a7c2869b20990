"""一行一个指标: what a scheme table says of one indicator, and how its points may be written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from baton.documents.numbers import fold, read_number
from baton.documents.scheme_table.words import STATED

NOTE = re.compile("(注|备注|附注|说明|填表说明|填报说明)\\s*\\d?\\s*[:\uff1a]|[*\u203b]")
SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．]?|第[一二三四五六七八九十]{1,3}[部类]"
)
COEFFICIENT = re.compile(r"系数")
MOST = re.compile(r"(?:[≤<]=?|不超过|最多|最高|累计不超过|加?至多)\s*\+?(\d{1,6}(?:\.\d{1,6})?)")
SIGNED = re.compile(r"([+-]|加|扣|减)\s*(\d{1,6}(?:\.\d{1,6})?)")
TEXTS = (
    "target",
    "measure",
    "sentence",
    "definition",
    "basis",
    "source",
    "lead",
    "scorer",
    "parent",
    "note",
)
BONUS, DEDUCTION = "bonus", "deduction"


@dataclass(frozen=True)
class SchemeRow:
    """One indicator as the office wrote it; ``place`` says where.

    role: "" or bonus, deduction, of which `points` is the most. shared: what it has in common with the indicators over
    which its points are merged. upper: names of the levels between category and name, as "二级指标:创新". work: the class of
    work that its own column names. whom: whom it is for as the table says, None where it has no such column; units: their
    codes, None for everybody. parent: the indicator of the upper level
    that it answers to. measure: what its figures and its target are counted in.
    """

    category: str
    name: str
    points: str
    target: str
    sentence: str
    source: str
    lead: str
    place: str
    definition: str = ""
    basis: str = ""
    scorer: str = ""
    note: str = ""
    measure: str = ""
    parent: str = ""
    role: str = ""
    shared: str = ""
    upper: str = ""
    work: str = ""
    whom: str | None = None
    units: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Points:
    """Points as they were read. role: as of a row; is_percent: they were written as a share of a hundred."""

    role: str
    text: str
    is_percent: bool = False


def points_of(written: str, about: str) -> Points | None:
    """8, 8分, 8%; ≤5 and +2 of what is added, -3 of what is taken away. about: what the row is called and says."""
    text = bare_points(fold(written))
    if match := MOST.fullmatch(text):
        if "加" in about:
            return Points(BONUS, match[1])
        if "扣" in about or "减" in about:
            return Points(DEDUCTION, match[1])
    elif match := SIGNED.fullmatch(text):
        return Points(BONUS if match[1] in "+加" else DEDUCTION, match[2])
    if text.endswith("%"):
        share = read_number(text[:-1]).text
        return Points("", share, is_percent=True) if share is not None else None
    found = read_number(text).text
    return Points("", found) if found is not None else None


def bare_points(points: str) -> str:
    """8 for 8分."""
    return points.strip().removesuffix("分").strip()


def is_number(points: str) -> bool:
    """Whether a cell holds points, plainly."""
    return read_number(bare_points(points).removesuffix("%")).text is not None


def joined(before: str, text: str) -> str:
    """Two pieces of one sentence: straight on after a comma or in the middle of it, else on a new line."""
    if not before:
        return text
    return f"{before}{text}" if not before.endswith(("。", ".", "！")) else f"{before}\n{text}"


__all__ = ["BONUS", "DEDUCTION", "STATED", "Points", "SchemeRow", "points_of"]
