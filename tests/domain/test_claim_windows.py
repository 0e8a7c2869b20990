"""加减分分轮次: a round counts what happened on its days, and waits only for that."""

from datetime import date

import pytest

from baton.desk import computing
from baton.desk.drafts import closing
from baton.domain.claims import services as claims
from baton.domain.claims import windows
from baton.domain.claims.entries import Entry
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
MARCH, MAY, NEXT_JANUARY = date(2026, 3, 5), date(2026, 5, 20), date(2027, 1, 9)


@pytest.fixture
@retold
def year_end(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def half(year_end, clerk, at):
    return rounds.open_round(
        scheme=year_end.scheme, version=year_end.version, name="一季度", kind="quarter", as_of="上半年",
        on=date(2026, 3, 31), by=clerk, at=at,
    )  # fmt: skip


def honour(round, clerk, at, day, decide=True):
    entry = Entry(Unit.objects.get(code="A"), "表彰", f"{day}的表彰", level="市级", happened_on=day)
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    if decide:
        claims.decide(
            claims=made, state="accepted", decided_by="小组", decided_on=at.date(), reason="", by=clerk, at=at
        )  # fmt: skip
    return made[0]


def bonus(round, clerk, at):
    run = computing.refresh(round, at=at, by=clerk)
    return run.lines.get(subject="A").papers.get("加分")


def test_what_happened_after_a_quarter_does_not_count_in_it(half, year_end, clerk, at):
    for day in (MARCH, MAY, NEXT_JANUARY, None):
        honour(half, clerk, at, day)
    assert bonus(half, clerk, at) == "1"  # March, and the one without a date
    assert bonus(year_end, clerk, at) == "2"  # honours of a year are announced in January, too
    assert windows.outside(half) == 2 and windows.outside(year_end) == 0


def test_a_later_quarter_may_count_its_own_days_alone(half, clerk, at):
    honour(half, clerk, at, MARCH)
    honour(half, clerk, at, MAY)
    windows.count_days(round=half, since=date(2026, 4, 1), until=date(2026, 6, 30), by=clerk, at=at)
    assert bonus(half, clerk, at) == "0.5"
    with pytest.raises(Refused, match="与现在的一样"):
        windows.count_days(round=half, since=date(2026, 4, 1), until=date(2026, 6, 30), by=clerk, at=at)  # fmt: skip
    with pytest.raises(Refused, match="晚于最后一天"):
        windows.count_days(round=half, since=MAY, until=MARCH, by=clerk, at=at)


def test_a_round_waits_only_for_its_own_claims(half, clerk, at):
    honour(half, clerk, at, MAY, decide=False)
    assert not any("待定" in block.sentence for block in closing.blocks(half, at.date()))
    honour(half, clerk, at, MARCH, decide=False)
    assert any("1 条加减分待定" in block.sentence for block in closing.blocks(half, at.date()))


def test_the_ledger_and_the_claim_say_so_and_the_round_page_changes_it(desk, half, clerk, at):
    claim = honour(half, clerk, at, MAY)
    computing.refresh(half, at=at, by=clerk)
    page = desk.get(f"/office/claims/?round={half.pk}").content.decode()
    assert "只计 2026-03-31 以前的" in page and "另有 1 条" in page
    assert "不计入这一轮" in page and "重算中" not in page
    line = f"/r/{half.pk}/office/claims/{claim.pk}/"
    assert f'href="{line}' in page and "不计入这一轮" in desk.get(line).content.decode()
    address = f"/office/rounds/{half.pk}/"
    assert 'value="2026-03-31"' in desk.get(address).content.decode()
    said = desk.post(address, {"act": "claim_days", "since": "2026-07-01", "until": "2026-06-30"})
    assert "晚于最后一天" in said.content.decode() and 'value="2026-07-01"' in said.content.decode()
    desk.post(address, {"act": "claim_days", "since": "", "until": "2026-06-30"})
    assert windows.days_of(half) == (None, date(2026, 6, 30))
    assert "2026-06-30 以前" in desk.get(address).content.decode()
    assert bonus(half, clerk, at) == "0.5"
