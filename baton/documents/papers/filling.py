"""把数填进模板: each named place gets its text once; what is filled in is never looked at again."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from baton.documents.papers.putting import put
from baton.documents.papers.spreading import Spread, spread
from baton.documents.papers.template import BODY, PLACE, TEXTS, W, packed, parts_of, text_of

Row = Mapping[str, str]
LEFT_OUT = frozenset(
    {"全省位次", "更正", "附注"}
)  # a line that only names one of these and has nothing to say goes


@dataclass(frozen=True)
class Places:
    """What fills one copy of a template. spreads: columns of a table that become several, by the place in their list's row."""

    values: Mapping[str, str]
    lists: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    spreads: Mapping[str, Spread] = field(default_factory=dict)


def fill(template: bytes, pages: Sequence[Places]) -> bytes:
    """The template, once for each of `pages`, each beginning a page; header and footer are those of the first."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    parts = parts_of(template)
    pages = pages or [Places({})]
    for name in [one for one in parts if TEXTS.fullmatch(one)]:
        tree = parse_xml(parts[name])
        if name == BODY:
            _repeat(tree[0], pages)
        else:
            _fill(tree, pages[0])
        parts[name] = serialize_part_xml(tree)
    return packed(parts)


def _repeat(body: Any, pages: Sequence[Places]) -> None:
    """Copies of everything in the body but its last section, one behind the other."""
    blocks = [block for block in body if block.tag != f"{W}sectPr"]
    originals = [copy.deepcopy(block) for block in blocks]
    for block in blocks:
        body.remove(block)
    for number, page in enumerate(pages):
        copies = [copy.deepcopy(block) for block in originals]
        if number:
            for mark in ("bookmarkStart", "bookmarkEnd"):
                for block in copies:
                    for one in list(block.iter(f"{W}{mark}")):
                        if one.getparent() is not None:
                            one.getparent().remove(one)
            if copies and copies[0].tag == f"{W}p":
                _break(copies[0])
            else:
                copies.insert(0, _break(body.makeelement(f"{W}p")))
        for block in copies:
            body.insert(len(body) - _ends(body), block)
            _fill(block, page)


def _ends(body: Any) -> int:
    return int(len(body) > 0 and body[-1].tag == f"{W}sectPr")


def _break(paragraph: Any) -> Any:
    """Let a paragraph begin a page."""
    from docx.text.paragraph import Paragraph

    Paragraph(paragraph, None).paragraph_format.page_break_before = True  # type: ignore[arg-type]
    return paragraph


def _fill(element: Any, page: Places) -> None:
    """Columns that become several, rows of lists, then single places; a paragraph that is one place of several lines becomes several."""
    spread(element, page.spreads)
    for row in list(element.iter(f"{W}tr")):
        names = [name.split(".")[0] for name in PLACE.findall(text_of(row)) if "." in name]
        if names:
            _rows(row, names[0], page)
    for paragraph in _paragraphs(element):
        if _says_nothing(paragraph, page):
            paragraph.getparent().remove(paragraph)
            continue
        whole = PLACE.fullmatch(text_of(paragraph).strip())
        lines = page.values.get(whole[1], "").split("\n") if whole else []
        if len(lines) > 1 and paragraph.getparent() is not None:
            for line in lines[:-1]:
                before = copy.deepcopy(paragraph)
                paragraph.addprevious(before)
                put(before, {whole[1]: line} if whole else {})
            put(paragraph, {whole[1]: lines[-1]} if whole else {})
        else:
            put(paragraph, page.values)


def _says_nothing(paragraph: Any, page: Places) -> bool:
    """Whether a line of the text itself, not of a table, is a label in front of a place of which nothing is known."""
    text, parent = text_of(paragraph).strip(), paragraph.getparent()
    places = PLACE.findall(text)
    if len(places) != 1 or places[0] not in LEFT_OUT or page.values.get(places[0]):
        return False
    label = PLACE.sub("", text).strip("：: ")
    return label in ("", places[0]) and parent is not None and parent.tag == f"{W}body"


def _paragraphs(element: Any) -> list[Any]:
    return [one for one in element.iter(f"{W}p") if "{{" in text_of(one)]


def _rows(row: Any, name: str, page: Places) -> None:
    """A row for each line of the list; without any the row stays, empty."""
    lines = page.lists.get(name) or [{}]
    for line in lines:
        filled = copy.deepcopy(row)
        row.addprevious(filled)
        named = {f"{name}.{column}": text for column, text in line.items()}
        blank = {place: "" for place in PLACE.findall(text_of(row)) if place.startswith(f"{name}.")}
        for paragraph in _paragraphs(filled):
            put(paragraph, {**page.values, **blank, **named})
    row.getparent().remove(row)
