"""Asking for all papers, telling how far they are, finishing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.assessment.models import Run
from baton.domain.audit import services as audit
from baton.domain.files import services as files
from baton.domain.files.models import StoredFile
from baton.domain.printing.models import Advice, PaperSet, Template, Wording
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.policies import check_running

LONGEST_TITLE, LONGEST_NOTE, MOST_SIGNS, MOST_NOTES = 120, 200, 8, 10
LONGEST_ADVICE = 600  # letters that stay on the page of a letter

ZIP = "application/zip"
Kept = TypeVar("Kept", Template, Wording)


@transaction.atomic
def ask(*, run: Run, by: Person, at: datetime) -> PaperSet:
    """全部出一遍: put all papers of a numbered draft on the worker's list; asked twice, it is the same set."""
    policies.check_clerk(by)
    if run.kind != Run.Kind.DRAFT:
        raise Refused("试算随时会变，不成套出材料。请先在成绩页编一稿。")
    waiting = PaperSet.objects.filter(run=run, done_at=None, failed="").first()
    if waiting is not None:
        return waiting
    made = PaperSet.objects.create(run=run, asked_by=by, asked_at=at)
    audit.record("papers.asked", by=by, on=f"run:{run.pk}", at=at, number=run.number, rows=[made])
    return made


@transaction.atomic
def advance(*, paper_set: PaperSet, total: int, made: int, now: str, at: datetime) -> bool:
    """说到哪里了: how many are done and what is being made; False when the set is no longer wanted."""
    waiting = PaperSet.objects.filter(pk=paper_set.pk, done_at=None, failed="")
    return bool(waiting.update(total=total, made=made, now=now[:200], moved_at=at))


@transaction.atomic
def finish(
    *, paper_set: PaperSet, total: int, sha256: str, size: int, name: str, note: str, fuller: Sequence[str] = (), by: Person,
    at: datetime,
) -> None:  # fmt: skip
    """出好了: every paper lies in one file, which is kept for good: it may have been sent by the time another is made.

    fuller: which of them tell more than the least, for the log.
    """
    paper_set.file = files.keep(sha256=sha256, size=size, name=name, media_type=ZIP, by=by, at=at)
    paper_set.total = paper_set.made = total
    paper_set.now, paper_set.note = "", note
    paper_set.sha256, paper_set.size, paper_set.done_at = sha256, size, at
    paper_set.save()
    audit.record(
        "papers.made", by=by, on=f"run:{paper_set.run_id}", at=at, papers=total, sha256=sha256, fuller=list(fuller), rows=[paper_set]
    )  # fmt: skip


@transaction.atomic
def give_up(*, paper_set: PaperSet, why: str, by: Person, at: datetime) -> None:
    """没有出成: with the sentence that says why."""
    paper_set.failed, paper_set.now = why[:300], ""
    paper_set.save(update_fields=["failed", "now"])
    audit.record(
        "papers.failed", by=by, on=f"run:{paper_set.run_id}", at=at, why=paper_set.failed, rows=[paper_set]
    )  # fmt: skip


@transaction.atomic
def use_template(*, kind: str, file: StoredFile, by: Person, at: datetime) -> Template:
    """用自己的模板: from now on papers of this kind are laid out by this file; the one before stays on record."""
    policies.check_clerk(by)
    dropped = _drop(Template, kind, by, at)
    made = Template.objects.create(kind=kind, file=file, kept_at=at, kept_by=by)
    audit.record(
        "template.used", by=by, on=f"template:{kind}", at=at, sha256=file.sha256, rows=[dropped, made]
    )  # fmt: skip
    return made


@transaction.atomic
def drop_template(*, kind: str, by: Person, at: datetime) -> None:
    """改回自带的版式: the office's own template is used no more."""
    policies.check_clerk(by)
    dropped = _drop(Template, kind, by, at)
    if not dropped:
        raise Refused("这种材料现在用的就是自带的版式。")
    audit.record("template.dropped", by=by, on=f"template:{kind}", at=at, rows=dropped)


def _drop(model: type[Kept], kind: str, by: Person, at: datetime) -> list[Kept]:
    """What was in use for a kind of paper is so no more; its rows stay on record."""
    used = list(model._default_manager.filter(kind=kind, dropped_at=None))
    for one in used:
        one.dropped_at, one.dropped_by = at, by
        one.save(update_fields=["dropped_at", "dropped_by"])
    return used


@transaction.atomic
def word(
    *, kind: str, title: str, signs: Sequence[str], notes: Sequence[str], by: Person, at: datetime
) -> Wording:
    """写抬头、签字栏和注: from now on a paper of this kind has them; what was said before stays on record."""
    policies.check_clerk(by)
    title = title.strip()
    signs, notes = ([one.strip() for one in lines if one.strip()] for lines in (signs, notes))
    if not title:
        raise Refused("标题空着。要改回原来的，请按“改回自带的”。")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"标题最多 {LONGEST_TITLE} 个字，现在 {len(title)} 个。")
    if len(signs) > MOST_SIGNS:
        raise Refused(f"签字栏最多 {MOST_SIGNS} 格，现在 {len(signs)} 格。一行写一格。")
    if len(notes) > MOST_NOTES or any(len(one) > LONGEST_NOTE for one in (*signs, *notes)):
        raise Refused(f"注最多 {MOST_NOTES} 行，每行最多 {LONGEST_NOTE} 个字。")
    dropped = _drop(Wording, kind, by, at)
    made = Wording.objects.create(kind=kind, title=title, signs=signs, notes=notes, kept_at=at, kept_by=by)  # fmt: skip
    audit.record(
        "wording.kept", by=by, on=f"wording:{kind}", at=at, title=title, signs=signs, notes=notes, rows=[dropped, made]
    )  # fmt: skip
    return made


@transaction.atomic
def unword(*, kind: str, by: Person, at: datetime) -> None:
    """改回自带的抬头、签字栏和注."""
    policies.check_clerk(by)
    dropped = _drop(Wording, kind, by, at)
    if not dropped:
        raise Refused("现在用的就是自带的抬头和签字栏。")
    audit.record("wording.dropped", by=by, on=f"wording:{kind}", at=at, rows=dropped)


@transaction.atomic
def advise(
    *, run: Run, subject: str, text: str, seen: int, by: Person, at: datetime
) -> Advice | None:
    """写意见建议 for a unit or official on a draft; None: it says so already. seen: the text the writer had before them."""
    policies.check_clerk(by)
    if run.kind != Run.Kind.DRAFT:
        raise Refused("试算随时会变，意见建议写在编过号的稿上。请先在成绩页编一稿。")
    check_running(run.round, "只能看。")
    if not run.lines.filter(subject=subject).exclude(status="inactive").exists():
        raise Refused("这一稿里没有这个单位。")
    text = text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_ADVICE:
        raise Refused(f"意见建议最多 {LONGEST_ADVICE} 个字，现在 {len(text)} 个；反馈函只有一页。")
    last = Advice.objects.filter(run=run, subject=subject).select_related("written_by").order_by("-pk").first()  # fmt: skip
    if (last.text if last else "") == text:
        return None
    if last is not None and last.pk != seen and last.text:
        raise Conflict(
            f"{last.written_by.name}刚写过：“{last.text}”。您的没有写入，还在下面；要用您的，请再按一次“记下”。"
        )
    made = Advice.objects.create(run=run, subject=subject, text=text, written_at=at, written_by=by)
    audit.record(
        "advice.written", by=by, on=f"run:{run.pk}", at=at, subject=subject, text=text, rows=[made]
    )  # fmt: skip
    return made
