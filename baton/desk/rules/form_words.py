"""表单上的话: a change of the rules in the words of the forms by which the rules are written, not in those of rule books."""

from __future__ import annotations

import re
from dataclasses import replace

from baton.documents.rule_changes import NOTHING, Change

BOOK, ITEM, NODE, VETO, GROUP = "", "指标", "大项", "一票否决", "分组"
MISSING, NO_TASK = "没有报的数（缺报）", "没有这项任务的（无此任务、缺项）"
APART = "经同意不考的（单列、不可抗力）"
STEPS = {"指标": "指标得分", "考卷": "大项得分"}  # what is rounded; the others are called alike
LABELS = {
    (BOOK, "同组统计"): "与同组比的时候",
    (ITEM, "适用"): "考核谁", (ITEM, "牵头"): "牵头单位", (ITEM, "方法"): "计分方法", (ITEM, "无此任务"): NO_TASK,
    (ITEM, "单列"): APART, (ITEM, "缺报"): MISSING, (ITEM, "事件"): "种类", (ITEM, "加还是扣"): "加分还是扣分",
    (ITEM, "各级"): "各级多少分", (ITEM, "同一事项"): "同一件事有几次，怎么计", (ITEM, "配合单位"): "配合单位计几成",
    (ITEM, "减半次序"): "又是同一件事，又要减半，先做哪一步", (ITEM, "上年已计"): "上年已经计过的，怎么办",
    (ITEM, "已在别处计过"): "已在别的指标里计过的，怎么办", (ITEM, "未认定的"): "还没有认定的，怎么办",
    (ITEM, "合计不超过"): "一个单位合计最多几分",
    (NODE, "合成"): "怎么合起来", (NODE, "组成"): "合起来的各项", (NODE, "基数"): "哪个大项乘系数", (NODE, "系数"): "乘的系数",
    (NODE, "每项最低按"): "每项最低按几分", (NODE, "所辖分组"): "所辖单位在哪个分组", (NODE, "加权"): "按哪个数加权",
    (NODE, "没有分的"): "所辖单位有没出分的", (NODE, "挂钩对象"): "取谁的得分", (NODE, "取"): "取哪个得分", (NODE, "折算"): "取百分之几",
    (VETO, "事件"): "登记时叫什么", (VETO, "后果·不得评"): "不得评为", (VETO, "后果·评为"): "直接评为",
    (VETO, "后果·指标计零"): "哪些指标计零分", (VETO, "后果·总分封顶"): "总分最多几分",
    (GROUP, "总分"): "总分是哪个大项", (GROUP, "另计"): "总分以外", (GROUP, "名次·按"): "按哪个总分排", (GROUP, "名次·并列"): "并列以后怎么往下排",
    (GROUP, "名次·同分先看"): "同分先看哪一项", (GROUP, "等次"): "各等次", (GROUP, "名额规则·同分先看"): "定等次时，同分先看哪一项",
    (GROUP, "名额规则·基数"): "名额按多少个单位算", (GROUP, "名额规则·递补"): "不得评的让出来的名额",
    (GROUP, "名额规则·边上并列"): "名额边上同分", (GROUP, "名额规则·专项晋等"): "专项晋等",
    (GROUP, "名额规则·专项晋等·事件"): "专项晋等：认定了哪一种事", (GROUP, "名额规则·专项晋等·评为"): "专项晋等：直接评为",
    (GROUP, "名额规则"): "名额",
}  # fmt: skip
POLICIES = {
    "计0分": "计 0 分", "组内最低": "按组内最低分计", "组内平均": "按组内平均计",
}  # fmt: skip
VALUES = {
    (ITEM, "适用"): {NOTHING: "全部", "责任书所列": "责任书里写了的"},
    (ITEM, "性质"): {NOTHING: "计分"}, (NODE, "性质"): {NOTHING: "计分"},
    (ITEM, "无此任务"): POLICIES, (ITEM, "单列"): POLICIES, (ITEM, "缺报"): POLICIES,
    (GROUP, "名次·按"): {"取舍后总分": "按取舍后的总分", "未取舍总分": "按没有取舍的总分"},
    (GROUP, "名额规则·基数"): {"有名次的": "有名次的都算", "有名次且未被否决的": "去掉被否决的再算"},
    (GROUP, "名额规则·递补"): {"是": "递补", "否": "不递补"},
}  # fmt: skip
FACTOR = {
    "取自 ": "取自 ", "换算 ": "得分怎么换成系数：", "起点 ": "起点 ", "下限 ": "系数最低 ", "上限 ": "系数最高 ", "全组相同 ": "全组得分一样时按 ",
    "取舍次序 先取舍后封顶": "先取舍，再按上下限截", "取舍次序 先封顶后取舍": "先按上下限截，再取舍", "未出数 不出总分": "还没有分的单位不出总分",
    "未出数 按常数": "还没有分的单位先按一个常数", "常数 ": "按几计：",
}  # fmt: skip
PLACES = re.compile(r"(\d+)位(\S+)")
POINTS = re.compile(r"按(\S+)分计")
RESCALED = re.compile(r"按其余指标折算，在(“.*”)里折")
ROUNDED, TENTATIVE, READ = "取舍·", "暂按·", "读法·"


def in_form_words(change: Change) -> Change:
    """A change with the label and the values that the form for it has."""
    table, label = change.place.partition(" ")[0], change.label
    if label.startswith(ROUNDED) or label == ROUNDED[:-1]:
        step = label.removeprefix(ROUNDED)
        told = f"小数位·{STEPS.get(step, step)}" if step != label else "小数位"
        return replace(change, label=told, old=_places(change.old), new=_places(change.new))
    if label.startswith(TENTATIVE):
        return replace(change, label=f"{label.removeprefix(TENTATIVE)}（没有选读法，先按这样）")
    if label.startswith(READ):
        return replace(change, label=f"{label.removeprefix(READ)}（读法）")
    values = VALUES.get((table, label), {})
    old, new = (_value(values, text) for text in (change.old, change.new))
    if (table, label) == (NODE, "系数"):
        old, new = _factors(old), _factors(new)
    return replace(change, label=_label(table, label), old=old, new=new)


def _label(table: str, label: str) -> str:
    """The longest beginning of a label that a form has, then what is inside it."""
    head, rest = label, ""
    while head:
        if (table, head) in LABELS:
            return LABELS[table, head] + rest
        head, mark, tail = head.rpartition("·")
        rest = f"{mark}{tail}{rest}"
    return label


def _value(values: dict[str, str], text: str) -> str:
    if values is POLICIES and (points := POINTS.fullmatch(text)):
        return f"按 {points[1]} 分计"
    return RESCALED.sub(r"在\1里按其余指标折算", values.get(text, text))


def _places(text: str) -> str:
    """保留 4 位，四舍五入 for 4位四舍五入."""
    return PLACES.sub(r"保留 \1 位，\2", text)


def _factors(text: str) -> str:
    for written, told in FACTOR.items():
        text = text.replace(written, told)
    return text
