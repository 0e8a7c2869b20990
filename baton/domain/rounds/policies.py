"""Whether a round still takes anything, and what a round may be opened as."""

from __future__ import annotations

import json
from typing import Any

from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Scheme, Version
from baton.scoring.rulebook import find_faults, labelled
from baton.scoring.scope import lacks, narrowed, sentences
from baton.scoring.scope_choice import Scope

MOST_NAME = 80
MOST_LACKS = 3  # sentences at once; the rest comes up once these are put right

NO_FIGURES = "不能再改数。要更正，请先在轮次页重新打开。"


def check_running(round: Round, rest: str) -> None:
    """A round that has ended takes nothing more; rest: what can't be done, the end of the sentence.

    Asked of the row as it is once the turn to write is held, not of what was read before: who waited for the turn may
    have waited for the very clerk who ended the round. The object in hand is brought up to date.
    """
    audit.take_turn()
    round.refresh_from_db(fields=["is_closed", "voided_at"])
    if round.voided_at is not None:
        raise Refused(f"“{round.name}”已经作废，{rest}")
    if round.is_closed:
        raise Refused(f"“{round.name}”已经结束，{rest}")


def check_named(scheme: Scheme, name: str, kind: str, but: int = 0) -> str:
    """A round's name and kind; the name as it is kept. but: the round itself."""
    name = name.strip()
    if not name or len(name) > MOST_NAME:
        raise Refused(f"这一轮的名称要填，最多 {MOST_NAME} 个字。")
    if kind not in Round.Kind.values:
        raise Refused("请选这一轮的种类：年终、半年、季度，或随时考核。")
    if Round.objects.filter(scheme=scheme, name=name, voided_at=None).exclude(pk=but).exists():
        raise Refused(f"已经有一轮叫“{name}”，请换个名称。")
    return name


def check_opening(scheme: Scheme, version: Version, name: str, kind: str, as_of: str) -> str:
    """Whether a round may be opened so; its name as it is kept."""
    check_period(version, as_of)
    if version.scheme_id != scheme.pk:
        raise Refused("这一版规则不是本方案的。")
    name = check_named(scheme, name, kind)
    check_own_period(version, kind, as_of)
    check_not_twice(scheme, kind, as_of)
    return name


def check_scope(version: Version, kind: str, scope: Scope | None) -> None:
    """A round can be computed by what is left of a version; the year's end assesses everything."""
    if scope is None:
        return
    if kind == Round.Kind.YEAR_END:
        raise Refused("年终考核要考全部指标，不能只勾几个。请改为考核全部指标，或者换一个种类。")
    check_computable(json.loads(version.book), scope)


def check_computable(book: dict[str, Any], scope: Scope) -> None:
    """A rule book with only what is assessed hangs together by itself."""
    found = lacks(book, scope)
    if found:
        raise Refused("".join(sentences(found)[:MOST_LACKS]))
    own = narrowed(book, scope)
    for fault in find_faults(own)[:1]:
        raise Refused(
            f"只考这些指标，规则书合不起来：{labelled(own, fault.path)}，{fault.what}。请把与它相连的指标一起勾上。"
        )


def check_period(version: Version, as_of: str) -> None:
    calendar = json.loads(version.book)["calendar"]
    if as_of not in calendar:
        raise Refused(f"截至期“{as_of}”不在规则书的期次里，可用：{'、'.join(calendar)}。")


def check_own_period(version: Version, kind: str, as_of: str) -> None:
    """A mid-year or quarterly round never takes the figures of the whole year."""
    calendar = json.loads(version.book)["calendar"]
    before_the_end = {Round.Kind.MID_YEAR: 1, Round.Kind.QUARTER: 3}.get(Round.Kind(kind), 0)
    if as_of != calendar[-1] or len(calendar) > before_the_end:
        return
    raise Refused(
        f"这个方案的期次只有{'、'.join(calendar)}，开{Round.Kind(kind).label}会和年终用同一套数，互相盖掉。"
        "请先到“加期次”里把要用的期次加上，再开这一轮。"
    )


def check_not_twice(
    scheme: Scheme, kind: str, as_of: str, *, but: int = 0, running: bool = False
) -> None:
    """One open round a period, and none of another kind after it: it would show and overwrite its figures.

    but: the round itself; running: only open ones are in the way, as for a round that is opened again.
    """
    others = Round.objects.filter(scheme=scheme, as_of=as_of, voided_at=None).exclude(pk=but)
    same = (others.filter(is_closed=False) if running else others).order_by("is_closed").first()
    if same is None or (same.is_closed and same.kind == kind):
        return
    if same.is_closed:
        raise Refused(
            f"{as_of} 这一期的数是“{same.name}”的，它已经结束；再开一轮会拿它的数来算，还会改动它们。"
            "请换一个截至期；没有要的那一期，先到“加期次”里加上。"
        )
    if same.kind == kind:
        raise Refused(
            f"“{same.name}”就是 {as_of} 的{same.get_kind_display()}，还没有结束，不能再开一轮。请到那一轮里接着办。"
        )
    raise Refused(
        f"截至 {as_of} 的数已经由“{same.name}”用着，再开一轮会互相盖掉。请换一个截至期；没有要的那一期，先到“加期次”里加上。"
    )
