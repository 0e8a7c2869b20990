"""Whether a round still takes anything."""

from __future__ import annotations

from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round

NO_FIGURES = "不能再改数。要更正，请先在轮次页重新打开。"


def check_running(round: Round, rest: str) -> None:
    """A round that has ended takes nothing more; rest: what can't be done, the end of the sentence.

    Asked of the row as it is once the turn to write is held, not of what was read before: who waited for the turn may
    have waited for the very clerk who ended the round. The object in hand is brought up to date.
    """
    audit.take_turn()
    round.refresh_from_db(fields=["is_closed"])
    if round.is_closed:
        raise Refused(f"“{round.name}”已经结束，{rest}")
