"""M08, M19, M21–M23, M27, M29, M30: cases, dates, ballots, periods, and formulas of one's own."""

from __future__ import annotations

from typing import Any

from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import STATES_AT, Line, quotient, worst
from tests.scoring.cases.formulas.targets import tier, tier_tables


def per_case(m: Item) -> Line:
    start, sign = m.p("start"), "-" if m.params["sign"] == "deduct" else "+"
    if m.params["levels"] is None:
        per, free, x = m.p("per_case"), m.p("free"), m.x()
        m.ready()
        n = m.step("计几件", lambda i: f"MAX(0,{x[i]}-{free[i]})")
        amount = m.step(
            "加减分",
            lambda i: (
                f"{per[i]}*"
                + {
                    "none": n[i],
                    "double_case": f"IF({n[i]}<=1,{n[i]},2*{n[i]}-1)",
                    "double_all": f"IF({n[i]}>=2,2*{n[i]},{n[i]})",
                }[m.params["repeat"]]
            ),
        )
    else:
        counts = tally(m)
        levels = {key: m.const_number(f"每件 {key}", v) for key, v in m.params["levels"].items()}
        m.ready()
        amount = m.step(
            "加减分", lambda i: "+".join(f"{v[i]}*{counts[key][i]}" for key, v in levels.items())
        )
    return m.step("应得", lambda i: f"{start[i]}{sign}{amount[i]}")


def tally(m: Item) -> dict[str, Line]:
    """A row of counts for each key; several periods are added where all can see it."""
    cells = [values["x"] for values in m.values]
    m.stated([cell if isinstance(cell, str) else 0 for cell in cells])

    def count(cell: Any, key: str) -> str:
        if isinstance(cell, str):
            return "0"
        periods = list(cell.values()) if isinstance(next(iter(cell.values())), dict) else [cell]
        return "=" + "+".join(period.get(key, "0") for period in periods)

    keys = {key: None for cell in cells if not isinstance(cell, str)
            for part in (cell.values() if isinstance(next(iter(cell.values())), dict) else [cell])
            for key in part}  # fmt: skip
    keys |= dict.fromkeys(m.params.get("levels") or () if m.said["method"] == "per_case" else ())
    return {key: m.block.line(f"几件 {key}", [count(cell, key) for cell in cells]) for key in keys}


def timeliness(m: Item) -> Line:
    per = m.maybe("per_day")
    parts = [_part(m, part) for part in m.params["parts"]]
    m.ready()
    zero = m.maybe("zero_after")
    stages = [
        (m.const_number("晚至几天", s["days"]), m.const_number("得几成", s["share"]))
        for s in m.params["stages"] or ()
    ]
    scores = []
    for done, due, extension, approved, share in parts:
        limit = m.step(
            "实际期限",
            lambda i, d=due, e=extension, a=approved: (
                f"IF(AND(ISNUMBER({e[i]}),ISNUMBER({a[i]}),{a[i]}<={d[i]}),{e[i]},{d[i]})"
            ),
        )
        late = m.step("晚几天", lambda i, d=done, limit=limit: f"MAX(0,{d[i]}-{limit[i]})")

        def points(i: int, late: Line = late, share: Line = share) -> str:
            full = f"{m.W[i]}*{share[i]}"
            text = f"MAX(0,{full}-{per[i]}*{late[i]})" if per else "0"
            for days, part in reversed(stages):
                text = f"IF({late[i]}<={days[0]},{full}*{part[0]},{text})"
            if zero:
                text = f"IF({late[i]}>{zero[0]},0,{text})"
            return f"IF({late[i]}=0,{full},{text})"

        scores.append(m.step("本部分", points))
    return m.step("应得", lambda i: "+".join(score[i] for score in scores))


def _part(m: Item, part: dict[str, Any]) -> tuple[Line, ...]:
    done = m.x(part["data"])
    due = m.number("期限", part["due"])
    # A missing extension is no extension: it does not make the state worse.
    extra = [
        m.block.line(
            label,
            [v or "" for v in (m.agreed(said["field"]) if isinstance(said, dict) else
                               [said] * len(m.block.names))],
        )
        for label, said in (("延期至", part["extension"]), ("批准日", part["approved"]))
    ]  # fmt: skip
    return done, due, *extra, m.const_number("份额", part["share"])


def ballots(m: Item) -> Line:
    counts = tally(m)
    excluded = set(m.params["excluded"])
    valid = [key for key in counts if key not in excluded]
    m.ready()
    n = m.step("有效票", lambda i: "+".join([counts[key][i] for key in valid] or ["0"]))
    m.unless(lambda i: f"{n[i]}=0")
    if m.params["mode"] == "weighted":
        weights = {k: m.const_number(f"权 {k}", m.params["weights"].get(k, "0")) for k in valid}
        rate = m.step(
            "得票率",
            lambda i: m.rate(
                f"({'+'.join([f'{weights[k][i]}*{counts[k][i]}' for k in valid] or ['0'])})/{n[i]}"
            ),
        )
        return m.step("应得", lambda i: f"{m.W[i]}*{rate[i]}")
    ends, awards = tier_tables(m, m.params["tiers"])
    top = [key for key in valid if key in m.params["top"]]
    share = m.step(
        "优秀率%",
        lambda i: "100*" + m.rate(f"({'+'.join([counts[k][i] for k in top] or ['0'])})/{n[i]}"),
    )
    factor = (lambda i: f"{m.W[i]}*") if m.params["award_as"] == "share" else (lambda i: "")
    return m.step("应得", lambda i: factor(i) + tier(ends, awards, share[i]))


def rater_categories(m: Item) -> Line:
    counts, said = tally(m), m.params
    levels = {level: m.const_number(f"等级 {level}", v) for level, v in said["levels"].items()}
    m.ready()
    rows = []
    for category in said["categories"]:
        weight = m.const_number(f"权 {category['category']}", category["weight"])
        keys = {k: k.partition("|")[2] for k in counts if k.startswith(category["category"] + "|")}
        keys = {k: level for k, level in keys.items() if level not in said["excluded"]}
        n = m.step("本类票数", lambda i, keys=keys: "+".join([counts[k][i] for k in keys] or ["0"]))
        value = m.step(
            "本类得率",
            lambda i, keys=keys, n=n: f"IF({n[i]}=0,0,"
            + m.rate(f"({_weighted(counts, keys, levels, i)})/MAX(1,{n[i]})") + ")",
        )  # fmt: skip
        rows.append((weight, n, value))
    some = [f"{n[0]}=0" for _, n, _ in rows]
    empty = "OR" if said["empty"] == "not_applicable" else "AND"
    m.unless(lambda i: f"{empty}({','.join(some)})")
    m.unless(lambda i: "+".join(f"{w[i]}*({n[i]}>0)" for w, n, _ in rows) + "=0")
    return m.step(
        "应得",
        lambda i: (
            f"{m.W[i]}*"
            + quotient(
                f"({'+'.join(f'{w[i]}*{t[i]}' for w, _, t in rows)})"
                f"/({'+'.join(f'{w[i]}*({n[i]}>0)' for w, n, _ in rows)})"
            )
        ),
    )


def _weighted(
    counts: dict[str, Line], keys: dict[str, str], levels: dict[str, Line], i: int
) -> str:
    terms = [f"{levels[v][i]}*{counts[k][i]}" for k, v in keys.items() if v in levels]
    return "+".join(terms or ["0"])


def trimmed_ratings(m: Item) -> Line:
    """One subject to a case: the columns are the marks that were given."""
    scale, low, high, many = (m.p(k) for k in ("scale", "low", "high", "trim_above"))
    given = m.values[0]["x"]
    m.ready()
    marks, votes = m.table("评分", list(given)), m.table("票数", list(given.values()))
    columns = range(len(given))
    inside = [f"AND({mark}>={low[0]},{mark}<={high[0]})" for mark in marks.cells]
    valid = m.block.line("有效票", [f"=IF({inside[j]},{votes.cells[j]},0)" for j in columns])
    ends = m.block.line(
        "有效评分", [f'=IF({valid.cells[j]}>0,{marks.cells[j]},"")' for j in columns]
    )
    n = m.block.one("有效票数", f"SUM({valid.all})")
    trim = m.block.one("去不去", f"IF({n[0]}>{many[0]},1,0)")
    left = m.block.one("余几张", f"{n[0]}-2*{trim[0]}")
    total = m.block.one(
        "余分之和",
        f"SUMPRODUCT({marks.all},{valid.all})-{trim[0]}*(MAX({ends.all})+MIN({ends.all}))",
    )
    m.unless(lambda i: f"{left[0]}<=0")
    return m.step("应得", lambda i: f"{m.W[i]}*{m.rate(f'{total[0]}/({left[0]}*{scale[0]})')}")


def period_weights(m: Item) -> Line:
    rounds = [(r["period"], m.const_number(f"权 {r['period']}", r["weight"]))
              for r in m.params["rounds"] if r["weight"] != "0"]  # fmt: skip
    return _over_periods(m, [period for period, _ in rounds], [weight for _, weight in rounds])


def accumulation(m: Item) -> Line:
    return _over_periods(m, m.params["rounds"], [])


def _over_periods(m: Item, periods: list[str], weights: list[Line]) -> Line:
    scale = m.p("scale")
    cells = [m.period("x", period, m.params["constants"]) for period in periods]
    if m.params["unfinished"] == "open":
        m.with_states += cells
        m.ready()
    else:
        m.ready()
        everything = [cell[0] for cell in cells]
        old = m.status
        found = f"INDEX({STATES_AT},MAX(1,{worst(everything)}))"
        m.status = m.block.one(
            "状态(各期)", f"IF(COUNT({','.join(everything)})=0,{found},{old[0]})"
        )
    has = [m.block.each("本期有数", lambda i, c=c: f"IF(ISNUMBER({c[i]}),1,0)") for c in cells]
    value = [m.block.each("本期数", lambda i, c=c: f"IF(ISNUMBER({c[i]}),{c[i]},0)") for c in cells]
    if weights:
        top = m.step("Σ权×数", lambda i: "+".join(
            f"{w[i]}*{v[i]}" for w, v in zip(weights, value, strict=True)))  # fmt: skip
        low = m.step("Σ权", lambda i: "+".join(
            f"{w[i]}*{h[i]}" for w, h in zip(weights, has, strict=True)))  # fmt: skip
    else:
        top = m.step("Σ数", lambda i: "+".join(v[i] for v in value))
        mean = m.params["mode"] == "mean"
        low = m.step("期数", lambda i: "+".join(h[i] for h in has) if mean else "1")
    return m.step("应得", lambda i: f"{m.W[i]}*{m.rate(f'{top[i]}/({scale[i]}*{low[i]})')}")


# Each custom formula a second time, in the spreadsheet's words; "" is a figure that does not exist.
CUSTOM = {
    "M30-01": "{W}*MIN(1,ROUND({x}/{目标},10))",
    "M30-02": 'IF({y}=0,"",ROUND({W}*{x}/{y},10))',
    "M30-03": "IF({x}>0,ROUND(1/{x},10),0)",
    "M30-04": 'IF({x}=0,"",IF(ROUND(1/{x},10)>0,1,2))',
    "M30-05": 'IF({x}=0,"",IF(AND({x}>0,ROUND(1/{x},10)>0),1,2))',
    "M30-06": 'IF({x}=0,"",IF(OR({x}=0,ROUND(1/{x},10)>0),1,2))',
    "M30-07": "ROUND({x}/3,10)*3",
    "M30-08": "ROUND({x},2)",
    "M30-09": "INT({x})-INT(-({y}))",
    "M30-10": "MAX(0,{W}-2*ABS({x}-50))",
    "M30-11": "IF({x}>=90,{W},IF({x}>=60,ROUND({W}*{x}/90,10),0))",
    "M30-12": "IF(NOT({x}<>5),1,2)",
    "M30-13": "-{x}+2*(-{y})-(1-3)",
    "M30-14": "ROUND({W}*{x}/{基数},10)",
    "M30-15": "ROUND({W}*{x}/{基数},10)",
    "M30-16": "ROUND(ROUND({x}/2,10)/5,10)",
    "M30-17": "{x}+{y}",
}


def custom(m: Item) -> Line:
    values = {name: m.number(name, said) for name, said in m.params["values"].items()}
    lines = {"W": m.W, **values, **{name: m.x(name) for name in m.said["inputs"]}}
    m.block.write(["自定公式", m.params["expression"]])
    m.ready()
    formula = CUSTOM[m.block.case.name]
    found = m.step("算式", lambda i: formula.format(**{k: v[i] for k, v in lines.items()}))
    m.unless(lambda i: f'{found[i]}=""')
    return found
