"""平时到年终: what earlier rounds of the year said of an indicator, beside what this one says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from baton.desk import answers
from baton.desk.looks.indicators import Look, lines_of
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run


@dataclass(frozen=True)
class Earlier:
    """One earlier round by its newest numbered draft. rows: by unit; units that had not the indicator are not among them."""

    run: Run
    code: str
    rows: dict[str, Look]


def earlier(run: Run, code: str, subjects: Collection[str]) -> list[Earlier]:
    """The rounds of the year up to this one in which any of these units had the indicator, the oldest first; one query.

    Within a year an indicator keeps its code when a table is taken in again; failing that it is found by its name.
    """
    name, found = result_of(run).plan.items[code]["name"], []
    for draft in queries.earlier_rounds(run):
        items = result_of(draft).plan.items
        key = code if code in items else next((one for one, item in items.items() if item["name"] == name), None)  # fmt: skip
        rows = _lines(draft, key, subjects) if key else {}
        if key and rows:
            found.append(Earlier(draft, key, rows))
    return found


def _lines(draft: Run, code: str, subjects: Collection[str]) -> dict[str, Look]:
    question = (draft.archive, "lines", code, tuple(sorted(subjects)))
    return answers.kept(question, lambda: lines_of(result_of(draft), code, subjects))


def score_before(run: Run, subject: str, code: str) -> tuple[Run, str] | None:
    """What the draft before this result gave the unit for the indicator; one query."""
    own = queries.drafts(run.round)
    draft = (own if run.number is None else own.filter(number__lt=run.number)).first()
    if draft is None or code not in result_of(draft).plan.items:
        return None
    score = result_of(draft).score(subject, code)
    return None if score is None else (draft, score)
