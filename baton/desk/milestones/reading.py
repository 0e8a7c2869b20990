"""收里程碑: the office's timetable, looked at before it is taken in; what is not known is asked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from baton.desk.learning import learn_written
from baton.desk.milestones.gauges import Gauge
from baton.desk.milestones.lines import LineReader
from baton.desk.milestones.meant import HEAD, UNIT, Questions
from baton.desk.questions import Answer, Choice, Question
from baton.documents.headings import LEAVE, Heads
from baton.documents.milestone_tables import MILESTONES, NAMES, read_milestones
from baton.documents.problems import Problem, Problems
from baton.domain.accounts.models import Person
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Alias, Unit
from baton.domain.progress import milestone_queries as queries
from baton.domain.progress import milestone_services as services
from baton.domain.progress.milestone_services import Planned
from baton.domain.progress.models import Milestone
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round

MOST_LINES = 3000  # of one table
Choices = tuple[Choice, ...]


@dataclass(frozen=True)
class MilestonesPreview:
    """A table as it was read. known: how many of its milestones are listed already and are not taken again."""

    lines: Sequence[Planned]
    known: int
    faults: list[Problem]
    remarks: list[Problem]
    asked: Sequence[Question]
    unread: Sequence[tuple[str, Choices]]
    meanings: Sequence[Answer]
    gauges: dict[str, Gauge]

    @property
    def has_lists(self) -> bool:
        """Whether something is answered from a list, so that it has to be read again."""
        return any(one.is_listed for one in self.asked)

    @property
    def can_be_taken(self) -> bool:
        return not self.faults and bool(self.lines)

    @property
    def told(self) -> list[tuple[Planned, str]]:
        """The lines, and how it will be known of each whether it is reached."""
        return [(one, how_told(one.measure, one.figure, self.gauges.get(one.indicator))) for one in self.lines]  # fmt: skip


def how_told(measure: str, figure: str, gauge: Gauge | None) -> str:
    """By which figure it is told whether a milestone is reached; a clerk says so of all others."""
    if not measure or gauge is None:
        return ""
    if measure == Milestone.Measure.SHARE:
        return f"年度目标的 {figure}%"
    return f"{'不高于' if gauge.is_lower else '达到'} {figure}{gauge.unit}"


def read_file(
    round: Round, path: Path, *, name: str = "", meanings: Sequence[Answer] = ()
) -> MilestonesPreview:
    """Look at a file; every unknown name and day is a question, every bad cell has its remedy. name: what it is called."""
    problems, questions = Problems(), Questions(meanings)
    heads = Heads({one.written: one.value for one in meanings if one.what == HEAD})
    rows = read_milestones(path, problems=problems, heads=heads)
    for key, (called, texts) in heads.missing.items():
        if texts:
            questions.ask_column(key, f"“{called}”是哪一列", texts)
    reader = LineReader(round, questions, problems)
    lines = [line for row in rows if not heads.missing for line in reader.read(row)]
    if not rows and not problems.error_count:
        problems.error(path.name, "表里一个里程碑也没有", "请核对是不是传错了文件", code="empty")
    if len(lines) > MOST_LINES:
        problems.error(path.name, f"有 {len(lines)} 个里程碑，一次最多 {MOST_LINES} 个", "请分成几次收", code="too-many")  # fmt: skip
    fresh, known = _fresh(round, lines)
    if known and not fresh and not problems.error_count:
        problems.error(path.name, f"{known} 个里程碑都已经列着了", "不用再收", code="known")
    called = [replace(one, place=one.place.replace(path.name, name or path.name)) for one in dict.fromkeys(problems)]  # fmt: skip
    return MilestonesPreview(
        fresh, known, [one for one in called if one.is_error], [one for one in called if not one.is_error],
        questions.left, _unread(heads), meanings, reader.gauges,
    )  # fmt: skip


def read_paste(
    round: Round, text: str, *, meanings: Sequence[Answer] = ()
) -> MilestonesPreview:  # fmt: skip
    """Look at what was pasted from a spreadsheet."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(round, path, meanings=meanings)


@transaction.atomic
def take_in(
    *, round: Round, preview: MilestonesPreview, by: Person, at: datetime
) -> list[Milestone]:
    """收下 what was looked at; ways of writing a unit that were explained are learnt."""
    if preview.faults:
        raise Refused(f"表里有 {len(preview.faults)} 处要先说清或改好，一个也没有收下。")
    _learn(round, preview.meanings, by, at)
    return services.plan(scheme=round.scheme, milestones=preview.lines, by=by, at=at)


def _unread(heads: Heads) -> list[tuple[str, Choices]]:
    """The columns that nobody reads, with what each may be."""
    ways = [(LEAVE, "不读"), *((spec.key, f"是“{NAMES[spec.key]}”") for spec in MILESTONES)]
    return [
        (text, tuple((Answer(HEAD, text, key), words) for key, words in ways))
        for text in heads.unread
    ]


def _fresh(round: Round, lines: Iterable[Planned]) -> tuple[list[Planned], int]:
    """Those that are not listed yet, each once; and how many are."""
    listed = {_mark(one.milestone) for one in queries.standings(round.scheme) if not one.is_struck}
    fresh = {_mark(line): line for line in lines}
    known = fresh.keys() & listed
    return [line for mark, line in fresh.items() if mark not in known], len(known)


def _mark(one: Planned | Milestone) -> tuple[object, ...]:
    return one.task, one.due_on, one.asked, one.unit, one.group


def _learn(round: Round, meanings: Iterable[Answer], by: Person, at: datetime) -> None:
    """Ways of writing a unit that were explained; what is too long to be a name is not kept."""
    names = orgs.names(round.scheme.year)
    told = [one for one in meanings if one.what == UNIT and one.value in names]
    units = {one.code: one for one in Unit.objects.filter(code__in=[one.value for one in told])}
    longest = Alias._meta.get_field("text").max_length or 0
    for one in told:
        if len(one.written) <= longest:
            learn_written(text=one.written, unit=units[one.value], by=by, at=at)
