"""节点的检查: the keys of its kind, the needs of each coefficient's map, weights for exactly the children."""

from __future__ import annotations

from baton.scoring.rulebook.checks.numbers import fraction, shorten
from baton.scoring.rulebook.checks.sums import check_weights
from baton.scoring.rulebook.checks.walk import Walker
from baton.scoring.rulebook.faults import Faults, Json, Path
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS, NODE_KINDS
from baton.scoring.rulebook.specs.nodes import NODE_FIELDS, NODE_NOTES, NOT_ASSESSED

_NOTES = frozenset(field.key for field in NODE_NOTES)
_WORDS = {
    "a": "起点",
    "b": "每分",
    "tiers": "档次",
    "low": "下限",
    "high": "上限",
    "equal": "全组相同",
}
_ALONE = ("a", "b", "tiers", "equal")


def check_node(node: Json, path: Path, walker: Walker) -> bool:
    """Check one node by itself; tells whether it is sound enough to look at its place in the tree."""
    kind = node.get("kind") if isinstance(node, dict) else None
    known = NODE_KINDS.get(kind) if isinstance(kind, str) else None
    own = known.fields if known else ()
    beside = frozenset() if known or not isinstance(node, dict) else frozenset(map(str, node))
    fields = (*NODE_FIELDS, *own, *NODE_NOTES)
    before = len(walker.faults)
    walker.record(fields, node, path, _NOTES, beside)
    if isinstance(kind, str) and known is None:
        walker.faults.add((*path, "kind"), *walker.names["kind"].unknown(kind))
    if len(walker.faults) > before:
        return False
    _check_own(node, path, walker)
    return True


def _check_own(node: Json, path: Path, walker: Walker) -> None:
    faults = walker.faults
    cap, floor = fraction(node["cap"]), fraction(node["floor"])
    if cap is not None and floor is not None and floor > cap:
        faults.add((*path, "floor"), f"保底 {node['floor']} 高于封顶 {node['cap']}", "请核对")
    if node["kind"] == "weighted":
        _check_weights(node, path, faults)
    if node["kind"] == "multiplier":
        for index, entry in enumerate(node["coefficients"]):
            _check_coefficient(entry, (*path, "coefficients", index), walker)
    if node["kind"] in ("geometric", "min", "max") and not node["children"]:
        faults.add((*path, "children"), "没有组成,得不出数", "请写明由哪些指标或大项组成")


def _check_weights(node: Json, path: Path, faults: Faults) -> None:
    if not node["children"] and not node["weights"]:
        if node["name"] != NOT_ASSESSED:
            faults.add((*path, "weights"), "对照表是空的", "请至少写一个代码")
        return
    for code in dict.fromkeys(node["children"]):
        if code not in node["weights"]:
            faults.add((*path, "weights"), f"“{shorten(code)}”没有权重", "请补上权重")
    children = set(node["children"])
    for code in node["weights"]:
        if code not in children:
            what = f"“{shorten(code)}”有权重,却不在组成里"
            faults.add((*path, "weights", code), what, "请加进组成,或删去权重")
    check_weights(list(node["weights"].values()), (*path, "weights"), "权重", faults)


def _check_coefficient(entry: Json, path: Path, walker: Walker) -> None:
    faults = walker.faults
    known = COEFFICIENT_MAPS.get(entry["map"])
    if known is None:
        faults.add((*path, "map"), *walker.names["map"].unknown(entry["map"]))
        return
    for key in known.needs:
        if entry[key] is None:
            faults.add((*path, key), f"“{known.title}”要写“{_WORDS[key]}”", "请补上")
    for key in _ALONE:
        if key not in known.needs and entry[key] is not None:
            faults.add(
                (*path, key), f"“{known.title}”用不到“{_WORDS[key]}”", "请删去(规范 JSON 里写 null)"
            )
    low, high = fraction(entry["low"]), fraction(entry["high"])
    if low is not None and high is not None and low > high:
        faults.add((*path, "low"), f"下限 {entry['low']} 高于上限 {entry['high']}", "请核对")
    if entry["tiers"] and entry["tiers"][0]["from"] is not None:
        what = f"低于 {entry['tiers'][0]['from']} 的没有着落"
        faults.add((*path, "tiers", 0, "from"), what, "请在最低处加一档“其余”")
    if (entry["missing"] == "constant") != (entry["constant"] is not None):
        word = "没有写常数" if entry["constant"] is None else "写了常数,却不按常数"
        faults.add((*path, "constant"), f"未出数时{word}", "请写“按1计”或“不出总分”之一")
