"""拿错了的表: a sheet whose title says another year or another part of it, or whose very file came in for another round."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from baton.desk.intake.arrivals import Arrived
from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.scheme_table import spoken
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import Oddity

TITLE_ROWS = 8
LONGEST = 80  # characters of a title; a sentence is none
CHUNK = 1 << 20
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年(?!\s*\d{1,2}\s*月\s*\d{1,2}\s*日)")
_QUARTER = re.compile(r"第?\s*([一二三四1234])\s*季度|Q([1-4])")
_HALF = re.compile(r"([上下])半年|H([12])")
_QUARTERS = {word: at % 4 + 1 for at, word in enumerate("一二三四1234")}
_HALVES = {"上": 2, "1": 2, "下": 4, "2": 4}
OTHER_YEAR = "请核对是不是拿错了表；没有拿错，核对后可以采用"


def misplaced(sheet: Sheet, arrived: Arrived) -> list[Oddity]:
    """What speaks against a table being of this round; a clerk decides."""
    titles = [text for grid in arrived.grids for text in titles_of(grid)]
    return [*_dated(sheet, titles), *_came_before(sheet, arrived.path)]


def titles_of(grid: Grid) -> list[str]:
    """The page's name and the lines above its table that hold one text and are no note of unit or day."""
    found = [grid.name]
    for row in range(min(TITLE_ROWS, len(grid.rows))):
        texts = {text for column in range(grid.width) if (text := grid.text(row, column))}
        if len(texts) > 1:
            break
        found += [text for text in texts if len(text) <= LONGEST and not words.is_meta(text)]
    return found


def _dated(sheet: Sheet, titles: list[str]) -> list[Oddity]:
    year, as_of = sheet.round.scheme.year, sheet.round.as_of
    dated = [(text, {int(one) for one in _YEAR.findall(text)}) for text in titles]
    wrong = [text for text, years in dated if years and year not in years]
    if wrong and not any(year in years for _, years in dated):
        said = f"标题写的是“{wrong[-1]}”，这一轮是 {year} 年的“{sheet.round.name}”"
        return [Oddity("misplaced", said, OTHER_YEAR)]
    until = _until(as_of) or 4
    for text in titles:
        if _until(text) not in (0, until):
            said = f"标题写的是“{text}”，这一轮“{sheet.round.name}”截至{spoken(as_of)}"
            return [Oddity("misplaced", said, OTHER_YEAR)]
    return []


def _until(text: str) -> int:
    """The last quarter that 2026年第一季度, 上半年, 2026-Q1 tell of: 1, 2, 1; 0 where none is named, or several.

    >>> _until("2026年第一季度得分表"), _until("上半年"), _until("2026-Q3"), _until("2026年度"), _until("一季度、二季度")
    (1, 2, 3, 0, 0)
    """
    found = {_QUARTERS["".join(one)] for one in _QUARTER.findall(text)}
    found |= {_HALVES["".join(one)] for one in _HALF.findall(text)}
    return next(iter(found)) if len(found) == 1 else 0


def _came_before(sheet: Sheet, path: Path) -> list[Oddity]:
    """The same file, byte for byte, that came in for another round."""
    mark = hashlib.sha256()
    with path.open("rb") as content:
        for chunk in iter(lambda: content.read(CHUNK), b""):
            mark.update(chunk)
    other = (
        Submission.objects.filter(file__sha256=mark.hexdigest(), sheet__lead=sheet.lead_id)
        .exclude(sheet__round=sheet.round_id)
        .select_related("sheet__round")
        .order_by("-pk")
        .first()
    )
    if other is None:
        return []
    said = f"同一份文件已在“{other.sheet.round.name}”收过（第 {other.number} 版）"
    return [Oddity("misplaced", said, OTHER_YEAR)]
