"""时限类: how late the parts of a task were done (M19)."""

from __future__ import annotations

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ZERO, Column
from baton.scoring.methods.cells import Cells


def timeliness(c: Cells) -> Column:
    """M19 时限: 按时得满分,迟一天扣多少或迟到哪一段得几成,批准的延期算数。来源:督办时限条款。

    >>> from baton.scoring.methods.example import points
    >>> part = {"data": "x", "due": "2026-09-30", "extension": "2026-10-15",
    ...         "approved": "2026-09-25", "share": "1"}
    >>> points("timeliness", W="5", x="2026-10-12", parts=[part], per_day="0.1", stages=None,
    ...        zero_after=30)
    '5'
    """
    total = ZERO
    for i, part in enumerate(c.raw("parts")):
        full = c.points * c.p("parts", i, "share")
        day, due = c.inputs[part["data"]], _due(c, i)
        late = exact.maximum(ZERO, day - due)
        score = exact.where(c.all(late.same(ZERO)), full, _late(c, late, full))
        if c.raw("zero_after") is not None:
            gone = c.all(late > c.p("zero_after"))
            score = exact.where(gone, ZERO, score)
        total = total + score
        if c.trace is not None:
            _tell(c, i, late, {"day": day, "due": due, "full": full}, score)
    if len(c.raw("parts")) > 1:
        c.step("得分", "各项相加,得 {result:分}", total)
    return total


def _tell(c: Cells, i: int, late: Column, figures: dict[str, Column], score: Column) -> None:
    """One part: its day, its time limit, how late it was and what that costs."""
    name = f"第 {i + 1} 项" if len(c.raw("parts")) > 1 else "时限"
    agreed = c.p("parts", i, "due")
    if c.here(~agreed.same(figures["due"])):
        c.step(name, "原定 {agreed:日},批准延期到 {due:日}", agreed=agreed, due=figures["due"])
    if not c.here(late > ZERO):
        words = "{day:日} 完成,期限 {due:日},按时,得 {result:分}"
    elif c.raw("zero_after") is not None and c.here(late > c.p("zero_after")):
        words = "{day:日} 完成,期限 {due:日},迟 {late:天},超过 {most:天},不得分"
    elif c.raw("per_day") is not None:
        words = (
            "{day:日} 完成,期限 {due:日},迟 {late:天},满分 {full:分},每天扣 {per:分},得 {result:分}"
        )
    else:
        words = "{day:日} 完成,期限 {due:日},迟 {late:天},满分 {full:分},按迟到的档次得 {result:分}"
    per = c.optional("per_day")
    c.step(name, words, score, day=figures["day"], due=figures["due"], full=figures["full"],
           late=late, per=per, most=c.optional("zero_after"))  # fmt: skip


def _due(c: Cells, i: int) -> Column:
    """The agreed date, or the extension that was approved before it."""
    due = c.p("parts", i, "due")
    if c.raw("parts", i, "extension") is None or c.raw("parts", i, "approved") is None:
        return due
    extension, approved = c.p("parts", i, "extension"), c.p("parts", i, "approved")
    granted = (extension > ZERO) & (approved > ZERO) & (approved <= due)
    return exact.where(c.all(granted), extension, due)


def _late(c: Cells, late: Column, full: Column) -> Column:
    if c.raw("per_day") is not None:
        return exact.maximum(ZERO, full - c.p("per_day") * late)
    score = ZERO.spread(c.size)
    for i in reversed(range(len(c.raw("stages")))):
        inside = np.broadcast_to(late <= c.p("stages", i, "days"), (c.size,))
        score = exact.where(inside, full * c.p("stages", i, "share"), score)
    return score
