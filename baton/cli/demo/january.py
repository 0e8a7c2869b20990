"""云州市的一月中旬: the desk in the middle of its busiest month, made through the services that users use."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from baton.cli.demo import above, hearing, mileage, ordinary
from baton.cli.demo.city import AS_OF, ON, build_city
from baton.cli.demo.history import take_last_year
from baton.cli.demo.last_year import THIS_YEAR
from baton.cli.demo.people import MERGED, MERGED_INTO, MERGED_ON
from baton.cli.demo.planning import plan_releases
from baton.cli.demo.sheets import write_workbook
from baton.cli.demo.slips import COMMITTEE, bulletin_of, sheets_of, slipped
from baton.cli.demo.stamped import stamped_page
from baton.desk import computing, folders
from baton.desk.care.safekeeping import kept
from baton.desk.intake import figure_tables, sheets
from baton.desk.intake.arrivals import Arrived
from baton.desk.intake.leads import OFFICE
from baton.desk.intake.sheet_names import AtHand
from baton.domain.accounts.models import Person
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet, Submission
from baton.domain.orgs import queries as orgs
from baton.domain.orgs import unit_services
from baton.domain.orgs.models import Unit
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import services as schemes
from baton.domain.schemes.models import Scheme
from baton.domain.targets import services as targets
from baton.scoring.facts import Facts

Lines = list[list[Any]]
MISSING, RETURNED, ODD, ACCEPTED = 7, 2, 4, 3  # not sent; newer versions sent back, odd, accepted
UNSTAMPED = 6  # every sixth sheet came without its stamped page
MONTHS, LATE, HALF_YEAR = (
    "2026年各月月报",
    "12月月报（打分表未交）",
    "2026年半年评估各表",
)  # tables of figures that come without a lead unit's sheet
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
    whole = replace(facts, roster=[replace(one, end="") if one.name == MERGED else one for one in facts.roster])  # fmt: skip
    scheme, version = folders.found_scheme(book=book, facts=whole, year=THIS_YEAR, by=by, at=early)
    _merged(by, early)
    version = schemes.seal(
        version=version, state="trial", organ="市考核委", meeting="2026 年第 2 次会议", decided_on=date(2026, 5, 18),
        document="云办发〔2026〕3号", by=by, at=early,
    )  # fmt: skip
    above.cite(scheme=scheme, version=version, by=by, at=early)
    above.rank(year=THIS_YEAR, by=by, at=early)
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
    plan_releases(round, document="云考委〔2027〕1号", by=by, at=early)
    owed = sheets.owe_all(round=round, due_on=today - timedelta(days=2), by=by, at=early)
    own = next(sheet for sheet in owed if sheet.lead.name == OFFICE)
    ready = _ready(facts, [sheet for sheet in owed if sheet is not own])
    by_lead, rest = _split(facts, [own, *ready[MISSING:]])
    told = _bulletins(rest, ready[:MISSING]) | {HALF_YEAR: ordinary.half_year_figures(facts)}
    _take_bulletins(round, told, place, by, early)
    folders.enter_events(scheme=scheme, facts=facts, decided_by="加减分认定小组", by=by, at=early)
    intake_of = _Intake(round, by_lead, place, by)
    intake_of.fill_in(own, at)
    intake_of.send(ready[MISSING:], at)
    computing.number_draft(
        round, stage="first", why="第一批打分表收齐，办内先看", by=by, at=at - FIRST
    )
    intake_of.correct(ready[-ACCEPTED:-1], at)
    computing.number_draft(
        round, stage="check", why="更正的打分表已采用，发各单位核对", by=by, at=at
    )
    intake_of.slip(ready[-(RETURNED + ODD + ACCEPTED) : -ACCEPTED], at)
    intake_of.correct(ready[-1:], at)
    intake_of.press(ready, at)
    hearing.hold(round, by=by, at=at)
    computing.refresh(round, at=at, by=by)
    ordinary.note(round=round, by=by, at=early)
    mileage.plan(round=round, by=by, at=early)
    ordinary.take_half_year(round=round, by=by, at=early)
    return round


def _merged(by: Person, at: datetime) -> None:
    """What the reform of that summer did to one department."""
    units = {one.name: one for one in Unit.objects.filter(name__in=[MERGED, MERGED_INTO])}
    unit_services.merge(
        year=THIS_YEAR, unit=units[MERGED], into=units[MERGED_INTO], on=date.fromisoformat(MERGED_ON) + timedelta(days=1),
        why="机构改革，云编发〔2026〕6号", by=by, at=at,
    )  # fmt: skip


def _agreed(scheme: Scheme, facts: Facts, by: Person, at: datetime) -> None:
    """The targets sealed, and one of them lowered afterwards with a document, as happens once a year."""
    targets.seal(scheme=scheme, by=by, at=at)
    subject, code, field, value = next(
        line for line in facts.canonical()["agreement"]["rows"] if line[0] == ADJUSTED and line[2] == "目标"
    )  # fmt: skip
    lower = f"{Decimal(value) * Decimal('0.95'):.2f}".rstrip("0").rstrip(".")
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
        mine = line[2] == AS_OF and line[1] in sheet_of
        (by_lead[sheet_of[line[1]]] if mine else rest).append(line)
    return by_lead, rest


def _bulletins(lines: Lines, late: list[Sheet]) -> dict[str, Lines]:
    """The months' figures as they were published; what the late sheets would tell stands in December's bulletin alone."""
    items = {item for sheet in late for item in sheet.items}
    found: dict[str, Lines] = {MONTHS: [], LATE: []}
    for line in lines:
        found[LATE if line[1] in items and line[2] == AS_OF else MONTHS].append(line)
    return found


def _take_bulletins(
    round: Round, told: dict[str, Lines], place: Path, by: Person, at: datetime
) -> None:
    """Each bulletin a workbook, taken in as a clerk does it."""
    hand = AtHand(round)
    for title, lines in told.items():
        path = place / f"{title}.xlsx"
        write_workbook(path, bulletin_of(lines, orgs.names(round.scheme.year)))
        found = figure_tables.read_file(round, path, hand=hand)
        if not found.can_be_taken:
            raise RuntimeError(
                "；".join(
                    [str(one) for one in found.others[:3]] + [one.what for one in found.asks[:3]]
                )
            )
        figure_tables.take(
            round=round, found=found, chunks=[path.read_bytes()], name=path.name, by=by, at=at
        )


class _Intake:
    """The desk of the round: tables come in as files, with their stamped pages."""

    def __init__(self, round: Round, by_lead: dict[int, Lines], place: Path, by: Person) -> None:
        self.round, self.by_lead, self.place, self.by = round, by_lead, place, by
        self.hand = AtHand(round)
        self.units = orgs.names(round.scheme.year)

    def send(self, ready: list[Sheet], at: datetime) -> None:
        """A first version from each of them, accepted; most with the stamped page."""
        for number, sheet in enumerate(ready):
            made = self._taken(sheet, self.by_lead[sheet.pk], at - SENT)
            if number % UNSTAMPED:
                self._stamp(sheet, made, at - SENT)
            intake.accept(submission=made, by=self.by, at=at - READ)

    def fill_in(self, sheet: Sheet, at: datetime) -> None:
        """What nobody leads, on the office's own sheet: officials' ballots, their reports and hours of study."""
        made = self._taken(sheet, self.by_lead[sheet.pk], at - SENT)
        intake.accept(submission=made, by=self.by, at=at - READ)

    def correct(self, ready: list[Sheet], at: datetime) -> None:
        """Second versions that are right, accepted."""
        for sheet in ready:
            made = self._taken(sheet, _corrected(self.by_lead[sheet.pk]), at)
            self._stamp(sheet, made, at)
            intake.accept(submission=made, by=self.by, at=at)

    def slip(self, ready: list[Sheet], at: datetime) -> None:
        """After the first draft some sent a second version: two went back, the others are odd and wait."""
        for number, sheet in enumerate(ready):
            made = self._taken(
                sheet, slipped(sheet.lead.name, self.by_lead[sheet.pk]), at, odd=True
            )
            if number < RETURNED:
                due = (at + timedelta(days=3)).date()
                intake.send_back(
                    submission=made, reason=sheets.return_text(sheet, made, due), due_again_on=due, by=self.by, at=at
                )  # fmt: skip

    def press(self, ready: list[Sheet], at: datetime) -> None:
        """A third version of the committee's scores, pressed together and with two equal."""
        sheet = next(sheet for sheet in ready if sheet.lead.name == COMMITTEE)
        self._taken(sheet, slipped(COMMITTEE, _corrected(self.by_lead[sheet.pk])), at, odd=True)

    def _taken(self, sheet: Sheet, lines: Lines, at: datetime, *, odd: bool = False) -> Submission:
        """Write the lead unit's workbook as it would be handed in, then take it in."""
        path = self.place / f"{sheet.title}.xlsx"
        write_workbook(path, sheets_of(sheet.lead.name, lines, self.units, odd=odd))
        preview = sheets.previewed(sheet, Arrived(path, path.name), self.hand)
        if not preview.can_be_received:
            raise RuntimeError("；".join(str(fault) for fault in preview.faults[:3]))
        return sheets.keep_file(
            sheet=sheet, preview=preview, path=path, name=path.name, by=self.by, at=at
        )

    def _stamp(self, sheet: Sheet, made: Submission, at: datetime) -> None:
        """The stamped page beside a version."""
        told = [
            (f"{self.units[line[0]]}{line[1]}", line[4] or "") for line in self.by_lead[sheet.pk]
        ]
        page = stamped_page(sheet.title, told)
        name = f"{sheet.title}盖章页.png"
        with kept([page], name=name, media_type="image/png", by=self.by, at=at) as file:
            intake.add_scan(submission=made, file=file, by=self.by, at=at)


def _corrected(lines: Lines) -> Lines:
    """Every seventh figure a little lower, as after a check at the source."""
    changed = [list(line) for line in lines]
    for line in [line for line in changed if not line[3]][::7]:
        if line[5] == "reported" and line[4].replace(".", "").isdigit() and "." in line[4]:
            line[4] = f"{float(line[4]) * 0.99:.2f}".rstrip("0").rstrip(".")
    return changed
