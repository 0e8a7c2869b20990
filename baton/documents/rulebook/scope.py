"""读到哪里: the row being read, where each of its values stands in the file, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from baton.documents.dates import Periods
from baton.documents.problems import Problems
from baton.documents.rulebook.composing import Node, place
from baton.scoring.rulebook.faults import Path


class Unread:
    """Stands for a value whose problem has been reported already."""

    def __repr__(self) -> str:
        return "BAD"


BAD = Unread()


@dataclass(frozen=True, slots=True)
class OpenReading:
    """A reading that the file leaves open; the draft takes the first of `choices` until it is declared."""

    path: Path
    key: str
    choices: tuple[str, ...]
    place: str
    note: str = ""


@dataclass
class Source:
    """The file: its name, the problems found, the readings left open and those only taken for the time being."""

    name: str
    problems: Problems
    open_readings: list[OpenReading] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    _known: tuple[list[str], Periods] = field(default_factory=lambda: ([], Periods([])))

    def period(self, text: str) -> str:
        """The period code a text means ("6月" for "2026-06"), or the text itself."""
        if self._known[0] != self.calendar:
            self._known = list(self.calendar), Periods(self.calendar)
        return self._known[1].find(text) or text


@dataclass
class Scope:
    """One row on its way to canonical JSON. label: as an official says it, "指标F03"; node: where it begins."""

    source: Source
    label: str
    node: Node
    marks: dict[Path, Node] = field(default_factory=dict)
    bad: set[Path] = field(default_factory=set)
    waiting: list[OpenReading] = field(default_factory=list)
    awards: set[str] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    percents: dict[Path, Node] = field(
        default_factory=dict
    )  # numbers compared with the data that are written with %

    def __post_init__(self) -> None:
        self.node = self.node.key or self.node

    def fault(
        self, node: Node | None, key: str, what: str, remedy: str, code: str = "rulebook"
    ) -> None:
        """Report a problem at a node of this row, under a Chinese key."""
        label = f"{self.label}·{key}" if self.label and key else self.label or key
        where = place(self.source.name, node or self.node, label)
        self.source.problems.error(where, what, remedy, code=code)

    def refuse(
        self,
        path: Path,
        node: Node | None,
        key: str,
        what: str,
        remedy: str,
        code: str = "rulebook",
    ) -> Unread:
        """Report, and remember that there is no value at `path`."""
        self.fault(node, key, what, remedy, code)
        self.bad.add(path)
        return BAD

    def left_open(self, path: Path, key: str, choices: tuple[str, ...], note: str = "") -> None:
        """Remember a reading that nobody declared; reported once the row's place in its table is known."""
        where = place(self.source.name, self.node, f"{self.label}·{key}" if self.label else key)
        self.waiting.append(OpenReading(path, key, choices, where, note))


Row = dict[str, Any]
