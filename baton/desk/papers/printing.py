"""全部出一遍: the worker's part. Each file is whole or not there, so whoever comes after a killed worker goes on behind it."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from baton.desk.care.full_disk import is_full
from baton.desk.papers.gathering import head_of
from baton.desk.papers.pieces import PaperFiles, Piece, fit
from baton.documents.papers import Laying, NoChineseFont, NotConverted, can_convert, can_print
from baton.domain import clock
from baton.domain.accounts.models import Person
from baton.domain.files import store
from baton.domain.files.models import StoredFile
from baton.domain.printing import clearing, queries, services
from baton.domain.printing.models import PaperSet
from baton.domain.refusals import Refused

TELL = 0.3  # seconds between two words of how far it is
LIST = "清单.txt"
LAST = "排版 PDF"
LONGEST = 200  # letters of a note
WITHOUT_PDF = "这台电脑上没有中文字体，只出了 Word 和 Excel，没有出 PDF"
WITH_OWN = (
    "这台电脑没有装 LibreOffice，用单位自己模板的材料只出了 Word，要 PDF 请在 Word 或 WPS 里另存"
)
log = logging.getLogger("baton.worker")
Now = Callable[[], datetime]
_going: dict[int, tuple[PaperSet, Iterator[None]]] = {}


def go_on(*, now: Now, seconds: float) -> bool:
    """Make papers for so many seconds; True when there is more to do."""
    paper_set = queries.next_open()
    if paper_set is None:
        _going.clear()
        return False
    paper_set, steps = _going.setdefault(paper_set.pk, (paper_set, _steps(paper_set, now)))
    until = time.monotonic() + seconds
    try:
        for _ in steps:
            if time.monotonic() >= until:
                return True
    except DatabaseError:
        raise
    except Exception as error:
        if not isinstance(error, Refused):
            log.exception("第 %s 套材料没有出成", paper_set.pk)
        services.give_up(
            paper_set=paper_set, why=_why(paper_set, error), by=paper_set.asked_by, at=now()
        )
        tidy()
    _going.pop(paper_set.pk, None)
    return queries.next_open() is not None


def _why(paper_set: PaperSet, error: Exception) -> str:
    """What went wrong and what to do, as a sentence."""
    if isinstance(error, Refused):
        return error.sentence
    if is_full(error):
        return f"出“{paper_set.now}”时磁盘写满了，出到一半的都已清掉。请先清理磁盘，再出一遍。"
    return (
        f"出“{paper_set.now}”时出了错：{error}。请再出一遍；还是不行，请把后台的记录发给维护人员。"
    )


def _name_of(paper_set: PaperSet, at: datetime) -> str:
    """What the finished set is called: round, draft, when it was made."""
    run = paper_set.run
    return fit(f"{run.round.name}第{run.number}稿材料（{clock.local(at):%Y-%m-%d %H%M}）") + ".zip"


def _folder() -> Path:
    return Path(settings.BATON_HOME) / "papers"


def _steps(paper_set: PaperSet, now: Now) -> Iterator[None]:
    """Make one file after another; what lies there already was made before somebody was killed."""
    tidy()
    folder = _folder() / f"{paper_set.pk}"
    store.make_folder(folder)
    with_pdf, of_own = can_print(), can_convert()
    files = PaperFiles(paper_set.run, with_pdf=with_pdf, of_own=of_own)
    pieces, lacking = files.pieces(), dict[str, str]()
    told, arriving = 0.0, dict[Path, str]()
    with Laying() as laying, _naming(paper_set, laying, arriving):
        for number, piece in enumerate(pieces):
            paper_set.now = piece.name
            if time.monotonic() - told >= TELL:
                told = time.monotonic()
                if not _told(paper_set, len(pieces), number - len(laying), now):
                    return
            arriving[_make(piece, folder, laying, lacking)] = piece.name
            laying.look()
            yield
        paper_set.now = LAST
        while laying:
            if not _told(paper_set, len(pieces), len(pieces) - len(laying), now):
                return
            laying.wait(TELL)
            yield
    at = now()
    pieces = [piece for piece in pieces if piece.name not in lacking]
    sha256, size = _packed(paper_set, pieces, folder, at)
    note = (
        WITHOUT_PDF if not with_pdf else WITH_OWN if files.own and not of_own else _lacks(lacking)
    )
    try:
        services.finish(
            paper_set=paper_set, total=len(pieces), sha256=sha256, size=size, name=_name_of(paper_set, at), note=note,
            fuller=files.fuller,
            by=paper_set.asked_by, at=at,
        )  # fmt: skip
    except (DatabaseError, Refused):
        if not StoredFile.objects.filter(sha256=sha256).exists():  # nobody will ever ask for it
            store.place_of(sha256).unlink(missing_ok=True)
        raise
    tidy()


@contextlib.contextmanager
def _naming(paper_set: PaperSet, laying: Laying, names: dict[Path, str]) -> Iterator[None]:
    """A file that was laid out beside and failed is the one to name, not the one that was gathered meanwhile."""
    try:
        yield
    except Exception:
        if laying.failed is not None:
            paper_set.now = names.get(laying.failed, paper_set.now)
        raise


def _told(paper_set: PaperSet, total: int, made: int, now: Now) -> bool:
    """Say how far it is; False when the set is no longer wanted."""
    return services.advance(
        paper_set=paper_set, total=total, made=made, now=paper_set.now, at=now()
    )


def clear(*, paper_sets: Sequence[PaperSet], why: str, by: Person, at: datetime) -> int:
    """删掉几套: first the rows, then the bytes that nothing points to any more; how many bytes that frees.

    Who is killed in between leaves files that the doctor counts as unclaimed, never a row without its file.
    """
    freed = 0
    for sha256 in clearing.clear(paper_sets=paper_sets, why=why, by=by, at=at):
        place = store.place_of(sha256)
        with contextlib.suppress(OSError):
            size = place.stat().st_size
            place.unlink()
            freed += size
    return freed


def tidy() -> None:
    """Pieces of sets that are done, given up or gone are needed by nobody."""
    waiting = {f"{pk}" for pk in PaperSet.objects.filter(done_at=None, failed="").values_list("pk", flat=True)}  # fmt: skip
    for folder in _folder().glob("*/"):
        if folder.name not in waiting:
            shutil.rmtree(folder, ignore_errors=True)


def _lacks(lacking: dict[str, str]) -> str:
    """Which PDF files of own templates are not there, and why, in a sentence without its full stop."""
    if not lacking:
        return ""
    (first, why), more = next(iter(lacking.items())), len(lacking)
    named = f"“{Path(first).stem}”" if more == 1 else f"“{Path(first).stem}”等 {more} 份"
    return f"{named}没有 PDF：{why}".rstrip("。")[:LONGEST]


def _make(piece: Piece, folder: Path, laying: Laying, lacking: dict[str, str]) -> Path:
    """One file, whole under its own name; a PDF file when it has been made beside, or else told in `lacking` with why.

    Returns the place where it arrives.
    """
    target = folder / piece.name
    if target.is_file():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    arriving = folder / f"{store.ARRIVING}{os.getpid()}-{time.monotonic_ns()}{target.suffix}"

    def settle(path: Path) -> None:
        store.flush(path)
        path.replace(target)

    def do_without(error: NotConverted) -> None:
        lacking[piece.name] = str(error)
        arriving.unlink(missing_ok=True)

    with laying.taking(settle, do_without):
        try:
            piece.make(arriving)
        except NoChineseFont as error:
            raise Refused(str(error)) from error
    if target.suffix != ".pdf":
        settle(arriving)
    return arriving


def _packed(
    paper_set: PaperSet, pieces: list[Piece], folder: Path, at: datetime
) -> tuple[str, int]:
    """One file of all papers, with a list of what is in it; renamed into its place when it is whole."""
    head = head_of(paper_set.run)
    lines = [
        f"{head.scheme} · {head.round}", f"{head.draft}（{head.stage}）的材料，共 {len(pieces)} 份",
        f"回执：{head.receipt}", f"出好时间：{clock.local(at):%Y-%m-%d %H:%M}",
        "加减分和等次决定按出材料时的台账。", "", "校验值（SHA-256）  文件",
    ]  # fmt: skip
    arriving = folder / f"{store.ARRIVING}{os.getpid()}.zip"
    with zipfile.ZipFile(arriving, "w", zipfile.ZIP_STORED) as packed:
        for piece in pieces:
            content = (folder / piece.name).read_bytes()
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {piece.name}")
            packed.writestr(piece.name, content)
        packed.writestr(LIST, "\r\n".join(lines) + "\r\n")
    with arriving.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    size = arriving.stat().st_size
    store.settle(arriving, store.place_of(sha256))
    return sha256, size
