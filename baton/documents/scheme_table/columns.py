"""认列: columns of a scheme table under heads that nobody knows, asked about; what was said of a head holds for every table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from baton.documents.names import normalised
from baton.documents.numbers import read_number
from baton.documents.scheme_table.heads import Head, body, find_head
from baton.documents.scheme_table.sources import Table
from baton.documents.scheme_table.whom import Unclear
from baton.documents.scheme_table.words import HEADS, LEVELS, NEEDED, one_line

COLUMN, HEAD = "col:", "head:"  # keys of answers: which head a column has; what a head is
LEAVE = "-"
MOST_ASKED = 8
MISSING = "scheme-head"  # the fault that a question about a column takes the place of
OTHERS = {
    "target": "目标值", "measure": "计量单位", "definition": "指标解释", "basis": "依据", "source": "数据来源", "lead": "牵头单位",
    "scorer": "评分单位", "whom": "考核对象", "parent": "对应上级指标", "note": "备注",
}  # fmt: skip


def told(answers: Mapping[str, str]) -> dict[str, str]:
    """By the head as it is written, what its column holds."""
    found = {}
    for key, answer in answers.items():
        if key.startswith(HEAD) and answer in OTHERS:
            found[normalised(key.removeprefix(HEAD))] = answer
        elif key.startswith(COLUMN) and key.removeprefix(COLUMN) in NEEDED:
            found[normalised(answer)] = key.removeprefix(COLUMN)
    return found


def heads_of(
    tables: Iterable[Table], answers: Mapping[str, str], *, guess: bool
) -> list[tuple[Table, Head]]:
    """The tables that are about indicators, each with its head. guess: what is missing is the column most like it."""
    tables, said = list(tables), told(answers)
    found = [(table, head) for table in tables if (head := find_head(table, said))]
    found = found or loose(tables, answers)
    if guess:
        found = [(table, _guessed(table, head, said)) for table, head in found]
    return found


def loose(tables: Iterable[Table], answers: Mapping[str, str]) -> list[tuple[Table, Head]]:
    """Tables that may be about indicators, though two of the columns that have to be there are under unknown heads."""
    heads = ((table, find_head(table, told(answers), most=2)) for table in tables)
    return [(table, head) for table, head in heads if head and may_ask(head)]


def may_ask(head: Head) -> bool:
    """Whether each column that is missing may be one of those that nobody knows."""
    return 0 < len(head.missing) <= len(_unknown(head))


def questions(
    half: Iterable[tuple[Table, Head]], answers: Mapping[str, str], *, may_leave: bool = False
) -> list[Unclear]:
    """Which of the unknown columns is the one that is missing, the likeliest first; once for all tables.

    may_leave: the table may as well be about something else.
    """
    found: dict[str, Unclear] = {}
    for table, head in half:
        for missing in head.missing if may_ask(head) else []:
            if may_leave and answers.get(COLUMN + missing) == LEAVE:
                continue
            columns = _likely(table, head, missing)
            before = found.get(missing)
            ways = dict(before.answers) if before else {}
            ways |= {
                one_line(head.texts[at]): f"“{one_line(head.texts[at])}”这一列" for at in columns
            }
            question = f"没有认出“{NEEDED[missing]}”一列，请选是哪一列"
            place = before.place if before else f"{table.label} 第{head.bottom + 1}行"
            found[missing] = Unclear(
                COLUMN + missing, place, NEEDED[missing], question, (), tuple(ways.items())[:MOST_ASKED]
            )  # fmt: skip
    none = ((LEAVE, "都不是，这个表不是指标体系表"),) if may_leave else ()
    return [replace(one, answers=(*one.answers, *none)) for one in found.values()]


def unread(whole: Iterable[tuple[Table, Head]], answers: Mapping[str, str]) -> list[Unclear]:
    """Columns that are left out under heads that nobody knows, each with what it may be."""
    found: dict[str, Unclear] = {}
    for table, head in whole:
        for column in head.left_columns(table):
            text = one_line(head.texts.get(column, ""))
            ways = [
                (LEAVE, "不收"),
                *((key, f"是“{word}”") for key, word in OTHERS.items() if key not in head.columns),
            ]
            if text and text not in found and answers.get(HEAD + text) not in OTHERS:
                found[text] = Unclear(
                    HEAD + text, table.label, text, f"“{head.whole(column)}”这一列", (), tuple(ways)
                )
    return list(found.values())


def _unknown(head: Head) -> list[int]:
    used = head.used
    return [column for column, text in head.texts.items() if text and column not in used]


def _likely(table: Table, head: Head, missing: str) -> list[int]:
    """The unknown columns: the longest texts may be the sentence, numbers the points, the most different ones the names."""
    weights = {}
    for column in _unknown(head):
        texts = [text for _, text in body(table, head, column)]
        if missing == "points":
            weight = sum(read_number(text.rstrip("分%")).text is not None for text in texts)
        elif missing == "sentence":
            weight = sum(map(len, texts))
        else:
            weight = len({text for text in texts if read_number(text).text is None})
        words = LEVELS[3] if missing == "name" else HEADS[missing]
        alike = any(word in head.texts[column] or head.texts[column] in word for word in words)
        weights[column] = (alike, weight, -column)
    return sorted(weights, key=lambda column: weights[column], reverse=True)


def _guessed(table: Table, head: Head, said: Mapping[str, str]) -> Head:
    for missing in list(head.missing) if may_ask(head) else []:
        columns = _likely(table, head, missing)
        if columns:
            said = {**said, normalised(one_line(head.texts[columns[0]])): missing}
            head = find_head(table, said, most=2) or head
    return head
