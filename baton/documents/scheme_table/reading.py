"""一行一行地读: the rows of a scheme table under its head, with sections, continuations and totals known for what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from baton.documents.numbers import fold, quoted, read_number
from baton.documents.problems import Problems
from baton.documents.scheme_table import unsure
from baton.documents.scheme_table.asides import LONGEST_LABEL, Aside, kind_of
from baton.documents.scheme_table.heads import EMPTY
from baton.documents.scheme_table.lines import Lines
from baton.documents.scheme_table.rows import (
    COEFFICIENT,
    NOTE,
    SECTION,
    SchemeRow,
    bare_points,
    is_number,
    joined,
    points_of,
)
from baton.documents.scheme_table.sharing import UNSETTLED
from baton.documents.scheme_table.sums import Sum, Taken, checked
from baton.documents.scheme_table.whom import Unclear
from baton.documents.scheme_table.words import (
    bare_category,
    is_total,
    plain_name,
    stated_in,
    stated_of,
)
from baton.documents.scheme_table.works import work_of

AGAIN = re.compile(r"[(（]?\s*(?:续\s*上?\s*[表页]|接上[表页])\s*[)）]?")


@dataclass
class Reader(Lines):
    """Reads one table. category: of the rows to come; under: what stands below the table; asides: rows that are no indicators.

    said: what the clerk answered; questions: what he is to be asked.
    """

    problems: Problems = field(kw_only=True)
    under: list[str] = field(kw_only=True)
    category: str = ""
    asides: list[Aside] = field(default_factory=list)
    said: Mapping[str, str] = field(default_factory=dict)
    questions: list[Unclear] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    percent: str = ""
    stated: str = ""  # what the table says all points come to
    is_under: bool = False
    heading: str = ""  # a section that nothing was taken under yet
    section: str = ""  # the section of the rows to come, whatever category they name themselves
    before: str = ""  # what the row above was: indicator, aside, or something between

    def read(self) -> list[SchemeRow]:
        """All its indicators."""
        self.above = {text for line in self.table.lines[: self.head.top] for text in line if text}
        for row in range(self.head.bottom + 1, len(self.table.lines)):
            self._row(row)
        self._leave_heading()
        if self.head.total:
            self.stated = self.stated or self.head.total
            self.sums.append(Sum("满分 ", self.head.total, self.table.label, 0, len(self.taken)))
        return checked(self)

    def _row(self, row: int) -> None:
        texts = list(dict.fromkeys(text for text in self.table.lines[row] if text))
        if not texts or self._is_repeated(row, texts):
            return
        written = self.points_text(row)
        if NOTE.match(texts[0]):
            self.is_under = True
        if section := self._section(row, texts, written):
            self._begin(row, section)
            return
        if self.is_under and not is_number(written):
            self.under += texts
            return
        self.is_under = False
        if self._is_sum(row, texts):
            self._add_up(row, texts, written)
            self.before = self.section = ""
            return
        self.category = self.text(row, self.group) or self.category
        name = self.text(row, self.name).replace("\n", "")
        if self._is_aside(row, name, written):
            return
        if self._continues(row, name, written):
            self._append(row)
        elif self._splits(row, name, written):
            self._keep(row, name, written, is_part=True)
        elif name:
            self._keep(row, name, written)
        elif (level := self.own_label(row)) is not None:
            self._keep(row, self.text(row, level).replace("\n", ""), written, level=level)
        else:
            said = "".join(quoted(text, 20) for text in texts[:3])
            self.left.append(f"第{row + 1}行{said}")

    def _is_repeated(self, row: int, texts: list[str]) -> bool:
        """Head, title or 续表 printed once more at the top of a page."""
        if len(texts) == 1 and (texts[0] in self.above or AGAIN.fullmatch(texts[0])):
            return True
        own = (self.name, self.head.columns["sentence"])
        return all(
            self.text(row, one) and self.text(row, one) in self.head.said[one] for one in own
        )

    # ------------------------------------------------------------ rows that are no indicators

    def _section(self, row: int, texts: list[str], points: str) -> str:
        """A row that heads the following ones: one text over the whole width, or 一、…… with nothing but its points."""
        text = texts[0].replace("\n", "")
        if is_total(text) or NOTE.match(text) or (self.is_under and not SECTION.match(text)):
            return ""
        cells = [cell for cell in self.table.lines[row] if cell]
        if len(texts) == 1:
            headed = sum(bool(said) for said in self.head.texts.values())
            is_wide = len(cells) > 2 and len(cells) >= headed - 1
            is_headed = SECTION.match(text) or stated_of(text)
            rule = self.text(row, self.head.columns.get("sentence"))
            goes_on = rule == texts[0] and len(cells) == 1 and not SECTION.match(text)
            alone = is_headed and rule in ("", texts[0]) and not goes_on
            return text if is_wide or (alone and not self._is_indicator_in_name(row)) else ""
        rest = [one for one in texts[1:] if one != points]
        if is_number(points) and points != texts[0] and not rest and (SECTION.match(text) or self._heads(row)):  # fmt: skip
            return text if stated_of(text) else f"{text}({bare_points(points)}分)"
        return ""

    def _is_indicator_in_name(self, row: int) -> bool:
        """满意度（10分） in the column of names is an indicator where points stand behind names, unless it is numbered 一、."""
        text = self.text(row, self.name)
        return self.head.in_name and bool(stated_in(text)) and not SECTION.match(text)

    def _heads(self, row: int) -> bool:
        """A category with points and nothing else, whose indicators follow in rows that don't name it again."""
        group = self.text(row, self.group)
        if not group or self.text(row, self.name) or row + 1 >= len(self.table.lines):
            return False
        below = self.text(row + 1, self.group)
        return bool(self.text(row + 1, self.name)) and (
            not below or self.table.first(row + 1, self.group or 0)[0] <= row
        )

    def _begin(self, row: int, section: str) -> None:
        """A section; 加分项：…… over the whole width is a rule and no heading of anything."""
        label, _, rest = section.partition(":" if ":" in section else "\uff1a")
        kind = kind_of([label]) if rest else ""
        if not kind and len(section) > LONGEST_LABEL:
            kind = kind_of([], section)
        self.before, self.is_under = "", False
        if kind:
            label = label if len(label) <= LONGEST_LABEL else ""
            self._lay_aside(Aside(kind, plain_name(label), section, self.place(row)))
            self.category = label or self.category
            return
        self.heading = section if not self.heading or kind_of([section]) else self.heading
        self.category = self.section = section

    def _leave_heading(self) -> None:
        """A last heading with nothing under it says something all the same."""
        if kind := kind_of([self.heading]):
            self.asides.append(
                Aside(kind, plain_name(self.heading), self.heading, self.table.label)
            )
        elif self.heading:
            self.left.append(quoted(self.heading, 40))

    def _is_sum(self, row: int, texts: list[str]) -> bool:
        sentence = self.text(row, self.head.columns.get("sentence"))
        columns = (self.name, self.group, self.head.columns.get("number"))
        for text in (texts[0], *(self.text(row, column) for column in columns)):
            bare = "".join(text.split())
            if is_total(text) and (sentence in ("", text) or len(bare) < 4 or not bare.endswith("计")):  # fmt: skip
                return True
        return False

    def _add_up(self, row: int, texts: list[str], points: str) -> None:
        """合计, 小计: compared when all is read."""
        said = re.search(r"(\d[\d.]*)\s*分?\s*[)）]?$", fold(texts[0]))
        stated = read_number(bare_points(points)).text or (said[1] if said else None)
        if stated is None or read_number(stated).text is None or not self.taken:
            return
        is_part = any("小计" in "".join(text.split()) for text in texts)
        if not is_part:
            self.stated = stated
        start = self.sums[-1].end if is_part and self.sums else 0
        self.sums.append(
            Sum("小计 " if is_part else "合计 ", stated, self.place(row), start, len(self.taken), is_part=is_part)
        )  # fmt: skip

    def _is_aside(self, row: int, name: str, written: str) -> bool:
        """加分项, 减分项, 一票否决 without points of their own: laid aside with what they say."""
        sentence = self.text(row, self.head.columns.get("sentence"))
        if COEFFICIENT.search(written) or points_of(written, f"{self.category}{name}{sentence}"):
            return False
        own = name if name and not self.same_as_above(row, self.name) else ""
        labels = [
            self.category,
            own,
            self.section,
            *(self.text(row, column) for column in self.middle),
        ]
        kind = kind_of(labels, sentence if own else "") or (kind_of([], own) if own else "")
        if not kind:
            return False
        said = [sentence or name, *(self.text(row, column) for column in self.finer), written]
        said += [self.text(row, self.head.columns.get(key)) for key in ("definition", "note")]
        quote = "\n".join(dict.fromkeys(text for text in said if text.strip("-—/ ")))
        if self.before == "aside" and not own and quote and not self.owns(row, self.group):
            last = self.asides[-1]
            self.asides[-1] = replace(last, quote=joined(last.quote, quote))
            return True
        label = next((one for one in (own, self.text(row, self.group), self.category) if one and len(one) <= LONGEST_LABEL), own)  # fmt: skip
        if own and own not in (label, *quote.splitlines()):
            quote = joined(own, quote)  # a matter too long for a label is told all the same
        self._lay_aside(Aside(kind, plain_name(label), quote or name or self.category, self.place(row)))  # fmt: skip
        return True

    def _lay_aside(self, aside: Aside) -> None:
        self.asides.append(aside)
        self.heading, self.before = "", "aside"

    # ------------------------------------------------------------ continuations

    def _continues(self, row: int, name: str, points: str) -> bool:
        """A row that goes on with the one above: no name and no points of its own."""
        column = self.head.columns.get("points")
        if not self.taken or (self.before != "indicator" and not self.same_as_above(row, self.name)):  # fmt: skip
            return False
        if not name:
            return (not points or self.same_as_above(row, column)) and not self.owns(row, self.group)  # fmt: skip
        return self.same_as_above(row, self.name) and (
            column is None or not points or self.same_as_above(row, column)
        )

    def _splits(self, row: int, name: str, points: str) -> bool:
        """A row with points of its own under the name of the one above: 招商引资（30分） has several parts."""
        if self.before != "indicator" or not is_number(points) or self.owns(row, self.group):
            return False
        if self.same_as_above(row, self.head.columns.get("points")):
            return False
        if not name:
            return not any(self.owns(row, one) for one in self.middle)
        fine, last = self.fine(row), self.taken[-1]
        return self.same_as_above(row, self.name) or bool(
            name == last.written and fine and last.fine and fine != last.fine
        )

    def _append(self, row: int) -> None:
        """What stands in a continued row goes behind what stands above it."""
        last = self.taken[-1].row
        more: dict[str, Any] = {}
        for key, text in self.texts(row).items():
            before = getattr(last, key)
            if text and text not in before.splitlines():
                is_measure = key == "measure" and before
                more[key] = f"{before}、{text}" if is_measure else joined(before, text)
        whom = self.whom(row)
        if whom and last.whom is not None and whom != last.whom:
            more["whom"] = f"{last.whom}、{whom}" if last.whom else whom
        fresh = [line for line in self.upper(row, last.name) if line not in last.upper.splitlines()]  # fmt: skip
        if fresh:
            more["upper"] = "\n".join([*last.upper.splitlines(), *fresh])
        self.taken[-1].row = replace(last, **more)

    # ------------------------------------------------------------ indicators

    def _keep(
        self, row: int, name: str, written: str, *, is_part: bool = False, level: int | None = None
    ) -> None:
        place, label = self.place(row), plain_name(name)
        if EMPTY.fullmatch(written.strip()) and any(is_number(self.text(row, one)) for one in self.head.others):  # fmt: skip
            what = f"“{label}”在“{self.head.whole(self.head.columns['points'])}”一列没有分值,不考核这些组,没有收"
            self.problems.warn(place, what, "不是这样的,请填上分值", code="scheme-apart")
            self.before = ""
            return
        written = self._points(row, name, written)
        if "points" not in self.head.columns:
            label = plain_name(bare_category(name)) or label
        if COEFFICIENT.search(written):
            what = f"“{label}”写的是系数({written}),不是分,没有读成指标"
            self.problems.warn(place, what, "收进以后请在规则书里给总分写上系数", code="scheme-coefficient")  # fmt: skip
            return
        about = f"{self.category}{name}{self.text(row, self.head.columns.get('sentence'))}"
        found = points_of(written, about)
        if found is None:
            self._refuse(place, label, written)
            return
        if found.is_percent:
            self.percent = self.percent or found.text
        column = self.head.columns.get("points", self.name)
        top, left = self.table.first(row, column)
        is_merged = (row, column) in self.table.origin and "points" in self.head.columns
        made = SchemeRow(
            category=self.category, name=label, points=found.text, place=place, role=found.role,
            work=work_of(self.text(row, self.head.columns.get("work"))),
            shared=f"{self.table.label} 第{top + 1}行第{left + 1}列" if is_merged else "",
            upper="\n".join(self.upper(row, name)), whom=self.whom(row), **self.texts(row),
        )  # fmt: skip
        one = Taken(made, row, name, self.fine(row), level, kind=kind_of([self.section]))
        if is_part:
            last = self.taken[-1]
            last.family = one.family = last.family if last.family is not None else len(self.taken) - 1  # fmt: skip
            one.written = last.written
        self.taken.append(one)
        self.heading, self.before = "", "indicator"

    def _refuse(self, place: str, name: str, written: str) -> None:
        reading = read_number(bare_points(fold(written)))
        what = f"“{name}”的分值是空的" if not written.strip() else f"分值“{written}”不是数"
        usual = "请写成数,如 8 或 7.5;加分写成 +2,扣分写成 -3"
        remedy = reading.remedy if reading.proposed or reading.choices else usual
        asked = unsure.question(place, name, written)
        self.questions += [asked] if asked else []
        code = UNSETTLED if asked else "scheme-points"
        self.problems.error(place, what, remedy, code=code)
        self.before = ""

    def _points(self, row: int, name: str, written: str) -> str:
        """The points of a row as the clerk has said them; of an empty cell those that stand behind the name."""
        if written.strip() or not stated_in(name):
            return unsure.said_of(self.place(row), written, self.said)
        what = f"“{plain_name(name)}”的分值空着,照名称里写的 {stated_in(name)} 分收"
        self.problems.warn(self.place(row), what, "不是这样的,请填上分值", code="scheme-points")
        return stated_in(name)
