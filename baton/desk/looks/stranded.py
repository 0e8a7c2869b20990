"""等不到总分的干部: leaders whose unit has left the roster and who have not been moved; no figure will ever help them."""

from __future__ import annotations

from dataclasses import dataclass

from baton.desk.looks.waiting import Waiting
from baton.domain.assessment.models import Run
from baton.domain.orgs.models import Post

MOST_NAMED = 5


@dataclass(frozen=True)
class Stranded:
    """The leaders of one unit that has ended, each with his page of the roster; into: the unit it went into."""

    unit: str
    into: str
    people: tuple[tuple[int, str], ...]

    @property
    def why(self) -> str:
        """团市委已并入市总工会, or 已撤销."""
        return f"{self.unit}已并入{self.into}" if self.into else f"{self.unit}已撤销"

    @property
    def names(self) -> str:
        """The first five, and how many there are."""
        more = f"等 {len(self.people)} 人" if len(self.people) > MOST_NAMED else ""
        return "、".join(name for _, name in self.people[:MOST_NAMED]) + more

    @property
    def first(self) -> int:
        """The page of the first of them."""
        return self.people[0][0]


def stranded_of(run: Run, waiting: Waiting) -> list[Stranded]:
    """Of those who wait for a total: whose unit had ended by the day of the run, unit by unit; one query, none if no leader waits."""
    if not waiting.people:
        return []
    codes = [line.subject for line in waiting.people]
    held = Post.objects.filter(
        standing__year=run.round.scheme.year, standing__unit__code__in=codes, ends_on=None, standing__ends_on=None,
        unit__standings__year=run.round.scheme.year, unit__standings__ends_on__lt=run.round.on,
    ).order_by("unit__name", "standing__order", "pk")  # fmt: skip
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for unit, into, pk, name in held.values_list(
        "unit__name", "unit__standings__merged_into__name", "standing__unit__pk", "standing__unit__name"
    ):  # fmt: skip
        found.setdefault((unit, into or ""), []).append((pk, name))
    return [Stranded(unit, into, tuple(people)) for (unit, into), people in found.items()]
