"""交来的文件: what each file of a year is, by what somebody said, by what stands in it, by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from baton.documents.office.sources import NAMED, PASSED_OVER, TABLES, kind_of
from baton.documents.office.telling import ANNOUNCED, FIGURES, SCHEME, Told, tell_file

SLOTS = (("scheme", "指标体系"), ("facts", "数据"), ("published", "公布的成绩表"))
KINDS = (("名册", "名册"), ("责任书", "责任书"), (FIGURES, FIGURES), ("事件", "加减分"), (ANNOUNCED, ANNOUNCED), (SCHEME, SCHEME))  # fmt: skip
LABELS = dict(KINDS)
# What a file must be to leave the place where it was put; a scheme table may have heads like those of the others.
_LEAVES = {"scheme": ("名册", ANNOUNCED), "facts": (ANNOUNCED, SCHEME), "published": (*NAMED, SCHEME)}  # fmt: skip
# How a file of targets is called; 目标考核 is what a whole year's assessment is called.
_TARGETS = re.compile(
    r"目标(?:值|数|任务)?(?:分解|下达)?(?:表|汇总表?|一览表?|清单)?(?:[\d（(].*)?$"
)


@dataclass(frozen=True)
class Sent:
    """One file. slot: where it was put; told: what was seen of it; said: what somebody said it is, "" before."""

    slot: str
    ticket: str
    path: Path
    told: Told
    said: str = ""

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def called(self) -> str:
        """What its name says that it is."""
        return kind_of(self.path.stem) if self.slot == "facts" else ""

    @property
    def is_contradicted(self) -> bool:
        """Whether name and content each say something else."""
        kind = self.told.kind
        return not self.said and bool(self.called) and kind in (*NAMED, ANNOUNCED, SCHEME) and kind != self.called  # fmt: skip

    @property
    def is_doubtful(self) -> bool:
        """Whether it may pass for figures though nothing says that it holds them, or its name says that it holds targets."""
        if self.said or self.called or self.goes_to != "facts" or self.name.startswith(PASSED_OVER):
            return False
        return self.told.is_open or (
            self.told.kind == FIGURES and bool(_TARGETS.search(self.path.stem))
        )

    @property
    def kind(self) -> str:
        """名册, 责任书, 事件, 数据, 公布表 or 指标体系; "" where nothing tells which of the facts it is."""
        if self.said:
            return self.said
        told = self.told.kind
        if told in _LEAVES[self.slot]:
            return told
        if self.slot != "facts":
            return SCHEME if self.slot == "scheme" else ANNOUNCED
        return self.called or told

    @property
    def goes_to(self) -> str:
        """The slot whose files it is read with."""
        return {SCHEME: "scheme", ANNOUNCED: "published"}.get(self.kind, "facts")

    @property
    def label(self) -> str:
        return LABELS.get(self.kind, "")

    @property
    def is_told_by_content(self) -> bool:
        """Whether somebody may want to know what it was taken for: neither its place nor its name says so."""
        return self.goes_to != self.slot or (self.slot == "facts" and not self.called and self.kind in NAMED)  # fmt: skip


def looked_at(slot: str, ticket: str, path: Path, said: str) -> Sent:
    """A file with what can be seen of it; only tables are looked into."""
    told = tell_file(path) if path.suffix.lower() in TABLES else Told("")
    return Sent(slot, ticket, path, told, said if said in LABELS else "")


def facts_said(sent: Sequence[Sent]) -> Mapping[Path, str]:
    """What somebody said of the facts."""
    return {one.path: one.said for one in sent if one.said}


def unsure(sent: Sequence[Sent], *, is_roster_lacking: bool) -> list[Sent]:
    """Facts that nothing tells; where the roster is lacking, any may be it that no name and no heads tell for certain."""
    asked = ("", FIGURES) if is_roster_lacking else ("",)
    return [one for one in sent if one.goes_to == "facts" and not one.said and one.kind in asked]
