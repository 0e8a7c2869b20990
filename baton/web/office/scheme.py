"""指标体系: the rule book's indicators with their sentences, methods and readings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk import obstacles
from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.since import moved
from baton.desk.papers.annexes import annex_of
from baton.desk.papers.compared import head_of
from baton.desk.papers.kinds import lay_out
from baton.desk.parts import contrary, hearing
from baton.desk.rules import schemes as desk
from baton.desk.rules import versions, work_sums
from baton.desk.rules.redlines import redline
from baton.desk.rules.scheme_counts import many
from baton.documents.rulebook import write_rulebook
from baton.documents.scheme_table import reached, spoken
from baton.domain import clock
from baton.domain.accounts.queries import names_by_code
from baton.domain.audit import queries as audit
from baton.domain.files import store
from baton.domain.orgs.queries import group_names
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import services
from baton.domain.schemes.models import Source, Version
from baton.domain.schemes.queries import book_of, newest, sources
from baton.scoring.rulebook.specs import METHODS
from baton.web.components.downloads import DOCX, PDF, attachment, written
from baton.web.components.forms import Form
from baton.web.components.rounds import round_of, scheme_round_of, schemes_without_round
from baton.web.components.typed import Typed

DRAFT = Version.State.DRAFT
DAY = {"type": "date"}
MOST_GROUPS = 3
MEDIA = {"docx": DOCX, "pdf": PDF}
ACTIONS = {"version.drafted": "起草", "version.rewritten": "改动", "version.sealed": "定稿"}


class SealForm(Form):
    """An organ's decision on a draft."""

    state = forms.ChoiceField(
        label="定为", choices=[one for one in Version.State.choices if one[0] != DRAFT]
    )
    organ = forms.CharField(label="审议机关", max_length=60)
    meeting = forms.CharField(
        label="会议",
        max_length=120,
        required=False,
        help_text="定为暂行、还没有上会的可以空着；上会以后在封面上添",
    )
    decided_on = forms.DateField(label="日期", widget=forms.DateInput(attrs=DAY))
    document = forms.CharField(label="文号", max_length=120, required=False)


@require_GET
def scheme(request: HttpRequest) -> HttpResponse:
    """指标体系"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    book = book_of(round.version)
    page = {
        "section": "scheme", "round": round, "version": round.version, "book": book,
        "papers": _papers(book, desk.to_check(round.version), group_names(round.scheme.year)), "sources": sources(round.scheme),
        "periods": [spoken(one) for one in book["calendar"]], "direct": sum(item["method"] == "direct" for item in book["items"]), "many": many(book["items"]),
        "approvals": round.version.approvals.order_by("decided_on"), **_newest(round),
    }  # fmt: skip
    page |= {"works": work_sums.told(book), "waiting": schemes_without_round()}
    newest = page["newest"]
    own = book if newest is None or newest.pk == round.version_id else book_of(newest)
    page["open"] = len(hearing.still_open(contrary.heard_of(round.scheme, own)))
    return render(request, "office/scheme.html", page)


@require_http_methods(["GET", "POST"])
def seal(request: HttpRequest) -> HttpResponse:
    """定稿: the open draft, with the organ that agreed"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    version = newest(round.scheme)
    if version is None or version.state != DRAFT:
        raise Refused("没有正在起草的版本，不用定稿。")
    form = SealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _check_seen(request, version)
            services.seal(version=version, **form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"第 {version.number} 版已定稿，以后不能再改。")
            return redirect("office:scheme")
    page = {"section": "scheme", "round": round, "form": form, **_newest(round)}
    return render(request, "office/seal.html", page)


@require_POST
def use_version(request: HttpRequest) -> HttpResponse:
    """用这一版: from now on the round is computed by it"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。")
    given = request.POST.get("version", "")
    pk = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    version = get_object_or_404(Version, pk=pk, scheme=round.scheme)
    _check_seen(request, version)
    was, why = round.version.number, Typed(request.POST)["why"]
    told = versions.use(round=round, version=version, why=why, by=request.user, at=clock.now())
    word = "改回" if version.number < was else "改用"
    messages.success(request, f"{round.name}{word}第 {version.number} 版，成绩随即重算。{told}")
    return redirect("office:scheme")


def _check_seen(request: HttpRequest, version: Version) -> None:
    """What is agreed to or put to use is what was looked at."""
    if request.POST.get("digest", "") != version.digest:
        raise Refused("这份草稿刚又改过。请看看现在的改动，再按一次。")


def _newest(round: Round) -> dict[str, Any]:
    """The newest version where the round does not use it, its differences, and who did what to it when."""
    version = newest(round.scheme)
    if version is None:
        return {}
    names = names_by_code()
    history = [
        (ACTIONS[entry.action], names.get(entry.by, "已注销的账号"), entry.at)
        for entry in audit.history(f"version:{version.pk}")
        if entry.action in ACTIONS
    ]
    is_other = version.pk != round.version_id
    changes = (
        redline(book_of(round.version), book_of(version), is_same_scheme=True) if is_other else []
    )
    whom = moved(agreed_of(round)) if is_other else []
    back = rounds.version_before(round) if round.pk and not round.is_closed else None
    return {
        "back": back, "back_broken": obstacles.broken_by(round, back) if back else [],
        "newest": version, "whom": whom, "is_other": is_other, "is_draft": version.state == DRAFT, "changes": changes,
        "history": history[::-1], "broken": obstacles.broken_by(round, version) if is_other and round.pk else [],
    }  # fmt: skip


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """指标体系表原件"""
    found = get_object_or_404(Source.objects.select_related("file"), pk=pk)
    return attachment(store.read(found.file), found.file.name, found.file.media_type)


@require_GET
def rulebook(request: HttpRequest) -> HttpResponse:
    """规则书: as an official can read it aloud"""
    round = scheme_round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    text = write_rulebook(book_of(round.version))
    return attachment(
        text.encode(), f"{round.scheme.title}第{round.version.number}版规则书.yaml", "text/yaml"
    )


@require_GET
def annex(request: HttpRequest) -> HttpResponse:
    """指标体系附件: a version as the table that is printed, before anything is computed"""
    round = scheme_round_of(request)
    given, ending = request.GET.get("version", ""), request.GET.get("as", "docx")
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    if ending not in MEDIA:
        raise Http404
    pk = int(given) if given.isdecimal() and len(given) < 10 else round.version_id
    version = get_object_or_404(Version, pk=pk, scheme=round.scheme)
    head, content = head_of(version, round), annex_of(version)
    name = f"{round.scheme.title}指标体系附件（第{version.number}版）.{ending}"
    return written(lambda path: lay_out("annex", head, content, path), name, MEDIA[ending])


def _papers(
    book: dict[str, Any], to_check: set[str], order: list[str]
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Indicators under the node that holds them, in the order of the rule book, with how many they are.

    order: the groups in official order, in which they are named.
    """
    items = {item["code"]: item for item in book["items"]}
    whose, classes = _whose(book, order), work_sums.works(book)
    found = []
    for node in book["nodes"]:
        own = [items[code] for code in node.get("children", []) if code in items]
        if own:
            found.append(
                (
                    whose.get(node["code"], "") + node["name"],
                    many(own),
                    [_told(item, to_check, classes) for item in own],
                )
            )
    placed = {item["code"] for _, _, own in found for item in own}
    rest = [item for code, item in items.items() if code not in placed]
    return found + (
        [("其他", many(rest), [_told(item, to_check, classes) for item in rest])] if rest else []
    )


def _whose(book: dict[str, Any], order: list[str]) -> dict[str, str]:
    """The groups that a node belongs to, as words before its name; nothing where all groups have one total."""
    by_root: dict[str, list[str]] = {}
    places = {name: place for place, name in enumerate(order)}
    for group in sorted(book["groups"], key=lambda one: places.get(one["group"], len(places))):
        by_root.setdefault(group["root"], []).append(group["group"])
    if len(by_root) < 2:
        return {}
    found: dict[str, list[str]] = {}
    for root, groups in by_root.items():
        for code in reached(book, [root]):
            found.setdefault(code, []).extend(groups)
    return {
        code: f"{'、'.join(own[:MOST_GROUPS])}{'等' if len(own) > MOST_GROUPS else ''}："
        for code, own in found.items()
    }


def _told(item: dict[str, Any], to_check: set[str], classes: dict[str, str]) -> dict[str, Any]:
    points = item["points"]
    return {
        "code": item["code"], "name": item["name"], "sentence": item["sentence"], "lead": item["lead"],
        "points": points if isinstance(points, str) else "按责任书", "method": METHODS[item["method"]].title,
        "readings": item["readings"], "to_check": item["code"] in to_check,
        "work": work_sums.WORDS.get(classes.get(item["code"], ""), ""),
    }  # fmt: skip
