"""表头说的是别的: a column taken for an item's figures over which stand words of something else is asked about, however it was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from baton.desk.intake.arrivals import Arrived, Read
from baton.desk.intake.explained import strange_bracket, strange_word
from baton.desk.intake.how_read import Column, columns_of
from baton.desk.intake.misplaced import titles_of
from baton.desk.intake.sheet_answers import (
    AS_IS,
    CONTRARY,
    HEADING,
    LEAVE_OUT,
    OTHER,
    PERIOD,
    SPAN,
    TITLED,
    WHOLE,
    Answers,
)
from baton.desk.questions import Answer, Question
from baton.documents.dates import is_of_a_period
from baton.documents.layouts.known import ItemInfo
from baton.documents.layouts.words import year_of
from baton.documents.names import normalised
from baton.documents.numbers import PERCENT_UNITS
from baton.documents.observations import KnownNames
from baton.documents.period_titles import end_of, ends_told, years_told

_LAST = re.compile(r"上年|去年|上一年|上月|上期|上季|同期")
_GROWN = re.compile(r"(?:比|较|与|同)?(?:上年|去年)?(?:同期)?(?:相比)?(?:同比)?(?:增长率?|增减|增速|增幅|±)(?:幅度?)?")  # fmt: skip
_TARGET = re.compile(r"目标|任务|计划|应完成|下达")
_AHEAD = re.compile(r"预计|预测|预期")
_SHARE = re.compile(r"完成率|完成比例|进度|占(?:年度|全年|年|目标|计划|任务)|占比|比重")
_GROWTH = re.compile(r"增速|增长率|增幅|同比|环比|增减|增量|提高|下降")
_GAP = re.compile(r"高于|低于|相差|差距|差额|缺口|与.{0,6}差|比全[国省市]|较全[国省市]|对比")
_RANK = re.compile(r"排名|位次|名次|排位|第几")
_FULL = re.compile(r"满分|分值|权重|标准分|基准分")
_TOTAL = re.compile(r"总量|绝对[额值量数]|总额|总数")
_NEUTRAL = re.compile(r"完成(?!率|比例|进度|%|占)|实际|实绩|得分|评分|考核分|考评|自评|打分|情况")
_POINTS = re.compile(
    r"[(\[]?(?:满分|分值|标准分|权重)?:?\d+(?:\.\d+)?[分%]?[)\]]"
)  # 教育工作（满分100分）
_TITLE = re.compile(
    r"完成率|完成比例|完成进度|进度表|排名|位次|名次|排位|分解|下达|预计|预测|预期|责任书|目标|任务|计划"
)
_GROWTHS = re.compile(r"增速|增幅|增长率|增长情况")
_RESULTS = re.compile(
    r"得分|评分|打分|考核|考评|完成情况|实绩|推进|进展|数据|统计|汇总|填报|报送|上报"
)
_BRACKET = re.compile(r"^.{1,40}[(（][^()（）]*[)）]$")
_SURELY = re.compile(r"完成率|完成比例|预计|预测|预期|分解|下达")
_BOTH = re.compile(
    r"(?:及|和|与|、)(?:实际)?(?:完成|执行|实绩|总量)"
)  # 目标分解及完成情况: the heads tell which is which
_SENTENCE = re.compile(r"[。；]")
_FEW, _LONGEST = 3, 40


@dataclass
class _Doubt:
    """The words, where they stand first, and the lines that were read under them."""

    text: str
    where: str
    items: dict[str, None] = field(default_factory=dict)
    sources: set[str] = field(default_factory=set)


def settle_contrary(
    arrived: Arrived, read: Read, answers: Answers, known: KnownNames, year: int
) -> list[Question]:
    """Ask about columns whose words speak against what they were taken for; what was answered is carried out.

    Of a page that a person has pointed at nothing is asked but another year or period over what was pointed out.
    """
    doubts = list(_doubts(arrived, read, answers, known, year))
    asks = []
    for one in doubts:
        names = [known.items[item].name for item in one.items]
        few = "、".join(names[:_FEW]) + (f"等 {len(names)} 项" if len(names) > _FEW else "")
        said = answers.of(CONTRARY, one.text)
        if said == LEAVE_OUT:
            _leave_out(read, one.sources)
            answers.tell(CONTRARY, one.text, f"“{one.text}”的 {len(one.sources)} 个数没有收")
        elif said == AS_IS:
            answers.tell(CONTRARY, one.text, f"写着“{one.text}”，核实后照收作{few}")
        else:
            what = f"{one.where}写的是“{one.text}”，{len(one.sources)} 个数会收作{few}"
            choices = ((Answer(CONTRARY, one.text, LEAVE_OUT), "不收这些数"), (Answer(CONTRARY, one.text, AS_IS), f"就是{few}的数"))  # fmt: skip
            asks.append(Question(what, "请对着表核实一下；读错了列的，可以自己指", choices, arrived.name, is_open=True))  # fmt: skip
    return asks


def _doubts(
    arrived: Arrived, read: Read, answers: Answers, known: KnownNames, year: int
) -> Iterable[_Doubt]:
    knows_period = any(one.what in (PERIOD, SPAN, TITLED, WHOLE, OTHER) for one in answers.kept)
    said = (one.written.partition("|")[2] for one in answers.kept if one.what == HEADING)
    headings = {normalised(part) for text in said for part in (text, *text.split())}
    pages = columns_of(arrived.grids, arrived.name, read.cells, known)
    units = {normalised(name) for name in (*known.subjects.values(), *known.subject_aliases)}
    for page, columns in pages.items():
        is_pointed = page in known.pointed
        grid = next(one for one in arrived.grids if one.name == page)
        # a sheet that was made here is no table of targets
        if not arrived.stamp and not is_pointed:
            yield from _of_titles([*titles_of(grid), Path(arrived.name).stem], columns, known)
        found: dict[str, _Doubt] = {}
        for column in columns:
            for texts, lines in _stretches(column):
                texts = [text for text in texts if normalised(text) not in headings]
                text = _of_another_time(texts, lines, year, knows_period=knows_period)
                if not text and not is_pointed:
                    text = _against(texts, column.named, lines, known, units)
                if text:
                    one = found.setdefault(text, _Doubt(text, column.where))
                    one.items |= {line[1]: None for line in lines}
                    one.sources |= {line[6] for line in lines}
        yield from found.values()


def _stretches(column: Column) -> Iterable[tuple[list[str], list[Sequence[Any]]]]:
    """The lines of a column by the words that stand beside them in their rows, each with all texts about them."""
    by_words = defaultdict[tuple[str, ...], list[Sequence[Any]]](list)
    for line, beside in zip(column.lines, column.beside, strict=True):
        about = (text for text in beside if _is_about(text) or _BRACKET.search(text))
        by_words[tuple(about)].append(line)
    for words, lines in by_words.items():
        yield [*column.heads, *words], lines


def _is_about(text: str) -> bool:
    """Whether a text in a row says what the row holds, as no unit's name does: 目标, 完成率（%）."""
    if year_of(text) or is_of_a_period(re.sub(r"(?:的)?(?:数据?|快报数?)$", "", text)):
        return True
    bare = re.sub(r"\([^()]*\)$", "", normalised(text))
    rest = bare
    for pattern in (_LAST, _TARGET, _AHEAD, _SHARE, _GROWTH, _GAP, _RANK, _FULL, _TOTAL):
        rest = pattern.sub("", rest)
    rest = re.sub(r"20\d\d|[年度数值额量%全本据为系]", "", rest)
    return rest != bare and not rest


def _of_another_time(
    texts: Sequence[str], lines: Sequence[Sequence[Any]], year: int, *, knows_period: bool
) -> str:
    """The first text that names another year, or another period, than that of these lines; empty for none."""
    ends = {end_of(line[2]) for line in lines} - {0}
    for text in texts:
        if years_told(text) and year not in years_told(text):
            return text
        told = {abs(one) for one in ends_told(text, year, is_month=False)}
        if told and ends and not told & ends and not knows_period:
            return text
    return ""


def _against(
    texts: Sequence[str], named: Sequence[tuple[str, str]], lines: Sequence[Sequence[Any]], known: KnownNames, units: Collection[str]
) -> str:  # fmt: skip
    """The first text that speaks of something else than the items of these lines, or of nothing that anybody knows; empty for none."""
    items = dict.fromkeys(line[1] for line in lines)
    infos = [known.items[item] for item in items]
    written = (*known.indicators.items(), *known.scores.items(), *known.item_aliases.items())
    names = [f"{info.name}{info.unit}" for info in infos] + [
        text for text, item in written if item in items
    ]
    own = normalised("|".join(names))
    for text in texts:
        plain = _POINTS.sub("", normalised(text))
        if any(_speaks_against(plain, own, info) for info in infos):
            return text
        if strange_bracket(text, infos, own, units):
            return text
    at = next((i for i, (_, text) in enumerate(named) if _names(text, own)), len(named))
    behind = named[at + 1 :]
    return next((text for head, text in behind if strange_word(head, text, infos, own, units)), "")


def _names(text: str, own: str) -> bool:
    bare = re.sub(r"\([^()]*\)", "", normalised(text))
    return bool(bare) and bare in own


def _speaks_against(text: str, own: str, info: ItemInfo) -> bool:
    is_rate = info.unit in PERCENT_UNITS or "率" in info.name or "比重" in info.name
    is_growth = is_rate and bool(_GROWTH.search(info.name))
    rest = text.replace(normalised(info.name), "")
    if is_growth:
        rest = _GROWN.sub("", rest)
    patterns = [_LAST, _GAP, _RANK, _FULL, _SHARE, _AHEAD]
    patterns += [_TOTAL] if is_growth else []
    patterns += [] if is_rate else [_GROWTH]
    is_neutral = bool(_NEUTRAL.search(rest))
    patterns += [] if is_neutral else [_TARGET]
    found = (match[0] for pattern in patterns for match in pattern.finditer(rest))
    return any(word not in own for word in found)


def _of_titles(
    titles: Sequence[str], columns: Sequence[Column], known: KnownNames
) -> Iterable[_Doubt]:
    """One doubt where the page's own name or title says that it holds shares, ranks, targets."""
    lines = [line for column in columns for line in column.lines]
    items = dict.fromkeys(line[1] for line in lines)
    infos = [known.items[item] for item in items]
    own = normalised("".join(info.name for info in infos))
    amounts = not any(info.unit in PERCENT_UNITS or "率" in info.name for info in infos)
    for text in titles:
        if len(text) > _LONGEST or _SENTENCE.search(text):
            continue
        plain = normalised(text)
        is_plain = bool(_RESULTS.search(plain))
        found = next((one[0] for one in _TITLE.finditer(plain) if one[0] not in own), "")
        surely = bool(_SURELY.search(plain)) and not _BOTH.search(plain)
        if found and (surely or not is_plain) and not re.search(r"得分|评分|打分", plain):
            yield _Doubt(text, "标题", items, {line[6] for line in lines})
            return
        if amounts and _GROWTHS.search(plain) and not re.search(r"总量|完成|及|和|、", plain):
            yield _Doubt(text, "标题", items, {line[6] for line in lines})
            return


def _leave_out(read: Read, sources: set[str]) -> None:
    rest = [
        (line, one)
        for line, one in zip(read.cells, read.measure, strict=True)
        if line[6] not in sources
    ]
    read.cells[:], read.measure[:] = [line for line, _ in rest], [one for _, one in rest]
