"""A county's office before the morning of a trial: run as a process of its own, it fills BATON_HOME."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

LAST_YEAR = ("名册.csv", "责任书.csv", "财政.csv", "空气.csv")


def furnish(home: Path, password: str) -> None:
    """A clerk, a round with two sheets (one waits), last year with two wrong cells, all computed."""
    from baton.cli.commands.office import set_up

    set_up()
    from baton.desk import computing
    from baton.domain.accounts import services as accounts
    from baton.domain.intake import services as intake
    from tests import stories

    at = stories.AT
    clerk = accounts.found(username="he", name="何科长", password=password, at=at - timedelta(1))
    stories.RULEBOOK += GRADES
    last_year(home / "last-year", clerk, at - timedelta(hours=9))
    round = stories.open_round(home / "papers-in", clerk)
    sheets = stories.owed(round, clerk)
    folder = home / "papers-in"
    _, air = stories.send(sheets["市生态环境局"], stories.AIR, folder, clerk)
    intake.accept(submission=air, by=clerk, at=at)
    stories.send(sheets["市财政局"], stories.MONEY, folder, clerk)
    computing.refresh_all(at=at)


def last_year(folder: Path, clerk, at) -> None:
    """Last year beside what was announced for it, in which two cells are wrong."""
    from baton.desk.reproducing import taking, years
    from baton.desk.reproducing.books import Table
    from baton.domain.files import services as files
    from baton.domain.files import store
    from tests import stories
    from tests.domain.test_reproducing import RIGHT

    folder.mkdir()
    wrong = RIGHT.replace("98.65,3", "98.56,3").replace("98.13,4", "98.13,3")
    told = (stories.ROSTER, stories.AGREEMENT, stories.MONEY, stories.AIR)
    for name, text in (
        *zip(LAST_YEAR, told, strict=True),
        ("规则书.yaml", stories.RULEBOOK.replace("2026", "2025")),
        ("公布.csv", wrong),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    facts = [(folder / name, name) for name in LAST_YEAR]
    read = years.read_year(2025, [Table(folder / "规则书.yaml")], facts, [folder / "公布.csv"])
    assert read.can_be_taken, [str(fault) for fault in read.faults]
    sha256, size = store.put([wrong.encode()])
    file = files.keep(
        sha256=sha256, size=size, name="公布.csv", media_type="text/csv", by=clerk, at=at
    )
    taking.take_year(found=read, title="2025年度综合考核", files=[file], by=clerk, at=at)


GRADES = """等次:
  - {优秀: 98分以上}
  - {良好: 80分以上}
  - {一般: 其余}
名额规则: {基数: 有名次的, 递补: 是, 边上并列: 报考核委定}
一票否决:
  V1: {事由: 较大生产安全事故, 事件: 安全生产否决, 依据: 云办发〔2026〕3号第12条, 后果: {不得评: [优秀], 总分封顶: 90分}}
"""

if __name__ == "__main__":
    import os
    import sys

    furnish(Path(os.environ["BATON_HOME"]), sys.argv[1])
