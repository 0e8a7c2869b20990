"""为什么改: free while all is still 初算, needed once a draft has left the office or is further on."""

from html import unescape

import pytest

from baton.desk import computing
from baton.domain import clock
from baton.domain.assessment import release_services
from baton.domain.assessment import services as assessment
from baton.domain.facts import queries, services
from baton.domain.facts.services import Row
from tests.graded import open_graded
from tests.retold import retold

pytestmark = pytest.mark.django_db
ADDRESS = "/office/cell/A/财政收入/"
KEEP = {"value": "120001", "state": "reported", "was": "118000", "keep": "1"}


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


def newest(round):
    return queries.history(round.scheme, "A", "财政收入", "全年")[0]


def text(answer):
    return unescape(answer.content.decode())


def number(round, clerk, at, stage="first"):
    return computing.number_draft(round, stage=stage, why="编", by=clerk, at=at)


def test_before_any_draft_and_while_it_is_only_the_office_s_no_reason_is_asked(desk, round, clerk, at):  # fmt: skip
    assert "写明为什么改" not in text(desk.get(ADDRESS))
    assert desk.post(ADDRESS, KEEP).status_code == 302
    number(round, clerk, at)
    again = KEEP | {"was": "120001", "value": "120002", "reason": ""}
    assert desk.post(ADDRESS, again).status_code == 302
    assert (newest(round).value, newest(round).reason) == ("120002", "")


@pytest.mark.parametrize("how", ["released", "sent", "later stage"])
def test_afterwards_it_is_refused_without_one_and_what_was_typed_stays(desk, round, clerk, at, how):
    run = number(round, clerk, at, "check" if how == "later stage" else "first")
    if how == "released":
        assessment.release(run=run, role="leader", layer="names", decided_by="主任", by=clerk, at=at)  # fmt: skip
        release_services.withdraw(release=run.releases.get(), by=clerk, at=at)
    if how == "sent":
        release_services.note_sent(run=run, reader="units", paper="checks", sent_on=clock.local(at).date(), by=clerk, at=at)  # fmt: skip
    says = "第 1 稿是核对稿" if how == "later stage" else "第 1 稿已经发布或者发出"
    assert f"{says}，改数要写明为什么改。" in text(desk.get(ADDRESS))
    for empty in ("", "  "):
        answer = desk.post(ADDRESS, KEEP | {"reason": empty})
        page = text(answer)
        assert answer.status_code == 409 and "没有写入，请填“为什么改”。" in page
        assert 'name="value" value="120001"' in page
        assert newest(round).value == "118000"
    tried = {key: value for key, value in KEEP.items() if key != "keep"} | {"try": "1"}
    assert "单位会动" in text(desk.post(ADDRESS, tried))
    assert desk.post(ADDRESS, KEEP | {"reason": "复核"}).status_code == 302
    assert (newest(round).value, newest(round).reason) == ("120001", "复核")


def test_a_figure_that_somebody_else_changed_is_asked_about_before_the_reason(desk, round, clerk, second_clerk, at):  # fmt: skip
    number(round, clerk, at, "check")
    row = Row(subject="A", item="财政收入", period="全年", value="119000")
    services.change(scheme=round.scheme, row=row, was="118000", reason="核对", by=second_clerk, at=at)  # fmt: skip
    assert "留谁的" in text(desk.post(ADDRESS, KEEP))
