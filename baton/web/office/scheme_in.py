"""收指标体系: a table or a rule book is looked at beside what is there, then taken into the scheme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.care.safekeeping import kept
from baton.desk.parts import contrary, hearing
from baton.desk.rules.previews import Said, SchemePreview
from baton.desk.rules.prose import Text
from baton.desk.rules.scheme_counts import many
from baton.desk.rules.schemes import RULEBOOKS, look, open_schemes, take_scheme
from baton.documents.scheme_table import CHOICES, OTHER, USUAL, prose, spoken
from baton.domain import clock
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Version
from baton.web.bound import bound
from baton.web.components.rounds import go_on_with
from baton.web.components.typed import Typed, year_of
from baton.web.components.uploads import one_file, opened, ticket

CHUNK = 1 << 20
TABLE = "application/octet-stream"
FRESH = "new"
MOST_TITLE = 120
COLUMNS = (
    ("definition", "目标值、指标解释"),
    ("basis", "依据"),
    ("source", "数据来源"),
    ("lead", "牵头单位"),
)
SAME, SHARED = "same:", "shared:"


@require_http_methods(["GET", "POST"])
def scheme_in(request: HttpRequest) -> HttpResponse:
    """收指标体系表: look first, then take in"""
    year, typed = year_of(request), Typed(request.POST)
    known = open_schemes(year)
    into = _into(typed, known, year)
    chosen = request.POST.getlist("group")
    page: dict[str, Any] = {
        "section": "roster", "year": year, "groups": _groups(year, into, chosen), "typed": typed,
        "known": known, "into": into, "periods": _periods(into, typed, request.method == "POST"),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        given = typed["ticket"]
        try:
            if file := one_file(request, "file"):
                given = ticket(file)
            page |= {"ticket": given}
            said = _said(request, typed, year, into, page["periods"])
            if "take" in request.POST:
                return _take(request, typed, said, given)
            page |= _looked(given, said)
        except Refused as refused:
            page["refused"], status = refused.sentence, 409 if "take" in request.POST else 200
            if "take" in request.POST:
                page |= _seen_again(request, typed, year, into, page["periods"], given)
    return render(request, "office/scheme_in.html", page, status=status)


def _into(typed: Typed, known: list[Scheme], year: int) -> Scheme | None:
    """The scheme that was chosen; when nothing was said, the first of the year."""
    if typed["into"] == FRESH:
        return None
    chosen = next((one for one in known if str(one.pk) == typed["into"]), None)
    return chosen or (known[0] if known else None)


def _groups(year: int, into: Scheme | None, chosen: list[str]) -> list[tuple[str, bool, bool]]:
    """The roster's groups: whether each is ticked, and whether the scheme has indicators for it already."""
    version = schemes.newest(into) if into else None
    there = {one["group"] for one in schemes.book_of(version)["groups"]} if version else set()
    names = orgs.group_names(year)
    only = len(names) == 1
    return [(name, name in chosen or only, name in there) for name in names]


def _periods(into: Scheme | None, typed: Typed, is_sent: bool) -> list[tuple[str, str, bool]]:
    """What may be chosen as periods: those a scheme has already come first."""
    version = schemes.newest(into) if into else None
    found = list(CHOICES.items())
    usual = USUAL
    if version is not None:
        own = "、".join(spoken(one) for one in schemes.book_of(version)["calendar"])
        found, usual = [("", f"照方案现有的：{own}"), *found], ""
    asked = typed["calendar"] if is_sent and "calendar" in typed.given else usual
    if asked not in dict(found):
        asked = usual
    return [(value, word, value == asked) for value, word in found]


def _said(
    request: HttpRequest, typed: Typed, year: int, into: Scheme | None, periods: list[tuple[str, str, bool]]
) -> Said:  # fmt: skip
    title = typed["title"] or (into.title if into else f"{year}年度综合考核")
    if len(title) > MOST_TITLE:
        raise Refused(f"方案名称太长了，最多 {MOST_TITLE} 个字。")
    answers = {
        name.removeprefix(SAME): str(value) for name, value in request.POST.items() if name.startswith(SAME)
    }  # fmt: skip
    calendar = next(value for value, _, is_chosen in periods if is_chosen)
    shared = {
        name.removeprefix(SHARED): str(value) for name, value in request.POST.items() if name.startswith(SHARED)
    }  # fmt: skip
    return Said(
        year, title, tuple(request.POST.getlist("group")), into, calendar, answers, shared, typed["reason"],
        typed["document"],
    )  # fmt: skip


def _looked(given: str, said: Said) -> dict[str, Any]:
    with opened(given) as (path, name):
        found = look(path, said)
        told = (
            [Text(name, text, said.groups) for text in prose(path)]
            if found.is_table and found.book
            else []
        )
    everything = hearing.heard(found.book, told) if found.book else []
    heard = hearing.still_open(contrary.settled(said.into, everything) if said.into else everything)
    items = [row.item for row in found.rows] or (found.book or {}).get("items", [])
    return {
        "preview": found, "heard": heard, "file": name, "said": said, "heading": _heading(found),
        "columns": [(key, word) for key, word in COLUMNS if any(item.get(key) for item in items)],
    }  # fmt: skip


def _seen_again(
    request: HttpRequest, typed: Typed, year: int, into: Scheme | None, periods: list[tuple[str, str, bool]], given: str
) -> dict[str, Any]:  # fmt: skip
    """What was looked at, after it could not be taken; nothing where it can't be read any more."""
    try:
        return _looked(given, _said(request, typed, year, into, periods))
    except Refused:
        return {}


def _heading(found: SchemePreview) -> str:
    """The finding of a look, in a sentence."""
    if found.faults:
        return f"有 {len(found.faults)} 处要先改好"
    if found.unclear:
        return f"有 {len(found.unclear) + len(found.shared)} 处要先问清，还没有收进"
    if found.shared:
        return f"有 {len(found.shared)} 个分值合并在几个指标上，要您说一声"
    count = many(found.book["items"]) if found.book else "0 个指标"
    if found.base is None:
        return f"读到 {count}，还没有收进"
    if not found.is_table:
        changed = len(found.changes)
        return f"规则书与第 {found.base.number} 版{f'有 {changed} 处不同' if changed else '一样'}，还没有收进"
    rows = len(found.rows)
    parts = [f"照旧 {rows - found.fresh} 个", f"新的 {found.fresh} 个"]
    if found.gone:
        parts.append(f"删去 {len(found.gone)} 个")
    return f"读到 {rows} 个指标：{'，'.join(parts)}，还没有收进"


def _take(request: HttpRequest, typed: Typed, said: Said, given: str) -> HttpResponse:
    with opened(given) as (path, name):
        found = look(path, said)
        if path.suffix.lower() in RULEBOOKS and not typed["title"] and found.book and not said.into:
            said = Said(said.year, str(found.book["name"])[:MOST_TITLE], said.groups)
        told = {"by": request.user, "at": clock.now()}
        seen = (_number(typed["number"]), _number(typed["edits"]))
        with path.open("rb") as content:
            chunks = iter(lambda: content.read(CHUNK), b"")
            with kept(chunks, name=name, media_type=TABLE, **told) as file:
                version, moved = take_scheme(
                    found=found, said=said, seen=seen, head=_number(typed["head"]), file=file, **told
                )  # fmt: skip
    return _next(request, version, found, moved)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _next(request: HttpRequest, version: Version, found: SchemePreview, moved: str) -> HttpResponse:
    """What was taken in, and the next thing to do."""
    scheme = version.scheme
    count = many(found.book["items"]) if found.book else "0 个指标"
    said = f"已收进“{scheme.title}”第 {version.number} 版，{count}。"
    if found.lines:
        said += f"考核谁照表记进了责任书，{len(found.lines)} 处。"
    if rules := [one for one in found.asides if one.kind != OTHER]:
        said += (
            f"加分、扣分、否决 {len(rules)} 行没有读成指标，请到“加减分、否决、等次……”照原话填。"
        )
    own = [one for one in rounds.rounds() if one.scheme_id == scheme.pk and not one.is_closed]
    own.sort(
        key=lambda one: one.pk != bound(request).round
    )  # the clerk goes on in the round he is in
    if not own:
        messages.success(
            request,
            f"{said}还有别的组的指标体系表，接着收；都收齐了，下一步：在下面开一轮，再到收件台列出应交表。",
        )
        return redirect("office:setup")
    go_on_with(request, own[0])
    if any(one.version_id == version.pk for one in own):
        messages.success(request, f"{said}{own[0].name}正用着它，成绩随即重算。{moved}")
    else:
        messages.success(
            request, f"{said}{own[0].name}仍用第 {own[0].version.number} 版；下一步：看看改了哪里，按“用这一版”。"
        )  # fmt: skip
    return redirect("office:scheme")
