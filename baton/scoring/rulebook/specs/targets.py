"""M01–M09、M14、M34:与目标、阈值、参照值相比,以及按件加扣。"""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    Choice,
    Field,
    Input,
    ListOf,
    MapOf,
    Method,
    Number,
    Record,
    Text,
)
from baton.scoring.rulebook.specs.parts import (
    COMPARE,
    MAYBE_TARGET,
    MEASURE,
    MEASURE_ASK,
    NEUTRAL_LEAST,
    NEUTRAL_MOST,
    PART_DATA,
    STEP,
    TARGET,
    TIERS,
    X,
    award_as,
)

_CAP = Field(
    "cap", "封顶", Number("share", field=True, null=True), note="完成率最多算到多少;“不封顶”要写明"
)
_THRESHOLD = Field(
    "threshold",
    "低于此完成率不得分",
    Number("share", field=True, null=True),
    None,
    note="没写即没有",
)
_POINTS = Number("points", field=True)
_MAYBE_POINTS = Number("points", field=True, null=True)

_STEP_TIER = Record(
    (
        Field("above", "起", Number("measure")),
        Field("every", "每", Number("measure", positive=True)),
        Field("add", "加", Number("award")),
        Field("most", "最多", Number("award")),
    ),
    null=True,
)
_PART = Record(
    (
        PART_DATA,
        TARGET,
        Field("share", "占比", Number("share", least="0")),
        _CAP,
    )
)
_BENCHMARK_PART = Record(
    (
        PART_DATA,
        Field("benchmark", "基准", Number("measure", field=True)),
        Field("points", "分值", _POINTS),
        _CAP,
    )
)
_BAND = Record(
    (
        Field("width", "宽", Number("measure", null=True, positive=True)),
        Field("divisor", "除以", Number("plain", positive=True)),
    )
)
_REFERENCE = Record(
    (
        PART_DATA,
        Field("name", "名称", Text(empty=False, most=20)),
        Field("margin", "高出", Number("measure", field=True)),
        Field("share", "占比", Number("share", least="0")),
    )
)
NEED = Choice({"each": ("各算各的",), "all": ("都要做到",)})

TARGETS = (
    Method(
        "M01",
        "completion",
        "完成率",
        "完成多少得多少:分值乘以完成率,超额最多算到封顶。",
        "贵阳市绩效目标“发展型”指标:得分=权重分×完成率,超额不加分",
        (TARGET, _CAP, _THRESHOLD),
        (X,),
    ),
    Method(
        "M02",
        "control",
        "控制型",
        "越少越好:不超过控制数得满分,超出一倍即零分。",
        "贵阳市绩效目标“控制型”指标:得分=权重分×(2−完成率)",
        (TARGET,),
        (X,),
    ),
    Method(
        "M03",
        "over_fulfilment",
        "超额加分",
        "完成得满分,每超1个百分点加若干分,未完成按完成率得分。",
        "金华市2011年考核:完成得20分,每超1个百分点加0.5分,最高加10分,增幅超全市平均另加1分",
        (
            TARGET,
            Field("per_point", "每超1个百分点", _POINTS),
            Field("most", "最多加", _MAYBE_POINTS, note="“不设”要写明"),
            STEP,
            Field("group_extra", "高于组内平均另加", _MAYBE_POINTS, None, note="没写即没有"),
        ),
        (X, Input("g", "与组内平均相比的数据", optional=True)),
    ),
    Method(
        "M04",
        "composite_completion",
        "综合完成率",
        "几个完成率按占比相加,再乘以分值。",
        "招商引资等考核:[(甲实际/甲目标)×占比+(乙实际/乙目标)×占比]×分值,单项可封顶120%",
        (Field("parts", "组成部分", ListOf(_PART, least=1)),),
        listed="parts",
    ),
    Method(
        "M05",
        "tiers",
        "分档",
        "看落在哪一档,得那一档的分。",
        "节能目标考核:完成得40分,90%得36分,80%得32分……每超10%加3分最多加9分",
        (
            MEASURE,
            MAYBE_TARGET,
            Field("tiers", "档次", TIERS),
            Field(
                "closed",
                "档界",
                Choice(
                    {"left": ("以上包括本数", "左闭右开"), "right": ("以上不包括本数", "左开右闭")}
                ),
                ASK,
                note="正好在界上的归上一档还是下一档",
            ),
            award_as(),
            Field("step", "超出再加", _STEP_TIER, None, note="没写即没有"),
        ),
        (X,),
    ),
    Method(
        "M06",
        "all_or_nothing",
        "完成得满分",
        "完成得满分,没有完成就得不了分。",
        "竣工考核、目标完成计分法:完成得满分,未完成不得分",
        (TARGET, Field("compare", "须", COMPARE, note="如:不低于")),
        (X,),
    ),
    Method(
        "M07",
        "threshold_deduction",
        "阈值扣分保底",
        "低于(或高于)起扣线的,每差一段扣若干分,扣到保底为止。",
        "考核细则常见句式:低于92%的,每低1个百分点扣0.5分,最低得2分",
        (
            MEASURE_ASK,
            MAYBE_TARGET,
            Field("threshold", "起扣线", Number("measure", field=True)),
            Field("side", "扣", Choice({"below": ("低于起扣线",), "above": ("高于起扣线",)})),
            Field("per_point", "每段扣", _POINTS, note="常写成“每低1个百分点: 扣0.5分”"),
            Field("width", "每段", Number("measure", field=True)),
            STEP,
            Field("least", "保底", _MAYBE_POINTS, note="“不设”要写明"),
        ),
        (X,),
    ),
    Method(
        "M08",
        "per_case",
        "每件加扣",
        "每有一件加(扣)若干分;分级的按级加(扣)。",
        "达川县信访考核:重复信访每增1件扣1分;督查扣分:列督事项未反馈每件扣10分,加倍另行规定",
        (
            Field("sign", "加还是扣", Choice({"deduct": ("扣分", "扣"), "add": ("加分", "加")})),
            Field("start", "起评分", _POINTS),
            Field("per_case", "每件", _MAYBE_POINTS, None, note="与“各级”写一个"),
            Field(
                "levels",
                "各级",
                MapOf(Number("points"), "级别", null=True, least=1),
                None,
                note="与“每件”写一个",
            ),
            Field("free", "免计件数", Number("plain", least="0"), "0", note="没写即从第1件算起"),
            Field(
                "repeat",
                "重复加倍",
                Choice(
                    {
                        "none": ("不加倍",),
                        "double_case": ("第2件起每件加倍",),
                        "double_all": ("有重复的全部加倍",),
                    }
                ),
                "none",
                note="评分办法里没有“加倍”“翻倍”的,没写即不加倍;有的须声明",
            ),
        ),
        (Input("x", "数据", ("number", "tally")),),
    ),
    Method(
        "M09",
        "above_reference",
        "高于参照",
        "与全省平均等参照值相比,高的加、低的减,可分段递减。",
        "黑龙江省产业项目考核:超出省均10个百分点以内每点加基础分的1/20,10至20个百分点的1/40……减分同式反向",
        (
            Field(
                "reference",
                "参照值",
                Number("measure", field=True, null=True),
                None,
                note="与“参照数据”写一个",
            ),
            Field(
                "shape",
                "算法",
                Choice({"linear": ("按比例",), "bands": ("分段",)}),
                implied={"linear": "per_point", "bands": "bands"},
                note="由“每1个百分点”或“分段”可知",
            ),
            Field("base", "基础分", _POINTS),
            Field("per_point", "每1个百分点", _MAYBE_POINTS, None, note="与“分段”写一个"),
            Field(
                "bands",
                "分段",
                ListOf(_BAND, null=True, least=1),
                None,
                note="与“每1个百分点”写一个",
            ),
            NEUTRAL_LEAST,
            NEUTRAL_MOST,
        ),
        (X, Input("ref", "参照数据", optional=True)),
    ),
    Method(
        "M14",
        "benchmark_sum",
        "基准比加总",
        "各项实际值除以基准,乘以各自分值后相加。",
        "黄岩区亩均效益评价:亩均税收÷24.097×30+亩均增加值÷136.16×20+……",
        (Field("parts", "组成部分", ListOf(_BENCHMARK_PART, least=1)),),
        listed="parts",
        uses_points=False,
    ),
    Method(
        "M34",
        "above_references",
        "几个高于",
        "比全国、全省等几个参照值各要高出多少,各占几成,或者都要做到。",
        "“两个高于”:地区生产总值增速高于全国、高于全省平均水平",
        (
            Field("references", "参照", ListOf(_REFERENCE, least=1)),
            Field(
                "need",
                "几个参照",
                NEED,
                ASK,
                note="各按占比得分,还是都做到才得分",
            ),
            Field(
                "compare",
                "正好相等",
                Choice({"ge": ("算做到",), "gt": ("不算做到",)}),
                ASK,
                note="正好高出所要求的,算不算做到",
            ),
            Field("per_point", "每差1个百分点", _MAYBE_POINTS, None, note="没写即没做到的不得分"),
        ),
        (X,),
        listed="references",
    ),
)
