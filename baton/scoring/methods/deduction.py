"""扣分与分档类: tables, thresholds, cases and intervals (M05, M07, M08, M18)."""

from __future__ import annotations

from baton.scoring import columns as exact
from baton.scoring.columns import CARRY, HUNDRED, ONE, ZERO, Column
from baton.scoring.methods.cells import Cells, awarded, steps_of
from baton.scoring.methods.tracing import STEP_WORDS, Measured


def tiers(c: Cells) -> Column:
    """M05 分档: 数值或完成率落在哪一档得哪一档的分,可逐级另加。来源:节能目标责任考核办法。

    >>> from baton.scoring.methods.example import points
    >>> points("tiers", W="40", x="90", measure="value", target=None, closed="left",
    ...        award_as="points", step=None, tiers=[
    ...            {"from": None, "award": "0"}, {"from": "80", "award": "32"},
    ...            {"from": "90", "award": "36"}, {"from": "100", "award": "40"}])
    '36'
    """
    value = measured(c)
    score = tier_award(c, value, closed=c.raw("closed"), award_as=c.raw("award_as"))
    if c.raw("step") is not None:
        above, every = c.p("step", "above"), c.positive(c.p("step", "every"))
        over = exact.maximum(ZERO, value - above)
        times = exact.whole_steps(over, every, started=False)
        extra = c.p("step", "add") * times
        extra = awarded(c, exact.minimum(c.p("step", "most"), extra), c.raw("award_as"))
        reached = c.all(value >= above)
        score = exact.where(reached, score + extra, score)
        if c.here(reached):
            unit = _unit(c)
            words = "超过 {above} 的部分每满 {every},加一次,共 {times:次},加 {result:分}"
            c.step("超出再加", words, extra, above=c.unit(above, unit),
                   every=c.unit(every, unit, gap=True), times=times)  # fmt: skip
            c.step("得分", "两项相加,得 {result:分}", score)
    return score


def tier_award(c: Cells, value: Column, *, closed: str, award_as: str) -> Column:
    """The award of the tier in which each value lies."""
    award, at = c.p("tiers", 0, "award").spread(c.size), 0
    for i in range(1, len(c.raw("tiers"))):
        edge = c.p("tiers", i, "from")
        inside = value >= edge if closed == "left" else value > edge
        award = exact.where(c.all(inside), c.p("tiers", i, "award"), award)
        at = i if c.here(inside) else at
    score = awarded(c, award, award_as)
    if c.trace is not None:
        _tell_tier(c, value, at, closed)
        if award_as == "share":
            c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=award)
        else:
            c.step("得分", "这一档得 {result:分}", score)
    return score


def _tell_tier(c: Cells, value: Column, at: int, closed: str) -> None:
    """Which tier it is, by its two edges."""
    unit = _unit(c)
    low, high = (
        c.unit(c.p("tiers", i, "from"), unit) if 0 < i < len(c.raw("tiers")) else ""
        for i in (at, at + 1)
    )
    over, under = (
        ("不低于 {low}", "低于 {high}") if closed == "left" else ("高于 {low}", "不高于 {high}")
    )
    words = [word for word, edge in ((over, low), (under, high)) if edge != ""]
    told = "{value} " + (",".join(words) or "不分档")
    c.step("所在档", told, value=c.unit(value, unit), low=low, high=high)


def threshold_deduction(c: Cells) -> Column:
    """M07 阈值扣分保底: 低于(或高于)起扣线的部分按档扣分,扣到保底为止。来源:“每低1个百分点扣”条款。

    >>> from baton.scoring.methods.example import points
    >>> rule = dict(W="8", x="5.3", measure="value", target=None, threshold="8", side="below",
    ...             per_point="0.8", width="1", least="0")
    >>> [points("threshold_deduction", step=s, **rule) for s in ("proportional", "whole", "started")]
    ['5.84', '6.4', '5.6']
    """
    value, line = measured(c), c.p("threshold")
    gap = exact.maximum(ZERO, line - value if c.raw("side") == "below" else value - line)
    below = c.raw("side") == "below"
    if c.trace is not None and c.here(gap > ZERO):
        words = "起扣线 {line} − {value}" if below else "{value} − 起扣线 {line}"
        c.step("差距", words + " = {result}", _in_unit(c, gap, gap=True),
               value=_in_unit(c, value), line=_in_unit(c, line))  # fmt: skip
    else:
        words = "{value} 没有" + ("低于" if below else "高于") + "起扣线 {line},不扣分"
        c.step("差距", words, value=_in_unit(c, value), line=_in_unit(c, line))
    return deducted(c, gap)


def interval(c: Cells) -> Column:
    """M18 适度区间: 在区间内得满分,离开区间按距离扣分。来源:适度指标(适度区间)通行写法。

    >>> from baton.scoring.methods.example import points
    >>> points("interval", W="5", x="63", low="40", high="60", per_point="0.5", width="1",
    ...        step="whole", least="0")
    '3.5'
    """
    gap = exact.maximum(ZERO, exact.maximum(c.p("low") - c.x, c.x - c.p("high")))
    words = "{x} 离适度区间 {low} 至 {high} 有 {result}"
    if c.trace is not None and not c.here(gap > ZERO):
        words = "{x} 在适度区间 {low} 至 {high} 之内,不扣分"
    c.step(
        "离开区间",
        words,
        c.unit(gap, gap=True),
        x=c.unit(c.x),
        low=c.unit(c.p("low")),
        high=c.unit(c.p("high")),
    )
    return deducted(c, gap)


def per_case(c: Cells) -> Column:
    """M08 每件加/扣: 按件数加分或扣分,可免前几件、可对重复加倍。来源:信访、督办等按件扣分条款。

    >>> from baton.scoring.methods.example import points
    >>> points("per_case", W="5", x="3", sign="deduct", start="5", per_case="0.5", levels=None,
    ...        free="0", repeat="double_case")
    '2.5'
    """
    if c.raw("levels") is not None:
        amount = ZERO
        for key, count in c.inputs["x"].items():
            if key in c.raw("levels"):
                part = c.p("levels", key) * count
                amount = amount + part
                c.step("按级", "{key} {count:件} × {per:分}", part, "分",
                       key=key, count=count, per=c.p("levels", key))  # fmt: skip
    else:
        n = exact.maximum(ZERO, c.x - c.p("free"))
        times = repeated(n, c.raw("repeat"))
        amount = c.p("per_case") * times
        _tell_cases(c, n, times, amount)
    deducts = c.raw("sign") == "deduct"
    score = c.p("start") - amount if deducts else c.p("start") + amount
    c.step("得分", "起评分 {start:分} " + ("− 扣" if deducts else "+ 加") + " {amount:分}", score, "分",
           start=c.p("start"), amount=amount)  # fmt: skip
    return score


def _tell_cases(c: Cells, n: Column, times: Column, amount: Column) -> None:
    if c.trace is None:
        return
    one = c.trace.counted("x")
    if c.here(c.all(~c.p("free").same(ZERO))):
        c.step("计件", f"{{x:{one}}},免计 {{free:{one}}},计 {{result:{one}}}", n, x=c.x, free=c.p("free"))  # fmt: skip
    if c.here(~times.same(n)):
        how = f"第 2 {one}起每{one}加倍" if c.raw("repeat") == "double_case" else "有重复的全部加倍"
        c.step("加倍", how + f",{{n:{one}}} 按 {{result:{one}}} 计", times, n=n)
    word = "应扣" if c.raw("sign") == "deduct" else "应加"
    c.step(word, f"{{n:{one}}} × 每{one} {{per:分}}", amount, "分", n=times, per=c.p("per_case"))


def repeated(n: Column, how: str) -> Column:
    """Cases counted singly, doubled from the second on, or all doubled from two on."""
    two = exact.constant(2)
    if how == "double_case":
        return exact.where(n <= ONE, n, two * n - ONE)
    if how == "double_all":
        return exact.where(n >= two, two * n, n)
    return n


def measured(c: Cells) -> Column:
    """The value itself, or its completion in per cent."""
    if c.raw("measure") == "value":
        return c.x
    target = c.positive(c.p("target"))
    rate = c.rate(c.x, target)
    c.step("完成率", "{x} ÷ 目标 {target}", rate, "%", c.rate_rounding,
           x=c.unit(c.x), target=c.unit(target))  # fmt: skip
    return rate * HUNDRED


def _unit(c: Cells) -> str:
    """What is compared: figures in the unit of the data, or per cents."""
    params = c.params
    return "x" if params.get("measure", "completion") == "value" or "low" in params else "%"


def _in_unit(c: Cells, value: Column, *, gap: bool = False) -> Measured:
    return c.unit(value, _unit(c), gap=gap)


def deducted(c: Cells, gap: Column) -> Column:
    """Full points less so much per step of the gap, not below the floor."""
    width = c.positive(c.p("width"))
    n = steps_of(c, gap, width, c.raw("step"))
    loss = c.p("per_point") * n
    left, least = c.points - loss, c.optional("least")
    score = left if least is None else exact.maximum(least, left)
    if c.trace is not None and c.here(gap > ZERO):
        cut = CARRY if _carried(c, width) else None
        words = "{gap} ÷ 每段 {width},{how}"
        c.step("段数", words + ",得 {result:段}", n, cut=cut, gap=_in_unit(c, gap, gap=True),
               width=_in_unit(c, width, gap=True), how=STEP_WORDS[c.raw("step")][1])  # fmt: skip
        c.step("应扣", "{n:段} × 每段 {per:分}", loss, "分", n=n, per=c.p("per_point"))
    c.step("得分", "{points:分} − {loss:分}", left, "分", points=c.points, loss=loss)
    if c.trace is not None and least is not None and c.here(left < least):
        c.step("保底", "不低于 {least:分},得 {result:分}", score, least=least)
    return score


def _carried(c: Cells, width: Column) -> bool:
    return c.raw("step") == "proportional" and c.here(c.all(~width.same(ONE)))
