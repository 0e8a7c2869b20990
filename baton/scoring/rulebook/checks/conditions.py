"""参数之间的约定: the few sentences that recur from method to method."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from baton.scoring.rulebook.checks.numbers import fraction
from baton.scoring.rulebook.faults import Faults, Json, Path

Check = Callable[[Json, Json, Path, Faults], None]
_PARAMS: Path = ("params",)


def exactly_one(
    params: Json, a: str, b: str, path: Path, faults: Faults, words: tuple[str, str]
) -> None:
    """Of two parameters exactly one must be given."""
    if (params[a] is None) == (params[b] is None):
        how = "都没有写" if params[a] is None else "都写了"
        faults.add((*path, "params", a), f"“{words[0]}”与“{words[1]}”{how}", "请只写一个")


def needs(
    params: Json, key: str, wanted: bool, path: Path, faults: Faults, who: str, word: str
) -> None:
    """A parameter must be given in one case and be null in the other."""
    place: Path = (*path, "params", key)
    if wanted and params[key] is None:
        faults.add(place, f"{who}要写“{word}”", "请补上")
    if not wanted and params[key] is not None:
        faults.add(place, f"只有{who}才写“{word}”", "请删去(规范 JSON 里写 null)")


def only(params: Json, key: str, wanted: bool, path: Path, faults: Faults, who: str) -> None:
    """A parameter may be given in one case only."""
    if not wanted and params[key] is not None:
        faults.add((*path, "params", key), f"只有{who}才用得到", "请删去(规范 JSON 里写 null)")


def not_both(
    params: Json, low: str, high: str, path: Path, faults: Faults, within: Path = _PARAMS
) -> None:
    """The lower bound may not lie above the upper one."""
    a, b = fraction(params[low]), fraction(params[high])
    if a is not None and b is not None and a > b:
        faults.add((*path, *within, low), f"{params[low]} 高于 {params[high]},上下颠倒", "请核对")


def not_equal(params: Json, a: str, b: str, path: Path, faults: Faults, words: str) -> None:
    """Two anchors must differ."""
    if fraction(params[a]) is not None and fraction(params[a]) == fraction(params[b]):
        faults.add((*path, "params", a), f"{words}相同,分不出高低", "请核对")


def no_negative(
    params: Json, keys: Sequence[str], path: Path, faults: Faults, within: Path = _PARAMS
) -> None:
    """Amounts are written without a sign; whether they add or deduct stands elsewhere."""
    for key in keys:
        if (fraction(params[key]) or 0) < 0:
            faults.add(
                (*path, *within, key), f"写成了负数 {params[key]}", "加扣由办法决定,请写正数"
            )


def suits_target(params: Json, path: Path, faults: Faults) -> None:
    """A completion rate needs a target; a comparison of the value itself has none."""
    completion = params["measure"] == "completion"
    needs(params, "target", completion, path, faults, "比完成率的", "目标")
