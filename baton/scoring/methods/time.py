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
        late = exact.maximum(ZERO, c.inputs[part["data"]] - _due(c, i))
        score = exact.where(c.all(late.same(ZERO)), full, _late(c, late, full))
        if c.raw("zero_after") is not None:
            gone = c.all(late > c.p("zero_after"))
            score = exact.where(gone, ZERO, score)
        total = total + score
        c.step(f"第 {i + 1} 项", "迟 {late} 天,满分 {full}", score, late=late, full=full)
    return total


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
