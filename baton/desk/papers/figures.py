"""指标完成情况: what every unit reached in every indicator that has figures, group by group in official order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk.answers import kept
from baton.desk.looks.columns import decimals, padded, shortened
from baton.desk.looks.indicator_years import year_before
from baton.desk.looks.indicators import MOST_PLACES, PERCENT_PLACES, TARGETS, Look, Looks, looks
from baton.desk.papers.gathering import full_names, groups_of, told_groups, tree
from baton.desk.results import result_of
from baton.documents.board_workbook.columns import STATE_WORD
from baton.documents.papers import FigureGroup, FigureItem, FigureLine
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.models import Run, RunLine
from baton.scoring.explain.figures import held_against
from baton.scoring.result import Result

PERCENT, NO_TASK = "%", "not_applicable"
FIXED = {"target": TARGETS[0], "threshold": TARGETS[1], "reference": TARGETS[3]}


def figures(run: Run, group: str = "") -> list[FigureGroup]:
    """Units; officials where their group is asked for."""
    result, before = result_of(run), year_before(run)
    last, called = result_of(before) if before else None, full_names(result)
    return [
        _group(
            result, name, lines, called,
            kept(
                (run.archive, before.archive if before else "", "figures", name),
                lambda name=name: _looks(result, name, last),
            ),
        )
        for name, lines in told_groups(result, groups_of(run, group), only=group).items()
    ]  # fmt: skip


def _looks(result: Result, group: str, last: Result | None) -> dict[str, Looks]:
    """The indicators of a group that go by figures, in the order of the scheme's own table."""
    plan = result.plan
    entry = next((one.entry for one in plan.groups if one.name == group), None)
    codes = tree(result, [entry["root"], *entry["outside"]]) if entry else []
    found = {code: looks(result, code, group, last) for code in codes if code in plan.items and plan.items[code]["data"]}  # fmt: skip
    return {code: one for code, one in found.items() if one.rows}


def _group(
    result: Result, name: str, lines: list[RunLine], called: Mapping[str, str], found: Mapping[str, Looks]
) -> FigureGroup:  # fmt: skip
    items, left_out = [], []
    place = {line.subject: at for at, line in enumerate(lines)}
    for code, one in found.items():
        rows = sorted((row for row in one.rows if row.subject in place), key=lambda row: place[row.subject])  # fmt: skip
        if any(row.figure is not None for row in rows):
            item = result.plan.items[code]
            rows = [_held_against(row, item) for row in rows]
            items.append(_item(item, rows, called))
        else:
            left_out.append(result.plan.items[code]["name"])
    told = FigureGroup(name, len(lines), items, left_out)
    return plainly(told, plain_names(result.plan.rulebook, name))


def _item(item: Mapping[str, Any], rows: list[Look], called: Mapping[str, str]) -> FigureItem:
    measure = next(row.unit for row in rows if row.figure is not None)
    rates = [_rate(row, item) for row in rows]
    moved = [_moved(row, measure) for row in rows]
    most = PERCENT_PLACES if measure != PERCENT else MOST_PLACES
    columns = zip(
        rows,
        _column(row.shown for row in rows), _column(row.target for row in rows), _column(row.before for row in rows),
        _shares(rates, PERCENT_PLACES),
        _shares(moved, most),
        moved, strict=True,
    )  # fmt: skip
    sign = "" if measure == PERCENT else PERCENT
    lines = [
        FigureLine(
            called.get(row.subject, row.name), figure or STATE_WORD.get(row.state, ""), target, rate and rate + PERCENT, before,
            growth and ("+" if moves and moves > 0 else "") + growth + sign, str(row.rank or ""),
        )
        for row, figure, target, before, rate, growth, moves in columns
    ]  # fmt: skip
    words = {row.target_word for row in rows if row.target is not None}
    return FigureItem(item["name"], measure, words.pop() if len(words) == 1 else TARGETS[0], lines)


def _held_against(row: Look, item: Mapping[str, Any]) -> Look:
    """A line with the one target that the rule book itself has for all, where none was agreed; none without the task."""
    if row.target is not None or row.state == NO_TASK:
        return row
    params, own = item["params"], held_against(item)
    name = next((one for one in FIXED if one in own and isinstance(params.get(one), str)), "")
    return replace(row, target=params[name], target_word=FIXED[name]) if name else row


def _rate(row: Look, item: Mapping[str, Any]) -> Fraction | None:
    """How much of the target was reached, in per cent; reckoned here where scoring needs only whether it was."""
    if row.rate is not None:
        return row.rate * 100
    if row.target_word != TARGETS[0] or row.figure is None or row.target is None:
        return None
    if item["params"].get("compare") == "le" or Fraction(row.target) <= 0:
        return None
    return Fraction(row.figure) / Fraction(row.target) * 100


def _moved(row: Look, measure: str) -> Fraction | None:
    """How far a figure has moved since last year: in per cent of it; what is a share itself, in its own points."""
    if measure != PERCENT:
        return None if row.growth is None else row.growth * 100
    if row.figure is None or row.before is None:
        return None
    return Fraction(row.figure) - Fraction(row.before)


def _column(values: Iterable[str | None]) -> list[str]:
    """Figures as they were reported, all with as many decimals as the longest has."""
    texts = [value or "" for value in values]
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    return [padded(text, places).replace("-", "−") if text else "" for text in texts]


def _shares(values: list[Fraction | None], most: int) -> list[str]:
    """Exact numbers with as many decimals as any of them needs, so many at most."""
    places = decimals(values, most)
    texts = [None if one is None else shortened(f"{Decimal(one.numerator) / Decimal(one.denominator):f}", places) for one in values]  # fmt: skip
    return [(text or "").replace("-", "−") for text in texts]
