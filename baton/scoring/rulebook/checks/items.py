"""指标的检查: shape, parameters, inputs, policies, readings."""

from __future__ import annotations

from collections.abc import Mapping

from baton.scoring.rulebook.checks.inputs import check_inputs
from baton.scoring.rulebook.checks.methods import CHECKS
from baton.scoring.rulebook.checks.numbers import fraction, shorten
from baton.scoring.rulebook.checks.walk import Walker
from baton.scoring.rulebook.faults import Faults, Json, Path
from baton.scoring.rulebook.readings import contradictions
from baton.scoring.rulebook.specs import ELSEWHERE, METHODS
from baton.scoring.rulebook.specs.book import ITEM_FIELDS, ITEM_NOTES

_FIELDS = (*ITEM_FIELDS, *ITEM_NOTES)
_NOTES = frozenset(field.key for field in ITEM_NOTES)
_BESIDE = frozenset({"params", "data"})
_HIGH = frozenset({"high", "越高越好", "正向", "越大越好"})
_LOW = frozenset({"low", "越低越好", "逆向", "越小越好"})


def check_item(item: Json, path: Path, kinds: Mapping[str, str], walker: Walker) -> bool:
    """Check one indicator by itself; tells whether it is sound enough to look at its place in the tree."""
    before = len(walker.faults)
    walker.record(_FIELDS, item, path, _NOTES, _BESIDE)
    outline = len(walker.faults) == before
    if not isinstance(item, dict):
        return False
    missing = [key for key in ("params", "data") if key not in item]
    for key in missing:
        walker.faults.add(path, f"缺少“{key}”", "请补上;没有的写 {}")
    if not missing:
        _check_method(item, path, kinds, walker)
    if outline:
        _check_policies(item["policies"], (*path, "policies"), walker.faults)
        _check_limits(item, path, walker.faults)
    return outline


def _check_method(item: Json, path: Path, kinds: Mapping[str, str], walker: Walker) -> None:
    name, faults = item.get("method"), walker.faults
    method = METHODS.get(name) if isinstance(name, str) else None
    if method is None:
        if isinstance(name, str) and name:
            elsewhere = [place for number, _, place, _ in ELSEWHERE if name in (number, place)]
            what, remedy = walker.names["method"].unknown(name)
            remedy = f"请写在“{elsewhere[0]}”里" if elsewhere else remedy
            faults.add((*path, "method"), what, remedy)
        return
    place: Path = (*path, "params")
    before = len(faults)
    walker.record(method.fields, item["params"], place)
    if len(faults) == before:
        check = CHECKS.get(method.name)
        if check:
            check(item["params"], item, path, faults)
        _check_direction(item, path, faults)
        for what, remedy in contradictions(item):
            faults.add((*path, "readings"), what, remedy)
    check_inputs(item, method, (*path, "data"), kinds, walker)


def _check_direction(item: Json, path: Path, faults: Faults) -> None:
    """`direction` is for people, `reverse` for the engine: they must not contradict each other."""
    params = item["params"]
    lower = params.get("reverse", params.get("direction") == "low")
    direction = item.get("direction")
    if not isinstance(direction, str):
        return
    known = direction in _HIGH or direction in _LOW
    if known and ("reverse" in params or "direction" in params) and lower != (direction in _LOW):
        key = "reverse" if "reverse" in params else "direction"
        faults.add(
            (*path, "params", key),
            f"与“方向”({shorten(direction)})相反",
            "请核对越高越好还是越低越好",
        )


def _check_policies(policies: Json, path: Path, faults: Faults) -> None:
    for state, policy in policies.items():
        constant, value = policy["policy"] == "constant", policy["value"]
        if constant and value is None:
            faults.add((*path, state, "value"), "按常数的没有写常数", "请写明按多少分")
        if not constant and value is not None:
            faults.add((*path, state, "value"), "不按常数却写了常数", "请改为 null,或改办法")
        if "at" not in policy:
            continue
        rescale = policy["policy"] == "rescale"
        if rescale and policy["at"] is None:
            faults.add(
                (*path, state, "at"), "缺项折算没有写在哪个节点折算", "请写明在本大项还是在总分折算"
            )
        if not rescale and policy["at"] is not None:
            faults.add((*path, state, "at"), "不折算却写了折算的节点", "请改为 null,或改办法")


def _check_limits(item: Json, path: Path, faults: Faults) -> None:
    cap, floor, points = (fraction(item[key]) for key in ("cap", "floor", "points"))
    if cap is not None and floor is not None and floor > cap:
        faults.add((*path, "floor"), f"保底 {item['floor']} 高于封顶 {item['cap']}", "请核对")
    if points is not None and points < 0:
        faults.add(
            (*path, "points"),
            f"分值是负数 {item['points']}",
            "扣分项请写“性质: 扣分”,分值写正数或 0",
        )
