"""表单: what is missing or can't be read is said in a sentence that names the blank."""

from __future__ import annotations

from typing import Any

from django import forms

UNREAD = {
    forms.DateField: "“{}”请写成 2026-12-31 这样的日期。",
    forms.IntegerField: "“{}”请写整数。",
    forms.ChoiceField: "“{}”里没有“%(value)s”，请从给出的里面选一种。",
}


class Form(forms.Form):
    """A form whose faults name the blank they are about."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.error_messages = {**field.error_messages, **_faults(field)}


def _faults(field: forms.Field) -> dict[str, str]:
    """What is said of one field; %(limit_value)d is filled in by Django."""
    name = str(field.label).replace("%", "%%")
    verb = "选" if isinstance(field, forms.ChoiceField | forms.FileField) else "填写"
    found = {
        "required": f"请{verb}“{name}”。",
        "min_value": f"“{name}”最少是 %(limit_value)s。",
        "max_value": f"“{name}”最多是 %(limit_value)s。",
        "max_length": f"“{name}”太长了，最多 %(limit_value)d 个字。",
    }
    for kind, sentence in UNREAD.items():
        if isinstance(field, kind):
            found["invalid" if kind is not forms.ChoiceField else "invalid_choice"] = sentence.format(name)  # fmt: skip
    return found
