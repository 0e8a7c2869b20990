"""Lays the 总表 out for A3: one sheet per group, heads by paper, formulas, signatures and the receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from baton.documents.board_workbook.before import Before
from baton.documents.board_workbook.columns import (
    OWN,
    called,
    columns_of,
    folded_note,
    name_of,
    note_of,
    places_of,
    texts_of,
    why_open,
)
from baton.documents.board_workbook.detail import (
    A3,
    DETAIL,
    Detail,
    number_text,
    paged,
    styles_of,
    with_places,
)
from baton.documents.board_workbook.form import OWN_FORM, BoardForm
from baton.documents.board_workbook.formulas import LARGE, Sheet, child_cell, node_formula
from baton.documents.board_workbook.tail import Tail
from baton.documents.plain_names import plain_names, plainly
from baton.documents.scheme_table import spoken
from baton.punctuation import full_width
from baton.scoring.facts import Subject
from baton.scoring.plan import Group
from baton.scoring.result import Result

HEAD = 4  # rows above the first unit: title, note, two rows of heads
LINKED = {"children", "link"}  # kinds that take what others have
TAKEN = "取自别的考核对象的得分，那边改了这里不跟着变"
TOO_LARGE = "数太大，电子表格只算得准十五位"
ROOMY = 40  # with so few rows there is room for pen marks between the lines
NAME_WIDTH, LONG_NAME, NOTE_LETTERS = (
    30,
    14,
    13,
)  # width of the names; letters in a line of names, of notes


def write_board(
    result: Result, path: str | Path, *, draft: int | None = None, title: str | None = None, final: bool = False,
    stage: str = "", grades: Mapping[str, tuple[str, str]] | None = None,
    order: Mapping[str, Sequence[str]] | None = None, only: str = "", moves: Mapping[str, str] | None = None,
    form: BoardForm = OWN_FORM, round: str = "", names: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Write the 总表 of every group to ``path``; ``draft`` is the 第×稿 printed in the head.

    ``order`` has the groups and everybody in them in official order; without it they stand as the roster has them.

    All but the ``final`` one say that they are for internal use. ``grades`` has the grade of units on which an organ
    decided, with what stands beside it. ``names`` has everybody as lists name them. ``moves`` has how far everybody has come since the draft before, ``form`` what
    an office words itself.
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
                order=order.get(group.name, ()), moves=moves, form=form, round=round, names=names or {},
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
        moves: Mapping[str, str] | None,
        form: BoardForm,
        round: str,
        names: Mapping[str, str],
    ) -> None:
        self.result, self.group, self.styles, self.detail = result, group, styles, detail
        self.draft, self.title, self.final, self.grades = draft, title, final, grades
        self.stage = stage
        self.plain = plain_names(result.plan.rulebook, group.name)
        self.sheet = book.add_worksheet(_sheet_name(group.name))
        self.rows = result.plan.rows[group.start : group.stop]
        said = {subject: place for place, subject in enumerate(order)}
        listed = sorted(
            range(len(self.rows)),
            key=lambda i: (said.get(self.rows[i].subject, len(said)), self.rows[i].order, self.rows[i].subject),
        )  # fmt: skip
        self.line_of = {at: HEAD + place for place, at in enumerate(listed)}
        own = {one.subject: one.name or one.subject for one in result.plan.facts.roster}
        self.called = {one.subject: names.get(one.subject) or called(one, own) for one in self.rows}
        self.last = HEAD + len(self.rows) - 1
        self.codes, self.collapsed = columns_of(result, group)
        self.place = {code: 2 + i for i, (code, _) in enumerate(self.codes)}
        self.total = 2 + len(self.codes)
        self.book, self.form, self.round = book, form, round
        self.tail = Tail(
            book, self.sheet, styles, result, group, first=HEAD, last=self.last, at=self.total, grades=grades, moves=moves
        )  # fmt: skip
        self.texts = {code: texts_of(result, group, code) for code in self.place}
        self.places = {code: places_of(texts.values()) for code, texts in self.texts.items()}
        self.before = Before(result, group, at=self.tail.end + 2, line_of=self.line_of)
        self.typed: dict[str, str] = {}  # by name of a column why no formula gives its figures

    def write(self) -> None:
        self._page()
        self._heads()
        for at in self.line_of:
            self._row(at, self.rows[at])
        self.before.write(self.book, self.sheet, self.styles, self._cell)
        self._foot()

    # ------------------------------------------------------------ what stands in which column

    def _cell(self, code: str, at: int) -> str:
        return xl_rowcol_to_cell(self.line_of[at], self.place[code]) if code in self.place else ""

    def _ranges(self, code: str) -> str:
        return self.before.ranges(code, self.place[code]) if code in self.place else ""

    def _own(self, code: str, at: int) -> str | None:
        subject = self.rows[at].subject
        own = self.collapsed.get(code, ())
        if all(self.result.score(subject, child) is None for child in own):
            return None
        if OWN + code in self.place:
            return self._cell(OWN + code, at)
        return self._summed(code, at)

    def _summed(self, code: str, at: int) -> str:
        """A unit's own indicators of a part, added up where they are listed."""
        own = self.collapsed[code]
        first, last = self.detail.rows_of(self.rows[at], code, own)
        return f"SUM('{DETAIL}'!$G${first}:$G${last})"

    def _reckoning(self) -> Sheet:
        return Sheet(
            self.result, self.group.name, self._cell,
            lambda code: self.before.members[code].values(), self._ranges, self._own,
        )  # fmt: skip

    def _style(self, code: str, name: str) -> Any:
        return with_places(self.book, self.styles, name, self.places[code])

    # ------------------------------------------------------------ writing

    def _row(self, at: int, subject: Subject) -> None:
        line, row = self.result.lines[subject.subject], self.line_of[at]
        self.sheet.write_number(row, 0, row - HEAD + 1, self.styles["center"])
        self.sheet.write_string(row, 1, self.called[subject.subject], self.styles["text"])
        for node, codes in self.collapsed.items():
            if any(self.result.cell(subject.subject, code) is not None for code in codes):
                self.detail.rows_of(subject, node, codes)
        for code, _ in self.codes:
            if code in self.result.plan.nodes:
                self._node(at, code)
            elif code.startswith(OWN):
                self._together(at, code)
            else:
                self._item(at, code)
        self.tail.write(row, line, child_cell(self._reckoning(), self.group.entry["root"], at))
        roomy = 22 if len(self.rows) <= ROOMY else 16
        tall = max(
            roomy,
            15 * -(-len(note_of(self.result, line, self.grades)) // NOTE_LETTERS),
            15 * -(-len(self.called[subject.subject]) // LONG_NAME),
        )
        self.sheet.set_row(row, tall)

    def _item(self, at: int, code: str) -> None:
        subject, row = self.rows[at].subject, self.line_of[at]
        score, cell = self.result.score(subject, code), self.result.cell(subject, code)
        if score is not None:
            self.tail.number(row, self.place[code], score, self._style(code, "number"))
            return
        text = "" if cell is None else why_open(self.result, cell)
        self.sheet.write_string(row, self.place[code], text, self.styles["center"])

    def _together(self, at: int, code: str) -> None:
        """Own indicators as one figure."""
        row, place = self.line_of[at], self.place[code]
        text = self.texts[code].get(at)
        if text is None:
            self.sheet.write_string(row, place, "—", self.styles["center"])
        elif abs(Fraction(text)) < LARGE:
            formula = "=" + self._summed(code.removeprefix(OWN), at)
            self.sheet.write_formula(row, place, formula, self._style(code, "number"), float(text))
        else:
            self.tail.number(row, place, text, self._style(code, "number"))

    def _node(self, at: int, code: str) -> None:
        row, values = self.line_of[at], self.result.nodes[self.group.name][code]
        style = self._style(code, "strong")
        if not values.has[at] or values.is_bare(at):
            self.sheet.write_string(row, self.place[code], "—", self.styles["center"])
            return
        text = number_text(values.value.ratio(at))
        node = self.result.plan.nodes[code]
        formula = node_formula(self._reckoning(), node, at, values)
        if formula is None:
            self.typed[self._name(code)] = TAKEN if node["kind"] in LINKED else TOO_LARGE
            self.tail.number(row, self.place[code], text, style)
        else:
            self.sheet.write_formula(row, self.place[code], "=" + formula, style, float(text))

    def _heads(self) -> None:
        plan, sheet = self.result.plan, self.sheet
        stage = f" {self.stage}" if self.stage else ""
        number = f"（第 {self.draft} 稿{stage}）" if self.draft else ""
        told = {
            "方案": self.title or plan.rulebook["name"],
            "轮次": self.round,
            "分组": self.group.name,
            "哪一步": self.stage,
        }
        told["稿"] = f"第{self.draft}稿" if self.draft else "试算"
        title = self.form.titled(told) + number
        width = self.tail.end
        sheet.merge_range(0, 0, 0, width, title, self.styles["title"])
        internal = "" if self.final else "内部资料　"
        period = str(plan.rulebook["period"])
        period += "年" if period.isdigit() else ""
        note = f"{internal}期间:{period}  截至:{spoken(plan.facts.as_of) if plan.facts.as_of else '—'}  单位:分"
        note = full_width(note)
        sheet.merge_range(1, 0, 1, width, note, self.styles["note"])
        for at, text in ((0, "序号"), (1, self._who()), *(
            (self.total + i, text) for i, text in enumerate(self.tail.heads)
        )):  # fmt: skip
            sheet.merge_range(2, at, 3, at, text, self.styles["head"])
        self._papers()
        for code, _ in self.codes:
            sheet.write_string(3, self.place[code], self._name(code), self.styles["head"])

    def _who(self) -> str:
        return "姓名" if all(subject.kind == "person" for subject in self.rows) else "单位"

    def _name(self, code: str) -> str:
        return plainly(name_of(self.result, code), self.plain)

    def _papers(self) -> None:
        """The row of paper names, merged over the columns that belong to each."""
        start = 0
        while start < len(self.codes):
            stop = start
            while stop + 1 < len(self.codes) and self.codes[stop + 1][1] == self.codes[start][1]:
                stop += 1
            name = plainly(self.codes[start][1], self.plain) or "综合"
            if stop > start:
                self.sheet.merge_range(2, 2 + start, 2, 2 + stop, name, self.styles["head"])
            else:
                self.sheet.write_string(2, 2 + start, name, self.styles["head"])
            start = stop + 1

    def _foot(self) -> None:
        row = self.last + 2
        folded = plainly(folded_note(self.result, self.collapsed, DETAIL), self.plain)
        if books := full_width(self.result.plan.facts.books_told):
            folded = [f"{books}。", *folded]
        reasons = [f"“{name}”一栏有数值：{why}。" for name, why in self.typed.items()]
        folded += plainly([*self.before.notes, *reasons], self.plain)
        for note in (*folded, *([self.tail.note] if self.tail.note else []), *self.form.notes):
            self.sheet.write_string(row, 0, note, self.styles["sign"])
            row += 1
        apart = max(2, self.total // max(1, len(self.form.signs)))
        for at, text in enumerate(self.form.signs):
            self.sheet.write_string(row, 1 + at * apart, text, self.styles["sign"])
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
        sheet.set_column(self.total, self.tail.end - 1, 7)
        sheet.set_column(self.tail.end, self.tail.end, 26)
        sheet.set_row(0, 30)
        sheet.set_row(2, 24)
        longest = max((len(self._name(code)) for code, _ in self.codes), default=0)
        sheet.set_row(3, 15 * min(9, max(2, -(-longest // 3))))


def _sheet_name(name: str) -> str:
    cleaned = "".join("_" if mark in "[]:*?/\\'" else mark for mark in name)
    return cleaned[:31] or "总表"
