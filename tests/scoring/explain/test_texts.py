"""What an official reads: whole explanations, kept as texts beside this file."""

import re
from functools import cache
from pathlib import Path

import pytest

from baton.scoring import score
from baton.scoring.explain import explain
from baton.scoring.result import Result
from tests.scoring.explain.county import NAMES, county, facts, rulebook
from tests.scoring.explain.town import ITEMS, town

TEXTS = Path(__file__).parent / "texts"
BOOKS = {"town": cache(town), "county": cache(county)}


def parts(path: Path) -> tuple[Result, str, str | None]:
    """ "town-S1-M01.txt" is indicator M01 of S1 in the town; "county-S1.txt" the total of S1."""
    book, subject, *code = path.stem.split("-")
    return BOOKS[book](), subject, code[0] if code else None


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_text_is_the_one_that_was_read_and_approved(path):
    assert explain(*parts(path)).text() + "\n" == path.read_text("utf-8")


def test_there_are_texts():
    assert len(list(TEXTS.glob("*.txt"))) >= 12


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_every_method_says_its_steps_and_ends_with_the_score(code):
    made = explain(town(), "S1", code).data()
    assert made["steps"], "没有步骤"
    assert made["steps"][-1]["value"] == made["score"]
    assert all(one["label"] and one["text"] for one in made["steps"])


def test_every_method_is_shown():
    from baton.scoring.methods import METHODS

    assert {entry[0] for entry in ITEMS.values()} == set(METHODS)


@pytest.mark.parametrize("subject", NAMES)
def test_titles_say_the_finding(subject):
    made = explain(county(), subject)
    assert made.title == made.text().splitlines()[0]
    assert NAMES[subject] in made.title


@pytest.mark.parametrize("code", sorted(ITEMS))
def test_sentences_use_full_width_punctuation(code):
    for line in explain(town(), "S1", code).text().splitlines():
        said = re.sub("“[^”]*”", "", line)
        assert not set(said) & set(",;:()!?"), line
        assert "None" not in line


def test_sentences_of_totals_use_full_width_punctuation():
    for subject in NAMES:
        said = re.sub("“[^”]*”", "", explain(county(), subject).text())
        assert not set(said) & set(",;:()!?"), said


def test_whoever_stands_behind_a_tie_at_the_edge_is_told_that_and_nothing_else():
    """Nobody is barred there and places are passed on: that one who may not have it holds a place would be untrue."""
    book = rulebook()
    book["groups"][0]["grades"]["levels"][0]["at_least"] = "70"
    made = explain(score(book, facts()), "S3").data()["grading"]["levels"][0]["text"]
    assert made == (
        "“优秀”：名额 5 × 30%，取整（四舍五入）为 2 个，"
        "剩下的 1 个由排在前面、同分的 2 个对象争，交人定，没有评上"
    )
