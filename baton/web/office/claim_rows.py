"""台账的一页: each line with what was asked for and what of it counts, each unit with its sum and a bar up to the cap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from baton.desk.ledger.claim_sums import DEDUCTS, Tally, UnitSum, tally
from baton.domain.assessment.models import Run
from baton.domain.claims import windows
from baton.domain.claims.kinds import BONUS, DEDUCTION, VETO, Kind
from baton.domain.claims.models import Claim
from baton.scoring.canonical import DECIMAL

MOST = 12  # units whose sum stands beside the ledger
WIDE = 100  # of a bar, in its own measure
NOT_YET = "重算中"  # decided after the newest result
HELD = "没有重算"  # the same, where no newer one can be made
NO_POINTS = "不计"
ELSEWHEN = "不计入这一轮"
State = Claim.State


@dataclass(frozen=True)
class Row:
    """One line: the points asked for, those that count, or a word in their place, and why it is less."""

    claim: Claim
    asked: Fraction | None = None
    counts: Fraction | None = None
    word: str = ""
    why: str = ""
    is_capped: bool = False


@dataclass(frozen=True)
class Bar:
    """A unit's sum, its page of the ledger, and the bar: what counts, what is cut off, where the cap stands."""

    unit: UnitSum
    key: str
    full: int
    over: int
    cap: int


def tally_of(run: Run | None) -> Tally:
    """What the newest result counts; nothing where there is none."""
    return tally(run) if run is not None else Tally()


def rows(
    claims: Sequence[Claim], kinds: Mapping[str, Kind], known: Tally, run: Any, days: windows.Days
) -> list[Row]:
    """A page of the ledger; no query. days: those that the round counts."""
    return [
        _row(claim, kinds.get(claim.kind), known, run)
        if windows.within(days, claim.happened_on)
        else Row(claim, _asked(claim, kinds.get(claim.kind)), word=ELSEWHEN)
        for claim in claims
    ]


def held_back(found: Sequence[Row], why: str) -> list[Row]:
    """The same page where the round can't be computed anew: why stands at each line that waits for it."""
    return [replace(row, word=HELD, why=why) if row.word == NOT_YET else row for row in found]


def _row(claim: Claim, kind: Kind | None, known: Tally, run: Any) -> Row:
    asked = _asked(claim, kind)
    if claim.state in (State.PENDING, State.WITHDRAWN) or run is None:
        return Row(claim, asked, word="—")
    if kind is None or kind.sign not in SCORED:
        return Row(claim, asked, word="不计分" if kind and kind.sign == VETO else "—")
    part = known.lines.get((claim.number, claim.state))
    if claim.state != State.ACCEPTED:
        return Row(claim, asked, Fraction(0))
    if part is None:
        return _without(claim, asked, kind, known)
    counts = -part.counts if part.verb == DEDUCTS else part.counts
    is_capped = bool(part.limit) and part.counts < part.worth
    return Row(claim, asked, counts, "", part.why or _less(claim, asked, counts), is_capped)


def _without(claim: Claim, asked: Fraction | None, kind: Kind, known: Tally) -> Row:
    """An accepted line that has no points: the result is older, waits for something, or has nothing that counts it."""
    unit = claim.subject.code
    group = known.groups.get(unit, "")
    if why := known.gone.get(unit):
        return Row(claim, asked, word=NO_POINTS, why=why)
    if not kind.counts_in(group):
        return Row(claim, asked, word=NO_POINTS, why=f"“{group}”没有这一种加减分")
    if (claim.number, claim.state) not in known.seen:
        return Row(claim, asked, word=NOT_YET)
    if why := known.waiting.get((unit, kind.name)):
        return Row(claim, asked, word="还算不出", why=why)
    return Row(claim, asked, word=NO_POINTS, why="不在计分的日期内，或这一轮不考这一项")


SCORED = (BONUS, DEDUCTION)


def _less(claim: Claim, asked: Fraction | None, counts: Fraction) -> str:
    """Why a line that counts brings less than was asked for, as far as it says so itself."""
    if asked is None or counts == asked:
        return ""
    said = ["配合单位"] if claim.role == Claim.Role.SUPPORT else []
    return "，".join(said + ([f"上年已计 {claim.counted}"] if claim.counted else []))


def _asked(claim: Claim, kind: Kind | None) -> Fraction | None:
    """The points written down, else those of the level, for all the cases of the line; a deduction is negative."""
    each = str(claim.points or "") or (kind.levels.get(claim.level, "") if kind else "")
    if not DECIMAL.fullmatch(each):
        return None
    sign = -1 if kind is not None and kind.sign == DEDUCTION else 1
    return sign * abs(Fraction(each)) * Fraction(claim.count)


def summed(known: Tally, group: str) -> int:
    """How many units of a group, or of all, have a sum; a unit that waits for something has none."""
    return sum(1 for unit in known.units.values() if group in ("", unit.group) and not unit.waits)


def bars(
    known: Tally, group: str, units: Sequence[tuple[str, str]], *, every: bool = False
) -> list[Bar]:
    """The units with the highest sums, or every one, of one group or of all; a unit that waits for something has none."""
    own = [unit for unit in known.units.values() if group in ("", unit.group) and not unit.waits]
    own.sort(key=lambda unit: (-unit.net, unit.code))
    keys, shown = {name: key for key, name in units}, len(own) if every else MOST
    longest = max(
        [Fraction(1), *(max(unit.asked, unit.cap or Fraction(0)) for unit in own[:shown])]
    )
    return [
        Bar(
            unit, keys.get(unit.name, ""), _wide(unit.added, longest), _wide(unit.asked - unit.added, longest),
            _wide(unit.cap, longest) if unit.cap is not None else 0,
        )
        for unit in own[:shown]
    ]  # fmt: skip


def _wide(points: Fraction, longest: Fraction) -> int:
    return int(max(Fraction(0), points) * WIDE / longest)
