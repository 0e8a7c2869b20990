"""拿错了的表: a sheet whose title or file name says another year, or whose very file came in for another round."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from baton.desk.intake.arrivals import Arrived
from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.head_rows import is_dated_line
from baton.documents.layouts.other_years import titled_years
from baton.documents.layouts.view import View
from baton.documents.period_titles import is_when_made, years_named, years_told
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import Oddity

TITLE_ROWS = 8
LONGEST = 80  # characters of a title; a sentence is none
# of a note: what it says that the figures themselves are
_SAYS = re.compile(
    r"(?:(?:以上|上述|本表|表中|表内|本页)的?(?:数据|数字|数|指标)?|数据|数字)(?:均?为|均?系|均?是)[^，,。；;]+"
)
_OTHER = re.compile(r"(?:目标|任务|计划|预计|预测|快报)(?:任务)?数")
CHUNK = 1 << 20
OTHER_YEAR = "请核对是不是拿错了表；没有拿错，核对后可以采用"


def misplaced(sheet: Sheet, arrived: Arrived) -> list[Oddity]:
    """What speaks against a table being of this round; a clerk decides."""
    titles = [text for grid in arrived.grids for text in titles_of(grid)]
    below = _noted(sheet, [text for grid in arrived.grids for text in notes_of(grid)])
    if sheet.round.scheme.year in years_of(arrived):
        return [*below, *_came_before(sheet, arrived.path)]
    names = [] if arrived.stamp else [Path(arrived.name).stem]
    dated = _dated(sheet, titles) or _named(
        sheet, names if not any(map(years_told, titles)) else []
    )
    return [*(dated or below), *_came_before(sheet, arrived.path)]


def titles_of(grid: Grid) -> list[str]:
    """The page's name and the lines above its table that hold one text, or one and a day at the right end, and are no note of unit."""
    found, view = [grid.name], View(grid)
    for row in range(min(TITLE_ROWS, len(grid.rows))):
        texts = {text for column in range(grid.width) if (text := grid.text(row, column))}
        titles = [text for text in texts if not words.is_meta(text)]
        if len(titles) > 1 and not is_dated_line(view, row):
            break
        found += [text for text in titles if len(text) <= LONGEST]
    return found


def notes_of(grid: Grid) -> list[str]:
    """Lines of one text below the table, or of 注： and a text, the names of its rows not among them."""
    found = []
    for row in range(len(grid.rows) - 1, -1, -1):
        texts = [text for column in range(grid.width) if (text := grid.text(row, column))]
        whole = "".join(dict.fromkeys(texts))
        if len(set(texts)) > 1 and not (words.is_note(whole) and len(set(texts)) == 2):
            break
        if whole and len(whole) <= LONGEST and not words.is_meta(whole):
            found.append(whole)
    return found


def years_of(arrived: Arrived) -> set[int]:
    """The years that titles name anywhere on its pages: of tables below each other each has its own."""
    return {year for grid in arrived.grids for year in titled_years(grid)}


def _dated(sheet: Sheet, titles: list[str]) -> list[Oddity]:
    year = sheet.round.scheme.year
    dated = [(text, years_told(text)) for text in titles]
    wrong = [text for text, years in dated if years and year not in years and not is_when_made(text, year)]  # fmt: skip
    if wrong and not any(year in years for _, years in dated):
        said = f"标题写的是“{wrong[-1]}”，这一轮是 {year} 年的“{sheet.round.name}”"
        return [Oddity("misplaced", said, OTHER_YEAR)]
    return []


def _noted(sheet: Sheet, notes: list[str]) -> list[Oddity]:
    """A note under the table that says of its figures that they are another year's, or targets, or only expected."""
    year = sheet.round.scheme.year
    for text in notes:
        said = "".join(_SAYS.findall(text))
        years = years_told(said)
        if (years and year not in years) or _OTHER.search(said):
            what = f"表下的注写的是“{text}”，这一轮是 {year} 年的“{sheet.round.name}”"
            return [Oddity("misplaced", what, "请核对是不是这一轮要的数；没有拿错，核对后可以采用")]
    return []


def _named(sheet: Sheet, names: list[str]) -> list[Oddity]:
    """A file's name that tells another year, where no title tells any; the month in which it was made out says nothing."""
    year = sheet.round.scheme.year
    for name in names:
        if (years := years_named(name, year)) and year not in years:
            said = f"文件名写的是“{name}”，这一轮是 {year} 年的“{sheet.round.name}”"
            return [Oddity("misplaced", said, OTHER_YEAR)]
    return []


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
