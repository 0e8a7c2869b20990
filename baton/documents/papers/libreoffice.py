"""A Word file as a PDF file, by the LibreOffice of this machine, where it is; only the office's own templates need it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO

from baton.documents.papers import pdf
from baton.documents.papers.converting import BUSY, LATE

CONVERTER = Path(__file__).with_name("converting.py")
NAMES = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
WAITS, WAITS_IN_QUEUE = (
    60.0,
    600.0,
)  # seconds until it is one's turn: somebody looks on, nobody does
LIMIT = 300.0  # seconds; 640 pages took 48 on a busy machine of two cores
MISSING = "这台电脑没有装 LibreOffice（要带 Writer），用单位自己的 Word 模板出不了 PDF。请下载 Word，在 Word 或 WPS 里打开，另存为 PDF。"
WAY_OUT = "Word 文件不受影响，请在 Word 或 WPS 里打开，另存为 PDF。"


class NotConverted(Exception):
    """There is no PDF of this Word file; the message is the sentence a user reads."""


def can_convert() -> bool:
    """Whether this machine makes PDF files of Word files."""
    return bool(found())


def found() -> str:
    """Where the LibreOffice is that can do it; empty when there is none."""
    for name in (*NAMES, *PLACES):
        place = shutil.which(name)
        if place and _has_writer(Path(place).resolve().parent):
            return place
    return ""


def _has_writer(program: Path) -> bool:
    """Whether a LibreOffice reads Word files; one that does not lie as usual (a flatpak, a snap) is believed to."""
    registry = program.parent / "share" / "registry"
    return not registry.is_dir() or (registry / "writer.xcd").exists()


def converting(told: IO[bytes], out: IO[bytes], said: IO[bytes]) -> subprocess.Popen[bytes]:
    """A process that converts what stands in the file `told`; the PDF goes to `out`, complaints to `said`."""
    told.seek(0)
    return subprocess.Popen(_command(WAITS_IN_QUEUE), stdin=told, stdout=out, stderr=said)


def _command(waits: float) -> list[str]:
    if not (office := found()):
        raise NotConverted(MISSING)
    if not pdf.can_print():
        raise pdf.NoChineseFont(pdf.NO_FONT)
    return [sys.executable, "-P", str(CONVERTER), office, str(waits), str(LIMIT)]


def check(code: int, said: bytes) -> None:
    """Nothing when it has ended well; OSError when the disk was full, NotConverted else."""
    if code in pdf.FULL:
        raise OSError(code, os.strerror(code))
    if code == LATE:
        raise NotConverted(f"LibreOffice 转了 {LIMIT:.0f} 秒还没有转成 PDF，已经停下。{WAY_OUT}")
    if code == BUSY:
        raise NotConverted("LibreOffice 正在转别的材料，一次只转一份。请过一会儿再点。")
    if code:
        raise NotConverted(f"LibreOffice 没有把这份 Word 转成 PDF。{WAY_OUT}")


def converted(content: bytes) -> bytes:
    """The PDF of a Word file; NotConverted when there is none."""
    process = subprocess.Popen(
        _command(WAITS), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        made, said = process.communicate(content)
    finally:
        pdf.end(process)
    check(process.returncode, said)
    return made
