"""省考的表: ranks among others, and the indicators of the upper level's assessment, as offices list them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from baton.documents.headings import ColumnSpec
from baton.documents.problems import Problems
from baton.documents.tables import Row, read_table

OVERALL = (
    "总分",
    "综合总分",
    "总得分",
    "综合总得分",
)  # a rank in the sum of all points is the overall rank
POSITIONS = (
    ColumnSpec("indicator", "指标", ("指标名称", "考核指标", "项目", "指标内容"), required=True, filled=True, no_totals=OVERALL),
    ColumnSpec("year", "年度", ("年份", "年"), "id"),
    ColumnSpec("period", "期", ("期间", "时间", "季度", "月份"), "id"),
    ColumnSpec("rank", "位次", ("名次", "排名", "排位", "全省位次", "全省排位", "全省排名", "省内位次", "位居全省", "居全省"), "id", required=True, filled=True),
    ColumnSpec("of", "总数", ("共几个", "参评数", "个数", "共"), "id"),
    ColumnSpec("among", "同类组", ("在哪些里排", "组别", "分组", "排名范围", "范围")),
    ColumnSpec("subject", "单位", ("谁的位次", "县市区", "地区", "对象", "单位名称")),
    ColumnSpec("figure", "数", ("完成值", "数值", "增速", "指标值", "得分"), "id"),
    ColumnSpec("source", "出处", ("来源", "数据来源", "依据", "备注")),
)  # fmt: skip
EXAM = (
    ColumnSpec("name", "指标", ("指标名称", "考核指标", "省考指标", "项目"), required=True, filled=True),
    ColumnSpec("full", "分值", ("满分", "权重", "省考分值", "标准分"), "number", required=True, filled=True),
    ColumnSpec("department", "省直部门", ("省厅", "省牵头部门", "省级责任单位", "考核部门", "省直单位", "对口省厅")),
    ColumnSpec("lead", "牵头单位", ("市牵头单位", "市直牵头单位", "责任单位")),
    ColumnSpec("contact", "对接人", ("联系人", "对接领导", "责任人")),
    ColumnSpec("lost", "已知扣分", ("预计扣分", "扣分", "失分", "预计失分"), "number"),
    ColumnSpec("why", "扣分原因", ("原因", "失分原因", "说明")),
    ColumnSpec("subject", "考核对象", ("县市区", "考谁", "被考核单位", "被考核对象")),
    ColumnSpec("result", "得分", ("省考得分", "实际得分", "结果"), "number"),
)  # fmt: skip
RANK = re.compile(r"第?\s*(\d{1,4})\s*[名位]?(?:\s*[/／共]\s*(\d{1,4})\s*[个名位]?)?")
YEAR = re.compile(r"(\d{4})\s*年?")


@dataclass(frozen=True)
class Read:
    """A line of ranks as it was read; the year 0 where the table does not say it."""

    indicator: str
    year: int
    period: str
    rank: int
    of: int | None
    among: str
    subject: str
    figure: str
    source: str


def read_positions(path: str | Path, *, problems: Problems) -> list[Read]:
    """Every rank of a table: 位次 as 10, 第10位 or 10/14."""
    found = []
    for row in read_table(path, columns=POSITIONS, problems=problems):
        made = _position(row, problems)
        if made is not None:
            found.append(made)
    return found


def _position(row: Row, problems: Problems) -> Read | None:
    if not row["rank"]:
        return None  # the reader has named it
    ranked = RANK.fullmatch(row["rank"].strip())
    if ranked is None or int(ranked[1]) < 1:
        problems.error(
            row["places"]["rank"], f"位次“{row['rank']}”看不懂", "请写成 10、第10位 或 10/14", code="rank"
        )  # fmt: skip
        return None
    of = ranked[2] or row["of"]
    if of and not of.isdecimal():
        problems.error(
            row["places"]["of"], f"总数“{of}”不是整数", "请写一共几个参加排名", code="rank-of"
        )
        return None
    rank, most = int(ranked[1]), int(of) if of else None
    if most is not None and most < rank:
        problems.error(
            row["places"]["rank"], f"位次 {rank} 比总数 {most} 还大", "请核对位次和总数", code="rank-of"
        )  # fmt: skip
        return None
    year = YEAR.fullmatch(row["year"]) if row["year"] else None
    if row["year"] and year is None:
        problems.error(
            row["places"]["year"], f"年度“{row['year']}”看不懂", "请写成 2026", code="year"
        )
        return None
    return Read(
        row["indicator"], int(year[1]) if year else 0, row["period"], rank, most, row["among"], row["subject"],
        row["figure"], row["source"],
    )  # fmt: skip


def read_exam(path: str | Path, *, problems: Problems) -> list[Row]:
    """Every indicator of the upper level's assessment. Keys: those of EXAM, "" where blank."""
    return read_table(path, columns=EXAM, problems=problems)
