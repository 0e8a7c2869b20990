"""表头用语: the words that offices write over the columns of a scheme table, and how they are read."""

from __future__ import annotations

import re

from baton.documents.names import normalised
from baton.documents.numbers import fold

# From the coarsest to the finest; of those a table has, the finest is the indicator.
LEVELS = (
    (
        "类别",
        "大项",
        "一级指标",
        "指标类别",
        "项目类别",
        "考核类别",
        "考核类型",
        "板块",
        "指标大类",
        "一级",
    ),
    ("考核项目", "项目", "项目名称", "评价项目"),
    ("考核内容", "内容", "评价内容", "工作内容"),
    (
        "考核指标",
        "指标",
        "指标名称",
        "二级指标",
        "小项",
        "具体指标",
        "评价指标",
        "考核指标名称",
        "考核事项",
        "二级",
    ),
    ("三级指标", "考核要点", "考核子项", "三级", "四级指标"),
)
HEADS = {
    "number": ("序号", "编号", "序", "项次"),
    "points": (
        "分值", "权重", "满分", "分数", "标准分", "权重分", "权重分值", "标准分值", "基本分", "基准分", "基础分", "考核分值",
        "权数", "赋分", "指标分值", "配分", "总分值",
        "分值权重", "指标权重", "考核权重", "权重系数", "标准分数", "满分值",
    ),
    "target": ("目标值", "年度目标值", "目标", "年度目标", "目标任务", "指标值", "任务目标", "工作目标", "目标要求"),
    "sentence": (
        "评分办法", "评分标准", "计分办法", "考核办法", "评分细则", "计分方法", "考核标准", "计分标准", "评分方法", "计分规则",
        "评分规则", "考核细则", "考核方法", "评价标准", "考核评分标准", "考核评分办法", "评分办法和标准", "评分标准及办法", "扣分标准",
    ),
    "definition": ("指标解释", "指标说明", "指标释义", "指标含义", "指标定义", "解释", "考核要求", "工作要求"),
    "basis": ("依据", "文件依据", "考核依据", "政策依据", "依据文件", "指标依据", "任务来源", "任务依据", "依据来源", "来源依据",
        "文件", "文件名称", "设置依据", "依据文号", "文号"),
    "source": (
        "数据来源", "数据提供", "数据提供单位", "数据来源单位", "来源", "资料来源", "数据采集单位", "数据责任单位", "考核数据来源",
    ),
    "lead": (
        "牵头单位", "牵头部门", "牵头考核单位", "牵头考核部门", "责任单位", "责任部门", "主管部门", "考核责任单位", "牵头责任单位",
        "牵头责任部门", "牵头科室", "牵头股室", "责任科室", "责任股室", "承办科室", "主责单位", "主责部门", "主管单位", "归口单位", "归口部门",
        "归口管理部门", "牵头单位部门", "牵头处室", "责任处室", "责任牵头单位",
    ),
    "scorer": (
        "考核单位", "考核部门", "评分单位", "评分部门", "打分单位", "打分部门", "实施考核单位", "考评单位", "考评部门",
        "考核实施单位", "考核主体", "评价单位", "责任考核部门", "责任考核单位", "考核责任部门", "考核科室", "考核股室", "评分科室", "评价部门",
        "考核评价单位", "考核评价部门", "负责考核单位", "负责考核部门", "具体考核单位", "具体考核部门", "认定单位", "认定部门",
    ),
    "parent": (
        "对应上级指标", "上级指标", "对应上级考核指标", "上级考核指标", "对应省级指标", "对应省考指标", "省考指标", "对应市级指标",
        "对应市考指标",
    ),
    "whom": (
        "考核对象", "被考核对象", "被考核单位", "被考核部门", "适用单位", "适用对象", "适用范围", "完成单位", "责任主体", "承担单位",
    ),
    "measure": ("计量单位", "计算单位", "度量单位", "数据单位", "指标单位", "指标计量单位", "目标单位"),
    "note": ("备注", "说明"),
    "work": ("工作类别", "工作性质", "工作类型", "工作分类", "分值类型", "分值类别", "分值性质", "得分类型"),
}  # fmt: skip
RESPONSIBLE = (
    "责任单位",
    "责任部门",
)  # who leads; beside another lead column perhaps whom it is for
_WAY = re.compile(
    r".{0,8}(?:[评计赋打记得扣]分|给分|考核评价).{0,4}(?:办法|标准|细则|规则|方法|方式|说明)"
)  # 赋分标准, 考核方式及评分标准: what no list of words holds
NEEDED = {"name": "考核指标", "points": "分值", "sentence": "评分办法"}
MOST_LINES = 20  # a head stands among the first lines
WITH_POINTS = re.compile("[及和与]?(?:分值|权重|满分)$")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
TOTAL = re.compile(r"[(（]\s*(?:共|计|合计|总分|满分)?\s*(\d{1,6}(?:\.\d{1,6})?)\s*分?\s*[)）]\s*$")

# What stands behind a name: 安全生产（20分）; a year is no number of points.
STATED = re.compile(
    r"[(（【\[]\s*(?:共|计|合计|满分|总分|分值|权重|占)?\s*[:：]?\s*(?!20\d\d\s*[)）】\]])(\d{1,6}(?:\.\d{1,6})?)\s*分?\s*[)）】\]]\s*$"
)
_SHARE = re.compile(
    r"[(（【\[]\s*(?:权重|占比?|占总分)?\s*[:：]?\s*(\d{1,3}(?:\.\d{1,6})?)\s*[%％]\s*[)）】\]]\s*$"
)
_TOTAL_ROW = re.compile(
    r"(?:合计|小计|总计|共计|总分|满分|总分值)(?:[(（:：]\D{0,3}[\d.]*分?[)）]?|[\d.]+分?)?|[^,，。;；]{1,10}(?:合计|小计|总计)"
)
_NUMBERED = re.compile(
    r"^(?:[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]\s*[.．、]?|\d{1,2}\s*(?:[、)）]|[.．](?!\d)))\s*(?=\S)"
)


def is_total(text: str) -> bool:
    """Whether a cell says that its row adds up others: 合计, 小 计, 经济发展小计, 总分（100分）."""
    return bool(_TOTAL_ROW.fullmatch("".join(text.split())))


def bare_head(text: str) -> str:
    """分值 for 分值（100分）, 牵头单位 for 牵头\\n单位（部门）."""
    bare = "".join(text.split())
    return _BRACKETS.sub("", bare) or bare


def is_way(bare: str) -> bool:
    """Whether a head says how points are given, though it is none of the usual words."""
    return bool(_WAY.fullmatch(bare))


def names_a_column(text: str) -> bool:
    """Whether a text is a head that is known."""
    bare = normalised(bare_head(text))
    return level_of(text) is not None or any(
        bare in map(normalised, words) for words in HEADS.values()
    )


def one_line(text: str) -> str:
    """A head without its breaks and blanks, as it is asked about."""
    return "".join(text.split())


def plain_name(text: str) -> str:
    """固定资产投资 for 1.固定资产投资（20分）: without number and points."""
    bare = text.replace("\n", "").strip()
    bare = _NUMBERED.sub("", bare) or bare
    return STATED.sub("", bare).strip() or bare


def bare_category(category: str) -> str:
    """经济发展 from 经济发展(40分) and 经济发展（40%）."""
    return _SHARE.sub("", STATED.sub("", category.replace("\n", ""))).strip()


def stated_in(text: str) -> str:
    """The points behind a name, 20 of 安全生产（20分）; empty where there are none."""
    said = STATED.search(text.replace("\n", ""))
    return fold(said[1]) if said else ""


def stated_of(category: str) -> str:
    """The points behind a heading, where a share of a hundred is points too."""
    said = _SHARE.search(category.replace("\n", ""))
    return stated_in(category) or (fold(said[1]) if said else "")


def level_of(text: str) -> int | None:
    """How fine a level of indicators a head names; None if it names none."""
    bare = bare_head(text)
    for form in (bare, WITH_POINTS.sub("", bare)):
        for level, words in enumerate(LEVELS):
            if normalised(form) in map(normalised, words):
                return level
    return None
