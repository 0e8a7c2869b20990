"""答过的问题: answers that take a whole scoring are kept in memory until the figures move.

A question names everything its answer depends on (an archive, or how far a round's facts have moved), so that a
kept answer is never out of date; it is only forgotten when there is no room.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Answer = TypeVar("Answer")
MOST = 48  # answers in memory; one about a city of 113 units and 624 officials takes about 1 MB

_known: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def kept(question: Hashable, find: Callable[[], Answer]) -> Answer:
    """The answer to a question, found at its first asking."""
    with _lock:
        if question in _known:
            _known.move_to_end(question)
            found: Answer = _known[question]
            return found
    answer = find()
    with _lock:
        _known[question] = answer
        while len(_known) > MOST:
            _known.popitem(last=False)
    return answer


def forget() -> None:
    """Forget every answer."""
    with _lock:
        _known.clear()
