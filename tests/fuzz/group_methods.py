"""Random parameters of the methods that compare subjects, count ballots, events or periods."""

from tests.fuzz import chance as c
from tests.fuzz import methods as one
from tests.fuzz.inputs import LEVELS, Inputs

LEDGER_LEVELS = ("国家级", "省级", "市级", "其他")
LARGE = c.domain(0, 160, 0.5)
LISTS = ("甲清单", "乙清单")
LEDGER_KINDS = ("表彰", "通报")


def efficacy_group(m: Inputs) -> dict:
    m.number("x")
    numbers = {"base": m.n(c.SHARE), "span": m.n(c.SHARE), "equal": m.n(c.RATIO)}
    return {**numbers, "reverse": m.chance.maybe(0.5)}


def ratio_to_best(m: Inputs) -> dict:
    m.number("x")
    return {"reverse": m.chance.maybe(0.5)}


def ratio_to_mean(m: Inputs) -> dict:
    m.number("x")
    return {"reverse": m.chance.maybe(0.5), "cap": m.p_or_null(c.RATIO)}


def rank_points(m: Inputs) -> dict:
    m.number("x", c.FEW, *m.shelf.domains)
    chance = m.chance
    made = {"direction": chance.choice(("high", "low")), "from": chance.choice(("top", "bottom"))}
    made |= {"ties": chance.choice(("high", "mean")), "per_place": None, "least": None}
    made |= {"table": None, "then": None, "step": None}
    if chance.maybe(0.4):
        numbers = {"per_place": m.n(c.SHARE), "least": m.n(c.SHARE)}
        return made | numbers | {"shape": "decrement", "award_as": "share"}
    share = chance.maybe(0.5)
    table = [m.n(c.RATIO if share else c.POINTS) for _ in range(chance.randint(1, 4))]
    then = chance.choice(("last", "zero", "step"))
    made |= {"shape": "table", "table": table, "then": then}
    if then == "step":
        made["step"] = m.n(c.SIGNED if made["from"] == "bottom" else c.FALLING)
    return made | {"award_as": "share" if share else "points"}


def ballots(m: Inputs) -> dict:
    m.tally("x", LEVELS)
    made = {"excluded": m.chance.some(LEVELS[2:]), "weights": None}
    made |= {"top": None, "tiers": None, "award_as": None}
    if m.chance.maybe(0.5):
        weights = {level: m.n(c.SHARE) for level in m.chance.some(LEVELS, 1)}
        return made | {"mode": "weighted", "weights": weights}
    share = m.chance.maybe(0.5)
    tiers = c.tiers(m.chance, c.domain(0, 100, 12.5), c.RATIO if share else c.POINTS)
    top = m.chance.some(LEVELS[:2], 1)
    award_as = "share" if share else "points"
    return made | {"mode": "tiers", "top": top, "tiers": tiers, "award_as": award_as}


def rater_categories(m: Inputs) -> dict:
    everybody = ("领导", "同级", "群众")
    categories = m.chance.some(everybody, 1)
    heard = everybody if m.chance.maybe(0.3) else categories
    m.tally("x", tuple(f"{name}|{level}" for name in heard for level in LEVELS))
    known = m.chance.some(LEVELS, 1) if m.chance.maybe(0.3) else LEVELS
    excluded = m.chance.some(LEVELS[2:])
    return {
        "categories": [{"category": name, "weight": m.n(c.WEIGHT)} for name in categories],
        "levels": {level: m.n(c.SHARE) for level in known},
        "excluded": excluded,
        "empty": m.chance.choice(("renormalise", "not_applicable")),
    }


def trimmed_ratings(m: Inputs) -> dict:
    keys = tuple(sorted({m.n(c.PERCENT) for _ in range(3)} | {"60", "100", "9.5"}))
    m.tally("x", keys)
    numbers = {"scale": m.chance.choice(("100", "10", "7")), "low": "0", "high": "100"}
    if m.chance.maybe(0.5):
        numbers |= {"low": m.n(c.domain(9, 80, 0.5)), "high": m.n(c.domain(60, 130, 0.5))}
    return {**numbers, "trim_above": m.chance.choice((0, 1, 2, 3, 5))}


def ledger(m: Inputs) -> dict:
    chance = m.chance
    known = chance.some(LEDGER_LEVELS, 1) if chance.maybe(0.3) else LEDGER_LEVELS
    levels = {level: m.n(c.POINTS) for level in known}
    lists = {level: chance.choice(LISTS) for level in chance.some(LEDGER_LEVELS)}
    preconditions = []
    for name in chance.choice(([], [], ["前提"], ["前提"], ["前提", "p2"])):
        where = m.number(name)
        compare = chance.choice(c.COMPARISONS)
        preconditions.append({"data": name, "compare": compare, "value": m.p(where)})
    given = {"least": m.n(c.SIGNED), "most": m.n(c.POINTS)} if chance.maybe(0.6) else None
    return {
        "kinds": list(LEDGER_KINDS) if chance.maybe(0.6) else [chance.choice(LEDGER_KINDS)],
        "sign": chance.choice(("add", "deduct")),
        "levels": levels,
        "given": given,
        "lists": lists,
        "list_caps": {name: m.n(LARGE) for name in chance.some(("", *LISTS))},
        "same_matter": chance.choice(("highest", "highest", "sum")),
        "support_share": chance.choice(("0.5", m.n(c.SHARE))),
        "order": chance.choice(("highest_first", "half_first")),
        "counted": chance.choice(("difference", "none", "full")),
        "elsewhere": chance.choice(("skip", "count")),
        "undecided": chance.choice(("pending", "ignore", "ignore")),
        "cap": m.p_or_null(LARGE),
        "from": c.day(chance, 0, 4) if chance.maybe(0.3) else None,
        "to": c.day(chance, 6, 12) if chance.maybe(0.3) else None,
        "preconditions": preconditions,
    }


def _constants(m: Inputs, where: c.Domain) -> dict:
    if m.chance.maybe(0.7):
        return {}
    return {period: m.n(where) for period in m.chance.some(m.shelf.calendar, 1)}


def period_weights(m: Inputs) -> dict:
    where = m.rounds("x")
    periods = m.chance.some(m.shelf.calendar, 1)
    weight = m.chance.choice((c.WEIGHT, c.SHARE, c.BIT))
    return {
        "rounds": [{"period": period, "weight": m.n(weight)} for period in periods],
        "constants": _constants(m, where),
        "scale": m.chance.choice(("100", "1", "3")),
        "unfinished": m.chance.choice(("open", "renormalise")),
    }


def accumulation(m: Inputs) -> dict:
    where = m.rounds("x")
    return {
        "rounds": m.chance.some(m.shelf.calendar, 1),
        "constants": _constants(m, where),
        "scale": m.chance.choice(("100", "1", "3")),
        "mode": m.chance.choice(("sum", "mean")),
        "unfinished": m.chance.choice(("open", "renormalise")),
    }


def team_balance(m: Inputs) -> dict:
    m.number("x")
    return {}


METHODS = {
    "completion": one.completion,
    "control": one.control,
    "over_fulfilment": one.over_fulfilment,
    "composite_completion": one.composite_completion,
    "tiers": one.tiers,
    "all_or_nothing": one.all_or_nothing,
    "threshold_deduction": one.threshold_deduction,
    "per_case": one.per_case,
    "above_reference": one.above_reference,
    "efficacy_group": efficacy_group,
    "efficacy_fixed": one.efficacy_fixed,
    "ratio_to_best": ratio_to_best,
    "ratio_to_mean": ratio_to_mean,
    "benchmark_sum": one.benchmark_sum,
    "rank_points": rank_points,
    "movement": one.movement,
    "level_progress": one.level_progress,
    "interval": one.interval,
    "timeliness": one.timeliness,
    "grade_conversion": one.grade_conversion,
    "ballots": ballots,
    "rater_categories": rater_categories,
    "trimmed_ratings": trimmed_ratings,
    "satisfaction": one.satisfaction,
    "ledger": ledger,
    "period_weights": period_weights,
    "accumulation": accumulation,
    "custom": one.custom,
    "direct": one.direct,
    "converted": one.converted,
    "team_balance": team_balance,
    "above_references": one.above_references,
}
