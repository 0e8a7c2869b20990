"""The methods M01–M34, one file per family, one explicit table (semantics §6).

M26 (一票否决) and M28 (挂钩) are not item methods: see ``vetoes.py`` and ``nodes/``.
"""

from __future__ import annotations

from collections.abc import Callable

from baton.scoring.columns import Column
from baton.scoring.methods import (
    cohort,
    completion,
    custom,
    deduction,
    ledger,
    opinion,
    periods,
    reference,
    time,
)
from baton.scoring.methods.cells import Cells

Method = Callable[[Cells], Column]

METHODS: dict[str, tuple[str, Method]] = {
    "completion": ("M01", completion.completion),
    "control": ("M02", completion.control),
    "over_fulfilment": ("M03", completion.over_fulfilment),
    "composite_completion": ("M04", completion.composite_completion),
    "tiers": ("M05", deduction.tiers),
    "all_or_nothing": ("M06", completion.all_or_nothing),
    "threshold_deduction": ("M07", deduction.threshold_deduction),
    "per_case": ("M08", deduction.per_case),
    "above_reference": ("M09", reference.above_reference),
    "efficacy_group": ("M10", cohort.efficacy_group),
    "efficacy_fixed": ("M11", reference.efficacy_fixed),
    "ratio_to_best": ("M12", cohort.ratio_to_best),
    "ratio_to_mean": ("M13", cohort.ratio_to_mean),
    "benchmark_sum": ("M14", completion.benchmark_sum),
    "rank_points": ("M15", cohort.rank_points),
    "movement": ("M16", reference.movement),
    "level_progress": ("M17", reference.level_progress),
    "interval": ("M18", deduction.interval),
    "timeliness": ("M19", time.timeliness),
    "grade_conversion": ("M20", opinion.grade_conversion),
    "ballots": ("M21", opinion.ballots),
    "rater_categories": ("M22", opinion.rater_categories),
    "trimmed_ratings": ("M23", opinion.trimmed_ratings),
    "satisfaction": ("M24", reference.satisfaction),
    "ledger": ("M25", ledger.ledger),
    "period_weights": ("M27", periods.period_weights),
    "accumulation": ("M29", periods.accumulation),
    "custom": ("M30", custom.custom),
    "direct": ("M31", cohort.direct),
    "converted": ("M32", reference.converted),
    "team_balance": ("M33", cohort.team_balance),
    "above_references": ("M34", reference.above_references),
}

COHORT_RELATIVE = {
    "efficacy_group",
    "ratio_to_best",
    "ratio_to_mean",
    "rank_points",
    "team_balance",
}
BY_ROUND = {"period_weights", "accumulation"}
EVERY_PARAMETER_FIXED = {"rank_points", "trimmed_ratings", "ledger"}
