"""Counts what the ranking and the grades of a group show."""

from collections import Counter
from fractions import Fraction

from tests.fuzz.cells import Case


def observe(count: Counter, case: Case, group: dict, present: list[dict]) -> None:
    """Add what one group shows; `present` are the result rows of its active subjects."""
    ranked = sorted(row["rank"] for row in present if row["rank"] is not None)
    style, on = group["ranking"]["style"], group["ranking"]["on"]
    if len(set(ranked)) < len(ranked):
        count["ranking", f"tie:{style}"] += 1
    if ranked:
        count["ranking", f"on:{on}"] += 1
    totals = Counter(row["total"] for row in present if row["rank"] is not None)
    if max(totals.values(), default=0) > 1 and group["ranking"]["keys"]:
        for key in group["ranking"]["keys"]:
            kind = "node" if key["key"] in case.nodes else "item"
            count["ranking", f"key:{kind}:{key['order']}"] += 1
    if group["grades"] and ranked:
        _grades(count, case, group["grades"], present, ranked)


def _grades(count: Counter, case: Case, grades: dict, present: list[dict], ranked: list) -> None:
    vetoed = {row["subject"]: case.effective(row["subject"]) for row in present}
    promotion = grades["promotion"]
    promoted = {
        event["subject"]
        for event in case.events
        if promotion and event["kind"] == promotion["kind"] and event["decision"] == "accepted"
    }
    for row in present:
        count["grades", "edge:person set aside"] += row["reason"] == "edge"
        count["grades", "graded"] += row["grade"] is not None
        raised = row["subject"] in promoted and row["grade"] == (promotion or {}).get("to")
        count["grades", "promotion"] += raised
        if any(veto["effects"]["exclude_grades"] for veto in vetoed[row["subject"]]):
            count["grades", f"fill:{grades['fill']} with one excluded"] += row["rank"] is not None
    if any(vetoed[row["subject"]] and row["rank"] is not None for row in present):
        count["grades", f"base:{grades['base']} with a veto"] += 1
    if grades["keys"] and len(set(ranked)) < len(ranked):
        count["grades", "keys with a tie"] += 1
    for level in grades["levels"]:
        if level["at_least"] is not None:
            count["grades", "at_least"] += 1
        if level["quota"] and "share" in level["quota"]:
            due = len(ranked) * Fraction(level["quota"]["share"])
            count["grades", f"quota:{level['quota_rounding']}"] += due.denominator > 1
        elif level["quota"]:
            count["grades", "quota:count"] += 1
    if not promoted & set(vetoed) and not any(vetoed.values()) and not grades["keys"]:
        _edge(count, grades, ranked)


def _edge(count: Counter, grades: dict, ranked: list[int]) -> None:
    """Whether a tie lies across the quota of the first grade."""
    first = grades["levels"][0]
    if first["at_least"] is not None or not first["quota"]:
        return
    if "count" in first["quota"]:
        places = first["quota"]["count"]
    else:
        due = len(ranked) * Fraction(first["quota"]["share"])
        whole = due.numerator // due.denominator
        places = {
            "floor": whole,
            "up": whole + (due > whole),
            "half_up": whole + (due - whole >= Fraction(1, 2)),
        }.get(first["quota_rounding"], 0)
    if 0 < places < len(ranked) and ranked[places - 1] == ranked[places]:
        count["grades", f"edge:{grades['edge']} at the first quota"] += 1
