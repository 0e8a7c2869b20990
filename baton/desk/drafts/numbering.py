"""编稿以前: what has to be asked before a draft is numbered, and closing the books on figures nobody reported.

Some things only need a reason (a rule book that is not sealed, a step back, units without a total); a decided grade
that lost its grounds has to be taken back or put to the organ anew; what a closed book does is shown beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from django.db import transaction

from baton.desk import computing
from baton.desk.ledger.undecided import pending_words
from baton.desk.looks.held_back import Aside, asides, held_units, newer
from baton.desk.results import result_from
from baton.desk.trials.leaving import Outcome, Shift, outcome
from baton.domain import clock
from baton.domain.accounts.models import Person
from baton.domain.assessment import queries, services
from baton.domain.assessment.books import close_books
from baton.domain.assessment.grades import EDGE, Grade, standing_on
from baton.domain.assessment.models import Run
from baton.domain.assessment.services import SETTLED, Computed
from baton.domain.audit import services as audit
from baton.domain.facts import queries as figures
from baton.domain.intake import queries as intake
from baton.domain.refusals import Refused
from baton.domain.rounds.calendar import ORDER
from baton.domain.rounds.models import Round, Stage
from baton.domain.schemes.models import Version
from baton.scoring.facts import CLOSED as ABSENT
from baton.scoring.facts import STATES
from baton.scoring.result import Result

MISSING = "missing"  # what is said of cells that are held back: they count as missing
NOT_YET = STATES.index("not_yet")
MOST_NAMED = 5
CLOSED, OPEN = "closed", "open"  # what is chosen about the books
DECISIVE = {
    Stage.COMMITTEE,
    *SETTLED,
}  # what an organ decides on, and what comes of it: the books are asked about
PUBLIC = {Stage.NOTICE, Stage.FINAL}  # whoever has no total then stands on no list


@dataclass(frozen=True)
class Unreported:
    """An indicator with figures nobody reported: of how many units, and what the rule book does to them.

    is_held: nothing, so that closing the books leaves these units without points all the same.
    """

    code: str
    name: str
    lead: str
    units: int
    does: str
    is_held: bool = False


@dataclass(frozen=True)
class Look:
    """What is said before a draft of a stage is numbered."""

    stage: str
    computed: Computed
    asks: list[str]
    lapsed: list[tuple[str, Grade]]
    unreported: list[Unreported]
    aside: list[Aside] = field(default_factory=list)
    decided_on: Run | None = None  # the draft on which the undecided grades are decided
    opened: Result | None = (
        None  # as it comes out with the books open, where something was not reported
    )
    newer: list[Aside] = field(default_factory=list)  # held back, while earlier figures count

    @property
    def needs_answer(self) -> bool:
        return bool(self.asks or self.lapsed or self.unreported or self.aside or self.newer)

    @property
    def cells_newer(self) -> int:
        """How many cells count with an earlier figure, while a newer one came and is not taken yet."""
        return sum(one.count for one in self.newer)

    @property
    def asks_books(self) -> bool:
        """Whether it is asked if the books are closed: something was not reported, or is held back, and they are open."""
        return self.opened is not None

    @property
    def cells_aside(self) -> int:
        """How many cells came and are not taken yet."""
        return sum(one.count for one in self.aside)

    @property
    def aside_does(self) -> str:
        """What the rule book does to the cells that are held back, once they count as missing."""
        result = self.opened or result_from(self.computed.archive)
        pairs = result.plan.facts.held_back
        items = [
            item for code, item in result.plan.items.items() if held_units(result, code, pairs)
        ]
        return "、".join(filter(None, dict.fromkeys(_does(item) for item in items)))

    @property
    def held(self) -> list[Unreported]:
        """Those that closing the books does nothing to."""
        return [one for one in self.unreported if one.is_held]

    @cached_property
    def effect(self) -> Outcome | None:
        """What closing the books changes; None where everything was reported."""
        if self.opened is None:
            return None
        return outcome(
            self.opened, "", "", self.opened.plan.rulebook, self.opened.plan.facts.closed()
        )

    @cached_property
    def moved(self) -> list[Shift]:
        """Units that closing the books moves; officials move along with them."""
        if self.opened is None or self.effect is None:
            return []
        units = {one.subject for one in self.opened.plan.facts.roster if one.kind == "unit"}
        return [one for one in self.effect.moved if one.subject in units]

    @property
    def people(self) -> int:
        """How many officials move along."""
        return len(self.effect.moved) - len(self.moved) if self.effect else 0


def look(round: Round, stage: str, books: str = "") -> Look:
    """Look at what a draft of this stage would be, as the records stand now; nothing is written.

    books: what was chosen about them, so that everything else is asked of the draft that would come of it.
    """
    if stage not in Stage.values:
        raise Refused("请选这是哪一步的稿。")
    computed = computing.compute(round)
    result = result_from(computed.archive)
    unreported = _unreported(result) if stage in DECISIVE else []
    aside, later = _aside(round, result) if stage in DECISIVE else ([], [])
    is_open = result.plan.facts.absent != ABSENT
    opened = result if unreported or (aside and is_open) else None
    if opened is not None and books == CLOSED:
        computed = computing.compute(round, absent=ABSENT)
        result = result_from(computed.archive)
    last = queries.drafts(round).first()
    ungraded, decided_on = _ungraded(round, stage, computed, result, last)
    return Look(
        stage, computed, [*_steps(round, stage), *(_open(result) if stage in PUBLIC else []), *ungraded],
        _lapsed(round, stage, computed), unreported, aside, decided_on, opened, later,
    )  # fmt: skip


def number(
    round: Round, *, stage: str, why: str, headline: str = "", despite: str = "", books: str = "", lapsed: str = "", aside: str = "",
    seen: Look | None = None, by: Person, at: datetime,
) -> Run:  # fmt: skip
    """编一稿 with everything answered: a reason despite what is asked, the books, decisions that lost their grounds.

    aside: said where what is held back counts as missing all the same. seen: what was looked at just now, with the same books, so that it is not worked out twice.
    """
    seen = seen or look(round, stage, books)
    if not why.strip():
        raise Refused("请写明为什么出这一稿（如“收齐打分表，送各单位核对”）。")
    if seen.asks_books and books not in (CLOSED, OPEN):
        what = "有的数一直没有报" if seen.unreported else "有的数交了、先不采用"
        raise Refused(f"{what}。请选关账（没有报的算缺报），还是不关账。")
    is_closed = books == CLOSED and seen.asks_books
    if seen.aside and (is_closed or not seen.asks_books) and aside != MISSING:
        raise Refused(
            f"有 {seen.cells_aside} 格交了、先不采用。请先到收件台采用或退回；来不及的，请勾上“也照缺报算”。"
        )
    if seen.asks and not despite.strip():
        raise Refused("".join(seen.asks) + "仍要编这一稿的，请写明理由。")
    if seen.lapsed and lapsed != "withdraw":
        raise Refused("有等次决定的依据变了。要编这一稿，请勾上“撤下，按算出的”；或者先重新提请。")
    told: dict[str, Any] = {"asked": seen.asks, "despite": despite.strip()} if seen.asks else {}
    if seen.asks_books:
        told["books_closed"] = is_closed
    if seen.aside:
        told["held_back"] = seen.cells_aside
    if seen.newer:
        told["held_newer"] = seen.cells_newer
    with transaction.atomic():
        computed = seen.computed
        if is_closed:
            computed = _with_books_closed(round, computed, why=why, by=by, at=at)
        run = services.number_draft(
            round=round, stage=stage, computed=computed, why=_why(why, seen, despite, is_closed), headline=headline,
            withdrawn=[grade.subject for _, grade in seen.lapsed], said=told, by=by, at=at,
        )  # fmt: skip
        computing.keep_newest(round, computed, by=by, at=at)
        return run


def _with_books_closed(round: Round, computed: Computed, *, why: str, by: Person, at: datetime) -> Computed:  # fmt: skip
    """关账; what was computed with closed books is as new as that, unless something else has moved since it was computed."""
    audit.take_turn()
    is_newest = computed.seq == figures.moved(round.scheme)
    close_books(round=round, why=why, by=by, at=at)
    return replace(computed, seq=figures.moved(round.scheme)) if is_newest else computed


def _why(why: str, seen: Look, despite: str, is_closed: bool) -> str:
    said = why.strip()
    if is_closed or (seen.aside and not seen.asks_books):
        units = sum(one.units for one in seen.unreported)
        counts = ((units, "格没有报的"), (seen.cells_aside, "格先不采用的"))
        said += (
            f"（已关账：{'、'.join(f'{count} {what}' for count, what in counts if count)}按缺报算）"
        )
    if seen.asks:
        said += f"（{''.join(seen.asks)}仍编的理由：{despite.strip()}）"
    return said


def _steps(round: Round, stage: str) -> list[str]:
    found = []
    version = round.version
    if ORDER.index(stage) >= ORDER.index(Stage.COMMITTEE) and version.state == Version.State.DRAFT:
        found.append(f"规则书第 {version.number} 版还在起草，没有定稿。")
    last = queries.drafts(round).first()
    if last is not None and ORDER.index(stage) < ORDER.index(round.stage):
        found.append(
            f"这一轮已经到{round.get_stage_display()}，再编{Stage(stage).label}是退回前面的步。"
        )
    return found


def _open(result: Result) -> list[str]:
    """What a final draft leaves open."""
    names = {one.subject: one.name for one in result.plan.facts.roster}
    waiting = [names[line.subject] for line in result.lines.values() if line.status == "unranked"]
    pending = pending_words(result)
    found = []
    if waiting:
        more = f"等 {len(waiting)} 个" if len(waiting) > MOST_NAMED else ""
        found.append(f"{'、'.join(waiting[:MOST_NAMED])}{more}还没有总分。")
    if pending:
        found.append(f"{pending}。")
    return found


def _ungraded(
    round: Round, stage: str, computed: Computed, result: Result, last: Run | None
) -> tuple[list[str], Run | None]:
    """Who stands equal at the edge of a quota and whose grade no organ has decided, where a draft goes out as settled.

    With the newest draft, where it can be decided there: an equality that came up later is on no draft yet.
    """
    if stage not in SETTLED or not any(result.edges.values()):
        return [], None
    lines = [(total.subject, total.grade, total.vetoes) for total in computed.totals]
    names = {total.subject: total.name for total in computed.totals}
    standing = standing_on(round.pk, lines)
    decided = {grade.subject for grade in standing.values() if grade.decision and not grade.has_lapsed}  # fmt: skip
    known = set(last.lines.filter(reason=EDGE).values_list("subject", flat=True)) if last else set()
    found, decided_on = [], None
    for group, edge in result.edges.items():
        open_ones = [subject for subject in edge if subject not in decided]
        left = [names[subject] for subject in open_ones]
        if not left:
            continue
        more = f"等 {len(left)} 个" if len(left) > MOST_NAMED else ""
        where = f"请先编一稿{Stage.COMMITTEE.label}，议定以后在那一稿的“机关定等次”里记下。"
        if last is not None and known.issuperset(open_ones):
            where, decided_on = f"请先在第 {last.number} 稿的“机关定等次”里记下。", last
        elif last is not None:
            where = f"这是第 {last.number} 稿以后才出现的，在那一稿里定不了。{where}"
        found.append(
            f"{group}的{'、'.join(left[:MOST_NAMED])}{more}同分、名额不够，等次还没有定，{where}"
        )
    return found, decided_on


def _lapsed(round: Round, stage: str, computed: Computed) -> list[tuple[str, Grade]]:
    if stage not in SETTLED:
        return []
    lines = ((total.subject, total.grade, total.vetoes) for total in computed.totals)
    names = {total.subject: total.name for total in computed.totals}
    standing = standing_on(round.pk, lines).values()
    return [(names[grade.subject], grade) for grade in standing if grade.has_lapsed]


def _aside(round: Round, result: Result) -> tuple[list[Aside], list[Aside]]:
    """What came and is held back: without a figure, and while an earlier figure counts."""
    entries = intake.desk(round, clock.today()).entries
    return asides(result, entries), newer(result, entries)


def _unreported(result: Result) -> list[Unreported]:
    """What nobody sent; what the office holds back itself is told apart."""
    found, pairs = [], result.plan.facts.held_back
    for code, (start, stop) in result.plan.cells_of.items():
        held = held_units(result, code, pairs)
        cells = np.flatnonzero(result.scores.state[start:stop] == NOT_YET) + start
        units = sum(result.plan.rows[int(result.plan.cell_row[cell])].subject not in held for cell in cells.tolist())  # fmt: skip
        if units:
            item = result.plan.items[code]
            is_held = item["policies"]["missing"]["policy"] == "hold"
            found.append(Unreported(code, item["name"], item["lead"], units, _does(item), is_held))
    return found


def _does(item: dict[str, object]) -> str:
    """What the rule book does to a figure that is missing."""
    policies = item["policies"]
    policy = policies["missing"] if isinstance(policies, dict) else {}
    if policy.get("policy") == "zero":
        return "计 0 分"
    if policy.get("policy") == "group_least":
        return "按组内最低分计"
    if policy.get("policy") == "constant":
        return f"按 {policy.get('value')} 分计"
    return "待定，仍没有分" if policy.get("policy") == "hold" else ""
