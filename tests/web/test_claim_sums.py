"""台账里每条计几分、每个单位合计: as the newest result counts them, up to the cap."""

import html

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.desk.ledger import claim_sums
from baton.desk.papers.claim_lines import lines
from baton.domain.claims.models import Claim
from baton.domain.targets import services
from baton.domain.targets.services import Line
from baton.web.office import claim_rows
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = "申报单位\t加分事项\t级别\t文号\t种类\n"
FOUR = "".join(f"东岭\t第{n}件\t省级\t文〔2026〕{n}号\t表彰\n" for n in range(1, 5))
ONE = "临江县\t平安县\t市级\t云平〔2026〕1号\t表彰\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def page_of(desk, address="/office/claims/"):
    return html.unescape(desk.get(address).content.decode())


def taken(desk, rows):
    return desk.post("/office/claims/in/", {"text": HEAD + rows, "take": "1"})


def decide(desk, claims):
    said = {"state": "accepted", "decided_by": "认定小组"}
    return desk.post(
        "/office/claims/decide/", said | {"claim": [f"{one.pk}:{one.edits}" for one in claims]}
    )


def test_each_line_says_what_was_asked_and_what_counts_and_each_unit_its_sum(
    desk, round, clerk, at
):
    """The cap is a mark on the line that it cuts and a bar beside the ledger; what was decided since is said to be so."""
    taken(desk, FOUR + ONE)
    claims = list(Claim.objects.order_by("number"))
    decide(desk, claims[:4])
    run = computing.refresh(round, at=at, by=clerk)
    page = page_of(desk)
    got = claim_sums.tally(run).units["B"]
    assert (got.asked, got.added, got.cap, got.net) == (4, 3, 3, 3) and got.is_capped
    assert "1 个单位到了上限" in page and page.count(">到上限<") == 1
    assert "加分 4，按上限计 3，净 +3" in page and "已到上限 3" in page and 'class="cut"' in page
    assert f"/office/run/{run.pk}/before/#pending" in page
    line = page[page.index(f"{claims[4].number} 平安县") :]
    assert 'data-l="申报">+0.5<' in line and 'data-l="实际计">—' in line
    assert claim_sums.counted(run)[claims[3].number, "accepted"].counts == 0
    decide(desk, claims[4:])
    assert 'data-l="实际计">重算中' in page_of(desk)


def test_where_no_newer_result_can_be_made_the_ledger_says_why(desk, round, clerk, at):
    """As the board does, with the way to it; no line is said to be computed that never will be."""
    taken(desk, ONE)
    claim = Claim.objects.get()
    computing.refresh(round, at=at, by=clerk)
    lines = [Line(unit, "F1", "目标", None, is_withdrawn=True) for unit in "AB"]
    services.agree(scheme=round.scheme, lines=lines, by=clerk, at=at)
    answer = desk.post(
        "/office/claims/decide/",
        {"state": "accepted", "decided_by": "认定小组", "claim": f"{claim.pk}:{claim.edits}"},
        follow=True,
    )
    page, one = html.unescape(answer.content.decode()), page_of(desk, f"/office/claims/{claim.pk}/")
    why = "责任书缺 2 项目标，所以还没有按现在的数重算："
    assert all(why in told and "/office/targets/?show=missing" in told for told in (page, one, page_of(desk, "/office/board/")))  # fmt: skip
    assert (
        'data-l="实际计">没有重算' in page and '<span class="src">责任书缺 2 项目标</span>' in page
    )
    assert "重算中" not in page and "正在重算" not in page and "过几秒" not in one


def test_before_anything_was_computed_the_ledger_has_no_sums(desk, round):
    taken(desk, ONE)
    page = page_of(desk)
    assert (
        "每个单位合计" not in page
        and "待定的若认定，谁动" not in page
        and 'data-l="实际计">—' in page
    )


def test_a_unit_that_helped_reads_why_it_gets_less(desk, round, clerk, at):
    desk.post(
        "/office/claims/in/",
        {"text": HEAD.strip() + "\t角色\n" + ONE.strip() + "\t配合\n", "take": "1"},
    )
    claim = Claim.objects.get()
    assert claim.role == Claim.Role.SUPPORT
    decide(desk, [claim])
    computing.refresh(round, at=at, by=clerk)
    page = page_of(desk)
    assert 'data-l="申报">+0.5<' in page and 'data-l="实际计">+0.25' in page
    assert '<span class="src">配合单位</span>' in page


def test_sums_take_no_query_for_each_line(desk, round, clerk, at, django_assert_num_queries):
    taken(desk, ONE)
    decide(desk, Claim.objects.all())
    computing.refresh(round, at=at, by=clerk)
    desk.get("/office/claims/?size=200")
    with CaptureQueriesContext(connection) as few:
        desk.get("/office/claims/?size=200")
    wanted = len(few)
    taken(desk, "".join(f"东岭\t事{n}\t省级\t文〔2026〕{n}号\t表彰\n" for n in range(120)))
    decide(desk, Claim.objects.filter(state="pending"))
    computing.refresh(round, at=at, by=clerk)
    desk.get("/office/claims/?size=200")
    with django_assert_num_queries(wanted):
        assert "按上限计 3" in page_of(desk, "/office/claims/?size=200")


def test_more_units_than_stand_beside_the_ledger_are_counted_and_linked(
    desk, round, clerk, at, monkeypatch
):
    monkeypatch.setattr(claim_rows, "MOST", 1)
    taken(desk, FOUR + ONE)
    decide(desk, Claim.objects.all())
    computing.refresh(round, at=at, by=clerk)
    page = page_of(desk)
    sums = page[page.index('id="sums"') :]
    assert "净得分前 1，" in sums and 'sums=all#sums">全部 2 个</a>' in sums
    assert "东岭县" in sums and "临江县" not in sums
    page = page_of(desk, "/office/claims/?sums=all")
    sums = page[page.index('id="sums"') :]
    assert (
        "东岭县" in sums
        and "临江县" in sums
        and "2 个，按净得分" in sums
        and "净得分前" not in sums
    )


def test_levels_stand_as_the_rule_book_ranks_them(desk, round, clerk, at):
    """省级 before 市级, whichever comes first in the ledger or in the list of characters."""
    taken(desk, ONE + FOUR)
    decide(desk, Claim.objects.all())
    run = computing.refresh(round, at=at, by=clerk)
    page = page_of(desk)
    assert page.index("<option>省级") < page.index("<option>市级")
    assert lines(run).honours[0] == ["单位", "省级", "市级", "合计"]
