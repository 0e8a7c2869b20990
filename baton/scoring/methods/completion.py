"""完成类: how much of a target was reached (M01–M04, M06, M14)."""

from __future__ import annotations

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import HUNDRED, ONE, ZERO, Column, Mask
from baton.scoring.methods.cells import Cells, steps_of
from baton.scoring.methods.tracing import COMPARE_WORDS, STEP_WORDS


def completion(c: Cells) -> Column:
    """M01 完成率: 满分乘完成率,超额是否加分由封顶定。来源:贵阳“发展型”指标。

    >>> from baton.scoring.methods.example import points
    >>> points("completion", W="6", x="86.4", target="92", cap="1", threshold=None, rate=4)
    '5.6346'
    """
    rate = _completed(c)
    counted = exact.clip(rate, ZERO, c.optional("cap"))
    score = c.points * counted
    threshold = c.optional("threshold")
    if threshold is not None:
        low = rate < threshold
        score = exact.where(low, ZERO, score)
        if c.here(low):
            c.step("起计线", "完成率不到 {line:%},不得分", score, line=threshold)
            return score
    _tell_clipped(c, "完成率", rate, counted)
    c.step("得分", "{points:分} × {counted:%}", score, "分", points=c.points, counted=counted)
    return score


def control(c: Cells) -> Column:
    """M02 控制型: 满分乘(2 − 实际/控制数),超过一倍得零分。来源:贵阳“控制型”指标。

    >>> from baton.scoring.methods.example import points
    >>> points("control", W="10", x="110", target="100")
    '9'
    """
    target = c.positive(c.p("target"))
    rate = c.rate(c.x, target)
    left = exact.constant(2) - rate
    counted = exact.clip(left, ZERO, ONE)
    score = c.points * counted
    c.step("实际占控制数", "{x} ÷ 控制数 {target}", rate, "%", c.rate_rounding,
           x=c.unit(c.x), target=c.unit(target))  # fmt: skip
    c.step("得分率", "200% − {rate:%}", left, "%", rate=rate)
    _tell_clipped(c, "得分率", left, counted)
    c.step("得分", "{points:分} × {counted:%}", score, "分", points=c.points, counted=counted)
    return score


def over_fulfilment(c: Cells) -> Column:
    """M03 超额加分: 完成得满分,每超一个百分点另加,未完成按比例。来源:金华2011年办法。

    >>> from baton.scoring.methods.example import points
    >>> points("over_fulfilment", W="20", x="106.5", target="100", per_point="0.5", most="10",
    ...        step="whole", group_extra=None)
    '23'
    """
    rate = _completed(c)
    over = exact.maximum(ZERO, (rate - ONE) * HUNDRED)
    extra = c.p("per_point") * steps_of(c, over, ONE, c.raw("step"))
    most = c.optional("most")
    capped = extra if most is None else exact.minimum(most, extra)
    reached = rate >= ONE
    counted = exact.maximum(ZERO, rate)
    score = exact.where(reached, c.points + capped, c.points * counted)
    if c.here(reached):
        c.step("超额", "超 {over} 个百分点,每个加 {per:分},{how},应加 {result:分}", extra,
               over=over, per=c.p("per_point"), how=STEP_WORDS[c.raw("step")][0])  # fmt: skip
        if most is not None and c.here(extra > most):
            c.step("超额封顶", "最多加 {most:分}", most=most)
        c.step("得分", "{points:分} + {extra:分}", score, "分", points=c.points, extra=capped)
    else:
        c.step("得分", "没有完成,按完成率 {points:分} × {rate:%}", score, "分",
               points=c.points, rate=counted)  # fmt: skip
    return score if c.raw("group_extra") is None else _above_mean(c, score)


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
        counted = _part_rate(c, i, part["data"], "target", "目标")
        share = c.p("parts", i, "share")
        total = total + share * counted
        c.step(f"第 {i + 1} 项折合", "{rate:%} × 占比 {share:%}", share * counted, "%",
               rate=counted, share=share)  # fmt: skip
    score = c.points * total
    c.step("综合完成率", "各项相加,得 {result:%}", total)
    c.step("得分", "{points:分} × {total:%}", score, "分", points=c.points, total=total)
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
    met = "做到了,得满分" if c.here(reached) else "没有做到,得"
    c.step("是否完成", "完成 {x},要求{how} {target},{met} {result:分}", score, x=c.unit(c.x),
           how=COMPARE_WORDS[c.raw("compare")], target=c.unit(target), met=met)  # fmt: skip
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
        counted = _part_rate(c, i, part["data"], "benchmark", "基准")
        gained = c.p("parts", i, "points") * counted
        score = score + gained
        c.step(f"第 {i + 1} 项得分", "{points:分} × {rate:%}", gained, "分",
               points=c.p("parts", i, "points"), rate=counted)  # fmt: skip
    c.step("得分", "各项相加,得 {result:分}", score)
    return score


def _completed(c: Cells) -> Column:
    target = c.positive(c.p("target"))
    rate = c.rate(c.x, target)
    c.step("完成率", "{x} ÷ 目标 {target}", rate, "%", c.rate_rounding,
           x=c.unit(c.x), target=c.unit(target))  # fmt: skip
    return rate


def _above_mean(c: Cells, score: Column) -> Column:
    """What is added for a growth above the cohort's mean."""
    g, extra = c.inputs["g"], c.p("group_extra")
    mean = c.mean(g)
    above = g > mean
    added = exact.where(above, score + extra, score)
    words = "高于同组平均 {mean},另加 {extra:分},得 {result:分}"
    if not c.here(above):
        words = "不高于同组平均 {mean},不另加,得 {result:分}"
    c.step("与同组平均比", "{g} " + words, added, g=c.unit(g, "g"), mean=c.unit(mean, "g"),
           extra=extra)  # fmt: skip
    return added


def _part_rate(c: Cells, i: int, name: str, bottom: str, word: str) -> Column:
    """One part's rate within its limits."""
    divisor = c.positive(c.p("parts", i, bottom))
    rate = c.rate(c.inputs[name], divisor)
    counted = exact.clip(rate, ZERO, c.optional("parts", i, "cap"))
    c.step(f"第 {i + 1} 项比率", "{x} ÷ " + word + " {divisor}", rate, "%", c.rate_rounding,
           x=c.unit(c.inputs[name], name), divisor=c.unit(divisor, name))  # fmt: skip
    _tell_clipped(c, f"第 {i + 1} 项比率", rate, counted)
    return counted


def _tell_clipped(c: Cells, what: str, rate: Column, counted: Column) -> None:
    """Say when a limit changed a rate."""
    if c.trace is None:
        return
    if c.here(rate < counted):
        c.step("保底", what + "按 {counted:%} 计", counted=counted)
    elif c.here(rate > counted):
        c.step("封顶", what + "最多按 {counted:%} 计", counted=counted)


def compared(left: Column, right: Column, how: str) -> Mask:
    """``left`` ge | gt | le | lt ``right``."""
    return {"ge": left.__ge__, "gt": left.__gt__, "le": left.__le__, "lt": left.__lt__}[how](right)
