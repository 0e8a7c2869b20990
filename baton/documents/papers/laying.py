"""PDF files laid out one after another in a process beside this one, while the next papers are gathered."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

from baton.documents.papers import pdf
from baton.documents.papers.sheet import Sheet

LOOK = 0.02  # seconds between two looks whether the process has ended
Then = Callable[[Path], None]


@dataclass
class _Asked:
    """A file that is not laid out yet: what it says lies on the disk, so that many of them may wait."""

    path: Path
    then: Then
    told: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    said: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0

    def start(self) -> None:
        self.since = time.monotonic()
        with self.path.open("wb") as out:
            self.process = pdf.typesetting(self.told, out, self.said)

    def is_there(self) -> bool:
        """Whether it is done; RuntimeError when it could not be laid out, OSError when the disk is full."""
        if self.process is None:
            return False
        if self.process.poll() is None:
            if time.monotonic() - self.since > pdf.PATIENCE:
                raise RuntimeError(f"PDF 排了 {pdf.PATIENCE:.0f} 秒还没有排成")
            return False
        self.said.seek(0)
        pdf.check(self.process.returncode, self.said.read())
        return True

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.told.close()
        self.said.close()


class Laying:
    """A queue of PDF files. What is saved within `taking` is only asked for; `then` is told of each once it is whole.

    Leaving the block ends the process; what still waited is not made.
    """

    def __init__(self) -> None:
        self._asked: deque[_Asked] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with ExitStack() as closing:
            for one in self._asked:
                closing.callback(one.close)
        self._asked.clear()

    def __len__(self) -> int:
        return len(self._asked)

    @contextmanager
    def taking(self, then: Then) -> Iterator[None]:
        """Whatever is saved as PDF in this block joins the queue."""
        token = _taker.set((self, then))
        try:
            yield
        finally:
            _taker.reset(token)

    def ask(self, sheet: Sheet, path: Path, then: Then) -> None:
        """Put a file at the end of the queue."""
        told = pdf.told(sheet)
        self._asked.append(_Asked(path, then))
        self._asked[-1].told.write(told)
        self._asked[-1].told.flush()
        self.look()

    def look(self) -> None:
        """Hand over what is done and begin the next; never waits."""
        while self._asked and self._asked[0].is_there():
            done = self._asked.popleft()
            done.close()
            done.then(done.path)
        if self._asked and self._asked[0].process is None:
            self._asked[0].start()

    def wait(self, seconds: float) -> None:
        """Until nothing is left, this long at most."""
        until = time.monotonic() + seconds
        self.look()
        while self._asked and time.monotonic() < until:
            time.sleep(LOOK)
            self.look()


_taker: ContextVar[tuple[Laying, Then] | None] = ContextVar("taker", default=None)


def save(sheet: Sheet, path: Path) -> None:
    """Write a PDF file, now or, where somebody takes them, later."""
    taker = _taker.get()
    if taker is None:
        path.write_bytes(pdf.written(sheet))
    else:
        taker[0].ask(sheet, path, taker[1])
