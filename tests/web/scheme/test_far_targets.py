"""目标离数太远: a method tried with a target, or a line, that can't be in the unit of the figures is cautioned about."""

import pytest

from baton.desk.trials.scales import off_scale
from baton.domain.assessment import gather
from tests.web.scheme.forms import book_of, text

pytestmark = pytest.mark.django_db
F1, F2 = "/office/scheme/F1/method/", "/office/scheme/F2/method/"
FAR = "像是计量单位不同：这些数按万元报，请核对“目标”和数各是什么计量单位"


def tried(desk, url=F1, method="completion", **blanks):
    page = text(desk.post(url, {"method": method, "数据": "财政收入", **blanks}))
    assert 'name="keep"' in page, page.split("<main", 1)[1][:900]
    return page


def test_a_target_far_below_every_figure_is_cautioned_about(desk, round):
    page = tried(desk, 目标="12", 封顶="不封顶")
    assert "“目标”是 12，报来的 4 个数在 84000 到 118000 之间，是它的 " in page
    assert FAR in page and "倍上下" in page


def test_a_target_far_above_every_figure_too(desk, round):
    page = tried(desk, 目标="900000000", 封顶="不封顶")
    assert "分之一上下" in page and FAR in page


def test_a_line_far_from_every_figure_is_cautioned_about(desk, round):
    page = tried(desk, method="threshold_deduction", 起扣线="9", 扣="低于起扣线", 每段扣="1分", 每段="1", 百分点口径="指标值", 保底="0分", 不足1个百分点="按比例")  # fmt: skip
    assert "像是计量单位不同" in page and "请核对“起扣线”和数各是什么计量单位" in page


@pytest.mark.parametrize("target", ["责任书", "100000", "9000", "1000000"])
def test_a_usual_target_is_not_spoken_of(desk, round, target):
    assert "像是计量单位不同" not in tried(desk, 目标=target, 封顶="不封顶")


def test_targets_of_the_agreement_in_another_unit_are_cautioned_about(round):
    """12 for one county, 9 for another, where figures are in tens of thousands of yuan."""
    book = book_of(round)
    facts = gather.facts_by(round, round.version, book)
    at = facts["agreement"]["columns"].index("value")
    assert off_scale(book, facts, "F1") == []
    for row in facts["agreement"]["rows"]:
        row[at] = row[at].removesuffix("0000")
    [told] = off_scale(book, facts, "F1")
    assert told.startswith("“目标”在 8 到 12 之间，报来的 4 个数在 84000 到 118000 之间")
    facts["agreement"]["rows"][0][at] = "120000"
    facts["agreement"]["rows"][1][at] = "80000"
    assert off_scale(book, facts, "F1") == [], "one county's slip is told elsewhere"
