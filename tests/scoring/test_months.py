"""逐月看板: several months at once give the figures of one run per month."""

import pytest

from baton.scoring.board import board
from baton.scoring.canonical import decimal_text
from baton.scoring.facts import Facts
from baton.scoring.frame import build_frame
from baton.scoring.months import boards
from baton.scoring.plan import compile_plan
from tests.fuzz.books import case


def lines(found, start, stop):
    return [
        (decimal_text(*found.total.ratio(i)), bool(found.has_total[i]), int(found.rank[i]))
        for i in range(start, stop)
    ]


@pytest.mark.parametrize("seed", range(60))
def test_a_tiled_plan_gives_every_month_its_own_totals_and_ranks(seed):
    rulebook, facts = case(seed)
    months = rulebook["calendar"]
    if not months:
        months = [facts["as_of"]]
    plan = compile_plan(rulebook, Facts.from_canonical(facts))
    frame = build_frame(plan)
    together = boards(plan, frame, months)
    for number, month in enumerate(months):
        alone = board(plan, frame, month)
        for name, group in alone.groups.items():
            size = group.group.members
            tiled = together.groups[name]
            assert lines(tiled, number * size, (number + 1) * size) == lines(group, 0, size)
