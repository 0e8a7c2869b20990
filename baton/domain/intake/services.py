"""Taking in what lead units send: the only door through which figures enter the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction

from baton.domain.accounts import policies as people
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.facts import services as figures
from baton.domain.facts.models import State as FigureState
from baton.domain.facts.services import Row
from baton.domain.files.models import StoredFile
from baton.domain.intake import own_figures, policies
from baton.domain.intake.cells import Cells, changed_cells, pack, unpack
from baton.domain.intake.models import Reminder, Scan, Sheet, Submission
from baton.domain.intake.versions import Sent, come_between, mark_of, older_than, same_as
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running

State = Submission.State


@transaction.atomic
def owe(
    *, round: Round, lead: Unit, title: str, items: Sequence[str], due_on: date, note: str = "",
    by: Person, at: datetime,
) -> Sheet:  # fmt: skip
    """列应交表: what a lead unit owes to this round, until when."""
    people.check_clerk(by)
    check_running(round, "不再列应交表。")
    sheet, _ = Sheet.objects.update_or_create(
        round=round, lead=lead,
        defaults={"title": title, "items": list(items), "due_on": due_on, "note": note},
    )  # fmt: skip
    audit.record(
        "sheet.owed",
        by=by,
        on=f"sheet:{sheet.pk}",
        at=at,
        items=list(items),
        due=due_on.isoformat(),
        rows=[sheet],
    )
    return sheet


@transaction.atomic
def ask_nothing(*, sheet: Sheet, by: Person, at: datetime) -> None:
    """不用交了: no indicator of the rule book is the lead unit's any more.

    The sheet goes unless a version of it was handed in; then it stays as it is and asks for nothing.
    """
    people.check_clerk(by)
    check_running(sheet.round, "应交表不再改。")
    rows, gone = [sheet], []
    if sheet.submissions.exists():
        sheet.items = []
        sheet.save(update_fields=["items"])
    else:
        rows, gone = [], [copy(sheet), *map(copy, sheet.reminders.all())]
        sheet.reminders.all().delete()
        sheet.delete()
    audit.record(
        "sheet.not_owed", by=by, on=f"sheet:{(gone or rows)[0].pk}", at=at, lead=sheet.lead.name, rows=rows, gone=gone
    )  # fmt: skip


@transaction.atomic
def receive(
    *, sheet: Sheet, cells: Cells, origin: str, oddities: Sequence[dict[str, Any]] = (),
    sent: Sent | None = None, answers: Sequence[dict[str, str]] = (), file: StoredFile | None = None,
    by: Person, at: datetime,
) -> Submission:  # fmt: skip
    """收一张表: keep a version as it was read; nothing counts before it is accepted.

    answers: what a clerk said about what the table left open, each with its sentence ("told").

    A table that is older than the one taken in last is refused unless somebody says that it is meant (sent.knowingly);
    Conflict when another version came since somebody looked (sent.seen).
    """
    policies.check_can_receive(by, sheet)
    if not cells:
        raise Refused("表里一个数也没有读到，没有收下。")
    sent = sent or Sent()
    packed, mark = pack(cells), mark_of(cells, sent.beside)
    Sheet.objects.select_for_update().get(pk=sheet.pk)
    last = sheet.submissions.order_by("-number").first()
    same, older = same_as(last, mark), older_than(sheet, mark, sent)
    if same:
        raise Refused(same)
    if between := come_between(last, sent.seen):
        raise Conflict(between)
    if older and not sent.knowingly:
        raise Refused(f"{older}确实要用这一份，请勾选“仍按新的一版收下”。")
    changed = changed_cells(unpack(last.cells), cells) if last else []
    made = Submission.objects.create(
        sheet=sheet, number=last.number + 1 if last else 1, origin=origin, file=file, digest=mark, cells=packed,
        oddities=list(oddities), changed=len(changed), received_at=at, received_by=by, beside=list(sent.beside),
        stamp=sent.stamp, saved_at=sent.saved_at, answers=list(answers),
    )  # fmt: skip
    audit.record(
        "sheet.received", by=by, on=f"sheet:{sheet.pk}", at=at, number=made.number, cells=len(cells), digest=mark,
        file=file.sha256 if file else "", older=bool(older), answers=[one["told"] for one in answers], rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def accept(
    *, submission: Submission, left_out: Collection[tuple[str, str]] = (), reason: str = "", by: Person, at: datetime
) -> int:  # fmt: skip
    """采用: the version's figures become the newest of their cells.

    left_out: (subject, item) pairs that are not taken yet; then the version is accepted in part. Cells that the office
    put in itself stay where that was said; nothing is taken as long as one of them is open and not left out.
    Returns how many figures were recorded, empty cells apart; cells that the ledger already holds are not written again.
    """
    people.check_clerk(by)  # takes the turn before anything is locked
    left_out = sorted({(subject, item) for subject, item in left_out})
    state = State.PARTIAL if left_out else State.ACCEPTED
    submission = (
        Submission.objects.select_for_update()
        .select_related("sheet__round__scheme")
        .get(pk=submission.pk)
    )
    policies.check_can_decide(by, submission, state)
    if left_out and not reason.strip():
        raise Refused("部分采用要写明哪些先不采用、为什么。")
    sheet = submission.sheet
    own = [one for one in own_figures.of_version(submission) if one.pair not in set(left_out)]
    if unsaid := [one for one in own if not one.value]:
        raise Refused(f"{unsaid[0].sentence}。请先说用哪个。")
    stay = [one for one in own if one.value == own_figures.KEEP]
    kept = {cell for one in stay for cell in one.cells}
    rows = [
        Row(subject=line[0], item=line[1], period=line[2], key=line[3], value=line[4], state=line[5], source=line[6], date=line[7])
        for line in unpack(submission.cells)
        if (line[0], line[1]) not in set(left_out) and tuple(line[:4]) not in kept
    ]  # fmt: skip
    fresh = figures.only_new(sheet.round.scheme, rows)
    if fresh:
        figures.record(
            scheme=sheet.round.scheme, rows=fresh, by=by, at=at, batch=f"sheet:{sheet.pk}:{submission.number}"
        )  # fmt: skip
    submission.state, submission.reason = state, reason
    submission.left_out = [list(pair) for pair in left_out]
    submission.decided_at, submission.decided_by = at, by
    submission.save(update_fields=["state", "reason", "left_out", "decided_at", "decided_by"])
    audit.record(
        "sheet.accepted", by=by, on=f"sheet:{sheet.pk}", at=at, number=submission.number, written=len(fresh),
        left_out=submission.left_out, reason=reason, rows=[submission],
        **({"kept": [list(one.pair) for one in stay]} if stay else {}),
    )  # fmt: skip
    return sum(row.value is not None or row.state != FigureState.NOT_YET for row in fresh)


@transaction.atomic
def settle_own(
    *, submission: Submission, marks: Mapping[str, str], by: Person, at: datetime
) -> list[str]:  # fmt: skip
    """说用哪个: of figures that the office put in itself, which one is to hold; returns the answers as sentences.

    marks: by OwnFigure.mark keep or use. An answer about figures that are others by now is refused.
    """
    people.check_clerk(by)  # takes the turn before anything is locked
    submission = (
        Submission.objects.select_for_update()
        .select_related("sheet__round__scheme")
        .get(pk=submission.pk)
    )
    policies.check_can_decide(by, submission, State.ACCEPTED)
    found = {one.mark: one for one in own_figures.of_version(submission)}
    if not marks or not marks.keys() <= found.keys():
        raise Refused("这一格的数刚才又变了，没有写入。请看看现在的数，再说用哪个。")
    if not {*marks.values()} <= {own_figures.KEEP, own_figures.USE}:
        raise Refused("请说用哪个：用这一版的，还是留着。")
    said = [found[mark].answer(value) for mark, value in marks.items()]
    pairs = {found[mark].pair for mark in marks}
    submission.answers = [one for one in submission.answers if one["written"] not in marks] + said
    submission.oddities = [
        one for one in submission.oddities if one["kind"] != "own" or (one["subject"], one["item"]) not in pairs
    ]  # fmt: skip
    submission.save(update_fields=["answers", "oddities"])
    told = [one["told"] for one in said]
    audit.record(
        "sheet.own_settled", by=by, on=f"sheet:{submission.sheet_id}", at=at, number=submission.number, answers=told,
        rows=[submission],
    )  # fmt: skip
    return told


@transaction.atomic
def send_back(
    *, submission: Submission, reason: str, due_again_on: date | None = None, was: str = "", by: Person, at: datetime
) -> Submission:  # fmt: skip
    """退回: a version goes back to its lead unit with a reason; figures accepted earlier stay.

    was: the state in which the version was looked at; a Conflict where somebody has decided on it meanwhile.
    """
    people.check_clerk(by)  # takes the turn before anything is locked
    submission = (
        Submission.objects.select_for_update().select_related("sheet__round").get(pk=submission.pk)
    )
    policies.check_can_decide(by, submission, State.RETURNED)
    policies.check_still(submission, was)
    if not reason.strip():
        raise Refused("退回要写明理由，牵头单位才知道改哪里。")
    submission.state, submission.reason, submission.due_again_on = (
        State.RETURNED,
        reason.strip(),
        due_again_on,
    )
    submission.decided_at, submission.decided_by = at, by
    submission.save(update_fields=["state", "reason", "due_again_on", "decided_at", "decided_by"])
    audit.record(
        "sheet.returned", by=by, on=f"sheet:{submission.sheet_id}", at=at, number=submission.number, reason=reason,
        rows=[submission],
    )  # fmt: skip
    return submission


@transaction.atomic
def add_scan(*, submission: Submission, file: StoredFile, by: Person, at: datetime) -> Scan:
    """附盖章页: the scan of the stamped page beside a version."""
    policies.check_can_receive(by, submission.sheet)
    if submission.scans.filter(file__sha256=file.sha256).exists():
        raise Refused("这一份扫描已经附在这一版上了，没有再附。")
    scan = Scan.objects.create(submission=submission, file=file, added_at=at, added_by=by)
    audit.record(
        "sheet.scan_added", by=by, on=f"sheet:{submission.sheet_id}", at=at, number=submission.number, sha256=file.sha256,
        rows=[scan],
    )  # fmt: skip
    return scan


@transaction.atomic
def remind(*, sheets: Sequence[Sheet], by: Person, at: datetime) -> None:
    """记下已催: the text was copied into the city's messenger."""
    people.check_clerk(by)
    made = Reminder.objects.bulk_create(
        Reminder(sheet=sheet, reminded_at=at, reminded_by=by) for sheet in sheets
    )
    if sheets:
        audit.record(
            "sheets.reminded", by=by, on=f"round:{sheets[0].round_id}", at=at, sheets=[sheet.pk for sheet in sheets],
            rows=made,
        )  # fmt: skip
