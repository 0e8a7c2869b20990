"""Every method and every way of putting parts together that the engine knows has a form in the browser."""

import pytest

from baton.desk.choosing import ELSEWHERE, SHELVES, blanks_of
from baton.desk.choosing.blanks import UNASKED
from baton.desk.choosing.shelves import FORMS
from baton.desk.parts import PARTS
from baton.desk.parts.factors import MAPS
from baton.scoring.rulebook import METHODS, NODE_KINDS
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS
from tests.web.scheme.forms import PARTS as PARTS_PAGE
from tests.web.scheme.forms import book_of, check_written, keep, text

pytestmark = pytest.mark.django_db
OWN_FORM = {
    "above_references": "aboves",
    "ledger": "ledgers",
}  # asked row by row, besides the blanks of a ledger
NODE = {"where": "总分", "role": "ordinary", "cap": "", "floor": ""}
COEFFICIENT = {"order": "round_clip", "missing": "no_total", "low": "0.95", "high": "1.05", "equal": "1", "a": "0.5", "b": "0.005", "tiers.from": ["90", ""], "tiers.award": ["1", "0.9"]}  # fmt: skip
# How an office fills in the form of each kind: (address of the form, what is sent).
NEW = {
    "sum": ("nodes/", NODE | {"name": "合成", "kind": "sum", "moved": ["F1", "F2"]}),
    "weighted": ("nodes/总分/", {"name": "总分", "role": "ordinary", "kind": "weighted", "weights.child": ["a", "b", "c"], "weights.weight": ["60%", "40%", "0%"], "full": "52"}),
    "geometric": ("nodes/", NODE | {"name": "合成", "kind": "geometric", "moved": ["F1", "F2"], "least": "1", "full": "50"}),
    "min": ("nodes/", NODE | {"name": "合成", "kind": "min", "moved": ["F1", "F2"], "full": "40"}),
    "max": ("nodes/", NODE | {"name": "合成", "kind": "max", "moved": ["F1", "F2"], "full": "60"}),
    "multiplier": ("factors/", COEFFICIENT | {"base": "总分", "paper": "F2", "name": "合成", "map": "minmax"}),
    "link": ("linked/", {"name": "合成", "where": "总分", "whose": "parent", "take": "F1", "share": "50%", "full": "20"}),
    "children": ("linked/", {"name": "合成", "where": "总分", "whose": "below", "take": "F1", "share": "50%", "full": "20", "group": "县市区", "absent": "skip", "weight": "常住人口"}),
}  # fmt: skip


def test_every_method_stands_on_a_shelf():
    shown = [method.name for _, methods in SHELVES for method in methods]
    assert sorted(shown) == sorted(METHODS)


@pytest.mark.parametrize("name", METHODS)
def test_every_parameter_of_a_method_is_asked_for(name):
    """A parameter that no blank asks for follows from the others, or its form asks for it row by row."""
    if name in OWN_FORM:
        assert OWN_FORM[name] in PARTS
    asked = {blank.label for blank in blanks_of(METHODS[name])}
    left = (
        {field.label for field in METHODS[name].fields if field.implied is None} - asked - UNASKED
    )
    assert not left


@pytest.mark.parametrize("kind", NODE_KINDS)
def test_every_way_of_putting_parts_together_is_made_by_a_form(desk, round, kind):
    address, form = NEW[kind]
    answer = keep(desk, PARTS_PAGE + address, form)
    if (
        kind == "children"
    ):  # understood; but a group whose units stand below themselves can't be scored
        assert "“总分”也用在“县市区”，不能取本组的得分" in text(answer)
        return
    assert answer.status_code == 302, text(answer).split("<main")[1][:900]
    assert kind in {node["kind"] for node in book_of(round)["nodes"]}
    check_written(round)


def test_every_way_is_named_on_the_page_of_methods_with_its_form(desk, round):
    assert FORMS.keys() == NODE_KINDS.keys() and {one.part for one in ELSEWHERE} <= PARTS.keys()
    page = text(desk.get("/office/scheme/F1/method/"))
    for kind in NODE_KINDS.values():
        assert kind.title in page and f"#{FORMS[kind.name]}" in page
    assert "一票否决" in page and "#vetoes" in page


def test_every_map_from_a_score_to_a_coefficient_can_be_chosen():
    assert {one.value for one in MAPS} == COEFFICIENT_MAPS.keys()
