"""社会评议结果: a table for each indicator of opinion, for the public as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from baton.documents.papers.head import Head
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import HEI, Sheet
from baton.documents.papers.writing import marked

TITLE, NONE = "社会评议结果", "—"
HEADS, WIDTHS = ["序号", "单位", "结果", "参加人数"], [12.0, 40.0, 76.0, 28.0]
MOST_WHOLE = 20
ABOUT = "各单位按名册里的次序；参加人数是票数或样本量。只列合起来的结果，不列单张票；不足 5 人参加的不列各等次几票。"


@dataclass(frozen=True)
class Appraised:
    """What was said of one unit, and by how many; empty where nothing tells."""

    unit: str
    result: str
    people: str


@dataclass(frozen=True)
class AppraisedItem:
    """One indicator of opinion with all units that have it."""

    name: str
    lead: str
    lines: list[Appraised]


@dataclass(frozen=True)
class AppraisedGroup:
    """A peer group's indicators of opinion."""

    name: str
    items: list[AppraisedItem]


def write_appraisals(head: Head, groups: Sequence[AppraisedGroup], path: str | Path) -> None:
    """Write the paper, a group a page."""
    sheet = Sheet(TITLE, head.receipt)
    for place, group in enumerate(groups):
        if place:
            sheet.break_page()
        marked(sheet, head)
        sheet.title(f"{group.name}{TITLE}", 20)
        sheet.say(f"{head.scheme} · {head.line}", size=12, align="center", line=18, after=4)
        sheet.say(ABOUT, size=10.5, line=16, after=4)
        for number, item in enumerate(group.items, start=1):
            lead = f"（{item.lead}）" if item.lead else ""
            sheet.say(f"{number}. {item.name}{lead}", size=14, font=HEI, line=24, before=6, next=True)  # fmt: skip
            rows = [
                [str(at), one.unit, one.result or NONE, one.people or NONE]
                for at, one in enumerate(item.lines, start=1)
            ]
            sheet.table(HEADS, rows, WIDTHS, size=10.5, right=(3,), is_whole=len(rows) <= MOST_WHOLE)  # fmt: skip
    if not groups:
        sheet.title(TITLE, 20)
        sheet.say("方案里没有满意度、评议、测评一类的指标，或者还没有结果，没有可公布的。", line=28)
    sheet.foot(head.receipt)
    save(sheet, path)
