"""Where things stand on a sheet: a case is a block of rows with one column for each subject.

Labels stand in column A. What holds for all subjects stands in column B; what differs stands in the
columns from B on. Nothing is computed here: every figure that is not an input is a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.scoring.cases.build import ROUNDING
from tests.scoring.cases.reading import Case

STATES = ("excused", "not_applicable", "not_yet", "pending", "missing")  # from good to bad
STATES_AT = "$B$1:$F$1"
STALE = "没有重算"  # the value stored with every formula: seen only where nobody recalculated
DAY_ZERO = date(1899, 12, 30).toordinal()
Formula = Callable[[int], str]


@dataclass(frozen=True)
class Line:
    """Cells of one row. One cell for all subjects, or one for each."""

    cells: tuple[str, ...]

    def __getitem__(self, subject: int) -> str:
        return self.cells[subject if len(self.cells) > 1 else 0]

    @property
    def all(self) -> str:
        return f"{self.cells[0]}:{self.cells[-1]}"


@dataclass(frozen=True)
class Check:
    """A cell that must show `text` once LibreOffice has recalculated."""

    case: str
    sheet: str
    cell: str
    text: str


@dataclass
class Sheet:
    """One worksheet with the place where the next block starts."""

    book: Workbook
    page: Worksheet
    row: int = 2
    checks: list[Check] = field(default_factory=list)

    @classmethod
    def new(cls, book: Workbook, name: str) -> Sheet:
        page = book.add_worksheet(name)
        page.set_column(0, 0, 34)
        page.set_column(1, 14, 15)
        page.write_row(0, 0, ["状态由好到差", *STATES])
        return cls(book, page)


class Block:
    """The rows of one case."""

    def __init__(self, sheet: Sheet, case: Case) -> None:
        self.sheet, self.case, self.names = sheet, case, case.names
        self.rounding = ROUNDING | case.settings.get("rounding", {})
        sheet.row += 1
        self.write([case.name, case.row["note"]])
        self.write(["怎么算", case.row["how"]])
        self.name = self.line("考核对象", self.names)

    def write(self, values: Sequence[Any]) -> None:
        """A row of text."""
        self.sheet.page.write_row(self.sheet.row, 0, values)
        self.sheet.row += 1

    def line(self, label: str, values: Sequence[Any]) -> Line:
        """A row of inputs, one for each subject or each of whatever the row is about."""
        row, self.sheet.row = self.sheet.row, self.sheet.row + 1
        self.sheet.page.write_string(row, 0, label)
        cells = []
        for column, value in enumerate(values, 1):
            cells.append(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
            if isinstance(value, str) and value.startswith("="):
                self.sheet.page.write_formula(row, column, value, None, STALE)
            else:
                self.sheet.page.write(row, column, as_cell(value))
        return Line(tuple(cells))

    def const(self, label: str, value: Any) -> Line:
        """An input that holds for all subjects."""
        return self.line(label, [value])

    def table_of(self, label: str, values: Sequence[Any]) -> Line:
        """A row of figures of the rule book, not one for each subject."""
        return self.line(label, values)

    def one(self, label: str, formula: str) -> Line:
        """A formula that holds for all subjects."""
        return self.line(label, ["=" + formula])

    def each(self, label: str, formula: Formula) -> Line:
        """A formula for each subject."""
        return self.line(label, ["=" + formula(i) for i in range(len(self.names))])

    def check(self, label: str, found: Line, wanted: dict[str, str]) -> None:
        """Expected values beside the computed ones, and whether they agree."""
        texts = [wanted.get(name) for name in self.names]
        there = self.line(f"应得:{label}", ["" if t is None else t for t in texts])
        self.line(
            f"相符:{label}",
            ["" if text is None else f"={found[i]}={there[i]}" for i, text in enumerate(texts)],
        )
        self.sheet.checks += [
            Check(self.case.name, self.sheet.page.get_name(), found[i].replace("$", ""), text)
            for i, text in enumerate(texts)
            if text is not None
        ]

    def at(self, place: str, expression: str) -> str:
        """`expression` rounded as the rule book says for `place`."""
        return rounded(expression, self.rounding[place])


def as_cell(value: Any) -> Any:
    """Numbers become numbers, ISO dates day numbers, `?missing` the bare word."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return float(value)
    except ValueError:
        pass
    try:
        return date.fromisoformat(value).toordinal() - DAY_ZERO
    except ValueError:
        return value.removeprefix("?")


def rounded(expression: str, how: dict[str, Any]) -> str:
    """The formula that rounds; the inner ROUND removes the dust of binary fractions."""
    places = how["places"]
    match how["mode"]:
        case "half_up":
            return f"ROUND({expression},{places})"
        case "down":
            return f"ROUNDDOWN(ROUND({expression},12),{places})"
        case "up":
            return f"ROUNDUP(ROUND({expression},12),{places})"
    scaled = f"ROUND(({expression})*10^{places},6)"
    half = f"ABS({scaled}-TRUNC({scaled}))=0.5"
    return f"IF({half},2*ROUND({scaled}/2,0)/10^{places},ROUND({expression},{places}))"


def quotient(expression: str) -> str:
    """q(…) of the semantics."""
    return f"ROUND({expression},10)"


def clip(expression: str, least: str | None, most: str | None) -> str:
    if least is not None:
        expression = f"MAX({least},{expression})"
    return expression if most is None else f"MIN({most},{expression})"


def steps(expression: str, mode: str) -> str:
    """Whole units only, started units, or in proportion."""
    exact = f"ROUND({expression},9)"
    whole = {"whole": f"INT({exact})", "started": f"ROUNDUP({exact},0)"}
    return whole.get(mode, expression)


def worst(cells: Sequence[str]) -> str:
    """The number of the worst state among the cells, 0 where all have values."""
    if not cells:
        return "0"
    terms = (f"IF(ISTEXT({cell}),MATCH({cell},{STATES_AT},0),0)" for cell in cells)
    return f"MAX({','.join(terms)})"


def compare(left: str, how: str, right: str) -> str:
    sign = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}[how]
    return f"{left}{sign}{right}"
