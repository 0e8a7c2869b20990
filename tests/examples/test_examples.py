"""Every example is read as an office's files are, scored, and compared with the published digits one by one."""

from __future__ import annotations

import csv
import importlib.util
from pathlib import Path

import pytest

from baton.cli import bundled
from baton.documents.office import load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.scoring import score
from baton.scoring.canonical import canonical_bytes
from tests.examples.reading import ROOT, by_run, digits, expected, folders, same

FOLDERS = folders()


@pytest.fixture(scope="session")
def verifier():
    """The offline verifier, which shares no code with the engine."""
    spec = importlib.util.spec_from_file_location("baton_verify_examples", bundled.verifier())
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rulebook(path: Path):
    """A rule book without faults, or the test fails with all of them."""
    problems = Problems()
    book = read_rulebook(path, problems=problems)
    assert book is not None, problems.listing()
    return book


def results(folder: Path):
    """The digits of every run of an example, with what is expected of them."""
    for (name, as_of, on, closing), rows in by_run(expected(folder)).items():
        book = rulebook(folder / name)
        until = as_of or book["calendar"][-1]
        problems = Problems()
        facts = load_facts(book, folder, problems=problems, as_of=until, on=on, closing=closing)
        assert facts is not None, problems.listing()
        yield score(book, facts), rows


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_digit_is_the_expected_one(folder):
    wrong = []
    for result, rows in results(folder):
        found = digits(result)
        for row in rows:
            digit = found.get((row.unit, row.item), "(没有这一项)")
            if not same(digit, row.computed):
                wrong.append(f"{row.unit} {row.item} {row.as_of}: 期望 {row.computed},算得 {digit}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_verifier_computes_the_same_bytes(folder, verifier):
    for result, _ in results(folder):
        again = verifier.recompute(result.plan.rulebook, result.plan.facts.canonical())
        assert canonical_bytes(again) == canonical_bytes(result.canonical())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_what_differs_from_the_published_digit_is_said(folder):
    silent = [
        row
        for row in expected(folder)
        if row.published and not same(row.published, row.computed) and not row.note
    ]
    assert silent == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_an_example_says_what_it_is(folder):
    text = (folder / "说明.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "来源" in text
    assert any(row.published for row in expected(folder)) or "虚构" in text


def refused():
    """Rule books that must not be accepted, with words that the message must contain."""
    for path in sorted(ROOT.glob("*/期望拒收.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.parent / row["规则书"], row["话里有"]


@pytest.mark.parametrize(("path", "words"), list(refused()))
def test_a_rule_that_leaves_a_gap_is_refused(path, words):
    problems = Problems()
    assert read_rulebook(path, problems=problems) is None
    assert [problem for problem in problems.errors if words in str(problem)], problems.listing()
