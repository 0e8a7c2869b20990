"""打分表要的数: one data item that a lead unit is asked for, with the rule's words about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from baton.documents.names import with_measure


@dataclass(frozen=True)
class Column:
    """A data item on the page: its name and unit of measure, the rule's sentence, what may be written.

    periods: the item is asked for several periods and stands on a page of its own. words: grades to choose from.
    keys: levels that are counted apart, on a page of their own. votes: "" for cases, "levels" for slips counted by level,
    "marks" for slips on which scores are written. points: the full points of its indicator; full: the same for each unit
    whose agreement says them. targets: what each unit promised. is_direct: somebody gives the points.
    """

    name: str
    measure: str
    indicator: str
    sentence: str
    sample: str
    subjects: frozenset[str]
    has_points: bool
    periods: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    least: str | None = None
    most: str | None = None
    keys: tuple[str, ...] = ()
    votes: Literal["", "levels", "marks"] = ""
    points: str = ""
    is_direct: bool = False
    full: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)

    @property
    def head(self) -> str:
        return with_measure(self.name, self.measure)
