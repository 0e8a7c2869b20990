"""数据输入的检查: the right names, the right kinds of data, and ways of taking them that fit (semantics §3)."""

from __future__ import annotations

from collections.abc import Mapping

from baton.scoring.rulebook.checks.names import Names
from baton.scoring.rulebook.checks.numbers import shorten
from baton.scoring.rulebook.checks.walk import Walker
from baton.scoring.rulebook.faults import Faults, Json, Path
from baton.scoring.rulebook.shapes import Method
from baton.scoring.rulebook.specs.book import DATA_KINDS, INPUT, TAKE

PERIODIC = frozenset({"period_weights", "accumulation"})
MOST_INPUTS = 100
_TAKES = {"number": frozenset(TAKE.words), "tally": frozenset({"at", "sum"})}
_ONLY_AT = frozenset({"at"})


def check_inputs(
    item: Json, method: Method, path: Path, kinds: Mapping[str, str], walker: Walker
) -> None:
    """Check an item's `data`; kinds: data code → kind, for the sound ones."""
    data, faults = item["data"], walker.faults
    if not isinstance(data, dict):
        faults.add(path, "应当是一组数据输入", "请写成 {输入名: 数据输入}")
        return
    if len(data) > MOST_INPUTS:
        faults.add(path, f"有 {len(data)} 个数据输入,最多 {MOST_INPUTS} 个", "请拆成几个指标")
        return
    allowed = _allowed(item, method)
    _check_names(data, method, allowed, path, faults)
    for name, entry in data.items():
        place = (*path, name)
        if walker.text(name, place, empty=False, most=200) and walker.sound(INPUT, entry, place):
            _check_take(entry, kinds.get(entry["item"]), place, faults)
            _check_kind(entry, kinds, allowed.get(name), place, faults)
            if method.name in PERIODIC and (entry["take"], entry["periods"]) != ("at", "@"):
                faults.add(place, "分期的数据逐期取,不另写怎么取", "请只写数据项名")


def _allowed(item: Json, method: Method) -> dict[str, tuple[str, ...]]:
    """Input name → kinds of data it takes."""
    allowed = {entry.name: entry.kinds for entry in method.inputs}
    params = item["params"] if isinstance(item["params"], dict) else {}
    if method.listed:
        parts = params.get(method.listed)
        for part in parts if isinstance(parts, list) else []:
            if isinstance(part, dict) and isinstance(part.get("data"), str):
                allowed[part["data"]] = (method.listed_kind,)
    if method.name == "per_case":
        allowed["x"] = ("number",) if params.get("levels") is None else ("tally",)
    if method.name == "converted":
        allowed["x"] = ("grade",) if params.get("source") == "grade" else ("number",)
    return allowed


def _check_names(
    data: dict[str, Json], method: Method, allowed: Mapping[str, Json], path: Path, faults: Faults
) -> None:
    labels = {entry.name: entry.label for entry in method.inputs}
    optional = {entry.name for entry in method.inputs if entry.optional}
    for name in allowed:
        if name not in data and name not in optional:
            shown = labels.get(name, shorten(name))
            faults.add(
                path, f"{method.title}缺少数据“{shown}”({shorten(name)})", "请写明取哪个数据项"
            )
    if method.free:
        return
    names = Names("数据输入", allowed)
    for name in data:
        if name not in names:
            what, remedy = names.unknown(name)
            faults.add((*path, name), f"{method.title}{what}", remedy)


def _check_take(entry: Json, kind: str | None, path: Path, faults: Faults) -> None:
    if kind is None:
        return
    word = DATA_KINDS.words[kind][0]
    if entry["take"] not in _TAKES.get(kind, _ONLY_AT):
        faults.add((*path, "take"), f"{word}不能取{TAKE.words[entry['take']][0]}", "请改为当期")
    if entry["take"] == "at" and entry["periods"] != "@" and len(entry["periods"]) != 1:
        faults.add(
            (*path, "periods"), "取当期的只能写一个期间", "请写一个期间,或改为之和、平均、最近一期"
        )
    if entry["constants"] and kind != "number":
        faults.add((*path, "constants"), f"{word}不能用缺期常数", "请删去缺期常数")


def _check_kind(
    entry: Json,
    kinds: Mapping[str, str],
    wanted: tuple[str, ...] | None,
    path: Path,
    faults: Faults,
) -> None:
    kind = kinds.get(entry["item"])
    if kind is not None and kind not in (wanted or ("number",)):
        words = "或".join(DATA_KINDS.words[one][0] for one in wanted or ("number",))
        what = f"数据项“{shorten(entry['item'])}”是{DATA_KINDS.words[kind][0]},这里要的是{words}"
        faults.add((*path, "item"), what, "请换一个数据项,或改数据项的类别")
