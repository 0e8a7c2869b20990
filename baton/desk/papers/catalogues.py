"""归档目录: every file of a round that has to be kept, with its hash."""

from __future__ import annotations

from collections import defaultdict

from baton.desk.papers.annexes import covered
from baton.documents.papers import Filed, FiledPart
from baton.domain import clock
from baton.domain.accounts.models import Role
from baton.domain.assessment import queries as assessment
from baton.domain.assessment.grades import EDGE, Grade
from baton.domain.assessment.models import Dispatch, GradeDecision, Release, Run, RunLine
from baton.domain.claims.models import Claim, ClaimFile
from baton.domain.claims.queries import ledgers
from baton.domain.files.models import StoredFile
from baton.domain.files.store import place_of
from baton.domain.intake.models import Submission
from baton.domain.orgs.queries import official_order
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version
from baton.domain.targets import queries as targets

MARKS = 16  # so many digits of a hash are printed
KILO = 1024
OFFICE = "考核办"
NOT_ATTACHED = "未附原件；要附，在“封面和依据”去掉这一条，连原件重写"


def catalogue(run: Run, group: str = "") -> list[FiledPart]:
    """What belongs to the round of this run: scheme, sheets, claims, decisions, drafts; a group narrows the claims."""
    round = run.round
    return [
        FiledPart("上级方案、依据和方案正文", _cited(round)),
        FiledPart("方案和审议", _scheme(round)),
        FiledPart("责任书和目标调整", _agreed(round)),
        FiledPart("各牵头单位打分表和盖章扫描件", _sheets(round)),
        FiledPart("加减分材料和认定", _claims(round, group)),
        FiledPart("各稿归档件", _drafts(round)),
        FiledPart("等次决定和发布", _decisions(run)),
    ]


def _cited(round: Round) -> list[Filed]:
    """What stands on the scheme's cover, with its file where there is one."""
    found = []
    for one in covered(round.scheme):
        day = one.issued_on.isoformat() if one.issued_on else _day(one.added_at)
        title, note = f"{one.get_kind_display()}：{one.title}", NOT_ATTACHED
        if one.file is not None:
            note = f"{one.file.name}，{_size(one.file.size)}，校验值 {one.file.sha256[:MARKS]}"
        found.append(Filed(one.document, "", title, day, note))
    return found


def _scheme(round: Round) -> list[Filed]:
    found = []
    versions = Version.objects.filter(scheme=round.scheme).defer("book")
    for version in versions.prefetch_related("approvals", "sources__file").order_by("number"):
        title = f"规则书第 {version.number} 版（{version.get_state_display()}）"
        note = f"校验值 {version.digest[:MARKS]}"
        found.append(Filed("", OFFICE, title, _day(version.sealed_at or version.created_at), note))
        for source in sorted(version.sources.all(), key=lambda one: one.pk):
            found.append(_file(source.file, f"指标体系表原件（{source.about}）：", OFFICE))
        for one in version.approvals.all():
            title = (
                f"{one.meeting}{'审议通过' if one.meeting else '定下'}规则书第 {version.number} 版"
            )
            found.append(
                Filed(one.document, one.organ, title, one.decided_on.isoformat(), "决定，原件另附")
            )
    return found


def _agreed(round: Round) -> list[Filed]:
    """The seal of the agreed values, and every document by which one was changed after it, oldest first."""
    seal = targets.seal_of(round.scheme)
    if seal is None:
        return []
    note = f"校验值 {seal.digest[:MARKS]}，各单位责任书原件另附"
    found = [Filed("", OFFICE, f"{round.scheme.title}责任书封存", _day(seal.sealed_at), note)]
    changed: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in reversed(targets.amendments(round.scheme, seal)):
        changed[one.line.document, one.line.reason, _day(one.line.recorded_at)] += 1
    return found + [
        Filed(document, OFFICE, f"目标调整 {count} 格：{reason}", day, "批准文件原件另附")
        for (document, reason, day), count in changed.items()
    ]


def _sheets(round: Round) -> list[Filed]:
    found = []
    order = official_order(round.scheme.year)
    sent = Submission.objects.filter(sheet__round=round).defer("cells", "oddities")
    sent = sent.select_related("sheet__lead", "file").prefetch_related("scans__file")
    for one in sorted(
        sent.order_by("sheet__lead__code", "number"),
        key=lambda one: order.get(one.sheet.lead_id, len(order)),
    ):
        lead, title = one.sheet.lead.name, f"{one.sheet.title}第 {one.number} 版"
        told = f"{title}（{one.get_state_display()}）"
        if one.file is not None:
            found.append(_file(one.file, f"{told}：", lead))
        else:
            note = f"{one.get_origin_display()}，没有原件；校验值 {one.digest[:MARKS]}"
            found.append(Filed("", lead, told, _day(one.received_at), note))
        found += [_file(scan.file, f"{title}盖章扫描件：", lead) for scan in one.scans.all()]
    return found


def _claims(round: Round, group: str) -> list[Filed]:
    found = []
    owned = [claim for ledger in ledgers(round.scheme, group) for claim in ledger.claims]
    files: dict[int, list[ClaimFile]] = defaultdict(list)
    for one in (
        ClaimFile.objects.filter(claim__scheme=round.scheme).select_related("file").order_by("id")
    ):
        files[one.claim_id].append(one)
    direct = StoredFile.objects.in_bulk({one.file_id for one in owned if one.file_id})
    for claim in owned:
        found.append(_claim(claim))
        kept = {one.file_id: (one.get_kind_display(), one.file) for one in files[claim.pk]}
        if claim.file_id:
            kept.setdefault(claim.file_id, (ClaimFile.Kind.PROOF.label, direct[claim.file_id]))
        found += [
            _file(file, f"{claim.title}（{word}）：", claim.subject.name)
            for word, file in kept.values()
        ]
    return found


def _claim(claim: Claim) -> Filed:
    decision = max(claim.decisions.all(), key=lambda one: one.pk, default=None)
    note = claim.get_state_display()
    if decision is not None:
        note += f"，{decision.decided_by} {decision.decided_on.isoformat()}"
    day = claim.happened_on.isoformat() if claim.happened_on else _day(claim.entered_at)
    return Filed(claim.document, claim.subject.name, f"{claim.kind}：{claim.title}", day, note)


def _drafts(round: Round) -> list[Filed]:
    found = []
    for run in reversed(assessment.drafts(round)):
        place = place_of(run.archive)
        size = _size(place.stat().st_size) if place.is_file() else "文件找不到了"
        title = f"{round.name}第 {run.number} 稿（{run.get_stage_display()}）归档件"
        found.append(
            Filed("", OFFICE, title, _day(run.computed_at), f"{size}，校验值 {run.archive[:MARKS]}")
        )
    return found


def _decisions(run: Run) -> list[Filed]:
    names = dict(run.lines.values_list("subject", "name"))
    level = set(
        RunLine.objects.filter(run__round=run.round, reason=EDGE).values_list("run_id", "subject")
    )
    found = [
        Filed(
            one.document, one.organ, f"{one.meeting}：{names.get(one.subject, one.subject)}定为{one.decided}",
            one.decided_on.isoformat(), f"算出的是{Grade(one.subject, one.computed, is_level=(one.run_id, one.subject) in level).computed_words}，原件另附",
        )
        for one in GradeDecision.objects.filter(round=run.round).exclude(decided="").order_by("id")
    ]  # fmt: skip
    found += [
        Filed(plan.document, plan.decided_by, "定发布安排：哪一步谁看到哪一层", _day(plan.recorded_at), "决定，原件另附")
        for plan in run.round.release_plans.order_by("id")
    ]  # fmt: skip
    for release in (
        Release.objects.filter(run__round=run.round).select_related("run").order_by("id")
    ):
        title = f"第 {release.run.number} 稿发布给{Role(release.role).label}，到{release.get_layer_display()}"
        notes = [f"比事先定的多：{release.why}"] if release.why else []
        notes += [f"{_day(release.withdrawn_at)} 收回"] if release.withdrawn_at else []
        found.append(
            Filed(release.document, release.decided_by, title, _day(release.released_at), "；".join(notes))
        )  # fmt: skip
    for sent in Dispatch.objects.filter(run__round=run.round, struck_at=None).select_related("run").order_by("id"):  # fmt: skip
        title = (
            f"第 {sent.run.number} 稿的{sent.get_paper_display()}发给{sent.get_reader_display()}"
        )
        found.append(Filed(sent.document, sent.decided_by or OFFICE, title, sent.sent_on.isoformat(), sent.why))  # fmt: skip
    return found


def _file(file: StoredFile, before: str, author: str) -> Filed:
    note = f"{_size(file.size)}，校验值 {file.sha256[:MARKS]}"
    return Filed("", author, before + file.name, _day(file.stored_at), note)


def _day(moment: object) -> str:
    return clock.local(moment).date().isoformat()


def _size(size: int) -> str:
    return (
        f"{max(1, round(size / KILO))} KB" if size < KILO * KILO else f"{size / KILO / KILO:.1f} MB"
    )
