"""收月报、季报: a table with figures of several lead units or several periods, looked at before it is kept.

What an accepted sheet has said stays: a bulletin never takes the place of a lead unit's stamped figure.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from baton.desk.care.safekeeping import kept
from baton.desk.intake.answers_told import tell_names
from baton.desk.intake.arrivals import Arrived, Read, worded
from baton.desk.intake.column_asks import ask_for_columns
from baton.desk.intake.contrary import settle_contrary
from baton.desk.intake.how_read import ReadLine, how_read
from baton.desk.intake.mergers import follow_mergers
from baton.desk.intake.namesakes import settle_namesakes
from baton.desk.intake.sheet_answers import FEW, LEAVE_OUT, UNIT, Answers, asked
from baton.desk.intake.sheet_measures import settle_measures
from baton.desk.intake.sheet_names import AtHand
from baton.desk.intake.sheet_scales import settle_scales
from baton.desk.intake.sheet_votes import settle_votes
from baton.desk.intake.strangers import has_no_task
from baton.desk.intake.titled import ask_period
from baton.desk.learning import learn_written
from baton.desk.obstacles import unfit
from baton.desk.questions import Answer, Question
from baton.documents.observations import KnownNames
from baton.documents.problems import Problem, Problems
from baton.documents.scheme_table import spoken
from baton.domain.accounts.models import Person
from baton.domain.facts import queries as figures
from baton.domain.facts import services
from baton.domain.facts.models import State
from baton.domain.facts.services import Row
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import NO_FIGURES, check_running

TABLE = "application/octet-stream"
PASTED = "粘贴.tsv"
BETWEEN = "您看表的这会儿，有人改了其中的数，还没有收下。下面已按现在的数重新比过：哪些是新的，换掉哪几个，看一眼再点收下。"


@dataclass
class FigureTable:
    """A table as it was read, before anything is written.

    rows: what would be recorded. changed: of these, the ones that replace another figure, with what it said. held: cells
    that an accepted sheet has told otherwise. own: cells that the office put in itself, with what it said and why. same: how many say what is known already. asks, others: what is to be
    answered, and what has to be mended in the table. lines: the figures as they were read. how: what
    each column was taken for.
    """

    rows: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, str]] = field(default_factory=list)
    held: list[tuple[Row, str]] = field(default_factory=list)
    own: list[tuple[Row, str, str]] = field(default_factory=list)
    same: int = 0
    asks: list[Question] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    lines: list[Sequence[str]] = field(default_factory=list)
    how: list[ReadLine] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """A short digest of what would be recorded and what stood in its place; another one once somebody changed that."""
        told = [
            *((*row.cell, row.value or row.state, "") for row in self.rows),
            *((*row.cell, "changed", was) for row, was in self.changed),
            *((*row.cell, "held", was) for row, was in self.held),
            *((*row.cell, "own", was) for row, was, _ in self.own),
        ]
        return hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:16]

    @property
    def can_be_taken(self) -> bool:
        return bool(self.rows) and not self.asks and not self.others

    @property
    def not_taken(self) -> int:
        """How many figures differ from what holds, and stay out."""
        return len(self.held) + len(self.own)

    @property
    def has_unread(self) -> bool:
        """Whether some column was passed over, so that the remarks are to be seen at once."""
        return any(one.code in ("column-unread", "not-assessed") for one in self.remarks)

    @property
    def has_lists(self) -> bool:
        """Whether some question is answered from a list."""
        return any(ask.is_listed for ask in self.asks)

    @property
    def mends(self) -> list[Answer]:
        """The cells whose meaning is plain, as answers that mend them all."""
        return [ask.choices[0][0] for ask in self.asks if not ask.is_open and ask.choices[0][0].what == "cell"]  # fmt: skip

    @property
    def by_period(self) -> list[tuple[str, int]]:
        """How many figures of each period would be recorded."""
        counted = sorted(Counter(row.period for row in self.rows).items())
        return [(spoken(period), many) for period, many in counted]


def read_file(
    round: Round, path: Path, *, name: str = "", said: Sequence[Answer] = (), hand: AtHand | None = None
) -> FigureTable:  # fmt: skip
    """Look at a file with months, or lead units, side by side; nothing is written. hand: the round's names, if gathered."""
    hand = hand or AtHand(round)
    answers = Answers(list(said))
    known = answers.names(hand.known)
    arrived = Arrived(path, name or path.name)
    read = arrived.read(known, round.as_of, answers.cells)
    titled = ask_period(round, arrived, read.cells, answers, hand.rulebook["calendar"])
    titled += settle_contrary(arrived, read, answers, known, round.scheme.year)
    settle_namesakes(read, hand.asked, known.items, answers)
    unfilled, _ = settle_votes(read, answers, known)
    asks = unfilled + settle_measures(read, answers, known, [])
    items = sorted({line[1] for line in read.cells})
    asks += settle_scales(
        read, answers, known, [("目标", hand.targets), ("上年同期", hand.last_year.figures(items))]
    )
    now = [line for line in read.cells if line[2] == round.as_of]
    before = [
        line for line in read.cells if line[2] != round.as_of
    ]  # each unit's own, as it then was
    _, heirs = follow_mergers(now, round, known, answers, read.problems)
    asks += heirs
    read.cells[:] = before + now
    _without_task(hand, read, known)
    _later(round, hand, read.cells, read.problems)
    lines = [line for line in read.cells if line[4] is not None or line[5] != State.NOT_YET]
    for one in unfit(round, lines):
        read.problems.error(one.source or name, one.sentence, one.remedy, code=one.code)
    if not lines and not read.problems.error_count:
        read.problems.error(
            name or path.name, "表里一个数也没有读到", "请核对表头是不是单位、指标和月份", code="nothing-read"
        )  # fmt: skip
    columns, faults = ask_for_columns(read.problems.errors)
    mends, others = asked(faults, known, name or path.name)
    tell_names(answers, known)
    found = FigureTable(
        asks=titled + columns + asks + mends,
        others=others,
        remarks=worded(read.problems.warnings),
        answers=answers,
        lines=lines,
        how=how_read(arrived.grids, arrived.name, lines, read.beside, known, round.as_of),
    )
    _compare(round, lines, found)
    return found


def read_paste(round: Round, text: str, said: Sequence[Answer] = ()) -> FigureTable:
    """Look at what was pasted from a spreadsheet."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里连表头一起选中，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PASTED
        path.write_text(text, encoding="utf-8")
        return read_file(round, path, said=said)


def take(
    *, round: Round, found: FigureTable, chunks: Sequence[bytes], name: str, by: Person, at: datetime, seen: str = ""
) -> int:  # fmt: skip
    """收下看过的一张表: the file and its figures, both or neither; how many were recorded.

    seen: the digest of what a person looked at; a Conflict where somebody has changed one of these figures meanwhile.
    """
    check_running(round, NO_FIGURES)
    if found.others:
        raise Refused(f"表里有 {len(found.others)} 处错误，没有收下。请先改好。")
    if found.asks:
        raise Refused(f"有 {len(found.asks)} 个问题还没有答，没有收下。{found.asks[0].what}。")
    if seen and seen != found.seen:
        raise Conflict(BETWEEN)
    if not found.rows:
        raise Refused("表里的数与已有的一样，没有另收。")
    with kept(chunks, name=name, media_type=TABLE, by=by, at=at) as file:
        now = FigureTable()
        _compare(round, found.lines, now)  # nobody else writes from here on
        if now.seen != found.seen:
            raise Conflict(BETWEEN)
        for one in found.answers.used:
            if one.what == UNIT and one.value != LEAVE_OUT:
                unit = Unit.objects.get(code=one.value)
                learn_written(text=one.written, unit=unit, by=by, at=at)
        services.record(
            scheme=round.scheme, rows=found.rows, by=by, at=at, batch=f"{figures.BULLETIN}{file.pk}"
        )
    return len(found.rows)


def _without_task(hand: AtHand, read: Read, known: KnownNames) -> None:
    """Figures for units whom the agreement frees from the task are left out, and told."""
    free = [line for line in read.cells if line[4] is not None and has_no_task(line, hand.asked, hand.assessed)]  # fmt: skip
    if not free:
        return
    ids = {id(line) for line in free}
    read.cells[:] = [line for line in read.cells if id(line) not in ids]
    few = "、".join(f"{known.subjects[line[0]]}的{known.items[line[1]].name} {line[4]}" for line in free[:FEW])  # fmt: skip
    more = f"等 {len(free)} 个数" if len(free) > FEW else ""
    what, remedy = f"责任书写的是无此任务，没有收：{few}{more}", "有任务的，先到责任书补上目标再收"
    read.problems.warn("全表", what, remedy, code="not-assessed")


def _later(round: Round, hand: AtHand, lines: Sequence[Sequence[str]], problems: Problems) -> None:
    """Figures of periods after the round's are of another round."""
    calendar = list(hand.rulebook["calendar"])
    past = set(calendar[: calendar.index(round.as_of) + 1])
    later = sorted({line[2] for line in lines if line[2] not in past and line[4] is not None})
    if later:
        what = f"表里有{'、'.join(map(spoken, later[:4]))}的数，本轮截至{spoken(round.as_of)}"
        problems.error(
            "期间", what, "请删去以后各期的数，或换到那一期的轮次收", code="foreign-period"
        )


def _compare(round: Round, lines: Sequence[Sequence[str]], found: FigureTable) -> None:
    """What is new, what replaces another figure, and what a sheet has said already."""
    rows: dict[tuple[str, str, str, str], Row] = {}
    for line in lines:
        row = Row(subject=line[0], item=line[1], period=line[2], key=line[3], value=line[4], state=line[5], source=line[6], date=line[7])  # fmt: skip
        rows[row.cell] = row
    items = sorted({row.item for row in rows.values()})
    now, own = figures.newest(round.scheme, items), figures.by_hand(round.scheme, items)
    for cell, row in rows.items():
        was, is_sheets = now.get(cell, (None, False))
        said = row.value if row.value is not None else row.state
        if was == said:
            found.same += 1
        elif cell in own:
            found.own.append((row, was or "", own[cell].reason))
        elif is_sheets:
            found.held.append((row, was or ""))
        else:
            found.rows.append(row)
            if was is not None:
                found.changed.append((row, was))
