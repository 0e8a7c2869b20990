"""改一格票数: a unit's counts by level, tried before they are kept; totals only, never a single slip."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from baton.desk.intake.counted import levels_by_data
from baton.desk.obstacles import check_fit
from baton.documents.numbers import read_number
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.assessment.leaving import check_reason
from baton.domain.facts import queries as figures
from baton.domain.facts import services
from baton.domain.facts.models import State
from baton.domain.facts.services import Row
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import NO_FIGURES, check_running

MARK = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
LONGEST = 60
SOURCE = "考核办改"


@dataclass(frozen=True)
class Count:
    """One level: its key, what it is called, and what the ledger says of it now; None when nobody has reported it."""

    key: str
    name: str
    value: str | None
    state: str

    @property
    def said(self) -> str | None:
        return self.value if self.value is not None else self.state or None


@dataclass(frozen=True)
class Counts:
    """A unit's counted data item in the round's period. takes_more: levels that the rule does not name count too."""

    subject: str
    item: str
    name: str
    unit: str
    period: str
    lines: tuple[Count, ...]
    takes_more: bool = False
    is_marks: bool = False

    @property
    def total(self) -> int | None:
        """All slips or cases; None when nothing was counted yet."""
        known = [int(one.value) for one in self.lines if one.value is not None]
        return sum(known) if known else None


def counts_of(round: Round, subject: str, item: str) -> Counts | None:
    """The counts of a round's reference period; None when the rule book counts no such data item by level."""
    rulebook = gather.rulebook_of(round)
    entry = next((one for one in rulebook["data"] if one["code"] == item), None)
    levels = levels_by_data(rulebook).get(item)
    if entry is None or entry["kind"] != "tally" or levels is None:
        return None
    now = {
        key: one
        for (unit, _, key), one in figures.cells(round.scheme, [item], round.as_of).items()
        if unit == subject
    }
    keys = dict.fromkeys((*levels.keys, *sorted(key for key in now if key)))
    lines = tuple(
        Count(key, key.replace("|", "的"), now[key].value if key in now else None, now[key].state if key in now else "")
        for key in keys
    )  # fmt: skip
    return Counts(
        subject, item, entry["name"], entry["unit"], round.as_of, lines, levels.is_open or levels.is_marks, levels.is_marks
    )  # fmt: skip


def rows_of(counts: Counts, written: Mapping[str, str], state: str) -> list[Row]:
    """What a clerk wrote, by level, as figures for the ledger; Refused says what is wrong with it."""
    given = {"subject": counts.subject, "item": counts.item, "period": counts.period, "source": SOURCE}  # fmt: skip
    if state not in State.values:
        raise Refused("请选一个状态。")
    known = [one.key for one in counts.lines]
    more = [key for key in written if key not in known and written[key].strip()]
    if more and not counts.takes_more:
        raise Refused(f"规则里没有“{more[0]}”这一级。")
    keys = [*known, *(_checked(key, counts) for key in more)]
    if state != State.REPORTED:
        return [Row(value=None, state=State(state).value, key=key, **given) for key in keys]
    return [Row(value=_whole(written.get(key, ""), key), key=key, **given) for key in keys]


@transaction.atomic
def keep(
    *, round: Round, rows: Sequence[Row], was: Mapping[str, str | None], reason: str, by: Person, at: datetime
) -> None:  # fmt: skip
    """改一格票数, while the round runs. was: by level what the clerk saw; a reason is needed once a draft left the office."""
    check_running(round, NO_FIGURES)
    check_fit(round, rows)
    services.change_counts(
        scheme=round.scheme, rows=rows, was=was, reason=reason.strip(), by=by, at=at
    )
    check_reason(round, reason)  # after the cell was seen to say what the clerk saw


def _checked(key: str, counts: Counts) -> str:
    key = key.strip()
    if not key:
        raise Refused("有一行写了票数，没有写是哪一级。")
    if counts.is_marks and not MARK.fullmatch(key):
        raise Refused(f"“{key}”不是分数，请写成数，如 95。")
    if len(key) > LONGEST or "|" in key:
        raise Refused(f"“{key[:20]}”这一级的名称太长或带了“|”，请改短。")
    return key


def _whole(text: str, key: str) -> str:
    name = key.replace("|", "的")
    if not text.strip():
        raise Refused(f"“{name}”没有写几张，一张也没有请写 0。")
    found = read_number(text.strip()).text
    if found is None or "." in found or found.startswith("-"):
        raise Refused(f"“{name}”写的是“{text.strip()}”，请写成不小于 0 的整数。")
    return found
