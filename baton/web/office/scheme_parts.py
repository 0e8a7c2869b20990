"""加减分、否决、等次、名次、指标: the rules around the indicators read aloud, each set by a form, tried, kept."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.agreed.weights import unweighed
from baton.desk.looks.columns import places_in
from baton.desk.parts import PARTS, Part, contrary, hearing, looking, whom
from baton.desk.parts.asking import Faulty, Given, refilled
from baton.desk.parts.ledgers import ledgers_of
from baton.desk.parts.shapes import groups_of, names_of
from baton.desk.rules import versions
from baton.desk.rules.scheme_counts import indicators
from baton.domain import clock
from baton.domain.assessment import gather, queries
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Version
from baton.web.components.kept_where import kept_where
from baton.web.components.rounds import scheme_round_of
from baton.web.office.item import seen

MOST_NAMED = 3
ITEMS, LINKED, LEDGERS = "items", "linked", "ledgers"
Page = dict[str, Any]


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """指标以外的规则: all of it read aloud, as the newest version says"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    page = _page(round)
    book = page["book"]
    page["sections"] = [(part, part.said(book)) for part in PARTS.values()]
    page["title"], page["remarks"] = _headline(book), _remarks(book)
    heard = contrary.heard_of(round.scheme, book)
    page["open"] = hearing.still_open(heard)
    page["departed"] = list(
        {(one.quote, one.otherwise): one for one in heard if one.otherwise}.values()
    )
    return render(request, "office/parts.html", page)


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, name: str, key: str = "") -> HttpResponse:
    """一处规则: what it says now, the form, the try"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    if name not in PARTS or (not key and not PARTS[name].has_new):
        raise Http404
    page = _page(round, PARTS[name], key)
    if request.method != "POST":
        return _shown(request, _filled(request, page))
    try:
        return _answered(request, page)
    except Faulty as faulty:
        names = names_of(page["book"])
        page |= {"asks": refilled(page["asks"], request.POST, faulty.faults), "others": [(one, names[one]) for one in faulty.others]}  # fmt: skip
        return _shown(request, page | {"wrong": len(faulty.faults)})
    except Conflict as conflict:
        page = _page(round, PARTS[name], key) if _is_there(round, name, key) else page
        page |= {"asks": refilled(page["asks"], request.POST, {}), "refused": conflict.sentence}
        return _shown(request, page, 409)
    except Refused as refused:
        page |= {"asks": refilled(page["asks"], request.POST, {}), "refused": refused.sentence}
        return _shown(request, page, 409)


def _page(round: Round, part: Part | None = None, key: str = "") -> Page:
    version = schemes.newest(round.scheme)
    assert version is not None
    book = schemes.book_of(version)
    page: Page = {
        "section": "scheme", "round": round, "version": version, "book": book, "part": part, "key": key,
        "is_live": version.pk == round.version_id, "is_draft": version.state == Version.State.DRAFT,
    }  # fmt: skip
    if part is None:
        return page
    asks = part.asks(book, key)
    if asks is None:
        raise Http404
    said = next((one for one in part.said(book) if one.key == key), None) if key else None
    heard = [
        one
        for one in contrary.heard_of(round.scheme, book)
        if (one.part, one.key) == (part.name, key)
    ]
    if part.name == ITEMS:
        asks = [*asks, *whom.asks(round, key)]
    heard.sort(key=lambda one: bool(one.rule))
    return page | {
        "asks": hearing.opened(asks, heard), "said": said, "heard": heard,
        "may_drop": bool(key and part.drop and key != part.stays),
    }  # fmt: skip


def _filled(request: HttpRequest, page: Page) -> Page:
    """照这句填: what a sentence seems to say stands in the form; nothing is written before it is kept."""
    number = _index(request.GET.get("take", ""))
    if not 0 <= number < len(page["heard"]):
        return page
    chosen = page["heard"][number]
    if chosen.rule:
        return page
    return page | {"asks": chosen.filled(page["asks"]), "taken": chosen}


def _index(given: str) -> int:
    """A place in a list as it was sent; -1 for anything else."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 4 else -1


def _is_there(round: Round, name: str, key: str) -> bool:
    version = schemes.newest(round.scheme)
    return version is not None and PARTS[name].asks(schemes.book_of(version), key) is not None


def _answered(request: HttpRequest, page: Page) -> HttpResponse:
    part, book, key = page["part"], page["book"], page["key"]
    if "depart" in request.POST or "same" in request.POST:
        return _departed(request, page)
    if "drop" in request.POST and page["may_drop"]:
        changed, why = part.drop(book, key)
        return _keep(request, page, changed, why)
    given = Given(request.POST, page["asks"])
    changed, why = part.made(book, key, given)
    lines = whom.lines(page["round"], changed, given) if part.name == ITEMS else []
    page["asks"] = refilled(page["asks"], request.POST, {})
    faults = looking.faults_of(changed)
    if faults:
        return _shown(request, page | {"faults": faults})
    if "keep" in request.POST:
        reason, document = (
            given.text(name) if name in given.asks else "" for name in ("reason", "document")
        )
        return _keep(request, page, changed, why, versions.Agreed(lines, reason, document))
    page["cautions"] = _cautions(page["round"], book, changed)
    if part.name != LEDGERS:
        page["cautions"] += _new_cautions(part, book, changed)
    if part.name == ITEMS:
        page["cautions"] += whom.caution(page["round"], changed, given)
    if part.name == LINKED:
        page["cautions"] += unweighed(
            changed, gather.ledgers_of(page["round"], reported=False, number=page["version"].number)
        )
    page["look"] = look = looking.look(
        page["round"], changed, is_closed=part.is_closed, lines=lines
    )
    totals = [one for row in look.rows for one in row.totals]
    page["total_digits"] = places_in(totals, changed["rounding"]["total"]["places"])
    return _shown(request, page)


def _departed(request: HttpRequest, page: Page) -> HttpResponse:
    """不照这句, 就是这一条: the rules stay as they are; that is noted, so that a sentence is not asked about again."""
    version, is_same = page["version"], "same" in request.POST
    given, _, which = request.POST["same" if is_same else "depart"].partition(":")
    number = _index(given)
    if seen(request) != (version.number, version.edits) or not 0 <= number < len(page["heard"]):
        raise Conflict("规则书刚被别人改过，没有记。请看看现在的内容再定。")
    chosen, told = page["heard"][number], {"by": request.user, "at": clock.now()}
    if not is_same:
        said = contrary.depart(scheme=page["round"].scheme, heard=[chosen], **told)
    elif 0 <= _index(which) < len(chosen.same):
        name = chosen.same[_index(which)]
        said = contrary.note_same(scheme=page["round"].scheme, heard=chosen, name=name, **told)
    else:
        raise Refused("没有这一条规则，没有记。请重新打开这一页再选。")
    messages.success(request, said)
    name, key = page["part"].name, page["key"]
    to = ("office:scheme_part", [name, key]) if key else ("office:scheme_part_new", [name])
    return redirect(reverse(to[0], args=to[1]))


def _keep(
    request: HttpRequest, page: Page, book: Page, why: str, agreed: versions.Agreed | None = None
) -> HttpResponse:  # fmt: skip
    round, part = page["round"], page["part"]
    faults = looking.faults_of(book)
    if faults:
        raise Refused("；".join(f"{place}：{what}。{remedy}" for place, what, remedy in faults[:MOST_NAMED]))  # fmt: skip
    problems = looking.unsound(round, book, agreed.lines if agreed else ())
    waiting = looking.to_agree(round, problems) if agreed and agreed.lines else []
    problems = [one for one in problems if one not in waiting]
    if problems:
        named = "；".join(f"{one.place}：{one.what}" for one in problems[:MOST_NAMED])
        raise Refused(f"这样改以后，已有的数和台账就不能计分了，没有写入。{named}。")
    answered = [ask for ask in part.asks(page["book"], page["key"]) or [] if request.POST.get(ask.name)]  # fmt: skip
    against = contrary.chosen_against(round.scheme, book, part.name, page["key"], answered)
    version, moved = contrary.keep(
        scheme=round.scheme, book=book, before=page["book"], against=against, seen=seen(request), why=why[:500], agreed=agreed,
        by=request.user, at=clock.now(),
    )  # fmt: skip
    said = moved if version is None else f"{why}，{kept_where(round, version, moved)}"
    if waiting and version is not None:
        said += f"添上的单位还缺 {len(waiting)} 处目标、分值，请到“责任书”补齐再用这一版。"
    messages.success(request, said)
    return redirect(reverse("office:scheme_parts") + f"#{part.name}")


def _shown(request: HttpRequest, page: Page, status: int = 200) -> HttpResponse:
    part, key = page["part"], page["key"]
    name = page["said"].name if page["said"] else names_of(page["book"]).get(key, "")
    title = f"加{part.one}" if not key else name if name == part.title else f"{part.title}：{name}"
    if page.get("wrong"):
        title = f"有 {page['wrong']} 处要先填好，没有写入"
    elif page.get("faults"):
        title = f"有 {len(page['faults'])} 处要先改好，没有写入"
    elif look := page.get("look"):
        title = _found(look)
    if part.name == LEDGERS and key and status == 200 and not page.get("look"):
        page["effect"] = _effect(page["round"], page["book"], key)
        rest = page["book"] | {
            "items": [one for one in page["book"]["items"] if one["code"] != key]
        }
        page["cautions"] = page.get("cautions") or _cautions(page["round"], rest, page["book"])
    return render(request, "office/part.html", page | {"title": title}, status=status)


def _found(look: looking.Look) -> str:
    """What the try has found."""
    outcome = look.outcome
    if not outcome.moved:
        return "试了一下，现有的数谁也不动；还没有写入"
    said = f"试了一下，{outcome.ranks_changed} 个换名次" if outcome.ranks_changed else "试了一下，名次都不变"  # fmt: skip
    said += f"，{outcome.grades_changed} 个换等次" if outcome.grades_changed else ""
    return f"{said}；还没有写入"


def _effect(round: Round, book: Page, key: str) -> str:
    """How much the bonuses of a kind move in the result at hand."""
    run = queries.provisional(round)
    item = next(one for one in ledgers_of(book) if one["code"] == key)
    found = looking.moved_by(run, item["params"]["kinds"]) if run else None
    if found is None:
        return ""
    most = f"，最多 {found.most_places} 位" if found.most_places else ""
    groups = Counter(one.group for one in found.moved if one.has_new_rank)
    where = "、".join(f"{group} {many} 个" for group, many in groups.most_common())
    moved = f"让 {found.ranks_changed} 个换名次{most}：{where}" if where else "没有让谁换名次"
    return f"现在登记的{'、'.join(item['params']['kinds'])}{moved}。与一条都不算相比。"


def _cautions(round: Round, old: Page, new: Page) -> list[str]:
    """What should be borne in mind about bonuses that are new or changed: no cap, or too wide a one."""
    run, before = queries.provisional(round), ledgers_of(old)
    groups = groups_of(new)
    found: list[str] = []
    for said in PARTS["ledgers"].said(new):
        item = next(one for one in ledgers_of(new) if one["code"] == said.key)
        if item not in before:
            found += said.cautions
            wide = looking.too_wide(run, item, groups.get(said.key, [])) if run else ""
            found += [wide] if wide else []
    return found


def _new_cautions(part: Part, old: Page, new: Page) -> list[str]:
    """What should be borne in mind about a part of the rules since this change."""
    before = {one for said in part.said(old) for one in said.cautions}
    found = (one for said in part.said(new) for one in said.cautions)
    return [one for one in dict.fromkeys(found) if one not in before]


def _headline(book: Page) -> str:
    """What is there and what is still missing."""
    ledgers, vetoes = len(ledgers_of(book)), len(book["vetoes"])
    graded = sum(group["grades"] is not None for group in book["groups"])
    lacking = [
        word
        for word, many in (("加减分", ledgers), ("一票否决", vetoes), ("等次", graded))
        if not many
    ]
    there = [
        text
        for text, many in ((f"加减分 {ledgers} 种", ledgers), (f"否决 {vetoes} 条", vetoes), (f"{graded} 个组评等次", graded))
        if many
    ]  # fmt: skip
    return "，".join([*there, *([f"还没有{'、'.join(lacking)}"] if lacking else [])])


def _remarks(book: Page) -> list[str]:
    """What assessment asks of indicators: somebody responsible, and a measure."""
    own = indicators(book)
    direct = sum(item["method"] == "direct" for item in own)
    nobody = [item["name"] for item in own if not item["lead"]]
    found = []
    if direct:
        found.append(f"还没有量化、直接评分的指标 {direct} 个，共 {len(own)} 个。")
    if nobody:
        named = "、".join(nobody[:MOST_NAMED]) + ("等" if len(nobody) > MOST_NAMED else "")
        found.append(f"没有写牵头单位的指标 {len(nobody)} 个：{named}。")
    return found
