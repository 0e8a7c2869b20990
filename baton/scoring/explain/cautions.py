"""What a reader should bear in mind: peers, tiny denominators, stand-ins, provisional rules and totals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from baton.scoring.columns import Column
from baton.scoring.explain.context import Context, Place
from baton.scoring.explain.replay import Replay, rescored
from baton.scoring.explain.wording import about, figure, fraction
from baton.scoring.expression import Node, parse
from baton.scoring.facts import REPORTED
from baton.scoring.methods.tracing import with_unit

FEW = 10
RATIOS = {
    "completion", "control", "over_fulfilment", "composite_completion", "tiers",
    "threshold_deduction", "benchmark_sum", "ratio_to_best", "ratio_to_mean", "custom",
}  # fmt: skip
NO_PIECES = ("%", "‰", "百分点", "分", "元", "位", "名")


def cautions_of(
    context: Context, place: Place, made: Replay, data: dict[str, Any]
) -> list[dict[str, str]]:
    """Every caution about one indicator's score, the weightiest first."""
    found = [*_peers(context, data), *_few(context, made)]
    if data["outcome"] == "imputed":
        found.append(("imputed", f"这一项不是按方法算出来的,是补记的:{data['policy']['text']}。"))
    if data["status"] == "provisional":
        found.append(("provisional", "这一项的办法还是暂行的,可能再改。"))
    line = context.result.lines[place.subject.subject]
    if line.interim is not None:
        is_given = line.total is not None  # only where the rule book gives a total meanwhile
        text = "总分是过程监测值,未经审定。" if is_given else "总分还没有出。"
        found.append(("interim", f"还有指标没有出数,{text}"))
    return [{"kind": kind, "text": text} for kind, text in found]


def _peers(context: Context, data: dict[str, Any]) -> list[tuple[str, str]]:
    """Scores that move when somebody else's figure is corrected."""
    cohort = data["cohort"]
    if cohort:
        text = "组内比较:别的单位更正会改变本单位得分。"
        if data["method"] == "direct":
            text = "全组要拉开差距:别的单位更正可能使全组退回重评。"
        text += f"同组计入 {cohort['n']} 个"
        if cohort["n"]:
            low, high = cohort["lowest"], cohort["highest"]
            unit = cohort["unit"]
            text += (
                f",最低 {with_unit(low['value'], unit)}({low['name']}),"
                f"最高 {with_unit(high['value'], unit)}({high['name']}),"
                f"平均{_about(cohort['mean'], unit)}"
            )
        return [("cohort", text + ("。" if cohort["members"] else ";本单位不计入同组统计。"))]
    words = {"group_mean": "平均", "group_least": "最低"}
    if data["policy"] and data["policy"]["policy"] in words:
        word = words[data["policy"]["policy"]]
        return [("cohort", f"按同组{word}补记:别的单位更正会改变本单位得分。")]
    return []


def _about(mean: str, unit: str) -> str:
    """A mean as it is read along; the steps have it in full where points depend on it."""
    told = about(fraction(mean))
    return f"{'约' if told.startswith('约') else ''} {with_unit(told.removeprefix('约 '), unit)}"


def _few(context: Context, made: Replay) -> list[tuple[str, str]]:
    """Denominators so small that one piece more or less moves the score a lot."""
    if int(made.scored.state[made.at]) != REPORTED:
        return []
    kinds = {context.data[entry["item"]]["kind"] for entry in made.item["data"].values()}
    if "tally" in kinds:
        return list(_few_votes(made))
    if made.item["method"] == "satisfaction" and "n" in made.inputs.values:
        n = _input(made, "n")
        if 0 < n < FEW:
            text = f"样本只有 {figure(n)} 份,1 份即影响满意率约 {about(100 / n, 2).removeprefix('约 ')} 个百分点。"
            return [("few", text)]
    if made.item["method"] not in RATIOS:
        return []
    return [found for found in (_one(context, made, *pair) for pair in _ratios(made)) if found]


def _ratios(made: Replay) -> list[tuple[str, Fraction]]:
    """Each numerator's input with the denominator it is divided by."""
    item, params = made.item, made.item["params"]
    if item["method"] == "custom":
        return [
            (top, _input(made, bottom)) for top, bottom in _divisions(parse(params["expression"]))
            if top in item["data"] and bottom in item["data"]
        ]  # fmt: skip
    if "parts" in params:
        key = "target" if item["method"] == "composite_completion" else "benchmark"
        return [
            (part["data"], _parameter(made, "params", "parts", i, key))
            for i, part in enumerate(params["parts"])
        ]
    if params.get("target") is not None:
        return [("x", _parameter(made, "params", "target"))]
    if item["method"] == "ratio_to_best" and not params["reverse"]:
        column = made.inputs.values["x"]
        cells = made.scored.member.nonzero()[0].tolist()
        return [("x", max((_number(column, i) for i in cells), default=Fraction(0)))]
    return []


def _one(context: Context, made: Replay, name: str, bottom: Fraction) -> tuple[str, str] | None:
    """What one piece less would change, by the same kernel."""
    unit = context.data[made.item["data"][name]["item"]]["unit"]
    top = _input(made, name)
    whole = bottom.denominator == 1 and top.denominator == 1
    if not whole or not 0 < bottom < FEW or any(word in unit for word in NO_PIECES):
        return None
    other = _with_one_less(context, made, name, 1 if top >= 1 else -1)
    if other is None:
        return None
    numerator, places = made.scored.score.ratio(made.at)
    effect = abs(Fraction(numerator, 10**places) - fraction(other))
    piece = with_unit("1", unit or "件")
    text = f"分母只有 {with_unit(figure(bottom), unit)},{piece}即影响 {about(effect)} 分。"
    return ("few", text) if effect else None


def _with_one_less(context: Context, made: Replay, name: str, less: int) -> str | None:
    """The score with one piece less (or more) reported in the input's last period."""
    entry = made.item["data"][name]
    periods = context.moment.periods(entry["periods"])
    if not periods or entry["constants"]:
        return None
    frame, slots = made.frame, made.block.slots[name]
    slot = slots.start + made.at if isinstance(slots, slice) else int(slots[made.at])
    num = frame.num.copy()
    num[frame.periods[periods[-1]], slot] -= less * 10**frame.places
    return rescored(context, made, replace(frame, num=num))


def _few_votes(made: Replay) -> list[tuple[str, str]]:
    params, method = made.item["params"], made.item["method"]
    if method not in {"ballots", "rater_categories", "trimmed_ratings"}:
        return []
    counts = {key: _number(count, made.at) for key, count in made.inputs.values["x"].items()}
    full = _parameter(made, "points")
    if method == "ballots":
        n = sum((v for key, v in counts.items() if key not in params["excluded"]), Fraction(0))
        if params["mode"] == "tiers":
            moved = f"好评率 {about(100 / n, 2)} 个百分点" if n else ""
        else:
            moved = _swing(full, params["weights"].values(), n)
        return _votes("有效票", n, moved)
    if method == "trimmed_ratings":
        n = sum(counts.values(), Fraction(0))
        span = [fraction(params["low"]), fraction(params["high"])]
        return _votes("评分票", n, _swing(full / fraction(params["scale"]), span, n))
    return [
        caution
        for entry in params["categories"]
        for caution in _votes(
            f"“{entry['category']}”的有效票", _category(params, counts, entry["category"]),
            "这一类的得分率不少",
        )
    ]  # fmt: skip


def _category(params: dict[str, Any], counts: dict[str, Fraction], name: str) -> Fraction:
    found = Fraction(0)
    for key, count in counts.items():
        category, _, level = key.partition("|")
        if category == name and level not in params["excluded"]:
            found += count
    return found


def _swing(full: Fraction, weights: Any, n: Fraction) -> str:
    values = [
        fraction(str(weight)) if not isinstance(weight, Fraction) else weight for weight in weights
    ]
    if not n or not values:
        return ""
    return f"{about(abs(full) * (max(*values, Fraction(0)) - min(*values, Fraction(0))) / n)} 分"


def _votes(what: str, n: Fraction, moved: str) -> list[tuple[str, str]]:
    if not 0 < n < FEW or not moved:
        return []
    return [("few", f"{what}只有 {figure(n)} 张,1 张票最多影响{_spaced(moved)}。")]


def _spaced(text: str) -> str:
    return f" {text}" if text[0].isdigit() or text.startswith("约") else text


def _divisions(tree: Node) -> list[tuple[str, str]]:
    """Names divided by one bare name: numerator's names with the denominator."""
    found: list[tuple[str, str]] = []
    for part in tree[1:]:
        if isinstance(part, tuple):
            found += _divisions(part)
    if tree[0] == "/" and tree[2][0] == "name":
        found += [(name, tree[2][1]) for name in sorted(_names(tree[1])) if name != tree[2][1]]
    return found


def _names(tree: Node) -> set[str]:
    if tree[0] == "name":
        return {tree[1]}
    return set().union(*(_names(part) for part in tree[1:] if isinstance(part, tuple)), set())


def _input(made: Replay, name: str) -> Fraction:
    value = made.inputs.values[name]
    return _number(value, made.at) if isinstance(value, Column) else Fraction(0)


def _parameter(made: Replay, *path: Any) -> Fraction:
    return _number(made.block.parameters.column(path), made.at)


def _number(value: Column, at: int) -> Fraction:
    numerator, places = value.ratio(at)
    return Fraction(numerator, 10**places)
