"""带表头的表: record tables with named columns, such as a roster, an agreement or a list of events.

The caller says which columns it expects and under which other names they may arrive; the reader finds the heading, skips
titles, totals, notes and blank rows, and reports every faulty cell together.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from baton.documents.dates import read_date
from baton.documents.grids import Grid, plain_text, read_grids
from baton.documents.layouts import words
from baton.documents.layouts.known import ItemInfo, ItemKind
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import fold, quoted
from baton.documents.problems import Problems

Kind = Literal["text", "id", "list", "number", "whole", "date", "choice"]
Row = dict[str, Any]

_HEAD_ROWS = 20
_SPLIT = ("、", ";", "/", "|", ",", "\n")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One expected column.

    key: key in the rows returned. name, synonyms: headings it may have. kind: how its cells are read; "list" splits at 、.
    required: the column must be there. filled: its cells may not be blank; if_blank: then (what, remedy) says why.
    choices: for "choice", written -> returned. states: for numbers, words such as 无此任务 are allowed and returned under
    key + "_state". non_negative: for numbers. dates: for numbers, a date is taken too, as ISO text.
    no_totals: what looks like the name of a total (总分) and is the name of a row like any other.
    """

    key: str
    name: str
    synonyms: tuple[str, ...] = ()
    kind: Kind = "text"
    required: bool = False
    filled: bool = False
    if_blank: tuple[str, str] = ("", "")
    choices: tuple[tuple[str, str], ...] = ()
    states: bool = False
    non_negative: bool = False
    dates: bool = False
    no_totals: tuple[str, ...] = ()


def read_table(
    path: str | Path,
    *,
    columns: Sequence[ColumnSpec],
    problems: Problems,
    rest: bool = False,
    sheets: Collection[str] | None = None,
    prepare: Callable[[Grid], list[Grid]] | None = None,
) -> list[Row]:
    """Read every visible sheet that has the expected heading; prepare: makes one list or several of a sheet.

    Returns one dict per row: each spec's key -> text ("" if blank or absent; a list of texts for kind "list"), "source"
    ("文件·表·第7行"), "places" (key -> place for messages), and with rest=True "rest" (heading -> text of other columns).
    Faulty cells are reported and left "".
    """
    rows: list[Row] = []
    grids = [
        grid
        for grid in read_grids(path, problems=problems, sheets=sheets)
        if grid.rows and not grid.is_hidden
    ]
    if prepare is not None:
        grids = [list_ for grid in grids for list_ in prepare(grid)]
    heads = [_find_head(grid, columns) for grid in grids]
    complete = [head is not None and not _missing(head[1], columns) for head in heads]
    told: set[str] = set()  # lists side by side lack the same column, which is said once
    for grid, head, usable in zip(grids, heads, complete, strict=True):
        if head is not None and usable:
            rows += _RecordTable(grid, head[0], head[1], columns, problems, rest=rest).read()
        elif any(complete):
            problems.warn(
                grid.label,
                "这个工作表没有认出表头,没有读",
                "如果里面有数据,请核对表头",
                code="layout-unknown",
            )
        elif grid.label not in told:
            told.add(grid.label)
            _report_missing(grid, head, columns, problems)
    return rows


def matching(text: str, columns: Sequence[ColumnSpec]) -> ColumnSpec | None:
    """The spec a heading belongs to; units or remarks in brackets behind it are overlooked."""
    forms = {normalised(text), normalised(without_unit(text)[0])}
    forms |= {normalised(part) for part in re.split("[/、]", text) if part.strip()}
    return next(
        (s for s in columns if forms & {normalised(name) for name in (s.name, *s.synonyms)}), None
    )


def _find_head(
    grid: Grid, columns: Sequence[ColumnSpec]
) -> tuple[int, dict[int, ColumnSpec]] | None:
    best: tuple[int, dict[int, ColumnSpec]] | None = None
    for row in range(min(_HEAD_ROWS, len(grid.rows))):
        found: dict[int, ColumnSpec] = {}
        texts = [grid.text(row, column) for column in range(min(grid.width, 100))]
        own = {normalised(text) for text in texts}
        for column, text in enumerate(texts):
            spec = matching(text, columns)
            if spec is None or spec in found.values():
                continue
            # a heading's own name stands before its synonyms: 分组 before 类别
            if normalised(spec.name) in own and normalised(text) != normalised(spec.name):
                continue
            found[column] = spec
        if found and (best is None or len(found) > len(best[1])):
            best = row, found
    return best


def _missing(found: dict[int, ColumnSpec], columns: Sequence[ColumnSpec]) -> list[ColumnSpec]:
    return [spec for spec in columns if spec.required and spec not in found.values()]


def _report_missing(
    grid: Grid,
    head: tuple[int, dict[int, ColumnSpec]] | None,
    columns: Sequence[ColumnSpec],
    problems: Problems,
) -> None:
    if head is None:
        names = "、".join(spec.name for spec in columns if spec.required)
        problems.error(
            grid.label,
            f"没有找到表头,应有:{names}",
            "请核对是不是传错了文件",
            code="layout-unknown",
        )
        return
    row, found = head
    for spec in _missing(found, columns):
        similar = _similar(grid, row, found, spec)
        if similar is None:
            what = f"表头里没有“{spec.name}”列"
            problems.error(
                grid.place(row, 0), what, f"请加上“{spec.name}”列", code="column-missing"
            )
        else:
            what = f"没有找到“{spec.name}”列,这里的“{grid.text(row, similar)}”很像"
            remedy = f"是的话请把表头改成“{spec.name}”"
            problems.error(grid.place(row, similar), what, remedy, code="column-renamed")


def _similar(grid: Grid, row: int, found: dict[int, ColumnSpec], spec: ColumnSpec) -> int | None:
    """The unused column whose heading is most like a spec's names."""
    forms = [normalised(name) for name in (spec.name, *spec.synonyms)]
    scores = []
    for column in range(min(grid.width, 100)):
        text = normalised(grid.text(row, column))
        if text and column not in found:
            likeness = max(difflib.SequenceMatcher(None, text, form).ratio() for form in forms)
            scores.append(
                (likeness + 0.3 * any(form in text or text in form for form in forms), -column)
            )
    best = max(scores, default=(0.0, 0))
    return -best[1] if best[0] >= 0.5 else None


class _RecordTable:
    """Reads the rows under one heading."""

    def __init__(
        self,
        grid: Grid,
        head: int,
        found: dict[int, ColumnSpec],
        columns: Sequence[ColumnSpec],
        problems: Problems,
        *,
        rest: bool,
    ) -> None:
        self.grid, self.head, self.found, self.columns, self.problems = (
            grid,
            head,
            found,
            columns,
            problems,
        )
        self.view = View(grid)
        self.reader = CellReader(grid, problems)
        unread = [c for c in range(grid.width) if c not in found and grid.text(head, c)]
        self.rest = unread if rest else []
        if not rest:
            self._mention_unread(unread)

    def read(self) -> list[Row]:
        rows, totals = [], []
        for r in range(self.head + 1, len(self.grid.rows)):
            if self._is_empty(r) or self._is_head_again(r):
                continue
            texts = [
                text for text in (self.view.label(r, c) for c in range(self.grid.width)) if text
            ]
            if self._is_note_row(r) and len(texts) <= 2:
                break
            if self._is_total(r):
                totals.append(r)
                continue
            rows.append(self._row(r))
        self._mention_totals(totals)
        self.reader.finish()
        return rows

    def _mention_unread(self, unread: list[int]) -> None:
        names = [
            quoted(self.grid.text(self.head, c))
            for c in unread
            if normalised(self.grid.text(self.head, c)) not in words.ASIDE
        ]
        if names:
            self.problems.warn(
                self.grid.label,
                f"{'、'.join(names)}列没有读",
                "如果应当读入,请核对表头",
                code="column-unread",
            )

    def _is_total(self, row: int) -> bool:
        """Whether the name, the first column required, is a total's; without a name, whether the number is: 合计.

        Elsewhere 全市 or 平均 is what a record says: a group, a heading, the level of an award.
        """
        columns = {spec.key: c for c, spec in self.found.items()}
        keys = [spec.key for spec in self.columns if spec.required][:1]
        keys += [spec.key for spec in self.columns if spec.kind == "id"]
        labels = [self.view.label(row, columns[key]) for key in keys if key in columns]
        label = next(filter(None, labels), "")
        rows = {name for spec in self.columns for name in spec.no_totals}
        return label not in rows and words.total_of(label) is not None

    def _mention_totals(self, rows: list[int]) -> None:
        if rows:
            some = "、".join(str(r + 1) for r in rows[:5])
            more = f"等{len(rows)}行" if len(rows) > 5 else "行"
            self.problems.warn(
                self.grid.label,
                f"第{some}{more}是合计或平均,没有读",
                "如果是单位或人员,请改正名称",
                code="total-row",
            )

    def _is_empty(self, row: int) -> bool:
        """Blank, or nothing but a number filled in beforehand."""
        counted = ("id", "whole")
        named = [c for c, spec in self.found.items() if spec.kind not in counted or spec.filled]
        columns = range(self.grid.width) if self._is_note_row(row) else named
        return not any(self.view.label(row, c) for c in columns)

    def _is_note_row(self, row: int) -> bool:
        return words.is_note(
            next((t for t in (self.view.label(row, c) for c in range(self.grid.width)) if t), "")
        )

    def _is_head_again(self, row: int) -> bool:
        return all(self.grid.text(row, c) == self.grid.text(self.head, c) for c in self.found)

    def _row(self, r: int) -> Row:
        row: Row = {spec.key: [] if spec.kind == "list" else "" for spec in self.columns}
        row |= {spec.key + "_state": "not_yet" for spec in self.columns if spec.states}
        row["source"] = f"{self.grid.label}·第{r + 1}行"
        row["places"] = {spec.key: self.grid.place(r, c) for c, spec in self.found.items()}
        for column, spec in self.found.items():
            self._cell(row, r, column, spec)
        if self.rest:
            row["rest"] = {self.grid.text(self.head, c): self.view.label(r, c) for c in self.rest}
            row["places"] |= {
                self.grid.text(self.head, c): self.grid.place(r, c) for c in self.rest
            }
        return row

    def _cell(self, row: Row, r: int, c: int, spec: ColumnSpec) -> None:
        text = self.view.label(r, c)
        if not text:
            if spec.filled:
                what, remedy = spec.if_blank
                self.problems.error(
                    self.grid.place(r, c),
                    what or f"“{spec.name}”是空的",
                    remedy or f"请填写{spec.name}",
                    code="blank",
                )
            return
        if spec.kind in ("number", "whole"):
            self._number(row, r, c, spec)
        elif (r, c) in self.grid.errors:
            self.problems.error(
                self.grid.place(r, c), f"这一格是错误值 {text}", "请改正", code="error-cell"
            )
        elif spec.kind == "list":
            row[spec.key] = split_list(text)
        else:
            reader = {"id": self._identifier, "date": self._date, "choice": self._choice}.get(
                spec.kind
            )
            row[spec.key] = reader(r, c, spec, text) if reader else text

    def _number(self, row: Row, r: int, c: int, spec: ColumnSpec) -> None:
        kind: ItemKind = "tally" if spec.kind == "whole" else "number"
        if spec.dates and self._is_date(r, c):
            kind = "date"
        outcome = self.reader.read(r, c, ItemInfo(spec.name, kind, "", spec.non_negative))
        if outcome is None:
            if spec.states:
                row[spec.key + "_state"] = "faulty"
            return
        if outcome[1] != "reported" and not spec.states:
            what = f"“{spec.name}”写的是{quoted(self.grid.text(r, c))},这里要数字"
            self.problems.error(
                self.grid.place(r, c), what, "请填写数字,没有就留空", code="not-a-number"
            )
            return
        row[spec.key] = outcome[0] or ""
        if spec.states:
            row[spec.key + "_state"] = outcome[1]

    def _is_date(self, r: int, c: int) -> bool:
        """Whether a cell holds a date in full; digits alone, 20261015, are a number."""
        raw = self.grid.rows[r][c]
        if isinstance(raw, str):
            return not fold(raw).isdigit() and read_date(raw) is not None
        return isinstance(raw, dt.date)

    def _identifier(self, r: int, c: int, spec: ColumnSpec, text: str) -> str:
        raw = self.grid.rows[r][c]
        lost = isinstance(raw, float) and abs(raw) >= 1e15
        if lost or (isinstance(raw, str) and "E+" in raw.upper() and raw[:1].isdigit()):
            what = f"{spec.name} {text} 超过15位,表格软件已经把后面的数字变成 0"
            self.problems.error(
                self.grid.place(r, c),
                what,
                "请把这一列设成文本格式,重新录入",
                code="id-lost-digits",
            )
            return ""
        return fold(text)

    def _date(self, r: int, c: int, spec: ColumnSpec, text: str) -> str:
        raw = self.grid.rows[r][c]
        if isinstance(raw, dt.datetime):
            return raw.date().isoformat()
        date = raw.isoformat() if isinstance(raw, dt.date) else read_date(text)
        if date is None:
            outcome = self.reader.read(r, c, ItemInfo(spec.name, "date"))
            if outcome is not None and outcome[1] != "reported":
                self.problems.error(
                    self.grid.place(r, c),
                    f"{quoted(text)}不是日期",
                    "请写全年月日,或留空",
                    code="not-a-date",
                )
        return date or ""

    def _choice(self, r: int, c: int, spec: ColumnSpec, text: str) -> str:
        known = {normalised(written): meant for written, meant in spec.choices}
        found = known.get(normalised(text))
        if found is None:
            near = difflib.get_close_matches(normalised(text), list(known), 1, 0.5)
            allowed = "、".join(dict.fromkeys(meant for _, meant in spec.choices))
            remedy = f"是“{known[near[0]]}”吗?可填:{allowed}" if near else f"可填:{allowed}"
            self.problems.error(
                self.grid.place(r, c),
                f"“{spec.name}”不能是{quoted(text)}",
                remedy,
                code="not-a-choice",
            )
        return found or ""


def split_list(text: str) -> list[str]:
    """Names written in one cell, separated by 、 ; / | or commas of either width."""
    text = text.replace("\uff0c", ",").replace("\uff1b", ";")
    for mark in _SPLIT[1:]:
        text = text.replace(mark, "、")
    return [part for part in (plain_text(piece) for piece in text.split("、")) if part]
