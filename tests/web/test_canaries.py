"""金丝雀: what nobody was given shows nowhere — every address, as a stranger, a leader and a reader, faults included."""

from datetime import date

import pytest
from django.urls import get_resolver, reverse

from baton.desk import computing
from baton.domain.accounts import services as accounts
from baton.domain.assessment import services as assessment
from baton.domain.claims import services as claims
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Unit
from baton.domain.progress import services as progress
from baton.web.access import ACCESS
from tests.conftest import PASSWORD
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
FIGURE, SAID, TITLE, HEADLINE, REASON = "97531.24", "金丝雀台账", "金丝雀表彰", "金丝雀标题", "金丝雀理由"  # fmt: skip
NUMBERS = range(1, 7)
WORDS = {"subject": "A", "code": "F1", "item": "财政收入", "kind": "results", "name": "ledgers", "key": "JF"}  # fmt: skip


@pytest.fixture
@retold
def office(clerk, tmp_path, at):
    """Two drafts: of the first a leader was given the names, of the second nobody anything; canaries everywhere."""
    round = open_round(tmp_path, clerk)
    sheets = owed(round, clerk)
    for lead, content in (("市财政局", MONEY.replace("118000", FIGURE)), ("市生态环境局", AIR)):
        _, made = send(sheets[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    unit = Unit.objects.get(code="A")
    claims.enter(scheme=round.scheme, entries=[claims.Entry(unit, "表彰", TITLE, level="省级", document="1号")], by=clerk, at=at)  # fmt: skip
    progress.record(scheme=round.scheme, facts=[progress.Fact(unit, date(2026, 5, 1), SAID, "F1")], by=clerk, at=at)  # fmt: skip
    first = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    assessment.release(run=first, role="leader", layer="names", decided_by="主任", by=clerk, at=at)
    computing.number_draft(round, stage="opinion", why=REASON, headline=HEADLINE, by=clerk, at=at)
    return round


@pytest.fixture
@retold
def canaries(office):
    totals = {line.total for run in office.runs.all() for line in run.lines.all() if line.total}
    totals = {total for total in totals if len(total) > 4 and "." in total}  # no part of a token
    assert totals
    return {FIGURE, "97,531.24", SAID, TITLE, HEADLINE, REASON} | totals


def addresses(office):
    """Every declared address with every number and word it may take."""
    found = set()
    numbers = {*NUMBERS, office.pk, *office.runs.values_list("pk", flat=True)}
    for route in ACCESS:
        space, _, name = route.rpartition(":")
        resolver = get_resolver()
        for part in filter(None, space.split(":")):
            resolver = resolver.namespace_dict[part][1]
        for possible, *_ in resolver.reverse_dict.getlist(name):
            for wanted in {tuple(names) for _, names in possible}:
                found |= {_address(route, wanted, number) for number in numbers}
    return sorted(found)


def _address(route, wanted, number):
    return reverse(route, kwargs={name: WORDS.get(name, number) for name in wanted})


def body(answer):
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("role", ["", "leader", "viewer"])
def test_no_canary_is_heard_anywhere(client, clerk, office, canaries, at, role):
    if role:
        reader = accounts.add(username="zhou", name="周", role=role, password=PASSWORD, by=clerk, at=at)  # fmt: skip
        accounts.change_password(person=reader, password=PASSWORD + "3", by=reader, at=at)
        client.force_login(reader, backend=BACKEND)
    places, seen, opened = addresses(office), {}, 0
    assert len(places) > 300
    for place in places:
        answer = client.get(place)
        opened += answer.status_code == 200
        heard = {one for one in canaries if one in body(answer)}
        if heard:
            seen[place] = heard
    assert not seen
    assert opened >= (3 if role == "leader" else 1)  # or nothing was looked at


def test_a_clerk_hears_each_of_them(desk, office, canaries):
    """Else the crawl above could find nothing because there was nothing."""
    heard = set()
    for place in addresses(office):
        answer = desk.get(place)
        heard |= {one for one in canaries if one in body(answer)}
    assert canaries - heard <= {FIGURE, "97,531.24"} and heard & {FIGURE, "97,531.24"}
