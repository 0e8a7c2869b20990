"""台上的县市区: a session of on-site scoring that is half over, sealed, with what was written down in the year beside it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from baton.desk.live.setting_up import Wanted, chosen, units_of
from baton.domain.accounts.models import Person
from baton.domain.hearings import services, slip_services
from baton.domain.hearings.models import Hearing
from baton.domain.hearings.setups import Setup
from baton.domain.progress import services as progress
from baton.domain.progress.services import Fact
from baton.domain.rounds.models import Round

INDICATOR, GROUP, RATERS = "XP1", "县市区", 21
RECORDS = (  # how many months before, what, from whom
    (9, "基层党建述职评议整改 7 项，全部销号", "市委组织部"),
    (6, "党员活动阵地抽查 12 处，1 处没有台账", "市委督查室"),
    (2, "乡镇党委换届后班子谈心谈话记录齐全", "市委组织部"),
)


def hold(round: Round, *, by: Person, at: datetime) -> Hearing:
    """Two units scored by all, the third on the stage with a part of its slips; nothing of it counts yet."""
    choice = chosen(round, INDICATOR)
    units = units_of(round, choice, Wanted([GROUP]), Hearing.Order.OFFICIAL, lambda units: None)
    setup = Setup(
        name="县市区党建工作现场评议", held_on=at.date(), place="市会议中心三楼", indicator=choice.code, item=choice.item,
        expected=RATERS, lowest="80",
    )  # fmt: skip
    hearing = services.open_hearing(round=round, setup=setup, units=units, by=by, at=at)
    for position, slips in ((1, RATERS), (2, RATERS), (3, 8)):
        services.call(hearing=hearing, position=position, by=by, at=at)
        scores = [f"{86 + (number * 7 + position * 3) % 13}.5" for number in range(slips)]
        one = hearing.appearances.get(position=position)
        slip_services.key(appearance=one, scores=scores, edits=0, by=by, at=at)
    facts = [
        Fact(unit, _before(at, months + place % 2), said, INDICATOR, source)
        for place, unit in enumerate(units)
        for months, said, source in RECORDS[: 1 + place % len(RECORDS)]
    ]
    progress.record(scheme=round.scheme, facts=facts, by=by, at=at)
    return hearing


def _before(at: datetime, months: int) -> date:
    return (at - timedelta(days=30 * months)).date()
