"""指标体系表: Word or Excel as an office has it, heads found by their names, every indicator with all that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from baton.documents.problems import Problems
from baton.documents.scheme_table.heads import HEADS, LEVELS, NEEDED, Head, bare_head, find_head
from baton.documents.scheme_table.rows import SECTION, STATED, Reader, SchemeRow
from baton.documents.scheme_table.sharing import UNSETTLED, Shared, settled
from baton.documents.scheme_table.sources import Table, read_source
from baton.documents.scheme_table.whom import (
    WHOM,
    Everybody,
    Unclear,
    column_question,
    said_of,
    with_units,
)

MOST_TOLD = 8
VAGUE = re.compile(r"各|有关|相关|全体|所有|全部")  # how what is no single unit begins


def read_scheme(
    path: str | Path,
    *,
    problems: Problems,
    notes: list[str] | None = None,
    answers: Mapping[str, str] | None = None,
    asked: list[Shared] | None = None,
    who: Everybody | None = None,
    unclear: list[Unclear] | None = None,
    totals: list[str] | None = None,
) -> list[SchemeRow]:
    """All indicators of a .docx, .xlsx, .xls, .ods or .csv scheme table, every fault named.

    What stands under the table, 注:… and the lines after it, goes to `notes` word for word. Points merged over several
    indicators go to `asked` and are a fault until `answers` says by their key what is meant; so does what is not known
    of whom the indicators are for to `unclear`, where `who` says who there is. totals: takes the total that each table
    writes, "" where it writes none.
    """
    path = Path(path)
    source = read_source(path, problems)
    under: list[str] = [] if notes is None else notes
    found: list[SchemeRow] = []
    half: list[tuple[Table, Head]] = []
    category = ""
    said = answers or {}
    questions: list[Unclear] = [] if unclear is None else unclear
    for table in source.tables:
        head = find_head(table)
        if head is None:
            continue
        if head.missing:
            half.append((table, head))
            continue
        if SECTION.match(table.caption) or STATED.search(table.caption):
            category = table.caption
        elif "续表" not in table.caption:
            category = ""
        if who is not None and head.doubtful is not None:
            _settle_column(table, head, said, problems, questions)
        reader = Reader(table, head, problems, under, category)
        read = reader.read()
        if read and (left := head.left_out(table)):
            _tell(table.label, left, problems)
        found += read
        if totals is not None and read:
            totals.append(reader.stated)
        category = reader.category
    if found or any(not find.missing for find in map(find_head, source.tables) if find):
        under += source.after
    if not found and not problems.error_count:
        _explain(path.name, half, problems)
    rows = settled(found, said, problems, [] if asked is None else asked)
    _doubt_leads(rows, problems)
    return (
        with_units(rows, who, said, problems, questions)
        if who is not None
        else _untold(rows, problems)
    )


def _settle_column(
    table: Table, head: Head, said: Mapping[str, str], problems: Problems, questions: list[Unclear]
) -> None:
    """责任单位 beside who leads or gives the scores is whom the indicators are for, or not, as the clerk says."""
    column = head.doubtful
    assert column is not None
    alone = head.columns["lead"] == column
    scorer = bare_head(head.texts[head.columns["scorer"]]) if alone else ""
    question = column_question(f"column:{table.label}", table.label, bare_head(head.texts[column]), scorer)  # fmt: skip
    answer = said.get(question.key, "")
    if answer not in {answer for answer, _ in question.answers}:
        questions.append(question)
        problems.error(table.label, question.question, "请说一声", code=UNSETTLED)
    elif answer == WHOM:
        head.columns["whom"] = column
        if alone:
            head.columns["lead"] = head.columns["scorer"]


def _doubt_leads(rows: list[SchemeRow], problems: Problems) -> None:
    """A sheet can be asked of one unit, not of 各部门; said once for each way of writing it."""
    vague = {row.lead: row for row in reversed(rows) if VAGUE.match(row.lead)}
    for lead, row in vague.items():
        count = sum(one.lead == lead for one in rows)
        what = f"牵头单位写的是“{lead}”{f'(共 {count} 个指标)' if count > 1 else ''},不是一家单位"
        problems.warn(row.place, what, "请写明由哪一家报数;不改,应交表就列给它", code="scheme-lead")


def _untold(rows: list[SchemeRow], problems: Problems) -> list[SchemeRow]:
    """Without a roster nobody can tell who is meant; that is said."""
    if said_of(rows):
        first = next(row for row in rows if row.whom)
        remedy = "请在网页上收这张表,或在规则书里写“适用: 责任书所列”,再在责任书里列出单位"
        problems.warn(
            first.place, "“考核对象”一列没有收进:这里没有名册", remedy, code="scheme-columns"
        )
    return rows


def _tell(label: str, left: list[str], problems: Problems) -> None:
    """Columns that are not taken in are named, so that nothing is dropped without a word."""
    named = "、".join(left[:MOST_TOLD]) + (f"等 {len(left)} 列" if len(left) > MOST_TOLD else "")
    what = f"{named}{'这几' if len(left) > 1 else '这一'}列没有收进,原件里还在"
    remedy = "要写进方案的,请把表头改成认得的,如“指标解释”“备注”"
    problems.warn(label, what, remedy, code="scheme-columns")


def _explain(name: str, half: list[tuple[Table, Head]], problems: Problems) -> None:
    """Why no table was taken: which head is missing, and which heads were not understood."""
    if not half:
        problems.error(
            name, "没有认出指标体系表", "表头要有“考核指标”“分值”“评分办法”三列", code="scheme-head"
        )
        return
    for table, head in half:
        missing = head.missing[0]
        words = {"name": LEVELS[3]} | HEADS
        what = f"表头里缺“{NEEDED[missing]}”一列"
        if head.unknown:
            what += (
                f",没有认出的表头是{'、'.join(f'“{text}”' for text in head.unknown[:MOST_TOLD])}"
            )
        usual = "、".join(f"“{word}”" for word in words[missing][:4])
        problems.error(
            f"{table.label} 第{head.bottom + 1}行", what, f"请把那一列的表头改成{usual}之一", code="scheme-head"
        )  # fmt: skip


__all__ = ["SchemeRow", "read_scheme"]
