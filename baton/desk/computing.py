"""算一轮: from records to totals, with the archive that proves them; kept anew whenever anything has moved."""

from __future__ import annotations

import logging
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from baton.desk import obstacles, results
from baton.desk.obstacles import Failure
from baton.desk.unswept import unswept
from baton.documents.archives import write_archive
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather, queries, services
from baton.domain.assessment.models import Run
from baton.domain.assessment.services import Computed, Total
from baton.domain.facts import queries as figures
from baton.domain.files import store
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.scoring import RuleFailed, score
from baton.scoring.facts import Facts
from baton.scoring.result import Result
from baton.scoring.scope_scaling import shown_children

log = logging.getLogger("baton.computing")
CHUNK = 1 << 20
MOST_ARCHIVE = 100_000_000


@unswept()
def compute(round: Round, *, absent: str = "") -> Computed:
    """Score a round as its records now stand; Refused when the facts can't be scored, naming what is wrong.

    absent: what a figure is that nobody reported, where it is to be looked at with other books than the round's.
    """
    seq = figures.moved(round.scheme)
    round.refresh_from_db(
        fields=["scope", "as_of", "on", "books_closed_at"]
    )  # not older than the count by which the run is kept
    version, asked = round.version, obstacles.question(round)
    rulebook = gather.rulebook_of(round)
    facts = Facts.from_canonical(gather.facts_of(round, absent=absent))
    found = obstacles.found_in(rulebook, facts)
    if found.count:
        obstacles.remember(asked, found)
        raise Refused(found.told)
    result = _scored(round, rulebook, facts)
    archive = keep_archive(result)
    results.found(archive, result)
    return Computed(result.run, archive, version, version.edits, seq, totals_of(result))


def _scored(round: Round, rulebook: dict[str, Any], facts: Facts) -> Result:
    """The result; where the program fails, Refused says at whose rule, and so do the pages from then on."""
    try:
        return score(rulebook, facts)
    except RuleFailed as failed:
        raise _failed(round, failed.sentence, failed.names, failed.cause) from failed.cause
    except Exception as error:
        raise _failed(round, _told(error), {}, error) from error


def _failed(round: Round, sentence: str, names: dict[str, str], cause: Exception) -> Refused:
    log.warning("%s 没有算下来：%s", round.name, sentence, exc_info=cause)
    obstacles.write_failure(round, Failure(sentence, names))
    return Refused(sentence)


def _told(error: Exception) -> str:
    return f"程序出错了（{type(error).__name__}：{error}），请把后台的记录发给维护人员。"


def keep_archive(result: Result) -> str:
    """Put the archive of a run among the kept files and return its hash."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.zip"
        write_archive(result, path)
        with path.open("rb") as file:
            sha256, _ = store.put(iter(lambda: file.read(CHUNK), b""), most=MOST_ARCHIVE)
    return sha256


def totals_of(result: Result) -> list[Total]:
    """Every unit's line with the points of the papers right under its total."""
    found = []
    roots = {group.name: group.entry["root"] for group in result.plan.groups}
    for subject in result.plan.facts.roster:
        line = result.lines.get(subject.subject)
        if line is None:
            continue
        papers = {}
        if subject.subject in result.plan.row_of:
            for code in shown_children(result.plan, roots[subject.group]):
                papers[code] = _points(result, subject.subject, code)
        found.append(
            Total(
                subject.subject, subject.name, subject.group, subject.order, line.status, line.total,
                line.interim, line.share, line.rank, line.grade or "", line.reason, papers,
                _vetoes(result, subject.subject),
            )
        )  # fmt: skip
    return found


def _vetoes(result: Result, subject: str) -> list[str]:
    """The numbers of the vetoes in force upon a unit."""
    effect = result.effects.get(subject)
    return sorted(effect.events) if effect else []


def _points(result: Result, subject: str, code: str) -> str | None:
    if code in result.plan.nodes:
        return result.node(subject, code)[1]
    return result.score(subject, code)


def refresh(round: Round, *, at: datetime, by: Person | None = None) -> Run:
    """The round's provisional run, computed anew only when something has moved since."""
    run = queries.provisional(round)
    if run is not None and not queries.is_stale(round, run):
        return run
    return services.keep_provisional(round=round, computed=compute(round), by=by, at=at)


def keep_newest(round: Round, computed: Computed, *, by: Person, at: datetime) -> None:
    """Keep what was just computed as the provisional run where that is out of date and this is not, so that nobody computes it again.

    Call inside the transaction that used it; what has moved meanwhile is left to the worker.
    """
    is_newest = (computed.version.pk, computed.edits, computed.seq) == queries.basis_of(round)
    if is_newest and queries.is_stale(round, queries.provisional(round)):
        services.keep_provisional(round=round, computed=computed, by=by, at=at)


def number_draft(
    round: Round, *, stage: str, why: str, headline: str = "", corrects: Run | None = None, by: Person, at: datetime
) -> Run:  # fmt: skip
    """编一稿: compute what the records say at this moment and freeze it."""
    computed = compute(round)
    return services.number_draft(
        round=round, stage=stage, computed=computed, why=why, headline=headline, corrects=corrects, by=by, at=at
    )  # fmt: skip


def refresh_all(*, at: datetime) -> list[tuple[Round, Any]]:
    """Compute every round that has moved; the worker's first job. A round that can't be scored says why.

    Even a failure of the program in one round keeps neither the others nor anybody's papers waiting. What kept a round
    from being computed is not looked for again until something has moved.
    """
    done: list[tuple[Round, Any]] = []
    for round in queries.stale_rounds():
        known = obstacles.known(round)
        if known is not None and known.count:
            done.append((round, Refused(known.told)))
            continue
        failure = obstacles.failed_here(round)
        if failure is not None:
            done.append((round, Refused(failure.sentence)))
            continue
        try:
            done.append((round, refresh(round, at=at)))
        except Refused as refused:
            done.append((round, refused))
        except (DatabaseError, OSError):
            raise
        except Exception as error:
            done.append((round, _failed(round, _told(error), {}, error)))
    return done
