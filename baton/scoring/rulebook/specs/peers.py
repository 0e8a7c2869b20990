"""M10–M13、M15–M18:与同组相比,与上年相比,与区间相比。"""

from __future__ import annotations

from baton.scoring.rulebook.shapes import (
    ASK,
    COMPLEMENT,
    Choice,
    Field,
    Input,
    Integer,
    ListOf,
    Method,
    Number,
)
from baton.scoring.rulebook.specs.parts import RANK_BANDS, REVERSE, STEP, X, award_as

_BASE = Field("base", "基础分", Number("share"))
_SPAN = Field("span", "浮动", Number("share"), COMPLEMENT, note="没写即 100% 减去基础分")
_CAP = Field("cap", "封顶", Number("share", field=True, null=True), note="“不封顶”要写明")
_POINTS = Number("points", field=True)

PEERS = (
    Method(
        "M10",
        "efficacy_group",
        "功效系数",
        "在组内最低与最高之间按位置给分,最低的得基础分,最高的得满分。",
        "高安市2021年:(实际−最小)÷(最大−最小)×40+60;旌德县亩均评价:20+80×……",
        (
            _BASE,
            _SPAN,
            REVERSE,
            Field(
                "equal",
                "组内相同",
                Number("share"),
                ASK,
                ("1", "0.6", "0"),
                note="最高与最低相同时得分值的多少",
            ),
        ),
        (X,),
    ),
    Method(
        "M11",
        "efficacy_fixed",
        "功效系数(固定值)",
        "在不允许值与满意值之间按位置给分。",
        "宁波市工业经济评价:60+40×(实际−不允许值)÷(满意值−不允许值)",
        (
            Field("bad", "不允许值", Number("measure", field=True)),
            Field("good", "满意值", Number("measure", field=True)),
            _BASE,
            _SPAN,
            Field(
                "least",
                "最低",
                Number("share", field=True, null=True),
                note="分值的多少;“不设”要写明",
            ),
            Field(
                "most",
                "最高",
                Number("share", field=True, null=True),
                note="分值的多少;“不设”要写明",
            ),
        ),
        (X,),
    ),
    Method(
        "M12",
        "ratio_to_best",
        "与最好比",
        "组内最好的得满分,其余按与最好的比例得分。",
        "瑞安市2012年“按实绩赋分”:本单位得分÷第一名得分×600",
        (REVERSE,),
        (X,),
    ),
    Method(
        "M13",
        "ratio_to_mean",
        "与平均比",
        "与组内平均相比;越低越好的,到平均的两倍即零分。",
        "营商环境考核逆向指标:(2−本单位÷平均)×分值,达到平均两倍的计0分",
        (REVERSE, _CAP),
        (X,),
    ),
    Method(
        "M15",
        "rank_points",
        "位次法",
        "按组内名次给分:逐位递减,或者照名次分表。",
        "瑞安市“按排名赋分”:名次每降1位减2%;争先进位计分法:第一满分、以后按5%递减;60、57、54、51、48",
        (
            Field(
                "direction",
                "取向",
                Choice(
                    {
                        "high": ("越高越好", "正向", "越大越好"),
                        "low": ("越低越好", "逆向", "越小越好"),
                    }
                ),
                note="写了“方向”的可不写",
            ),
            Field(
                "from",
                "数起",
                Choice({"top": ("第1名", "从第1名"), "bottom": ("倒数第1名", "从倒数第1名")}),
                "top",
                note="没写即从第1名数起",
            ),
            Field(
                "ties",
                "并列",
                Choice({"high": ("按并列名次",), "mean": ("取各名次平均",)}),
                ASK,
                note="并列的按同一名次给分,还是取所占名次的平均",
            ),
            Field(
                "shape",
                "算法",
                Choice({"decrement": ("逐位递减",), "table": ("照表",)}),
                implied={"decrement": "per_place", "table": "table"},
                note="由“每降1位”或“名次分”可知",
            ),
            Field(
                "per_place",
                "每降1位",
                Number("share", null=True),
                None,
                note="与“名次分”写一个;按分数递减的(每降1位减0.2分),第1名的分写进“名次分”,“表后各名”选“再逐位递减”",
            ),
            Field(
                "least", "最低", Number("share", null=True), None, note="没写即不设;只用于逐位递减"
            ),
            Field(
                "table",
                "名次分",
                ListOf(Number("award"), null=True, least=1),
                None,
                note="与“每降1位”写一个",
            ),
            Field(
                "then",
                "表后各名",
                Choice(
                    {"last": ("同末名",), "zero": ("计0分",), "step": ("再逐位递减",)}, null=True
                ),
                None,
                note="照表时必填",
            ),
            Field(
                "step",
                "表后每降1位",
                Number("award", null=True),
                None,
                note="再逐位递减时写减几分,如 减0.2分",
            ),
            award_as(),
        ),
        (X,),
    ),
    Method(
        "M16",
        "movement",
        "进位",
        "按本年名次得基础分,比上年前进的加、后退的扣。",
        "全省排位考核常见句式:前3名得10分,第4—6名得8分……较上年每前进1位加0.5分,保持前3名的不扣",
        (
            Field("bands", "名次分", RANK_BANDS),
            Field("otherwise", "其余", Number("points")),
            Field("gain", "每前进1位", Number("points")),
            Field("loss", "每后退1位", Number("points")),
            Field(
                "protect",
                "保持前几名不扣",
                Integer(null=True, least=1),
                None,
                note="没写即没有这一句",
            ),
            Field("least", "最低", Number("points")),
            Field("most", "最高", Number("points")),
        ),
        (Input("x", "本年名次"), Input("last", "上年名次")),
        uses_points=False,
    ),
    Method(
        "M17",
        "level_progress",
        "水平与进步",
        "水平分与进步分加权;达到参照值的与没达到的权重不同。",
        "湖南省计划生育考核:水平分与进步分按7:3(高于平均)或3:7(低于平均)加权,按难度系数修正,不超过满分",
        (
            Field("reference", "参照值", Number("measure", field=True)),
            Field("above", "达到参照值时水平占", Number("share", least="0", most="1")),
            Field("below", "未达到时水平占", Number("share", least="0", most="1")),
            Field(
                "difficulty",
                "难度修正",
                Number("share", field=True, null=True),
                None,
                note="没写即没有",
            ),
        ),
        (Input("level", "水平分"), Input("progress", "进步分")),
    ),
    Method(
        "M18",
        "interval",
        "适度区间",
        "在区间内得满分,每偏离一段扣若干分,扣到保底为止。",
        "适度指标常见句式:在上下限之间得满分,每偏离1个百分点扣若干分",
        (
            Field("low", "下限", Number("measure", field=True)),
            Field("high", "上限", Number("measure", field=True)),
            Field("per_point", "每段扣", _POINTS, note="常写成“每偏离1个百分点: 扣0.5分”"),
            Field("width", "每段", Number("measure", field=True)),
            STEP,
            Field(
                "least",
                "保底",
                Number("points", field=True, null=True),
                note="“不设”要写明",
            ),
        ),
        (X,),
    ),
)
