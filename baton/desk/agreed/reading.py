"""收责任书: an office's own table of targets becomes agreed values, after a look at what is wrong and what would change."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from baton.desk.agreed import trial
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.measures import Measure, Measures, said_in, units_of
from baton.desk.agreed.since import placed, shown
from baton.desk.agreed.tasks import Agreed
from baton.desk.intake.arrivals import worded
from baton.documents.agreement_tables import BLANK_TARGET, FIELD_SYNONYMS, HAS_TASK, TASK
from baton.documents.names import NameBook, ask
from baton.documents.problems import Problem, Problems
from baton.documents.target_tables import Asked, read_targets
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running
from baton.domain.targets import queries, services
from baton.domain.targets.services import Cell, Line
from baton.punctuation import full_width
from baton.scoring.facts import EVERYBODY

EVERYONE = frozenset(("*", "全部", "所有单位", "各单位", "全体"))
PASTED = "粘贴"


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


@dataclass
class TargetsPreview:
    """What a table of targets says, before anything is written. seen: the newest line of the ledger it was compared with.

    blank: cells left empty, which change nothing; asks, settled: targets in another unit of measure, not yet and already
    said what is meant; missing: tasks that still lack something afterwards, units of them.
    """

    lines: list[Written] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    blank: int = 0
    missing: tuple[int, int] = (0, 0)
    seen: int = 0
    asks: list[Measure] = field(default_factory=list)
    settled: list[Measure] = field(default_factory=list)

    @property
    def new(self) -> list[Written]:
        return [one for one in self.lines if one.is_new and not one.is_same]

    @property
    def changed(self) -> list[Written]:
        return [one for one in self.lines if not one.is_new and not one.is_same]

    @property
    def same(self) -> int:
        return sum(one.is_same for one in self.lines)

    @property
    def can_be_taken(self) -> bool:
        """Nothing wrong, nothing open, and something to write."""
        return not self.faults and not self.asks and bool(self.new or self.changed)


def read_file(
    round: Round, path: Path, *, item: str = "", name: str = "", said: Collection[str] = ()
) -> TargetsPreview:
    """Read a table of targets; nothing is written. item: the indicator a table without names of indicators is about.

    said: what a clerk answered about units of measure, as the form sends it.
    """
    agreed, problems = agreed_of(round), Problems()
    shown = name or path.name
    rows = read_targets(path, asked=_asked(agreed), item=item, problems=problems)
    reader = _Reader(round, agreed, problems, said)
    lines = [
        replace(one, line=one.line._replace(source=one.line.source.replace(path.name, shown, 1)))
        for one in reader.lines(rows)
    ]
    faults = [one for one in problems.errors if one.what != BLANK_TARGET[0]]
    if not faults:
        faults = trial.faults(round, placed(round, [one.line for one in lines]), {one.line.cell: one.place for one in lines})  # fmt: skip
    return TargetsPreview(
        lines, _told(faults, path.name, shown), _told(problems.warnings, path.name, shown),
        blank=reader.blank + sum(one.what == BLANK_TARGET[0] for one in problems.errors),
        missing=_missing(agreed, [one.line for one in lines]), seen=reader.seen,
        asks=reader.measures.asks, settled=reader.measures.settled,
    )  # fmt: skip


def read_paste(
    round: Round, text: str, *, item: str = "", said: Collection[str] = ()
) -> TargetsPreview:
    """Read what was pasted from a spreadsheet, as if it had come in a file."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{PASTED}.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(round, path, item=item, name=PASTED, said=said)


@transaction.atomic
def take_in(
    *, round: Round, preview: TargetsPreview, seen: int, reason: str = "", document: str = "", by: Person, at: datetime
) -> int:  # fmt: skip
    """收下: every value that is new or different, in one act; returns how many. seen: what the clerk had looked at."""
    if preview.faults:
        raise Refused(f"表里有 {len(preview.faults)} 处错误，一格也没有收下。请先改好。")
    lines = placed(round, [one.line for one in (*preview.new, *preview.changed)])
    if preview.asks:
        raise Refused(f"有 {len(preview.asks)} 个计量单位还没有说清，没有收下。")
    if not lines:
        raise Refused("表里的目标与现在的都一样，没有要写入的。")
    check_open(round)
    services.agree(
        scheme=round.scheme,
        lines=lines,
        reason=reason,
        document=document,
        seen=seen,
        by=by,
        at=at,
    )
    return len(preview.new) + len(preview.changed)


def check_open(round: Round) -> None:
    """A round that is over keeps the targets it was decided by; before the first one there is nothing to keep."""
    if round.pk is not None:
        check_running(round, "不能再改目标。要更正，请先在轮次页重新打开。")


class _Reader:
    """Names resolved, blanks counted, doubles refused; each value beside what stands there now."""

    def __init__(
        self, round: Round, agreed: Agreed, problems: Problems, said: Collection[str]
    ) -> None:
        answers = {(one.code, one.written): one.answer for one in said_in(said)}
        self.measures = Measures(units_of(gather.rulebook_of(round)), answers)
        self.agreed, self.problems = agreed, problems
        self.names = orgs.names(round.scheme.year)
        aliases = {text: code for text, code in orgs.aliases().items() if code in self.names}
        self.units = NameBook(self.names, aliases, kind="单位")
        self.indicators = {one.code: one for one in agreed.indicators}
        self.items = _book(agreed)
        self.seen = queries.head(round.scheme)
        self.now: dict[Cell, str | None] = {
            (*pair, name): value for pair, own in shown(round).items() for name, value in own.items()
        }  # fmt: skip
        self.blank = 0

    def lines(self, rows: Iterable[dict[str, Any]]) -> list[Written]:
        found: dict[Cell, Written] = {}
        unused: Counter[tuple[str, str]] = Counter()
        strange: Counter[str] = Counter()
        for row in rows:
            one = self._written(row)
            if one is None:
                continue
            first = found.setdefault(one.line.cell, one)
            if first is not one:
                what = f"“{one.name}”的“{one.indicator}”的{one.line.field}写了两次,另一处是 {first.place}"
                self.problems.error(one.place, what, "请只留一个", code="duplicate")
            self._count(one, unused, strange)
        for (task, name), count in unused.items():
            what = f"规则书里“{task}”不从责任书取“{name}”,{count} 格照样记下,不影响计分"
            self.problems.warn("责任书", what, "如果应当用到,请核对栏目名称", code="field-unused")
        for name, count in strange.items():
            what = f"“{name}”不在这些单位的指标体系里,{count} 格不影响计分"
            self.problems.warn("责任书", what, "请核对单位和指标", code="not-concerned")
        return [*found.values(), *self._tasks_again(found)]

    def _written(self, row: dict[str, Any]) -> Written | None:
        subject = EVERYBODY if row["unit"] in EVERYONE else self._find(self.units, row["unit"], "单位", row)  # fmt: skip
        code = self._find(self.items, row["item"], "指标", row)
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
        value = self.measures.settle(code, field, row, self.items.name(code))
        line = Line(subject, code, field, value or None, full_width(row["place"].split(" (")[0]))  # fmt: skip
        return Written(
            line, self.names.get(subject, "各单位"), self.items.name(code), row["place"], self.now.get(line.cell, "")
        )  # fmt: skip

    def _find(self, book: NameBook, written: str, kind: str, row: dict[str, Any]) -> str:
        match = book.find(written)
        if match.id is None:
            what, remedy, code = ask(match, written, kind)
            remedy = remedy.replace("改正写法,或在别名表加一行:", "改正写法;").split(";")[0]
            if all(one.what != what for one in self.problems):
                self.problems.error(row["place"], what, remedy, code=code)
        return match.id or ""

    def _field(self, code: str, written: str) -> str:
        """The field as the rule book calls it, where the table used another usual word for the same."""
        own = self.indicators[code].fields if code in self.indicators else ()
        if written in own:
            return written
        meant = [name for name in own if name in _synonyms(written)]
        return meant[0] if len(meant) == 1 else written

    def _count(self, one: Written, unused: Counter[tuple[str, str]], strange: Counter[str]) -> None:
        indicator = self.indicators.get(one.line.indicator)
        if indicator is None or one.line.field not in indicator.asked:
            unused[one.indicator, one.line.field] += 1
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


def _book(agreed: Agreed) -> NameBook:
    return NameBook(agreed.names, {}, kind="指标")


def _asked(agreed: Agreed) -> Asked:
    fields = {one.code: one.days for one in agreed.indicators}
    return Asked(_book(agreed), fields)


def _missing(agreed: Agreed, lines: Iterable[Line]) -> tuple[int, int]:
    """Tasks that lack something once these lines are written, and how many units they belong to."""
    given = {line.cell for line in lines if not line.is_withdrawn}
    none = {line.cell[:2] for line in lines if line.value is None and not line.is_withdrawn}
    left = [
        task for _, task in agreed.missing
        if (task.subject, task.code) not in none
        and any((task.subject, task.code, name) not in given and (EVERYBODY, task.code, name) not in given for name in task.missing)
    ]  # fmt: skip
    return len(left), len({task.subject for task in left})


def _told(problems: Iterable[Problem], name: str, shown: str) -> list[Problem]:
    return worded(
        replace(one, place=one.place.replace(name, shown, 1), what=one.what.replace(name, shown, 1))
        for one in problems
    )
