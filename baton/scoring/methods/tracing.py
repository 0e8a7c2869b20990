"""What a method did to one cell, step by step, as an official would write it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from baton.scoring.canonical import decimal_text
from baton.scoring.columns import CARRY, Column, Rounding

MODES = {"half_up": "四舍五入", "down": "去尾", "up": "进一", "half_even": "四舍六入五成双"}

COMPARE_WORDS = {"ge": "不低于", "gt": "高于", "le": "不高于", "lt": "低于"}
STEP_WORDS = {
    "proportional": ("按比例算", "按比例扣"),
    "whole": ("不足 1 个的不算", "不足 1 个的不扣"),
    "started": ("不足 1 个的按 1 个算", "不足 1 个的按 1 个扣"),
}


class Step(NamedTuple):
    """One step: what it is called, the sentence with its figures, its result and how that was cut."""

    label: str
    text: str
    value: str = ""
    cut: str = ""


class Measured(NamedTuple):
    """A figure counted in the unit of one of the indicator's inputs; gaps of per cents are points."""

    value: Any
    input: str
    gap: bool = False


class Figure:
    """One number of the traced cell; its place in the sentence says how it is written.

    Nothing: as it is, with the unit of its input. ``%``: a ratio as a percentage. ``日``: a day number as
    a date. Anything else is a unit to put behind.

    >>> f"{Figure((939, 3)):%} {Figure((6, 0)):分} {Figure((864, 1), '%')}"
    '93.9% 6 分 86.4%'
    """

    def __init__(self, value: tuple[int, int] | str, unit: str = "") -> None:
        self.value = value
        self.unit = unit

    def __format__(self, how: str) -> str:
        if isinstance(self.value, str):
            return self.value
        number, places = self.value
        if how == "%":
            return decimal_text(number * 100, places) + "%"
        if how == DAY:
            return datetime.date.fromordinal(number).isoformat()
        return with_unit(decimal_text(number, places), how or self.unit)


CASE, DAY = "件", "日"
WORD = re.compile(r"[一-鿿]+")


class Trace:
    """Keeps the steps of one cell in the order in which the method took them."""

    def __init__(self, cell: int, units: Mapping[str, str] | None = None) -> None:
        self.cell = cell
        self.units = {**(units or {}), "%": "%"}
        self.steps: list[Step] = []
        self.halted = False

    def counted(self, name: str) -> str:
        """What the cases of an input are counted in: its own unit, such as 人 or 次; 件 where that says nothing."""
        unit = self.units.get(name, "")
        return unit if WORD.fullmatch(unit) and unit not in {DAY, "分"} else CASE

    def note(
        self,
        label: str,
        formula: str,
        result: Any,
        show: str,
        cut: Rounding | None,
        figures: Mapping[str, Any],
    ) -> None:
        """One step with this cell's figures in its formula, which may place ``{result}`` itself."""
        if self.halted:
            return
        shown = {name: self.figure(value) for name, value in figures.items()}
        found = self.figure(result)
        text = formula.format(**shown, result=found)
        if result is not None and "{result" not in formula:
            text += f" = {format(found, show)}"
        value = decimal_text(*found.value) if isinstance(found.value, tuple) else ""
        self.say(label, text, value, cut_text(cut, show) if cut else "")

    def say(self, label: str, text: str, value: str = "", cut: str = "") -> None:
        """One step whose sentence is already written."""
        if not self.halted:
            self.steps.append(Step(label, text, value, cut))

    def halt(self, label: str, text: str) -> None:
        """The last step: what follows does not concern this cell."""
        self.say(label, text)
        self.halted = True

    def figure(self, value: Any) -> Figure:
        """This cell's entry of a column, an array or a word."""
        unit = ""
        if isinstance(value, Measured):
            unit = self.units.get(value.input, "")
            value, unit = value.value, "个百分点" if value.gap and unit == "%" else unit
        if isinstance(value, Column):
            return Figure(value.ratio(self.cell), unit)
        if isinstance(value, np.ndarray):
            value = value.reshape(-1)[0 if value.size == 1 else self.cell]
            return Figure((int(value), 0) if isinstance(value, np.integer) else str(value), unit)
        return Figure("" if value is None else str(value))

    def holds(self, mask: Any) -> bool:
        """Whether a condition holds for this cell."""
        flat = np.reshape(mask, -1)
        return bool(flat[0 if flat.size == 1 else self.cell])


def with_unit(text: str, unit: str) -> str:
    """A number and its unit: per cent signs stand close, words stand apart.

    >>> with_unit("86.4", "%"), with_unit("12.5", "亿元"), with_unit("3", "")
    ('86.4%', '12.5 亿元', '3')
    """
    return text + unit if unit in {"", "%", "‰"} else f"{text} {unit}"


def cut_text(rounding: Rounding, show: str = "") -> str:
    """How a figure was cut, in words; percentages count their own places.

    >>> cut_text(Rounding(4), "%"), cut_text(Rounding(2, "down"))
    ('百分数保留 2 位小数,四舍五入', '保留 2 位小数,去尾')
    >>> cut_text(Rounding(10), "%")
    '除不尽的取 10 位小数,四舍五入'
    """
    places, mode = rounding.places, MODES[rounding.mode]
    if places == CARRY.places:
        return f"除不尽的取 {places} 位小数,{mode}"
    if show == "%" and places >= 2:
        return f"百分数保留 {places - 2} 位小数,{mode}"
    return f"保留 {places} 位小数,{mode}"
