"""目标调整公告: every agreed value that was changed after sealing, with its reason and the document that allowed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from baton.documents.papers.saving import save
from baton.documents.papers.sheet import Sheet

ADJUSTED_HEADS = ["序号", "单位", "指标", "栏目", "原定", "调整为", "调整理由", "批准文号", "日期"]
ADJUSTED_WIDTHS = [12.0, 30.0, 42.0, 18.0, 22.0, 22.0, 53.0, 36.0, 22.0]


@dataclass(frozen=True)
class Adjusted:
    """One changed value, in the order of the columns."""

    unit: str
    item: str
    field: str
    old: str
    new: str
    reason: str
    document: str
    day: str


def write_target_notice(scheme: str, opening: str, rows: Sequence[Adjusted], path: str | Path) -> None:  # fmt: skip
    """Write the notice on a page turned by a quarter, with room for the office's name and the day."""
    sheet = Sheet("目标调整公告", scheme, is_lying=True)
    sheet.title(f"{scheme}目标调整公告", 20)
    sheet.say(opening, size=14, indent=True, line=24, after=8)
    lines = [[str(number), *astuple(one)] for number, one in enumerate(rows, start=1)]
    sheet.table(ADJUSTED_HEADS, lines, ADJUSTED_WIDTHS, size=9)
    sheet.say("（考核办盖章）　　　　年　　月　　日", size=14, align="right", before=14)
    sheet.foot(scheme)
    save(sheet, path)
