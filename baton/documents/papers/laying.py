"""PDF files made one after another in a process beside this one, while the next papers are gathered."""

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
from typing import IO, NamedTuple, Self

from baton.documents.papers import libreoffice, pdf
from baton.documents.papers.sheet import Sheet

LOOK = 0.02  # seconds between two looks whether the process has ended
Then = Callable[[Path], None]
Otherwise = Callable[[libreoffice.NotConverted], None]


class Maker(NamedTuple):
    """Who makes a PDF file: how it is begun, what it means how it ended, how long it may take in seconds."""

    begin: Callable[[IO[bytes], IO[bytes], IO[bytes]], subprocess.Popen[bytes]]
    check: Callable[[int, bytes], None]
    patience: Callable[[], float]


TYPESETTER = Maker(lambda *files: pdf.typesetting(*files), pdf.check, lambda: pdf.PATIENCE)
CONVERTER = Maker(
    libreoffice.converting, libreoffice.check,
    lambda: libreoffice.WAITS_IN_QUEUE + libreoffice.LIMIT + pdf.PATIENCE,  # it ends by itself before
)  # fmt: skip


@dataclass
class _Asked:
    """A file that is not made yet: what it says lies on the disk, so that many of them may wait."""

    path: Path
    maker: Maker
    then: Then
    otherwise: Otherwise | None
    told: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    said: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0

    def start(self) -> None:
        self.since = time.monotonic()
        with self.path.open("wb") as out:
            self.process = self.maker.begin(self.told, out, self.said)

    def is_there(self) -> bool:
        """Whether it is done; RuntimeError when it could not be laid out, NotConverted when LibreOffice could not, OSError
        when the disk is full."""
        if self.process is None or self.process.poll() is None:
            if time.monotonic() - self.since > self.maker.patience():
                raise RuntimeError(f"PDF 排了 {self.maker.patience():.0f} 秒还没有排成")
            return False
        self.said.seek(0)
        self.maker.check(self.process.returncode, self.said.read())
        return True

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            pdf.end(self.process)
        self.told.close()
        self.said.close()


class Laying:
    """A queue of PDF files. What is saved within `taking` is only asked for; `then` is told of each once it is whole.

    Leaving the block ends the process; what still waited is not made.
    failed: the file that could not be made, once that has been raised, which may be long after it was asked for.
    """

    def __init__(self) -> None:
        self._asked: deque[_Asked] = deque()
        self.failed: Path | None = None

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
    def taking(self, then: Then, otherwise: Otherwise | None = None) -> Iterator[None]:
        """Whatever is saved as PDF in this block joins the queue; what LibreOffice can't convert is an error, or is told
        `otherwise`."""
        token = _taker.set((self, then, otherwise))
        try:
            yield
        finally:
            _taker.reset(token)

    def ask(
        self, told: bytes, maker: Maker, path: Path, then: Then, otherwise: Otherwise | None
    ) -> None:
        """Put a file at the end of the queue."""
        self._asked.append(_Asked(path, maker, then, otherwise))
        self._asked[-1].told.write(told)
        self._asked[-1].told.flush()
        self.look()

    def look(self) -> None:
        """Hand over what is done and begin the next; never waits."""
        while self._asked and self._settled(self._asked[0]):
            pass

    def _settled(self, first: _Asked) -> bool:
        """Whether the first of the queue is done with, one way or the other."""
        try:
            if first.process is None:
                first.start()
            if not first.is_there():
                return False
        except Exception as error:
            if first.otherwise is None or not isinstance(error, libreoffice.NotConverted):
                self.failed = first.path
                raise
            self._asked.popleft().close()
            first.otherwise(error)
            return True
        self._asked.popleft().close()
        first.then(first.path)
        return True

    def wait(self, seconds: float) -> None:
        """Until nothing is left, this long at most."""
        until = time.monotonic() + seconds
        self.look()
        while self._asked and time.monotonic() < until:
            time.sleep(LOOK)
            self.look()


_taker: ContextVar[tuple[Laying, Then, Otherwise | None] | None] = ContextVar("taker", default=None)


def save(sheet: Sheet, path: Path) -> None:
    """Write a PDF file, now or, where somebody takes them, later."""
    taker = _taker.get()
    if taker is None:
        path.write_bytes(pdf.written(sheet))
    else:
        taker[0].ask(pdf.told(sheet), TYPESETTER, path, *taker[1:])


def save_word(content: bytes, path: Path) -> None:
    """Write the PDF file of a Word file, now or later; NotConverted when that can't be done."""
    taker = _taker.get()
    if taker is None:
        path.write_bytes(libreoffice.converted(content))
    else:
        taker[0].ask(content, CONVERTER, path, *taker[1:])
