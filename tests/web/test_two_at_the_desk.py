"""两个人同时办: what a colleague decided while somebody looked is said before anything is written over it."""

from html import unescape

import pytest

from baton.domain.facts import queries, services
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from baton.domain.intake.models import Submission
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send
from tests.web.receiving import hidden

pytestmark = pytest.mark.django_db
PAGE = "/office/figures/in/"
TABLE = "单位\t一般公共预算收入\n临江县\t2000\n东岭县\t2001\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def text(answer):
    return unescape(answer.content.decode())


def known(round):
    return {line[0]: line[4] for line in map(tuple, queries.observations(round.scheme)) if line[1] == "财政收入"}  # fmt: skip


def taking(shown):
    return {"text": TABLE, "seen": hidden(shown, "seen"), "take": "1"}


def test_figures_that_a_colleague_recorded_meanwhile_are_shown_before_they_are_replaced(desk, round, clerk, at):  # fmt: skip
    shown = desk.post(PAGE, {"text": TABLE})
    assert "读到 2 个新的数" in text(shown)
    services.record(scheme=round.scheme, rows=[Row("A", "财政收入", "全年", "2100")], by=clerk, at=at, batch="table:1")  # fmt: skip
    refused = desk.post(PAGE, taking(shown))
    page = text(refused)
    assert refused.status_code == 409 and known(round) == {"A": "2100"}
    assert "您看表的这会儿，有人改了其中的数" in page and "换掉原来的 1 个" in page and "2000" in page  # fmt: skip
    assert desk.post(PAGE, taking(refused)).status_code == 302
    assert known(round) == {"A": "2000", "B": "2001"}


def test_a_cell_that_the_office_changed_meanwhile_is_said_to_stay_out(desk, round, clerk, at):
    services.record(scheme=round.scheme, rows=[Row("A", "财政收入", "全年", "1900")], by=clerk, at=at, batch="table:1")  # fmt: skip
    shown = desk.post(PAGE, {"text": TABLE})
    assert "换掉原来的 1 个" in text(shown)
    services.record(scheme=round.scheme, rows=[Row("A", "财政收入", "全年", "99")], by=clerk, at=at, batch=queries.BY_HAND, reason="核实")  # fmt: skip
    refused = desk.post(PAGE, taking(shown))
    assert refused.status_code == 409 and "考核办改过、没有收的 1 个" in text(refused)
    assert desk.post(PAGE, taking(refused)).status_code == 302
    assert known(round) == {"A": "99", "B": "2001"}


def test_with_nothing_between_the_first_click_takes_the_table_in(desk, round):
    shown = desk.post(PAGE, {"text": TABLE})
    assert desk.post(PAGE, taking(shown)).status_code == 302
    assert known(round) == {"A": "2000", "B": "2001"}


def test_a_version_that_a_colleague_accepted_in_part_is_not_returned_unseen(desk, round, clerk, tmp_path, at):  # fmt: skip
    sheet = owed(round, clerk)["市财政局"]
    _, sent = send(sheet, MONEY, tmp_path, clerk)
    shown = desk.get(f"/office/desk/{sheet.pk}/")
    intake.accept(submission=sent, left_out=[("B", "财政收入")], reason="待核", by=clerk, at=at)
    assert Submission.objects.get().state == "partial"
    give = {"reason": "有一格写错了", "was": hidden(shown, "was")}
    refused = desk.post(f"/office/desk/{sheet.pk}/1/return/", give)
    assert f"{clerk.name}已经把第 1 版“" in text(refused) and "有一格写错了" in text(refused)
    assert Submission.objects.get().state == "partial"
    desk.post(f"/office/desk/{sheet.pk}/1/return/", give | {"was": hidden(refused, "was")})
    assert Submission.objects.get().state == "returned"
