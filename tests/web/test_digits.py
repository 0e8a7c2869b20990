"""几位小数: a board whose scheme hardly cuts totals shows as many digits as any total needs, in every row alike."""

import re

import pytest

from baton.desk import computing
from baton.domain.intake import services as intake
from tests import stories
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
AIR = "单位,优良天数比例\n临江县,92\n东岭,88\n石桥市,91.5\n云东区,92\n"


def totals(page):
    return re.findall(r'<td class="r tt">([^<]*)</td>', page)


def test_totals_of_a_column_have_as_many_digits_as_the_longest(
    desk, clerk, tmp_path, at, monkeypatch
):
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("总分: 2位", "总分: 6位"))
    round = open_round(tmp_path, clerk)
    money = MONEY.replace("118000", "120000").replace("84000", "80000").replace("99000", "100000")
    for lead, content in (("市财政局", money), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    computing.refresh(round, at=at)
    shown = totals(desk.get("/office/board/").content.decode())
    assert shown == ["100.00", "100.00", "99.75", "98.00"]
