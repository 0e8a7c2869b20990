"""认文件: what a file really is, by its content, and kind refusals for everything that is not a readable table."""

from __future__ import annotations

from dataclasses import dataclass

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS_XLSX = "请用 WPS 或 Excel 打开,另存为 .xlsx 后再交"

_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包(RAR)"),
    (b"7z\xbc\xaf", "压缩包(7z)"),
    (b"\x1f\x8b", "压缩包(gzip)"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
)


class Unreadable(Exception):
    """A whole file cannot be read as a table: the sentence, the remedy and a stable code."""

    def __init__(self, what: str, remedy: str, code: str) -> None:
        super().__init__(what)
        self.what, self.remedy, self.code = what, remedy, code


@dataclass(frozen=True, slots=True)
class Kind:
    """name: the format found in the content. extensions: what such a file may be called."""

    name: str
    extensions: tuple[str, ...]


CSV = Kind("csv", (".csv", ".txt", ".tsv"))
XLSX = Kind("xlsx", (".xlsx", ".xltx", ".et"))  # WPS writes either kind into an .et
XLS = Kind("xls", (".xls", ".et", ".xlt"))
ODS = Kind("ods", (".ods", ".ots"))


def kind_of_text(head: bytes) -> Kind:
    """Text is a table of separated values, unless it is a web page or XML that somebody called .xls."""
    for magic, name in _FOREIGN:
        if head.startswith(magic) and not (magic in (b"BM", b"MZ") and _looks_like_text(head)):
            raise Unreadable(
                f"这是{name},不是表格", "请交 .xlsx、.xls、.ods 或 .csv 表格", "not-a-table"
            )
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise Unreadable("这是网页,只是扩展名像表格", _SAVE_AS_XLSX, "web-page")
    if start.startswith(b"<?xml"):
        raise Unreadable("这是 XML 文件,不是表格", _SAVE_AS_XLSX, "not-a-table")
    if not _looks_like_text(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(
            "文件内容不是表格(是二进制数据)",
            "请确认传的是 .xlsx、.xls、.ods 或 .csv 文件",
            "binary-junk",
        )
    return CSV


def kind_of_archive(names: set[str], mimetype: bytes) -> Kind:
    """What a zip archive holds, from the names of its entries."""
    if any(n.endswith("vbaproject.bin") for n in names):
        raise Unreadable("文件里带有宏,为安全起见不读取", "请另存为不带宏的 .xlsx 再交", "macros")
    if "xl/workbook.bin" in names:
        raise Unreadable("这是二进制工作簿(.xlsb)", _SAVE_AS_XLSX, "xlsb")
    if "xl/workbook.xml" in names:
        return XLSX
    if "content.xml" in names and b"spreadsheet" in mimetype:
        return ODS
    if "word/document.xml" in names:
        raise Unreadable(
            "这是 Word 文档,不是表格", "请把表格复制到 Excel 或 WPS 表格里再交", "not-a-table"
        )
    raise Unreadable("这是压缩包,不是表格", "请解压后逐个交表格文件", "not-a-table")


def kind_of_compound(streams: set[str]) -> Kind:
    """What an OLE compound file holds, from the names of its streams (lower case)."""
    if "encryptedpackage" in streams or "encryptioninfo" in streams:
        raise password_protected()
    if "_vba_project_cur" in streams or "vba" in streams:
        raise Unreadable("文件里带有宏,为安全起见不读取", "请另存为不带宏的 .xlsx 再交", "macros")
    if streams & {"workbook", "book"}:
        return XLS
    if "worddocument" in streams:
        raise Unreadable(
            "这是 Word 文档,不是表格", "请把表格复制到 Excel 或 WPS 表格里再交", "not-a-table"
        )
    raise Unreadable("这不是 Excel 工作簿", _SAVE_AS_XLSX, "not-a-table")


def check_extension(kind: Kind, extension: str) -> None:
    """Refuse a file whose name promises another format than its content: somebody mixed up two files."""
    extension = extension.lower()
    if extension in kind.extensions:
        return
    if kind is CSV and extension in XLSX.extensions + XLS.extensions + ODS.extensions:
        raise Unreadable(
            f"扩展名是 {extension},内容却是纯文本",
            "请把扩展名改成 .csv,或" + _SAVE_AS_XLSX[1:],
            "wrong-extension",
        )
    raise Unreadable(
        f"扩展名是 {extension},内容却是 {kind.name}"
        if extension
        else f"文件名没有扩展名,内容是 {kind.name}",
        f"请确认没有传错文件;没有错就把扩展名改成 {kind.extensions[0]}",
        "wrong-extension",
    )


def password_protected() -> Unreadable:
    return Unreadable("文件设了密码,打不开", "请在 Excel 或 WPS 里取消密码后再交", "password")


def truncated() -> Unreadable:
    return Unreadable("文件不完整,可能没有传完或已损坏", "请重新保存、重新传一次", "truncated")


def too_large(what: str) -> Unreadable:
    return Unreadable(what, "请删去无关的行、列和工作表,或分成几个文件", "too-large")


def _looks_like_text(head: bytes) -> bool:
    return b"\0" not in head and sum(b < 9 or 13 < b < 32 for b in head) * 50 <= len(head)
