"""本组的叫法: a name that has its group in brackets, as another group has the same, is told plainly in a paper of one group."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from baton.documents.scheme_table.trees import reached, roots_of
from baton.punctuation import full_width

Content = TypeVar("Content")
BEHIND = re.compile(r"[(（]([^()（）]+?)等?[)）]\d*$")


def plain_names(book: Mapping[str, Any], group: str) -> dict[str, str]:
    """Names of a group's parts, indicators and figures that carry a group, with the name by which the group knows them.

    信访工作(县市区) is 信访工作 unless the group has another of that name. Each stands with both widths of its brackets.
    """
    groups = {one["group"] for one in book["groups"]}
    codes = reached(dict(book), roots_of(dict(book), [group]))
    own = [one for table in ("nodes", "items") for one in book[table] if one["code"] in codes]
    bare = {str(one["name"]): _bare(str(one["name"]), groups) for one in own}
    count = Counter(bare.values())
    found = {}
    for name, plain in bare.items():
        if plain != name and count[plain] == 1:
            found[name] = found[full_width(name)] = plain
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def plainly(content: Content, names: Mapping[str, str]) -> Content:
    """The same content of a paper, in all of whose texts the names stand plainly."""
    return _plainly(content, names) if names else content


def _bare(name: str, groups: set[str]) -> str:
    behind = BEHIND.search(name)
    return name[: behind.start()] if behind and behind[1] in groups else name


def _plainly(one: Any, names: Mapping[str, str]) -> Any:
    if isinstance(one, str):
        for name, plain in names.items():
            one = one.replace(name, plain)
        return one
    if isinstance(one, (list, tuple)):
        return type(one)(_plainly(entry, names) for entry in one)
    if is_dataclass(one) and not isinstance(one, type):
        own = {
            field.name: _plainly(getattr(one, field.name), names)
            for field in fields(one)
            if field.init
        }
        return replace(one, **own)
    return one
