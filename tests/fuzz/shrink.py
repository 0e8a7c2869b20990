"""Makes a case that shows a difference as small as it can."""

import copy
from collections.abc import Callable, Iterator

from tests.fuzz.sound import faults
from tests.fuzz.trees import below, subtree

Case = tuple[dict, dict]
PLAIN = {"places": 6, "mode": "half_up"}


def shrink(
    rulebook: dict, facts: dict, shows: Callable[[dict, dict], bool], tries: int = 3000
) -> Case:
    """The smallest case found that still `shows` what the given one does."""
    best, left, again = (rulebook, facts), tries, True
    while again and left > 0:
        again = False
        for step in _steps(*best):
            smaller = _apply(best, step)
            if smaller == best:
                continue
            left -= 1
            if shows(*smaller):
                best, again = smaller, True
            if left <= 0:
                break
    return best


def _apply(case: Case, step: Callable[[dict, dict], None]) -> Case:
    smaller = copy.deepcopy(case)
    try:
        step(*smaller)
    except (AttributeError, KeyError, IndexError, StopIteration, TypeError):
        return case  # an earlier step took away what this one works on
    return case if faults(smaller[0]) else smaller


def _steps(rulebook: dict, facts: dict) -> Iterator[Callable[[dict, dict], None]]:
    """Every single simplification of a case, the greatest first."""
    for group in rulebook["groups"]:
        yield lambda b, f, name=group["group"]: _drop_group(b, f, name)
    for row in facts["roster"]["rows"]:
        yield lambda b, f, who=row[0]: _drop_subject(f, who)
    for group in rulebook["groups"]:
        name = group["group"]
        for code in dict.fromkeys(subtree(_nodes(rulebook), group["root"])):
            yield lambda b, f, n=name, code=code: _group(b, n).update(root=code, outside=[])
        yield lambda b, f, n=name: _group(b, n).update(outside=[])
        yield lambda b, f, n=name: _group(b, n).update(grades=None)
        yield lambda b, f, n=name: _group(b, n)["ranking"].update(keys=[])
        yield lambda b, f, n=name: _group(b, n)["grades"].update(keys=[], promotion=None)
        for place in range(len((group["grades"] or {"levels": []})["levels"])):
            yield lambda b, f, n=name, at=place: _group(b, n)["grades"]["levels"].pop(at)
    yield lambda b, f: b.update(vetoes=[])
    for node in rulebook["nodes"]:
        for child in below(_nodes(rulebook), node["code"]):
            yield lambda b, f, at=node["code"], child=child: _drop_child(b, at, child)
            yield lambda b, f, at=node["code"], child=child: _only(b, at, child)
        for key, plain in (("cap", None), ("floor", None), ("role", "ordinary")):
            yield lambda b, f, at=node["code"], k=key, v=plain: _find(b["nodes"], at).update({k: v})
    yield _unused
    for name in ("events", "agreement", "observations"):
        for size in (16, 4, 1):
            for start in range(0, len(facts[name]["rows"]), size):
                yield lambda b, f, n=name, at=start, k=size: _cut(f[n]["rows"], at, k)
    for item in rulebook["items"]:
        for change in _plainer(item):
            yield lambda b, f, at=item["code"], c=change: _find(b["items"], at).update(c)
    for place in rulebook["rounding"]:
        yield lambda b, f, p=place: b["rounding"].update({p: None if p == "input" else PLAIN})
    yield lambda b, f: b.update(interim="none")
    yield lambda b, f: f.update(on="")
    for name, at, plain in (("roster", 6, ""), ("roster", 11, []), ("roster", 9, "ranked")):
        for place in range(len(facts[name]["rows"])):
            yield lambda b, f, n=name, i=place, at=at, v=plain: f[n]["rows"][i].__setitem__(at, v)
    for place in range(len(facts["observations"]["rows"])):
        for value in ("0", "1", "2"):
            yield lambda b, f, i=place, v=value: _set_value(f, i, v)


def _plainer(item: dict) -> Iterator[dict]:
    yield {"policies": {
        "not_applicable": {"policy": "full", "value": None, "at": None},
        "excused": {"policy": "full", "value": None, "at": None},
        "missing": {"policy": "zero", "value": None},
    }}  # fmt: skip
    for key in ("coefficient", "cap", "floor"):
        if item[key] is not None:
            yield {key: None}
    yield {"points": "10"}
    yield {"applies": "all"}
    yield {"role": "ordinary"}
    yield {"rounding": {}}


def _nodes(rulebook: dict) -> dict[str, dict]:
    return {node["code"]: node for node in rulebook["nodes"]}


def _find(rows: list[dict], code: str) -> dict:
    return next(row for row in rows if row["code"] == code)


def _group(rulebook: dict, name: str) -> dict:
    return next(group for group in rulebook["groups"] if group["group"] == name)


def _cut(rows: list, start: int, size: int) -> None:
    del rows[start : start + size]


def _drop_group(rulebook: dict, facts: dict, name: str) -> None:
    rulebook["groups"] = [group for group in rulebook["groups"] if group["group"] != name]
    for row in list(facts["roster"]["rows"]):
        if row[3] == name:
            _drop_subject(facts, row[0])


def _drop_subject(facts: dict, who: str) -> None:
    for name, at in (("roster", 0), ("agreement", 0), ("observations", 0), ("events", 1)):
        facts[name]["rows"] = [row for row in facts[name]["rows"] if row[at] != who]
    for row in facts["roster"]["rows"]:
        row[4] = "" if row[4] == who else row[4]
        row[11] = [link for link in row[11] if link[0] != who]


def _drop_child(rulebook: dict, at: str, child: str) -> None:
    node = _find(rulebook["nodes"], at)
    if node["kind"] == "multiplier":
        if child == node["base"]:
            raise KeyError(child)
        node["coefficients"] = [part for part in node["coefficients"] if part["node"] != child]
        return
    if node["kind"] != "sum" and len(node["children"]) == 1:
        raise KeyError(child)
    node["children"] = [code for code in node["children"] if code != child]
    node.get("weights", {}).pop(child, None)


def _only(rulebook: dict, at: str, child: str) -> None:
    """Turn a node into the sum of one of its children."""
    node = _find(rulebook["nodes"], at)
    common = {key: node[key] for key in ("code", "name", "role", "cap", "floor")}
    node.clear()
    node.update(common | {"kind": "sum", "children": [child]})


def _unused(rulebook: dict, facts: dict) -> None:
    """Drop what no tree holds, with everything that names it."""
    nodes, kept = _nodes(rulebook), set()
    for group in rulebook["groups"]:
        for top in (group["root"], *group["outside"]):
            kept |= set(subtree(nodes, top))
    for name in ("items", "nodes"):
        rulebook[name] = [row for row in rulebook[name] if row["code"] in kept]
    for group in rulebook["groups"]:
        for part in (group["ranking"], group["grades"] or {"keys": []}):
            part["keys"] = [key for key in part["keys"] if key["key"] in kept]
    for veto in rulebook["vetoes"]:
        effects = veto["effects"]
        effects["zero_items"] = [code for code in effects["zero_items"] if code in kept]
    used = {source["item"] for item in rulebook["items"] for source in item["data"].values()}
    rulebook["data"] = [row for row in rulebook["data"] if row["code"] in used]
    rows = facts["observations"]["rows"]
    facts["observations"]["rows"] = [row for row in rows if row[1] in used]
    rows = facts["agreement"]["rows"]
    facts["agreement"]["rows"] = [row for row in rows if row[1] in kept]


def _set_value(facts: dict, at: int, value: str) -> None:
    row = facts["observations"]["rows"][at]
    if row[5] != "reported" or not row[4].lstrip("-").replace(".", "").isdigit() or row[4] in "012":
        raise KeyError(at)
    row[4] = value
