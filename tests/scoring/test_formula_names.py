"""A custom formula may call its values whatever it likes: words of other methods mean nothing special in it."""

import pytest

from baton.scoring import score
from baton.scoring.rulebook import find_faults
from tests.scoring.rulebook import books
from tests.verify.making import V, book, facts, item, table

WORDS = ("系数", "rounds", "approved", "extension", "data", "period", "parts", "expression")


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize(("agreed", "expected"), [("3", "6"), (None, None)])
def test_a_value_from_the_agreement_may_have_any_name(name, agreed, expected):
    """By hand: 2 × 3 = 6; without the field the indicator is undecided."""
    params = {"expression": f"x * {name}", "values": {name: {"field": "栏"}}}
    rules = book([item("a", "custom", params)])
    lines = [("甲一", "a", "栏", agreed)] if agreed else []
    given = facts({("甲一", "a.x"): "2"}, agreement=lines)
    found = table(score(rules, given).canonical(), "items")
    assert found["甲一", "a"]["score"] == expected
    assert found["甲一", "a"]["state"] == ("reported" if agreed else "pending")
    assert found == table(V.recompute(rules, given), "items")


def test_a_table_with_nothing_but_field_would_be_taken_for_a_field():
    rules = books.book([books.item("grade_conversion")])
    rules["items"][0]["params"]["table"] = {"field": "1"}
    [fault] = find_faults(rules)
    assert fault.what == "只有 field 一个键,会被当成取责任书的栏目"
    rules["items"][0]["params"]["table"] = {"field": "1", "优秀": "2"}
    assert find_faults(rules) == []
