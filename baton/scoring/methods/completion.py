"""完成类: how much of a target was reached (M01–M04, M06, M14)."""

from __future__ import annotations

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import HUNDRED, ONE, ZERO, Column, Mask
from baton.scoring.methods.cells import Cells, steps_of


def completion(c: Cells) -> Column:
    """M01 完成率: 满分乘完成率,超额是否加分由封顶定。来源:贵阳“发展型”指标。

    >>> from baton.scoring.methods.example import points
    >>> points("completion", W="6", x="86.4", target="92", cap="1", threshold=None, rate=4)
    '5.6346'
    """
    target = c.positive(c.p("target"))
    rate = c.rate(c.x, target)
    c.step("完成率", "{x} ÷ {target}", rate, x=c.x, target=target)
    score = c.points * exact.clip(rate, ZERO, c.optional("cap"))
    threshold = c.optional("threshold")
    if threshold is not None:
        score = exact.where(rate < threshold, ZERO, score)
        c.step("起计线", "完成率低于 {line} 的不得分", None, line=threshold)
    c.step("得分", "{points} × {rate}(不低于 0,封顶 {cap})", score,
           points=c.points, rate=rate, cap=c.optional("cap") or "不设")  # fmt: skip
    return score


def control(c: Cells) -> Column:
    """M02 控制型: 满分乘(2 − 实际/控制数),超过一倍得零分。来源:贵阳“控制型”指标。

    >>> from baton.scoring.methods.example import points
    >>> points("control", W="10", x="110", target="100")
    '9'
    """
    target = c.positive(c.p("target"))
    rate = c.rate(c.x, target)
    score = c.points * exact.clip(exact.constant(2) - rate, ZERO, ONE)
    c.step("实际占控制数", "{x} ÷ {target}", rate, x=c.x, target=target)
    c.step("得分", "{points} × (2 − {rate}),在 0 与满分之间", score, points=c.points, rate=rate)
    return score


def over_fulfilment(c: Cells) -> Column:
    """M03 超额加分: 完成得满分,每超一个百分点另加,未完成按比例。来源:金华2011年办法。

    >>> from baton.scoring.methods.example import points
    >>> points("over_fulfilment", W="20", x="106.5", target="100", per_point="0.5", most="10",
    ...        step="whole", group_extra=None)
    '23'
    """
    target = c.positive(c.p("target"))
    rate = c.rate(c.x, target)
    c.step("完成率", "{x} ÷ {target}", rate, x=c.x, target=target)
    over = exact.maximum(ZERO, (rate - ONE) * HUNDRED)
    extra = c.p("per_point") * steps_of(c, over, ONE, c.raw("step"))
    most = c.optional("most")
    extra = extra if most is None else exact.minimum(most, extra)
    reached = rate >= ONE
    score = exact.where(reached, c.points + extra, c.points * exact.maximum(ZERO, rate))
    c.step("得分", "完成的 {points} + 超额 {over} 个百分点加 {extra};未完成的按完成率", score,
           points=c.points, over=over, extra=extra)  # fmt: skip
    if c.raw("group_extra") is not None:
        mean = c.mean(c.inputs["g"])
        above = c.inputs["g"] > mean
        score = exact.where(above, score + c.p("group_extra"), score)
        c.step("增幅与组内平均", "{g} 对 {mean},高于的另加 {extra}", score,
               g=c.inputs["g"], mean=mean, extra=c.p("group_extra"))  # fmt: skip
    return score


def composite_completion(c: Cells) -> Column:
    """M04 综合完成率: 几项完成率按份额加权,再乘满分。来源:目标责任书“两项合计”写法。

    >>> from baton.scoring.methods.example import points
    >>> points("composite_completion", W="10", a="80", b="120", parts=[
    ...     {"data": "a", "target": "100", "share": "0.6", "cap": "1"},
    ...     {"data": "b", "target": "100", "share": "0.4", "cap": "1.2"}])
    '9.6'
    """
    total = ZERO
    for i, part in enumerate(c.raw("parts")):
        target = c.positive(c.p("parts", i, "target"))
        rate = exact.clip(
            c.rate(c.inputs[part["data"]], target), ZERO, c.optional("parts", i, "cap")
        )
        total = total + c.p("parts", i, "share") * rate
        c.step(
            f"第 {i + 1} 项完成率", "{x} ÷ {target}", rate, x=c.inputs[part["data"]], target=target
        )
    score = c.points * total
    c.step("得分", "{points} × {total}", score, points=c.points, total=total)
    return score


def all_or_nothing(c: Cells) -> Column:
    """M06 没有完成就得不了分: 达到得满分,否则零分。来源:重大项目竣工考核。

    >>> from baton.scoring.methods.example import points
    >>> points("all_or_nothing", W="5", x="99.99", target="100", compare="ge")
    '0'
    """
    target = c.p("target")
    reached = compared(c.x, target, c.raw("compare"))
    score = exact.where(np.broadcast_to(reached, (c.size,)), c.points, ZERO)
    c.step("是否完成", "{x} 对 {target}", score, x=c.x, target=target)
    return score


def benchmark_sum(c: Cells) -> Column:
    """M14 基准比加总: 各项与基准之比乘各自分值,再相加。来源:黄岩亩均效益2022年办法。

    >>> from baton.scoring.methods.example import points
    >>> points("benchmark_sum", W="50", a="12", b="150", parts=[
    ...     {"data": "a", "benchmark": "24", "points": "30", "cap": None},
    ...     {"data": "b", "benchmark": "100", "points": "20", "cap": "1.2"}])
    '39'
    """
    score = ZERO
    for i, part in enumerate(c.raw("parts")):
        benchmark = c.positive(c.p("parts", i, "benchmark"))
        rate = exact.clip(
            c.rate(c.inputs[part["data"]], benchmark), ZERO, c.optional("parts", i, "cap")
        )
        gained = c.p("parts", i, "points") * rate
        score = score + gained
        c.step(f"第 {i + 1} 项", "{x} ÷ {benchmark} × {points}", gained,
               x=c.inputs[part["data"]], benchmark=benchmark, points=c.p("parts", i, "points"))  # fmt: skip
    return score


def compared(left: Column, right: Column, how: str) -> Mask:
    """``left`` ge | gt | le | lt ``right``."""
    return {"ge": left.__ge__, "gt": left.__gt__, "le": left.__le__, "lt": left.__lt__}[how](right)
