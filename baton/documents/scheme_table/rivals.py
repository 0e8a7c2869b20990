"""一个表头下分几列: 分值 over 县域 and 城区. The column called after the group that a table is for is its own; else it is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from baton.documents.problems import Problems
from baton.documents.scheme_table.heads import Head, numbers
from baton.documents.scheme_table.sharing import UNSETTLED
from baton.documents.scheme_table.sources import Table
from baton.documents.scheme_table.whom import Everybody, Unclear, apart
from baton.documents.scheme_table.words import WITH_POINTS, bare_head, one_line

APART = "apart:"
CODE = "scheme-apart"
_OF_LEVELS = re.compile(
    r"大[类项]|小[类项计]|单项|分项|指标|[一二三四]级|[合总小]计|总|项目|内容|满分|加分|减分|扣分|基[础本]"
)
Columns = dict[int, str]  # column → what stands under the merged head


def settle(
    table: Table, head: Head, who: Everybody | None, said: Mapping[str, str], problems: Problems,
    questions: list[Unclear],
) -> None:  # fmt: skip
    """Keep of the columns under one head those of the groups that the table is for, or ask which they are."""
    chosen = {key: own for key, own in _apart(table, head).items() if _differ(table, head, who, key, own)}  # fmt: skip
    if not chosen:
        return
    words = list(dict.fromkeys(word for own in chosen.values() for word in own.values()))
    key = APART + "、".join(words)
    mine = said.get(key, "") if said.get(key, "") in words else _mine(words, who)
    if not mine:
        question = _question(key, table, head, chosen, words)
        if key not in {one.key for one in questions}:
            questions.append(question)
        remedy = "请说一声；也可以只留考核这些组的那一列再收"
        problems.error(question.place, question.question, remedy, code=UNSETTLED)
        mine = words[0]
    elif key not in said:
        left = "".join(f"“{word}”" for word in words if word != mine)
        what = f"“{'”“'.join(_names(head, chosen))}”照“{mine}”一列收,{left}没有收"
        problems.warn(table.label, what, "不是这样的,请把表头下面的组名改对再收", code=CODE)
    for kind, own in chosen.items():
        _keep(head, kind, own, mine)


def _apart(table: Table, head: Head) -> dict[str, Columns]:
    """By what is read, the columns under the merged head from which one was taken, where something else stands under each."""
    found = {}
    for key, column in head.columns.items():
        own = _under_one(table, head, column)
        if len(set(own.values())) > 1:
            found[key] = own
    return found


def _under_one(table: Table, head: Head, column: int) -> Columns:
    """The columns that share the head of one of them, each with the last line over it."""
    for row in range(head.top, head.bottom):
        line = table.lines[row]
        if column >= len(line) or line[column] != head.texts[column]:
            continue
        first = table.first(row, column)
        own = [other for other in range(len(line)) if table.first(row, other) == first]
        texts = {other: _word(head, other) for other in own}
        if len(own) > 1 and all(texts.values()):
            return texts
    return {}


def _word(head: Head, column: int) -> str:
    """县域 of 县域分值（100分） under 分值; empty where nothing but the head itself stands over a column."""
    said = head.said[column]
    if said[-1] == head.texts[column]:
        return ""
    bare = one_line(bare_head(said[-1]))
    return WITH_POINTS.sub("", bare) or bare


def _differ(table: Table, head: Head, who: Everybody | None, key: str, own: Columns) -> bool:
    """Whether the columns are for different groups; of points also where nobody knows whom they are for."""
    if who is not None and any(_groups(word, who) for word in own.values()):
        return True
    if key != "points" or any(_OF_LEVELS.search(word) for word in own.values()):
        return False
    counts = [len(numbers(table, head, column)) for column in own]
    return 2 * min(counts) > max(counts) and not any(_is_coarse(table, head, one, own) for one in own)  # fmt: skip


def _is_coarse(table: Table, head: Head, column: int, own: Columns) -> bool:
    """Whether a number is merged over rows in which another column has several."""
    rows: dict[tuple[int, int], list[int]] = {}
    for row in range(head.bottom + 1, len(table.lines)):
        rows.setdefault(table.first(row, column), []).append(row)
    spans = [span for span in rows.values() if len(span) > 1]
    return any(
        len({table.first(row, other) for row in span}) > 1
        for span in spans
        for other in own
        if other != column
    )


def _groups(word: str, who: Everybody) -> set[str]:
    """The groups of the roster that a text names."""
    return {group for piece in [word, *apart(word)] if (group := who.any_group(piece))}


def _mine(words: Sequence[str], who: Everybody | None) -> str:
    """The only text that names every group that the table is for."""
    if who is None or not who.groups:
        return ""
    own = [word for word in words if set(who.groups) <= _groups(word, who)]
    return own[0] if len(own) == 1 else ""


def _names(head: Head, chosen: Mapping[str, Columns]) -> list[str]:
    return [bare_head(one_line(head.texts[next(iter(own))])) for own in chosen.values()]


def _question(
    key: str, table: Table, head: Head, chosen: Mapping[str, Columns], words: Sequence[str]
) -> Unclear:
    several = f"“{'”“'.join(_names(head, chosen))}”"
    question = f"{several}下面分“{'”“'.join(words)}”，这次照哪一列收；各组不同的，请一组一组收"
    answers = tuple((word, f"“{word}”这一列") for word in words)
    return Unclear(key, f"{table.label} 第{head.bottom + 1}行", several, question, (), answers)


def _keep(head: Head, key: str, own: Columns, mine: str) -> None:
    """The column of a text in the place of the one that was taken; the rest are for others."""
    column = next((one for one, word in own.items() if word == mine), None)
    if column is None:
        return
    before = head.columns[key]
    for other, at in list(head.columns.items()):
        if at == before and (other == key or other in ("lead", "scorer")):
            head.columns[other] = column
    head.texts[column] = head.texts[before]
    rest = set(own) - {column}
    head.others |= rest
    head.ways = [one for one in head.ways if one not in rest]
    head.weights = [one for one in head.weights if one not in own]
    head.points = [one for one in head.points if one not in rest]
