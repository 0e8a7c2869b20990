"""补上没写的: what a paper must not leave unsaid gets a line of its own in a template that has no place for it."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from typing import Any

from baton.documents.papers.template import BODY, PLACE, TEXTS, W, packed, parts_of, text_of

OPENING = "开头"  # behind it a paper says what it corrects


def with_places(
    template: bytes, first: Sequence[str], last: Sequence[str], own: Collection[str]
) -> bytes:
    """The template with a paragraph for each of these names that it writes nowhere.

    first: in front of the paper's content, behind its opening. last: behind the content. own: the names of the content;
    a paragraph looks like the one beside it.
    """
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    parts = parts_of(template)
    trees = {name: parse_xml(parts[name]) for name in parts if TEXTS.fullmatch(name)}
    written = {place for tree in trees.values() for one in tree.iter(f"{W}p") for place in PLACE.findall(text_of(one))}  # fmt: skip
    lacking = [name for name in (*first, *last) if name not in written]
    if not lacking:
        return template
    body = trees[BODY][0]
    for name in lacking:
        blocks = [block for block in body if _names(block) & set(own)]
        opening = [block for block in blocks if OPENING in _names(block)]
        if not blocks:
            body.insert(len(body) - int(len(body) > 0 and body[-1].tag == f"{W}sectPr"), _paragraph(body, name))  # fmt: skip
        elif name in last:
            blocks[-1].addnext(_paragraph(blocks[-1], name))
        elif opening:
            opening[-1].addnext(_paragraph(opening[-1], name))
        else:
            blocks[0].addprevious(_paragraph(blocks[0], name))
    parts[BODY] = serialize_part_xml(trees[BODY])
    return packed(parts)


def _names(block: Any) -> set[str]:
    """The places of a block, of a list its name."""
    found = [place for one in block.iter(f"{W}p") for place in PLACE.findall(text_of(one))]
    return {place.split(".")[0] for place in found}


def _paragraph(beside: Any, name: str) -> Any:
    """A paragraph with one place, in the form of the one beside it where that is a paragraph."""
    made, run, text = (beside.makeelement(f"{W}{tag}") for tag in ("p", "r", "t"))
    if beside.tag == f"{W}p":
        if (form := beside.find(f"{W}pPr")) is not None:
            made.append(copy.deepcopy(form))
        letters = next((one.find(f"{W}rPr") for one in beside.iter(f"{W}r")), None)
        if letters is not None:
            run.append(copy.deepcopy(letters))
    text.text = f"{{{{{name}}}}}"
    run.append(text)
    made.append(run)
    return made
