"""自定公式的检查: the engine's own parser says what is wrong; here only the names are known."""

from __future__ import annotations

import re

from baton.scoring.expression import RESERVED, NotAFormula, names, parse
from baton.scoring.rulebook.checks.names import Names
from baton.scoring.rulebook.checks.numbers import shorten
from baton.scoring.rulebook.faults import Faults, Json, Path

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[一-鿿][A-Za-z0-9_一-鿿]*", re.ASCII)
FULL = "W"


def check_formula(params: Json, item: Json, path: Path, faults: Faults) -> None:
    """M30: the expression parses, its names are known, and no name stands for two things."""
    data = item["data"] if isinstance(item["data"], dict) else {}
    known = [*data, *params["values"]]
    for name in known:
        _check_name(name, data, params["values"], path, faults)
    try:
        used = names(parse(params["expression"]))
    except NotAFormula as error:
        faults.add((*path, "params", "expression"), f"公式读不懂:{error}", "请改正公式")
        return
    available = Names("名字", [*known, FULL])
    for name in sorted(used):
        if name not in available:
            what, remedy = available.unknown(name)
            faults.add((*path, "params", "expression"), f"公式里{what}", remedy)


def _check_name(name: str, data: Json, values: Json, path: Path, faults: Faults) -> None:
    place: Path = (*path, "data", name) if name in data else (*path, "params", "values", name)
    if name == FULL or name in RESERVED:
        faults.add(place, f"“{name}”另有所指,不能作名字", "请换一个名字")
    elif not _NAME.fullmatch(name):
        what = f"“{shorten(name)}”不能作公式里的名字"
        faults.add(place, what, "请用汉字或字母开头,后面只用汉字、字母、数字、下划线")
    if name in data and name in values:
        what = f"“{shorten(name)}”既是数据又是取值"
        faults.add((*path, "params", "values", name), what, "请换一个名字")
