"""加减分里容易记错的: lines of merged units, of other days under one name, and without points yet."""

from datetime import date

import pytest

from baton.desk import computing
from baton.desk.ledger import claiming
from baton.desk.ledger.claim_counts import effect_of
from baton.desk.papers.claim_lines import lines
from baton.domain.claims import services as claims
from baton.domain.claims.models import Claim
from baton.domain.orgs import unit_services as orgs
from baton.domain.orgs.models import Alias, Unit
from tests import stories
from tests.domain.test_claiming import LESS, read, round
from tests.stories import open_round

__all__ = ["round"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["2026-03-12", ""])
def test_lines_of_a_merged_unit_are_asked_about_whatever_their_day(round, clerk, at, day):
    """What a unit did before it was merged counts for nobody under its own name."""
    unit, into = Unit.objects.get(code="B"), Unit.objects.get(code="A")
    line = f"文〔2026〕1号\t东岭\t甲\t省级\t1\t{day}\t表彰\n"
    assert not read(round, line).faults
    orgs.merge(
        year=2026, unit=unit, into=into, on=date(2026, 4, 1), why="机构改革", by=clerk, at=at
    )
    (ask,) = read(round, line).asked
    assert "“东岭县”2026-04-01 起已并入“临江县”" in ask.what
    assert [words for _, words in ask.choices] == ["记在临江县名下", "不收这几行"]
    heir, gone = (read(round, line, meanings=[said]) for said, _ in ask.choices)
    assert [one.entry.subject.code for one in heir.lines] == ["A"] and not heir.faults
    assert [words for _, words in heir.answered] == ["“东岭县”的记在临江县名下"]
    assert not gone.lines and "几行不收" in gone.answered[0][1]
    claiming.take_in_claims(round=round, preview=heir, by=clerk, at=at)
    assert not Alias.objects.filter(unit=into, text="东岭").exists()


def test_a_claim_of_a_unit_that_was_merged_later_says_so_and_what_to_do(round, clerk, at):
    preview = read(round, "文〔2026〕1号\t东岭\t甲\t省级\t1\t2026-03-12\t表彰\n")
    (claim,) = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    claims.decide(
        claims=[claim],
        state="accepted",
        decided_by="认定小组",
        decided_on=date(2027, 1, 10),
        by=clerk,
        at=at,
    )
    unit, into = Unit.objects.get(code="B"), Unit.objects.get(code="A")
    orgs.merge(
        year=2026, unit=unit, into=into, on=date(2026, 4, 1), why="机构改革", by=clerk, at=at
    )
    run = computing.refresh(round, at=at, by=clerk)
    claim.refresh_from_db()
    why = "东岭县2026-03-31 以后不在册（并入或撤销了），不计分；要计的，请更正到承接的单位名下"
    assert why in effect_of(round, claim).sentence and why in str(lines(run))


def test_what_happened_on_other_days_is_another_matter_and_all_of_it_counts(
    clerk, at, tmp_path, monkeypatch
):
    """Three late reports without a paper's number are three, and one that a person takes besides is a fourth."""
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("名次: {", LESS + "名次: {"))
    round = open_round(tmp_path, clerk)
    head = "单位\t事项\t情形\t日期\t种类\n"
    rows = [f"东岭\t月报迟报\t逾期\t2026-0{month}-01\t督查扣分\n" for month in (3, 4, 5)]
    preview = claiming.read_claims_paste(round, head + "".join(rows))
    assert not preview.faults and not preview.doubles
    assert [line.entry.matter for line in preview.lines] == [
        "",
        "月报迟报（2026-04-01）",
        "月报迟报（2026-05-01）",
    ]
    assert sum("同名、日期不同，记作另一件事" in one.what for one in preview.remarks) == 2
    again = claiming.read_claims_paste(round, head + rows[0] + rows[0])
    (double,) = again.doubles
    assert double.entry.matter == "月报迟报（2026-03-01）"
    made = claiming.take_in_claims(round=round, preview=again, by=clerk, at=at)
    assert [one.matter for one in made] == ["月报迟报", "月报迟报（2026-03-01）"]


@pytest.mark.past_the_log
def test_an_accepted_line_without_points_is_never_printed_as_counting_nothing(
    clerk, at, tmp_path, monkeypatch
):
    """A level whose points the office gives, and none given yet: everything of that kind waits, and says for what."""
    given = stories.RULEBOOK.replace(
        "      同一事项:", "      酌情: {最少: 0分, 最多: 1.5分}\n      同一事项:"
    )
    monkeypatch.setattr(stories, "RULEBOOK", given)
    round = open_round(tmp_path, clerk)
    rows = "文〔2026〕1号\t东岭\t甲\t省级\t\t2026-03-12\t表彰\n文〔2026〕2号\t东岭\t乙\t其他\t\t2026-03-12\t表彰\n"
    preview = read(round, rows)
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    Claim.objects.filter(pk__in=[one.pk for one in made]).update(state="accepted")
    run = computing.refresh(round, at=at, by=clerk)
    paper = [line for line in lines(run).lines if line.unit == "东岭县"]
    assert [line.counts for line in paper] == ["还算不出"] * 3
    assert "级别“其他”不在分值表里" in paper[0].why and "等定分后再算" in paper[0].why
