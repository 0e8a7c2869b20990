"""表上得分与按规则算的分: a lead unit's own points against what the rule book makes of the same table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from baton.desk.intake.leads import Leads
from baton.documents.layouts.known import Beside
from baton.documents.office import check_facts
from baton.documents.problems import Problems
from baton.domain.assessment import gather
from baton.domain.intake.cells import Cells
from baton.domain.intake.models import Sheet
from baton.domain.intake.oddities import Oddity
from baton.scoring import RuleFailed, score
from baton.scoring.facts import OBSERVATIONS, table
from baton.scoring.result import Result


def compare_points(
    sheet: Sheet, cells: Cells, beside: Sequence[Beside], rulebook: dict[str, Any], names: dict[str, str]
) -> list[Oddity]:  # fmt: skip
    """A sentence for every unit whose points on the sheet differ from the rule's, at the decimals of the sheet.

    Nothing is said where the facts can't be scored yet: the desk says that elsewhere.
    """
    written = [one for one in beside if one.kind == "points"]
    result = _scored(sheet, cells, rulebook) if written else None
    if result is None:
        return []
    own = _indicators(sheet, rulebook)
    found = []
    for one in written:
        indicators = own.get(one.item, [])
        points = [result.score(one.subject, code) for code, _ in indicators]
        if not points or any(value is None for value in points):
            continue
        choices = [Decimal(value) for value in points if value is not None]
        if len(choices) > 1:
            choices.append(sum(choices, Decimal(0)))
        told = Decimal(one.text)
        if any(_at(value, told) == told for value in choices):
            continue
        rule = choices[-1]
        who = names.get(one.subject, one.subject)
        said = (
            f"{who}的{indicators[0][1]}表上 {one.text}，按规则应为 {_plain(rule)}，"
            f"差 {_plain(abs(rule - told))}"
        )
        remedy = "请核对是表上算错了，还是规则或用到的数不同；成绩以按规则算的为准"
        found.append(Oddity("points", said, remedy, one.item, one.subject, one.text, _plain(rule)))
    return found


def _scored(sheet: Sheet, cells: Cells, rulebook: dict[str, Any]) -> Result | None:
    """The round scored as if the table had been accepted; None where it can't be scored."""
    facts = gather.facts_of(sheet.round)
    lines = {tuple(line[:4]): list(line) for line in facts["observations"]["rows"]}
    lines |= {tuple(line[:4]): list(line) for line in cells}
    facts["observations"] = table(OBSERVATIONS, [lines[key] for key in sorted(lines)])
    problems = Problems()
    check_facts(rulebook, facts, problems=problems, places={})
    if problems.error_count:
        return None
    try:
        return score(rulebook, facts)
    except RuleFailed:  # the board says whose rule it is
        return None


def _indicators(sheet: Sheet, rulebook: dict[str, Any]) -> dict[str, list[tuple[str, str]]]:
    """Data item -> the lead unit's own indicators that take it, code and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for item in Leads().items_of(sheet, rulebook):
        for entry in item["data"].values():
            found.setdefault(entry["item"], []).append((item["code"], item["name"]))
    return found


def _at(value: Decimal, like: Decimal) -> Decimal:
    """A value at as many decimals as another one has."""
    places = max(-int(like.as_tuple().exponent), 0)
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
