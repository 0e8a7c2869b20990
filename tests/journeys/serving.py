"""Baton's commands run as a user runs them, each office with a folder and a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READY = 300  # seconds, on a machine that is busy with other tests
COMMAND = [sys.executable, "-c", "import sys; from baton.cli.main import main; sys.exit(main())"]
OWN = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "BATON_HOME", "BATON_DEMO_CLOCK"}


@dataclass(frozen=True)
class City:
    """Where an office is served, and the clerk's password."""

    address: str
    password: str
    home: Path


def environment(**more: str) -> dict[str, str]:
    """The machine's own, without what says where some other office keeps its records."""
    kept = {key: value for key, value in os.environ.items() if key not in OWN}
    return kept | {"PYTHONPATH": str(ROOT)} | more


@contextmanager
def served(home: Path, *command: str, **more: str) -> Iterator[str]:
    """The address at which a command serves pages, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = home / "log.txt"
    with said.open("w") as log:
        server = subprocess.Popen(
            [*COMMAND, *command, "--port", str(port)],
            cwd=ROOT, env=environment(**more), stdout=log, stderr=log,
        )  # fmt: skip
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, server, said)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(READY * 4):
        if server.poll() is not None:
            pytest.fail(f"网页没有打开:{log.read_text('utf-8')[-2000:]}")
        try:
            urllib.request.urlopen(address + "/login/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"{READY} 秒还没有打开:{log.read_text('utf-8')[-2000:]}")
