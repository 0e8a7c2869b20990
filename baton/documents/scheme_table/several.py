"""一个文件几个表: which of them are for these groups, by what they are called; where that does not tell, it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from baton.documents.problems import Problems
from baton.documents.scheme_table.heads import Head
from baton.documents.scheme_table.reading import Reader
from baton.documents.scheme_table.sharing import UNSETTLED
from baton.documents.scheme_table.sources import ANNEX, LONGEST_TITLE, Table
from baton.documents.scheme_table.sums import plain, total_of
from baton.documents.scheme_table.whom import Everybody, Unclear, plain_group

TABLES, EVERY = "tables:", "all"
CODE = "scheme-sheets"
SHEETS = (".xls", ".ods", ".et")
FULL, THOUSAND = 100, 1_000


@dataclass(frozen=True)
class _One:
    """A table that holds indicators. place: its sheet, else which of the file's it is; called: by the sheet or the title; groups: of the roster, that it names."""

    table: Table
    place: str
    called: str
    groups: frozenset[str]
    count: int
    points: Fraction

    @property
    def is_whole(self) -> bool:
        """Whether it comes to full points by itself: a scheme of its own, no part of another."""
        return self.points >= FULL


def for_these_groups(
    whole: list[tuple[Table, Head]], who: Everybody | None, said: Mapping[str, str], problems: Problems,
    questions: list[Unclear] | None,
) -> list[Table]:  # fmt: skip
    """Of several tables those that are for the groups; all where nothing speaks against it.

    questions: takes what only a person can tell; None where nobody is there to be asked, then all are taken.
    """
    tables = [table for table, _ in whole]
    if len(tables) < 2:
        return tables
    are_sheets = _are_sheets(tables)
    found = _each(whole, who, are_sheets=are_sheets)
    if who is None:
        return _all(found, problems, are_sheets=are_sheets)
    ticked = frozenset(who.groups)
    own = [one for one in found if one.groups & ticked]
    mine = _with_loose(own, found) if own else found
    is_unnamed = not own and any(one.groups for one in found)
    differ = len({one.groups & ticked for one in own}) > 1 and any(one.is_whole for one in own)
    is_odd = (
        bool(_sum(mine) % FULL) and not _sum(found) % FULL
    )  # only all of them come to full points
    if is_unnamed or differ or _several(mine) or is_odd:
        return _asked(found if is_odd else mine, found, said, problems, questions)
    return _part(mine, found, problems) if len(mine) < len(found) else _all(found, problems, are_sheets=are_sheets)  # fmt: skip


def _are_sheets(tables: Sequence[Table]) -> bool:
    """Whether each table is a sheet of its own."""
    sheets = {_page(table) for table in tables if not table.caption}
    is_excel = Path(tables[0].label.partition("·")[0]).suffix.startswith(SHEETS)
    return is_excel and len(sheets) == len(tables)


def _page(table: Table) -> str:
    """县直部门 of 体系.xlsx·县直部门, 第2个表 of a Word file."""
    return table.label.rpartition("·")[2]


def _each(
    whole: Sequence[tuple[Table, Head]], who: Everybody | None, *, are_sheets: bool
) -> list[_One]:
    found: list[_One] = []
    groups: frozenset[str] = frozenset()
    pages = [_page(table) for table, _ in whole]
    for at, (table, head) in enumerate(whole):
        titles = [*table.over, table.caption, *_above(table, head)]
        own = _named([pages[at], *titles] if are_sheets else titles, who)
        is_new = are_sheets or any(ANNEX.match(line) for line in titles)
        groups = own if own or is_new else groups  # what goes on is for whom the one above is
        rows = Reader(table, head, problems=Problems(), under=[]).read()
        place = pages[at] if pages.count(pages[at]) == 1 else f"第{at + 1}个表"
        title = next((line for line in titles if _named([line], who)), next(filter(None, titles), ""))  # fmt: skip
        called = place if are_sheets or not title else title
        found.append(_One(table, place, called, groups, len(rows), total_of(rows)))
    return found


def _above(table: Table, head: Head) -> list[str]:
    """The title in the rows above the head, each over the whole width."""
    rows = [list(dict.fromkeys(filter(None, line))) for line in table.lines[: head.top]]
    return [texts[0] for texts in rows if len(texts) == 1 and len(texts[0]) <= LONGEST_TITLE]


def _named(lines: Sequence[str], who: Everybody | None) -> frozenset[str]:
    """The groups of the roster that stand in a title; 党群部门 is not 部门."""
    if who is None:
        return frozenset()
    text = plain_group("，".join(lines))
    found = {group for line in lines if (group := who.any_group(line))}
    for group in sorted(who.all_groups, key=lambda one: -len(plain_group(one))):
        if (bare := plain_group(group)) in text:
            found.add(group)
            text = text.replace(bare, "，")
    return frozenset(found)


def _several(found: Sequence[_One]) -> bool:
    """Whether more than one of them comes to full points by itself; parts of a thousand are one scheme."""
    return sum(one.is_whole for one in found) > 1 and _sum(found) != THOUSAND


def _sum(found: Sequence[_One]) -> Fraction:
    return sum((one.points for one in found), Fraction(0))


def _with_loose(own: list[_One], found: list[_One]) -> list[_One]:
    """What no group is named for goes with the rest where only both come to full points; bonuses always do."""
    loose = [one for one in found if not one.groups]
    is_part = _sum(own) % FULL and not (_sum(own) + _sum(loose)) % FULL
    return [one for one in found if one in own or (one in loose and (is_part or not one.points))]


def _part(own: list[_One], found: list[_One], problems: Problems) -> list[Table]:
    left = [one.called for one in found if one not in own]
    if left:
        what = f"只读了“{'”“'.join(one.called for one in own)}”,没有读“{'”“'.join(left)}”"
        remedy = "别的分组请另收一次,勾上它们;是一张表分几页的,请并到一张工作表或一个表里"
        problems.warn(own[0].table.label, what, remedy, code=CODE)
    return [one.table for one in own]


def _all(found: list[_One], problems: Problems, *, are_sheets: bool) -> list[Table]:
    if are_sheets:
        named = "、".join(one.called for one in found)
        what = f"{len(found)} 张工作表({named})都读了,合成一张指标体系表"
        remedy = "各考核不同分组的,请把工作表的名称改成分组名,一组一组收,只读勾上的那几页"
        problems.warn(found[0].table.label, what, remedy, code=CODE)
    return [one.table for one in found]


def _asked(
    some: list[_One], found: list[_One], said: Mapping[str, str], problems: Problems,
    questions: list[Unclear] | None,
) -> list[Table]:  # fmt: skip
    """What the clerk said of some of the tables that were found, or nothing and a question."""
    key = TABLES + "、".join(one.place for one in some)
    chosen = {one.place: one for one in some if one.points}
    answer = said.get(key, "")
    if questions is None or answer == EVERY:
        return _part(some, found, problems)
    if answer in chosen:
        return _part([one for one in some if one is chosen[answer] or not one.points], found, problems)  # fmt: skip
    question = f"文件里有 {len(chosen)} 个表，哪一个是考核这些组的；各组各用一个的，请一组一组收"
    answers = tuple(
        (place, f"“{one.called}”，{one.count} 个指标，合计 {plain(one.points)} 分")
        for place, one in chosen.items()
    )
    every = (EVERY, f"{len(some)} 个都是，合起来收")
    file = found[0].table.label.partition("·")[0]
    questions.append(Unclear(key, file, "", question, (), (*answers, every)))
    problems.error(file, question, "请说一声；也可以只留考核这些组的那个表再收", code=UNSETTLED)
    return []
