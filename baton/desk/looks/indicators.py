"""一个指标,各单位比: figure, target, completion, growth against the year before, score and rank within one peer group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk.intake.counted import levels_by_data
from baton.desk.looks.columns import decimals
from baton.desk.looks.told_figures import Digits, figure_told, plain
from baton.desk.rules.shared import ABOVE
from baton.punctuation import full_width
from baton.scoring.explain import CannotExplain, measured
from baton.scoring.explain.context import Context
from baton.scoring.explain.figures import held_against
from baton.scoring.facts import REPORTED, STATES
from baton.scoring.result import Result

RATES = {"完成率", "综合完成率", "实际占控制数"}
FIGURES, VOTES, CASES, VOTE = "数", "票数", "各级几个", "票"
TALLY = "tally"
TARGETS = ("目标", "起扣线", "控制数", "参照值", "满意值")
NUMBER, ORDINARY = "number", "ordinary"
MOST_PLACES, PERCENT_PLACES = 4, 2


@dataclass(frozen=True)
class Above:
    """A reference value beside a figure: what it is called, its value, how far the figure lies above it."""

    name: str
    value: str | None
    gap: Fraction | None


@dataclass(frozen=True)
class Look:
    """One unit's line. figure, target: decimal text; rate: completion as a share; growth: against `before`, a share too.

    rank: None where its points are not those of its own figures.
    """

    subject: str
    name: str
    figure: str | None
    unit: str
    target: str | None
    target_word: str
    rate: Fraction | None
    before: str | None
    growth: Fraction | None
    score: str | None
    full: str
    lost: Fraction | None
    rank: int | None
    state: str
    source: str
    above: tuple[Above, ...] = ()
    counts: str = ""  # of an indicator without a figure: how many votes or cases of each level
    is_reckoned: bool = False

    @property
    def shown(self) -> str | None:
        """The figure as it was reported; one that was reckoned from several, such as a mean, with the usual decimals."""
        return (
            figure_told(self.figure, Digits()) if self.figure and self.is_reckoned else self.figure
        )


@dataclass(frozen=True)
class Looks:
    """An indicator in one group, the best first, then those that are not ranked, those without a score last."""

    rows: list[Look]
    has_target: bool
    has_rate: bool
    has_before: bool

    @property
    def target_word(self) -> str:
        """What figures are held against, where it is called the same for all."""
        words = {one.target_word for one in self.rows if one.target is not None}
        return words.pop() if len(words) == 1 else TARGETS[0]

    @property
    def figure_word(self) -> str:
        """What stands over the figures."""
        is_counted = any(one.counts for one in self.rows)
        return FIGURES if not is_counted else VOTES if self.rows[0].unit == VOTE else CASES

    @property
    def references(self) -> list[Above]:
        """What figures are held against, as it stands at the first unit that has it: the same for all, as a rule."""
        return list(next((one.above for one in self.rows if all(at.value for at in one.above)), ()))

    @property
    def gap_places(self) -> list[int]:
        """How many decimals the gaps to each reference have, one number for all units."""
        columns = zip(*(one.above for one in self.rows), strict=True)
        return [decimals([at.gap for at in column], MOST_PLACES) for column in columns]

    @property
    def rate_places(self) -> int:
        return decimals([one.rate and one.rate * 100 for one in self.rows], PERCENT_PLACES)

    @property
    def growth_places(self) -> int:
        return decimals([one.growth and one.growth * 100 for one in self.rows], PERCENT_PLACES)

    @property
    def scored(self) -> list[Look]:
        return [one for one in self.rows if one.score is not None]

    @property
    def waiting(self) -> list[Look]:
        return [one for one in self.rows if one.score is None]


def groups_of(result: Result, code: str) -> list[str]:
    """The peer groups whose units have this indicator."""
    rows = {result.plan.group_of_row[row] for row in _rows(result, code)}
    return [group.name for at, group in enumerate(result.plan.groups) if at in rows]


def looks(result: Result, code: str, group: str, last: Result | None = None) -> Looks:
    """All units of a group; `last`: the result of the year before, where the indicator is found by its name."""
    plan = result.plan
    place = next((at for at, one in enumerate(plan.groups) if one.name == group), None)
    before = _figures_of(last, plan.items[code]["name"]) if last else {}
    found = [
        _look(result, code, plan.rows[row], before)
        for row in _rows(result, code)
        if plan.group_of_row[row] == place
    ]
    ranks = ranks_by_share(_reached(result, code, [one.subject for one in found]))
    rows = sorted(
        (replace(one, rank=ranks.get(one.subject)) for one in found),
        key=lambda one: (one.rank is None, one.rank or 0, one.score is None),
    )
    return Looks(
        rows, any(one.target is not None for one in rows), any(one.rate is not None for one in rows),
        any(one.before is not None for one in rows),
    )  # fmt: skip


def lines_of(result: Result, code: str, subjects: Collection[str]) -> dict[str, Look]:
    """These units by an indicator, without ranks; nobody who has it not."""
    wanted = [result.plan.rows[row] for row in _rows(result, code)]
    return {one.subject: _look(result, code, one, {}) for one in wanted if one.subject in subjects}


def place_of(result: Result, code: str, subject: str) -> tuple[int, int] | None:
    """A unit's rank in an indicator within its group, and of how many; None where it is not ranked."""
    plan = result.plan
    group = plan.group_of_row[plan.row_of[subject]]
    near = [plan.rows[row].subject for row in _rows(result, code) if plan.group_of_row[row] == group]  # fmt: skip
    ranks = ranks_by_share(_reached(result, code, near))
    return (ranks[subject], len(ranks)) if subject in ranks else None


def ranks_by_share(reached: Mapping[str, tuple[Fraction, Fraction]]) -> dict[str, int]:
    """Ranks by the share of full points, equal shares the same one; reached: points and full points, by subject.

    By points alone whoever has the fewer full points for the same indicator would stand behind whoever has more, even
    with nothing lost. Where there are no full points (bonuses, deductions) points are all there is; whose own full
    points alone are 0 is not assessed by the indicator and has no rank.
    """
    has_full = any(full > 0 for _, full in reached.values())
    shares = {
        subject: points / full if has_full else points
        for subject, (points, full) in reached.items()
        if full > 0 or not has_full
    }
    order = sorted(shares.values(), reverse=True)
    first = {share: place for place, share in reversed(list(enumerate(order, start=1)))}
    return {subject: first[share] for subject, share in shares.items()}


def _reached(result: Result, code: str, subjects: Iterable[str]) -> dict[str, tuple[Fraction, Fraction]]:  # fmt: skip
    """Points and full points of those whose own figures were scored: points that a rule gives in their stead rank nobody."""
    is_ordinary, found = result.plan.items[code]["role"] == ORDINARY, {}
    for subject in subjects:
        score, cell = result.score(subject, code), result.cell(subject, code)
        if score is None or cell is None or int(result.scores.state[cell]) != REPORTED:
            continue
        over, places = result.scores.points.ratio(cell)
        found[subject] = (Fraction(score), Fraction(over, 10**places) if is_ordinary else Fraction(0))  # fmt: skip
    return found


def _rows(result: Result, code: str) -> Iterable[int]:
    start, stop = result.plan.cells_of.get(code, (0, 0))
    return [int(row) for row in result.plan.cell_row[start:stop]]


def _look(result: Result, code: str, subject: Any, before: dict[str, str]) -> Look:
    score, cell = result.score(subject.subject, code), result.cell(subject.subject, code)
    try:
        told = measured(result, subject.subject, code)
    except CannotExplain:
        told = {}
    numbers = [one for one in told.get("inputs", []) if one["kind"] == NUMBER]
    first = next((one for one in numbers if one["input"] == "x"), numbers[0] if numbers else None)
    figure = first["value"] if first else None
    item = result.plan.items[code]
    words = [word for word in TARGETS if word in held_against(item).values()]
    agreed = next((one for word in words for one in told.get("agreement", []) if one["use"] == word), None)  # fmt: skip
    rate = next((one["value"] for one in told.get("steps", []) if one["label"] in RATES), None)
    tally = next((one for one in told.get("inputs", []) if one["kind"] == TALLY), None)
    counted = _counted(result, tally)
    shown = first or tally
    lines = shown["lines"] if shown else []
    was = before.get(subject.subject)
    return Look(
        subject.subject, subject.name, figure, shown["unit"] if shown else "", agreed["value"] if agreed else None,
        agreed["use"] if agreed else "", Fraction(rate) if rate else None, was, _growth(figure, was), score,
        told.get("full") or "", Fraction(told["lost"]) if told.get("lost") else None, None,
        STATES[int(result.scores.state[cell])] if cell is not None else "", full_width(lines[-1]["source"] or "") if lines else "",
        _above(item, numbers), "" if first else counted, figure is not None and figure not in [plain(one["value"] or "") for one in lines],
    )  # fmt: skip


def _counted(result: Result, tally: dict[str, Any] | None) -> str:
    """优秀 23、良好 7, in the order of the rule; raters of several categories each with their own."""
    if tally is None:
        return ""
    values = {line["key"]: line["value"] for line in tally["lines"] if line["value"] is not None}
    levels = levels_by_data(result.plan.rulebook).get(tally["item"])
    order = [key for key in levels.keys if key in values] if levels else []
    by_category: dict[str, list[str]] = {}
    for key in dict.fromkeys((*order, *values)):
        category, _, level = key.rpartition("|")
        by_category.setdefault(category, []).append(f"{level} {values[key]}".strip())
    return "；".join(f"{name}：{'、'.join(own)}" if name else "、".join(own) for name, own in by_category.items())  # fmt: skip


def _above(item: dict[str, Any], numbers: list[dict[str, Any]]) -> tuple[Above, ...]:
    """The references of an indicator that has several, in the order of its rule."""
    if item["method"] != ABOVE:
        return ()
    values = {one["input"]: _reported(one) for one in numbers}
    own, found = values.get("x"), []
    for one in item["params"]["references"]:
        value = values.get(one["data"])
        gap = Fraction(own) - Fraction(value) if own is not None and value is not None else None
        found.append(Above(one["name"], value, gap))
    return tuple(found)


def _reported(one: dict[str, Any]) -> str | None:
    """The value of an input, told by its only line where the other inputs are still missing."""
    lines = one["lines"]
    found = one["value"] if one["value"] is not None or len(lines) != 1 else lines[0]["value"]
    return None if found is None else str(found)


def _figures_of(last: Result, name: str) -> dict[str, str]:
    """Last year's figures of the indicator of this name, by subject."""
    code = next((code for code, item in last.plan.items.items() if item["name"] == name), None)
    if code is None:
        return {}
    data = last.plan.items[code]["data"]
    entry = data.get("x") or next(iter(data.values()), None)
    if entry is None or entry["take"] != "at":
        return {}
    period = last.plan.facts.as_of
    return {
        line[0]: line[4]
        for line in Context.of(last).observations.get(entry["item"], ())
        if line[2] == period and line[4] is not None and not line[3]
    }


def _growth(figure: str | None, before: str | None) -> Fraction | None:
    """How much more than the year before, as a share of it; None where it can't be said."""
    try:
        now, was = Fraction(Decimal(figure or "")), Fraction(Decimal(before or ""))
    except ArithmeticError:
        return None
    return (now - was) / was if was > 0 else None
