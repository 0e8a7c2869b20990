"""Stories told once for many tests: each test begins where the story ends, and is taken back there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import TestCase


@contextmanager
def told_once(blocker: Any) -> Iterator[None]:
    """For a fixture of a whole module: rows written in this block stay until the block ends.

    blocker: pytest-django's django_db_blocker. Every test of the module has to begin from these rows, and none may ask
    for a database without transactions.
    """
    with blocker.unblock():
        around = TestCase._enter_atomics()
    try:
        yield
    finally:
        with blocker.unblock():
            TestCase._rollback_atomics(around)
