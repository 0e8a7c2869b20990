"""Writing schemes: drafts are edited freely, a sealed version never again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes.models import Approval, Scheme, Source, Version
from baton.scoring.canonical import canonical_bytes, digest
from baton.scoring.rulebook import find_faults, labelled

State = Version.State
MOST_NAMED = 5
MOST_ABOUT = 300


@dataclass(frozen=True)
class Handed:
    """A file from which a rule book was made: whom it is for, and which indicators are to be looked at again."""

    file: StoredFile
    about: str
    to_check: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def start(
    *, code: str, title: str, year: int, predecessor: Scheme | None = None, by: Person, at: datetime
) -> Scheme:
    """立方案: the frame of one year."""
    policies.check_clerk(by)
    if Scheme.objects.filter(code=code).exists():
        raise Refused(f"代码“{code}”已经有方案了，请换一个。")
    scheme = Scheme.objects.create(
        code=code, title=title, year=year, predecessor=predecessor, created_at=at
    )
    audit.record(
        "scheme.started",
        by=by,
        on=f"scheme:{scheme.pk}",
        at=at,
        code=code,
        year=year,
        rows=[scheme],
    )
    return scheme


@transaction.atomic
def draft(
    *, scheme: Scheme, book: dict[str, Any], why: str = "", handed: Sequence[Handed] = (),
    by: Person, at: datetime,
) -> Version:  # fmt: skip
    """起草: a new draft version, based on the newest one; Refused while another draft is open."""
    policies.check_clerk(by)
    _check(book)
    last = scheme.versions.order_by("-number").first()
    if last is not None and last.state == State.DRAFT:
        raise Refused(f"第 {last.number} 版还在起草，请接着改，或先定稿。")
    version = Version.objects.create(
        scheme=scheme, number=last.number + 1 if last else 1, based_on=last, why=why,
        book=canonical_bytes(book).decode(), digest=digest(book), created_at=at, created_by=by,
    )  # fmt: skip
    audit.record(
        "version.drafted", by=by, on=f"version:{version.pk}", at=at, number=version.number, digest=version.digest,
        **_named(handed), rows=[version, *_kept(version, handed, by, at)],
    )  # fmt: skip
    return version


@transaction.atomic
def rewrite(
    *, version: Version, book: dict[str, Any], edits: int, handed: Sequence[Handed] = (), by: Person, at: datetime
) -> Version:  # fmt: skip
    """改草稿: put another rule book in the draft's place.

    edits: how many edits the writer had seen; Conflict when somebody else has edited in between.
    """
    policies.check_clerk(by)
    _check(book)
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.state != State.DRAFT:
        raise Refused(f"第 {version.number} 版已定稿，不能再改。请另起一版。")
    if version.edits != edits:
        raise Conflict("这份草稿刚被别人改过，您的改动没有写入。请看看现在的内容再改。")
    version.book, version.digest = canonical_bytes(book).decode(), digest(book)
    version.edits += 1
    version.save(update_fields=["book", "digest", "edits"])
    audit.record(
        "version.rewritten", by=by, on=f"version:{version.pk}", at=at, edits=version.edits, digest=version.digest,
        **_named(handed), rows=[version, *_kept(version, handed, by, at)],
    )  # fmt: skip
    return version


@transaction.atomic
def seal(
    *, version: Version, state: str, organ: str, meeting: str, decided_on: date, document: str = "",
    by: Person, at: datetime,
) -> Version:  # fmt: skip
    """定稿: an organ has agreed; from now on the version is what it is, and its rule book says so."""
    policies.check_clerk(by)
    if state not in {State.PROVISIONAL, State.TRIAL, State.FINAL}:
        raise Refused("定稿要写明是暂行、试行还是正式。")
    if state != State.PROVISIONAL and not meeting.strip():
        raise Refused("定为试行或正式，要写明哪次会议定的。还没有上会的，先定为暂行。")
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.state != State.DRAFT:
        raise Refused(f"第 {version.number} 版已经定稿了。")
    version.state, version.sealed_at, version.sealed_by = state, at, by
    book = _agreed_as(json.loads(version.book), str(state))
    version.book, version.digest = canonical_bytes(book).decode(), digest(book)
    version.save(update_fields=["state", "sealed_at", "sealed_by", "book", "digest"])
    approval = Approval.objects.create(
        version=version, organ=organ, meeting=meeting, decided_on=decided_on, document=document, recorded_at=at, recorded_by=by
    )  # fmt: skip
    audit.record(
        "version.sealed", by=by, on=f"version:{version.pk}", at=at, state=str(state), digest=version.digest,
        organ=organ, meeting=meeting, decided_on=decided_on.isoformat(), document=document, rows=[version, approval],
    )  # fmt: skip
    return version


def _agreed_as(book: dict[str, Any], state: str) -> dict[str, Any]:
    """The rule book with the state an organ gave it; indicators that are said to differ from the rest keep theirs."""
    items = [
        item | {"status": state if item["status"] == book["status"] else item["status"]}
        for item in book["items"]
    ]
    return book | {"status": state, "items": items}


def _kept(version: Version, handed: Sequence[Handed], by: Person, at: datetime) -> list[Source]:
    """The rows of what was handed in; none where the rule book was changed by hand."""
    return [
        Source.objects.create(
            version=version, file=one.file, about=one.about[:MOST_ABOUT], to_check=dict(one.to_check),
            added_at=at, added_by=by,
        )
        for one in handed
    ]  # fmt: skip


def _named(handed: Sequence[Handed]) -> dict[str, str]:
    """The files by checksum and whom they are for, each list in the order of the files."""
    if not handed:
        return {}
    return {
        "sha256": "、".join(one.file.sha256 for one in handed), "about": "；".join(one.about for one in handed)
    }  # fmt: skip


def _check(book: dict[str, Any]) -> None:
    faults = find_faults(book)
    if faults:
        named = "；".join(f"{labelled(book, f.path)}：{f.what}" for f in faults[:MOST_NAMED])
        more = f"；另有 {len(faults) - MOST_NAMED} 处" if len(faults) > MOST_NAMED else ""
        raise Refused(f"规则书有 {len(faults)} 处错误，没有写入。{named}{more}")
