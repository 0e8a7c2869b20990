"""What every unit's account of a run needs beside the unit's own figures, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from baton.desk.ledger.claim_sums import counted
from baton.desk.looks.own_tree import factors
from baton.desk.looks.told_figures import Manner
from baton.desk.papers import asides, combining
from baton.desk.papers.gathering import full_names, groups_of, subjects_of, titles_of
from baton.desk.papers.lead_words import words_of
from baton.desk.results import result_of
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.models import Run
from baton.scoring.explain.context import Context

Content = TypeVar("Content")


class Background:
    """What the papers of a run know of it, each asked for once."""

    def __init__(self, run: Run) -> None:
        self.run, self.result = run, result_of(run)
        self.context = Context.of(self.result)
        self.titles = titles_of(run)
        self.called = full_names(self.result, self.titles)
        self.known = subjects_of(self.result)
        self._plain: dict[str, dict[str, str]] = {}
        self._apart: dict[int, set[str]] = {}

    def apart(self, subject: str) -> set[str]:
        """What of a unit's tree takes no points from its total by itself."""
        plan = self.result.plan
        if subject not in plan.row_of:
            return set()
        group = int(plan.group_of_row[plan.row_of[subject]])
        if group not in self._apart:
            below = factors(self.result, subject).keys()
            self._apart[group] = below | combining.below(self.result, subject)
        return self._apart[group]

    def told_in(self, group: str, content: Content) -> Content:
        """What is told to one group only: its indicators by the names by which it knows them."""
        if group not in self._plain:
            self._plain[group] = plain_names(self.result.plan.rulebook, group)
        return plainly(content, self._plain[group])

    @cached_property
    def manner(self) -> Manner:
        """How figures are told."""
        return Manner.for_result(self.result)

    @cached_property
    def words(self) -> Any:
        """What lead units wrote beside their figures."""
        return words_of(self.run)

    @cached_property
    def parts(self) -> Any:
        """What of each line of the ledger counted."""
        return counted(self.run)

    @cached_property
    def claims(self) -> dict[str, list[asides.Aside]]:
        """The ledger's lines that the run knows, by unit."""
        return asides.of_run(self.run, self.result, self.parts)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """How many there are in each group."""
        return {name: len(lines) for name, lines in groups_of(self.run).items()}
