"""社会评议结果: what votes and satisfaction came to, as a paper that may be published; no single vote and no official."""

from fractions import Fraction

import pytest

from baton.desk import computing
from baton.desk.intake import sheets
from baton.desk.papers.appraisals import _per_cent, appraisals
from baton.desk.papers.pieces import PaperFiles
from baton.domain.assessment.readers import COMPARING, OFFERED, Reader
from baton.domain.intake import services as intake
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.votes import voting
from tests.web.test_papers import rows, said, word

pytestmark = pytest.mark.django_db
HEAD = "单位\t优秀\t良好\t一般\t较差\t不了解\n"
NAME = "社会评议结果"


@pytest.fixture
@retold
def voted(clerk, tmp_path, at):
    sheet = voting(tmp_path / "office", clerk)["县直机关工委"]
    counts = {"临江县": (23, 7, 0, 2, 2), "东岭县": (30, 0, 0, 0, 0), "石桥市": (1, 1, 0, 0, 0), "云东区": (10, 10, 10, 2, 2)}  # fmt: skip
    lines = "\n".join(f"{unit}\t" + "\t".join(map(str, own)) for unit, own in counts.items())
    made = sheets.take_in(sheet=sheet, preview=sheets.read_paste(sheet, HEAD + lines), origin="paste", by=clerk, at=at)  # fmt: skip
    intake.accept(submission=made, by=clerk, at=at)
    return computing.number_draft(sheet.round, stage="check", why="核对", by=clerk, at=at)


@pytest.fixture
@retold
def plain(clerk, tmp_path, at):
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)


def test_results_and_numbers_of_people_stand_in_official_order(desk, voted):
    document = word(desk.get(f"/office/run/{voted.pk}/papers/appraisals/"))
    told = said(document)
    assert f"县市区{NAME}" in told and "1. 机关作风（县直机关工委）" in told
    table = rows(document)
    assert [line[1] for line in table[1:]] == ["临江县", "东岭县", "石桥市", "云东区"]
    assert table[1][2:] == ["优秀 23、良好 7、一般 0、较差 2、不了解 2（折合 89.38%）", "34"]
    assert table[2][2:] == ["优秀 30、良好 0、一般 0、较差 0、不了解 0（折合 100.00%）", "30"]
    assert table[3][2:] == ["折合 90.00%", "2"]  # of two people levels would tell who said what
    assert "服务满意度" not in told  # nothing is there yet


def test_the_whole_set_has_it_where_there_is_something_to_publish(voted):
    names = [one.name for one in PaperFiles(voted, with_pdf=False).pieces()]
    assert sum(NAME in name for name in names) == 1


def test_a_scheme_without_such_indicators_says_so(desk, plain):
    assert appraisals(plain) == []
    assert not any(NAME in one.name for one in PaperFiles(plain, with_pdf=False).pieces())
    told = said(word(desk.get(f"/office/run/{plain.pk}/papers/appraisals/")))
    assert "没有可公布的" in told


def test_it_may_be_planned_for_the_public_and_somebody_has_to_decide_it():
    assert "appraisals" in OFFERED[Reader.PUBLIC.value] and "appraisals" in OFFERED[Reader.UNITS.value]  # fmt: skip
    assert "appraisals" in COMPARING


def test_a_share_is_rounded_half_up_as_points_are():
    assert [_per_cent(Fraction(*one)) for one in ((681, 800), (1, 1))] == ["85.13%", "100.00%"]  # fmt: skip
