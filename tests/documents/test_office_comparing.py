"""Two drafts: what moved a unit, in parts that add up to the move."""

import copy
import json
from fractions import Fraction

import pytest

from baton.documents.comparing import moves, read_result, result_moves, rulebook_changes
from baton.documents.office import load_facts
from baton.documents.problems import Problems
from baton.documents.reasons import reasons
from baton.documents.rulebook import read_rulebook
from baton.scoring import score
from baton.scoring.canonical import canonical_bytes
from baton.scoring.result import Line
from tests.examples.reading import ROOT

FOLDER = ROOT / "anhui-city-2023"


@pytest.fixture(scope="module")
def book():
    return read_rulebook(FOLDER / "规则书.yaml", problems=Problems())


@pytest.fixture(scope="module")
def facts(book):
    return load_facts(book, FOLDER, problems=Problems(), as_of="2023-Q4")


@pytest.fixture(scope="module")
def before(book, facts):
    return score(book, facts)


def raised(facts, subject, by=1):
    """The facts with every number of one unit a little higher."""
    changed = copy.deepcopy(facts)
    for row in changed["observations"]["rows"]:
        if row[0] == subject and row[4] is not None and row[4].isdecimal():
            row[4] = str(int(row[4]) + by)
    return changed


def other_points(book):
    """The rule book with one indicator worth more."""
    changed = copy.deepcopy(book)
    item = next(
        item
        for item in changed["items"]
        if isinstance(item["points"], str) and item["role"] == "ordinary"
    )
    item["points"] = str(Fraction(item["points"]) + 2)
    return changed


def sums_agree(found):
    for move in found:
        if move.rule is not None:
            parts = move.rule + move.figures + move.events + move.cohort
            assert parts == Fraction(move.new) - Fraction(move.old), move
    return found


def test_the_same_draft_twice_moves_nobody(before, book, facts):
    assert moves(before, score(book, facts)) == []


def test_a_changed_rule_is_the_reason_for_everybody(before, book, facts):
    found = sums_agree(moves(before, score(other_points(book), facts)))
    assert found
    assert all(move.figures == move.events == move.cohort == 0 for move in found)


def test_own_figures_and_the_others_are_told_apart(before, book, facts):
    subject = sorted(before.lines)[0]
    found = sums_agree(moves(before, score(book, raised(facts, subject))))
    assert all(move.rule == 0 for move in found)
    assert all(move.figures == 0 for move in found if move.subject != subject)


def test_rule_figures_and_events_together(before, book, facts):
    subject = sorted(before.lines)[0]
    changed = raised(facts, subject)
    changed["events"]["rows"] = [row for row in changed["events"]["rows"] if row[1] != subject]
    assert sums_agree(moves(before, score(other_points(book), changed)))


def test_only_so_many_are_scored_again_and_nobody_is_left_out(before, book, facts):
    """Whoever has nothing of its own that changed costs nothing, and always gets its reasons."""
    changed = copy.deepcopy(facts)
    own = sorted(before.lines)[:3]
    for subject in own:
        changed = raised(changed, subject)
    after = score(book, changed)
    every, one = moves(before, after), moves(before, after, most=1)
    assert [move.subject for move in every] == [move.subject for move in one]
    told = [move.subject for move in one if move.subject in own and move.rule is not None]
    assert len(told) == 1
    others = [move for move in one if move.subject not in own and move.old and move.new]
    assert all(move.cohort is not None for move in others)
    moves_of_all = sums_agree(every)
    assert all(move.rule is not None for move in moves_of_all if move.old and move.new)


def test_a_change_of_grade_alone_is_a_move():
    lines = [
        {"甲": Line("甲", "组", total="90", rank=1, grade=grade)} for grade in ("优秀", "良好")
    ]
    (move,) = result_moves(*lines)
    assert (move.old_grade, move.new_grade, move.has_new_grade) == ("优秀", "良好", True)
    assert result_moves(lines[0], lines[0]) == []


def test_what_of_its_own_changed_is_named(before, book, facts):
    subject = sorted(before.lines)[0]
    changed = raised(facts, subject)
    found = reasons(before.plan.facts, score(book, changed).plan.facts, (book, book), before.lines)
    assert set(found) == {subject}
    row = next(row for row in facts["observations"]["rows"] if row[0] == subject and row[4] is not None and row[4].isdecimal())  # fmt: skip
    name = next(entry["name"] for entry in book["data"] if entry["code"] == row[1])
    told = next(one for one in found[subject] if one.what.startswith(name))
    assert told.old.startswith(row[4]) and told.new.startswith(str(int(row[4]) + 1))
    newer = book | {"data": [entry for entry in book["data"] if entry["code"] != row[1]]}
    found = reasons(before.plan.facts, score(book, changed).plan.facts, (book, newer), [subject])
    assert any(one.what.startswith(name) for one in found[subject])


def test_who_came_and_who_left_is_shown_without_a_difference(before, book, facts):
    changed = copy.deepcopy(facts)
    gone = changed["roster"]["rows"].pop()[0]
    for key, at in (("agreement", 0), ("observations", 0), ("events", 1)):
        changed[key]["rows"] = [row for row in changed[key]["rows"] if row[at] != gone]
    found = next(move for move in moves(before, score(book, changed)) if move.subject == gone)
    assert found.new is None
    assert found.rule is None


def test_results_written_to_files_tell_who_moved(tmp_path, before, book, facts):
    after = score(other_points(book), facts)
    paths = []
    for name, result in (("1", before), ("2", after)):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_bytes(canonical_bytes(result.canonical()))
    old, new = (read_result(path, problems=Problems()) for path in paths)
    assert [m.subject for m in result_moves(old, new)] == [m.subject for m in moves(before, after)]


@pytest.mark.parametrize("raw", [3, {}, {"subjects": {"columns": [], "rows": []}}, {"subjects": {
    "columns": ["subject", "group", "total", "rank"], "rows": [["甲", "组", 3, 1]]}}])  # fmt: skip
def test_a_damaged_result_file(tmp_path, raw):
    path, problems = tmp_path / "r.json", Problems()
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert read_result(path, problems=problems) is None
    assert problems.error_count == 1


def test_a_changed_rule_book_is_told_place_by_place(book):
    found = rulebook_changes(book, other_points(book))
    assert [change.label for change in found] == ["分值"]
    assert rulebook_changes(book, book) == []
