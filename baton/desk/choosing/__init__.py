"""换一种计分方法: from the sentence of a scheme table to a method, its blanks filled in, and the rule as it is written."""

from baton.desk.choosing.blanks import Blank, blanks_of, in_steps, present, written
from baton.desk.choosing.caps import Quoted, caps_told
from baton.desk.choosing.guesses import likely
from baton.desk.choosing.numbers import filled, of_target, told, unit_of
from baton.desk.choosing.shelves import ELSEWHERE, SHELVES

__all__ = [
    "ELSEWHERE",
    "SHELVES",
    "Blank",
    "Quoted",
    "blanks_of",
    "caps_told",
    "filled",
    "in_steps",
    "likely",
    "of_target",
    "present",
    "told",
    "unit_of",
    "written",
]
