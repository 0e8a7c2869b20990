"""已发布的历年: only the years that were released to the reader down to totals, with the grades known at the release."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.accounts import services as accounts
from baton.domain.assessment import services
from tests.conftest import PASSWORD
from tests.web.test_history import draft, years

__all__ = ["draft", "years"]
pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
ALL, ONE = "/released/years/", "/released/years/A/"


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
def reader(client, leader):
    """周副市长's own browser; `desk` is the office's."""
    found = type(client)()
    found.force_login(leader, backend=BACKEND)
    return found


def show(run, clerk, at, layer="totals", role="leader"):
    return services.release(run=run, role=role, layer=layer, decided_by="主任", by=clerk, at=at)


def test_only_years_released_down_to_totals_are_there(desk, reader, years, draft, clerk, at):
    assert "还没有发布成绩" in text(reader.get(ALL)) and reader.get(ONE).status_code == 404
    show(years, clerk, at)
    show(draft, clerk, at, "names")
    page = text(reader.get(ALL))
    assert (
        "2025 年名次" in page and "2026" not in page.split("<main", 1)[1] and "现在只有一年" in page
    )
    assert "2026" not in text(reader.get(ONE)).split("<main", 1)[1]
    show(draft, clerk, at)
    page = text(reader.get(ALL))
    assert (
        "临江县进得最多，1 位" in page
        and "2026 年名次" in page
        and 'href="/released/years/A/"' in page
    )
    page = text(reader.get(ONE))
    assert (
        "2026 年比上年进 1 位" in page
        and "3 / 4" in page
        and f"/released/{draft.pk}/?group=" in page
    )
    assert "/office/" not in page and reader.get("/released/years/Z/").status_code == 404


def test_the_way_there_is_on_what_a_reader_sees(reader, draft, clerk, at):
    show(draft, clerk, at, "names")
    assert ALL not in text(reader.get(f"/released/{draft.pk}/"))
    show(draft, clerk, at, "items")
    assert ALL in text(reader.get(f"/released/{draft.pk}/"))
    assert ONE in text(reader.get(f"/released/{draft.pk}/A/"))


def test_a_draft_that_was_not_released_or_taken_back_does_not_count(reader, draft, clerk, at):
    made = show(draft, clerk, at)
    computing.number_draft(draft.round, stage="opinion", why="再核", by=clerk, at=at)
    assert "第 1 稿" in text(reader.get(ONE)) and "第 2 稿" not in text(reader.get(ONE))
    services.withdraw(release=made, by=clerk, at=at)
    assert reader.get(ONE).status_code == 404 and "还没有发布成绩" in text(reader.get(ALL))


def test_a_release_to_another_role_opens_nothing(client, reader, draft, clerk, at):
    show(draft, clerk, at, "explanations", role="viewer")
    assert reader.get(ONE).status_code == 404 and "临江县" not in text(reader.get(ALL))
    liu = accounts.add(username="liu", name="刘处长", role="viewer", password=PASSWORD, by=clerk, at=at)  # fmt: skip
    accounts.change_password(person=liu, password=PASSWORD + "4", by=liu, at=at)
    client.force_login(liu, backend=BACKEND)
    assert "临江县" in text(client.get(ALL)) and client.get(ONE).status_code == 200


def test_a_grade_decided_after_the_release_is_not_told(desk, reader, draft, clerk, at):
    show(draft, clerk, at)
    later = at + timedelta(hours=1)
    services.decide_grade(
        run=draft, subject="A", decided="优秀", organ="市委常委会", meeting="第9次", decided_on=at.date(), document="云委〔2027〕1号",
        reason="综合研判", by=clerk, at=later,
    )  # fmt: skip
    assert "优秀" not in text(reader.get(ONE)) + text(reader.get(ALL))
    assert "优秀" in text(desk.get("/office/history/A/")) and "优秀" in text(
        desk.get("/office/history/")
    )
    services.release(
        run=draft, role="leader", layer="totals", decided_by="主任", by=clerk, at=later
    )
    assert "优秀（市委常委会定" in text(reader.get(ALL)) and "市委常委会定" in text(reader.get(ONE))


def test_more_years_and_units_ask_no_more_questions(reader, years, draft, clerk, at):
    show(draft, clerk, at)
    found = []
    for page in (ALL, ONE):
        reader.get(page)
        with CaptureQueriesContext(connection) as asked:
            reader.get(page)
        found.append(len(asked))
    show(years, clerk, at)
    for page, few in zip((ALL, ONE), found, strict=True):
        reader.get(page)
        with CaptureQueriesContext(connection) as asked:
            reader.get(page)
        assert len(asked) <= few
