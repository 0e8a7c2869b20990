"""找: one field for everything, at the top of every page of the office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.desk.looks import searching
from baton.web.components.rounds import round_of

# A page's own words, for who looks for the page itself.
PAGES = (
    ("工作台", "office:workbench", "待办 日程"),
    ("名册", "office:roster_list", "单位 分组 机构序 别名 领导干部"),
    ("收名册", "office:roster", "导入名册"),
    ("轮次", "office:setup", "开一轮 半年评估 年终考核 随时考核"),
    ("指标体系", "office:scheme", "方案 计分方法 评分办法"),
    ("收指标体系表", "office:scheme_in", "导入方案"),
    ("与去年比", "office:compared", "花脸稿 修改对照"),
    ("责任书", "office:targets", "目标值 目标任务"),
    ("收件台", "office:desk", "打分表 催交"),
    ("加减分", "office:claims", "台账 认定 一票否决 扣分"),
    ("收加减分", "office:claims_in", "导入申报表"),
    ("成绩", "office:board", "总表 名次 排名 编稿"),
    ("平时记录", "office:records", "整改 督查 通报"),
    ("里程表", "office:milestones", "里程碑 时间节点 节点 进度 催办 督办"),
    ("现场评议", "office:hearings", "打分 评委 述职"),
    ("省考", "office:province", "上级考核 全省位次"),
    ("复算去年", "office:last_year", "去年的成绩"),
    ("材料模板", "office:templates", "Word 模板 版式"),
    ("账号", "office:people", "领导账号 查阅账号 密码"),
    ("历年", "office:all_years", "历史成绩"),
)


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """到处找"""
    asked = " ".join(request.GET.get("q", "").replace("\x00", "").split())[: searching.LONGEST]
    round = round_of(request)
    shelves = searching.find(asked, round) if round else []
    pages = [(name, route) for name, route, words in PAGES if asked and _means(asked, name, words)]
    page = {
        "section": "find", "asked": asked, "round": round, "shelves": shelves, "pages": pages,
        "count": sum(len(shelf.hits) + shelf.more for shelf in shelves) + len(pages),
    }  # fmt: skip
    return render(request, "office/find.html", page)


def _means(asked: str, name: str, words: str) -> bool:
    return asked in name or name in asked or any(word.startswith(asked) for word in words.split())
