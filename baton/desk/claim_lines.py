"""认定表的内容: each line of the ledger with what was decided, by whom at which meeting, and what of it counts."""

from __future__ import annotations

from baton.desk.claim_counts import Part, counted, plain
from baton.documents.papers import ClaimLine
from baton.domain.assessment.models import Run
from baton.domain.claims import queries
from baton.domain.claims.models import Claim, Decision


def lines(run: Run, group: str = "") -> list[ClaimLine]:
    """The ledger as it stands now, unit by unit in official order; what counts is what the run counted."""
    parts = counted(run)
    return [
        _line(claim, parts.get((claim.number, claim.state)))
        for one in queries.ledgers(run.round.scheme, group)
        for claim in one.claims
    ]


def _line(claim: Claim, part: Part | None) -> ClaimLine:
    last = max(claim.decisions.all(), key=lambda one: one.pk, default=None)
    title = claim.title
    if claim.matter != claim.title:
        title += f"（同一事项：{claim.matter}）"
    if claim.told_by:
        title += f"（{claim.told_by}提出）"
    return ClaimLine(
        claim.subject.name, title, claim.level, claim.document, f"{claim.points} 分" if claim.points else claim.kind,
        claim.get_state_display(), _counts(claim, part, last), _by(last), last.decided_on.isoformat() if last else "",
    )  # fmt: skip


def _by(last: Decision | None) -> str:
    """Who decided, and at which meeting."""
    if last is None:
        return ""
    return f"{last.decided_by}（{last.meeting}）" if last.meeting else last.decided_by


def _counts(claim: Claim, part: Part | None, last: Decision | None) -> str:
    """What of the line counts, or why nothing does; a decision later than the run counts by the rules to come."""
    if claim.state == Claim.State.PENDING:
        return "待定"
    if claim.state != Claim.State.ACCEPTED:
        return f"不计：{last.reason}" if last and last.reason else "不计"
    if part is None:
        return "按规则计"
    if part.why and not part.counts:
        return f"不计：{part.why}"
    return f"{part.verb} {plain(part.counts)} 分" + (
        f"（{part.limit}已到上限）" if part.limit else ""
    )
