"""现场考评的四种材料: slips, tally sheet, result table, and the result that may be published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from baton.documents import papers as documents
from baton.documents.papers import HearingLine, HearingPaper
from baton.domain.hearings import queries
from baton.domain.hearings.combining import rule_words
from baton.domain.hearings.models import Hearing
from baton.domain.hearings.queries import Line
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused

Write = Callable[[HearingPaper, Sequence[HearingLine], Path], None]


@dataclass(frozen=True)
class Paper:
    """needs_result: only once the session is closed; is_official: in official order, not in that of the stage."""

    name: str
    what: str
    write: Write
    needs_result: bool = False
    is_official: bool = False


PAPERS = {
    "slips": Paper("评分票", "A4 一页，大字，照出场次序；打印一张，照人数复印。票上没有号、不写姓名，认不出是谁的", documents.write_slips),
    "tally": Paper("记分表", "A4 横排，现场手填，计票人、监票人签字", documents.write_tally_sheet),
    "result": Paper("结果表", "每个单位几票、去掉了哪几票、平均分，计票人、监票人签字", documents.write_hearing_result, needs_result=True),
    "notice": Paper("公布稿", "向社会公布的结果，按机构序，只有票数和得分", documents.write_hearing_notice, needs_result=True, is_official=True),
}  # fmt: skip


def write(hearing: Hearing, code: str, path: Path) -> None:
    """Write one paper, as PDF where the path says so; Refused while there is no result to tell."""
    paper = PAPERS[code]
    if paper.needs_result and hearing.state != Hearing.State.CLOSED:
        raise Refused(f"《{hearing.name}》还没有收结，没有{paper.name}。")
    lines = queries.lines(hearing)
    if paper.is_official:
        places = orgs.official_order(hearing.round.scheme.year)
        lines.sort(key=lambda one: places.get(one.appearance.unit_id, len(places)))
    try:
        paper.write(_head(hearing), [_line(one, hearing, paper) for one in lines], path)
    except documents.NoChineseFont as error:
        raise Refused(str(error)) from error


def bounds(hearing: Hearing) -> str:
    """Between which scores a rater chooses."""
    return f"每个单位打 {hearing.lowest}—{hearing.highest} 分，最小间隔 {hearing.step} 分"


def _head(hearing: Hearing) -> HearingPaper:
    day = hearing.held_on
    return HearingPaper(
        hearing.name, hearing.round.name, f"{day.year} 年 {day.month} 月 {day.day} 日", hearing.place, rule_words(hearing),
        bounds(hearing), hearing.expected, hearing.version,
    )  # fmt: skip


def _line(line: Line, hearing: Hearing, paper: Paper) -> HearingLine:
    one, outcome = line.appearance, line.outcome
    place, name = one.position, one.unit.name
    if not paper.needs_result:
        return HearingLine(place, name)
    if outcome is None:
        note = "没有到场" if one.absent_why else "没有票"
        return HearingLine(place, name, str(one.received), str(one.spoiled), note=note)
    high, low = "、".join(outcome.highest), "、".join(outcome.lowest)
    return HearingLine(
        place, name, str(one.received), str(one.spoiled), high, low, padded(outcome.mean, hearing.decimals),
        padded(outcome.score, hearing.decimals),
    )  # fmt: skip


def padded(text: str, digits: int) -> str:
    """With as many decimals as every other mean of the session.

    >>> padded("92.5", 2), padded("92", 0)
    ('92.50', '92')
    """
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(digits, '0')}" if digits else whole
