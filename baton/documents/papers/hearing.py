"""现场考评的材料: slips in large letters, the tally sheet that is filled in on the spot, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from baton.documents.papers.saving import save
from baton.documents.papers.sheet import CLOSE, Sheet

FEW, SOME = 12, 20  # units that leave room for larger letters
TALLY_HEADS = ["序号", "单位", "应收", "有效票", "废票", "去掉最高", "去掉最低", "平均分"]
TALLY_WIDTHS = [14.0, 72.0, 20.0, 22.0, 20.0, 41.0, 41.0, 27.0]
PUBLIC_HEADS = ["序号", "单位", "有效票", "得分"]


@dataclass(frozen=True)
class HearingPaper:
    """What stands above every paper of a session."""

    name: str
    round: str
    day: str
    place: str
    rule: str
    bounds: str
    expected: int
    version: int = 0

    @property
    def where(self) -> str:
        return f"{self.day}　{self.place}".strip()


@dataclass(frozen=True)
class HearingLine:
    """One unit: its place, and what came of its slips, as far as that may be said."""

    place: int
    unit: str
    received: str = ""
    spoiled: str = ""
    highest: str = ""
    lowest: str = ""
    mean: str = ""
    score: str = ""
    note: str = ""


def write_slips(head: HearingPaper, lines: Sequence[HearingLine], path: str | Path) -> None:
    """评分票: one for each rater to be copied; without number and name, so that nobody is known by it."""
    sheet = Sheet(f"{head.name}评分票", head.name, own_margins=CLOSE)
    many = len(lines)
    size, tall = (18.0, 15.0) if many <= FEW else (16.0, 11.0) if many <= SOME else (14.0, 9.0)
    sheet.title(head.name, 22)
    sheet.title("评分票", 20)
    if head.where:
        sheet.say(head.where, size=14, align="center", line=22, after=4)
    sheet.say(f"{head.bounds}。不写姓名。涂改看不清的、空着的作废。", size=14, line=22, after=6)
    rows = [[str(one.place), one.unit, ""] for one in lines]
    sheet.table(["序号", "单位", "评分"], rows, [18.0, 106.0, 50.0], size=size, tall=tall)
    save(sheet, path)


def write_tally_sheet(head: HearingPaper, lines: Sequence[HearingLine], path: str | Path) -> None:
    """记分表: to be filled in by hand while the session goes on, and signed."""
    rows = [[str(one.place), one.unit, str(head.expected), "", "", "", "", ""] for one in lines]
    _tally(head, "记分表", rows, path)


def write_hearing_result(head: HearingPaper, lines: Sequence[HearingLine], path: str | Path) -> None:  # fmt: skip
    """结果表: of each unit how many slips came, which were left out, the mean and what it was turned into."""
    rows = [
        [str(one.place), one.unit, str(head.expected), one.received, one.spoiled, one.highest, one.lowest, _mean(one)]
        for one in lines
    ]  # fmt: skip
    _tally(head, f"结果表（第 {head.version} 版）", rows, path)


def write_hearing_notice(head: HearingPaper, lines: Sequence[HearingLine], path: str | Path) -> None:  # fmt: skip
    """评议结果: what may be published, in official order; who publishes it is filled in by hand."""
    sheet = Sheet(f"{head.name}结果", head.name)
    sheet.title(f"{head.name}结果", 20)
    told = f"{head.day}{f'在{head.place}' if head.place else ''}进行{head.name}，发出评分票 {head.expected} 张。"
    rule = f"{head.bounds}；{head.rule}。现将结果公布如下，按机构序排列。"
    sheet.say(told + rule, size=16, line=28, indent=True, after=8)
    rows = [
        [str(place), one.unit, one.received, one.score or one.note]
        for place, one in enumerate(lines, start=1)
    ]
    sheet.table(PUBLIC_HEADS, rows, [18.0, 76.0, 26.0, 36.0], size=14, right=(2, 3), tall=9)
    sheet.say("（公布机关署名）", align="right", line=28, before=20, inset=2, next=True)
    sheet.say("　　　　年　　月　　日", align="right", line=28, inset=4)
    save(sheet, path)


def _mean(one: HearingLine) -> str:
    if one.note:
        return one.note
    return one.mean if one.mean == one.score else f"{one.mean}\n折算 {one.score}"


def _tally(head: HearingPaper, what: str, rows: Sequence[Sequence[str]], path: str | Path) -> None:
    sheet = Sheet(f"{head.name}{what}", head.name, is_lying=True)
    sheet.title(f"{head.name}{what}", 20)
    said = "　".join(part for part in (head.round, head.where, f"{head.bounds}；{head.rule}") if part)  # fmt: skip
    sheet.say(said, size=11, align="center", line=18, after=6)
    sheet.table(TALLY_HEADS, rows, TALLY_WIDTHS, size=11, right=(2, 3, 4, 7), tall=9)
    sheet.say("", size=9, line=10, next=True)
    sheet.table((), [["计票人：", "监票人：", "日期：　　年　月　日"]], [sheet.width / 3] * 3, size=12, tall=14)  # fmt: skip
    sheet.foot(head.name)
    save(sheet, path)
