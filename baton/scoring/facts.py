"""The four sealed fact tables and their canonical form (semantics §2 and §11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

STATES = ("reported", "excused", "not_applicable", "not_yet", "pending", "missing")
REPORTED, EXCUSED, NOT_APPLICABLE, NOT_YET, PENDING, MISSING = range(6)
STATE_CODE = {name: code for code, name in enumerate(STATES)}

ROSTER = (
    "subject", "name", "kind", "group", "parent", "order", "team", "from", "to", "listing",
    "aliases", "links",
)  # fmt: skip
SUBJECT_FIELDS = (
    "subject", "name", "kind", "group", "parent", "order", "team", "start", "end", "listing",
)  # fmt: skip
AGREEMENT = ("subject", "indicator", "field", "value")
OBSERVATIONS = ("subject", "item", "period", "key", "value", "state", "source", "date")
UNREPORTED, CLOSED = STATES[NOT_YET], STATES[MISSING]
HELD_BACK = "先不采用"  # with this begins the source of a cell that came and that the office does not take yet
EVENTS = (
    "id", "subject", "kind", "level", "matter", "date", "until", "document", "role", "count",
    "points", "counted", "decision", "elsewhere",
)  # fmt: skip
EVERYBODY = "*"


@dataclass(frozen=True, slots=True)
class Subject:
    """One line of the roster: a unit or a person who is assessed."""

    subject: str
    name: str = ""
    kind: str = "unit"
    group: str = ""
    parent: str = ""
    order: int = 0
    team: str = ""
    start: str = ""
    end: str = ""
    listing: str = "ranked"
    aliases: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()

    def is_active(self, on: str) -> bool:
        """On the roster at the reference date; an empty date asks nothing."""
        if not on:
            return True
        return (not self.start or self.start <= on) and (not self.end or on <= self.end)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the ledger of commendations, deductions, vetoes and promotions."""

    id: str
    subject: str
    kind: str
    level: str = ""
    matter: str = ""
    date: str = ""
    until: str = ""
    document: str = ""
    role: str = "lead"
    count: int = 1
    points: str | None = None
    counted: str | None = None
    decision: str = "accepted"
    elsewhere: bool = False

    def is_effective(self, on: str) -> bool:
        """Accepted and not past its last day."""
        return self.decision == "accepted" and (not self.until or not on or on <= self.until)


Observation = tuple[str, str, str, str, str | None, str, str, str]


@dataclass
class Facts:
    """What happened: roster, agreement, observations and events, with their reference period and date."""

    roster: list[Subject]
    agreement: dict[tuple[str, str], dict[str, str | None]]
    observations: list[Observation]
    events: list[Event]
    as_of: str = ""
    on: str = ""
    absent: str = "not_yet"
    shared: dict[str, dict[str, str | None]] = field(default_factory=dict)

    @classmethod
    def from_canonical(cls, raw: dict[str, Any]) -> Facts:
        """Facts from canonical JSON; the tables may be in any order."""
        agreement: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
        shared: dict[str, dict[str, str | None]] = defaultdict(dict)
        for line in _rows(raw["agreement"], AGREEMENT):
            subject, indicator, name, value = line
            if subject == EVERYBODY:
                shared[indicator][name] = value
            else:
                agreement[subject, indicator][name] = value
        return cls(
            roster=[subject_of(line) for line in _rows(raw["roster"], ROSTER)],
            agreement=dict(agreement),
            observations=[tuple(line) for line in _rows(raw["observations"], OBSERVATIONS)],
            events=[Event(*line) for line in _rows(raw["events"], EVENTS)],
            as_of=raw["as_of"],
            on=raw["on"],
            absent=raw["absent"],
            shared=dict(shared),
        )

    def closed(self) -> Facts:
        """With the books closed: what nobody has reported is missing, be it a blank or a cell that says 未出数."""
        lines = [_closed(line) for line in self.observations]
        return replace(self, observations=lines, absent=CLOSED)

    @property
    def held_back(self) -> set[tuple[str, str]]:
        """The subjects and data items of which a figure came and is not taken yet."""
        return {
            (line[0], line[1])
            for line in self.observations
            if line[4] is None and line[6].startswith(HELD_BACK)
        }

    @property
    def books_told(self) -> str:
        """That the books are closed, as boards and papers say it; empty while they are open."""
        if self.absent != CLOSED:
            return ""
        held = len(self.held_back)
        more = f",先不采用的 {held} 格也按缺报算" if held else ""
        return f"已关账,没有报的按缺报算{more}"

    def agreed(self, subject: str, indicator: str, name: str) -> str | None:
        """One agreed value, the shared line standing in; None when it is absent or empty."""
        own = self.agreement.get((subject, indicator))
        if own is not None and name in own:
            return own[name]
        return self.shared.get(indicator, {}).get(name)

    def agreed_values(self, subjects: list[str], indicator: str, name: str) -> list[str | None]:
        """The same agreed value for many subjects, in their order."""
        shared = self.shared.get(indicator, {}).get(name)
        nothing: dict[str, str | None] = {}
        get = self.agreement.get
        return [get((subject, indicator), nothing).get(name, shared) for subject in subjects]

    def canonical(self) -> dict[str, Any]:
        """Canonical JSON with every table sorted by its key."""
        agreed = [
            [subject, indicator, name, value]
            for (subject, indicator), fields in self.agreement.items()
            for name, value in fields.items()
        ]
        agreed += [
            [EVERYBODY, indicator, name, value]
            for indicator, fields in self.shared.items()
            for name, value in fields.items()
        ]
        return {
            "format": "baton.facts/1",
            "as_of": self.as_of,
            "on": self.on,
            "absent": self.absent,
            "roster": table(ROSTER, sorted((_roster_line(s) for s in self.roster), key=_first)),
            "agreement": table(AGREEMENT, sorted(agreed, key=lambda line: line[:3])),
            "observations": table(
                OBSERVATIONS, _in_order([list(line) for line in self.observations])
            ),
            "events": table(EVENTS, sorted((_event_line(e) for e in self.events), key=_first)),
        }


def closed(facts: dict[str, Any]) -> dict[str, Any]:
    """Canonical facts with the books closed, as `Facts.closed`."""
    lines = [list(_closed(tuple(line))) for line in _rows(facts["observations"], OBSERVATIONS)]
    return facts | {"observations": table(OBSERVATIONS, lines), "absent": CLOSED}


def _closed(line: Observation) -> Observation:
    subject, item, period, key, value, state, source, date = line
    state = CLOSED if state == UNREPORTED else state
    return subject, item, period, key, value, state, source, date


def table(columns: Iterable[str], rows: list[Any]) -> dict[str, Any]:
    """The canonical form of a table."""
    return {"columns": list(columns), "rows": rows}


def _rows(raw: dict[str, Any], columns: tuple[str, ...]) -> Iterable[Any]:
    if tuple(raw["columns"]) == columns:
        return list(raw["rows"])
    places = [raw["columns"].index(name) for name in columns]
    return [[line[place] for place in places] for line in raw["rows"]]


def subject_of(line: list[Any]) -> Subject:
    """A line of the roster table as a subject."""
    name_to_listing, aliases, links = line[:10], line[10], line[11]
    made: dict[str, Any] = dict(zip(SUBJECT_FIELDS, name_to_listing, strict=True))
    return Subject(
        **made, aliases=tuple(aliases), links=tuple((unit, share) for unit, share in links)
    )


def _roster_line(s: Subject) -> list[Any]:
    head: list[Any] = [
        s.subject, s.name, s.kind, s.group, s.parent, s.order, s.team, s.start, s.end, s.listing,
    ]  # fmt: skip
    return [*head, list(s.aliases), [list(link) for link in s.links]]


def _event_line(e: Event) -> list[Any]:
    return [getattr(e, name) for name in EVENTS]


def _first(line: list[Any]) -> Any:
    return line[0]


def _in_order(lines: list[list[Any]]) -> list[list[Any]]:
    """By key, an empty value first; only where one key comes twice does it take asking for empty values."""
    try:
        return sorted(lines)
    except TypeError:
        return sorted(lines, key=_null_first)


def _null_first(line: list[Any]) -> Any:
    return (*line[:4], line[4] is not None, line[4] or "", *line[5:])
