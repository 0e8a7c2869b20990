"""超额多得的分: what was gained is told without a minus, on the unit's page and on its check sheet."""

from html import unescape
from unittest.mock import patch

import pytest

from baton.desk import computing
from baton.desk.looks.shown import account_of
from baton.desk.papers.checking import checks
from baton.desk.results import result_of
from tests import stories
from tests.graded import report

pytestmark = pytest.mark.django_db
RULEBOOK = stories.RULEBOOK.replace("按完成率计分，超额不加分。", "按完成率计分，每超1个百分点加0.02分。").replace(
    "      方法: 完成率\n      数据: 财政收入\n      目标: 责任书\n      封顶: 100%\n",
    "      方法: 超额加分\n      数据: 财政收入\n      目标: 责任书\n      每超1个百分点: 加0.02分\n      不足1个百分点: 按比例\n      最多加: 1分\n",
)  # fmt: skip


@pytest.fixture
def run(tmp_path, clerk, at):
    """东岭县: 84390 of 80000 万元, 5.4875 percentage points above, 0.10975 more."""
    with patch.object(stories, "RULEBOOK", RULEBOOK):
        round = stories.open_round(tmp_path, clerk)
    for lead, text in (
        ("市财政局", stories.MONEY.replace("84000", "84390")),
        ("市生态环境局", stories.AIR),
    ):
        report(round, lead, text, tmp_path, clerk, at)
    return computing.refresh(round, at=at, by=clerk)


def test_a_gain_is_told_without_a_minus(desk, run):
    account = account_of(result_of(run), "B")
    (gain,) = [one for one in account.losses if one.points < 0]
    assert "应加 0.1098 分" in gain.why
    page = unescape(desk.get(f"/office/run/{run.pk}/unit/B/").content.decode())
    assert "应加 0.1098 分" in page and "应加 -" not in page and "应加 −" not in page
    (sheet,) = [one for one in checks(run) if one.unit == "东岭县"]
    assert "-0.1" not in sheet.lines[0].reason and "超" in sheet.lines[0].reason


def test_a_loss_is_told_as_ever(run):
    (loss,) = [one for one in account_of(result_of(run), "A").losses if one.code == "F1"]
    assert "98.33%" in loss.why
