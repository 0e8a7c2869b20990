"""分期类: rounds of a year put together (M27, M29)."""

from __future__ import annotations

from baton.scoring import columns as exact
from baton.scoring.columns import ONE, ZERO, Column
from baton.scoring.methods.cells import Cells


def period_weights(c: Cells) -> Column:
    """M27 分期加权: 各期按权重合成,缺的一期用约定常数。来源:安徽某市季度 15/25/25/35;长兴“未开展统一给95分”。

    >>> from baton.scoring.methods.example import points
    >>> points("period_weights", W="100", rounds=[{"period": "H1", "weight": "0.3"},
    ...        {"period": "H2", "weight": "0.7"}], x={"H1": "90", "H2": "80"}, constants={},
    ...        scale="100", unfinished="open")
    '83'
    """
    rounds = c.inputs["x"]
    weighted, weights = ZERO, ZERO
    for i, (value, known) in enumerate(rounds):
        weight = c.p("rounds", i, "weight")
        weighted = weighted + exact.where(known, weight * value, ZERO)
        weights = weights + exact.where(known, weight, ZERO)
        c.step(c.raw("rounds", i, "period"), "权重 {weight}", value, weight=weight)
    bottom = c.usable((weights * c.p("scale")).spread(c.size), ~c.all(weights.same(ZERO)))
    share = c.rate(weighted, bottom)
    c.step(
        "合成",
        "{sum} ÷ ({weights} × {scale})",
        share,
        sum=weighted,
        weights=weights,
        scale=c.p("scale"),
    )
    return c.points * share


def accumulation(c: Cells) -> Column:
    """M29 分期累计: 各期相加或平均后折成本项的分。来源:个人季度考核累计分;月评议、季考核。

    >>> from baton.scoring.methods.example import points
    >>> points("accumulation", W="20", rounds=["Q1", "Q2"], x={"Q1": "90", "Q2": "80"},
    ...        constants={}, scale="100", mode="mean", unfinished="open")
    '17'
    """
    total, n = ZERO, ZERO
    for i, (value, known) in enumerate(c.inputs["x"]):
        total = total + exact.where(known, value, ZERO)
        n = n + exact.where(known, ONE, ZERO)
        c.step(c.raw("rounds", i), "本期", value)
    bottom = c.p("scale") * (n if c.raw("mode") == "mean" else ONE)
    share = c.rate(total, bottom.spread(c.size))
    c.step("合成", "{total} ÷ {bottom}", share, total=total, bottom=bottom)
    return c.points * share
