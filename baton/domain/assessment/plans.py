"""发布安排, read: what was decided beforehand for each stage and reader, what has been done, what is overdue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from baton.domain import clock
from baton.domain.assessment.models import Dispatch, Release, ReleasePlan, Run
from baton.domain.assessment.queries import drafts, reaches
from baton.domain.assessment.readers import (
    ACCOUNTS,
    OFFERED,
    PAPER_READERS,
    WAYS,
    Layer,
    Outgoing,
    Reader,
    covers,
)
from baton.domain.rounds.calendar import ORDER
from baton.domain.rounds.models import Round, Stage
from baton.domain.rounds.queries import steps

Place = tuple[str, str]  # stage and reader
LAYER_WORDS, PAPER_WORDS = dict(Layer.choices), dict(Outgoing.choices)
NOTHING = "不看"
NO_PAPER = "不发"


@dataclass(frozen=True)
class Plan:
    """What was decided for a round: by stage and reader the layer or the papers; whatever is not there is nothing."""

    cells: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    made: ReleasePlan | None = None

    def at(self, stage: str, reader: str) -> tuple[str, ...]:
        return self.cells.get((str(stage), str(reader)), ())

    def layer(self, stage: str, reader: str) -> str:
        """How deep an account is to look; empty: not at all."""
        return next(iter(self.at(stage, reader)), "")

    def exceeds(self, stage: str, reader: str, what: str) -> bool:
        """Whether this is more than was decided; never where nobody decided anything.

        >>> cells = {("notice", "leader"): ("totals",), ("notice", "public"): ("names", "bulletin-rank")}
        >>> plan = Plan(cells, ReleasePlan())
        >>> plan.exceeds("notice", "leader", "names"), plan.exceeds("notice", "leader", "items")
        (False, True)
        >>> plan.exceeds("notice", "viewer", "names"), plan.exceeds("notice", "public", "praise")
        (True, True)
        >>> plan.exceeds("notice", "public", "bulletin"), plan.exceeds("notice", "public", "bulletin-items")
        (False, True)
        >>> Plan().exceeds("notice", "leader", "items")
        False
        """
        if self.made is None:
            return False
        if reader in PAPER_READERS:
            return not covers(self.at(stage, reader), what)
        return not reaches(self.layer(stage, reader), what)

    def ways(self, stage: str, paper: str) -> list[str]:
        """How a paper is to be told at a stage, the least first: as planned for any reader; not planned: the least.

        >>> plan = Plan({("final", "units"): ("letters", "bulletin-rank"), ("final", "public"): ("bulletin",)})
        >>> plan.ways("final", "bulletin"), plan.ways("final", "checks"), plan.ways("final", "annex")
        (['bulletin', 'bulletin-rank'], ['checks'], ['annex'])
        """
        wanted = {what for (at, _), own in self.cells.items() if at == stage for what in own}
        return [one for one in WAYS.get(paper, {}) if one in wanted] or [paper]

    def receivers(self, stage: str, what: str) -> list[str]:
        """Whom a paper told in this way is planned for at a stage, in words."""
        return [str(one.label) for one in Reader if what in self.at(stage, one.value)]


def plan_of(round: Round) -> Plan:
    """The newest plan of a round; two queries, one where there is none."""
    made = round.release_plans.order_by("-pk").first()
    return _read(made) if made else Plan()


def plan_before(round: Round) -> Plan:
    """The plan to copy: that of the newest earlier round of the same kind, else of any other; two queries."""
    others = list(
        ReleasePlan.objects.exclude(round=round).filter(round__voided_at=None).select_related("round").order_by("-round__on", "-pk")
    )  # fmt: skip
    earlier = [one for one in others if one.round.on <= round.on] or others
    same = [one for one in earlier if one.round.kind == round.kind]
    found = next(iter(same or earlier), None)
    return _read(found) if found else Plan()


def _read(made: ReleasePlan) -> Plan:
    cells: dict[Place, list[str]] = {}
    for stage, reader, what in made.cells.values_list("stage", "reader", "what"):
        cells.setdefault((stage, reader), []).append(what)
    return Plan({place: in_order(place[1], own) for place, own in cells.items()}, made)


def in_order(reader: str, what: Iterable[str]) -> tuple[str, ...]:
    """What is planned for a reader, each once, in the order in which it is offered; what is not offered comes last."""
    order = {one: place for place, one in enumerate(OFFERED.get(reader, ()))}
    return tuple(sorted({one for one in what if one}, key=lambda one: (order.get(one, len(order)), one)))  # fmt: skip


def word_of(reader: str, *what: str) -> str:
    """A layer or papers in words.

    >>> word_of("leader", "names"), word_of("public", "names", "praise"), word_of("leader"), word_of("public")
    ('等次名单', '公示名单、表扬名单', '不看', '不发')
    """
    words, nothing = (PAPER_WORDS, NO_PAPER) if reader in PAPER_READERS else (LAYER_WORDS, NOTHING)
    return "、".join(str(words[one]) for one in what) or nothing


def offered(reader: str) -> list[tuple[str, str]]:
    """What a form offers for a reader; for an account nothing first."""
    nothing = [("", word_of(reader))] if reader in ACCOUNTS else []
    return [*nothing, *((what, word_of(reader, what)) for what in OFFERED[reader])]


@dataclass(frozen=True)
class Cell:
    """One reader at one stage. status: nothing, waiting, late, done, more, ended.

    said: what was done about it, or why not yet; run: the draft on which something can be done about it; left: what of
    it is not done.
    """

    reader: str
    planned: tuple[str, ...]
    status: str
    said: str = ""
    run: Run | None = None
    left: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return word_of(self.reader, *self.planned)

    @property
    def is_open(self) -> bool:
        """Whether there is a draft and what was planned is not done."""
        return self.run is not None and self.status in {"waiting", "late"}

    @property
    def is_paper(self) -> bool:
        return self.reader in PAPER_READERS

    @property
    def reader_word(self) -> str:
        return str(Reader(self.reader).label)


@dataclass(frozen=True)
class StageRow:
    """One stage: its newest draft, if there is one, and a cell for each reader."""

    stage: str
    run: Run | None
    cells: list[Cell]

    @property
    def word(self) -> str:
        return str(Stage(self.stage).label)

    @property
    def told(self) -> list[Cell]:
        """The readers for whom anything was planned or done here."""
        return [one for one in self.cells if one.status != "nothing"]

    @property
    def can_release(self) -> bool:
        """Whether one click does something: an account waits for what was planned."""
        return any(one.is_open and not one.is_paper for one in self.cells)


@dataclass(frozen=True)
class _Stage:
    """One stage while its cells are made. late: why it should be done by now; after: what has overtaken it."""

    run: Run | None
    late: str
    after: str
    releases: list[Release]
    sent: list[Dispatch]


def matrix(round: Round, plan: Plan, today: date) -> list[StageRow]:
    """Stage by stage what was planned and what was done; four queries."""
    own = list(drafts(round))
    due = {step.stage: step.due_on for step in steps(round) if step.stage}
    releases: dict[int, list[Release]] = {}
    for release in Release.objects.filter(run__in=own).order_by("pk"):
        releases.setdefault(release.run_id, []).append(release)
    sent: dict[int, list[Dispatch]] = {}
    for dispatch in Dispatch.objects.filter(run__in=own, struck_at=None).order_by("pk"):
        sent.setdefault(dispatch.run_id, []).append(dispatch)
    found = []
    for stage in ORDER:
        run = next((one for one in own if one.stage == stage), None)
        key = run.pk if run else 0
        at = _Stage(
            run, _late(own, run, due.get(stage), stage, today), _overtaken(own, run, stage),
            releases.get(key, []), sent.get(key, []),
        )  # fmt: skip
        cells = [(_paper if one in PAPER_READERS else _layer)(one, plan.at(stage, one), at) for one in Reader.values]  # fmt: skip
        found.append(StageRow(stage, run, cells))
    return found


def sent(run: Run) -> list[Dispatch]:
    """Which papers of a draft went out, oldest first."""
    return list(run.dispatches.filter(struck_at=None).order_by("sent_on", "pk"))


def overdue(rows: Iterable[StageRow]) -> list[Cell]:
    """What should have been released or sent by now."""
    return [cell for row in rows for cell in row.cells if cell.status == "late"]


def _late(own: Sequence[Run], run: Run | None, due: date | None, stage: str, today: date) -> str:
    """Why a stage should be done by now: its day has passed, or a draft of a later stage is there; else empty."""
    if due is not None and due < today:
        return f"过了 {(today - due).days} 天"
    later = _later(own, run, stage)
    return f"已经到{later.get_stage_display()}了" if run and later else ""


def _later(own: Sequence[Run], run: Run | None, stage: str) -> Run | None:
    """The newest draft of a later stage, if it is newer than the stage's own."""
    number = (run.number or 0) if run else 0
    place = ORDER.index(stage)
    return next((one for one in own if ORDER.index(one.stage) > place and (one.number or 0) > number), None)  # fmt: skip


def _overtaken(own: Sequence[Run], run: Run | None, stage: str) -> str:
    """Why nothing has to be done about a stage any more: it was skipped, or another draft corrects its own."""
    if run is None:
        return "没有编这一稿，已经往后走了" if _later(own, run, stage) else ""
    newer = next((one for one in own if one.corrects_id == run.pk), None)
    return f"已由第 {newer.number} 稿更正" if newer else ""


def _layer(reader: str, planned: tuple[str, ...], at: _Stage) -> Cell:
    own = [one for one in at.releases if one.role == reader]
    now = next((one for one in reversed(own) if one.withdrawn_at is None), None)
    number = at.run.number if at.run else 0
    wanted = next(iter(planned), "")
    if now is not None:
        told = f"第 {number} 稿发布到{now.get_layer_display()}，{_day(now.released_at)}"
        if now.layer == wanted:
            return Cell(reader, planned, "done", told, at.run)
        if not reaches(wanted, now.layer):
            return Cell(reader, planned, "more", told + (f"：{now.why}" if now.why else ""), at.run)
        return Cell(reader, planned, "late" if at.late else "waiting", f"只{told}", at.run, planned)
    if planned and own:
        return Cell(reader, planned, "ended", f"第 {number} 稿发布过，{_day(own[-1].withdrawn_at)}收回", at.run)  # fmt: skip
    return _open(reader, planned, at, "还没有发布")


def _paper(reader: str, planned: tuple[str, ...], at: _Stage) -> Cell:
    own = [one for one in at.sent if one.reader == reader]
    told = "；".join(f"{one.get_paper_display()} {_of(one.sent_on)}发出" for one in own)
    left = tuple(what for what in planned if not covers((one.paper for one in own), what))
    if own and not left:
        is_more = not all(covers(planned, one.paper) for one in own)
        return Cell(reader, planned, "more" if is_more else "done", told, at.run)
    named = f"{word_of(reader, *left)}还没有发出" if own else "还没有发出"
    return _open(reader, planned, at, named, left, f"{told}；" if own else "")


def _open(
    reader: str, planned: tuple[str, ...], at: _Stage, what: str, left: tuple[str, ...] = (), done: str = ""
) -> Cell:  # fmt: skip
    """Not done: nothing was planned, it has been overtaken, or it waits for a draft or for somebody to do it."""
    if not planned:
        return Cell(reader, planned, "nothing")
    if at.after:
        return Cell(reader, planned, "ended", done + at.after, at.run)
    said = f"第 {at.run.number} 稿{what}" if at.run else "还没有编稿"
    said += f"，{at.late}" if at.late else ""
    return Cell(reader, planned, "late" if at.late else "waiting", done + said, at.run, left or planned)  # fmt: skip


def _day(moment: datetime | None) -> str:
    return _of(clock.local(moment).date()) if moment else ""


def _of(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
