"""A Word document laid out as official papers are: A4, the margins and the fonts of GB/T 9704."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

TITLE, BODY, HEI = "方正小标宋简体", "仿宋_GB2312", "黑体"
LATIN = "Times New Roman"
TITLE_SIZE, BODY_SIZE = 22.0, 16.0  # 2号, 3号
A4 = (210.0, 297.0)
MARGINS = (37.0, 35.0, 28.0, 26.0)  # top, bottom, left, right
WIDTH = A4[0] - MARGINS[2] - MARGINS[3]
TWIPS = 56.6929  # in a millimetre


class Sheet:
    """A document being written; the first thing that is written opens the first page."""

    def __init__(self, title: str, receipt: str) -> None:
        import docx  # a tenth of a second, needed only for Word
        from docx.shared import Mm

        self.document = docx.Document()
        self.document.core_properties.title = title
        self.document.core_properties.comments = receipt
        self.document.core_properties.author = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(A4[0]), Mm(A4[1])
        section.top_margin, section.bottom_margin = Mm(MARGINS[0]), Mm(MARGINS[1])
        section.left_margin, section.right_margin = Mm(MARGINS[2]), Mm(MARGINS[3])
        section.footer_distance = Mm(25)
        style: Any = self.document.styles["Normal"]
        _font(style, BODY, BODY_SIZE)
        style.paragraph_format.space_after = style.paragraph_format.space_before = 0
        self._breaks = False

    def break_page(self) -> None:
        """The next paragraph begins a page."""
        self._breaks = True

    def title(self, text: str, size: float = TITLE_SIZE) -> None:
        """A heading in the middle."""
        self.say(text, size=size, font=TITLE, align="center", after=6, line=size * 1.3)

    def say(
        self, text: str, *, size: float = BODY_SIZE, font: str = BODY, align: str = "", line: float = 0,
        before: float = 0, after: float = 0, indent: bool = False, next: bool = False,
    ) -> None:  # fmt: skip
        """A paragraph; `line` is the exact distance of lines in points."""
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before, shape.space_after = Pt(before), Pt(after)
        shape.line_spacing = Pt(line or size * 1.5)
        shape.keep_with_next = next
        if indent:
            shape.first_line_indent = Pt(size * 2)
        if self._breaks:
            shape.page_break_before, self._breaks = True, False
        paragraph.alignment = _align(align)
        _font(paragraph.add_run(_clean(text)), font, size)

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *,
        size: float = 10.5, right: Sequence[int] = (), tall: float = 0,
    ) -> None:  # fmt: skip
        """A ruled table whose heads are repeated on every page; `widths` in millimetres."""
        lines = [list(heads), *rows] if heads else list(rows)
        table = self.document.add_table(0, len(widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = round(width * TWIPS) * 635
        for number, cells in enumerate(lines):
            row = table.add_row()
            _whole(row, is_head=bool(heads) and number == 0, tall=tall)
            for at, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                is_head = bool(heads) and number == 0
                align = "center" if is_head else "right" if at in right else ""
                _fill(cell, text, widths[at], size, HEI if is_head else BODY, align, bool(tall))

    def box(self, label: str, height: float) -> None:
        """An empty ruled box with its label."""
        self.table((), [[label]], [WIDTH], size=BODY_SIZE, tall=height)

    def foot(self, text: str) -> None:
        """A line at the bottom of every page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.alignment = _align("right")
        _font(paragraph.add_run(_clean(text)), BODY, 9)

    def save(self, path: str | Path) -> None:
        """Write the document."""
        with Path(path).open("wb") as file:
            self.document.save(file)


def _fill(
    cell: Any, text: str, width: float, size: float, font: str, align: str, is_box: bool
) -> None:
    from docx.enum.table import WD_ALIGN_VERTICAL
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Mm, Pt

    cell.width = Mm(width)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.TOP if is_box else WD_ALIGN_VERTICAL.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _align(align)
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(size * 1.25)
    shape.space_before = shape.space_after = Pt(1.5)
    _font(paragraph.add_run(_clean(text)), font, size)


def _whole(row: Any, *, is_head: bool, tall: float) -> None:
    """A row is not torn by the end of a page; a head is repeated."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    if tall:
        row.height = Mm(tall)
    for tag in ("w:cantSplit", "w:tblHeader") if is_head else ("w:cantSplit",):
        row._tr.get_or_add_trPr().append(OxmlElement(tag))


def _font(holder: Any, font: str, size: float) -> None:
    """The Chinese font and size of a run or a style; Latin letters in Times New Roman."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    holder.font.size = Pt(size)
    holder.font.name = LATIN
    holder.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _align(word: str) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}.get(word)


def _clean(text: str) -> str:
    """Without the control characters that XML can't hold.

    >>> _clean("甲\\x00乙")
    '甲乙'
    """
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")
