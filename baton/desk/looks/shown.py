"""摆出来看: what pages of every kind of reader show of a result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk.looks.grade_lines import points_told, short_of
from baton.desk.looks.own_tree import factors, nodes_of
from baton.desk.looks.reasons import factor_reason, reason_of
from baton.desk.looks.told_figures import Manner
from baton.domain.assessment.grades import Grade
from baton.domain.assessment.models import RunLine
from baton.scoring.explain import explain
from baton.scoring.explain.context import Context
from baton.scoring.explain.rescaled import rescaled
from baton.scoring.facts import STATES
from baton.scoring.result import Result

MOST_POINTS = 3
ROUNDED, ROUNDINGS = (
    "roundings",
    {"rounding", "roundings"},
)  # the code of the line that makes a column add up
RESCALED = "rescale"
NOWHERE = {"rounding", "roundings", "limit"}  # reasons that no page of their own explains


@dataclass(frozen=True)
class Item:
    """One indicator of a unit's page; lost: the points it took from the total, None where it took none by itself.

    factor: the coefficient that it goes into instead, so that its own points are no points of the total.
    """

    code: str
    name: str
    full: str
    score: str | None
    lost: Fraction | None
    state: str
    lead: str
    factor: str = ""


@dataclass(frozen=True)
class Loss:
    """Points that a unit's total lost (negative: gained) in one place, and why.

    gained: what making up for missing tasks added to the points, which then add up as well.
    """

    code: str
    name: str
    why: str
    points: Fraction
    has_page: bool = True
    gained: Fraction | None = None


@dataclass(frozen=True)
class Account:
    """Where a unit's points went; the losses add up exactly to `total`, which is full points less the total.

    brought: what bringing a round to 100 added to the points; it took nothing.
    """

    items: list[Item]
    losses: list[Loss]
    full: Fraction
    total: Fraction | None
    brought: Loss | None = None

    @property
    def rest(self) -> list[Loss]:
        """Losses that no indicator of the list tells: coefficients, rescaling, limits, roundings."""
        told = {one.code for one in self.items if one.lost is not None}
        own = [one for one in self.losses if one.code not in told]
        return [*own, self.brought] if self.brought else own


def account_of(result: Result, subject: str, digits: int = 0) -> Account:
    """A unit's indicators, the most lost points first, and its losses with their reasons.

    digits: of a page that shows points no finer; what its printed figures lack to their printed sum then stands in
    the line of roundings, so that who adds the column up gets the sum below it. 0: everything is exact.
    """
    told = explain(result, subject).data()
    lines = told["losses"] if told["losses_against"] else []
    lost: dict[str, Fraction] = {}
    for line in lines:
        if line["code"] in result.plan.items:
            lost[line["code"]] = lost.get(line["code"], Fraction(0)) + Fraction(line["points"])
    items = _items(result, subject, lost)
    if told["total"] is None:
        return Account(items, [], Fraction(told["full"] or 0), None)
    made, manner = (
        {one.code: one for one in rescaled(Context.of(result), subject)},
        Manner.for_result(result),
    )
    losses = [
        Loss(
            _code(result, line), line["name"], _why(result, subject, line, manner), Fraction(line["points"]), line["reason"] not in NOWHERE,
            made[line["code"]].gained if line["reason"] == RESCALED and line["code"] in made else None,
        )
        for line in lines
    ]  # fmt: skip
    brought = next((Loss(code, "折算成百分", one.sentence, Fraction(0), False, one.gained) for code, one in made.items() if one.factor), None)  # fmt: skip
    account = Account(items, losses, Fraction(told["full"]), sum((one.points for one in losses), Fraction(0)), brought)  # fmt: skip
    return _adding_up(account, digits) if digits and losses else account


def _code(result: Result, line: Mapping[str, Any]) -> str:
    is_all = line["reason"] in ROUNDINGS and line["code"] not in result.plan.items
    return ROUNDED if is_all else str(line["code"])


def _adding_up(account: Account, digits: int) -> Account:
    """The account with a line of roundings for figures cut to so many places."""
    others = [one for one in account.losses if one.code != ROUNDED]
    total = _cut(account.total or Fraction(0), digits)
    rest = total - sum((_cut(one.points, digits) for one in others), Fraction(0))
    line = (
        [Loss(ROUNDED, "各级取舍合计", "上面各数只写到这一位，差的在这里", rest, False)]
        if rest
        else []
    )
    return replace(account, losses=others + line, total=total)


def _cut(points: Fraction, digits: int) -> Fraction:
    """Points as a column shows them, half up away from zero."""
    size = Fraction(int(abs(points) * 10**digits + Fraction(1, 2)), 10**digits)
    return size if points >= 0 else -size


def _items(result: Result, subject: str, lost: Mapping[str, Fraction]) -> list[Item]:
    plan, found = result.plan, []
    below = factors(result, subject)
    for code in plan.cells_of:
        cell = result.cell(subject, code)
        if cell is None:
            continue
        item = plan.items[code]
        numerator, places = result.scores.points.ratio(cell)
        score, factor = result.score(subject, code), below.get(code, "")
        is_counted = (
            code in lost or not factor
        )  # what lies below a coefficient took no points by itself
        own = lost.get(code, Fraction(0)) if score is not None and is_counted else None
        found.append(
            Item(
                code, item["name"], _plain(Fraction(numerator, 10**places)), score, own,
                STATES[int(result.scores.state[cell])], item["lead"], factor,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-(one.lost or Fraction(0)), one.factor, one.code))


def _why(result: Result, subject: str, line: Mapping[str, Any], manner: Manner) -> str:
    """The real reason of a loss: what an indicator missed, what a coefficient came to."""
    if line["reason"] == "coefficient":
        for node in nodes_of(result, subject).values():
            if any(one["node"] == line["code"] for one in node.get("coefficients", ())):
                made = explain(result, subject, node["code"]).data()["coefficients"]
                own = next(one for one in made if one["node"] == line["code"])
                return f"作系数 {own['coefficient']}：{factor_reason(own['text'])}"
    if line["code"] in result.plan.items and line["reason"] in {"score", "bonus"}:
        told = explain(result, subject, line["code"]).data()
        own = told | {"veto": None}  # what a veto took stands in a line of its own
        return reason_of(own, manner.of(line["code"]))
    return str(line["reason_words"])


def points_to_note(
    lines: Sequence[RunLine],
    before: Sequence[RunLine],
    grades: Mapping[str, Grade] | None = None,
    than: str = "",
    result: Result | None = None,
) -> list[str]:
    """At most three sentences for a leader in a hurry: who fell, where a trifle decides, who has no total.

    grades: what counts where an organ decided; the computed ones otherwise. than: what `before` is. result: by
    which the lines of grades are known.
    """
    told = {line.subject: line.grade for line in lines}
    told |= {subject: grade.shown for subject, grade in (grades or {}).items()}
    found = [*_fallen(lines, before, than), *_at_the_edge(lines, told, result), *_without(lines)]
    return found[:MOST_POINTS]


def _fallen(lines: Sequence[RunLine], before: Sequence[RunLine], than: str) -> list[str]:
    """Within one group only: elsewhere a rank is another thing."""
    ranks = {(line.subject, line.group): line.rank for line in before}
    falls = [
        (line.rank - (ranks.get((line.subject, line.group)) or line.rank), line)
        for line in lines if line.rank is not None
    ]  # fmt: skip
    deep = sorted((one for one in falls if one[0] > 0), key=lambda one: (-one[0], one[1].order))[
        :MOST_POINTS
    ]
    if not deep:
        return []
    return [
        f"{than}退得最多："
        + "、".join(f"{line.name}退 {fall} 位到第 {line.rank} 名" for fall, line in deep)
    ]


def _at_the_edge(
    lines: Sequence[RunLine], told: Mapping[str, str], result: Result | None
) -> list[str]:
    """The closest neighbours whose grades differ, or who have none because their total is the same."""
    by_group: dict[str, list[RunLine]] = {}
    for line in sorted(lines, key=lambda line: (line.rank or 0, line.order)):
        if line.rank is not None and line.total:
            by_group.setdefault(line.group, []).append(line)
    found = []
    for group in by_group.values():
        graded = any(told[line.subject] for line in group)
        tied = [line for line in group if graded and not told[line.subject]]
        if tied:
            found.append(
                (
                    Fraction(-1),
                    f"{tied[0].group}名额边上同分，等会议定：{'、'.join(line.name for line in tied)}",
                )
            )
        placed = any(told[line.subject] and told[line.subject] != line.grade for line in group)
        aside = "（机关定的除外）" if placed else ""
        for last, first in _neighbours(group, told, result):
            gap = Fraction(last.total or 0) - Fraction(first.total or 0)
            grades = told[last.subject], told[first.subject]
            if grades[0] != grades[1] and gap > 0:
                short = short_of(result, result.lines[first.subject], grades[0]) if result else None
                found.append(
                    (short.points, f"{last.group}{first.name}离“{grades[0]}”线 {short.line} 分只差 {short.told} 分")
                    if short
                    else (gap, f"{last.group}“{grades[0]}”末位{aside}{last.name}只比{first.name}高 {points_told(gap)} 分")
                )  # fmt: skip
    return [sentence for _, sentence in sorted(found)[:1]]


def _neighbours(
    group: Sequence[RunLine], told: Mapping[str, str], result: Result | None
) -> Iterator[tuple[RunLine, RunLine]]:
    """The last of each grade and the first below who could have had it: those whom a veto or an organ placed are neither."""
    effects = result.effects if result else {}
    own = [
        line for line in group
        if line.grade and told[line.subject] == line.grade and not (line.subject in effects and effects[line.subject].forced)
    ]  # fmt: skip
    for grade in dict.fromkeys(line.grade for line in own):
        free = [
            line
            for line in own
            if line.subject not in effects or grade not in effects[line.subject].excluded
        ]
        places = [at for at, line in enumerate(free) if line.grade == grade]
        rest = free[places[-1] + 1 :] if places else []
        if rest and not _is_held_down(grade, rest, result):
            yield free[places[-1]], rest[0]


def _is_held_down(grade: str, below: Sequence[RunLine], result: Result | None) -> bool:
    """Whether somebody below has a better grade: whoever has this one got it in spite of the total."""
    if result is None:
        return False
    entry = next(one.entry for one in result.plan.groups if one.name == below[0].group)
    order = [level["grade"] for level in (entry["grades"] or {"levels": []})["levels"]]
    return any(
        order.index(line.grade) < order.index(grade)
        for line in below
        if {line.grade, grade} <= {*order}
    )


def _without(lines: Sequence[RunLine]) -> list[str]:
    names = [line.name for line in lines if line.status == "unranked"]
    if not names:
        return []
    more = f"等 {len(names)} 个" if len(names) > MOST_POINTS else ""
    return [f"还没有总分：{'、'.join(names[:MOST_POINTS])}{more}"]


def _plain(value: Fraction) -> str:
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
