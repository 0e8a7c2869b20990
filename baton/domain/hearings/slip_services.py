"""Keying slips: whole stacks at once, so that nothing tells in which order they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.hearings import policies
from baton.domain.hearings.models import Appearance, Hearing, Tally
from baton.domain.hearings.queries import is_open
from baton.domain.hearings.setups import LONGEST_WHY, check_why, turn_of
from baton.domain.refusals import Conflict, Refused


@transaction.atomic
def key(
    *, appearance: Appearance, scores: Sequence[str], spoiled: int = 0, edits: int, is_more: bool = False, by: Person,
    at: datetime,
) -> Appearance:  # fmt: skip
    """录一摞票: add scores to a unit's; the order in which they were keyed is not kept.

    edits: what the clerk saw; Conflict when somebody has keyed slips of this unit since, unless these are others (is_more).
    """
    hearing, found = _locked(appearance, by)
    policies.check_can_key(hearing)
    if found.absent_why:
        raise Refused(f"{found.unit.name}记着没有到场。要录它的票，先点“到场了”。")
    if not scores and not spoiled:
        raise Refused("没有读到票，什么也没有记。一行写一票的分数。")
    if found.edits != edits and not is_more:
        who = found.keyed_by.name if found.keyed_by else "别人"
        raise Conflict(f"您输的时候，{who}刚录过{found.unit.name}的票（现在已收 {found.came} 票），您这 {len(scores) + spoiled} 票还没有记。")  # fmt: skip
    scores = [policies.plain(score) for score in scores]
    for score in scores:
        policies.check_score(score, hearing)
    policies.check_room(found, hearing, len(scores) + spoiled)
    tally = Tally.objects.get(appearance=found)
    tally.scores = sorted([*tally.scores, *scores], key=Fraction)
    tally.save(update_fields=["scores"])
    found.received += len(scores)
    found.spoiled += spoiled
    _keyed(found, by, at)
    audit.record(
        "hearing.keyed", by=by, on=f"hearing:{hearing.pk}", at=at, position=found.position, slips=len(scores), spoiled=spoiled,
        rows=[found],
    )  # fmt: skip
    return found


@transaction.atomic
def correct(*, appearance: Appearance, was: str, now: str, by: Person, at: datetime) -> None:
    """改一票: one slip of this score bears another. Where scores are sealed, a unit is keyed anew instead."""
    hearing, found = _locked(appearance, by)
    policies.check_can_key(hearing)
    if not is_open(hearing):
        raise Refused("这一场封存着，看不到各票是几分，不能改单独一票。请点“全部重录”。")
    was, now = policies.plain(was), policies.plain(now)
    policies.check_score(now, hearing)
    tally = Tally.objects.get(appearance=found)
    if was not in tally.scores:
        raise Refused(f"{found.unit.name}没有一票是 {was or '空的'}，没有改。")
    tally.scores.remove(was)
    tally.scores = sorted([*tally.scores, now], key=Fraction)
    tally.save(update_fields=["scores"])
    _keyed(found, by, at)
    audit.record(
        "hearing.corrected", by=by, on=f"hearing:{hearing.pk}", at=at, position=found.position, was=was, now=now, rows=[found]
    )  # fmt: skip


@transaction.atomic
def redo(
    *, appearance: Appearance, why: str, edits: int | None = None, by: Person, at: datetime
) -> None:
    """全部重录: a unit's slips are put aside to be keyed again.

    edits: what the clerk saw; Refused when somebody has keyed slips of this unit since, that would go with the others.
    """
    hearing, found = _locked(appearance, by)
    policies.check_can_key(hearing)
    check_why(why, "为什么重录")
    if not found.came:
        raise Refused(f"{found.unit.name}还没有录过票。")
    if edits not in (None, found.edits):
        who = found.keyed_by.name if found.keyed_by else "别人"
        raise Refused(f"您点撤下以前，{who}刚动过{found.unit.name}的票（现在已收 {found.came} 票），没有撤。请看看现在的票，再决定要不要撤。")  # fmt: skip
    slips, spoiled, found.received, found.spoiled = found.received, found.spoiled, 0, 0
    Tally.objects.filter(appearance=found).update(scores=[])
    _keyed(found, by, at)
    audit.record(
        "hearing.redone", by=by, on=f"hearing:{hearing.pk}", at=at, position=found.position, slips=slips, spoiled=spoiled,
        why=why.strip(), rows=[found],
    )  # fmt: skip


@transaction.atomic
def excuse(*, appearance: Appearance, why: str, by: Person, at: datetime) -> None:
    """没有到场, with the reason; an empty one: it came after all. Such a unit gets no figure."""
    hearing, found = _locked(appearance, by)
    policies.check_can_key(hearing)
    if found.came:
        raise Refused(f"{found.unit.name}已经收了 {found.came} 票，不能记没有到场。")
    if len(why) > LONGEST_WHY or why.strip() == found.absent_why:
        raise Refused(f"请写明为什么没有到场，最多 {LONGEST_WHY} 个字。")
    found.absent_why = why.strip()
    _keyed(found, by, at)
    audit.record(
        "hearing.excused", by=by, on=f"hearing:{hearing.pk}", at=at, position=found.position, why=found.absent_why, rows=[found]
    )  # fmt: skip


def _locked(appearance: Appearance, by: Person) -> tuple[Hearing, Appearance]:
    hearing = turn_of(appearance.hearing, by)
    return hearing, hearing.appearances.select_related("unit", "keyed_by").get(pk=appearance.pk)


def _keyed(found: Appearance, by: Person, at: datetime) -> None:
    found.edits += 1
    found.keyed_at, found.keyed_by = at, by
    found.save(update_fields=["received", "spoiled", "absent_why", "edits", "keyed_at", "keyed_by"])
