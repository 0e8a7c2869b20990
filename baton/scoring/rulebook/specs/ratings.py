"""M20–M24、M31–M33:等第、测评、满意度、直接评分和折算。"""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    Choice,
    Field,
    Flag,
    Input,
    Integer,
    ListOf,
    MapOf,
    Method,
    Number,
    Record,
    Text,
)
from baton.scoring.rulebook.specs.parts import (
    LEVEL_SHARES,
    MAYBE_TIERS,
    RANK_BANDS,
    SCALE,
    X,
    award_as,
)

_TALLY = Input("x", "数据", ("tally",))
_EXCLUDED = Field(
    "excluded", "不计入有效票", ListOf(Text(empty=False, most=200)), note="如 [不了解];没有就写 []"
)
_MAYBE_LEVELS = ListOf(Text(empty=False, most=200), null=True, least=1)
_CATEGORY = Record(
    (
        Field("category", "类别", Text(empty=False, most=200)),
        Field("weight", "权重", Number("share", least="0")),
    )
)

RATINGS = (
    Method(
        "M20",
        "grade_conversion",
        "定性换算",
        "把优秀、良好等等第换成分数。",
        "平时考核换算:优秀100%、良好80%、一般60%、较差40%",
        (Field("table", "换算表", MapOf(Number("award"), "等第", least=1)), award_as()),
        (Input("x", "数据", ("grade",)),),
    ),
    Method(
        "M21",
        "ballots",
        "民主测评",
        "按有效票的等级加权得分,或按好评率分档。",
        "(繁重×100+较多×80+一般×60+较少×40)÷有效票;瑞安市:优秀得票率90%以上得200分,80%以上190分",
        (
            Field(
                "mode",
                "算法",
                Choice({"weighted": ("等级加权",), "tiers": ("好评率分档",)}),
                implied={"weighted": "weights", "tiers": "tiers"},
                note="由“等级分”或“档次”可知",
            ),
            Field(
                "weights",
                "等级分",
                MapOf(Number("share"), "等级", null=True, least=1),
                None,
                note="与“档次”写一个",
            ),
            _EXCLUDED,
            Field("top", "好评", _MAYBE_LEVELS, None, note="分档时必填,如 [优秀]"),
            Field("tiers", "档次", MAYBE_TIERS, None, note="与“等级分”写一个"),
            award_as(null=True),
        ),
        (_TALLY,),
    ),
    Method(
        "M22",
        "rater_categories",
        "分类测评",
        "各类评价人先各自算分,再按权重加权。",
        "宜君县2017年满意度:本单位干部3、服务对象6、部门评乡镇3、县级领导3",
        (
            Field(
                "categories", "类别权重", ListOf(_CATEGORY, least=1, pair=("category", "weight"))
            ),
            Field("levels", "等级分", LEVEL_SHARES),
            _EXCLUDED,
            Field(
                "empty",
                "某类无人评",
                Choice({"renormalise": ("按其余类别折算",), "not_applicable": ("此项不算",)}),
                ASK,
                note="有一类没有有效票时怎么办",
            ),
        ),
        (_TALLY,),
    ),
    Method(
        "M23",
        "trimmed_ratings",
        "去高去低",
        "去掉一个最高分、一个最低分再平均。",
        "民主评议表常见规则:参评超过5人去最高最低再平均,5人及以下直接平均",
        (
            SCALE,
            Field("low", "最低有效分", Number("points")),
            Field("high", "最高有效分", Number("points")),
            Field("trim_above", "超过几人去高去低", Integer()),
        ),
        (_TALLY,),
    ),
    Method(
        "M24",
        "satisfaction",
        "满意度",
        "满意度在零分线与满分线之间按位置给分。",
        "群众满意度测评:达到满分线得满分,零分线以下不得分;样本不足的待定",
        (
            Field("zero_at", "零分线", Number("measure", field=True)),
            Field("full_at", "满分线", Number("measure", field=True)),
            Field(
                "min_sample",
                "最少样本",
                Number("plain", null=True, least="0"),
                None,
                note="没写即不查样本",
            ),
        ),
        (X, Input("n", "样本量", optional=True), Input("margin", "误差", optional=True)),
    ),
    Method(
        "M31",
        "direct",
        "直接评分",
        "由牵头单位直接评分;没有拉开差距的退回重评。",
        "安徽某市2023年“工作评价”:由市有关单位直接评分,须拉开差距,不得并列",
        (
            Field(
                "min_spread",
                "最高最低相差不少于",
                Number("points", null=True, least="0"),
                None,
                note="没写即不查",
            ),
            Field("no_ties", "不得并列", Flag(), False, note="没写即可以并列"),
        ),
        (X,),
        uses_points=False,
    ),
    Method(
        "M32",
        "converted",
        "专项考核结果折算",
        "把另一项考核的得分、名次或等第折成本项的分。",
        "专项考核结果运用:按百分制得分、名次或优秀良好等等第折算",
        (
            Field(
                "source",
                "折算",
                Choice({"score": ("得分",), "rank": ("名次",), "grade": ("等第",)}),
                implied={"score": "scale", "rank": "bands", "grade": "table"},
                note="由“满分为”“名次分”或“换算表”可知",
            ),
            Field(
                "scale",
                "满分为",
                Number("points", null=True, positive=True),
                None,
                note="折算得分时写",
            ),
            Field(
                "bands",
                "名次分",
                ListOf(RANK_BANDS.of, least=1, pair=("to", "award"), sort="to", null=True),
                None,
                note="折算名次时写",
            ),
            Field("otherwise", "其余", Number("award", null=True), None, note="折算名次时写"),
            Field(
                "table",
                "换算表",
                MapOf(Number("award"), "等第", null=True, least=1),
                None,
                note="折算等第时写",
            ),
            award_as(),
        ),
        (Input("x", "数据", ("number", "grade")),),
    ),
    Method(
        "M33",
        "team_balance",
        "组间平衡",
        "按全部平均与本考核组平均之比修正。",
        "各考核组分头打分的,按全部单位平均分与本组平均分之比修正",
        (),
        (X,),
        uses_points=False,
    ),
)
