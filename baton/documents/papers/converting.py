"""A Word file as PDF by the LibreOffice of this machine: only for papers on the office's own template.

Papers in the official look have a layout of their own and need no LibreOffice (see pdf.py); a template's layout is
known to word processors alone.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PATIENCE = 120.0  # seconds; a first start takes about five
PROGRAMS = ("soffice", "libreoffice")
NO_WRITER = "这种材料用的是单位自己的 Word 模板，这台电脑上没有能把它转成 PDF 的 LibreOffice Writer。请下载 Word，在 Word 或 WPS 里打开，另存为 PDF。"
TOO_SLOW = "LibreOffice 两分钟还没有转好这份 PDF。请下载 Word，在 Word 或 WPS 里打开，另存为 PDF。"


class NoConverter(Exception):
    """This machine can't turn a Word file into PDF; the message is the sentence a user reads."""


def converted(word: Path) -> bytes:
    """The PDF of a Word file, laid out in a profile of its own; NoConverter when that can't be done here."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise NoConverter(NO_WRITER)
    with tempfile.TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()
        command = [
            program, "--headless", "--norestore", f"-env:UserInstallation={profile}",
            "--convert-to", "pdf:writer_pdf_Export", "--outdir", folder, str(word),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise NoConverter(TOO_SLOW) from error
        made = Path(folder) / f"{word.stem}.pdf"
        if not made.is_file():
            raise NoConverter(NO_WRITER)
        return made.read_bytes()
