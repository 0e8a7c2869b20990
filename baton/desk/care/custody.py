"""看管: is everything as it was left?"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from baton.desk.care.full_disk import is_damaged
from baton.desk.care.row_faults import row_faults
from baton.domain.assessment.models import Run
from baton.domain.audit import queries as log
from baton.domain.audit.chain import moment
from baton.domain.audit.models import Entry
from baton.domain.facts import queries as figures
from baton.domain.facts.models import Current, Figure
from baton.domain.files.models import StoredFile
from baton.domain.files.store import ARRIVING, place_of
from baton.domain.reproductions import queries as reproductions
from baton.domain.reproductions.models import Publication
from baton.domain.schemes.models import Scheme, Version
from baton.domain.targets.models import Seal
from baton.domain.targets.queries import agreement, is_amended
from baton.scoring.canonical import digest

MOST = 5  # cells of one scheme that are named


def faults() -> list[str]:
    """Everything that is not as the log says it was left; each a sentence naming table and row."""
    with one_moment():
        broken = log.fault()
        found = [broken] if broken else []
        for what, check in CHECKS.items():
            try:
                found += check()
            except (LookupError, ValueError, TypeError, AttributeError, DatabaseError) as error:
                if is_damaged(error):  # the disk did it, nobody else
                    raise
                found.append(
                    f"{what}对照不下去：操作记录或数据库里有读不懂的内容，有人直接改过数据库"
                )
    return found


def is_changed() -> bool:
    """Whether the log or a sealed row was changed past the program: a quick look that reads no file."""
    with one_moment():
        return bool(log.fault()) or any(row_faults())


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, so that people at work meanwhile raise no alarm."""
    if connection.in_atomic_block:
        yield
        return
    postgresql = " ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN" + (postgresql if connection.vendor == "postgresql" else ""))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


def _figures() -> Iterator[str]:
    """Each batch of figures, and who recorded it when and why, against the log."""
    schemes = {f"scheme:{scheme.pk}": scheme for scheme in Scheme.objects.all()}
    stamps: dict[tuple[int, int], list[tuple[str, ...]]] = defaultdict(list)
    of_batch = ("scheme", "seq", "batch", "reason", "recorded_at", "recorded_by__code")
    for scheme, seq, batch, reason, at, code in Figure.objects.values_list(*of_batch).distinct():
        stamps[scheme, seq].append((batch, reason, moment(at), code))
    told = set()
    for entry in Entry.objects.filter(action="figures.recorded").order_by("seq"):
        said, scheme = log.told(entry), schemes[entry.on]
        told.add((scheme.pk, said["seq"]))
        stamp = (said["batch"], said["reason"], said["recorded_at"], entry.by)
        same = stamps[scheme.pk, said["seq"]] == [stamp]
        if not same or figures.recorded(scheme, said["seq"]) != said["digest"]:
            yield f"数据（facts_figure）第 {said['seq']} 批与操作记录第 {entry.seq} 条不符，有人直接改过数据库"
    for _, seq in sorted(stamps.keys() - told):
        yield f"数据（facts_figure）第 {seq} 批没有操作记录，有人直接写过数据库"


def _shadow() -> Iterator[str]:
    """The table of newest figures, and how far the facts have moved, against the ledger."""
    names = ("subject", "item", "period", "key", "value", "state", "source", "date", "seq")
    for scheme in Scheme.objects.all():
        lines = Figure.objects.filter(scheme=scheme).order_by("seq").values_list(*names)
        ledger = set({line[:4]: line for line in lines}.values())
        shadow = set(Current.objects.filter(scheme=scheme).values_list(*names))
        for line in sorted(ledger ^ shadow, key=str)[:MOST]:
            yield f"最新数（facts_current）{line[0]} {line[1]} {line[2]} 与数据账不符"
        if figures.moved(scheme) < max((line[-1] for line in ledger), default=0):
            yield f"事实的改动次数（facts_mark）比数据账少（{scheme.title}）"


def _versions() -> Iterator[str]:
    for version in Version.objects.all():
        if digest(json.loads(version.book)) != version.digest:
            yield f"规则书（schemes_version）第 {version.number} 版的内容被改动过"
        last = Entry.objects.filter(on=f"version:{version.pk}").order_by("-seq").first()
        if last is None or log.told(last).get("digest") != version.digest:
            yield f"规则书（schemes_version）第 {version.number} 版与操作记录不符"


def _targets() -> Iterator[str]:
    for seal in Seal.objects.select_related("scheme"):
        if not is_amended(seal) and digest(agreement(seal.scheme)) != seal.digest:
            yield f"责任书（targets_target）与封存时的摘要不符（{seal.scheme.title}）"


def _drafts() -> Iterator[str]:
    """Each numbered draft against its entry and its archive."""
    for run in Run.objects.filter(kind=Run.Kind.DRAFT).select_related("round"):
        entry = Entry.objects.filter(seq=run.audit_seq).first()
        told = log.told(entry) if entry else {}
        if entry is None or entry.hash != run.audit_hash or told.get("archive") != run.archive:
            yield f"{run.round.name}第 {run.number} 稿与操作记录不符"
        if hash_of(place_of(run.archive)) != run.archive:
            yield f"{run.round.name}第 {run.number} 稿的归档件缺失或被改动过"


def _announced() -> Iterator[str]:
    """Announced tables, and what was said of their differences, against the log."""
    said = {
        log.told(entry)["digest"] for entry in Entry.objects.filter(action="published.taken_in")
    }
    for one in Publication.objects.select_related("round"):
        if digest(one.cells) != one.digest or one.digest not in said:
            yield f"公布表（reproductions_publication）{one.round.name}的内容被改动过"
    settled = reproductions.said_together()
    for entry in Entry.objects.filter(action="difference.settled"):
        if digest(settled.pop(entry.seq, [])) != log.told(entry)["digest"]:
            yield f"差异说明（reproductions_settlement）与操作记录第 {entry.seq} 条不符，有人直接改过数据库"
    for seq in settled:
        yield f"差异说明（reproductions_settlement）有一批（{seq}）没有操作记录，有人直接写过数据库"


def _files() -> Iterator[str]:
    for sha256, name in StoredFile.objects.values_list("sha256", "name"):
        if hash_of(place_of(sha256)) != sha256:
            yield f"原始文件“{name}”缺失或被改动过"


CHECKS: dict[str, Callable[[], Iterable[str]]] = {
    "各表的行": row_faults, "数据": _figures, "最新数": _shadow, "规则书": _versions, "责任书": _targets,
    "编号稿": _drafts, "公布表": _announced, "原始文件": _files,
}  # fmt: skip


def unclaimed() -> int:
    """Kept files that no record points to: looked at and not taken in, computed and overtaken, or cut off on the way."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    known |= set(Run.objects.values_list("archive", flat=True))
    folder = Path(settings.BATON_HOME) / "files"
    return sum(file.name not in known for file in folder.glob("??/*")) + len(
        list(folder.glob(f"{ARRIVING}*"))
    )


def hash_of(path: Path) -> str:
    """The hash of a file's content; empty when it can't be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def write_log(path: Path) -> int:
    """The whole log as the offline verifier reads it; returns how many entries."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in log.exported():
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            count += 1
    return count
