"""What a table is, told by its title and heads: 名册, 责任书, 事件, 数据, 公布表 or 指标体系, whatever the file is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from baton.documents.agreement_tables import AGREEMENT_LONG
from baton.documents.event_tables import EVENTS
from baton.documents.grids import Grid, read_grids
from baton.documents.headings import ColumnSpec, find_head, held_by, matching, missing
from baton.documents.layouts import words
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import read_number
from baton.documents.problems import Problems
from baton.documents.published import GRADES, RANKS, TOTALS
from baton.documents.roster_tables import REGIONS, ROSTER
from baton.documents.target_words import FIELD_SYNONYMS

ROSTER_KIND, AGREED, EVENT_KIND, FIGURES = "名册", "责任书", "事件", "数据"
ANNOUNCED, SCHEME = "公布表", "指标体系"
PASSED_OVER = ("说明", "填写说明", "填报说明")
_TITLES = (
    (ROSTER_KIND, re.compile(r"名册|分组(?:表|名单|情况|方案)|(?:单位|对象|部门)(?:名单|一览表|分组)|考核对象表")),
    (EVENT_KIND, re.compile(r"加减分|[加扣减]分.{0,4}(?:台账|认定|汇总|申报|明细|登记)")),
    (AGREED, re.compile(r"责任书|目标任务|目标(?:值)?(?:分解|下达)|任务(?:分解|下达)|目标值?(?:表|一览|汇总)")),
    (ANNOUNCED, re.compile(r"(?:考核|考评)(?:结果|成绩|得分)|公[布示]|成绩(?:表|汇总|通报)|得分汇总|通报")),
    (SCHEME, re.compile(r"指标体系|评分(?:标准|细则|办法)|计分(?:标准|细则|办法)|考核细则")),
)  # fmt: skip
_DONE = re.compile(r"完成|进展|进度|实绩|得分|结果|评价")
_METHOD = re.compile(r"(?:评分|计分|记分|扣分|考核|考评)(?:标准|办法|方法|细则|方式|依据)|评分说明")
_POINTS = re.compile(r"(?:标准|基本|基础|指标)?(?:分值|满分|权重|权数|赋分)(?:分|值)?")
_ITEMS = re.compile(r"(?:[一二三]级|考核|评价)?(?:指标|内容|项目|要点|事项)(?:名称|内容)?")
_BESIDE = re.compile(r"备注|说明|联系|电话|负责人|领导|职务|地址|年度|级别|性质|编制|原名|统一社会")
_CONTACT = re.compile(r"联系|电话|手机|号码|编码|代码")
_MOST_LINES, _MOST_HEADS, _FEWEST = 8, 40, 2
_SHOWN, _LONGEST = 6, 30


@dataclass(frozen=True)
class Told:
    """What a table is, "" where it can't be told, and what was seen of it.

    is_open: whether numbers stand there under heads that don't tell what they are, so that they may pass for something else.
    """

    kind: str
    title: str = ""
    heads: tuple[str, ...] = ()
    is_open: bool = False

    @property
    def seen(self) -> str:
        """What was seen, for a question: 标题“…”，列“单位、分组”."""
        more = "……" if len(self.heads) > _SHOWN else ""
        parts = [f"标题“{self.title}”"] if self.title else []
        parts += [f"列“{'、'.join(self.heads[:_SHOWN])}{more}”"] if self.heads else []
        return "，".join(parts) or "没有看到标题和表头"


def tell_file(path: Path) -> Told:
    """What a file is where its sheets agree on it; what can't be read tells nothing."""
    found = [tell(grid) for grid in seen_grids(path)]
    kinds = {one.kind for one in found if one.kind}
    first = next((one for one in found if one.kind), found[0] if found else Told(""))
    is_open = any(one.is_open for one in found)
    return replace(first, kind=first.kind if len(kinds) < 2 else "", is_open=is_open)


def seen_grids(path: Path) -> list[Grid]:
    """The sheets that somebody would look at; what is wrong with the file is told by reading it."""
    grids = read_grids(path, problems=Problems())
    return [one for one in grids if one.rows and not one.is_hidden and not one.name.startswith(PASSED_OVER)]  # fmt: skip


def tell(grid: Grid) -> Told:
    """What one sheet is: its heads must bear out what its title says."""
    title, head = _opening(grid)
    heads = [] if head is None else _texts(grid, head)
    shown = tuple(dict.fromkeys(text[:_LONGEST] for text in heads if text))[:_MOST_HEADS]
    sheet = _Sheet(grid, title, -1 if head is None else head, heads)
    kind = "" if head is None else sheet.kind()
    return Told(kind, title[:_LONGEST], shown, not kind and bool(sheet.numbers()))


def _opening(grid: Grid) -> tuple[str, int | None]:
    """The title's text and the row of the heads: the first that holds several different texts, none of them a note."""
    title = ""
    for row in range(min(_MOST_LINES, len(grid.rows))):
        texts = list(dict.fromkeys(text for text in _texts(grid, row) if text))
        if len(texts) >= _FEWEST and not any(re.search("[:：]", text) for text in texts):
            return title, row
        if len(texts) == 1 and not title:
            title = texts[0]
    return title, None


def _texts(grid: Grid, row: int) -> list[str]:
    return [grid.text(row, column).strip() for column in range(min(grid.width, _MOST_HEADS))]


class _Sheet:
    def __init__(self, grid: Grid, title: str, head: int, heads: list[str]) -> None:
        self.grid, self.head, self.heads = grid, head, heads
        self.title = normalised(title)
        under = _texts(grid, head + 1) if head + 1 < len(grid.rows) else []
        below = [text for text in under if text and read_number(text).text is None]
        both = [*heads, *below] if "" in heads or len(set(heads)) < len(heads) else heads
        self.words = [normalised(without_unit(text)[0]) for text in both if text]

    def kind(self) -> str:
        called = self.called(self.title) or self.called(normalised(self.grid.name))
        if self.is_scheme():
            return SCHEME
        if not self.has_units():
            return self.across(called)
        if self.has(AGREEMENT_LONG) and not self.has_word(words.PERIOD):
            return AGREED
        if self.has(EVENTS):
            return EVENT_KIND
        if self.is_roster(called):
            return ROSTER_KIND
        if self.is_agreed(called):
            return AGREED
        if self.is_announced(called):
            return ANNOUNCED
        return FIGURES if self.numbers() else ""

    def across(self, called: str) -> str:
        """What a table is that has its indicators down and its units across: figures, unless its title says targets."""
        if not self.has_word(words.ITEM) or not self.numbers():
            return ""
        return AGREED if called == AGREED and not _DONE.search(self.title) else FIGURES

    def called(self, title: str) -> str:
        return next((kind for kind, words in _TITLES if words.search(title)), "")

    def has(self, columns: Sequence[ColumnSpec]) -> bool:
        found = find_head(self.grid, columns)
        return found is not None and not missing(found[1], columns)

    def has_word(self, known: tuple[str, ...]) -> bool:
        return any(words.is_one_of(text, known) for text in self.words)

    def has_units(self) -> bool:
        whole = any(words.is_one_of(text, words.SUBJECT) for text in self.heads)
        return whole or self.has_word(words.SUBJECT) or any(spec.key == "name" for spec in held_by(self.heads, ROSTER).values())  # fmt: skip

    def is_scheme(self) -> bool:
        return (
            any(map(_METHOD.fullmatch, self.words)) and any(map(_POINTS.fullmatch, self.words))
            and any(map(_ITEMS.fullmatch, self.words))
        )  # fmt: skip

    def is_roster(self, called: str) -> bool:
        """Names and groups and nothing that is counted; what else stands there, only a title that says 名册 lets pass."""
        columns = (*ROSTER, REGIONS)
        held = held_by(self.heads, columns)
        keys = {spec.key for spec in held.values()}
        if self.has_word(words.ITEM) or self.has_word(words.VALUE) or self.has_word((*TOTALS, *RANKS[:3], *GRADES)):  # fmt: skip
            return False
        plain = {c for c, spec in held.items() if spec.key in ("id", "order", REGIONS.key)}
        plain |= {c for c, text in enumerate(self.heads) if _CONTACT.search(text)}
        if self.numbers() - plain:
            return False
        others = [
            text
            for text in self.heads
            if text and matching(text, columns) is None and not _BESIDE.search(text)
        ]
        return called == ROSTER_KIND or ({"name", "group"} <= keys and not others)

    def is_agreed(self, called: str) -> bool:
        """A target for each unit and indicator, and no column of what came of it."""
        if any(map(_DONE.search, self.words)) or self.has_word(words.VALUE):
            return False
        asked = self.has_word(words.ITEM) and self.has_word(FIELD_SYNONYMS[0])
        return asked or (called == AGREED and not _DONE.search(self.title))

    def is_announced(self, called: str) -> bool:
        """Totals with places or grades under a title that speaks of results."""
        placed = self.has_word(RANKS) or self.has_word(GRADES)
        return called == ANNOUNCED and self.has_word(TOTALS) and placed

    def numbers(self) -> set[int]:
        """Columns most of whose cells are numbers."""
        rows = range(self.head + 1, len(self.grid.rows))
        found = set()
        for column in range(min(self.grid.width, _MOST_HEADS)):
            texts = [text for row in rows if (text := self.grid.text(row, column).strip())]
            count = sum(read_number(text).text is not None for text in texts[:200])
            if texts and count * 2 > len(texts[:200]):
                found.add(column)
        return found
