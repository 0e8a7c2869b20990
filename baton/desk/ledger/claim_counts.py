"""每条实际计多少: how much of a unit's ledger score each line brings in, read from the computed result itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk.ledger.off_roster import off_roster
from baton.desk.results import result_of
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.claims import windows
from baton.domain.claims.models import Claim
from baton.domain.rounds.models import Round
from baton.punctuation import full_width
from baton.scoring.explain import explain
from baton.scoring.facts import Event
from baton.scoring.methods.ledger import PLACES, Account, account
from baton.scoring.result import Result

UNIT = 10**PLACES
LEDGER = "ledger"
TURNED_DOWN = {Claim.State.REJECTED.value, Claim.State.EXEMPTED.value}


@dataclass(frozen=True)
class Part:
    """One line of a unit's ledger item: what it is worth, what of it counts under the caps, or why it doesn't."""

    number: str
    matter: str
    level: str
    worth: Fraction
    counts: Fraction
    why: str = ""
    limit: str = ""
    verb: str = "计"
    pk: int = 0
    decided: str = ""


@dataclass(frozen=True)
class Item:
    """A unit's ledger item in one computation: its lines, their sum, and what the rule book lets count."""

    code: str
    name: str
    parts: list[Part]
    sum: Fraction
    got: Fraction
    waits: str = ""
    verb: str = "计"

    @property
    def is_capped(self) -> bool:
        return self.got < self.sum


@dataclass(frozen=True)
class Effect:
    """What one claim does to its unit's score, as a sentence, with the item it stands in. is_ahead: it was decided after the newest result."""

    sentence: str
    run: Run | None = None
    item: Item | None = None
    is_ahead: bool = False


def item_of(run: Run, subject: str, code: str) -> Item | None:
    """The lines behind a unit's ledger item, each with its claim and who decided it, those that were turned down among
    them; None for anything else or where nothing was computed. Decisions later than the run are left out.
    """
    result = result_of(run)
    found = item_in(result, subject, code)
    if found is None:
        return None
    claims = Claim.objects.filter(scheme=run.round.scheme_id, subject__code=subject)
    known = {claim.number: claim for claim in claims.prefetch_related("decisions")}
    kinds = result.plan.items[code]["params"]["kinds"]
    refused = [
        Part(event.id, event.matter, event.level, Fraction(0), Fraction(0))
        for event in result.plan.facts.events
        if event.subject == subject and event.kind in kinds and event.decision in TURNED_DOWN
    ]
    parts = [*found.parts, *sorted(refused, key=lambda part: part.number)]
    return replace(found, parts=[_told(part, known.get(part.number), run) for part in parts])


def _told(part: Part, claim: Claim | None, run: Run) -> Part:
    """A line with its claim's page and its newest decision at the time of the run."""
    if claim is None:
        return part
    made = [one for one in claim.decisions.all() if one.recorded_at <= run.computed_at]
    last = max(made, key=lambda one: one.pk, default=None)
    if last is None:
        return replace(part, pk=claim.pk)
    meeting = f"（{last.meeting}）" if last.meeting else ""
    decided = f"{last.decided_by}{meeting}{last.decided_on}{last.get_state_display()}"
    if last.reason:
        decided += f"：{last.reason}"
    return replace(part, pk=claim.pk, decided=decided)


def item_in(result: Result, subject: str, code: str) -> Item | None:
    """A unit's ledger item as a result has it, without who decided; None for anything else."""
    found = result.plan.items.get(code)
    if found is None or found["method"] != LEDGER or result.cell(subject, code) is None:
        return None
    events = sorted(
        (event for event in result.plan.facts.events if event.subject == subject), key=_number
    )
    made = account(found["params"], events)
    steps = explain(result, subject, code).data()["steps"]
    said = next((step["value"] for step in reversed(steps) if step["label"] == "得分"), None)
    whole = sum((Fraction(entry.amount, UNIT) for entry in made.entries), Fraction(0))
    got = abs(Fraction(said)) if said is not None else Fraction(made.total, UNIT)
    verb = "扣" if found["params"]["sign"] == "deduct" else "计"
    return Item(code, found["name"], _parts(made, got), whole, got, made.pending, verb)


def _parts(made: Account, got: Fraction) -> list[Part]:
    """In the order of their numbers the lines fill their list, then the whole, until a cap is reached."""
    lists = {name: Fraction(used, UNIT) for name, (_, used) in made.lists.items()}
    left, filled = got, defaultdict(Fraction)
    parts = []
    for entry in sorted(made.entries, key=lambda one: _number(one.event)):
        worth = Fraction(entry.amount, UNIT)
        room = lists[entry.list] - filled[entry.list]
        counts = max(Fraction(0), min(worth, room, left))
        limit = (
            f"清单“{entry.list}”" if room < min(worth, left) else "本项" if counts < worth else ""
        )
        filled[entry.list] += counts
        left -= counts
        event = entry.event
        parts.append(
            Part(event.id, event.matter, event.level, worth, counts, full_width(entry.why), limit)
        )
    return parts + [
        Part(
            one.event.id,
            one.event.matter,
            one.event.level,
            Fraction(0),
            Fraction(0),
            full_width(one.why),
        )
        for one in made.dropped
    ]


def _number(event: Event) -> str:
    return event.id


def effect_of(round: Round, claim: Claim) -> Effect:
    """What a claim brings in, by the newest computation of the round."""
    if claim.state == Claim.State.WITHDRAWN:
        return Effect("已撤回，不计。")
    days = windows.days_of(round)
    if not windows.within(days, claim.happened_on):
        return Effect(
            f"“{round.name}”只计 {windows.told(days)}的，这一条是 {claim.happened_on} 的，不计入这一轮。"
        )
    run = queries.provisional(round) or queries.drafts(round).first()
    if run is None:
        return Effect("成绩还没有算过，算过以后这里写实际计多少。")
    result = result_of(run)
    subject = claim.subject.code
    told = next((one for one in result.plan.facts.events if one.id == claim.number), None)
    if told is None or told.decision != claim.state or told.subject != subject:
        return Effect("成绩还没有重算到这一条现在的样子，过几秒再看。", run, is_ahead=True)
    for code, item in result.plan.items.items():
        if item["method"] == LEDGER and claim.kind in item["params"]["kinds"]:
            found = item_of(run, subject, code)
            if found is not None:
                return Effect(_sentence(claim, item, found), run, found)
    return Effect(_elsewhere(result, claim))


def _elsewhere(result: Result, claim: Claim) -> str:
    """Vetoes and promotions bring no points; other kinds the unit's group may not count at all."""
    if any(veto["kind"] == claim.kind for veto in result.plan.rulebook["vetoes"]):
        return "一票否决不计分，认定以后按规则书写明的后果办。"
    if why := off_roster(result, claim.subject.code):
        return f"{why}。"
    return f"规则书没有给{claim.subject.name}计“{claim.kind}”的指标，这一条不影响成绩。"


def _sentence(claim: Claim, item: dict[str, Any], found: Item) -> str:
    part = next((one for one in found.parts if one.number == claim.number), None)
    if found.waits:
        return full_width(f"本单位“{found.name}”还算不出：{found.waits}。")
    if part is None or claim.state in TURNED_DOWN:
        return _outside(claim, item["params"])
    if part.why and not part.worth:
        return f"这一条实际{found.verb} 0 分：{part.why}。"
    verb = found.verb
    total = f"本单位本项{verb} {plain(found.got)} 分"
    if part.counts < part.worth:
        if not found.got:
            return f"本单位“{found.name}”的前提没有做到，这一条实际{verb} 0 分。"
        told = f"这一条值 {plain(part.worth)} 分，实际{verb} {plain(part.counts)} 分。"
        if part.limit != "本项":
            return f"本单位{part.limit}已到上限，{told}"
        return f"本单位本项已到上限 {plain(found.got)} 分，{told}"
    return f"这一条实际{verb} {plain(part.counts)} 分，{total}。"


def _outside(claim: Claim, params: dict[str, Any]) -> str:
    """Why a line is not even looked at: not accepted, or out of the days the rule book counts."""
    if claim.state in TURNED_DOWN:
        return f"{claim.get_state_display()}，不计。"
    since, until = params["from"] or "不限", params["to"] or "不限"
    return f"日期不在规则书计分的 {since} 至 {until} 之内，这一条不计。"


def plain(value: Fraction) -> str:
    """A number as people write it.

    >>> plain(Fraction(1, 2)), plain(Fraction(3))
    ('0.5', '3')
    """
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f}"
