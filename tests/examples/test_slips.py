"""演示里的错表和盖章页: small, the same everywhere, and wrong only where they are meant to be."""

from decimal import Decimal

from baton.cli.demo import slips
from baton.cli.demo.stamped import MOST_LINES, stamped_page
from baton.domain.files.store import SCAN_TYPES

NAMES = {"A": "东岭县", "B": "临江县", "C": "石门县"}


def lines(item, *values):
    return [
        [unit, item, "2026-12", "", value, "reported", "", ""]
        for unit, value in zip(NAMES, values, strict=True)
    ]


def test_a_stamped_page_is_a_small_picture_and_the_same_everywhere():
    told = [(f"第{n}个单位预算执行率", f"9{n}.5") for n in range(MOST_LINES + 9)]
    page = stamped_page("市财政局打分表", told)
    assert page.startswith(SCAN_TYPES["image/png"]) and len(page) < 8000
    assert page == stamped_page("市财政局打分表", told)
    assert page != stamped_page("市财政局打分表", [("第0个单位预算执行率", "80"), *told[1:]])


def test_scores_pressed_together_are_tied_and_too_close():
    pressed = [
        line[4]
        for line in slips.slipped(slips.COMMITTEE, lines(slips.PARTY, "84.5", "90.11", "94.9"))
    ]
    values = [Decimal(value) for value in pressed]
    assert pressed[0] == pressed[1] and max(values) - min(values) < 3


def test_a_sum_below_a_sheet_is_wrong_by_what_was_meant():
    own = lines(slips.SPENT, "1.5", "2.25", "3")
    [(name, rows)] = slips.sheets_of(slips.REFORM, own, NAMES, odd=True).items()
    assert name == slips.SPENT and rows[-1] == ["合计", "15.35"]
    assert slips.slipped(slips.REFORM, own) == own


def test_everybody_else_leaves_a_unit_out_and_exchanges_two_digits():
    own = lines("会议议定事项落实率", "95.25", "93", "97.1")
    changed = slips.slipped("市政府办公室", own)
    assert [line[4] for line in changed] == ["59.25", "93"]
    assert own[0][4] == "95.25", "原来的数不动"
