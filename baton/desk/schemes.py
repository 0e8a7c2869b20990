"""收指标体系: a rule book or an office's Word or Excel table becomes a version of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from baton.documents.problems import Problem, Problems
from baton.documents.rulebook import read_rulebook
from baton.documents.scheme_table import draft_rulebook, read_scheme

RULEBOOKS = {".yaml", ".yml", ".json"}


@dataclass
class SchemePreview:
    """A scheme as it was read: the rule book it would become, what is wrong, what should be looked at."""

    book: dict[str, Any] | None
    faults: list[Problem]
    remarks: list[Problem]


def read_scheme_file(path: Path, *, name: str, group: str, period: str) -> SchemePreview:
    """A rule book is taken as it is; in a scheme table every indicator starts as a direct score."""
    problems = Problems()
    book: dict[str, Any] | None = None
    if path.suffix.lower() in RULEBOOKS:
        book = read_rulebook(path, problems=problems)
    else:
        rows = read_scheme(path, problems=problems)
        if rows and not problems.error_count:
            book = draft_rulebook(rows, name=name, group=group, period=period, problems=problems)
    return SchemePreview(None if problems.error_count else book, problems.errors, problems.warnings)
