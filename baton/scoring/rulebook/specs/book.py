"""规则书的骨架: everything around the methods: heading, rounding, data, indicators, vetoes, groups."""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    Choice,
    Code,
    Field,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Number,
    Periods,
    Quota,
    Record,
    Text,
)
from baton.scoring.rulebook.specs.nodes import ROLE, WORK

FORMAT = "baton.rulebook/1"
SEMANTICS = "1"
CODE = Text(empty=False, most=200)
NOTE = Text()
STATUS = Choice({"provisional": ("暂行",), "trial": ("试行",), "final": ("正式",)})
MODE = Choice(
    {
        "half_up": ("四舍五入",),
        "down": ("去尾", "舍去"),
        "up": ("进一",),
        "half_even": ("四舍六入五成双",),
    }
)

_ROUND_FIELDS = (Field("places", "位数", Integer(most=10)), Field("mode", "方式", MODE))
ROUND = Record(_ROUND_FIELDS)
MAYBE_ROUND = Record(_ROUND_FIELDS, null=True)
ROUNDING = Record(
    (
        Field("input", "原始数", MAYBE_ROUND, None, note="没写即不取舍"),
        Field("rate", "比率", ROUND, {"places": 10, "mode": "half_up"}, note="没写即10位四舍五入"),
        Field("item", "指标", ROUND, {"places": 6, "mode": "half_up"}, note="没写即6位四舍五入"),
        Field("coefficient", "系数", ROUND, {"places": 6, "mode": "half_up"}, note="同上"),
        Field("node", "考卷", ROUND, {"places": 6, "mode": "half_up"}, note="同上"),
        Field("total", "总分", ROUND, {"places": 6, "mode": "half_up"}, note="同上"),
    )
)
ITEM_ROUNDING = Record(ROUNDING.fields[:3], optional=frozenset({"input", "rate", "item"}))

_COUNTED = Choice({"include": ("计入",), "exclude": ("不计入",)})
COHORT = Record(
    (
        Field("vetoed", "被否决的", _COUNTED, ASK, note="没有与同组相比的办法时可不写"),
        Field("separate", "单列的", _COUNTED, ASK, note="没有与同组相比的办法时可不写"),
    )
)

DATA_KINDS = Choice(
    {"number": ("数",), "date": ("日期",), "grade": ("等第",), "tally": ("票数", "分类计数")}
)
DATUM = Record(
    (
        Field("code", "代码", CODE),
        Field("name", "名称", NOTE, None, note="没写即同代码"),
        Field("kind", "类别", DATA_KINDS, "number", note="没写即是数"),
        Field("unit", "单位", NOTE, "", note="没写即无单位"),
        Field("min", "不小于", Number("measure", null=True), None, note="没写即不查"),
        Field("max", "不大于", Number("measure", null=True), None, note="没写即不查"),
        Field("definition", "解释", NOTE),
        Field("source", "来源", NOTE),
    ),
    optional=frozenset({"definition", "source"}),
)

TAKE = Choice(
    {
        "at": ("当期", "取数"),
        "sum": ("之和", "相加"),
        "mean": ("平均",),
        "last": ("最近一期",),
        "max": ("最大", "最高"),
        "min": ("最小", "最低"),
    }
)
INPUT = Record(
    (
        Field("item", "数据项", Code("data")),
        Field("take", "取", TAKE, "at", note="没写即当期"),
        Field("periods", "期间", Periods(), "@", note="没写即截至期"),
        Field(
            "constants",
            "缺期常数",
            MapOf(Number("measure"), "期间", target="period"),
            {},
            note="没写即没有",
        ),
    )
)

_ABSENT = Choice(
    {
        "full": ("计满分",),
        "group_mean": ("组内平均",),
        "constant": ("按常数",),
        "rescale": ("缺项折算",),
        "unscored": ("不计",),
    }
)
_MISSING = Choice(
    {
        "zero": ("计0分",),
        "constant": ("按常数",),
        "group_least": ("组内最低",),
        "hold": ("待定",),
    }
)
ABSENT_POLICY = Record(
    (
        Field("policy", "办法", _ABSENT),
        Field("value", "常数", Number("points", null=True), None),
        Field("at", "在", Code("sum", null=True), None),
    )
)
MISSING_POLICY = Record(
    (
        Field("policy", "办法", _MISSING),
        Field("value", "常数", Number("points", null=True), None),
    )
)
POLICIES = Record(
    (
        Field("not_applicable", "无此任务", ABSENT_POLICY, ASK),
        Field("excused", "单列", ABSENT_POLICY, ASK, note="没写即与无此任务相同办理"),
        Field("missing", "缺报", MISSING_POLICY, ASK),
    )
)

# `params` and `data` are checked against the method, so they stand here only by name.
ITEM_FIELDS = (
    Field("code", "代码", CODE),
    Field("name", "名称", Text(most=500), None, note="没写即同代码"),
    Field("sentence", "评分办法", NOTE, note="原话照抄"),
    Field("basis", "依据", NOTE, "", note="不影响计算"),
    Field("lead", "牵头", NOTE, "", note="不影响计算"),
    Field("scorer", "评分单位", NOTE, "", note="不影响计算"),
    Field("unit", "计量单位", NOTE, "", note="不影响计算"),
    Field("direction", "方向", NOTE, "", note="越高越好、越低越好等;也用作与同组相比时的取向"),
    Field("status", "状态", STATUS, None, note="没写即同规则书"),
    Field("points", "分值", Number("points", field=True), note="各单位不同的写:按单位"),
    Field(
        "applies",
        "适用",
        Choice({"all": ("全部",), "agreed": ("责任书所列",)}),
        "all",
        note="没写即全部对象",
    ),
    ROLE,
    Field("method", "方法", CODE),
    Field(
        "coefficient", "难度系数", Number("share", field=True, null=True), None, note="没写即没有"
    ),
    Field("cap", "本项封顶", Number("points", field=True, null=True), None, note="没写即不另设"),
    Field(
        "floor",
        "本项保底",
        Number("points", field=True, null=True),
        None,
        note="没写即不另设;按件扣分的须声明",
    ),
    Field("rounding", "取舍", ITEM_ROUNDING, {}, note="没写即同规则书"),
    Field("policies", "缺数", POLICIES),
    Field("readings", "读法", MapOf(Text(most=500), "读法"), {}, note="另外声明的读法,照记"),
)
ITEM_NOTES = (
    Field("definition", "指标解释", NOTE),
    Field("source", "数据来源", NOTE),
    WORK,
)

EFFECTS = Record(
    (
        Field(
            "force_grade",
            "直接评为",
            Text(empty=False, null=True, most=200),
            None,
            note="没写即没有",
        ),
        Field("exclude_grades", "不得评", ListOf(Code("grade")), [], note="没写即没有"),
        Field("zero_items", "指标计零", ListOf(Code("item")), [], note="没写即没有"),
        Field("cap_total", "总分封顶", Number("points", null=True), None, note="没写即没有"),
    )
)
VETO = Record(
    (
        Field("code", "代码", CODE),
        Field("name", "事由", NOTE),
        Field("kind", "事件", CODE, None, note="没写即同事由"),
        Field("basis", "依据", NOTE),
        Field("effects", "后果", EFFECTS),
    )
)

KEY = Record(
    (
        Field("key", "看", Code("any")),
        Field(
            "order",
            "次序",
            Choice({"desc": ("高者在前",), "asc": ("低者在前",)}),
            "desc",
            note="没写即高者在前",
        ),
    )
)
RANKING = Record(
    (
        Field("on", "按", Choice({"rounded": ("取舍后总分",), "carried": ("未取舍总分",)}), ASK),
        Field("style", "并列", Choice({"competition": ("1-2-2-4",), "dense": ("1-2-2-3",)}), ASK),
        Field("keys", "同分先看", ListOf(KEY), [], note="没写即同分同名次"),
    )
)
QUOTA_ROUNDING = Choice(
    {
        "half_up": ("四舍五入",),
        "floor": ("去尾", "舍去"),
        "up": ("进一",),
        "largest_remainder": ("最大余数",),
    },
    null=True,
)
LEVEL = Record(
    (
        Field("grade", "等次", Text(empty=False, most=200)),
        Field("at_least", "分数线", Number("points", null=True)),
        Field("quota", "名额", Quota(), None, note="没写即不限"),
        Field("quota_rounding", "名额取整", QUOTA_ROUNDING, ASK, note="按比例的名额须写"),
    )
)
PROMOTION = Record(
    (
        Field("kind", "事件", CODE),
        Field("to", "评为", Text(empty=False, most=200)),
    ),
    null=True,
)
GRADES = Record(
    (
        Field("levels", "等次", ListOf(LEVEL, least=1)),
        Field("keys", "同分先看", ListOf(KEY), [], note="没写即没有另外的先看项"),
        Field(
            "base",
            "基数",
            Choice({"ranked": ("有名次的",), "not_vetoed": ("有名次且未被否决的",)}),
            ASK,
        ),
        Field("fill", "递补", Flag(), ASK),
        Field(
            "edge",
            "边上并列",
            Choice({"person": ("报考核委定",), "all": ("全收",), "none": ("全不收",)}),
            ASK,
        ),
        Field("promotion", "专项晋等", PROMOTION, None, note="没写即没有"),
    ),
    null=True,
)
GROUP = Record(
    (
        Field("group", "分组", CODE),
        Field("root", "总分", Code("node")),
        Field("outside", "另计", ListOf(Code("any")), [], note="没写即没有"),
        Field("ranking", "名次", RANKING),
        Field("grades", "等次", GRADES, None, note="没写即不评等次"),
    )
)

INTERIM = Choice({"none": ("不出",), "total": ("按监测值",)})
# Of the heading; data, items, nodes, vetoes and groups are tables of their own.
HEADING = (
    Field("name", "方案", Text(empty=False, most=500)),
    Field("code", "代码", CODE, None, note="没写即同方案名"),
    Field("status", "状态", STATUS),
    Field("period", "期间", CODE),
    Field("basis", "依据", ListOf(NOTE), [], note="不影响计算"),
    Field("calendar", "期次", ListOf(CODE, least=1), note="按先后"),
    Field("rounding", "取舍", ROUNDING, {}, note="没写即用约定的位数"),
    Field("cohort", "同组统计", COHORT),
    Field("interim", "监测总分", INTERIM, "none", note="没写即不出"),
)
TABLES = ("data", "items", "nodes", "vetoes", "groups")
