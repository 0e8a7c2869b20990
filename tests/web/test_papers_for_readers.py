"""材料写到哪一层: what a paper tells is what was chosen for those it goes to, whatever leaders' accounts may see."""

from html import unescape
from io import BytesIO

import pytest
from docx import Document

from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.letters import letters
from baton.desk.papers.pieces import PaperFiles
from baton.domain.assessment import plans, release_services
from baton.domain.assessment import services as assessment
from baton.domain.assessment.models import Dispatch
from baton.domain.audit import queries as log
from baton.domain.audit.models import Entry
from baton.domain.refusals import Refused
from tests.graded import open_graded
from tests.retold import retold
from tests.web.test_release_plan import SAID, number

pytestmark = pytest.mark.django_db
UNITS = {"final.units": ["letters-rank", "bulletin-rank"], "final.public": ["bulletin", "praise"]}


def text(answer):
    return unescape(answer.content.decode())


def said(answer):
    document = Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


@pytest.fixture
@retold
def run(round, clerk, at):
    return number(round, "final", clerk, at)


def plan(desk, round, **cells):
    answer = desk.post(f"/office/rounds/{round.pk}/releases/", UNITS | cells | SAID)
    return text(answer) if answer.status_code == 200 else plans.plan_of(round)


def test_what_leaders_see_is_never_told_to_units(desk, round, run, clerk, at):
    assessment.name_draft(run=run, headline="石桥市 99.4 分，县市区第一", by=clerk, at=at)
    assessment.release(run=run, role="leader", layer="explanations", decided_by="委", by=clerk, at=at)  # fmt: skip
    told = said(desk.get(f"/office/run/{run.pk}/papers/bulletin/"))
    assert "石桥市" in told and "99.4" not in told and "第一" not in told and "名次" not in told
    assert "合计" not in told
    assert not any("名（共" in one.result for one in letters(run))
    assert all(not group.ranks and not group.moves for group in bulletin(run).groups)


def test_an_office_without_accounts_of_leaders_chooses_ranks_beside_the_download(desk, round, run):
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    for way, words in (("bulletin-rank", "写明名次、得分"), ("bulletin-items", "写明名次、得分、失分"), ("letters-rank", "写明名次"), ("checks-rank", "写明名次")):  # fmt: skip
        assert f'href="/office/run/{run.pk}/papers/{way}/?group=">Word，{words}<' in page
        assert f'href="/office/run/{run.pk}/papers/{way}/?as=pdf' in page
    assert "事先定了给" not in page
    answer = desk.get(f"/office/run/{run.pk}/papers/bulletin-rank/")
    assert "99.4" in said(answer) and "合计" not in said(answer)
    assert "%EF%BC%88%E5%86%99%E6%98%8E%E5%90%8D%E6%AC%A1" in answer["Content-Disposition"]
    assert "合计" in said(desk.get(f"/office/run/{run.pk}/papers/bulletin-items/"))
    assert "名（共 4 个）" in said(desk.get(f"/office/run/{run.pk}/papers/letters-rank/"))
    assert "名（共" not in said(desk.get(f"/office/run/{run.pk}/papers/letters/"))


def test_units_and_the_public_each_get_what_was_planned_for_them(desk, round, run):
    found = plan(desk, round)
    assert found.at("final", "units") == ("letters-rank", "bulletin-rank")
    assert found.at("final", "public") == ("praise", "bulletin")
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert page.count("事先定了给被考核单位") == 2
    files = PaperFiles(run, with_pdf=False)
    names = [one.name for one in files.pieces()]
    ranked = [one for one in names if "写明名次、得分" in one]
    assert len(ranked) == 1 and "通报（写明名次、得分）" in ranked[0]
    assert len([one for one in names if " 通报" in one]) == 2, "the public has its own"
    assert len([one for one in names if " 反馈函" in one]) == 1
    assert files.fuller == ["letters-rank", "bulletin-rank"]


def test_a_set_without_a_plan_tells_the_least(round, run):
    files = PaperFiles(run, with_pdf=False)
    assert files.fuller == [] and not any("写明" in one.name for one in files.pieces())


def test_check_sheets_of_a_set_name_the_rank_where_that_was_planned(desk, round, run, tmp_path):
    plan(desk, round, **{"final.units": ["checks-rank"]})
    pieces = [one for one in PaperFiles(run, with_pdf=False).pieces() if one.name.startswith("1 ")]
    assert len(pieces) == 4 and all(one.name.startswith("1 核对单（写明名次）/") for one in pieces)
    pieces[0].make(tmp_path / "a.docx")
    head = next(p.text for p in Document(tmp_path / "a.docx").paragraphs if "　总分 " in p.text)
    assert "第 " in head


def test_several_papers_are_ticked_for_one_reader_and_each_is_waited_for(desk, round, run, clerk, at):  # fmt: skip
    plan(desk, round)
    form = text(desk.get(f"/office/rounds/{round.pk}/releases/"))
    assert form.count(" checked>") == 4 and "反馈函（写明名次）、通报（写明名次、得分）" in form
    place = f"/office/rounds/{round.pk}/"
    page = text(desk.get(place))
    assert "第 1 稿还没有发出" in page and "牵头单位</td>" not in page
    assert '<option value="units.letters-rank" selected>' in text(desk.get(f"/office/run/{run.pk}/release/"))  # fmt: skip
    sent = {"run": run, "reader": "units", "sent_on": at.date(), "by": clerk, "at": at}
    release_services.note_sent(paper="letters-rank", decided_by="市考核委", **sent)
    page = text(desk.get(place))
    assert "反馈函（写明名次） 1 月 14 日发出；第 1 稿通报（写明名次、得分）还没有发出" in page
    release_services.note_sent(paper="bulletin", **sent)
    assert "通报（写明名次、得分）还没有发出" in text(desk.get(place)), "it tells less than planned"
    release_services.note_sent(paper="bulletin-rank", decided_by="市考核委", **sent)
    assert "还没有发出" in text(desk.get(place)), "the public waits"
    release_services.note_sent(**sent | {"reader": "public"}, paper="bulletin")
    release_services.note_sent(**sent | {"reader": "public"}, paper="praise")
    assert "还没有发出" not in text(desk.get(place))


def test_one_paper_is_planned_in_one_way(desk, round):
    refused = plan(desk, round, **{"final.public": ["bulletin", "bulletin-rank"]})
    assert "正式稿给公众的通报勾了几种写法，请只留一种" in refused
    assert refused.count(" checked>") == 4, "what was ticked is still there"
    assert plans.plan_of(round).made is None
    assert "认不得的一格" in plan(desk, round, **{"final.public": ["checks"]})
    assert "认不得的一格" in plan(desk, round, **{"final.leader": ["names", "totals"]})


def test_more_than_was_planned_for_units_needs_a_reason_and_who_decided(desk, round, run):
    plan(desk, round, **{"final.units": ["letters"]})
    place = f"/office/run/{run.pk}/release/sent/"
    given = {"to": "units.letters-rank", "sent_on": "2020-01-14", "sent_decided_by": "市考核委"}
    assert "请写明为什么" in text(desk.post(place, given, follow=True))
    given["sent_why"] = "单位都要看"
    unnamed = text(desk.post(place, given | {"sent_decided_by": " "}, follow=True))
    assert "请写明让被考核单位看到反馈函（写明名次）是谁定的" in unnamed
    desk.post(place, given)
    made = Dispatch.objects.get()
    assert (made.decided_by, made.why) == ("市考核委", "单位都要看")
    told = log.told(Entry.objects.get(action="paper.sent"))
    assert told["paper"] == "letters-rank" and told["archive"] == run.archive
    assert len(told["head"]) == 64 and "decided_by" not in told
    assert "市考核委定的" in text(desk.get(f"/office/run/{run.pk}/release/"))


@pytest.mark.parametrize(
    ("reader", "paper"),
    [("committee", "brief"), ("standing", "board"), ("leads", "lead-losses"), ("archive", "catalogue"), ("units", "annex")],
)  # fmt: skip
def test_every_receiver_can_be_planned_and_noted(desk, round, run, reader, paper):
    plan(desk, round, **{f"final.{reader}": [paper]})
    place = f"/office/run/{run.pk}/release/sent/"
    given = {"to": f"{reader}.{paper}", "sent_on": "2020-01-14", "sent_decided_by": "市考核委"}
    assert "记下了" in text(desk.post(place, given, follow=True))
    assert "发出</span>" in text(desk.get(f"/office/rounds/{round.pk}/"))


def test_that_all_assessed_may_compare_is_planned_and_named(desk, round, run, clerk, at):
    plan(desk, round, **{"final.units": ["board"]})
    sent = {"run": run, "reader": "units", "paper": "board", "sent_on": at.date(), "by": clerk, "at": at}  # fmt: skip
    with pytest.raises(Refused, match="是谁定的"):
        release_services.note_sent(**sent)
    release_services.note_sent(**sent, decided_by="市委常委会")
    assert "A3 总表 1 月 14 日发出" in text(desk.get(f"/office/rounds/{round.pk}/"))
