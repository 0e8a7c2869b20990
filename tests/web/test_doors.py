"""Who may open what: every address × stranger, clerk, leader; a page that is not for you does not exist."""

import pytest
from django.urls import reverse

from baton.desk import computing
from baton.domain.accounts import services as accounts
from baton.domain.assessment import services as assessment
from baton.web.access import ACCESS, CLERKS
from tests.conftest import PASSWORD
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
GIVEN = {
    "name": "ledgers",
    "kind": "results",
    "key": "JF",
    "item": "财政收入",
    "pk": 1,
    "number": 1,
    "position": 1,
    "other": 1,
    "subject": "A",
    "code": "F1",
}


def address(route):
    """An address of this name, with whatever it needs."""
    for names in (
        (),
        ("pk",),
        ("code",),
        ("pk", "number"),
        ("pk", "position"),
        ("pk", "other"),
        ("pk", "code"),
        ("subject",),
        ("subject", "item"),
        ("code",),
        ("pk", "subject"),
        ("pk", "subject", "code"),
        ("name",),
        ("name", "key"),
        ("kind",),
    ):
        try:
            return reverse(route, kwargs={name: GIVEN[name] for name in names})
        except Exception:
            continue
    raise AssertionError(route)


@pytest.mark.parametrize("route", sorted(ACCESS))
def test_a_stranger_is_asked_to_sign_in(client, db, route):
    if route == "web:login":
        return
    for answer in (client.get(address(route)), client.post(address(route))):
        assert answer.status_code == 302 and answer.url.startswith("/login/")


@pytest.mark.parametrize("route", sorted(name for name, roles in ACCESS.items() if roles == CLERKS))
def test_a_leader_finds_no_office_page(client, leader, route):
    client.force_login(leader, backend=BACKEND)
    for answer in (client.get(address(route)), client.post(address(route))):
        assert answer.status_code == 404


def test_nothing_unreleased_is_reachable_by_a_leader(client, clerk, leader, tmp_path, at):
    round = open_round(tmp_path, clerk)
    send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    computing.refresh(round, at=at)
    draft = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    assert "还没有发布" in client.get("/released/").content.decode()
    assert client.get(f"/released/{draft.pk}/").status_code == 404
    assessment.release(
        run=draft, role="leader", layer="names", decided_by="市考核委", by=clerk, at=at
    )
    page = client.get(f"/released/{draft.pk}/").content.decode()
    assert "临江县" in page and "98.65" not in page
    assert client.get(f"/office/run/{draft.pk}/").status_code == 404


def test_signing_in_and_out(client, clerk):
    wrong = client.post("/login/", {"username": "he", "password": "nonsense-1"})
    assert "登录名或密码不对" in wrong.content.decode()
    right = client.post("/login/", {"username": "he", "password": PASSWORD})
    assert right.status_code == 302 and right.url == "/"
    assert client.get("/").url == "/office/"
    client.post("/logout/")
    assert client.get("/office/").status_code == 302


def test_a_password_set_by_somebody_else_has_to_be_changed_first(client, clerk, at):
    person = accounts.add(
        username="liu", name="刘科员", role="clerk", password=PASSWORD, by=clerk, at=at
    )
    client.force_login(person, backend=BACKEND)
    assert client.get("/office/").url == "/password/"
    given = {"old": PASSWORD, "new": "another-long-one", "again": "another-long-one"}
    assert client.post("/password/", given).status_code == 302
    assert client.get("/office/").status_code == 200


def test_everybody_who_signed_in_has_the_way_to_an_own_password_on_every_page(
    client, clerk, leader
):
    for person, place in ((clerk, "/office/"), (clerk, "/office/setup/"), (leader, "/released/")):
        client.force_login(person, backend=BACKEND)
        header = client.get(place).content.decode().split("<main", 1)[0]
        assert '<a href="/password/">改密码</a>' in header, place


def test_a_closed_account_is_out_at_once(client, clerk, second_clerk, at):
    client.force_login(second_clerk, backend=BACKEND)
    assert client.get("/office/").status_code == 200
    accounts.close(person=second_clerk, by=clerk, at=at)
    assert client.get("/office/").status_code == 302


def test_pages_allow_no_inline_script_and_no_other_place(desk):
    answer = desk.get("/office/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe-inline" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "<script>" not in page and "style=" not in page and "onclick" not in page
