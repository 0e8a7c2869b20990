"""牵头单位的原话: the reasons lead units wrote beside their figures, put after what the rule says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baton.domain.assessment.models import Run
from baton.domain.intake.reasons import reasons

Words = Mapping[tuple[str, str], str]
"""Unit and data item -> the lead unit's reason, word for word."""


def words_of(run: Run) -> dict[tuple[str, str], str]:
    """The reasons of the figures that were in force when the run was computed."""
    found = reasons(run.round, run.computed_at)
    return {(one.subject, one.item): one.text for one in found}


def with_words(reason: str, subject: str, item: dict[str, Any], words: Words) -> str:
    """A reason as the rule gives it, and the lead unit's own."""
    own = [words.get((subject, entry["item"]), "") for entry in item["data"].values()]
    said = "；".join(dict.fromkeys(text for text in own if text))
    return "；".join(part for part in (reason, f"牵头单位：{said}" if said else "") if part)
