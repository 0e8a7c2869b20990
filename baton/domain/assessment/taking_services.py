"""取走和看过: who took a file with results away, and who looked at a draft that nobody has been shown yet."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.audit import queries as log
from baton.domain.audit import services as audit


@transaction.atomic
def take(
    *, run: Run, what: str, form: str, group: str = "", sha256: str, size: int, by: Person, at: datetime
) -> None:  # fmt: skip
    """取走: a file with results is about to leave; whoever hands it over does so only once this is on record.

    what: a paper's code, or workbook, archive, set; form: how the file's name ends; sha256, size: of its bytes.
    """
    policies.check_clerk(by)
    audit.record(
        "result.taken", by=by, on=f"run:{run.pk}", at=at, number=run.number, what=what, form=form, group=group, sha256=sha256, size=size,
        unreleased=_is_unreleased(run),
    )  # fmt: skip


@transaction.atomic
def look(*, run: Run, day: date, by: Person, at: datetime) -> None:
    """看过: somebody's first look of a day at results that nobody has been shown; those that were released leave no entry.

    day: by the office's own clock; the moment of an entry may lie later, since the log never goes back.
    """
    policies.check_clerk(by)
    noted = log.has_done("result.looked", by=by.code, on=f"run:{run.pk}", day=day)
    if not noted and _is_unreleased(run):
        audit.record(
            "result.looked", by=by, on=f"run:{run.pk}", at=at, number=run.number, day=f"{day}"
        )


def _is_unreleased(run: Run) -> bool:
    return not run.releases.filter(withdrawn_at=None).exists()
