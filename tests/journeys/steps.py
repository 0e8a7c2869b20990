"""One person's walk through the pages: by keyboard alone: presses are counted, and every page passed is looked at."""

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
# What a frame and the parts of a day show of the focus is drawn inside them.
STOP = """() => { const it = document.activeElement, box = it.getBoundingClientRect(), look = getComputedStyle(it), of = it.labels && it.labels[0];
  return { names: it === document.body ? [] : [it.getAttribute("aria-label"), of && of.textContent, it.textContent].map(t => (t || "").trim().replace(/\\s+/g, " ")),
    tag: it.outerHTML.slice(0, 160), nowhere: it === document.body, ring: it.matches("iframe, input[type=date]") || (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth } }"""
WHERE = """it => { const now = document.activeElement, place = it.compareDocumentPosition(now);
  return now === it ? "here" : now === document.body ? (it.closest("main") ? "past the navigation" : "on") : place & Node.DOCUMENT_POSITION_FOLLOWING ? "back" : "on" }"""
PRESSED = "it => it.closest('a, button, summary, input, select, textarea')"
CLOSED = "it => { const box = it.closest('details:not([open])'); return box && !it.matches('summary') ? box.querySelector('summary') : null }"


class Walk:
    """A window and the keys in front of it; there is no mouse."""

    def __init__(self, window: Any, address: str, name: str, folder: Path) -> None:
        self.window, self.address, self.name, self.folder = window, address, name, folder
        self.keys = self.tabs = self.seen = 0

    def sign_in(self, username: str, password: str) -> None:
        """By keyboard, from the empty page to wherever this person begins."""
        self.go("/login/")
        self.write("登录名", username)
        self.write("密码", password)
        self.leave(lambda: self.press("Enter"))
        self.window.wait_for_selector(".who")

    def go(self, path: str) -> None:
        self.window.goto(self.address + path)

    def press(self, key: str) -> None:
        self.keys += 1
        self.window.keyboard.press(key)

    def leave(self, act: Any) -> None:
        """Do what brings another page, and wait until it is there."""
        with self.window.expect_navigation():
            act()

    def tab(self, key: str = "Tab") -> dict[str, Any]:
        """One press further: whatever has the focus is in sight and has a ring around it."""
        self.tabs += 1
        self.window.keyboard.press(key)
        stop: dict[str, Any] = self.window.evaluate(STOP)
        if not stop["nowhere"]:
            assert stop["ring"] and stop["seen"], f"看不出焦点在哪里:{stop['tag']}"
        return stop

    def to(self, selector: str) -> Any:
        """Tab to this thing, past the navigation and backwards where that is nearer; what is folded up is opened first."""
        first = self.window.locator(selector).first
        thing = first.element_handle().evaluate_handle(PRESSED).as_element()
        folded = thing.evaluate_handle(CLOSED).as_element()
        if folded:
            self._to(folded, selector)
            self.press("Enter")
        return self._to(thing, selector)

    def _to(self, thing: Any, words: str) -> Any:
        for _ in range(FAR):
            match thing.evaluate(WHERE):
                case "here":
                    return thing
                case "past the navigation":
                    if "跳到正文" in self.tab()["names"]:
                        self.press("Enter")
                        self.tab()
                case "back":
                    self.tab("Shift+Tab")
                case _:
                    self.tab()
        raise AssertionError(f"按 Tab 走不到“{words}”")

    def use(self, selector: str) -> None:
        """Tab to a link or a button and press Enter; another page comes."""
        self.to(selector)
        self.leave(lambda: self.press("Enter"))

    def fill(self, selector: str, text: str) -> None:
        """Tab to a field and type over what is in it; a day digit by digit, as its three parts ask for them."""
        field = self.to(selector)
        if field.get_attribute("type") == "date":
            year, month, day = text.split("-")
            for part in (month, day, year):
                self.type(part)
        else:
            self.press("Control+a")
            self.type(text)
        assert field.input_value() == text

    def choose(self, selector: str, wanted: str) -> None:
        """Tab to a list and go down or up it to the value or the words that are meant."""
        field = self.to(selector)
        options = field.evaluate("it => [...it.options].map(one => [one.value, one.text.trim()])")
        to = next(at for at, names in enumerate(options) if wanted in names)
        now = field.evaluate("it => it.selectedIndex")
        for _ in range(abs(to - now)):
            self.press("ArrowDown" if to > now else "ArrowUp")
        assert field.evaluate("it => it.selectedIndex") == to

    def tick(self, selector: str) -> None:
        """Tab to a box and tick it."""
        box = self.to(selector)
        self.press("Space")
        assert box.is_checked()

    def type(self, text: str) -> None:
        self.keys += len(text)
        self.window.keyboard.type(text)

    def reach(self, words: str) -> None:
        """Tab until the thing of this name has the focus."""
        stop = self.window.evaluate(STOP)
        for _ in range(FAR):
            if any(words in said for said in stop["names"]):
                return
            stop = self.tab()
        raise AssertionError(f"按 Tab 走不到“{words}”")

    def enter(self, words: str) -> None:
        """Tab there and press Enter."""
        self.reach(words)
        self.leave(lambda: self.press("Enter"))

    def write(self, words: str, text: str) -> None:
        """Tab to a field and type into it."""
        self.reach(words)
        self.type(text)

    def give(self, selector: str, *paths: Path) -> None:
        """Tab to the field for files; choosing them belongs to the machine, two presses."""
        self.to(selector)
        self.keys += 2
        self.window.set_input_files(selector, paths)

    def take(self, selector: str) -> Path:
        """Download what a link offers."""
        self.to(selector)
        with self.window.expect_download() as download:
            self.press("Enter")
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
        """axe finds nothing here and nothing scrolls sideways, at a desk or on a telephone; a picture is kept; returns the text."""
        self.seen += 1
        if PICTURES:
            name = f"{self.name}-{self.seen:02}-{step}.png"
            self.window.screenshot(path=Path(PICTURES) / name)
        for size in (NARROW, WIDE):
            self.window.set_viewport_size(size)
            found = Axe().run(self.window)
            assert found.violations_count == 0, f"{step}\n{found.generate_report()}"
            width = self.window.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{step}:{size['width']} 像素宽时要横着拖({width})"
        return self.text()

    def title(self) -> str:
        return self.window.inner_text("h1")

    def text(self) -> str:
        return self.window.inner_text("main")
