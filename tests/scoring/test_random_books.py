"""Engine and verifier agree to the byte on 3,200 random cases, and these show everything that can happen."""

import fcntl
import os
import pickle
from collections import Counter

import pytest

from baton.scoring import columns as exact
from baton.scoring import parameters
from tests.fuzz import compare as comparison
from tests.fuzz.__main__ import report, run, smallest
from tests.fuzz.books import case
from tests.fuzz.compare import by_verifier, canonical, compare
from tests.fuzz.expected import shortfalls
from tests.fuzz.expressions import formula
from tests.fuzz.sound import faults

CHUNKS, BOOKS = 32, 100


@pytest.fixture(scope="session")
def shelf(tmp_path_factory, request):
    """A folder that all workers of this session share, so that no chunk is computed twice."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "random-books"
    folder.mkdir(exist_ok=True)
    return folder


def outcome(shelf, chunk):
    """What the cases of a chunk show and where they differ."""
    kept = shelf / f"{chunk}.pickle"
    with (shelf / f"{chunk}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            unfinished = shelf / f"{chunk}.{os.getpid()}"
            unfinished.write_bytes(pickle.dumps(run(range(chunk * BOOKS, (chunk + 1) * BOOKS))))
            unfinished.replace(kept)
    return pickle.loads(kept.read_bytes())


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_engine_and_verifier_agree(shelf, chunk):
    _, found = outcome(shelf, chunk)
    if found:
        seeds = [seed for seed, _ in found]
        pytest.fail(f"{len(found)} books differ, seeds {seeds}\n{report(*found[0], None)}")


def test_the_cases_show_everything_often_enough(shelf):
    count = Counter()
    for chunk in range(CHUNKS):
        count += outcome(shelf, chunk)[0]
    assert shortfalls(count) == []


def test_what_is_never_shown_is_noticed():
    assert len(shortfalls(Counter())) > 1000


@pytest.mark.parametrize("seed", range(0, 300, 10))
def test_a_seed_always_makes_the_same_sound_case(seed):
    rulebook, facts = case(seed)
    assert canonical([rulebook, facts]) == canonical(case(seed))
    assert faults(rulebook) == []


def test_formulas_stay_within_the_limits_of_a_rule_book():
    from tests.fuzz.chance import Chance

    written = [formula(Chance(seed), ["W", "x", "完成数"]) for seed in range(500)]
    assert max(map(len, written)) <= 500
    assert any("/" in text for text in written)


def test_a_planted_difference_is_found_and_made_small(monkeypatch):
    def wrong(rulebook, facts):
        result = by_verifier(rulebook, facts)
        for row in result["items"]["rows"]:
            row[4] = "4" if row[4] == "3" else row[4]
        return result

    monkeypatch.setattr(comparison, "by_engine", wrong)
    found = next(
        (seed, difference)
        for seed in range(500)
        for difference in [compare(*case(seed))[0]]
        if difference
    )
    rulebook, facts = smallest(*case(found[0]), found[1])
    assert compare(rulebook, facts)[0].kind == found[1].kind
    assert len(rulebook["items"]) <= 2 and len(facts["roster"]["rows"]) <= 4


def test_numbers_taken_from_the_indicator_beside_are_found(monkeypatch):
    """Twins share a block: an engine that looked only at the first one's numbers would be found out."""

    def first_only(self, path):
        values = [parameters._at(item, path) for item in self.items]
        if any(isinstance(value, dict) for value in values):
            return self._agreed(path, values)[0]
        return exact.constant(*parameters.number_of(values[0]))

    monkeypatch.setattr(parameters.Parameters, "_build", first_only)
    _, found = run(range(60))
    assert len(found) > 5
