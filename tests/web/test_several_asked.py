"""一起收几张: what one of several files leaves open is asked beside it, one question at a time."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.intake.models import Submission
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed

pytestmark = pytest.mark.django_db
PAGE = "/office/desk/several/"
TITLED = "2026年优良天数比例情况,,\n单位,增速,占比\n临江县,3,91.3\n东岭,2,88.25\n石桥市,1,93.4\n云东区,2,92\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    made = open_round(tmp_path, clerk)
    owed(made, clerk)
    return made


def upload(name, content):
    return SimpleUploadedFile(name, content.encode())


def data_of(shown, **more):
    """What the form beside the list carries, as a browser would send it."""
    found = shown.context["found"]
    said = [f"{one.ticket} {each.text}" for one in found for each in one.said]
    data = {"ticket": [one.ticket for one in found if one.ticket], "said": said}
    data["able"] = [one.ticket for one in found if one.can_be_taken]
    data["chosen"] = [one for one in data["able"] if one in shown.context["ticked"]]
    data["lost"] = [one.name for one in found if not one.ticket]
    data["lost_why"] = [one.why_not for one in found if not one.ticket]
    return data | more


def test_columns_that_name_no_item_are_asked_about_beside_the_file(desk, round):
    shown = desk.post(PAGE, {"files": [upload("气.csv", TITLED), upload("钱.csv", MONEY)]})
    air, money = shown.context["found"]
    assert air.sheet.lead.name == "市生态环境局" and not air.can_be_taken and money.can_be_taken
    assert "单独收这一张" not in shown.content.decode()
    labels = [label for _, label in air.question.choices]
    assert labels == ["“增速”就是优良天数比例", "“占比”就是优良天数比例"]
    said, _ = air.question.choices[1]
    data = data_of(shown)
    shown = desk.post(PAGE, data | {"said": [*data["said"], f"{air.ticket} {said.text}"]})
    assert shown.context["ticked"] == {air.ticket, money.ticket}
    assert "“占比”就是优良天数比例" in shown.content.decode()
    assert not Submission.objects.exists()
    desk.post(PAGE, data_of(shown, take="1"))
    taken = Submission.objects.get(sheet__lead__name="市生态环境局")
    assert [one["what"] for one in taken.answers] == ["heading"]
    assert Submission.objects.count() == 2 and "91.3" in str(taken.cells)


def test_a_file_that_was_unticked_stays_unticked_and_a_broken_one_stays_told_of(desk, round):
    files = [upload("气.csv", TITLED), upload("钱.csv", MONEY), upload("坏.xlsx", "PK\x03\x04")]
    shown = desk.post(PAGE, {"files": files})
    air = shown.context["found"][0]
    data = data_of(shown, chosen=[])
    shown = desk.post(PAGE, data | {"said": f"{air.ticket} {air.question.choices[0][0].text}"})
    assert shown.context["ticked"] == {air.ticket}
    assert len(shown.context["found"]) == 3 and "没有传完或已损坏" in shown.content.decode()


def test_any_other_question_is_answered_there_too_and_taken_back(desk, round):
    shown = desk.post(PAGE, {"files": [upload("气.csv", AIR.replace("88.25", '"88,2"').replace("东岭", "东令县"))]})  # fmt: skip
    for _ in range(2):
        (one,) = shown.context["found"]
        data = data_of(shown)
        said, _ = one.question.choices[0]
        shown = desk.post(PAGE, data | {"said": [*data["said"], f"{one.ticket} {said.text}"]})
    (one,) = shown.context["found"]
    assert one.can_be_taken and len(one.said) == 2
    back = f"{one.ticket} {one.said[1].text}"
    (one,) = desk.post(PAGE, data_of(shown, unsay=back)).context["found"]
    assert not one.can_be_taken and len(one.said) == 1


def test_a_question_that_is_open_is_never_taken_in(desk, round):
    shown = desk.post(PAGE, {"files": [upload("气.csv", TITLED)]})
    (one,) = shown.context["found"]
    page = desk.post(PAGE, {"take": "1", "chosen": one.ticket}, follow=True).content.decode()
    assert "有问题要先问清" in page and not Submission.objects.exists()


def test_a_month_and_the_sum_since_january_are_asked_about_once(desk, round):
    rows = [
        "单位,优良天数比例（当月）,优良天数比例（累计）",
        "临江县,90,91.3",
        "东岭,80,88.25",
        "石桥市,90,93.4",
        "云东区,90,92",
    ]
    money = [
        "单位,财政收入,",
        ",当月,累计",
        "临江县,9000,118000",
        "东岭,7000,84000",
        "石桥市,8000,99000",
        "云东区,8000,90000",
    ]
    shown = desk.post(
        PAGE, {"files": [upload("气.csv", "\n".join(rows)), upload("钱.csv", "\n".join(money))]}
    )
    air, paid = shown.context["found"]
    assert len(air.preview.asks) == 1 and "有当月和累计两列" in air.question.what
    assert paid.can_be_taken and [line[4] for line in paid.preview.cells][:2] == ["118000", "84000"]
    said, label = air.question.choices[0]
    assert label == "用累计"
    air = desk.post(PAGE, data_of(shown, said=f"{air.ticket} {said.text}")).context["found"][0]
    assert [line[4] for line in air.preview.cells] == ["91.3", "88.25", "93.4", "92"]
