"""全省位次一句话: in the meeting's page, the bulletin and the leader's board as soon as there is a figure, never before."""

from datetime import timedelta

import docx
import pytest

from baton.desk.papers.briefs import brief
from baton.desk.papers.bulletins import bulletin
from baton.documents.papers import Head, write_brief
from baton.domain import clock
from baton.domain.accounts import services as accounts
from baton.domain.assessment import services as assessment
from baton.domain.province import services as province
from baton.domain.province.services import Rank
from tests.conftest import PASSWORD
from tests.retold import retold
from tests.stories import open_round
from tests.web.test_papers_told import draft

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
SAID = "2026年综合考核全省第7位（共11个），比上年进2位；2个指标里靠前1个、居中0个、靠后1个（2027年1月14日收的位次）。"
RANKS = [
    Rank(2025, "综合考核", "全省", 9, 11), Rank(2026, "综合考核", "全省", 7, 11), Rank(2026, "固定资产投资", "全省", 3, 11),
    Rank(2026, "地区生产总值增速", "全省", 10, 11), Rank(2026, "生态环境满意度", "同类县", 2, 14, subject="临江县"),
]  # fmt: skip


@pytest.fixture
@retold
def run(clerk, tmp_path, at):
    made = draft(open_round(tmp_path, clerk), clerk, at)
    for role in ("leader", "viewer"):
        assessment.release(
            run=made, role=role, layer="totals", decided_by="考核委", by=clerk, at=at
        )
    return made


def told(run):
    return brief(run).province, [one for one in bulletin(run).overall if "全省" in one]


def test_without_ranks_nobody_is_told_anything(run, client, leader):
    assert told(run) == ("", [])
    client.force_login(leader, backend=BACKEND)
    assert "全省" not in client.get(f"/released/{run.pk}/").content.decode()


def test_our_rank_stands_in_papers_and_before_the_leader(run, client, leader, clerk, at, tmp_path):
    province.record(ranks=RANKS, by=clerk, at=at)
    assert told(run) == (SAID, [SAID])
    assert brief(run, "县市区").province == ""
    client.force_login(leader, backend=BACKEND)
    assert SAID in client.get(f"/released/{run.pk}/").content.decode()
    person = accounts.add(
        username="xu", name="徐", role="viewer", password=PASSWORD, by=clerk, at=at
    )
    accounts.change_password(person=person, password=PASSWORD + "3", by=person, at=at)
    client.force_login(person, backend=BACKEND)
    page = client.get(f"/released/{run.pk}/")
    assert page.status_code == 200 and "全省" not in page.content.decode()


def test_what_a_leader_reads_changes_by_a_release_only(run, client, leader, clerk, at, monkeypatch):
    """A rank taken in after the release is told in papers at once, to the leader with the next release."""
    province.record(ranks=RANKS, by=clerk, at=at)
    later = at + timedelta(days=2)
    province.record(ranks=[Rank(2026, "综合考核", "全省", 5, 11)], by=clerk, at=later)
    newer = SAID.replace("第7位", "第5位").replace("进2位", "进4位").replace("14日", "16日")
    assert told(run) == (newer, [newer])
    assert SAID in read(client, leader, run) and newer not in read(client, leader, run)
    assert "领导看到的还是发布时的那一句" in read(client, clerk, run, "/office/run/{}/release/")
    form = {"role": "leader", "layer": "totals", "decided_by": "考核委"}
    monkeypatch.setattr(clock, "now", lambda: later)
    again = client.post(f"/office/run/{run.pk}/release/", form)
    assert again.status_code == 302
    assert newer in read(client, leader, run)
    assert "发布时的那一句" not in read(client, clerk, run, "/office/run/{}/release/")


def test_a_draft_that_was_released_before_any_rank_says_nothing_of_ranks(
    run, client, leader, clerk, at
):
    province.record(ranks=RANKS, by=clerk, at=at + timedelta(minutes=1))
    assert "全省" not in read(client, leader, run)
    assert SAID in read(client, clerk, draft(run.round, clerk, at, stage="opinion"))


def read(client, person, run, address="/released/{}/"):
    client.force_login(person, backend=BACKEND)
    return client.get(address.format(run.pk)).content.decode()


def test_the_year_before_is_told_by_its_name_while_this_one_is_not_known(run, clerk, at):
    province.record(ranks=[Rank(2025, "固定资产投资", "全省", 3, 11)], by=clerk, at=at)
    assert (
        brief(run).province
        == "2025年全省位次：1个指标里靠前1个、居中0个、靠后0个（2027年1月14日收的位次）。"
    )


def test_the_sentence_is_printed(run, clerk, at, tmp_path):
    province.record(ranks=RANKS, by=clerk, at=at)
    path = tmp_path / "一页纸.docx"
    write_brief(Head("方案", "轮次", "第1稿", "0" * 64), brief(run), path)
    assert SAID in [one.text for one in docx.Document(str(path)).paragraphs]
