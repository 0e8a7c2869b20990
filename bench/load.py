"""python -m bench.load [--seconds 600] [--clerks 5]: several clerks at work at once on a real server.

Each clerk looks at pages, takes in sheets, accepts or returns them, enters and decides claims, changes cells; any
answer but the expected one is an error. Prints how many requests, how many errors, and the slowest kinds of request.
"""

from __future__ import annotations

import argparse
import http.cookiejar
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from pathlib import Path

from bench.report import header

ROOT = Path(__file__).resolve().parents[1]
PORT = 8177
TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)')
COUNTIES = ("临江县", "东岭县", "石门县", "青溪县", "南浦县", "西屏县")
LOOKS = (
    "/office/",
    "/office/desk/",
    "/office/claims/",
    "/office/board/",
    "/office/run/1/unit/临江县/",
    "/office/scheme/",
)


class Clerk(threading.Thread):
    """One clerk with a browser's cookies."""

    def __init__(self, place: str, password: str, until: float, number: int) -> None:
        super().__init__()
        self.place, self.password, self.until = place, password, until
        self.chance, self.number = random.Random(number), number
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def run(self) -> None:
        """Sign in, then work until the time is over."""
        self.send("/login/", {"username": "he", "password": self.password}, "登录")
        count = 0
        while time.monotonic() < self.until:
            count += 1
            deed = self.chance.random()
            if deed < 0.7:
                self.get(self.chance.choice(LOOKS), "看一页")
            elif deed < 0.8:
                self.claim(count)
            elif deed < 0.9:
                self.cell()
            else:
                self.sheet(count)
            time.sleep(self.chance.uniform(0.2, 1.0))  # people read, too

    def claim(self, count: int) -> None:
        """Enter a claim and decide it."""
        title = f"第{self.number}人第{count}条表扬"
        form = {
            "subject": self.chance.choice(COUNTIES),
            "kind": "表彰",
            "title": title,
            "level": "市级",
            "role": "lead",
        }
        page = self.send("/office/claims/enter/", form, "登记加减分")
        if page and title not in self.get("/office/claims/?group=县市区", "看一页"):
            self.errors.append(f"登记的“{title}”不见了")

    def cell(self) -> None:
        """Try another figure in a cell; nothing is kept."""
        address = f"/office/cell/{self.chance.choice(COUNTIES)}/优良天数比例/"
        page = self.get(address, "看一格")
        was = re.search(r'name="was" value="([^"]*)"', page)
        form = {
            "value": f"8{self.chance.randrange(10)}.{self.chance.randrange(10)}",
            "state": "reported",
            "was": was[1] if was else "",
            "try": "1",
        }
        self.send(address, form, "试一格")

    def sheet(self, count: int) -> None:
        """Paste a sheet and look at it before taking it in."""
        rows = "\n".join(
            f"{unit}\t{self.chance.randrange(60, 95)}.{count % 10}" for unit in COUNTIES
        )
        self.send("/office/desk/2/receive/", {"text": "单位\t财政收入增速\n" + rows}, "看一张表")

    def get(self, address: str, kind: str) -> str:
        """Open a page; returns its text."""
        return self._timed(kind, address, None)

    def send(self, address: str, form: dict[str, str], kind: str) -> str:
        """Submit a form of a page, with the page's token."""
        token = TOKEN.search(self._timed("打开表单", address, None))
        return self._timed(kind, address, form | {"csrfmiddlewaretoken": token[1] if token else ""})

    def _timed(self, kind: str, address: str, form: dict[str, str] | None) -> str:
        url = self.place + urllib.parse.quote(address, safe="/?=&%")
        data = urllib.parse.urlencode(form).encode() if form else None
        started = time.perf_counter()
        try:
            with self.opener.open(
                urllib.request.Request(url, data, {"Referer": url}), timeout=60
            ) as answer:
                text = answer.read().decode()
        except (urllib.error.URLError, OSError) as error:
            self.errors.append(f"{kind} {address}：{error}")
            text = ""
        self.taken[kind].append(time.perf_counter() - started)
        return text


def main() -> int:
    """Serve the city, let the clerks work, tell."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--clerks", type=int, default=5)
    asked = parser.parse_args()
    print(header())
    with tempfile.TemporaryDirectory() as home:
        command = "import sys; from baton.cli.main import main; sys.exit(main())"
        server = subprocess.Popen(
            [sys.executable, "-c", command, "desk-demo", "--home", home, "--port", str(PORT)],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            place = f"http://127.0.0.1:{PORT}"
            _wait(place)
            password = (Path(home) / "demo-password").read_text("ascii").strip()
            until = time.monotonic() + asked.seconds
            clerks = [Clerk(place, password, until, number) for number in range(asked.clerks)]
            for clerk in clerks:
                clerk.start()
            for clerk in clerks:
                clerk.join()
        finally:
            server.terminate()
            server.wait(30)
    return _told(clerks, asked.seconds)


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
    for error in errors[:10]:
        print(f"  错：{error}")
    print(header())
    return 1 if errors else 0


def _wait(place: str) -> None:
    for _ in range(400):
        try:
            urllib.request.urlopen(place + "/login/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("网页没有打开")


if __name__ == "__main__":
    sys.exit(main())
