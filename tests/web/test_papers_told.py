"""What papers say of people who are being looked into, of small groups and of those who have gone: no more than is so."""

import re
from datetime import timedelta

import openpyxl
import pytest

from baton.desk import computing
from baton.desk.drafts import closing
from baton.desk.looks.reasons import figures_of
from baton.desk.papers import bulletins, checking, claim_lines, gathering
from baton.desk.papers.briefs import brief
from baton.desk.papers.losing import losses_of
from baton.desk.results import result_of
from baton.documents.board_workbook import write_board
from baton.domain import clock
from baton.domain.claims import services as claims
from baton.domain.orgs.models import Unit
from tests import graded
from tests.retold import retold

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    return graded.open_graded(tmp_path, clerk, at)


def veto(round, clerk, at, code, title, state="accepted"):
    entry = claims.Entry(Unit.objects.get(code=code), "造假", title, document="云统〔2027〕1号")
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    if state != "pending":
        claims.decide(
            claims=made, state=state, decided_by="市纪委", decided_on=at.date(), reason="查实", by=clerk, at=at
        )  # fmt: skip


def draft(round, clerk, at, stage="check"):
    return computing.number_draft(round, stage=stage, why="送核对", by=clerk, at=at)


def test_a_bulletin_tells_vetoes_in_force_and_no_case_that_is_open(round, clerk, at):
    veto(round, clerk, at, "A", "一件查实的")
    veto(round, clerk, at, "C", "一件还在查的", "pending")
    run = draft(round, clerk, at)
    told = bulletins.bulletin(run)
    assert len(told.vetoes) == 1 and "临江县" in told.vetoes[0] and "统计造假" in told.vetoes[0]
    page = brief(run)
    assert page.vetoes == "一票否决：临江县（统计造假）。"
    assert page.pending == "加减分没有待定的。一票否决待定 1 条。"


def test_points_of_indicators_are_told_only_where_that_was_chosen(round, clerk, at):
    run = draft(round, clerk, at)
    assert all("合计" not in group.losses for group in bulletins.bulletin(run).groups)
    assert not bulletins.bulletin(run).with_moves
    told = bulletins.bulletin(run, layer="items")
    assert any("合计" in group.losses for group in told.groups) and told.with_moves


def test_of_a_group_of_two_no_sum_of_points_is_told(round, clerk, at, monkeypatch):
    run = draft(round, clerk, at)
    whole = gathering.groups_of(run)
    monkeypatch.setattr(bulletins, "groups_of", lambda run, only="": {name: lines[:2] for name, lines in whole.items()})  # fmt: skip
    assert all(
        "合计" not in group.losses for group in bulletins.bulletin(run, layer="items").groups
    )


@pytest.mark.past_the_log
def test_who_has_left_the_roster_is_in_no_paper_and_no_count(desk, round, clerk, at):
    run = draft(round, clerk, at)
    run.lines.filter(subject="D").update(status="inactive", total=None, rank=None)
    named = [unit for group in gathering.names(run) for _, units in group.grades for unit in units]
    assert "云东区" not in named and len(named) == 3
    assert "3 个考核对象" in bulletins.bulletin(run).opening + bulletins.bulletin(run).overall[0]
    assert "云东区" not in brief(run).headline
    assert 'aria-current="page">县市区 3<' in desk.get(f"/office/run/{run.pk}/").content.decode()


def test_a_check_sheet_and_the_ledger_name_the_document_that_is_counted_instead(round, clerk, at):
    unit = Unit.objects.get(code="A")
    entries = [
        claims.Entry(unit, "表彰", "省级文明县", level="省级", document="省文明〔2026〕3号"),
        claims.Entry(unit, "表彰", "市级文明县", level="市级", document="市文明〔2026〕9号"),
    ]
    made = claims.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)
    claims.decide_matter(
        claims=made, kept=made[0], matter="文明县", decided_by="认定小组", decided_on=at.date(), by=clerk, at=at
    )  # fmt: skip
    run = draft(round, clerk, at)
    (check,) = [one for one in checking.checks(run) if one.unit == "临江县"]
    printed = [one.reason for one in (*check.lines, *check.aside)]
    printed += [one.why for one in claim_lines.lines(run).lines]
    told = [why for why in printed if "已计" in why]
    assert len(told) == 2
    assert all("已计“省级、省文明〔2026〕3号”那一条" in why for why in told)


def test_a_check_sheet_adds_up_as_it_is_printed(round, clerk, at):
    run = draft(round, clerk, at)
    for check in checking.checks(run):
        lost = sum(float(one.lost.replace("−", "-")) for one in check.lines if one.kind != "sum")
        full, total = float(check.full), float(check.total.removesuffix(" 分"))
        assert f"{lost:.4f}" == f"{full - total:.4f}", check.unit
    result = result_of(run)
    line = run.lines.get(subject="A")
    own = losses_of(result, "A")
    whole = sum(own.all.values()) + sum(own.bonuses.values()) + sum(own.rest.values())
    assert float(whole) == pytest.approx(float(own.full) - float(line.total))


def test_a_day_is_printed_as_a_day():
    one = {"name": "办结日", "unit": "", "kind": "date", "value": "739918", "lines": []}
    assert figures_of({"inputs": [one]}) == "2026-10-29"
    assert not re.search(r"7[34]\d{4}", figures_of({"inputs": [one, one]}))


def test_the_ledger_of_a_draft_has_what_the_draft_knew(round, clerk, at):
    veto(round, clerk, at, "A", "先登记的")
    run = draft(round, clerk, at)
    veto(round, clerk, at, "C", "后登记的")
    told = claim_lines.lines(run)
    assert [line.matter for line in told.lines if not line.is_sum] == ["造假：先登记的"]
    assert told.lines[0].counts == "0" and "一票否决不计分" in told.lines[0].why
    assert told.lines[0].decided_by == "市纪委"


def test_the_table_names_the_veto_and_its_document_and_no_number_of_ours(
    round, clerk, at, tmp_path
):
    veto(round, clerk, at, "A", "一件查实的")
    run = draft(round, clerk, at)
    write_board(result_of(run), tmp_path / "a.xlsx", draft=1)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["县市区"]
    notes = [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value and "一票否决" in str(cell.value)]  # fmt: skip
    assert notes == ["一票否决：统计造假（云统〔2027〕1号）"]


def test_the_page_says_what_is_not_settled_before_anything_is_told_to_all(desk, round, clerk, at):
    settled = draft(round, clerk, at, stage="notice")
    assert "发出去以前" not in desk.get(f"/office/run/{settled.pk}/papers/").content.decode()
    veto(round, clerk, at, "C", "一件还在查的", "pending")
    run = draft(round, clerk, at, stage="notice")
    assert (
        "这一稿还有 1 条一票否决待定" in desk.get(f"/office/run/{run.pk}/papers/").content.decode()
    )


def test_the_workbench_and_the_papers_say_what_is_undecided_in_the_same_words(desk, round, clerk, at):  # fmt: skip
    veto(round, clerk, at, "C", "一件还在查的", "pending")
    entry = claims.Entry(Unit.objects.get(code="A"), "表彰", "先进", level="省级", document="1号")
    claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    run = draft(round, clerk, at, "check")
    words = "1 条加减分待定，1 条一票否决待定"
    pages = [desk.get(place) for place in ("/office/", f"/office/run/{run.pk}/papers/")]
    pages.append(desk.post("/office/board/number/", {"stage": "final", "why": "定稿"}))
    for page in pages:
        assert words in page.content.decode(), page.request["PATH_INFO"]
    blocks = closing.blocks(round, clock.local(at).date())
    assert any(one.sentence == f"{words}，请先定下来。" for one in blocks)


def test_the_grades_of_a_bulletin_add_up_to_all_who_are_assessed(round, clerk, at, monkeypatch):
    run = draft(round, clerk, at)
    (said,) = (one for one in bulletins.bulletin(run).overall if one.startswith("等次："))
    assert "不评等次" not in said and sum(map(int, re.findall(r"(\d+) 个", said))) == 4
    whole = gathering.by_grade
    monkeypatch.setattr(
        bulletins, "by_grade",
        lambda result, name, lines, told: [*whole(result, name, lines, told), ("", ["云州经济开发区"])],
    )  # fmt: skip
    (said,) = (one for one in bulletins.bulletin(run).overall if one.startswith("等次："))
    assert said.endswith("，不评等次 1 个（县市区）。")
    assert sum(map(int, re.findall(r"(\d+) 个", said))) == 5


@pytest.mark.past_the_log
def test_a_check_sheet_has_the_day_of_the_calendar_by_which_it_is_to_be_back(round, clerk, at):
    run, today = draft(round, clerk, at), clock.local(at).date()
    assert {one.due for one in checking.checks(run)} == {""}
    days = [("第一次核对", -1, ""), ("核对稿", 2, "check"), ("各单位核对签字", 7, ""), ("再核对", 9, "")]  # fmt: skip
    for name, later, stage in days:
        round.steps.create(name=name, due_on=today + timedelta(days=later), stage=stage)
    day = today + timedelta(days=7)
    assert {one.due for one in checking.checks(run)} == {f"{day.month}月{day.day}日"}
