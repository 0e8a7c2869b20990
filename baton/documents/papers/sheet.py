"""A paper being written: paragraphs, tables and boxes as official papers have them (GB/T 9704), for Word and for PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from baton.documents.text_changes import Piece

TITLE, BODY, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
TITLE_SIZE, BODY_SIZE = 22.0, 16.0  # 2号, 3号
NARROWER = 0.25  # points that each letter of a 3号 text gives up, so that 28 of them make a line
A4, A3 = (210.0, 297.0), (297.0, 420.0)
OFFICIAL = (37.0, 35.0, 28.0, 26.0)  # margins: top, bottom, left, right; 225 × 156 mm of text
LYING = (25.0, 20.0, 20.0, 20.0)  # of a wide table on a page turned by a quarter
WIDTH = A4[0] - OFFICIAL[2] - OFFICIAL[3]
CLOSE = (20.0, 18.0, 18.0, 18.0)  # of a form that has to stay on one page
LINE = 28.95  # points between the lines of a text: 22 to a page
PDF = ".pdf"
UNSAYABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Said:
    """A paragraph; `line` is the exact distance of lines in points, `inset` the space at the right in letters."""

    text: str
    size: float
    font: str
    align: str
    line: float
    before: float
    after: float
    indent: bool
    next: bool
    inset: float
    breaks: bool
    lead: str


@dataclass(frozen=True)
class Ruled:
    """A ruled table; its first line is a head when `has_head`; `tall` is the least height of a row in millimetres;
    a form of one tall box has no head and is written from the top.

    down: columns in which equal cells one below the other become one; strong: lines in 黑体, such as sums.
    marked: cells in which text is struck out or put in, in red, by line and column.
    is_close: no air between Chinese and Latin letters, as names of files are written; is_whole: stays on one page.
    """

    lines: list[list[str]]
    has_head: bool
    widths: list[float]
    size: float
    right: list[int]
    tall: float
    down: list[int] = field(default_factory=list)
    strong: list[int] = field(default_factory=list)
    marked: dict[str, list[Piece]] = field(default_factory=dict)  # "row,column": its text in pieces
    is_close: bool = False
    is_whole: bool = False


def spans(ruled: Ruled) -> list[list[int]]:
    """For each cell how many lines it covers; 0 where the cell above it covers it.

    >>> spans(Ruled([["部", "甲"], ["部", "乙"], ["", "丙"], ["", "丁"]], False, [1, 1], 9, [], 0, [0]))
    [[2, 1], [0, 1], [1, 1], [1, 1]]
    """
    found = [[1] * len(line) for line in ruled.lines]
    for column in ruled.down:
        top = 0
        for at in range(1, len(ruled.lines)):
            same = ruled.lines[at][column] == ruled.lines[top][column] != ""
            if same and not (ruled.has_head and top == 0):
                found[top][column] += 1
                found[at][column] = 0
            else:
                top = at
    return found


@dataclass
class Sheet:
    """What stands on the pages, in order; the first thing that is written opens the first page."""

    title_of_file: str
    receipt: str
    is_lying: bool = False
    own_margins: tuple[float, float, float, float] | None = None
    blocks: list[Said | Ruled] = field(default_factory=list)
    footer: str = ""
    is_numbered: bool = False
    is_large: bool = False
    _breaks: bool = False

    def __post_init__(self) -> None:
        self.title_of_file, self.receipt = clean(self.title_of_file), clean(self.receipt)

    @property
    def page(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        sides = A3 if self.is_large else A4
        return sides[::-1] if self.is_lying else sides

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Top, bottom, left, right in millimetres."""
        return self.own_margins or (LYING if self.is_lying else OFFICIAL)

    @property
    def width(self) -> float:
        """The width of the text in millimetres."""
        return self.page[0] - self.margins[2] - self.margins[3]

    def break_page(self) -> None:
        """The next paragraph begins a page."""
        self._breaks = True

    def place(self) -> tuple[int, bool]:
        """How far the sheet has come, to come back to."""
        return len(self.blocks), self._breaks

    def back_to(self, place: tuple[int, bool]) -> None:
        """Take back what was laid out since."""
        del self.blocks[place[0] :]
        self._breaks = place[1]

    def title(self, text: str, size: float = TITLE_SIZE) -> None:
        """A heading in the middle."""
        self.say(text, size=size, font=TITLE, align="center", after=6, line=size * 1.3, next=True)

    def say(
        self, text: str, *, size: float = BODY_SIZE, font: str = BODY, align: str = "", line: float = 0,
        before: float = 0, after: float = 0, indent: bool = False, next: bool = False, inset: float = 0, lead: str = "",
    ) -> None:  # fmt: skip
        """A paragraph; `lead` are its first words, in bold type's stead in 黑体."""
        self.blocks.append(
            Said(clean(text), size, font, align, line or size * 1.5, before, after, indent, next, inset, self._breaks, clean(lead))
        )  # fmt: skip
        self._breaks = False

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *,
        size: float = 10.5, right: Sequence[int] = (), tall: float = 0, down: Sequence[int] = (),
        strong: Sequence[int] = (), marked: Mapping[tuple[int, int], Sequence[Piece]] | None = None,
        is_close: bool = False, is_whole: bool = False,
    ) -> None:  # fmt: skip
        """A ruled table whose heads are repeated on every page; `widths` in millimetres.

        strong: places of rows; marked: by row and column, the pieces of which a cell's text is made.
        is_close, is_whole: as `Ruled` has them.
        """
        lines = [[clean(cell) for cell in line] for line in ([heads] if heads else [])]
        lines += [[clean(cell) for cell in line] for line in rows]
        first = 1 if heads else 0
        pieces = {
            f"{first + row},{column}": [(kind, clean(text)) for kind, text in told]
            for (row, column), told in (marked or {}).items()
        }
        self.blocks.append(
            Ruled(lines, bool(heads), list(widths), size, list(right), tall, list(down), [first + at for at in strong], pieces, is_close, is_whole)
        )  # fmt: skip

    def box(self, label: str, height: float) -> None:
        """An empty ruled box with its label."""
        self.table((), [[label]], [self.width], size=BODY_SIZE, tall=height)

    def foot(self, text: str) -> None:
        """A line at the bottom of every page, with the number of the page."""
        self.footer = clean(text)

    def number(self) -> None:
        """Page numbers as official papers have them: — 1 —, odd ones at the right, even ones at the left."""
        self.is_numbered = True


def clean(text: str) -> str:
    """Without the control characters that XML can't hold.

    >>> clean("甲\\x00乙")
    '甲乙'
    """
    return UNSAYABLE.sub("", text)
