"""节点与系数: the kinds of nodes (semantics §7) and the maps from a score to a coefficient."""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    Choice,
    Code,
    Field,
    Kind,
    ListOf,
    MapOf,
    Number,
    Record,
    Text,
)
from baton.scoring.rulebook.specs.parts import MAYBE_TIERS

ROLE = Field(
    "role",
    "性质",
    Choice({"ordinary": ("计分",), "bonus": ("加分",), "deduction": ("扣分",)}),
    "ordinary",
    note="没写即计分;加分、扣分不算满分,不参加缺项折算",
)
WORK = Field(
    "work",
    "工作类别",
    Choice({"base": ("基础工作",), "key": ("重点工作",), "special": ("特色工作",)}),
    None,
    note="基础分、差异分、加分三类,没写即随所在大项;不影响计算",
)
NODE_FIELDS = (
    Field("code", "代码", Text(empty=False, most=200)),
    Field("name", "名称", Text(most=500), None, note="没写即同代码"),
    Field("kind", "合成", Text(empty=False), "sum", note="没写即相加"),
    ROLE,
    Field("cap", "本大项封顶", Number("points", null=True), None, note="没写即不设"),
    Field("floor", "本大项保底", Number("points", null=True), None, note="没写即不设"),
)
NODE_NOTES = (
    Field("sentence", "评分办法", Text(), note="原话"),
    Field("basis", "依据", Text()),
    Field("definition", "说明", Text()),
    WORK,
)

NOT_ASSESSED = "这一轮不考的各项"
"""The name of the one weighted mean that may be empty: what a round doesn't assess and the others make up for."""

CHILDREN = Field(
    "children", "组成", ListOf(Code("child")), note="没写即本节点下的指标和大项,照书写先后"
)
FULL = Field("full", "满分", Number("points", least="0"))
TAKE = Field(
    "take",
    "取",
    Code("any", words={"total": "总分"}),
    "total",
    note="没写即取总分;也可写节点或指标的代码",
)
FACTOR = Field("factor", "折算", Number("share"), "1", note="没写即不折算")

_MAYBE = Number("plain", null=True)
COEFFICIENT = Record(
    (
        Field("node", "取自", Code("child")),
        Field("map", "换算", Text(empty=False)),
        Field("a", "起点", _MAYBE, None),
        Field("b", "每分", _MAYBE, None),
        Field("tiers", "档次", MAYBE_TIERS, None),
        Field("low", "下限", _MAYBE, None, note="没写即不设;常写成“系数: 0.95 至 1.05”"),
        Field("high", "上限", _MAYBE, None, note="没写即不设"),
        Field("equal", "全组相同", _MAYBE, None),
        Field(
            "order",
            "取舍次序",
            Choice({"round_clip": ("先取舍后封顶",), "clip_round": ("先封顶后取舍",)}),
            ASK,
            note="没有上下限的可不写",
        ),
        Field(
            "missing",
            "未出数",
            Choice({"no_total": ("不出总分",), "constant": ("按常数",)}),
            ASK,
            note="也可直接写“按1计”",
        ),
        Field("constant", "常数", _MAYBE, None),
    )
)

KINDS = (
    Kind("sum", "相加", "各项相加;有缺项折算的,按满分折算。", (CHILDREN,)),
    Kind(
        "weighted",
        "加权平均",
        "各项按权重平均。",
        (
            CHILDREN,
            Field(
                "weights",
                "权重",
                MapOf(Number("share", least="0"), "代码", target="child"),
            ),
            FULL,
        ),
    ),
    Kind(
        "multiplier",
        "乘数",
        "基数乘以各系数(乘数计分法)。",
        (
            Field("base", "基数", Code("child")),
            Field("coefficients", "系数", ListOf(COEFFICIENT, least=1)),
            FULL,
        ),
    ),
    Kind(
        "geometric",
        "几何平均",
        "各项相乘再开方,一项太低全盘皆低。",
        (CHILDREN, Field("least", "每项最低按", Number("points", least="0")), FULL),
    ),
    Kind("min", "取最低", "各项中最低的一个。", (CHILDREN, FULL)),
    Kind("max", "取最高", "各项中最高的一个。", (CHILDREN, FULL)),
    Kind(
        "children",
        "所辖单位",
        "所辖单位得分的(加权)平均。",
        (
            Field("group", "所辖分组", Code("group")),
            TAKE,
            Field(
                "weight",
                "加权",
                Text(empty=False, most=200),
                "equal",
                note="没写即不加权;加权写责任书栏目名",
            ),
            Field(
                "absent",
                "没有分的",
                Choice({"skip": ("略去",), "open": ("等齐再算", "等齐")}),
                ASK,
                note="所辖单位有没出分的怎么办",
            ),
            FULL,
            FACTOR,
        ),
    ),
    Kind(
        "link",
        "挂钩",
        "取自所挂钩对象的分(同奖同赔、单位与个人)。",
        (
            Field(
                "via",
                "挂钩对象",
                Choice({"links": ("名册所列", "名册"), "parent": ("上级单位", "上级")}),
            ),
            TAKE,
            FULL,
            FACTOR,
        ),
    ),
)

MAPS = (
    Kind("linear", "线性", "系数 = 起点 + 每分 × 得分。", needs=("a", "b")),
    Kind("table", "按档", "得分落在哪一档,用那一档的系数。", needs=("tiers",)),
    Kind("direct", "直接用", "得分本身就是系数。"),
    Kind(
        "minmax",
        "组内最低到最高",
        "组内最低的用下限,最高的用上限,其余按位置。",
        needs=("low", "high", "equal"),
    ),
    Kind("mean_ratio", "除以组内平均", "本对象的分除以组内平均。"),
)
