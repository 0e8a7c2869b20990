"""责任书附表: what was agreed with each unit for each indicator, as plain dicts of text with their sources."""

from __future__ import annotations

import re
from pathlib import Path

from baton.documents.dates import read_date
from baton.documents.fact_tables import Sheets
from baton.documents.headings import ColumnSpec
from baton.documents.layouts import words
from baton.documents.names import normalised, without_unit
from baton.documents.numbers import VAGUE, fold, quoted, read_number
from baton.documents.problems import Offer, Problems
from baton.documents.tables import Row, has_columns, read_table
from baton.documents.target_answers import Meant
from baton.documents.target_words import FIELD_SYNONYMS, UNIT_HEADS

_UNIT = ColumnSpec("unit", UNIT_HEADS[0], UNIT_HEADS[1:], required=True, filled=True)
_ITEM = ColumnSpec("item", "指标", ("指标名称", "考核指标", "项目"), required=True, filled=True)
TASK, HAS_TASK = (
    "有此任务",
    "1",
)  # a task that is scored directly: that a unit has it is all there is to agree
_HAS_TASK = frozenset({"有", "是", "√", "✓", "1", TASK})
_MEASURES = frozenset(map(normalised, ("计量单位", "数据单位")))
BLANK_TARGET = ("目标值为空", "请填写目标值;没有此任务请写“无此任务”")
AGREEMENT_LONG = (
    _UNIT,
    _ITEM,
    ColumnSpec("field", "栏目", ("项", "内容", "数据项"), required=True, filled=True),
    ColumnSpec("value", "数值", ("值", "数"), "number", required=True, states=True, dates=True),
    ColumnSpec("period", "期间", ("时期",)),
)
# Only a field named like one takes a date: a figure that a spreadsheet turned into a date must not pass for one.
_DATE_FIELD = re.compile(r".*(?:(?<![本上同基])期|[日至到限]|时间|截止|节点)")
_LIKE_A_DATE = re.compile(r"(?=.*\d)(?=.*(?:月|[-/.].*[-/.]))[\d\s年月日号/.:-]{1,30}", re.ASCII)
_NO_DATE = "应为数的,请把这一格设成数值格式重新填写;应为日期的,请把栏名写成“…期限”“…日期”"
AGREEMENT_WIDE = (
    _UNIT,
    _ITEM,
    ColumnSpec(
        "目标",
        "目标",
        FIELD_SYNONYMS[0][1:],
        "number",
        filled=True,
        if_blank=BLANK_TARGET,
        states=True,
    ),
    *(
        ColumnSpec(names[0], names[0], names[1:], "number", states=True)
        for names in FIELD_SYNONYMS[1:]
    ),
    ColumnSpec("period", "期间", ("时期",)),
)


def read_agreement(
    path: str | Path, *, problems: Problems, sheets: Sheets = None, meant: Meant | None = None
) -> list[Row]:
    """责任书附表, long (单位,指标,栏目,数值) or wide (单位,指标,目标,分值,…), returned long.

    Each row: unit, item, field (目标, 分值, 系数, 基数 or as written), value (canonical text, ISO date or ""), state, period, source,
    place. A blank target is a fault: no task has to be written as 无此任务. meant: what was said of the table, takes what is
    left to say.
    """
    long = has_columns(path, columns=AGREEMENT_LONG, sheets=sheets)
    read = _agreement_long if long else _agreement_wide
    return read(path, problems, sheets, meant or Meant())


def names_indicators(path: str | Path, *, sheets: Sheets = None) -> bool:
    """Whether a table of agreed values says in a column of its own which indicator a row is about."""
    return has_columns(path, columns=(_UNIT, _ITEM), sheets=sheets)


def _agreement_long(
    path: str | Path, problems: Problems, sheets: Sheets, meant: Meant
) -> list[Row]:
    rows = read_table(
        path, columns=AGREEMENT_LONG, problems=problems, sheets=sheets,
        prepare=lambda grid: [meant.applied(grid)],
    )  # fmt: skip
    found = []
    for row in rows:
        field = _field(row["field"])
        if row["value_state"] == "faulty":
            continue
        if row["value_state"] == "not_yet" and not row["value"]:
            what, remedy = (
                BLANK_TARGET
                if field == "目标"
                else (f"“{field}”的数值为空", "请填写数值,或删去这一行")
            )
            problems.error(
                row["places"]["value"],
                what,
                remedy,
                code="target-blank" if field == "目标" else "blank",
            )
            continue
        if "-" in row["value"][1:] and not _DATE_FIELD.fullmatch(normalised(field)):
            what = f"“{field}”要数字,填的是日期 {row['value']}"
            problems.error(row["places"]["value"], what, _NO_DATE, code="date-for-number")
            continue
        place, written = row["places"]["value"], row["written"].get("value", "")
        found.append(_entry(row, field, row["value"], row["value_state"], place, written))
    _check_entries(found, problems)
    return found


def _agreement_wide(
    path: str | Path, problems: Problems, sheets: Sheets, meant: Meant
) -> list[Row]:
    rows = read_table(
        path, columns=AGREEMENT_WIDE, problems=problems, rest=True, sheets=sheets,
        prepare=lambda grid: [meant.applied(grid)],
    )  # fmt: skip
    found = []
    for row in rows:
        for spec in AGREEMENT_WIDE[2:]:
            state = row.get(spec.key + "_state")
            place = row["places"].get(spec.key, "")
            if place and state not in (None, "faulty") and (row[spec.key] or state != "not_yet"):
                found.append(
                    _entry(
                        row, spec.key, row[spec.key], state, place, row["written"].get(spec.key, "")
                    )
                )
        for heading, text in row.get("rest", {}).items():
            if others := _other_field(row, heading, text, problems):
                meant.fields.setdefault(heading, others[0]["place"])
                found += others
    if (
        rows
        and not any(entry["field"] == "目标" for entry in found)
        and "目标" not in rows[0]["places"]
        and not any(entry["field"] == TASK for entry in found)
    ):
        problems.warn(
            Path(path).name,
            "表里没有“目标”列",
            "如果有目标值,请把表头写成“目标”",
            code="column-missing",
        )
    _check_entries(found, problems)
    return found


def _other_field(row: Row, heading: str, text: str, problems: Problems) -> list[Row]:
    """A column the reader has no name for is kept under its own heading if it holds numbers or dates, not if words."""
    if not text or normalised(heading) in words.ASIDE:
        return []
    state = words.state_of(text)
    if state:
        return [_entry(row, heading, "", state[0], row["places"][heading])]
    if normalised(heading) == TASK:
        return [_entry(row, TASK, task_said(text) or text, "reported", row["places"][heading])]
    reading = read_number(text)
    if reading.text is not None:
        written = text if reading.scale or reading.unit else ""
        return [_entry(row, heading, reading.text, "reported", row["places"][heading], written)]
    date = read_date(text)
    if date and _DATE_FIELD.fullmatch(normalised(heading)):
        return [_entry(row, heading, date, "reported", row["places"][heading])]
    if date:
        what = f"“{heading}”填的是日期 {date},没有读"
        problems.warn(row["places"][heading], what, _NO_DATE, code="date-for-number")
        return []
    if (
        any(c.isdigit() for c in text)
        and (reading.proposed or reading.choices)
        and reading.code not in VAGUE
    ):
        offer = Offer("cell", text, reading.proposed, choices=reading.choices)
        place = row["places"][heading]
        problems.error(place, reading.fault, reading.remedy, code=reading.code, offer=offer)
    elif _LIKE_A_DATE.fullmatch(fold(text)):
        what = f"{quoted(text)}不是完整的日期,没有读"
        remedy = f"如果“{heading}”要读入,请写全年月日,如 2026-03-01"
        problems.warn(row["places"][heading], what, remedy, code="not-a-date")
    return []


def task_said(text: str) -> str | None:
    """What stands for 有 in the agreement; None where a cell says something else."""
    return HAS_TASK if text.strip() in _HAS_TASK else None


def _entry(
    row: Row, field: str, value: str, state: str | None, place: str, written: str = ""
) -> Row:
    return {
        "unit": row["unit"], "item": row["item"], "field": field, "value": value, "state": state or "not_yet",
        "period": row["period"], "source": row["source"], "place": place, "written": written,
        "measure": "" if field == FIELD_SYNONYMS[1][0] else _measure(row, field),
    }  # fmt: skip


def _measure(row: Row, field: str) -> str:
    """亿元 from 目标（亿元）, else from a column 计量单位."""
    own = row["measures"].get(field) or without_unit(field)[1]
    beside = (text for head, text in row.get("rest", {}).items() if normalised(head) in _MEASURES)
    return own or next(beside, "")


def _field(written: str) -> str:
    word = normalised(written)
    return next((names[0] for names in FIELD_SYNONYMS if word in map(normalised, names)), written)


def _check_entries(entries: list[Row], problems: Problems) -> None:
    seen: dict[tuple[str, str, str, str], str] = {}
    for entry in entries:
        key = (entry["unit"], entry["item"], entry["field"], entry["period"])
        first = seen.setdefault(key, entry["place"])
        if first != entry["place"]:
            what = (
                f"“{entry['unit']}”的“{entry['item']}”的{entry['field']}写了两次,另一处是 {first}"
            )
            problems.error(entry["place"], what, "请只留一个", code="duplicate")
