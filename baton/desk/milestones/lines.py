"""一行里程碑的意思: the indicator, who has to, by which day, what figures have to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from baton.desk.milestones.days import due_days, end_of_month
from baton.desk.milestones.gauges import gauges_of
from baton.desk.milestones.meant import (
    ASKED,
    DAY,
    EVERYBODY,
    ITEM,
    LEFT_OUT,
    TASK,
    UNIT,
    Questions,
)
from baton.desk.milestones.requirements import FIGURE, SHARE, WORDS, required
from baton.documents.names import NameBook, normalised
from baton.documents.problems import Problems
from baton.documents.several_names import is_vague, named_in
from baton.documents.tables import Row, split_list
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress import milestone_services as services
from baton.domain.progress.milestone_services import Planned
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of

_ALL = re.compile(
    r"(?:各|全部|所有|全体)(?:责任|被考核|市直|考核)*(?:单位|部门|对象|县市区|县区|区县)|全市|各地|各部门各单位"
)
_SAID = {SHARE: "年度目标的 {}%", FIGURE: "指标本身达到 {}{}"}
Whom = list[tuple[Unit | None, str]]  # a unit, or everybody, of a group where one is named


class LineReader:
    """Reads the rows of a table of milestones; what is not known becomes a question, what is wrong a problem."""

    def __init__(self, round: Round, questions: Questions, problems: Problems) -> None:
        self.year, self.questions, self.problems = round.scheme.year, questions, problems
        book = book_of(round.version)
        self.items = {item["code"]: item for item in book["items"]}
        self.item_names = {code: item["name"] for code, item in self.items.items()}
        self.gauges = gauges_of(book)
        self.item_book = NameBook(self.item_names, {}, kind="指标")
        self.names = orgs.names(self.year)
        self.unit_book = NameBook(self.names, orgs.aliases(), kind="单位")
        self.groups = {normalised(name): name for name in orgs.group_names(self.year)}

    def read(self, row: Row) -> list[Planned]:
        """The milestones of one row: one for each unit and each day; none while something is open."""
        item = self._item(row)
        whom = self._whom(row)
        days = self._days(row)
        if not row["asked"]:
            place = row["places"].get("asked", row["source"])
            self.problems.error(place, "“进度要求”是空的", "请写明到时候要做到什么", code="blank")
        if item is None or whom is None or days is None or not row["asked"]:
            return []
        code, task = item
        if not self._are_short(row, task):
            return []
        gauge = self.gauges.get(code)
        found = []
        for day in days:
            measure, figure = self._required(row, code, required(row["asked"], gauge, day))
            found += [
                Planned(task, day, row["asked"], code, unit, group, self._lead(row, code), measure, figure)
                for unit, group in whom
            ]  # fmt: skip
        return found

    def _item(self, row: Row) -> tuple[str, str] | None:
        """Code and name; a task that is no indicator has no code. None while it is asked about."""
        name, work = row["name"], row["work"]
        written = name or work
        if not written:
            what = "没有写指标或任务"
            self.problems.error(row["source"], what, "请写明是哪个指标或哪项任务", code="blank")
            return None
        said = self.questions.answer(ITEM, written)
        match = self.item_book.find(written)
        code = said if said in self.items else match.id
        if code and said != TASK:
            task = self.item_names[code]
            return code, f"{task}：{work}" if work and name else task
        is_task = said == TASK or not (match.candidates and "name" in row["places"] and name)
        if is_task and said != LEFT_OUT:
            return "", f"{name}：{work}" if name and work else written
        if said == LEFT_OUT:
            return None
        near = [(code, name) for code, name in self.item_names.items() if name in match.candidates]
        rest = [one for one in self.item_names.items() if one not in near]
        choices = [
            *((code, f"指标“{name}”") for code, name in near), (TASK, "不是指标，是一项任务"),
            (LEFT_OUT, "不收这几行"), *((code, f"指标“{name}”") for code, name in rest),
        ]  # fmt: skip
        self._ask(row, "name", ITEM, written, f"“{written}”是哪个指标", choices, "指标体系里没有")
        return None

    def _whom(self, row: Row) -> Whom | None:
        """Everybody where nobody is named; None while a name is asked about."""
        text = row["unit"].strip()
        if group := self.groups.get(normalised(text.removeprefix("各"))):
            return [(None, group)]
        if not text or _ALL.fullmatch(normalised(text)):
            return [(None, "")]
        whole = self.unit_book.find(text).id or self.questions.answer(UNIT, text)
        parts = [text] if whole or (is_vague(text) and not named_in(text)[0]) else split_list(text)
        found: Whom = []
        is_open = False
        for part in parts:
            code = self.unit_book.find(part).id or self.questions.answer(UNIT, part)
            if code in self.names:
                found.append((self._units[code], ""))
            elif code == EVERYBODY:
                found.append((None, ""))
            elif code != LEFT_OUT:
                is_open = True
                self._ask_unit(row, part)
        return None if is_open else found

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in Unit.objects.filter(code__in=self.names)}

    def _ask_unit(self, row: Row, written: str) -> None:
        near = self.unit_book.find(written).candidates
        first = [(code, f"就是{name}") for code, name in self.names.items() if name in near]
        rest = [(code, f"就是{name}") for code, name in self.names.items() if name not in near]
        choices = [*first, (EVERYBODY, "是各单位"), (LEFT_OUT, "不收这几行"), *rest]
        self._ask(row, "unit", UNIT, written, f"“{written}”是哪个单位", choices, "名册里没有")

    def _days(self, row: Row) -> list[date] | None:
        text = row["due"]
        if not text:
            place = row["places"].get("due", row["source"])
            self.problems.error(place, "“时间节点”是空的", "请写明哪天以前，如 6月30日、6月底", code="blank")  # fmt: skip
            return None
        if days := due_days(text, self.year):
            return days
        said = self.questions.answer(DAY, text)
        if said == LEFT_OUT:
            return []
        if said.isdecimal() and 1 <= int(said) <= 12:
            return [end_of_month(self.year, int(said))]
        choices = [(str(month), f"{month} 月底") for month in range(12, 0, -1)]
        self._ask(row, "due", DAY, text, f"时间节点“{text}”是哪天", [*choices, (LEFT_OUT, "不收这几行")], "看不出是哪一天")  # fmt: skip
        return None

    def _required(self, row: Row, code: str, found: Any) -> tuple[str, str]:
        """Measure and figure, as read or as somebody said."""
        if found.other is None:
            return found.measure, found.figure
        key = f"{code}\n{row['asked']}"
        ways = dict(((found.measure, found.figure), found.other))
        said = self.questions.answer(ASKED, key)
        if said in ways:
            return said, ways[said]
        if said == LEFT_OUT:
            return WORDS, ""
        unit = self.gauges[code].unit
        choices = [(way, _SAID[way].format(figure, unit)) for way, figure in ways.items()]
        words = f"“{self.item_names[code]}”的“{row['asked']}”说的是"
        self._ask(
            row,
            "asked",
            ASKED,
            key,
            words,
            [*choices, (LEFT_OUT, "不按数核对，由考核办标")],
            "有两种读法",
        )
        return WORDS, ""

    def _ask(
        self, row: Row, column: str, kind: str, written: str, words: str, choices: Sequence[tuple[str, str]], why: str
    ) -> None:  # fmt: skip
        """A question, and the fault that stands for it until it is answered."""
        is_asked = self.questions.ask(kind, written, words, choices)
        shown = written.rpartition("\n")[2]
        remedy = "请在上面选定" if is_asked else "不认得的写法太多，请核对是不是传错了表"
        place = row["places"].get(column) or row["places"].get("work", row["source"])
        self.problems.error(place, f"“{shown}”{why}", remedy, code="asked")

    def _lead(self, row: Row, code: str) -> str:
        """As the roster calls it where it is known; the indicator's own where the table names none."""
        written = row["lead"].strip()
        if not written:
            return str(self.items[code]["lead"]) if code else ""
        found = self.unit_book.find(written).id
        return self.names[found] if found else written

    def _are_short(self, row: Row, task: str) -> bool:
        before = self.problems.error_count
        for text, most, what in (
            (task, services.LONGEST_TASK, "指标或任务"), (row["asked"], services.LONGEST_ASKED, "进度要求"),
            (row["lead"], services.LONGEST_LEAD, "牵头单位"),
        ):  # fmt: skip
            if len(text.strip()) > most:
                self.problems.error(row["source"], f"{what}有 {len(text.strip())} 个字", f"请缩短到 {most} 个字以内", code="too-long")  # fmt: skip
        return self.problems.error_count == before
