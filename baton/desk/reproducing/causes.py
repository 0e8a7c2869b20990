"""为什么不同: likely causes, each with the differences it would explain and the agreement it would break.

Four kinds of evidence: the announced table contradicts itself (a total that is not the sum, a rank that does not follow
from the totals, digits exchanged); the same sum done another way gives the announced number (order of rounding,
another reading); one difference follows from others; or the roster or the scheme is not that year's. Nothing is decided here: a person does that.
"""

from __future__ import annotations

from baton.desk.reproducing.differences import Comparison
from baton.desk.reproducing.following import following
from baton.desk.reproducing.otherwise import both, read_otherwise, rounded_otherwise
from baton.desk.reproducing.parts import Likely
from baton.desk.reproducing.unlike import OTHER, unlike
from baton.desk.reproducing.within import within
from baton.scoring.result import Result

__all__ = ["Likely", "causes"]


def causes(result: Result, comparison: Comparison) -> list[Likely]:
    """Every likely cause, the one that explains most first.

    The year is computed otherwise only while a difference is left that neither the table itself nor another
    difference accounts for.
    """
    found = list(unlike(result, comparison))
    plain = {key for one in found if one.kind == OTHER for key in one.cells}
    others = (*within(result, comparison), *following(result, comparison))
    found += [one for one in others if not one.cells <= plain]
    told = {key for one in found for key in one.cells}
    if any(one.key not in told for one in comparison.differences):
        trials = [*rounded_otherwise(result, comparison), *read_otherwise(result, comparison)]
        found += [*(one.likely for one in trials), *both(result, comparison, trials)]
    return sorted(found, key=lambda one: (one.kind == "follows", one.broken - len(one.cells)))
