"""分期类: rounds of a year put together (M27, M29)."""

from __future__ import annotations

from baton.scoring import columns as exact
from baton.scoring.columns import ONE, ZERO, Column, Mask
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
        _tell_round(c, c.raw("rounds", i, "period"), value, known, weight)
    bottom = c.usable((weights * c.p("scale")).spread(c.size), ~c.all(weights.same(ZERO)))
    share = c.rate(weighted, bottom)
    c.step("合成", "加权之和 {sum} ÷ (权重之和 {weights} × 每期满分 {scale:分})", share, "%",
           c.rate_rounding, sum=weighted, weights=weights, scale=c.p("scale"))  # fmt: skip
    return _times_points(c, share)


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
        _tell_round(c, c.raw("rounds", i), value, known, None)
    bottom = c.p("scale") * (n if c.raw("mode") == "mean" else ONE)
    share = c.rate(total, c.positive(bottom.spread(c.size)))
    words = "各期之和 {total} ÷ 满分 {scale:分}"
    if c.raw("mode") == "mean":
        words = "各期之和 {total} ÷ ({n:期} × 每期满分 {scale:分})"
    c.step("合成", words, share, "%", c.rate_rounding, total=total, n=n,
           scale=c.p("scale"))  # fmt: skip
    return _times_points(c, share)


def _times_points(c: Cells, share: Column) -> Column:
    score = c.points * share
    c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=share)
    return score


def _tell_round(c: Cells, period: str, value: Column, known: Mask, weight: Column | None) -> None:
    """One round: its figure and weight, or that it has none."""
    if not c.here(known):
        c.step(period, "没有数,不计入")
    elif weight is None:
        c.step(period, "{value}", None, value=c.unit(value))
    else:
        c.step(
            period, "{value} × 权重 {weight}", weight * value, value=c.unit(value), weight=weight
        )
