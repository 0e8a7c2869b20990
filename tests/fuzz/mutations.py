"""Small faults that someone could make in the engine, each as one replaced text."""

from typing import NamedTuple


class Mutation(NamedTuple):
    """A fault: in this file below baton/scoring, `old` (which occurs once) becomes `new`."""

    title: str
    file: str
    old: str
    new: str


MUTATIONS = [
    Mutation("negative halves round up", "columns.py", "shifted += num >> 63", "pass"),
    Mutation("half even turns odd", "division.py", "(whole % 2 != 0)", "(whole % 2 == 0)"),
    Mutation(
        "rounding up leaves negative numbers",
        "division.py",
        "up = ~negative & (rest > 0)",
        "up = rest > 0",
    ),
    Mutation(
        "big numbers are always rounded half up",
        "division.py",
        "divide(int(n), unit, mode)",
        'divide(int(n), unit, "half_up")',
    ),
    Mutation(
        "a rate at the threshold gets nothing",
        "methods/completion.py",
        "rate < threshold",
        "rate <= threshold",
    ),
    Mutation(
        "left and right closed tiers are swapped",
        "methods/deduction.py",
        'value >= edge if closed == "left"',
        'value >= edge if closed == "right"',
    ),
    Mutation(
        "the second case counts three times",
        "methods/deduction.py",
        "two * n - ONE",
        "two * n",
    ),
    Mutation(
        "an equal group gets its ordinary points",
        "methods/cohort.py",
        'exact.where(flat, c.p("equal"), share)',
        "share",
    ),
    Mutation(
        "one level rating is a tie with itself",
        "methods/cohort.py",
        "double = (tied > 1)",
        "double = (tied > 0)",
    ),
    Mutation(
        "one who is outside the cohort counts nowhere",
        "methods/cohort.py",
        "right - left + ~member",
        "right - left",
    ),
    Mutation(
        "a supporter is halved before the highest is chosen",
        "methods/ledger.py",
        'half_first = params["order"] == "half_first"',
        "half_first = True",
    ),
    Mutation(
        "an expired commendation period counts its last day no more",
        "methods/ledger.py",
        'event.date > params["to"]',
        'event.date >= params["to"]',
    ),
    Mutation(
        "a reference round holds up the others",
        "inputs.py",
        "if weighted:  # a round",
        "if False:  # a round",
    ),
    Mutation(
        "an empty line of the agreement falls back to the shared one",
        "facts.py",
        "get((subject, indicator), nothing).get(name, shared) for",
        "get((subject, indicator), nothing).get(name) or shared for",
    ),
    Mutation(
        "separate subjects stay in the cohort",
        "scores.py",
        'if plan.rulebook["cohort"]["separate"] == "exclude":',
        "if False:",
    ),
    Mutation(
        "a veto of the last day is over",
        "facts.py",
        "not self.until or not on or on <= self.until",
        "not self.until or not on or on < self.until",
    ),
    Mutation(
        "bonus points are rescaled",
        "nodes/sums.py",
        "exact.quotient((value - bonus) * full, safe) + bonus",
        "exact.quotient(value * full, safe)",
    ),
    Mutation(
        "coefficients are always rounded first",
        "nodes/mixes.py",
        "steps.reverse()",
        "pass",
    ),
    Mutation(
        "statistics see the scores after vetoes",
        "nodes/__init__.py",
        "self.before[code] if self.before is not None else",
        "",
    ),
    Mutation(
        "dense ranks leave gaps",
        "ranking.py",
        'if style == "dense" else',
        "if False else",
    ),
    Mutation(
        "a tie across the quota is taken whole",
        "grading.py",
        'if rules["edge"] == "all":',
        'if rules["edge"] != "person":',
    ),
    Mutation(
        "remainders are filled from the smallest",
        "grading.py",
        "key=lambda entry: -(entry[1] % 1)",
        "key=lambda entry: entry[1] % 1",
    ),
    Mutation(
        "an unknown condition is false",
        "expression.py",
        "unknown | np.where(holds, a.none, b.none)",
        "np.where(holds, a.none, b.none)",
    ),
]
