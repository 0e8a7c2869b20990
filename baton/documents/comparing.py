"""稿间比较: what changed between two rule books, and whose score moved by how much for which reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from baton.documents.archives import read_json_file
from baton.documents.problems import Problems
from baton.documents.rule_changes import Change, rulebook_changes
from baton.scoring import score
from baton.scoring.canonical import DECIMAL
from baton.scoring.facts import Event, Facts
from baton.scoring.result import Line, Result

__all__ = [
    "Change",
    "Move",
    "fact_changes",
    "moves",
    "read_result",
    "result_moves",
    "rulebook_changes",
]
MOST_REASONS = 500
TOLD = ("subject", "group", "total", "rank", "grade")


@dataclass(frozen=True)
class Move:
    """One subject's move: totals, ranks, grades, and the parts of the difference; the parts add up to it."""

    subject: str
    name: str
    old: str | None
    new: str | None
    old_rank: int | None
    new_rank: int | None
    rule: Fraction | None
    figures: Fraction | None
    events: Fraction | None
    cohort: Fraction | None
    old_grade: str | None = None
    new_grade: str | None = None

    @property
    def has_new_grade(self) -> bool:
        return self.old_grade != self.new_grade


TITLES = {"roster": "名册", "agreement": "责任书", "observations": "数据", "events": "事项"}
KEYS = {"roster": 1, "agreement": 3, "observations": 4, "events": 1}


def fact_changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, int]:
    """How many lines differ between two canonical facts, by table; only tables that differ.

    What a line says counts, not where it was read from.
    """
    found = {}
    for table, title in TITLES.items():
        before, after = _told(old[table], table), _told(new[table], table)
        changed = sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
        if changed:
            found[title] = changed
    return found


def _told(table: dict[str, Any], name: str) -> dict[Any, Any]:
    silent = [
        table["columns"].index(column) for column in ("source",) if column in table["columns"]
    ]
    lines = ([part for at, part in enumerate(line) if at not in silent] for line in table["rows"])
    return {(*line[: KEYS[name]],): line for line in lines}


def moves(
    old: Result, new: Result, *, most: int = MOST_REASONS, among: Set[str] | None = None
) -> list[Move]:
    """Who moved and why: rule, own figures, own events, the rest of the group; largest moves first.

    The rule is changed first on the old facts, then the subject's own figures and agreement, then its own
    events; what remains came from others. The four parts add up to the difference exactly. Whoever has figures or
    events of its own that changed has to be scored again; that is done for the ``most`` largest such moves.
    ``among``: reasons for these subjects only.
    """
    rules = old
    if old.plan.rulebook != new.plan.rulebook:
        rules = score(new.plan.rulebook, old.plan.facts)
    names = {subject.subject: subject.name for subject in new.plan.facts.roster}
    names |= {
        subject.subject: names.get(subject.subject) or subject.name
        for subject in old.plan.facts.roster
    }
    donors = Own(rules.plan.facts), Own(new.plan.facts)
    found, left = [], most
    for move in result_moves(old.lines, new.lines):
        move = replace(move, name=names.get(move.subject) or move.subject)
        changed = donors[0].differs(donors[1], move.subject)
        if (not changed or left) and (among is None or move.subject in among):
            move = _explained(move, rules, new, donors)
            left -= changed
        found.append(move)
    return found


def read_result(path: Path, *, problems: Problems) -> dict[str, Line] | None:
    """The subjects of a canonical result file; None after naming what is wrong."""
    raw = read_json_file(path, problems=problems)
    if raw is None:
        return None
    try:
        at = [raw["subjects"]["columns"].index(name) for name in TOLD]
        rows = [[row[place] for place in at] for row in raw["subjects"]["rows"]]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError):
        rows = [[None] * len(TOLD)]
    if not all(_is_result(row) for row in rows):
        problems.error(
            path.name,
            "不是完好的结果文件",
            "请用 baton score --format json 重新写出",
            code="result-json",
        )
        return None
    return {row[0]: Line(row[0], row[1], total=row[2], rank=row[3], grade=row[4]) for row in rows}


def _is_result(row: list[Any]) -> bool:
    subject, group, total, rank, grade = row
    number = total is None or (isinstance(total, str) and DECIMAL.fullmatch(total) is not None)
    return (
        isinstance(subject, str)
        and isinstance(group, str)
        and number
        and isinstance(rank, int | None)
        and isinstance(grade, str | None)
    )


def result_moves(old: dict[str, Line], new: dict[str, Line]) -> list[Move]:
    """Whose total, rank or grade moved between two results, by how much; the reasons are not known."""
    found = []
    nobody = Line("", "")
    for subject in sorted(old.keys() | new.keys()):
        before, after = old.get(subject, nobody), new.get(subject, nobody)
        sides = [(line.subject, line.total, line.rank, line.grade) for line in (before, after)]
        if sides[0] != sides[1]:
            found.append(
                Move(
                    subject, subject, before.total, after.total, before.rank, after.rank, None, None, None, None,
                    before.grade, after.grade,
                )
            )  # fmt: skip
    return sorted(found, key=_size)


class Own:
    """What each subject of some facts has of its own, found once for all of them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.observed: defaultdict[str, list[Any]] = defaultdict(list)
        self.agreed: defaultdict[str, dict[Any, Any]] = defaultdict(dict)
        self.events: defaultdict[str, list[Event]] = defaultdict(list)
        for line in facts.observations:
            self.observed[line[0]].append(line)
        for key, value in facts.agreement.items():
            self.agreed[key[0]][key] = value
        for event in facts.events:
            self.events[event.subject].append(event)

    def has_same_figures(self, other: Own, subject: str) -> bool:
        return (
            self.observed[subject] == other.observed[subject]
            and self.agreed[subject] == other.agreed[subject]
        )

    def differs(self, other: Own, subject: str) -> bool:
        """Whether anything of a subject's own changed."""
        same = self.events[subject] == other.events[subject]
        return not (same and self.has_same_figures(other, subject))


def _explained(move: Move, rules: Result, new: Result, donors: tuple[Own, Own]) -> Move:
    """A move with its four parts; as it is where there is no total on one side."""
    middle = rules.lines.get(move.subject)
    if move.old is None or move.new is None or middle is None or middle.total is None:
        return move
    figures = _with_figures(move.subject, *donors)
    both = _with_events(move.subject, figures, donors)
    steps = [Fraction(move.old), Fraction(middle.total)]
    for facts, earlier in ((figures, rules.plan.facts), (both, figures)):
        same = facts is earlier
        steps.append(steps[-1] if same else _total(new, facts, move.subject, steps[-1]))
    steps.append(Fraction(move.new))
    rule, own, events, cohort = (b - a for a, b in pairwise(steps))
    return replace(move, rule=rule, figures=own, events=events, cohort=cohort)


def _total(new: Result, facts: Facts, subject: str, otherwise: Fraction) -> Fraction:
    total = score(new.plan.rulebook, facts).lines[subject].total
    return otherwise if total is None else Fraction(total)


def _with_figures(subject: str, base: Own, donor: Own) -> Facts:
    """``base`` with this subject's figures and targets from ``donor``; the very same facts where they agree."""
    facts = base.facts
    if base.has_same_figures(donor, subject):
        return facts
    kept = [line for line in facts.observations if line[0] != subject]
    others = {key: value for key, value in facts.agreement.items() if key[0] != subject}
    return replace(
        facts,
        observations=[*kept, *donor.observed[subject]],
        agreement=others | donor.agreed[subject],
    )


def _with_events(subject: str, facts: Facts, donors: tuple[Own, Own]) -> Facts:
    """``facts`` with this subject's events from the second donor; the very same facts where they agree."""
    base, donor = donors
    if base.events[subject] == donor.events[subject]:
        return facts
    others = [event for event in facts.events if event.subject != subject]
    return replace(facts, events=[*others, *donor.events[subject]])


def _size(move: Move) -> tuple[bool, Fraction, str]:
    if move.old is None or move.new is None:
        return False, Fraction(0), move.subject
    return True, -abs(Fraction(move.new) - Fraction(move.old)), move.subject
