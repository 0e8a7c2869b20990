"""One clerk at work over HTTP: looks, claims, cells, sheets, the way a person with a browser does."""

from __future__ import annotations

import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from html.parser import HTMLParser

COUNTIES = ("临江县", "东岭县", "石门县", "青溪县", "南浦县", "西屏县")
LOOKS = (
    "/office/", "/office/desk/", "/office/claims/", "/office/board/", "/office/scheme/", "/office/setup/", "/office/lastyear/",
)  # fmt: skip
SHEET = re.compile(r'href="((?:/r/\d+)?/office/desk/\d+/)"')
CONFLICT = 409  # another clerk was quicker: the page asks whose figure to keep
READ = (0.2, 1.0)  # people read, too: seconds between two deeds


class Form(HTMLParser):
    """The first form of a page that has a field of this name: its fields with their values."""

    def __init__(self, page: str, wanted: str) -> None:
        super().__init__()
        self.wanted, self.found, self.own = wanted, {}, None
        self.action = ""
        self.area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.own = {}
            self.at = told.get("action", "")
        elif self.own is not None and told.get("name"):
            if tag == "textarea":
                self.area = told["name"]
                self.own[self.area] = ""
            elif tag == "input" and told.get("type") not in ("checkbox", "radio", "submit", "file"):
                self.own[told["name"]] = told.get("value", "")
            elif tag in ("button", "select"):
                self.own.setdefault("" if tag == "button" else told["name"], told["name"])

    def handle_data(self, data: str) -> None:
        if self.own is not None and self.area:
            self.own[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""
        elif tag == "form" and self.own is not None:
            if not self.found and (self.wanted in self.own or self.own.get("") == self.wanted):
                self.own.pop("", None)
                self.found, self.action = self.own, self.at
            self.own = None


class Clerk(threading.Thread):
    """Works until told to stop; `taken` are seconds by kind of request, `errors` everything unexpected."""

    def __init__(self, place: str, name: str, password: str, until: float, number: int) -> None:
        super().__init__()
        self.place, self.name_, self.password, self.until = place, name, password, until
        self.chance, self.number = random.Random(number), number
        self.taken: dict[str, list[float]] = defaultdict(list)
        self.done: dict[str, int] = defaultdict(int)
        self.errors: list[str] = []
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def run(self) -> None:
        """Sign in, then work until the time is over."""
        self.fill(
            "/login/", "username", {"username": self.name_, "password": self.password}, "登录"
        )
        count = 0
        while time.monotonic() < self.until:
            count += 1
            deed = self.chance.random()
            if deed < 0.6:
                self.get(self.chance.choice(LOOKS), "看一页")
            elif deed < 0.7:
                self.look_closer()
            elif deed < 0.8:
                self.claim(count)
            elif deed < 0.9:
                self.cell(count)
            else:
                self.sheet(count)
            time.sleep(self.chance.uniform(*READ))

    def look_closer(self) -> None:
        """From the board to a unit, to how one of its figures was come by."""
        page = self.get("/office/board/?group=%E5%8E%BF%E5%B8%82%E5%8C%BA", "看一页")
        units = re.findall(r'href="((?:/r/\d+)?/office/run/\d+/unit/[^"/]+/)"', page)
        if not units:
            self.errors.append("成绩页上没有单位")
            return
        page = self.get(self.chance.choice(units), "看单位")
        whys = re.findall(r'href="((?:/r/\d+)?/office/run/\d+/unit/[^"/]+/[^"/]+/)"', page)
        if whys:
            self.get(self.chance.choice(whys), "看怎么算的")

    def claim(self, count: int) -> None:
        """Enter a claim; it stands in the ledger."""
        title = f"第{self.number}人第{count}条表扬"
        given = {
            "subject": self.chance.choice(COUNTIES),
            "kind": "表彰",
            "title": title,
            "level": "市级",
            "role": "lead",
        }
        page = self.fill("/office/claims/enter/", "title", given, "登记加减分")
        self.expect(page, title in page or "加减分" in page, f"登记“{title}”没有成")
        self.done["登记"] += 1

    def cell(self, count: int) -> None:
        """Change a figure for good; where another clerk was quicker, the page asks whose to keep."""
        address = f"/office/cell/{self.chance.choice(COUNTIES)}/优良天数比例/"
        value = f"8{self.chance.randrange(10)}.{self.chance.randrange(10)}"
        given = {"value": value, "state": "reported", "reason": f"第{count}次核对", "keep": "1"}
        page = self.fill(address, "was", given, "改一格")
        self.expect(page, "h1" in page, f"改 {address} 没有回应")
        self.done["改一格"] += 1

    def sheet(self, count: int) -> None:
        """Paste a new version of a sheet of one's own, look at it, take it in, accept it."""
        sheets = SHEET.findall(self.get("/office/desk/", "看一页"))
        own = sorted(set(sheets))[self.number :: 5]
        if not own:
            self.errors.append("收件台上没有表")
            return
        address = self.chance.choice(own)
        page = self.fill(
            address + "receive/", "text", {"text": self.rows(address, count)}, "看一张表"
        )
        form = Form(page, "take")
        if not form.found:
            self.expect(
                page,
                any(one in page for one in ("要先改好", "要先问清", "没有变", "交过")),
                f"{address} 看一看以后没有“收下”",
            )
            return
        page = self.post(address + "receive/", form.found | {"take": "1"}, "收一张表")
        accept = re.search(r'action="((?:/r/\d+)?/office/desk/\d+/\d+/accept/)"', page)
        self.expect(page, bool(accept), f"{address} 收下以后没有“采用”")
        if accept:
            self.post(
                accept[1],
                {
                    "csrfmiddlewaretoken": Form(page, "csrfmiddlewaretoken").found.get(
                        "csrfmiddlewaretoken", ""
                    )
                },
                "采用",
            )
            self.done["采用"] += 1

    def rows(self, address: str, count: int) -> str:
        """What would be pasted: the newest version's own units and heads, one figure each a little different."""
        page = self.get(address, "看一张表")
        heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page)
        units = re.findall(r'<th scope="row"[^>]*>(?:<[^>]+>)*([^<]+)', page)
        items = [head for head in heads if head not in ("单位", "")][:1]
        figures = [f"{self.chance.randrange(60, 95)}.{count % 10}" for _ in units]
        lines = [f"{unit}\t{figure}" for unit, figure in zip(units, figures, strict=True)]
        return "\n".join(["单位\t" + "\t".join(items), *lines])

    def expect(self, page: str, held: bool, said: str) -> None:
        if page and not held:
            self.errors.append(said)

    def fill(self, address: str, field: str, given: dict[str, str], kind: str) -> str:
        """Open a page, fill the form with this field, send it; returns the page that follows."""
        form = Form(self._timed("打开表单", address, None), field)
        return self.post(form.action or address, form.found | given, kind)

    def get(self, address: str, kind: str) -> str:
        """Open a page; returns its text."""
        return self._timed(kind, address, None)

    def post(self, address: str, form: dict[str, str], kind: str) -> str:
        """Send a form; returns the page that follows."""
        return self._timed(kind, address, form)

    def _timed(self, kind: str, address: str, form: dict[str, str] | None) -> str:
        url = self.place + urllib.parse.quote(address, safe="/?=&%")
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        started = time.perf_counter()
        try:
            asked = urllib.request.Request(url, data, {"Referer": url})
            with self.opener.open(asked, timeout=60) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            text = error.read().decode()
            if error.code != CONFLICT:
                self.errors.append(f"{kind} {address}：{error}")
        except (urllib.error.URLError, OSError) as error:
            self.errors.append(f"{kind} {address}：{error}")
            text = ""
        self.taken[kind].append(time.perf_counter() - started)
        return text
