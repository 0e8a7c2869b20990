"""按了两次: the same form sent twice is done once; the second time says so and leaves nothing."""

import pytest

from baton.desk.care import custody
from baton.domain.claims.models import Claim
from tests.web.test_full_disk import (
    DOORS,
    office,
    roster,
    settled,
    standing,
    template,
    text,
    waiting,
)
from tests.web.test_full_disk import last_year as a_year

__all__ = ["office", "waiting"]
pytestmark = pytest.mark.django_db
# What may be said again: a roster, an explanation and a template are noted once more, a year becomes a round of its own.
AGAIN = {roster, settled, template, a_year}


@pytest.mark.parametrize(
    "door", [one for one in DOORS if one not in AGAIN], ids=lambda one: one.__name__
)
def test_sent_twice_it_is_done_once(desk, office, door):
    address, fields = door(desk, office)
    assert desk.post(address, fields()).status_code == 302
    once = standing()
    answer = desk.post(address, fields())
    assert answer.status_code in {200, 302, 409} and standing() == once
    assert custody.faults() == []


def test_the_same_entry_is_asked_about_and_taken_when_it_is_meant(desk, office):
    said = {"subject": "临江县", "kind": "表彰", "title": "双拥模范", "level": "市级", "role": "lead", "note": "已核对"}  # fmt: skip
    assert desk.post("/office/claims/enter/", said).status_code == 302
    page = text(desk.post("/office/claims/enter/", said))
    number = Claim.objects.get().number
    assert (
        f"台账里已有同样的一条（{number}），没有登记" in page
        and "照样登记" in page
        and "已核对" in page
    )
    desk.post("/office/claims/enter/", said | {"again": "1"})
    assert Claim.objects.count() == 2
    desk.post("/office/claims/enter/", said | {"title": "文明城市"})
    assert Claim.objects.count() == 3
