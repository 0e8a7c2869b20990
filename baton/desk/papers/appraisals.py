"""社会评议结果: what ratings, votes and satisfaction came to, indicator by indicator, units in official order; no single vote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk.answers import kept
from baton.desk.looks.indicators import TALLY, Look, lines_of
from baton.desk.papers.gathering import full_names, groups_of, subjects_of, told_groups, tree
from baton.desk.results import result_of
from baton.documents.board_workbook.columns import STATE_WORD
from baton.documents.papers import Appraised, AppraisedGroup, AppraisedItem
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.models import Run, RunLine
from baton.scoring.columns import Rounding
from baton.scoring.explain import CannotExplain, measured
from baton.scoring.explain.wording import cut
from baton.scoring.result import Result

OPINION = frozenset({"ballots", "rater_categories", "trimmed_ratings", "satisfaction"})
OF_FIGURES = frozenset({"direct", "converted", "threshold_deduction", "tiers", "interval", "completion"})  # fmt: skip
_NAMED = re.compile(r"满意度|安全感|(?:社会|群众|公众|民主|服务对象)(?:评议|评价|测评)|民主测评")
MARKS = "trimmed_ratings"
PLACES = 2
FEWEST = 5  # of fewer people the levels would tell who said what
SAMPLE, PERSON = "n", "person"


def _is_opinion(item: Mapping[str, Any]) -> bool:
    named = item["method"] in OF_FIGURES and bool(_NAMED.search(item["name"]))
    return item["role"] == "ordinary" and (item["method"] in OPINION or named)


def appraisals(run: Run, group: str = "") -> list[AppraisedGroup]:
    """Units only: what colleagues say of an official is for nobody else."""
    result = result_of(run)
    known, called = subjects_of(result), full_names(result)
    found = []
    for name, lines in told_groups(result, groups_of(run, group), only="").items():
        units = [one for one in lines if one.subject in known and known[one.subject].kind != PERSON]
        if not units:
            continue
        items = kept((run.archive, "appraisals", name), lambda name=name, units=units: _items(result, name, units, called))  # type: ignore[misc]  # fmt: skip
        if items:
            told = AppraisedGroup(name, items)
            found.append(plainly(told, plain_names(result.plan.rulebook, name)))
    return found


def _items(
    result: Result, group: str, lines: list[RunLine], called: Mapping[str, str]
) -> list[AppraisedItem]:
    plan = result.plan
    entry = next((one.entry for one in plan.groups if one.name == group), None)
    codes = tree(result, [entry["root"], *entry["outside"]]) if entry else []
    found = []
    for code in codes:
        item = plan.items.get(code)
        if item is None or not _is_opinion(item):
            continue
        rows = lines_of(result, code, {one.subject for one in lines})
        told = [
            _line(result, item, rows[one.subject], called) for one in lines if one.subject in rows
        ]
        if any(one.people for one in told) or any(one.figure is not None for one in rows.values()):
            found.append(AppraisedItem(item["name"], item["lead"], told))
    return found


def _line(
    result: Result, item: Mapping[str, Any], row: Look, called: Mapping[str, str]
) -> Appraised:
    people = _people(result, item["code"], row.subject)
    name, state = called.get(row.subject, row.name), STATE_WORD.get(row.state, "")
    if row.figure is not None:
        return Appraised(name, f"{row.shown}{row.unit}", people or "")
    if people is None:
        return Appraised(name, state, "")
    return Appraised(name, _votes(item, row, people) or state, people)


def _votes(item: Mapping[str, Any], row: Look, people: str) -> str:
    """优秀 23、良好 7（折合 91.3%）; of marks and of few people only what they come to."""
    share = _share(row)
    is_told = item["method"] != MARKS and Fraction(people) >= FEWEST
    levels = row.counts if is_told else ""
    return (
        f"{levels}（折合 {share}）" if levels and share else levels or (share and f"折合 {share}")
    )


def _share(row: Look) -> str:
    """Points as a share of the full ones; nothing where a veto took them."""
    full = Fraction(row.full) if row.full else Fraction(0)
    if row.score is None or full <= 0 or not Fraction(row.score):
        return ""
    return _per_cent(Fraction(row.score) / full)


def _per_cent(share: Fraction) -> str:
    """A share in per cent with two decimals, half up as points are.

    >>> _per_cent(Fraction(681, 800)), _per_cent(Fraction(1))
    ('85.13%', '100.00%')
    """
    value = cut(share * 100, Rounding(PLACES))
    return f"{Decimal(value.numerator) / value.denominator:.{PLACES}f}%"


def _people(result: Result, code: str, subject: str) -> str | None:
    """How many took part: votes together, or the sample of a survey; None where nothing tells."""
    try:
        inputs = measured(result, subject, code).get("inputs", [])
    except CannotExplain:
        return None
    for one in inputs:
        if one["kind"] == TALLY:
            values = [Fraction(line["value"]) for line in one["lines"] if line["value"] is not None]
            return str(sum(values)) if values else None
        if one["input"] == SAMPLE and one["value"] is not None:
            return str(one["value"])
    return None
