"""规则书的毛病: every fault of a canonical rule book, all reported together, each with its place and remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
Json = Any
MOST_FAULTS = 2000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at `path` of the canonical JSON, and what to do; both one Chinese sentence."""

    path: Path
    what: str
    remedy: str

    def __str__(self) -> str:
        place = ".".join(str(step) for step in self.path) or "规则书"
        return f"{place}:{self.what} → {self.remedy}"


class Faults:
    """Collects faults; beyond a couple of thousand nobody reads on, so the rest is dropped."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self._seen: set[Fault] = set()

    def add(self, path: Path, what: str, remedy: str) -> None:
        """Remember one fault; the same fault at the same place only once."""
        fault = Fault(path, what, remedy)
        if len(self.found) < MOST_FAULTS and fault not in self._seen:
            self._seen.add(fault)
            self.found.append(fault)

    def __len__(self) -> int:
        return len(self.found)


def find_faults(rulebook: Json) -> list[Fault]:
    """Every fault of a canonical rule book, or an empty list. Never raises, whatever it is given."""
    from baton.scoring.rulebook.checks.book import check_book

    faults = Faults()
    check_book(rulebook, faults)
    return faults.found


def labelled(rulebook: Mapping[str, Json], path: Path) -> str:
    """The place as an official would say it: "指标F03·起扣线"."""
    from baton.scoring.rulebook.checks.places import spoken

    return spoken(rulebook, path)
