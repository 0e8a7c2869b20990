"""屏幕上的表: narrow enough for 80 columns, Chinese characters counted as two."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.table import Table

from baton.cli.demo.published import Digit
from baton.scoring.result import Line, Result

_REASONS = {"open": "有项目待定", "inactive": "年中撤并", "edge": "边上并列"}
_PAPERS = ("发展", "XP1", "XP2", "加减分")


def digits_table(digits: list[Digit]) -> Table:
    """Published and computed digits side by side."""
    table = _table(
        "", ["单位", "公布名次", "算得名次", "公布总分", "算得总分", "一致"], right=(1, 2, 3, 4)
    )
    for unit in dict.fromkeys(digit.unit for digit in digits):
        own = {digit.item: digit for digit in digits if digit.unit == unit}
        rank, total = own["名次"], own["总分"]
        same = "√" if rank.agrees and total.agrees else "×"
        table.add_row(unit, rank.published, rank.computed, total.published, total.computed, same)
    return table


def county_board(result: Result) -> Table:
    """The counties with their three papers."""
    heads = ["名次", "单位", "高质量发展", "党建", "满意度", "加减分", "总分", "等次", "否决"]
    table = _table("县市区 · 2026年12月", heads, right=(0, 2, 3, 4, 5, 6))
    for line in _ranked(result, "县市区"):
        papers = [_value(result, line.subject, code) for code in _PAPERS]
        effect = "有" if _vetoed(result, line.subject) else ""
        table.add_row(
            str(line.rank or "—"),
            line.subject,
            *papers,
            _padded(line.total),
            line.grade or "",
            effect,
        )
    return table


def department_board(result: Result, group: str, top: int) -> Table:
    """The first departments of a group, and everybody who has no rank."""
    table = _table(
        f"{group} · 前{top}名和没有名次的",
        ["名次", "单位", "职能任务", "共性任务", "总分", "等次", "说明"],
        right=(0, 2, 3, 4),
    )
    for line in _ranked(result, group):
        if line.rank is None or line.rank <= top:
            papers = ["—", "—"]
            if line.subject in result.plan.row_of:
                papers = [_value(result, line.subject, code) for code in ("职能任务", "共性任务")]
            table.add_row(
                str(line.rank or "—"), line.subject, *papers, _padded(line.total), line.grade or "",
                _REASONS.get(line.reason, "一票否决" if _vetoed(result, line.subject) else ""),
            )  # fmt: skip
    return table


def leader_board(result: Result, top: int) -> Table:
    """The first leaders."""
    names = {subject.subject: subject for subject in result.plan.facts.roster}
    table = _table(
        f"领导干部 · 前{top}名",
        ["名次", "姓名", "所在单位", "单位分", "总分", "等次"],
        right=(0, 3, 4),
    )
    for line in _ranked(result, "领导干部")[:top]:
        subject = names[line.subject]
        units = "、".join(names[unit].name for unit, _ in subject.links)
        own = _value(result, line.subject, "单位分")
        table.add_row(
            str(line.rank or "—"), subject.name, units, own, _padded(line.total), line.grade or ""
        )
    return table


def _table(title: str, heads: Sequence[str], *, right: Sequence[int]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for at, head in enumerate(heads):
        table.add_column(head, justify="right" if at in right else "left", no_wrap=at in right)
    return table


def _ranked(result: Result, group: str) -> list[Line]:
    lines = [line for line in result.lines.values() if line.group == group]
    return sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, line.subject))


def _value(result: Result, subject: str, code: str) -> str:
    found = (
        result.node(subject, code)[1] if code in result.plan.nodes else result.score(subject, code)
    )
    return _padded(found)


def _padded(value: str | None) -> str:
    """Two decimals, so that the points stand under each other; more if there are more."""
    if value is None:
        return "—"
    whole, _, fraction = value.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}"


def _vetoed(result: Result, subject: str) -> bool:
    return subject in result.effects
