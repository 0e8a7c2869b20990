"""What may be done with a session, and which score a slip may bear."""

from __future__ import annotations

from fractions import Fraction

from baton.domain.hearings.models import Appearance, Hearing
from baton.domain.hearings.states import TRANSITIONS
from baton.domain.refusals import Refused
from baton.domain.rounds.policies import check_running
from baton.scoring.canonical import DECIMAL, decimal_text, parse_decimal

State = Hearing.State
MOST_SLIPS = 2000


def check_open_round(hearing: Hearing) -> None:
    """A round that has ended takes nothing more."""
    check_running(hearing.round, "现场考评不能再改。")


def check_can_go(hearing: Hearing, state: str) -> None:
    """Whether the session can go where it is wanted."""
    check_open_round(hearing)
    if state not in TRANSITIONS[hearing.state]:
        raise Refused(f"《{hearing.name}》{State(hearing.state).label}，不能这样做。")


def check_not_cancelled(hearing: Hearing) -> None:
    if hearing.state == State.CANCELLED:
        raise Refused(f"《{hearing.name}》已经取消。还要办，请先点“重新举行”。")


def check_can_cancel(hearing: Hearing) -> None:
    """What was closed once has given figures; it can't be as if it had never been."""
    check_can_go(hearing, State.CANCELLED)
    if hearing.version:
        raise Refused(
            f"《{hearing.name}》收结过，得分已经记到指标上，不能取消。有票要更正的，改好再收结一次。"
        )


def check_can_key(hearing: Hearing) -> None:
    """Slips are keyed while the session runs."""
    check_open_round(hearing)
    check_not_cancelled(hearing)
    if hearing.state == State.CLOSED:
        raise Refused(f"《{hearing.name}》已经收结。还要改票，请先写明理由重新打开。")
    if hearing.state == State.READY:
        raise Refused(f"《{hearing.name}》还没有开始，请先请第一个单位上台。")


def check_can_revise(hearing: Hearing) -> None:
    """The rules of a session stand once the first slip has come."""
    check_open_round(hearing)
    check_not_cancelled(hearing)
    if hearing.state == State.CLOSED or hearing.version or any(one.came or one.absent_why for one in hearing.appearances.all()):  # fmt: skip
        raise Refused("已经录过票，评分办法和出场单位不能再改。")


def plain(score: str) -> str:
    """A score in its shortest form; what is no number stays as it is.

    >>> plain("92.50"), plain("9O")
    ('92.5', '9O')
    """
    return decimal_text(*parse_decimal(score)) if DECIMAL.fullmatch(score) else score


def check_score(score: str, hearing: Hearing) -> None:
    """A slip's score lies between the bounds and on a step."""
    if not DECIMAL.fullmatch(score):
        raise Refused(f"“{score}”不是分数，请写成 92.5 这样")
    value, least, step = Fraction(score), Fraction(hearing.lowest), Fraction(hearing.step)
    if value > Fraction(hearing.highest):
        raise Refused(f"“{score}”超过最高 {hearing.highest} 分，请看看票上是多少")
    if value < least:
        raise Refused(f"“{score}”低于最低 {hearing.lowest} 分，请看看票上是多少")
    if ((value - least) / step).denominator != 1:
        raise Refused(f"“{score}”不在间隔上：从 {hearing.lowest} 分起每 {hearing.step} 分一档，请看看票上是多少")  # fmt: skip


def check_room(appearance: Appearance, hearing: Hearing, more: int) -> None:
    """No more slips than were handed out."""
    over = appearance.came + more - hearing.expected
    if over > 0:
        said = f"应收 {hearing.expected} 票，已收 {appearance.came} 票，这次又有 {more} 票，多出 {over} 票，一票也没有记。"
        raise Refused(f"{said}请看看是不是录重了；确实多发了票，先改应收票数。")
