"""A disk that is full from the n-th thing written on: files, folders, names and rows, until room is made."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import OperationalError, connection

WRITES = ("INSERT", "UPDATE", "DELETE")
FAILS = {"sqlite": "database or disk is full", "postgresql": "could not extend file: No space left on device"}  # fmt: skip


class Disk:
    """Counts what is written; `strike` is called for each thing from the n-th on."""

    def __init__(self, room: int, strike: Callable[[str], None]) -> None:
        self.room, self.strike, self.used, self.was_full = room, strike, 0, False

    def take(self, what: str) -> None:
        self.used += 1
        if self.used > self.room:
            self.was_full = True
            self.strike(what)


def no_room(what: str) -> None:
    """As the system says it."""
    if what == "row":
        raise OperationalError(FAILS[connection.vendor])
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@contextmanager
def disk(room: int, strike: Callable[[str], None] = no_room) -> Iterator[Disk]:
    """A disk with room for so many writes."""
    it = Disk(room, strike)

    class Raw(io.FileIO):
        def write(self, content: Any) -> int:
            it.take("content")
            return super().write(content)

    real = {name: getattr(os, name) for name in ("mkdir", "replace", "rename", "fsync", "open")}
    opened = io.open

    def counted(name: str) -> Callable[..., Any]:
        def call(*arguments: Any, **more: Any) -> Any:
            if name != "open" or (len(arguments) > 1 and arguments[1] & os.O_CREAT):
                it.take(name)
            return real[name](*arguments, **more)

        return call

    def open_(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if set(mode) <= set("rbtU") or str(file) == os.devnull:
            return opened(file, mode, *rest, **more)
        if not isinstance(file, int):
            it.take("file")
        raw = Raw(file, mode.replace("b", "").replace("t", ""), closefd=more.get("closefd", True))
        wide = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        if "b" in mode:
            return wide
        return io.TextIOWrapper(wide, more.get("encoding"), newline=more.get("newline"))

    def row(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            it.take("row")
        return execute(sql, parameters, many, context)

    try:
        io.open = builtins.open = open_
        for name in real:
            setattr(os, name, counted(name))
        with connection.execute_wrapper(row):
            yield it
    finally:
        it.room = sys.maxsize  # so that a file which is thrown away later can still be closed
        io.open = builtins.open = opened
        for name, one in real.items():
            setattr(os, name, one)


def left_behind(home: Path) -> list[str]:
    """Files that were begun and are not whole."""
    return [str(path) for path in home.rglob(".arriving-*")]
