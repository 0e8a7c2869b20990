"""参照类: against fixed anchors, a reference value or last year (M09, M11, M16, M17, M24, M32, M34)."""

from __future__ import annotations

from typing import Any

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
    c.step("与参照值之差", "{x} − 参照值 {reference} = {result}", c.unit(gap, gap=True),
           x=c.unit(c.x), reference=c.unit(reference))  # fmt: skip
    base = c.p("base")
    if c.raw("shape") == "linear":
        change = c.p("per_point") * gap
        c.step(
            "加减",
            "{gap} × 每 1 个 {per:分}",
            change,
            "分",
            gap=c.unit(gap, gap=True),
            per=c.p("per_point"),
        )
    else:
        change = _banded(c, gap)
    score = base + change
    _tell_sum(c, "基础分", base, change, score)
    return _within(c, score, c.optional("least"), c.optional("most"))


def above_references(c: Cells) -> Column:
    """M34 几个高于: 比全国、全省等几个参照值各要高出多少,各算各的或者都要做到。来源:“两个高于”条款。

    >>> from baton.scoring.methods.example import points
    >>> points("above_references", W="10", x="5.8", 全国="5", 全省="5.5", need="each", compare="ge",
    ...        per_point=None, references=[
    ...            {"data": "全国", "name": "全国", "margin": "0.5", "share": "0.5"},
    ...            {"data": "全省", "name": "全省", "margin": "0.5", "share": "0.5"}])
    '5'
    """
    apart, per = c.raw("need") == "each", c.optional("per_point")
    score, lacking, met = ZERO, ZERO, np.ones(c.size, dtype=bool)
    for i, one in enumerate(c.raw("references")):
        over = c.x - c.inputs[one["data"]]
        beyond = over - c.p("references", i, "margin")
        reached = c.all(beyond >= ZERO if c.raw("compare") == "ge" else beyond > ZERO)
        short = exact.maximum(ZERO, -beyond)
        met &= reached
        lacking = exact.maximum(lacking, short)
        part = _of_reference(c, c.points * c.p("references", i, "share"), reached, short, per)
        score = score + part
        _tell_reference(c, i, over, reached, part if apart else None)
    if apart:
        c.step("得分", "各项相加,得 {result:分}", score)
        return score
    score = _of_reference(c, c.points, met, lacking, per)
    short_words = "没有都做到,得 {result:分}"
    if per is not None:
        short_words = "没有都做到,差得最多的差 {lacking},每差 1 个扣 {per:分},得 {result:分}"
    words = "都做到了,得 {result:分}" if c.here(met) else short_words
    c.step("得分", words, score, lacking=c.unit(lacking, gap=True), per=per)
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
    whole = c.p("base") + c.p("span") * place
    share = exact.clip(whole, c.optional("least"), c.optional("most"))
    c.step("位置", "({x} − 不允许值 {bad}) ÷ (满意值 {good} − 不允许值 {bad})", place, "%",
           c.rate_rounding, x=c.unit(c.x), bad=c.unit(bad), good=c.unit(good))  # fmt: skip
    c.step("功效系数", "基础 {base:%} + 浮动 {span:%} × {place:%}", whole, "%",
           base=c.p("base"), span=c.p("span"), place=place)  # fmt: skip
    if c.trace is not None and c.here(~whole.same(share)):
        c.step("上下限", "功效系数按 {share:%} 计", share=share)
    score = c.points * share
    c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=share)
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
    words = "进 {moved:位},每位加 {each:分}" if c.here(moved > ZERO) else "没有进位"
    words = "退 {moved:位},每位扣 {each:分}" if c.here(moved < ZERO) else words
    each = c.p("gain" if c.here(moved > ZERO) else "loss")
    if c.raw("protect") is not None:
        top = c.p("protect")
        safe = (last <= top) & (c.x <= top) & (moved < ZERO)
        change = exact.where(safe, ZERO, change)
        words = "退 {moved:位},仍在前 {top} 名,不扣" if c.here(safe) else words
        c.step("进退", "上年第 {last} 名,本年第 {x} 名," + words, change, "分", last=last, x=c.x,
               moved=exact.absolute(moved), each=each, top=top)  # fmt: skip
    else:
        c.step("进退", "上年第 {last} 名,本年第 {x} 名," + words, change, "分", last=last, x=c.x,
               moved=exact.absolute(moved), each=each)  # fmt: skip
    score = base + change
    _tell_sum(c, "名次分", base, change, score)
    return _within(c, score, c.p("least"), c.p("most"))


def level_progress(c: Cells) -> Column:
    """M17 水平与进步: 水平高于参照的七三开,低于的三七开,可乘难度系数。来源:湖南计划生育2017年办法。

    >>> from baton.scoring.methods.example import points
    >>> points("level_progress", W="10", level="90", progress="60", reference="80", above="0.7",
    ...        below="0.3", difficulty=None)
    '8.1'
    """
    level, progress = c.inputs["level"], c.inputs["progress"]
    reached = c.all(level >= c.p("reference"))
    weight = exact.where(reached, c.p("above"), c.p("below"))
    mixed = weight * level + (ONE - weight) * progress
    words = "达到" if c.here(reached) else "没有达到"
    c.step("权重", "水平 {level} " + words + "参照值 {reference},水平占 {weight:%},进步占 {rest:%}",
           level=level, reference=c.p("reference"), weight=weight, rest=ONE - weight)  # fmt: skip
    c.step("水平与进步", "{level} × {weight:%} + {progress} × {rest:%}", mixed,
           level=level, progress=progress, weight=weight, rest=ONE - weight)  # fmt: skip
    score = c.points * mixed * exact.constant(1, 2)
    c.step("折合", "{points:分} × {mixed} ÷ 100", score, "分", points=c.points, mixed=mixed)
    difficulty = c.optional("difficulty")
    if difficulty is not None:
        before, score = score, score * difficulty
        c.step("难度系数", "{before:分} × {by}", score, "分", before=before, by=difficulty)
    return _within(c, score, ZERO, c.points)


def satisfaction(c: Cells) -> Column:
    """M24 满意度: 满意率在零分线与满分线之间按比例,样本太少的待定。来源:群众满意度测评条款。

    >>> from baton.scoring.methods.example import points
    >>> points("satisfaction", W="20", x="84.2", zero_at="60", full_at="95", min_sample=None, rate=4)
    '13.828'
    """
    zero, full = c.p("zero_at"), c.p("full_at")
    width = c.usable(full - zero, ~c.all(full.same(zero)))
    place = c.rate(c.x - zero, width)
    share = exact.clip(place, ZERO, ONE)
    if "n" in c.inputs:
        c.step("样本", "样本量 {n}", n=c.unit(c.inputs["n"], "n"))
    if "margin" in c.inputs:
        c.step("误差", "误差 ±{margin}", margin=c.unit(c.inputs["margin"], "margin"))
    if "n" in c.inputs and c.raw("min_sample") is not None:
        few = c.all(c.inputs["n"] < c.p("min_sample"))
        c.returned |= few
        c.halt(few, "样本太少", f"要求不少于 {c.raw('min_sample')},本项待定")
    c.step("折算", "({x} − 零分线 {zero}) ÷ (满分线 {full} − 零分线 {zero})", place, "%",
           c.rate_rounding, x=c.unit(c.x), zero=c.unit(zero), full=c.unit(full))  # fmt: skip
    if c.trace is not None and c.here(~place.same(share)):
        c.step("上下限", "按 {share:%} 计", share=share)
    score = c.points * share
    c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=share)
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
        c.step("得分率", "{x} ÷ 满分 {scale:分}", share, "%", c.rate_rounding,
               x=c.unit(c.x), scale=scale)  # fmt: skip
        score = c.points * share
        c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=share)
        return score
    if source == "rank":
        return told_award(c, rank_award(c))
    return grade_award(c)


def rank_award(c: Cells) -> Column:
    """The award of the first band whose last place is not passed."""
    score, to = c.p("otherwise").spread(c.size), ""
    for i in reversed(range(len(c.raw("bands")))):
        inside = c.x <= c.p("bands", i, "to")
        score = exact.where(inside, c.p("bands", i, "award"), score)
        to = f"在前 {c.raw('bands', i, 'to')} 名以内" if c.here(inside) else to
    share = c.params.get("award_as") == "share"
    c.step("名次档", "第 {x} 名," + (to or "属其余名次") + ",定 " + ("{result:%}" if share else "{result:分}"),
           score, x=c.x)  # fmt: skip
    return score


def told_award(c: Cells, award: Column) -> Column:
    """A table's entry as points, and how a share became points."""
    score = awarded(c, award, c.raw("award_as"))
    if c.raw("award_as") == "share":
        c.step("得分", "{points:分} × {share:%}", score, "分", points=c.points, share=award)
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
    if c.trace is not None:
        word = c.trace.figure(np.array([*grades.words, ""], dtype=object)[grades.codes])
        c.halt(~known, "换算", f"等第“{word:}”不在换算表里,本项待定")
        c.trace.say("等第", f"{word:}")
    c.step("换算", "定 " + ("{result:%}" if c.raw("award_as") == "share" else "{result:分}"), score)
    return told_award(c, score)


def _of_reference(
    c: Cells, full: Column, reached: Any, short: Column, per: Column | None
) -> Column:
    """All of it where the figure is far enough above; else what is left after `per` for each 1 it falls short."""
    if per is None:
        return exact.where(reached, full, ZERO)
    return exact.where(reached, full, exact.maximum(ZERO, full - per * short))


def _tell_reference(c: Cells, i: int, over: Column, reached: Any, part: Column | None) -> None:
    """How far the figure lies above one reference, and whether that is enough."""
    if c.trace is None:
        return
    one, margin = c.raw("references", i), c.p("references", i, "margin")
    wanted = "高于" if c.raw("compare") == "gt" else "不低于"
    asked = wanted + ("它" if c.here(margin.same(ZERO)) else " {margin}")
    met = "做到了" if c.here(reached) else "没有做到"
    far = "低 {gap}" if c.here(over < ZERO) else "高 {gap}"
    given = "" if part is None else ",得 {result:分}"
    c.step(f"比{one['name']}", "{name:} {value}," + far + ",要求" + asked + "," + met + given, part,
           name=one["name"], value=c.unit(c.inputs[one["data"]], one["data"]),
           gap=c.unit(exact.absolute(over), gap=True), margin=c.unit(margin, gap=True))  # fmt: skip


def _banded(c: Cells, gap: Column) -> Column:
    left, total, sign = exact.absolute(gap), ZERO, "减" if c.here(gap < ZERO) else "加"
    for i, band in enumerate(c.raw("bands")):
        part = left if band["width"] is None else exact.minimum(c.p("bands", i, "width"), left)
        left = left - part
        divisor = c.usable(c.p("bands", i, "divisor"), c.all(c.p("bands", i, "divisor") > ZERO))
        step = exact.quotient(c.points * part, divisor, CARRY)
        total = total + step
        if c.trace is not None and c.here(part > ZERO):
            c.step(f"第 {i + 1} 段", "{points:分} × {part} ÷ {divisor}," + sign + " {result:分}", step,
                   cut=CARRY, points=c.points, part=c.unit(part, gap=True), divisor=divisor)  # fmt: skip
    return exact.where(c.all(gap >= ZERO), total, -total)


def _tell_sum(c: Cells, what: str, base: Column, change: Column, score: Column) -> None:
    minus = c.trace is not None and c.here(change < ZERO)
    words = what + " {base:分} " + ("− " if minus else "+ ") + "{size:分}"
    c.step("得分", words, score, "分", base=base, size=-change if minus else change)


def _within(c: Cells, score: Column, least: Column | None, most: Column | None) -> Column:
    """The score between its limits, and a word when a limit changed it."""
    found = exact.clip(score, least, most)
    if c.trace is None:
        return found
    if c.here(score < found):
        c.step("保底", "不低于 {found:分}", found=found)
    elif c.here(score > found):
        c.step("封顶", "不高于 {found:分}", found=found)
    return found
