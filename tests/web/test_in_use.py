"""现用的数: a sheet that says otherwise than a monthly report, or a hearing, tells it before it takes the place of those figures."""

from html import unescape

import pytest

from baton.domain.facts import services as facts
from baton.domain.facts.models import Figure
from baton.domain.facts.services import Row
from baton.domain.intake.models import Submission
from baton.domain.orgs.models import Standing, Unit
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
REPORT = (
    "单位\t指标\t全年\n临江县\t财政收入\t61000\n东岭县\t财政收入\t84000\n石桥市\t财政收入\t98000\n"
)


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
def sheet(clerk, tmp_path):
    return owed(open_round(tmp_path / "two", clerk), clerk)["市财政局"]


def oddities(version):
    return {
        (one["subject"], one["was"], one["now"])
        for one in version.oddities
        if one["kind"] == "in_use"
    }


def test_a_sheet_tells_which_figures_of_a_monthly_report_it_would_replace(desk, sheet):
    desk.post("/office/figures/in/", {"text": REPORT, "take": "1"})
    page = text(desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": MONEY.replace(",", "\t")}))
    assert "临江县的财政收入现用的是 61000（月报、季报收的），这张表是 118000" in page
    assert "石桥市的财政收入现用的是 98000" in page and "东岭县的财政收入现用的是" not in page
    desk.post(
        f"/office/desk/{sheet.pk}/receive/",
        {"text": MONEY.replace(",", "\t"), "take": "1", "seen": "0"},
    )
    assert oddities(Submission.objects.get()) == {("A", "61000", "118000"), ("C", "98000", "99000")}
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "现用的是 61000" in page and 'id="in-use"' not in page  # told once


def test_an_empty_cell_over_a_figure_in_force_is_told_as_well(desk, sheet):
    desk.post("/office/figures/in/", {"text": REPORT, "take": "1"})
    table = MONEY.replace("118000", "未出数").replace(",", "\t")
    page = text(desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": table}))
    assert "临江县的财政收入现用的是 61000（月报、季报收的），这张表是 未出数" in page


def test_a_figure_that_came_after_the_sheet_is_told_before_the_sheet_is_adopted(
    desk, sheet, clerk, tmp_path, at
):
    send(sheet, MONEY, tmp_path, clerk)
    row = Row(
        subject="A",
        item="财政收入",
        period="全年",
        key="",
        value="92.66",
        state="reported",
        source="现场评议",
        date="",
    )
    facts.record(scheme=sheet.round.scheme, rows=[row], by=clerk, at=at, batch="hearing:1:1")
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert (
        'id="in-use"' in page
        and "临江县的财政收入现用的是 92.66（现场考评的），这张表是 118000" in page
    )
    desk.post(f"/office/desk/{sheet.pk}/1/accept/", {"clean": "1"})
    assert ["A", "财政收入"] in [list(one) for one in Submission.objects.get().left_out]


def test_a_sheet_after_its_own_earlier_version_says_nothing_of_it(desk, sheet, clerk, tmp_path, at):
    from baton.domain.intake import services as intake

    _, made = send(sheet, MONEY, tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    page = text(
        desk.post(
            f"/office/desk/{sheet.pk}/receive/",
            {"text": MONEY.replace(",", "\t").replace("118000", "118100")},
        )
    )
    assert "现用的是" not in page


@pytest.mark.past_the_log
def test_a_version_that_waited_while_a_unit_was_merged_is_taken_in_again(
    desk, sheet, clerk, tmp_path, at
):
    """At the door it is asked how both figures become one; what lay there already must not slip past the question."""
    send(sheet, MONEY, tmp_path, clerk)
    Standing.objects.filter(unit__code="D").update(
        ends_on="2026-11-30", merged_into=Unit.objects.get(code="B")
    )
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "云东区并入东岭县" in page and "再收一遍" in page
    refused = desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    assert refused.status_code == 409 and "请把交来的表再收一遍" in text(refused)
    assert not Figure.objects.exists()
    pasted = {
        "text": MONEY.replace(",", "\t"),
        "said": '["merge", "D|B", "add"]',
        "take": "1",
        "seen": "1",
    }
    assert desk.post(f"/office/desk/{sheet.pk}/receive/", pasted).status_code == 302
    desk.post(f"/office/desk/{sheet.pk}/2/accept/")
    assert Figure.objects.get(subject="B", item="财政收入").value == "174000"
