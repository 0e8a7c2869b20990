"""目标调整记录: what was changed after sealing, with reason and document, and what it did to the scores; as a paper too."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from baton.desk.agreed import trial
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.changing import said
from baton.desk.agreed.trial import Effect, Trial
from baton.desk.answers import kept
from baton.documents.papers import Adjusted, write_target_notice
from baton.domain import clock
from baton.domain.facts import queries as figures
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.targets import queries
from baton.domain.targets.models import Seal, Target
from baton.scoring.facts import EVERYBODY


@dataclass(frozen=True)
class Change:
    """One cell changed after sealing; effect: the unit's scores by the targets as sealed and by those of now."""

    line: Target
    unit: str
    indicator: str
    old: str
    new: str
    effect: Effect | None

    @property
    def field(self) -> str:
        """The field, and from which version of the rules on it is so where that is a later one."""
        later = f"（第 {self.line.since} 版起）" if self.line.since > 1 else ""
        return f"{self.line.field}{later}"


@dataclass
class Record:
    """Every change after sealing, the newest first. unsound: why the two scores can't be told."""

    seal: Seal | None
    changes: list[Change] = field(default_factory=list)
    unsound: str = ""


def record_of(round: Round, seal: Seal | None) -> Record:
    """The record with both scores of every unit concerned."""
    found = queries.amendments(round.scheme, seal)
    if seal is None or not found:
        return Record(seal)
    agreed = agreed_of(round)
    tasks = list(dict.fromkeys((one.line.subject, one.line.indicator) for one in found))
    number = round.version.number
    question = ("amended", round.pk, number, round.version.digest, figures.moved(round.scheme))
    tried: Trial = kept(
        question,
        lambda: trial.since(round, queries.sealed_agreement(round.scheme, seal, number), tasks),
    )
    effects = {(one.subject, one.code): one for one in tried.effects}
    changes = [
        Change(
            one.line, agreed.units.get(one.line.subject, "各单位" if one.line.subject == EVERYBODY else one.line.subject),
            agreed.names.get(one.line.indicator, one.line.indicator), _said(one.before), _said(one.line),
            effects.get((one.line.subject, one.line.indicator)),
        )
        for one in found
    ]  # fmt: skip
    return Record(seal, changes, _why(tried))


def _said(line: Target | None) -> str:
    return (
        "空着"
        if line is None
        else said(line.value, field=line.field, is_withdrawn=line.is_withdrawn)
    )


def _why(tried: Trial) -> str:
    if tried.unsound:
        return "现在的数还不能计分，所以列不出得分变动。"
    return "封存时的目标还不全，所以列不出得分变动。" if tried.was_unsound else ""


def write_notice(round: Round, found: Record, path: Path) -> None:
    """目标调整公告: every change with its reason and document, oldest first, for everybody to read."""
    if found.seal is None or not found.changes:
        raise Refused("封存以后没有改过目标，没有要公告的。")
    sealed = clock.local(found.seal.sealed_at)
    opening = (
        f"{round.scheme.title}责任书已于 {sealed.year} 年 {sealed.month} 月 {sealed.day} 日封存（校验值 {found.seal.digest[:16]}）。"
        f"封存以后，经批准调整目标 {len(found.changes)} 处，现予公告。"
    )  # fmt: skip
    rows = [
        Adjusted(
            one.unit, one.indicator, one.field, one.old, one.new, one.line.reason, one.line.document,
            clock.local(one.line.recorded_at).date().isoformat(),
        )
        for one in reversed(found.changes)
    ]  # fmt: skip
    write_target_notice(round.scheme.title, opening, rows, path)
