"""规则的表单: what a form shows is what the book says, and sending it back unchanged changes nothing."""

import pytest
from django.http import QueryDict

from baton.cli.demo.rules import rulebook
from baton.desk.parts import PARTS
from baton.desk.parts.asking import ROWS, Ask, Faulty, Given, plain_number
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from baton.scoring.rulebook import find_faults
from tests.stories import RULEBOOK


def book(text):
    problems = Problems()
    found = read_rulebook_text(text, "规则书.yaml", problems)
    problems.raise_errors()
    return found


BOOKS = {"city": book(rulebook()), "county": book(RULEBOOK)}
BOOKS["city with promotion"] = {
    **BOOKS["city"],
    "groups": [
        group | {"grades": group["grades"] and group["grades"] | {"promotion": {"kind": "重大贡献", "to": "优秀"}}}
        for group in BOOKS["city"]["groups"]
    ],
}  # fmt: skip


def sent(asks):
    """The form as a browser sends it when nobody touches it."""
    found = QueryDict(mutable=True)
    for ask in asks:
        if ask.kind == ROWS:
            for cells in ask.cells:
                for cell in cells:
                    found.appendlist(f"{ask.name}.{cell.column.name}", cell.value)
        for value in ask.values:
            found.appendlist(ask.name, value)
    return found


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_a_form_that_nobody_touched_changes_nothing(part, name):
    own = BOOKS[name]
    assert not find_faults(own)
    for said in part.said(own):
        asks = part.asks(own, said.key)
        given = Given(sent(asks), asks)
        if said.sentences == ("不评等次。",):
            with pytest.raises(Faulty, match="还没有写等次"):
                part.made(own, said.key, given)
            continue
        changed, why = part.made(own, said.key, given)
        assert changed == own, why


@pytest.mark.parametrize("name", BOOKS)
@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_everything_is_said_in_whole_sentences(part, name):
    for said in part.said(BOOKS[name]):
        assert said.sentences
        for one in (*said.sentences, *said.cautions):
            assert one.endswith("。") and "None" not in one and "{" not in one and "," not in one, (
                one
            )


@pytest.mark.parametrize(
    ("written", "shift", "meant"),
    [
        ("0.50", 0, "0.5"), ("20", 2, "0.2"), ("12.5", 2, "0.125"), ("007", 0, "7"), ("+3", 0, "3"), ("-0", 0, "0"), ("-2", 0, "-2"),
        ("二十", 0, None), ("", 0, None), ("1e3", 0, None), ("0.1234567", 0, None), ("9" * 30, 0, None), ("1.5.2", 0, None), ("0.12345", 2, None),
    ],
)  # fmt: skip
def test_numbers_become_canonical_or_nothing(written, shift, meant):
    assert plain_number(written, shift) == meant


@pytest.mark.parametrize(("written", "meant"), [("20%", "0.2"), ("０.３", "0.3"), ("100%", "1"), ("20", None), ("-5%", None)])  # fmt: skip
def test_a_share_is_a_per_cent_or_below_one(written, meant):
    given = Given(QueryDict(), [Ask("share", "占比")])
    assert given.share("share", written, "占比") == meant
    assert bool(given.faults) == (meant is None)
