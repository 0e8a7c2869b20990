"""On random books every cell, node and total is explained, comes to the run's figure, and losses add up exactly."""

import json
from fractions import Fraction

import pytest

from baton.scoring import score
from baton.scoring.explain import explain
from baton.scoring.result import Result
from tests.fuzz.books import case
from tests.fuzz.scoped import brought

CHUNKS, BOOKS = 12, 12


def plain(value) -> bool:
    """Only what JSON has, and no floats."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(part) for key, part in value.items())
    if isinstance(value, list):
        return all(plain(part) for part in value)
    return value is None or isinstance(value, str | int)


def checked(result: Result, subject: str, code: str | None) -> dict:
    """The data of one explanation, whose text and JSON form exist."""
    made = explain(result, subject, code)
    data = made.data()
    assert plain(data)
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert made.text().startswith(made.title)
    return data


def check_total(result: Result, subject: str) -> None:
    """The losses add up to full points less the total (or what is known of it)."""
    data, line = checked(result, subject, None), result.lines[subject]
    assert (data["total"], data["rank"], data["grade"]) == (line.total, line.rank, line.grade)
    if line.status == "inactive":
        return
    reached = line.total if line.total is not None else line.interim or "0"
    lost = sum((Fraction(one["points"]) for one in data["losses"]), Fraction(0))
    assert lost == Fraction(data["full"]) - Fraction(reached)


def check_subject(result: Result, subject: str) -> None:
    """Everything about one subject."""
    check_total(result, subject)
    if subject not in result.plan.row_of:
        return
    group = result.plan.groups[int(result.plan.group_of_row[result.plan.row_of[subject]])]
    for code in result.plan.items:
        data = checked(result, subject, code)
        assert data["score"] == result.score(subject, code)
    for code in group.nodes:
        data = checked(result, subject, code)
        assert (data["status"], data["value"]) == result.node(subject, code)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_figure_of_random_books_is_explained(chunk):
    for seed in range(chunk * BOOKS, (chunk + 1) * BOOKS):
        result = score(*case(seed))
        for subject in result.lines:
            check_subject(result, subject)


def test_what_rounds_brought_to_a_hundred_lost_is_told_as_it_weighs():
    """No line is left that only says that points were brought to full ones; roundings are what divisions do."""
    checked_totals = 0
    for seed in range(60, 120):
        case_of = brought(seed)
        if case_of is None:
            continue
        result = score(*case_of)
        for subject in result.lines:
            check_total(result, subject)
            checked_totals += 1
    assert checked_totals > 40
