"""选单位: a name typed, not looked for in a list of hundreds; names, numbers, aliases and what is nearly one are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from baton.documents.names import NameBook
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused

NEAR = 3


def labels(names: Mapping[str, str]) -> dict[str, str]:
    """How each unit is written where one is chosen: its name, with its number where two are called alike.

    >>> labels({"A": "王伟", "B": "王伟", "C": "临江县"})
    {'A': '王伟（A）', 'B': '王伟（B）', 'C': '临江县'}
    """
    often = Counter(names.values())
    return {code: name if often[name] == 1 else f"{name}（{code}）" for code, name in names.items()}


def code_of(written: str, names: Mapping[str, str], what: str = "单位") -> str:
    """The unit that was meant; Refused with the nearest ones where none is."""
    written = written.strip()
    if not written:
        raise Refused(f"请填写“{what}”。")
    said = labels(names)
    if written in names:
        return written
    if code := next((code for code, label in said.items() if label == written), ""):
        return code
    match = NameBook(names, orgs.aliases(), kind="单位").find(written)
    if match.id is None:
        near = "、".join(said.get(one, one) for one in match.candidates[:NEAR])
        raise Refused(f"名册里没有“{written}”" + (f"，是{near}吗？" if near else "，请核对名称。"))
    return match.id


class Suggested(forms.TextInput):
    """A field to type in, with the known names below it and a word beside each."""

    def __init__(self) -> None:
        super().__init__({"autocomplete": "off"})
        self.known: dict[str, str] = {}
        self.said: dict[str, str] = {}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field and its list; a number is shown as the name it stands for."""
        place = f"{name}-known"
        own = super().render(
            name, self.known.get(value, value), {**(attrs or {}), "list": place}, renderer
        )
        options = format_html_join(
            "", '<option value="{}">{}</option>', ((label, self.said.get(code, "")) for code, label in self.known.items())
        )  # fmt: skip
        return format_html('{}<datalist id="{}">{}</datalist>', own, place, options)


class WhoField(forms.CharField):
    """A unit or an official of the roster; its cleaned value is the number."""

    widget = Suggested

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, help_text="名称、编号或别名")
        self.names: dict[str, str] = {}

    def offer(self, names: Mapping[str, str], said: Mapping[str, str] | None = None) -> None:
        """Who can be chosen, and a word on each."""
        self.names = dict(names)
        self.widget.known, self.widget.said = labels(names), dict(said or {})

    def clean(self, value: Any) -> str:
        """The number of the one who was meant."""
        written = super().clean(value)
        try:
            return code_of(written, self.names, str(self.label))
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused
