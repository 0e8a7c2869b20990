"""The one door to calamine: typed, and every way it can fail becomes a sentence."""

from __future__ import annotations

import io

import python_calamine

from baton.documents.grids import kinds
from baton.documents.grids.grid import Raw

Merged = list[tuple[int, int, int, int]]


class Workbook:
    """An opened workbook; sheets are looked up by name."""

    def __init__(self, workbook: python_calamine.CalamineWorkbook) -> None:
        self._workbook = workbook

    @property
    def names(self) -> list[str]:
        return list(self._workbook.sheet_names)

    def sheet(self, name: str) -> tuple[list[list[Raw]], Merged]:
        """Rows from A1 on, equally long, and the merged ranges (top, left, bottom, right)."""
        try:
            sheet = self._workbook.get_sheet_by_name(name)
            rows = sheet.to_python(skip_empty_area=False)
            ranges = sheet.merged_cell_ranges or []
        except BaseException as failure:
            raise _translated(failure) from None
        merged = [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]
        return rows, merged


def open_workbook(data: bytes) -> Workbook:
    """Open checked bytes. Raises Unreadable."""
    try:
        return Workbook(python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))
    except BaseException as failure:
        raise _translated(failure) from None


def _translated(failure: BaseException) -> BaseException:
    """A panic of the Rust library is no Exception, so it is known by its name; Ctrl-C and the like pass through."""
    if isinstance(failure, python_calamine.PasswordError):
        return kinds.password_protected()
    if isinstance(failure, Exception) or type(failure).__name__ == "PanicException":
        return kinds.truncated()
    return failure
