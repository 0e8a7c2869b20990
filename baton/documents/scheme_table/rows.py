"""一行一个指标: the rows of a scheme table under its head, with sections, continuations and totals known for what they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from baton.documents.numbers import fold, read_number
from baton.documents.problems import Problems
from baton.documents.scheme_table.heads import Head, level_of
from baton.documents.scheme_table.sources import Table
from baton.documents.scheme_table.works import work_of

NOTE = re.compile("(注|备注|附注|说明|填表说明|填报说明)\\s*\\d?\\s*[:\uff1a]|[*\u203b]")
TOTALS = ("合计", "小计", "总计", "总分")
SECTION = re.compile(
    r"[(（]?[一二三四五六七八九十]{1,3}[)）]?\s*[、.．]?|第[一二三四五六七八九十]{1,3}[部类]"
)
STATED = re.compile(r"[(（]\s*(?:共|计|合计)?\s*(\d{1,6}(?:\.\d{1,6})?)\s*分?\s*[)）]\s*$")
COEFFICIENT = re.compile(r"系数")
MOST = re.compile(r"(?:[≤<]=?|不超过|最多|最高|累计不超过|加?至多)\s*\+?(\d{1,6}(?:\.\d{1,6})?)")
SIGNED = re.compile(r"([+-]|加|扣|减)\s*(\d{1,6}(?:\.\d{1,6})?)")
TEXTS = ("target", "sentence", "definition", "basis", "source", "lead", "scorer", "parent", "note")
BONUS, DEDUCTION = "bonus", "deduction"


@dataclass(frozen=True)
class SchemeRow:
    """One indicator as the office wrote it; ``place`` says where.

    role: "" or bonus, deduction, of which `points` is the most. shared: what it has in common with the indicators over
    which its points are merged. upper: names of the levels between category and name, as "二级指标:创新". work: the class of
    work that its own column names. whom: whom it is for as the table says, None where it has no such column; units: their
    codes, None for everybody. parent: the indicator of the upper level
    that it answers to.
    """

    category: str
    name: str
    points: str
    target: str
    sentence: str
    source: str
    lead: str
    place: str
    definition: str = ""
    basis: str = ""
    scorer: str = ""
    note: str = ""
    parent: str = ""
    role: str = ""
    shared: str = ""
    upper: str = ""
    work: str = ""
    whom: str | None = None
    units: tuple[str, ...] | None = None


@dataclass
class Reader:
    """Reads one table. category: of the rows to come; under: what stands below the table."""

    table: Table
    head: Head
    problems: Problems
    under: list[str]
    category: str = ""
    found: list[SchemeRow] = field(default_factory=list)
    is_under: bool = False
    percent: str = ""
    stated: str = ""  # what the table says all points come to

    def read(self) -> list[SchemeRow]:
        """All its indicators."""
        self.name, self.group, self.middle = self._levels()
        for row in range(self.head.bottom + 1, len(self.table.lines)):
            self._row(row)
        if self.percent:
            what = f"分值按百分数写的(如 {self.percent}%),照满分 100 分读,即 {self.percent} 分"
            self.problems.warn(
                self.table.label, what, "不是这样的,请改写成分数", code="scheme-percent"
            )
        if self.head.total:
            self._compare_head()
        return self.found

    def _levels(self) -> tuple[int, int | None, list[int]]:
        """Of the columns that name something: the indicator, its category, and what lies between or beside."""
        levels = self.head.levels
        counts = {column: self._different(column) for column in levels}
        name = max(levels, key=lambda column: (counts[column], levels.index(column)))
        coarser = [column for column in levels if column != name]
        texts = self.head.texts
        groups = [one for one in coarser if counts[one] < counts[name] or level_of(texts[one]) == 0]
        group = groups[0] if groups else None
        return name, group, [column for column in coarser if column != group]

    def _body(self) -> range:
        return range(self.head.bottom + 1, len(self.table.lines))

    def _different(self, column: int) -> int:
        return len({text for row in self._body() if (text := self._text(row, column))})

    def _text(self, row: int, column: int | None) -> str:
        line = self.table.lines[row]
        return line[column] if column is not None and column < len(line) else ""

    def _row(self, row: int) -> None:
        line = self.table.lines[row]
        texts = list(dict.fromkeys(text for text in line if text))
        if not texts or self._is_head_again(row):
            return
        name = self._text(row, self.name).replace("\n", "")
        points = self._points_text(row)
        if NOTE.match(texts[0]):
            self.is_under = True
        if section := self._section(row, texts, points):
            self.category, self.is_under = section, False
            return
        if self.is_under and not _is_number(points):
            self.under += texts
            return
        self.is_under = False
        group = self._text(row, self.group)
        self.category = group or self.category
        place = f"{self.table.label} 第{row + 1}行"
        number = self._text(row, self.head.columns.get("number"))
        if any(text.startswith(TOTALS) for text in (name, number, self.category)):
            self._compare(points, texts, place)
        elif self._continues(row, name, points):
            self._append(row)
        elif name:
            self._keep(row, name, points, place)

    def _is_head_again(self, row: int) -> bool:
        """The head printed once more at the top of a page."""
        own = [self._text(row, self.name), self._text(row, self.head.columns.get("sentence"))]
        heads = self.head.texts
        return own == [heads[self.name], heads[self.head.columns["sentence"]]]

    def _points_text(self, row: int) -> str:
        if "points" in self.head.columns:
            return self._text(row, self.head.columns["points"])
        said = STATED.search(self._text(row, self.name))
        return said[1] if said else ""

    def _section(self, row: int, texts: list[str], points: str) -> str:
        """A row that heads the following ones: one text over the whole width, or 一、…… with nothing but its points."""
        text = texts[0].replace("\n", "")
        if (
            text.startswith(TOTALS)
            or NOTE.match(text)
            or (self.is_under and not SECTION.match(text))
        ):
            return ""
        cells = [cell for cell in self.table.lines[row] if cell]
        if len(texts) == 1:
            is_wide = len(cells) > 2 and len(cells) >= len(self.table.lines[row]) - 1
            is_headed = SECTION.match(text) or STATED.search(text)
            alone = is_headed and self._text(row, self.head.columns.get("sentence")) in (
                "",
                texts[0],
            )
            return text if is_wide or alone else ""
        rest = [one for one in texts[1:] if one != points]
        if SECTION.match(text) and not rest and _is_number(points) and points != texts[0]:
            return text if STATED.search(text) else f"{text}({_bare(points)}分)"
        return ""

    def _continues(self, row: int, name: str, points: str) -> bool:
        """A row that goes on with the one above: no name and no points of its own."""
        if not self.found:
            return False
        if not name:
            return not points or self._same_as_above(row, self.head.columns.get("points"))
        return self._same_as_above(row, self.name) and (
            "points" not in self.head.columns
            or self._same_as_above(row, self.head.columns["points"])
        )

    def _same_as_above(self, row: int, column: int | None) -> bool:
        return column is not None and self.table.first(row, column)[0] < row

    def _append(self, row: int) -> None:
        """What stands in a continued row goes behind what stands above it."""
        last = self.found[-1]
        more: dict[str, Any] = {}
        for key, text in self._texts(row).items():
            before = getattr(last, key)
            if text and text not in before.splitlines():
                more[key] = _joined(before, text)
        whom = self._whom(row)
        if whom and last.whom is not None and whom != last.whom:
            more["whom"] = f"{last.whom}、{whom}" if last.whom else whom
        self.found[-1] = replace(last, **more)

    def _texts(self, row: int) -> dict[str, Any]:
        columns = self.head.columns
        found: dict[str, Any] = {key: self._text(row, columns.get(key)) for key in TEXTS}
        for column in self.head.ways:
            text = self._text(row, column)
            if text and text != found["sentence"]:
                found["sentence"] = _joined(found["sentence"], text)
        return found

    def _whom(self, row: int) -> str | None:
        column = self.head.columns.get("whom")
        return None if column is None else self._text(row, column)

    def _keep(self, row: int, name: str, written: str, place: str) -> None:
        if self.head.in_name and "points" not in self.head.columns:
            name = STATED.sub("", name).strip()
        if COEFFICIENT.search(written):
            what = f"“{name}”写的是系数({written}),不是分,没有读成指标"
            self.problems.warn(
                place, what, "收进以后请在规则书里给总分写上系数", code="scheme-coefficient"
            )
            return
        found = self._points(written, name, row, place)
        if found is None:
            return
        role, points = found
        column = self.head.columns.get("points", self.name)
        top, left = self.table.first(row, column)
        is_merged = (row, column) in self.table.origin and "points" in self.head.columns
        upper = [
            f"{self.head.texts[one]}:{text}"
            for one in self.middle
            if (text := self._text(row, one)) and text != name
        ]
        self.found.append(
            SchemeRow(
                category=self.category, name=name, points=points, place=place, role=role,
                work=work_of(self._text(row, self.head.columns.get("work"))),
                shared=f"{self.table.label} 第{top + 1}行第{left + 1}列" if is_merged else "",
                upper="\n".join(upper), whom=self._whom(row), **self._texts(row),
            )
        )  # fmt: skip

    def _points(self, written: str, name: str, row: int, place: str) -> tuple[str, str] | None:
        """Role and points of a row: 8, 8分, 8%; ≤5 and +2 of what is added, -3 of what is taken away."""
        text = fold(written).strip()
        about = name + self._text(row, self.head.columns.get("sentence"))
        if match := MOST.fullmatch(text.removesuffix("分").strip()):
            if "加分" in about or "加" in name:
                return BONUS, match[1]
            if "扣分" in about or "扣" in name:
                return DEDUCTION, match[1]
        elif match := SIGNED.fullmatch(text.removesuffix("分").strip()):
            return (BONUS if match[1] in "+加" else DEDUCTION), match[2]
        if text.endswith("%") and (reading := read_number(text[:-1])).text is not None:
            self.percent = self.percent or reading.text
            return "", reading.text
        reading = read_number(_bare(text))
        if reading.text is None:
            what = f"“{name}”的分值是空的" if not text else f"分值“{written}”不是数"
            remedy = (
                reading.remedy
                if reading.proposed or reading.choices
                else "请写成数,如 8 或 7.5;加分写成 +2,扣分写成 -3"
            )
            self.problems.error(place, what, remedy, code="scheme-points")
            return None
        return "", reading.text

    def _compare(self, points: str, texts: list[str], place: str) -> None:
        """A 合计 row against the points above it."""
        stated = read_number(_bare(points)).text
        if stated is None or not self.found or any("小计" in text for text in texts):
            return
        self.stated = stated
        self._differs(stated, "合计 ", place)

    def _compare_head(self) -> None:
        self.stated = self.stated or self.head.total
        self._differs(self.head.total, "满分 ", self.table.label)

    def _differs(self, stated: str, word: str, place: str) -> None:
        rows = [row for row in self.found if not row.role]
        total = sum((Fraction(row.points) for row in rows), Fraction(0))
        if Fraction(stated) != total and not any(row.shared for row in rows):
            what = f"表里写{word}{stated},上面 {len(rows)} 个指标的分值合计 {float(total):g}"
            self.problems.warn(place, what, "请核对分值", code="scheme-total")


def _joined(before: str, text: str) -> str:
    """Two pieces of one sentence: straight on after a comma or in the middle of it, else on a new line."""
    if not before:
        return text
    return f"{before}{text}" if not before.endswith(("。", ".", "！")) else f"{before}\n{text}"


def _bare(points: str) -> str:
    return points.strip().removesuffix("分").strip()


def _is_number(points: str) -> bool:
    return read_number(_bare(points).removesuffix("%")).text is not None
