"""加减分申报表: claims, notices and supervision deductions as offices list them, as plain dicts of text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from baton.documents import claim_signs
from baton.documents.claim_columns import TITLE, ClaimHeads, Rival, Told, settled
from baton.documents.claim_layouts import laid_out
from baton.documents.claim_shown import columns_read
from baton.documents.claim_units import with_units
from baton.documents.event_tables import EVENTS
from baton.documents.grids import Grid
from baton.documents.headings import ColumnSpec
from baton.documents.mending import mended
from baton.documents.numbers import read_number
from baton.documents.problems import Problems
from baton.documents.tables import Row, read_table

_KNOWN = {spec.key: spec for spec in EVENTS}
CLAIMS = (
    ColumnSpec("line", "序号", (), "id"),
    ColumnSpec("number", "编号", ("事项编号",), "id"),
    ColumnSpec(
        "unit", "单位",
        ("单位名称", "单位全称", "县区", "区县", "县（市、区）", "县（市区）", "受表彰单位", "被督查单位", "涉及单位", "申报单位", "责任单位", "被考核单位", "获奖单位", "被扣分单位", "扣分单位", "被通报单位", "扣分对象", "部门",
         "部门名称", "县市区", "乡镇", "镇街", "乡镇街道", "乡镇（街道）", "乡（镇、街道）", "镇（街道）", "街道", "考核对象", "姓名"),
        required=True, filled=True,
    ),
    ColumnSpec("kind", "种类", ("类型", "类别", "事项种类", "加减分类别", "加减分类型")),
    ColumnSpec(
        "title", "事项",
        ("事项名称", "名称", "加分事项", "扣分事项", "加减分事项", "申报事项", "加分项目", "扣分项目", "荣誉名称", "奖项名称", "获奖名称", "表彰名称",
         "获奖（表彰）名称", "表彰（获奖）名称", "表彰奖励名称", "奖励名称", "所获荣誉", "加分名称", "内容", "主要内容", "加分内容", "扣分内容", "事由", "扣分事由", "扣分原因", "通报事项", "问题", "存在问题", "通报事由", "加分事由", "减分事由", "扣分情况", "通报内容", "减分事项", "减分项目", "加分情况"),
        required=True, filled=True,
    ),
    ColumnSpec("matter", "同一事项", ("归并事项", "所属事项", "同一事项名称")),
    ColumnSpec("level", "级别", ("层级", "等级", "情形", "扣分情形", "表彰级别", "荣誉级别", "奖项级别", "获奖级别", "通报级别", "加分级别", "奖励级别")),
    ColumnSpec(
        "document", "文号",
        ("依据", "文件", "文件号", "发文字号", "文件名称及文号", "文件依据", "依据文件", "认定依据", "加分依据", "扣分依据", "表彰文件", "表彰文件及文号", "文件及文号", "文件名称和文号", "表彰文件名称及文号", "佐证材料名称及文号", "佐证材料及文号", "证明材料名称及文号", "依据文件名称及文号", "文件依据及文号", "认定依据及文号", "佐证材料",
         "通报文件", "通报文号", "督查单号", "督办单号", "来文号", "依据文号", "文件文号", "发文文号", "表彰文号", "认定文号", "批准文号", "依据文件及文号", "文件名", "文件名称", "证明材料", "依据材料"),
    ),
    ColumnSpec(
        "date", "日期",
        ("发生日期", "发文日期", "表彰日期", "通报日期", "认定日期", "扣分日期", "时间", "发文时间", "表彰时间", "获奖时间", "获得时间",
         "通报时间", "扣分时间", "授予时间", "授奖时间", "颁发时间", "认定时间", "发生时间", "文件日期", "印发日期", "印发时间", "获得日期", "获奖日期", "授予日期"),
        "date", as_written=True,
    ),
    replace(_KNOWN["until"], as_written=True),
    _KNOWN["role"],
    _KNOWN["count"],
    ColumnSpec(
        "points", "申报分",
        ("申报分值", "申报加分", "申请分值", "申请分", "申请加分", "拟加分", "建议加分", "自评加分", "分值", "加减分", "加减分值", "加分", "加分分值", "加分值", "奖励分值", "得分"), "number",
    ),
    ColumnSpec("sign", "加减"),
    ColumnSpec("less", "扣分", ("减分", "扣分分值", "扣分值", "减分分值", "拟扣分", "建议扣分", "应扣分"), "number"),
    ColumnSpec("counted", "上年已加", ("上年已计", "上年已加分值"), "number"),
    _KNOWN["deducted_elsewhere"],
    ColumnSpec("channel", "来源", ("扣分来源", "来源渠道", "渠道")),
    ColumnSpec("told_by", "谁提出", ("提出单位", "通报单位", "通报机关", "督查单位", "督查机关", "报送单位", "来文单位")),
    ColumnSpec("receipt_by", "谁签收", ("签收人", "回执", "单位签收")),
    ColumnSpec("receipt_on", "签收日期", ("回执日期",), "date", as_written=True),
    ColumnSpec("note", "说明", ("备注", "情况说明")),
)  # fmt: skip


NOTE = "note+"  # the answer that a column is kept among the remarks
AWARDED = ("授予机关", "授予单位", "授奖单位", "授奖机关", "颁奖单位", "颁发单位", "颁发机关", "表彰单位", "表彰机关", "发文机关", "发文单位", "印发单位")  # fmt: skip


def read_claims(
    path: str | Path, *, problems: Problems, heads: ClaimHeads | None = None, cells: Mapping[str, str] | None = None
) -> list[Row]:  # fmt: skip
    """Every line of a table of claims or deductions. Keys: those of CLAIMS, "" where blank; dates as written where unread.

    heads: what was said of headings (a key of CLAIMS, NOTE, LEAVE), takes what is left to say. cells: what was said that
    cells mean, by `cell_key`. Who gave an award, what was said to be a remark, and points of a second column that differ,
    are added to the line's remarks. "sign": 加分 or 扣分 where the line itself says so. "titled", "headed":
    what stands over its list, and over its matters.
    """
    said = heads.said if heads else {}
    rest = {*AWARDED, *(text for text, key in said.items() if key == NOTE)} - {
        text for text, key in said.items() if key != NOTE
    }
    meant, added, told = cells or {}, dict[str, str](), Told(beside=rest)
    grids: list[Grid] = []
    found = Problems()

    def prepared(grid: Grid) -> list[Grid]:
        grids.append(grid)
        own = mended(grid, meant)
        if heads is not None:
            own = with_units(own, CLAIMS, heads, found, added)
        made = laid_out(own, CLAIMS, heads, added)
        return [settled(one, CLAIMS, heads, told) for one in made]

    rows = read_table(
        path, columns=CLAIMS, problems=found, rest=rest, heads=heads, prepare=prepared
    )  # fmt: skip
    problems.extend(replace(one, place=added.get(one.place, one.place)) for one in found)
    if added:
        rows.sort(key=lambda row: _place(row["source"]))
    signed = told.signed | {_place(row["source"])[0] for row in rows if row["points"][:1] == "-"}
    differing = {rival: _differing(rival, rows) for rival in told.rivals}
    for row in rows:
        label = _place(row["source"])[0]
        row["titled"], row["headed"] = told.titles.get(label, ""), told.headed.get(label, "")
        row["sign"] = row["sign"] or _sign(row, is_signed=label in signed, is_apart=label in told.adding)  # fmt: skip
        row["places"] = {key: added.get(place, place) for key, place in row["places"].items()}
        same = {rival.head for rival, own in differing.items() if row["source"] not in own}
        more = [f"{head}：{text}" for head, text in row.get("rest", {}).items() if text and head not in same]  # fmt: skip
        row["note"] = "；".join(filter(None, [row["note"], *more]))
    if heads is not None:
        heads.shown = columns_read(grids, rows, CLAIMS, heads, told.beside)
        name, texts = heads.missing.get(TITLE, ("", []))
        if name and not texts and told.spare:
            heads.missing[TITLE] = name, told.spare
        heads.rivals = [
            replace(rival, times=len(own), place=added.get(rival.place, rival.place))
            for rival, own in differing.items()
            if own
        ]
    return rows


def _sign(row: Row, *, is_signed: bool, is_apart: bool) -> str:
    """Which way a line counts by its own figures: by the column they stand in, or by their sign.

    is_signed: signs are written on its page. is_apart: its page has a column of 加分 beside one of 扣分.
    """
    points, less = row["points"], row["less"]
    if less.strip("-0."):
        return claim_signs.TAKE
    if not points.strip("-0."):
        return ""
    if points.startswith("-"):
        return claim_signs.TAKE
    return claim_signs.ADD if is_signed or (is_apart and "less" in row["places"]) else ""


def _differing(rival: Rival, rows: list[Row]) -> set[str]:
    """The lines in which a second column of points says otherwise than the one that is taken."""
    found = set()
    for row in rows:
        text = row.get("rest", {}).get(rival.head, "")
        number = read_number(text).text
        if text and (number or text).lstrip("-") != row[rival.key].lstrip("-"):
            found.add(row["source"])
    return found


def _place(source: str) -> tuple[str, int]:
    """Sheet and row of a line, as people go down a table."""
    label, _, row = source.rpartition("·第")
    return label, int(row.removesuffix("行"))
