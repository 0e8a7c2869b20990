"""扣分与分档类: tables, thresholds, cases and intervals (M05, M07, M08, M18)."""

from __future__ import annotations

from baton.scoring import columns as exact
from baton.scoring.columns import HUNDRED, ONE, ZERO, Column
from baton.scoring.methods.cells import Cells, awarded, steps_of


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
        extra = c.p("step", "add") * exact.whole_steps(over, every, started=False)
        extra = awarded(c, exact.minimum(c.p("step", "most"), extra), c.raw("award_as"))
        score = exact.where(c.all(value >= above), score + extra, score)
        c.step("逐级另加", "超出 {above} 每满 {every} 另加", extra, above=above, every=every)
    return score


def tier_award(c: Cells, value: Column, *, closed: str, award_as: str) -> Column:
    """The award of the tier in which each value lies."""
    score = c.p("tiers", 0, "award").spread(c.size)
    for i in range(1, len(c.raw("tiers"))):
        edge = c.p("tiers", i, "from")
        inside = value >= edge if closed == "left" else value > edge
        score = exact.where(c.all(inside), c.p("tiers", i, "award"), score)
    score = awarded(c, score, award_as)
    c.step(
        "所在档",
        "{value} 按" + ("左闭右开" if closed == "left" else "左开右闭") + "取档",
        score,
        value=value,
    )
    return score


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
    c.step("差距", "{value} 与起扣线 {line} 相差", gap, value=value, line=line)
    return deducted(c, gap)


def interval(c: Cells) -> Column:
    """M18 适度区间: 在区间内得满分,离开区间按距离扣分。来源:适度指标(适度区间)通行写法。

    >>> from baton.scoring.methods.example import points
    >>> points("interval", W="5", x="63", low="40", high="60", per_point="0.5", width="1",
    ...        step="whole", least="0")
    '3.5'
    """
    gap = exact.maximum(ZERO, exact.maximum(c.p("low") - c.x, c.x - c.p("high")))
    c.step("离开区间", "{x} 与 [{low}, {high}]", gap, x=c.x, low=c.p("low"), high=c.p("high"))
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
                amount = amount + c.p("levels", key) * count
    else:
        n = exact.maximum(ZERO, c.x - c.p("free"))
        amount = c.p("per_case") * repeated(n, c.raw("repeat"))
        c.step("计件数", "{x} 件,免 {free} 件", n, x=c.x, free=c.p("free"))
    score = c.p("start") - amount if c.raw("sign") == "deduct" else c.p("start") + amount
    c.step("得分", "{start} " + ("−" if c.raw("sign") == "deduct" else "+") + " {amount}", score,
           start=c.p("start"), amount=amount)  # fmt: skip
    return score


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
    value = c.rate(c.x, target) * HUNDRED
    c.step("完成百分比", "{x} ÷ {target} × 100", value, x=c.x, target=target)
    return value


def deducted(c: Cells, gap: Column) -> Column:
    """Full points less so much per step of the gap, not below the floor."""
    n = steps_of(c, gap, c.positive(c.p("width")), c.raw("step"))
    loss = c.p("per_point") * n
    score = exact.maximum(c.p("least"), c.points - loss)
    reading = {"proportional": "按比例", "whole": "不足1个不扣", "started": "不足1个按1个扣"}
    c.step("应扣", "{n} × {per}(" + reading[c.raw("step")] + ")", loss, n=n, per=c.p("per_point"))
    c.step("得分", "{points} − {loss},不低于 {least}", score,
           points=c.points, loss=loss, least=c.p("least"))  # fmt: skip
    return score
