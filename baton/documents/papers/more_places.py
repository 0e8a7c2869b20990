"""模板里可以写哪些名称: the table, letters, lists of losses, and what is told to all or about the scheme."""

from __future__ import annotations

from collections.abc import Sequence

from baton.documents.papers.accounts import FigureGroup, LeadLosses, Letter
from baton.documents.papers.appraisals import AppraisedGroup
from baton.documents.papers.board_places import FORM as BOARD
from baton.documents.papers.contents import Notice, Praise
from baton.documents.papers.filling import Places
from baton.documents.papers.form import COMMON, CORRECTION, REMARK, Form, named
from baton.documents.papers.redline import Redline
from baton.documents.papers.template import Known

LETTER = ["指标", "失分", "评分办法", "原因", "牵头单位"]
LED = ["序号", "指标", "单位", "分组", "失分", "原因"]
REACHED = ["序号", "指标", "计量单位", "单位", "完成数", "目标", "完成率", "上年", "增速", "位次"]
APPRAISED = ["序号", "指标", "单位", "结果", "参加人数"]
PRAISED = ["分组", "等次", "个数", "名单"]
STEPS, OWED = ["事项", "日期"], ["牵头单位", "打分表", "截止"]
CHANGED = ["条目", "内容", "原来", "现在"]


def _letters(letters: Sequence[Letter]) -> list[Places]:
    return [
        Places(
            {"单位": one.unit, "所在单位": one.unit_of_person, "结果": one.result, "做得好的": one.strengths, "意见建议": one.advice},
            {"失分": [named(LETTER, line) for line in one.losses]},
        )
        for one in letters
    ]  # fmt: skip


def _lead_losses(leads: Sequence[LeadLosses]) -> list[Places]:
    return [
        Places(
            {"牵头单位": one.lead or "没有写牵头单位", "处数": str(len(one.lines)), "合计": one.sum},
            {"失分": [
                named(LED, [str(n), line.item, line.unit, line.group, line.lost, line.reason])
                for n, line in enumerate(one.lines, start=1)
            ]},
        )
        for one in leads
    ]  # fmt: skip


def _figures(groups: Sequence[FigureGroup]) -> list[Places]:
    return [
        Places(
            {"分组": one.name, "项数": str(len(one.items)), "没有数的": "、".join(one.left_out)},
            {"指标": [
                named(REACHED, [str(n), item.name, item.measure, line.unit, line.figure, line.target, line.rate, line.before, line.growth, line.rank])
                for n, item in enumerate(one.items, start=1) for line in item.lines
            ]},
        )
        for one in groups
    ]  # fmt: skip


def _appraisals(groups: Sequence[AppraisedGroup]) -> list[Places]:
    return [
        Places(
            {"分组": one.name},
            {"评议": [
                named(APPRAISED, [str(n), item.name, line.unit, line.result, line.people])
                for item in one.items for n, line in enumerate(item.lines, start=1)
            ]},
        )
        for one in groups
    ]  # fmt: skip


def _praise(praise: Praise) -> list[Places]:
    rows = [
        named(PRAISED, [group, grade, str(len(names)), "、".join(names)])
        for group, grade, names in praise.groups
    ]
    remark = "\n".join([praise.nobody, *praise.apart] if praise.nobody else praise.apart)
    return [Places({"依据": "；".join(praise.basis), REMARK: remark}, {"表扬": rows})]


def _notice(notice: Notice) -> list[Places]:
    groups = "\n".join(f"{group}：{'、'.join(names)}。" for group, names in notice.groups)
    lists = {
        "日程": [named(STEPS, one) for one in notice.steps],
        "应交": [named(OWED, one) for one in notice.sheets],
    }
    return [Places({"开头": notice.opening, "考核对象": groups}, lists)]


def _redline(redline: Redline) -> list[Places]:
    rows = [named(CHANGED, [one.place, one.label, one.old, one.new]) for one in redline.lines]
    values = {"标题": redline.title, "说明": redline.about, "处数": str(len(rows))}
    return [Places(values, {"改动": rows})]


MORE = {
    "board": BOARD,
    "lead-losses": Form(
        "失分台账", Known(COMMON | {"牵头单位": "一家一页", "处数": "几处失分", "合计": "合计失几分"}, {"失分": LED}),
        _lead_losses, [11, 42, 34, 22, 16, 72], is_lying=True,
    ),
    "figures": Form(
        "指标完成情况",
        Known(COMMON | {"分组": "哪一组，一组一页", "项数": "几项指标有数", "没有数的": "没有数、没有列的指标"}, {"指标": REACHED}),
        _figures, [11, 46, 18, 40, 24, 24, 22, 24, 24, 14], is_lying=True,
    ),
    "letters": Form(
        "结果反馈函",
        Known(
            COMMON | {
                "单位": "单位或领导干部，一个一页", "所在单位": "领导干部的单位", "结果": "得几分、第几名、什么等次",
                "做得好的": "得满分的和加分的", "意见建议": "给这个单位写的",
            },
            {"失分": LETTER},
        ),
        _letters, [34, 19, 54, 45, 22],
    ),
    "appraisals": Form(
        "社会评议结果", Known(COMMON | {"分组": "哪一组，一组一页"}, {"评议": APPRAISED}), _appraisals, [12, 50, 46, 46, 20],
    ),
    "praise": Form(
        "表扬名单",
        Known(
            COMMON | {"依据": "哪次会议、哪份文件"} | CORRECTION
            | {REMARK: "机关单独定的写明谁定的，没有一个评上的写明没有；模板里没有写它的自动加在后面"},
            {"表扬": PRAISED},
        ),
        _praise, [30, 20, 15, 90], corrects="名单",
    ),
    "notice": Form(
        "考核预告", Known(COMMON | {"开头": "依据、对象、截至日期", "考核对象": "一组一段"}, {"日程": STEPS, "应交": OWED}), _notice,
        [60, 60, 50],
    ),
    "compared": Form(
        "修改对照表", Known(COMMON | {"标题": "哪个方案的修改对照表", "说明": "与哪一版比、改几处、日期", "处数": "几处"}, {"改动": CHANGED}),
        _redline, [36, 24, 57, 57],
    ),
}  # fmt: skip
