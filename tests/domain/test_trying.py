"""试一试: what another reading or another method does to the small county's figures, worked by hand.

空气优良天数比例: below 92 %, each percentage point costs 0.5 of 40 points, and never less than 2 are left.
临江县 91.3 is 0.7 below: 40 − 0.35 by proportion, 40 by whole points only, 39.5 by every point begun.
东岭县 88.25 is 3.75 below: 38.125, by whole points (3) 38.5, by points begun (4) 38.
"""

from fractions import Fraction

import pytest

from baton.desk.trials import trying
from baton.documents.problems import Problems
from baton.documents.rulebook import read_item, write_item
from baton.domain.assessment import gather
from baton.domain.intake import services as intake
from baton.scoring.rulebook import find_faults
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
STEP = "不足1个百分点"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    for lead, text in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], text, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    return made


@pytest.fixture
@retold
def book(round):
    return gather.rulebook_of(round)


@pytest.fixture
@retold
def facts(round):
    return gather.facts_of(round)


def family(book, facts, key, code="F2"):
    return next(one for one in trying.families(book, facts, code) if one.key == key)


def item(book, code="F2"):
    return next(one for one in book["items"] if one["code"] == code)


def test_every_reading_of_a_begun_point_has_its_points(book, facts):
    found = family(book, facts, STEP)
    assert [one.word for one in found.choices] == ["按比例", "不计", "按1个计"]
    assert found.choices[0].is_present and found.is_declared
    points = {line.name: [given for given, _ in line.cells] for line in found.lines}
    assert points == {"临江县": ["39.65", "40", "39.5"], "东岭县": ["38.125", "38.5", "38"]}
    assert found.widest == Fraction(1, 2)


def test_the_ranks_that_change_are_counted(book, facts):
    """By whole points 临江县 has 59 + 40 = 99 and stays third; 东岭县 98.5 stays fourth."""
    found = family(book, facts, STEP)
    assert [one.trial.ranks_changed for one in found.choices] == [0, 0, 0]
    assert [one.trial.points_changed for one in found.choices] == [0, 2, 2]
    assert found.choices[1].trial.widest == Fraction(3, 8)


def test_a_rule_that_moves_ranks_says_who_by_how_many_places(book, facts):
    """Below 94 % five points each: 云东区 loses 10, so 石桥市 (59.4 + 37) comes first."""
    written = write_item(book, "F2").replace("起扣线: 92", "起扣线: 94")
    new = read_item(book, "F2", written.replace("扣0.5分", "扣5分"), problems=Problems())
    trial = trying.tried(book, new, facts, "F2")
    # below 94: A 2.7 → 26.5, B 5.75 → 11.25, C 0.6 → 37, D 2 → 30; totals A 85.5, B 71.25, C 96.4, D 90
    assert {row.name: row.points[1] for row in trial.rows} == {
        "临江县": "26.5", "东岭县": "11.25", "石桥市": "37", "云东区": "30"
    }  # fmt: skip
    assert {row.name: row.places for row in trial.changed if row.places} == {
        "石桥市": 1,
        "云东区": -1,
    }
    assert (trial.points_changed, trial.ranks_changed, trial.most_places) == (4, 2, 1)
    assert trial.changed[0].name == "东岭县" and trial.widest == Fraction("26.875")


def test_a_taken_reading_is_declared_and_the_book_stays_faultless(book):
    new = trying.taken(book, "F2", STEP, "不计")
    assert item(new)["params"]["step"] != item(book)["params"]["step"]
    assert item(new)["readings"][STEP] == "不计" and not find_faults(new)
    assert trying.taken(book, "F2", STEP, "看心情") is None
    assert trying.taken(book, "没有", STEP, "不计") is None


def test_every_reading_offered_can_be_taken(book, facts):
    for code in ("F1", "F2", "加分"):
        for found in trying.families(book, facts, code):
            for choice in found.choices:
                new = trying.taken(book, code, found.key, choice.word)
                assert new is not None and not find_faults(new), (found.key, choice.word)
                assert choice.word and not choice.word.startswith("现在")


def test_a_section_reads_back_as_the_same_rule_book(book):
    for code in ("F1", "F2", "加分"):
        assert read_item(book, code, write_item(book, code), problems=Problems()) == book
        again = f"{code}:\n" + "".join(f"  {one}\n" for one in write_item(book, code).splitlines())
        assert read_item(book, code, again, problems=Problems()) == book


@pytest.mark.parametrize("text", ["", "{", "方法", "a: [", "方法: 完成率\n  名称: x", "- 1\n- 2", "\t方法: 直接评分"])  # fmt: skip
def test_whatever_is_written_gets_a_place_and_a_sentence(book, text):
    problems = Problems()
    assert read_item(book, "F2", text, problems=problems) is None
    assert problems.errors and all(one.place and one.what for one in problems.errors)


def test_faults_name_the_line_of_the_text_at_hand(book):
    problems = Problems()
    written = write_item(book, "F2").replace("阈值扣分保底", "阈值扣分保低")
    assert read_item(book, "F2", written, problems=problems) is None
    at = written.splitlines().index("方法: 阈值扣分保低") + 1
    assert problems.errors[0].place.startswith(f"第{at}行第")


def test_a_new_data_item_can_come_with_the_section(book):
    written = write_item(book, "F2").replace("数据: 优良天数比例", "数据: 优良率")
    problems = Problems()
    assert read_item(book, "F2", written, problems=problems) is None
    new = read_item(book, "F2", written, data='优良率: {单位: "%"}', problems=Problems())
    assert new is not None and item(new)["data"]["x"]["item"] == "优良率"


def test_figures_that_cannot_be_scored_are_said(book, facts):
    assert trying.unsound(book, facts) == []
    assert trying.unsound({**book, "calendar": ["2020"]}, facts)


def test_a_floor_is_named_by_where_it_is(book, facts):
    found = family(book, facts, "保底")
    assert [one.word for one in found.choices] == ["在本项", "在大项总分", "不设"]


def test_those_who_only_follow_are_counted_apart():
    """A leader's rank follows his county's; he is none of the units the indicator scores."""
    own = trying.Row("A", "临江县", "县市区", (3, 2), ("39.65", "40"))
    other = trying.Row("B", "东岭县", "县市区", (2, 3), (None, None))
    leader = trying.Row("L", "张县长", "领导", (5, 9), (None, None))
    trial = trying.Trial((own, other, leader), ())
    assert (trial.points_changed, trial.ranks_changed, trial.others_changed) == (1, 2, 1)
    assert trial.changed == [own, other] and trial.most_places == 1
