"""Reading the intake desk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from baton.domain.audit import queries as log
from baton.domain.facts import queries as figures
from baton.domain.intake.models import Reminder, Scan, Sheet, Submission
from baton.domain.rounds.models import Round

State = Submission.State


@dataclass(frozen=True)
class Entry:
    """One line of the desk: a sheet with its newest version and what to say about it."""

    sheet: Sheet
    newest: Submission | None
    accepted: Submission | None
    has_scan: bool
    reminded: Reminder | None
    today: date
    lacking: Sequence[
        str
    ] = ()  # data it asks for since, of which an accepted version has brought nothing
    in_bulletins: Sequence[
        str
    ] = ()  # data of which bulletins have brought figures, as long as no version came
    added: Collection[str] = ()  # of what is lacking, what the rules asked for only after it came

    @property
    def why_lacking(self) -> str:
        """Why figures are lacking: the rules asked for them only later, or the version that came didn't bring them."""
        if not self.added:
            return "这一版没有报"
        some = len(set(self.added)) < len(self.lacking)
        return (
            f"其中 {len(set(self.added))} 项是交表以后规则里添的，其余这一版没有报"
            if some
            else "交表以后规则里添的"
        )

    @property
    def status(self) -> str:
        """none, received, returned, accepted (also in part)."""
        if self.newest is None:
            return "none"
        return "accepted" if self.newest.state == State.PARTIAL else str(self.newest.state)

    @property
    def told_by_bulletins(self) -> str:
        """数已由月报收到, where no version of the sheet came but its figures did; how many of them where not all."""
        many, every = len(self.in_bulletins), len(self.sheet.items)
        if not many:
            return ""
        return "数已由月报收到" if many == every else f"{every} 项数里有 {many} 项已由月报收到"

    @property
    def odd(self) -> int:
        """How many oddities its newest version has."""
        return len(self.newest.oddities) if self.newest else 0

    @property
    def due_on(self) -> date:
        """The day that counts: a sheet that went back has a new one."""
        again = (
            self.newest.due_again_on
            if self.newest and self.newest.state == State.RETURNED
            else None
        )
        return again or self.sheet.due_on

    @property
    def days_late(self) -> int:
        """How many days the sheet, or its next version, is overdue."""
        waiting = self.status in {"none", "returned"} and bool(self.sheet.items)
        return max((self.today - self.due_on).days, 0) if waiting else 0


@dataclass(frozen=True)
class Desk:
    """The whole desk of a round."""

    entries: list[Entry]

    def of(self, status: str) -> list[Entry]:
        """Entries of one status, in official order."""
        return [entry for entry in self.entries if entry.status == status]

    @property
    def odd_entries(self) -> list[Entry]:
        """Sheets that wait for a decision and have oddities."""
        return [entry for entry in self.of("received") if entry.odd]

    @property
    def incomplete(self) -> list[Entry]:
        """Sheets that count, and of which some data item is still lacking."""
        return [entry for entry in self.of("accepted") if entry.lacking]

    @property
    def are_added(self) -> bool:
        """Whether everything that is lacking was added to the rules only after the sheets came."""
        return all(len(entry.added) == len(entry.lacking) for entry in self.incomplete)

    @property
    def sent(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.newest is not None]

    @property
    def late(self) -> list[Entry]:
        return [entry for entry in self.of("none") if entry.days_late]

    @property
    def odd(self) -> int:
        """Oddities of the versions that wait for a decision."""
        return sum(len(entry.newest.oddities) for entry in self.of("received") if entry.newest)


def desk(round: Round, today: date) -> Desk:
    """Every sheet the round is owed, in official order of the lead units; five queries whatever the number."""
    light = Submission.objects.defer("cells", "beside").order_by("number").prefetch_related("scans")
    sheets = (
        Sheet.objects.filter(round=round)
        .select_related("lead")
        .prefetch_related(
            Prefetch("submissions", light),
            Prefetch("reminders", Reminder.objects.order_by("reminded_at")),
        )
        .order_by("pk")
    )
    told = figures.told_of(round.scheme, round.as_of)
    return Desk(_with_added([_entry(sheet, today, told) for sheet in sheets]))


def entry_of(sheet: Sheet, today: date) -> Entry:
    """One sheet's line of the desk."""
    entry = _entry(sheet, today, figures.told_of(sheet.round.scheme, sheet.round.as_of))
    return _with_added([entry])[0]


def _entry(sheet: Sheet, today: date, known: Mapping[str, bool]) -> Entry:
    """known: as told_of gives it."""
    versions = list(sheet.submissions.all())
    newest = versions[-1] if versions else None
    taken = [v for v in versions if v.state in {State.ACCEPTED, State.PARTIAL}]
    reminders = list(sheet.reminders.all())
    aside = {item for _, item in taken[-1].left_out} if taken else set[str]()
    return Entry(
        sheet, newest, taken[-1] if taken else None, bool(newest and newest.scans.all()),
        reminders[-1] if reminders else None, today, [item for item in sheet.items if taken and item not in known and item not in aside],
        [item for item in sheet.items if not versions and known.get(item)],
    )  # fmt: skip


def _with_added(entries: list[Entry]) -> list[Entry]:
    """Of what is lacking, what the sheet didn't ask for when its version came; one query where anything is lacking."""
    lacking = {f"sheet:{one.sheet.pk}": one for one in entries if one.lacking and one.accepted}
    if not lacking:
        return entries
    owed: dict[str, set[str]] = {}
    then: dict[str, set[str]] = {}
    for on, action, data in log.done_to(("sheet.owed", "sheet.received"), lacking):
        accepted = lacking[on].accepted
        if action == "sheet.owed":
            owed[on] = set(data["items"])
        elif accepted is not None and data["number"] == accepted.number:
            then[on] = owed.get(on, set())
    added = {
        lacking[on].sheet.pk: [item for item in lacking[on].lacking if item not in items]
        for on, items in then.items()
    }
    return [replace(one, added=added.get(one.sheet.pk, ())) for one in entries]


def next_waiting(sheet: Sheet) -> tuple[Sheet | None, int]:
    """The next sheet of the round that waits for a decision, in the order of the desk, and how many others wait."""
    newest = Submission.objects.filter(sheet=OuterRef("pk")).order_by("-number").values("state")[:1]
    waiting = list(
        Sheet.objects.filter(round=sheet.round_id)
        .exclude(pk=sheet.pk)
        .annotate(newest=Subquery(newest))
        .filter(newest=State.RECEIVED)
        .select_related("lead")
        .order_by("pk")
    )
    later = [one for one in waiting if one.pk > sheet.pk]
    return (later or waiting or [None])[0], len(waiting)


def headings_explained(sheet: Sheet) -> tuple[dict[str, str], dict[str, str]]:
    """What a clerk said headings of this lead unit's tables mean, those that name an item and those that don't.

    The last word counts.
    """
    said = (
        Submission.objects.filter(
            sheet__lead=sheet.lead_id, sheet__round__scheme=sheet.round.scheme_id
        )
        .exclude(answers=[])
        .order_by("pk")
        .values_list("answers", flat=True)
    )
    every = [one for told in said for one in told]
    items, others = (
        {one["written"]: one["value"] for one in every if one["what"] == what}
        for what in ("item", "heading")
    )
    return items, others


def reference_rows_settled(sheet: Sheet) -> dict[str, str]:
    """What was said of rows of the nation or the province when earlier versions of this sheet came in; the last word counts."""
    said = sheet.submissions.exclude(answers=[]).order_by("number").values_list("answers", flat=True)  # fmt: skip
    return {
        one["written"]: one["value"] for told in said for one in told if one["what"] == "reference"
    }


def versions(sheet: Sheet) -> QuerySet[Submission]:
    """All versions of a sheet, the newest first."""
    return (
        sheet.submissions.select_related("file", "received_by", "decided_by")
        .prefetch_related(Prefetch("scans", Scan.objects.select_related("file")))
        .order_by("-number")
    )


def reminder_text(entries: Sequence[Entry], names: Mapping[str, str] | None = None) -> str:
    """A text to paste into the city's messenger: who has not sent, since when, and what was added since.

    names: what data items are called.
    """
    called = names or {}
    lines = [
        f"{entry.sheet.lead.name}：{'退回后未再交' if entry.status == 'returned' else '未交'}，"
        f"应于 {entry.due_on.month} 月 {entry.due_on.day} 日前交，已过 {entry.days_late} 天"
        f"{f'（{entry.told_by_bulletins}，请补交盖章的打分表）' if entry.in_bulletins else ''}"
        for entry in entries if entry.days_late
    ] + [
        f"{entry.sheet.lead.name}：补报 {'、'.join(called.get(item, item) for item in entry.lacking)}（{entry.why_lacking}）"
        for entry in Desk(list(entries)).incomplete
    ]  # fmt: skip
    if not lines:
        return ""
    return (
        "各牵头单位：以下单位的打分表还没有交到考核办，请今天内报送电子表和盖章扫描件。\n"
        + "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    )
