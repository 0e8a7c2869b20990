"""Results as csv, canonical JSON or workbook."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable
from typing import Any

from baton.cli.files import write_to
from baton.cli.screen import say
from baton.scoring.canonical import canonical_bytes
from baton.scoring.result import SUBJECTS, Result

BOARD = "总表.xlsx"
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
HEADS = (
    "编号",
    "名称",
    "分组",
    "状态",
    "总分",
    "取舍前",
    "监测值",
    "已出数占比",
    "名次",
    "等次",
    "说明",
)
STATUS = {"ranked": "排名", "unranked": "未出总分", "separate": "单列", "inactive": "不在册"}
REASON = {
    "open": "尚有未出数的项目", "dropped": "全部缺项", "edge": "名额边上同分,待会议确定", "inactive": "基准日不在册", "": "",
}  # fmt: skip


def result_csv(result: Result) -> bytes:
    """One line per subject, UTF-8 with BOM so that spreadsheets know the encoding."""
    names = {subject.subject: subject.name for subject in result.plan.facts.roster}
    lines: list[list[Any]] = [list(HEADS)]
    for row in result.canonical()["subjects"]["rows"]:
        line = dict(zip(SUBJECTS, row, strict=True))
        lines.append([
            _text(line["subject"]), _text(names[line["subject"]]), _text(line["group"]),
            STATUS[line["status"]], line["total"], line["carried"], line["interim"], line["share"],
            line["rank"], _text(line["grade"] or ""), REASON[line["reason"]],
        ])  # fmt: skip
    return csv_bytes(lines)


def csv_bytes(lines: Iterable[list[Any]]) -> bytes:
    """Lines as CSV bytes."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows(["" if cell is None else cell for cell in line] for line in lines)
    return buffer.getvalue().encode("utf-8-sig")


def deliver(
    result: Result, form: str, out: str | None, draft: int | None, *, final: bool = False
) -> None:
    """Write csv, json or xlsx to ``out``, or csv and json to the standard output."""
    if form == "xlsx":
        from baton.documents.board_workbook import (
            write_board,  # a tenth of a second, needed only here
        )

        target = out or BOARD
        write_to(target, lambda path: write_board(result, path, draft=draft, final=final))
        say(f"总表已写到“{target}”。")
        return
    content = result_csv(result) if form == "csv" else canonical_bytes(result.canonical())
    if out:
        write_to(out, lambda path: path.write_bytes(content))
        say(f"结果已写到“{out}”。")
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _text(value: str) -> str:
    """User text that a spreadsheet must not take for a formula."""
    return "'" + value if value.startswith(FORMULA_MARKS) else value
