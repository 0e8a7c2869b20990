"""The folder in which a run of the tests works: gone when the run ends; what an interrupted run left, the next clears."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = "baton-tests-"
HELD = "held"  # locked as long as the run lives, however it ends
YOUNG = 60  # seconds in which a run that begins may not have locked it yet


def own() -> Path:
    """A new folder for this run."""
    clear(Path(tempfile.gettempdir()))
    base = Path(tempfile.mkdtemp(prefix=PREFIX))
    held = (base / HELD).open("w")
    fcntl.flock(held, fcntl.LOCK_EX)
    beginner = os.getpid()

    def leave() -> None:
        if os.getpid() == beginner:
            shutil.rmtree(base, ignore_errors=True)
            held.close()

    atexit.register(leave)
    (base / "home").mkdir()
    return base / "home"


def clear(folder: Path) -> None:
    """Remove what runs left that live no more; nothing else, and nothing of which that is not sure."""
    for base in folder.glob(f"{PREFIX}*"):
        try:
            with (base / HELD).open() as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if time.time() - os.fstat(held.fileno()).st_mtime > YOUNG:
                    shutil.rmtree(base, ignore_errors=True)
        except OSError:  # it lives, is somebody else's, or another run clears it just now
            continue
