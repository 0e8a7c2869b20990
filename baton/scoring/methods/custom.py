"""自定公式 (M30): the office's own expression over the indicator's figures."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ONE, Column
from baton.scoring.expression import Node, evaluate, names, parse
from baton.scoring.methods.cells import Cells


def custom(c: Cells) -> Column:
    """M30 自定公式: 一个小而安全的精确算式,没有 eval。来源:个别指标的专用公式。

    >>> from baton.scoring.methods.example import points
    >>> points("custom", W="10", a="30", b="40", expression="min(1, a / b) * W", values={})
    '7.5'
    """
    tree = _parsed(c.raw("expression"))
    used = names(tree)
    known = {name: c.p("values", name) for name in c.raw("values") if name in used}
    known |= {name: value for name, value in c.inputs.items() if name in used}
    known["W"] = c.points
    found = evaluate(tree, known, c.size)
    c.not_applicable |= found.none
    c.step("公式", "“" + c.raw("expression") + "”")
    for name in sorted(used) if c.trace is not None else ():
        unit = "分" if name == "W" else ""
        c.step(
            f"其中 {name}" + ("(满分)" if name == "W" else ""),
            f"{{value:{unit}}}",
            value=c.unit(known[name], name),
        )
    c.halt(found.none, "分母", "公式里有分母为 0,没有结果,本项按“无此任务”办理")
    c.step("得分", "代入公式,得 {result:分}", found.column)
    return exact.where(np.asarray(found.none), ONE, found.column)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Node:
    return parse(text)
