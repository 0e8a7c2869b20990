"""一票否决写到本单位的材料上: what for, by which document, who decided and what follows; nobody else's sheet has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baton.domain.assessment.models import Run
from baton.domain.claims.models import Decision
from baton.scoring.explain import explain
from baton.scoring.result import Result


def vetoes_told(run: Run, result: Result, subject: str) -> str:
    """一票否决：较大生产安全事故（化工厂较大事故，云安委〔2027〕2号，市安委会 2027年1月20日认定），总分不超过 90 分。

    Empty of whom no veto in force hits; one query otherwise.
    """
    if subject not in result.effects:
        return ""
    hit = [one for one in explain(result, subject).data()["vetoes"] if one["in_force"]]
    lines = decisions(run, [one["event"] for one in hit])
    matters = {one.id: one.matter for one in result.plan.facts.events}
    return "".join(_told(one, lines.get(one["event"]), matters.get(one["event"], "")) for one in hit)  # fmt: skip


def decisions(run: Run, events: Sequence[str]) -> dict[str, Decision]:
    """By number of a line the decision that was the last one when the run was computed; one query."""
    found = (
        Decision.objects.filter(claim__scheme=run.round.scheme_id, claim__number__in=events, recorded_at__lte=run.computed_at)
        .select_related("claim")
        .order_by("id")
    )  # fmt: skip
    return {one.claim.number: one for one in found}


def _told(veto: dict[str, Any], last: Decision | None, matter: str) -> str:
    day = f"{last.decided_on.year}年{last.decided_on.month}月{last.decided_on.day}日" if last else ""  # fmt: skip
    decided = f"{last.decided_by} {day}认定" if last else ""
    basis = f"依据{veto['basis']}" if veto["basis"] else ""
    parts = [part for part in (matter, veto["document"], decided, basis) if part]
    about = f"（{'，'.join(parts)}）" if parts else ""
    effects = f"，{'，'.join(veto['effects'])}" if veto["effects"] else ""
    return f"一票否决：{veto['name']}{about}{effects}。"
