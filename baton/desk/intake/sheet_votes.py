"""收票数: empty cells among levels are asked about, a state holds for all levels, numbers of slips are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.desk.intake.counted import REST, named
from baton.desk.intake.sheet_answers import AS_IS, BLANK, CONVERT, Answers
from baton.desk.questions import Answer, Question
from baton.documents.layouts.known import Levels
from baton.documents.observations import KnownNames
from baton.domain.intake.oddities import Oddity

Line = list[Any]
Groups = Mapping[tuple[str, str], list[Line]]  # unit, period -> the lines of its levels
NOT_YET, REPORTED, ZERO = "not_yet", "reported", "0"
MOST_NAMED = 5
MANY = 4  # fewer units say nothing about what is usual
ABSENT = "表上没有这一级，按 0 记"


def settle_votes(
    read: Read, answers: Answers, known: KnownNames
) -> tuple[list[Question], list[Oddity]]:
    """Bring the levels of each unit to one statement; give what is to be asked and what is odd about the numbers.

    A unit's own word (无此任务) holds for all its levels. Empty cells beside counts are nought or not known: that is asked.
    """
    asks: list[Question] = []
    odd: list[Oddity] = []
    for item, levels in known.levels.items():
        groups = _groups(read, item)
        _told_once(read, groups, item, known)
        for lines in groups.values():
            if all(line[4] is None for line in lines):
                _one_word(lines)
        asks += _blanks(groups, item, answers, known)
        if levels.is_votes:
            odd += _absent(read, groups, item, levels, known)
            odd += _numbers(groups, item, levels, known)
    return asks, odd


def _told_once(read: Read, groups: Groups, item: str, known: KnownNames) -> None:
    """A unit that stands in two rows has two counts of one level: a fault, like two scores."""
    for (subject, period), lines in groups.items():
        by_level: dict[str, list[Line]] = defaultdict(list)
        for line in lines:
            by_level[line[3]].append(line)
        twice = next((own for own in by_level.values() if len(own) > 1), None)
        if twice:
            told = "、".join(f"{line[6]} 是 {line[4] or '没有数'}" for line in twice[:5])
            what = f"“{known.subjects[subject]}”的“{known.items[item].name}”({period})报了{len(twice)}次:{told}"
            read.problems.error(twice[1][6], what, "请只留一个", code="duplicate")


def _groups(read: Read, item: str) -> Groups:
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in read.cells:
        if line[1] == item:
            found[line[0], line[2]].append(line)
    return found


def _one_word(lines: Sequence[Line]) -> None:
    words = [line[5] for line in lines if line[5] != NOT_YET]
    for line in lines if words else ():
        line[5] = words[0]


def _blanks(groups: Groups, item: str, answers: Answers, known: KnownNames) -> list[Question]:
    """Cells without a count beside others that have one."""
    empty = {
        key: [line for line in lines if line[4] is None and line[5] == NOT_YET]
        for key, lines in groups.items()
        if any(line[4] is not None for line in lines)
    }
    lines = [line for own in empty.values() for line in own]
    if not lines:
        return []
    name, said = known.items[item].name, answers.of(BLANK, item)
    units = [known.subjects[subject] for (subject, _), own in empty.items() if own]
    written = f"{name}有 {len(lines)} 格空着，同一行别的等级有数：{_few(units)}"
    if said == CONVERT:
        for line in lines:
            line[4], line[5] = ZERO, REPORTED
        answers.tell(BLANK, item, f"{written}，收表时按 0 记")
        return []
    if said == AS_IS:
        answers.tell(BLANK, item, f"{written}，按还没有报记，这些单位暂时没有分")
        return []
    choices = (
        (Answer(BLANK, item, CONVERT), "空着就是 0"),
        (Answer(BLANK, item, AS_IS), "还没有报，这些单位先没有分"),
    )
    return [Question(written, "请选是哪一种", choices, lines[0][6], is_open=True)]


def _absent(
    read: Read, groups: Groups, item: str, levels: Levels, known: KnownNames
) -> list[Oddity]:
    """Levels of which the table has no column are nought, in place of what an older version said of them."""
    gone: list[str] = []
    for (subject, period), lines in groups.items():
        there = {line[3] for line in lines}
        if all(line[4] is None for line in lines):
            continue
        for key in levels.keys:
            if key not in there:
                read.cells.append([subject, item, period, key, ZERO, REPORTED, ABSENT, ""])
                read.measure.append("")
                gone.append(key)
    told = [key for key in dict.fromkeys(gone) if key != REST]
    if not told:
        return []
    said = f"{known.items[item].name}：表上没有{named(told)}，按 0 张记"
    return [Oddity("absent", said, "确实没有这样的票就不用改；漏了一列的请补上", item)]


def _numbers(groups: Groups, item: str, levels: Levels, known: KnownNames) -> list[Oddity]:
    """Units with another number of slips than the others; of several categories each by itself."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for (subject, _), lines in groups.items():
        for line in lines:
            if line[4] is not None:
                category, bar, _ = line[3].partition("|")
                sums[category if bar else ""][subject] += int(line[4])
    found = []
    for category, totals in sums.items():
        name = known.items[item].name + (f"（{category}）" if category else "")
        found += _apart(name, item, totals, known)
    return found


def _apart(name: str, item: str, totals: Mapping[str, int], known: KnownNames) -> list[Oddity]:
    if len(totals) < MANY or len(set(totals.values())) == 1:
        return []
    (usual, many), *_ = Counter(totals.values()).most_common()
    others = {subject: n for subject, n in totals.items() if n != usual}
    if many * 2 <= len(totals) or len(others) > MOST_NAMED:
        least, most = min(totals.values()), max(totals.values())
        said = f"{name}：各单位的票不一样多，最少 {least} 张，最多 {most} 张"
        return [Oddity("ballots", said, "请核对是不是都收齐了", item)]
    return [
        Oddity("ballots", f"{known.subjects[subject]}的{name}一共 {n} 张，别的单位多是 {usual} 张", "请核对有没有漏记、多记", item, subject, str(n))
        for subject, n in others.items()
    ]  # fmt: skip


def _few(units: Sequence[str]) -> str:
    more = f"等 {len(units)} 个单位" if len(units) > MOST_NAMED else ""
    return "、".join(units[:MOST_NAMED]) + more
