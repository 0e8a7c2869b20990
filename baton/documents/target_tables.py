"""目标分解表: agreed values as offices keep them, one to a row or with the units down and the indicators across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baton.documents.agreement_tables import (
    TASK,
    read_agreement,
    task_said,
)
from baton.documents.grids import Grid, read_grids
from baton.documents.headings import LEAVE
from baton.documents.layouts import words
from baton.documents.layouts.known import ItemInfo
from baton.documents.layouts.values import CellReader
from baton.documents.layouts.view import View
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.problems import Problems
from baton.documents.target_answers import Meant
from baton.documents.target_layouts import tell
from baton.documents.target_rows import read_across, units_across
from baton.documents.target_shown import columns_read
from baton.documents.target_words import FIELD_SYNONYMS, ITEM_HEADS, UNIT_HEADS, is_head

GUIDE = ("说明", "填写说明", "别名", "期望")
ITEMS = frozenset(map(normalised, ITEM_HEADS[:4]))
UNITS = frozenset(map(normalised, UNIT_HEADS))
MOST_ROWS, HEAD_ROWS, MOST_COLUMNS, LOOKED_AT = 60_000, 20, 400, 60
TARGET, POINTS = FIELD_SYNONYMS[0][0], FIELD_SYNONYMS[1][0]
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Indicators by code and what the rule book takes of each from the agreement: field -> whether it is a day.

    units: the units' names, where they help to tell what a column nobody knows holds. year: the assessed one.
    """

    names: NameBook
    fields: Mapping[str, Mapping[str, bool]]
    units: NameBook | None = None
    year: int = 0

    def main(self, code: str) -> str:
        """The field a heading means that only names the indicator: what is promised, before what it is worth."""
        own = list(self.fields.get(code, ()))
        return next((name for name in own if name != POINTS), own[0] if own else TARGET)


def read_targets(
    path: Path, *, asked: Asked, item: str, problems: Problems, sheets: Sequence[str] | None = None,
    meant: Meant | None = None,
) -> list[Row]:  # fmt: skip
    """Every agreed value of a file: unit, item (as written, or the code), field, value, state, place, and the unit of
    measure that a heading or the line above the table states ("measure"), "written" as in `read_table`.

    item: the code of the indicator that a table without names of indicators is about; empty when none was said. The
    name of a page is taken for the indicator's where it is one. meant: what was said of the table, takes what is left to say.
    """
    found: list[Row] = []
    meant = meant or Meant()
    meant.units, meant.year = asked.units, asked.year
    grids = [grid for grid in read_grids(path, problems=problems) if sheets is None or grid.name in sheets]  # fmt: skip
    grids = [grid for grid in grids if grid.rows and not (grid.is_hidden or grid.name.startswith(GUIDE))]  # fmt: skip
    for written in grids:
        grid = meant.applied(written)
        page = meant.arranged[grid.label]
        tell(page, grid.label, problems, asked.units)
        if page.owner is not None and page.owner.is_open:
            meant.ownerless[grid.name] = grid.label, page.owner
        if page.owner is None or not (page.owner.is_open or page.owner.code == LEAVE):
            rows = _read_page(path, grid, asked, item, problems, meant)
            meant.shown += columns_read(
                written, grid, page, rows, names=asked.names, fields=asked.fields, units=asked.units, with_page=len(grids) > 1
            )  # fmt: skip
            found += rows
    return found


def _read_page(
    path: Path, grid: Grid, asked: Asked, item: str, problems: Problems, meant: Meant
) -> list[Row]:
    """The values of one page, whichever way it lists them."""
    if len(grid.rows) > MOST_ROWS:
        what = f"有 {len(grid.rows)} 行,一张表最多 {MOST_ROWS} 行"
        problems.error(grid.label, what, "请删去无关的行,或分成几次交", code="too-large")
        return []
    if _names_items(grid):
        only = (grid.name,) if grid.name else None
        return read_agreement(path, problems=problems, sheets=only, meant=meant)
    named = asked.names.find(grid.name).id if grid.name else None
    if named is None and (at := units_across(grid, asked.names)):
        return read_across(
            grid, at, names=asked.names, main=asked.main, problems=problems, meant=meant,
            days=lambda code, name: asked.fields.get(code, {}).get(name, False),
        )  # fmt: skip
    return _Across(grid, asked, item or named or "", problems, meant).read()


def _names_items(grid: Grid) -> bool:
    """Whether a table says in a column of its own which indicator a row is about."""
    for row in range(min(HEAD_ROWS, len(grid.rows))):
        heads = {normalised(without_unit(grid.text(row, c))[0]) for c in range(min(grid.width, MOST_COLUMNS))}  # fmt: skip
        if heads & UNITS and heads & ITEMS:
            return True
    return False


class _Across:
    """A table with the units down; each further column is an indicator's field."""

    def __init__(
        self, grid: Grid, asked: Asked, item: str, problems: Problems, meant: Meant
    ) -> None:
        self.grid, self.asked, self.item, self.problems = grid, asked, item, problems
        self.meant = meant
        self.view, self.reader = View(grid), CellReader(grid, problems)
        self.measures: dict[int, str] = {}

    def read(self) -> list[Row]:
        at = self._head()
        if at is None:
            what = (
                "没有找到表头,应有“单位”列,再有“指标”列,或各指标一列;或者一行一个指标、各单位一列"
            )
            self.problems.error(self.grid.label, what, "请核对是不是传错了文件", code="layout-unknown")  # fmt: skip
            self._ask_head()
            return []
        row, unit = at
        first, columns = self._columns(row, unit)
        self.measures = {c: self._measure(row, first, c) for c in columns}
        if not columns:
            what = "“单位”列旁边没有认出一个指标"
            remedy = "请把列名写成指标体系里的指标名称;整张表只是一个指标的,请在下面选是哪个指标"
            self.problems.error(self.grid.place(row, unit), what, remedy, code="layout-unknown")
            if not self.item:
                self.meant.whole = self.grid.place(row, unit)
            return []
        found = []
        for r in range(first, len(self.grid.rows)):
            name = self.view.label(r, unit)
            if words.is_note(next(filter(None, self._texts(r)), "")):
                break
            if name and words.total_of(name) is None:
                found += [entry for at in columns if (entry := self._entry(r, at, name, columns[at]))]  # fmt: skip
        self.reader.finish()
        return found

    def _head(self) -> tuple[int, int] | None:
        for row in range(min(HEAD_ROWS, len(self.grid.rows))):
            for column, text in enumerate(self._texts(row)):
                if normalised(text) in UNITS:
                    return row, column
        return None

    def _texts(self, row: int) -> list[str]:
        return [self.view.label(row, c) for c in range(min(self.grid.width, MOST_COLUMNS))]

    def _columns(self, row: int, unit: int) -> tuple[int, dict[int, tuple[str, str]]]:
        """The first row below the heading, and what each column means: code and field; a heading may have two rows."""
        upper = self._texts(row)
        lower = self._texts(row + 1) if row + 1 < len(self.grid.rows) else []
        deep = bool(lower) and (
            normalised(lower[unit]) in UNITS or (not lower[unit] and _are_heads(lower))
        )
        columns: dict[int, tuple[str, str]] = {}
        unread: list[tuple[int, list[str]]] = []
        for c, head in enumerate(upper):
            if deep and not head and c > unit + 1:
                head = upper[c] = upper[c - 1]  # a merged heading, as it looks once it is pasted
            parts = [head, lower[c]] if deep and lower[c] != head else [head]
            if c == unit or not any(parts):
                continue
            meant = self._meant([part for part in parts if part])
            if meant is not None:
                columns[c] = meant
            else:
                unread.append((c, [part for part in parts if part]))
        self._tell_unread(row, row + 1 + deep, unread, is_alone=not columns)
        return row + 1 + deep, columns

    def _tell_unread(
        self, row: int, first: int, unread: Sequence[tuple[int, list[str]]], *, is_alone: bool
    ) -> None:
        """The columns that nobody reads: those with figures, or with names of indicators, are to be asked about."""
        told: dict[str, list[str]] = {"column-asked": [], "column-unread": []}
        for c, parts in unread:
            known = self.asked.names.find(parts[0]).id is not None
            is_field = known or bool(self.item)
            key = parts[-1] if is_field else parts[0]
            below = self._below(first, c)
            is_listing = not is_field and _most_are(below, self.asked.names)
            has_figures = any(any(sign.isdigit() for sign in text) for text in below)
            if normalised(without_unit(parts[0])[0]) in words.ASIDE and not (
                is_listing or (is_field and is_alone and has_figures)
            ):
                continue
            if is_listing or has_figures:
                goal = self.meant.fields if is_field else self.meant.items
                goal.setdefault(key, self.grid.place(row, c))
                self.meant.listing |= {key} if is_listing else set()
            code = "column-asked" if is_listing or has_figures else "column-unread"
            told[code].append(f"“{'·'.join(parts)}”")
        for code, heads in told.items():
            if heads and not is_alone:
                what = f"{'、'.join(heads[:5])}列不是指标体系里的指标,没有读"
                self.problems.warn(self.grid.label, what, "如果应当读入,请核对列名", code=code)

    def _below(self, first: int, column: int) -> list[str]:
        """What stands in a column, as far as it takes to tell what it is."""
        rows = range(first, min(len(self.grid.rows), first + LOOKED_AT))
        return [text for r in rows if (text := self.view.label(r, column))]

    def _ask_head(self) -> None:
        """No column of units: the likeliest row of headings, and which of them may be it."""
        rows = [self._texts(r) for r in range(min(HEAD_ROWS, len(self.grid.rows)))]
        wide = [r for r, texts in enumerate(rows) if len(set(filter(None, texts))) > 1]
        if not wide:
            return
        units = self.asked.units
        across = {r: sum(units is not None and units.find(text).id is not None for text in rows[r] if text) for r in wide}  # fmt: skip
        down = units is not None and any(
            _most_are(self._below(wide[0] + 1, c), units)
            for c, text in enumerate(rows[wide[0]])
            if text
        )
        row = wide[0] if down else next((r for r in wide if across[r] > 1), wide[0])
        is_across = not down and across[row] > 1
        book = self.asked.names if is_across else units
        heads: dict[str, bool] = {}
        for c, text in enumerate(rows[row]):
            if (
                not text
                or text[:1].isdigit()
                or (is_across and units is not None and units.find(text).id)
            ):
                continue
            heads.setdefault(text, book is not None and _most_are(self._below(row + 1, c), book))
        names = sorted(heads, key=lambda text: not heads[text])
        self.meant.missing[ITEM_HEADS[0] if is_across else UNIT_HEADS[0]] = self.grid.label, names

    def _meant(self, parts: Sequence[str]) -> tuple[str, str] | None:
        """What a heading means: an indicator, an indicator and its field, or a field of the table's only indicator."""
        code = self.asked.names.find(parts[0]).id
        if code is not None:
            name = self._field(code, parts[1]) if len(parts) > 1 else self.asked.main(code)
            return (code, name) if name else None
        whole = without_unit("".join(parts))[0]
        if self.item and (name := self._field(self.item, whole)):
            return self.item, name
        for size in range(len(whole) - 1, 1, -1):
            code = self.asked.names.find(whole[:size].rstrip("·-_ ")).id
            name = self._field(code, whole[size:].strip("·-_ ()")) if code else ""
            if code and name:
                return code, name
        return None

    def _field(self, code: str, written: str) -> str:
        """A field of an indicator by its own name or a usual other one; empty when it is none."""
        word = normalised(without_unit(written)[0])
        own = self.asked.fields.get(code, {})
        for name in own:
            if normalised(name) == word:
                return name
        usual = next((names for names in FIELD_SYNONYMS if word in map(normalised, names)), ())
        return next((name for name in own if name in usual), usual[0] if usual else "")

    def _entry(self, r: int, c: int, unit: str, meant: tuple[str, str]) -> Row | None:
        if not self.view.label(r, c) and not self.view.is_formula(r, c):
            return None
        code, name = meant
        if name == TASK and (has := task_said(self.view.label(r, c))):
            return {
                "unit": unit, "item": code, "field": name, "value": has, "state": "reported",
                "place": self.grid.place(r, c), "measure": "",
            }  # fmt: skip
        kind = "date" if self.asked.fields.get(code, {}).get(name) else "number"
        outcome = self.reader.read(r, c, ItemInfo(name, kind, "", False))  # type: ignore[arg-type]
        if outcome is None:
            return None
        return {
            "unit": unit, "item": code, "field": name, "value": outcome[0] or "", "state": outcome[1],
            "place": self.grid.place(r, c), "measure": self.measures[c],
            "written": self.view.label(r, c) if (r, c) in self.reader.with_unit else "",
        }  # fmt: skip

    def _measure(self, head: int, first: int, column: int) -> str:
        """亿元 from 固定资产投资（亿元）, else from 单位：亿元 above the table."""
        said = [without_unit(self.view.label(row, column))[1] for row in range(head, first)]
        above = (words.corner_unit(text) for row in range(head) for text in self._texts(row))
        return next((one for one in said if one), "") or next((one for one in above if one), "")


def _are_heads(texts: Sequence[str]) -> bool:
    """Whether a row under a heading is part of it: words, no figures."""
    said = [text for text in texts if text]
    return bool(said) and all(map(is_head, said))


def _most_are(texts: Sequence[str], book: NameBook) -> bool:
    """Whether what stands in a column are for the most part names of these."""
    return bool(texts) and 2 * sum(book.find(text).id is not None for text in texts) > len(texts)
