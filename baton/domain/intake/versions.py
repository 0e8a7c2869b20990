"""哪一份更新: whether a table that arrives is the same as, or older than, what was taken in before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baton.domain import clock
from baton.domain.intake.cells import Cells
from baton.domain.intake.models import Sheet, Submission
from baton.scoring.canonical import digest


@dataclass(frozen=True)
class Sent:
    """What a table says about itself: points and reasons beside the figures, when its empty sheet was made, last saved.

    knowingly: a clerk was told that it is older than the last version, and wants it all the same. seen: the number of
    the last version when a clerk looked at the table, 0 for none; None where nobody looked.
    """

    beside: Sequence[Sequence[Any]] = ()
    stamp: str = ""
    saved_at: datetime | None = None
    knowingly: bool = False
    seen: int | None = None


def mark_of(cells: Cells, beside: Sequence[Sequence[Any]] = ()) -> str:
    """The digest by which two tables are the same: figures and states, points and reasons, not the places they stood."""
    figures: list[Any] = [list(line[:6]) for line in cells]
    told = [list(line[:4]) for line in beside]
    return digest([*figures, ["beside", told]] if told else figures)


def same_as(last: Submission | None, mark: str) -> str:
    """A sentence if the table is word for word the version taken in last."""
    if last is None or last.digest != mark:
        return ""
    state = "，那一版已经退回，这一份没有改" if last.state == Submission.State.RETURNED else ""
    return f"这张表与第 {last.number} 版一字不差{state}，没有另收一版。"


def adopted_of(sheet: Sheet) -> Submission | None:
    """The last version of which figures count."""
    adopted = (Submission.State.ACCEPTED, Submission.State.PARTIAL)
    return sheet.submissions.filter(state__in=adopted).order_by("-number").first()


def come_between(last: Submission | None, seen: int | None) -> str:
    """A sentence if another version was taken in since a clerk looked; `seen` as in `Sent`."""
    if last is None or seen is None or last.number == seen:
        return ""
    return (
        f"您看这张表的时候，{last.received_by.name}又收下了第 {last.number} 版，所以还没有收下这一版。"
        f"下面已经改成和第 {last.number} 版比，请再看一遍；仍要收的，再按一次“收下这一版”。"
    )


def older_than(sheet: Sheet, mark: str, sent: Sent) -> str:
    """A sentence if the table is older than the version taken in last; empty when it is not, or nobody can tell."""
    versions = list(sheet.submissions.defer("cells", "beside", "oddities").order_by("-number"))
    if not versions:
        return ""
    last = versions[0]
    than = f"比已收的第 {last.number} 版旧"
    twin = next((one for one in versions[1:] if one.digest == mark), None)
    if twin is not None and last.digest != mark:
        return f"这一份和第 {twin.number} 版一字不差，{than}。"
    if sent.stamp and last.stamp and sent.stamp < last.stamp:
        made, newer = _made(sent.stamp), _made(last.stamp)
        return f"这一份{than}：它填在 {made} 生成的空表里，第 {last.number} 版的空表是 {newer} 生成的。"
    if sent.saved_at and last.saved_at and sent.saved_at < last.saved_at:
        saved, newer = _moment(sent.saved_at), _moment(last.saved_at)
        return f"这一份{than}：它最后保存于 {saved}，第 {last.number} 版最后保存于 {newer}。"
    return ""


def _made(stamp: str) -> str:
    return f"{int(stamp[4:6])} 月 {int(stamp[6:8])} 日 {stamp[8:10]}:{stamp[10:12]}"


def _moment(at: datetime) -> str:
    local = at.astimezone(clock.CHINA)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"
