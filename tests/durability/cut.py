"""A served office whose power is cut: everything ends at once, and its folder stays as it was at that moment."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.journeys.serving import COMMAND, ROOT, environment

PASSWORD = "kaohe-2027-duandian"
SETTINGS = "tests.durability.settings"
WATCHED = (
    "mkdir,pwrite64,fdatasync,fsync,rename,renameat,renameat2,write,writev,sendto,sendmsg,execve"
)
needs_strace = pytest.mark.skipif(
    shutil.which("strace") is None, reason="没有装 strace,落盘没有核对"
)


def own(home: Path, **more: str) -> dict[str, str]:
    """The environment of a trial in this folder."""
    return environment(BATON_HOME=str(home), DJANGO_SETTINGS_MODULE=SETTINGS, **more)


class Served(NamedTuple):
    """Where pages are served, and the group of processes that serve them."""

    address: str
    group: int


@contextmanager
def served_until_the_cut(home: Path, trace: Path | None = None, **more: str) -> Iterator[Served]:
    """`baton serve`, watched by strace where a trace is asked for; its end is the cut."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    watched = (
        ["strace", "-f", "--seccomp-bpf", "-y", "-s", "64", "-e", f"trace={WATCHED}", "-o", str(trace)]
        if trace
        else []
    )  # fmt: skip
    with (home.parent / f"{home.name}.log").open("wb") as log:
        server = subprocess.Popen(
            [*watched, *COMMAND, "serve", "--port", str(port)],
            cwd=ROOT, env=own(home, **more), stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, Path(log.name))
        yield Served(address, server.pid)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            pytest.fail(f"网页没有打开:{log.read_text('utf-8')[-2000:]}")
        try:
            urllib.request.urlopen(address + "/login/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"没有打开:{log.read_text('utf-8')[-2000:]}")
