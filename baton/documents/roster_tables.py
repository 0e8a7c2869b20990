"""名册: who is assessed, as plain dicts of text with their sources."""

from __future__ import annotations

from pathlib import Path

from baton.documents.fact_tables import YES_NO, Sheets, check_unique
from baton.documents.grids import Grid, read_grids
from baton.documents.headings import ColumnSpec, Heads, renamed
from baton.documents.names import normalised
from baton.documents.numbers import quoted, read_number
from baton.documents.person_names import name_and_title
from baton.documents.problems import Problems
from baton.documents.roster_apart import ApartWord, rank
from baton.documents.roster_columns import GroupColumns
from baton.documents.roster_layouts import (
    SUPERIORS,
    drop_strangers,
    heads_of,
    laid_out,
    without_gaps,
)
from baton.documents.roster_leaders import LeaderCell
from baton.documents.roster_pages import group_by_page, pages_without_group
from baton.documents.roster_people import PeopleSheet, as_people, tell_apart, unit_and_title
from baton.documents.roster_several import apart_names, marked
from baton.documents.roster_shown import columns_read
from baton.documents.roster_talk import RosterTalk
from baton.documents.tables import Row, read_table, split_list

APART = (
    *((word, "是") for word in ("✓", "✔", "单列", "单列考核", "成绩单列", "考核成绩单列", "不排名", "不参加排名", "不参与排名")),
    *((word, "否") for word in ("×", "✗", "不单列", "非单列", "参加排名", "参与排名", "排名", "参加", "正常排名", "统一排名")),
)  # fmt: skip
ROSTER = (
    ColumnSpec("id", "编号", ("单位编号", "代码", "编码", "单位代码"), "id"),
    ColumnSpec(
        "name",
        "名称",
        (
            "单位",
            "单位名称",
            "单位全称",
            "全称",
            "机构名称",
            "部门名称",
            "姓名",
            "领导姓名",
            "干部姓名",
            "考核对象",
        ),
        required=True,
        filled=True,
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
    ),
    ColumnSpec("parent", "上级", ("上级单位", "所属单位", "主管单位", *SUPERIORS)),
    ColumnSpec(
        "order",
        "机构序",
        ("序号", "顺序", "排列顺序", "排序", "排序号", "机构排序"),
        "whole",
    ),
    ColumnSpec("aliases", "别名", ("简称", "曾用名"), "list"),
    ColumnSpec("from", "生效", ("生效日期", "起始日期", "任职日期"), "date"),
    ColumnSpec("until", "失效", ("失效日期", "截止日期", "离任日期"), "date"),
    ColumnSpec("units", "所在单位", ("任职单位",)),
    ColumnSpec("team", "考核组", ("考核小组", "组")),
    ColumnSpec(
        "listing",
        "考核成绩单列",
        ("单列", "是否单列", "是否单列考核", "单列考核"),
        "choice",
        choices=(*YES_NO, *APART),
    ),
)

TITLE = ColumnSpec(
    "title", "职务", ("现任职务", "职务职级", "现职")
)  # of people with rows of their own
RANKED = ColumnSpec("ranked", "参加排名", ("是否参加排名", "是否排名", "参与排名", "是否参与排名", "是否纳入排名", "纳入排名", "是否参加统一排名"))  # fmt: skip
REGIONS = ColumnSpec("regions", "行政区划序", (), "whole")  # counties' own order beside 机构序


def read_roster(
    path: str | Path,
    *,
    problems: Problems,
    sheets: Sheets = None,
    group: str = "",
    seen: dict[str, str] | None = None,
    leaders: list[LeaderCell] | None = None,
    heads: Heads | None = None,
    titles: dict[str, str] | None = None,
    apart: list[ApartWord] | None = None,
    by_groups: GroupColumns | None = None,
    talk: RosterTalk | None = None,
) -> list[Row]:
    """名册. Keys: those of ROSTER; kind defaults to 单位, id to the name; aliases is a list, units a list of (unit, share).

    group: of several heads that may be the group the one that is. seen: takes what was read under which head, by key.
    leaders: takes the cells of columns of leaders (主要负责人); the units in them are called as in the rows.
    heads: what was said of headings; takes the columns that are missing.
    titles: takes the 职务 of people who have rows of their own, by name.
    apart: takes what remarks and notes say of units that are assessed apart.
    by_groups: what is known of heads that may be groups, in a list that has a column for each group.
    talk: what is known and was said of units in one cell, people and groups that no column says; takes what is left to ask.

    share is canonical text, "" if none is written: "临江县:60%、东岭县:40%" gives [("临江县", "60%"), ("东岭县", "40%")].
    """
    columns = (*ROSTER, REGIONS, RANKED)
    names = {spec.key: spec.name for spec in (*columns, TITLE)}
    read: dict[str, str] = {} if seen is None else seen
    said = {text: names[key] for text, key in heads.said.items() if key in names} if heads else {}

    grids = [grid for grid in read_grids(path, problems=Problems()) if grid.rows and not grid.is_hidden]  # fmt: skip
    lists = [grid for grid in grids if sheets is None or "名册" in grid.name]
    pages = pages_without_group(
        [as_people(renamed(grid, said), columns, TITLE, Problems(), None).grid for grid in lists],
        columns,
    )
    sheets_of_people: dict[str, PeopleSheet] = {}

    def prepare(grid: Grid) -> list[Grid]:
        written = grid
        sheet = as_people(renamed(grid, said), columns, TITLE, problems, talk)
        grid = sheet.grid
        if sheet.is_of_people:
            sheets_of_people[grid.label] = sheet
        found = heads_of(grid, columns, group=group)
        read.update(found)
        before = len(leaders or ())
        made = laid_out(grid, columns, problems, group=group, leaders=leaders, apart=apart, by_groups=by_groups)  # fmt: skip
        made = [marked(one, columns) for one in group_by_page(grid, made, columns, pages, problems, talk, is_of_people=sheet.is_of_people)]  # fmt: skip
        if talk is not None:
            own = {cell.head for cell in (leaders or [])[before:]}
            talk.columns += columns_read(
                written, made, (*columns, TITLE), heads, own, with_sheet=len(lists) > 1, is_of_people=sheet.is_of_people
            )  # fmt: skip
        if not found and len(made) > 1:  # a column for each group
            read.update(heads_of(made[0], columns))
        for one in made:  # what stands beside columns of leaders is gone by now
            read.update({key: head for key, head in heads_of(one, (*columns, TITLE)).items() if key == TITLE.key})  # fmt: skip
        return made

    rows = read_table(path, columns=(*columns, TITLE), problems=problems, sheets=sheets, prepare=prepare, heads=heads)  # fmt: skip
    own_units = {*(talk.units if talk else ()), *(row["name"] for row in rows if row["source"].rsplit("·", 1)[0] not in sheets_of_people)}  # fmt: skip
    for row in rows:
        if (people := sheets_of_people.get(row["source"].rsplit("·", 1)[0])) is not None:
            row["kind"], row["name"] = "个人", without_gaps(row["name"])
            if people.is_joint:
                unit, title = unit_and_title(row["units"], own_units)
                row["units"] = [(unit, "")] if unit else []
                row[TITLE.key] = row[TITLE.key] or title
    rows = apart_names(rows, read, problems, talk)
    rank(rows, read.get(RANKED.key, ""), problems, apart)
    regions = read.pop(REGIONS.key, "")
    if regions:
        read["order"] = f"{read['order']}、{regions}" if "order" in read else regions
    for row in rows:
        order, region = row["order"], row.pop(REGIONS.key)
        row["order"] = (
            (order or region) if read.get("order", "").startswith("机构序") else (region or order)
        )
        row["name"], row["parent"] = without_gaps(row["name"]), without_gaps(row["parent"])
        row["kind"] = row["kind"] or "单位"
        beside = ""
        if row["kind"] == "个人":
            row["name"], beside = name_and_title(row["name"])
        row["units"] = _shares(row, problems)
        row["id"] = row["id"] or row["name"]
        title = row.pop(TITLE.key) or beside
        if titles is not None and title and row["kind"] == "个人":
            titles[row["name"]] = title
    if sheets_of_people:
        tell_apart(rows)
    read |= {key: text for text, key in (heads.said.items() if heads else ()) if key in read}
    _check_groups(rows, path, problems)
    check_unique(rows, "id", "编号", problems)
    check_unique([row for row in rows if row["kind"] == "单位"], "name", "名称", problems)
    _check_aliases(rows, problems)
    drop_strangers(rows, read, problems, is_said="parent" in (heads.said.values() if heads else ()))
    _check_references(rows, problems, is_asked=talk is not None)
    _check_dates(rows, problems)
    return rows


def _check_groups(rows: list[Row], path: str | Path, problems: Problems) -> None:
    """Every unit has a group; people without one are written down and not assessed by themselves."""
    without = [row for row in rows if not row["group"]]
    for row in without:
        if row["kind"] == "单位":
            problems.error(row["places"]["group"], "“分组”是空的", "请填写分组", code="blank")
    people = [row["name"] for row in without if row["kind"] == "个人"]
    if people:
        some = "、".join(people[:5]) + (f"等{len(people)}人" if len(people) > 5 else "")
        problems.warn(
            Path(path).name,
            f"{some}没有写分组,记着、不单独考核",
            "要考核的,请写上分组",
            code="not-assessed",
        )


def _shares(row: Row, problems: Problems) -> list[tuple[str, str]]:
    if isinstance(row["units"], list):
        return list(row["units"])  # known from the cell with the title
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


def _check_references(rows: list[Row], problems: Problems, *, is_asked: bool) -> None:
    """Superiors and units of people are on the list. is_asked: somebody is asked about units of people that are not."""
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
            if unit not in known and not is_asked:
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
