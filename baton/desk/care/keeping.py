"""看着后台: a worker that ends without being told to is started again; what it was at stands in the records."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Sequence

PAUSE = 2.0  # seconds before a new start, so that a worker that can't start does not keep the machine busy
PATIENCE = 10.0


class Keeper(threading.Thread):
    """Runs a command again and again until it is told to stop."""

    def __init__(self, command: Sequence[str], *, pause: float = PAUSE) -> None:
        super().__init__(daemon=True)
        self.command, self.pause = list(command), pause
        self.ending = threading.Event()
        self.worker = subprocess.Popen(self.command)

    def run(self) -> None:
        """Wait for the worker's end, and start the next one."""
        while True:
            self.worker.wait()
            if self.ending.wait(self.pause):
                return
            print("后台停了，已重新启动；没有做完的会接着做。", flush=True)
            self.worker = subprocess.Popen(self.command)

    def stop(self) -> None:
        """End the worker for good."""
        self.ending.set()
        self.worker.terminate()
        self.worker.wait(PATIENCE)
