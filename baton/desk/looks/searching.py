"""到处找: whatever has these words in its name, kind by kind, the likeliest first; a fixed number of questions to the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from baton.domain.assessment import queries as runs
from baton.domain.assessment.models import Run
from baton.domain.claims.models import Claim
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.progress import milestone_queries as milestones
from baton.domain.progress import queries as progress
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of

MOST = 8  # of each kind
LONGEST = 60  # letters of a question


@dataclass(frozen=True)
class Hit:
    """One thing found: where its page is (a route and what the route needs), and a word on it."""

    name: str
    route: str
    given: tuple[Any, ...]
    note: str = ""


@dataclass(frozen=True)
class Shelf:
    """What was found of one kind; `more` are those that are not listed, `all` where they can be seen."""

    name: str
    hits: list[Hit]
    more: int = 0
    all: str = ""


def find(asked: str, round: Round) -> list[Shelf]:
    """Units, officials, indicators, sheets, claims, everyday records and milestones of a round that have all these words."""
    words = asked.casefold().split()
    if not words:
        return []
    run = runs.provisional(round) or runs.drafts(round).first()
    shelves = [
        *_people_and_units(words, round, run),
        _indicators(words, round, run),
        _sheets(words, round),
        _claims(words, round),
        _records(words, round),
        _milestones(words, round),
    ]
    return [shelf for shelf in shelves if shelf.hits]


def _people_and_units(words: list[str], round: Round, run: Run | None) -> Iterable[Shelf]:
    known = _known(words)
    standing = dict(orgs.standings(round.scheme.year).prefetch_related(None).values_list("unit__code", "group__name"))  # fmt: skip
    scored = set(run.lines.filter(subject__in=known).values_list("subject", flat=True)) if run else set()  # fmt: skip
    for kind, name in ((Unit.Kind.UNIT, "单位"), (Unit.Kind.PERSON, "领导干部")):
        found = [unit for unit in known.values() if unit.kind == kind]
        found.sort(key=lambda unit: (unit.code not in scored, unit.code not in standing, _place(words, unit.name)))  # fmt: skip
        hits = [
            Hit(unit.name, "office:unit", (run.pk, unit.code), standing.get(unit.code) or "")
            if run and unit.code in scored
            else Hit(unit.name, "office:roster_unit", (unit.pk,), standing.get(unit.code) or "不参加排名")
            for unit in found
        ]  # fmt: skip
        yield _shelf(name, hits, "office:roster_list")


def _known(words: list[str]) -> dict[str, Unit]:
    """Everybody whose name, number or alias has all the words, by number."""
    said = Q()
    for word in words:
        said &= Q(name__icontains=word) | Q(code__iexact=word) | Q(aliases__text__icontains=word)
    return {unit.code: unit for unit in Unit.objects.filter(said).distinct().order_by("code")}


def _indicators(words: list[str], round: Round, run: Run | None) -> Shelf:
    found = [
        item for item in book_of(round.version)["items"]
        if _has(words, item["name"], item["code"], item.get("lead") or "")
    ]  # fmt: skip
    found.sort(key=lambda item: _place(words, item["name"]))
    hits = [
        Hit(
            item["name"],
            "office:indicator" if run else "office:item",
            (run.pk, item["code"]) if run else (item["code"],),
            item.get("lead") or "",
        )
        for item in found
    ]
    return _shelf("指标", hits, "office:scheme")


def _sheets(words: list[str], round: Round) -> Shelf:
    found = Sheet.objects.filter(round=round).select_related("lead").order_by("lead__code")
    hits = [
        Hit(sheet.lead.name, "office:sheet", (sheet.pk,), f"{sheet.title}，{sheet.due_on.month} 月 {sheet.due_on.day} 日前交")
        for sheet in found
        if _has(words, sheet.lead.name, sheet.title)
    ]  # fmt: skip
    return _shelf("打分表", hits, "office:desk")


def _claims(words: list[str], round: Round) -> Shelf:
    found = Claim.objects.filter(scheme=round.scheme).select_related("subject")
    for word in words:
        found = found.filter(
            Q(title__icontains=word) | Q(matter__icontains=word) | Q(document__icontains=word)
            | Q(number__iexact=word) | Q(subject__name__icontains=word)
        )  # fmt: skip
    hits, count = _some(found.order_by("number"))
    told = [
        Hit(one.title, "office:claim", (one.pk,), "，".join(filter(None, (one.subject.name, one.document, one.get_state_display()))))
        for one in hits
    ]  # fmt: skip
    return Shelf("加减分", told, count - len(told), "office:claims")


def _records(words: list[str], round: Round) -> Shelf:
    found = progress.records(round.scheme)
    for word in words:
        found = found.filter(
            Q(said__icontains=word) | Q(source__icontains=word) | Q(unit__name__icontains=word)
        )
    hits, count = _some(found)
    told = [
        Hit(one.said[:LONGEST], "office:records", (), f"{one.unit.name}，{one.happened_on.month} 月 {one.happened_on.day} 日")
        for one in hits
    ]  # fmt: skip
    return Shelf("平时记录", told, count - len(told), "office:records")


def _milestones(words: list[str], round: Round) -> Shelf:
    hits, count = _some(milestones.named(round.scheme, words))
    told = [
        Hit(one.task, "office:milestone", (one.pk,), f"{one.unit.name if one.unit else one.group or '各单位'}，{one.due_on.month} 月 {one.due_on.day} 日，{one.asked[:LONGEST]}")
        for one in hits
    ]  # fmt: skip
    return Shelf("里程碑", told, count - len(told), "office:milestones")


def _some(found: QuerySet[Any]) -> tuple[list[Any], int]:
    hits = list(found[: MOST + 1])
    return hits[:MOST], len(hits) if len(hits) <= MOST else found.count()


def _shelf(name: str, hits: list[Hit], all: str) -> Shelf:
    return Shelf(name, hits[:MOST], max(0, len(hits) - MOST), all)


def _has(words: list[str], *texts: str) -> bool:
    text = "\n".join(texts).casefold()
    return all(word in text for word in words)


def _place(words: list[str], name: str) -> tuple[int, int]:
    """Names that begin with the words come first, the shorter before the longer."""
    at = name.casefold().find(words[0])
    return (at if at >= 0 else LONGEST, len(name))
