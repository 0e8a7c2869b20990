"""How much room a paper takes, reckoned beforehand so that what has to stay on one page does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from baton.documents.papers.sheet import Ruled, Said, Sheet, spans

POINTS = 72 / 25.4  # in a millimetre
WIDE = "\u2e7f"
LATIN = 0.62  # of a Chinese letter's width
INSET = 8.5  # points left and right of the text in a cell
SPARE = 10.0  # points kept free at the bottom of a page
BROAD = "—“”‘’…×"
NOTHING = 1e-6
SMALL, AIR, LITTLE = 9.0, 3.8, 2.2  # in small letters the rows of a table have less air
PIECES = re.compile(r"[\u2e80-\uffff—“”‘’…×]|[^\u2e80-\uffff—“”‘’…×\s]+|\s")


def lines_of(text: str, letters: float) -> int:
    """How many lines a text takes when so many Chinese letters go into one; what isn't Chinese is not torn.

    >>> lines_of("前三：市税务局", 9), lines_of("一二三四五", 2), lines_of("", 9), lines_of("甲\\n乙", 9)
    (1, 3, 1, 2)
    """
    return sum(_lines(part, letters) for part in text.split("\n"))


def _lines(text: str, letters: float) -> int:
    whole, widths = _widths(text)
    if whole <= letters:
        return 1
    count, used = 1, 0.0
    for width in widths:
        if used + width > letters + NOTHING:
            if width > letters:  # torn after all
                count += int((used + width) // letters)
                used = (used + width) % letters
                continue
            count, used = count + 1, 0.0
        used += width
    return count


def widest_piece(text: str) -> float:
    """How wide the widest part of a text is that isn't torn, in Chinese letters.

    >>> widest_piece("83.5258") > widest_piece("87.25") > widest_piece("未报未测")
    True
    """
    return max(_widths(text)[1], default=0.0)


@lru_cache(maxsize=20_000)
def _widths(text: str) -> tuple[float, tuple[float, ...]]:
    """How wide a text and each piece of it is, in Chinese letters."""
    found = tuple(
        sum(1.0 if sign > WIDE or sign in BROAD else LATIN for sign in piece) for piece in PIECES.findall(text)
    )  # fmt: skip
    return sum(found), found


def height_of(sheet: Sheet, blocks: Iterable[Said | Ruled]) -> float:
    """The height in points of what stands one below the other."""
    width = sheet.width * POINTS
    return sum(_said(one, width) if isinstance(one, Said) else _ruled(one) for one in blocks)


def _said(said: Said, width: float) -> float:
    letters = width / said.size - said.inset - (2 if said.indent else 0)
    return said.before + said.after + said.line * lines_of(said.lead + said.text, letters)


def _ruled(ruled: Ruled) -> float:
    line, air = ruled.size * 1.25, AIR if ruled.size >= SMALL else LITTLE
    covered, found = spans(ruled), 0.0
    for number, cells in enumerate(ruled.lines):
        most = max(
            lines_of(text, (wide * POINTS - INSET) / ruled.size)
            for at, (text, wide) in enumerate(zip(cells, ruled.widths, strict=True))
            if covered[number][at] == 1
        ) if any(one == 1 for one in covered[number]) else 1  # fmt: skip
        found += max(most * line + air, ruled.tall * POINTS)
    return found


def room_of(sheet: Sheet) -> float:
    """The height in points of a page's text."""
    return (sheet.page[1] - sheet.margins[0] - sheet.margins[1]) * POINTS - SPARE


def largest(sheet: Sheet, sizes: Sequence[float], lay: Callable[[Sheet, float], None]) -> bool:
    """Lay a page out in the largest of these sizes, largest first, in which it stays one page; False when it does in none.

    Then the last of them has been laid out.
    """
    return first_that_fits(sheet, [partial(_laid, lay, size) for size in sizes])


def _laid(lay: Callable[[Sheet, float], None], size: float, sheet: Sheet) -> None:
    lay(sheet, size)


def first_that_fits(sheet: Sheet, layouts: Sequence[Callable[[Sheet], None]]) -> bool:
    """Lay out the first of these that stays on one page; each takes no more room than the one before it."""
    return which_fits(sheet, layouts) is not None


def which_fits(
    sheet: Sheet, layouts: Sequence[Callable[[Sheet], None]], spare: float = 0
) -> int | None:
    """The same, and which of them it was; spare: so many points are to stay empty."""
    start = sheet.place()

    def fits(at: int) -> bool:
        sheet.back_to(start)
        layouts[at](sheet)
        return height_of(sheet, sheet.blocks[start[0] :]) <= room_of(sheet) - spare

    low, high = 0, len(layouts) - 1
    if fits(low):
        return low
    if not fits(high):
        return None
    laid = high
    while high - low > 1:
        laid = (low + high) // 2
        low, high = (low, laid) if fits(laid) else (laid, high)
    if laid != high:
        fits(high)
    return high
