"""发布: what is decided beforehand, what is released to accounts, which papers went out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.grades import unseen
from baton.domain.assessment.models import Dispatch, PlannedRelease, Release, ReleasePlan, Run
from baton.domain.assessment.plans import PAPER_WORDS, Place, in_order, plan_of, word_of
from baton.domain.assessment.queries import reaches
from baton.domain.assessment.readers import (
    ACCOUNTS,
    OFFERED,
    PAPER_READERS,
    Layer,
    Reader,
    needs_word,
    paper_of,
)
from baton.domain.audit import queries as log
from baton.domain.audit import services as audit
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round, Stage
from baton.domain.rounds.policies import check_running

MOST_WHO, MOST_DOCUMENT, MOST_WHY = 60, 120, 300


@transaction.atomic
def plan_releases(
    *, round: Round, cells: Mapping[Place, tuple[str, ...]], decided_by: str, document: str = "", seen: int | None = None, by: Person,
    at: datetime,
) -> ReleasePlan:  # fmt: skip
    """定发布安排: for each stage and reader the layer or the papers; what is not named is nothing.

    A later plan takes the place of the one before from now on; what has been released stays released. seen: the plan
    that was on the page (0: none); Conflict when somebody has decided otherwise since.
    """
    policies.check_clerk(by)
    check_running(round, "发布安排不能再改。")
    wanted = {place: own for place, what in cells.items() if (own := in_order(place[1], what))}
    for (stage, reader), own in wanted.items():
        _check_cell(stage, reader, own)
    decided_by, document = _who(decided_by, "这些是谁定的"), _document(document)
    known = plan_of(round)
    if known.made and (known.cells, known.made.decided_by, known.made.document) == (wanted, decided_by, document):  # fmt: skip
        raise Refused("和现在的安排一样，没有另记。")
    if known.made and seen not in (None, known.made.pk):
        who = known.made.recorded_by.name
        raise Conflict(f"您填的时候，{who}刚记下另一份安排（{known.made.decided_by}定的）。您的没有记，还在下面；要用您的，请再按一次“记下这样安排”。")  # fmt: skip
    made = ReleasePlan.objects.create(
        round=round, decided_by=decided_by, document=document, recorded_at=at, recorded_by=by
    )
    rows = PlannedRelease.objects.bulk_create(
        PlannedRelease(plan=made, stage=stage, reader=reader, what=what)
        for (stage, reader), own in sorted(wanted.items()) for what in own
    )  # fmt: skip
    audit.record(
        "round.releases_planned", by=by, on=f"round:{round.pk}", at=at, document=document,
        cells=[[row.stage, row.reader, row.what] for row in rows], rows=[made, rows],
    )  # fmt: skip
    return made


@transaction.atomic
def release(
    *, run: Run, role: str, layer: str, decided_by: str, document: str = "", why: str = "", anyway: bool = False,
    newer: bool = False, by: Person, at: datetime,
) -> Release:  # fmt: skip
    """发布: a numbered draft becomes visible to a role, up to a layer, by a named decision.

    Released again in the same way it only becomes newer, so that grades decided since are seen too. newer: what is told
    beside it (全省位次) has become newer, too. why: needed where
    it is more than the round's plan says; anyway: although another draft corrects it.
    """
    policies.check_clerk(by)
    _check_draft(run)
    if role in PAPER_READERS or layer not in OFFERED.get(role, ()):
        raise Refused("请选给谁看、看到哪一层。")
    decided_by, document = _who(decided_by, "是谁决定发布的"), _document(document)
    _check_newest(run, anyway=anyway)
    why = _check_planned(run, role, layer, why)
    before = list(Release.objects.filter(run=run, role=role, withdrawn_at=None))
    told = (str(layer), decided_by, document)
    if any((str(one.layer), one.decided_by, one.document) == told and not (newer or unseen(one)) for one in before):  # fmt: skip
        raise Refused("已经这样发布了，没有再发布一次。")
    made = _released(run, role, layer, decided_by, document, why, before, by, at)
    audit.record("draft.released", by=by, on=f"run:{run.pk}", at=at, **_said(run, made), rows=[before, made])  # fmt: skip
    return made


@transaction.atomic
def release_as_planned(*, run: Run, by: Person, at: datetime) -> list[Release]:
    """按事先定的发布: every account that was to see this stage sees what was planned, by the plan's own decision.

    Who sees that much already, or more, is left alone.
    """
    policies.check_clerk(by)
    _check_draft(run)
    _check_newest(run, anyway=False)
    plan = plan_of(run.round)
    if plan.made is None:
        raise Refused("这一轮还没有事先定谁看到哪一层。请先在轮次页定，或者一个一个发布。")
    made = []
    for reader in Reader.values:
        planned = plan.layer(run.stage, reader)
        if not planned or reader not in ACCOUNTS:
            continue
        before = list(Release.objects.filter(run=run, role=reader, withdrawn_at=None))
        if any(reaches(one.layer, planned) and not (one.layer == planned and unseen(one)) for one in before):  # fmt: skip
            continue
        one = _released(run, reader, planned, plan.made.decided_by, plan.made.document, "", before, by, at)  # fmt: skip
        audit.record("draft.released", by=by, on=f"run:{run.pk}", at=at, **_said(run, one), rows=[before, one])  # fmt: skip
        made.append(one)
    if not made:
        raise Refused("事先定的都已经发布了，没有再发布一次。")
    return made


@transaction.atomic
def withdraw(*, release: Release, by: Person, at: datetime) -> None:
    """收回发布: the draft is no longer visible; that it was remains known."""
    policies.check_clerk(by)
    release.refresh_from_db()  # somebody may have been quicker
    if release.withdrawn_at is not None:
        raise Refused("这次发布刚被收回，或者已由后一次发布代替，没有再收回一次。")
    _end(release, by, at)
    audit.record(
        "draft.withdrawn", by=by, on=f"run:{release.run_id}", at=at, role=release.role, layer=release.layer,
        rows=[release],
    )  # fmt: skip


@transaction.atomic
def note_sent(
    *, run: Run, reader: str, paper: str, sent_on: date, decided_by: str = "", document: str = "", why: str = "", by: Person,
    at: datetime,
) -> Dispatch:  # fmt: skip
    """记下已发出: a paper of this draft left for those without an account, told in this way.

    decided_by: needed where those whom it reaches compare units by it; why: as for a release.
    """
    policies.check_clerk(by)
    _check_draft(run)
    if reader not in PAPER_READERS or paper not in OFFERED[reader]:
        raise Refused("请选给谁、发的是哪种材料。")
    if sent_on > timezone.localdate(at):
        raise Refused(
            f"{sent_on.isoformat()} 还没有到。等发出以后再记，或把“哪天发的”改成发出的那一天。"
        )
    if decided_by.strip() or needs_word(reader, paper):
        decided_by = _who(decided_by, f"让{Reader(reader).label}看到{PAPER_WORDS[paper]}是谁定的")
    why = _check_planned(run, reader, paper, why)
    known = Dispatch.objects.filter(run=run, reader=reader, paper=paper, struck_at=None).first()
    if known is not None:
        raise Refused(f"已经记过，{known.sent_on.isoformat()} 发出的。")
    made = Dispatch.objects.create(
        run=run, reader=reader, paper=paper, sent_on=sent_on, decided_by=decided_by, document=_document(document), why=why,
        recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record(
        "paper.sent", by=by, on=f"run:{run.pk}", at=at, number=run.number, archive=run.archive, reader=reader, paper=paper,
        document=made.document, why=why, head=log.head().hash, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def strike_sent(*, dispatch: Dispatch, by: Person, at: datetime) -> None:
    """没有发出: the note was a mistake; it stays on record, struck out."""
    policies.check_clerk(by)
    dispatch.refresh_from_db()
    if dispatch.struck_at is not None:
        raise Refused("这一条刚被划掉了，没有再划一次。")
    dispatch.struck_at, dispatch.struck_by = at, by
    dispatch.save(update_fields=["struck_at", "struck_by"])
    audit.record(
        "paper.sent_struck", by=by, on=f"run:{dispatch.run_id}", at=at, reader=dispatch.reader, paper=dispatch.paper,
        rows=[dispatch],
    )  # fmt: skip


def _released(
    run: Run, role: str, layer: str, decided_by: str, document: str, why: str, before: list[Release], by: Person,
    at: datetime,
) -> Release:  # fmt: skip
    for one in before:
        _end(one, by, at)
    return Release.objects.create(
        run=run, role=role, layer=Layer(layer), decided_by=decided_by, document=document, why=why, released_at=at,
        released_by=by,
    )  # fmt: skip


def _said(run: Run, made: Release) -> dict[str, Any]:
    """What the log is told of a release: which sealed draft it is of, and where the chain ended before it.

    Who decided may be a person: that stands in the row alone, whose seal goes into the log.
    """
    return {
        "number": run.number, "archive": run.archive, "role": str(made.role), "layer": str(made.layer), "document": made.document,
        "why": made.why, "head": log.head().hash,
    }  # fmt: skip


def _end(release: Release, by: Person, at: datetime) -> None:
    release.withdrawn_at, release.withdrawn_by = at, by
    release.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _check_draft(run: Run) -> None:
    if run.kind != Run.Kind.DRAFT:
        raise Refused("试算不能发布。请先编一稿。")


def _check_newest(run: Run, *, anyway: bool) -> None:
    newer = run.corrections.order_by("-number").first()
    if newer is not None and not anyway:
        raise Refused(
            f"第 {run.number} 稿已由第 {newer.number} 稿更正。要发布的多半是第 {newer.number} 稿；仍要发布被更正的这一稿，请勾上“仍发布”。"
        )


def _check_cell(stage: str, reader: str, own: tuple[str, ...]) -> None:
    """A cell names what its reader is offered: one layer, or papers each told in one way."""
    papers = [paper_of(what) for what in own]
    if stage not in Stage.values or not set(own) <= set(OFFERED.get(reader, ())) or (reader in ACCOUNTS and len(own) > 1):  # fmt: skip
        raise Refused("发布安排里有认不得的一格，请重新打开这一页再定。")
    twice = next((what for what in own if papers.count(paper_of(what)) > 1), "")
    if twice:
        raise Refused(
            f"{Stage(stage).label}给{Reader(reader).label}的{PAPER_WORDS[paper_of(twice)]}勾了几种写法，请只留一种。"
        )


def _check_planned(run: Run, reader: str, what: str, why: str) -> str:
    """The reason that goes on record: needed, and kept, only where this is more than was decided beforehand."""
    plan = plan_of(run.round)
    if not plan.exceeds(run.stage, reader, what):
        return ""
    why = why.strip()
    if not why:
        planned = word_of(reader, *plan.at(run.stage, reader))
        raise Refused(
            f"{Stage(run.stage).label}事先给{Reader(reader).label}定的是“{planned}”，没有定“{word_of(reader, what)}”。"
            "要这样发，请写明为什么。"
        )
    if len(why) > MOST_WHY:
        raise Refused(f"为什么最多写 {MOST_WHY} 个字，请写短一些。")
    return why


def _who(decided_by: str, what: str) -> str:
    if not decided_by.strip():
        raise Refused(f"请写明{what}。")
    if len(decided_by.strip()) > MOST_WHO:
        raise Refused(f"谁定的最多写 {MOST_WHO} 个字，请写短一些。")
    return decided_by.strip()


def _document(document: str) -> str:
    if len(document.strip()) > MOST_DOCUMENT:
        raise Refused(f"文号最多写 {MOST_DOCUMENT} 个字，请写短一些。")
    return document.strip()
