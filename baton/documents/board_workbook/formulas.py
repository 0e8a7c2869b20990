"""One node of the rule book as the spreadsheet formula that re-adds it (semantics §7).

Spreadsheets count in binary fractions; every quotient and node is therefore rounded in the formula at
the very place where the rule book rounds, and a test lets LibreOffice recalculate the whole table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baton.scoring.canonical import decimal_text
from baton.scoring.columns import divide
from baton.scoring.nodes.values import COMPLETE_NODE, DROPPED_NODE, Values
from baton.scoring.plan import children_of
from baton.scoring.policies import POLICY_STATES
from baton.scoring.result import Result
from baton.scoring.scores import DROPPED, OPEN, UNSCORED

LARGE = 10**9
COMPARED = {"minmax", "mean_ratio"}  # coefficients that hold a unit against its cohort
ROUND = {"half_up": "ROUND", "down": "ROUNDDOWN", "up": "ROUNDUP"}


@dataclass
class Sheet:
    """Where things stand on a group's sheet: cell names by code and row, and what coefficients compare by code.

    ``members``: the values of a cohort before vetoes; ``ranges``: the cells that have them, empty where they are no numbers.
    """

    result: Result
    group: str
    cell: Callable[[str, int], str]
    members: Callable[[str], Collection[Fraction]]
    ranges: Callable[[str], str]
    own: Callable[[str, int], str | None]


def rounded(formula: str, rounding: dict[str, Any]) -> str:
    """The formula cut as the rule book says; half-even has no common function and is spelt out."""
    places, mode = rounding["places"], rounding["mode"]
    if mode in ROUND:
        return f"{ROUND[mode]}({formula},{places})"
    unit = f"10^{places}"
    return (
        f"IF(ROUND(ABS({formula})*{unit}-INT(ABS({formula})*{unit}),6)=0.5,"
        f"SIGN({formula})*EVEN(INT(ABS({formula})*{unit}))/{unit},ROUND({formula},{places}))"
    )


def node_formula(sheet: Sheet, node: dict[str, Any], row: int, values: Values) -> str | None:
    """The formula of one node for one row; None where only its value can be shown."""
    inner = _COMPOSED[node["kind"]](sheet, node, row) if node["kind"] in _COMPOSED else None
    if inner is None or not values.has[row] or _too_large(sheet, node, row, values):
        return None
    if node["floor"] is not None:
        inner = f"MAX({node['floor']},{inner})"
    if node["cap"] is not None:
        inner = f"MIN({node['cap']},{inner})"
    return rounded(inner, sheet.result.plan.rulebook["rounding"]["node"])


def child_cell(sheet: Sheet, code: str, row: int) -> str:
    """The cell of a child; of a part that stands as "—" what it comes to, as one can't reckon with a dash."""
    if code not in sheet.result.plan.nodes or not sheet.cell(code, row):
        return sheet.cell(code, row)
    values = sheet.result.nodes[sheet.group][code]
    if not values.is_bare(row):
        return sheet.cell(code, row)
    value = Fraction(*_pair(values.value.ratio(row)))
    inner = node_formula(sheet, sheet.result.plan.nodes[code], row, values) if value else "0"
    return inner or _plain(value, 10)


def _too_large(sheet: Sheet, node: dict[str, Any], row: int, values: Values) -> bool:
    """A spreadsheet keeps fifteen digits: beyond that it could not add up what the engine adds."""
    nodes = sheet.result.nodes[sheet.group]
    parts = [values, *(nodes[code] for code in children_of(node) if code in nodes)]
    if any(abs(Fraction(*_pair(part.value.ratio(row)))) >= LARGE for part in parts):
        return True
    scores = (sheet.result.score(_subject(sheet, row), code) for code in children_of(node))
    return any(score is not None and abs(Fraction(score)) >= LARGE for score in scores)


def _sum(sheet: Sheet, node: dict[str, Any], row: int) -> str | None:
    added = _parts(sheet, node["children"], row)
    own = sheet.own(node["code"], row)
    if own is not None:
        added.append(own)
    total = "+".join(one for one in added if one != "0") or "0"
    share = _rescaling(sheet, node, row)
    if share is None:
        return total
    kept, full = share
    bonus = _parts(sheet, _bonuses(sheet, node), row)
    minus = "-(" + "+".join(bonus) + ")" if bonus else ""
    plus = "+" + "+".join(bonus) if bonus else ""
    return f"ROUND(({total}{minus})*{full}/{kept},10){plus}"


def _rescaling(sheet: Sheet, node: dict[str, Any], row: int) -> tuple[str, str] | None:
    """(kept, full) points where the node makes up for something that its own children dropped."""
    result, group = sheet.result, sheet.group
    subject = _subject(sheet, row)
    full, lost = Fraction(0), Fraction(0)
    for code in node["children"]:
        if code not in result.plan.nodes:
            full += _full_points(result, subject, code)
        else:
            child = result.nodes[group][code]
            full += Fraction(*_pair(child.full.ratio(row)))
            if int(child.status[row]) == DROPPED_NODE:
                lost += Fraction(*_pair(child.full.ratio(row)))
    for code in _made_up_for(sheet, node["code"]):
        cell = result.cell(subject, code)
        if cell is not None and _dropped_to(result, cell, code) == node["code"]:
            lost += Fraction(*_pair(result.scores.points.ratio(cell)))
    if lost <= 0 or lost >= full:
        return None
    return _plain(full - lost), _plain(full)


def _full_points(result: Result, subject: str, code: str) -> Fraction:
    """What an indicator adds to its node's full points."""
    cell = result.cell(subject, code)
    if cell is None or result.plan.items[code]["role"] != "ordinary":
        return Fraction(0)
    if int(result.scores.outcome[cell]) == UNSCORED:
        return Fraction(0)
    return Fraction(*_pair(result.scores.points.ratio(cell)))


def _made_up_for(sheet: Sheet, node: str) -> list[str]:
    """Ordinary indicators of the group that some policy sends to this node when they are dropped."""
    plan = sheet.result.plan
    group = next(group for group in plan.groups if group.name == sheet.group)
    return [
        code
        for code in group.items
        if plan.items[code]["role"] == "ordinary"
        and any(policy.get("at") == node for policy in plan.items[code]["policies"].values())
    ]


def _dropped_to(result: Result, cell: int, code: str) -> str | None:
    """At which node a dropped cell is made up for."""
    if int(result.scores.outcome[cell]) != DROPPED:
        return None
    state = int(result.scores.state[cell])
    key = next(key for key, known in POLICY_STATES if known == state)
    at: str | None = result.plan.items[code]["policies"][key]["at"]
    return at


def _weighted(sheet: Sheet, node: dict[str, Any], row: int) -> str | None:
    there = [code for code in node["children"] if _counts(sheet, code, row)]
    if not there:
        return None
    shown = [code for code in there if _has(sheet, code, row)]
    top = (
        "+".join(f"{node['weights'][code]}*{child_cell(sheet, code, row)}" for code in shown) or "0"
    )
    weights = sum((Fraction(node["weights"][code]) for code in there), Fraction(0))
    return top if weights == 1 else f"ROUND(({top})/{_plain(weights)},10)"


def _extreme(sheet: Sheet, node: dict[str, Any], row: int) -> str | None:
    there = _parts(sheet, node["children"], row)
    if not there:
        return None
    if node["kind"] == "geometric":
        product = "*".join(f"MAX({node['least']},{cell})" for cell in there)
        return f"ROUND(POWER({product},1/{len(there)}),10)"
    return f"{node['kind'].upper()}({','.join(there)})"


def _multiplier(sheet: Sheet, node: dict[str, Any], row: int) -> str | None:
    if not _has(sheet, node["base"], row):
        return None
    factors = [child_cell(sheet, node["base"], row)]
    for entry in node["coefficients"]:
        if _is_known(sheet, entry, row):
            factors.append(coefficient(sheet, entry, row))
        elif entry["missing"] == "constant":
            factors.append(entry["constant"])
    return "*".join(factors)


def coefficient(sheet: Sheet, entry: dict[str, Any], row: int) -> str:
    """A coefficient from its paper's score, clipped and rounded in the declared order."""
    x = sheet.cell(entry["node"], row)
    places = sheet.result.plan.rulebook["rounding"]["coefficient"]
    low, high = entry["low"], entry["high"]
    kind = entry["map"]
    if kind == "minmax":
        least, most, _ = cohort(sheet, entry["node"])
        place = f"ROUND(({x}-{least})/({most}-{least}),10)"
        made = rounded(f"({low}+({high}-{low})*MIN(1,MAX(0,{place})))", places)
        return f"IF({most}={least},{entry['equal']},{made})"
    if kind == "table":
        raw = entry["tiers"][0]["award"]
        for tier in entry["tiers"][1:]:
            raw = f"IF({x}>={tier['from']},{tier['award']},{raw})"
    elif kind == "mean_ratio":
        raw = f"ROUND({x}/{cohort(sheet, entry['node'])[2]},10)"
    else:
        raw = x if kind == "direct" else f"({entry['a']}+{entry['b']}*{x})"
    if entry["order"] == "clip_round":
        return rounded(_clipped(raw, low, high), places)
    return _clipped(rounded(raw, places), low, high)


def cohort(sheet: Sheet, code: str) -> tuple[str, str, str]:
    """Smallest, largest and mean of the cohort before vetoes: of the cells that have them, else as figures."""
    cells = sheet.ranges(code)
    if cells:
        return f"MIN({cells})", f"MAX({cells})", f"ROUND(AVERAGE({cells}),10)"
    known, mean = sheet.members(code), _mean_of(sheet, code) or Fraction(0)
    return _plain(min(known), 10), _plain(max(known), 10), _plain(mean, 10)


def _mean_of(sheet: Sheet, code: str) -> Fraction | None:
    known = sheet.members(code)
    if not known:
        return None
    mean = sum(known, Fraction(0)) / len(known)
    return Fraction(divide(mean.numerator * 10**10, mean.denominator, "half_up"), 10**10)


def _clipped(formula: str, low: str | None, high: str | None) -> str:
    if low is not None:
        formula = f"MAX({low},{formula})"
    return formula if high is None else f"MIN({high},{formula})"


def _parts(sheet: Sheet, codes: list[str], row: int) -> list[str]:
    return [
        child_cell(sheet, code, row)
        for code in codes
        if sheet.cell(code, row) and _has(sheet, code, row)
    ]


def _has(sheet: Sheet, code: str, row: int) -> bool:
    if code in sheet.result.plan.nodes:
        return bool(sheet.result.nodes[sheet.group][code].has[row])
    return sheet.result.score(_subject(sheet, row), code) is not None


def _is_known(sheet: Sheet, entry: dict[str, Any], row: int) -> bool:
    """Whether a coefficient can be had: a complete paper and, where one is needed, a cohort."""
    if not _complete(sheet, entry["node"], row):
        return False
    if entry["map"] not in COMPARED:
        return True
    mean = _mean_of(sheet, entry["node"])
    return mean is not None and (entry["map"] == "minmax" or mean > 0)


def _complete(sheet: Sheet, code: str, row: int) -> bool:
    if code not in sheet.result.plan.nodes:
        return _has(sheet, code, row)
    return int(sheet.result.nodes[sheet.group][code].status[row]) == COMPLETE_NODE


def _counts(sheet: Sheet, code: str, row: int) -> bool:
    """Whether a child keeps its weight: it is there and was not dropped."""
    if code in sheet.result.plan.nodes:
        return int(sheet.result.nodes[sheet.group][code].status[row]) != DROPPED_NODE
    cell = sheet.result.cell(_subject(sheet, row), code)
    return cell is not None and (
        int(sheet.result.scores.outcome[cell]) == OPEN or _has(sheet, code, row)
    )


def _bonuses(sheet: Sheet, node: dict[str, Any]) -> list[str]:
    """What is never rescaled: bonus and deduction children, also those of ordinary sums below."""
    plan, found = sheet.result.plan, []
    for code in node["children"]:
        entry = plan.nodes.get(code) or plan.items[code]
        if entry["role"] != "ordinary":
            found.append(code)
        elif code in plan.nodes and entry["kind"] == "sum":
            found.extend(_bonuses(sheet, entry))
    return found


def _subject(sheet: Sheet, row: int) -> str:
    plan = sheet.result.plan
    start = next(group.start for group in plan.groups if group.name == sheet.group)
    return plan.rows[start + row].subject


def _pair(ratio: tuple[int, int]) -> tuple[int, int]:
    return ratio[0], 10 ** ratio[1]


def _plain(value: Fraction, places: int = 6) -> str:
    return decimal_text(int(value * 10**places), places)


_COMPOSED: dict[str, Callable[[Sheet, dict[str, Any], int], str | None]] = {
    "sum": _sum,
    "weighted": _weighted,
    "multiplier": _multiplier,
    "geometric": _extreme,
    "min": _extreme,
    "max": _extreme,
}
