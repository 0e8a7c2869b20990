"""收下以前又来了一版: it is said, the table is held against the version that counts, and one more click takes it in."""

from html import unescape

import pytest

from baton.domain.intake import services as intake
from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from baton.domain.intake.versions import Sent
from baton.domain.refusals import Conflict
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send
from tests.web.receiving import hidden

pytestmark = pytest.mark.django_db
AGAIN, OTHER = MONEY.replace("118000", "119000"), MONEY.replace("84000", "85000")


@pytest.fixture
@retold
def sheet(clerk, tmp_path, at):
    found = owed(open_round(tmp_path, clerk), clerk)["市财政局"]
    _, sent = send(found, MONEY, tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    return found


def text(answer):
    return unescape(answer.content.decode())


def taking(shown, **more):
    return {
        "text": shown.context["form"]["text"].value() or "",
        "seen": hidden(shown, "seen"),
        "take": "1",
    } | more


def test_a_version_that_came_meanwhile_is_said_and_one_more_click_takes_the_table_in(
    desk, sheet, clerk, tmp_path
):
    place = f"/office/desk/{sheet.pk}/receive/"
    shown = desk.post(place, {"text": AGAIN.replace(",", "\t")})
    send(sheet, OTHER, tmp_path, clerk)
    refused = desk.post(place, taking(shown))
    assert refused.status_code == 409 and Submission.objects.count() == 2
    assert f"您看这张表的时候，{clerk.name}又收下了第 2 版" in text(refused)
    assert "再按一次“收下这一版”" in text(refused) and "119000" in text(refused)
    assert desk.post(place, taking(refused)).status_code == 302
    assert Submission.objects.count() == 3


def test_with_nothing_between_the_first_click_takes_it_in(desk, sheet):
    place = f"/office/desk/{sheet.pk}/receive/"
    shown = desk.post(place, {"text": AGAIN.replace(",", "\t")})
    assert desk.post(place, taking(shown)).status_code == 302
    assert Submission.objects.count() == 2


def test_a_table_is_held_against_the_version_that_counts(desk, sheet, clerk, tmp_path):
    """A version that was never adopted must not hide what the adopted one says."""
    rows = MONEY.splitlines(keepends=True)
    send(sheet, "".join(rows[:-1]), tmp_path, clerk)
    shown = desk.post(
        f"/office/desk/{sheet.pk}/receive/",
        {"text": "".join([*rows[:-2], rows[-2].replace("99000", "9900")]).replace(",", "\t")},
    )
    page = text(shown)
    assert "第 1 版（采用的）是 90000，这一版没填" in page
    assert "由第 1 版（采用的）的 99000 变成 9900" in page


def test_the_version_before_is_called_so_where_it_counts(desk, sheet):
    rows = MONEY.splitlines(keepends=True)
    shown = desk.post(
        f"/office/desk/{sheet.pk}/receive/", {"text": "".join(rows[:-1]).replace(",", "\t")}
    )
    assert "上一版是 90000，这一版没填" in text(shown) and "采用的" not in text(shown)


def test_the_service_refuses_it_too(sheet, clerk, at):
    last = sheet.submissions.get()
    cells = unpack(last.cells)
    cells[0][4] = "1"
    with pytest.raises(Conflict, match="第 1 版"):
        intake.receive(sheet=sheet, cells=cells, origin="paste", sent=Sent(seen=0), by=clerk, at=at)
    intake.receive(sheet=sheet, cells=cells, origin="paste", sent=Sent(seen=1), by=clerk, at=at)
