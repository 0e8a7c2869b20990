"""与去年比 as a paper: what was struck out and what was put in, in red that is also told apart in black and white."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import Sheet
from baton.documents.text_changes import text_changes

REDLINE_HEADS = ["条目", "内容", "改动"]
REDLINE_WIDTHS = [36.0, 24.0, 96.0]
MOST_JOINED = (
    6  # lines of one entry that are told under one name; of more the name would tear a page
)
LEGEND = "删去的字画删除线，新增的字加下划线；黑白打印也分得清。"


@dataclass(frozen=True)
class RedlineLine:
    """One difference of two schemes: where, of what, what it said and what it says."""

    place: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Redline:
    """与去年比: the differences in the order of the scheme."""

    title: str
    about: str
    lines: list[RedlineLine]
    receipt: str


def write_redline(head: Head, redline: Redline, path: str | Path) -> None:
    """Every difference in the order of the scheme, what was struck out where it stood."""
    sheet = Sheet("与去年比", redline.receipt)
    sheet.title(redline.title)
    sheet.say(redline.about, size=12, align="center", line=20, after=4)
    if redline.lines:
        sheet.say(LEGEND, size=10.5, align="center", line=16, after=6)
        told = Counter(one.place for one in redline.lines)
        names, last = [], ""
        for one in redline.lines:
            names.append("" if told[one.place] > MOST_JOINED and one.place == last else one.place)
            last = one.place
        pieces = [text_changes(one.old, one.new) for one in redline.lines]
        rows = [
            [name, one.label, "".join(text for _, text in told)]
            for name, one, told in zip(names, redline.lines, pieces, strict=True)
        ]
        marked = {(at, 2): told for at, told in enumerate(pieces)}
        sheet.table(REDLINE_HEADS, rows, REDLINE_WIDTHS, size=10.5, down=[0], marked=marked)
    sheet.foot(redline.receipt)
    save(sheet, path)
