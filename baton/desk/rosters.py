"""收名册: the office's own workbook becomes the roster of a year, with a look at what would change first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from baton.documents.office.loading import load_roster
from baton.documents.problems import Problem, Problems
from baton.domain.orgs import queries
from baton.domain.orgs.queries import Change
from baton.scoring.facts import Subject


@dataclass
class RosterPreview:
    """A roster as it was read: who is on it, what it would change, what is wrong."""

    subjects: list[Subject]
    changes: list[Change]
    faults: list[Problem]
    remarks: list[Problem]


def read_roster_file(year: int, path: Path) -> RosterPreview:
    """Read a roster; nothing is written."""
    problems = Problems()
    subjects = load_roster(path, problems=problems)
    changes = queries.changes(year, subjects) if subjects and not problems.error_count else []
    return RosterPreview(subjects, changes, problems.errors, problems.warnings)
