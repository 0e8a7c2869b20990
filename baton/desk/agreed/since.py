"""从第几版起: from which version on what is agreed holds, so that rounds on an older version keep what they were computed by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from baton.desk.agreed.asked import Agreed, agreed_of, by_pair
from baton.documents.agreement_tables import HAS_TASK, TASK
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Version
from baton.domain.targets import queries as targets
from baton.domain.targets.queries import Pair
from baton.domain.targets.services import Line
from baton.scoring.facts import EVERYBODY

FIRST = 1


def number_of(newest: Version) -> int:
    """The version into which a change of the rules goes: the open draft, else the one that follows."""
    return newest.number + (newest.state != Version.State.DRAFT)


def layer(layers: dict[Pair, list[int]], pair: Pair, number: int) -> int:
    """Since which version holds what a version has about a unit's indicator."""
    return max((one for one in layers.get(pair, ()) if one <= number), default=FIRST)


def holding(scheme: Scheme, number: int, lines: Iterable[Line]) -> list[Line]:
    """Those lines that a version will have: not those of a later one, nor of one whose place was taken since."""
    layers = targets.layers(scheme)
    return [line for line in lines if layer(layers, line.cell[:2], number) <= line.since <= number]


def shown(round: Round) -> dict[Pair, dict[str, str | None]]:
    """By unit and indicator what a round's page shows: what its version has, else what the draft has that is to follow."""
    agreed = agreed_of(round)
    own, ahead = (
        by_pair(targets.agreement(round.scheme, one)) for one in (agreed.own, agreed.ahead)
    )
    return ahead | own


def placed(round: Round, lines: Sequence[Line]) -> list[Line]:
    """Lines about the agreement as a round's page shows it, each with the version from which on it is to hold.

    A changed value holds wherever the unit has the task, for the round's version and for the draft that is to follow it.
    Whom an indicator is for only changes from the round's version on, or from the draft's where only that asks for it.
    """
    placing = _Placing(round)
    found: list[Line] = []
    for pair, own in _by_pair(lines).items():
        found += [line._replace(since=since) for since in placing.layers_for(pair, own) for line in own]  # fmt: skip
    return found


def _by_pair(lines: Iterable[Line]) -> dict[Pair, list[Line]]:
    found: dict[Pair, list[Line]] = {}
    for line in lines:
        found.setdefault(line.cell[:2], []).append(line)
    return found


class _Placing:
    """What is known of the versions of a scheme, for lines written on the page of one round."""

    def __init__(self, round: Round) -> None:
        self.scheme, self.agreed = round.scheme, agreed_of(round)
        self.own, self.ahead = self.agreed.own, self.agreed.ahead
        self.layers = targets.layers(self.scheme)
        self.said = {
            number: by_pair(targets.agreement(self.scheme, number)) for number in {self.own, self.ahead}
        }  # fmt: skip
        self._older: dict[int, set[str]] | None = None

    @property
    def older(self) -> dict[int, set[str]]:
        """By number, older versions that rounds go by, each with the indicators that are only for whom is listed."""
        if self._older is None:
            used = Version.objects.filter(
                scheme=self.scheme, rounds__voided_at=None, rounds__isnull=False, number__lt=self.ahead
            ).distinct()  # fmt: skip
            self._older = {
                one.number: {item["code"] for item in schemes.book_of(one)["items"] if item["applies"] == "agreed"}
                for one in used
            }  # fmt: skip
        return self._older

    def layers_for(self, pair: Pair, lines: Sequence[Line]) -> list[int]:
        """Since which versions these lines about one unit's indicator are to hold."""
        in_own, in_ahead = pair in self.said[self.own], pair in self.said[self.ahead]
        found = set()
        if in_own:
            found.add(self.own if self._leaves(pair, lines) else layer(self.layers, pair, self.own))
        later = layer(self.layers, pair, self.ahead)
        if in_ahead and later > self.own:
            found.add(later)
        if not found:
            found.add(self._first(pair))
        return sorted(found)

    def _leaves(self, pair: Pair, lines: Sequence[Line]) -> bool:
        """Whether the unit has nothing agreed any more, and a round on an older version still has it."""
        left = set(self.said[self.own][pair]) - {line.field for line in lines if line.is_withdrawn}
        if left or any(not line.is_withdrawn for line in lines) or pair[0] == EVERYBODY:
            return False
        return any(number < self.own and pair[1] in listed for number, listed in self.older.items())

    def _first(self, pair: Pair) -> int:
        """For a unit of which nothing is agreed: after the last older version that it would be added to unasked."""
        subject, code = pair
        task = self.agreed.task(subject, code)
        number = self.ahead if task is not None and task.is_ahead else self.own
        before = [one for one, listed in self.older.items() if one < number and code in listed]
        if subject == EVERYBODY:
            before = []
        return max([FIRST, *(one + 1 for one in before), layer(self.layers, pair, number)])


def task_lines(
    scheme: Scheme | None, number: int, code: str, units: Iterable[str], source: str
) -> list[Line]:
    """Lines that give units a task in a version: what was agreed before it was taken away in that version, else that they have it."""
    layers = targets.layers(scheme) if scheme else {}
    before = by_pair(targets.agreement(scheme, number - 1)) if scheme and layers else {}
    found = []
    for unit in units:
        is_taken = number in layers.get((unit, code), ())
        known = before.get((unit, code), {}) if is_taken else {}
        found += [Line(unit, code, name, value, source) for name, value in known.items()] or [
            Line(unit, code, TASK, HAS_TASK, source)
        ]
    return found


@dataclass(frozen=True)
class Moved:
    """An indicator that is for others from a version on: who is added and who leaves, by name."""

    code: str
    name: str
    added: tuple[str, ...]
    dropped: tuple[str, ...]


def moved(agreed: Agreed) -> list[Moved]:
    """Whom the newest version assesses otherwise than the round's own, indicator by indicator; not what is wholly new or gone."""
    found = []
    for one in agreed.every:
        added = tuple(task.name for task in one.tasks if task.is_ahead)
        dropped = tuple(task.name for task in one.tasks if task.is_going)
        stays = any(not (task.is_ahead or task.is_going) for task in one.tasks)
        if (added and dropped) or ((added or dropped) and stays):
            found.append(Moved(one.code, one.name, added, dropped))
    return found
