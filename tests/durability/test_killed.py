"""后台或网页被杀: SIGKILL at whichever write leaves nothing half-done, and the next worker ends what was begun."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.durability.cut import own
from tests.journeys.serving import ROOT

ASKS = """
import django
django.setup()
from baton.domain.accounts.models import Person
from baton.domain.intake import services as intake
from baton.domain.intake.models import Submission
from baton.desk import computing
from baton.domain.printing import services as printing
from baton.domain.rounds.models import Round
from tests.stories import AT
clerk = Person.objects.get(username="he")
waiting = Submission.objects.get(state="received")
intake.accept(submission=waiting, by=clerk, at=AT)
"""
PAPERS = """
run = computing.number_draft(waiting.sheet.round, stage="check", why="送核对", by=clerk, at=AT)
computing.refresh_all(at=AT)
printing.ask(run=run, by=clerk, at=AT)
"""


def python(home, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=own(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("kind", "asked", "tries"),
    [("worker", ASKS, 10), ("worker", ASKS + PAPERS, 9), ("clerk", "", 9)],
    ids=["computing", "papers", "files of a clerk"],
)
def test_wherever_it_dies_nothing_is_half_done_and_the_next_one_ends_the_work(
    home, kind, asked, tries
):
    if asked:
        python(home, "-c", asked)
    said = python(home, "-m", "tests.durability.dying", str(home), str(tries), kind)
    found = [json.loads(line) for line in said.splitlines()]
    assert len(found) >= tries and found[0]["of"] > tries
    for one in found:
        assert one["struck"] in {signal.SIGKILL, 0} and one["ended"] == 0, one
        for moment in ("cut", "after"):
            now = one[moment]
            assert now["integrity"] == "ok" and now["faults"] == [] == now["unmatched"], one
            assert set(now["lines"]) == {4}  # no result with some of its lines
            for is_done, failed, said, there in now["sets"]:
                assert failed == "" and (there == said if is_done else said == "")
        if kind == "clerk":
            assert (
                one["after"]["deeds"]["draft.numbered"]
                == one["after"]["deeds"]["sheet.received"] - 2
                == 1
            )
            continue
        assert not one["after"]["waits"] and one["after"]["left"] == []
        assert all(is_done for is_done, *_ in one["after"]["sets"])
    assert sum(one["struck"] == signal.SIGKILL for one in found) >= tries
    assert any(one["cut"]["waits"] for one in found) or kind == "clerk"
