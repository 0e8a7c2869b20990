"""A sheet as a Word file. The few parts such a file needs are written as they are: a city has hundreds of sheets."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from baton.documents.papers.sheet import (
    BODY,
    BODY_SIZE,
    HEI,
    KAI,
    LATIN,
    NARROWER,
    SONG,
    TITLE,
    Ruled,
    Said,
    Sheet,
    spans,
)
from baton.documents.text_changes import ADDED, SAME, STRUCK

DAY = (1980, 1, 1, 0, 0, 0)  # the same sheet is the same file
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINKS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SMALL = 9.0  # letters below have less air between the rows, and none between Chinese and Latin ones
CLOSER = '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
TWIPS, POINT = 56.6929, 20  # twentieths of a point in a millimetre, in a point
PARTS = {
    "styles": "styles",
    "fontTable": "fontTable",
    "settings": "settings",
    "footer1": "footer",
    "footer2": "footer",
}
STAND_INS = {BODY: "仿宋", KAI: "楷体", TITLE: "华文中宋", HEI: "SimHei", SONG: "SimSun"}
RED = "B00000"
STRIKE, UNDERLINE = "<w:strike/>", '<w:u w:val="single"/>'
MARKS = {SAME: "", STRUCK: STRIKE, ADDED: UNDERLINE}
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def written(sheet: Sheet) -> bytes:
    """The bytes of the file."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in _parts(sheet).items():
            file.writestr(zipfile.ZipInfo(name, DAY), HEAD + text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _parts(sheet: Sheet) -> dict[str, str]:
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _links({"officeDocument": "word/document.xml"}, core="docProps/core.xml"),
        "docProps/core.xml": _core(sheet),
        "word/document.xml": _document(sheet),
        "word/_rels/document.xml.rels": _links({name: f"{name}.xml" for name in PARTS}),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(sheet),
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer(sheet, "right"),
        "word/footer2.xml": _footer(sheet, "left"),
    }


@cache
def _types() -> str:
    over = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}{kind}+xml"/>'
        for name, kind in PARTS.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{KIND}document.main+xml"/>{over}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _links(targets: dict[str, str], core: str = "") -> str:
    found = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}{name.rstrip("12")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    if core:
        kind = f"{PACKAGE}relationships/metadata/core-properties"
        found += f'<Relationship Id="core" Type="{kind}" Target="{core}"/>'
    return f'<Relationships xmlns="{PACKAGE}relationships">{found}</Relationships>'


def _core(sheet: Sheet) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(sheet.title_of_file)}</dc:title><dc:description>{escape(sheet.receipt)}</dc:description>"
        "</cp:coreProperties>"
    )


@cache
def _styles() -> str:
    return (
        f"<w:styles {WORD}><w:docDefaults><w:rPrDefault><w:rPr>{_font(BODY)}{_size(BODY_SIZE)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>'
        "</w:styles>"
    )


@cache
def _fonts() -> str:
    """What stands in for an official font on a computer that lacks it."""
    named = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in STAND_INS.items()
    )  # fmt: skip
    return f"<w:fonts {WORD}>{named}</w:fonts>"


def _settings(sheet: Sheet) -> str:
    sides = "<w:evenAndOddHeaders/>" if sheet.is_numbered else ""
    return (
        f'<w:settings {WORD}>{sides}<w:characterSpacingControl w:val="compressPunctuation"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _footer(sheet: Sheet, side: str) -> str:
    if sheet.is_numbered:
        inner = _run("— ", SONG, 14) + _field("PAGE", SONG, 14) + _run(" —", SONG, 14)
        shape = f'<w:ind w:left="280" w:right="280"/><w:jc w:val="{side}"/>'
    elif sheet.footer:
        inner = (
            _run(sheet.footer + "　第 ", BODY, 9) + _field("PAGE", BODY, 9) + _run(" 页，共 ", BODY, 9)
            + _field("NUMPAGES", BODY, 9) + _run(" 页", BODY, 9)
        )  # fmt: skip
        shape = '<w:jc w:val="right"/>'
    else:
        inner = shape = ""
    return f"<w:ftr {WORD}><w:p><w:pPr>{shape}</w:pPr>{inner}</w:p></w:ftr>"


def _document(sheet: Sheet) -> str:
    body = "".join(
        _paragraph(block) if isinstance(block, Said) else _table(block) for block in sheet.blocks
    )
    if not sheet.blocks or isinstance(sheet.blocks[-1], Ruled):
        body += '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
    return f"<w:document {WORD} {LINKS}><w:body>{body}{_section(sheet)}</w:body></w:document>"


def _section(sheet: Sheet) -> str:
    wide, high = (round(side * TWIPS) for side in sheet.page)
    top, bottom, left, right = (round(margin * TWIPS) for margin in sheet.margins)
    turned = ' w:orient="landscape"' if sheet.is_lying else ""
    foot = round((25 if sheet.is_numbered else 10) * TWIPS)
    feet = '<w:footerReference w:type="default" r:id="footer1"/><w:footerReference w:type="even" r:id="footer2"/>'
    return (
        f"<w:sectPr>{feet if sheet.footer or sheet.is_numbered else ''}"
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="{foot}" w:gutter="0"/>'
        "</w:sectPr>"
    )


def _paragraph(said: Said) -> str:
    shape = "<w:keepNext/>" * said.next + "<w:pageBreakBefore/>" * said.breaks
    shape += (
        f'<w:spacing w:before="{round(said.before * POINT)}" w:after="{round(said.after * POINT)}" '
        f'w:line="{round(said.line * POINT)}" w:lineRule="exact"/>'
    )
    if said.indent or said.inset:
        first = f' w:firstLineChars="200" w:firstLine="{round(said.size * 2 * POINT)}"'
        right = f' w:right="{round(said.inset * said.size * POINT)}"' if said.inset else ""
        shape += f"<w:ind{right}{first if said.indent else ''}/>"
    shape += f'<w:jc w:val="{said.align or "both"}"/>{_shape(said.font, said.size)}'
    lead = _run(said.lead, HEI, said.size) if said.lead else ""
    return f"<w:p><w:pPr>{shape}</w:pPr>{lead}{_run(said.text, said.font, said.size)}</w:p>"


def _table(ruled: Ruled) -> str:
    widths = [round(width * TWIPS) for width in ruled.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    covered = spans(ruled)
    rows = "".join(
        _row(cells, widths, ruled, covered[number], number, is_head=ruled.has_head and number == 0)
        for number, cells in enumerate(ruled.lines)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    cells: list[str], widths: list[int], ruled: Ruled, covered: list[int], number: int, *, is_head: bool
) -> str:  # fmt: skip
    """A row is not torn by the end of a page; a head is repeated."""
    shape = "<w:cantSplit/>"
    if ruled.tall:
        shape += f'<w:trHeight w:val="{round(ruled.tall * TWIPS)}" w:hRule="atLeast"/>'
    shape += "<w:tblHeader/>" * is_head
    found = []
    line, air = round(ruled.size * 1.25 * POINT), 30 if ruled.size >= SMALL else 14
    closer = "<w:keepNext/>" * (ruled.is_whole and number < len(ruled.lines) - 1)
    closer += CLOSER if ruled.is_close or (ruled.size < SMALL and not ruled.tall) else ""
    vertical = "top" if ruled.tall and not ruled.has_head else "center"
    font = HEI if is_head or number in ruled.strong else BODY
    for at, (text, width) in enumerate(zip(cells, widths, strict=True)):
        align = (
            "center" if is_head or at in ruled.down else "right" if at in ruled.right else "left"
        )
        merged = (
            '<w:vMerge w:val="restart"/>'
            if covered[at] > 1
            else ""
            if covered[at]
            else "<w:vMerge/>"
        )
        told = (ruled.marked.get(f"{number},{at}") or [("", text)]) if covered[at] else []
        found.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}<w:vAlign w:val="{vertical}"/></w:tcPr>'
            f'<w:p><w:pPr>{closer}<w:spacing w:before="{air}" w:after="{air}" w:line="{line}" w:lineRule="exact"/>'
            f'<w:jc w:val="{align}"/>{_shape(BODY, ruled.size)}</w:pPr>{"".join(_run(piece, font, ruled.size, MARKS[kind]) for kind, piece in told)}</w:p></w:tc>'
        )
    return f"<w:tr><w:trPr>{shape}</w:trPr>{''.join(found)}</w:tr>"


def _run(text: str, font: str, size: float, mark: str = "") -> str:
    if not text:
        return ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{_shape(font, size, mark)}{lines}</w:r>"


def _field(name: str, font: str, size: float) -> str:
    """What Word counts itself, such as the number of the page."""
    return f'<w:fldSimple w:instr="{name}">{_run("1", font, size)}</w:fldSimple>'


@cache
def _shape(font: str, size: float, mark: str = "") -> str:
    closer = f'<w:spacing w:val="-{round(NARROWER * POINT)}"/>' if size == BODY_SIZE else ""
    struck, line = mark if mark == STRIKE else "", mark if mark == UNDERLINE else ""
    red = f'<w:color w:val="{RED}"/>' if mark else ""
    return f"<w:rPr>{_font(font)}{struck}{red}{closer}{_size(size)}{line}</w:rPr>"


def _font(font: str) -> str:
    """The Chinese font; Latin letters in Times New Roman."""
    return (
        f"<w:rFonts w:ascii={quoteattr(LATIN)} w:hAnsi={quoteattr(LATIN)} w:eastAsia={quoteattr(font)} "
        f'w:cs={quoteattr(LATIN)} w:hint="eastAsia"/>'
    )


def _size(size: float) -> str:
    half = round(size * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
