"""评议类: grades, ballots and raters (M20–M23)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import CARRY, HUNDRED, ONE, ZERO, Column
from baton.scoring.methods.cells import Cells
from baton.scoring.methods.deduction import tier_award
from baton.scoring.methods.reference import grade_award


def grade_conversion(c: Cells) -> Column:
    """M20 定性换算: 等第换成分数。来源:“优秀100、良好80、一般60、较差40”通行换算。

    >>> from baton.scoring.methods.example import points
    >>> points("grade_conversion", W="10", x="良好", table={"优秀": "1", "良好": "0.8"},
    ...        award_as="share")
    '8'
    """
    return grade_award(c)


def ballots(c: Cells) -> Column:
    """M21 民主测评: 各等级票数加权或按优秀率分档,不了解票不计入。来源:瑞安2012年民主测评条款。

    >>> from baton.scoring.methods.example import points
    >>> points("ballots", W="10", x={"优秀": "6", "称职": "3", "不了解": "2"}, mode="weighted",
    ...        weights={"优秀": "1", "称职": "0.8"}, excluded=["不了解"], top=None, tiers=None,
    ...        award_as=None)
    '9.333333'
    """
    votes = {key: count for key, count in c.inputs["x"].items() if key not in c.raw("excluded")}
    total = _sum(votes.values())
    without = ",不计“" + "”“".join(c.raw("excluded")) + "”" if c.raw("excluded") else ""
    c.step("有效票", "{n:张}{without}", None, n=total, without=without)
    valid = c.positive(total.spread(c.size))
    if c.raw("mode") == "weighted":
        known = [
            c.p("weights", key) * count for key, count in votes.items() if key in c.raw("weights")
        ]
        share = c.rate(_sum(known), valid)
        _tell_votes(c, votes)
        c.step("加权得票率", "加权票数 {sum} ÷ 有效票 {n}", share, "%", c.rate_rounding,
               sum=_sum(known), n=total)  # fmt: skip
        return _times_points(c, share)
    top = _sum(count for key, count in votes.items() if key in c.raw("top"))
    rate = c.rate(top, valid)
    value = rate * HUNDRED
    c.step("好评率", "“{names}”{top:张} ÷ 有效票 {n:张}", rate, "%", c.rate_rounding,
           names="”“".join(c.raw("top")), top=top, n=total)  # fmt: skip
    return tier_award(c, value, closed="left", award_as=c.raw("award_as"))


def rater_categories(c: Cells) -> Column:
    """M22 分类测评: 各类评议人先各自加权,再按类别权重合成。来源:宜君2017年 3:6:3:3。

    >>> from baton.scoring.methods.example import points
    >>> points("rater_categories", W="15", x={"干部|满意": "8", "干部|一般": "2", "群众|满意": "5"},
    ...        categories=[{"category": "干部", "weight": "1"}, {"category": "群众", "weight": "2"}],
    ...        levels={"满意": "1", "一般": "0.5"}, excluded=[], empty="renormalise")
    '14.5'
    """
    weighted, weights = ZERO, ZERO
    some_empty = np.zeros(c.size, dtype=bool)
    for i, entry in enumerate(c.raw("categories")):
        sum_of, valid = _category(c, entry["category"])
        empty = c.all(valid.same(ZERO))
        share = c.rate(sum_of, exact.where(empty, ONE, valid))
        if c.here(empty):
            c.step(entry["category"], "没有有效票")
        else:
            c.step(entry["category"], "加权票数 {sum} ÷ 有效票 {n}", share, "%", c.rate_rounding,
                   sum=sum_of, n=valid)  # fmt: skip
        weight = exact.where(empty, ZERO, c.p("categories", i, "weight"))
        weighted, weights = weighted + weight * share, weights + weight
        some_empty = some_empty | empty
    if c.raw("empty") == "not_applicable":
        c.not_applicable |= some_empty
        c.halt(some_empty, "合成", "有一类没有有效票,本项按“无此任务”办理")
    share = exact.quotient(weighted, c.positive(weights.spread(c.size)), CARRY)
    c.step("合成", "各类乘权重之和 {weighted} ÷ 权重之和 {weights}", share, "%", CARRY,
           weighted=weighted, weights=weights)  # fmt: skip
    return _times_points(c, share)


def trimmed_ratings(c: Cells) -> Column:
    """M23 去高去低: 人数较多时去掉一个最高、一个最低再平均。来源:评议“参评>5人去最高最低”。

    >>> from baton.scoring.methods.example import points
    >>> points("trimmed_ratings", W="100", x={"60": "1", "90": "4", "100": "1"}, scale="100",
    ...        low="0", high="100", trim_above=5)
    '90'
    """
    low, high = parse_decimal(c.raw("low")), parse_decimal(c.raw("high"))
    marks = sorted(((parse_decimal(key), count) for key, count in c.inputs["x"].items()),
                   key=lambda mark: _value(mark[0]))  # fmt: skip
    marks = [mark for mark in marks if _value(low) <= _value(mark[0]) <= _value(high)]
    n = _sum(count for _, count in marks).spread(c.size)
    total = _sum(exact.constant(*mark) * count for mark, count in marks).spread(c.size)
    trim = n > exact.constant(int(c.raw("trim_above")))
    c.step("评分票", "{n:张},共 {total:分}", n=n, total=total)
    if trim.any():
        least, most = _outer(c, marks), _outer(c, marks[::-1])
        total = exact.where(trim, total - least - most, total)
        n = exact.where(trim, n - exact.constant(2), n)
        if c.here(trim):
            c.step("去高去低", "去掉一个最高 {most:分}、一个最低 {least:分},余 {n:张}共 {result:分}", total,
                   most=most, least=least, n=n)  # fmt: skip
    scale = exact.constant(*parse_decimal(c.raw("scale")))
    share = c.rate(total, c.positive(n) * scale)
    c.step("平均得分率", "{total:分} ÷ ({n:张} × 每张满分 {scale:分})", share, "%", c.rate_rounding,
           total=total, n=n, scale=scale)  # fmt: skip
    return _times_points(c, share)


def _times_points(c: Cells, share: Column) -> Column:
    score = c.points * share
    c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=share)
    return score


def _tell_votes(c: Cells, votes: Mapping[str, Column]) -> None:
    weights = c.raw("weights")
    best_first = sorted(votes, key=lambda key: -Fraction(weights.get(key, "-1")))
    for key in best_first if c.trace is not None else ():
        count = votes[key]
        if key in weights:
            c.step(key, "{count:张} × {weight}", c.p("weights", key) * count,
                   count=count, weight=c.p("weights", key))  # fmt: skip
        elif c.here(c.all(count > ZERO)):
            c.step(key, "{count:张},不得分", count=count)


def _sum(parts: object) -> Column:
    total = ZERO
    for part in parts:  # type: ignore[attr-defined]
        total = total + part
    return total


def _category(c: Cells, category: str) -> tuple[Column, Column]:
    sum_of, valid = ZERO, ZERO
    for key, count in c.inputs["x"].items():
        name, _, level = key.partition("|")
        if name != category or level in c.raw("excluded"):
            continue
        valid = valid + count
        if level in c.raw("levels"):
            sum_of = sum_of + c.p("levels", level) * count
    return sum_of, valid


def _outer(c: Cells, marks: list[tuple[tuple[int, int], Column]]) -> Column:
    """The first mark in this order that each cell really has."""
    found, open_ = ZERO.spread(c.size), np.ones(c.size, dtype=bool)
    for mark, count in marks:
        here = open_ & c.all(count > ZERO)
        found = exact.where(here, exact.constant(*mark), found)
        open_ = open_ & ~here
    return found


def _value(decimal: tuple[int, int]) -> int:
    return int(decimal[0] * 10 ** (6 - decimal[1]))
