"""名册、责任书附表、加减分事项: the three record tables beside the figures, as plain dicts of text with their sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from baton.documents.dates import read_date
from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.names import normalised
from baton.documents.numbers import fold, quoted, read_number
from baton.documents.problems import Problems
from baton.documents.roster_layouts import (
    SUPERIORS,
    drop_strangers,
    heads_of,
    laid_out,
    without_gaps,
)
from baton.documents.tables import ColumnSpec, Row, read_table, split_list

_YES_NO = (
    ("是", "是"),
    ("否", "否"),
    ("有", "是"),
    ("无", "否"),
    ("√", "是"),
    ("已加", "是"),
    ("未加", "否"),
    ("已扣", "是"),
    ("未扣", "否"),
)

Sheets = Collection[str] | None

ROSTER = (
    ColumnSpec("id", "编号", ("单位编号", "代码", "编码", "单位代码"), "id"),
    ColumnSpec(
        "name", "名称", ("单位", "单位名称", "姓名", "考核对象"), required=True, filled=True
    ),
    ColumnSpec(
        "kind",
        "种类",
        ("类型", "对象种类"),
        "choice",
        choices=(
            ("单位", "单位"),
            ("个人", "个人"),
            ("干部", "个人"),
            ("人员", "个人"),
            ("部门", "单位"),
        ),
    ),
    ColumnSpec(
        "group",
        "分组",
        ("组别", "考核分组", "类别", "考核类别", "单位类别"),
        required=True,
        filled=True,
    ),
    ColumnSpec("parent", "上级", ("上级单位", "所属单位", "主管单位", *SUPERIORS)),
    ColumnSpec("order", "机构序", ("序号", "顺序", "排列顺序"), "whole"),
    ColumnSpec("aliases", "别名", ("简称", "曾用名"), "list"),
    ColumnSpec("from", "生效", ("生效日期", "起始日期", "任职日期"), "date"),
    ColumnSpec("until", "失效", ("失效日期", "截止日期", "离任日期"), "date"),
    ColumnSpec("units", "所在单位", ("任职单位",)),
    ColumnSpec("team", "考核组", ("考核小组", "组")),
    ColumnSpec("listing", "考核成绩单列", ("单列",), "choice", choices=_YES_NO),
)

REGIONS = ColumnSpec("regions", "行政区划序", (), "whole")  # counties' own order beside 机构序
UNIT_HEADS = ("单位", "单位名称", "责任单位", "县市区", "考核对象", "承担单位")
_UNIT = ColumnSpec("unit", UNIT_HEADS[0], UNIT_HEADS[1:], required=True, filled=True)
_ITEM = ColumnSpec("item", "指标", ("指标名称", "考核指标", "项目"), required=True, filled=True)
TASK, HAS_TASK = (
    "有此任务",
    "1",
)  # a task that is scored directly: that a unit has it is all there is to agree
_HAS_TASK = frozenset({"有", "是", "√", "✓", "1", TASK})
BLANK_TARGET = ("目标值为空", "请填写目标值;没有此任务请写“无此任务”")
AGREEMENT_LONG = (
    _UNIT,
    _ITEM,
    ColumnSpec("field", "栏目", ("项", "内容", "数据项"), required=True, filled=True),
    ColumnSpec("value", "数值", ("值", "数"), "number", required=True, states=True, dates=True),
    ColumnSpec("period", "期间", ("时期",)),
)
FIELD_SYNONYMS = (("目标", "目标值", "年度目标", "目标任务", "任务数"), ("分值", "满分", "权重分"), ("系数", "难度系数"), ("基数", "上年", "上年数", "上年实绩"),
           ("参考值", "全省平均"), ("下限", "不允许值"), ("上限", "满意值"))  # fmt: skip
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

EVENTS = (
    ColumnSpec("id", "编号", ("事项编号", "序号"), "id"),
    ColumnSpec("unit", "单位", ("单位名称", "申报单位", "责任单位", "姓名"), required=True, filled=True),
    ColumnSpec("kind", "种类", ("类型", "类别", "事项种类", "加减分类别"), required=True, filled=True),
    ColumnSpec("level", "级别", ("层级", "等级")),
    ColumnSpec("matter", "事项", ("事项名称", "内容", "事由"), required=True, filled=True),
    ColumnSpec("date", "日期", ("发生日期", "认定日期", "时间"), "date"),
    ColumnSpec("until", "有效期至", ("失效", "到期日", "影响期至"), "date"),
    ColumnSpec("document", "文号", ("依据", "文件", "文件名称及文号")),
    ColumnSpec("role", "角色", ("牵头或配合",), "choice", choices=(("牵头", "牵头"), ("主办", "牵头"), ("配合", "配合"), ("协办", "配合"))),
    ColumnSpec("count", "件数", ("次数", "数量"), "whole", non_negative=True),
    ColumnSpec("points", "分值", ("加减分", "申报分值", "得分"), "number"),
    ColumnSpec("counted_last_year", "上年已加", ("上年是否已加", "上年已计", "上年已加分值")),
    ColumnSpec(
        "decision", "认定", ("认定情况", "认定结果", "审核结果"), "choice",
        choices=(("认定", "认定"), ("予以认定", "认定"), ("待定", "待定"), ("待认定", "待定"), ("不予认定", "不予认定"), ("不认定", "不予认定"), ("免除", "免除"), ("豁免", "免除"), ("免予追究", "免除"), ("容错免责", "免除")),
    ),
    ColumnSpec("deducted_elsewhere", "已在指标扣", ("已在指标中扣分", "指标已扣"), "choice", choices=_YES_NO),
    ColumnSpec("note", "说明", ("备注",)),
)  # fmt: skip


def read_roster(
    path: str | Path,
    *,
    problems: Problems,
    sheets: Sheets = None,
    group: str = "",
    seen: dict[str, str] | None = None,
) -> list[Row]:
    """名册. Keys: those of ROSTER; kind defaults to 单位, id to the name; aliases is a list, units a list of (unit, share).

    group: of several heads that may be the group the one that is. seen: takes what was read under which head, by key.

    share is canonical text, "" if none is written: "临江县:60%、东岭县:40%" gives [("临江县", "60%"), ("东岭县", "40%")].
    """
    heads: dict[str, str] = {} if seen is None else seen

    def prepare(grid: Grid) -> list[Grid]:
        heads.update(heads_of(grid, columns, group=group))
        return laid_out(grid, columns, problems, group=group)

    columns = (*ROSTER, REGIONS)
    rows = read_table(path, columns=columns, problems=problems, sheets=sheets, prepare=prepare)
    regions = heads.pop(REGIONS.key, "")
    if regions:
        heads["order"] = f"{heads['order']}、{regions}" if "order" in heads else regions
    for row in rows:
        order, region = row["order"], row.pop(REGIONS.key)
        row["order"] = (
            (order or region) if heads.get("order", "").startswith("机构序") else (region or order)
        )
        row["name"], row["parent"] = without_gaps(row["name"]), without_gaps(row["parent"])
        row["kind"] = row["kind"] or "单位"
        row["id"] = row["id"] or row["name"]
        row["units"] = _shares(row, problems)
    _unique(rows, "id", "编号", problems)
    _unique([row for row in rows if row["kind"] == "单位"], "name", "名称", problems)
    _check_aliases(rows, problems)
    drop_strangers(rows, heads, problems)
    _check_references(rows, problems)
    _check_dates(rows, problems)
    return rows


def read_agreement(path: str | Path, *, problems: Problems, sheets: Sheets = None) -> list[Row]:
    """责任书附表, long (单位,指标,栏目,数值) or wide (单位,指标,目标,分值,…), returned long.

    Each row: unit, item, field (目标, 分值, 系数, 基数 or as written), value (canonical text, ISO date or ""), state, period, source,
    place. A blank target is a fault: no task has to be written as 无此任务.
    """
    long = _has_columns(path, AGREEMENT_LONG, sheets)
    read = _agreement_long if long else _agreement_wide
    return read(path, problems, sheets)


def names_indicators(path: str | Path, *, sheets: Sheets = None) -> bool:
    """Whether a table of agreed values says in a column of its own which indicator a row is about."""
    return _has_columns(path, (_UNIT, _ITEM), sheets)


def read_events(path: str | Path, *, problems: Problems, sheets: Sheets = None) -> list[Row]:
    """加减分、否决等事项. Keys: those of EVENTS, in the words of the file's choices (牵头, 认定, 是 …), "" where blank.

    counted_last_year is the points already given (canonical text), or 是 or 否 where only that is said.
    """
    rows = read_table(path, columns=EVENTS, problems=problems, sheets=sheets)
    for row in rows:
        row["counted_last_year"] = _counted(row, problems)
    _unique([row for row in rows if row["id"]], "id", "编号", problems)
    return rows


def _counted(row: Row, problems: Problems) -> str:
    written = row["counted_last_year"]
    said = dict(_YES_NO).get(written)
    if not written or said:
        return said or ""
    reading = read_number(written)
    if reading.text is None:
        remedy = reading.remedy if reading.proposed else "请填写上年已加的分值,没有就填 0"
        problems.error(row["places"]["counted_last_year"], reading.fault, remedy, code=reading.code)
    return reading.text or ""


def _has_columns(path: str | Path, columns: Iterable[ColumnSpec], sheets: Sheets) -> bool:
    """Whether a file has every required column of a layout; its faults are reported by the reading proper."""
    trial = Problems()
    read_table(path, columns=tuple(columns), problems=trial, sheets=sheets)
    return not any(
        p.code in ("column-missing", "column-renamed", "layout-unknown") and p.is_error
        for p in trial
    )


def _agreement_long(path: str | Path, problems: Problems, sheets: Sheets) -> list[Row]:
    rows = read_table(path, columns=AGREEMENT_LONG, problems=problems, sheets=sheets)
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
        found.append(_entry(row, field, row["value"], row["value_state"], row["places"]["value"]))
    _check_entries(found, problems)
    return found


def _agreement_wide(path: str | Path, problems: Problems, sheets: Sheets) -> list[Row]:
    rows = read_table(path, columns=AGREEMENT_WIDE, problems=problems, rest=True, sheets=sheets)
    found = []
    for row in rows:
        for spec in AGREEMENT_WIDE[2:]:
            state = row.get(spec.key + "_state")
            place = row["places"].get(spec.key, "")
            if place and state not in (None, "faulty") and (row[spec.key] or state != "not_yet"):
                found.append(_entry(row, spec.key, row[spec.key], state, place))
        for heading, text in row.get("rest", {}).items():
            found += _other_field(row, heading, text, problems)
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
        return [_entry(row, heading, reading.text, "reported", row["places"][heading])]
    date = read_date(text)
    if date and _DATE_FIELD.fullmatch(normalised(heading)):
        return [_entry(row, heading, date, "reported", row["places"][heading])]
    if date:
        what = f"“{heading}”填的是日期 {date},没有读"
        problems.warn(row["places"][heading], what, _NO_DATE, code="date-for-number")
        return []
    if any(c.isdigit() for c in text) and reading.proposed:
        problems.error(row["places"][heading], reading.fault, reading.remedy, code=reading.code)
    elif _LIKE_A_DATE.fullmatch(fold(text)):
        what = f"{quoted(text)}不是完整的日期,没有读"
        remedy = f"如果“{heading}”要读入,请写全年月日,如 2026-03-01"
        problems.warn(row["places"][heading], what, remedy, code="not-a-date")
    return []


def task_said(text: str) -> str | None:
    """What stands for 有 in the agreement; None where a cell says something else."""
    return HAS_TASK if text.strip() in _HAS_TASK else None


def _entry(row: Row, field: str, value: str, state: str | None, place: str) -> Row:
    return {
        "unit": row["unit"], "item": row["item"], "field": field, "value": value, "state": state or "not_yet",
        "period": row["period"], "source": row["source"], "place": place,
    }  # fmt: skip


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


def _shares(row: Row, problems: Problems) -> list[tuple[str, str]]:
    shares = []
    for part in split_list(row["units"]):
        unit, _, share = part.replace("\uff1a", ":").partition(":")
        reading = read_number(share) if share.strip() else None
        if reading is not None and reading.text is None:
            problems.error(
                row["places"]["units"],
                f"份额{quoted(share)}看不懂",
                "请写成“单位:份额”,如 临江县:60%",
                code="share",
            )
            continue
        shares.append((unit.strip(), (reading.text or "") + reading.unit if reading else ""))
    return shares


def _unique(rows: list[Row], key: str, name: str, problems: Problems) -> None:
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row[key], row) if row[key] else row
        if first is not row:
            place = row["places"].get(key, row["source"])
            other = first["places"].get(key, first["source"])
            problems.error(
                place,
                f"{name}“{row[key]}”重复,另一处是 {other}",
                f"请改正其中一个{name}",
                code="duplicate",
            )


def _check_aliases(rows: list[Row], problems: Problems) -> None:
    owner = {normalised(row["name"]): row for row in rows}
    for row in rows:
        for alias in row["aliases"]:
            other = owner.setdefault(normalised(alias), row)
            if other is not row:
                what = f"别名“{alias}”也是“{other['name']}”的名称或别名"
                problems.error(
                    row["places"]["aliases"], what, "一个写法只能指一个单位", code="alias-clash"
                )


def _check_references(rows: list[Row], problems: Problems) -> None:
    known = {text for row in rows for text in (row["id"], row["name"], *row["aliases"])}
    for row in rows:
        if row["parent"] and row["parent"] not in known:
            problems.error(
                row["places"]["parent"],
                f"名册里没有上级“{row['parent']}”",
                "请核对名称或先加上它",
                code="name-unknown",
            )
        for unit, _ in row["units"]:
            if unit not in known:
                problems.error(
                    row["places"]["units"],
                    f"名册里没有所在单位“{unit}”",
                    "请核对名称或先加上它",
                    code="name-unknown",
                )


def _check_dates(rows: list[Row], problems: Problems) -> None:
    for row in rows:
        if row["from"] and row["until"] and row["from"] > row["until"]:
            what = f"生效 {row['from']} 晚于失效 {row['until']}"
            problems.error(row["places"]["until"], what, "请核对两个日期", code="dates-reversed")
