"""带表头的表: record tables with named columns, such as a roster, an agreement or a list of events.

The caller says which columns it expects and under which other names they may arrive; the reader finds the heading, skips
titles, totals, notes and blank rows, and reports every faulty cell together.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from baton.documents.dates import read_date
from baton.documents.grids import Grid, plain_text, read_grids
from baton.documents.headings import ColumnSpec, Heads, find_head, missing, report_missing, unread
from baton.documents.layouts import words
from baton.documents.layouts.known import ItemInfo, ItemKind
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import fold, quoted
from baton.documents.problems import Problems

Row = dict[str, Any]

_COUNT = re.compile(
    r"共?\s*\d{1,5}\s*([条个家项件人名次起](单位)?)?", re.ASCII
)  # beside 合计, where units stand
_SPLIT = ("、", ";", "/", "|", ",", "\n")


def read_table(
    path: str | Path,
    *,
    columns: Sequence[ColumnSpec],
    problems: Problems,
    rest: bool | Collection[str] = False,
    sheets: Collection[str] | None = None,
    prepare: Callable[[Grid], list[Grid]] | None = None,
    heads: Heads | None = None,
) -> list[Row]:
    """Read every visible sheet that has the expected heading; prepare: makes one list or several of a sheet.

    Returns one dict per row: each spec's key -> text ("" if blank or absent; a list of texts for kind "list"), "source"
    ("文件·表·第7行"), "places" (key -> place for messages), "written" (key -> text of a number with a unit of its own: 6万),
    "measures" (key -> what stands in brackets behind a heading of numbers: 亿元), and with rest "rest" (heading -> text of the other columns, or of
    those that rest names). heads: what was said of headings; takes what is left to say, which is then no warning.
    Faulty cells are reported and left "".
    """
    rows: list[Row] = []
    grids = _seen(path, problems, sheets)
    if prepare is not None:
        grids = [list_ for grid in grids for list_ in prepare(grid)]
    found = [find_head(grid, columns, heads) for grid in grids]
    complete = [head is not None and not missing(head[1], columns) for head in found]
    told: set[str] = set()  # lists side by side lack the same column, which is said once
    for grid, head, usable in zip(grids, found, complete, strict=True):
        if head is not None and usable:
            rows += _RecordTable(
                grid, head[0], head[1], columns, problems, rest=rest, heads=heads
            ).read()
        elif any(complete):
            problems.warn(
                grid.label,
                "这个工作表没有认出表头,没有读",
                "如果里面有数据,请核对表头",
                code="layout-unknown",
            )
        elif grid.label not in told:
            told.add(grid.label)
            report_missing(grid, head, columns, problems, heads)
    return rows


def has_columns(
    path: str | Path, *, columns: Sequence[ColumnSpec], sheets: Collection[str] | None = None
) -> bool:
    """Whether some visible sheet has every required column. Where there is no sheet to see, the reading proper says why."""
    grids = _seen(path, Problems(), sheets)
    found = [find_head(grid, columns) for grid in grids]
    return not grids or any(head is not None and not missing(head[1], columns) for head in found)


def _seen(path: str | Path, problems: Problems, sheets: Collection[str] | None) -> list[Grid]:
    grids = read_grids(path, problems=problems, sheets=sheets)
    return [grid for grid in grids if grid.rows and not grid.is_hidden]


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
        rest: bool | Collection[str],
        heads: Heads | None,
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
        others = [c for c in range(grid.width) if c not in found and grid.text(head, c)]
        named = (
            others if rest is True else [c for c in others if rest and grid.text(head, c) in rest]
        )
        self.rest = named
        at = {spec.key: c for c, spec in found.items()}
        keys = [spec.key for spec in columns if spec.required][:1]
        keys += [spec.key for spec in columns if spec.kind == "id"]
        self.naming = [at[key] for key in keys if key in at]
        units = {spec.key: without_unit(grid.text(head, c))[1] for c, spec in found.items() if spec.kind == "number"}  # fmt: skip
        self.measures = {key: unit for key, unit in units.items() if unit}
        self.no_totals = {name for spec in columns for name in spec.no_totals}
        self.telling = [c for c, s in found.items() if s.kind not in ("id", "whole") or s.filled]
        if rest is not True:
            self._mention_unread(heads)

    def read(self) -> list[Row]:
        rows, totals = [], []
        for r in range(self.head + 1, len(self.grid.rows)):
            texts = [self.view.label(r, c) for c in range(self.grid.width)]
            written = [text for text in texts if text]
            is_note = words.is_note(written[0] if written else "")
            if self._is_empty(texts, is_note=is_note) or self._is_head_again(r):
                continue
            if (is_note and len(set(written)) <= 2) or words.is_signed(written):
                break
            if self._is_total(texts):
                totals.append(r)
                continue
            rows.append(self._row(r, texts))
        self._mention_totals(totals)
        self.reader.finish()
        return rows

    def _mention_unread(self, heads: Heads | None) -> None:
        taken = {self.grid.text(self.head, c) for c in self.rest}
        found = unread(self.grid, self.head, self.found)
        left = {text: place for text, place in found.items() if text not in taken}
        if heads is not None:
            heads.unread |= {text: place for text, place in left.items() if text not in heads.said}
        elif left:
            names = "、".join(map(quoted, left))
            self.problems.warn(
                self.grid.label,
                f"{names}列没有读",
                "如果应当读入,请核对表头",
                code="column-unread",
            )

    def _is_total(self, texts: list[str]) -> bool:
        """Whether the name, the first column required, is a total's; without a name, whether the number is: 合计 | 9条, 合计 | 3.

        Elsewhere 全市 or 平均 is what a record says: a group, a heading, the level of an award.
        """
        labels = [texts[c] for c in self.naming]
        if labels and _COUNT.fullmatch(labels[0]):
            labels = labels[1:]
        label = next(filter(None, labels), "")
        return label not in self.no_totals and words.total_of(label) is not None

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

    def _is_empty(self, texts: list[str], *, is_note: bool) -> bool:
        """Blank, or nothing but a number filled in beforehand."""
        return not any(texts if is_note else (texts[c] for c in self.telling))

    def _is_head_again(self, row: int) -> bool:
        return all(self.grid.text(row, c) == self.grid.text(self.head, c) for c in self.found)

    def _row(self, r: int, texts: list[str]) -> Row:
        row: Row = {spec.key: [] if spec.kind == "list" else "" for spec in self.columns}
        row |= {spec.key + "_state": "not_yet" for spec in self.columns if spec.states}
        row["source"] = f"{self.grid.label}·第{r + 1}行"
        row["places"] = {spec.key: self.grid.place(r, c) for c, spec in self.found.items()}
        row["written"], row["measures"] = {}, self.measures
        for column, spec in self.found.items():
            self._cell(row, r, column, spec, texts[column])
        if self.rest:
            row["rest"] = {self.grid.text(self.head, c): texts[c] for c in self.rest}
            row["places"] |= {
                self.grid.text(self.head, c): self.grid.place(r, c) for c in self.rest
            }
        return row

    def _cell(self, row: Row, r: int, c: int, spec: ColumnSpec, text: str) -> None:
        if not text and not (spec.states and (r, c) in self.grid.formulas):
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
        if (r, c) in self.reader.with_unit:
            row["written"][spec.key] = self.grid.text(r, c)
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
        if date is None and spec.as_written and not self._stands_for_none(text):
            return text
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

    def _stands_for_none(self, text: str) -> bool:
        state = words.state_of(text)
        return state is not None and state[0] != "reported"

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
