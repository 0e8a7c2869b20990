"""What 3,200 random cases must show at least fifty times, and the table that says what they show."""

from collections import Counter
from itertools import product

from tests.fuzz.chance import COMPARISONS, MODES, STEPS
from tests.fuzz.coverage import COHORT_METHODS
from tests.fuzz.group_methods import METHODS

LEAST = 50
NO_TASK = ("full", "group_mean", "constant", "rescale", "unscored")
STATES = [
    *("reported:-", "not_yet:-", "pending:-"),
    *(f"{state}:{policy}" for state in ("not_applicable", "excused") for policy in NO_TASK),
    *(f"missing:{policy}" for policy in ("zero", "constant", "hold", "group_least")),
]
RATE = (
    *("completion", "control", "over_fulfilment", "composite_completion", "tiers"),
    *("threshold_deduction", "efficacy_group", "efficacy_fixed", "ratio_to_best", "ratio_to_mean"),
    *("benchmark_sum", "ballots", "rater_categories", "trimmed_ratings", "satisfaction"),
    *("period_weights", "accumulation", "converted"),
)
NO_INPUT = {"timeliness", "grade_conversion", "ballots", "rater_categories", "trimmed_ratings"}
STEP = ["step:" + step for step in STEPS]
AWARD = ["award_as:points", "award_as:share"]
REVERSE = ["reverse:True", "reverse:False"]
MEASURE = ["measure:value", "measure:completion"]
OPEN = ["unfinished:open", "unfinished:renormalise"]


def _given(*keys: str) -> list[str]:
    return [f"{key}:{word}" for key in keys for word in ("given", "null")]


def _named(*keys: str) -> list[str]:
    """Keys whose value is a number in the text: only null can be told from them."""
    return [f"{key}:null" for key in keys]


CHOICES = {
    "completion": _named("cap", "threshold"),
    "over_fulfilment": [*STEP, *_named("most", "group_extra")],
    "tiers": [*MEASURE, "closed:left", "closed:right", *AWARD, *_given("step")],
    "all_or_nothing": [f"compare:{word}" for word in COMPARISONS],
    "threshold_deduction": [*MEASURE, *STEP, "side:below", "side:above", "least:null"],
    "per_case": [
        *("sign:deduct", "sign:add", *_given("levels")),
        *("repeat:none", "repeat:double_case", "repeat:double_all"),
    ],
    "above_reference": ["shape:linear", "shape:bands", *_named("reference", "least", "most")],
    "above_references": [
        *(f"need:{w}" for w in ("each", "all")),
        "compare:ge",
        "compare:gt",
        "per_point:null",
    ],
    "efficacy_group": REVERSE,
    "efficacy_fixed": _named("least", "most"),
    "ratio_to_best": REVERSE,
    "ratio_to_mean": [*REVERSE, "cap:null"],
    "rank_points": [
        *("direction:high", "direction:low", "from:top", "from:bottom", "ties:high", "ties:mean"),
        *("shape:decrement", "shape:table", "then:last", "then:zero", "then:step", *AWARD),
    ],
    "movement": _given("protect"),
    "level_progress": ["difficulty:null"],
    "interval": [*STEP, "least:null"],
    "timeliness": [*_given("stages", "zero_after")],
    "grade_conversion": AWARD,
    "ballots": ["mode:weighted", "mode:tiers", *AWARD],
    "rater_categories": ["empty:renormalise", "empty:not_applicable"],
    "satisfaction": ["min_sample:null"],
    "period_weights": OPEN,
    "accumulation": [*OPEN, "mode:sum", "mode:mean"],
    "direct": ["no_ties:True", "no_ties:False", "min_spread:null"],
    "converted": ["source:score", "source:rank", "source:grade", *AWARD],
}
MAPS = ("linear", "table", "minmax", "mean_ratio", "direct")
ORDERS = [
    f"{order}:{missing}"
    for order, missing in product(("round_clip", "clip_round"), ("no_total", "constant"))
]
KINDS = ("sum", "weighted", "multiplier", "geometric", "min", "max")
LEDGER = [
    *("order:highest_first", "order:half_first", "same_matter:highest", "same_matter:sum"),
    *("counted:difference", "counted:none", "counted:full", "elsewhere:skip", "elsewhere:count"),
    *("undecided:pending", "undecided:ignore", "sign:add", "sign:deduct"),
    *(
        f"{key}:{word}"
        for key in ("given", "cap", "from", "to", "lists", "list_caps", "preconditions")
        for word in ("given", "none")
    ),
]
GRADES = [
    *("edge:person set aside", "graded", "promotion", "at_least", "keys with a tie"),
    *("quota:count", "quota:floor", "quota:half_up", "quota:up", "quota:largest_remainder"),
    *("fill:True with one excluded", "fill:False with one excluded"),
    *("base:ranked with a veto", "base:not_vetoed with a veto"),
    *(f"edge:{rule} at the first quota" for rule in ("person", "all", "none")),
]
RANKING = [
    *("tie:competition", "tie:dense", "on:rounded", "on:carried"),
    *(f"key:{kind}:{order}" for kind in ("node", "item") for order in ("desc", "asc")),
]


def expected() -> list[tuple]:
    """Every key that must be counted at least `LEAST` times."""
    rounded = [(m, "rate") for m in RATE] + [(m, "item") for m in METHODS]
    rounded += [(m, "input") for m in METHODS if m not in NO_INPUT]
    return [
        *(("policy", *key) for key in product(METHODS, STATES)),
        *(("rounding", m, f"{place}:{mode}") for (m, place), mode in product(rounded, MODES)),
        *(("choice", method, choice) for method, found in CHOICES.items() for choice in found),
        *(("clip", *key) for key in product(METHODS, ("coefficient", "cap", "floor"))),
        *(("cohort", *key) for key in product(sorted(COHORT_METHODS), ("single", "equal", "tie"))),
        *(("cohort", method, "empty") for method in sorted(COHORT_METHODS)),
        *(("cohort", method, "outsider") for method in sorted(COHORT_METHODS)),
        *(("big", method) for method in METHODS if method not in (*NO_INPUT, "movement")),
        *(("node", *key) for key in product(KINDS, ("complete", "open", "dropped"))),
        *(("node", *key) for key in product(("children", "link"), ("complete", "open"))),
        *(("node rounding", *key) for key in product((*KINDS, "children", "link"), MODES)),
        *(
            ("node role", *key)
            for key in product((*KINDS, "children", "link"), ("ordinary", "bonus", "deduction"))
        ),
        *(("node clip", *key) for key in product((*KINDS, "children", "link"), ("cap", "floor"))),
        *(("map", *key) for key in product(MAPS, ORDERS)),
        *(("map rounding", *key) for key in product(MAPS, MODES)),
        *(
            ("children", f"{take}:{way}", status)
            for take, way in product(("total", "code"), ("skip", "open"))
            for status in ("complete", "open")
        ),
        *(
            ("link", f"{take}:{way}", status)
            for take, way in product(("total", "code"), ("links", "parent"))
            for status in ("complete", "open")
        ),
        *(("total", mode) for mode in MODES),
        *(("interim", *key) for key in (("none", False), ("total", False), ("total", True))),
        *(("subject", *key) for key in (("ranked", ""), ("ranked", "edge"), ("separate", ""))),
        *(("subject", "unranked", reason) for reason in ("open", "dropped")),
        ("subject", "inactive", "inactive"),
        *(("outcome", kind, "ordinary") for kind in ("scored", "imputed", "dropped", "unscored")),
        *(("outcome", kind, "bonus") for kind in ("open", "vetoed", "imputed")),
        *(("take", "number", take) for take in ("at", "sum", "mean", "last", "max", "min")),
        *(("take", "tally", take) for take in ("at", "sum")),
        *(("take", kind, "at") for kind in ("date", "grade")),
        *(("periods", word) for word in ("@", "to_date", "list")),
        *(("constants", given) for given in (True, False)),
        *(("formula", word) for word in ("+", "-", "*", "/", ">=", ">", "<=", "<", "==", "!=")),
        *(("formula", word) for word in ("min", "max", "abs", "floor", "ceil", "round")),
        *(("formula", word) for word in ("if", "and", "or", "not")),
        *(("ledger", option) for option in LEDGER),
        *(("veto", effect) for effect in ("force_grade", "exclude_grades", "cap_total")),
        *(("veto", effect) for effect in ("zero_items", "several")),
        *(("veto event", word) for word in ("accepted", "pending", "rejected", "exempted")),
        *(("veto event", word) for word in ("expired", "last day")),
        *(("ranking", word) for word in RANKING),
        *(("grades", word) for word in GRADES),
        ("group", "single"),
    ]


def shortfalls(count: Counter, least: int = LEAST) -> list[str]:
    """One line for each thing that is shown too rarely."""
    return [f"{' / '.join(map(str, k))}: {count[k]}" for k in expected() if count[k] < least]


def table(count: Counter) -> str:
    """All counts, compact: one block for each family, one line for each of its rows."""
    blocks: dict[str, dict[str, list[str]]] = {}
    for family, *rest in sorted(count, key=str):
        row, column = (rest[0], rest[1:]) if len(rest) > 1 else ("", rest)
        line = blocks.setdefault(family, {}).setdefault(str(row), [])
        line.append(f"{' '.join(map(str, column))} {count[family, *rest]}")
    lines = []
    for family, found in blocks.items():
        lines.append(f"== {family}")
        lines += [f"  {row:<22}" + " · ".join(cells) for row, cells in found.items()]
    return "\n".join(lines)
