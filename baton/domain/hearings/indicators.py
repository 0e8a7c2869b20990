"""Which indicators take what is scored on the spot: those that are scored directly, by the round's rule book of today."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baton.domain.hearings.models import Hearing
from baton.domain.refusals import Refused
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.scoring.canonical import decimal_text, parse_decimal


@dataclass(frozen=True)
class Choice:
    """An indicator that takes a score as it is given; full: the most that it takes, empty where nobody says."""

    code: str
    name: str
    item: str
    full: str


def choices(round: Round) -> list[Choice]:
    """The indicators of a round's rule book that are scored directly, in its order."""
    book = rounds.book_of(round)
    data = {entry["code"]: entry for entry in book["data"]}
    return [_choice(item, data) for item in book["items"] if item["method"] == "direct" and len(item["data"]) == 1]  # fmt: skip


def choice_of(hearing: Hearing) -> Choice | None:
    """The indicator that takes this session's scores; None where none does any more."""
    found = [one for one in choices(hearing.round) if one.code == hearing.indicator]
    return next((one for one in found if one.item == hearing.item), None)


def check_takes(hearing: Hearing) -> None:
    """The rule book may have changed since: the indicator is still scored directly, up to what a unit can get here."""
    choice, number = choice_of(hearing), hearing.round.version.number
    rest = (
        "；不用了，这一场放着就行，原来记的分不动"
        if hearing.version
        else "；不用了，请把这一场取消"
    )
    if choice is None:
        raise Refused(
            f"“{hearing.round.name}”现在用的第 {number} 版里，{_name(hearing)}不再直接评分，现场打的分没有地方记，没有收结。"
            f"还要用这些分，请到“指标体系”把它选回直接评分、这一轮换用那一版，再来收结，票都留着{rest}。"
        )
    most = hearing.full or hearing.highest
    if choice.full and Fraction(most) > Fraction(choice.full):
        raise Refused(
            f"“{hearing.round.name}”现在用的第 {number} 版里，“{choice.name}”满分 {choice.full} 分，这一场最多能得 {most} 分，没有收结。"
            f"请到“指标体系”核对满分；确实改成了 {choice.full} 分，请照新的满分另开一场，再录这些票{rest}。"
        )


def _name(hearing: Hearing) -> str:
    items = schemes.book_of(hearing.round.version)["items"]
    named = (f"“{one['name']}”" for one in items if one["code"] == hearing.indicator)
    return next(named, "记分的那个指标已经没有了，")


def _choice(item: dict[str, Any], data: dict[str, Any]) -> Choice:
    (entry,) = item["data"].values()
    points = item["points"] if isinstance(item["points"], str) else ""
    limits = [data[entry["item"]]["max"], points if points.strip("0.") else ""]
    full = min(filter(None, limits), key=Fraction, default="")
    return Choice(item["code"], item["name"], entry["item"], decimal_text(*parse_decimal(full)) if full else "")  # fmt: skip
