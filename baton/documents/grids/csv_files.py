""".csv: separated text in the encodings Chinese offices use."""

from __future__ import annotations

import csv
import io
import re
from typing import cast

from baton.documents.grids import kinds, limits
from baton.documents.grids.grid import Grid, Raw
from baton.documents.grids.kinds import Unreadable

_AS_TEXT = re.compile(r'="([^"]*)"')


def read_csv(file: str, data: bytes) -> list[Grid]:
    """One grid from separated text: UTF-8 with or without mark, GB18030, or the UTF-16 that Excel calls Unicode text."""
    text = _decoded(data)
    delimiter = _delimiter(text)
    _check_size(text, delimiter)
    rows = _rows(text, delimiter)
    grid = Grid(file, "", cast(list[list[Raw]], rows), is_text=True)
    if '="' in text or "\n=" in text or f"{delimiter}=" in text:
        _find_formulas(grid)
    return [grid]


def _decoded(data: bytes) -> str:
    encodings = (
        ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    )
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("认不出文字编码", "请另存为“CSV UTF-8(逗号分隔)”后再交", "encoding")


def _delimiter(text: str) -> str:
    """The separator that occurs most in the first lines, outside quotes."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text[:20_000].splitlines()[:20]))
    return max((",", "\t", ";"), key=head.count)


def _check_size(text: str, delimiter: str) -> None:
    rows = text.count("\n") + text.count("\r") + 1
    if "\r\n" in text:
        rows -= text.count("\r\n")
    if rows > limits.ROWS:
        raise kinds.too_large(f"有 {rows} 行,最多 {limits.ROWS} 行")
    if text.count(delimiter) + rows > limits.CELLS:
        raise kinds.too_large(f"格子太多,最多 {limits.CELLS} 个")
    if "\0" in text:
        raise Unreadable("文件内容不是表格(是二进制数据)", "请确认传的是 .csv 文件", "binary-junk")


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False))
    except csv.Error:
        raise Unreadable(
            "有一格文字太长,或引号没有成对", "请检查文件里的双引号后再交", "csv-quotes"
        ) from None
    width = max(map(len, rows), default=0)
    if width > limits.COLUMNS:
        raise kinds.too_large(f"有 {width} 列,最多 {limits.COLUMNS} 列")
    if width * len(rows) > limits.CELLS:
        raise kinds.too_large(f"格子太多,最多 {limits.CELLS} 个")
    for row in rows:
        if len(row) != width:
            row.extend([""] * (width - len(row)))
    return rows


def _find_formulas(grid: Grid) -> None:
    """="007" is Excel's way to keep text; any other leading = is a formula whose result is not in the file."""
    for r, row in enumerate(grid.rows):
        for c, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                as_text = _AS_TEXT.fullmatch(value)
                if as_text:
                    row[c] = as_text[1]
                else:
                    grid.formulas.add((r, c))
