"""读法: where one sentence has several usual readings, which are declared and what the others would be.

A reading is declared when the indicator's `readings` keeps its Chinese key. Nothing here chooses; `alternatives`
gives every other rule book, so that a command can show what each reading does to the figures at hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from baton.scoring.rulebook.checks.numbers import fraction, plain, shorten
from baton.scoring.rulebook.checks.tree import Tree, grow, reachable_sums
from baton.scoring.rulebook.faults import Faults, Json, Path
from baton.scoring.rulebook.shapes import ASK, Choice, Field, Flag, Number
from baton.scoring.rulebook.specs import METHODS
from baton.scoring.rulebook.specs.book import COHORT, GRADES, ITEM_FIELDS, QUOTA_ROUNDING, RANKING
from baton.scoring.rulebook.specs.nodes import COEFFICIENT

FLOOR = next(field for field in ITEM_FIELDS if field.key == "floor")
NONE = "不设"
NO_FLOOR = (
    "-999999999999999"  # the lowest number there is: where `least` cannot be null, it says 不设
)


class Undeclared(NamedTuple):
    """A reading nobody declared: where its value stands, its Chinese key, and the usual choices."""

    path: Path
    key: str
    choices: tuple[str, ...]


class Alternative(NamedTuple):
    """Another reading, "不足1个百分点:不计", and the rule book that takes it."""

    label: str
    rulebook: Json


def reading_fields(item: Json) -> list[Field]:
    """The parameters of an indicator that are readings, so that they have to be declared."""
    method = METHODS.get(item["method"])
    if method is None:
        return []
    found = [field for field in method.fields if field.default is ASK]
    if method.name == "per_case" and _says_double(item):
        found.append(method.field("repeat"))
    return found


def asks_for_floor(item: Json) -> bool:
    """Whether an indicator must say how far down it goes: 扣完为止, or below zero."""
    if item["method"] != "per_case" or item.get("role", "ordinary") != "ordinary":
        return False
    return bool(item["params"].get("sign") == "deduct")


def choices(field: Field) -> tuple[tuple[Json, str], ...]:
    """The usual readings of a field: canonical value and Chinese wording."""
    if field.usual:
        return tuple((value, wording(field, value)) for value in field.usual)
    if isinstance(field.shape, Choice):
        return tuple((word, labels[0]) for word, labels in field.shape.words.items())
    if isinstance(field.shape, Flag):
        return ((True, field.shape.true[0]), (False, field.shape.false[0]))
    return ()


def wording(field: Field, value: Json) -> str:
    """A reading as it is written in the rule book."""
    if isinstance(field.shape, Choice):
        return field.shape.words[value][0] if value in field.shape.words else str(value)
    if isinstance(field.shape, Flag):
        return (field.shape.true if value else field.shape.false)[0]
    exact = fraction(value)
    if value is None or value == NO_FLOOR:
        return NONE
    if isinstance(field.shape, Number) and field.shape.unit == "share" and exact is not None:
        return f"{plain(exact * 100)}%"
    return str(value)


def undeclared(rulebook: Json) -> list[Undeclared]:
    """Every reading of a faultless rule book's indicators that is not declared."""
    found = []
    for index, item in enumerate(rulebook["items"]):
        for field in reading_fields(item):
            if field.label not in item["readings"] and matters(field, item):
                path: Path = ("items", index, "params", field.key)
                words = tuple(word for _, word in choices(field))
                found.append(Undeclared(path, field.label, words))
        if asks_for_floor(item) and FLOOR.label not in item["readings"]:
            found.append(Undeclared(("items", index, "floor"), FLOOR.label, ("0", NONE)))
    return found


def contradictions(item: Json) -> Iterator[tuple[str, str]]:
    """Declared readings that say something else than the parameters: what is wrong and the remedy."""
    readings = item.get("readings")
    if not isinstance(readings, dict):
        return
    fields = [(field, item["params"][field.key]) for field in reading_fields(item)]
    if asks_for_floor(item) and "floor" in item:
        fields.append((FLOOR, item["floor"]))
    for field, value in fields:
        said = readings.get(field.label)
        if isinstance(said, str) and not isinstance(value, dict) and said != wording(field, value):
            what = f"声明的读法“{field.label}:{shorten(said)}”与参数({wording(field, value)})不一致"
            yield what, "请改读法或改参数,使两者一致"


def alternatives(rulebook: Json, code: str | None = None) -> list[Alternative]:
    """Every other usual reading of one indicator or node, or (no code) of the groups and the whole book."""
    if code is None:
        return [*_book(rulebook), *_groups(rulebook)]
    for index, item in enumerate(rulebook["items"]):
        if item["code"] == code:
            return list(_item(rulebook, item, ("items", index)))
    for index, node in enumerate(rulebook["nodes"]):
        if node["code"] == code:
            return list(_node(rulebook, node, ("nodes", index)))
    return []


def replaced(value: Json, path: Path, new: Json) -> Json:
    """A copy with one place changed; everything beside the path is shared."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, list):
        index = int(step)
        return [*value[:index], replaced(value[index], rest, new), *value[index + 1 :]]
    return {**value, step: replaced(value[step], rest, new)}


def _says_double(item: Json) -> bool:
    params, sentence = item["params"], item.get("sentence")
    written = isinstance(sentence, str) and any(w in sentence for w in ("加倍", "翻倍", "双倍"))
    return params.get("levels") is None and (written or params.get("repeat", "none") != "none")


def matters(field: Field, item: Json) -> bool:
    """Halving before or after choosing the highest makes no difference where nobody is halved."""
    return field.key != "order" or item["params"].get("support_share") != "1"


def _others(book: Json, field: Field, path: Path, current: Json) -> Iterator[Alternative]:
    for value, word in choices(field):
        if value != current:
            yield Alternative(f"{field.label}:{word}", replaced(book, path, value))


def _item(book: Json, item: Json, path: Path) -> Iterator[Alternative]:
    params = item["params"]
    for field in reading_fields(item):
        if field.key == "measure":
            yield from _measure(book, item, path)
        elif matters(field, item):
            yield from _others(book, field, (*path, "params", field.key), params[field.key])
    if item["method"] == "per_case" and not _says_double(item) and params["levels"] is None:
        field = METHODS["per_case"].field("repeat")
        yield from _others(book, field, (*path, "params", "repeat"), params["repeat"])
    yield from _floors(book, item, path)
    yield from _protect(book, item, path)
    yield from _rescaling(book, item, path)


def _measure(book: Json, item: Json, path: Path) -> Iterator[Alternative]:
    """“每低1%” of the value itself, or of the completion rate: then the threshold is 100 % of the target."""
    params = item["params"]
    if params["measure"] == "value":
        new = {**params, "measure": "completion", "target": params["threshold"], "threshold": "100"}
        yield Alternative("百分点口径:完成率", replaced(book, (*path, "params"), new))
    elif params["threshold"] == "100":
        new = {**params, "measure": "value", "target": None, "threshold": params["target"]}
        yield Alternative("百分点口径:指标值", replaced(book, (*path, "params"), new))


def _floors(book: Json, item: Json, path: Path) -> Iterator[Alternative]:
    """扣完为止 at the indicator, or only at its dimension."""
    least = item["method"] in ("threshold_deduction", "interval")
    place: Path = (*path, "params", "least") if least else (*path, "floor")
    current = item["params"]["least"] if least else item["floor"]
    if not least and not asks_for_floor(item):
        return
    if current in (None, NO_FLOOR):
        yield Alternative("保底:在本项", replaced(book, place, "0"))
        return
    loose = replaced(book, place, None)
    for index, node in enumerate(book["nodes"]):
        if item["code"] in node.get("children", []):
            floor: Path = ("nodes", index, "floor")
            fixed = loose if node["floor"] is not None else replaced(loose, floor, "0")
            yield Alternative(f"保底:在大项{node['code']}", fixed)
    yield Alternative("保底:不设", loose)


def _protect(book: Json, item: Json, path: Path) -> Iterator[Alternative]:
    if item["method"] != "movement":
        return
    protect, first = item["params"]["protect"], item["params"]["bands"][0]["to"]
    new = first if protect is None else None
    word = f"保持前{first}名不扣" if protect is None else "照扣"
    yield Alternative(f"位次后退:{word}", replaced(book, (*path, "params", "protect"), new))


def reachable_nodes(book: Json, code: str) -> list[str]:
    """The nodes at which an indicator may be rescaled in any group, nearest first."""
    nodes = {node["code"]: (index, node) for index, node in enumerate(book["nodes"])}
    allowed: dict[str, None] = {}
    for tree in _trees(book, nodes):
        if code in tree.parents:
            allowed.update(dict.fromkeys(reachable_sums(code, tree, nodes)))
    return list(allowed)


def _rescaling(book: Json, item: Json, path: Path) -> Iterator[Alternative]:
    allowed = reachable_nodes(book, item["code"])
    for state, word in (("not_applicable", "无此任务"), ("excused", "单列")):
        policy = item["policies"][state]
        if policy["policy"] == "rescale":
            for at in allowed:
                if at != policy["at"]:
                    place: Path = (*path, "policies", state, "at")
                    yield Alternative(f"{word}:在{at}折算", replaced(book, place, at))


def _trees(book: Json, nodes: dict[str, tuple[int, Json]]) -> Iterator[Tree]:
    for index, group in enumerate(book["groups"]):
        yield grow(group, ("groups", index), nodes, Faults())


def _node(book: Json, node: Json, path: Path) -> Iterator[Alternative]:
    """Of a multiplier: each coefficient's order of rounding and clipping, and what a missing one means."""
    if node["kind"] != "multiplier":
        if "absent" in node:
            new = "open" if node["absent"] == "skip" else "skip"
            word = "略去" if new == "skip" else "等齐再算"
            yield Alternative(f"没有分的:{word}", replaced(book, (*path, "absent"), new))
        return
    orders = next(field for field in COEFFICIENT.fields if field.key == "order")
    for index, entry in enumerate(node["coefficients"]):
        place: Path = (*path, "coefficients", index)
        for other in _others(book, orders, (*place, "order"), entry["order"]):
            yield Alternative(f"{entry['node']}·{other.label}", other.rulebook)
        waits = entry["missing"] == "no_total"
        missing, constant = ("constant", "1") if waits else ("no_total", None)
        changed = {**entry, "missing": missing, "constant": constant}
        word = "按1计" if waits else "不出总分"
        yield Alternative(f"{entry['node']}·未出数:{word}", replaced(book, place, changed))


def _book(book: Json) -> Iterator[Alternative]:
    for field in COHORT.fields:
        for other in _others(book, field, ("cohort", field.key), book["cohort"][field.key]):
            yield Alternative(f"同组统计·{other.label}", other.rulebook)


def _groups(book: Json) -> Iterator[Alternative]:
    for index, group in enumerate(book["groups"]):
        path: Path = ("groups", index)
        for other in [*_ranking(book, group, path), *_grades(book, group, path)]:
            yield Alternative(f"{group['group']}·{other.label}", other.rulebook)


def _ranking(book: Json, group: Json, path: Path) -> Iterator[Alternative]:
    for field in RANKING.fields:
        if field.default is ASK:
            place: Path = (*path, "ranking", field.key)
            yield from _others(book, field, place, group["ranking"][field.key])


def _grades(book: Json, group: Json, path: Path) -> Iterator[Alternative]:
    grades = group["grades"]
    if grades is None or all(level["quota"] is None for level in grades["levels"]):
        return
    for field in GRADES.fields:
        if field.default is ASK:
            yield from _others(book, field, (*path, "grades", field.key), grades[field.key])
    for index, level in enumerate(grades["levels"]):
        for value, labels in QUOTA_ROUNDING.words.items():
            if level["quota_rounding"] not in (None, value):
                place: Path = (*path, "grades", "levels", index, "quota_rounding")
                label = f"{level['grade']}·名额取整:{labels[0]}"
                yield Alternative(label, replaced(book, place, value))
