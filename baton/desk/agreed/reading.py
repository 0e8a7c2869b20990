"""收责任书: an office's own table of targets becomes agreed values, after a look at what is wrong and what would change."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from baton.desk.agreed import trial
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.asking import (
    MOST_ASKED,
    UNIT,
    WHOLE,
    Said,
    cells_asked,
    columns_asked,
)
from baton.desk.agreed.lines import Reader, Written
from baton.desk.agreed.measures import Measure
from baton.desk.agreed.since import placed
from baton.desk.agreed.tasks import Agreed
from baton.desk.agreed.uncounted import none_wanted, uncounted
from baton.desk.intake.arrivals import worded
from baton.desk.learning import learn_written
from baton.desk.questions import Answer, Question
from baton.documents.agreement_tables import BLANK_TARGET
from baton.documents.mending import cell_key
from baton.documents.problems import Problem, Problems
from baton.documents.scheme_table.shown import ReadAs
from baton.documents.target_answers import Meant
from baton.documents.target_tables import Asked, read_targets
from baton.documents.target_words import ITEMS, UNITS
from baton.documents.word_tables import WORD, as_workbook
from baton.domain.accounts.models import Person
from baton.domain.orgs.models import Alias, Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running
from baton.domain.targets import services
from baton.domain.targets.services import Line
from baton.scoring.facts import EVERYBODY

__all__ = ["TargetsPreview", "Written", "read_file", "read_paste", "take_in"]
PASTED = "粘贴"


@dataclass
class TargetsPreview:
    """What a table of targets says, before anything is written. seen: the newest line of the ledger it was compared with.

    blank: cells left empty, which change nothing; asks, settled: targets in another unit of measure, not yet and already
    said what is meant; missing: tasks that still lack something afterwards, units of them. questions: what has to be answered
    before it can be taken in; unread: what may be, columns and rows that nobody reads. shown: what every column was read as. answers: what was said, kept: as the
    form carries it; told: as sentences.
    """

    lines: list[Written] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    blank: int = 0
    missing: tuple[int, int] = (0, 0)
    seen: int = 0
    asks: list[Measure] = field(default_factory=list)
    settled: list[Measure] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    unread: list[Question] = field(default_factory=list)
    shown: list[ReadAs] = field(default_factory=list)
    kept: list[Answer] = field(default_factory=list)
    told: list[tuple[Answer, str]] = field(default_factory=list)

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
        return not self.faults and not self.open and bool(self.new or self.changed)

    @property
    def open(self) -> int:
        """How many questions have to be answered first."""
        return len(self.asks) + len(self.questions)

    @property
    def has_lists(self) -> bool:
        """Whether some question is answered from a list."""
        return any(one.is_listed for one in (*self.questions, *self.unread))


def read_file(
    round: Round, path: Path, *, item: str = "", name: str = "", said: Collection[str] = (), answers: Sequence[Answer] = ()
) -> TargetsPreview:  # fmt: skip
    """Read a table of targets; nothing is written. item: the indicator a table without names of indicators is about.

    said: what a clerk answered about units of measure, as the form sends it; answers: about everything else.
    """
    shown = name or path.name
    if path.suffix.lower() in WORD:
        return _read_word(round, path, shown, item=item, said=said, answers=answers)
    agreed, problems, told = agreed_of(round), Problems(), Said(answers)
    meant = told.meant()
    reader = Reader(round, agreed, problems, said, told, path.name)
    asked = Asked(
        reader.items,
        {one.code: one.days for one in agreed.indicators},
        reader.units,
        round.scheme.year,
    )
    item = item or told.of(WHOLE).get("", "")
    rows = read_targets(path, asked=asked, item=item if item in agreed.names else "", problems=problems, meant=meant)  # fmt: skip
    lines = [
        replace(one, line=one.line._replace(source=one.line.source.replace(path.name, shown, 1)))
        for one in reader.lines(rows)
    ]
    left = {key for key, text in meant.cells.items() if not text}
    errors = [
        one for one in problems.errors if one.what != BLANK_TARGET[0] and cell_key(one.place, path.name) not in left
    ]  # fmt: skip
    questions, unread, faults = asked_of(reader, meant, errors, agreed, item)
    if not questions and (wanted := none_wanted(lines, agreed)):
        questions, unread = [one for one in unread if one.about[1] in meant.fields], []
        faults += [] if questions else [_nothing(path.name, wanted)]
    if not faults and not questions:
        unfit = trial.faults(round, placed(round, [one.line for one in lines]), {one.line.cell: one.place for one in lines})  # fmt: skip
        questions, faults = cells_asked(unfit, path.name)
    is_all = max(len(meant.rows), len(meant.items)) <= MOST_ASKED
    asked_about = {"column-asked", "row-asked"} if is_all else set()
    remarks = [one for one in problems.warnings if one.code not in asked_about]
    remarks += uncounted(round, lines)
    return TargetsPreview(
        lines, _told(faults, path.name, shown), _told(remarks, path.name, shown),
        blank=reader.blank + len(problems.errors) - len(errors),
        missing=_missing(agreed, [one.line for one in lines]), seen=reader.seen,
        asks=reader.measures.asks, settled=reader.measures.settled,
        questions=[one.shown_as(path.name, shown) for one in questions], unread=[one.shown_as(path.name, shown) for one in unread],
        shown=meant.shown, kept=list(told.by.values()), told=told.told(reader.names, agreed.names),
    )  # fmt: skip


def _read_word(
    round: Round, path: Path, shown: str, *, item: str, said: Collection[str], answers: Sequence[Answer]
) -> TargetsPreview:  # fmt: skip
    """Read the tables of a Word file, page by page as if they were a workbook's."""
    problems, units = Problems(), Reader(round, agreed_of(round), Problems(), (), Said(), path.name).units  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / f"{path.stem}.xlsx"
        if not as_workbook(path, made, heads=UNITS | ITEMS, units=units, problems=problems):
            return TargetsPreview(faults=_told(problems.errors, path.name, shown))
        return read_file(round, made, item=item, name=shown, said=said, answers=answers)


def read_paste(
    round: Round, text: str, *, item: str = "", said: Collection[str] = (), answers: Sequence[Answer] = ()
) -> TargetsPreview:  # fmt: skip
    """Read what was pasted from a spreadsheet, as if it had come in a file."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{PASTED}.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(round, path, item=item, name=PASTED, said=said, answers=answers)


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
    if preview.questions:
        raise Refused(
            f"有 {len(preview.questions)} 处还没有答，没有收下。{preview.questions[0].what}。"
        )
    if not lines:
        raise Refused("表里的目标与现在的都一样，没有要写入的。")
    check_open(round)
    _learn(round, preview.kept, by, at)
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


def _learn(round: Round, answers: Sequence[Answer], by: Person, at: datetime) -> None:
    """Ways of writing a unit that were explained; what is too long to be a name is not kept."""
    units = {one.code: one for one in Unit.objects.filter(standings__year=round.scheme.year)}
    longest = Alias._meta.get_field("text").max_length or 0
    for one in answers:
        if one.what == UNIT and one.value in units and 0 < len(one.written) <= longest:
            learn_written(text=one.written, unit=units[one.value], by=by, at=at)


def check_open(round: Round) -> None:
    """A round that is over keeps the targets it was decided by; before the first one there is nothing to keep."""
    if round.pk is not None:
        check_running(round, "不能再改目标。要更正，请先在轮次页重新打开。")


def asked_of(
    reader: Reader, meant: Meant, errors: Sequence[Problem], agreed: Agreed, item: str
) -> tuple[list[Question], list[Question], list[Problem]]:
    """What has to be said of a table, what may be said, and the faults that are left."""
    fields = [
        name for one in agreed.indicators if not item or one.code == item for name in one.asked
    ]
    known = {name for one in agreed.indicators for name in one.fields}
    meant.fields = {text: place for text, place in meant.fields.items() if text not in known}
    must, may = columns_asked(meant, reader.unknown, list(dict.fromkeys(fields)))
    cells, faults = cells_asked(errors, reader.name)
    doubled = {one.place for one in reader.asks}
    cells = [one for one in cells if one.place not in doubled]
    if must:  # as long as it is open what the columns hold, this is all that is wrong with it
        faults = [one for one in faults if one.code != "layout-unknown"]
    return [*must, *reader.unknown.asked(), *cells, *reader.asks], may, faults


def _nothing(name: str, wanted: Collection[str]) -> Problem:
    what = f"表里没有认出一个规则书要的栏目，要的是{'、'.join(f'“{one}”' for one in wanted)}"
    return Problem(name, what, "请核对表头和栏目名称，再交一次", code="no-target")


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
