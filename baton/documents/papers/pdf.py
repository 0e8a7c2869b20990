"""A sheet as a PDF file, laid out with the fonts of this machine; nothing is fetched, nothing is installed."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import IO, Any

from baton.documents.papers.sheet import (
    BODY,
    BODY_SIZE,
    HEI,
    KAI,
    NARROWER,
    SONG,
    TITLE,
    Ruled,
    Said,
    Sheet,
    spans,
)

LAYOUT, TYPESETTER = (Path(__file__).with_name(name) for name in ("sheet.typ", "typesetting.py"))
COMMAND = [sys.executable, "-P", str(TYPESETTER), str(LAYOUT)]
PATIENCE, MOMENT = 600.0, 5.0  # seconds
FULL = (errno.ENOSPC, errno.EDQUOT)  # with which the typesetter ends when it can't write
NO_FONT = "这台电脑上没有能排中文的字体，出不了 PDF。请装一种中文字体（如仿宋、宋体，或 Noto CJK 中文字体）再试；Word 文件不受影响。"
HINTS = (
    "CJK",
    "Song",
    "Hei",
    "Fang",
    "Kai",
    "Han ",
)  # what a Chinese font is called when nobody here knows it
# The names under which an official font is known, then what stands in for it.
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC")
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
FAMILIES = {
    BODY: ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "STFangsong", "FZFangSong-Z02S", *SERIF),
    HEI: ("黑体", "SimHei", "STHeiti", *SANS),
    KAI: ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "STKaiti", *SERIF),
    TITLE: ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", *SERIF),
    SONG: ("宋体", *SERIF),
}  # fmt: skip
LATINS = ("Times New Roman", "Liberation Serif", "Tinos", "DejaVu Serif")
ORDER = [BODY, HEI, KAI, TITLE, SONG]


class NoChineseFont(Exception):
    """No font of this machine has Chinese letters; the message is the sentence a user reads."""


def can_print() -> bool:
    """Whether this machine has a Chinese font."""
    return bool(choose(_installed().families()))


def told(sheet: Sheet) -> bytes:
    """What the typesetter needs to know; NoChineseFont when it could only be boxes."""
    fonts = _fonts()
    content = {
        "title": sheet.title_of_file, "receipt": sheet.receipt, "page": sheet.page, "margins": sheet.margins,
        "footer": sheet.footer, "numbered": sheet.is_numbered, "fonts": fonts, "latin": fonts[0][0] in LATINS,
        "narrower": NARROWER, "body": BODY_SIZE, "blocks": [_block(block) for block in sheet.blocks],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False).encode()


def typesetting(told: IO[bytes], out: IO[bytes], said: IO[bytes]) -> subprocess.Popen[bytes]:
    """A process that lays out what stands in the file `told`; the PDF goes to `out`, complaints to `said`."""
    told.seek(0)
    return subprocess.Popen(COMMAND, stdin=told, stdout=out, stderr=said)


def check(code: int, said: bytes) -> None:
    """Nothing when the typesetter has ended well; OSError when the disk was full, RuntimeError with its last words else."""
    if code in FULL:
        raise OSError(code, os.strerror(code))
    if code:
        raise RuntimeError(f"PDF 没有排成：{said.decode('utf-8', 'replace').strip()[-300:]}")


def end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of it is left; it is given a moment to clear up."""
    process.terminate()
    try:
        process.wait(MOMENT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def written(sheet: Sheet) -> bytes:
    """The bytes of the file; NoChineseFont when it could only be boxes."""
    done = subprocess.run(COMMAND, input=told(sheet), capture_output=True, timeout=PATIENCE, check=False)  # fmt: skip
    check(done.returncode, done.stderr)
    return done.stdout


def _block(block: Said | Ruled) -> dict[str, Any]:
    found = dataclasses.asdict(block)
    if isinstance(block, Said):
        return found | {"kind": "said", "font": ORDER.index(block.font)}
    return found | {"kind": "ruled", "head": block.has_head, "spans": spans(block)}


@cache
def _installed() -> Any:
    import typst  # as heavy as Word's own, needed only for PDF

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def _fonts() -> list[list[str]]:
    """For each official font, in the order of ORDER, those of this machine that come nearest; Latin letters first."""
    found = choose(_installed().families())
    if not found:
        raise NoChineseFont(NO_FONT)
    return found


def choose(families: list[str]) -> list[list[str]]:
    """The fonts to use for each official one, out of what is there; nothing when no Chinese font is there.

    >>> choose(["DejaVu Serif"])
    []
    >>> choose(["FangSong", "SimHei", "DejaVu Serif"])[:2]
    [['DejaVu Serif', 'FangSong', 'SimHei'], ['DejaVu Serif', 'SimHei', 'FangSong']]
    """
    known = {family.casefold(): family for family in families}
    latin = [known[name.casefold()] for name in LATINS if name.casefold() in known][:1]
    wanted = {
        name: [known[one.casefold()] for one in FAMILIES[name] if one.casefold() in known]
        for name in ORDER
    }
    others = [
        family for family in families
        if any(hint in family for hint in HINTS) or any("\u4e00" <= sign <= "\u9fff" for sign in family)
    ]  # fmt: skip
    spare = list(dict.fromkeys([one for name in ORDER for one in wanted[name]] or sorted(others)))
    if not spare:
        return []
    return [
        latin + (wanted[name] + [one for one in spare if one not in wanted[name]])[:3]
        for name in ORDER
    ]
