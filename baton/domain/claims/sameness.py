"""同一事项: lines that tell of the same matter, and lines that are in the ledger already."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Protocol, TypeVar

from baton.domain.claims.entries import LONGEST, Entry
from baton.domain.claims.models import Claim
from baton.domain.schemes.models import Scheme

GONE = (Claim.State.REJECTED, Claim.State.WITHDRAWN)
MOST_ALIKE = 1000  # lines of one name
MANY = 3  # pairs of characters that two titles share before they are called alike


LEVEL = re.compile(
    "(?<![安健完])全[国省市州县区]|(?:国家|省部|[省部市州县区])级|^国家(?!安全)|^[省市州县区](?=文明|卫生|园林|森林|平安|健康|先进|示范|优秀|模范)"
)  # at the front 国家 and a lone 省 say the level; within a title they are part of a name
_NUMBER = re.compile(
    r"([\u4e00-\u9fff]+)[〔\[(【](\d{4})[〕\])】]第?0*(\d+)号"
)  # 省文明〔2026〕3号
_POINTS_AWAY = re.compile(
    r"(?:详?见|已附|另附|附).*|[有无是/—-]|同上|复印件|照片"
)  # no paper by itself
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_RANK = re.compile("中央|国|省|部|厅|市|县|区|乡|镇")


class Told(Protocol):
    """What sameness looks at."""

    subject_id: int
    state: str
    kind: str
    title: str
    matter: str
    level: str
    document: str
    happened_on: date | None
    is_single: bool


Line = TypeVar("Line", bound=Told)


def alike(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines of one unit that probably tell of one matter and are not put together yet, in the order given.

    The same document, or titles that share most of their words, be it only without their levels (全国文明村镇,
    省级文明村镇). Lines that count no longer are left out, those that somebody looked at and found to be matters of
    their own, and those that rest on different documents, or are of different years, without being one honour at two levels.
    """
    by_unit: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.state not in GONE:
            by_unit[line.subject_id].append(line)
    found: list[list[Line]] = []
    for rest in by_unit.values():
        words = {id(line): _Words(line.title) for line in rest} if len(rest) > 1 else {}
        while rest:
            first, *others = rest
            same = [
                line for line in others
                if line.matter != first.matter and not (first.is_single and line.is_single) and (
                    _one_paper(first, line)
                    or (words[id(first)].are_like(words[id(line)]) and not _are_apart(first, line))
                )
            ]  # fmt: skip
            if same:
                found.append([first, *same])
            kept = {id(line) for line in same}
            rest = [line for line in others if id(line) not in kept]
    return found


def undecided_matters(lines: Iterable[Line]) -> list[list[Line]]:
    """Matters of several lines of which none is accepted and more than one is undecided."""
    by_matter: dict[tuple[int, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.state not in GONE:
            by_matter[line.subject_id, line.matter].append(line)
    return [
        same for same in by_matter.values()
        if sum(line.state == Claim.State.PENDING for line in same) > 1
        and all(line.state != Claim.State.ACCEPTED for line in same)
    ]  # fmt: skip


class SameBook:
    """The lines of a ledger by which a line that is there already, or is told twice, is recognised."""

    def __init__(self, scheme: Scheme) -> None:
        self._numbers: dict[str, str] = {}
        self._lines: dict[int, list[tuple[str, str, str, str, str, date | None]]] = defaultdict(
            list
        )
        self._matters: dict[tuple[int, str], list[tuple[str, str, str, date | None]]] = defaultdict(
            list
        )
        self._pairs: dict[str, frozenset[str]] = {}
        found = Claim.objects.filter(scheme=scheme)
        for claim in found.only(
            "number",
            "subject_id",
            "kind",
            "title",
            "matter",
            "level",
            "document",
            "state",
            "happened_on",
        ):
            self._numbers[claim.number] = claim.number
            if claim.state != Claim.State.WITHDRAWN:
                self._note(claim.subject_id, claim, claim.number)
                own = (claim.number, claim.document, claim.level, claim.happened_on)
                self._matters[claim.subject_id, claim.matter].append(own)

    def taken(self, number: str) -> str:
        """The line that has this number, by its number or place; empty when there is none."""
        return self._numbers.get(number, "")

    def same_as(self, entry: Entry) -> str:
        """The line that says the same, by its number or place; empty when there is none. What happened on another day is another line."""
        title, document = _plain(entry.title), _plain(entry.document)
        for kind, other, level, paper, name, day in self._lines[entry.subject.pk]:
            if kind != entry.kind or (document and paper and document != paper):
                continue
            if day and entry.happened_on and day != entry.happened_on:
                continue
            if title == other and (level == entry.level or document):
                return name
            if (
                document
                and document == paper
                and level == entry.level
                and _share(self._of(title), self._of(other))
            ):
                return name
        return ""

    def one_matter(self, entry: Entry) -> str:
        """The line with which this one makes one matter by its name alone, by its number or place."""
        found = [] if entry.matter else self._matters.get((entry.subject.pk, entry.title), [])
        return found[0][0] if found else ""

    def told_apart(self, entry: Entry) -> Entry:
        """The line with a matter of its own where all lines of its name are of other matters: 会议纪律, in two notices or on two days.

        Other documents at the same rank tell two matters apart; other days do where levels have no rank, as with what is
        deducted for. Otherwise the line as it is.
        """
        named = self._matters.get((entry.subject.pk, entry.title), [])
        if entry.matter or not named:
            return entry
        by_paper = all(
            differ(document, entry.document) and rank(level) == rank(entry.level)
            for _, document, level, _ in named
        )
        if by_paper:
            return replace(entry, matter=_named(entry.title, entry.document))
        day = entry.happened_on
        by_day = day is not None and all(
            other is not None and other != day and not rank(level) and not rank(entry.level)
            for _, _, level, other in named
        )
        return replace(entry, matter=_named(entry.title, str(day))) if by_day else entry

    def of_its_own(self, entry: Entry) -> Entry:
        """The line as a matter of its own, whatever others are called: somebody has said that it is another one."""
        if entry.matter:
            return entry
        marks = [str(entry.happened_on or ""), entry.document, *map(str, range(2, MOST_ALIKE))]
        taken = {matter for subject, matter in self._matters if subject == entry.subject.pk}
        named = (_named(entry.title, mark) for mark in marks if mark)
        return replace(entry, matter=next((one for one in named if one not in taken), entry.matter))

    def note(self, entry: Entry, place: str) -> None:
        """From now on this line is known too."""
        if entry.number:
            self._numbers.setdefault(entry.number, place)
        self._note(entry.subject.pk, entry, place)
        own = (place, entry.document, entry.level, entry.happened_on)
        self._matters[entry.subject.pk, entry.matter or entry.title].append(own)

    def _note(self, subject: int, line: Claim | Entry, name: str) -> None:
        title, paper = _plain(line.title), _plain(line.document)
        own = (line.kind, title, line.level, paper, name, line.happened_on)
        self._lines[subject].append(own)

    def _of(self, title: str) -> frozenset[str]:
        if title not in self._pairs:
            self._pairs[title] = _pairs(title)
        return self._pairs[title]


class _Words:
    """What a title is compared by: its words, its words without the level, and the level."""

    __slots__ = ("bare", "level", "pairs", "text")

    def __init__(self, title: str) -> None:
        self.text = LEVEL.sub("", title)
        self.level = LEVEL.findall(title)
        self.pairs, self.bare = _pairs(title), _pairs(self.text)

    def are_like(self, other: _Words) -> bool:
        """Whether two titles tell of one matter, at one level or at two.

        >>> _Words("全国文明村镇").are_like(_Words("全省文明村镇")), _Words("国家卫生县").are_like(_Words("省级卫生县"))
        (True, True)
        >>> _Words("全国文明村镇").are_like(_Words("省级文明单位")), _Words("国家安全日活动").are_like(_Words("安全日志评比"))
        (False, False)
        """
        if _share(self.pairs, other.pairs):
            return True
        if self.level == other.level:
            return False
        if self.text == other.text:
            return len(self.text) > 2
        tenths = 7 if self.text[:2] == other.text[:2] else 8  # 信访 and 中医药: both 工作先进单位
        return _share(self.bare, other.bare, tenths)


def _named(title: str, mark: str) -> str:
    """会议纪律（2026-03-01）, no longer than a matter may be."""
    return f"{title[: max(0, (LONGEST['matter'][1] or 0) - len(mark) - 2)]}（{mark}）"


def _plain(text: str) -> str:
    """Half-width and without blanks, as far as sameness goes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _one_paper(a: Told, b: Told) -> bool:
    return bool(a.document) and a.document == b.document and not _POINTS_AWAY.fullmatch(a.document)


def differ(one: str, other: str) -> bool:
    """Whether two documents are numbered, and none of their numbers is the same.

    >>> differ("省文明〔2026〕3号", "省文明〔2026〕4号"), differ("省文明〔2026〕3号", "表彰决定（省文明[2026]03号）")
    (True, False)
    >>> differ("省文明〔2026〕3号", ""), differ("见附件1", "见附件2")
    (False, False)
    """
    mine, its = _numbers(one), _numbers(other)
    return bool(mine and its) and not mine & its


def _numbers(document: str) -> set[tuple[str, ...]]:
    """文号 in a text, however their brackets are written; words before one belong to it only at its end."""
    return {
        (sender[-2:], year, number) for sender, year, number in _NUMBER.findall(_plain(document))
    }


def _are_apart(a: Told, b: Told) -> bool:
    """Whether two titles alike tell of two matters: other documents or other years, but not one honour at two levels."""
    years = [set(_YEAR.findall(one.title)) for one in (a, b)]
    if all(years) and not years[0] & years[1]:
        return True
    if rank(a.level) != rank(b.level) or _at_two_levels(a.title, b.title):
        return False
    days = {one.happened_on.year for one in (a, b) if one.happened_on}
    return differ(a.document, b.document) or len(days) > 1


def rank(level: str) -> str:
    """What ranks an honour; nothing for 逾期 or 通报批评.

    >>> rank("省级"), rank("全省"), rank("逾期")
    ('省', '省', '')
    """
    found = _RANK.search(level)
    return found[0] if found else ""


def _at_two_levels(one: str, other: str) -> bool:
    levels = [LEVEL.findall(title) for title in (one, other)]
    return all(levels) and levels[0] != levels[1]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _share(a: frozenset[str], b: frozenset[str], tenths: int = 7) -> bool:
    """Whether two titles have most of their words in common.

    >>> _share(_pairs("全国文明城市"), _pairs("全国文明城市提名"))
    True
    >>> _share(_pairs("档案工作先进"), _pairs("信访工作先进"))
    False
    """
    shared = len(a & b)
    return shared >= MANY and 10 * shared >= tenths * min(len(a), len(b))
