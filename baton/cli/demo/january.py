"""云州市的一月中旬: the desk in the middle of its busiest month, made through the services that users use."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from baton.cli.demo.city import AS_OF, ON, build_city
from baton.cli.demo.history import take_last_year
from baton.cli.demo.last_year import THIS_YEAR
from baton.cli.demo.sheets import write_workbook
from baton.desk import computing, folders, sheets
from baton.domain.accounts.models import Person
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import services as schemes
from baton.domain.schemes.models import Scheme
from baton.domain.targets import services as targets
from baton.scoring.facts import Facts

Lines = list[list[Any]]
MISSING, RETURNED, ODD, ACCEPTED = (
    7,
    2,
    4,
    3,
)  # sheets not sent; second versions sent back, odd, accepted
ADJUSTED = "石门县"  # whose target was lowered after sealing
STEPS = (  # days from the moment of the demonstration
    ("牵头单位交打分表", -2, ""), ("出第 2 稿", 0, "check"), ("各单位核对签字", 7, ""), ("考核委审议", 14, "committee"),
    ("常委会审定", 21, "standing"), ("公示", 24, "notice"),
)  # fmt: skip
SET_UP, SENT, READ, FIRST = (timedelta(days=days) for days in (9, 3, 2, 1))  # before that moment


def build(*, by: Person, at: datetime, years: int = 1) -> Round:
    """Last year reproduced; this year's roster, scheme, targets, figures, sheets, claims and two numbered drafts.

    at: the moment in mid-January at which the visitor comes in; years: how many years before are reproduced.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build_city(place)
        book, facts = folders.read_folder(place / "规则书.yaml", place, as_of=AS_OF, on=ON)
        for year in range(THIS_YEAR - years, THIS_YEAR):
            take_last_year(place / str(year), book, facts, year=year, by=by, at=at - SET_UP)
        return _filled(book, facts, place, by, at)


def _filled(book: dict[str, Any], facts: Facts, place: Path, by: Person, at: datetime) -> Round:
    early = at - SET_UP
    scheme, version = folders.found_scheme(book=book, facts=facts, year=THIS_YEAR, by=by, at=early)
    schemes.seal(
        version=version, state="trial", organ="市考核委", meeting="2026 年第 2 次会议", decided_on=date(2026, 5, 18),
        document="云办发〔2026〕3号", by=by, at=early,
    )  # fmt: skip
    _agreed(scheme, facts, by, early)
    round = rounds.open_round(
        scheme=scheme, version=version, name="2026 年终考核", kind="year_end", as_of=AS_OF,
        on=date.fromisoformat(ON), by=by, at=early,
    )  # fmt: skip
    today = at.date()
    for name, days, stage in STEPS:
        rounds.plan_step(
            round=round,
            name=name,
            due_on=today + timedelta(days=days),
            stage=stage,
            by=by,
            at=early,
        )
    owed = sheets.owe_all(round=round, due_on=today - timedelta(days=2), by=by, at=early)
    ready = _ready(facts, owed)
    by_lead, rest = _split(facts, ready[MISSING:])
    folders.record_figures(scheme=scheme, lines=rest, batch="months", by=by, at=early)
    folders.enter_events(scheme=scheme, facts=facts, decided_by="加减分认定小组", by=by, at=early)
    _send(ready[MISSING:], by_lead, book, place, by, at)
    computing.number_draft(
        round, stage="first", why="第一批打分表收齐，办内先看", by=by, at=at - FIRST
    )
    _corrections(ready[-ACCEPTED:-1], by_lead, book, place, by, at)
    computing.number_draft(
        round, stage="check", why="更正的打分表已采用，发各单位核对", by=by, at=at
    )
    _second_versions(ready[-(RETURNED + ODD + ACCEPTED) : -ACCEPTED], by_lead, book, place, by, at)
    _corrections(ready[-1:], by_lead, book, place, by, at)
    computing.refresh(round, at=at, by=by)
    return round


def _agreed(scheme: Scheme, facts: Facts, by: Person, at: datetime) -> None:
    """The targets sealed, and one of them lowered afterwards with a document, as happens once a year."""
    targets.seal(scheme=scheme, by=by, at=at)
    subject, code, field, value = next(
        line for line in facts.canonical()["agreement"]["rows"] if line[0] == ADJUSTED and line[2] == "目标"
    )  # fmt: skip
    lower = format(Decimal(value) * Decimal("0.95"), ".2f")
    targets.agree(
        scheme=scheme, lines=[targets.Line(subject, code, field, lower, "考核办改")], reason="年中上级下达任务调减",
        document="云考委〔2026〕7号", by=by, at=at,
    )  # fmt: skip


def _ready(facts: Facts, owed: list[Sheet]) -> list[Sheet]:
    """Sheets in the order of how many units they tell of: those that are still out tell of few.

    What they would tell of counties is in the ledger already, from December's monthly bulletin.
    """
    sheet_of = {item: sheet.pk for sheet in owed for item in sheet.items}
    told: dict[int, set[str]] = defaultdict(set)
    for line in facts.canonical()["observations"]["rows"]:
        if line[1] in sheet_of and line[2] == AS_OF:
            told[sheet_of[line[1]]].add(line[0])
    return sorted(owed, key=lambda sheet: (len(told[sheet.pk]), sheet.pk))


def _split(facts: Facts, owed: list[Sheet]) -> tuple[dict[int, Lines], Lines]:
    """Figures of the reference period by the sheet they belong to; all others are in the ledger already."""
    sheet_of = {item: sheet.pk for sheet in owed for item in sheet.items}
    by_lead: dict[int, Lines] = defaultdict(list)
    rest: Lines = []
    for line in facts.canonical()["observations"]["rows"]:
        mine = line[2] == AS_OF and not line[3] and line[1] in sheet_of
        (by_lead[sheet_of[line[1]]] if mine else rest).append(line)
    return by_lead, rest


def _send(
    ready: list[Sheet], by_lead: dict[int, Lines], book: dict[str, Any], place: Path, by: Person, at: datetime
) -> None:  # fmt: skip
    """A first version from each of them, accepted."""
    for sheet in ready:
        made = _taken(sheet, by_lead[sheet.pk], book, place, by, at - SENT)
        intake.accept(submission=made, by=by, at=at - READ)


def _second_versions(
    ready: list[Sheet], by_lead: dict[int, Lines], book: dict[str, Any], place: Path, by: Person, at: datetime
) -> None:  # fmt: skip
    """After the first draft some sent a second version: one went back, some are odd and wait."""
    for number, sheet in enumerate(ready):
        made = _taken(sheet, _with_slips(by_lead[sheet.pk]), book, place, by, at)
        if number < RETURNED:
            due = (at + timedelta(days=3)).date()
            intake.send_back(
                submission=made, reason=sheets.return_text(sheet, made, due), due_again_on=due, by=by, at=at
            )  # fmt: skip


def _corrections(
    ready: list[Sheet], by_lead: dict[int, Lines], book: dict[str, Any], place: Path, by: Person, at: datetime
) -> None:  # fmt: skip
    """Second versions that are right, accepted."""
    for sheet in ready:
        made = _taken(sheet, _corrected(by_lead[sheet.pk]), book, place, by, at)
        intake.accept(submission=made, by=by, at=at)


def _with_slips(lines: Lines) -> Lines:
    """What goes wrong in real sheets: a unit left out, two digits exchanged."""
    changed = [list(line) for line in lines[:-1]]
    for line in changed:
        text = line[4] or ""
        if line[5] == "reported" and len(text) >= 4 and text[0] != text[1] and text[:2].isdigit():
            line[4] = text[1] + text[0] + text[2:]
            break
    return changed


def _corrected(lines: Lines) -> Lines:
    """Every seventh figure a little lower, as after a check at the source."""
    changed = [list(line) for line in lines]
    for line in changed[::7]:
        if line[5] == "reported" and line[4].replace(".", "").isdigit() and "." in line[4]:
            line[4] = f"{float(line[4]) * 0.99:.2f}".rstrip("0").rstrip(".")
    return changed


def _taken(
    sheet: Sheet, lines: Lines, book: dict[str, Any], place: Path, by: Person, at: datetime
) -> Any:  # fmt: skip
    """Write the lead unit's workbook as it would be handed in, then take it in."""
    names = {entry["code"]: entry["name"] for entry in book["data"]}
    units = orgs.names(sheet.round.scheme.year)
    rows: list[list[Any]] = [["单位", "指标", "期间", "数值", "状态"]]
    rows += [
        [units[line[0]], names[line[1]], line[2], line[4] or "", "" if line[4] else STATES[line[5]]]
        for line in lines
    ]
    path = place / f"{sheet.title}.xlsx"
    write_workbook(path, {"打分表": rows})
    preview, made = sheets.take_in_file(sheet=sheet, path=path, name=path.name, by=by, at=at)
    if made is None:
        raise RuntimeError("；".join(str(fault) for fault in preview.faults[:3]))
    return made


STATES = {
    "excused": "单列", "not_applicable": "无此任务", "not_yet": "未出数", "pending": "待定", "missing": "缺报",
}  # fmt: skip
