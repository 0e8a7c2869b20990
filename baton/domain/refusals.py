"""What is said when something may not be done; the same sentence greys a button and answers a form."""

from __future__ import annotations

from collections.abc import Callable


class Refused(Exception):
    """A rule forbids it. The message is the sentence the user reads: what, why, and what to do."""

    @property
    def sentence(self) -> str:
        return str(self.args[0])


class Conflict(Refused):
    """Somebody else changed it in between; nothing was written, and both versions can be shown."""


def refusal(check: Callable[[], object]) -> str:
    """The sentence with which a check refuses, or an empty text when it lets pass."""
    try:
        check()
    except Refused as refused:
        return refused.sentence
    return ""
