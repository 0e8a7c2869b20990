"""写 YAML: maps, lists and text laid out so that a person reads them and every reader reads them the same way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

WIDEST = 100
_LETTERS = r"[\w(〔《“%+./·、()〕》”。;!?—…-]+"
_PLAIN = re.compile(f"{_LETTERS}(?: {_LETTERS})*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text that must stand in quotes, because without them it would be a word of the rule book's language."""

    text: str


Tree = dict[Any, Any] | list[Any] | str | Quoted


def emit(tree: dict[Any, Any]) -> str:
    """The YAML text of a tree of maps, lists and texts."""
    lines: list[str] = []
    _map(tree, 0, lines)
    return "\n".join(lines) + "\n"


def scalar(value: str | Quoted) -> str:
    """A text plain where that is safe, in double quotes where not."""
    text = value.text if isinstance(value, Quoted) else value
    if isinstance(value, str) and _is_safe(text):
        return text
    return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'


def _is_safe(text: str) -> bool:
    return (
        bool(_PLAIN.fullmatch(text)) and text[0] not in "-?%.!" and text != "=" and len(text) < 500
    )


def _flow(tree: Tree) -> str:
    if isinstance(tree, dict):
        inner = ", ".join(f"{scalar(key)}: {_flow(value)}" for key, value in tree.items())
        return "{" + inner + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(_flow(value) for value in tree) + "]"
    return scalar(tree)


def _map(tree: dict[Any, Any], indent: int, lines: list[str]) -> None:
    for key, value in tree.items():
        head = " " * indent + scalar(key) + ":"
        _value(head, value, indent, lines)


def _value(head: str, value: Tree, indent: int, lines: list[str]) -> None:
    if not isinstance(value, dict | list) or not value or _fits(head, value):
        lines.append(f"{head} {_flow(value)}")
    elif isinstance(value, dict):
        lines.append(head)
        _map(value, indent + 2, lines)
    else:
        lines.append(head)
        for entry in value:
            if isinstance(entry, dict) and not _fits(" " * (indent + 4), entry):
                _dashed(entry, indent + 2, lines)
            else:
                lines.append(" " * (indent + 2) + "- " + _flow(entry))


def _dashed(entry: dict[Any, Any], indent: int, lines: list[str]) -> None:
    start = len(lines)
    _map(entry, indent + 2, lines)
    lines[start] = " " * indent + "- " + lines[start][indent + 2 :]


def _fits(head: str, value: Tree) -> bool:
    """Whether a small map or list reads better on one line."""
    if isinstance(value, dict) and any(isinstance(v, dict) and v for v in value.values()):
        return False
    return len(head) + len(_flow(value)) <= WIDEST and _small(value)


def _small(value: Tree) -> bool:
    return not isinstance(value, dict) or len(value) <= 6
