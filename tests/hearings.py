"""A small county whose air is scored on the spot: a direct-score indicator, four counties, five slips each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from baton.desk import folders
from baton.domain.accounts.models import Person
from baton.domain.hearings import services
from baton.domain.hearings.models import Appearance, Hearing
from baton.domain.hearings.setups import Setup
from baton.domain.orgs.models import Unit
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from tests import stories
from tests.stories import AT

DIRECT = """    F3:
      名称: 现场评议
      评分办法: 由到会代表现场评分。
      分值: 20
      方法: 直接评分
      数据: 现场评议得分
      牵头: 市委督查室
"""


def open_round(folder: Path, by: Person) -> Round:
    """The story's round with an indicator of 20 points that is scored directly."""
    book = stories.RULEBOOK.replace("    加分:\n", f"{DIRECT}    加分:\n").replace(
        "总分:\n  名称", "  现场评议得分: {单位: 分, 不小于: 0, 不大于: 20}\n总分:\n  名称"
    )
    stories.office(folder)
    (folder / "规则书.yaml").write_text(book, encoding="utf-8")
    found, facts = folders.read_folder(
        folder / "规则书.yaml", folder, as_of="全年", on="2026-12-31"
    )
    scheme, version = folders.found_scheme(book=found, facts=facts, year=2026, by=by, at=AT)
    return rounds.open_round(
        scheme=scheme, version=version, name="2026年终考核", kind="year_end", as_of="全年", on=date(2026, 12, 31),
        by=by, at=AT,
    )  # fmt: skip


def held(round: Round, by: Person, units: str = "ABCD", **said: Any) -> Hearing:
    """A session of five slips between 60 and 100 whose result is turned into 20 points."""
    given = {
        "expected": 5,
        "lowest": "60",
        "full": "20",
        "name": "县市区现场评议",
        "place": "市会议中心",
    }
    setup = Setup(held_on=date(2027, 1, 12), indicator="F3", item="现场评议得分", **(given | said))
    found = {unit.code: unit for unit in Unit.objects.filter(code__in=units)}
    return services.open_hearing(
        round=round, setup=setup, units=[found[code] for code in units], by=by, at=AT
    )


def at_place(hearing: Hearing, position: int) -> Appearance:
    """The unit in this place, as it is now."""
    return hearing.appearances.get(position=position)
