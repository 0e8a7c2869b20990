"""M01–M09, M11, M14, M16–M20, M24, M30, M32, M34: a subject's own figures against what was agreed."""

from __future__ import annotations

from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import Line, clip, compare, quotient, steps


def completion(m: Item) -> Line:
    target, cap, threshold, x = m.p("target"), m.maybe("cap"), m.maybe("threshold"), m.x()
    m.ready()
    m.unless(lambda i: f"{target[i]}<=0")
    c = m.step("完成率", lambda i: m.rate(f"{x[i]}/{target[i]}"))

    def points(i: int) -> str:
        full = f"{m.W[i]}*{clip(c[i], '0', cap and cap[i])}"
        return full if threshold is None else f"IF({c[i]}<{threshold[i]},0,{full})"

    return m.step("应得", points)


def control(m: Item) -> Line:
    target, x = m.p("target"), m.x()
    m.ready()
    m.unless(lambda i: f"{target[i]}<=0")
    c = m.step("实际÷目标", lambda i: m.rate(f"{x[i]}/{target[i]}"))
    return m.step("应得", lambda i: f"{m.W[i]}*MIN(1,MAX(0,2-{c[i]}))")


def over_fulfilment(m: Item) -> Line:
    target, per, most, extra = m.p("target"), m.p("per_point"), m.maybe("most"), None
    x = m.x()
    if m.params["group_extra"] is not None:
        extra, g = m.p("group_extra"), m.x("g")
    m.ready()
    if extra:
        inside, values = m.cohort(g)
        m.unless(lambda i: f"SUM({inside.all})=0")
        mean = m.step("g 平均", lambda i: quotient(f"SUM({values.all})/SUM({inside.all})"))
    m.unless(lambda i: f"{target[i]}<=0")
    c = m.step("完成率", lambda i: m.rate(f"{x[i]}/{target[i]}"))
    over = m.step(
        "超几个百分点", lambda i: f"IF({c[i]}>=1,{steps(f'({c[i]}-1)*100', m.params['step'])},0)"
    )

    def points(i: int) -> str:
        plus = clip(f"{per[i]}*{over[i]}", None, most and most[i])
        base = f"IF({c[i]}>=1,{m.W[i]}+{plus},{m.W[i]}*MAX(0,{c[i]}))"
        return base if extra is None else f"{base}+IF({g[i]}>{mean[i]},{extra[i]},0)"

    return m.step("应得", points)


def composite_completion(m: Item) -> Line:
    parts = m.params["parts"]
    rows = [
        (m.x(p["data"]), m.number("目标 " + p["data"], p["target"]),
         m.number("份额 " + p["data"], p["share"]),
         None if p["cap"] is None else m.number("封顶 " + p["data"], p["cap"]))
        for p in parts
    ]  # fmt: skip
    m.ready()
    for _, target, _, _ in rows:
        m.unless(lambda i, target=target: f"{target[i]}<=0")
    rates = [
        m.step(
            "完成率", lambda i, r=row: clip(m.rate(f"{r[0][i]}/{r[1][i]}"), "0", r[3] and r[3][i])
        )
        for row in rows
    ]
    terms = list(zip(rows, rates, strict=True))
    return m.step(
        "应得", lambda i: f"{m.W[i]}*({'+'.join(f'{row[2][i]}*{c[i]}' for row, c in terms)})"
    )


def _measure(m: Item) -> Line:
    """m of M05 and M07: the value itself, or 100 times the rate of completion."""
    x = m.x()
    if m.params["measure"] == "value":
        m.ready()
        return x
    target = m.p("target")
    m.ready()
    m.unless(lambda i: f"{target[i]}<=0")
    return m.step("完成率%", lambda i: f"100*{m.rate(f'{x[i]}/{target[i]}')}")


def tier_tables(m: Item, tiers: list[dict]) -> tuple[Line, Line]:
    """The lower ends, the first being minus infinity, and the awards."""
    ends = ["-9E+99" if tier["from"] is None else tier["from"] for tier in tiers]
    return m.table("档的起点", ends), m.table("档的得分", [tier["award"] for tier in tiers])


def tier(ends: Line, awards: Line, value: str, closed: str = "left") -> str:
    """The award of the last tier that `value` has reached."""
    sign = "<=" if closed == "left" else "<"
    return f"INDEX({awards.all},SUMPRODUCT(1*({ends.all}{sign}ROUND({value},9))))"


def tiers(m: Item) -> Line:
    value = _measure(m)
    ends, awards = tier_tables(m, m.params["tiers"])
    step = m.params["step"]
    if step:
        above, every, add, most = (m.number(k, step[k]) for k in ("above", "every", "add", "most"))

    def points(i: int) -> str:
        text = tier(ends, awards, value[i], m.params["closed"])
        if step:
            times = f"INT(ROUND(({value[i]}-{above[i]})/{every[i]},9))"
            text += f"+IF({value[i]}>={above[i]},MIN({most[i]},{add[i]}*{times}),0)"
        return f"{m.W[i]}*({text})" if m.params["award_as"] == "share" else text

    return m.step("应得", points)


def all_or_nothing(m: Item) -> Line:
    target, x = m.p("target"), m.x()
    m.ready()
    return m.step(
        "应得", lambda i: f"IF({compare(x[i], m.params['compare'], target[i])},{m.W[i]},0)"
    )


def _deduct(m: Item, gap: Line, per: Line, width: Line, least: Line) -> Line:
    """M07 and M18: so much for each width of the gap, not below `least`."""
    m.unless(lambda i: f"{width[i]}<=0")
    how = m.params["step"]
    count = m.step(
        "扣几个单位",
        lambda i: (
            quotient(f"{gap[i]}/{width[i]}")
            if how == "proportional"
            else steps(f"{gap[i]}/{width[i]}", how)
        ),
    )
    return m.step("应得", lambda i: f"MAX({least[i]},{m.W[i]}-{per[i]}*{count[i]})")


def threshold_deduction(m: Item) -> Line:
    threshold, per, width, least = (m.p(k) for k in ("threshold", "per_point", "width", "least"))
    value = _measure(m)
    below = m.params["side"] == "below"
    gap = m.step(
        "差多少",
        lambda i: f"MAX(0,{threshold[i]}-{value[i]})" if below
        else f"MAX(0,{value[i]}-{threshold[i]})",
    )  # fmt: skip
    return _deduct(m, gap, per, width, least)


def interval(m: Item) -> Line:
    low, high, per, width, least = (m.p(k) for k in ("low", "high", "per_point", "width", "least"))
    x = m.x()
    m.ready()
    gap = m.step("偏离多少", lambda i: f"MAX(0,{low[i]}-{x[i]},{x[i]}-{high[i]})")
    return _deduct(m, gap, per, width, least)


def above_reference(m: Item) -> Line:
    base, least, most = m.p("base"), m.maybe("least"), m.maybe("most")
    linear = m.params["shape"] == "linear"
    per = m.p("per_point") if linear else None
    x = m.x()
    reference = m.p("reference") if m.params["reference"] is not None else m.x("ref")
    m.ready()
    gap = m.step("高出", lambda i: f"({x[i]}-{reference[i]})")
    moved = m.step("加减", lambda i: f"{per[i]}*{gap[i]}") if linear else _bands(m, gap)
    limits = (least, most)
    return m.step(
        "应得", lambda i: clip(f"{base[i]}+{moved[i]}", *(end and end[i] for end in limits))
    )


def above_references(m: Item) -> Line:
    said, per = m.params["references"], m.maybe("per_point")
    x = m.x()
    rows = [
        (m.x(one["data"]), m.number("高出 " + one["data"], one["margin"]),
         m.number("份额 " + one["data"], one["share"]))
        for one in said
    ]  # fmt: skip
    m.ready()
    sign = ">=" if m.params["compare"] == "ge" else ">"
    beyond = [m.step("超出要求", lambda i, r=row: f"({x[i]}-{r[0][i]}-{r[1][i]})") for row in rows]

    def left(i: int, full: str, short: str) -> str:
        return "0" if per is None else f"MAX(0,{full}-{per[i]}*{short})"

    if m.params["need"] == "all":
        worst = m.step("最差", lambda i: f"MAX(0,{','.join(f'-{one[i]}' for one in beyond)})")
        every = lambda i: ",".join(f"{one[i]}{sign}0" for one in beyond)  # noqa: E731
        return m.step("应得", lambda i: f"IF(AND({every(i)}),{m.W[i]},{left(i, m.W[i], worst[i])})")
    parts = [
        m.step(
            "各得",
            lambda i, r=row, g=one: (
                f"IF({g[i]}{sign}0,{m.W[i]}*{r[2][i]},"
                f"{left(i, f'{m.W[i]}*{r[2][i]}', f'(-{g[i]})')})"
            ),
        )
        for row, one in zip(rows, beyond, strict=True)
    ]
    return m.step("应得", lambda i: "+".join(part[i] for part in parts))


def _bands(m: Item, gap: Line) -> Line:
    left = m.step("绝对差", lambda i: f"ABS({gap[i]})")
    parts = []
    for band in m.params["bands"]:
        divisor = m.const_number("除数", band["divisor"])
        if band["width"] is None:
            inside = m.step("本段", lambda i, left=left: left[i])
        else:
            width = m.const_number("段宽", band["width"])
            inside = m.step("本段", lambda i, left=left, w=width: f"MIN({w[i]},{left[i]})")
        parts.append(
            m.step("本段分", lambda i, s=inside, d=divisor: quotient(f"{m.W[i]}*{s[i]}/{d[i]}"))
        )
        left = m.step("余下", lambda i, left=left, s=inside: f"{left[i]}-{s[i]}")
    return m.step("加减", lambda i: f"IF({gap[i]}>=0,1,-1)*({'+'.join(part[i] for part in parts)})")


def efficacy_fixed(m: Item) -> Line:
    bad, good, base, span = (m.p(k) for k in ("bad", "good", "base", "span"))
    least, most, x = m.maybe("least"), m.maybe("most"), m.x()
    m.ready()
    m.unless(lambda i: f"{good[i]}={bad[i]}")
    t = m.step("t", lambda i: m.rate(f"({x[i]}-{bad[i]})/({good[i]}-{bad[i]})"))
    return m.step(
        "应得",
        lambda i: m.W[i] + "*"
        + clip(f"{base[i]}+{span[i]}*{t[i]}", least and least[i], most and most[i]),
    )  # fmt: skip


def benchmark_sum(m: Item) -> Line:
    rows = [
        (m.x(p["data"]), m.number("基准", p["benchmark"]), m.number("分值", p["points"]),
         None if p["cap"] is None else m.number("封顶", p["cap"]))
        for p in m.params["parts"]
    ]  # fmt: skip
    m.ready()
    for row in rows:
        m.unless(lambda i, row=row: f"{row[1][i]}<=0")
    parts = [
        m.step(
            "本项分",
            lambda i, r=row: (
                f"{r[2][i]}*" + clip(m.rate(f"{r[0][i]}/{r[1][i]}"), "0", r[3] and r[3][i])
            ),
        )
        for row in rows
    ]
    return m.step("应得", lambda i: "+".join(part[i] for part in parts))


def band(bands: list[tuple[Line, Line]], otherwise: Line, place: str) -> str:
    """The award of the first band that reaches down to `place`."""
    text = otherwise[0]
    for to, award in reversed(bands):
        text = f"IF({place}<={to[0]},{award[0]},{text})"
    return text


def band_lines(m: Item) -> tuple[list[tuple[Line, Line]], Line]:
    found = [
        (m.const_number("至第几名", b["to"]), m.const_number("得分", b["award"]))
        for b in m.params["bands"]
    ]
    return found, m.p("otherwise")


def movement(m: Item) -> Line:
    bands, otherwise = band_lines(m)
    gain, loss, least, most = (m.p(k) for k in ("gain", "loss", "least", "most"))
    protect = m.maybe("protect")
    x, last = m.x(), m.x("last")
    m.ready()
    base = m.step("基础分", lambda i: band(bands, otherwise, x[i]))
    places = m.step("进几位", lambda i: f"{last[i]}-{x[i]}")

    def moved(i: int) -> str:
        lost = f"{loss[i]}*{places[i]}"
        if protect is not None:
            lost = f"IF(AND({last[i]}<={protect[i]},{x[i]}<={protect[i]}),0,{lost})"
        return f"IF({places[i]}>0,{gain[i]}*{places[i]},{lost})"

    change = m.step("进退分", moved)
    return m.step("应得", lambda i: f"MIN({most[i]},MAX({least[i]},{base[i]}+{change[i]}))")


def level_progress(m: Item) -> Line:
    reference, above, below = (m.p(k) for k in ("reference", "above", "below"))
    difficulty = m.maybe("difficulty")
    level, progress = m.x("level"), m.x("progress")
    m.ready()
    a = m.step("水平的权", lambda i: f"IF({level[i]}>={reference[i]},{above[i]},{below[i]})")
    s = m.step("综合", lambda i: f"{a[i]}*{level[i]}+(1-{a[i]})*{progress[i]}")
    hard = (lambda i: f"*{difficulty[i]}") if difficulty else (lambda i: "")
    return m.step("应得", lambda i: f"MIN({m.W[i]},MAX(0,{m.W[i]}*{s[i]}/100{hard(i)}))")


def grade_conversion(m: Item) -> Line:
    grades = m.table("等第", list(m.params["table"]))
    points = m.table("得分", list(m.params["table"].values()))
    x = m.words()
    m.ready()
    m.unless(lambda i: f"ISNA(MATCH({x[i]},{grades.all},0))", "pending")
    found = m.step("表值", lambda i: f"INDEX({points.all},MATCH({x[i]},{grades.all},0))")
    return m.step("应得", lambda i: _as_points(m, found, i))


def _as_points(m: Item, award: Line, i: int) -> str:
    return f"{m.W[i]}*{award[i]}" if m.params["award_as"] == "share" else award[i]


def satisfaction(m: Item) -> Line:
    zero_at, full_at, fewest = m.p("zero_at"), m.p("full_at"), m.maybe("min_sample")
    x = m.x()
    n = m.x("n") if "n" in m.said["inputs"] else None
    if "margin" in m.said["inputs"]:
        m.x("margin")
    m.ready()
    m.unless(lambda i: f"{zero_at[i]}={full_at[i]}")
    if n and fewest:
        m.unless(lambda i: f"{n[i]}<{fewest[i]}", "pending")
    t = m.step("t", lambda i: m.rate(f"({x[i]}-{zero_at[i]})/({full_at[i]}-{zero_at[i]})"))
    return m.step("应得", lambda i: f"{m.W[i]}*MIN(1,MAX(0,{t[i]}))")


def converted(m: Item) -> Line:
    source = m.params["source"]
    if source == "grade":
        return grade_conversion(m)
    x = m.x()
    if source == "score":
        scale = m.p("scale")
        m.ready()
        return m.step("应得", lambda i: f"{m.W[i]}*{m.rate(f'{x[i]}/{scale[i]}')}")
    bands, otherwise = band_lines(m)
    m.ready()
    award = m.step("名次得分", lambda i: band(bands, otherwise, x[i]))
    return m.step("应得", lambda i: _as_points(m, award, i))
