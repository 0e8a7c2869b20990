"""一起收几张: a file that names nothing known is the lead unit's that its name says, or that a person chooses."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.intake.recognising import by_file_name, sheets_of
from baton.domain.intake.models import Submission
from baton.domain.orgs import services as orgs
from baton.domain.orgs.models import Unit
from tests.retold import retold
from tests.stories import AIR, open_round, owed
from tests.web.test_several_asked import data_of

pytestmark = pytest.mark.django_db
PAGE = "/office/desk/several/"
OWN = "单位,优良率\n临江县,91.3\n东岭,88.25\n石桥市,93.4\n云东区,92\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    made = open_round(tmp_path, clerk)
    owed(made, clerk)
    return made


def upload(name, content=OWN):
    return SimpleUploadedFile(name, content.encode())


def first(shown):
    return shown.context["found"][0]


def meant(one):
    """The answer that the strange heading is the lead unit's own item."""
    every = (*one.question.choices, *one.question.more)
    return next(said for said, label in every if label == "就是优良天数比例")


@pytest.mark.parametrize(
    "name", ["生态环境局.csv", "市生态环境局（盖章）.csv", "2026年生态环境局打分表.csv"]
)
def test_the_lead_units_name_in_the_files_name_says_whose_it_is(desk, round, name):
    shown = desk.post(PAGE, {"files": [upload(name)]})
    one = first(shown)
    assert one.sheet.lead.name == "市生态环境局" and one.how == "按文件名"
    said = meant(one)
    shown = desk.post(PAGE, data_of(shown, said=f"{one.ticket} {said.text}"))
    assert first(shown).can_be_taken
    desk.post(PAGE, data_of(shown, take="1", chosen=[one.ticket]))
    assert Submission.objects.get().sheet.lead.name == "市生态环境局"


@pytest.mark.parametrize(
    "name", ["打分表.csv", "新建 Microsoft Excel 工作表.csv", "财政局、生态环境局.csv"]
)
def test_otherwise_the_lead_units_are_offered_and_the_choice_is_followed(desk, round, name):
    shown = desk.post(PAGE, {"files": [upload(name)]})
    one = first(shown)
    assert one.sheet is None
    assert {sheet.lead.name for sheet in one.offers} == {"市财政局", "市生态环境局"}
    assert f'value="{one.ticket} {one.offers[0].pk}"' in shown.content.decode()
    air = next(sheet for sheet in one.offers if sheet.lead.name == "市生态环境局")
    whose = f"{one.ticket} {air.pk}"
    shown = desk.post(PAGE, data_of(shown, whose=["", whose], again="1"))
    one = first(shown)
    assert one.sheet == air and one.how == "按您选的" and one.question
    said = meant(one)
    shown = desk.post(PAGE, data_of(shown, whose=whose, said=f"{one.ticket} {said.text}"))
    assert first(shown).can_be_taken and f'name="whose" value="{whose}"' in shown.content.decode()
    back = desk.post(PAGE, data_of(shown, whose=whose, unwhose=one.ticket))
    assert first(back).sheet is None and first(back).offers
    desk.post(PAGE, data_of(shown, whose=whose, take="1", chosen=[one.ticket]))
    assert Submission.objects.get().sheet == air


def test_what_a_file_reports_goes_before_its_name(desk, round):
    one = first(desk.post(PAGE, {"files": [upload("财政局.csv", AIR)]}))
    assert one.sheet.lead.name == "市生态环境局" and one.how == "按表里的指标" and not one.offers


def test_a_file_that_cannot_be_opened_is_nobodys(desk, round):
    one = first(desk.post(PAGE, {"files": [SimpleUploadedFile("生态环境局.xlsx", b"PK\x03\x04")]}))
    assert one.sheet is None and not one.offers


def test_a_name_that_was_learnt_counts_too(round, clerk, at):
    unit = Unit.objects.get(name="市生态环境局")
    orgs.learn_alias(text="市环保局", unit=unit, by=clerk, at=at)
    assert by_file_name("环保局12月.xlsx", sheets_of(round)).lead == unit
    assert by_file_name("环保.xlsx", sheets_of(round)) is None
