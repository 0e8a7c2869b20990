"""分组的检查: ranking keys, grade thresholds and quotas, and what the vetoes refer to."""

from __future__ import annotations

from collections.abc import Container
from fractions import Fraction

from baton.scoring.rulebook.checks.names import Names
from baton.scoring.rulebook.checks.numbers import fraction, plain, shorten
from baton.scoring.rulebook.faults import Faults, Json, Path


def check_keys(group: Json, path: Path, tree: Container[str], faults: Faults) -> None:
    """Tie-break keys must be computed for this group."""
    places = [(*path, "ranking", "keys")]
    lists = [group["ranking"]["keys"]]
    if group["grades"] is not None:
        places.append((*path, "grades", "keys"))
        lists.append(group["grades"]["keys"])
    for place, keys in zip(places, lists, strict=True):
        seen: set[str] = set()
        for index, entry in enumerate(keys):
            code = entry["key"]
            if code not in tree:
                what = f"“{shorten(code)}”不在分组“{shorten(group['group'])}”的树里,没有分可比"
                faults.add((*place, index, "key"), what, "请写在“另计”里,或换一个")
            if code in seen:
                faults.add((*place, index, "key"), f"“{shorten(code)}”写了两次", "请删去重复的")
            seen.add(code)


def check_grades(grades: Json, path: Path, faults: Faults) -> None:
    """Levels go from high to low, every score finds a level, quotas are possible."""
    levels: list[Json] = grades["levels"]
    place: Path = (*path, "levels")
    _check_names(levels, place, faults)
    last: Fraction | None = None
    for index, level in enumerate(levels):
        line = fraction(level["at_least"])
        if line is not None:
            if last is not None and line >= last:
                what = f"分数线 {level['at_least']} 不低于上一档的 {plain(last)}"
                faults.add((*place, index, "at_least"), what, "请由高到低")
            last = line
        _check_quota(level, (*place, index), faults)
        open_door = level["at_least"] is None and level["quota"] is None
        if open_door and index < len(levels) - 1:
            what = f"“{shorten(level['grade'])}”既无分数线又无名额,下面各档没有人"
            faults.add((*place, index), what, "请写分数线或名额,或放到最后")
    if levels[-1]["at_least"] is not None or levels[-1]["quota"] is not None:
        what = "最后一档有分数线或名额,够不上的没有等次"
        faults.add((*place, len(levels) - 1), what, "请在最后加一档“其余”")
    _check_total_quota(levels, place, faults)
    names = Names("等次", [level["grade"] for level in levels])
    if grades["promotion"] is not None and grades["promotion"]["to"] not in names:
        faults.add((*path, "promotion", "to"), *names.unknown(grades["promotion"]["to"]))


def _check_names(levels: list[Json], place: Path, faults: Faults) -> None:
    seen: set[str] = set()
    for index, level in enumerate(levels):
        if level["grade"] in seen:
            faults.add(
                (*place, index, "grade"), f"等次“{shorten(level['grade'])}”写了两次", "请合并"
            )
        seen.add(level["grade"])


def _check_quota(level: Json, place: Path, faults: Faults) -> None:
    by_share = level["quota"] is not None and "share" in level["quota"]
    if by_share and level["quota_rounding"] is None:
        faults.add(
            (*place, "quota_rounding"),
            "名额按比例的没有写怎么取整",
            "请写四舍五入、去尾、进一或最大余数",
        )
    if not by_share and level["quota_rounding"] is not None:
        faults.add((*place, "quota_rounding"), "没有按比例的名额,用不到名额取整", "请改为 null")


def _check_total_quota(levels: list[Json], place: Path, faults: Faults) -> None:
    shares = [
        fraction(level["quota"]["share"]) or Fraction(0)
        for level in levels
        if level["quota"] is not None and "share" in level["quota"]
    ]
    total = sum(shares, Fraction(0))
    if total > 1:
        faults.add(place, f"各档名额合计 {plain(total * 100)}%,超过100%", "请核对")


def check_veto(
    veto: Json, path: Path, items: Names, grades: Names, any_grades: bool, faults: Faults
) -> None:
    """A veto has an effect, and what it refers to exists."""
    effects = veto["effects"]
    place: Path = (*path, "effects")
    given = effects["force_grade"] is not None or effects["cap_total"] is not None
    if not (given or effects["exclude_grades"] or effects["zero_items"]):
        remedy = "请写直接评为、不得评、指标计零、总分封顶中的一样"
        faults.add(place, "这项否决没有任何后果", remedy)
    named: list[tuple[Path, str]] = [
        (("exclude_grades", i), name) for i, name in enumerate(effects["exclude_grades"])
    ]
    if effects["force_grade"] is not None:
        named.append((("force_grade",), effects["force_grade"]))
    for within, name in named:
        if not any_grades:
            faults.add((*place, *within), "没有一个分组评等次", "请在分组里写等次,或删去")
        elif name not in grades:
            faults.add((*place, *within), *grades.unknown(name))
    for index, code in enumerate(effects["zero_items"]):
        if code not in items:
            faults.add((*place, "zero_items", index), *items.unknown(code))
