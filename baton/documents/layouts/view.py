"""A grid seen so that subjects always run down: tables with the counties across the columns are looked at sideways."""

from __future__ import annotations

from baton.documents.grids import Cell, Grid, Raw


class View:
    """Cells by row and column of the view; `cell` gives the place in the file. Labels inside merged cells are repeated.

    is_turned: whether columns of the view are no columns of the file.
    """

    def __init__(self, grid: Grid, *, sideways: bool = False) -> None:
        self.grid = grid
        self.sideways = self.is_turned = sideways
        height, width = len(grid.rows), grid.width
        self.height, self.width = (width, height) if sideways else (height, width)
        self._origin: dict[Cell, Cell] = {}
        for top, left, bottom, right in grid.merged:
            bottom, right = min(bottom, height - 1), min(right, width - 1)
            if (bottom - top + 1) * (right - left + 1) <= 10_000:
                for r in range(top, bottom + 1):
                    for c in range(left, right + 1):
                        self._origin[r, c] = (top, left)

    def cell(self, row: int, column: int) -> Cell:
        return (column, row) if self.sideways else (row, column)

    def raw(self, row: int, column: int) -> Raw:
        r, c = self.cell(row, column)
        return self.grid.rows[r][c]

    def label(self, row: int, column: int) -> str:
        """The text of a heading or name; every cell of a merged range shows the range's text."""
        cell = self.cell(row, column)
        return self.grid.text(*self._origin.get(cell, cell))

    def is_formula(self, row: int, column: int) -> bool:
        """Whether what a cell says is worked out by the spreadsheet and no result of it stands in the file."""
        cell = self.cell(row, column)
        return cell in self.grid.formulas and not self.grid.text(*cell)

    def corner(self, row: int, column: int) -> Cell:
        """The file's cell that holds what this one shows: its merged range's corner, or itself."""
        cell = self.cell(row, column)
        return self._origin.get(cell, cell)

    def is_swallowed(self, row: int, column: int) -> bool:
        """Whether the cell lies in a merged range without being its corner: what it holds is not its own."""
        cell = self.cell(row, column)
        return self._origin.get(cell, cell) != cell

    def is_title(self, row: int, column: int) -> bool:
        """Whether the cell's merged range covers nearly the whole width of the file's table."""
        cell = self.cell(row, column)
        origin = self._origin.get(cell)
        if origin is None:
            return False
        return all(
            self._origin.get((origin[0], c)) == origin for c in range(1, self.grid.width - 1)
        )

    def place(self, row: int, column: int) -> str:
        return self.grid.place(*self.cell(row, column))

    def address(self, row: int, column: int) -> str:
        return self.grid.address(*self.cell(row, column))
