"""答过的问题: answers that take a whole scoring are kept until the figures move, in memory and beside the records.

A question names everything its answer depends on (an archive, or how far a round's facts have moved), so that a
kept answer is never out of date; it is only forgotten when there is no room. What the worker has found lies in the
office's folder, so that the page that asks first need not wait either; signed with the office's own key, since
reading it back would run what somebody else had put there. Losing the folder loses nothing but time
(docs/adr/0010-answers-worked-out-ahead.md).
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import pickle
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from django.conf import settings

import baton
from baton.desk.unswept import unswept

Answer = TypeVar("Answer")
MOST = 80  # answers in memory; one about a city of 113 units and 624 officials takes about 1 MB
MOST_ON_DISK = 160  # a city's result takes 6 MB, what is asked about it far less
SIGNATURE = hashlib.sha256().digest_size

_known: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def kept(question: Hashable, find: Callable[[], Answer], *, shared: bool = False) -> Answer:
    """The answer to a question, found at its first asking.

    shared: also by other processes; only for questions that name contents (an archive), never the number of a row,
    which another database may give to something else.
    """
    with _lock:
        if question in _known:
            _known.move_to_end(question)
            found: Answer = _known[question]
            return found
    answer: Answer = recall(question) if shared else None
    if answer is None:
        answer = find()
        if shared:
            write_down(question, answer)
    with _lock:
        _known[question] = answer
        while len(_known) > MOST:
            _known.popitem(last=False)
    return answer


def at_hand(question: Hashable) -> Any:
    """The answer that lies in this process's memory; None when it has to be found."""
    with _lock:
        return _known.get(question)


def recall(question: Hashable) -> Any:
    """What another process found out; None when nobody has, or when the file is not what was written."""
    try:
        content = _place(question).read_bytes()
    except OSError:
        return None
    signature, pickled = content[:SIGNATURE], content[SIGNATURE:]
    if not hmac.compare_digest(signature, _sign(pickled)):
        return None
    with unswept():
        return pickle.loads(pickled)


def write_down(question: Hashable, answer: Any) -> None:
    """Leave an answer where other processes find it, whole or not at all; a full disk costs only time."""
    with unswept():
        pickled = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    place, name = _place(question), ""
    with contextlib.suppress(OSError):
        try:
            place.parent.mkdir(mode=0o700, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(_sign(pickled) + pickled)
            Path(name).replace(place)
            name = ""
            _make_room(place.parent)
        finally:
            if name:
                Path(name).unlink(missing_ok=True)


def is_known(question: Hashable) -> bool:
    """Whether a page that asks would have its answer at once."""
    return question in _known or _place(question).exists()


def forget() -> None:
    """Forget every answer in this process's memory."""
    with _lock:
        _known.clear()


def _place(question: Hashable) -> Path:
    name = hashlib.sha256(f"{_program()}{question!r}".encode()).hexdigest()
    return Path(settings.BATON_HOME) / "answers" / name


def _make_room(folder: Path) -> None:
    found = sorted(folder.iterdir(), key=lambda place: place.stat().st_mtime)
    for place in found[:-MOST_ON_DISK]:
        place.unlink(missing_ok=True)


def _sign(pickled: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), pickled, "sha256")


@cache
def _program() -> str:
    """Changes with every line of the program: an answer of other code is no answer."""
    files = sorted(Path(baton.__file__).parent.rglob("*.py"))
    told = "".join(
        f"{place.name}{place.stat().st_mtime_ns}{place.stat().st_size}" for place in files
    )
    return hashlib.sha256(told.encode()).hexdigest()
