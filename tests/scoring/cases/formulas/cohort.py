"""M10, M12, M13, M15, M31, M33: a subject among its peers."""

from __future__ import annotations

from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import Line, clip, quotient


def efficacy_group(m: Item) -> Line:
    base, span, equal, x = m.p("base"), m.p("span"), m.p("equal"), m.x()
    m.ready()
    inside, values = m.cohort(x)
    m.unless(lambda i: f"SUM({inside.all})=0")
    low = m.step("最小", lambda i: f"MIN({values.all})")
    high = m.step("最大", lambda i: f"MAX({values.all})")
    top = (lambda i: f"{high[i]}-{x[i]}") if m.params["reverse"] else (lambda i: f"{x[i]}-{low[i]}")
    t = m.step(
        "t",
        lambda i: f"IF({high[i]}={low[i]},0,MIN(1,MAX(0,"
        + m.rate(f"({top(i)})/IF({high[i]}={low[i]},1,{high[i]}-{low[i]})") + ")))",
    )  # fmt: skip
    return m.step(
        "应得",
        lambda i: f"{m.W[i]}*IF({high[i]}={low[i]},{equal[i]},{base[i]}+{span[i]}*{t[i]})",
    )


def ratio_to_best(m: Item) -> Line:
    x = m.x()
    m.ready()
    inside, values = m.cohort(x)
    m.unless(lambda i: f"SUM({inside.all})=0")
    reverse = m.params["reverse"]
    best = m.step("最好", lambda i: f"{'MIN' if reverse else 'MAX'}({values.all})")
    if reverse:
        m.unless(lambda i: f"AND({x[i]}<>{best[i]},{x[i]}<=0)")
        ratio = m.step(
            "与最好比",
            lambda i: f"IF({x[i]}={best[i]},1,{m.rate(f'{best[i]}/IF({x[i]}=0,1,{x[i]})')})",
        )
    else:
        m.unless(lambda i: f"{best[i]}<=0")
        ratio = m.step("与最好比", lambda i: m.rate(f"{x[i]}/{best[i]}"))
    return m.step("应得", lambda i: f"{m.W[i]}*MIN(1,MAX(0,{ratio[i]}))")


def ratio_to_mean(m: Item) -> Line:
    cap, x = m.maybe("cap"), m.x()
    m.ready()
    inside, values = m.cohort(x)
    m.unless(lambda i: f"SUM({inside.all})=0")
    mean = m.step("平均", lambda i: quotient(f"SUM({values.all})/SUM({inside.all})"))
    m.unless(lambda i: f"{mean[i]}<=0")
    ratio = m.step("与平均比", lambda i: m.rate(f"{x[i]}/{mean[i]}"))
    sign = "2-" if m.params["reverse"] else ""

    def points(i: int) -> str:
        positive = f"MAX(0,{sign}{ratio[i]})"
        return f"{m.W[i]}*" + (positive if cap is None else f"MIN({cap[i]},{positive})")

    return m.step("应得", points)


def rank_points(m: Item) -> Line:
    at_place = _decrement(m) if m.params["shape"] == "decrement" else _table(m)
    x = m.x()
    m.ready()
    inside, _ = m.cohort(x)
    ahead = ">" if (m.params["direction"] == "high") == (m.params["from"] == "top") else "<"
    place = m.step("位次", lambda i: f"1+SUMPRODUCT({inside.all}*({x.all}{ahead}{x[i]}))")
    if m.params["ties"] == "high":
        return m.step("应得", lambda i: at_place(place[i]))
    same = m.step(
        "同位次几家", lambda i: f"SUMPRODUCT({inside.all}*({x.all}={x[i]}))+1-{inside[i]}"
    )

    def mean(i: int) -> str:
        terms = [
            f"IF({same[i]}>{more},{at_place(f'({place[i]}+{more})')},0)"
            for more in range(len(m.block.names))
        ]
        return quotient(f"({'+'.join(terms)})/{same[i]}")

    return m.step("应得", mean)


def _decrement(m: Item):
    per, least = m.p("per_place"), m.maybe("least")
    lowest = least[0] if least else None
    return lambda place: f"{m.W[0]}*{clip(f'1-{per[0]}*({place}-1)', lowest, None)}"


def _table(m: Item):
    table, then = m.params["table"], m.params["then"]
    points = m.table("名次分表", table)
    last, count = points.cells[-1], len(table)
    step = m.p("step") if then == "step" else None
    factor = f"{m.W[0]}*" if m.params["award_as"] == "share" else ""

    def at_place(place: str) -> str:
        beyond = {"last": last, "zero": "0"}.get(then)
        if step:
            beyond = f"MAX(0,{last}+{step[0]}*({place}-{count}))"
        return f"{factor}IF({place}<={count},INDEX({points.all},MIN({place},{count})),{beyond})"

    return at_place


def direct(m: Item) -> Line:
    spread, x = m.maybe("min_spread"), m.x()
    m.ready()
    if spread or m.params["no_ties"]:
        inside, values = m.cohort(x)
        faults = ["FALSE"]
        if spread:
            faults.append(f"ROUND(MAX({values.all})-MIN({values.all}),9)<{spread[0]}")
        if m.params["no_ties"]:
            same = m.block.each(
                "口径内几家相同", lambda i: f"{inside[i]}*SUMPRODUCT({inside.all}*({x.all}={x[i]}))"
            )
            faults.append(f"MAX({same.all})>1")
        m.unless(lambda i: f"AND(SUM({inside.all})>=2,OR({','.join(faults)}))", "pending")
    return m.step("应得", lambda i: x[i])


def team_balance(m: Item) -> Line:
    team, x = m.block.line("评分组", [s["team"] for s in m.values]), m.x()
    m.ready()
    inside, values = m.cohort(x)
    mates = m.block.each(
        "本组口径几家", lambda i: f"SUMPRODUCT({inside.all}*({team.all}={team[i]}))"
    )
    m.unless(lambda i: f"{mates[i]}=0")
    mean = m.step("全部平均A", lambda i: quotient(f"SUM({values.all})/SUM({inside.all})"))
    own = m.step(
        "本组平均B", lambda i: quotient(f"SUMIF({team.all},{team[i]},{values.all})/{mates[i]}")
    )
    m.unless(lambda i: f"{own[i]}<=0")
    return m.step("应得", lambda i: quotient(f"{x[i]}*{mean[i]}/{own[i]}"))
