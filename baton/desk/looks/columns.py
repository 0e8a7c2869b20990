"""各栏: what stands in the columns of a group's board: papers, and the parts of whatever is multiplied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from baton.desk import answers
from baton.desk.results import result_of
from baton.domain.assessment.models import Run
from baton.scoring.explain import explain
from baton.scoring.plan import children_of
from baton.scoring.result import Result
from baton.scoring.scope_scaling import is_rest

MULTIPLIER = "multiplier"
CALM = 4  # a rule of more digits than this cuts nowhere near: its figures are shown as long as they are


@dataclass(frozen=True)
class Column:
    """One column; whole: the multiplied node that a part belongs to, empty for a paper that is added."""

    code: str
    name: str
    full: str
    whole: str = ""
    is_factor: bool = False


@dataclass(frozen=True)
class Cell:
    """What a unit has there: points; of a coefficient also the coefficient and the points it took.

    value: None where there is none yet, be it that not one figure of a paper has come in.
    """

    value: str | None
    factor: str = ""
    lost: Fraction | None = None


@dataclass(frozen=True)
class Sheet:
    """The columns of a group and every unit's cells in them."""

    columns: list[Column]
    cells: dict[str, list[Cell]]


def sheet_of(run: Run, group: str) -> Sheet:
    """A group's columns on one result; coefficients are found once and kept."""
    return answers.kept(question(run, group), lambda: _sheet(result_of(run), group), shared=True)


def question(run: Run, group: str) -> tuple[str, str, str]:
    """Under which name the answer is kept."""
    return run.archive, "columns", group


def columns_of(result: Result, group: str) -> list[Column]:
    """The papers right under a group's total; a product is opened into its base and its coefficients."""
    plan = result.plan
    root = next((one.entry["root"] for one in plan.groups if one.name == group), None)
    return _opened(result, root) if root else []


def _opened(result: Result, code: str) -> list[Column]:
    """The children of a node, products among them opened in turn."""
    node = result.plan.nodes[code]
    product = node["kind"] == MULTIPLIER
    found: list[Column] = []
    for number, child in enumerate(children_of(node)):
        inner = result.plan.nodes.get(child)
        if inner is not None and is_rest(inner):
            continue
        is_factor = product and number > 0
        if inner is not None and inner["kind"] == MULTIPLIER and not is_factor:
            found += _opened(result, child)
            continue
        name = (inner or result.plan.items[child])["name"]
        found.append(Column(child, name, _full(result, child), code if product else "", is_factor))
    return found


def _full(result: Result, code: str) -> str:
    """Full points where the rule book states them for everybody."""
    found = (result.plan.nodes.get(code) or {}).get("full")
    return str(found) if isinstance(found, str) else ""


def _sheet(result: Result, group: str) -> Sheet:
    columns = columns_of(result, group)
    rows = [one.subject for one in result.plan.rows if one.group == group]
    wholes = list(dict.fromkeys(one.whole for one in columns if one.is_factor))
    cells = {}
    for subject in rows:
        factors = _factors(result, subject, wholes) if wholes else {}
        cells[subject] = [_cell(result, subject, one, factors) for one in columns]
    return Sheet(columns, cells)


def _cell(result: Result, subject: str, column: Column, factors: dict[str, Any]) -> Cell:
    is_bare = progress_of(result, subject, column.code) == 0
    value = None if is_bare else points_of(result, subject, column.code)
    factor, lost = factors.get(column.code, ("", None)) if column.is_factor else ("", None)
    return Cell(value, factor, lost)


def _factors(
    result: Result, subject: str, wholes: list[str]
) -> dict[str, tuple[str, Fraction | None]]:
    """Each coefficient with the points it took, as the unit's own account has them."""
    lost: dict[str, Fraction] = {}
    for one in explain(result, subject).data()["losses"]:
        if one["reason"] == "coefficient":
            lost[one["code"]] = lost.get(one["code"], Fraction(0)) + Fraction(one["points"])
    found: dict[str, tuple[str, Fraction | None]] = {}
    places = int(result.plan.rulebook["rounding"]["coefficient"]["places"])
    for whole in wholes:
        for one in explain(result, subject, whole).data()["coefficients"]:
            took = lost.get(one["node"], Fraction(0)) if one["coefficient"] else None
            factor = one["coefficient"] or ""
            found[one["node"]] = (padded(factor, places) if factor and places <= CALM else factor, took)  # fmt: skip
    return found


def points_of(result: Result, subject: str, code: str) -> str | None:
    """A node's or an indicator's points as decimal text."""
    if code in result.plan.nodes:
        return result.node(subject, code)[1]
    return result.score(subject, code)


def progress_of(result: Result, subject: str, code: str) -> Fraction | None:
    """How much of a paper's points there is as yet, of a unit that still waits for some; None where nothing waits."""
    row = result.plan.row_of.get(subject)
    if row is None or code not in result.plan.nodes:
        return None
    group = result.plan.groups[int(result.plan.group_of_row[row])]
    values = result.nodes[group.name].get(code)
    if values is None or result.node(subject, code)[0] != "open":
        return None
    have, whole = (Fraction(number, 10**places) for number, places in (
        one.ratio(row - group.start) for one in (values.have, values.whole)))  # fmt: skip
    return have / whole if whole else None


def places_in(values: Iterable[str | None], rule: int) -> int:
    """How many digits behind the point a column of figures has: as many as its rule gives them.

    Of a rule that cuts nowhere near, as many as the longest figure has.

    >>> places_in(["4.6", "4.73", None], 2), places_in(["4.6", "4.73", "5"], 6), places_in([], 6)
    (2, 2, 0)
    """
    if rule <= CALM:
        return rule
    return max((len(value.partition(".")[2]) for value in values if value), default=0)


def decimals(values: Iterable[Fraction | None], most: int) -> int:
    """How many decimals a column of exact numbers is shown with: as many as any of them needs, `most` of them at most.

    >>> decimals([Fraction(5), Fraction(41, 100), None], 2), decimals([Fraction(1, 3)], 4), decimals([Fraction(1, 1000)], 2)
    (2, 4, 0)
    """
    found = [Decimal(one.numerator) / Decimal(one.denominator) for one in values if one is not None]
    texts = [shortened(f"{one:f}", most) or "" for one in found]
    return max((len(text.partition(".")[2].rstrip("0")) for text in texts), default=0)


def padded(value: str, places: int) -> str:
    """A figure with at least so many digits behind the point.

    >>> padded("1.03", 4), padded("-0.5", 1), padded("7", 0), padded("7.25", 1)
    ('1.0300', '-0.5', '7', '7.25')
    """
    whole, _, rest = value.partition(".")
    return f"{whole}.{rest.ljust(places, '0')}" if places else value


def shortened(value: str | None, places: int) -> str | None:
    """A figure for a column of figures: cut to so many places half up, the same in every row.

    >>> shortened("49.5579", 2), shortened("30.4", 2), shortened(None, 2)
    ('49.56', '30.40', None)
    """
    if value is None:
        return None
    return format(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
