"""行印: what each row said when the program last wrote it, kept in the log (docs/adr/0009-row-seals.md).

The log knows the other rooms' tables by name alone; each service names the rows it wrote.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Model, QuerySet
from django.db.models.fields import NOT_PROVIDED

from baton.domain.audit.chain import moment

LENGTH = 32  # hexadecimal digits: nobody finds a second row with the same 128 bits
AT_ONCE = 5000  # rows that one query asks for by their ids
UNREADABLE = (ValueError, TypeError, DatabaseError)
TOLD = '"rows":{'  # how an entry that seals rows says so


@dataclass(frozen=True)
class Sealed:
    """A table whose rows are sealed: its word, what a row is called by, columns and rows that are left out.

    gone: columns that were dropped, with what every row had in them, so that older rows keep their seals.
    """

    word: str
    called: tuple[str, ...]
    without: Mapping[str, str] = field(default_factory=dict)  # column: why it is not sealed
    only: Mapping[str, str] = field(default_factory=dict)  # only rows of which this holds
    gone: Mapping[str, Any] = field(default_factory=dict)


DRAFTS = {"kind": "draft"}  # a provisional run is recomputed whenever something moves
COUNTED = {"is_counted": True}  # slips of a session that runs: see the room's models
SEALED = {
    "accounts.person": Sealed("账号", ("username",), without={
        "password": "登录时换成新的算法", "last_login": "每次登录都变", "name": "可以注销", "title": "可以注销",
    }),
    "files.storedfile": Sealed("原始文件", ("name",)),
    "orgs.peergroup": Sealed("分组", ("name",)),
    "orgs.unit": Sealed("单位", ("name",)),
    "orgs.alias": Sealed("别名", ("text",)),
    "orgs.standing": Sealed("名册位置", ("year", "unit__name")),
    "orgs.post": Sealed("任职", ("standing__unit__name", "unit__name")),
    "orgs.turn": Sealed("变动", ("unit__name", "starts_on")),
    "schemes.scheme": Sealed("考核方案", ("title",)),
    "schemes.version": Sealed("规则书", ("scheme__title", "number"), gone={"source_id": None}),
    "schemes.source": Sealed("方案原件", ("version__number", "about")),
    "schemes.approval": Sealed("审议", ("organ", "decided_on")),
    "schemes.citation": Sealed("方案依据", ("title",)),
    "schemes.departure": Sealed("与原文不同", ("part", "quote")),
    "rounds.round": Sealed("轮次", ("name",)),
    "rounds.step": Sealed("日程", ("name",)),
    "targets.target": Sealed("责任书", ("subject", "indicator")),
    "targets.seal": Sealed("封存责任书", ("scheme__title",)),
    "intake.sheet": Sealed("应交表", ("title",)),
    "intake.submission": Sealed("打分表", ("sheet__title", "number")),
    "intake.scan": Sealed("盖章页", ("submission__sheet__title",)),
    "intake.reminder": Sealed("催交", ("sheet__title",)),
    "progress.record": Sealed("平时记录", ("unit__name", "happened_on")),
    "progress.rectification": Sealed("整改", ("record__unit__name", "due_on")),
    "progress.milestone": Sealed("里程碑", ("task", "due_on")),
    "progress.milestonenote": Sealed("里程碑的办理", ("milestone__task", "milestone__due_on")),
    "hearings.hearing": Sealed("现场考评", ("name",)),
    "hearings.appearance": Sealed("现场考评的出场", ("hearing__name", "unit__name")),
    "hearings.tally": Sealed("现场考评的票", ("appearance__hearing__name", "appearance__unit__name"), only=COUNTED),
    "claims.claim": Sealed("加减分", ("number", "title")),
    "claims.decision": Sealed("认定", ("claim__number", "claim__title")),
    "claims.correction": Sealed("更正", ("claim__number", "claim__title")),
    "claims.claimfile": Sealed("加减分附件", ("claim__number", "claim__title")),
    "claims.window": Sealed("加减分计哪些天的", ("round__name",)),
    "assessment.run": Sealed("编号稿", ("round__name", "number"), only=DRAFTS, without={
        "audit_hash": "就是这一条记录自己的散列，另行对照",
    }),
    "assessment.runline": Sealed("稿上的成绩", ("run__number", "name"), only={"run__kind": "draft"}),
    "assessment.gradedecision": Sealed("机关定等次", ("subject", "decided")),
    "assessment.release": Sealed("发布", ("run__number", "role")),
    "assessment.releaseplan": Sealed("发布安排", ("round__name", "decided_by")),
    "assessment.plannedrelease": Sealed("发布安排的一格", ("stage", "reader")),
    "assessment.dispatch": Sealed("发出", ("run__number", "paper")),
    "reproductions.publication": Sealed("公布表", ("round__name",)),
    "reproductions.settlement": Sealed("差异说明", ("subject", "column")),
    "province.position": Sealed("全省位次", ("year", "indicator")),
    "province.examitem": Sealed("省考指标", ("year", "name")),
    "province.examestimate": Sealed("估计位次", ("year", "subject")),
    "province.examnote": Sealed("省考对接", ("item__name", "kind")),
    "printing.paperset": Sealed("成套材料", ("run__number",), without={
        "total": "出到哪里了", "made": "出到哪里了", "now": "出到哪里了", "moved_at": "出到哪里了",
    }),
    "printing.template": Sealed("模板", ("kind",)),
    "printing.wording": Sealed("总表的抬头和签字栏", ("title",)),
    "printing.advice": Sealed("意见建议", ("run__number", "subject")),
}  # fmt: skip
# Tables (or whole apps) without row seals: how a change in them is found instead, or why it need not be.
NOT_SEALED = {
    "facts.figure": "每批数在记录里有摘要，批号、理由、谁、何时也逐批对照",
    "facts.current": "由数据账推出，与账逐格对照",
    "facts.mark": "只决定要不要重算，与账对照",
    "audit.entry": "就是记录本身，由散列链看管",
    "sessions": "登录会话，随时增删",
    "axes": "登录失败的次数，随时增删",
    "auth": "没有用到：身份写在账号上，已封",
    "contenttypes": "没有用到",
}


class Newest(NamedTuple):
    """The newest that the log says of a row: its seal (None: it was deleted) and in which entry."""

    seal: str | None
    seq: int


def row_digests(rows: Iterable[Any], gone: Iterable[Any] = ()) -> dict[str, dict[str, str | None]]:
    """The seals of rows as the database holds them now, by table and id; None for rows that were deleted.

    rows: instances, or collections of them, that were saved already; gone: those that were deleted since.
    """
    found: dict[str, dict[str, str | None]] = {}
    for label, keys in _by_table(gone).items():
        found[label] = dict.fromkeys(keys)
    for label, keys in _by_table(rows).items():
        now = {str(key): seal for key, seal in seals_now(label, keys)}
        missing = keys - now.keys()
        if missing:
            raise RuntimeError(f"{label} 里没有要封的行 {sorted(missing)[:5]}")
        found[label] = found.get(label, {}) | now
    return found


def seals_now(label: str, keys: Iterable[str] | None = None) -> Iterator[tuple[int, str]]:
    """The seal of each row of a table (or of those with these ids), in the order of the ids."""
    rows, writer = _rows(label), _writer(label)
    if keys is None:
        yield from _read(rows.all(), writer)
        return
    wanted = sorted(int(key) for key in keys)
    for start in range(0, len(wanted), AT_ONCE):
        yield from _read(rows.filter(pk__in=wanted[start : start + AT_ONCE]), writer)


def newest(entries: Iterable[tuple[int, str]]) -> dict[str, dict[int, Newest]]:
    """What the log says last of every row, from the numbers and data of its entries, oldest first."""
    found: dict[str, dict[int, Newest]] = {label: {} for label in SEALED}
    for seq, data in entries:
        for label, rows in _told(data).items():
            known = found.setdefault(label, {})
            for key, seal in rows.items():
                known[int(key)] = Newest(seal, seq)
    return found


def called(label: str, keys: Iterable[int]) -> dict[int, str]:
    """What some rows are called by people, as far as they can be read."""
    found: dict[int, str] = {}
    for key in keys:
        try:
            words = apps.get_model(label).objects.filter(pk=key).values_list(*SEALED[label].called)
            found[key] = " ".join(str(word) for word in next(iter(words), ()))
        except UNREADABLE as error:
            _check_rubbish(error)
    return found


def table_of(label: str) -> str:
    """The table's name in the database."""
    return str(apps.get_model(label)._meta.db_table)


def columns(label: str) -> list[Any]:
    """The columns that are sealed, as fields of the model."""
    without = SEALED[label].without
    fields = apps.get_model(label)._meta.concrete_fields
    return [column for column in fields if column.name not in without]


def digest_of(names: Iterable[tuple[str, Any]], values: Iterable[Any]) -> str:
    """The seal of one row: SHA-256 of its canonical JSON, without columns that hold what a row begins with.

    So a column that is added later, with a default, leaves the seals of older rows what they are.
    """
    row = {
        name: _plain(value)
        for (name, usual), value in zip(names, values, strict=True)
        if value != usual
    }
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def _by_table(rows: Iterable[Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        if not isinstance(row, Model):
            for label, keys in _by_table(row).items():
                found.setdefault(label, set()).update(keys)
            continue
        label = row._meta.label_lower
        if label not in SEALED or row.pk is None:
            raise RuntimeError(f"{label} {row.pk} 不能封：没有列在封的表里，或者还没有存")
        found.setdefault(label, set()).add(str(row.pk))
    return found


@cache
def _rows(label: str) -> QuerySet[Any]:
    """The question for all sealed rows of a table; whoever asks it takes a copy, so that no answer is kept."""
    model = apps.get_model(label)
    rows = model._default_manager.filter(**SEALED[label].only).order_by("pk")
    return rows.values_list("pk", *(column.attname for column in columns(label)))


@cache
def _writer(label: str) -> Callable[[tuple[Any, ...]], tuple[int, str]]:
    names = [(column.attname, _usual(column)) for column in columns(label)]
    gone = SEALED[label].gone
    names += [(name, NOT_PROVIDED) for name in gone]
    return lambda row: (row[0], digest_of(names, (*row[1:], *gone.values())))


def _read(
    rows: QuerySet[Any], write: Callable[[tuple[Any, ...]], tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    """Row by row; what can't even be read as its column's kind has an empty seal."""
    try:
        found = [write(row) for row in rows]
    except UNREADABLE as error:
        _check_rubbish(error)
        found = []
        for key in list(rows.values_list("pk", flat=True)):
            try:
                found += [write(row) for row in rows.filter(pk=key)]
            except UNREADABLE as own:
                _check_rubbish(own)
                found.append((key, ""))
    yield from found


def _check_rubbish(error: Exception) -> None:
    """Text that is no text is a row's fault; any other failure of the database is not."""
    if isinstance(error, DatabaseError) and "decode" not in str(error).lower():
        raise error


def _usual(column: Any) -> Any:
    """What a new row has in a column about which nothing is said; NOT_PROVIDED: nothing is usual."""
    if column.default is list or column.default is dict:
        return column.default()
    if column.primary_key or callable(column.default):
        return NOT_PROVIDED
    return column.get_default()


def _plain(value: Any) -> Any:
    """A value as both databases would say it."""
    if isinstance(value, datetime):
        return moment(value)
    return value.isoformat() if isinstance(value, date) else value


def _told(data: str) -> dict[str, dict[str, str | None]]:
    """The seals of an entry; none where it says none, or where somebody spoilt it (the chain tells)."""
    if TOLD not in data:
        return {}
    try:
        return dict(json.loads(data).get("rows", {}))
    except (ValueError, AttributeError, TypeError):
        return {}
