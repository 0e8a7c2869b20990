"""M19、M25、M27、M29、M30:时限、台账、分期和自定公式。"""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    Choice,
    Code,
    Day,
    Field,
    Integer,
    ListOf,
    MapOf,
    Method,
    Number,
    Record,
    Text,
)
from baton.scoring.rulebook.specs.parts import (
    COMPARE,
    PART_DATA,
    PERIOD_CONSTANTS,
    SCALE,
    UNFINISHED,
    X,
)

_STAGE = Record(
    (
        Field("days", "至几天", Integer(least=1)),
        Field("share", "得", Number("share")),
    )
)
_DATED_PART = Record(
    (
        PART_DATA,
        Field("due", "期限", Day(field=True)),
        Field("extension", "延期至", Day(field=True, null=True), None, note="没写即没有延期"),
        Field("approved", "批准延期日", Day(field=True, null=True), None, note="没写即没有延期"),
        Field("share", "占比", Number("share", least="0"), "1", note="只有一部分时可不写"),
    )
)
_GIVEN = Record(
    (
        Field("least", "最少", Number("points")),
        Field("most", "最多", Number("points")),
    ),
    null=True,
)
_PRECONDITION = Record(
    (
        PART_DATA,
        Field("compare", "须", COMPARE),
        Field("value", "值", Number("measure", field=True)),
    )
)
_ROUND = Record(
    (
        Field("period", "期间", Code("period")),
        Field("weight", "权重", Number("share", least="0")),
    )
)

LEDGER = Method(
    "M25",
    "ledger",
    "加减分台账",
    "表彰、督查扣分等一件一件的事,按级别加(扣),同一事项、清单、总额各有规定。",
    "考核办法常见条文:国家级加2分、省级加1分、市级加0.5分,同一事项按最高,配合单位减半,合计不超过5分",
    (
        Field("kinds", "事件", ListOf(Text(empty=False, most=200), least=1)),
        Field("sign", "加还是扣", Choice({"add": ("加分", "加"), "deduct": ("扣分", "扣")})),
        Field("levels", "各级", MapOf(Number("points", least="0"), "级别")),
        Field("given", "酌情", _GIVEN, None, note="没写即级别不在表里的待定"),
        Field(
            "lists",
            "归入清单",
            MapOf(Text(empty=False, most=200), "级别"),
            {},
            note="没写即不分清单",
        ),
        Field(
            "list_caps",
            "清单封顶",
            MapOf(Number("points", least="0"), "清单", rest=True),
            {},
            note="没写即不限",
        ),
        Field(
            "same_matter",
            "同一事项",
            Choice({"highest": ("只计最高一次",), "sum": ("累计",)}),
            ASK,
        ),
        Field(
            "support_share",
            "配合单位",
            Number("share", least="0"),
            ASK,
            ("1", "0.5", "0"),
            note="配合单位计几成",
        ),
        Field(
            "order",
            "减半次序",
            Choice({"highest_first": ("先取最高后减半",), "half_first": ("先减半后取最高",)}),
            ASK,
            note="配合单位 100% 的可不写",
        ),
        Field(
            "counted",
            "上年已计",
            Choice({"difference": ("补差额",), "none": ("不再计",), "full": ("照计",)}),
            ASK,
        ),
        Field(
            "elsewhere",
            "已在别处计过",
            Choice({"skip": ("不再计",), "count": ("照计",)}),
            ASK,
        ),
        Field(
            "undecided",
            "未认定的",
            Choice({"pending": ("等认定",), "ignore": ("先不计",)}),
            ASK,
        ),
        Field(
            "cap",
            "合计不超过",
            Number("points", field=True, null=True, least="0"),
            None,
            note="没写即不限",
        ),
        Field("from", "起始日", Day(null=True), None, note="没写即不限"),
        Field("to", "截止日", Day(null=True), None, note="没写即不限"),
        Field("preconditions", "前提", ListOf(_PRECONDITION), [], note="没写即没有"),
    ),
    listed="preconditions",
    uses_points=False,
)

EVENTS = (
    Method(
        "M19",
        "timeliness",
        "时限",
        "按时得满分,迟到按天扣或分阶段扣,批准的延期不算迟。",
        "督查督办办法:批准延期的按新期限,批准日晚于原期限的延期不抵",
        (
            Field("parts", "组成部分", ListOf(_DATED_PART, least=1)),
            Field(
                "per_day",
                "每迟1天",
                Number("points", field=True, null=True),
                None,
                note="与“迟到各段”写一个",
            ),
            Field(
                "stages",
                "迟到各段",
                ListOf(_STAGE, null=True, least=1, pair=("days", "share"), sort="days"),
                None,
                note="与“每迟1天”写一个",
            ),
            Field("zero_after", "超过几天不得分", Integer(null=True), None, note="没写即没有"),
        ),
        listed="parts",
        listed_kind="date",
    ),
    LEDGER,
    Method(
        "M27",
        "period_weights",
        "分期加权",
        "各期评分按权重合成全年得分。",
        "安徽某市2023年:一季度15%、上半年25%、前三季度25%、全年35%;长兴县:一轮未开展统一计95分",
        (
            Field("rounds", "各期权重", ListOf(_ROUND, least=1, pair=("period", "weight"))),
            PERIOD_CONSTANTS,
            SCALE,
            UNFINISHED,
        ),
        (X,),
    ),
    Method(
        "M29",
        "accumulation",
        "分期累计",
        "各期数相加或平均,再按每期满分折成本项的分。",
        "季度考核:四个季度得分累计或平均为年度得分",
        (
            Field("rounds", "各期", ListOf(Code("period"), least=1)),
            PERIOD_CONSTANTS,
            SCALE,
            Field("mode", "合成", Choice({"sum": ("相加",), "mean": ("平均",)})),
            UNFINISHED,
        ),
        (X,),
    ),
    Method(
        "M30",
        "custom",
        "自定公式",
        "用一个式子写明怎么算,式子照样列在“怎么算的”里。",
        "其余方法都不合用的评分办法",
        (
            Field("expression", "公式", Text(empty=False, most=500)),
            Field(
                "values", "取值", MapOf(Number("measure", field=True), "名"), {}, note="没写即没有"
            ),
        ),
        free=True,
        uses_points=False,
    ),
)
