"""选一部分采用: a cell that the office corrected itself shows both figures, and what is said goes along with what is accepted."""

import pytest

from baton.domain.facts import queries as figures
from baton.domain.facts import services as facts
from baton.domain.facts.services import Row
from baton.domain.intake.models import Submission
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
ITEM = "财政收入"
SAID = "临江县的财政收入现在用的是 119000（考核办改：财政局来函更正），这一版是 118000"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    """The sheet is in; the office has corrected 临江县 and 东岭县 itself, and 云东区 as the sheet says."""
    made = open_round(tmp_path, clerk)
    send(owed(made, clerk)["市财政局"], MONEY, tmp_path, clerk)
    for unit, value in (("A", "119000"), ("B", "85000"), ("D", "90000")):
        row = Row(subject=unit, item=ITEM, period="全年", value=value)
        facts.change(scheme=made.scheme, row=row, was=None, reason="财政局来函更正", by=clerk, at=at)  # fmt: skip
    return made


@pytest.fixture
def page(round):
    return f"/office/desk/{Submission.objects.get().sheet_id}/1/part/"


def held(round):
    return {line[0]: line[4] for line in figures.observations(round.scheme) if line[1] == ITEM}


def keys(units):
    return [f"{unit}|{ITEM}" for unit in units]


def said(shown, subject, label):
    """The value of a button."""
    return next(
        one.text for own, choices in shown.context["own"] if own.subject == subject
        for one, words in choices if words.startswith(label)
    )  # fmt: skip


def test_both_figures_are_shown_with_a_button_each(desk, round, page):
    shown = desk.get(page)
    text = shown.content.decode()
    assert f"{SAID}。用哪个？" in text and "考核办改过的 2 格" in text
    assert "用这一版的 118000" in text and "留 119000" in text


def test_what_was_ticked_and_written_stays_when_one_is_said(desk, round, page):
    sent = {"cell": keys("C"), "reason": "东岭的没有盖章", "said": said(desk.get(page), "A", "用这一版的")}  # fmt: skip
    shown = desk.post(page, sent)
    assert shown.context["chosen"] == set(keys("AC")) and "东岭的没有盖章" in shown.content.decode()
    assert "采用时照办" in shown.content.decode() and "改成留 119000" in shown.content.decode()
    assert held(round) == {"A": "119000", "B": "85000", "D": "90000"}  # nothing is accepted yet


def test_what_is_said_goes_along_with_what_is_accepted(desk, round, page):
    shown = desk.get(page)
    desk.post(page, {"said": said(shown, "A", "用这一版的")})
    desk.post(page, {"said": said(shown, "B", "留 85000")})
    desk.post(page, {"cell": keys("ABD"), "reason": "石桥市的待核"}, follow=True)
    assert held(round) == {"A": "118000", "B": "85000", "D": "90000"}
    assert Submission.objects.get().left_out == [["C", ITEM]]


def test_what_nobody_has_said_stays_as_the_office_put_it(desk, round, page):
    told = desk.post(page, {"cell": keys("ABCD")}, follow=True).content.decode()
    assert "2 格考核办改过，先留着" in told and held(round)["A"] == "119000"
    assert Submission.objects.get().left_out == [["A", ITEM], ["B", ITEM]]
    shown = desk.post(page, {"cell": keys("CD"), "said": said(desk.get(page), "A", "用这一版的")})
    desk.post(page, {"cell": list(shown.context["chosen"]), "reason": "东岭的待核"})
    assert held(round)["A"] == "118000" and Submission.objects.get().left_out == [["B", ITEM]]


def test_an_answer_about_a_figure_that_is_another_by_now_is_refused(desk, round, page, second_clerk, at):  # fmt: skip
    answer = said(desk.get(page), "A", "用这一版的")
    row = Row(subject="A", item=ITEM, period="全年", value="119500")
    facts.change(scheme=round.scheme, row=row, was="119000", reason="再更正", by=second_clerk, at=at)  # fmt: skip
    shown = desk.post(page, {"cell": keys("C"), "said": answer})
    assert shown.status_code == 409 and "刚才又变了" in shown.content.decode()
    assert shown.context["chosen"] == set(keys("C"))


def test_the_key_enter_accepts_nothing_and_says_nothing(desk, round, page):
    """The first button of the form is the one that a browser takes for Enter."""
    assert desk.post(page, {"look": "1", "cell": keys("A")}).status_code == 200
    assert Submission.objects.get().state == "received"


def test_a_version_that_is_decided_is_not_asked_about(desk, round, page):
    sheet = Submission.objects.get().sheet_id
    desk.post(f"/office/desk/{sheet}/1/return/", {"reason": "请核对"})
    assert desk.get(page).context["own"] == []
