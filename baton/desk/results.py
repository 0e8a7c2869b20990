"""已算出的结果: a run's result from its archive, kept in memory so that pages need not wait."""

from __future__ import annotations

from functools import lru_cache

from baton.documents.archives import read_archive
from baton.documents.problems import Problems
from baton.domain.assessment.models import Run
from baton.domain.files.store import place_of
from baton.domain.refusals import Refused
from baton.scoring import score
from baton.scoring.result import Result

KEPT = 6  # results in memory; a city's year-end round takes about 20 MB


def result_of(run: Run) -> Result:
    """The result of a run, recomputed from its archive; Refused when the archive is gone or damaged."""
    return _scored(run.archive)


@lru_cache(maxsize=KEPT)
def _scored(archive: str) -> Result:
    problems = Problems()
    members = read_archive(place_of(archive), problems=problems)
    if members is None:
        raise Refused("这一稿的归档件读不出来，请从备份恢复。")
    return score(members["rulebook"], members["facts"])
