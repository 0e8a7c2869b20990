"""每条、每个单位计多少: the whole ledger as one result counts it, worked out once for each result."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from baton.desk import answers
from baton.desk.ledger.claim_counts import LEDGER, Item, Part, item_in
from baton.desk.ledger.off_roster import told
from baton.desk.results import result_of
from baton.domain.assessment.models import Run
from baton.punctuation import full_width
from baton.scoring.result import Result

Counted = dict[tuple[str, str], Part]
DEDUCTS = "扣"


@dataclass(frozen=True)
class UnitSum:
    """What a unit's lines bring together: bonus before and after its cap, deductions, and both in one.

    cap: of all bonus, None where the rule book sets none in figures. waits: something can't be counted yet.
    """

    code: str
    name: str
    group: str
    asked: Fraction = Fraction(0)
    added: Fraction = Fraction(0)
    taken: Fraction = Fraction(0)
    cap: Fraction | None = None
    waits: bool = False

    @property
    def net(self) -> Fraction:
        """As it stands in the board's column of bonus and deductions."""
        return self.added - self.taken

    @property
    def is_capped(self) -> bool:
        """Whether the cap of all bonus cuts something off or would cut off whatever came now."""
        return self.cap is not None and self.added >= self.cap


@dataclass(frozen=True)
class Tally:
    """Every line by its number and the decision it had then, and every unit that has lines.

    seen: lines that were there, whether they bring points or not. groups: everybody's, by code. gone: why nothing
    counts of those who are off the roster. waiting: by unit and kind, for what its lines of that kind wait.
    """

    lines: Counted = field(default_factory=dict)
    units: dict[str, UnitSum] = field(default_factory=dict)
    seen: frozenset[tuple[str, str]] = frozenset()
    groups: dict[str, str] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    waiting: dict[tuple[str, str], str] = field(default_factory=dict)


def counted(run: Run) -> Counted:
    """What of every line counted in a run, by its number and the decision it had then."""
    return tally(run).lines


def tally(run: Run) -> Tally:
    """The ledger of a run, line by line and unit by unit."""
    return answers.kept(question(run), lambda: _tally(result_of(run)), shared=True)


def question(run: Run) -> Hashable:
    """What the answer depends on."""
    return run.archive, "tally"


def _tally(result: Result) -> Tally:
    codes = [code for code, item in result.plan.items.items() if item["method"] == LEDGER]
    decisions = {event.id: event.decision for event in result.plan.facts.events}
    roster = {one.subject: one for one in result.plan.facts.roster}
    found = Tally(
        seen=frozenset(decisions.items()),
        groups={one.subject: one.group for one in roster.values()},
        gone={
            code: why for code, one in roster.items() if (why := told(one, result.plan.facts.on))
        },
    )
    for subject in sorted({event.subject for event in result.plan.facts.events}):
        items = [item_in(result, subject, code) for code in codes]
        own = [item for item in items if item is not None]
        for item in own:
            if not item.waits:
                for part in item.parts:
                    found.lines[part.number, decisions[part.number]] = replace(part, verb=item.verb)
            else:
                kinds = result.plan.items[item.code]["params"]["kinds"]
                found.waiting.update({(subject, kind): full_width(item.waits) for kind in kinds})
        if own and subject in roster:
            unit = UnitSum(subject, roster[subject].name, roster[subject].group)
            found.units[subject] = _summed(unit, own, result)
    return found


def _summed(unit: UnitSum, items: list[Item], result: Result) -> UnitSum:
    sure = [item for item in items if not item.waits]
    bonus = [item for item in sure if item.verb != DEDUCTS]
    caps = [result.plan.items[item.code]["params"]["cap"] for item in bonus]
    fixed = [Fraction(cap) for cap in caps if isinstance(cap, str)]
    none = Fraction(0)
    return replace(
        unit,
        asked=sum((part.worth for item in bonus for part in item.parts), none),
        added=sum((item.got for item in bonus), none),
        taken=sum((item.got for item in sure if item.verb == DEDUCTS), none),
        cap=sum(fixed, none) if fixed and len(fixed) == len(caps) else None,
        waits=len(sure) < len(items),
    )
