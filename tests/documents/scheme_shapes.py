"""Scheme tables drawn as text: cells between bars, ^ is merged with the cell above, < with the cell to the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import openpyxl

from baton.documents.problems import Problems
from baton.documents.scheme_table import draft_rulebook, majors_of, read_scheme
from baton.documents.scheme_table.sources import Table
from baton.scoring.rulebook import find_faults

Rows = Sequence[Sequence[str]]
ABOVE, LEFT = "^", "<"
HEAD = "一级指标 | 二级指标 | 三级指标 | 分值 | 考核标准 | 考核单位"
BODY = """
职能职责 | 重点工作 | 重点任务 | 30 | 按完成率计。 | 县政府督查室
^ | ^ | 创新工作 | 20 | 国家、省、市级推广的分别计20、15、10分。 | 县委改革办
党的建设 | 基层党建 | 党建考核 | 30 | 优秀30、良好24。 | 县委组织部
社会评价 | 满意度 | 群众满意度 | 20 | 每降1个百分点减0.5分。 | 县统计局"""
THREE = [("职能职责", "重点任务", "30"), ("职能职责", "创新工作", "20"), ("党的建设", "党建考核", "30"), ("社会评价", "群众满意度", "20")]  # fmt: skip


def drawn(text: str) -> list[list[str]]:
    """The cells of a drawing, every line as wide as the widest."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    width = max(map(len, lines))
    return [line + [""] * (width - len(line)) for line in lines]


def merges(rows: Rows) -> Iterator[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of every merged cell."""
    for top, line in enumerate(rows):
        for left, cell in enumerate(line):
            if cell in (ABOVE, LEFT):
                continue
            right, bottom = left, top
            while right + 1 < len(line) and line[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == ABOVE:
                bottom += 1
            if (right, bottom) != (left, top):
                yield top, left, bottom, right


def _texts(rows: Rows) -> list[list[str]]:
    return [[("" if cell in (ABOVE, LEFT) else cell) for cell in line] for line in rows]


def table(rows: Rows, caption: str = "") -> Table:
    """The drawing as readers of scheme tables get it, without a file."""
    made = Table("表.docx·第1个表", _texts(rows), caption=caption)
    for top, left, bottom, right in merges(rows):
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                made.lines[row][column] = rows[top][left]
                made.origin[row, column] = (top, left)
    return made


def excel(path: Path, *sheets: tuple[str, Rows]) -> Path:
    """A workbook; what looks like a number is one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for line in _texts(rows):
            page.append([float(cell) if cell.isascii() and cell.replace(".", "", 1).isdigit() else cell or None for cell in line])  # fmt: skip
        for top, left, bottom, right in merges(rows):
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)  # fmt: skip
    book.save(path)
    return path


def word(path: Path, *tables: tuple[str, Rows], after: Sequence[str] = ()) -> Path:
    """A Word file: each table with the line over it; after: paragraphs below."""
    document = docx.Document()
    for caption, rows in tables:
        if caption:
            document.add_paragraph(caption)
        table = document.add_table(len(rows), len(rows[0]))
        for at, line in enumerate(_texts(rows)):
            for cell, text in zip(table.rows[at].cells, line, strict=True):
                cell.text = text
        for top, left, bottom, right in merges(rows):
            text = rows[top][left]
            table.cell(top, left).merge(table.cell(bottom, right)).text = text
    for text in after:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def read(path, **more):
    """Rows, and the doubts as (code, text); each doubt says what to do."""
    problems = Problems()
    rows = read_scheme(path, problems=problems, **more)
    if rows and not problems.error_count:
        book = draft_rulebook(rows, name="方案", group="乡镇", period="2026", problems=problems)
        assert find_faults(book) == []
    assert all(one.what and one.remedy for one in problems)
    return rows, [(one.code, one.what, one.remedy) for one in problems]


def told(rows):
    """Part, name and points of each indicator."""
    names = {row.category: major.name for row in rows for major in majors_of([row])}
    return [(names[row.category], row.name, row.points) for row in rows]


def codes(doubts):
    """What kinds of doubts."""
    return [code for code, _, _ in doubts]
