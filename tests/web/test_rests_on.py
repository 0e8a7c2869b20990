"""依据和数据来源: on the page of a number, in its plain text, in the annex and in the count of a scheme."""

from html import unescape

import pytest

from baton.desk import computing
from baton.desk.papers.annexes import annex
from baton.desk.rules.scheme_counts import counts
from baton.domain.intake import services as intake
from baton.domain.schemes import queries as schemes
from tests import stories
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
TOLD = (
    "      依据: 市政府工作报告任务分解表（云政办发〔2026〕5号）\n      数据来源: 财政总决算快报\n"
)


@pytest.fixture
@retold
def round(clerk, tmp_path, at, monkeypatch):
    told = stories.RULEBOOK.replace("      牵头: 市财政局\n", f"      牵头: 市财政局\n{TOLD}")
    monkeypatch.setattr(stories, "RULEBOOK", told)
    found = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(found, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return found


@pytest.fixture
def run(round, clerk, at):
    return computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)


def test_a_number_says_what_its_indicator_rests_on_and_where_figures_come_from(desk, run):
    page = unescape(desk.get(f"/office/run/{run.pk}/unit/A/F1/").content.decode())
    assert "依据 市政府工作报告任务分解表（云政办发〔2026〕5号）；数据来源 财政总决算快报；" in page
    assert "数据来源：财政总决算快报" in page  # in the text that can be copied
    other = unescape(desk.get(f"/office/run/{run.pk}/unit/A/F2/").content.decode())
    assert "数据来源" not in other and "依据 " not in other


def test_the_annex_has_both(run):
    first, second = (line for part in annex(run).papers[0].parts for line in part.lines if line.points in ("60", "40"))  # fmt: skip
    assert first.source == "财政总决算快报"
    assert "依据：市政府工作报告任务分解表（云政办发〔2026〕5号）" in first.sentence
    assert second.source == "—" and "依据" not in second.sentence


def test_only_those_that_rest_on_nothing_are_counted(round):
    book = schemes.book_of(schemes.newest(round.scheme))
    assert counts(book).without_basis == ["空气优良天数比例"]
