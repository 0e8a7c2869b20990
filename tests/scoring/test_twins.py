"""Indicators whose rules differ only in numbers are computed together, and each by its own numbers."""

from baton.scoring import score
from tests.verify.making import V, book, facts, item, table


def test_a_round_without_weight_is_only_looked_at_whoever_stands_beside():
    """By hand: January is missing; b gives it no weight, so 10 × (1.5 × 1) ÷ (1.5 × 1.25) = 8."""

    def rounds(code, *weights):
        params = {"constants": {}, "scale": "1.25", "unfinished": "open"}
        params["rounds"] = [{"period": f"2026-0{n}", "weight": w} for n, w in enumerate(weights, 1)]
        return item(code, "period_weights", params)

    rules = book([rounds("a", "1.75", "1.5"), rounds("b", "0", "1.5")])
    rules["items"][1]["data"] = rules["items"][0]["data"]
    given = facts({("甲一", "a.x"): "1"})
    found = table(score(rules, given).canonical(), "items")
    assert [found["甲一", code]["state"] for code in "ab"] == ["missing", "reported"]
    assert found["甲一", "b"]["score"] == "8"
    assert found == table(V.recompute(rules, given), "items")
