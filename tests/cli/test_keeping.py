"""看着后台: a worker that was killed is started again, one that was told to stop is not."""

import os
import signal
import sys
import time

from baton.desk.keeping import Keeper


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_a_killed_worker_comes_back_and_a_stopped_one_does_not():
    keeper = Keeper([sys.executable, "-c", "import time; time.sleep(60)"], pause=0.05)
    keeper.start()
    first = keeper.worker.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: keeper.worker.pid != first and keeper.worker.poll() is None)
    keeper.stop()
    keeper.join(5)
    assert not keeper.is_alive() and keeper.worker.poll() is not None
