"""A quarter brought to 100: what that does to everybody is said once, and who lacks an indicator stands apart."""

from fractions import Fraction

import pytest
from openpyxl import load_workbook

from baton.desk import computing
from baton.desk.looks.shown import account_of
from baton.desk.papers.boards import board_of, boards
from baton.desk.papers.checking import checks
from baton.desk.parts import ranks
from baton.desk.results import result_of
from baton.domain.schemes.models import Scheme
from baton.domain.targets import services as targets
from tests.web.scheme.forms import keep
from tests.web.scheme.quarters import codes, opened, opening, reported
from tests.web.scheme.tables import DESK, text

STAGES = list(ranks.STAGES.values())
TWO_PLACES = {
    "rounding.stage": STAGES,
    "rounding.places": ["", *["4"] * (len(STAGES) - 2), "2"],
    "rounding.mode": ["half_up"] * len(STAGES),
}
pytestmark = pytest.mark.django_db
GAPS = {"missing": "zero", "not_applicable": "far", "excused": "same"}


@pytest.mark.parametrize("without", ["far", "near"])
def test_losses_brought_to_a_hundred_have_the_decimals_of_totals(year, clerk, at, without):
    """7 × 100/30 is 23.333…: the sheet writes 23.33 and tells of no 0.0033 cut off; a part without a task waits for nothing."""
    keep(year, "/office/scheme/parts/gaps/all/", GAPS | {"not_applicable": without})
    keep(year, "/office/scheme/parts/rounding/all/", TWO_PLACES)
    quarter = opened(year, "财政收入", "基层党建", total="scaled")
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    reported(year, quarter, "市财政局", "单位\t财政收入得分\n临江县\t22.21\n东岭县\t23\n")
    reported(year, quarter, "市委组织部", "单位\t基层党建得分\n临江县\t39.11\n东岭县\t无此任务\n")
    run = computing.number_draft(quarter, stage="final", why="一季度通报", by=clerk, at=at)
    for sheet in checks(run):
        assert all(len(one.lost.partition(".")[2]) <= 2 for one in sheet.lines), sheet.lines
        assert not any(one.name == "取舍" or one.score == "未出" for one in sheet.lines), (
            sheet.lines
        )
        assert sum(Fraction(one.lost) for one in sheet.lines if one.kind == "" and one.lost != "—") == Fraction(sheet.lost)  # fmt: skip
    (free,) = [one for one in sheet.lines if one.kind == "sum" and one.part == "党的建设"]
    assert (free.full, free.score, free.lost) == ("—", "无此任务", "—")


def test_before_it_is_opened_the_form_says_whose_points_will_weigh_more(year, clerk, at):
    """The agreement frees 东岭县 from one of two items: its points count × 100/30, the others' × 100/50."""
    keep(year, "/office/scheme/parts/gaps/all/", GAPS)
    scheme = Scheme.objects.get()
    (code,) = codes("固定资产投资")
    line = targets.Line("B", code, "目标", None)
    targets.agree(scheme=scheme, lines=[line], reason="责任书", document="", by=clerk, at=at)
    form = opening(item=codes("财政收入", "固定资产投资"), total="scaled", act="look")
    said = "责任书里东岭县有勾上的项目写着无此任务：只按其余的项目折算成百分，每分比别的单位重"
    assert said in text(year.post("/office/setup/round/", form))
    assert said not in text(year.post("/office/setup/round/", form | {"total": "as_is"}))


def test_a_unit_that_lacks_an_item_stands_apart_in_a_round_brought_to_a_hundred(
    year, clerk, at, tmp_path
):
    """What is the same for everybody is said once; who lacks an item has its own factor, and losses add up as they weigh."""
    keep(year, "/office/scheme/parts/gaps/all/", GAPS)
    quarter = opened(year, "财政收入", "固定资产投资", total="scaled")
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    reported(year, quarter, "市财政局", "单位\t财政收入得分\n临江县\t27\n东岭县\t24\n")
    reported(year, quarter, "市发改委", "单位\t固定资产投资得分\n临江县\t19\n东岭县\t无此任务\n")
    run = computing.number_draft(quarter, stage="final", why="一季度通报", by=clerk, at=at)
    assert dict(run.lines.values_list("name", "total")) == {"临江县": "92", "东岭县": "80"}
    page = text(year.get(f"/office/run/{run.pk}/"))
    assert "折算成 100 分（每分 × 100/50" in page and "缺项折算 +" not in page
    assert page.count("缺项，按 × 100/30 折算") == 1
    assert "缺项折算：东岭县 无此任务 1 项（20 分），按 24 × 100 ÷ 30 折算成百分。" in page
    losses = {one.name: one.points for one in account_of(result_of(run), "A", 2).losses}
    assert losses == {"财政收入": 6, "固定资产投资": 2}
    assert [one.points for one in account_of(result_of(run), "B", 2).losses] == [20]
    page = text(year.get(f"/office/run/{run.pk}/unit/B/"))
    assert "失分是折算成百分以后的，一分按 × 100/30 算" in page and "不考的" not in page
    for sheet in checks(run):
        assert sum(Fraction(one.lost) for one in sheet.lines if one.kind == "" and one.lost != "—") == Fraction(sheet.lost)  # fmt: skip
        assert "失分是折算以后的，按 × 100/" in sheet.sum and not any("缺项" in one.name for one in sheet.lines)  # fmt: skip
    (board,) = boards(run)
    assert "等次" not in board.tail and len(board.rows[0]) == 2 + len(board.heads) + len(board.tail)
    board_of(run, tmp_path / "总表.xlsx")
    cells = [cell.value for row in load_workbook(tmp_path / "总表.xlsx").worksheets[0].iter_rows() for cell in row]  # fmt: skip
    assert "等次" not in cells and "备注" in cells, "the round gives no grades"
