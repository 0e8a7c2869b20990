"""Files as they really arrive: broken, hostile, or merely odd; built on the spot."""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl

from tests.documents.office_files import build
from tests.documents.test_hostile_files import compound_file
from tests.stories import MONEY

ROWS = [line.split(",") for line in MONEY.strip().splitlines()]
FIGURES = [[a, b if a == "单位" else float(b)] for a, b in ROWS]
BIG_TEXT = "单位,财政收入\n" + "临江县," + "9" * 3_000_000 + "\n"
HTML = "<html><table><tr><td>单位</td><td>财政收入</td></tr><tr><td>临江县</td><td>118000</td></tr></table></html>"


def office(ending: str) -> bytes:
    """The sheet in another program's format."""
    with tempfile.TemporaryDirectory() as folder:
        return build(Path(folder) / f"表{ending}", FIGURES).read_bytes()


def book(change: Callable[[openpyxl.Workbook], None] = lambda _: None) -> bytes:
    """The sheet as .xlsx, changed."""
    made = openpyxl.Workbook()
    for row in FIGURES:
        made.active.append(row)
    change(made)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """An .xlsx with parts replaced or added."""
    named = {name.replace("__", "/").replace("_dot_", "."): data for name, data in parts.items()}
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, data in named.items():
            new.writestr(name, data)
    return made.getvalue()


def _formulas(made):
    for row in range(2, 6):
        made.active.cell(row, 2).value = "=1+1"


def _merged(made):
    made.active.merge_cells("B3:B4")


def _hidden(made):
    made.active.row_dimensions[3].hidden = True
    made.create_sheet("旧数").append(["单位", "财政收入"])
    made["旧数"].append(["临江县", 1])
    made["旧数"].sheet_state = "hidden"


def _far(made):
    made.active.cell(1_048_576, 1).value = "注"


def _injected(made):
    made.active.cell(2, 1).value = '=cmd|"/c calc"!A1'


def _sideways(made):
    made.active.delete_rows(1, 9)
    made.active.append(["指标", *[row[0] for row in FIGURES[1:]]])
    made.active.append(["财政收入", *[row[1] for row in FIGURES[1:]]])


def _wide_digits(made):
    for row, (_, figure) in enumerate(FIGURES[1:], start=2):
        made.active.cell(row, 2).value = f"{figure:.0f}".translate(
            {48 + digit: 0xFF10 + digit for digit in range(10)}
        )


def _dates(made):
    made.active.cell(2, 2).value = "2026年12月31日"


def _bomb(size: int) -> bytes:
    return repacked(
        book(), xl__worksheets__sheet1_dot_xml=b"<worksheet>" + b" " * size + b"</worksheet>"
    )


@cache
def content_of(name: str) -> bytes:
    """The content of one of them, packed once however many doors it is carried to."""
    return BAD[name][1]()


# name -> file name, content, what is said about it at the door for sheets ("" if it is read: four figures)
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("表.xlsx", lambda: b"", "文件是空的"),
    "blank csv": ("表.csv", lambda: b"\r\n\r\n , \r\n", "没有认出表格"),
    "no figures": ("表.csv", lambda: b"\xef\xbb\xbf", "文件是空的"),
    "zip bomb": ("表.xlsx", lambda: _bomb(150_000_000), "太大"),
    "cut short": ("表.xlsx", lambda: book()[:900], "没有传完或已损坏"),
    "broken inside": ("表.xlsx", lambda: repacked(book(), xl__workbook_dot_xml=b"<broken"), "没有传完或已损坏"),
    "password": ("表.xlsx", lambda: compound_file(["EncryptionInfo", "EncryptedPackage"]), "取消密码"),
    "wrong ending": ("表.xls", lambda: book(), "扩展名是"),
    "no ending": ("表", lambda: book(), "文件名没有扩展名"),
    "pdf": ("表.pdf", lambda: b"%PDF-1.4 x", "PDF 文件"),
    "picture": ("表.xlsx", lambda: b"\x89PNG\r\n\x1a\n", "图片"),
    "archive": ("表.zip", lambda: repacked(b"PK\x05\x06" + b"\0" * 18, a_dot_txt=b"x"), "压缩包"),
    "xlsb": ("表.xlsb", lambda: repacked(book(), xl__workbook_dot_bin=b"x"), "xlsb"),
    "html": ("表.xls", lambda: HTML.encode(), "网页"),
    "macros": ("表.xlsm", lambda: book(), "宏"),
    "macros inside": ("表.xlsx", lambda: repacked(book(), xl__vbaProject_dot_bin=b"x"), "宏"),
    "no cached values": ("表.xlsx", lambda: book(_formulas), "公式"),
    "merged figures": ("表.xlsx", lambda: book(_merged), "合并"),
    "million rows": ("表.xlsx", lambda: book(_far), "请删去无关的行"),
    "huge text": ("表.csv", lambda: BIG_TEXT.encode(), "要先改好"),
    "formula for a name": ("表.xlsx", lambda: book(_injected), "是公式"),
    "dates for figures": ("表.xlsx", lambda: book(_dates), "2026年12月31日"),
    "entities": (
        "表.xlsx",
        lambda: repacked(book(), xl__workbook_dot_xml=b'<!DOCTYPE a [<!ENTITY x "y">]><workbook/>'),
        "XML 定义",
    ),
    "binary": ("表.csv", lambda: struct.pack("<300I", *range(300)), "不是表格"),
    "long name": ("表" * 240 + "." + "x" * 300, lambda: book(), "扩展名"),
    "xls": ("表.xls", lambda: office(".xls"), ""),
    "ods": ("表.ods", lambda: office(".ods"), ""),
    "gbk": ("表.csv", lambda: MONEY.encode("gb18030"), ""),
    "utf-16": ("表.csv", lambda: MONEY.encode("utf-16"), ""),
    "bom": ("表.csv", lambda: MONEY.encode("utf-8-sig"), ""),
    "hidden rows and pages": ("表.xlsx", lambda: book(_hidden), ""),
    "units across": ("表.xlsx", lambda: book(_sideways), ""),
    "wide digits": ("表.xlsx", lambda: book(_wide_digits), ""),
    "path in the name": ("../../../etc/表.xlsx", lambda: book(), ""),
    "strange name": ("表'<b>&rm -rf.xlsx", lambda: book(), ""),
}  # fmt: skip
