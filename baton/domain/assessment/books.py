"""关账: from a certain day on a round is computed with whatever nobody reported as missing; an act of the round, undone only with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.facts import services as figures
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running


@transaction.atomic
def close_books(*, round: Round, why: str, by: Person, at: datetime) -> None:
    """关账: what was not reported by now is missing, on every page and in every later draft."""
    policies.check_clerk(by)
    check_running(round, "不能再关账。")
    round.refresh_from_db(fields=["books_closed_at"])
    if round.books_closed_at is not None:
        raise Refused("这一轮已经关过账了，没有再关一次。")
    round.books_closed_at = at
    round.save(update_fields=["books_closed_at"])
    figures.move_on(round.scheme)
    audit.record(
        "round.books_closed", by=by, on=f"round:{round.pk}", at=at, why=why.strip(), rows=[round]
    )


@transaction.atomic
def open_books(*, round: Round, why: str, by: Person, at: datetime) -> None:
    """撤销关账: what nobody reported is open again; drafts that were numbered stay as they are."""
    policies.check_clerk(by)
    check_running(round, "不能再改关账。")
    round.refresh_from_db(fields=["books_closed_at"])
    if round.books_closed_at is None:
        raise Refused("这一轮没有关账，不用撤销。")
    if not why.strip():
        raise Refused("请写明为什么撤销关账（如省里补发了数）。")
    round.books_closed_at = None
    round.save(update_fields=["books_closed_at"])
    figures.move_on(round.scheme)
    audit.record(
        "round.books_opened", by=by, on=f"round:{round.pk}", at=at, why=why.strip(), rows=[round]
    )
