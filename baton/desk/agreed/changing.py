"""改一项目标: what a clerk typed about one unit's indicator becomes lines of the agreement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from baton.desk.agreed.tasks import EVERYONE, NO_TASK, Agreed, Field, Indicator
from baton.documents.agreement_tables import HAS_TASK, TASK
from baton.documents.numbers import read_number
from baton.domain.refusals import Refused
from baton.domain.targets.services import Line
from baton.scoring.facts import EVERYBODY

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
HAS, NONE, OUT = "has", "none", "out"
BY_HAND, HAS_WORD = "考核办改", "有"


@dataclass(frozen=True)
class Chosen:
    """A unit's indicator as it stands: its fields, and whether the agreement says that there is no such task."""

    subject: str
    name: str
    indicator: Indicator
    fields: tuple[Field, ...]

    @property
    def has_none(self) -> bool:
        return any(one.is_said and one.value is None for one in self.fields)

    @property
    def may_leave(self) -> bool:
        """Whether the unit can be left out of whom the agreement lists."""
        return self.indicator.is_free and not self.is_everybody

    @property
    def is_everybody(self) -> bool:
        return self.subject == EVERYBODY


def chosen(agreed: Agreed, subject: str, code: str) -> Chosen | None:
    """A unit (`*`: everybody) and an indicator it may have; None: no such pair."""
    indicator = agreed.of(code)
    if indicator is None or not indicator.fields:
        return None
    if subject == EVERYBODY and not indicator.is_weight:
        common = agreed.common.get(code, {})
        fields = tuple(
            Field(name, common.get(name), is_said=name in common, is_day=indicator.days.get(name, False))
            for name in indicator.fields if name != TASK
        )  # fmt: skip
        if not fields:
            return None
        return Chosen(subject, EVERYONE, indicator, fields)
    task = agreed.task(subject, code)
    if task is not None:
        return Chosen(subject, task.name, indicator, task.fields)
    if subject not in indicator.open_to:
        return None
    empty = tuple(Field(name, is_day=day, is_optional=True) for name, day in indicator.days.items())
    return Chosen(subject, agreed.units.get(subject, subject), indicator, empty)


def lines_of(task: Chosen, typed: Mapping[str, str], state: str) -> list[Line]:
    """What differs from now, as lines; Refused says what is wrong. typed: field → text; a blank one is withdrawn."""
    if state not in (HAS, NONE, OUT) or (state == OUT and not task.may_leave):
        raise Refused("请选有没有这项任务。")
    own = [one for one in task.fields if not one.is_common]
    if state == OUT:
        return [_line(task, one.name, None, is_withdrawn=True) for one in own if one.is_said]
    if state == NONE:
        if task.is_everybody:
            raise Refused("无此任务要一个单位一个单位地写，不能写给各单位。")
        first = next(iter(task.fields))
        return [] if task.has_none else [_line(task, first.name, None)]
    found = []
    for one in task.fields:
        if one.is_task:
            if one.value is None:
                found.append(_line(task, TASK, HAS_TASK))
            continue
        text = typed.get(one.name, "").strip()
        if text:
            value = _value(one, text)
            if value != one.value:
                found.append(_line(task, one.name, value))
        elif one in own and one.is_said:
            found.append(_line(task, one.name, None, is_withdrawn=True))
    return found


def _line(task: Chosen, name: str, value: str | None, *, is_withdrawn: bool = False) -> Line:
    return Line(task.subject, task.indicator.code, name, value, BY_HAND, is_withdrawn)


def _value(one: Field, text: str) -> str:
    if one.is_day:
        if not DAY.fullmatch(text) or not _is_day(text):
            raise Refused(f"“{one.name}”要填日期，“{text[:40]}”不是，请写成 2026-10-31。")
        return text
    reading = read_number(text)
    if reading.text is None:
        raise Refused(
            f"“{one.name}”要填数，“{text[:40]}”不是数。{reading.remedy or '请写成数，如 86.4'}"
        )
    return reading.text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def said(value: str | None, *, field: str = "", is_withdrawn: bool = False) -> str:
    """What a cell says, in words."""
    if field == TASK and value == HAS_TASK and not is_withdrawn:
        return HAS_WORD
    return "空着" if is_withdrawn or value == "" else NO_TASK if value is None else value
