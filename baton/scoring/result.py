"""What a run gives: subjects, nodes and indicators, and its canonical form (semantics §10, §11)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from baton.scoring.board import Board
from baton.scoring.canonical import (
    SEMANTICS,
    canonical_bytes,
    decimal_text,
    digest,
    digest_of,
    run_id,
)
from baton.scoring.columns import Column
from baton.scoring.facts import STATES, table
from baton.scoring.frame import Frame
from baton.scoring.inputs import When
from baton.scoring.nodes.values import STATUSES, Values
from baton.scoring.plan import Plan
from baton.scoring.scores import DROPPED, OPEN, OUTCOMES, UNSCORED, Scores, Standing
from baton.scoring.vetoes import Effect

SUBJECTS = (
    "subject", "group", "status", "total", "carried", "interim", "share", "rank", "grade", "reason",
)  # fmt: skip
NODES = ("subject", "node", "status", "value")
ITEMS = ("subject", "item", "state", "outcome", "score")


@dataclass
class Line:
    """One subject's result; numbers are decimal text, None where there is none."""

    subject: str
    group: str
    status: str = "unranked"
    total: str | None = None
    carried: str | None = None
    interim: str | None = None
    share: str | None = None
    rank: int | None = None
    grade: str | None = None
    reason: str = ""


@dataclass
class Result:
    """A finished run with everything needed to explain any of its numbers."""

    plan: Plan
    frame: Frame
    moment: When
    standing: Standing
    before: Scores
    scores: Scores
    nodes: dict[str, dict[str, Values]]
    lines: dict[str, Line]
    effects: dict[str, Effect]
    quotas: dict[str, dict[str, int]]
    edges: dict[str, list[str]]
    board: Board

    def score(self, subject: str, code: str) -> str | None:
        """One indicator's final score as decimal text."""
        cell = self.cell(subject, code)
        if cell is None or self.scores.outcome[cell] in {DROPPED, UNSCORED, OPEN}:
            return None
        return decimal_text(int(self.scores.score.num[cell]), self.scores.score.places)

    def cell(self, subject: str, code: str) -> int | None:
        """The number of a cell, None where the indicator does not apply to the subject."""
        row = self.plan.row_of.get(subject)
        start, stop = self.plan.cells_of.get(code, (0, 0))
        if row is None or start == stop:
            return None
        at = start + int(np.searchsorted(self.plan.cell_row[start:stop], row))
        return at if at < stop and int(self.plan.cell_row[at]) == row else None

    def node(self, subject: str, code: str) -> tuple[str, str | None]:
        """One node's status and value for a subject."""
        row = self.plan.row_of[subject]
        group = self.plan.groups[int(self.plan.group_of_row[row])]
        values, at = self.nodes[group.name][code], row - group.start
        value = decimal_text(*values.value.ratio(at)) if values.has[at] else None
        return STATUSES[int(values.status[at])], value

    @cached_property
    def rulebook_digest(self) -> str:
        """SHA-256 of the canonical rule book."""
        return digest(self.plan.rulebook)

    @cached_property
    def facts_digest(self) -> str:
        """SHA-256 of the canonical facts."""
        return digest(self.plan.facts.canonical())

    def facts_bytes(self) -> bytes:
        """The canonical facts as they are written and hashed; their hash is known from then on."""
        made = canonical_bytes(self.plan.facts.canonical())
        self.facts_digest = digest_of(made)
        return made

    @cached_property
    def run(self) -> str:
        """The name of this run."""
        return run_id(self.rulebook_digest, self.facts_digest)

    def canonical(self) -> dict[str, Any]:
        """The canonical result with its tables sorted."""
        subjects = [[getattr(line, name) for name in SUBJECTS] for line in self.lines.values()]
        return {
            "format": "baton.result/1",
            "semantics": SEMANTICS,
            "run": self.run,
            "subjects": table(SUBJECTS, sorted(subjects, key=lambda line: line[0])),
            "nodes": table(NODES, sorted(self._node_lines())),
            "items": table(ITEMS, sorted(self._item_lines(), key=lambda line: line[:2])),
        }

    def _node_lines(self) -> list[list[Any]]:
        lines = []
        for group in self.plan.groups:
            rows = self.plan.rows[group.start : group.stop]
            for code in group.nodes:
                values = self.nodes[group.name][code]
                texts = texts_of(values.value, values.has.tolist())
                status = values.status.tolist()
                lines += [
                    [row.subject, code, STATUSES[status[i]], texts[i]] for i, row in enumerate(rows)
                ]
        return lines

    def _item_lines(self) -> list[list[Any]]:
        outcome = self.scores.outcome
        shown = ~np.isin(outcome, (DROPPED, UNSCORED, OPEN))
        texts = texts_of(self.scores.score, shown.tolist())
        rows, items = self.plan.cell_row.tolist(), self.plan.cell_item.tolist()
        states, outcomes = self.scores.state.tolist(), outcome.tolist()
        return [
            [self.plan.rows[rows[i]].subject, self.plan.codes[items[i]], STATES[states[i]],
             OUTCOMES[outcomes[i]], texts[i]]
            for i in range(len(texts))
        ]  # fmt: skip


def texts_of(values: Column, shown: list[bool]) -> list[str | None]:
    """Decimal texts of a column, None where nothing is to be shown."""
    places = values.places
    return [
        decimal_text(n, places) if here else None
        for n, here in zip(values.num.tolist(), shown, strict=True)
    ]
