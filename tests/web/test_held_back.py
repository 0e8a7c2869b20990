"""先不采用的格 when the books close: told apart from what nobody sent, counted as missing only where that was said."""

import json
from html import unescape

import pytest

from baton.desk import computing
from baton.desk.papers.checking import checks
from baton.desk.results import result_of
from baton.documents.board_workbook.columns import note_of, why_open
from baton.domain.assessment import books
from baton.domain.assessment.models import Run
from baton.domain.audit.models import Entry
from baton.domain.intake import services as intake
from baton.domain.intake.models import Submission
from tests import stories
from tests.graded import open_graded, report
from tests.retold import retold
from tests.web.test_numbering import PLACE, seal

pytestmark = pytest.mark.django_db
ASKED = {"stage": "final", "why": "定稿", "asked": "1", "despite": "年内必须定稿"}


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    """Both sheets came; one figure is held back."""
    round = open_graded(tmp_path, clerk, at, reported=False)
    report(round, "市财政局", stories.MONEY, tmp_path, clerk, at)
    lead = "市生态环境局"
    _, made = stories.send(stories.owed(round, clerk)[lead], stories.AIR, tmp_path, clerk)
    intake.accept(submission=made, left_out=[("B", "优良天数比例")], reason="待核", by=clerk, at=at)
    seal(round, clerk, at)
    return round


def test_cells_held_back_are_told_apart_and_where_they_lie(desk, round):
    page = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}))
    sheet = Submission.objects.get(state="partial").sheet_id
    assert "交了、先不采用 1 格" in page and "优良天数比例：东岭县" in page
    assert f'href="/office/desk/{sheet}/1/part/"' in page
    assert "关账时，这 1 格也照缺报计 0 分" in page
    assert "还有没报的数" not in page and "关账会动 1 个单位" in page


def test_a_figure_that_came_after_a_blank_is_told_apart_as_well(desk, round, tmp_path, clerk, at):
    """The usual road: the first sheet left the cell empty and was adopted, the second brought a figure to look into."""
    sheet = Submission.objects.get(state="partial").sheet
    _, made = stories.send(sheet, stories.AIR.replace("东岭,88.25", "东岭,未出数"), tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    _, made = stories.send(sheet, stories.AIR.replace("88.25", "88.3"), tmp_path, clerk)
    intake.accept(submission=made, left_out=[("B", "优良天数比例")], reason="待核", by=clerk, at=at)
    page = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}))
    assert "交了、先不采用 1 格" in page and "优良天数比例：东岭县" in page
    assert "还有没报的数" not in page


def test_they_count_as_missing_only_where_that_is_said(desk, round):
    refused = text(desk.post(PLACE, ASKED | {"books": "closed"}))
    assert "有 1 格交了、先不采用" in refused and not Run.objects.filter(number__gt=0).exists()
    desk.post(PLACE, ASKED | {"books": "closed", "aside": "missing"})
    made = Run.objects.get(number=1)
    assert "1 格先不采用的按缺报算" in made.why and "没有报" not in made.why
    assert json.loads(Entry.objects.get(seq=made.audit_seq).data)["held_back"] == 1
    assert result_of(made).plan.facts.absent == "missing"
    assert "没有报的按缺报算，先不采用的 1 格也按缺报算" in text(
        desk.get(f"/office/run/{made.pk}/")
    )


def test_with_the_books_open_nothing_more_is_asked_and_the_unit_waits(desk, round):
    desk.post(PLACE, ASKED | {"books": "open"})
    made = Run.objects.get(number=1)
    assert [line.subject for line in made.lines.filter(total=None)] == ["B"]


def test_papers_say_held_back_and_not_unreported(desk, round, clerk, at):
    open_ = computing.refresh(round, at=at, by=clerk)
    assert told(open_) == ["先不采用"]
    result = result_of(open_)
    assert why_open(result, result.cell("B", "F2")) == "先不采用"
    desk.post(PLACE, ASKED | {"books": "closed", "aside": "missing"})
    made = Run.objects.get(number=1)
    assert told(made) == ["先不采用，按缺报计 0 分"]
    result = result_of(made)
    notes = {line.subject: note_of(result, line, {}) for line in result.lines.values()}
    assert "空气优良天数比例先不采用，按缺报计 0 分" in notes["B"] and "缺报" not in notes["A"]


def told(run):
    (one,) = [one for one in checks(run) if one.unit == "东岭县"]
    return [row.reason for row in one.lines if "优良" in row.name]


def test_a_later_draft_of_closed_books_asks_of_them_too(desk, round, tmp_path, clerk, at):
    desk.post(PLACE, ASKED | {"books": "closed", "aside": "missing"})
    page = text(desk.post(PLACE, ASKED | {"stage": "notice", "why": "公示"}))
    assert "账已经关了：这 1 格照缺报计 0 分" in page and 'name="books"' not in page
    assert "先不采用的格" in text(desk.get(f"/office/desk/{Submission.objects.get(state='partial').sheet_id}/"))  # fmt: skip


def test_once_taken_nothing_is_said_of_them(desk, round, clerk, at):
    partial = Submission.objects.get(state="partial")
    intake.accept(submission=partial, by=clerk, at=at)
    assert "已冻结为第 1 稿" in text(
        desk.post(PLACE, {"stage": "final", "why": "定稿"}, follow=True)
    )


@pytest.fixture
def corrected(round, desk, tmp_path, clerk, at):
    """All figures were taken; a second version has another one for 东岭县, which is looked into. The books are closed."""
    partial = Submission.objects.get(state="partial")
    intake.accept(submission=partial, by=clerk, at=at)
    books.close_books(round=round, why="收齐", by=clerk, at=at)
    _, made = stories.send(partial.sheet, stories.AIR.replace("88.25", "98.25"), tmp_path, clerk)
    intake.accept(submission=made, left_out=[("B", "优良天数比例")], reason="待核", by=clerk, at=at)
    return round


def test_a_cell_that_counts_with_an_earlier_figure_is_not_told_as_missing(desk, corrected, clerk, at):  # fmt: skip
    run = computing.refresh(corrected, at=at, by=clerk)
    assert result_of(run).lines["B"].total == "98.13"
    page = text(desk.get(f"/office/run/{run.pk}/missing/"))
    assert "1 格新报的数先不采用，照早先采用的数算" in page and "照缺报算" not in page
    sheet = Submission.objects.filter(state="partial").latest("pk").sheet_id
    assert "早先采用过数的照早先的数算" in text(desk.get(f"/office/desk/{sheet}/"))


def test_a_newer_figure_held_back_is_told_before_a_draft_is_numbered(desk, corrected):
    page = text(desk.post(PLACE, {"stage": "committee", "why": "审议"}))
    assert "有 1 格照早先采用的数算" in page and "优良天数比例：东岭县" in page
    assert "照缺报" not in page and not Run.objects.filter(number=1).exists()
    desk.post(PLACE, {"stage": "committee", "why": "审议", "asked": "1"})
    made = Run.objects.get(number=1)
    assert json.loads(Entry.objects.get(seq=made.audit_seq).data)["held_newer"] == 1


def test_a_cell_without_an_earlier_figure_still_counts_as_missing(desk, round, clerk, at):
    books.close_books(round=round, why="收齐", by=clerk, at=at)
    run = computing.refresh(round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/missing/"))
    assert "1 格先不采用，已关账，采用以前照缺报算" in page and "照早先" not in page
