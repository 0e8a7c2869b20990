"""A real browser at a real server: the demonstration city, served as `make demo` serves it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
READY = 90


@dataclass(frozen=True)
class City:
    """Where the demonstration is served, and the clerk's password."""

    address: str
    password: str
    home: Path


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser; .ci/run installs it."""
    found = (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )
    if found is None:
        pytest.skip("没有装浏览器(chromium),网页旅程没有走")
    return found


@pytest.fixture(scope="session")
def city(chromium, tmp_path_factory):
    """`baton desk-demo` on a free port with a folder of its own."""
    home = tmp_path_factory.mktemp("city")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
    }
    log = (home / "log.txt").open("w")
    server = subprocess.Popen(
        [sys.executable, "-c", "import sys; from baton.cli.main import main; sys.exit(main())",
         "desk-demo", "--home", str(home), "--port", str(port)],
        cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, stdout=log, stderr=log,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, home / "log.txt")
        yield City(address, (home / "demo-password").read_text("ascii").strip(), home)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(address, server, log):
    for _ in range(READY * 4):
        if server.poll() is not None:
            pytest.fail(f"网页没有打开:{log.read_text('utf-8')[-2000:]}")
        try:
            urllib.request.urlopen(address + "/login/", timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    pytest.fail(f"{READY} 秒还没有打开:{log.read_text('utf-8')[-2000:]}")


@pytest.fixture(scope="session")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser, city):
    """何科长's window, 1440 wide, signed in; anything on the console is a fault."""
    window = browser.new_page(viewport={"width": 1440, "height": 900})
    said: list[str] = []
    window.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    window.goto(city.address + "/login/")
    window.fill("input[name=username]", "he")
    window.fill("input[name=password]", city.password)
    window.keyboard.press("Enter")
    window.wait_for_url("**/office/")
    yield window
    window.close()
    assert said == []


@pytest.fixture(scope="session")
def draft(browser, city):
    """The number in the address of this year's second draft."""
    window = browser.new_page()
    window.goto(city.address + "/login/")
    window.fill("input[name=username]", "he")
    window.fill("input[name=password]", city.password)
    window.keyboard.press("Enter")
    window.wait_for_url("**/office/")
    address = window.get_attribute("main a:has-text('第 2 稿')", "href")
    window.close()
    return re.search(r"/run/(\d+)/", address)[1]
