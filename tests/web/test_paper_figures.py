"""指标完成情况: what every unit reached in every indicator, as a paper, as a workbook, for those it may go to."""

import io
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.desk.looks.indicator_years import year_before
from baton.desk.looks.indicators import looks, ranks_by_share
from baton.desk.papers import pieces
from baton.desk.papers.annexes import annex
from baton.desk.papers.figures import _held_against, figures
from baton.desk.results import result_of
from baton.documents.papers import FORMS
from baton.domain.assessment.readers import COMPARING, OFFERED, Reader
from baton.domain.rounds import services as rounds
from baton.scoring.explain import explain, measured
from baton.scoring.explain.peers import peers_of
from tests import stories
from tests.web.test_desk import text
from tests.web.test_indicator import last_year, reported
from tests.web.test_papers import needs_chinese, pages, rows, run, said, word

__all__ = ["last_year", "run"]
pytestmark = pytest.mark.django_db


def paper(desk, run, code, query=""):
    return desk.get(f"/office/run/{run.pk}/papers/{code}/{query}")


def test_every_unit_stands_with_figure_target_rate_and_rank(desk, run):
    assert "指标完成情况" in text(desk.get(f"/office/run/{run.pk}/papers/"))
    document = word(paper(desk, run, "figures"))
    assert "县市区指标完成情况" in said(document) and "内部资料" in said(document)
    money, air = rows(document), rows(document, 1)
    assert money[0] == [
        "1. 一般公共预算收入（万元）",
        "完成数",
        "目标",
        "完成率",
        "上年",
        "增速",
        "位次",
    ]
    assert [line[0] for line in money[1:]] == ["临江县", "东岭县", "石桥市", "云东区"]
    assert money[1][1:] == ["118000", "120000", "98.33%", "—", "—", money[1][-1]]
    ranks = sorted(line[-1] for line in money[1:])
    assert ranks[0] == "1" and set(ranks) <= {"1", "2", "3", "4"}
    assert air[0][0] == "2. 空气优良天数比例（%）" and air[0][2] == "起扣线" and air[0][5] == "增减"
    heads = document.tables[0].rows[0]._tr.xml
    assert "tblHeader" in heads


def test_indicators_without_a_figure_are_named_in_one_line_not_listed(run):
    (group,) = figures(run)
    named = {item.name for item in group.items}
    assert named == {"一般公共预算收入", "空气优良天数比例"} and not named & set(group.left_out)
    assert group.units == 4


def test_the_workbook_has_the_same_as_numbers(desk, run):
    sheet = openpyxl.load_workbook(io.BytesIO(paper(desk, run, "figures-excel").content)).active
    lines = [line for line in sheet.iter_rows(min_row=4, values_only=True) if line[3]]
    assert len(lines) == sum(len(item.lines) for item in figures(run)[0].items)
    assert lines[0][:7] == ("县市区", "一般公共预算收入", "万元", "临江县", 118000, 120000, "目标")
    assert "$L$" in sheet.print_area  # a long note below does not make the print smaller
    assert lines[0][7] == pytest.approx(0.9833) and isinstance(lines[0][11], int)


def test_it_can_be_printed_and_is_in_the_whole_set(desk, run, tmp_path):
    names = [piece.name for piece in pieces.PaperFiles(run, with_pdf=True).pieces()]
    endings = {name.rpartition(".")[2] for name in names if "指标完成情况" in name}
    assert endings == {"docx", "pdf", "xlsx"}
    assert "figures" in FORMS
    needs_chinese()
    (page,) = pages(paper(desk, run, "figures", "?as=pdf"), tmp_path)
    assert "县市区指标完成情况" in page and "98.33%" in page and "云东区" in page


def test_units_see_each_others_figures_only_when_somebody_decided_it():
    assert "figures" in COMPARING
    assert all("figures" in OFFERED[one] for one in (Reader.STANDING, Reader.LEADS, Reader.UNITS, Reader.ARCHIVE))  # fmt: skip


@pytest.mark.past_the_log
def test_the_number_of_questions_does_not_grow_with_the_number_of_units(run):
    figures(run)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        figures(run)
    gone = run.lines.exclude(subject="A").values_list("pk", flat=True)
    run.lines.filter(pk__in=list(gone)).update(status="inactive")
    with CaptureQueriesContext(connection) as fewer:
        (group,) = figures(run)
    assert group.units == 1 and len(fewer) == len(asked)


def test_what_is_measured_is_what_an_explanation_says(run):
    result = result_of(run)
    for code, item in result.plan.items.items():
        for subject in ("A", "B"):
            full, told = explain(result, subject, code).data(), measured(result, subject, code)
            assert (told["full"], told["lost"]) == (full["full"], full["lost"])
            assert [one["value"] for one in told["inputs"]] == [one["value"] for one in full["inputs"]]  # fmt: skip
            if told["steps"]:
                assert told["steps"][-1]["value"] == full["steps"][-1]["value"], item["name"]


def test_ranks_go_by_the_share_of_full_points_and_equal_shares_are_equal():
    reached = {"甲": (Fraction(8), Fraction(10)), "乙": (Fraction(4), Fraction(4)), "丙": (Fraction(4), Fraction(5)), "丁": (Fraction(0), Fraction(5)), "戊": (Fraction(0), Fraction(0))}  # fmt: skip
    assert ranks_by_share(reached) == {"乙": 1, "甲": 2, "丙": 2, "丁": 4}
    bonuses = {"甲": (Fraction(3), Fraction(0)), "乙": (Fraction(-1), Fraction(0)), "丙": (Fraction(3), Fraction(0))}  # fmt: skip
    assert ranks_by_share(bonuses) == {"甲": 1, "丙": 1, "乙": 3}
    assert ranks_by_share({}) == {}


def test_page_paper_and_explanation_rank_alike_where_full_points_differ(desk, clerk, at, tmp_path, monkeypatch):  # fmt: skip
    """东岭县 loses nothing of its 40 points and is first; 云东区, excused with full points, has reached nothing to rank."""
    book = stories.RULEBOOK.replace("分值: 60", "分值: 按单位").replace("单列: 不计", "单列: 满分")
    monkeypatch.setattr(stories, "RULEBOOK", book)
    full = "".join(f"{name},一般公共预算收入,分值,{points}\n" for name, points in (("临江县", 60), ("东岭县", 40), ("石桥市", 60), ("云东区", 60)))  # fmt: skip
    targets = stories.AGREEMENT.replace("目标\n", "栏目,数值\n").replace("收入,", "收入,目标,")
    monkeypatch.setattr(stories, "AGREEMENT", targets + full)
    money = stories.MONEY.replace("云东区,90000", "云东区,单列")
    run = reported(stories.open_round(tmp_path, clerk), clerk, at, tmp_path, money)
    result, ranks = result_of(run), {"东岭县": "1", "石桥市": "2", "临江县": "3", "云东区": ""}
    assert [result.score(one, "F1") for one in "ABD"] == ["58.998", "40", "60"]
    money_table = figures(run)[0].items[0]
    assert {line.unit: line.rank for line in money_table.lines} == ranks
    assert money_table.lines[3].figure == "单列"
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F1/"))
    cells = re.findall(r'/F1/">([^<]+)</a></td><td class="nw">(?:第 (\d) 名|单列)</td>', page)
    assert cells == list(ranks.items()), "the best first, who is not ranked behind them"
    for subject, said_of in (("A", "本组第 3 名 / 3"), ("B", "本组第 1 名 / 3"), ("D", "")):
        told = text(desk.get(f"/office/run/{run.pk}/unit/{subject}/F1/"))
        assert re.findall(r"本组第 \d 名 / \d", told) == ([said_of] if said_of else [])


def test_last_year_stands_beside_this_one_a_share_in_points(last_year, run):
    money, air = figures(run)[0].items
    assert (money.lines[0].before, money.lines[0].growth) == ("100000", "+18%")
    assert {line.growth for line in air.lines} == {"0"}


def test_half_a_year_is_not_held_against_a_whole_one(last_year, run, clerk, at):
    assert year_before(run) == last_year
    half = rounds.open_round(
        scheme=run.round.scheme, version=run.round.version, name="半年评估", kind="mid_year", as_of="上半年",
        on=date(2026, 6, 30), by=clerk, at=at,
    )  # fmt: skip
    draft = computing.number_draft(half, stage="check", why="核对", by=clerk, at=at)
    assert year_before(draft) is None


def test_a_line_in_per_cent_of_the_target_is_no_figure_anywhere(
    desk, clerk, at, tmp_path, monkeypatch
):
    """起扣线 100% of the target: neither a target of a unit without the task, nor 100万元 on any page."""
    money = "      方法: 完成率\n      数据: 财政收入\n      目标: 责任书\n      封顶: 100%\n"
    rate = (
        "      方法: 阈值扣分保底\n      数据: 财政收入\n      百分点口径: 完成率\n      目标: 责任书\n      起扣线: 100\n"
        "      每低1个百分点: 扣0.5分\n      不足1个百分点: 按比例\n      保底: 不设\n"
    )
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace(money, rate))
    without = stories.AGREEMENT.replace("云东区,一般公共预算收入,90000\n", "")
    monkeypatch.setattr(stories, "AGREEMENT", without)
    told = stories.MONEY.replace("云东区,90000", "云东区,无此任务")
    monkeypatch.setattr(stories, "MONEY", told)
    run = reported(stories.open_round(tmp_path, clerk), clerk, at, tmp_path, told)
    item = figures(run)[0].items[0]
    assert item.target == "目标" and [(one.figure, one.target) for one in item.lines] == [
        ("118000", "120000"), ("84000", "80000"), ("99000", "100000"), ("无此任务", ""),
    ]  # fmt: skip
    assert peers_of(result_of(run), "A", "F1").marks == [("目标", "120000")]
    for address in (f"/office/run/{run.pk}/unit/A/F1/", f"/released/{run.pk}/A/F1/"):
        page = text(desk.get(address))
        assert "目标 120,000万元，少 2,000。" in page and "起扣线 100万元" not in page
    assert "起扣线 100%" in page, "the steps say what it is"
    (line,) = [
        one for part in annex(run).papers[0].parts for one in part.lines if one.name == item.name
    ]
    assert line.target == "按责任书；起扣线 完成率 100%"


def test_a_target_for_all_is_not_printed_for_a_unit_without_the_task(run):
    result = result_of(run)
    (row,) = [one for one in looks(result, "F2", "县市区").rows if one.subject == "A"]
    without = replace(row, state="not_applicable", figure=None)
    assert _held_against(row, result.plan.items["F2"]).target == "92"
    assert _held_against(without, result.plan.items["F2"]).target is None
