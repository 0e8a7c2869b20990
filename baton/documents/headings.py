"""表头认列: which column of a list holds what; a heading that nobody knows can be asked about and answered."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.names import normalised, without_unit
from baton.documents.problems import Problems

Kind = Literal["text", "id", "list", "number", "whole", "date", "choice"]

LEAVE = "-"  # the answer that a column is not to be read
_HEAD_ROWS = 20


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One expected column.

    key: key in the rows returned. name, synonyms: headings it may have. kind: how its cells are read; "list" splits at 、.
    required: the column must be there. filled: its cells may not be blank; if_blank: then (what, remedy) says why.
    choices: for "choice", written -> returned. states: for numbers, words such as 无此任务 are allowed and returned under
    key + "_state". non_negative: for numbers. dates: for numbers, a date is taken too, as ISO text.
    as_written: a date that can't be read is returned as it is written, for the caller to ask about.
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
    as_written: bool = False
    no_totals: tuple[str, ...] = ()


@dataclass(slots=True)
class Heads:
    """What was said of headings before a table is read, and afterwards what is left to say.

    said: heading as written -> key of a column, or LEAVE. unread: headings nobody reads -> place. missing: columns that have
    to be there, by key: (its name, headings that may be it, the likeliest first).
    """

    said: Mapping[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    missing: dict[str, tuple[str, list[str]]] = field(default_factory=dict)


def renamed(grid: Grid, names: Mapping[str, str]) -> Grid:
    """The page with the headings that were explained replaced by the names they stand for."""
    if not names:
        return grid
    rows = [
        [names.get(grid.text(r, c), cell) if isinstance(cell, str) and r < _HEAD_ROWS else cell for c, cell in enumerate(row)]
        for r, row in enumerate(grid.rows)
    ]  # fmt: skip
    return replace(grid, rows=rows)


def matching(text: str, columns: Sequence[ColumnSpec]) -> ColumnSpec | None:
    """The spec a heading belongs to; units or remarks in brackets behind it are overlooked."""
    forms = {normalised(text), normalised(without_unit(text)[0])}
    forms |= {normalised(part) for part in re.split("[/、]", text) if part.strip()}
    return next(
        (s for s in columns if forms & {normalised(name) for name in (s.name, *s.synonyms)}), None
    )


def find_head(
    grid: Grid, columns: Sequence[ColumnSpec], heads: Heads | None = None
) -> tuple[int, dict[int, ColumnSpec]] | None:
    """The row of the heading and what its columns hold: what was said of a heading, else what its words say."""
    said = heads.said if heads else {}
    best: tuple[int, dict[int, ColumnSpec]] | None = None
    for row in range(min(_HEAD_ROWS, len(grid.rows))):
        texts = [grid.text(row, column) for column in range(min(grid.width, 100))]
        found = held_by(texts, columns, said)
        if found and (best is None or len(found) > len(best[1])):
            best = row, found
    return best


def held_by(
    texts: Sequence[str], columns: Sequence[ColumnSpec], said: Mapping[str, str] | None = None
) -> dict[int, ColumnSpec]:
    """What the columns under these headings hold, by their place; each spec is held by one column at the most."""
    said = said or {}
    found: dict[int, ColumnSpec] = {}
    own = {normalised(text) for text in texts}
    told = {said[text] for text in texts if text in said}
    for column, text in enumerate(texts):
        spec = _said(text, said, columns) if text in said else matching(text, columns)
        if spec is None or spec in found.values() or (spec.key in told and text not in said):
            continue
        # a heading's own name stands before its synonyms: 分组 before 类别, and every name before 序号
        before = own - {normalised(text)}
        if text not in said and (
            normalised(spec.name) in before or _numbers_rows(text, spec, before)
        ):
            continue
        found[column] = spec
    return found


def _numbers_rows(text: str, spec: ColumnSpec, others: Collection[str]) -> bool:
    """Whether a heading only numbers the rows, while another one says what its column is to hold: 序号 beside 排序."""
    return normalised(text) == words.ROW_NUMBER and any(
        normalised(name) in others for name in spec.synonyms
    )


def _said(text: str, said: Mapping[str, str], columns: Sequence[ColumnSpec]) -> ColumnSpec | None:
    return next((spec for spec in columns if spec.key == said[text]), None)


def missing(found: dict[int, ColumnSpec], columns: Sequence[ColumnSpec]) -> list[ColumnSpec]:
    """The columns that have to be there and are not."""
    return [spec for spec in columns if spec.required and spec not in found.values()]


def report_missing(
    grid: Grid, head: tuple[int, dict[int, ColumnSpec]] | None, columns: Sequence[ColumnSpec], problems: Problems,
    heads: Heads | None = None,
) -> None:  # fmt: skip
    """Say what a heading lacks, and which of the columns it has is most like it. heads: takes it as a question."""
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
    for spec in missing(found, columns):
        similar = _similar(grid, row, found, spec)
        if heads is not None:
            rest = [text for text in unread(grid, row, found) if text not in heads.said]
            like = [] if similar is None else [grid.text(row, similar)]
            heads.missing.setdefault(spec.key, (spec.name, list(dict.fromkeys([*like, *rest]))))
        if similar is None:
            what = f"表头里没有“{spec.name}”列"
            problems.error(
                grid.place(row, 0), what, f"请加上“{spec.name}”列", code="column-missing"
            )
        else:
            what = f"没有找到“{spec.name}”列,这里的“{grid.text(row, similar)}”很像"
            remedy = f"是的话请把表头改成“{spec.name}”"
            problems.error(grid.place(row, similar), what, remedy, code="column-renamed")


def unread(grid: Grid, row: int, found: Mapping[int, ColumnSpec]) -> dict[str, str]:
    """The headings that nobody reads, with their places; numbers of rows, telephones and empty columns say nothing."""
    texts = {column: grid.text(row, column) for column in range(grid.width) if column not in found}
    return {
        text: grid.place(row, column)
        for column, text in texts.items()
        if text and normalised(text) not in words.CLERKS and _is_written(grid, row, column)
    }


def _is_written(grid: Grid, head: int, column: int) -> bool:
    return any(grid.text(row, column) for row in range(head + 1, len(grid.rows)))


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
