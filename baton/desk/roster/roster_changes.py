"""改名册: a change of the roster counts as a change of facts; and what hangs on a unit, said before it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Count

from baton.domain.assessment.models import Run
from baton.domain.claims.models import Claim
from baton.domain.facts import services as figures
from baton.domain.facts.models import Current
from baton.domain.intake.models import Sheet
from baton.domain.orgs.models import Post, Standing, Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Scheme
from baton.domain.targets import queries as targets

MOST_NAMED = 4
T = TypeVar("T")


@transaction.atomic
def write(change: Callable[..., T], **said: Any) -> T:
    """Make a change of the roster, so that rounds that still run are computed anew; closed ones and drafts stay.

    The count is moved first: it makes a second clerk wait, who then sees what the first one wrote.
    """
    for scheme in Scheme.objects.filter(rounds__is_closed=False).distinct().order_by("pk"):
        figures.move_on(scheme)
    return change(**said)


def held(year: int) -> list[str]:
    """Which numbered drafts of a year stay as they are, whatever is changed now."""
    runs = (
        Run.objects.filter(round__scheme__year=year, kind=Run.Kind.DRAFT)
        .select_related("round")
        .annotate(shown=Count("releases"))
        .order_by("round_id", "number")
    )
    return [
        f"“{run.round.name}”第 {run.number} 稿（{run.get_stage_display()}{'，已发布' if run.shown else ''}）"
        for run in runs
    ]


def unscored(year: int, group: str) -> list[str]:
    """Running rounds whose rule book has no paper for a group: its units get no points there.

    A round of another scheme than the one that has a paper for the group is not meant for it.
    """
    running = list(Round.objects.filter(scheme__year=year, is_closed=False).select_related("version"))  # fmt: skip
    has = {
        one.pk: group in {entry["group"] for entry in json.loads(one.version.book)["groups"]} for one in running
    }  # fmt: skip
    own = {one.scheme_id for one in running if has[one.pk]}
    return [
        one.name for one in running if group and not has[one.pk] and (not own or one.scheme_id in own)
    ]  # fmt: skip


def belongings(unit: Unit, year: int, on: date, into: Unit | None = None) -> list[str]:
    """What hangs on a unit that ends on a day, and what becomes of it, as sentences."""
    last = on - timedelta(days=1)
    said = [_assessed(unit, year, on, last), *_kept(unit, year, into)]
    leads = list(
        Sheet.objects.filter(lead=unit, round__scheme__year=year, round__is_closed=False).select_related("round")
    )  # fmt: skip
    if leads:
        rounds = "、".join(sorted({sheet.round.name for sheet in leads}))
        said.append(
            f"它牵头的 {len(leads)} 张打分表（{rounds}）还记在它名下；改由谁牵头，请在指标体系里改。"
        )
    children = list(
        Standing.objects.filter(year=year, parent=unit, ends_on=None).select_related("unit")
    )
    if children:
        said.append(f"它下面还有 {_named(children)}，上级不会自动改，请逐个改。")
    posts = Post.objects.filter(standing__year=year, unit=unit, ends_on=None, standing__ends_on=None).count()  # fmt: skip
    if posts:
        said.append(f"还有 {posts} 名领导干部在这里任职，不会自动换岗，请逐个办“换岗”或“离任”。")
    drafts = held(year)
    if drafts:
        said.append(
            f"{drafts[-1]}{f'等 {len(drafts)} 稿' if len(drafts) > 1 else ''}已经编号，一个字也不变；从下一稿起按新的名册。"
        )
    return said


def _assessed(unit: Unit, year: int, on: date, last: date) -> str:
    rounds = list(Round.objects.filter(scheme__year=year, is_closed=False))
    out = [one.name for one in rounds if one.on >= on]
    still = [one.name for one in rounds if one.on < on]
    words = f"“{unit.name}”到 {last.month} 月 {last.day} 日为止。"
    if out:
        words += f"{'、'.join(out)}里它列作“不在册”，不算分、不排名，也不计入同组家数。"
    if still:
        words += f"{'、'.join(still)}的截至日期更早，照旧排名。"
    return words


def _kept(unit: Unit, year: int, into: Unit | None) -> list[str]:
    figures_kept = Current.objects.filter(scheme__year=year, subject=unit.code).count()
    claims = Claim.objects.filter(scheme__year=year, subject=unit).count()
    agreed = sum(
        targets.agreed(scheme).filter(subject=unit.code).count() for scheme in Scheme.objects.filter(year=year)
    )  # fmt: skip
    parts = [
        f"{number} {what}"
        for number, what in ((figures_kept, "个数"), (agreed, "个目标"), (claims, "条加减分"))
        if number
    ]
    if not parts:
        return ["它名下还没有数、目标和加减分。"]
    goes = f"不会自动加到“{into.name}”上；要合并计算的，请在“{into.name}”的表里报合并以后的数" if into else "不会转给别的单位"  # fmt: skip
    return [f"它名下的{'、'.join(parts)}留在原处，不删、不改，{goes}。"]


def _named(standings: list[Standing]) -> str:
    names = "、".join(f"“{one.unit.name}”" for one in standings[:MOST_NAMED])
    return names + (f"等 {len(standings)} 个单位" if len(standings) > MOST_NAMED else "")


def unit_called(text: str, year: int) -> Unit:
    """The unit a clerk typed: by its name, a learnt way of writing it, or its code; on the year's roster."""
    text = text.strip()
    if not text:
        raise Refused("请写单位名称。")
    units = Unit.objects.filter(standings__year=year, kind=Unit.Kind.UNIT)
    found = units.filter(name=text).first() or units.filter(code=text).first() or units.filter(aliases__text=text).first()  # fmt: skip
    if found is None:
        raise Refused(f"{year} 年名册里没有“{text}”。请从列出的名称里选，或先在名册里加上它。")
    return found
