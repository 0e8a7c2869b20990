"""已算出的结果: a run's result from its archive, kept in memory so that pages need not wait."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from threading import Lock

from baton.desk import answers
from baton.documents.archives import read_archive
from baton.documents.problems import Problems
from baton.domain.assessment.models import Run
from baton.domain.files.store import place_of
from baton.domain.refusals import Refused
from baton.scoring import score
from baton.scoring.result import Result

KEPT = 6  # results in memory; a city's year-end round takes about 20 MB

_known: OrderedDict[str, Result] = OrderedDict()
_guard = Lock()
_busy: defaultdict[str, Lock] = defaultdict(Lock)


def result_of(run: Run) -> Result:
    """The result of a run, recomputed from its archive; Refused when the archive is gone or damaged."""
    return result_from(run.archive)


def result_from(archive: str) -> Result:
    """The result that an archive proves.

    Whoever asks while it is being recomputed waits for that one instead of doing the same again.
    """
    with _guard:
        known, busy = _recall(archive), _busy[archive]
    if known is not None:
        return known
    with busy:
        with _guard:
            known = _recall(archive)
        if known is None:
            known = answers.recall(_question(archive))
            if known is None:
                known = _scored(archive)
                answers.write_down(_question(archive), known)
            _remember(archive, known)
    return known


def found(archive: str, result: Result) -> None:
    """Keep a result that was just computed, for this process and for the others."""
    _remember(archive, result)
    answers.write_down(_question(archive), result)


def forget() -> None:
    """Forget every result in this process's memory."""
    with _guard:
        _known.clear()


def _remember(archive: str, result: Result) -> None:
    with _guard:
        _known[archive] = result
        while len(_known) > KEPT:
            _known.popitem(last=False)
        _busy.pop(archive, None)


def _recall(archive: str) -> Result | None:
    if archive in _known:
        _known.move_to_end(archive)
    return _known.get(archive)


def _question(archive: str) -> tuple[str, str]:
    return archive, "result"


def _scored(archive: str) -> Result:
    problems = Problems()
    members = read_archive(place_of(archive), problems=problems)
    if members is None:
        raise Refused("这一稿的归档件读不出来，请从备份恢复。")
    return score(members["rulebook"], members["facts"])
