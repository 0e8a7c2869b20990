"""写进了哪里: what a kept change of the rules does now, in a sentence."""

from __future__ import annotations

from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version


def kept_where(round: Round, version: Version, moved: str) -> str:
    """Whether the page's round goes by the changed draft; moved: what changed in the sheets of rounds that do."""
    said = f"已写进第 {version.number} 版草稿。"
    if round.pk is None:
        return f"{said}这个方案还没有开轮次，开了轮次就照它算。{moved}"
    if version.pk == round.version_id:
        return f"{said}这一轮正用着它，成绩随即重算。{moved}"
    return f"{said}这一轮仍用第 {round.version.number} 版，要换请到指标体系页按“用这一版”。{moved}"
