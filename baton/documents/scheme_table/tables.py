"""指标体系表: Word or Excel as an office has it, heads found by their names, every indicator with all that stands beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from baton.documents.numbers import quoted
from baton.documents.problems import Problems
from baton.documents.scheme_table import columns, rivals
from baton.documents.scheme_table.asides import OTHER, Aside
from baton.documents.scheme_table.clauses import clauses
from baton.documents.scheme_table.heads import Head
from baton.documents.scheme_table.others import told_beside
from baton.documents.scheme_table.reading import Reader
from baton.documents.scheme_table.rows import SECTION, SchemeRow
from baton.documents.scheme_table.several import for_these_groups
from baton.documents.scheme_table.sharing import UNSETTLED, Shared, settled
from baton.documents.scheme_table.shown import ReadAs, columns_read
from baton.documents.scheme_table.sources import Source, Table, read_source
from baton.documents.scheme_table.stacked import apart
from baton.documents.scheme_table.whom import (
    WHOM,
    Everybody,
    Unclear,
    column_question,
    said_of,
    with_units,
)
from baton.documents.scheme_table.words import HEADS, LEVELS, NEEDED, STATED, bare_head

MOST_TOLD = 8
UNITS = re.compile(r"单位|部门|科室|股室|处室")
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
    asides: list[Aside] | None = None,
    unread: list[Unclear] | None = None,
    shown: list[ReadAs] | None = None,
    guess: bool = False,
) -> list[SchemeRow]:
    """All indicators of a .docx, .xlsx, .xls, .ods or .csv scheme table, every fault named.

    What stands under the table, 注:… and the lines after it, goes to `notes` word for word. Points merged over several
    indicators go to `asked` and are a fault until `answers` says by their key what is meant; so does what is not known
    of whom the indicators are for to `unclear`, where `who` says who there is. totals: takes the total that each table
    writes, "" where it writes none. asides: takes the rows that are no indicators but rules, 加分项, 减分项, 一票否决.
    unread: takes the columns that are left out, with what each may be; shown: what every column was read as. guess: where a column is missing, take the likeliest.
    """
    path = Path(path)
    source = read_source(path, problems)
    pages = list(source.tables)
    source.tables = [part for table in source.tables for part in apart(table)]
    under: list[str] = [] if notes is None else notes
    found: list[SchemeRow] = []
    half: list[tuple[Table, Head]] = []
    category = ""
    said = answers or {}
    beside: list[Aside] = [] if asides is None else asides
    questions: list[Unclear] = [] if unclear is None else unclear
    heads = columns.heads_of(source.tables, said, guess=guess)
    whole = for_these_groups(
        [one for one in heads if not one[1].missing], who, said, problems, None if guess else questions
    )  # fmt: skip
    for table, head in heads:
        if head.missing:
            half.append((table, head))
            continue
        if table not in whole:
            continue
        if (STATED.search(table.caption) and len(whole) > 1) or (SECTION.match(table.caption) and len(heads) > 1):  # fmt: skip
            category = table.caption
        elif "续表" not in table.caption:
            category = ""
        if not guess:
            rivals.settle(table, head, who, said, problems, questions)
        if who is not None and head.doubtful is not None:
            _settle_column(table, head, said, problems, questions)
        reader = Reader(
            table, head, problems=problems, under=under, category=category, asides=beside, said=said,
            questions=questions,
        )  # fmt: skip
        read = reader.read()
        if read and (left := head.left_out(table)):
            _tell(table.label, left, problems, has_lead="lead" in head.columns)
        found += read
        if shown is not None and read:
            shown += columns_read(reader)
        if totals is not None and read:
            totals.append(reader.stated)
        category = reader.category
    if found or whole:
        under += source.after
    known = [id(table) for table, head in heads if not head.missing]
    told = [(table, told_beside(table)) for table in source.tables if id(table) not in known]
    plain = [table for table, rules in told if all(one.kind == OTHER for one in rules)]
    half = [one for one in half if one[0] in plain]
    if not found and not problems.error_count:
        questions += _explain(path.name, half, problems)
    elif found:
        if all(row.role for row in found):  # bonuses only: the indicators stand in another table
            half = columns.loose(plain, said)
        asks = columns.questions(half, said, may_leave=True)
        for question in asks:
            remedy = f"请说一声;没有地方说的,请把那一列的表头改成“{question.about}”"
            problems.error(question.place, question.question, remedy, code=UNSETTLED)
        questions += asks
        told = [it for it in told if not asks or it[0] not in [table for table, _ in half]]
    beside += [one for _, rules in told for one in rules]
    if found:
        left_out = {it.label for it, head in heads if not head.missing and it not in whole}
        own = [page.below for page in pages if page.label not in left_out]
        beside += _outside(source, own, under, beside, path.name)
    if unread is not None:
        unread += columns.unread([one for one in heads if one[0] in whole], said)
    for one in beside:
        _point_at(one, problems)
    rows = settled(found, said, problems, [] if asked is None else asked)
    _doubt_leads(rows, problems)
    return (
        with_units(rows, who, said, problems, questions)
        if who is not None
        else _untold(rows, problems)
    )


def _outside(
    source: Source, own: list[list[str]], under: list[str], beside: list[Aside], place: str
) -> list[Aside]:
    """Clauses under the tables that were read, and before them those of which no table tells the lines.

    Where none stand under these tables, those at the end of the file are for everybody.
    """
    known = {one.kind for one in beside}
    before = [one for one in clauses(source.before, place) if one.kind not in known]
    below = [line for lines in own for line in lines]
    found = clauses(below, place) or clauses(source.after, place)
    notes = [line for line in under if line not in {*below, *source.paragraphs}]
    return [*before, *found, *clauses(notes, place)]


def _point_at(one: Aside, problems: Problems) -> None:
    what = (
        f"“{one.name or one.word}”不是按分值计的({one.word}),没有读成指标:{quoted(one.quote, 60)}"
    )
    remedy = "收进以后到“加减分、否决、等次……”里照原话填"
    if one.kind == OTHER:
        remedy = "请看有没有要写成规则的;里面是指标的,请给它写上表头,或并到上面的表里"
    problems.warn(one.place, what, remedy, code="scheme-aside")


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


def _tell(label: str, left: list[str], problems: Problems, *, has_lead: bool) -> None:
    """Columns that are not taken in are named, so that nothing is dropped without a word."""
    named = "、".join(left[:MOST_TOLD]) + (f"等 {len(left)} 列" if len(left) > MOST_TOLD else "")
    what = f"{named}{'这几' if len(left) > 1 else '这一'}列没有收进,原件里还在"
    remedy = "要写进方案的,在网页上说一声是哪一项,或把表头改成认得的,如“指标解释”“备注”"
    units = [one for one in left if UNITS.search(one)]
    if units and not has_lead:
        remedy = f"没有认出牵头单位:{units[0]}是牵头单位的,请把表头改成“牵头单位”;{remedy}"
    problems.warn(label, what, remedy, code="scheme-columns")


def _explain(name: str, half: list[tuple[Table, Head]], problems: Problems) -> list[Unclear]:
    """Why no table was taken: which head is missing, and which heads were not understood; what may be asked of them."""
    if not half:
        problems.error(
            name, "没有认出指标体系表", "表头要有“考核指标”“分值”“评分办法”三列", code="scheme-head"
        )
        return []
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
    return columns.questions(half, {})


__all__ = ["SchemeRow", "read_scheme"]
