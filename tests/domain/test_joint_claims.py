"""几家联合申报: a cell that names several units is asked about, and never becomes a name of one of them."""

import json
from dataclasses import replace

import pytest

from baton.desk.ledger import claiming
from baton.desk.ledger.claim_words import ASKED
from baton.desk.questions import Answer
from baton.domain.claims.models import Claim
from baton.domain.orgs import services
from baton.domain.orgs.models import Alias, Unit
from baton.domain.orgs.services import learn_alias
from baton.scoring.facts import Subject
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = "编号\t单位\t事项\t级别\t种类\t文号\t日期\n"
ROW = "J1\t{}\t省级文明创建\t省级\t表彰\t省文明〔2026〕3号\t2026-05-12\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def read(round, cell, *said, role=""):
    head, row = HEAD, ROW.format(cell)
    if role:
        head, row = head.replace("日期", "日期\t角色"), row.replace("\n", f"\t{role}\n")
    return claiming.read_claims_paste(round, head + row, meanings=said)


def answer(round, cell, words, role=""):
    (asked,) = read(round, cell, role=role).asked
    (meaning,) = [meaning for meaning, label in asked.every if words in label]
    return read(round, cell, Answer.read(meaning.text, ASKED), role=role)


def lines(preview):
    return [(line.entry.subject.name, line.entry.role) for line in preview.lines]


@pytest.mark.parametrize("cell", ["东岭、石桥", "东岭县，石桥市", "东岭 石桥市", "东岭县和石桥市", "东岭／石桥"])  # fmt: skip
def test_a_cell_of_two_units_is_asked_and_gives_a_claim_of_each(round, clerk, at, cell):
    preview = read(round, cell)
    assert not preview.can_be_taken and "写了 2 个单位" in preview.faults[0].what
    assert "像是 2 家联合" in preview.asked[0].what
    preview = answer(round, cell, "都算牵头")
    assert lines(preview) == [("东岭县", "lead"), ("石桥市", "lead")] and not preview.faults
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert len({one.number for one in made}) == 2 and not Alias.objects.filter(text=cell).exists()
    assert read(round, cell).asked


def test_the_first_may_lead_and_roles_that_are_written_hold(round):
    assert lines(answer(round, "东岭、石桥", "东岭牵头")) == [
        ("东岭县", "lead"),
        ("石桥市", "support"),
    ]
    said = answer(round, "石桥（牵头）、东岭（配合）", "照表里写的")
    assert lines(said) == [("石桥市", "lead"), ("东岭县", "support")]
    said = answer(round, "石桥、东岭", "照表里写的", role="配合")
    assert lines(said) == [("石桥市", "support"), ("东岭县", "support")]


def test_one_of_them_alone_or_none_is_taken_and_nothing_is_learnt(round, clerk, at):
    preview = answer(round, "东岭、石桥", "只记石桥市")
    assert lines(preview) == [("石桥市", "lead")]
    claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert Claim.objects.count() == 1 and not Alias.objects.filter(text__contains="、").exists()
    assert lines(answer(round, "东岭、石桥", "不收这几行")) == []


def test_an_unknown_name_in_the_list_is_asked_by_itself(round):
    preview = answer(round, "东岭、石桥、临江高新区", "都算牵头")
    assert [one.about[1] for one in preview.asked] == ["临江高新区"]


def test_a_list_that_once_was_learnt_for_one_of_them_is_asked_all_the_same(round, clerk, at):
    learn_alias(text="东岭、石桥", unit=Unit.objects.get(code="C"), by=clerk, at=at)
    assert "像是 2 家联合" in read(round, "东岭、石桥").asked[0].what


def test_a_list_of_which_one_is_known_becomes_no_name_of_it(round, clerk, at):
    preview = read(round, "东岭、某公司", Answer("unit", "东岭、某公司", "B"))
    claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert not Alias.objects.filter(text="东岭、某公司").exists()


@pytest.mark.parametrize(
    "cell",
    ["牵头：东岭县；配合：石桥市", "牵头单位: 东岭、配合单位: 石桥", "东岭县牵头，石桥市配合", "由东岭县牵头、石桥市配合"],
)  # fmt: skip
def test_who_leads_and_who_helps_is_read_wherever_it_stands(round, cell):
    assert lines(answer(round, cell, "照表里写的")) == [("东岭县", "lead"), ("石桥市", "support")]


def test_several_helpers_stand_behind_one_word(round):
    said = answer(round, "牵头：东岭县；配合：石桥市、云东区", "照表里写的")
    assert lines(said) == [("东岭县", "lead"), ("石桥市", "support"), ("云东区", "support")]
    assert lines(read(round, "配合：石桥市")) == [("石桥市", "support")]


@pytest.mark.parametrize("cell", ["东岭县等3个县区", "各县（市、区）", "东岭等县区", "全市各县区", "东岭县、石桥市等县（市、区）"])  # fmt: skip
def test_units_that_are_not_all_named_are_never_learnt(round, clerk, at, cell):
    preview = read(round, cell, Answer("unit", cell, "B"))
    assert not preview.can_be_taken and "写的是几家" in preview.faults[0].what
    assert "写的是几家" in preview.asked[0].what
    assert "不收这几行，到台账里逐家登记" in [label for _, label in preview.asked[0].every][:2]
    assert not any("就是" in label for _, label in preview.asked[0].every)
    learn_alias(text=cell, unit=Unit.objects.get(code="B"), by=clerk, at=at)
    assert "写的是几家" in read(round, cell).asked[0].what


@pytest.mark.parametrize("cell", ["全体县市区", "县市区", "各县市区", "所有县市区", "全市县市区"])
def test_a_cell_that_says_a_groups_name_means_the_group_first(round, cell):
    (asked,) = read(round, cell).asked
    assert [label for _, label in asked.every][:2] == ["县市区的 4 家各记一条", "不收这几行，到台账里逐家登记"]  # fmt: skip
    preview = read(round, cell, asked.choices[0][0])
    assert [name for name, _ in lines(preview)] == ["临江县", "东岭县", "石桥市", "云东区"]


@pytest.fixture
def with_people(round, clerk, at):
    """Two officials on the roster, whose claims nothing scores."""
    people = [Subject(subject=code, name=name, kind="person", group="干部", links=(("B", "1"),)) for code, name in (("A0", "东方岭"), ("A1", "王磊"))]  # fmt: skip
    services.take_in(year=2026, subjects=people, by=clerk, at=at)
    return round


def test_people_are_offered_only_where_claims_can_be_theirs_and_after_the_units(with_people, monkeypatch):  # fmt: skip
    (asked,) = read(with_people, "东岭新区").asked
    assert not any(name in label for _, label in asked.every for name in ("东方岭", "王磊"))
    assert not any("干部" in label for _, label in read(with_people, "各单位").asked[0].every)
    found = claiming.kinds_of(json.loads(with_people.version.book))
    everybody = {name: replace(kind, groups=None) for name, kind in found.items()}
    monkeypatch.setattr(claiming, "kinds_of", lambda _: everybody)
    labels = [label for _, label in read(with_people, "东方岭新").asked[0].every]
    assert labels[:2] == ["就是东岭县", "就是东方岭"] and labels[-1] == "就是王磊"


def test_a_whole_group_may_be_meant(round, clerk, at):
    preview = answer(round, "各县（市、区）", "4 家各记一条")
    assert [name for name, _ in lines(preview)] == ["临江县", "东岭县", "石桥市", "云东区"]
    claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert Claim.objects.count() == 4 and not Alias.objects.filter(text="各县（市、区）").exists()
    assert lines(answer(round, "东岭县等3个县区", "只记东岭县")) == [("东岭县", "lead")]


def test_a_list_that_is_whole_is_read_though_it_is_counted(round):
    said = answer(round, "东岭县、石桥市等2个县区", "都算牵头")
    assert lines(said) == [("东岭县", "lead"), ("石桥市", "lead")]
