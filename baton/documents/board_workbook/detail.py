"""The sheet of own indicators behind the 总表, and what all its sheets share: shapes, page, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baton.documents.board_workbook.columns import places_of
from baton.documents.plain_names import plain_names, plainly
from baton.punctuation import full_width
from baton.scoring.canonical import decimal_text
from baton.scoring.facts import Subject
from baton.scoring.result import Result

DETAIL = "个性指标明细"
DETAIL_HEAD = 2  # rows above the first line there
A3, A4 = 8, 9
BASE: dict[str, object] = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
NUMBER: dict[str, object] = {"align": "right", "shrink": True}
STRONG: dict[str, dict[str, object]] = {
    "strong": {"bold": True},
    "total": {"bold": True, "font_size": 11},
}


class Detail:
    """Own indicators, one line per unit and indicator; those of a unit in one part stand together and are added up."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self.lines: list[tuple[str, str, str, str, str, str, str | None]] = []
        self._plain: dict[str, dict[str, str]] = {}
        self._rows: dict[tuple[str, str], tuple[int, int]] = {}

    def rows_of(self, subject: Subject, node: str, codes: Sequence[str]) -> tuple[int, int]:
        """The first and the last line, counted from 1, on which a unit's own indicators of a part stand."""
        place = (subject.subject, node)
        if place not in self._rows:
            first = len(self.lines) + DETAIL_HEAD + 1
            for code in codes:
                self._add(subject, node, code)
            self._rows[place] = first, len(self.lines) + DETAIL_HEAD
        return self._rows[place]

    def _add(self, subject: Subject, node: str, code: str) -> None:
        item, cell = self.result.plan.items[code], self.result.cell(subject.subject, code)
        if cell is not None:
            points = number_text(self.result.scores.points.ratio(cell))
            score = self.result.score(subject.subject, code)
            part = full_width(self.result.plan.nodes[node]["name"])
            if subject.group not in self._plain:
                self._plain[subject.group] = plain_names(self.result.plan.rulebook, subject.group)
            part, name = plainly((part, item["name"]), self._plain[subject.group])
            self.lines.append(
                (subject.group, subject.name or subject.subject, part, code, name, points, score)
            )

    def write(self, book: Any, styles: dict[str, Any]) -> None:
        if not self.lines:
            return
        sheet = book.add_worksheet(DETAIL)
        heads = ("分组", "单位", "大项", "编号", "指标", "分值", "得分")
        sheet.merge_range(0, 0, 0, len(heads) - 1, DETAIL, styles["title"])
        for at, head in enumerate(heads):
            sheet.write_string(DETAIL_HEAD - 1, at, head, styles["head"])
        points = with_places(book, styles, "number", places_of(line[5] for line in self.lines))
        scores = with_places(
            book, styles, "number", places_of(line[6] or "" for line in self.lines)
        )
        for row, line in enumerate(self.lines, start=DETAIL_HEAD):
            for at, text in enumerate(line[:5]):
                sheet.write_string(row, at, text, styles["text"])
            sheet.write_number(row, 5, float(line[5]), points)
            if line[6] is None:
                sheet.write_string(row, 6, "—", styles["center"])
            else:
                sheet.write_number(row, 6, float(line[6]), scores)
        paged(sheet, DETAIL_HEAD, self.result.run, paper=A4)
        sheet.autofilter(DETAIL_HEAD - 1, 0, DETAIL_HEAD + len(self.lines) - 1, 6)
        for at, width in enumerate((10, 26, 16, 8, 40, 8, 8)):
            sheet.set_column(at, at, width)


def paged(sheet: Any, head: int, run: str, *, paper: int) -> None:
    """A page that is as wide as the paper, with its heads on every page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(0, head - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页&R" + run[:16])
    sheet.freeze_panes(head, 2)


def styles_of(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 18, "align": "center", "valign": "vcenter"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 10, "align": "right"}),
        "head": book.add_format(BASE | {"bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format(BASE | {"text_wrap": True}),
        "center": book.add_format(BASE | {"align": "center"}),
        "sign": book.add_format({"font_name": "宋体", "font_size": 11}),
        "receipt": book.add_format({"font_name": "宋体", "font_size": 8, "font_color": "#555555"}),
    }  # fmt: skip


def with_places(book: Any, styles: dict[str, Any], name: str, places: int) -> Any:
    """One of the styles of figures, with so many decimals in every cell of a column."""
    key = f"{name} {places}"
    if key not in styles:
        shape = BASE | NUMBER | STRONG.get(name, {})
        form = "0." + "0" * places if places else "0"
        styles[key] = book.add_format(shape | {"num_format": form})
    return styles[key]


def number_text(ratio: tuple[int, int]) -> str:
    """The exact digits of a number."""
    return decimal_text(*ratio)
