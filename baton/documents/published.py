"""公布的成绩表: what an office announced for a round, read cell by cell as it was printed.

A row per unit, or units across; beside them stand indicators, papers, 总分, 名次 and 等次 in any choice and order, under one or several lines of
heads. A number counts with the digits that the sheet shows, not with those a spreadsheet keeps behind them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.names import NameBook, ask, normalised, without_unit
from baton.documents.numbers import fold, quoted, read_number, rounded
from baton.documents.problems import Problems
from baton.documents.published_layouts import announced_grids, of_year

TOTAL, RANK, GRADE = "@total", "@rank", "@grade"
LABELS = {TOTAL: "总分", RANK: "名次", GRADE: "等次"}
TOTALS = (
    "总分",
    "总得分",
    "综合得分",
    "最终得分",
    "最后得分",
    "总成绩",
    "考核得分",
    "综合总分",
    "合计",
    "总计",
    "合计得分",
    "综合成绩",
    "年度得分",
)
RANKS = ("名次", "排名", "位次", "排序", "组内名次", "组内排名", "排位")
GRADES = ("等次", "考核等次", "评定等次", "考核结果", "等级", "档次", "考评等次")
ASIDE = ("序号", "机构序", "编号", "分组", "组别", "备注", "说明", "类别", "升降", "名次升降", "位次升降", "名次变化", "位次变化", "排名变化")  # fmt: skip
PART = ("得分", "小计", "分数", "实得分", "计分", *TOTALS)
NOTHING = {"", "—", "-", "/", "－", "--", "——"}
APART = ("单列", "单列考核", "成绩单列", "单独考核", "不排名", "不参加排名", "不参与排名")
MOST_HEAD_ROWS = 6
TRAILING = re.compile(r"-?\d+\.\d*0", re.ASCII)
PLACE_NUMBER = re.compile(r"第?\s*(\d{1,5})\s*名?(?:\s*[(（]?并列[)）]?)?", re.ASCII)


@dataclass(frozen=True)
class Announced:
    """One announced cell. column: an indicator's or a node's code, or TOTAL, RANK, GRADE; text: "" where nothing stands.

    digits: decimals that the sheet shows, whatever the number needs: 2 for 20.00; -1 where it does not say.
    """

    subject: str
    column: str
    text: str
    place: str
    digits: int = -1


@dataclass
class Published:
    """An announced table: its cells, and the heads that were not compared with anything."""

    cells: list[Announced] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read_published(
    path: str | Path,
    *,
    units: NameBook,
    columns: Mapping[str, str],
    problems: Problems,
    year: int = 0,
) -> Published:
    """Read the announced table of a round; every bad cell is named in `problems`.

    columns: codes and names of indicators and nodes that a head may name. year: whose results they are, 0 if nobody knows.
    """
    found = Published()
    heads = NameBook(columns, {}, kind="指标")
    seen: dict[tuple[str, str], Announced] = {}
    for grid in announced_grids(Path(path), units, problems):
        _Table(grid, units, heads, problems, found, seen, year).read()
    found.cells = list(seen.values())
    if not found.cells and not problems.error_count:
        problems.error(
            Path(path).name, "没有认出公布的成绩表",
            "表里要有一列单位名称，另有总分、名次或指标得分，每个单位一行", code="published-head",
        )  # fmt: skip
    return found


class _Table:
    """One sheet: where the units stand, what the heads mean, then row by row."""

    def __init__(
        self, grid: Grid, units: NameBook, heads: NameBook, problems: Problems, found: Published,
        seen: dict[tuple[str, str], Announced], year: int,
    ) -> None:  # fmt: skip
        self.year = year
        self.grid, self.units, self.heads = grid, units, heads
        self.problems, self.found, self.seen = problems, found, seen
        self.merged: dict[tuple[int, int], tuple[int, int]] = {}
        for top, left, bottom, right in grid.merged:
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self.merged[row, column] = (top, left)

    def text(self, row: int, column: int) -> str:
        return self.grid.text(*self.merged.get((row, column), (row, column)))

    def read(self) -> None:
        label = self._label()
        if label is None:
            return
        start = self._start(label)
        meaning = self._columns(label, start)
        if not meaning:
            return
        for row in range(start, len(self.grid.rows)):
            self._row(row, label, meaning)

    def _label(self) -> int | None:
        """The column in which most units are named."""
        counts = {
            c: sum(self._unit(r, c) is not None for r in range(len(self.grid.rows)))
            for c in range(min(self.grid.width, 8))
        }
        best = max(counts, key=lambda c: (counts[c], -c), default=None)
        return best if best is not None and counts[best] else None

    def _unit(self, row: int, column: int) -> str | None:
        text = self.grid.text(row, column)
        return self.units.find(text).id if text and not words.total_of(text) else None

    def _start(self, label: int) -> int:
        """The first row with numbers below the heads; a unit that is misspelt, or 满分, may stand there."""
        known = next(r for r in range(len(self.grid.rows)) if self._unit(r, label) is not None)
        for row in range(known, -1, -1):
            if self._is_label(row, label):
                return next(
                    r
                    for r in range(row + 1, known + 1)
                    if r == known or self._has_numbers(r, label)
                )
        return known

    def _has_numbers(self, row: int, label: int) -> bool:
        is_own = self.merged.get((row, label), (row, label)) == (row, label)
        others = (
            self.grid.text(row, column) for column in range(self.grid.width) if column != label
        )
        return bool(
            is_own
            and self.grid.text(row, label)
            and any(_numberish(text) for text in others if text)
        )

    def _columns(self, label: int, start: int) -> dict[int, str]:
        top = next(
            (r for r in range(start - 1, -1, -1) if self._is_label(r, label)),
            next((r for r in range(start - 1, 0, -1) if not self._is_section(r, label)), start - 1),
        )
        top = max(top, start - MOST_HEAD_ROWS, 0)
        meaning: dict[int, str] = {}
        for column in range(self.grid.width):
            if column == label:
                continue
            lines = [
                self.text(r, column) for r in range(top, start) if not self._is_section(r, label)
            ]
            parts = self._parts(list(dict.fromkeys(line for line in lines if line)))
            code = self._meaning(parts)
            if code and code not in meaning.values():
                meaning[column] = code
            elif parts and not words.is_note(parts[0]) and normalised(parts[-1]) not in map(normalised, ASIDE):  # fmt: skip
                self.found.passed_over.append(f"{self.grid.label}“{' '.join(parts)}”")
        return meaning

    def _is_label(self, row: int, label: int) -> bool:
        text = self.grid.text(row, label)
        return words.is_one_of(text, words.SUBJECT) and not self._is_section(row, label)

    def _is_section(self, row: int, label: int) -> bool:
        """Whether a row holds nothing but what the rows below it belong to: 一、乡镇."""
        texts = [self.text(row, column) for column in range(self.grid.width)]
        filled = [column for column, text in enumerate(texts) if text]
        return bool(filled) and filled[0] <= label and len(set(filter(None, texts))) == 1

    def _parts(self, parts: list[str]) -> list[str]:
        """The heads of a column without the table's own year; none of what was scored in another year."""
        found = []
        for part in parts:
            own = part if self.heads.find(part).id else of_year(part, self.year)
            if own is None:
                return []
            if own:
                found.append(own)
        return found

    def _meaning(self, parts: list[str]) -> str:
        """What a column holds, told by its heads from the top down."""
        if not parts:
            return ""
        last, upper = normalised(without_unit(parts[-1])[0]), parts[:-1]
        whole = all(_one_of(normalised(without_unit(part)[0]), TOTALS) for part in upper)
        if whole:
            for code, names in ((TOTAL, (*TOTALS, "得分")), (RANK, RANKS), (GRADE, GRADES)):
                if _one_of(last, names):
                    return code
        if upper and _one_of(last, PART):
            return self._meaning(upper)
        if _one_of(last, RANKS) or _one_of(last, GRADES):
            return ""
        return self.heads.find(parts[-1]).id or self.heads.find("".join(parts)).id or ""

    def _row(self, row: int, label: int, meaning: dict[int, str]) -> None:
        text = self.grid.text(row, label)
        filled = [column for column in meaning if self.grid.text(row, column) not in NOTHING]
        if not text or not filled or words.total_of(text) or words.is_note(text):
            return
        unit = self._unit(row, label)
        if unit is None:
            if self._is_head(text) or not any(_numberish(self.grid.text(row, c)) for c in filled):
                return
            what, remedy, code = ask(self.units.find(text), text, "单位")
            self.problems.error(self.grid.place(row, label), what, remedy, code=code)
            return
        for column, code in meaning.items():
            value = self._value(row, column, code)
            if value is not None:
                source, digits = self.grid.source(row, column), self._digits(row, column)
                self._keep(Announced(unit, code, value, source, digits), row, column)

    def _is_head(self, text: str) -> bool:
        return words.is_one_of(text, words.SUBJECT) or normalised(text) in map(
            normalised, (*ASIDE, "满分", "分值", "权重")
        )

    def _keep(self, cell: Announced, row: int, column: int) -> None:
        first = self.seen.setdefault((cell.subject, cell.column), cell)
        if first is not cell and first.text != cell.text:
            what = f"“{self.units.name(cell.subject)}”这一格写了两次，另一处是 {first.place} 的{quoted(first.text)}"
            self.problems.error(
                self.grid.place(row, column), what, "请只留公布的那一个", code="duplicate"
            )

    def _value(self, row: int, column: int, code: str) -> str | None:
        """The cell as it is shown: a canonical number, a rank's digits, a grade's words; None after naming a fault."""
        text = self.text(row, column)
        if text in NOTHING or (code == RANK and says_apart(text)):
            return ""
        if code == GRADE:
            return text
        if code == RANK:
            match = PLACE_NUMBER.fullmatch(fold(text))
            if match:
                return match[1]
            self._fault(row, column, f"{quoted(text)}不是名次", "请填写名次的数字")
            return None
        raw = self.grid.rows[row][column]
        if isinstance(raw, float) and (row, column) in self.grid.rounded:
            return rounded(raw, self.grid.rounded[row, column])
        reading = read_number(text.removesuffix("分"))
        if reading.text is None:
            self._fault(row, column, reading.fault, reading.remedy)
        return reading.text

    def _digits(self, row: int, column: int) -> int:
        """Decimals fixed by the cell's format, or typed with a nought behind that no number needs."""
        text = self.text(row, column).removesuffix("分").strip()
        if isinstance(self.grid.rows[row][column], str):
            return len(text.partition(".")[2]) if TRAILING.fullmatch(text) else -1
        return self.grid.decimals.get((row, column), -1)

    def _fault(self, row: int, column: int, what: str, remedy: str) -> None:
        self.problems.error(self.grid.place(row, column), what, remedy, code="published-value")


def says_apart(text: str) -> bool:
    """Whether a rank or a grade says that the unit is assessed apart: 单列."""
    return _one_of(normalised(text.strip("()（）")), APART)


def apart_in(cells: Mapping[tuple[str, str], Announced], subject: str) -> bool:
    """Whether a table tells a unit's total but no rank, and a grade only if that says 单列."""
    told = {code: cells.get((subject, code)) for code in (TOTAL, RANK, GRADE)}
    total, rank, grade = (one and one.text for one in told.values())
    return bool(total) and rank == "" and (not grade or says_apart(grade))


def _one_of(text: str, names: tuple[str, ...]) -> bool:
    return text in {normalised(name) for name in names}


def _numberish(text: str) -> bool:
    return read_number(text).text is not None
