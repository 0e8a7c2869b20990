"""定稿: what an organ agreed to is what the rule book then is, in every explanation and in the file."""

import json
import zipfile

import pytest

from baton.desk import computing
from baton.desk.care import custody
from baton.domain.files import store
from baton.domain.rounds.models import Round
from baton.domain.schemes import services
from baton.domain.schemes.models import Version
from tests.web.scheme.tables import COUNTIES, newest_book, open_round, report, seal, taken, text

pytestmark = pytest.mark.django_db
MAY_CHANGE = "暂行"


@pytest.fixture
def scheme(office):
    """A table is in, which is always taken in as provisional."""
    taken(office, COUNTIES)
    return office


@pytest.mark.parametrize(("state", "said"), [("final", False), ("provisional", True)])
def test_a_table_sealed_as_final_is_called_provisional_nowhere(scheme, clerk, at, state, said):
    seal(scheme, state)
    open_round(scheme)
    scheme.post("/office/desk/owe/", {"due_on": "2027-01-13"})
    report(scheme, "市财政局", "单位\t财政收入得分\n临江县\t55\n东岭县\t50\n")
    report(scheme, "市生态环境局", "单位\t空气质量得分\n临江县\t35\n东岭县\t38\n")
    run = computing.number_draft(Round.objects.get(), stage="final", why="定", by=clerk, at=at)
    code = newest_book()["items"][0]["code"]
    for place in (f"{code}/", ""):
        page = text(scheme.get(f"/office/run/{run.pk}/unit/A/{place}"))
        assert not said or not place or MAY_CHANGE in page
        assert said or MAY_CHANGE not in page, place
    with zipfile.ZipFile(store.place_of(run.archive)) as members:
        book = json.loads(members.read("rulebook.json"))
    assert book["status"] == state and {one["status"] for one in book["items"]} == {state}
    assert not list(custody._versions())


def test_an_indicator_that_is_said_to_be_on_trial_stays_so(scheme):
    version = Version.objects.get()
    book = json.loads(version.book)
    book["items"][0]["status"] = "trial"
    services.rewrite(
        version=version, book=book, edits=version.edits, by=version.created_by, at=version.created_at
    )  # fmt: skip
    seal(scheme, "final")
    assert [one["status"] for one in newest_book()["items"]] == ["trial", "final"]
