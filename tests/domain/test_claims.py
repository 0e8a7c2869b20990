"""加减分: what may be entered, decided, corrected and withdrawn, and what of it counts."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from baton.desk import computing
from baton.desk.ledger import claim_counts
from baton.domain.audit.models import Entry as Logged
from baton.domain.claims import history, ledger, queries, services
from baton.domain.claims.entries import Entry
from baton.domain.claims.ledger import Chosen
from baton.domain.claims.models import Claim, Correction, Decision
from baton.domain.orgs import unit_services as orgs
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds import services as rounds
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 10)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def scored(round, clerk, tmp_path, at):
    from baton.domain.intake import services as intake

    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return round


def line(code, title, level="省级", **more):
    return Entry(subject=Unit.objects.get(code=code), kind="表彰", title=title, level=level, **more)


def enter(round, clerk, at, *entries):
    return services.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)


def decide(claims, clerk, at, state="accepted", **more):
    said = {"decided_by": "加减分认定小组", "decided_on": DAY} | more
    services.decide(claims=claims, state=state, by=clerk, at=at, **said)


def test_two_clerks_on_one_claim_the_second_is_told_and_nothing_is_written(
    round, clerk, second_clerk, at
):
    one, other = enter(round, clerk, at, line("A", "文明县"), line("A", "卫生县"))
    seen = {one.pk: one.edits, other.pk: other.edits}
    decide([one], second_clerk, at, seen=seen)
    with pytest.raises(Conflict, match=f"{one.number} 刚被别人定过"):
        decide([one, other], clerk, at, "rejected", seen=seen, reason="没有文件依据")
    assert list(Claim.objects.order_by("number").values_list("state", flat=True)) == [
        "accepted",
        "pending",
    ]
    assert Decision.objects.count() == 1


def test_a_decision_is_changed_only_with_a_reason_and_the_old_one_stays(round, clerk, at):
    (one,) = enter(round, clerk, at, line("A", "文明县"))
    decide([one], clerk, at)
    with pytest.raises(Refused, match="已经定过。要改，请写明为什么改"):
        decide([one], clerk, at, "exempted")
    decide([one], clerk, at, "pending", reason="文号有误，待核", meeting="第 4 次会议")
    told = history.of(Claim.objects.get())
    assert [deed.what for deed in told] == ["待定", "认定", "登记"]
    assert told[0].reason == "文号有误，待核" and told[0].meeting == "第 4 次会议"


def test_a_correction_keeps_what_stood_before(round, clerk, at):
    (one,) = enter(round, clerk, at, line("A", "文明县", document="省文明〔2026〕3号"))
    better = line("B", "文明县", document="省文明〔2026〕8号", happened_on=date(2026, 5, 1))
    with pytest.raises(Refused, match="请写明为什么更正"):
        services.edit(claim=one, entry=better, edits=0, reason=" ", by=clerk, at=at)
    services.edit(claim=one, entry=better, edits=0, reason="文号抄错，单位也错", by=clerk, at=at)
    kept = Correction.objects.get()
    assert kept.changes == {
        "subject": ["临江县", "东岭县"], "document": ["省文明〔2026〕3号", "省文明〔2026〕8号"],
        "happened_on": ["", "2026-05-01"],
    }  # fmt: skip
    assert ("单位", "临江县", "东岭县") in history.of(Claim.objects.get())[0].changes
    with pytest.raises(Conflict):
        services.edit(claim=one, entry=line("A", "文明县"), edits=0, reason="再改", by=clerk, at=at)
    with pytest.raises(Refused, match="没有改动"):
        services.edit(claim=one, entry=better, edits=1, reason="再改", by=clerk, at=at)
    decide([Claim.objects.get()], clerk, at)
    with pytest.raises(Refused, match="请先改回待定"):
        services.edit(claim=one, entry=line("A", "文明县"), edits=2, reason="再改", by=clerk, at=at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE claims_correction SET reason = '别的'")


def test_names_of_people_never_go_into_the_log(round, clerk, at):
    (one,) = enter(round, clerk, at, line("A", "文明县", receipt_by="张三"))
    services.edit(
        claim=one,
        entry=line("A", "文明县", receipt_by="李四"),
        edits=0,
        reason="签收人写错",
        by=clerk,
        at=at,
    )
    assert not any(
        name in entry.data for entry in Logged.objects.all() for name in ("张三", "李四")
    )


def test_a_withdrawn_claim_stays_counts_no_more_and_cannot_be_decided(round, clerk, at):
    one, other = enter(round, clerk, at, line("A", "文明县"), line("B", "文明县"))
    decide([other], clerk, at)
    with pytest.raises(Refused, match="请写明是谁要撤回的"):
        services.withdraw(claim=one, asked_by="", on=DAY, by=clerk, at=at)
    services.withdraw(claim=one, asked_by="临江县", reason="重复申报", on=DAY, by=clerk, at=at)
    assert [event[0] for event in queries.events(round)] == [other.number]
    with pytest.raises(Refused, match="已经撤回"):
        decide([one], clerk, at)
    with pytest.raises(Refused, match="请先改回待定"):
        services.withdraw(claim=other, asked_by="东岭县", on=DAY, by=clerk, at=at)


def test_the_same_matter_is_decided_at_once(round, clerk, at):
    made = enter(
        round,
        clerk,
        at,
        line("A", "全国文明城市"),
        line("A", "全国文明城市提名", "市级"),
        line("A", "平安建设先进"),
    )
    (group,) = ledger.shown(round.scheme, Chosen()).matters
    assert [one.number for one in group] == ["A0001", "A0002"]
    services.decide_matter(
        claims=made[:2], kept=made[0], matter="文明城市", decided_by="加减分认定小组", decided_on=DAY,
        meeting="第 3 次会议", by=clerk, at=at,
    )  # fmt: skip
    first, second, third = Claim.objects.order_by("number")
    assert (first.state, second.state, third.state) == ("accepted", "rejected", "pending")
    assert first.matter == second.matter == "文明城市" != third.matter
    assert second.decisions.get().reason == "同一事项，不重复计，已计 A0001"
    assert ledger.shown(round.scheme, Chosen()).matters == []
    with pytest.raises(Refused, match="同一个单位"):
        services.decide_matter(
            claims=[third, *enter(round, clerk, at, line("B", "平安建设先进"))], kept=third, matter="平安",
            decided_by="小组", decided_on=DAY, by=clerk, at=at,
        )  # fmt: skip
    assert Claim.objects.get(pk=third.pk).state == "pending"


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("全国文明村镇", "全省文明村镇", True), ("国家卫生县城", "省级卫生县城", True), ("全国文明城市", "省级文明城市", True),
        ("国家卫生县", "省级卫生县", True), ("荣获省级双拥模范县称号", "全国双拥模范县", True), ("全国文明村镇", "省级文明单位", False),
        ("全省信访工作先进单位", "全国中医药工作先进单位", False), ("省级试点", "国家级试点", False),
    ],
)  # fmt: skip
def test_one_honour_at_two_levels_is_proposed_as_one_matter(round, clerk, at, one, other, are_same):
    enter(round, clerk, at, line("A", one, "省级"), line("A", other, "市级"), line("B", one))
    assert len(ledger.shown(round.scheme, Chosen()).matters) == are_same


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (("平安建设先进单位", "市级", "云平〔2026〕1号"), ("平安建设先进集体", "市级", "云平〔2026〕9号"), False),
        (("会议纪律通报", "逾期", "云督〔2026〕7号"), ("会议纪律再通报", "通报批评", "云督〔2026〕8号"), False),
        (("2025年度平安建设先进", "省级", ""), ("2026年度平安建设先进", "省级", ""), False),
        (("平安建设先进单位", "市级", "云平〔2026〕1号"), ("平安建设先进集体", "市级", ""), True),
        (("平安建设先进单位", "市级", "云平〔2026〕1号"), ("平安建设先进集体", "市级", "关于表彰的决定（云平[2026]01号）"), True),
        (("平安建设先进单位", "省级", "省平〔2026〕1号"), ("平安建设先进集体", "市级", "云平〔2026〕9号"), True),
        (("全国文明城市", "", "文明委〔2026〕2号"), ("全省文明城市", "", "省文明〔2026〕9号"), True),
        (("甲地双拥活动", "市级", "见附件1"), ("丙地卫生检查", "市级", "见附件1"), False),
    ],
)  # fmt: skip
def test_other_documents_and_other_years_are_other_matters(round, clerk, at, one, other, are_same):
    told = [line("A", title, level, document=paper) for title, level, paper in (one, other)]
    enter(round, clerk, at, *told)
    assert len(ledger.shown(round.scheme, Chosen()).matters) == are_same


@pytest.mark.parametrize(("days", "are_same"), [((2025, 2026), False), ((2026, 2026), True)])
def test_honours_of_two_years_are_two_matters(round, clerk, at, days, are_same):
    one, other = (date(year, 5, 12) for year in days)
    enter(
        round, clerk, at, line("A", "平安建设先进单位", happened_on=one),
        line("A", "平安建设先进集体", happened_on=other),
    )  # fmt: skip
    assert len(ledger.shown(round.scheme, Chosen()).matters) == are_same


def test_lines_told_apart_are_not_proposed_again_and_each_counts(scored, clerk, at):
    made = enter(
        scored, clerk, at, line("A", "逾期未报材料", document="督〔2026〕1号"),
        line("A", "逾期未报材料", document="督〔2026〕2号"), line("A", "逾期未报材料表", document="督〔2026〕3号"),
    )  # fmt: skip
    assert len(ledger.shown(scored.scheme, Chosen()).matters) == 1
    services.part(claims=made, by=clerk, at=at)
    assert ledger.shown(scored.scheme, Chosen()).matters == []
    assert Claim.objects.get(number="A0002").matter == "逾期未报材料（A0002）"
    decide(made, clerk, at)
    assert claim_counts.item_of(computing.refresh(scored, at=at, by=clerk), "A", "加分").got == 3
    enter(scored, clerk, at, line("A", "逾期未报材料表格", document=""))
    (again,) = ledger.shown(scored.scheme, Chosen()).matters
    assert "A0004" in {one.number for one in again}


def test_the_ledger_is_chosen_counted_and_cut_with_as_many_queries_for_ten_as_for_many(
    round, clerk, at, django_assert_num_queries
):
    enter(
        round,
        clerk,
        at,
        *(line("ABCD"[n % 4], f"事项{n:03}号", document=f"文〔2026〕{n}号") for n in range(10)),
    )
    with django_assert_num_queries(4):
        ledger.shown(round.scheme, Chosen())
    made = enter(
        round, clerk, at, *(line("ABCD"[n % 4], f"别的{n:03}号", "市级") for n in range(200))
    )
    decide(made[:50], clerk, at)
    with django_assert_num_queries(4):
        found = ledger.shown(round.scheme, Chosen(size=50, page=2))
    assert (found.first, found.last, found.total, found.pages) == (51, 100, 210, 5)
    assert sum(found.counts.values()) == 210 and found.counts["accepted"] == 50
    near = ledger.shown(
        round.scheme, Chosen(level="市级", state="accepted", unit=str(made[0].subject_id))
    )
    assert sum(near.counts.values()) == 50 and near.total == near.counts["accepted"] == 13
    assert ledger.shown(round.scheme, Chosen(text="临江 事项004 〔2026〕４号")).total == 1
    assert ledger.shown(round.scheme, Chosen(page=99)).page == 5


def test_every_line_says_what_of_it_counts_under_the_cap(scored, clerk, at):
    made = enter(
        scored, clerk, at, line("A", "甲", "省级"), line("A", "乙", "省级"), line("A", "丙", "市级"),
        line("A", "丁", "省级"), line("A", "丁县", "市级", matter="丁"), line("A", "戊", "市级"),
        line("B", "己", "市级", role="support"),
    )  # fmt: skip
    decide(made, clerk, at)
    run = computing.refresh(scored, at=at, by=clerk)
    item = claim_counts.item_of(run, "A", "加分")
    assert item.sum == 4 and item.got == 3 and item.is_capped
    assert sum(part.counts for part in item.parts) == item.got
    told = {part.number: (part.worth, part.counts) for part in item.parts}
    assert told["A0003"] == (Fraction(1, 2), Fraction(1, 2)) and told["A0004"] == (
        1,
        Fraction(1, 2),
    )
    claims = {one.number: one for one in Claim.objects.select_related("subject")}
    said = {name: claim_counts.effect_of(scored, claims[name]).sentence for name in claims}
    assert said["A0001"] == "这一条实际计 1 分，本单位本项计 3 分。"
    assert said["A0004"] == "本单位本项已到上限 3 分，这一条值 1 分，实际计 0.5 分。"
    assert said["A0005"] == "这一条实际计 0 分：同一事项只计最高一次，已计 A0004。"
    assert said["A0006"] == "本单位本项已到上限 3 分，这一条值 0.5 分，实际计 0 分。"
    assert said["A0007"] == "这一条实际计 0.25 分，本单位本项计 0.25 分。"
    decide([claims["A0001"]], clerk, at, "rejected", reason="没有文件依据")
    stale = claim_counts.effect_of(
        scored, Claim.objects.select_related("subject").get(number="A0001")
    )
    assert "还没有重算" in stale.sentence
    run = computing.refresh(scored, at=at, by=clerk)
    assert claim_counts.item_of(run, "A", "加分").got == 3
    gone = claim_counts.effect_of(
        scored, Claim.objects.select_related("subject").get(number="A0001")
    )
    assert gone.sentence == "不予认定，不计。"
    assert claim_counts.item_of(run, "A", "F1") is None
    refused = claim_counts.item_of(run, "A", "加分").parts[-1]
    assert (refused.number, refused.counts) == ("A0001", 0)
    assert refused.decided.endswith("不予认定：没有文件依据")


def test_an_undecided_line_that_holds_up_the_item_says_so(scored, clerk, at):
    one, _ = enter(scored, clerk, at, line("A", "甲"), line("A", "乙"))
    computing.refresh(scored, at=at, by=clerk)
    said = claim_counts.effect_of(
        scored, Claim.objects.select_related("subject").get(pk=one.pk)
    ).sentence
    assert said.startswith("本单位“表彰加分”还算不出：A0") and "还没有认定" in said


def test_a_deduction_is_acknowledged_after_it_was_decided_and_only_then_signed(round, clerk, at):
    one, other = enter(round, clerk, at, line("A", "逾期"), line("B", "逾期"))
    decide([one, other], clerk, at)
    with pytest.raises(Refused, match="谁签收"):
        services.acknowledge(claim=one, receipt_by=" ", receipt_on=DAY, by=clerk, at=at)
    services.acknowledge(claim=one, receipt_by="王主任", receipt_on=DAY, by=clerk, at=at)
    left = ledger.shown(round.scheme, Chosen(unsigned=True), ["表彰"])
    assert [claim.number for claim in left.claims] == [other.number] and left.claims[
        0
    ].state == "accepted"
    assert ledger.shown(round.scheme, Chosen(unsigned=True), []).total == 0
    told = history.of(Claim.objects.get(pk=one.pk))[0]
    assert told.what == "签收" and ("谁签收", "空", "王主任") in told.changes


def test_a_merged_unit_takes_no_claim_of_a_later_day(round, clerk, at):
    unit, into = Unit.objects.get(code="A"), Unit.objects.get(code="B")
    orgs.merge(
        year=2026, unit=unit, into=into, on=date(2026, 7, 1), why="机构改革", by=clerk, at=at
    )
    standing = queries.standings(2026)[unit.pk]
    what, remedy = queries.standing_fault(standing, date(2026, 7, 1))
    assert what == "“临江县”2026-07-01 起已并入“东岭县”" and "请登记在“东岭县”名下" in remedy
    assert queries.standing_fault(standing, date(2026, 6, 30)) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [({"title": " "}, "名称和种类都要填"), ({"points": "很多"}, "不是可用的数"), ({"title": "长" * 201}, "最多 200 个字"),
     ({"happened_on": date(2026, 5, 1), "until": date(2026, 4, 1)}, "早于发生日期")],
)  # fmt: skip
def test_what_cannot_stand_in_the_ledger_is_refused(round, clerk, at, change, said):
    entry = Entry(
        **({"subject": Unit.objects.get(code="A"), "kind": "表彰", "title": "甲"} | change)
    )
    with pytest.raises(Refused, match=said):
        enter(round, clerk, at, entry)
    assert not Claim.objects.exists()


def test_a_ledger_whose_rounds_are_all_closed_stays_as_it_is(round, clerk, at):
    one, other = enter(round, clerk, at, line("A", "文明县"), line("A", "文明县城"))
    rounds.close(round=round, by=clerk, at=at)
    same = {"decided_by": "小组", "decided_on": DAY, "by": clerk, "at": at}
    for write in (
        lambda: enter(round, clerk, at, line("B", "卫生县")),
        lambda: decide([one], clerk, at),
        lambda: services.decide_matter(claims=[one, other], kept=one, matter="文明", **same),
        lambda: services.group(claims=[one, other], matter="文明", by=clerk, at=at),
        lambda: services.withdraw(claim=one, asked_by="临江县", on=DAY, by=clerk, at=at),
        lambda: services.edit(
            claim=one, entry=line("B", "甲"), edits=0, reason="错", by=clerk, at=at
        ),
    ):
        with pytest.raises(Refused, match="各轮都已结束"):
            write()
    assert set(Claim.objects.values_list("state", "matter")) == {
        ("pending", "文明县"),
        ("pending", "文明县城"),
    }
