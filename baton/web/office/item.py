"""一个指标: what its sentence leaves open, what each reading gives on the office's own figures, and its rule."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.answers import kept
from baton.desk.looks.columns import places_in
from baton.desk.results import result_of
from baton.desk.rules import versions
from baton.desk.trials import trying
from baton.desk.trials.scales import off_scale
from baton.desk.trials.trying import Family
from baton.documents.problems import Problem, Problems
from baton.documents.rulebook import read_item, write_item
from baton.domain import clock
from baton.domain.assessment import gather
from baton.domain.assessment import queries as results
from baton.domain.facts import queries as figures
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Version
from baton.scoring import RuleFailed
from baton.scoring.rulebook import METHODS
from baton.web.components.kept_where import kept_where
from baton.web.components.rounds import scheme_round_of
from baton.web.templatetags.figures import fraction, places
from baton.web.templatetags.words import plainly

MOST_TEXT = 60_000
UNCOUNTED, ANOTHER_WAY = "照这条规则，程序没有算下来", "请到这一项的“换一种方法”换一种写法"
NUMBERS = "零一两三四五六七八九十"
TOLD = ("名称", "评分办法", "牵头", "分值", "方法")  # said at the top of the page
MARKS = str.maketrans("{}[]", "（）（）")
AT = re.compile(r"在 ?(\S+?)(折算|$)", re.MULTILINE)
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"')
HELD = re.compile(
    "[\ue000-\uf8ff]"
)  # stands for a quoted text while the marks around it are taken away
FIRST_HELD = 0xE000
Page = dict[str, Any]


@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, code: str) -> HttpResponse:
    """指标"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    version = schemes.newest(round.scheme)
    assert version is not None
    page = _page(round, version, code)
    if request.method != "POST":
        return _shown(request, page)
    try:
        if "reading" in request.POST:
            return _take(request, page)
        return _write(request, page)
    except Conflict as conflict:
        return _conflict(request, round, code, conflict)
    except Refused as refused:
        return _shown(request, page | _typed(request) | {"refused": refused.sentence}, 409)


def _page(round: Round, version: Version, code: str) -> Page:
    book = schemes.book_of(version)
    found = next((one for one in book["items"] if one["code"] == code), None)
    if found is None:
        raise Http404
    written = write_item(book, code)
    names = {entry["code"]: entry["name"] for entry in (*book["nodes"], *book["items"])}
    return {
        "section": "scheme", "round": round, "version": version, "book": book, "item": found, "code": code,
        "method": METHODS[found["method"]], "parameters": _parameters(written, names), "written": written,
        "text": written, "data": "", "is_live": version.pk == round.version_id,
        "is_draft": version.state == Version.State.DRAFT,
        "names": names,
    }  # fmt: skip


def _parameters(written: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the rule says besides its name, points and sentence, a line each; parts where tasks are made up for by name."""
    found: list[tuple[str, str]] = []
    for line in written.splitlines():
        if line.startswith(" ") and found:
            label, value = found[-1]
            found[-1] = label, f"{value}\n{line.strip()}".strip()
        else:
            label, _, value = line.partition(": ")
            found.append((label.rstrip(":"), value))
    told = [
        (label, AT.sub(lambda at: _where(at, names), _spoken(value)))
        for label, value in found
        if label not in TOLD
    ]
    return [(label, value) for label, value in told if value]


def _where(at: re.Match[str], names: Mapping[str, str]) -> str:
    name = names.get(at[1])
    return at[0] if name is None else f"在“{name}”{at[2]}"


def _spoken(value: str) -> str:
    """A value of the rule book without the marks by which it is written there.

    >>> _spoken("{优秀: 1, 良好: 0.85}"), _spoken("[党建, 督查]"), _spoken("- {不超过: 5, 得: {比例: 0.5}}")
    ('优秀 1，良好 0.85', '党建、督查', '不超过 5，得（比例 0.5）')
    """
    return "\n".join(_unquoted(line.removeprefix("- ")) for line in value.splitlines())


def _unquoted(line: str) -> str:
    """A line without its marks; what stands in quotes is what somebody wrote, and stays as it is.

    >>> _unquoted('"目标值:3所"'), _unquoted('{甲: "A, B", 乙: ""}'), _unquoted('""')
    ('目标值:3所', '甲 A, B，乙 ', '')
    """
    texts = [str(json.loads(text, strict=False)) for text in QUOTED.findall(line)]
    if not texts or HELD.search(line):
        return _plain(line)
    places = iter(range(FIRST_HELD, FIRST_HELD + len(texts)))
    plain = _plain(QUOTED.sub(lambda _: chr(next(places)), line))
    return HELD.sub(lambda hit: texts[ord(hit[0]) - FIRST_HELD], plain)


def _plain(line: str) -> str:
    if line.startswith("[") and line.endswith("]") and "{" not in line:
        return line[1:-1].replace(", ", "、")
    if line.startswith("{") and line.endswith("}"):
        line = line[1:-1]
    line = line.replace(": {", "（").replace(": [", "（")
    return line.translate(MARKS).replace(": ", " ").replace(", ", "，")


def _shown(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    round, version = page["round"], page["version"]
    moved = figures.moved(round.scheme)
    question = (
        round.pk or -round.scheme_id,
        version.number,
        version.digest,
        moved,
        "readings",
        page["code"],
    )
    page["unsound"], families = kept(question, lambda: _compared(round, version, moved, page["code"]))  # fmt: skip
    finding = _finding(page["item"], families)
    if page["unsound"]:
        finding = f"{page['item']['name']}：现有的数据还不能计分"
    page |= {"families": families, "finding": finding} | digits_in(page, families)
    return render(request, "office/item.html", page, status=status)


def digits_in(page: Page, families: list[Family]) -> dict[str, int]:
    """How many digits behind the point the indicator's points have, and totals."""
    rules, trial = page["book"]["rounding"], page.get("trial")
    points = [cell[0] for one in families for line in one.lines for cell in line.cells]
    points += [value for row in (trial.changed if trial else ()) for value in row.points]
    totals = [edge.total for one in families for choice in one.choices for edge in choice.trial.edges]  # fmt: skip
    totals += [edge.total for edge in (trial.edges if trial else ())]
    return {
        "digits": places_in(points, (rules | page["item"]["rounding"])["item"]["places"]),
        "total_digits": places_in(totals, rules["total"]["places"]),
    }


def _compared(
    round: Round, version: Version, moved: int, code: str
) -> tuple[list[Problem], list[Family]]:
    """What keeps the figures at hand from being scored, else every reading with its results.

    Where the newest result is of these very rules and figures, nothing is gathered and checked again.
    """
    book, run = schemes.book_of(version), results.provisional(round)
    if run and (run.version_id, run.edits, run.seq) == (version.pk, version.edits, moved):
        present = result_of(run)
        return [], trying.families(book, present.plan.facts, code, present=present)
    facts, book = gather.facts_by(round, version), gather.book_in(round, book, code)
    unsound = trying.unsound(book, facts)
    if unsound:
        return unsound, []
    try:
        return [], trying.families(book, facts, code)
    except RuleFailed as failed:
        return [Problem(one, UNCOUNTED, ANOTHER_WAY) for one in failed.names.values()], []


def _finding(item: Page, families: list[Family]) -> str:
    """What the page has found: how far apart the readings are on the figures at hand."""
    if not families:
        return f"{item['name']}：{METHODS[item['method']].title}，没有两种读法的地方"
    first = families[0]
    how_many = len(first.choices)
    number = NUMBERS[how_many] if how_many < len(NUMBERS) else f" {how_many} "
    said = f"“{first.key}”有{number}种读法"
    if not first.widest and not first.ranks_changed:
        return f"{said}，按现在的数据得分都一样"
    apart = places(fraction(first.widest), 2)
    moved = f"{first.ranks_changed} 个单位会因此换名次" if first.ranks_changed else "名次不变"
    if not any(choice.trial.has_ranks for choice in first.choices):
        moved = "还没有人有总分，看不到名次"
    return f"{said}，最多差 {apart} 分；{moved}"


def _take(request: HttpRequest, page: Page) -> HttpResponse:
    key, _, word = request.POST["reading"].partition(":")
    book = trying.taken(page["book"], page["code"], key, word)
    if book is None:
        raise Refused("没有这种读法，请刷新后再选。")
    return keep(
        request, page, book, f"{page['item']['name']}：“{key}”读作“{plainly(word, page['names'])}”"
    )


def _write(request: HttpRequest, page: Page) -> HttpResponse:
    page |= _typed(request)
    if len(page["text"]) + len(page["data"]) > MOST_TEXT:
        raise Refused("写得太长了，一个指标最多六万字。请把名单和数据放进各自的表。")
    problems = Problems()
    book = read_item(page["book"], page["code"], page["text"], data=page["data"], problems=problems)
    if book is None:
        return _shown(request, page | {"faults": problems.errors})
    if "keep" in request.POST:
        why = request.POST.get("why", "").replace("\x00", "").strip()
        return keep(request, page, book, why or f"改“{page['item']['name']}”的规则")
    return _tried(request, page | {"remarks": problems.warnings}, book)


def _tried(request: HttpRequest, page: Page, book: Page) -> HttpResponse:
    return _shown(request, page | trial_of(page["round"], book, page["code"]))


def trial_of(round: Round, book: Page, code: str) -> Page:
    """What a rule book would do to the round's figures, or why they can't be scored by it: its own faults, others' names."""
    facts, before = gather.facts_by(round, newest_of(round), book), gather.facts_of(round)
    book, present = (
        gather.book_in(round, book, code),
        gather.book_in(round, schemes.book_of(round.version), code),
    )
    faults = trying.unsound(book, facts)
    if faults:
        own, others = trying.apart(faults, book, code)
        return {"faults": own, "elsewhere": others}
    if trying.unsound(present, before):
        present, before = book, facts
    try:
        trial = trying.tried(present, book, facts, code, before=before)
    except RuleFailed as failed:
        return _not_counted(failed, code)
    return {"trial": trial, "off_scale": off_scale(book, facts, code)}


def _not_counted(failed: RuleFailed, code: str) -> Page:
    """A rule at which the program fails is a fault of what was tried; those of other indicators are led to."""
    if code in failed.names:
        what = f"按这样写，程序没有算下来（{type(failed.cause).__name__}：{failed.cause}）"
        return {"faults": [Problem(failed.names[code], what, "请换一种填法再试")]}
    return {"failing": failed.names}


def newest_of(round: Round) -> Version:
    """The version that a change would go into, or that a new draft would follow."""
    version = schemes.newest(round.scheme)
    assert version is not None
    return version


def keep(request: HttpRequest, page: Page, book: dict[str, Any], why: str) -> HttpResponse:
    """留下: the changed rule book goes into the draft."""
    version, moved = versions.keep_told(
        scheme=page["round"].scheme, book=book, seen=seen(request), why=why[:500], by=request.user, at=clock.now()
    )  # fmt: skip
    messages.success(request, kept_where(page["round"], version, moved))
    return redirect("office:item", code=page["code"])


def seen(request: HttpRequest) -> tuple[int, int]:
    """Number and edits of the version that a form was filled in from."""
    number, edits = request.POST.get("number", ""), request.POST.get("edits", "")
    digits = number.isascii() and number.isdigit() and edits.isascii() and edits.isdigit()
    return (int(number[:9]), int(edits[:9])) if digits else (0, 0)


def _typed(request: HttpRequest) -> Page:
    if "text" not in request.POST:
        return {}
    return {
        "text": request.POST["text"].replace("\r\n", "\n"), "why": request.POST.get("why", ""),
        "data": request.POST.get("data", "").replace("\r\n", "\n"), "was_typed": True,
    }  # fmt: skip


def _conflict(request: HttpRequest, round: Round, code: str, conflict: Conflict) -> HttpResponse:
    """Somebody was quicker: what the draft says now beside what was typed, so that neither is lost."""
    version = schemes.newest(round.scheme)
    assert version is not None
    page = _page(round, version, code)
    page |= _typed(request) | {"conflict": conflict.sentence}
    return _shown(request, page, 409)
