"""A real browser at a real server: the demonstration city, served as `make demo` serves it."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.journeys.serving import COMMAND, ROOT, City, environment, served
from tests.journeys.steps import WIDE, Walk

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
FORESEE = """
from baton.cli.commands.office import set_up
set_up()
from baton.desk.worker import foresee
while foresee():
    pass
"""  # once for all its copies, so that none of them has to
PATIENCE = 120_000  # milliseconds, on a machine that is busy with other tests
PASSWORD = "kaohe-2027-diyici"


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
def furnished(chromium, tmp_path_factory):
    """The folder that `baton desk-demo` makes, made once for all processes of a run; nobody writes in it."""
    base = tmp_path_factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "furnished-city"
    with (home.parent / "furnished-city.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            with served(home, "desk-demo", "--home", str(home)):
                pass
            subprocess.run(
                [sys.executable, "-c", FORESEE], cwd=ROOT, env=environment(BATON_HOME=str(home)), check=True
            )  # fmt: skip
            (home / "ready").touch()
    return home


@contextmanager
def _copied(furnished, home):
    """The demonstration city in a folder of its own, as somebody finds it who starts it again."""
    shutil.copytree(furnished, home, dirs_exist_ok=True)
    with served(home, "desk-demo", "--home", str(home)) as address:
        yield City(address, (home / "demo-password").read_text("ascii").strip(), home)


@pytest.fixture(scope="session")
def city(furnished, tmp_path_factory):
    """The demonstration city, for everybody who only looks."""
    with _copied(furnished, tmp_path_factory.mktemp("city")) as place:
        yield place


@pytest.fixture
def own_city(furnished, tmp_path):
    """The demonstration city, for a test that writes in it."""
    with _copied(furnished, tmp_path / "city") as place:
        yield place


@pytest.fixture(scope="module")
def shown_city(furnished, browser, tmp_path_factory):
    """A demonstration city whose second draft leaders may read down to how a score came about, and that draft's number."""
    with _copied(furnished, tmp_path_factory.mktemp("shown") / "city") as place:
        window = browser.new_page(viewport=WIDE)
        window.set_default_timeout(PATIENCE)
        he = Walk(window, place.address, "发布", tmp_path_factory.mktemp("release"))
        he.sign_in("he", place.password)
        run = re.search(r"/run/(\d+)/", window.get_attribute("main a:has-text('第 2 稿')", "href"))[
            1
        ]
        he.go(f"/office/run/{run}/release/")
        he.choose("[name=role]", "leader")
        he.choose("[name=layer]", "explanations")
        he.fill("[name=decided_by]", "市考核委")
        he.fill("[name=why]", "会前要看")
        he.use("button:has-text('发布这一稿')")
        assert "已发布给 1 类人" in he.title()
        window.close()
        yield place, run


@pytest.fixture
def office(chromium, tmp_path):
    """An office's first morning: `baton init`, then `baton serve`; nothing is there but 何科长's account."""
    home = tmp_path / "kaohe"
    home.mkdir()
    (tmp_path / "password").write_text(PASSWORD + "\n", "utf-8")
    subprocess.run(
        [*COMMAND, "init", "--username", "he", "--name", "何科长", "--password-file", str(tmp_path / "password")],
        cwd=ROOT, env=environment(BATON_HOME=str(home)), check=True, capture_output=True,
    )  # fmt: skip
    with served(home, "serve", BATON_HOME=str(home)) as address:
        yield City(address, PASSWORD, home)


@pytest.fixture(scope="package")
def browser(chromium):
    """Ends with the last journey of a stretch: its loop would make Django refuse every database test after it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def said():
    """What windows say on their consoles; anything is a fault."""
    errors: list[str] = []
    yield errors
    assert errors == []


def _window(browser, said, **more):
    """A window 1440 wide whose console is listened to."""
    window = browser.new_page(viewport=WIDE, **more)
    window.set_default_timeout(PATIENCE)
    window.on(
        "console",
        lambda it: said.append(f"{it.text} {it.location}") if it.type == "error" else None,
    )
    return window


@pytest.fixture
def walk(browser, tmp_path, said):
    """Begins walks, each in a window of its own."""
    windows = []

    def begin(place: City, name: str, username: str = "he") -> Walk:
        windows.append(_window(browser, said))
        walked = Walk(windows[-1], place.address, name, tmp_path)
        walked.sign_in(username, place.password)
        return walked

    yield begin
    for window in windows:
        window.close()


@pytest.fixture(scope="package")
def signed_in(browser, city, tmp_path_factory):
    """What 何科长's browser keeps once he has signed in by keyboard, for everybody who only looks."""
    window = browser.new_page(viewport=WIDE)
    window.set_default_timeout(PATIENCE)
    Walk(window, city.address, "登录", tmp_path_factory.mktemp("signed-in")).sign_in(
        "he", city.password
    )
    kept = window.context.storage_state()
    window.close()
    return kept


@pytest.fixture
def page(browser, said, signed_in):
    """何科长's window in the demonstration city."""
    window = _window(browser, said, storage_state=signed_in)
    yield window
    window.close()


@pytest.fixture(scope="package")
def draft(browser, city, signed_in):
    """The number in the address of this year's second draft."""
    window = browser.new_page(storage_state=signed_in)
    window.set_default_timeout(PATIENCE)
    window.goto(city.address + "/office/")
    address = window.get_attribute("main a:has-text('第 2 稿')", "href")
    window.close()
    return re.search(r"/run/(\d+)/", address)[1]
