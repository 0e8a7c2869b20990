"""单位自己的模板: a Word file with named places, {{单位}} or {{指标.得分}}, opened without trusting anything in it.

Nothing in a template is ever run: a place is a name out of a list, and anything else between braces is a fault. What
Word itself would fetch or run (macros, linked files, fields that reach outside) is refused when the template is taken in.
"""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baton.documents.grids import Unreadable
from baton.documents.grids import archives as archive_checks
from baton.documents.grids.limits import ARCHIVE_BYTES
from baton.documents.problems import Problems

PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
PROGRAM = re.compile(r"\{%.*?%\}|\{#.*?#\}")
ALIKE = 0.5  # how much of a name has to be right before another is proposed
MOST_BYTES = 5_000_000
BODY = "word/document.xml"
TEXTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
RUNS = re.compile(
    r"vbaproject|activex|/embeddings/|oleobject|attachedtoolbars|customui|afchunk", re.I
)
ACTIVE_KINDS = re.compile(r"macroEnabled|vbaProject|oleObject|activeX", re.I)
ACTIVE_TAGS = ("altChunk", "subDoc", "object", "control", "attachedTemplate", "mailMerge")
FETCHING = re.compile(
    "DDE|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|DATABASE", re.I
)  # even cut into runs
REACHING = re.compile(r"\b(IMPORT|LINK|RD|AUTOTEXT|QUOTE)\b", re.I)  # HYPERLINK is none of them
RESAVE = "请在 Word 或 WPS 里去掉它，另存为 .docx 再交"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Known:
    """The places of one kind of paper: single values, and lists whose lines repeat a table's row.

    spreads: places of a list whose column becomes several, each with the place that has to stand in its heading.
    """

    values: Mapping[str, str]
    lists: Mapping[str, Sequence[str]]
    spreads: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """Every name that may stand between braces."""
        return [
            *self.values,
            *(f"{name}.{column}" for name, columns in self.lists.items() for column in columns),
        ]


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a Word file, weighed; Unreadable when it is none or could do anything by itself."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            "模板太大", f"模板不要超过 {MOST_BYTES // 1_000_000} MB；大图片请压缩", "too-large"
        )
    if not data.startswith(b"PK\x03\x04"):
        raise Unreadable(
            "这不是 .docx 文件",
            "请在 Word 或 WPS 里另存为 .docx 再交（.doc、.wps 读不了）",
            "not-a-template",
        )
    with archive_checks.open_archive(data) as archive:
        left, found = ARCHIVE_BYTES, {}
        for name in archive.namelist():
            found[name] = archive_checks.read_part(archive, name, left)
            left -= len(found[name])
    if BODY not in found or "[Content_Types].xml" not in found:
        raise Unreadable(
            "这不是 Word 文件", "请在 Word 或 WPS 里另存为 .docx 再交", "not-a-template"
        )
    for name, content in found.items():
        if name.startswith("/") or ".." in name.split("/"):
            raise Unreadable("文件内部的路径不对", RESAVE, "odd-archive")
        if RUNS.search(name):
            raise Unreadable("模板里有宏、控件或嵌入的对象", RESAVE, "active-content")
        if name.lower().endswith((".xml", ".rels")):
            _check_part(name, content)
    return found


def _check_part(name: str, content: bytes) -> None:
    from docx.oxml import parse_xml

    archive_checks.check_xml(content)
    tree = parse_xml(content)
    if name == "[Content_Types].xml":
        kinds = " ".join(str(one.get("ContentType")) for one in tree)
        if ACTIVE_KINDS.search(kinds):
            raise Unreadable("模板里有宏、控件或嵌入的对象", RESAVE, "active-content")
    if name.endswith(".rels"):
        for link in tree:
            away = str(link.get("TargetMode", "")).lower() == "external"
            if away and not str(link.get("Type")).endswith("/hyperlink"):
                raise Unreadable(
                    "模板要从别处取文件（外部模板、外部图片或链接）", RESAVE, "outside-link"
                )
    if next(tree.iter(*(f"{W}{tag}" for tag in ACTIVE_TAGS)), None) is not None:
        raise Unreadable("模板里有宏、控件或嵌入的对象", RESAVE, "active-content")
    told = [one.text or "" for one in tree.iter(f"{W}instrText", f"{W}delInstrText")]
    told += [one.get(f"{W}instr", "") for one in tree.iter(f"{W}fldSimple")]
    if FETCHING.search("".join(told)) or REACHING.search(" ".join(told)):
        raise Unreadable("模板里有会去取别的文件或运行命令的域", RESAVE, "active-field")


def check_template(data: bytes, known: Known, *, problems: Problems, name: str) -> None:
    """Every fault of a template with its remedy: names nobody knows, rows that can't be repeated, nothing to fill."""
    from docx.oxml import parse_xml

    try:
        parts = parts_of(data)
        trees = {
            part: parse_xml(content) for part, content in parts.items() if TEXTS.fullmatch(part)
        }
    except Unreadable as refusal:
        problems.error(name, refusal.what, refusal.remedy, code=refusal.code)
        return
    except Exception:  # lxml raises what its parser raises; to an office it is one fault
        problems.error(
            name,
            "文件读不出来，可能已经损坏",
            "请在 Word 或 WPS 里打开、另存后再交",
            code="truncated",
        )
        return
    found: list[str] = []
    for tree in trees.values():
        for paragraph in tree.iter(f"{W}p"):
            text = text_of(paragraph)
            row = next(paragraph.iterancestors(f"{W}tr"), None)
            for place in PLACE.findall(text):
                found.append(place)
                _check_place(place, row is not None, known, problems, name)
            for code in PROGRAM.findall(text):
                problems.error(
                    name,
                    f"模板里有“{code}”，这里不认程序语句",
                    "要逐行列出的，请写在表格的一行里，如 {{指标.名称}}",
                    code="program",
                )
            rest = PROGRAM.sub("", PLACE.sub("", text))
            if "{{" in rest or "}}" in rest:
                problems.error(
                    name, f"“{text[:40]}”里的花括号不成对", "请写成 {{名称}}", code="braces"
                )
        for row in tree.iter(f"{W}tr"):
            lists = {place.split(".")[0] for place in PLACE.findall(text_of(row)) if "." in place}
            if len(lists) > 1:
                problems.error(
                    name,
                    f"表格的同一行里写了{'、'.join(sorted(lists))}两种清单",
                    "一行只写一种清单",
                    code="two-lists",
                )
        for table in tree.iter(f"{W}tbl"):
            _check_columns(table, known, problems, name)
    if not found:
        problems.error(
            name,
            "模板里一个名称也没有",
            "请在要填的地方写上名称，如 {{单位}}；可以先下载样板照着改",
            code="no-place",
        )


def _check_place(place: str, in_row: bool, known: Known, problems: Problems, name: str) -> None:
    if place not in known.names:
        column = place.split(".")[-1]
        same = [one for one in known.names if column and one.split(".")[-1] == column]
        near = same or difflib.get_close_matches(place, known.names, n=1, cutoff=ALIKE)
        remedy = (
            f"是不是 {{{{{near[0]}}}}}？"
            if near
            else "可以写：" + "、".join(f"{{{{{one}}}}}" for one in known.names)
        )
        problems.error(name, f"不认识“{{{{{place[:40]}}}}}”", remedy, code="unknown-place")
    elif "." in place and not in_row:
        problems.error(
            name,
            f"“{{{{{place}}}}}”是清单，要写在表格的一行里",
            "有几条，这一行就重复几遍",
            code="list-outside-row",
        )


def _check_columns(table: Any, known: Known, problems: Problems, name: str) -> None:
    """A column that becomes several needs the place of its headings."""
    there = set(PLACE.findall(text_of(table)))
    for place, head in known.spreads.items():
        if place in there and head not in there:
            problems.error(
                name,
                f"“{{{{{place}}}}}”这一列没有表头",
                f"请在同一列上面的表头里写 {{{{{head}}}}}，有几项就变成几列",
                code="no-column-head",
            )


def text_of(element: Any) -> str:
    """The text below an element as it is read, whatever runs Word has cut it into."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return content.getvalue()
