"""被锁在外面: a name that is locked after wrong passwords is opened by whoever sets a new one."""

import pytest

from baton.domain.accounts import services
from baton.domain.audit.models import Entry
from baton.domain.refusals import Refused
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "yunzhou-2027-anew"


@pytest.fixture
def locked(client, clerk, settings):
    """A browser in which 何科长 has tried too often."""
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post("/login/", {"username": "he", "password": "wrong-wrong"})
    assert answer.status_code == 429 and "baton password 登录名" in answer.content.decode()
    assert signed_in(client, PASSWORD) is False
    return client


def signed_in(client, password):
    return client.post("/login/", {"username": "he", "password": password}).status_code == 302


def test_a_lone_clerk_comes_in_again_with_a_password_set_on_the_machine(locked, clerk, at):
    services.reset_password(username="HE", password=NEW, must_change=False, at=at)
    assert signed_in(locked, NEW)
    entry = Entry.objects.get(action="account.password_reset")
    assert (entry.by, entry.on) == ("machine", f"person:{clerk.code}") and NEW not in entry.data


def test_a_colleague_who_sets_a_new_password_opens_the_name_too(locked, clerk, second_clerk, at):
    services.change_password(person=clerk, password=NEW, by=second_clerk, at=at)
    assert signed_in(locked, NEW)


def test_what_the_machine_does_not_set(clerk, second_clerk, at):
    services.close(person=second_clerk, by=clerk, at=at)
    for username, password, said in (
        ("hee", NEW, "没有登录名“hee”。现有：he。"),
        ("shen", NEW, "已经停用"),
        ("he", "short", "10"),
    ):
        with pytest.raises(Refused, match=said):
            services.reset_password(username=username, password=password, must_change=False, at=at)
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_the_login_page_tells_it(client, clerk):
    page = client.post("/login/", {"username": "he", "password": "wrong-wrong"}).content.decode()
    assert "baton password 登录名" in page
