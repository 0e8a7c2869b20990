"""收指标体系: a rule book or an office's Word or Excel table becomes, or goes into, a version of a scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from django.db import transaction

from baton.desk.intake.leads import Leads
from baton.desk.rules import versions, whom
from baton.desk.rules.lead_names import settle_leads
from baton.desk.rules.previews import NEW, NEW_ONE, Book, Row, Said, SchemePreview
from baton.desk.rules.redlines import redline
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.documents.scheme_table import (
    COLUMN,
    MISSING_COLUMN,
    OUTSIDE,
    UNSETTLED,
    Aside,
    CannotMerge,
    Everybody,
    Merged,
    Pair,
    ReadAs,
    SchemeRow,
    Shared,
    Unclear,
    calendar_of,
    draft_rulebook,
    items_of,
    majors_of,
    merged,
    paired,
    read_scheme,
    same_text,
    spoken,
    whole_of,
    with_periods,
)
from baton.domain.accounts.models import Person
from baton.domain.facts import queries as figures
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes import queries, services
from baton.domain.schemes.models import Scheme, Version
from baton.domain.schemes.services import Handed
from baton.domain.targets import queries as targets
from baton.domain.targets import services as agreeing
from baton.scoring.canonical import decimal_text, digest

RULEBOOKS = {".yaml", ".yml", ".json"}
REPRODUCED = "-复算"


def open_schemes(year: int) -> list[Scheme]:
    """The schemes of a year into which a table may go; those of reproduced years are over."""
    return list(queries.schemes().filter(year=year).exclude(code__contains=REPRODUCED))


def is_rulebook(path: Path) -> bool:
    """Whether a file is a rule book by its ending; anything else is read as a table."""
    return path.suffix.lower() in RULEBOOKS


def read_scheme_file(
    path: Path,
    *,
    name: str,
    group: str,
    period: str,
    calendar: Sequence[str] = (),
    shared: Mapping[str, str] | None = None,
    who: Everybody | None = None,
) -> SchemePreview:
    """A rule book is taken as it is; in a scheme table every indicator starts as a direct score."""
    problems, asked, under = Problems(), list[Shared](), list[str]()
    unclear, rows, totals = list[Unclear](), list[SchemeRow](), list[str]()
    beside, unread, shown = list[Aside](), list[Unclear](), list[ReadAs]()
    book: Book | None = None
    if is_rulebook(path):
        book = read_rulebook(path, problems=problems)
    else:
        rows = read_scheme(
            path, problems=problems, notes=under, answers=shared, asked=asked, who=who, unclear=unclear,
            totals=totals, asides=beside, unread=unread, shown=shown,
        )  # fmt: skip
        if rows and not problems.error_count:
            book = draft_rulebook(
                rows, name=name, group=group, period=period, calendar=calendar, problems=problems
            )
    asks = {UNSETTLED} | ({MISSING_COLUMN} if any(one.key.startswith(COLUMN) for one in unclear) else set())  # fmt: skip
    wrong = [one for one in problems.errors if one.code not in asks or shared is None]
    prose = [one.quote.partition("\n")[0] for one in beside if one.place.endswith(OUTSIDE)]
    under = [line for line in under if not any(said in line for said in prose)]
    return SchemePreview(
        None if problems.error_count else book, wrong, problems.warnings, shared=asked, under=under, read=rows,
        unclear=unclear, majors=majors_of(rows), whole=whole_of(rows, _stated(totals, rows)) if rows else None,
        asides=beside, unread=unread, totals=[one for one in totals if one], shown=shown,
    )  # fmt: skip


def _stated(totals: Sequence[str], rows: Sequence[SchemeRow]) -> str:
    """The total of a file: the one that its tables write, or what they write together where each writes its own."""
    written = [Fraction(one) for one in totals if one]
    if not written:
        return ""
    if len(written) == 1 or Fraction(whole_of(rows, "").points) == written[-1]:
        return decimal_text(int(written[-1] * 10**6), 6)
    return decimal_text(int(sum(written) * 10**6), 6) if len(written) == len(totals) else ""


def look(path: Path, said: Said) -> SchemePreview:
    """The file as it would go in: a table into the rule book that is there already, or instead of what its groups had."""
    is_table = not is_rulebook(path)
    if is_table and not said.groups:
        raise Refused("请勾上这张表考核哪些分组。还没有分组，就先收名册。")
    base = queries.newest(said.into) if said.into else None
    calendar = calendar_of(said.calendar or "year", said.year)
    who = whom.everybody(said.year, said.groups) if is_table else None
    found = read_scheme_file(
        path, name=said.title, group=said.groups[0] if said.groups else "", period=str(said.year), calendar=calendar,
        shared=said.shared, who=who,
    )  # fmt: skip
    found.base, found.is_table = base, is_table
    found.about = "、".join(said.groups) if is_table else "规则书"
    if found.book is None:
        return found
    if not is_table:
        if base is not None:
            found.changes = redline(queries.book_of(base), found.book, is_same_scheme=True)
        return found
    if who is not None and (short := settle_leads(found.book, found.read, said.shared, who)):
        found.unclear, found.book = [*found.unclear, *short], None
        return found
    if base is None:
        entry = found.book["groups"][0]
        found.book["groups"] = [{**entry, "group": group} for group in sorted(said.groups)]
        found.rows = [Row(item, None, marks=(NEW_ONE,)) for item in found.book["items"]]
    else:
        found = _put_into(found, queries.book_of(base), said)
    return _with_whom(found, said, who) if who is not None else found


def _with_whom(found: SchemePreview, said: Said, who: Everybody) -> SchemePreview:
    """Whom each indicator is for, and what the agreement gets."""
    told = whom.said_in(found.read, [row.item["code"] for row in found.rows])
    each, found.lines = whom.meant(said.into, told, who)
    found.rows = [
        replace(row, whom=one, marks=(*row.marks, *(one.marks if row.old else ())))
        if (one := each.get(row.item["code"])) is not None else row
        for row in found.rows
    ]  # fmt: skip
    if uneven := whom.uneven(found.read, who):
        found.notes.append(uneven)
    if said.into is not None:
        found.head = targets.head(said.into)
        found.is_sealed = bool(found.lines) and targets.seal_of(said.into) is not None
    return found


def _put_into(found: SchemePreview, old: Book, said: Said) -> SchemePreview:
    """A table beside or instead of what the rule book has."""
    table = found.book
    assert table is not None and said.into is not None
    if not said.calendar:
        table["calendar"] = list(old["calendar"])
    pairs = paired(table["items"], items_of(old, said.groups))
    _same_leads(pairs)
    same = {}
    for pair in pairs:
        answer = said.answers.get(pair.new["code"], "")
        if pair.old is not None and (pair.is_sure or answer != NEW):
            same[pair.new["code"]] = pair.old["code"]
    whose = [
        item["code"]
        for row, item in zip(found.read, table["items"], strict=True)
        if row.whom is not None
    ]
    try:
        done = merged(
            old, table, groups=said.groups, same=same, used=queries.used_codes(said.into) | figures.items(said.into),
            whom=whose,
        )  # fmt: skip
    except CannotMerge as reason:
        raise Refused(str(reason)) from reason
    found.book, found.gone, found.to_check = done.book, done.gone, done.to_check
    found.rows = _rows(pairs, done, same)
    found.notes = _notes(old, done, said)
    return found


def _same_leads(pairs: Sequence[Pair]) -> None:
    """A lead unit written another way is the same one: the way the scheme writes it stays."""
    leads = Leads()
    for pair in pairs:
        before = pair.old["lead"] if pair.old is not None else ""
        if before and leads.of(pair.new["lead"]) == leads.of(before):
            pair.new["lead"] = before


def _rows(pairs: Sequence[Pair], done: Merged, same: Mapping[str, str]) -> list[Row]:
    items = {item["code"]: item for item in done.book["items"]}
    found = []
    for pair, code in zip(pairs, done.codes, strict=True):
        old = pair.old if pair.new["code"] in same else None
        key = pair.new["code"] if pair.old is not None and not pair.is_sure else ""
        found.append(Row(items[code], pair.old if key else old, key, _marks(items[code], old)))
    return found


def _marks(item: Book, old: Book | None) -> tuple[str, ...]:
    """What is new about an indicator, in words."""
    if old is None:
        return (NEW_ONE,)
    found = []
    if item["name"] != old["name"]:
        found.append(f"原来叫“{old['name']}”")
    if not same_text(item["sentence"], old["sentence"]):
        kept = "" if item["method"] == "direct" else "，请核一遍方法"
        found.append(f"原话改了{kept}")
    for key, word in (("points", "分值"), ("lead", "牵头单位")):
        if item[key] != old[key] and isinstance(old[key], str):
            found.append(f"{word} {old[key] or '（空）'} → {item[key]}")
    return tuple(found)


def _notes(old: Book, done: Merged, said: Said) -> list[str]:
    found = [f"别的组已有“{name}”，这一个写成“{made}”。" for name, made in done.apart]
    names = {entry["code"]: entry["name"] for entry in (*done.book["nodes"], *done.book["items"])}
    kept = [names[code] for code in dict.fromkeys(done.kept) if code in names]
    if kept:
        found.append(f"表里不列的照旧留着：{'、'.join(kept)}。")
    fresh = [period for period in done.book["calendar"] if period not in old["calendar"]]
    if fresh:
        found.append(f"期次添上{'、'.join(map(spoken, fresh))}，各期的数各记各的。")
    return found


@transaction.atomic
def take_scheme(
    *, found: SchemePreview, said: Said, seen: tuple[int, int], head: int = 0, file: StoredFile, by: Person,
    at: datetime,
) -> tuple[Version, str]:  # fmt: skip
    """收进: the first version of a new scheme, or the open draft of a known one, or a new draft after a sealed one.

    seen: number and edits of the version that was looked at, head: the newest line of the agreement. Returns the version and what changed in the sheets of
    rounds that use it.
    """
    if found.book is None or found.faults:
        raise Refused("文件里还有要先改好的地方，没有收进。")
    handed = [Handed(file, found.about, checks(found.book, found.to_check))]
    if said.into is None:
        code = fresh_code(f"{found.book['code']}-{said.year}")
        scheme = services.start(code=code, title=said.title, year=said.year, by=by, at=at)
        why = "收进指标体系"
        made = services.draft(scheme=scheme, book=found.book, why=why, handed=handed, by=by, at=at)
        if found.lines:
            agreeing.agree(scheme=scheme, lines=found.lines, by=by, at=at)
        return made, ""
    newest = queries.newest(said.into)
    if newest is not None and seen != (newest.number, newest.edits):
        raise Conflict("看过以后，别人又改过这个方案，没有收进。请再看一看。")
    agreed = versions.Agreed(found.lines, said.reason, said.document, head)
    return versions.keep_told(
        scheme=said.into, book=found.book, seen=seen, why=f"收进{found.about}的指标体系", handed=handed, agreed=agreed,
        by=by, at=at
    )  # fmt: skip


def add_periods(
    *, scheme: Scheme, periods: Sequence[str], seen: tuple[int, int], by: Person, at: datetime
) -> tuple[Version, str]:  # fmt: skip
    """加期次: more points of the year at which figures are asked for; none is taken away."""
    newest = queries.newest(scheme)
    if newest is None:
        raise Refused("这个方案还没有规则书，请先收指标体系表。")
    old = queries.book_of(newest)
    fresh = [one for one in dict.fromkeys(periods) if one not in old["calendar"]]
    if not fresh:
        raise Refused("这些期次已经有了，没有要加的。")
    why = f"加期次：{'、'.join(map(spoken, fresh))}"
    return versions.keep_told(
        scheme=scheme, book=with_periods(old, fresh), seen=seen, why=why[:500], by=by, at=at
    )  # fmt: skip


def checks(book: Book, codes: Sequence[str]) -> dict[str, str]:
    """Indicators to be looked at again, each with a digest of what it says now."""
    return {item["code"]: digest(item) for item in book["items"] if item["code"] in set(codes)}


def to_check(version: Version) -> set[str]:
    """Indicators of a draft whose sentence a table changed and that nobody has touched since."""
    if version.state != Version.State.DRAFT:
        return set()
    asked = {code: mark for one in version.sources.order_by("id") for code, mark in one.to_check.items()}  # fmt: skip
    if not asked:
        return set()
    items = {item["code"]: item for item in queries.book_of(version)["items"]}
    return {code for code, mark in asked.items() if code in items and digest(items[code]) == mark}


def fresh_code(code: str) -> str:
    """The code of a new scheme, with a number behind it where that is taken."""
    known = set(Scheme.objects.filter(code__startswith=code).values_list("code", flat=True))
    tries = [code, *(f"{code}-{number}" for number in range(2, len(known) + 3))]
    return next(one for one in tries if one not in known)
