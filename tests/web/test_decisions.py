"""机关定等次, as pages show it: everywhere the grade that counts, and beside it the computed one."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from baton.desk import computing
from baton.domain.assessment import services
from tests.graded import open_graded

pytestmark = pytest.mark.django_db
SAID = {
    "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": date(2027, 2, 5), "document": "云委〔2027〕5号",
    "reason": "综合研判",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


@pytest.fixture
def draft(round, clerk, at):
    """A committee's draft on which 东岭县 (computed: 一般) was decided to be 良好."""
    run = computing.number_draft(round, stage="committee", why="审议", by=clerk, at=at)
    services.decide_grade(run=run, subject="B", decided="良好", **SAID, by=clerk, at=at)
    return run


def test_both_grades_are_seen_on_every_page(desk, client, draft, clerk, leader, at):
    for address in (f"/office/run/{draft.pk}/", f"/office/run/{draft.pk}/unit/B/"):
        page = text(desk.get(address))
        assert "算出的是一般；市委常委会 2027 年 2 月 5 日云委〔2027〕5号定，作于第 1 稿" in page
    assert "良好（市委常委会定；算出的是一般）" in text(desk.get("/office/history/B/"))
    services.release(run=draft, role="leader", layer="items", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "良好（市委常委会定；算出的是一般）" in text(client.get(f"/released/{draft.pk}/"))
    assert "良好<small>市委常委会定；算出的是一般" in text(
        client.get(f"/released/{draft.pk}/wall/")
    )
    assert "良好：市委常委会定；算出的是一般" in text(client.get(f"/released/{draft.pk}/B/"))


def test_the_big_sheet_has_the_decided_grade_with_a_note(desk, draft):
    book = load_workbook(BytesIO(desk.get(f"/office/run/{draft.pk}/workbook/").content))
    [row] = [row for row in book.worksheets[0].iter_rows(values_only=True) if "东岭县" in row]
    assert "良好" in row and "一般" not in row
    assert "算出的是一般" in row[-1]
