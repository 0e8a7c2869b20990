"""表头: which column of a scheme table holds what, told by the words that offices write over them."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field

from baton.documents.names import normalised
from baton.documents.scheme_table.sources import Table

# From the coarsest to the finest; of those a table has, the finest is the indicator.
LEVELS = (
    ("类别", "大项", "一级指标", "指标类别", "项目类别", "考核类别", "考核类型", "板块"),
    ("考核项目", "项目", "项目名称", "评价项目"),
    ("考核内容", "内容", "评价内容", "工作内容"),
    ("考核指标", "指标", "指标名称", "二级指标", "小项", "具体指标", "评价指标", "考核指标名称"),
    ("三级指标", "考核要点", "考核子项"),
)
HEADS = {
    "number": ("序号", "编号", "序", "项次"),
    "points": (
        "分值", "权重", "满分", "分数", "标准分", "权重分", "权重分值", "标准分值", "基本分", "基准分", "基础分", "考核分值",
        "权数", "赋分", "指标分值", "配分",
    ),
    "target": ("目标值", "年度目标值", "目标", "年度目标", "目标任务", "指标值", "任务目标", "工作目标", "目标要求"),
    "sentence": (
        "评分办法", "评分标准", "计分办法", "考核办法", "评分细则", "计分方法", "考核标准", "计分标准", "评分方法", "计分规则",
        "评分规则", "考核细则", "考核方法", "评价标准", "考核评分标准", "考核评分办法", "评分办法和标准", "评分标准及办法", "扣分标准",
    ),
    "definition": ("指标解释", "指标说明", "指标释义", "指标含义", "指标定义", "解释", "考核要求", "工作要求"),
    "basis": ("依据", "文件依据", "考核依据", "政策依据", "依据文件", "文件", "文件名称", "设置依据", "依据文号", "文号"),
    "source": (
        "数据来源", "数据提供", "数据提供单位", "数据来源单位", "来源", "资料来源", "数据采集单位", "数据责任单位", "考核数据来源",
    ),
    "lead": (
        "牵头单位", "牵头部门", "牵头考核单位", "牵头考核部门", "责任单位", "责任部门", "主管部门", "考核责任单位", "牵头责任单位",
    ),
    "scorer": (
        "考核单位", "考核部门", "评分单位", "评分部门", "打分单位", "打分部门", "实施考核单位", "考评单位", "考评部门",
        "考核实施单位", "考核主体", "评价单位",
    ),
    "parent": (
        "对应上级指标", "上级指标", "对应上级考核指标", "上级考核指标", "对应省级指标", "对应省考指标", "省考指标", "对应市级指标",
        "对应市考指标",
    ),
    "whom": (
        "考核对象", "被考核对象", "被考核单位", "被考核部门", "适用单位", "适用对象", "适用范围", "完成单位", "责任主体", "承担单位",
    ),
    "note": ("备注", "说明"),
    "work": ("工作类别", "工作性质", "工作类型", "工作分类", "分值类型", "分值类别", "分值性质", "得分类型"),
}  # fmt: skip
RESPONSIBLE = (
    "责任单位",
    "责任部门",
)  # who leads; beside another lead column perhaps whom it is for
NEEDED = {"name": "考核指标", "points": "分值", "sentence": "评分办法"}
MOST_LINES = 20  # a head stands among the first lines
WITH_POINTS = re.compile("[及和与]?(?:分值|权重|满分)$")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]\s*$")
_TOTAL = re.compile(
    r"[(（]\s*(?:共|计|合计|总分|满分)?\s*(\d{1,6}(?:\.\d{1,6})?)\s*分?\s*[)）]\s*$"
)


@dataclass
class Head:
    """A table's head. columns: what is read → its column; levels: coarse to fine; texts: every head as it is written.

    bottom: the last line of the head. in_name: the points stand behind the name. total: what the head of the points says.
    """

    bottom: int
    columns: dict[str, int] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    ways: list[int] = field(default_factory=list)
    in_name: bool = False
    total: str = ""

    @property
    def doubtful(self) -> int | None:
        """The column 责任单位 where another one says who leads or gives the scores, and none whom the indicators are for."""
        lead = self.columns.get("lead")
        if lead is None or "whom" in self.columns:
            return None
        if self._is_responsible(lead):
            return lead if self.columns.get("scorer", lead) != lead else None
        return next((column for column in self.texts if self._is_responsible(column)), None)

    def _is_responsible(self, column: int) -> bool:
        return normalised(bare_head(self.texts[column])) in map(normalised, RESPONSIBLE)

    @property
    def missing(self) -> list[str]:
        """Which of the columns it can't do without it lacks."""
        has = {"name": bool(self.levels), "points": self.in_name or "points" in self.columns}
        has["sentence"] = "sentence" in self.columns
        return [key for key in NEEDED if not has[key]]

    @property
    def unknown(self) -> list[str]:
        """Heads that nothing was read from."""
        used = {*self.columns.values(), *self.levels, *self.ways}
        return [text for column, text in self.texts.items() if text and column not in used]

    def left_out(self, table: Table) -> list[str]:
        """Heads, or numbers where there is none, of the columns in which something stands that is not taken in."""
        used = {*self.columns.values(), *self.levels, *self.ways}
        found = []
        for column in range(max((len(line) for line in table.lines), default=0)):
            if column not in used and self._says_something(table, column, used):
                head = "".join(self.texts.get(column, "").split())
                found.append(f"“{head}”" if head else f"第{column + 1}列（没有表头）")
        return list(dict.fromkeys(found))

    def _says_something(self, table: Table, column: int, used: Container[int]) -> bool:
        """Whether a column has a text of its own below the head, not only one merged with a column that is read."""
        for row in range(self.bottom + 1, len(table.lines)):
            line = table.lines[row]
            text = line[column] if column < len(line) else ""
            if text and not any(other in used and said == text for other, said in enumerate(line)):
                return True
        return False


def find_head(table: Table) -> Head | None:
    """The head of a scheme table, if need be with something missing; None where a table is about something else."""
    best: Head | None = None
    for row in range(min(len(table.lines), MOST_LINES)):
        head = _head(table, row, row)
        if len(head.missing) < 2 and (best is None or len(head.missing) < len(best.missing)):
            best = head
        if best is not None and not best.missing:
            break
    return _deepened(table, best) if best else None


def _deepened(table: Table, head: Head) -> Head:
    """A head of several lines: the lines below that hang together with it by merged cells."""
    top = head.bottom
    bottom = top
    while bottom + 1 < len(table.lines) and any(
        table.first(bottom + 1, column)[0] <= bottom and text
        for column, text in enumerate(table.lines[bottom + 1])
    ):
        bottom += 1
    return _head(table, top, bottom) if bottom > top else head


def _head(table: Table, top: int, bottom: int) -> Head:
    head = Head(bottom)
    for column in range(len(table.lines[bottom])):
        said = [line[column] for line in table.lines[top : bottom + 1] if column < len(line)]
        head.texts[column] = said[-1]
        for text in reversed(list(dict.fromkeys(said))):
            if _placed(head, column, text):
                break
    ranked = sorted(head.levels, key=lambda column: (level_of(head.texts[column]), column))
    head.levels = ranked
    if "lead" not in head.columns and "scorer" in head.columns:
        head.columns["lead"] = head.columns["scorer"]
    return head


def _placed(head: Head, column: int, text: str) -> bool:
    """Note what a column holds; whether the text over it says so."""
    bare = bare_head(text)
    if not bare:
        return False
    level = level_of(text)
    if level is not None:
        if WITH_POINTS.search(bare):
            head.in_name = True
        if normalised(bare) not in {normalised(bare_head(head.texts[one])) for one in head.levels}:
            head.levels.append(column)
        return True
    for key, words in HEADS.items():
        if normalised(bare) in map(normalised, words):
            _take(head, key, words, column, text)
            return True
    return False


def _take(head: Head, key: str, words: tuple[str, ...], column: int, text: str) -> None:
    present = head.columns.get(key)
    if present is None:
        head.columns[key] = column
        if key == "points" and (said := _TOTAL.search(text)):
            head.total = said[1]
    elif key == "sentence" and head.texts[present] != text:
        head.ways.append(column)
    elif key == "lead" and _rank(words, text) < _rank(words, head.texts[present]):
        head.columns[key] = column


def _rank(words: tuple[str, ...], text: str) -> int:
    return [normalised(word) for word in words].index(normalised(bare_head(text)))


def bare_head(text: str) -> str:
    """分值 for 分值（100分）, 牵头单位 for 牵头\\n单位（部门）."""
    bare = "".join(text.split())
    return _BRACKETS.sub("", bare) or bare


def level_of(text: str) -> int | None:
    """How fine a level of indicators a head names; None if it names none."""
    bare = bare_head(text)
    for form in (bare, WITH_POINTS.sub("", bare)):
        for level, words in enumerate(LEVELS):
            if normalised(form) in map(normalised, words):
                return level
    return None
