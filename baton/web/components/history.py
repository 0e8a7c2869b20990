"""What happened to one object, as the log tells it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baton.domain.accounts.models import Person
from baton.domain.assessment.models import ReleasePlan
from baton.domain.audit import queries as log
from baton.domain.audit.models import Entry
from baton.domain.rounds.models import Stage

WORDS = {
    "unit.named": "记下这个单位", "unit.added": "新设", "unit.renamed": "改名", "unit.group_changed": "换组",
    "unit.parent_changed": "换上级", "unit.listing_changed": "单列或排名", "unit.reordered": "调次序", "unit.merged": "并入", "unit.abolished": "撤销",
    "unit.revived": "恢复", "unit.split": "分设", "unit.change_withdrawn": "撤回变动", "alias.learnt": "加别名", "alias.forgotten": "去掉别名",
    "leader.added": "加进名册", "leader.ended": "离任", "leader.moved": "换岗", "round.opened": "开这一轮",
    "round.version_changed": "换规则书版本", "round.planned": "排日程", "round.step_planned": "改日程",
    "round.step_done": "办完一件", "round.stage_reached": "到下一步", "round.closed": "结束", "round.reopened": "重新打开",
    "round.books_closed": "关账", "round.books_opened": "撤销关账",
    "round.corrected": "改这一轮", "round.voided": "作废", "round.scope_changed": "改考核哪些指标",
    "draft.numbered": "编一稿", "grade.decided": "机关定等次", "grade.restored": "恢复按算出的等次", "round.claim_days_set": "加减分计哪些天的",
    "round.releases_planned": "定发布安排",
    "half_year.taken": "取半年成绩", "milestones.planned": "列里程碑", "milestones.finished": "里程碑办成",
    "milestones.postponed": "里程碑延期", "milestones.reopened": "里程碑重新办", "milestones.struck": "里程碑作废",
}  # fmt: skip


STAGES = dict(Stage.choices)


@dataclass(frozen=True)
class Happened:
    """One entry: when, what, whose doing, from which day, on what it rests."""

    at: datetime
    what: str
    detail: str
    by: str
    why: str


def told(on: str) -> list[Happened]:
    """The history of an object, newest first; as many queries for a long one as for a short one."""
    entries = list(log.history(on))
    names = dict(
        Person.objects.filter(code__in={one.by for one in entries}).values_list("code", "name")
    )
    deciders = _deciders(entries)
    found = []
    for entry in reversed(entries):
        data = log.told(entry)
        parts = []
        if "before" in data and "after" in data:
            parts.append(f"{_word(data['before'])} → {_word(data['after'])}")
        if data.get("into"):
            parts.append("、".join(data["into"]) if isinstance(data["into"], list) else str(data["into"]))  # fmt: skip
        if data.get("text") or data.get("step"):
            parts.append(str(data.get("text") or data.get("step")))
        if entry.action == "round.releases_planned":
            parts.append(
                f"{deciders.get(_plan(data), data.get('decided_by', ''))}{data['document']}"
            )
        if data.get("from_day"):
            parts.append(f"从 {data['from_day']} 起")
        found.append(
            Happened(
                entry.at, WORDS.get(entry.action, entry.action), "，".join(parts), names.get(entry.by, "已注销的账号"),
                str(data.get("why") or data.get("reason") or ""),
            )
        )  # fmt: skip
    return found


def _deciders(entries: list[Entry]) -> dict[int, str]:
    """Who decided each plan of releases: that stands in its row, not in the log."""
    keys = {_plan(log.told(one)) for one in entries if one.action == "round.releases_planned"}
    if not keys:
        return {}
    return dict(ReleasePlan.objects.filter(pk__in=keys).values_list("pk", "decided_by"))


def _plan(data: dict[str, Any]) -> int:
    """The row that an entry on a plan of releases seals."""
    return int(next(iter(data["rows"][ReleasePlan._meta.label_lower])))


def _word(said: object) -> str:
    """A value of the log in words: stages by their names."""
    return STAGES.get(str(said), str(said)) if said else "空"
