"""Engine and offline verifier give, digit for digit, what was worked out by hand."""

import importlib.util
import json

import jsonschema
import pytest

from baton.scoring import score
from tests.architecture.tree import ROOT
from tests.scoring.cases.build import ITEM, mini_book
from tests.scoring.cases.reading import Case, cases, sheets

METHODS = 33
FEWEST = 6
CASES = [pytest.param(case, id=case.name) for case in cases()]


def load_verifier():
    """The verifier is a single file outside the package, as an auditor has it."""
    spec = importlib.util.spec_from_file_location("verifier", ROOT / "verify" / "baton_verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFIER = load_verifier()


@pytest.mark.parametrize("case", CASES)
def test_the_engine_agrees(case):
    rulebook, facts = mini_book(case)
    assert found(case, score(rulebook, facts).canonical()) == wanted(case)


@pytest.mark.parametrize("case", CASES)
def test_the_verifier_agrees(case):
    assert found(case, VERIFIER.recompute(*mini_book(case))) == wanted(case)


def test_every_case_makes_a_complete_rule_book():
    schema = json.loads((ROOT / "docs/reference/rulebook.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    incomplete = [
        f"{case.name} {fault.json_path} {fault.message}"
        for case in cases()
        for fault in validator.iter_errors(mini_book(case)[0])
    ]
    assert incomplete == []


def test_every_method_has_cases():
    numbers = {name.partition("_")[0] for name in sheets()}
    assert {f"M{number:02}" for number in range(1, METHODS + 1)} <= numbers
    assert {name: len(rows) for name, rows in sheets().items() if len(rows) < FEWEST} == {}


def test_every_case_can_be_named_and_signed():
    names = [case.name for case in cases()]
    assert len(names) == len(set(names))
    assert [case.name for case in cases() if not case.row["note"] or not case.row["how"]] == []


def test_a_wrong_digit_is_found():
    case = cases()[0]
    wrong = Case(case.sheet, case.row | {"score": "5.64"})
    assert found(wrong, VERIFIER.recompute(*mini_book(wrong))) != wanted(wrong)


def wanted(case: Case) -> dict[str, dict[str, str]]:
    """Subject → what → the text that must be there."""
    if case.method is None:
        return case.board
    states, scores = case.expected("state"), case.expected("score")
    return {name: {ITEM: f"{states[name]} {scores[name]}"} for name in case.names}


def found(case: Case, result: dict) -> dict[str, dict[str, str]]:
    """The same places as `wanted`, filled from a result."""
    subjects = {row["subject"]: row for row in _rows(result["subjects"])}
    placed = {(row["subject"], row["node"]): f"{row['status']} {_text(row['value'])}"
              for row in _rows(result["nodes"])}  # fmt: skip
    for row in _rows(result["items"]):
        words = [row["state"], row["outcome"], _text(row["score"])]
        placed[row["subject"], row["item"]] = " ".join(words[:: 2 if case.method else 1])
    return {
        name: {
            what: _text(subjects[name][what]) if what in _SUBJECT else
            placed.get((name, what), "none -")
            for what in places
        }
        for name, places in wanted(case).items()
    }  # fmt: skip


_SUBJECT = {
    "status", "total", "carried", "interim", "share", "rank", "grade", "reason",
}  # fmt: skip


def _rows(table: dict) -> list[dict]:
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


def _text(value: object) -> str:
    return "-" if value is None else str(value)
