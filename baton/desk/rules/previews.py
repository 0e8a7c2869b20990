"""看一看: what a clerk says of a scheme's file, and what taking it in would mean, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from baton.desk.rules.lead_names import LEAD
from baton.desk.rules.whom import Meant
from baton.documents.comparing import Change
from baton.documents.problems import Problem
from baton.documents.scheme_table import (
    APART,
    CELL,
    COLUMN,
    TABLES,
    Aside,
    Major,
    ReadAs,
    SchemeRow,
    Shared,
    Unclear,
)
from baton.domain.schemes.models import Scheme, Version
from baton.domain.targets.services import Line

NEW, NEW_ONE = "new", "新的指标"
Book = dict[str, Any]
OF_TABLE = (COLUMN, CELL, LEAD, APART, TABLES)


@dataclass(frozen=True)
class Said:
    """What a clerk says of a file: which year, for which groups, into which scheme (None: a new one), which periods.

    calendar: one of the choices, or empty for those the scheme has. answers: indicator of the table → the one of the
    scheme that it is, or `new`. shared: points over several indicators, whom it is for → what they mean. reason,
    document: why a sealed agreement is to change.
    """

    year: int
    title: str
    groups: tuple[str, ...]
    into: Scheme | None = None
    calendar: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    document: str = ""


@dataclass
class Asks:
    """What several tables leave open: of the tables themselves, of whom they are for, points over several indicators.

    unread: columns left out, and what each may be; these may stay as they are.
    """

    of_table: list[Unclear] = field(default_factory=list)
    whose: list[Unclear] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)
    unread: list[Unclear] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many answers are needed before the tables can be read."""
        return len(self.of_table) + len(self.whose) + len(self.shared)

    def add(self, preview: SchemePreview, prefix: str) -> None:
        """The questions of one table, whose answers go by its prefix, so that none goes to another table."""
        self.of_table += [replace(one, key=prefix + one.key) for one in preview.of_table]
        self.whose += [replace(one, key=prefix + one.key) for one in preview.whose]
        self.shared += [replace(one, key=prefix + one.key) for one in preview.shared]
        self.unread += [replace(one, key=prefix + one.key) for one in preview.unread]


@dataclass(frozen=True)
class Row:
    """One indicator of a table beside the one of before; key: how an answer names it, empty where nothing is asked.

    whom: whom it is for, None where the table does not say.
    """

    item: Book
    old: Book | None
    key: str = ""
    marks: tuple[str, ...] = ()
    whom: Meant | None = None

    @property
    def is_new(self) -> bool:
        return NEW_ONE in self.marks


@dataclass
class SchemePreview:
    """A scheme as it was read: the rule book it would become, what is wrong, what should be looked at.

    base: the version it is put into. rows, gone: a table's indicators and those that leave. changes: what a rule book
    says differently. about: whom it is for. notes: sentences on what the clerk would not expect. shared: points over
    several indicators, to be settled first, as what is unclear of whom it is for. under: what stands under the table,
    kept nowhere but in the file. lines: what the agreement gets; head: its newest line that was looked at. majors, whole: a table's
    major parts and their sum. asides: rows that are no indicators but rules. unread: columns left out, and what each may be.
    totals: those that its tables write. shown: what every column was read as.
    """

    book: Book | None
    faults: list[Problem]
    remarks: list[Problem]
    base: Version | None = None
    rows: list[Row] = field(default_factory=list)
    gone: list[Book] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    to_check: list[str] = field(default_factory=list)
    about: str = ""
    is_table: bool = False
    shared: list[Shared] = field(default_factory=list)
    under: list[str] = field(default_factory=list)
    read: list[SchemeRow] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    head: int = 0
    is_sealed: bool = False
    majors: list[Major] = field(default_factory=list)
    whole: Major | None = None
    asides: list[Aside] = field(default_factory=list)
    unread: list[Unclear] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)
    shown: list[ReadAs] = field(default_factory=list)

    @property
    def of_table(self) -> list[Unclear]:
        """Which column is which, cells that can be read in several ways, lead units that are written short."""
        return [one for one in self.unclear if one.key.startswith(OF_TABLE)]

    @property
    def whose(self) -> list[Unclear]:
        """What is unclear of whom the indicators are for."""
        return [one for one in self.unclear if not one.key.startswith(OF_TABLE)]

    @property
    def says_whom(self) -> bool:
        """Whether the table says of any indicator whom it is for."""
        return any(row.whom is not None for row in self.rows)

    @property
    def asked(self) -> list[Row]:
        """What only the clerk knows: whether an indicator is the one of before."""
        return [row for row in self.rows if row.key]

    @property
    def fresh(self) -> int:
        return sum(row.is_new for row in self.rows)

    @property
    def reworded(self) -> int:
        return sum("原话改了" in " ".join(row.marks) for row in self.rows)
