"""旁注: what stands beside a unit's name wherever it is ranked, so that nobody wonders."""

from __future__ import annotations

from collections import defaultdict

from baton.scoring.result import Result


def veto_marks(result: Result) -> dict[str, str]:
    """Per unit the vetoes in force upon it with their matter; nobody without one."""
    rules = {veto["kind"]: veto["name"] for veto in result.plan.rulebook["vetoes"]}
    in_force = {number for effect in result.effects.values() for number in effect.events}
    told: dict[str, list[str]] = defaultdict(list)
    for event in result.plan.facts.events:
        if event.id in in_force and event.kind in rules:
            name = rules[event.kind]
            matter = f"（{event.matter}）" if event.matter and event.matter != name else ""
            told[event.subject].append(f"{name}{matter}")
    return {subject: "一票否决：" + "；".join(dict.fromkeys(own)) for subject, own in told.items()}
