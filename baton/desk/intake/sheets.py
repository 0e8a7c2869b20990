"""收表: a file or a pasted table becomes cells with their oddities; a lead unit's empty sheet is made."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from baton.desk.intake.accepting import unfit_oddities
from baton.desk.intake.answers_told import tell_names
from baton.desk.intake.arrivals import Arrived, worded
from baton.desk.intake.belonging import outdated, periods_of, strange, tell_foreign
from baton.desk.intake.blanks import changes, count_figures, settle_blanks
from baton.desk.intake.column_asks import ask_for_columns
from baton.desk.intake.contrary import settle_contrary
from baton.desk.intake.dashes import NO_TASK, Dashes, settle_dashes
from baton.desk.intake.how_read import ReadLine, how_read, unread_told
from baton.desk.intake.letters import return_text
from baton.desk.intake.mergers import follow_mergers
from baton.desk.intake.misplaced import misplaced
from baton.desk.intake.namesakes import settle_namesakes
from baton.desk.intake.other_periods import of_one_period, settle_others
from baton.desk.intake.owing import owe_all
from baton.desk.intake.own_asked import settle_own
from baton.desk.intake.pointing import pages_of
from baton.desk.intake.reference_rows import ReferenceRow, reference_rows
from baton.desk.intake.sheet_answers import (
    CELL,
    EVERYWHERE,
    FORMULA,
    LEAVE_OUT,
    MEASURE,
    SHOWN,
    UNIT,
    Answers,
    asked,
)
from baton.desk.intake.sheet_measures import settle_measures
from baton.desk.intake.sheet_names import AtHand
from baton.desk.intake.sheet_scales import settle_scales
from baton.desk.intake.sheet_scores import compare_points
from baton.desk.intake.sheet_tasks import own_tasks, settle_tasks
from baton.desk.intake.sheet_votes import settle_votes
from baton.desk.intake.strangers import strangers, taskless
from baton.desk.intake.titled import settle_period
from baton.desk.learning import learn_written
from baton.desk.questions import Answer, Question
from baton.documents.problems import Problem, Problems
from baton.domain.accounts.models import Person
from baton.domain.facts import queries as figures
from baton.domain.files import services as files
from baton.domain.files import store
from baton.domain.files.models import StoredFile
from baton.domain.intake import in_use, queries, services
from baton.domain.intake.cells import Cells, Changed, changed_cells, unpack
from baton.domain.intake.deductions import unexplained
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import PREVIOUS, Known, Oddity, find_oddities
from baton.domain.intake.own_figures import OwnFigure
from baton.domain.intake.versions import Sent, adopted_of, mark_of, older_than, same_as
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.punctuation import full_width

TABLE = "application/octet-stream"
__all__ = [
    "Preview",
    "keep_file",
    "owe_all",
    "previewed",
    "read_file",
    "read_paste",
    "return_text",
    "take_in",
    "take_in_file",
]


@dataclass
class Preview:
    """A table as it was read, before anything is written: cells, what is odd, what is wrong, what changed.

    same, older: sentences against the version taken in last. belongs: the sheet its number names, if another one.
    asks: what a clerk has to answer first, and faults that a click mends. others: faults that only the lead unit mends.
    references: rows of the nation or the province, which are no assessed units. dashes: cells read as 无此任务.
    own: figures that the office put in itself and the table says otherwise. last: the number of the version taken in
    last, 0 for none. how: what each column of the table was taken for. pages: those that a person may
    point at.
    """

    cells: Cells
    oddities: list[Oddity] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    sent: Sent = field(default_factory=Sent)
    same: str = ""
    older: str = ""
    belongs: Sheet | None = None
    asks: list[Question] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    references: list[ReferenceRow] = field(default_factory=list)
    dashes: list[Dashes] = field(default_factory=list)
    own: list[OwnFigure] = field(default_factory=list)
    last: int = 0
    how: list[ReadLine] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    @property
    def can_be_received(self) -> bool:
        """A table with a fault is never taken in half, and none with an open question."""
        return not self.faults and not self.asks and bool(self.cells)

    @property
    def many(self) -> int:
        """How many figures were read; empty cells are none."""
        return count_figures(self.cells)

    @property
    def unread(self) -> str:
        """How many columns hold figures that were not taken; empty where all were."""
        return unread_told(self.how)

    @property
    def mends(self) -> list[Answer]:
        """The cells whose meaning is plain, as answers that mend them all."""
        first = [ask.choices[0][0] for ask in self.asks if not ask.is_open]
        return [said for said in first if said.what == CELL]

    @property
    def has_lists(self) -> bool:
        """Whether some question is answered from a list."""
        return any(ask.is_listed for ask in self.asks)


def read_file(sheet: Sheet, path: Path, *, name: str = "", said: Sequence[Answer] = ()) -> Preview:
    """Read a lead unit's workbook: every bad cell named, every oddity a sentence; nothing is written.

    said: what a clerk answered to the questions of an earlier look.
    """
    return previewed(sheet, Arrived(path, name or path.name), said=said)


def read_paste(sheet: Sheet, text: str, said: Sequence[Answer] = ()) -> Preview:
    """Read what was pasted from a spreadsheet, as if it had come in a file."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里选中单位、指标和数，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(sheet, path, said=said)


def previewed(
    sheet: Sheet, arrived: Arrived, hand: AtHand | None = None, said: Sequence[Answer] = ()
) -> Preview:
    """What a clerk sees before deciding whether to take a table in; hand: the round's names, if gathered already."""
    hand = hand or AtHand(sheet.round)
    rulebook, stamp = hand.rulebook, arrived.stamp
    if stamp is not None and stamp.sheet.pk != sheet.pk:
        problems = Problems()
        problems.error(arrived.name, *strange(stamp, sheet), code="foreign-sheet")
        return Preview([], faults=problems.errors, others=problems.errors, belongs=stamp.sheet)
    items, columns = queries.headings_explained(sheet)
    answers = Answers(list(said), items, queries.reference_rows_settled(sheet), columns)
    known = answers.names(hand.known_for(sheet))
    results = answers.of(FORMULA, EVERYWHERE) == SHOWN
    read = arrived.read(known, sheet.round.as_of, answers.cells, results=results)
    names = dict(known.subjects)
    problems, expected = read.problems, hand.expected(sheet)
    titled, doubts = settle_period(
        sheet.round, arrived, read.cells, answers, periods_of(sheet, rulebook)
    )
    others_asked, alone = settle_others(
        sheet.round,
        read,
        answers,
        known,
        of_one_period(rulebook) & set(expected),
        periods_of(sheet, rulebook),
    )
    titled, doubts = titled + others_asked, doubts + alone
    titled += settle_contrary(arrived, read, answers, known, sheet.round.scheme.year)
    settle_namesakes(read, expected, known.items, answers)
    unfilled, counted = settle_votes(read, answers, known)
    last = sheet.submissions.order_by("-number").first()
    before = unpack(last.cells) if last else []
    asks = titled + unfilled + settle_measures(read, answers, known, before)
    doubts += settle_blanks(read, known, expected, {(line[0], line[1]) for line in before})
    earlier = _period_before(sheet, rulebook)
    last_year = _year_before(sheet, hand, read.cells, earlier)
    asks += settle_scales(
        read, answers, known, [("目标", hand.targets), ("上年同期", last_year), ("上一期", earlier)]
    )
    no_task = {(line[0], line[1]) for line in before if line[5] == NO_TASK}
    dashes, dashed = settle_dashes(
        read, answers, known, expected, before=no_task, name=arrived.name
    )
    merged, heirs = follow_mergers(read.cells, sheet.round, known, answers, problems)
    asks += heirs
    asks += settle_tasks(read, answers, known, expected, rulebook)
    tell_foreign(sheet, read.cells, rulebook, problems)
    if not read.cells and not problems.error_count:
        what = "表里一个数也没有读到"
        problems.error(
            arrived.name, what, "请核对表头是不是单位和数据项的名称", code="nothing-read"
        )
    against, version = _against(sheet, last)
    look = Known(
        names, rulebook, against, expected,
        [_where(one) for one in problems.warnings if one.code == "total-differs"],
        earlier, read.beside, last_year, sheet.round.as_of, version,
    )  # fmt: skip
    odd = (
        outdated(stamp, sheet)
        + misplaced(sheet, arrived)
        + doubts
        + merged
        + dashed
        + counted
        + find_oddities(read.cells, look)
        + taskless(read.cells, hand.asked, hand.assessed, known, own_tasks(rulebook))
        + strangers(read.cells, hand.assessed, known, own_tasks(rulebook))
    )
    odd += unexplained(read.cells, look)
    outside = {(one.subject, one.item) for one in odd if one.kind == "outside"}
    odd += unfit_oddities(sheet.round, read.cells, but=outside)
    if not problems.error_count and not asks:
        odd += compare_points(sheet, read.cells, read.beside, rulebook, names)
    own = settle_own(sheet, read.cells, answers)
    odd += [one.oddity() for one in own if not one.value]
    odd += [one.oddity() for one in in_use.replaced(sheet, read.cells)]
    odd.sort(key=lambda one: bool(one.subject))  # what is odd about whole columns comes first
    columns, faults = ask_for_columns(problems.errors)
    mends, others = asked(faults, known, arrived.name, _assessed(sheet, hand))
    tell_names(answers, known)
    beside = [[one.kind, one.subject, one.item, one.text, one.source] for one in read.beside]
    sent = Sent(beside, stamp.made if stamp else "", arrived.saved_at)
    mark = mark_of(read.cells, beside)
    return Preview(
        read.cells, odd, worded(problems.errors), worded(_untold(problems.warnings, asks, answers)),
        changes(changed_cells(before, read.cells), expected) if last else [], sent, same_as(last, mark), older_than(sheet, mark, sent),
        None, columns + asks + mends, others, answers, reference_rows(sheet.round, rulebook, read.references, answers),
        dashes, own, last.number if last else 0,
        how_read(arrived.grids, arrived.name, read.cells, read.beside, known, sheet.round.as_of), pages_of(arrived),
    )  # fmt: skip


def _against(sheet: Sheet, last: Submission | None) -> tuple[Cells, str]:
    """What oddities are looked for against: the figures that count where the last version never did; and its name."""
    adopted = adopted_of(sheet)
    if last is None or adopted is None or adopted.pk == last.pk:
        return (unpack(last.cells) if last else []), PREVIOUS
    return unpack(adopted.cells), f"第 {adopted.number} 版（采用的）"


def _assessed(sheet: Sheet, hand: AtHand) -> set[str]:
    """The units whose score takes something of the sheet."""
    return {one for item in sheet.items for one in hand.assessed.get(item, ())}


def _untold(
    remarks: Sequence[Problem], asks: Sequence[Question], answers: Answers
) -> list[Problem]:
    """Remarks without those on dashes, which stand apart, and on units of measure that are, or were, a question."""
    is_asked = bool(asks) or any(one.what == MEASURE for one in answers.used)
    shown = {"unclear-state"} | ({"measure"} if is_asked else set())
    return [one for one in remarks if one.code not in shown]


def take_in_file(
    *, sheet: Sheet, path: Path, name: str, origin: str = "file", knowingly: bool = False, seen: int | None = None,
    said: Sequence[Answer] = (), by: Person, at: datetime,
) -> tuple[Preview, Submission | None]:  # fmt: skip
    """收下一个文件: keep the file as it came, then the version; nothing when it has faults.

    knowingly: a clerk has said that an older table is to be the newest version. seen: as in `Sent`.
    """
    preview = read_file(sheet, path, name=name, said=said)
    if not preview.can_be_received:
        return preview, None
    made = keep_file(
        sheet=sheet, preview=preview, path=path, name=name, origin=origin, knowingly=knowingly, seen=seen, by=by, at=at
    )  # fmt: skip
    return preview, made


def keep_file(
    *, sheet: Sheet, preview: Preview, path: Path, name: str, origin: str = "file", knowingly: bool = False,
    seen: int | None = None, by: Person, at: datetime,
) -> Submission:  # fmt: skip
    """收下看过的一个文件: the file and the version, both or neither."""
    with path.open("rb") as content:
        sha256, size = store.put(iter(lambda: content.read(1 << 20), b""))
    with transaction.atomic():
        kept = files.keep(sha256=sha256, size=size, name=name, media_type=TABLE, by=by, at=at)
        return take_in(
            sheet=sheet, preview=preview, origin=origin, knowingly=knowingly, seen=seen, file=kept, by=by, at=at
        )  # fmt: skip


@transaction.atomic
def take_in(
    *, sheet: Sheet, preview: Preview, origin: str, knowingly: bool = False, seen: int | None = None,
    file: StoredFile | None = None, by: Person, at: datetime,
) -> Submission:  # fmt: skip
    """收下一版, with what was answered on the way; ways of writing a unit that were explained are learnt."""
    if preview.faults:
        raise Refused(f"表里有 {len(preview.faults)} 处错误，没有收下。请先改好。")
    if preview.asks:
        raise Refused(f"有 {len(preview.asks)} 个问题还没有答，没有收下。{preview.asks[0].what}。")
    used = preview.answers.used
    _learn([one for one in used if one.what == UNIT and one.value != LEAVE_OUT], by, at)
    return services.receive(
        sheet=sheet, cells=preview.cells, origin=origin, oddities=[odd.data() for odd in preview.oddities],
        sent=replace(preview.sent, knowingly=knowingly, seen=seen), answers=[one.data() for one in used], file=file, by=by, at=at,
    )  # fmt: skip


def _learn(said: Sequence[Answer], by: Person, at: datetime) -> None:
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[one.value for one in said])}
    for one in said:
        learn_written(text=one.written, unit=units[one.value], by=by, at=at)


def _where(problem: Problem) -> str:
    """A remark with the cell it is about."""
    return f"{full_width(problem.what)}，见 {problem.place.split(' (')[0]}"


def _period_before(sheet: Sheet, rulebook: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Figures of the last earlier period in which each data item was reported, by unit and item."""
    earlier = periods_of(sheet, rulebook)[:-1]
    return figures.latest_of(sheet.round.scheme, sheet.items, earlier)


def _year_before(
    sheet: Sheet, hand: AtHand, cells: Cells, earlier: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Figures of the same period a year ago, of items without any of an earlier period, old or on this very sheet."""
    told = {item for _, item in earlier}
    told |= {line[1] for line in cells if line[2] != sheet.round.as_of}
    return hand.last_year.figures([item for item in sheet.items if item not in told])
