"""How much room a paper takes, reckoned beforehand so that what has to stay on one page does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from baton.documents.papers.sheet import Ruled, Said, Sheet, spans

POINTS = 72 / 25.4  # in a millimetre
WIDE = "\u2e7f"
LATIN = 0.62  # of a Chinese letter's width
FINER = (
    dict.fromkeys("0123456789", 0.64) | dict.fromkeys(" .,", 0.32) | dict.fromkeys("%−+=÷", 0.95)
)
INSET = 8.5  # points left and right of the text in a cell
SPARE = 10.0  # points kept free at the bottom of a page
BROAD = "—“”‘’…×"
MORE = "…"
NOTHING = 1e-6
SMALL, AIR, LITTLE = 9.0, 3.8, 2.0  # in small letters the rows of a table have less air
OPENING, CLOSING = (
    "（“‘〔《【",
    "，。；：、）”’〕》】！？…％",
)  # no line ends with the first, none begins with the second
PIECES = re.compile(
    rf"[{OPENING}]*(?:[^\u2e80-\uffff—“”‘’…×\s]+|[\u2e80-\uffff—“”‘’…×])[{CLOSING}]*|\s"
)

MEETING = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%])(?=[\u4e00-\u9fff])")


@lru_cache(maxsize=60_000)
def lines_of(text: str, letters: float) -> int:
    """How many lines a text takes when so many Chinese letters go into one; what isn't Chinese is not torn.

    >>> lines_of("前三：市税务局", 9), lines_of("一二三四五", 2), lines_of("", 9), lines_of("甲\\n乙", 9)
    (1, 3, 1, 2)
    """
    return sum(_lines(part, letters) for part in text.split("\n"))


def with_air(text: str) -> str:
    """A text as wide as Word sets it: some air where Chinese letters and figures meet without a space.

    >>> with_air("增速 6.5%（5 分）、收入12.5亿元")
    '增速 6.5%（5 分）、收入 12.5 亿元'
    """
    return MEETING.sub(" ", text)


def cut_to(text: str, letters: float, most: int) -> str:
    """As much of a text as goes into so many lines, with … behind it where that isn't all.

    >>> cut_to("一二三四五六七", 3, 2), cut_to("一二，三四五六", 3, 2), cut_to("一二", 3, 2)
    ('一二三四五…', '一二，三四…', '一二')
    """
    if lines_of(text, letters) <= most:
        return text
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        fits = lines_of(text[:middle] + MORE, letters) <= most
        low, high = (middle, high) if fits else (low, middle)
    return text[:low].rstrip("，；、：。 ") + MORE


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


def whole_width(text: str) -> float:
    """How wide a text is in one line, in Chinese letters.

    >>> whole_width("585.44 万元") > widest_piece("585.44 万元")
    True
    """
    return NOTHING + _widths(text)[0]


def width_of(figure: str) -> float:
    """How wide a figure is that must not be torn; words may be.

    >>> width_of("×0.953") > width_of("0.953") > width_of("无此任务")
    True
    """
    has_words = any("\u4e00" <= sign <= "\u9fff" for sign in figure)
    return NOTHING + (widest_piece(figure) if has_words else _widths(figure)[0])


@lru_cache(maxsize=20_000)
def _widths(text: str) -> tuple[float, tuple[float, ...]]:
    """How wide a text and each piece of it is, in Chinese letters."""
    found = tuple(sum(map(_width, piece)) for piece in PIECES.findall(text))
    return sum(found), found


def _width(sign: str) -> float:
    """Of the widest font that may stand in for the official one."""
    return 1.0 if sign > WIDE or sign in BROAD else FINER.get(sign, LATIN)


def height_of(sheet: Sheet, blocks: Iterable[Said | Ruled]) -> float:
    """The height in points of what stands one below the other."""
    width = sheet.width * POINTS
    return sum(_said(one, width) if isinstance(one, Said) else _ruled(one) for one in blocks)


def _said(said: Said, width: float) -> float:
    letters = width / said.size - said.inset - (2 if said.indent else 0)
    return said.before + said.after + said.line * lines_of(said.lead + said.text, letters)


def line_height(size: float) -> float:
    """Of a line in a table, in points."""
    return size * 1.25


def row_height(lines: int, size: float) -> float:
    """Of a row with so many lines, in points."""
    return lines * line_height(size) + (AIR if size >= SMALL else LITTLE)


def _ruled(ruled: Ruled) -> float:
    covered, found = spans(ruled), 0.0
    for number, cells in enumerate(ruled.lines):
        most = max(
            lines_of(text, (wide * POINTS - INSET) / ruled.size)
            for at, (text, wide) in enumerate(zip(cells, ruled.widths, strict=True))
            if covered[number][at] == 1
        ) if any(one == 1 for one in covered[number]) else 1  # fmt: skip
        found += max(row_height(most, ruled.size), ruled.tall * POINTS)
    return found


def room_of(sheet: Sheet) -> float:
    """The height in points of a page's text."""
    return (sheet.page[1] - sheet.margins[0] - sheet.margins[1]) * POINTS - SPARE


def largest(sheet: Sheet, sizes: Sequence[float], lay: Callable[[Sheet, float], None]) -> bool:
    """Lay a page out in the largest of these sizes, largest first, in which it stays one page; False when it does in none.

    Then the last of them has been laid out.
    """
    start = sheet.place()

    def fits(at: int) -> bool:
        sheet.back_to(start)
        lay(sheet, sizes[at])
        return height_of(sheet, sheet.blocks[start[0] :]) <= room_of(sheet)

    low, high = 0, len(sizes) - 1
    if fits(low):
        return True
    if not fits(high):
        return False
    laid = high
    while high - low > 1:
        laid = (low + high) // 2
        low, high = (low, laid) if fits(laid) else (laid, high)
    if laid != high:
        fits(high)
    return True
