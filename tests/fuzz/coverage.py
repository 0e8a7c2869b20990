"""Counts what the random cases show; `expected.py` says what they must show."""

import re
from collections import Counter

from tests.fuzz import ranks
from tests.fuzz.cells import Case, rows

COHORT_METHODS = {
    *("efficacy_group", "ratio_to_best", "ratio_to_mean", "rank_points", "direct"),
    "team_balance",
}
TOKEN = re.compile(r"[<>=!]=|[-+*/<>]|[a-z]+")
BIG = 10**14


def observe(count: Counter, rulebook: dict, facts: dict, result: dict) -> None:
    """Add what one case and its result show."""
    case = Case(rulebook, facts)
    subjects = {row["subject"]: row for row in rows(result["subjects"])}
    items = rows(result["items"])
    for row in items:
        _item(count, case, row)
    for row in rows(result["nodes"]):
        _node(count, case, row)
    for name, group in case.groups.items():
        present = [subjects[who] for who in case.members[name]]
        _group(count, case, group, present)
        ranks.observe(count, case, group, present)
    for row in subjects.values():
        count["subject", row["status"], row["reason"]] += 1
        if row["total"] is not None:
            count["total", rulebook["rounding"]["total"]["mode"]] += 1
            count["interim", rulebook["interim"], row["interim"] is not None] += 1
    _vetoes(count, case, subjects, items)


def _item(count: Counter, case: Case, row: dict) -> None:
    item = case.items[row["item"]]
    method, state = item["method"], row["state"]
    policy = item["policies"].get(state, {}).get("policy", "-")
    count["policy", method, f"{state}:{policy}"] += 1
    count["outcome", row["outcome"], item["role"]] += 1
    if row["outcome"] not in ("scored", "vetoed") or state != "reported":
        return
    own = case.rulebook["rounding"] | item["rounding"]
    for place in ("input", "rate", "item"):
        if own[place]:
            count["rounding", method, f"{place}:{own[place]['mode']}"] += 1
    for key in ("coefficient", "cap", "floor"):
        count["clip", method, key] += item[key] is not None
    for key, value in item["params"].items():
        if isinstance(value, str | bool) and (isinstance(value, bool) or value.isidentifier()):
            count["choice", method, f"{key}:{value}"] += 1
        elif not isinstance(value, str):
            count["choice", method, f"{key}:{'null' if value is None else 'given'}"] += 1
    for source in item["data"].values():
        count["take", case.kinds[source["item"]], source["take"]] += 1
        word = source["periods"] if isinstance(source["periods"], str) else "list"
        count["periods", word] += 1
        count["constants", bool(source["constants"])] += 1
    if method == "custom":
        for token in set(TOKEN.findall(item["params"]["expression"])):
            count["formula", token] += 1
    if method == "ledger" and any(
        event["subject"] == row["subject"] and event["kind"] in item["params"]["kinds"]
        for event in case.events
    ):
        for key in ("order", "counted", "same_matter", "elsewhere", "undecided", "sign"):
            count["ledger", f"{key}:{item['params'][key]}"] += 1
        for key in ("given", "cap", "from", "to", "lists", "list_caps", "preconditions"):
            count["ledger", f"{key}:{'given' if item['params'][key] else 'none'}"] += 1
    for period in case.rulebook["calendar"]:
        for source in item["data"].values():
            lines = case.observed.get((row["subject"], source["item"], period), [])
            if any(_is_big(line["value"]) for line in lines):
                count["big", method] += 1
                return


def _is_big(value: str | None) -> bool:
    return value is not None and len(value.split(".")[0].lstrip("-")) >= 15 and "." in value


def _node(count: Counter, case: Case, row: dict) -> None:
    node, rounding = case.nodes[row["node"]], case.rulebook["rounding"]
    kind = node["kind"]
    count["node", kind, row["status"]] += 1
    if row["status"] == "complete":
        count["node rounding", kind, rounding["node"]["mode"]] += 1
        count["node role", kind, node["role"]] += 1
        for key in ("cap", "floor"):
            count["node clip", kind, key] += node[key] is not None
    if row["value"] is None:
        count["node without value", kind, row["status"]] += 1
    for part in node.get("coefficients", []):
        mode = rounding["coefficient"]["mode"]
        count["map", part["map"], f"{part['order']}:{part['missing']}"] += 1
        count["map rounding", part["map"], mode] += row["status"] == "complete"
    if kind in ("children", "link"):
        take = "total" if node["take"] == "total" else "code"
        way = node["via"] if kind == "link" else node["absent"]
        count[kind, f"{take}:{way}", row["status"]] += 1


def _group(count: Counter, case: Case, group: dict, present: list[dict]) -> None:
    if len(present) == 1:
        count["group", "single"] += 1
    name = group["group"]
    for code in case.codes[name]:
        method = case.items.get(code, {}).get("method")
        if method not in COHORT_METHODS:
            continue
        values = case.cohort(name, code)
        outsiders = [who for who in case.members[name] if case.reported(who, code) is not None]
        if not values:
            count["cohort", method, "empty"] += bool(outsiders)
        elif len(values) == 1:
            count["cohort", method, "single"] += 1
        elif min(values) == max(values):
            count["cohort", method, "equal"] += 1
        elif len(set(values)) < len(values):
            count["cohort", method, "tie"] += 1
        count["cohort", method, "outsider"] += bool(values) and len(outsiders) > len(values)


def _vetoes(count: Counter, case: Case, subjects: dict, items: list[dict]) -> None:
    for who, row in subjects.items():
        vetoes = case.effective(who) if row["status"] != "inactive" else []
        count["veto", "several"] += len(vetoes) > 1
        for veto in vetoes:
            effects = veto["effects"]
            forced = effects["force_grade"] is not None and row["grade"] == effects["force_grade"]
            count["veto", "force_grade"] += forced
            count["veto", "exclude_grades"] += bool(effects["exclude_grades"] and row["rank"])
            capped = effects["cap_total"] is not None and row["total"] == effects["cap_total"]
            count["veto", "cap_total"] += capped
    for row in items:
        count["veto", "zero_items"] += row["outcome"] == "vetoed"
    on = case.facts["on"]
    kinds = {veto["kind"] for veto in case.rulebook["vetoes"]}
    for event in case.events:
        if event["kind"] in kinds:
            count["veto event", event["decision"]] += 1
            count["veto event", "expired"] += bool(on and event["until"] and on > event["until"])
            count["veto event", "last day"] += bool(on and event["until"] == on)
