"""表格文件: read .csv, .xlsx, .xls and .ods into grids of raw values, or say kindly why not.

`read_grids` looks at the content, not at the name, refuses bombs, macros and locked files before any parser opens them,
and never raises for what a file contains: faults go to `problems`.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from baton.documents.grids import archives, kinds, limits
from baton.documents.grids.compound import CompoundFile
from baton.documents.grids.csv_files import read_csv
from baton.documents.grids.grid import Cell, Grid, Raw, column_letters, plain_text
from baton.documents.grids.kinds import Unreadable
from baton.documents.grids.ods import read_ods
from baton.documents.grids.xls import read_xls
from baton.documents.grids.xlsx import read_xlsx
from baton.documents.problems import Problems

__all__ = ["Cell", "Grid", "Raw", "Unreadable", "column_letters", "plain_text", "read_grids"]

_MACROS = (".xlsm", ".xltm", ".xlam", ".xla")


def read_grids(
    path: str | Path, *, problems: Problems, sheets: Collection[str] | None = None
) -> list[Grid]:
    """Every sheet of a file in the order of its tabs, hidden ones marked; an unreadable file adds an error and gives [].

    sheets: read only the sheets of these names (a .csv has none and is read whole).
    """
    path = Path(path)
    try:
        grids = _read(path)
        if all(not grid.rows for grid in grids):
            raise Unreadable("文件是空的", "请确认保存后再交", "empty-file")
    except Unreadable as refusal:
        problems.error(path.name, refusal.what, refusal.remedy, code=refusal.code)
        return []
    if sheets is not None and len(grids) > 1:
        grids = [grid for grid in grids if grid.name in sheets]
    _mention_hidden(grids, problems)
    return grids


def _read(path: Path) -> list[Grid]:
    data = _content(path)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        archive = archives.open_archive(data)
        kind = archives.kind_of(archive)
        _check_name(kind, path)
        return read_ods(path.name, archive) if kind is kinds.ODS else read_xlsx(path.name, archive)
    if data.startswith(kinds.OLE_MAGIC):
        compound = CompoundFile(data)
        kind = kinds.kind_of_compound(compound.streams)
        _check_name(kind, path)
        return read_xls(path.name, data, compound)
    kind = kinds.kind_of_text(data[:4096])
    _check_name(kind, path)
    return read_csv(path.name, data)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.FILE_BYTES:
            raise kinds.too_large(
                f"文件有 {size // 1_000_000} MB,最多 {limits.FILE_BYTES // 1_000_000} MB"
            )
        data = path.read_bytes()
    except OSError:
        raise Unreadable(
            "文件打不开", "请确认文件还在,而且没有被别的程序占用", "unreadable"
        ) from None
    if not data.strip():
        raise Unreadable("文件是空的", "请确认保存后再交", "empty-file")
    return data


def _check_name(kind: kinds.Kind, path: Path) -> None:
    if path.suffix.lower() in _MACROS:
        raise Unreadable(
            "这是带宏的工作簿,为安全起见不读取", "请另存为不带宏的 .xlsx 再交", "macros"
        )
    kinds.check_extension(kind, path.suffix)


def _mention_hidden(grids: list[Grid], problems: Problems) -> None:
    for grid in grids:
        if grid.is_hidden and grid.rows:
            problems.warn(
                grid.label,
                "这个工作表是隐藏的",
                "请确认它不该被看到;不需要就删掉",
                code="hidden-sheet",
            )
            continue
        rows = sorted(
            r for r in grid.hidden_rows if r < len(grid.rows) and not grid.is_blank_row(r)
        )
        columns = sorted(c for c in grid.hidden_columns if c < grid.width)
        if rows:
            where = _some([str(r + 1) for r in rows])
            problems.warn(
                grid.label,
                f"第{where}行是隐藏的,照样读入",
                "请取消隐藏核对;不需要就删掉",
                code="hidden-rows",
            )
        if columns:
            where = _some([column_letters(c) for c in columns])
            problems.warn(
                grid.label,
                f"{where}列是隐藏的,照样读入",
                "请取消隐藏核对;不需要就删掉",
                code="hidden-columns",
            )


def _some(names: list[str], most: int = 10) -> str:
    return "、".join(names[:most]) + (f"等{len(names)}" if len(names) > most else "")
