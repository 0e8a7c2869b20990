"""Whole files that cannot or must not be read: one kind sentence, no traceback, no bomb going off."""

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from baton.documents.grids import limits, read_grids
from baton.documents.problems import Problems
from tests.documents.office_files import build, rezip

ROWS = [["单位", "指标", "期间", "数值"], ["临江县", "一般公共预算收入", "2026-01", 1]]
SHEET = "xl__worksheets__sheet1_dot_xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def refusal(path: Path, code: str) -> str:
    """The sentence for a file that is refused for one reason."""
    problems = Problems()
    assert read_grids(path, problems=problems) == []
    assert [p.code for p in problems] == [code], problems.listing()
    (problem,) = problems
    assert problem.place == path.name
    assert problem.what and problem.remedy
    return problem.what


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return build(tmp_path / "好.xlsx", ROWS)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["空.csv", "空.xlsx"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    assert refusal(written(tmp_path / name, b""), "empty-file") == "文件是空的"


def test_a_workbook_without_any_cell(tmp_path: Path) -> None:
    refusal(build(tmp_path / "空.xlsx", []), "empty-file")


def test_a_missing_file(tmp_path: Path) -> None:
    refusal(tmp_path / "没有.xlsx", "unreadable")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.7 ...", "表.pdf", "not-a-table"),
        (b"\x89PNG\r\n\x1a\n....", "表.xlsx", "not-a-table"),
        (b"Rar!\x1a\x07", "表.rar", "not-a-table"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "表.xls", "web-page"),
        (b'<?xml version="1.0"?><Workbook/>', "表.xls", "not-a-table"),
        ("单位,数值\n临江县,1\n".encode(), "表.xlsx", "wrong-extension"),
        (bytes(range(256)) * 40, "表.csv", "binary-junk"),
        (os.urandom(5000), "表.xlsx", "binary-junk"),
        (b"PK\x03\x04" + b"junk" * 100, "表.xlsx", "truncated"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"junk" * 300, "表.xls", "truncated"),
        (b"a,b\n\xff\xfe\xff\n", "表.csv", "encoding"),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, name: str, code: str) -> None:
    refusal(written(tmp_path / name, data), code)


def test_content_and_extension_that_disagree(tmp_path: Path, good: Path) -> None:
    what = refusal(written(tmp_path / "表.xls", good.read_bytes()), "wrong-extension")
    assert what == "扩展名是 .xls,内容却是 xlsx"


def test_wps_may_call_either_kind_et(tmp_path: Path, good: Path) -> None:
    problems = Problems()
    renamed = read_grids(written(tmp_path / "表.et", good.read_bytes()), problems=problems)
    assert [one.rows for one in renamed] == [
        one.rows for one in read_grids(good, problems=problems)
    ]
    assert not problems.errors


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods"])
def test_a_truncated_workbook_at_every_length(tmp_path: Path, extension: str) -> None:
    data = build(tmp_path / f"好{extension}", ROWS).read_bytes()
    for length in range(600, len(data) - 1, max(len(data) // 25, 1)):
        path = written(tmp_path / f"断{extension}", data[:length])
        problems = Problems()
        grids = read_grids(path, problems=problems)
        assert problems.errors or [g.rows for g in grids], length
    refusal(written(tmp_path / f"半{extension}", data[: len(data) // 2]), "truncated")


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods"])
def test_flipped_bytes_never_raise(tmp_path: Path, extension: str) -> None:
    data = bytearray(build(tmp_path / f"好{extension}", ROWS).read_bytes())
    for at in range(0, len(data), max(len(data) // 300, 1)):
        changed = bytearray(data)
        changed[at] ^= 0xFF
        read_grids(written(tmp_path / f"改{extension}", bytes(changed)), problems=Problems())


def test_a_password_protected_workbook(tmp_path: Path) -> None:
    data = compound_file(["EncryptionInfo", "EncryptedPackage"])
    assert "密码" in refusal(written(tmp_path / "密.xlsx", data), "password")


def test_an_encrypted_archive(tmp_path: Path, good: Path) -> None:
    data = bytearray(good.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    refusal(written(tmp_path / "密.xlsx", bytes(data)), "password")


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    data = build(tmp_path / "好.xls", ROWS).read_bytes()
    bof = data.find(struct.pack("<HH", 0x0809, 16))
    following = bof + 20
    changed = data[:following] + struct.pack("<H", 0x002F) + data[following + 2 :]
    refusal(written(tmp_path / "密.xls", changed), "password")


def test_macros_are_refused_kindly(tmp_path: Path, good: Path) -> None:
    refusal(written(tmp_path / "宏.xlsm", good.read_bytes()), "macros")
    path = rezip(good, tmp_path / "宏.xlsx", xl__vbaProject_dot_bin=b"\xd0\xcf")
    assert "宏" in refusal(path, "macros")


def test_a_zip_bomb_by_size(tmp_path: Path, good: Path) -> None:
    path = rezip(
        good, tmp_path / "弹.xlsx", **{SHEET: HEAD + b" " * (limits.ARCHIVE_BYTES + 1) + TAIL}
    )
    assert path.stat().st_size < 1_000_000
    refusal(path, "too-large")


def test_a_zip_bomb_by_ratio(tmp_path: Path, good: Path) -> None:
    path = rezip(good, tmp_path / "弹.xlsx", **{SHEET: HEAD + b" " * 30_000_000 + TAIL})
    refusal(path, "too-large")


def test_a_zip_bomb_by_entries(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for i in range(limits.ARCHIVE_ENTRIES + 1):
            archive.writestr(f"{i}.xml", b"")
    refusal(written(tmp_path / "弹.xlsx", buffer.getvalue()), "too-large")


def test_a_part_that_lies_about_its_size(tmp_path: Path, good: Path) -> None:
    """The directory claims a few bytes; the stream holds 200 MB. Only what was checked may reach the parser."""
    bomb = HEAD + b"<row r='1'><c r='A1' t='inlineStr'><is><t>" + b"A" * 200_000_000
    path = rezip(good, tmp_path / "谎.xlsx", **{SHEET: bomb})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 16, zlib.crc32(bomb[:400]))
    struct.pack_into("<I", data, at + 24, 400)
    refusal(written(path, bytes(data)), "truncated")


@pytest.mark.parametrize("reference", [b"XFD1048576", b"A1048576", b"ALM2", b"A400000"])
def test_a_lone_cell_far_away_does_not_fill_the_memory(
    tmp_path: Path, good: Path, reference: bytes
) -> None:
    for cell in (
        b'<c r="%s"><v>1</v></c>',
        b"<c r='%s'><v>1</v></c>",
        b'<c s="0" r="%s"><v>1</v></c>',
    ):
        sheet = (
            HEAD
            + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="9">'
            + cell % reference
            + b"</row>"
            + TAIL
        )
        refusal(rezip(good, tmp_path / "远.xlsx", **{SHEET: sheet}), "too-large")


def test_styled_blanks_far_away_are_harmless(tmp_path: Path, good: Path) -> None:
    sheet = (
        HEAD
        + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
        + TAIL
    )
    problems = Problems()
    (grid,) = read_grids(rezip(good, tmp_path / "远.xlsx", **{SHEET: sheet}), problems=problems)
    assert grid.rows == [[1.0]]
    assert not problems


def test_a_long_text_repeated_without_end(tmp_path: Path, good: Path) -> None:
    text = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"A" * 32_000
        + b"</t></si></sst>"
    )
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (i, i) for i in range(1, 20_001)
    )
    path = rezip(
        good, tmp_path / "长.xlsx", xl__sharedStrings_dot_xml=text, **{SHEET: HEAD + cells + TAIL}
    )
    refusal(path, "too-large")


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    "part", [SHEET, "xl__workbook_dot_xml", "xl__styles_dot_xml", "xl__sharedStrings_dot_xml"]
)
def test_billion_laughs_and_outside_entities(tmp_path: Path, good: Path, part: str) -> None:
    refusal(rezip(good, tmp_path / "笑.xlsx", **{part: LAUGHS + b"<l>&c;</l>"}), "xml-entities")
    outside = b'<?xml version="1.0"?><!DOCTYPE l SYSTEM "file:///etc/passwd"><l/>'
    refusal(rezip(good, tmp_path / "外.xlsx", **{part: outside}), "xml-entities")
    hidden = (LAUGHS + b"<l/>").decode().encode("utf-16")
    refusal(rezip(good, tmp_path / "藏.xlsx", **{part: hidden}), "odd-archive")


def test_billion_laughs_in_an_open_document(tmp_path: Path) -> None:
    good = build(tmp_path / "好.ods", ROWS)
    refusal(
        rezip(good, tmp_path / "笑.ods", content_dot_xml=LAUGHS + b"<l>&c;</l>"), "xml-entities"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" {v}/></table:table-row>',
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell {v}/></table:table-row>',
        '<table:table-row table:number-rows-repeated="1000000"/><table:table-row><table:table-cell {v}/></table:table-row>',
        '<table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell {v}/></table:table-row>',
    ],
)
def test_repetitions_in_an_open_document_are_counted_first(tmp_path: Path, body: str) -> None:
    good = build(tmp_path / "好.ods", ROWS)
    with zipfile.ZipFile(good) as archive:
        content = archive.read("content.xml").decode()
    start, end = content.index("<table:table-row"), content.rindex("</table:table>")
    changed = (
        content[:start]
        + body.format(v='office:value-type="float" office:value="1"')
        + content[end:]
    )
    refusal(rezip(good, tmp_path / "弹.ods", content_dot_xml=changed.encode()), "too-large")


def test_too_many_rows_of_text(tmp_path: Path) -> None:
    refusal(written(tmp_path / "多.csv", b"1,2\n" * (limits.ROWS + 1)), "too-large")
    refusal(written(tmp_path / "宽.csv", b"," * (limits.COLUMNS + 1)), "too-large")
    refusal(
        written(tmp_path / "格.csv", b",,,,,,,,,,,,,,,,,,,,,\n" * (limits.CELLS // 20)), "too-large"
    )


def test_a_quote_that_never_closes(tmp_path: Path) -> None:
    refusal(written(tmp_path / "引.csv", b'a,"' + b"x" * 200_000), "csv-quotes")


def test_refusing_a_bomb_takes_little_memory(tmp_path: Path, good: Path) -> None:
    """In a process of its own, so that the peak is that of reading alone."""
    big = HEAD + b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * (limits.ARCHIVE_BYTES + 1)
    rezip(good, tmp_path / "一.xlsx", **{SHEET: big})
    far = HEAD + b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>' + TAIL
    rezip(good, tmp_path / "二.xlsx", **{SHEET: far})
    written(tmp_path / "三.csv", b",,,,,,,,,,,,,,,,,,,,,\n" * (limits.CELLS // 20))
    code = (
        "import sys; from baton.documents.grids import read_grids; from baton.documents.problems import Problems\n"
        "found = Problems()\n"
        "for path in sys.argv[1:]: read_grids(path, problems=found)\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(len(found.errors), int(peak.split()[1]) // 1024)"
    )
    paths = [str(tmp_path / name) for name in ("一.xlsx", "二.xlsx", "三.csv")]
    done = subprocess.run(
        [sys.executable, "-c", code, *paths], capture_output=True, text=True, check=True
    )
    errors, megabytes = map(int, done.stdout.split())
    assert errors == 3
    assert megabytes < 500


def compound_file(streams: list[str]) -> bytes:
    """A minimal OLE file with empty streams of the given names."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = [("Root Entry", 5), *((name, 2) for name in streams)]
    directory = b"".join(_entry(name, kind) for name, kind in entries).ljust(512, b"\0")
    return bytes(header) + fat + directory


def _entry(name: str, kind: int) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBB", entry, 64, len(encoded) + 2, kind, 1)
    struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 0)
    return bytes(entry)


def test_cells_outside_rows_do_not_raise(tmp_path: Path) -> None:
    good = build(tmp_path / "好.ods", ROWS)
    with zipfile.ZipFile(good) as archive:
        content = archive.read("content.xml")
    changed = content.replace(b"<table:table-row>", b"<x>").replace(b"</table:table-row>", b"</x>")
    assert changed != content
    refusal(rezip(good, tmp_path / "乱.ods", content_dot_xml=changed), "empty-file")


def test_an_old_workbook_cut_inside_its_directory(tmp_path: Path) -> None:
    data = build(tmp_path / "好.xls", ROWS).read_bytes()
    (directory,) = struct.unpack_from("<I", data, 48)
    refusal(written(tmp_path / "断.xls", data[: (directory + 1) * 512 + 100]), "truncated")


def test_an_old_workbook_that_announces_a_huge_table(tmp_path: Path) -> None:
    data = build(tmp_path / "好.xls", ROWS).read_bytes()
    at = data.find(struct.pack("<HH", 0x0200, 14))
    assert at > 0
    changed = data[: at + 4] + struct.pack("<IIHH", 0, 0xFFFFFFFF, 0, 0xFFFF) + data[at + 16 :]
    refusal(written(tmp_path / "大.xls", changed), "truncated")
