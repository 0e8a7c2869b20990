"""cases.xlsx: a sheet for each file of cases, inputs and visible formulas beside what is expected.

`python -m tests.scoring.cases.workbook cases.xlsx` writes it for whoever wants to check by eye.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

from tests.scoring.cases.formulas import boards, cohort, counts, ledger, targets
from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import Block, Check, Line, Sheet
from tests.scoring.cases.reading import Case, sheets

METHODS: dict[str, Callable[[Item], Line]] = {
    "completion": targets.completion,
    "control": targets.control,
    "over_fulfilment": targets.over_fulfilment,
    "composite_completion": targets.composite_completion,
    "tiers": targets.tiers,
    "all_or_nothing": targets.all_or_nothing,
    "threshold_deduction": targets.threshold_deduction,
    "per_case": counts.per_case,
    "above_reference": targets.above_reference,
    "above_references": targets.above_references,
    "efficacy_group": cohort.efficacy_group,
    "efficacy_fixed": targets.efficacy_fixed,
    "ratio_to_best": cohort.ratio_to_best,
    "ratio_to_mean": cohort.ratio_to_mean,
    "benchmark_sum": targets.benchmark_sum,
    "rank_points": cohort.rank_points,
    "movement": targets.movement,
    "level_progress": targets.level_progress,
    "interval": targets.interval,
    "timeliness": counts.timeliness,
    "grade_conversion": targets.grade_conversion,
    "ballots": counts.ballots,
    "rater_categories": counts.rater_categories,
    "trimmed_ratings": counts.trimmed_ratings,
    "satisfaction": targets.satisfaction,
    "ledger": ledger.ledger,
    "period_weights": counts.period_weights,
    "accumulation": counts.accumulation,
    "custom": counts.custom,
    "direct": cohort.direct,
    "converted": targets.converted,
    "team_balance": cohort.team_balance,
}


def write(path: Path) -> list[Check]:
    """Writes the workbook; answers which cell must show what."""
    checks: list[Check] = []
    with xlsxwriter.Workbook(path) as book:
        for name, cases in sheets().items():
            sheet = Sheet.new(book, name)
            for case in cases:
                _case(sheet, case)
            checks += sheet.checks
    return checks


def _case(sheet: Sheet, case: Case) -> None:
    block = Block(sheet, case)
    if not case.in_spreadsheet:
        block.write(["表格不算", case.row["spreadsheet"]])
    elif case.method is None:
        boards.board(block, METHODS)
    else:
        _method(block, case, METHODS[case.method])


def _method(block: Block, case: Case, method: Callable[[Item], Line]) -> None:
    names = {name for subject in case.subjects for name in subject}
    names |= set(case.settings.get("inputs", ()))
    taken = case.settings.get("take", {})
    said = {
        "W": case.full,
        "method": case.method,
        "params": case.cell("params"),
        "inputs": {name: taken.get(name, {}) for name in sorted(names - NOT_INPUTS)},
        **case.settings.get("item", {}),
    }
    item = Item(block, "指标", said, case.subjects, case.cell("agreement", {}))
    score = item.score(method(item))
    here, status = item.active(), item.status
    state = block.each("状态(结果)", lambda i: f'IF({here[i]}=1,{status[i]},"none")')
    shown = block.each("得分(结果)", lambda i: f'IF({state[i]}="reported",{score[i]},"-")')
    block.check("状态", state, case.expected("state"))
    block.check("得分", shown, case.expected("score"))


NOT_INPUTS = {"subject", "team", "listing", "from", "to", "events"}

if __name__ == "__main__":
    write(Path(sys.argv[1]))
