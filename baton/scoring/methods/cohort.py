"""同组比较类: another unit's correction changes your score (M10, M12, M13, M15, M31, M33)."""

from __future__ import annotations

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import CARRY, ONE, ZERO, Array, Column
from baton.scoring.methods.cells import Cells


def efficacy_group(c: Cells) -> Column:
    """M10 功效系数(组内极值): 在组内最低与最高之间的位置,基础分加跨度。来源:高安2021年办法。

    >>> from baton.scoring.methods.example import points
    >>> points("efficacy_group", W="10", x=["3", "5", "7"], base="0.6", span="0.4", reverse=False,
    ...        equal="1")
    ['6', '8', '10']
    """
    low, high = c.lowest(c.x), c.highest(c.x)
    flat = c.all(high.same(low))
    width = exact.where(flat, ONE, high - low) if flat.any() else high - low
    place = exact.clip(c.rate(high - c.x if c.raw("reverse") else c.x - low, width), ZERO, ONE)
    c.step("组内位置", "{x} 在最低 {low} 与最高 {high} 之间", place, x=c.x, low=low, high=high)
    share = c.p("base") + c.p("span") * place
    if flat.any():
        share = exact.where(flat, c.p("equal"), share)
    score = c.points * share
    c.step("得分", "{points} × ({base} + {span} × {place})", score,
           points=c.points, base=c.p("base"), span=c.p("span"), place=place)  # fmt: skip
    return score


def ratio_to_best(c: Cells) -> Column:
    """M12 与最好比(按实绩赋分): 本单位与组内最好之比乘满分。来源:瑞安2012年“按实绩赋分”。

    >>> from baton.scoring.methods.example import points
    >>> points("ratio_to_best", W="600", x=["80", "100"], reverse=False)
    ['480', '600']
    """
    if c.raw("reverse"):
        best = c.lowest(c.x)
        is_best = c.all(c.x.same(best))
        bottom = c.usable(c.x, is_best | (c.x > ZERO))
        bottom = exact.where(is_best, ONE, bottom)
        rate = exact.where(is_best, ONE, c.rate(best, bottom))
    else:
        best = c.positive(c.highest(c.x))
        rate = c.rate(c.x, best)
    rate = exact.clip(rate, ZERO, ONE)
    c.step("与最好之比", "{x} 对最好 {best}", rate, x=c.x, best=best)
    score = c.points * rate
    c.step("得分", "{points} × {rate}", score, points=c.points, rate=rate)
    return score


def ratio_to_mean(c: Cells) -> Column:
    """M13 与平均比: 与组内平均之比,逆向为(2 − 比)。来源:铜陵节能考核“与平均比”。

    >>> from baton.scoring.methods.example import points
    >>> points("ratio_to_mean", W="2", x=["10", "30"], reverse=True, cap="1")
    ['2', '1']
    """
    mean = c.positive(c.mean(c.x))
    rate = c.rate(c.x, mean)
    c.step("与平均之比", "{x} ÷ 组内平均 {mean}", rate, x=c.x, mean=mean)
    share = exact.constant(2) - rate if c.raw("reverse") else rate
    score = c.points * exact.clip(share, ZERO, c.optional("cap"))
    c.step("得分", "{points} × {share}", score, points=c.points, share=share)
    return score


def rank_points(c: Cells) -> Column:
    """M15 位次法: 按组内名次递减、按表或从末位数起赋分。来源:争先进位计分法;“排名1-5名依次赋分”。

    >>> from baton.scoring.methods.example import points
    >>> points("rank_points", W="100", x=["95.12", "93.4", "93.4", "92.05"], direction="high",
    ...        ties="high", shape="table", per_place=None, least=None,
    ...        table=["100", "97", "95", "93"], then="last", step=None, award_as="points",
    ...        **{"from": "top"})
    ['100', '97', '97', '93']
    """
    x = c.x.spread(c.size)
    place, tied = _places(
        c, x, larger_first=(c.raw("direction") == "high") == (c.raw("from") == "top")
    )
    if c.raw("ties") == "high":
        award = _awards(c, int(place.max()))[place - 1]
    else:
        sums = _running(_awards(c, int((place + tied).max()) - 1))
        award = sums[place - 1 + tied] - sums[place - 1]
    if c.raw("award_as") == "share":
        award = c.points * award
    if c.raw("ties") == "mean":
        award = exact.quotient(award, Column(tied.astype(np.int64)), CARRY)
    order = "从前数" if c.raw("from") == "top" else "从后数"
    c.step(
        "名次",
        "{x} 在组内" + order + "第 {place},同位 {tied} 家",
        award,
        x=x,
        place=place,
        tied=tied,
    )
    return award


def direct(c: Cells) -> Column:
    """M31 直接评分: 牵头单位评的分;差距太小或并列的整项退回。来源:“必须拉开差距,不得并列”。

    >>> from baton.scoring.methods.example import points
    >>> points("direct", W="5", x=["4.9", "4.6"], min_spread="0.5", no_ties=True)
    ['pending', 'pending']
    """
    x = c.x.spread(c.size)
    enough = c.segments.spread(c.counts() >= 2)
    if c.raw("min_spread") is not None:
        spread = c.highest(x) - c.lowest(x)
        c.returned |= enough & c.all(spread < c.p("min_spread"))
        c.step("差距", "最高与最低相差,要求不少于 {least}", spread, least=c.p("min_spread"))
    if c.raw("no_ties"):
        _, tied = _places(c, x, larger_first=True)
        member = c.segments.member
        double = (tied > 1) & (True if member is None else member)
        any_double = np.logical_or.reduceat(double, c.segments.starts)
        c.returned |= enough & c.segments.spread(any_double)
    c.not_applicable[:] = False
    c.step("得分", "牵头单位评 {x}", x, x=x)
    return x


def team_balance(c: Cells) -> Column:
    """M33 组间平衡: 原始分乘全体平均与本考核组平均之比。来源:考核组评分平衡条款。

    >>> from baton.scoring.methods.example import points
    >>> points("team_balance", W="100", x=["94", "90", "86"], teams=["一", "一", "二"])
    ['91.956522', '88.043478', '90']
    """
    x = c.x.spread(c.size)
    everyone = c.mean(x)
    team = c.positive(_team_mean(c, x))
    score = exact.quotient(x * everyone, team, CARRY)
    c.step("平衡", "{x} × 全体平均 {all} ÷ 本组平均 {team}", score, x=x, all=everyone, team=team)
    return score


def _places(c: Cells, x: Column, *, larger_first: bool) -> tuple[Array, Array]:
    """1 + how many cohort members come strictly before, and how many stand level (self included)."""
    starts, member = c.segments.starts, c.segments.member
    key = _keys(-x.num if larger_first else x.num, c.segments.spread(np.arange(len(starts))))
    if member is None:
        return _places_of_all(c, key)
    ordered = np.sort(key[member])
    left = np.searchsorted(ordered, key, side="left")
    right = np.searchsorted(ordered, key, side="right")
    before = np.concatenate(([0], np.cumsum(c.counts())))[:-1]
    return left - c.segments.spread(before) + 1, right - left + ~member


def _places_of_all(c: Cells, key: Array) -> tuple[Array, Array]:
    """The same by one sort, when everybody is in the cohort."""
    order = np.argsort(key)
    ordered = key[order]
    firsts = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))
    sizes = np.diff(np.concatenate((firsts, [len(key)])))
    first, size = np.empty_like(order), np.empty_like(order)
    first[order] = np.repeat(firsts, sizes)
    size[order] = np.repeat(sizes, sizes)
    return first - c.segments.spread(c.segments.starts) + 1, size


def _keys(num: Array, segment: Array) -> Array:
    """Integers that order by segment first and by value second."""
    low, high = int(num.min()), int(num.max())
    span = high - low + 1
    if num.dtype == object or span * (int(segment[-1]) + 1) > exact.LIMIT:
        codes = np.unique(num, return_inverse=True)[1].reshape(-1).astype(np.int64)
        return np.asarray(segment * (int(codes.max()) + 1) + codes)
    return np.asarray(segment * span + (num - low))


def _awards(c: Cells, places: int) -> Column:
    """The award of places 1, 2, …, ``places``."""
    behind = Column(np.arange(places, dtype=np.int64))
    if c.raw("shape") == "decrement":
        return exact.maximum(_fixed(c, "least"), ONE - _fixed(c, "per_place") * behind)
    table = exact.column([parse_decimal(text) for text in c.raw("table")])
    size, then = len(table), c.raw("then")
    if places <= size:
        return table[:places]
    beyond = Column(np.arange(1, places - size + 1, dtype=np.int64))
    last = exact.constant(*table.ratio(size - 1))
    if then == "step":
        rest = exact.maximum(ZERO, last + _fixed(c, "step") * beyond)
    else:
        rest = (last if then == "last" else ZERO).spread(len(beyond))
    scale = max(table.places, rest.places)
    table, rest = table.at_places(scale), rest.at_places(scale)
    return Column(np.concatenate([table.num, rest.num]), scale)


def _fixed(c: Cells, name: str) -> Column:
    return exact.constant(*parse_decimal(c.raw(name)))


def _running(awards: Column) -> Column:
    """Entry p is the total of the first p places."""
    big = awards.peak * max(len(awards), 1) > exact.LIMIT
    num = awards.num.astype(object) if big else awards.num
    return Column(np.concatenate(([0], np.cumsum(num))).astype(num.dtype), awards.places)


def _team_mean(c: Cells, x: Column) -> Column:
    if c.teams is None:
        raise ValueError("组间平衡需要名册里的考核组")
    segment = c.segments.spread(np.arange(len(c.segments.starts)))
    _, team = np.unique(c.teams, return_inverse=True)
    _, code = np.unique(segment * (int(team.max()) + 1) + team, return_inverse=True)
    member = c.segments.member
    use = np.arange(c.size) if member is None else np.flatnonzero(member)
    order = use[np.argsort(code[use], kind="stable")]
    found, starts, counts = np.unique(code[order], return_index=True, return_counts=True)
    sums = exact.reduce_sum(Column(x.num[order], x.places, x.peak), starts, c.size)
    means = exact.quotient(sums, Column(counts.astype(np.int64))) if len(found) else sums
    slot = np.full(int(code.max()) + 1, -1)
    slot[found] = np.arange(len(found))
    mine = slot[code]
    if not len(found):
        c.not_applicable[:] = True
        return ONE.spread(c.size)
    c.not_applicable |= mine < 0
    return Column(means.num[mine], means.places, means.peak)
