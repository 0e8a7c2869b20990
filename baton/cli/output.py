"""Results as csv, canonical JSON or workbook; a file appears whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from baton.cli.screen import require, say
from baton.cli.wording import Parser
from baton.documents.problems import Problems
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


def add_force(parser: Parser) -> None:
    """--force: what stands there may be overwritten."""
    parser.add_argument("--force", action="store_true", help="已有同名文件时覆盖它")


def require_targets(*paths: str | None, force: bool = True) -> None:
    """Stop before any work when something could not, or must not, be written where it was asked for."""
    problems = Problems()
    for path in filter(None, paths):
        target = Path(path)
        if not target.parent.is_dir():
            problems.error(path, "没有这个文件夹", "请先建好文件夹,或换一个位置", code="no-folder")
        elif target.is_dir():
            problems.error(path, "这是一个文件夹,不能写成文件", "请写文件名", code="no-file")
        elif not os.access(target.parent, os.W_OK):
            problems.error(path, "这个文件夹不让写入", "请换一个位置", code="no-access")
        elif target.exists() and not force:
            what, remedy = "已经有这个文件", "请换一个名字;确实要覆盖,请加 --force"
            problems.error(path, what, remedy, code="exists")
    require(problems)


def write_to(path: str | Path, write: Callable[[Path], Any]) -> None:
    """Let ``write`` fill a temporary file beside the target, then put it in place in one step."""
    require_targets(str(path))
    target = Path(path)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(
            dir=target.parent, prefix=".写出-", suffix=target.suffix
        )
        os.close(handle)
        write(Path(temporary))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError:
        _forget(temporary)
        problems = Problems()
        what = "没有写成,可能是磁盘满了或不让写入"
        problems.error(str(path), what, "请清出空间或换一个位置再试", code="not-written")
        require(problems)
    except BaseException:
        _forget(temporary)
        raise


def _forget(temporary: str) -> None:
    if temporary:
        Path(temporary).unlink(missing_ok=True)


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


def deliver(result: Result, form: str, out: str | None, draft: int | None) -> None:
    """Write csv, json or xlsx to ``out``, or csv and json to the standard output."""
    if form == "xlsx":
        from baton.documents.board_workbook import (
            write_board,  # a tenth of a second, needed only here
        )

        target = out or BOARD
        write_to(target, lambda path: write_board(result, path, draft=draft))
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
