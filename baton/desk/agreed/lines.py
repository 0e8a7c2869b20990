"""目标表一格一格: the values of a table of targets with their names resolved, each beside what stands there now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from baton.desk.agreed import joined
from baton.desk.agreed.asking import ITEM, UNIT, Names, Said, doubled, in_two_ways
from baton.desk.agreed.measures import Measures, said_in, units_of
from baton.desk.agreed.since import shown
from baton.desk.agreed.tasks import POINTS, Agreed
from baton.desk.questions import Question
from baton.desk.rules import target_words
from baton.documents.agreement_tables import HAS_TASK, TASK
from baton.documents.headings import LEAVE
from baton.documents.layouts.measures import in_own_unit, is_measure
from baton.documents.names import NameBook, ask
from baton.documents.numbers import PERCENT_UNITS, in_unit, read_number
from baton.documents.problems import Problems
from baton.documents.target_words import FIELD_SYNONYMS
from baton.domain.assessment import gather
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round
from baton.domain.targets import queries
from baton.domain.targets.services import Cell, Line
from baton.punctuation import full_width
from baton.scoring.facts import EVERYBODY

EVERYONE = frozenset(("*", "全部", "所有单位", "各单位", "全体"))


@dataclass(frozen=True)
class Written:
    """One value as the table says it, beside what stands there now; old and new are None for 无此任务, "" for nothing."""

    line: Line
    name: str
    indicator: str
    place: str
    old: str | None

    @property
    def new(self) -> str | None:
        return "" if self.line.is_withdrawn else self.line.value

    @property
    def is_new(self) -> bool:
        return self.old == ""

    @property
    def is_same(self) -> bool:
        return self.old == self.new


class Reader:
    """Names resolved, blanks counted, doubles and doubtful values asked about; each value beside what stands there now.

    name: the file's, as its places begin.
    """

    def __init__(
        self, round: Round, agreed: Agreed, problems: Problems, measures: Collection[str], said: Said, name: str
    ) -> None:  # fmt: skip
        answers = {(one.code, one.written): one.answer for one in said_in(measures)}
        book = gather.rulebook_of(round)
        self.measures = Measures(units_of(book), answers)
        data = {entry["code"]: entry for entry in book["data"]}
        self.held = {item["code"]: target_words.units_of(item, data) for item in book["items"]}
        self.agreed, self.problems = agreed, problems
        self.names = orgs.names(round.scheme.year)
        aliases = orgs.aliases() | said.of(UNIT)
        self.units = NameBook(self.names, aliases, kind="单位")
        self.indicators = {one.code: one for one in agreed.indicators}
        self.items = NameBook(agreed.names, said.of(ITEM), kind="指标")
        self.said, self.name = said, name
        assessed = frozenset[str]().union(*(one.open_to for one in agreed.every))
        order = sorted(
            self.names, key=lambda code: code not in assessed
        )  # their official order within
        self.unknown = Names(
            {UNIT: self.units, ITEM: self.items},
            {UNIT: {code: self.names[code] for code in order}, ITEM: agreed.names},
            orgs.people(round.scheme.year),
            joined.grouped(round.scheme.year),
        )
        self.asks: list[Question] = []
        self.unused: Counter[tuple[str, str]] = Counter()
        self.seen = queries.head(round.scheme)
        self.now: dict[Cell, str | None] = {
            (*pair, name): value for pair, own in shown(round).items() for name, value in own.items()
        }  # fmt: skip
        self.blank = 0

    def lines(self, rows: Iterable[dict[str, Any]]) -> list[Written]:
        found: dict[Cell, Written] = {}
        strange: Counter[str] = Counter()
        said, groups = self.said.of(UNIT), self.unknown.groups
        for row in joined.apart(rows, said, self.units, groups, self.problems):
            one = self._written(row)
            if one is None:
                continue
            first = found.setdefault(one.line.cell, one)
            if first is not one:
                what = f"“{one.name}”的“{one.indicator}”的{one.line.field}写了两次"
                self.asks.append(doubled(first.place, one.place, what, self.name))
            self._count(one, strange)
        for (task, name), count in self.unused.items():
            what = f"规则书里“{task}”不从责任书取“{name}”,{count} 格照样记下,不影响计分"
            self.problems.warn("责任书", what, "如果应当用到,请核对栏目名称", code="field-unused")
        for name, count in strange.items():
            what = f"“{name}”不在这些单位的指标体系里,{count} 格不影响计分"
            self.problems.warn("责任书", what, "请核对单位和指标", code="not-concerned")
        return [*found.values(), *self._tasks_again(found)]

    def _written(self, row: dict[str, Any]) -> Written | None:
        subject = EVERYBODY if row["unit"] in EVERYONE else self._find(self.units, row["unit"], UNIT, row)  # fmt: skip
        code = self._find(self.items, row["item"], ITEM, row)
        if row["state"] == "not_yet" and not row["value"]:
            self.blank += 1
            return None
        if row["state"] not in ("reported", "not_applicable"):
            what = "这一格写的不是目标,没有读"
            self.problems.warn(row["place"], what, "有目标请填数,没有此任务请写“无此任务”", code="no-target")  # fmt: skip
            self.blank += 1
            return None
        if not subject or not code:
            return None
        field = self._field(code, row["field"])
        if field == TASK and row["value"] not in ("", HAS_TASK):
            what = f"“有此任务”一格写的是“{row['value'][:20]}”"
            self.problems.error(
                row["place"], what, "有这项任务写“有”,没有写“无此任务”", code="task"
            )
            return None
        if not self._is_plain(code, field, row):
            return None
        value = self.measures.settle(code, field, row, self.items.name(code))
        line = Line(subject, code, field, value or None, full_width(row["place"].split(" (")[0]))  # fmt: skip
        return Written(
            line, self.names.get(subject, "各单位"), self.items.name(code), row["place"], self.now.get(line.cell, "")
        )  # fmt: skip

    def _is_plain(self, code: str, field: str, row: dict[str, Any]) -> bool:
        """Whether a figure with a unit, a 万 or a 亿 of its own says what it comes to; a unit that is spelt out is followed."""
        reading, own = read_number(row.get("written") or "0"), self.measures.units.get(code, "")
        beside = row.get("measure", "")
        unit = beside if is_measure(beside) else own
        if spelt := in_own_unit(reading, own or unit) if field != POINTS else None:
            row["value"], row["measure"] = spelt, own or unit
            return True
        is_held = self.held.get(code, {}).get(field, "") not in ("", *PERCENT_UNITS)
        is_other = is_held and (is_measure(reading.unit) or reading.unit in PERCENT_UNITS)
        if reading.unit and not is_other and (not reading.scale or reading.unit in PERCENT_UNITS):
            row["measure"] = "" if is_measure(reading.unit) else beside
            return True
        if not reading.scale and (not reading.unit or field == POINTS):
            return True
        unit = "" if field == POINTS else unit
        meant, is_sure = in_unit(reading, unit)
        if is_sure:
            row["value"], row["measure"] = meant[0], unit
            return True
        self.asks.append(in_two_ways(row["place"], row["written"], meant, unit, self.name))
        return False

    def _find(self, book: NameBook, written: str, what: str, row: dict[str, Any]) -> str:
        match = book.find(written)
        if match.id is not None or not written:
            return match.id or ""
        is_left = self.said.of(what).get(written) == LEAVE
        if is_left or self.unknown.note(what, written, row["place"]):
            return ""
        wrong, _, code = ask(match, written, "单位" if what == UNIT else "指标")
        if all(one.what != wrong for one in self.problems):
            self.problems.error(row["place"], wrong, "不认得的写法太多，请核对是不是传错了表", code=code)  # fmt: skip
        return ""

    def _field(self, code: str, written: str) -> str:
        """The field as the rule book calls it, where the table used another usual word for the same."""
        own = self.indicators[code].fields if code in self.indicators else ()
        if written in own:
            return written
        meant = [name for name in own if name in _synonyms(written)]
        return meant[0] if len(meant) == 1 else written

    def _count(self, one: Written, strange: Counter[str]) -> None:
        indicator = self.indicators.get(one.line.indicator)
        if indicator is None or one.line.field not in indicator.asked:
            self.unused[one.indicator, one.line.field] += 1
        if indicator is None or one.line.subject == EVERYBODY:
            return
        if one.line.subject not in indicator.open_to:
            strange[indicator.name] += 1

    def _tasks_again(self, found: dict[Cell, Written]) -> list[Written]:
        """Where a unit gets a figure for what was 无此任务, the other fields no longer say 无此任务."""
        given = {cell[:2] for cell, one in found.items() if one.line.value is not None}
        return [
            replace(
                found[next(cell for cell in found if cell[:2] == none[:2])],
                line=Line(*none, None, is_withdrawn=True), old=None,
            )
            for none, value in self.now.items()
            if value is None and none[:2] in given and none not in found
        ]  # fmt: skip


def _synonyms(written: str) -> tuple[str, ...]:
    """Usual words for the same field."""
    return next((names for names in FIELD_SYNONYMS if written in names), ())
