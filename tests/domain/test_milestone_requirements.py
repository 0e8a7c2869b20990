"""What a requirement asks of figures: only what is sure; all else is for a clerk to say."""

from datetime import date

import pytest

from baton.desk.milestones.gauges import Gauge
from baton.desk.milestones.requirements import required

MONEY = Gauge("F1", "财政收入", "财政收入", "万元", is_lower=False, field="目标", target="")
AIR = Gauge("F2", "优良天数比例", "优良天数比例", "%", is_lower=False, field="", target="92")
DUST = Gauge("F3", "PM2.5浓度", "浓度", "微克/立方米", is_lower=True, field="", target="35")
PLAIN = Gauge("F4", "植树", "植树", "", is_lower=False, field="目标", target="")
JUNE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "gauge", "measure", "figure"),
    [
        ("30%", MONEY, "share", "30"), ("完成30%", MONEY, "share", "30"), ("过半", MONEY, "share", "50"),
        ("时间过半、任务过半", MONEY, "share", "50"), ("完成年度目标的 45.5%", MONEY, "share", "45.5"), ("完成全年任务", MONEY, "share", "100"),
        ("达到序时进度", MONEY, "share", "50"), ("完成率达到60%以上", MONEY, "share", "60"), ("60000", MONEY, "figure", "60000"),
        ("达到6亿元以上", MONEY, "figure", "60000"), ("60,000万元", MONEY, "figure", "60000"), ("不低于90%", AIR, "figure", "90"),
        ("91.5", AIR, "figure", "91.5"), ("完成率达到60%", AIR, "share", "60"), ("控制在40微克/立方米以内", DUST, "figure", "40"), ("降到38", DUST, "figure", "38"),
    ],
)  # fmt: skip
def test_a_figure_is_read(text, gauge, measure, figure):
    found = required(text, gauge, JUNE)
    assert (found.measure, found.figure, found.other) == (measure, figure, None)


@pytest.mark.parametrize(
    ("text", "gauge"),
    [("完成主体工程", MONEY), ("增长5%", MONEY), ("主体封顶，投资完成30%", MONEY), ("不超过90%", AIR), ("不低于40", DUST), ("约30%", MONEY),
     ("30个", MONEY), ("30%左右", MONEY), ("完成30%", None), ("", MONEY), ("3至5个", PLAIN)],
)  # fmt: skip
def test_what_is_not_sure_is_left_to_the_clerk(text, gauge):
    found = required(text, gauge, JUNE)
    assert (found.measure, found.figure, found.other) == ("", "", None)


@pytest.mark.parametrize(("text", "gauge"), [("完成30%", AIR), ("30%", PLAIN)])
def test_what_can_be_read_in_two_ways_is_asked(text, gauge):
    found = required(text, gauge, JUNE)
    assert (found.measure, found.figure) == ("share", "30") and found.other == ("figure", "30")
