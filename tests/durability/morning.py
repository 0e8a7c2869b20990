"""A morning of real writes over HTTP, one of each kind: what is yielded has been acknowledged."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterator
from html import unescape
from typing import Any

from tests import stories
from tests.durability.browser import Answer, Browser, file

LATER_AIR = stories.AIR.replace("93.4", "94.4").replace(",", "\t")
CLAIMS = "文号\t申报单位\t加分事项\t表彰级别\t申报分值\t发文日期\t加减分类别\n省文〔2026〕3号\t东岭\t省级文明县\t省级\t1\t2026-05-12\t表彰\n"
CLAIM = {
    "subject": "临江县", "kind": "表彰", "title": "双拥模范", "level": "市级", "document": "云政〔2026〕8号", "role": "lead",
}  # fmt: skip
VETO = {
    "subject": "D", "kind": "安全生产否决", "matter": "化工厂较大事故", "document": "云安委〔2027〕2号",
    "happened_on": "2026-12-28", "decided_by": "市安委会", "decided_on": "2027-01-20", "number": "1",
}  # fmt: skip
SCAN = b"%PDF-1.4\n" + b"stamped\n" * 2000


def morning(clerk: Browser, *, most: int = 99) -> Iterator[str]:
    """Do one thing after the other, each of them answered by 302; fails when one is refused."""
    steps, answer = _steps(clerk), None
    for _ in range(most):
        try:
            name, (path, fields) = steps.send(answer)
        except StopIteration:
            return
        answer = clerk.post(path, fields)
        assert answer.status == 302, (name, answer.status, _said(answer))
        yield name


def _steps(clerk: Browser) -> Generator[tuple[str, tuple[str, dict[str, Any]]], Answer, None]:
    def pk(where: str, pattern: str) -> str:
        """A number out of a page's links."""
        found = re.search(pattern, clerk.get(where).text)
        assert found, (where, pattern)
        return found[1]

    desk = clerk.get("/office/desk/").text
    money, air = (
        re.search(rf'href="[^"]*/office/desk/(\d+)/"[^>]*>\s*{name}', desk)[1]
        for name in ("市财政局", "市生态环境局")
    )
    yield "采用一张表", (f"/office/desk/{money}/1/accept/", {})
    yield "收下一张表", (f"/office/desk/{air}/receive/", {"text": LATER_AIR, "take": "1"})
    yield "附上盖章扫描", (f"/office/desk/{air}/2/scan/", {"scan": file("盖章.pdf", SCAN)})
    yield "退回一张表", (f"/office/desk/{air}/2/return/", {"reason": "请与省厅核对后重报。"})
    yield "改一格", ("/office/cell/A/财政收入/", {
        "value": "118500", "state": "reported", "was": "118000", "keep": "1", "reason": "国库核对",
    })  # fmt: skip
    yield "登记加减分", ("/office/claims/enter/", CLAIM)
    yield "收一张加减分表", ("/office/claims/in/", {"text": CLAIMS, "take": "1"})
    own = pk("/office/claims/", r'name="claim" value="(\d+):0"')
    yield "定加减分", ("/office/claims/decide/", {
        "claim": f"{own}:0", "state": "accepted", "decided_by": "认定小组", "decided_on": "2027-01-12",
    })  # fmt: skip
    yield (
        "附一件依据",
        (f"/office/claims/{own}/attach/", {"kind": "proof", "file": file("依据.pdf", SCAN)}),
    )
    roster = clerk.post(
        "/office/setup/roster/",
        {
            "year": "2026",
            "file": file(
                "名册.csv", stories.ROSTER.replace("临江县,县市区,1,", "临江县,县市区,1,临江")
            ),
        },
    )
    yield "收名册", ("/office/setup/roster/", {
        "year": "2026", "ticket": roster.hidden("ticket"), "answers": roster.hidden("answers"), "take": "1",
    })  # fmt: skip
    scheme = clerk.post(
        "/office/setup/scheme/",
        {
            "year": "2027",
            "title": "明年方案",
            "group": "县市区",
            "file": file("规则书.yaml", stories.RULEBOOK.replace("YZ2026", "YZ2027")),
        },
    )
    yield (
        "收指标体系",
        (
            "/office/setup/scheme/",
            {
                "year": "2027",
                "title": "明年方案",
                "group": "县市区",
                "ticket": scheme.hidden("ticket"),
                "take": "1",
            },
        ),
    )
    item = clerk.get("/office/scheme/F1/")
    yield "留下一条规则", ("/office/scheme/F1/", {
        "number": item.hidden("number"), "edits": item.hidden("edits"), "keep": "1", "why": "统一口径",
        "text": unescape(item.text.split('id="text"', 1)[1].split(">", 1)[1].split("</textarea>")[0]).strip().replace("封顶: 100%", "封顶: 110%"),
    })  # fmt: skip
    made = yield "编一稿", ("/office/board/number/", {"stage": "check", "why": "送各单位核对"})
    draft = made.goes_to.split("/")[-2]
    yield (
        "发布",
        (
            f"/office/run/{draft}/release/",
            {"role": "leader", "layer": "totals", "decided_by": "市考核委"},
        ),
    )
    yield "编更正稿", (f"/office/run/{draft}/veto/", VETO)
    yield "全部出一遍", (f"/office/run/{draft}/papers-all/", {})
    past = "/office/lastyear/1/"
    cell = re.search(r'type="checkbox" name="cell" value="([^"]+)"', _waited(clerk, past))[1]
    yield (
        "说明去年的差异",
        (past + "settle/", {"cell": cell, "cause": "typed", "note": "当年手工填错"}),
    )


def _waited(clerk: Browser, where: str) -> str:
    for _ in range(100):
        page = clerk.get(where).text
        if 'name="cell"' in page:
            return page
        time.sleep(0.1)
    raise AssertionError(page)


def _said(answer: Answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text.split("<main", 1)[-1])[:1500]
