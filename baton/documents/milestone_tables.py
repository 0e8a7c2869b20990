"""里程碑表: what is to be reached by when, one milestone to a row or one column to each month or quarter."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from baton.documents.dates import stretch_of
from baton.documents.grids import Grid, Raw
from baton.documents.headings import LEAVE, ColumnSpec, Heads
from baton.documents.layouts import words
from baton.documents.mending import mended, result_shown
from baton.documents.names import normalised
from baton.documents.problems import Problem, Problems
from baton.documents.tables import Row, read_table

MILESTONES = (
    ColumnSpec(
        "name", "指标",
        ("指标名称", "考核指标", "指标任务", "项目", "项目名称", "重点项目", "事项", "重点工作", "目标任务", "年度任务", "考核内容"),
    ),
    ColumnSpec("work", "任务", ("任务名称", "工作任务", "重点任务", "具体任务", "主要任务", "工作内容", "任务内容", "工作举措", "举措", "具体举措")),
    ColumnSpec(
        "unit", "责任单位",
        ("单位", "单位名称", "承办单位", "完成单位", "被考核单位", "实施单位", "责任部门", "责任主体", "县市区", "部门", "承担单位", "落实单位"),
    ),
    ColumnSpec("lead", "牵头单位", ("牵头部门", "牵头", "主管部门", "主管单位", "市直牵头单位")),
    ColumnSpec(
        "due", "时间节点",
        ("节点", "节点时间", "完成时限", "完成时间", "时限", "时限要求", "截止时间", "截止日期", "完成日期", "期限", "完成期限", "办结时限",
         "时间要求", "计划完成时间", "时间", "日期", "时间安排"),
    ),
    ColumnSpec(
        "asked", "进度要求",
        ("节点目标", "阶段目标", "阶段性目标", "进度目标", "目标进度", "目标要求", "节点要求", "工作要求", "要求", "节点任务", "里程碑", "里程碑事件",
         "进度安排", "形象进度", "计划进度", "应完成", "应完成进度", "完成标准", "工作目标", "目标"),
    ),
)  # fmt: skip
NAMES = {spec.key: spec.name for spec in MILESTONES}
NO_HEAD = "没有找到表头，应有“指标”或“任务”、“时间节点”、“进度要求”，或者每个月、季度各一列"
HEAD_ROWS = 12
_ABOUT = re.compile(r"(?:目标|任务|进度|要求|节点|计划|安排|完成|应|前|内|时|形象)+")


def read_milestones(path: str | Path, *, problems: Problems, heads: Heads) -> list[Row]:
    """Every milestone of a table. Keys: those of MILESTONES, "" where blank; `due` as it is written, a date as ISO text.

    A table with a column to each month, quarter or half gives a row for every cell that is filled in. heads: what was said
    of headings; takes which column is missing, and which nobody reads.
    """
    own = Problems()
    rows = read_table(path, columns=MILESTONES, problems=own, rest=True, heads=heads, prepare=lambda grid: [_laid_out(grid)])  # fmt: skip
    problems.extend(replace(one, what=NO_HEAD) if _has_no_head(one) else one for one in own)
    found: list[Row] = []
    for row in rows:
        found += [row] if {"due", "asked"} <= row["places"].keys() else _across(row, heads)
    for row in rows:
        _tell_unread(row, heads)
    if rows:
        _tell_missing(rows[0], found, problems, heads)
    return [row for row in found if row["due"] or row["asked"]]


def due_of_head(text: str) -> str:
    """The stretch of the year that a heading names, as a text that `due_days` understands; empty where it names none.

    >>> [due_of_head(text) for text in ("一季度", "6月底目标", "上半年进度要求", "三季度应完成", "年度目标", "备注")]
    ['3月底', '6月底', '6月底', '9月底', '', '']
    """
    for bare in (text, _ABOUT.sub("", text).removesuffix("末").removesuffix("底")):
        stretch = stretch_of(bare) if bare and bare != "年度" else None
        if stretch is not None:
            return f"{stretch[1]}月底"
    return ""


def _has_no_head(problem: Problem) -> bool:
    return problem.is_error and problem.code == "layout-unknown"


def _laid_out(grid: Grid) -> Grid:
    """The page with percentages as they are shown, and a heading of two rows, months under one word for all, as one."""
    shown = {f"{grid.name}·{grid.address(*cell)}": text for cell in grid.percents if (text := result_shown(grid, cell))}  # fmt: skip
    grid = mended(grid, shown)
    for r in range(1, min(HEAD_ROWS, len(grid.rows))):
        months = [c for c in range(grid.width) if due_of_head(grid.text(r, c))]
        if len(months) > 1 and not any(due_of_head(grid.text(r - 1, c)) for c in months):
            return _with_one_head(grid, r, months)
    return grid


def _with_one_head(grid: Grid, row: int, months: list[int]) -> Grid:
    """What stands above the months goes; the other headings of the row above come down where nothing stands."""
    above, own = grid.rows[row - 1], grid.rows[row]
    head = [cell if c in months or grid.text(row, c) else above[c] for c, cell in enumerate(own)]
    if head == own:
        return grid
    blank: list[Raw] = [""] * grid.width
    rows = [*grid.rows[: row - 1], blank, head, *grid.rows[row + 1 :]]
    return replace(grid, rows=rows, merged=[one for one in grid.merged if one[0] > row])


def _across(row: Row, heads: Heads) -> list[Row]:
    """One row for every month or quarter that has a column."""
    found = []
    for head, text in row.get("rest", {}).items():
        due = "" if heads.said.get(head) == LEAVE else due_of_head(head)
        if due and text.strip("-—/ 无"):
            place = row["places"][head]
            places: dict[str, Any] = row["places"] | {"due": place, "asked": place}
            found.append(row | {"due": due, "asked": text, "places": places})
    return found


def _tell_unread(row: Row, heads: Heads) -> None:
    is_long = {"due", "asked"} <= row["places"].keys()
    for head, text in row.get("rest", {}).items():
        told = normalised(head) in words.CLERKS or head in heads.said
        if text and not told and (is_long or not due_of_head(head)):
            heads.unread.setdefault(head, row["places"][head])


def _tell_missing(first: Row, found: list[Row], problems: Problems, heads: Heads) -> None:
    """What a table has to have: a name, and a day with what is to be reached, or columns of months."""
    have, rest = first["places"].keys(), list(heads.unread)
    lacking = [] if {"name", "work"} & have else ["name"]
    if not found:
        lacking += [key for key in ("due", "asked") if key not in have]
    for key in lacking:
        heads.missing[key] = NAMES[key], rest
        what = f"没有找到“{NAMES[key]}”一列"
        remedy = (
            "请在上面选是哪一列" if rest else f"请加上“{NAMES[key]}”列，或每个月、季度各一列写进度"
        )
        problems.error(first["source"].split("·第")[0], what, remedy, code="column-missing")
