"""同组比较类: another unit's correction changes your score (M10, M12, M13, M15, M31, M33)."""

from __future__ import annotations

from typing import Any

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
    share = c.p("base") + c.p("span") * place
    if flat.any():
        share = exact.where(flat, c.p("equal"), share)
    if c.here(flat):
        c.step("组内相同", "同组都是 {low},按分值的 {share:%} 计", low=c.unit(low), share=share)
    else:
        top = "最高 {high} − {x}" if c.raw("reverse") else "{x} − 最低 {low}"
        c.step("组内位置", f"({top}) ÷ (最高 {{high}} − 最低 {{low}})", place, "%", c.rate_rounding,
               x=c.unit(c.x), low=c.unit(low), high=c.unit(high))  # fmt: skip
        c.step("功效系数", "基础 {base:%} + 浮动 {span:%} × {place:%}", share, "%",
               base=c.p("base"), span=c.p("span"), place=place)  # fmt: skip
    score = c.points * share
    c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=share)
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
        if c.here(is_best):
            c.step("与最好之比", "{x} 就是同组最低(最好),按 100% 计", x=c.unit(c.x))
        else:
            c.step("与最好之比", "同组最低(最好){best} ÷ {x}", rate, "%", c.rate_rounding,
                   x=c.unit(c.x), best=c.unit(best))  # fmt: skip
    else:
        best = c.positive(c.highest(c.x))
        rate = c.rate(c.x, best)
        c.step("与最好之比", "{x} ÷ 同组最高(最好){best}", rate, "%", c.rate_rounding,
               x=c.unit(c.x), best=c.unit(best))  # fmt: skip
    counted = exact.clip(rate, ZERO, ONE)
    _tell_limits(c, rate, counted)
    score = c.points * counted
    c.step("得分", "{points:分} × {rate:%}", score, "分", points=c.points, rate=counted)
    return score


def ratio_to_mean(c: Cells) -> Column:
    """M13 与平均比: 与组内平均之比,逆向为(2 − 比)。来源:铜陵节能考核“与平均比”。

    >>> from baton.scoring.methods.example import points
    >>> points("ratio_to_mean", W="2", x=["10", "30"], reverse=True, cap="1")
    ['2', '1']
    """
    mean = c.positive(c.mean(c.x))
    rate = c.rate(c.x, mean)
    c.step("与平均之比", "{x} ÷ 同组平均 {mean}", rate, "%", c.rate_rounding,
           x=c.unit(c.x), mean=c.unit(mean))  # fmt: skip
    share = exact.constant(2) - rate if c.raw("reverse") else rate
    if c.raw("reverse"):
        c.step("得分率", "越低越好,200% − {rate:%}", share, "%", rate=rate)
    counted = exact.clip(share, ZERO, c.optional("cap"))
    _tell_limits(c, share, counted)
    score = c.points * counted
    c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=counted)
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
    if c.trace is not None:
        _tell_place(c, x, place, tied, award)
    return award


def _tell_place(c: Cells, x: Column, place: Array, tied: Array, award: Column) -> None:
    order = "从前往后数" if c.raw("from") == "top" else "从后往前数"
    c.step("名次", "{x} 在同组{order}第 {place} 位", x=c.unit(x), order=order, place=place)
    if c.here(tied > 1):
        how = "都按靠前的一位" if c.raw("ties") == "high" else "按所占各位平均"
        c.step("并列", "{tied:个}并列,{how}计", tied=tied, how=how)
    cut = CARRY if c.raw("ties") == "mean" and c.here(tied > 1) else None
    if c.raw("shape") == "decrement":
        figures: dict[str, Any] = {"points": c.points, "per": _fixed(c, "per_place")}
        lowest = ""
        if c.raw("least") is not None:
            lowest, figures["least"] = "最少 {least:%},", _fixed(c, "least")
        words = f"第 1 位得满分 {{points:分}},每降 1 位少 {{per:%}},{lowest}得 {{result:分}}"
        c.step("得分", words, award, cut=cut, **figures)
    else:
        mean = cut is not None
        to = place + tied - 1
        words = "名次表第 {place} 至 {to} 位的平均" if mean else "名次表第 {place} 位"
        c.step("得分", words + ",得 {result:分}", award, cut=cut, place=place, to=to)


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
        close = enough & c.all(spread < c.p("min_spread"))
        c.returned |= close
        if c.trace is not None:
            c.trace.halted = False
        if c.here(enough):
            c.step("差距", "同组最高与最低相差 {result:分},要求不少于 {least:分}", spread,
                   least=c.p("min_spread"))  # fmt: skip
        c.halt(close, "退回", "没有拉开差距,全组退回重评,本项待定")
    if c.raw("no_ties"):
        _, tied = _places(c, x, larger_first=True)
        member = c.segments.member
        double = (tied > 1) & (True if member is None else member)
        any_double = np.logical_or.reduceat(double, c.segments.starts)
        level = enough & c.segments.spread(any_double)
        c.returned |= level
        c.halt(level, "退回", "规定不得并列,同组有并列的,全组退回重评,本项待定")
    c.not_applicable[:] = False
    c.step("得分", "直接评分,得 {result:分}", x)
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
    c.step("平衡", "{x:分} × 全体平均 {all:分} ÷ 本考核组平均 {team:分}", score, "分", CARRY,
           x=x, all=everyone, team=team)  # fmt: skip
    return score


def _tell_limits(c: Cells, share: Column, counted: Column) -> None:
    if c.trace is not None and c.here(~share.same(counted)):
        c.step("上下限", "按 {counted:%} 计", counted=counted)


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
        share = ONE - _fixed(c, "per_place") * behind
        return share if c.raw("least") is None else exact.maximum(_fixed(c, "least"), share)
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
        c.halt(np.ones(c.size, dtype=bool), "同组", "同组没有可以相比的对象,本项按“无此任务”办理")
        return ONE.spread(c.size)
    c.not_applicable |= mine < 0
    c.halt(mine < 0, "同组", "本考核组没有可以相比的对象,本项按“无此任务”办理")
    return Column(means.num[mine], means.places, means.peak)
