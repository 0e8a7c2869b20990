"""结束一轮: what stands in the way, said plainly; some of it can be passed over with a reason, some can't."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from baton.desk import answers, computing
from baton.desk.results import result_from
from baton.domain.accounts.models import Person
from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.audit import queries as audit
from baton.domain.claims import queries as claims
from baton.domain.intake import queries as intake
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round, Stage
from baton.scoring import score
from baton.scoring.facts import CLOSED
from baton.scoring.result import Result


@dataclass(frozen=True)
class Block:
    """Something that stands in the way: where to mend it, what, and whether a reason is enough to pass."""

    route: str
    sentence: str
    can_pass: bool = False


def blocks(round: Round, today: date, *, compute: bool = True) -> list[Block]:
    """Everything that keeps a round from being closed.

    compute: work out now what the worker has not come to yet; a page that is only looked at does not.
    """
    desk = intake.desk(round, today)
    received, returned, missing = (len(desk.of(state)) for state in ("received", "returned", "none"))  # fmt: skip
    pending = claims.waiting(round)
    found = []
    if received:
        found.append(Block("office:desk", f"{received} 张打分表收了还没核，请采用或退回。"))
    if pending:
        found.append(Block("office:claims", f"{pending}，请先定下来。"))
    found += _drafts(round, compute)
    if returned:
        found.append(Block("office:desk", f"{returned} 张打分表退回后没有再交。", can_pass=True))
    if missing:
        found.append(Block("office:desk", f"{missing} 张打分表一直没有交。", can_pass=True))
    return found


def _drafts(round: Round, compute: bool) -> list[Block]:
    newest = runs.drafts(round).first()
    if newest is None or newest.stage != Stage.FINAL:
        return [Block("office:board", "还没有编正式稿。请在“成绩”里编一稿，选“正式稿”。")]
    newest_known = (newest, runs.provisional(round))
    if not compute and all(runs.is_stale(round, one) for one in newest_known):
        return [Block("office:board", "数据刚改过，正在后台重算，过几秒再看。")]
    try:
        behind = is_behind(newest)
    except Refused as refused:
        return [Block("office:board", f"照现在的数算不出成绩：{refused.sentence}")]
    if behind:
        return [
            Block("office:board", f"第 {newest.number} 稿（正式稿）以后，数据、加减分、名册或规则又改过，请再编一稿正式稿。")
        ]  # fmt: skip
    waiting = newest.lines.filter(status="unranked").count()
    if waiting:
        said = f"第 {newest.number} 稿（正式稿）里还有 {waiting} 个没有总分。"
        return [Block("office:board", said, can_pass=True)]
    return []


def is_behind(draft: Run) -> bool:
    """Whether its round would come out otherwise if it were computed now; what only moves other rounds does not count."""
    round, known = draft.round, runs.provisional(draft.round)
    if not runs.is_stale(round, draft):
        return False
    is_fresh = known is not None and not runs.is_stale(round, known)
    archive = known.archive if known and is_fresh else computing.compute(round).archive
    if archive == draft.archive:
        return False
    opened = audit.done(["round.books_opened"], on=f"round:{round.pk}").exists()
    question = (archive, draft.archive, "behind", opened)
    return answers.kept(question, lambda: _differ(archive, draft.archive, opened), shared=True)


def _differ(now: str, then: str, opened: bool) -> bool:
    """Whether a draft came out otherwise; names of runs differ, rules, places and points may not.

    A draft whose books were closed before rounds kept that themselves is compared with the same books closed; not one
    whose round's books were opened again.
    """
    new, old = result_from(now), result_from(then)
    if old.plan.facts.absent == CLOSED and new.plan.facts.absent != CLOSED and not opened:
        new = score(new.plan.rulebook, new.plan.facts.closed())
    return _told(new) != _told(old)


def _told(result: Result) -> Any:
    return result.rulebook_digest, result.canonical() | {"run": ""}


def close(*, round: Round, why: str, by: Person, at: datetime, today: date) -> None:
    """结束: refused with everything that stands in the way."""
    found = blocks(round, today)
    hard = [one.sentence for one in found if not one.can_pass]
    if hard:
        raise Refused("还不能结束。" + "".join(hard))
    if found and not why.strip():
        raise Refused("".join(one.sentence for one in found) + "仍要结束的，请写明原因。")
    rounds.close(round=round, why=why, by=by, at=at)
