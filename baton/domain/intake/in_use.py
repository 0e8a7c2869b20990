"""现用的数: figures in force that came another way than with a lead unit's sheet, and that a version would take the place of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from baton.domain.facts import queries as figures
from baton.domain.facts.models import State
from baton.domain.intake.cells import Cells, told, unpack
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import Oddity
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.queries import book_of, data_entries

KIND = "in_use"
REMEDY = "以打分表为准的照常采用，采用后换掉；拿不准的，这一格先不采用"
FROM = {figures.BULLETIN: "月报、季报收的", "hearing:": "现场考评的", "draft:": "取半年成绩的"}


@dataclass(frozen=True)
class InUse:
    """One cell: what is in force and how it came, and what the version says."""

    subject: str
    item: str
    name: str
    now: str
    here: str
    came: str

    @property
    def sentence(self) -> str:
        return f"{self.name}现用的是 {self.now}（{self.came}），这张表是 {self.here}"

    def oddity(self) -> Oddity:
        return Oddity(KIND, self.sentence, REMEDY, self.item, self.subject, self.here, self.now)


def replaced(sheet: Sheet, cells: Cells) -> list[InUse]:
    """The cells of a version that differ from a figure in force which neither a sheet nor the office's own hand put there."""
    found = figures.other_ways(sheet.round.scheme, sheet.items)
    differ = [
        (line, found[line[0], line[1], line[2], line[3]])
        for line in cells
        if (line[0], line[1], line[2], line[3]) in found
    ]
    differ = [(line, held) for line, held in differ if held[0] != told(line)]
    if not differ:
        return []
    units, items = orgs.names(sheet.round.scheme.year), data_entries(sheet.round.scheme)
    items |= {entry["code"]: entry for entry in book_of(sheet.round.version)["data"]}
    made = []
    for line, (value, batch) in differ:
        period = "" if line[2] == sheet.round.as_of else f"{line[2]}的"
        key = f"（{line[3].replace('|', '的')}）" if line[3] else ""
        name = f"{units.get(line[0], line[0])}{period}的{items.get(line[1], {'name': line[1]})['name']}{key}"
        made.append(InUse(line[0], line[1], name, value, _says(told(line)), _came(batch)))
    return made


def of_version(submission: Submission) -> list[InUse]:
    """The same of a version that was taken in, as the ledger now is."""
    return replaced(submission.sheet, unpack(submission.cells))


def pairs(found: Iterable[InUse]) -> set[tuple[str, str]]:
    """Unit and data item of each."""
    return {(one.subject, one.item) for one in found}


def _says(text: str | None) -> str:
    return str(State(text).label) if text in State.values else text or "空"


def _came(batch: str) -> str:
    return next((word for start, word in FROM.items() if batch.startswith(start)), "已记入的")
