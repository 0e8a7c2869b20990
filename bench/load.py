"""python -m bench.load [--seconds 600] [--clerks 5]: several clerks at work at once on a real server.

Each clerk looks at pages, enters claims, changes cells, takes in and accepts sheets; any answer but the expected one
is an error. The city has three years in it and stands in DATABASE_URL where that is set
(`sh scripts/with-postgresql.sh python -m bench.load`). Prints requests, errors and the kinds of request.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from bench.clerk import Clerk
from bench.report import header

ROOT = Path(__file__).resolve().parents[1]
PORT = 8177
PLACE = f"http://127.0.0.1:{PORT}"
MOST_SAID = 6000  # characters of what the server wrote, where anything went wrong
SERVE = "import sys; from baton.cli.main import main; sys.exit(main())"


def main() -> int:
    """Build the city, serve it, let the clerks work, tell."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--clerks", type=int, default=5)
    asked = parser.parse_args()
    print(header())
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"BATON_HOME": home}
        print("PostgreSQL" if "DATABASE_URL" in environment else "SQLite", flush=True)
        built = subprocess.run(
            [sys.executable, "-m", "bench.city", "--clerks", str(asked.clerks)],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        said = Path(home) / "server.txt"
        server = subprocess.Popen(
            [sys.executable, "-c", SERVE, "serve", "--port", str(PORT)],
            cwd=ROOT, env=environment, stdout=said.open("w"), stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait()
            until = time.monotonic() + asked.seconds
            password = built.stdout.strip().splitlines()[-1]
            clerks = [Clerk(PLACE, f"clerk{n}", password, until, n) for n in range(asked.clerks)]
            for clerk in clerks:
                clerk.start()
            for clerk in clerks:
                clerk.join()
        finally:
            server.terminate()
            server.wait(30)
        wrong = _told(clerks, asked.seconds)
        if wrong:
            print(said.read_text("utf-8")[-MOST_SAID:])
    return wrong


def _told(clerks: list[Clerk], seconds: int) -> int:
    errors = [error for clerk in clerks for error in clerk.errors]
    total = sum(len(taken) for clerk in clerks for taken in clerk.taken.values())
    print(f"{len(clerks)} 人同时办 {seconds} 秒：{total} 次请求，{len(errors)} 个错")
    for kind in sorted({kind for clerk in clerks for kind in clerk.taken}):
        taken = sorted(second for clerk in clerks for second in clerk.taken[kind])
        p95 = taken[int(len(taken) * 0.95)] if len(taken) > 1 else taken[0]
        print(
            f"  {kind}：{len(taken)} 次，中位 {statistics.median(taken) * 1000:.0f} 毫秒，p95 {p95 * 1000:.0f} 毫秒"
        )
    done = {
        kind: sum(clerk.done[kind] for clerk in clerks) for clerk in clerks for kind in clerk.done
    }
    print("  办成：" + "，".join(f"{kind} {count} 次" for kind, count in sorted(done.items())))
    for error in errors[:10]:
        print(f"  错：{error}")
    print(header())
    return 1 if errors else 0


def _wait() -> None:
    for _ in range(400):
        try:
            urllib.request.urlopen(PLACE + "/login/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("网页没有打开")


if __name__ == "__main__":
    sys.exit(main())
