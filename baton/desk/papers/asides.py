"""加减分 behind a unit's points: each line of the ledger that a run knows, with its document and who decided it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baton.desk.ledger.claim_counts import Part, plain
from baton.desk.looks.outward import kept_back
from baton.domain.assessment.models import Run
from baton.domain.claims.models import Claim, Decision
from baton.scoring.result import Result

PENDING = "pending"
MOST_TOLD = 3


@dataclass(frozen=True)
class Aside:
    """One line of the ledger as the run knew it."""

    kind: str
    name: str
    document: str
    by: str
    on: str
    counts: str
    why: str
    is_pending: bool


def of_run(
    run: Run, result: Result, parts: Mapping[tuple[str, str], Part]
) -> dict[str, list[Aside]]:
    """By unit what it may be told of, in the order of the numbers: undecided vetoes and deductions are not in it.

    Nor are decisions recorded after the run was computed.
    """
    claims, hidden = claims_of(run, result), kept_back(result)
    found: dict[str, list[Aside]] = defaultdict(list)
    events = [event for event in result.plan.facts.events if event.id not in hidden]
    for event in sorted(events, key=lambda one: one.id):
        claim = claims.get(event.id)
        last = decision_of(run, claim) if claim else None
        part = parts.get((event.id, event.decision))
        name = claim.title if claim else event.matter
        name += f"（{event.level}）" if event.level else ""
        found[event.subject].append(
            Aside(
                event.kind, name, event.document, by_whom(last),
                last.decided_on.isoformat() if last else "", _counts(event.decision, part),
                by_matter(result, _why(event.decision, part, last), hidden), event.decision == PENDING,
            )
        )  # fmt: skip
    return found


def claims_of(run: Run, result: Result) -> dict[str, Claim]:
    """The ledger's lines that the run knows, by number."""
    known = {event.id for event in result.plan.facts.events}
    claims = Claim.objects.filter(scheme=run.round.scheme_id).prefetch_related("decisions")
    return {one.number: one for one in claims if one.number in known}


def decision_of(run: Run, claim: Claim) -> Decision | None:
    """The newest decision that had been recorded when the run was computed."""
    made = [one for one in claim.decisions.all() if one.recorded_at <= run.computed_at]
    return max(made, key=lambda one: one.pk, default=None)


def by_whom(last: Decision | None) -> str:
    """Who decided, at which meeting."""
    if last is None:
        return ""
    return last.decided_by + (f"（{last.meeting}）" if last.meeting else "")


def told(one: Aside) -> str:
    """On which day it was decided, and why it counts less than it might."""
    return "；".join(part for part in (f"{one.on} 认定" if one.on else "", one.why) if part)


def _counts(decision: str, part: Part | None) -> str:
    if decision == PENDING:
        return "待定"
    if part is None:
        return "0"
    return signed(-part.counts if part.verb == "扣" else part.counts)


def _why(decision: str, part: Part | None, last: Decision | None) -> str:
    if decision == PENDING:
        return "还没有认定，认定以后再计"
    if part is None:
        return f"不计：{last.reason}" if last and last.reason else "不计"
    if part.why and not part.counts:
        return f"不计：{part.why}"
    said = [part.why] if part.why else []
    if part.counts < part.worth:
        said.append(f"{part.limit or '本项'}已到上限")
    return "；".join(said)


def by_matter(result: Result, why: str, hidden: Collection[str] = ()) -> str:
    """A reason with the matter in place of the number of another line; of a hidden one no more than that there is one."""
    events = {one.id: one for one in result.plan.facts.events}
    for number in sorted(events, key=len, reverse=True):
        if number in why:
            if number in hidden:
                return why.replace(f" {number}", number).replace(number, "另一条")
            other = events[number]
            told = (
                "、".join(one for one in (other.level, other.document) if one)
                or other.matter
                or "另一条"
            )
            return why.replace(f" {number}", number).replace(number, f"“{told}”那一条")
    return why


def lines_for(item: dict[str, Any], claims: list[Aside]) -> list[Aside]:
    """Those that an item of the ledger counts."""
    kinds = item["params"].get("kinds") or ()
    return [one for one in claims if one.kind in kinds]


def pending_of(claims: list[Aside]) -> str:
    """另有 n 条待定."""
    if not claims:
        return ""
    named = "、".join(one.name for one in claims[:MOST_TOLD])
    return f"另有 {len(claims)} 条待定：{named}" + ("等" if len(claims) > MOST_TOLD else "")


def signed(value: Fraction) -> str:
    """Points with their sign.

    >>> signed(Fraction(1, 2)), signed(Fraction(-1)), signed(Fraction(0))
    ('+0.5', '−1', '0')
    """
    if not value:
        return "0"
    return ("+" if value > 0 else "−") + plain(abs(value))
