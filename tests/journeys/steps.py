"""One person's walk through the pages: presses are counted, and every page passed is looked at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe

PICTURES = os.environ.get("BATON_PICTURES")  # a folder: keep a picture of every page
FAR = 300  # so many presses of Tab reach the end of any page
SOON = 700  # milliseconds between two looks at a page that the worker will change
LOOKS = 60
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
FOCUSED = """() => { const it = document.activeElement, of = it.labels && it.labels[0];
  return it === document.body ? [] : [it.getAttribute("aria-label"), of && of.textContent, it.textContent].map(t => (t || "").trim().replace(/\\s+/g, " ")) }"""


class Walk:
    """A window, and the mouse and keys in front of it."""

    def __init__(self, window: Any, address: str, name: str, folder: Path) -> None:
        self.window, self.address, self.name, self.folder = window, address, name, folder
        self.clicks = self.keys = self.seen = 0

    def sign_in(self, username: str, password: str) -> None:
        """By keyboard, from the empty page to wherever this person begins."""
        self.go("/login/")
        self.write("登录名", username)
        self.write("密码", password)
        self.leave(lambda: self.press("Enter"))
        self.window.wait_for_selector(".who")

    def go(self, path: str) -> None:
        self.window.goto(self.address + path)

    def click(self, selector: str) -> None:
        self.clicks += 1
        self.window.click(selector)

    def press(self, key: str) -> None:
        self.keys += 1
        self.window.keyboard.press(key)

    def leave(self, act: Any) -> None:
        """Do what brings another page, and wait until it is there."""
        with self.window.expect_navigation():
            act()

    def reach(self, words: str) -> None:
        """Tab until the thing of this name has the focus."""
        for _ in range(FAR):
            if any(words in said for said in self.window.evaluate(FOCUSED)):
                return
            self.press("Tab")
        raise AssertionError(f"按 Tab 走不到“{words}”")

    def enter(self, words: str) -> None:
        """Tab there and press Enter."""
        self.reach(words)
        self.leave(lambda: self.press("Enter"))

    def write(self, words: str, text: str) -> None:
        """Tab to a field and type into it."""
        self.reach(words)
        self.keys += len(text)
        self.window.keyboard.type(text)

    def give(self, selector: str, *paths: Path) -> None:
        """Choose files: one press on the field, one on the file."""
        self.clicks += 2
        self.window.set_input_files(selector, paths)

    def take(self, selector: str) -> Path:
        """Download what a link offers."""
        with self.window.expect_download() as download:
            self.click(selector)
        return self.kept(download.value)

    def kept(self, download: Any) -> Path:
        path = self.folder / download.suggested_filename
        download.save_as(path)
        return path

    def until(self, selector: str) -> None:
        """Load the page again and again until the worker has done its part."""
        for _ in range(LOOKS):
            try:
                self.window.wait_for_selector(selector, timeout=SOON)
                return
            except Exception as late:
                if "Timeout" not in type(late).__name__:
                    raise
                self.window.reload()
        raise AssertionError(f"等了很久也没有出现:{selector}\n{self.text()[:800]}")

    def look(self, step: str) -> str:
        """axe finds nothing here, nothing scrolls sideways on a telephone; a picture is kept; returns the text."""
        self.seen += 1
        if PICTURES:
            name = f"{self.name}-{self.seen:02}-{step}.png"
            self.window.screenshot(path=Path(PICTURES) / name)
        found = Axe().run(self.window)
        assert found.violations_count == 0, f"{step}\n{found.generate_report()}"
        self.window.set_viewport_size(NARROW)
        width = self.window.evaluate("document.documentElement.scrollWidth")
        self.window.set_viewport_size(WIDE)
        assert width <= NARROW["width"], f"{step}:390 像素宽时要横着拖({width})"
        return self.text()

    def title(self) -> str:
        return self.window.inner_text("h1")

    def text(self) -> str:
        return self.window.inner_text("main")
