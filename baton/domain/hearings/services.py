"""Holding a session: setting it up, calling units onto the stage, closing it into figures."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies as people
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.facts import queries as ledger
from baton.domain.facts import services as figures
from baton.domain.facts.models import State as FigureState
from baton.domain.facts.services import Row
from baton.domain.hearings import policies
from baton.domain.hearings.combining import combined, told
from baton.domain.hearings.indicators import check_takes
from baton.domain.hearings.models import Appearance, Hearing, Tally
from baton.domain.hearings.setups import Setup, check_free_name, check_setup, check_why, turn_of
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round

State = Hearing.State


@transaction.atomic
def open_hearing(
    *, round: Round, setup: Setup, units: Sequence[Unit], by: Person, at: datetime
) -> Hearing:
    """新开一场: the rules and the units in the order in which they come."""
    people.check_clerk(by)
    hearing = Hearing(round=round, opened_at=at, opened_by=by, **vars(setup))
    policies.check_open_round(hearing)
    check_setup(hearing, units)
    hearing.save()
    made = _place(hearing, units)
    audit.record(
        "hearing.opened", by=by, on=f"hearing:{hearing.pk}", at=at, order=setup.order, units=[unit.code for unit in units],
        rows=[hearing, made],
    )  # fmt: skip
    return hearing


@transaction.atomic
def revise(
    *, hearing: Hearing, setup: Setup, units: Sequence[Unit], edits: int, by: Person, at: datetime
) -> Hearing:  # fmt: skip
    """改办法或出场单位, until the first slip has come."""
    found = turn_of(hearing, by)
    policies.check_can_revise(found)
    if found.edits != edits:
        raise Conflict("这一场刚被别人改过，您的改动没有写入。请看看现在的内容再改。")
    for name, value in vars(setup).items():
        setattr(found, name, value)
    check_setup(found, units)
    found.edits += 1
    if found.on_stage is not None:
        found.on_stage = min(found.on_stage, len(units))
    found.save()
    gone = [copy(one) for one in found.appearances.all()]
    Tally.objects.filter(appearance__hearing=found).delete()
    found.appearances.all().delete()
    made = _place(found, units)
    audit.record(
        "hearing.revised", by=by, on=f"hearing:{found.pk}", at=at, order=setup.order, units=[unit.code for unit in units],
        rows=[found, made], gone=gone,
    )  # fmt: skip
    return found


@transaction.atomic
def expect(*, hearing: Hearing, expected: int, by: Person, at: datetime) -> None:
    """改应收票数: more or fewer people came than were expected."""
    found = turn_of(hearing, by)
    policies.check_open_round(found)
    if found.state != State.READY:
        policies.check_can_key(found)
    most = max((one.came for one in found.appearances.all()), default=0)
    dropped = found.drop_high + found.drop_low
    if not max(most, dropped + 1) <= expected <= policies.MOST_SLIPS:
        why = f"有的单位已经收了 {most} 票" if most > dropped else f"要去掉 {dropped} 票，剩下的才能平均"  # fmt: skip
        raise Refused(f"应收票数要在 {max(most, dropped + 1)} 到 {policies.MOST_SLIPS} 之间：{why}。")  # fmt: skip
    was, found.expected = found.expected, expected
    found.save(update_fields=["expected"])
    audit.record("hearing.expected", by=by, on=f"hearing:{found.pk}", at=at, was=was, now=expected, rows=[found])  # fmt: skip


@transaction.atomic
def call(*, hearing: Hearing, position: int, by: Person, at: datetime) -> None:
    """请上台: the unit in this place reports now; the first call begins the session."""
    found = turn_of(hearing, by)
    if found.state == State.READY:
        policies.check_can_go(found, State.RUNNING)
        found.state = State.RUNNING
    policies.check_can_key(found)
    if not found.appearances.filter(position=position).exists():
        raise Refused("没有这个出场单位。")
    found.on_stage = position
    found.save(update_fields=["state", "on_stage"])
    audit.record("hearing.called", by=by, on=f"hearing:{found.pk}", at=at, position=position, rows=[found])  # fmt: skip


@transaction.atomic
def close(*, hearing: Hearing, knowingly: bool = False, by: Person, at: datetime) -> int:
    """收结: unseal, and let each unit's score become the newest figure of the indicator; returns how many were written.

    knowingly: a clerk has said that fewer slips came than were handed out, or that a unit has none.
    """
    found = turn_of(hearing, by)
    policies.check_can_go(found, State.CLOSED)
    check_takes(found)
    appearances = list(found.appearances.select_related("unit", "tally").order_by("position"))
    short = [one for one in appearances if not one.absent_why and one.came < found.expected]
    if short and not knowingly:
        raise Refused(f"还有 {len(short)} 个单位没有收齐：{_few(short)}。请接着录；确实只有这些票，请勾选“就按收到的票算”。")  # fmt: skip
    version = found.version + 1
    rows = [row for one in appearances if (row := _row(one, found, version))]
    if not rows:
        raise Refused("一个单位的票都还没有录，没有收结。")
    rows += _taken_back(appearances, found, version)
    found.state, found.version, found.closed_at, found.closed_by = State.CLOSED, version, at, by
    found.save(update_fields=["state", "version", "closed_at", "closed_by"])
    Tally.objects.filter(appearance__hearing=found).update(is_counted=True)
    fresh = figures.only_new(found.round.scheme, rows)
    if fresh:
        figures.record(
            scheme=found.round.scheme, rows=fresh, by=by, at=at, batch=f"hearing:{found.pk}:{version}"
        )  # fmt: skip
    audit.record(
        "hearing.closed", by=by, on=f"hearing:{found.pk}", at=at, version=version, written=len(fresh),
        unsealed=found.is_sealed, short=[one.position for one in short],
        rows=[found, Tally.objects.filter(appearance__hearing=found)],
    )  # fmt: skip
    return len(fresh)


@transaction.atomic
def reopen(*, hearing: Hearing, why: str, by: Person, at: datetime) -> None:
    """重新打开 to correct slips; figures stay until it is closed again. What was unsealed once stays open."""
    found = turn_of(hearing, by)
    if found.state != State.CLOSED:
        raise Refused(f"《{found.name}》没有收结，不用重新打开。")
    policies.check_can_go(found, State.RUNNING)
    check_why(why, "为什么重新打开")
    found.state, found.closed_at, found.closed_by = State.RUNNING, None, None
    found.save(update_fields=["state", "closed_at", "closed_by"])
    tallies = list(Tally.objects.filter(appearance__hearing=found))
    Tally.objects.filter(appearance__hearing=found).update(is_counted=False)
    audit.record(
        "hearing.reopened", by=by, on=f"hearing:{found.pk}", at=at, why=why.strip(), rows=[found], gone=tallies
    )  # fmt: skip


@transaction.atomic
def cancel(*, hearing: Hearing, why: str, by: Person, at: datetime) -> None:
    """取消 a session that does not take place: nothing of it counts, what came so far stays where it is."""
    found = turn_of(hearing, by)
    policies.check_can_cancel(found)
    check_why(why, "为什么取消")
    found.state, found.cancelled_why, found.cancelled_at, found.cancelled_by = (
        State.CANCELLED,
        why.strip(),
        at,
        by,
    )
    _cancelling(found)
    audit.record(
        "hearing.cancelled", by=by, on=f"hearing:{found.pk}", at=at, why=why.strip(), rows=[found]
    )


@transaction.atomic
def restore(*, hearing: Hearing, by: Person, at: datetime) -> None:
    """重新举行 a session that was cancelled: it stands where it stood."""
    found = turn_of(hearing, by)
    if found.state != State.CANCELLED:
        raise Refused(f"《{found.name}》没有取消。")
    state = State.READY if found.on_stage is None else State.RUNNING
    policies.check_can_go(found, state)
    check_free_name(found)
    found.state, found.cancelled_why, found.cancelled_at, found.cancelled_by = state, "", None, None
    _cancelling(found)
    audit.record("hearing.restored", by=by, on=f"hearing:{found.pk}", at=at, rows=[found])


@transaction.atomic
def take(*, hearing: Hearing, what: str, form: str, sha256: str, size: int, by: Person, at: datetime) -> None:  # fmt: skip
    """取走: a file with what a session gave is about to leave; what: a paper's code; sha256, size: of the file's bytes."""
    people.check_clerk(by)
    audit.record("hearing.taken", by=by, on=f"hearing:{hearing.pk}", at=at, what=what, form=form, sha256=sha256, size=size)  # fmt: skip


def _cancelling(hearing: Hearing) -> None:
    hearing.save(update_fields=["state", "cancelled_why", "cancelled_at", "cancelled_by"])


def _row(one: Appearance, hearing: Hearing, version: int) -> Row | None:
    """A unit's figure; Refused where more slips are to be left out than came."""
    if len(one.tally.scores) != one.received:
        raise Refused(f"{one.unit.name}收了 {one.received} 票，存着的却是 {len(one.tally.scores)} 票，有人绕过程序改过。请撤下这个单位的票，照评分票重录。")  # fmt: skip
    if not one.received:
        return None
    outcome = combined(one.tally.scores, hearing)
    if outcome is None:
        raise Refused(f"{one.unit.name}只有 {one.received} 票，去掉最高 {hearing.drop_high} 个、最低 {hearing.drop_low} 个就没有了。请核对票数。")  # fmt: skip
    source = f"现场考评《{hearing.name}》第 {version} 版：{told(outcome, hearing)}"
    return Row(
        subject=one.unit.code, item=hearing.item, period=hearing.round.as_of, value=outcome.score, source=source,
        date=hearing.held_on.isoformat(),
    )  # fmt: skip


def _taken_back(appearances: Sequence[Appearance], hearing: Hearing, version: int) -> list[Row]:
    """Units that an earlier closing gave a score and that have no slips any more: they have no figure again."""
    without = {one.unit.code: one for one in appearances if not one.received}
    known = ledger.newest_of(hearing.round.scheme, hearing.item, hearing.round.as_of, without)
    return [
        Row(
            subject=code, item=hearing.item, period=hearing.round.as_of, value=None, state=FigureState.NOT_YET.value,
            source=f"现场考评《{hearing.name}》第 {version} 版：{'没有到场' if without[code].absent_why else '没有票'}",
        )
        for code, one in known.items()
        if one.value is not None and one.batch.startswith(f"hearing:{hearing.pk}:")
    ]  # fmt: skip


def _place(hearing: Hearing, units: Sequence[Unit]) -> list[Appearance]:
    made = Appearance.objects.bulk_create(
        Appearance(hearing=hearing, position=at, unit=unit) for at, unit in enumerate(units, start=1)
    )  # fmt: skip
    Tally.objects.bulk_create(Tally(appearance=one) for one in made)
    return made


def _few(short: Sequence[Appearance]) -> str:
    named = "、".join(f"{one.unit.name}已收 {one.came} 票" for one in short[:3])
    return named + ("等" if len(short) > 3 else "")
