"""还没有总分的: one count of units, of people and of units that were merged, for every page and paper that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from baton.domain.assessment.models import Run, RunLine
from baton.domain.orgs.models import Standing, Unit
from baton.domain.orgs.queries import group_names

WITHOUT = ("unranked", "inactive")


@dataclass(frozen=True)
class Waiting:
    """Who has no total on a run. Who was off the roster on its day waits for nothing and is listed apart.

    merged: by subject the unit it went into, empty where it simply left.
    """

    units: list[RunLine] = field(default_factory=list)
    people: list[RunLine] = field(default_factory=list)
    gone: list[RunLine] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return len(self.units) + len(self.people)

    @property
    def words(self) -> str:
        """2 个单位、13 名干部; empty where everybody has a total."""
        parts = [(len(self.units), "个单位"), (len(self.people), "名干部")]
        return "、".join(f"{number} {word}" for number, word in parts if number)

    @property
    def gone_words(self) -> dict[str, str]:
        """By subject, in words, who is off the roster: 已并入石门镇."""
        return {
            line.subject: f"已并入{into}"
            if (into := self.merged.get(line.subject))
            else "截至日不在名册"
            for line in self.gone
        }

    def of(self, group: str) -> Waiting:
        """Those of one group."""
        units, people, gone = ([line for line in lines if line.group == group] for lines in (self.units, self.people, self.gone))  # fmt: skip
        return Waiting(units, people, gone, self.merged)


def waiting_of(run: Run, lines: Sequence[RunLine] | None = None) -> Waiting:
    """Who waits for a total on a run, group by group in official order; at most four queries.

    lines: the run's lines, or those of one group, where they are at hand.
    """
    own = run.lines.filter(status__in=WITHOUT) if lines is None else lines
    without = [line for line in own if line.status in WITHOUT]
    if len({line.group for line in without}) > 1:
        at = {name: place for place, name in enumerate(group_names(run.round.scheme.year))}
        without.sort(key=lambda line: (at.get(line.group, len(at)), line.order, line.subject))
    else:
        without.sort(key=lambda line: (line.order, line.subject))
    codes = [line.subject for line in without]
    people = set(Unit.objects.filter(code__in=codes, kind=Unit.Kind.PERSON).values_list("code", flat=True))  # fmt: skip
    gone = [line for line in without if line.status == "inactive"]
    merged = Standing.objects.filter(
        year=run.round.scheme.year, unit__code__in=[line.subject for line in gone], merged_into__isnull=False
    )  # fmt: skip
    return Waiting(
        [line for line in without if line.status == "unranked" and line.subject not in people],
        [line for line in without if line.status == "unranked" and line.subject in people],
        gone,
        dict(merged.values_list("unit__code", "merged_into__name")),
    )
