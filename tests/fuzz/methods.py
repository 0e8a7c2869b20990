"""Random parameters of the methods that look at one subject (semantics section 6)."""

from tests.fuzz import chance as c
from tests.fuzz.expressions import formula
from tests.fuzz.inputs import GRADES, LEVELS, Inputs


def completion(m: Inputs) -> dict:
    x = m.number("x")
    return {"target": m.target(x), "cap": m.p_or_null(c.RATIO), "threshold": m.p_or_null(_line)}


def _line(chance: c.Chance) -> str:
    return chance.choice(("1", "0.5", "0.75", c.RATIO.draw(chance)))


def control(m: Inputs) -> dict:
    return {"target": m.target(m.number("x"))}


def over_fulfilment(m: Inputs) -> dict:
    extra = m.p_or_null(c.SIGNED, null=0.5)
    x = m.number("x")
    if extra is not None:
        m.number("g")
    return {
        "target": m.target(x),
        "per_point": m.p(c.SIGNED),
        "most": m.p_or_null(c.POINTS),
        "step": m.chance.choice(c.STEPS),
        "group_extra": extra,
    }


def composite_completion(m: Inputs) -> dict:
    parts = []
    for name in _names(m):
        where = m.number(name)
        share, cap = m.n(m.chance.choice((c.SHARE, c.POSITIVE))), m.p_or_null(c.RATIO)
        parts.append({"data": name, "target": m.target(where), "share": share, "cap": cap})
    return {"parts": parts}


def tiers(m: Inputs) -> dict:
    x = m.number("x")
    measure = m.chance.choice(("value", "completion"))
    where = x if measure == "value" else c.PERCENT
    share = m.chance.maybe(0.5)
    step = None
    if m.chance.maybe(0.5):
        step = {"above": m.n(where), "every": m.n(c.POSITIVE), "add": m.n(c.SHARE)}
        step["most"] = m.n(c.RATIO if share else c.POINTS)
    return {
        "measure": measure,
        "target": m.target(x) if measure == "completion" else None,
        "tiers": c.tiers(m.chance, where, c.RATIO if share else c.POINTS),
        "closed": m.chance.choice(("left", "right")),
        "award_as": "share" if share else "points",
        "step": step,
    }


def all_or_nothing(m: Inputs) -> dict:
    return {"target": m.p(m.number("x")), "compare": m.chance.choice(c.COMPARISONS)}


def threshold_deduction(m: Inputs) -> dict:
    x = m.number("x")
    measure = m.chance.choice(("value", "completion"))
    where = x if measure == "value" else c.PERCENT
    return {
        "measure": measure,
        "target": m.target(x) if measure == "completion" else None,
        "threshold": m.p(where),
        "side": m.chance.choice(("below", "above")),
        **_per_width(m),
    }


def interval(m: Inputs) -> dict:
    x = m.number("x")
    return {"low": m.p(x), "high": m.p(x), **_per_width(m)}


def _per_width(m: Inputs) -> dict:
    width = m.target(c.POSITIVE)
    step = m.chance.choice(c.STEPS)
    least = m.p_or_null(c.SIGNED, null=0.2)
    return {"per_point": m.p(c.SIGNED), "width": width, "step": step, "least": least}


def per_case(m: Inputs) -> dict:
    made = {"sign": m.chance.choice(("deduct", "add")), "start": m.p(c.POINTS)}
    if m.chance.maybe(0.4):
        m.tally("x", LEVELS)
        levels = {key: m.n(c.SIGNED) for key in m.chance.some(LEVELS, 1)}
        return made | {"per_case": None, "levels": levels, "free": "0", "repeat": "none"}
    m.number("x", c.COUNT, *m.shelf.domains)
    repeat = m.chance.choice(("none", "double_case", "double_all"))
    free = m.n(c.FEW)
    return made | {"per_case": m.p(c.SIGNED), "levels": None, "free": free, "repeat": repeat}


def above_reference(m: Inputs) -> dict:
    x = m.number("x")
    reference = m.p_or_null(x, null=0.5)
    if reference is None:
        m.number("ref", x)
    bands = per_point = None
    if m.chance.maybe(0.5):
        per_point = m.p(c.SIGNED)
    else:
        widths = [m.n(c.POSITIVE) for _ in range(m.chance.randint(0, 2))]
        if not widths or m.chance.maybe(0.5):
            widths.append(None)
        bands = [{"width": width, "divisor": m.n(c.POSITIVE)} for width in widths]
    return {
        "reference": reference,
        "shape": "bands" if bands else "linear",
        "base": m.p(c.SIGNED),
        "per_point": per_point,
        "bands": bands,
        "least": m.p_or_null(c.SIGNED),
        "most": m.p_or_null(c.POINTS),
    }


def above_references(m: Inputs) -> dict:
    x, references = m.number("x"), []
    for name in _names(m):
        m.number(name, x)
        margin, share = m.p(c.SIGNED), m.n(m.chance.choice((c.SHARE, c.POSITIVE)))
        references.append({"data": name, "name": name, "margin": margin, "share": share})
    return {
        "references": references,
        "need": m.chance.choice(("each", "all")),
        "compare": m.chance.choice(("ge", "gt")),
        "per_point": m.p_or_null(c.SIGNED),
    }


def efficacy_fixed(m: Inputs) -> dict:
    x = m.number("x")
    return {
        "bad": m.p(x),
        "good": m.p(x),
        "base": m.n(c.SHARE),
        "span": m.n(c.SHARE),
        "least": m.p_or_null(c.SHARE),
        "most": m.p_or_null(c.RATIO),
    }


def benchmark_sum(m: Inputs) -> dict:
    parts = []
    for name in _names(m):
        benchmark = m.target(m.number(name))
        points, cap = m.p(c.POINTS), m.p_or_null(c.RATIO)
        parts.append({"data": name, "benchmark": benchmark, "points": points, "cap": cap})
    return {"parts": parts}


def movement(m: Inputs) -> dict:
    for name in ("x", "last"):
        m.number(name, c.COUNT, take=m.chance.choice(("at", "last", "max")))
    return {
        "bands": _bands(m),
        "otherwise": m.n(c.SIGNED),
        "gain": m.n(c.SIGNED),
        "loss": m.n(c.SIGNED),
        "protect": m.chance.choice((None, 3, 8)),
        "least": m.n(c.NEGATIVE),
        "most": m.n(c.POINTS),
    }


def _bands(m: Inputs, awards: c.Domain = c.SIGNED) -> list[dict]:
    ends = [end // c.MILLION for end in c.ascending(m.chance, c.PLACES, m.chance.randint(1, 3))]
    return [{"to": end, "award": m.n(awards)} for end in ends]


def level_progress(m: Inputs) -> dict:
    level = m.number("level")
    m.number("progress")
    difficulty = m.p_or_null(c.RATIO)
    weights = {"above": m.n(c.SHARE), "below": m.n(c.SHARE)}
    return {"reference": m.p(level), **weights, "difficulty": difficulty}


def timeliness(m: Inputs) -> dict:
    parts = []
    for name in _names(m):
        m.date(name)
        part = {"data": name, "due": m.p(_due), "extension": None, "approved": None}
        if m.chance.maybe(0.6):
            part["extension"] = m.p(_later, fields=0.6)
        if m.chance.maybe(0.6):
            part["approved"] = m.p(_due, fields=0.6)
        parts.append(part | {"share": m.n(c.SHARE)})
    stages = None
    per_day = m.p_or_null(c.POSITIVE, null=0.5)
    if per_day is None:
        ends = [end // c.MILLION for end in c.ascending(m.chance, c.PLACES, 3)]
        stages = [{"days": end, "share": m.n(c.SHARE)} for end in ends]
    zero_after = m.chance.choice((None, 0, 3, 8))
    return {"parts": parts, "per_day": per_day, "stages": stages, "zero_after": zero_after}


def _due(chance: c.Chance) -> str:
    return c.day(chance, 0, 8)


def _later(chance: c.Chance) -> str:
    return c.day(chance, 3, 12)


def grade_conversion(m: Inputs) -> dict:
    m.grade("x")
    share = m.chance.maybe(0.5)
    known = m.chance.some(GRADES, 3)
    table = {grade: m.n(c.RATIO if share else c.POINTS) for grade in known}
    return {"table": table, "award_as": "share" if share else "points"}


def satisfaction(m: Inputs) -> dict:
    x = m.number("x", c.PERCENT, *m.shelf.domains)
    if m.chance.maybe(0.5):
        m.number("n", c.COUNT)
    if m.chance.maybe(0.3):
        m.number("margin", c.FEW)
    sample = m.n_or_null(c.FEW)
    return {"zero_at": m.p(x), "full_at": m.p(x), "min_sample": sample}


def custom(m: Inputs) -> dict:
    names = m.chance.some(("x", "完成数", "_k1"), 1)
    for name in names:
        m.number(name)
    values = {
        name: m.p(m.chance.choice((c.SIGNED, c.BIT)))
        for name in m.chance.some(("系数", "v", "rounds", "approved"))
    }
    return {"expression": formula(m.chance, ["W", *names, *values]), "values": values}


def direct(m: Inputs) -> dict:
    m.number("x")
    spread = m.n_or_null(m.chance.choice((c.RATIO, c.COUNT)), null=0.6)
    return {"min_spread": spread, "no_ties": m.chance.maybe(0.4)}


def converted(m: Inputs) -> dict:
    source = m.chance.choice(("score", "rank", "grade"))
    share = m.chance.maybe(0.5)
    award = c.RATIO if share else c.POINTS
    made = {"source": source, "scale": None, "bands": None, "otherwise": None, "table": None}
    if source == "grade":
        m.grade("x")
        made["table"] = {grade: m.n(award) for grade in m.chance.some(GRADES, 3)}
    elif source == "rank":
        m.number("x", c.COUNT)
        made |= {"bands": _bands(m, award), "otherwise": m.n(award)}
    else:
        m.number("x")
        made["scale"] = m.n(c.POSITIVE)
        share = False
    return made | {"award_as": "share" if share else "points"}


def _names(m: Inputs) -> list[str]:
    return [f"p{i + 1}" for i in range(m.chance.randint(1, 3))]
