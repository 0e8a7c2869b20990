"""词表: the words offices use in tables for states, totals, notes and headings. Matching is on normalised text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from baton.documents.dates import read_date
from baton.documents.layouts.known import State
from baton.documents.layouts.measures import parts_of
from baton.documents.names import normalised
from baton.documents.numbers import fold

STATES: dict[str, State] = {
    "已报": "reported",
    "正常": "reported",
    "无此任务": "not_applicable",
    "无任务": "not_applicable",
    "无此项": "not_applicable",
    "不涉及": "not_applicable",
    "不适用": "not_applicable",
    "不考核": "not_applicable",
    "单列": "excused",
    "不可抗力": "excused",
    "不可抗力/单列": "excused",
    "免考": "excused",
    "未报": "not_yet",
    "未测": "not_yet",
    "未出数": "not_yet",
    "未公布": "not_yet",
    "未反馈": "not_yet",
    "待报": "not_yet",
    "暂无": "not_yet",
    "暂缺": "not_yet",
    "待定": "pending",
    "待核": "pending",
    "待核实": "pending",
    "待认定": "pending",
    "退回": "pending",
    "缺报": "missing",
    "逾期未报": "missing",
    "—": "not_applicable",
    "/": "not_applicable",
    "无": "not_applicable",
}
UNCLEAR = frozenset({"—", "/", "无"})  # read as 无此任务, but a person is told

_DASHES = re.compile(r"[-—–―─_]{1,4}")
_SLASHES = re.compile(r"[/\\]{1,2}")

TOWNS = ("乡镇", "镇街", "乡街", "乡镇名称", "镇街名称", "乡镇(街道)", "乡镇、街道", "乡镇街道", "乡(镇)", "镇(乡)", "乡(镇、街道)", "镇(街道)", "镇(街)", "镇、街道", "街道")  # fmt: skip
"""Headings of a county's units, beside the usual ones."""
SUBJECT = (
    "单位",
    "单位名称",
    "县市区",
    "县(市、区)",
    "县区",
    "区县",
    "地区",
    "考核对象",
    "被考核单位",
    "考核单位",
    "对象",
    "部门",
    "姓名",
    "单位(对象)",
    *TOWNS,
)
ITEM = ("指标", "指标名称", "考核指标", "数据项", "项目", "考核项目", "考核内容", "指标项")
VALUE = (
    "数值",
    "值",
    "实际值",
    "完成值",
    "完成数",
    "实际完成",
    "实际完成值",
    "数据",
    "实绩",
    "得分",
    "指标值",
    "本期值",
    "累计值",
    "完成",
    "本年累计完成",
    "本年累计完成数",
)
PERIOD = ("期间", "时期", "期别", "报告期", "所属期", "月份", "季度", "时间", "数据期间", "考核期")
STATE = ("状态", "报送状态", "情况")
KEY = ("类别", "分类", "分项", "档次", "等级", "选项", "键", "事项编号")
DATE = ("日期", "报送日期", "数据日期", "公布日期", "出数日期")
MEASURE = ("计量单位", "单位", "数据单位", "量纲")

COUNTED = frozenset({"票", "张", "份", "人", "个", "人次"})
"""Measures of votes that all mean one slip."""

PLAIN_VALUE = frozenset(
    map(
        normalised,
        (
            *VALUE,
            "实际",
            "完成",
            "本期",
            "累计",
            "本年",
            "本月",
            "当期",
            "当年",
            "总量",
            "绝对值",
            "实际数",
            "完成情况",
            "实际完成数",
            "累计完成",
            "累计完成数",
            "累计完成值",
            "累计数",
            "累计值",
            "累计额",
            "本年累计",
            "本年累计数",
            "本年累计完成",
            "今年累计",
            "全年完成",
            "全年完成数",
            "年度完成",
            "年度完成数",
            "本年完成",
            "本年完成数",
        ),
    )
)
ASIDE = frozenset(
    map(normalised, (
        "序号", "编号", "名次", "排名", "位次", "排序", "备注", "说明", "目标", "目标值", "年度目标", "计划", "计划数", "任务", "任务数", "目标任务",
        "目标数", "目标任务数", "年度目标值", "年度目标数", "全年目标", "年度任务", "年度任务数", "全年任务", "年度计划", "年度计划数", "全年计划", "责任目标", "完成比例", "年计划", "完成年计划", "完成年度目标", "增长率", "同比增长率",
        "比上年增长", "较上年增长", "比上年同期增长", "较上年同期增长", "比去年增长", "同比增幅", "同比增减",
        "上年增速", "去年增速", "上年同期增速", "去年同期增速", "上年增幅", "上年", "上年同期", "去年同期", "同期", "上年数", "上年实绩", "增速", "增长", "增幅", "同比", "同比增长", "完成率", "进度", "完成进度", "占比", "分值", "权重", "满分",
        "牵头单位", "责任单位", "数据来源", "来源", "填报人", "审核人", "联系人", "联系电话", "计量单位", "分组", "类型", "扣分原因", "扣分理由", "评分说明", "评分办法", "情况说明",
        "上年累计", "去年累计", "上年同期累计", "完成%", "与目标差", "与目标差距", "差额", "差距",
        "增减", "增减额", "增减数", "增减幅", "增减变化", "变化", "变动", "比上年增减", "较上年增减", "增速差",
        "标准分", "基准分", "基本分", "应得分", "扣分", "扣分值", "扣分分值", "失分", "缺口",
    ))
)  # fmt: skip

ROW_NUMBER = "序号"
CLERKS = frozenset(
    map(normalised, (ROW_NUMBER, "填报人", "审核人", "经办人", "填表人", "联系人", "联络员", "联系电话", "联系方式", "电话", "办公电话", "手机", "手机号"))
)  # fmt: skip
"""Headings that say nothing of what a list is about: the number of a row, and whom to ask about it."""

POINTS = (
    "得分", "表上得分", "自评得分", "自评分", "评分", "考核得分", "实得分", "核定得分", "折算得分", "指标得分", "本项得分", "考评得分", "评定得分", "考核分", "最终得分",
)  # fmt: skip
"""Headings of the points a reporter has worked out itself, beside the figures they come from."""
OWN_POINTS = ("自评得分", "自评分")
"""Headings of the points that the assessed unit gives itself."""
REASON = (
    "扣分原因",
    "扣分理由",
    "扣分说明",
    "扣分情况",
    "扣分原因及依据",
    "扣分原因及说明",
    "扣分依据",
    "失分原因",
    "评分说明",
    "得分说明",
    "原因",
)

BELONGS = (
    "所在单位",
    "工作单位",
    "任职单位",
    "单位及职务",
    "单位职务",
    "所在单位及职务",
    "工作单位及职务",
    "职务",
    "现任职务",
    "职级",
    "职务职级",
)
"""Headings of what stands beside a person's name and is nobody's figure: where he works, and as what."""
PERSONS = ("姓名", "干部姓名", "领导姓名", "领导干部", "被测评人", "测评对象", "考核对象姓名")

LEADS = (
    "牵头单位",
    "填报单位",
    "评分单位",
    "数据来源",
    "数据来源单位",
    "考核牵头单位",
    "牵头部门",
    "审核单位",
)
"""Headings of columns that name units which report or lead, not units whose figures these are."""

_TOTALS = {
    "合计": "sum",
    "总计": "sum",
    "总分": "sum",
    "总得分": "sum",
    "合计得分": "sum",
    "小计": "part",
    "平均": "mean",
    "平均值": "mean",
    "均值": "mean",
    "平均数": "mean",
}
_ENDS = frozenset({"市本级合计", "最大值", "最小值", "最高", "最低"})
_LEVEL = "平均值|平均数|平均水平|平均线|平均增速|平均增幅|平均增长率|平均进度|平均完成率|平均得分|平均分|平均|均值|中位数"
_REFERENCE = re.compile(
    rf"(?:参照|参考|对照|对比|其中)?[值数行]?[-—]*(全国|全省|全自治区|全区|全市|全州|全盟|全县)(?:{_LEVEL}|水平|总体|整体|同期|增速|增幅|增长率|数据|数|值|参照值?|参考值?)*%?"
)
_NATION = re.compile(r"(全国|全省|全自治区)(?:合计|总计|总量|汇总)")
_SHORT = re.compile(rf"(国家|省|自治区)级?(?:{_LEVEL})%?")  # 省平均, never 省 alone
_WHOLE = {"国家": "全国", "省": "全省", "自治区": "全自治区"}
_SEVERAL = re.compile(r"(?:全国|全省|全自治区|全区|全市|全州|全县)(?:[/、和及与,](?:全国|全省|全自治区|全区|全市|全州|全县))+(?:平均值|平均数|平均水平|平均|均值|水平)?%?")  # fmt: skip
_NOTE = re.compile(
    r"(注|备注|附注|说明|填表说明|数据来源|填报人|填表人|制表|制表人|审核人|审核|负责人|单位负责人|分管领导|联系人|联系电话|填报单位|填报时间|填报日期|报送单位|盖章)\s*\d?\s*[:(]|[*※]|注\d"
)
_SIGN = re.compile(
    r"(填报人|填表人|经办人|制表人?|审核人?|复核人?|审批人?|负责人|单位负责人|主要负责人|分管领导|联系人|联系电话|填报单位|填报时间|填报日期|报送单位|报送日期|填表日期|制表日期|日期|盖章|单位\(?盖章\)?)(\(?(签字|签名|盖章)\)?)?:"
)
_SIGNED_HERE = re.compile(r"\(?(?:单位)?(?:签字|签名|签章|盖章|公章)\)?:?")
_BLANK_DATE = re.compile(r"(?:20\d\d)? *年 +月 +日")
_META = re.compile(
    r"(单位|计量单位|金额单位|填报单位|报送单位|编制单位|填报日期|填报时间|报送日期|填表人|制表人|制表|日期|时间|表号|制定机关|密级)\s*:"
)
_CORNER = re.compile(r"(?:计量单位|金额单位|单位)\s*:\s*(?P<unit>[^\s:;。]{1,20})")
_MENTIONED = re.compile(r"(?<![报送制头任评考])(?:金额|计量|数据)?单位\s*(?:[均都为是:]|一律)+\s*(?P<unit>[^\s:;。]{1,20})")  # fmt: skip


def state_of(text: str) -> tuple[State, str] | None:
    """The state a cell's words mean and the word itself; None if it is no state word."""
    if text[:1].isdigit():
        return None
    text = fold(text)
    if _DASHES.fullmatch(text):
        return STATES["—"], "—"
    if _SLASHES.fullmatch(text):
        return STATES["/"], "/"
    word = normalised(text).strip("()")
    state = STATES.get(word)
    return (state, word) if state else None


def total_of(label: str) -> str | None:
    """ "sum", "part" (小计), "mean", "region" (全市 and the like, never added up), or None for an ordinary label."""
    word = _bare(label)
    if word in _ENDS or reference_of(label):
        return "region"
    found = re.search(r"(合计|总计|小计|平均值|平均数|平均|均值|总分|总得分|合计得分)$", word)
    return _TOTALS[found[1]] if found and len(word) <= 8 else None


def reference_of(label: str) -> str:
    """全省 for 全省平均, 省平均水平, 全省(参照值): whose figure a row holds that is no assessed unit's; empty for any other.

    A row of several, 全国/全省平均, gives all of them: it is nobody's figure and is held against nothing.
    """
    word = _bare(label)
    found = _REFERENCE.fullmatch(word) or _NATION.fullmatch(word)
    if found:
        return found[1]
    if short := _SHORT.fullmatch(word):
        return _WHOLE[short[1]]
    return word if _SEVERAL.fullmatch(word) else ""


def _bare(label: str) -> str:
    return re.sub(r"[\s:()]", "", normalised(label))


def year_of(text: str) -> int | None:
    """2025 for 2025年, 2025年度, 2025年全年: a column of a whole year."""
    found = re.fullmatch(
        r"(20\d\d)年?(度|全年|年末|年底)?(数|实绩|完成数|完成值|完成情况)?", normalised(text)
    )
    return int(found[1]) if found else None


def is_full_points(text: str) -> bool:
    """满分40分, 分值(10): a heading that only says how many points there are to get."""
    return bool(
        re.fullmatch(r"(满分|分值|权重|标准分|基准分)\(?\d+(\.\d+)?(分|%)?\)?", normalised(text))
    )


def is_note(text: str) -> bool:
    """Whether a row that starts with this text stands under or above a table: 注:…, 填报人:…"""
    return bool(_NOTE.match(_folded(text)))


def is_signed(texts: Sequence[str]) -> bool:
    """Whether a row says nothing but who made a table, who checked it and when: 填表人:王磊 | 审核: | 2026年1月5日.

    >>> is_signed(["填表人：", "王磊", "审核：李四", "2026年1月5日"]), is_signed(["说明：", "王磊"]), is_signed(["审核", "王磊"])
    (True, False, False)
    >>> is_signed(["（签字）", "年 月 日"]), is_signed(["2026年1月5日", "王磊"])
    (True, False)
    """
    is_open = False  # a label stands there whose name is in the next cell
    for text in texts:
        folded = _folded(text)
        signs = bool(_SIGN.match(folded) or _SIGNED_HERE.fullmatch(folded))
        if not (signs or is_open or read_date(text) or _BLANK_DATE.fullmatch(folded)):
            return False
        is_open = signs and folded.endswith(":")
    return bool(texts) and any(
        _SIGN.match(folded) or _SIGNED_HERE.fullmatch(folded) for folded in map(_folded, texts)
    )


def is_meta(text: str) -> bool:
    """Whether a cell belongs to the lines above a table: 单位:万元, 填报单位:…"""
    return bool(_META.match(_folded(text)))


def corner_unit(text: str) -> str:
    """万元 from "单位:万元", 亿元、% from "单位:亿元,%"; units of people who report ("填报单位:市财政局") are not units of measure."""
    folded = _folded(text)
    if re.match(r"(填报|报送|编制|牵头|责任)单位", folded):
        return ""
    found = _CORNER.search(folded)
    return _units_in(found["unit"]) if found else ""


def mentioned_unit(text: str) -> str:
    """亿元 from a note such as "注:金额单位为亿元"; empty where it names none.

    >>> mentioned_unit("注：金额单位为亿元。"), mentioned_unit("填报单位：市财政局"), mentioned_unit("注：单位均已核对")
    ('亿元', '', '')
    """
    found = _MENTIONED.search(_folded(text))
    return "、".join(parts_of(found["unit"])) if found else ""


def _units_in(text: str) -> str:
    return "、".join(parts_of(text.rstrip(")"))) or text.split(",")[0].rstrip(")")[:10]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def is_one_of(text: str, words: tuple[str, ...]) -> bool:
    return normalised(text) in _normalised(words)


_CACHE: dict[tuple[str, ...], frozenset[str]] = {}


def _normalised(words: tuple[str, ...]) -> frozenset[str]:
    if words not in _CACHE:
        _CACHE[words] = frozenset(map(normalised, words))
    return _CACHE[words]
