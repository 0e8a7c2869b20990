"""平时记录表: everyday facts as offices list them, as plain dicts of text."""

from __future__ import annotations

from pathlib import Path

from baton.documents.headings import ColumnSpec
from baton.documents.problems import Problems
from baton.documents.tables import Row, read_table

RECORDS = (
    ColumnSpec("unit", "单位", ("单位名称", "责任单位", "被考核单位", "部门", "县市区"), required=True, filled=True),
    ColumnSpec("date", "日期", ("时间", "发生日期", "记录日期"), "date", required=True, filled=True),
    ColumnSpec("said", "情况", ("内容", "记录", "记录内容", "事项", "主要情况", "平时情况"), required=True, filled=True),
    ColumnSpec("indicator", "指标", ("指标名称", "考核指标")),
    ColumnSpec("source", "来源", ("出处", "谁记的", "记录人", "依据")),
)  # fmt: skip


def read_records(path: str | Path, *, problems: Problems) -> list[Row]:
    """Every line. Keys: those of RECORDS, "" where blank."""
    return read_table(path, columns=RECORDS, problems=problems)
