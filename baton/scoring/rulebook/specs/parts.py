"""Pieces that several methods share: one wording, one meaning."""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    REQUIRED,
    Choice,
    Code,
    Field,
    Flag,
    Input,
    Integer,
    ListOf,
    MapOf,
    Number,
    Record,
)

COMPARE = Choice(
    {
        "ge": ("不低于", "≥", "大于等于"),
        "gt": ("高于", ">", "大于", "超过"),
        "le": ("不高于", "≤", "小于等于", "不超过"),
        "lt": ("低于", "<", "小于"),
    }
)
AWARD_WORDS = {"points": ("分数", "分"), "share": ("比例", "分值的比例")}
X = Input("x", "数据", also=("完成", "完成值"))

MEASURE_ASK = Field(
    "measure",
    "百分点口径",
    Choice({"value": ("指标值",), "completion": ("完成率",)}),
    ASK,
    note="“每低1%”比的是指标值本身,还是完成率",
)
MEASURE = Field(
    "measure",
    "比较",
    Choice({"value": ("指标值",), "completion": ("完成率",)}),
    implied={"completion": "target", "value": ""},
    note="写了目标即比完成率,没写目标即比指标值",
)
STEP = Field(
    "step",
    "不足1个百分点",
    Choice(
        {
            "proportional": ("按比例",),
            "whole": ("不计", "不扣", "不加"),
            "started": ("按1个计", "按1个扣", "按1个加"),
        }
    ),
    ASK,
    note="零头按比例算、不算,还是算一个",
)
TARGET = Field("target", "目标", Number("measure", field=True))
MAYBE_TARGET = Field(
    "target", "目标", Number("measure", field=True, null=True), None, note="没写即不比完成率"
)
REVERSE = Field(
    "reverse",
    "取向",
    Flag(("越低越好", "逆向", "越小越好"), ("越高越好", "正向", "越大越好")),
    note="写了“方向”的可不写",
)
NEUTRAL_LEAST = Field(
    "least", "最低", Number("points", field=True, null=True), None, note="没写即不设"
)
NEUTRAL_MOST = Field(
    "most", "最高", Number("points", field=True, null=True), None, note="没写即不设"
)


def award_as(null: bool = False) -> Field:
    """Whether awards are points or shares of the full points; written awards usually tell (36分, 90%)."""
    return Field(
        "award_as",
        "档分",
        Choice(AWARD_WORDS, null=null),
        None if null else REQUIRED,
        note="各档都带“分”或都带“%”的可不写",
    )


TIER = Record(
    (
        Field("from", "起", Number("measure", null=True)),
        Field("award", "得", Number("award")),
    )
)
TIERS = ListOf(TIER, least=1, pair=("from", "award"), sort="from")
MAYBE_TIERS = ListOf(TIER, least=1, pair=("from", "award"), sort="from", null=True)
RANK_BANDS = ListOf(
    Record(
        (
            Field("to", "至第几名", Integer(least=1)),
            Field("award", "得", Number("award")),
        )
    ),
    least=1,
    pair=("to", "award"),
    sort="to",
)
LEVEL_SHARES = MapOf(Number("share"), "等级", least=1)
PART_DATA = Field("data", "数据", Code("input"), also=("完成",))
PERIOD_CONSTANTS = Field(
    "constants",
    "缺期常数",
    MapOf(Number("measure"), "期间", target="period"),
    {},
    note="没写即没有",
)
UNFINISHED = Field(
    "unfinished",
    "缺期",
    Choice({"open": ("等齐再算", "等齐"), "renormalise": ("按已有各期算", "按已有期")}),
    ASK,
    note="有一期没有数时,等齐,还是先按已有的期算",
)
SCALE = Field("scale", "每期满分", Number("points", positive=True), note="各期的数以多少为满分")
