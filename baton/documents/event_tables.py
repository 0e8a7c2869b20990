"""加减分、否决等事项: one thing that happened a row, as plain dicts of text with their sources."""

from __future__ import annotations

from pathlib import Path

from baton.documents.fact_tables import YES_NO, Sheets, check_unique
from baton.documents.headings import ColumnSpec
from baton.documents.numbers import read_number
from baton.documents.problems import Problems
from baton.documents.tables import Row, read_table

EVENTS = (
    ColumnSpec("id", "编号", ("事项编号", "序号"), "id"),
    ColumnSpec("unit", "单位", ("单位名称", "申报单位", "责任单位", "姓名"), required=True, filled=True),
    ColumnSpec("kind", "种类", ("类型", "类别", "事项种类", "加减分类别"), required=True, filled=True),
    ColumnSpec("level", "级别", ("层级", "等级")),
    ColumnSpec("matter", "事项", ("事项名称", "内容", "事由"), required=True, filled=True),
    ColumnSpec("date", "日期", ("发生日期", "认定日期", "时间"), "date"),
    ColumnSpec("until", "有效期至", ("失效", "到期日", "影响期至"), "date"),
    ColumnSpec("document", "文号", ("依据", "文件", "文件名称及文号")),
    ColumnSpec("role", "角色", ("牵头或配合",), "choice", choices=(("牵头", "牵头"), ("主办", "牵头"), ("配合", "配合"), ("协办", "配合"))),
    ColumnSpec("count", "件数", ("次数", "数量"), "whole", non_negative=True),
    ColumnSpec("points", "分值", ("加减分", "申报分值", "得分"), "number"),
    ColumnSpec("counted_last_year", "上年已加", ("上年是否已加", "上年已计", "上年已加分值")),
    ColumnSpec(
        "decision", "认定", ("认定情况", "认定结果", "审核结果"), "choice",
        choices=(("认定", "认定"), ("予以认定", "认定"), ("待定", "待定"), ("待认定", "待定"), ("不予认定", "不予认定"), ("不认定", "不予认定"), ("免除", "免除"), ("豁免", "免除"), ("免予追究", "免除"), ("容错免责", "免除")),
    ),
    ColumnSpec("deducted_elsewhere", "已在指标扣", ("已在指标中扣分", "指标已扣"), "choice", choices=YES_NO),
    ColumnSpec("note", "说明", ("备注",)),
)  # fmt: skip


def read_events(path: str | Path, *, problems: Problems, sheets: Sheets = None) -> list[Row]:
    """加减分、否决等事项. Keys: those of EVENTS, in the words of the file's choices (牵头, 认定, 是 …), "" where blank.

    counted_last_year is the points already given (canonical text), or 是 or 否 where only that is said.
    """
    rows = read_table(path, columns=EVENTS, problems=problems, sheets=sheets)
    for row in rows:
        row["counted_last_year"] = _counted(row, problems)
    check_unique([row for row in rows if row["id"]], "id", "编号", problems)
    return rows


def _counted(row: Row, problems: Problems) -> str:
    written = row["counted_last_year"]
    said = dict(YES_NO).get(written)
    if not written or said:
        return said or ""
    reading = read_number(written)
    if reading.text is None:
        is_likely = reading.proposed or reading.choices
        remedy = reading.remedy if is_likely else "请填写上年已加的分值,没有就填 0"
        problems.error(row["places"]["counted_last_year"], reading.fault, remedy, code=reading.code)
    return reading.text or ""
