"""Our side: a compiled plan and figures in columns, from which totals and ranks are timed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baton.scoring.frame import Frame, build_frame, empty_frame, set_block_slots
from baton.scoring.plan import Plan, compile_plan
from bench.workload import Workload, nation_facts

Array = Any


@dataclass
class Ready:
    """A plan and a frame: everything that stands before the clock starts."""

    work: Workload
    plan: Plan
    frame: Frame


def ready_city(work: Workload) -> Ready:
    """The ordinary way: facts as lines, laid out by the engine itself."""
    plan = compile_plan(work.rulebook, work.facts(work.periods[-1]))
    return Ready(work, plan, build_frame(plan))


def ready_nation(work: Workload) -> Ready:
    """Figures straight into the frame, in the order of the plan's cells."""
    plan = compile_plan(work.rulebook, nation_facts(work, work.periods[-1]))
    lying = {
        code: (start, plan.cell_row[start:stop]) for code, (start, stop) in plan.cells_of.items()
    }
    set_block_slots(plan, lying)
    frame = empty_frame(plan, dict.fromkeys(lying, "number"), lying, plan.size)
    frame.places = 2
    for item in work.items:
        start, stop = plan.cells_of[item.code]
        frame.num[:, start:stop], frame.state[:, start:stop] = work.figures(item)
    return Ready(work, plan, frame)
