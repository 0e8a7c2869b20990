"""How a session is held: what is set up, whether it can be held so, and whose turn it is to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from baton.domain.accounts import policies as people
from baton.domain.accounts.models import Person
from baton.domain.hearings import policies
from baton.domain.hearings.models import Hearing
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.scoring.canonical import DECIMAL

LONGEST = {"name": 60, "place": 60}
WORDS = {"name": "名称", "place": "地点"}
LONGEST_WHY = 200


@dataclass(frozen=True)
class Setup:
    """What a session is held by; the fields of the same names."""

    name: str
    held_on: date
    indicator: str
    item: str
    expected: int
    lowest: str = "0"
    highest: str = "100"
    step: str = "0.1"
    drop_high: int = 1
    drop_low: int = 1
    decimals: int = 2
    full: str = ""
    place: str = ""
    order: str = Hearing.Order.OFFICIAL.value
    is_sealed: bool = True


def turn_of(hearing: Hearing, by: Person) -> Hearing:
    """The session as it is now, for this clerk alone until the end of the transaction."""
    people.check_clerk(by)  # takes the turn before anything is locked
    return (
        Hearing.objects.select_for_update(of=("self",))
        .select_related("round__scheme")
        .get(pk=hearing.pk)
    )


def check_setup(hearing: Hearing, units: Sequence[Unit]) -> None:
    """Whether the rules can be held."""
    if not hearing.name.strip():
        raise Refused("请给这一场起个名称，例如“县市区现场评议”。")
    for name, most in LONGEST.items():
        if len(getattr(hearing, name)) > most:
            raise Refused(f"{WORDS[name]}最多 {most} 个字。")
    check_free_name(hearing)
    if not units or len(set(units)) != len(units):
        raise Refused("没有出场单位，或有单位写了两次。")
    if not 1 <= hearing.expected <= policies.MOST_SLIPS:
        raise Refused(f"应收票数要在 1 到 {policies.MOST_SLIPS} 之间。")
    if not 0 <= hearing.decimals <= 4:
        raise Refused("平均分的小数位要在 0 到 4 之间。")
    if hearing.drop_high + hearing.drop_low >= hearing.expected:
        raise Refused(f"应收 {hearing.expected} 票，去掉的最高分、最低分合起来要比它少。")
    _check_bounds(hearing)


def check_free_name(hearing: Hearing) -> None:
    """No two sessions of a round bear one name; one that was cancelled gives it free."""
    others = Hearing.objects.filter(round=hearing.round, name=hearing.name).exclude(pk=hearing.pk)
    if others.exclude(state=Hearing.State.CANCELLED).exists():
        raise Refused(f"这一轮已经有一场叫“{hearing.name}”，请换个名称。")


def _check_bounds(hearing: Hearing) -> None:
    for name, word in (("lowest", "最低分"), ("highest", "最高分"), ("step", "间隔")):
        text = getattr(hearing, name)
        if not DECIMAL.fullmatch(text) or text.startswith("-"):
            raise Refused(f"{word}“{text}”不是可用的数，请写成 60 或 0.5 这样。")
    low, high, step = (Fraction(getattr(hearing, name)) for name in ("lowest", "highest", "step"))
    if low >= high:
        raise Refused(f"最低分 {hearing.lowest} 不比最高分 {hearing.highest} 低。")
    if not step or ((high - low) / step).denominator != 1:
        raise Refused(
            f"从 {hearing.lowest} 分起每 {hearing.step} 分一档，到不了 {hearing.highest} 分。"
        )


def check_why(why: str, word: str) -> None:
    if not why.strip():
        raise Refused(f"请写明{word}。")
    if len(why) > LONGEST_WHY:
        raise Refused(f"理由最多 {LONGEST_WHY} 个字。")
