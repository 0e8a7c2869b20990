"""认定表的内容: each line of the ledger that a run knows, what was claimed, what was decided by whom, what of it counts and why."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from baton.desk.ledger.claim_counts import Part, plain
from baton.desk.ledger.claim_sums import tally
from baton.desk.ledger.off_roster import off_roster
from baton.desk.papers.asides import by_matter, claims_of, decision_of
from baton.desk.papers.gathering import full_names, groups_of
from baton.desk.results import result_of
from baton.documents.papers import ClaimLine, Ledger
from baton.domain.assessment.models import Run
from baton.domain.claims.kinds import in_order
from baton.domain.claims.models import Claim, Decision
from baton.scoring.facts import Event
from baton.scoring.result import Result

LEDGER = "ledger"
NO_LEVEL = "未写级别"
STILL = "还算不出"


def lines(run: Run, group: str = "") -> Ledger:
    """The ledger as the run knew it, unit by unit in official order, within a unit by matter, with each unit's sum."""
    result, known = result_of(run), tally(run)
    claims, called = claims_of(run, result), full_names(result)
    by_unit: dict[str, list[Event]] = defaultdict(list)
    for event in result.plan.facts.events:
        by_unit[event.subject].append(event)
    found: list[ClaimLine] = []
    listed = {
        line.subject: line.group for name, own in groups_of(run, group).items() for line in own
    }
    order = [*listed, *(one for one in by_unit if one not in listed and not group)]
    honours: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for subject in order:
        own = sorted(by_unit.get(subject, []), key=lambda one: _place(by_unit[subject], one))
        name, sum_of = called.get(subject, subject), Fraction(0)
        for event in own:
            part, claim = known.lines.get((event.id, event.decision)), claims.get(event.id)
            found.append(
                _line(
                    result,
                    event,
                    name,
                    claim,
                    decision_of(run, claim) if claim else None,
                    part,
                    known.waiting.get((subject, event.kind), ""),
                )
            )
            if part is not None:
                sum_of += _signed(part)
            if part is not None and part.verb != "扣" and event.decision == Claim.State.ACCEPTED:
                honours[listed.get(subject, ""), name][event.level or NO_LEVEL] += event.count
        if own:
            found.append(
                ClaimLine(
                    name,
                    "小计",
                    "",
                    "",
                    "",
                    f"{len(own)} 条",
                    STILL
                    if any(known.waiting.get((subject, one.kind)) for one in own)
                    else told(sum_of),
                    "",
                    "",
                    "",
                    is_sum=True,
                )
            )
    return Ledger(found, _honours(honours, [item["params"]["levels"] for item in result.plan.items.values() if item["method"] == LEDGER]))  # fmt: skip


def _place(own: list[Event], event: Event) -> tuple[str, str, str]:
    """Lines of one matter stand together where the first of them stands."""
    first = (
        min(one.id for one in own if event.matter and one.matter == event.matter)
        if event.matter
        else event.id
    )
    return first, event.matter, event.id


def _signed(part: Part) -> Fraction:
    return -part.counts if part.verb == "扣" else part.counts


def _honours(
    found: dict[tuple[str, str], dict[str, Fraction]], tables: list[dict[str, str]]
) -> list[list[str]]:
    """单位 × 级别: how many honours of each level were accepted, the levels as the rule book ranks them."""
    levels = in_order(dict.fromkeys(level for counts in found.values() for level in counts), tables)
    if not found:
        return []
    rows = [
        [unit, *(str(counts.get(level, 0) or "") for level in levels), str(sum(counts.values()))]
        for (_, unit), counts in found.items()
    ]
    return [["单位", *levels, "合计"], *rows]


def _line(
    result: Result, event: Event, unit: str, claim: Claim | None, last: Decision | None, part: Part | None,
    waits: str,
) -> ClaimLine:  # fmt: skip
    """waits: for what the unit's lines of this kind wait, so that none of them counts for sure yet."""
    title = claim.title if claim else event.matter
    if event.matter and event.matter != title:
        title += f"（同一事项：{event.matter}）"
    if claim is not None and claim.told_by:
        title += f"（{claim.told_by}提出）"
    state = Claim.State(event.decision).label
    return ClaimLine(
        unit, f"{event.kind}：{title}", event.level, event.document, _claimed(result, event), state,
        _counts(event, part, waits), _by(last), last.decided_on.isoformat() if last else "", _why(result, event, part, last, waits),
    )  # fmt: skip


def _claimed(result: Result, event: Event) -> str:
    """The points that were asked for: those written down, else those of the level."""
    if event.points:
        return told(Fraction(event.points) * event.count)
    for item in result.plan.items.values():
        if item["method"] == LEDGER and event.kind in item["params"]["kinds"]:
            worth = item["params"]["levels"].get(event.level)
            if worth is not None:
                sign = -1 if item["params"]["sign"] == "deduct" else 1
                return told(sign * Fraction(worth) * event.count)
    return ""


def told(points: Fraction) -> str:
    """Points with a true minus sign.

    >>> told(Fraction(-2, 5)), told(Fraction(1))
    ('−0.4', '1')
    """
    return plain(points).replace("-", "−")


def _by(last: Decision | None) -> str:
    """Who decided, and at which meeting."""
    if last is None:
        return ""
    return f"{last.decided_by}（{last.meeting}）" if last.meeting else last.decided_by


def _counts(event: Event, part: Part | None, waits: str) -> str:
    if event.decision == Claim.State.PENDING:
        return "待定"
    if part is None and waits and event.decision == Claim.State.ACCEPTED:
        return STILL
    return told(_signed(part)) if part is not None else "0"


def _why(result: Result, event: Event, part: Part | None, last: Decision | None, waits: str) -> str:
    """Why a line counts nothing or less than was claimed."""
    if event.decision == Claim.State.PENDING:
        return "还没有认定"
    if event.decision != Claim.State.ACCEPTED:
        return (
            by_matter(result, last.reason)
            if last and last.reason
            else Claim.State(event.decision).label
        )
    if part is None and waits:
        return waits
    if part is None:
        return _without_points(result, event)
    said = [by_matter(result, part.why)] if part.why else []
    if part.limit and part.counts < part.worth:
        said.append(f"{part.limit}已到上限")
    return "；".join(said)


def _without_points(result: Result, event: Event) -> str:
    if any(veto["kind"] == event.kind for veto in result.plan.rulebook["vetoes"]):
        return "一票否决不计分，按规定的后果办"
    if why := off_roster(result, event.subject):
        return why
    return "规则书没有给本单位计这一类的指标，或不在计分的日期内"
