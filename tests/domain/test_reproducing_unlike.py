"""复算去年 by a roster or a scheme of another year: the true reason is given, and no wrong one is ready to be accepted."""

import pytest

from baton.desk import folders
from baton.documents.published import RANK, TOTAL
from baton.scoring import score
from tests import stories
from tests.domain.test_reproducing import RIGHT, found
from tests.domain.test_reproducing import year as year

GRADED = "单位,总分,名次,等次\n临江县,98.65,3,良好\n东岭县,98.13,4,良好\n石桥市,99.4,2,优秀\n云东区,100,1,优秀\n"  # fmt: skip


def scored(year):
    book, facts = folders.read_folder(year / "规则书.yaml", year, as_of="全年", on="2026-12-31")
    return score(book, facts)


@pytest.fixture
def apart(year):
    """云东区, which was first, is set apart in the roster that is at hand."""
    roster = stories.ROSTER.replace("机构序,别名", "机构序,别名,单列").replace(",1,\n", ",1,,\n").replace("东岭\n", "东岭,\n")  # fmt: skip
    roster = roster.replace("县市区,3,\n", "县市区,3,,\n").replace("县市区,4,\n", "县市区,4,,是\n")
    (year / "名册.csv").write_text(roster, encoding="utf-8")
    return scored(year)


def test_a_unit_set_apart_explains_the_ranks_behind_it(apart, tmp_path):
    wrong = RIGHT.replace("东岭县,60,38.125,0,98.13,4", "东岭县,60,38.125,0,98.12,4")
    comparison, likely = found(apart, tmp_path, wrong)
    (one,) = [one for one in likely if "单列" in one.sentence]
    assert one.sentence.startswith("用的名册里云东区单列，没有排名次；公布表里排了")
    assert one.cells == {(subject, RANK) for subject in "ABCD"}
    assert not [other for other in likely if other.kind == "follows" and other.cells & one.cells]
    assert [cell.key for cell in comparison.differences if cell.key not in one.cells] == [
        ("B", TOTAL)
    ]


def test_a_unit_set_apart_in_the_table_explains_the_ranks_that_left_it_out(year, tmp_path):
    """云东区 was first and stands without a rank: nobody typed the others' ranks by hand."""
    table = (
        "单位,总分,名次,等次\n临江县,98.65,2,\n东岭县,98.13,3,\n石桥市,99.4,1,\n云东区,100,—,单列\n"
    )
    _, likely = found(scored(year), tmp_path, table)
    (one,) = likely
    assert one.sentence.startswith("公布表里云东区有总分、没有排名次，像是单列；用的名册里排了")
    assert one.cells == {(subject, RANK) for subject in "ABCD"}


def test_grades_that_no_rule_gives_are_told_once(year, tmp_path):
    _, likely = found(scored(year), tmp_path, GRADED)
    (one,) = likely
    assert one.sentence == "“县市区”那一年的方案里没有等次规则，公布的等次不能复算"
    assert {subject for subject, _ in one.cells} == set("ABCD")
