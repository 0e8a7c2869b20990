"""收指标体系: a rule book or an office's Word or Excel table becomes a version of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from baton.documents.problems import Problem, Problems
from baton.documents.rulebook import read_rulebook
from baton.documents.scheme_table import draft_rulebook, read_scheme
from baton.domain.accounts.models import Person
from baton.domain.schemes import services
from baton.domain.schemes.models import Scheme, Version

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


@transaction.atomic
def take_scheme(
    *, code: str, title: str, year: int, book: dict[str, Any], by: Person, at: datetime
) -> Version:
    """收下: the next version of the scheme with this code; the first one founds the scheme, both or neither."""
    scheme = Scheme.objects.filter(code=code).first()
    if scheme is None:
        scheme = services.start(code=code, title=title, year=year, by=by, at=at)
    return services.draft(scheme=scheme, book=book, why="收进指标体系", by=by, at=at)
