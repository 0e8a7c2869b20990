"""各方法自己的约定: what must hold between the parameters of one method. Values that differ by subject are not looked at."""

from __future__ import annotations

from baton.scoring.rulebook.checks.conditions import (
    Check,
    exactly_one,
    needs,
    no_negative,
    not_both,
    not_equal,
    only,
    suits_target,
)
from baton.scoring.rulebook.checks.formula import check_formula
from baton.scoring.rulebook.checks.numbers import fraction, shorten
from baton.scoring.rulebook.checks.sums import check_shares, check_weights
from baton.scoring.rulebook.faults import Faults, Json, Path


def _over_fulfilment(params: Json, item: Json, path: Path, faults: Faults) -> None:
    no_negative(params, ("per_point", "most", "group_extra"), path, faults)
    has_g = isinstance(item["data"], dict) and "g" in item["data"]
    if params["group_extra"] is not None and not has_g:
        faults.add(
            (*path, "data"),
            "写了“高于组内平均另加”,缺少与组内平均相比的数据(g)",
            "请写明取哪个数据项",
        )
    if params["group_extra"] is None and has_g:
        faults.add(
            (*path, "data", "g"), "没有“高于组内平均另加”,用不到这个数据", "请删去,或写明另加几分"
        )


def _parts(params: Json, item: Json, path: Path, faults: Faults) -> None:
    check_shares(
        [part["share"] for part in params["parts"]], (*path, "params", "parts"), "占比", faults
    )


def _tiers(params: Json, item: Json, path: Path, faults: Faults) -> None:
    suits_target(params, path, faults)
    _open_beginning(params["tiers"], (*path, "params", "tiers"), faults)
    if params["step"] is not None:
        no_negative(params["step"], ("add", "most"), path, faults, ("params", "step"))


def _open_beginning(tiers: list[Json], path: Path, faults: Faults) -> None:
    if tiers[0]["from"] is not None:
        what = f"低于 {tiers[0]['from']} 的没有着落"
        faults.add((*path, 0, "from"), what, "请在最低处加一档“其余”")


def _threshold_deduction(params: Json, item: Json, path: Path, faults: Faults) -> None:
    suits_target(params, path, faults)
    _deduction(params, item, path, faults)


def _deduction(params: Json, item: Json, path: Path, faults: Faults) -> None:
    """What both deductions by steps need: a width, and a floor below the full points they begin at."""
    no_negative(params, ("per_point",), path, faults)
    least, points = fraction(params["least"]), fraction(item.get("points"))
    if least is not None and points is not None and least > points:
        what = f"保底 {params['least']} 高于分值 {item['points']}"
        faults.add((*path, "params", "least"), what, "请核对保底和分值")
    width = fraction(params["width"])
    if width is not None and width <= 0:
        faults.add((*path, "params", "width"), f"每段应当大于0,现在是 {params['width']}", "请核对")


def _per_case(params: Json, item: Json, path: Path, faults: Faults) -> None:
    exactly_one(params, "per_case", "levels", path, faults, ("每件", "各级"))
    no_negative(params, ("per_case",), path, faults)
    if params["levels"] is not None and params["repeat"] != "none":
        faults.add((*path, "params", "repeat"), "分级加扣的不能再加倍", "请写“不加倍”,或改用“每件”")
    if params["levels"] is not None and fraction(params["free"]) != 0:
        faults.add((*path, "params", "free"), "分级加扣的没有免计件数", "请写 0,或改用“每件”")


def _above_reference(params: Json, item: Json, path: Path, faults: Faults) -> None:
    has_ref = isinstance(item["data"], dict) and "ref" in item["data"]
    if has_ref == (params["reference"] is not None):
        what = "“参照值”与“参照数据”都写了" if has_ref else "“参照值”与“参照数据”都没有写"
        faults.add((*path, "params", "reference"), what, "请只写一个")
    linear = params["shape"] == "linear"
    needs(params, "per_point", linear, path, faults, "按比例的", "每1个百分点")
    needs(params, "bands", not linear, path, faults, "分段的", "分段")
    not_both(params, "least", "most", path, faults)
    for index, band in enumerate((params["bands"] or [])[:-1]):
        if band["width"] is None:
            faults.add(
                (*path, "params", "bands", index, "width"), "“其余”只能是最后一段", "请写明宽度"
            )


def _above_references(params: Json, item: Json, path: Path, faults: Faults) -> None:
    place: Path = (*path, "params", "references")
    check_shares([one["share"] for one in params["references"]], place, "占比", faults)
    no_negative(params, ("per_point",), path, faults)
    for key, word in (("name", "名称"), ("data", "数据")):
        seen: set[str] = set()
        for index, one in enumerate(params["references"]):
            if one[key] in seen:
                what = f"{word}“{shorten(one[key])}”写了两次"
                faults.add((*place, index, key), what, "请改一个,或去掉一行")
            seen.add(one[key])
        if key == "data" and "x" in seen:
            faults.add(place, "参照值与本项的数是同一个(x)", "请写参照值自己的数据项")


def _efficacy_fixed(params: Json, item: Json, path: Path, faults: Faults) -> None:
    not_equal(params, "bad", "good", path, faults, "不允许值与满意值")
    not_both(params, "least", "most", path, faults)


def _rank_points(params: Json, item: Json, path: Path, faults: Faults) -> None:
    steps = params["shape"] == "decrement"
    needs(params, "per_place", steps, path, faults, "逐位递减的", "每降1位")
    only(params, "least", steps, path, faults, "逐位递减的")
    needs(params, "table", not steps, path, faults, "照表的", "名次分")
    needs(params, "then", not steps, path, faults, "照表的", "表后各名")
    needs(params, "step", params["then"] == "step", path, faults, "表后再逐位递减的", "表后每降1位")
    no_negative(params, ("per_place",), path, faults)
    if params["from"] == "top" and (fraction(params["step"]) or 0) > 0:
        what = f"从第1名数起，每降1位却加 {params['step']}，越靠后得分越高"
        remedy = f"要递减就写“减{params['step']}”；分数跟着名次往上加的，请改“取向”或“数起”"
        faults.add((*path, "params", "step"), what, remedy)
    if steps and params["award_as"] != "share":
        faults.add((*path, "params", "award_as"), "逐位递减按分值的比例计", "请写 share(比例)")


def _movement(params: Json, item: Json, path: Path, faults: Faults) -> None:
    not_both(params, "least", "most", path, faults)
    no_negative(params, ("gain", "loss"), path, faults)


def _interval(params: Json, item: Json, path: Path, faults: Faults) -> None:
    not_both(params, "low", "high", path, faults)
    _deduction(params, item, path, faults)


def _timeliness(params: Json, item: Json, path: Path, faults: Faults) -> None:
    _parts(params, item, path, faults)
    exactly_one(params, "per_day", "stages", path, faults, ("每迟1天", "迟到各段"))
    no_negative(params, ("per_day",), path, faults)
    for index, part in enumerate(params["parts"]):
        place: Path = (*path, "params", "parts", index)
        if (part["extension"] is None) != (part["approved"] is None):
            absent = "approved" if part["approved"] is None else "extension"
            what = "延期须同时写“延期至”和“批准延期日”,否则视为没有延期"
            faults.add((*place, absent), what, "请补上另一个,或都不写")


def _ballots(params: Json, item: Json, path: Path, faults: Faults) -> None:
    tiers = params["mode"] == "tiers"
    needs(params, "weights", not tiers, path, faults, "等级加权的", "等级分")
    for key, word in (("top", "好评"), ("tiers", "档次"), ("award_as", "档分")):
        needs(params, key, tiers, path, faults, "好评率分档的", word)
    if params["tiers"]:
        _open_beginning(params["tiers"], (*path, "params", "tiers"), faults)
    _excluded(params, [*(params["weights"] or {}), *(params["top"] or [])], path, faults)


def _rater_categories(params: Json, item: Json, path: Path, faults: Faults) -> None:
    place: Path = (*path, "params", "categories")
    seen: set[str] = set()
    for index, entry in enumerate(params["categories"]):
        name = entry["category"]
        if "|" in name:
            faults.add(
                (*place, index),
                f"类别“{shorten(name)}”里有“|”",
                "票数的键用“|”分开类别和等级,请换一个名字",
            )
        if name in seen:
            faults.add((*place, index), f"类别“{shorten(name)}”写了两次", "请合并")
        seen.add(name)
    check_weights([entry["weight"] for entry in params["categories"]], place, "类别权重", faults)
    _excluded(params, list(params["levels"]), path, faults)


def _excluded(params: Json, counted: list[str], path: Path, faults: Faults) -> None:
    for index, level in enumerate(params["excluded"]):
        if level in counted:
            what = f"“{shorten(level)}”既计分又不计入有效票"
            faults.add((*path, "params", "excluded", index), what, "请只写一处")


def _trimmed_ratings(params: Json, item: Json, path: Path, faults: Faults) -> None:
    not_both(params, "low", "high", path, faults)


def _satisfaction(params: Json, item: Json, path: Path, faults: Faults) -> None:
    not_equal(params, "zero_at", "full_at", path, faults, "零分线与满分线")
    has_n = isinstance(item["data"], dict) and "n" in item["data"]
    if params["min_sample"] is not None and not has_n:
        faults.add((*path, "data"), "写了“最少样本”,缺少样本量(n)", "请写明样本量取哪个数据项")


def _ledger(params: Json, item: Json, path: Path, faults: Faults) -> None:
    place: Path = (*path, "params")
    given = params["given"]
    if given is not None:
        not_both(given, "least", "most", path, faults, ("params", "given"))
    for level in params["lists"]:
        if level not in params["levels"] and given is None:
            what = f"各级里没有“{shorten(level)}”"
            faults.add((*place, "lists", level), what, "请在“各级”里写它的分,或删去")
    known = {*params["lists"].values(), ""}
    for name in params["list_caps"]:
        if name not in known:
            what = f"没有哪一级归入清单“{shorten(name)}”"
            faults.add((*place, "list_caps", name), what, "请在“归入清单”里写明,或删去")
    if params["from"] and params["to"] and params["from"] > params["to"]:
        faults.add((*place, "to"), "截止日早于起始日", "请核对")
    if not params["levels"] and given is None:
        faults.add((*place, "levels"), "没有各级的分,也没有酌情幅度", "请至少写一样")


def _period_weights(params: Json, item: Json, path: Path, faults: Faults) -> None:
    rounds = params["rounds"]
    _rounds([entry["period"] for entry in rounds], params, path, faults)
    check_weights(
        [entry["weight"] for entry in rounds], (*path, "params", "rounds"), "各期权重", faults
    )


def _accumulation(params: Json, item: Json, path: Path, faults: Faults) -> None:
    _rounds(params["rounds"], params, path, faults)


def _rounds(periods: list[str], params: Json, path: Path, faults: Faults) -> None:
    if len(set(periods)) < len(periods):
        faults.add((*path, "params", "rounds"), "同一期间写了两次", "请合并")
    for period in params["constants"]:
        if period not in periods:
            what = f"“{shorten(period)}”不在各期之内"
            faults.add((*path, "params", "constants", period), what, "请删去,或加进各期")


def _converted(params: Json, item: Json, path: Path, faults: Faults) -> None:
    source = params["source"]
    needs(params, "scale", source == "score", path, faults, "折算得分的", "满分为")
    needs(params, "bands", source == "rank", path, faults, "折算名次的", "名次分")
    needs(params, "otherwise", source == "rank", path, faults, "折算名次的", "其余")
    needs(params, "table", source == "grade", path, faults, "折算等第的", "换算表")
    if source == "score" and params["award_as"] != "points":
        what = "折算得分的本来就按分值折算,不再乘分值"
        faults.add((*path, "params", "award_as"), what, "请写 points(分数)")


CHECKS: dict[str, Check] = {
    "over_fulfilment": _over_fulfilment,
    "composite_completion": _parts,
    "tiers": _tiers,
    "threshold_deduction": _threshold_deduction,
    "per_case": _per_case,
    "above_reference": _above_reference,
    "above_references": _above_references,
    "efficacy_fixed": _efficacy_fixed,
    "rank_points": _rank_points,
    "movement": _movement,
    "interval": _interval,
    "timeliness": _timeliness,
    "ballots": _ballots,
    "rater_categories": _rater_categories,
    "trimmed_ratings": _trimmed_ratings,
    "satisfaction": _satisfaction,
    "ledger": _ledger,
    "period_weights": _period_weights,
    "accumulation": _accumulation,
    "custom": check_formula,
    "converted": _converted,
}
