"""参照类: against fixed anchors, a reference value or last year (M09, M11, M16, M17, M24, M32)."""

from __future__ import annotations

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import CARRY, ONE, ZERO, Column
from baton.scoring.methods.cells import Cells, awarded


def above_reference(c: Cells) -> Column:
    """M09 高于参照: 比全省平均等参照高低多少,按点或分段加减。来源:黑龙江重点项目考核、“两个高于”。

    >>> from baton.scoring.methods.example import points
    >>> points("above_reference", W="20", x="118", reference="100", shape="bands", base="20",
    ...        per_point=None, least=None, most="30", bands=[
    ...            {"width": "10", "divisor": "20"}, {"width": "10", "divisor": "40"}])
    '30'
    """
    reference = c.inputs["ref"] if "ref" in c.inputs else c.p("reference")
    gap = c.x - reference
    c.step("高于参照", "{x} − {reference}", gap, x=c.x, reference=reference)
    score = c.p("base")
    if c.raw("shape") == "linear":
        score = score + c.p("per_point") * gap
    else:
        score = score + _banded(c, gap)
    score = exact.clip(score, c.optional("least"), c.optional("most"))
    c.step("得分", "{base} 加减后,在上下限之内", score, base=c.p("base"))
    return score


def efficacy_fixed(c: Cells) -> Column:
    """M11 功效系数(固定值): 在不允许值与满意值之间的位置。来源:功效系数法;宁波指标基数值、目标值。

    >>> from baton.scoring.methods.example import points
    >>> points("efficacy_fixed", W="30", x="20", bad="15", good="25", base="0.6", span="0.4",
    ...        least="0", most="1")
    '24'
    """
    bad, good = c.p("bad"), c.p("good")
    width = c.usable(good - bad, ~c.all(good.same(bad)))
    place = c.rate(c.x - bad, width)
    share = exact.clip(c.p("base") + c.p("span") * place, c.optional("least"), c.optional("most"))
    c.step("功效系数", "({x} − {bad}) ÷ ({good} − {bad})", place, x=c.x, bad=bad, good=good)
    score = c.points * share
    c.step("得分", "{points} × {share}", score, points=c.points, share=share)
    return score


def movement(c: Cells) -> Column:
    """M16 进位: 本年名次定基础分,比上年每进退一位加减。来源:全省综合排位条款。

    >>> from baton.scoring.methods.example import points
    >>> points("movement", W="10", x="6", last="9", bands=[{"to": 3, "award": "10"},
    ...        {"to": 6, "award": "8"}], otherwise="6", gain="0.5", loss="0.5", protect=3,
    ...        least="0", most="10")
    '9.5'
    """
    last, base = c.inputs["last"], rank_award(c)
    moved = last - c.x
    change = exact.where(moved > ZERO, c.p("gain") * moved, c.p("loss") * moved)
    if c.raw("protect") is not None:
        top = c.p("protect")
        safe = (last <= top) & (c.x <= top) & (moved < ZERO)
        change = exact.where(safe, ZERO, change)
    score = exact.clip(base + change, c.p("least"), c.p("most"))
    c.step("进退", "上年第 {last},本年第 {x}", change, last=last, x=c.x)
    c.step("得分", "{base} 加减 {change},在上下限之内", score, base=base, change=change)
    return score


def level_progress(c: Cells) -> Column:
    """M17 水平与进步: 水平高于参照的七三开,低于的三七开,可乘难度系数。来源:湖南计划生育2017年办法。

    >>> from baton.scoring.methods.example import points
    >>> points("level_progress", W="10", level="90", progress="60", reference="80", above="0.7",
    ...        below="0.3", difficulty=None)
    '8.1'
    """
    level, progress = c.inputs["level"], c.inputs["progress"]
    weight = exact.where(c.all(level >= c.p("reference")), c.p("above"), c.p("below"))
    mixed = weight * level + (ONE - weight) * progress
    c.step("水平与进步", "{a} × {level} + (1 − {a}) × {progress}", mixed,
           a=weight, level=level, progress=progress)  # fmt: skip
    score = c.points * mixed * exact.constant(1, 2)
    difficulty = c.optional("difficulty")
    score = score if difficulty is None else score * difficulty
    score = exact.clip(score, ZERO, c.points)
    c.step("得分", "{points} × {mixed} ÷ 100 × {difficulty},不超过满分", score,
           points=c.points, mixed=mixed, difficulty=difficulty or ONE)  # fmt: skip
    return score


def satisfaction(c: Cells) -> Column:
    """M24 满意度: 满意率在零分线与满分线之间按比例,样本太少的待定。来源:群众满意度测评条款。

    >>> from baton.scoring.methods.example import points
    >>> points("satisfaction", W="20", x="84.2", zero_at="60", full_at="95", min_sample=None, rate=4)
    '13.828'
    """
    zero, full = c.p("zero_at"), c.p("full_at")
    width = c.usable(full - zero, ~c.all(full.same(zero)))
    share = exact.clip(c.rate(c.x - zero, width), ZERO, ONE)
    if "n" in c.inputs and c.raw("min_sample") is not None:
        c.returned |= c.all(c.inputs["n"] < c.p("min_sample"))
    c.step("折算", "({x} − {zero}) ÷ ({full} − {zero})", share, x=c.x, zero=zero, full=full)
    if "margin" in c.inputs:
        c.step(
            "误差", "样本 {n},误差 ±{margin}", None, n=c.inputs.get("n"), margin=c.inputs["margin"]
        )
    score = c.points * share
    c.step("得分", "{points} × {share}", score, points=c.points, share=share)
    return score


def converted(c: Cells) -> Column:
    """M32 专项考核结果折算: 别的考核的得分、名次或等次换成本项的分。来源:专项考核结果运用条款。

    >>> from baton.scoring.methods.example import points
    >>> points("converted", W="5", x="92.5", source="score", scale="100", bands=None,
    ...        otherwise=None, table=None, award_as="points")
    '4.625'
    """
    source = c.raw("source")
    if source == "score":
        scale = c.usable(c.p("scale"), ~c.all(c.p("scale").same(ZERO)))
        share = c.rate(c.x, scale)
        c.step("折算", "{x} ÷ {scale}", share, x=c.x, scale=scale)
        return c.points * share
    if source == "rank":
        return awarded(c, rank_award(c), c.raw("award_as"))
    return grade_award(c)


def rank_award(c: Cells) -> Column:
    """The award of the first band whose last place is not passed."""
    score = c.p("otherwise").spread(c.size)
    for i in reversed(range(len(c.raw("bands")))):
        score = exact.where(c.x <= c.p("bands", i, "to"), c.p("bands", i, "award"), score)
    c.step("名次档", "第 {x} 名", score, x=c.x)
    return score


def grade_award(c: Cells) -> Column:
    """The award of each grade word; a word outside the table is left undecided."""
    grades, score = c.inputs["x"], ZERO.spread(c.size)
    known = np.zeros(c.size, dtype=bool)
    for word in c.raw("table"):
        here = grades.codes == (grades.words.index(word) if word in grades.words else -2)
        score = exact.where(here, c.p("table", word), score)
        known |= here
    c.returned |= ~known
    score = awarded(c, score, c.raw("award_as"))
    c.step(
        "等次换算", "{word}", score, word=np.array([*grades.words, ""], dtype=object)[grades.codes]
    )
    return score


def _banded(c: Cells, gap: Column) -> Column:
    left, total = exact.absolute(gap), ZERO
    for i, band in enumerate(c.raw("bands")):
        part = left if band["width"] is None else exact.minimum(c.p("bands", i, "width"), left)
        left = left - part
        divisor = c.usable(c.p("bands", i, "divisor"), c.all(c.p("bands", i, "divisor") > ZERO))
        total = total + exact.quotient(c.points * part, divisor, CARRY)
    c.step("分段", "{gap} 分段折算", total, gap=gap)
    return exact.where(c.all(gap >= ZERO), total, -total)
