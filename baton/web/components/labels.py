"""字段叫什么: how the form that was sent called each of its fields, when the form itself can't be shown again.

Who is signed out sees no page of the office, so names are looked up where the forms are written: in the template whose
form goes to this address, then in those of the same page, then in any, where all say the same.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.forms import BaseForm
from django.http import HttpRequest

TEMPLATES = Path(__file__).parent.parent / "templates"
SAYS = "label:"  # before the name of a field whose form sends its label along
FORM = re.compile(r"<form\b[^>]*>.*?(?=<form\b|\Z)", re.S)
ACTION = re.compile(r"<form\b[^>]*?\baction=\"\{% url '([\w:]+)'")
LABEL = re.compile(r'<label[^>]*\bfor="([^"]+)"[^>]*>(.*?)</label>', re.S)
FIELD = re.compile(r"<(?:input|textarea|select)\b((?:\{%.*?%\}|\{\{.*?\}\}|[^>])*)>", re.S)
NAME, ID, ARIA = (re.compile(rf'\b{one}="([^"]*)"') for one in ("name", "id", "aria-label"))
ELSE = re.compile(r"\{% (?:else|elif)\b(?:(?!\{% if\b).)*?\{% endif %\}", re.S)
SIGNS = re.compile(r"\{[{%].*?[}%]\}|<[^>]+>", re.S)
NUMBERED = re.compile(r"第\s*行\s*")
USED = re.compile(r'"(\w+/\w+\.html)"')
CHINESE = re.compile(r"[㐀-鿿]")
NOBODY = "填的内容"


class _Field(NamedTuple):
    """One field as a template has it.

    name: a pattern where part of it is filled in. route: to which its form goes. beside: all names of its form.
    """

    name: re.Pattern[str]
    label: str
    template: str
    route: str
    beside: frozenset[str]


def labels_of(request: HttpRequest, names: list[str]) -> list[str]:
    """The label of each of these fields, each once: those of several fields alike are numbered."""
    match = request.resolver_match
    route = match.view_name if match else ""
    module = sys.modules.get(getattr(match.func, "__module__", "")) if match else None
    used = set(USED.findall(inspect.getsource(module))) if module else set()
    forms = [one for one in vars(module).values() if inspect.isclass(one) and issubclass(one, BaseForm)] if module else []  # fmt: skip
    found = [_label(request, name, route, used, forms) for name in names]
    count: dict[str, int] = defaultdict(int)
    told = []
    for label in found:
        count[label] += 1
        told.append(f"{label} {count[label]}" if found.count(label) > 1 else label)
    return told


def _label(request: HttpRequest, name: str, route: str, used: set[str], forms: list[type[BaseForm]]) -> str:  # fmt: skip
    if said := request.POST.get(SAYS + name, "").strip():
        return said
    known = [one for one in _fields() if one.name.fullmatch(name)]
    near = [one for one in known if one.route == route and route] or [one for one in known if one.template in used]  # fmt: skip
    sent = set(request.POST)
    said_by = [(len(sent & one.beside), one.label) for one in near]
    said_by += [
        (len(sent & set(fields)), str(fields[name].label))
        for form in forms
        if name in (fields := getattr(form, "base_fields", {})) and fields[name].label
    ]
    if said_by:
        return max(said_by, key=lambda one: one[0])[1]
    if len({one.label for one in known}) == 1:
        return known[0].label
    return name if CHINESE.search(name) else NOBODY


@cache
def _fields() -> list[_Field]:
    """Every field with a label in any template."""
    return [
        field
        for path in sorted(TEMPLATES.rglob("*.html"))
        for field in _fields_of(path.read_text("utf-8"), path.relative_to(TEMPLATES).as_posix())
    ]


def _fields_of(text: str, template: str) -> Iterator[_Field]:
    labels = {key: label for key, written in LABEL.findall(text) if (label := _plain(written))}
    first = text.find("<form")
    parts = [text[: first if first >= 0 else len(text)], *FORM.findall(text)]
    for part in parts:
        action = ACTION.match(part)
        beside = frozenset(NAME.findall(part))
        for written in FIELD.findall(part):
            name, key, aria = (pattern.search(written) for pattern in (NAME, ID, ARIA))
            label = (labels.get(key[1], "") if key else "") or (_plain(aria[1]) if aria else "")
            if name and label and SIGNS.sub("", name[1]):
                pattern = ".+".join(re.escape(one) for one in SIGNS.split(name[1]))
                yield _Field(
                    re.compile(pattern), label, template, action[1] if action else "", beside
                )


def _plain(written: str) -> str:
    """A label without what is filled in."""
    bare = SIGNS.sub("", ELSE.sub("", written))
    return NUMBERED.sub("", " ".join(bare.split()))
