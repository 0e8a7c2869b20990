"""收件台有多大都一样快: pages ask the database as often for two rows as for two hundred."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.domain.intake import services
from baton.domain.intake.models import Sheet
from baton.domain.orgs import services as orgs
from baton.scoring.facts import Subject
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
MANY = 200


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def asked(call):
    """How many queries one call makes, after a first one has warmed what is remembered."""
    call()
    with CaptureQueriesContext(connection) as seen:
        answer = call()
    assert answer.status_code in {200, 302}
    return len(seen)


def table(units, extra=0):
    lines = [f"新{n}县,{1000 + n + extra}\n" for n in range(units)]
    return MONEY + "".join(lines)


def grow(round, by, at, units=MANY):
    subjects = [Subject(f"N{n}", f"新{n}县", group="县市区", order=n + 10) for n in range(units)]
    orgs.take_in(year=2026, subjects=subjects, by=by, at=at)


def test_the_desk_and_its_filters(desk, round, clerk, tmp_path, at):
    send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    addresses = ("/office/desk/", "/office/desk/?show=odd", "/office/desk/?show=none")
    few = [asked(lambda address=address: desk.get(address)) for address in addresses]
    for n in range(MANY):
        lead = orgs.name_unit(name=f"第{n}局", by=clerk, at=at)
        made = services.owe(
            round=round, lead=lead, title=f"第{n}局打分表", items=["财政收入"], due_on=at.date(), by=clerk, at=at,
        )  # fmt: skip
        cells = [["A", "财政收入", "全年", "", str(n), "reported", "x", ""]]
        odd = [{"kind": "jump", "sentence": "跳", "remedy": "核", "item": "", "subject": ""}] * (
            n % 2
        )
        services.receive(sheet=made, cells=cells, origin="typed", oddities=odd, by=clerk, at=at)
    assert [asked(lambda address=address: desk.get(address)) for address in addresses] == few
    assert max(few) <= 12 and Sheet.objects.count() == MANY + 2


@pytest.mark.parametrize("way", ["page", "paste", "file", "several", "empty"])
def test_one_sheet_of_few_and_of_many_units(desk, round, clerk, tmp_path, at, way):
    sheet = owed(round, clerk)["市财政局"]

    def calls(units):
        text = table(units, extra=1)
        if way == "page":
            return lambda: desk.get(f"/office/desk/{sheet.pk}/")
        if way == "empty":
            return lambda: desk.get(f"/office/desk/{sheet.pk}/empty/")
        if way == "paste":
            given = {"text": text.replace(",", "\t")}
            return lambda: desk.post(f"/office/desk/{sheet.pk}/receive/", given)
        field, door = ("files", "several") if way == "several" else ("file", f"{sheet.pk}/receive")
        return lambda: desk.post(
            f"/office/desk/{door}/", {field: SimpleUploadedFile("表.csv", text.encode())}
        )

    send(sheet, table(0), tmp_path, clerk)
    few = asked(calls(0))
    grow(round, clerk, at)
    send(sheet, table(MANY), tmp_path, clerk)
    assert asked(calls(MANY)) == few <= 40


@pytest.mark.parametrize("units", [0, MANY])
def test_accepting_few_and_many_figures(desk, round, clerk, tmp_path, at, units):
    sheet = owed(round, clerk)["市财政局"]
    if units:
        grow(round, clerk, at, units)
    send(sheet, table(units), tmp_path, clerk)
    with CaptureQueriesContext(connection) as seen:
        desk.post(f"/office/desk/{sheet.pk}/1/accept/", {"next": "1"})
    assert len(seen) <= 38
