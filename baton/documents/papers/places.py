"""模板里可以写哪些名称: for each kind of paper what its places mean, and what they are filled with."""

from __future__ import annotations

from collections.abc import Sequence

from baton.documents.papers.accounts import Check, Ledger, LossGroup
from baton.documents.papers.annex import ANNEX_WIDTHS
from baton.documents.papers.bulletin import RANK_HEADS, RANK_WIDTHS
from baton.documents.papers.check_rows import TEMPLATE_WIDTHS
from baton.documents.papers.contents import Brief, Bulletin, NameGroup, before_names
from baton.documents.papers.filling import Places
from baton.documents.papers.form import COMMON, CORRECTION, Form, named
from baton.documents.papers.more_places import MORE
from baton.documents.papers.scheme_papers import Annex, FiledPart
from baton.documents.papers.template import Known
from baton.documents.papers.writing import CLAIM_WIDTHS, LOSS_WIDTHS

ITEMS = ["大项", "名称", "满分", "得分", "失分", "数", "牵头单位", "原因"]
LOSSES = ["单位", "指标", "满分", "得分", "失分", "原因"]
CLAIMS = ["单位", "事项", "级别", "文号", "申报", "决定", "计分", "原因", "谁定的", "日期"]
GROUPS = ["分组", "前三", "后三", "同分", "未出总分"]
RANKS = ["分组", *RANK_HEADS]
GRADES = ["分组", "等次", "个数", "名单"]
ANNEX = ["大项", "序号", "考核指标", "分值", "目标值", "评分办法", "读法", "数据来源", "牵头单位"]
FILED = ["类别", "顺序号", "文号", "责任者", "题名", "日期", "备注"]


def _checks(checks: Sequence[Check]) -> list[Places]:
    return [
        Places(
            {"单位": one.unit, "分组": one.group, "总分": one.total, "名次": one.rank, "失分说明": f"{one.vetoes}{one.sum}",
             "所在单位": one.unit_of_person, "编号": one.number, "待定": one.pending},
            {
                "指标": [
                    named(ITEMS, [line.part, line.name, line.full, line.score, line.lost, line.figure, line.lead, line.reason])
                    for line in (*one.lines, *one.aside)
                ]
            },
        )
        for one in checks
    ]  # fmt: skip


def _losses(groups: Sequence[LossGroup]) -> list[Places]:
    return [
        Places({"分组": one.name}, {"失分": [named(LOSSES, [line.unit, line.item, line.full, line.score, line.lost, line.reason]) for line in one.lines]})
        for one in groups
    ]  # fmt: skip


def _ledger(ledger: Ledger) -> list[Places]:
    told = [named(CLAIMS, line.cells) for line in ledger.lines]
    return [Places({"条数": str(sum(not line.is_sum for line in ledger.lines))}, {"条目": told})]


def _brief(brief: Brief) -> list[Places]:
    groups = [
        named(GROUPS, [one.name, one.first, one.last, one.edge, one.waiting])
        for one in brief.groups
    ]
    return [
        Places(
            {"标题": brief.headline, "待定": brief.pending, "全省位次": brief.province},
            {"各组": groups},
        )
    ]


def _bulletin(told: Bulletin) -> list[Places]:
    results, ranks = [], []
    for group in told.groups:
        results.append(f"{group.name}：{group.summary}")
        results += [
            f"{before_names(grade, units)}{'、'.join(units)}。" for grade, units in group.grades
        ]
        ranks += [named(RANKS, [group.name, *row]) for row in group.ranks]
    values = {
        "标题": told.title, "开头": told.opening, "总体情况": "\n".join(told.overall), "各组结果": "\n".join(results),
        "指标得失": "\n".join(f"{one.name}：{one.losses}{one.gains}" for one in told.groups),
        "进步和落后": "\n".join(one.moves for one in told.groups if one.moves),
        "一票否决": "\n".join(told.vetoes), "机关决定": "\n".join(told.decisions),
    }  # fmt: skip
    return [Places(values, {"名次": ranks})]


def _names(groups: Sequence[NameGroup]) -> list[Places]:
    rows = [
        named(GRADES, [one.name, grade, str(len(units)), "、".join(units)])
        for one in groups for grade, units in one.grades
    ]  # fmt: skip
    told = [f"{row['分组']}{row['等次']}（{row['个数']}个）：{row['名单']}" for row in rows]
    return [Places({"名单": "\n".join(told)}, {"等次": rows})]


def _annex(annex: Annex) -> list[Places]:
    found = []
    for paper in annex.papers:
        rows = [
            [part.name, one.name, one.points, one.target, one.sentence, one.reading, one.source, one.lead]
            for part in paper.parts for one in part.lines
        ]  # fmt: skip
        told = [named(ANNEX, [row[0], str(n), *row[1:]]) for n, row in enumerate(rows, start=1)]
        found.append(
            Places({"适用": "、".join(paper.groups), "审议": annex.decided}, {"指标": told})
        )
    return found


def _catalogue(parts: Sequence[FiledPart]) -> list[Places]:
    rows = [
        [part.name, one.document, one.author, one.title, one.day, one.note]
        for part in parts for one in part.lines
    ]  # fmt: skip
    told = [named(FILED, [row[0], str(n), *row[1:]]) for n, row in enumerate(rows, start=1)]
    return [Places({"件数": str(len(rows))}, {"文件": told})]


FORMS = {
    "checks": Form(
        "得分核对单",
        Known(COMMON | {"单位": "单位名称", "分组": "在哪一组", "总分": "总分", "名次": "名次，选“写明名次”时才有", "失分说明": "失分合计等于满分减得分；被一票否决的，写明事由、文号、谁认定、后果", "所在单位": "领导干部的单位", "编号": "这一张的编号", "待定": "还有哪些加减分待定"}, {"指标": ITEMS}),
        _checks,
        TEMPLATE_WIDTHS,
    ),
    "losses": Form("扣分明细", Known(COMMON | {"分组": "哪一组，一组一页"}, {"失分": LOSSES}), _losses, LOSS_WIDTHS),
    "ledger": Form("加减分认定表", Known(COMMON | {"条数": "一共几条"}, {"条目": CLAIMS}), _ledger, CLAIM_WIDTHS, is_lying=True),
    "brief": Form(
        "会议一页纸", Known(COMMON | {"标题": "这一稿的标题", "待定": "加减分还有几条待定", "全省位次": "我们在全省第几，没有收过位次就空着"}, {"各组": GROUPS}), _brief,
        [20, 50, 50, 27, 27],
    ),
    "bulletin": Form(
        "通报",
        Known(
            COMMON | {
                "标题": "关于……的通报", "开头": "依据、对象、截至日期", **CORRECTION, "总体情况": "几句话，一句一段", "各组结果": "一组几段",
                "指标得失": "一组一段", "进步和落后": "与上一轮比，一组一段", "一票否决": "一个单位一段", "机关决定": "一个单位一段",
            },
            {"名次": RANKS},
        ),
        _bulletin,
        [22, *RANK_WIDTHS],
        corrects="通报",
    ),
    "names": Form("等次公示名单", Known(COMMON | CORRECTION | {"名单": "一组一个等次一段"}, {"等次": GRADES}), _names, [25, 20, 15, 114], corrects="名单"),
    "annex": Form(
        "指标体系", Known(COMMON | {"适用": "哪些分组", "审议": "哪一版、谁审议的"}, {"指标": ANNEX}), _annex,
        [25, *ANNEX_WIDTHS], is_lying=True,
    ),
    "catalogue": Form("卷内文件目录", Known(COMMON | {"件数": "一共几件"}, {"文件": FILED}), _catalogue, [30, 15, 36, 34, 82, 24, 36], is_lying=True),
    **MORE,
}  # fmt: skip
