"""A county that is assessed by ballots too: one led by 县直机关工委, raters of two categories, one that nobody leads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from baton.desk import folders
from baton.desk.intake import sheets
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from baton.domain.accounts.models import Person
from baton.domain.intake.models import Sheet
from baton.domain.rounds import services as rounds
from tests.stories import AT, RULEBOOK, office

VOTED = RULEBOOK.replace(
    '  优良天数比例: {单位: "%", 不小于: 0, 不大于: 100}\n',
    '  优良天数比例: {单位: "%", 不小于: 0, 不大于: 100}\n  作风测评票: {类别: 票数, 单位: 票}\n'
    "  满意度票: {类别: 票数, 单位: 票}\n  述职票: {类别: 票数, 单位: 票}\n",
).replace(
    "    加分:\n      名称: 表彰加分",
    "    F3:\n      名称: 机关作风\n      评分办法: 优秀、良好、一般、较差按100%、80%、60%、0计，不了解不计入有效票。\n      分值: 10\n"
    "      方法: 民主测评\n      数据: 作风测评票\n      等级分: {优秀: 100%, 良好: 80%, 一般: 60%, 较差: 0%}\n"
    "      不计入有效票: [不了解]\n      牵头: 县直机关工委\n"
    "    F4:\n      名称: 服务满意度\n      评分办法: 服务对象占六成、乡镇占四成。\n      分值: 10\n      方法: 分类测评\n"
    "      数据: 满意度票\n      类别权重: {服务对象: 60%, 乡镇: 40%}\n      等级分: {满意: 100%, 一般: 50%, 不满意: 0%}\n"
    "      不计入有效票: []\n      某类无人评: 按其余类别折算\n      牵头: 县信访局\n"
    "    F5:\n      名称: 述职测评\n      评分办法: 优秀票九成以上得满分，其余得八成。\n      分值: 5\n      方法: 民主测评\n"
    "      数据: 述职票\n      好评: [优秀]\n      档次: {90%以上: 100%, 其余: 80%}\n"
    "      不计入有效票: [不了解]\n    加分:\n      名称: 表彰加分",
)  # fmt: skip


def voting(folder: Path, by: Person, text: str = VOTED) -> dict[str, Sheet]:
    """The sheets that are owed, by who owes them."""
    _, facts = office(folder)
    problems = Problems()
    book = read_rulebook_text(text, "规则书.yaml", problems)
    assert book is not None, problems.listing()
    scheme, version = folders.found_scheme(book=book, facts=facts, year=2026, by=by, at=AT)
    made = rounds.open_round(
        scheme=scheme, version=version, name="2026年终考核", kind="year_end", as_of="全年", on=date(2026, 12, 31), by=by, at=AT,
    )  # fmt: skip
    owed = sheets.owe_all(round=made, due_on=date(2027, 1, 13), by=by, at=AT)
    return {one.lead.name: one for one in owed}
