"""Leaders on the roster: who came, who left, who changed office, each from a day and with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.orgs.checks import MOST_NAME, check_why, standing_of
from baton.domain.orgs.models import PeerGroup, Post, Standing, Unit
from baton.domain.refusals import Refused
from baton.scoring.canonical import decimal_text, parse_decimal

DAY = timedelta(days=1)
MOST_SHARE = 20
MOST_TITLE = 60


@transaction.atomic
def add(
    *, year: int, name: str, group: PeerGroup | None, posts: Sequence[tuple[Unit, str]], on: date | None = None,
    title: str = "", why: str, by: Person, at: datetime,
) -> Unit:  # fmt: skip
    """加人: a leader with the units his score hangs on. The log knows him by a number alone."""
    policies.check_clerk(by)
    check_why(why)
    name = name.strip()
    if not name or len(name) > MOST_NAME:
        raise Refused(f"姓名要填，最多 {MOST_NAME} 个字。")
    if not posts:
        raise Refused("请写明在哪个单位任职。")
    shares = [(unit, _share(share)) for unit, share in posts]
    for unit, _ in shares:
        _check_there(year, unit, on)
    person = Unit.objects.create(code=_next_code(), name=name, kind=Unit.Kind.PERSON)
    last = Standing.objects.filter(year=year, group=group).order_by("-order").first()
    standing = Standing.objects.create(
        year=year,
        unit=person,
        group=group,
        order=last.order + 1 if last else 1,
        starts_on=on,
        title=_title(title),
    )
    serves = Post.objects.bulk_create(
        Post(standing=standing, unit=unit, share=share, starts_on=on) for unit, share in shares
    )
    audit.record(
        "leader.added", by=by, on=f"unit:{person.code}", at=at, year=year, posts=[[unit.code, share] for unit, share in shares],
        from_day=on.isoformat() if on else "", why=why.strip(), rows=[person, standing, serves],
    )  # fmt: skip
    return person


@transaction.atomic
def end(*, year: int, person: Unit, on: date, why: str, by: Person, at: datetime) -> None:
    """离任: from a day on a leader is not assessed any more."""
    policies.check_clerk(by)
    check_why(why)
    standing = _in_office(year, person, on)
    standing.ends_on = on - DAY
    standing.save(update_fields=["ends_on"])
    left = list(standing.posts.filter(ends_on=None))
    for post in left:
        post.ends_on = on - DAY
        post.save(update_fields=["ends_on"])
    audit.record(
        "leader.ended", by=by, on=f"unit:{person.code}", at=at, year=year, from_day=on.isoformat(), why=why.strip(),
        rows=[standing, left],
    )  # fmt: skip


@transaction.atomic
def move(
    *, year: int, person: Unit, leaves: Unit, to: Unit, on: date, share_before: str, share_after: str, title: str = "",
    why: str, by: Person, at: datetime,
) -> None:  # fmt: skip
    """换岗: from one unit to another on a day; both count by their shares, as of months in office.

    title: 职务 from then on.
    """
    policies.check_clerk(by)
    check_why(why)
    standing = _in_office(year, person, on)
    old = standing.posts.filter(unit=leaves).first()
    if old is None or old.ends_on is not None:
        raise Refused(f"他现在不在“{leaves.name}”任职，请核对。")
    if standing.posts.filter(unit=to).exists():
        raise Refused(f"他已经在“{to.name}”任过职，请改选别的单位。")
    if old.starts_on is not None and on <= old.starts_on:
        raise Refused(f"换岗日期不能早于到任日期 {old.starts_on}。")
    _check_there(year, to, on)
    old.ends_on, old.share = on - DAY, _share(share_before)
    old.save(update_fields=["ends_on", "share"])
    standing.title = _title(title)
    standing.save(update_fields=["title"])
    new = Post.objects.create(standing=standing, unit=to, share=_share(share_after), starts_on=on)
    audit.record(
        "leader.moved", by=by, on=f"unit:{person.code}", at=at, year=year, leaves=leaves.code, to=to.code,
        from_day=on.isoformat(), shares=[old.share, new.share], why=why.strip(), rows=[standing, old, new],
    )  # fmt: skip


def _in_office(year: int, person: Unit, on: date) -> Standing:
    if person.kind != Unit.Kind.PERSON:
        raise Refused(f"“{person.name}”不是个人。")
    standing = standing_of(year, person)
    if on.year != year and on != date(year + 1, 1, 1):
        raise Refused(f"日期不在 {year} 年里，请核对，或到那一年的名册里去改。")
    if standing.ends_on is not None:
        raise Refused(f"他到 {standing.ends_on} 为止，已经离任。")
    if standing.starts_on is not None and on <= standing.starts_on:
        raise Refused(f"日期不能早于到任日期 {standing.starts_on}，请核对。")
    return standing


def _check_there(year: int, unit: Unit, on: date | None) -> None:
    if unit.kind == Unit.Kind.PERSON:
        raise Refused("任职单位不能是个人。")
    standing = standing_of(year, unit)
    if standing.ends_on is not None and (on is None or standing.ends_on < on):
        raise Refused(f"“{unit.name}”在 {standing.ends_on} 已经撤销或并入，请改选别的单位。")


def _title(text: str) -> str:
    written = " ".join(text.split())
    if len(written) > MOST_TITLE:
        raise Refused(f"职务最多 {MOST_TITLE} 个字。")
    return written


def _share(text: str) -> str:
    written = text.strip() or "1"
    if len(written) > MOST_SHARE:
        raise Refused(f"占比“{written[:MOST_SHARE]}…”太长了，请写 60% 或 0.6。")
    try:
        number, places = parse_decimal(written.rstrip("%％"))
    except ValueError as error:
        raise Refused(f"占比“{written}”不是可用的数，请写 60% 或 0.6。") from error
    if number <= 0:
        raise Refused("占比要大于 0。")
    return decimal_text(number, places + (2 if written[-1] in "%％" else 0))


def _next_code() -> str:
    """A number nobody has yet; it says nothing about its bearer."""
    taken = set(Unit.objects.filter(code__startswith="L").values_list("code", flat=True))
    highest = max((int(code[1:]) for code in taken if code[1:].isdigit()), default=0)
    return f"L{highest + 1:03}"
