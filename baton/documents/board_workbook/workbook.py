"""Lays the 总表 out for A3: one sheet per group, heads by paper, formulas, signatures and the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from baton.documents.board_workbook.columns import called, columns_of, note_of, why_open
from baton.documents.board_workbook.detail import A3, DETAIL, Detail, number_text, paged, styles_of
from baton.documents.board_workbook.formulas import LARGE, Sheet, node_formula, rounded
from baton.punctuation import full_width
from baton.scoring.facts import Subject
from baton.scoring.plan import Group
from baton.scoring.result import Line, Result

HEAD = 4  # rows above the first unit: title, note, two rows of heads
DIGITS = 15
ROOMY = 40  # with so few rows there is room for pen marks between the lines
TYPED = "（数值）"  # of a column whose figures no formula brings up to date
NAME_WIDTH, LONG_NAME, NOTE_LETTERS = (
    30,
    14,
    13,
)  # width of the names; letters in a line of names, of notes


def write_board(
    result: Result, path: str | Path, *, draft: int | None = None, title: str | None = None, final: bool = False,
    stage: str = "", grades: Mapping[str, tuple[str, str]] | None = None,
    order: Mapping[str, Sequence[str]] | None = None, only: str = "",
) -> None:  # fmt: skip
    """Write the 总表 of every group to ``path``; ``draft`` is the 第×稿 printed in the head.

    ``order`` has the groups and everybody in them in official order; without it they stand as the roster has them.

    All but the ``final`` one say that they are for internal use. ``grades`` has the grade of units on which an organ
    decided, with what stands beside it.
    """
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    book.set_properties({"title": title or result.plan.rulebook["name"], "comments": result.run})
    styles = styles_of(book)
    detail = Detail(result)
    order = order or {}
    places = {name: place for place, name in enumerate(order)}
    for group in sorted(result.plan.groups, key=lambda one: places.get(one.name, len(places))):
        if group.stop > group.start and only in ("", group.name):
            _GroupSheet(
                book, styles, result, group, detail, draft, title, final=final, stage=stage, grades=grades or {},
                order=order.get(group.name, ()),
            ).write()  # fmt: skip
    detail.write(book, styles)
    book.close()


class _GroupSheet:
    def __init__(
        self,
        book: Any,
        styles: dict[str, Any],
        result: Result,
        group: Group,
        detail: Detail,
        draft: int | None,
        title: str | None,
        *,
        final: bool,
        stage: str,
        grades: Mapping[str, tuple[str, str]],
        order: Sequence[str],
    ) -> None:
        self.result, self.group, self.styles, self.detail = result, group, styles, detail
        self.draft, self.title, self.final, self.grades = draft, title, final, grades
        self.stage = stage
        self.sheet = book.add_worksheet(_sheet_name(group.name))
        self.rows = result.plan.rows[group.start : group.stop]
        said = {subject: place for place, subject in enumerate(order)}
        listed = sorted(
            range(len(self.rows)),
            key=lambda i: (said.get(self.rows[i].subject, len(said)), self.rows[i].order, self.rows[i].subject),
        )  # fmt: skip
        self.line_of = {at: HEAD + place for place, at in enumerate(listed)}
        self.names = {one.subject: one.name or one.subject for one in result.plan.facts.roster}
        self.last = HEAD + len(self.rows) - 1
        self.codes, self.collapsed = columns_of(result, group)
        self.place = {code: 2 + i for i, (code, _) in enumerate(self.codes)}
        self.total = 2 + len(self.codes)
        vetoed = (result.effects.get(subject.subject) for subject in self.rows)
        self.zeroed = any(effect is not None and effect.zeroed for effect in vetoed)

    def write(self) -> None:
        self._page()
        self._heads()
        for at in self.line_of:
            self._row(at, self.rows[at])
        self._foot()

    # ------------------------------------------------------------ what stands in which column

    def _cell(self, code: str, at: int) -> str:
        return xl_rowcol_to_cell(self.line_of[at], self.place[code]) if code in self.place else ""

    def _column_range(self, code: str) -> str:
        name = xl_col_to_name(self.place[code])
        return f"${name}${HEAD + 1}:${name}${self.last + 1}"

    def _own(self, code: str, at: int) -> str | None:
        subject = self.rows[at].subject
        own = self.collapsed.get(code, ())
        if all(self.result.cell(subject, child) is None for child in own):
            return None
        first, last = self.detail.rows_of(self.rows[at], code, own)
        return f"SUM('{DETAIL}'!$G${first}:$G${last})"

    # ------------------------------------------------------------ writing

    def _row(self, at: int, subject: Subject) -> None:
        line, row = self.result.lines[subject.subject], self.line_of[at]
        self.sheet.write_number(row, 0, row - HEAD + 1, self.styles["center"])
        self.sheet.write_string(row, 1, called(subject, self.names), self.styles["text"])
        for node, codes in self.collapsed.items():
            if any(self.result.cell(subject.subject, code) is not None for code in codes):
                self.detail.rows_of(subject, node, codes)
        for code, _ in self.codes:
            if code in self.result.plan.nodes:
                self._node(at, code)
            else:
                self._item(at, code)
        self._result(at, line)
        roomy = 22 if len(self.rows) <= ROOMY else 16
        tall = max(
            roomy,
            15 * -(-len(note_of(self.result, line, self.grades)) // NOTE_LETTERS),
            15 * -(-len(called(subject, self.names)) // LONG_NAME),
        )
        self.sheet.set_row(row, tall)

    def _item(self, at: int, code: str) -> None:
        subject, row = self.rows[at].subject, self.line_of[at]
        score, cell = self.result.score(subject, code), self.result.cell(subject, code)
        if score is not None:
            self._number(row, self.place[code], score, self.styles["number"])
            return
        text = "" if cell is None else why_open(self.result, cell)
        self.sheet.write_string(row, self.place[code], text, self.styles["center"])

    def _node(self, at: int, code: str) -> None:
        row, values = self.line_of[at], self.result.nodes[self.group.name][code]
        style = self.styles["strong"]
        if not values.has[at]:
            self.sheet.write_string(row, self.place[code], "—", self.styles["center"])
            return
        text = number_text(values.value.ratio(at))
        sheet = Sheet(self.result, self.group.name, self._cell, self._column_range, self._own)
        formula = None if self.zeroed and self._uses_cohort(code) else node_formula(
            sheet, self.result.plan.nodes[code], at, values
        )  # fmt: skip
        if formula is None:
            self._number(row, self.place[code], text, style)
        else:
            self.sheet.write_formula(row, self.place[code], "=" + formula, style, float(text))

    def _number(self, row: int, place: int, text: str, style: Any) -> None:
        """A number where fifteen digits hold it, its exact digits as text where they do not."""
        digits = len(text.lstrip("-").replace(".", "").lstrip("0"))
        if digits > DIGITS and abs(Fraction(text)) >= LARGE:
            self.sheet.write_string(row, place, text, style)
        else:
            self.sheet.write_number(row, place, float(text), style)

    def _uses_cohort(self, code: str) -> bool:
        entries = self.result.plan.nodes[code].get("coefficients", ())
        return any(entry["map"] in {"minmax", "mean_ratio"} for entry in entries)

    def _result(self, at: int, line: Line) -> None:
        row, root = self.line_of[at], self.group.entry["root"]
        if line.total is None:
            for place in range(3):
                self.sheet.write_string(row, self.total + place, "—", self.styles["center"])
        else:
            effect = self.result.effects.get(line.subject)
            formula = rounded(self._cell(root, at), self.result.plan.rulebook["rounding"]["total"])
            if effect is not None and effect.cap is not None:
                formula = f"MIN({formula},{number_text(effect.cap)})"
            if abs(Fraction(line.total)) < LARGE:
                self.sheet.write_formula(
                    row, self.total, "=" + formula, self.styles["total"], float(line.total)
                )
            else:
                self._number(row, self.total, line.total, self.styles["total"])
            self._rank(row, line)
        if line.total is not None or line.subject in self.grades:
            grade = self.grades.get(line.subject, (line.grade or "", ""))[0]
            self.sheet.write_string(row, self.total + 2, grade, self.styles["center"])
        self.sheet.write_string(
            row, self.total + 3, note_of(self.result, line, self.grades), self.styles["text"]
        )

    def _rank(self, row: int, line: Line) -> None:
        if line.rank is None:
            self.sheet.write_string(row, self.total + 1, "", self.styles["center"])
            return
        if not self._ranks_live():
            self.sheet.write_number(row, self.total + 1, line.rank, self.styles["center"])
            return
        name = xl_col_to_name(self.total)
        where = f"${name}${HEAD + 1}:${name}${self.last + 1}"
        formula = f"=RANK({name}{row + 1},{where})"
        self.sheet.write_formula(row, self.total + 1, formula, self.styles["center"], line.rank)

    def _ranks_live(self) -> bool:
        """Whether a formula ranks as the rule book does; those without a total are no number and stand aside by themselves."""
        ranking = self.group.entry["ranking"]
        lines = [self.result.lines[one.subject] for one in self.rows]
        aside = any(line.total is not None and line.rank is None for line in lines)
        small = all(abs(Fraction(line.total or 0)) < LARGE for line in lines)
        plain = (
            ranking["style"] == "competition" and not ranking["keys"] and ranking["on"] == "rounded"
        )
        return plain and small and not aside

    def _heads(self) -> None:
        plan, sheet = self.result.plan, self.sheet
        width = self.total + 3
        stage = f" {self.stage}" if self.stage else ""
        number = f"（第 {self.draft} 稿{stage}）" if self.draft else ""
        title = f"{self.title or plan.rulebook['name']}总表 · {self.group.name}{number}"
        sheet.merge_range(0, 0, 0, width, title, self.styles["title"])
        internal = "" if self.final else "内部资料　"
        note = f"{internal}期间:{plan.rulebook['period']}  截至:{plan.facts.as_of or '—'}  单位:分"
        note = full_width(note)
        sheet.merge_range(1, 0, 1, width, note, self.styles["note"])
        for at, text in ((0, "序号"), (1, self._who()), *(
            (self.total + i, text) for i, text in enumerate(("总分", "名次" if self._ranks_live() else f"名次{TYPED}", "等次", "备注"))
        )):  # fmt: skip
            sheet.merge_range(2, at, 3, at, text, self.styles["head"])
        self._papers()
        for code, _ in self.codes:
            sheet.write_string(3, self.place[code], self._name(code), self.styles["head"])

    def _who(self) -> str:
        return "姓名" if all(subject.kind == "person" for subject in self.rows) else "单位"

    def _name(self, code: str) -> str:
        plan = self.result.plan
        entry = plan.nodes.get(code) or plan.items[code]
        typed = TYPED if code in plan.nodes and self.zeroed and self._uses_cohort(code) else ""
        return full_width(str(entry["name"]) + ("(合计)" if code in plan.nodes else "")) + typed

    def _papers(self) -> None:
        """The row of paper names, merged over the columns that belong to each."""
        start = 0
        while start < len(self.codes):
            stop = start
            while stop + 1 < len(self.codes) and self.codes[stop + 1][1] == self.codes[start][1]:
                stop += 1
            name = self.codes[start][1] or "综合"
            if stop > start:
                self.sheet.merge_range(2, 2 + start, 2, 2 + stop, name, self.styles["head"])
            else:
                self.sheet.write_string(2, 2 + start, name, self.styles["head"])
            start = stop + 1

    def _foot(self) -> None:
        row = self.last + 2
        for at, text in enumerate(("制表：", "审核：", "负责人：", "日期：")):
            self.sheet.write_string(
                row, 1 + at * max(2, self.total // 4), text, self.styles["sign"]
            )
        receipt = (
            f"回执：运行号 {self.result.run}；规则书 {self.result.rulebook_digest[:16]}；"
            f"事实 {self.result.facts_digest[:16]}；语义第 1 版"
        )
        self.sheet.write_string(row + 2, 0, receipt, self.styles["receipt"])

    def _page(self) -> None:
        sheet = self.sheet
        paged(sheet, HEAD, self.result.run, paper=A3)
        sheet.repeat_columns(0, 1)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, NAME_WIDTH)
        sheet.set_column(2, self.total - 1, 6.6)
        sheet.set_column(self.total, self.total + 2, 7)
        sheet.set_column(self.total + 3, self.total + 3, 26)
        sheet.set_row(0, 30)
        sheet.set_row(2, 24)
        longest = max((len(self._name(code)) for code, _ in self.codes), default=0)
        sheet.set_row(3, 15 * min(9, max(2, -(-longest // 3))))


def _sheet_name(name: str) -> str:
    cleaned = "".join("_" if mark in "[]:*?/\\'" else mark for mark in name)
    return cleaned[:31] or "总表"
