"""计两次: what would count a claim in two kinds is found in a rule book, refused by the service and told of one that has it."""

from datetime import timedelta

import pytest

from baton.desk.parts import contrary
from baton.desk.parts.counted_twice import doubles
from baton.desk.parts.ledgers import said
from baton.domain.refusals import Refused
from tests.web.scheme.forms import PARTS, book_of, keep
from tests.web.scheme.test_ledgers import BONUS

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(desk, fresh):
    """A book with one kind of bonuses."""
    assert keep(desk, PARTS + "ledgers/", BONUS).status_code == 302
    return book_of(fresh)


def beside(book, **params):
    """The book with the same kind a second time, under another name."""
    (own,) = (item for item in book["items"] if item["method"] == "ledger")
    other = own | {"code": "J99", "name": "创先", "params": own["params"] | params}
    nodes = [
        node | {"children": [*node["children"], "J99"]} if own["code"] in node.get("children", ()) else node
        for node in book["nodes"]
    ]  # fmt: skip
    return book | {"items": [*book["items"], other], "nodes": nodes}


def test_what_takes_in_the_same_claims_is_found(one):
    assert doubles(one) == [] == doubles(beside(one, kinds=["信息"]))
    (twice,) = doubles(beside(one, kinds=["创建", "信息"]))
    assert (twice.kinds, twice.groups) == (("创建",), ("县市区",))
    assert doubles(beside(one, **{"from": "2027-01-01"})) == [], "one ends before the other begins"
    outside = beside(one)
    nodes = [node | {"children": [c for c in node.get("children", ()) if c != "J99"]} if node.get("children") else node for node in outside["nodes"]]  # fmt: skip
    assert doubles(outside | {"nodes": nodes}) == [], "it flows into no total"


def test_the_service_refuses_it_and_a_book_that_has_it_says_so(one, fresh, clerk, at):
    book = beside(one)
    seen = (
        fresh.scheme.versions.latest("number").number,
        fresh.scheme.versions.latest("number").edits,
    )
    given = {"scheme": fresh.scheme, "against": [], "seen": seen, "why": "加一种", "by": clerk, "at": at + timedelta(hours=1)}  # fmt: skip
    with pytest.raises(Refused, match="同一条会计两次"):
        contrary.keep(book=book, before=one, **given)
    assert all(any("同一条会计两次" in told for told in own.cautions) for own in said(book))
    assert not any("同一条会计两次" in told for own in said(one) for told in own.cautions)
