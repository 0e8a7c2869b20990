"""问清写法: words, levels, columns and days of a table of claims that are not known are asked about once, and what is answered holds."""

from datetime import date

import pytest

from baton.desk import computing
from baton.desk.ledger import claiming
from baton.desk.ledger.claim_words import ASKED
from baton.desk.papers.claim_lines import lines
from baton.desk.questions import Answer
from baton.domain.claims import services as claims
from baton.domain.claims.models import Claim
from baton.domain.orgs.models import Alias, Unit
from baton.domain.refusals import Refused
from tests import stories
from tests.domain.test_claiming import read, told
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def test_unknown_words_are_asked_once_and_units_are_learnt(round, clerk, at):
    rows = "".join(
        f"文〔2026〕{n}号\t东岭高新区\t事项{n}号先进\t省部级\t\t2026-05-12\t表彰\n"
        for n in range(5)
    )
    preview = read(round, rows)
    assert "表彰的级别“省部级”（5 处）" in {one.what for one in preview.asked}
    said = [Answer("unit", "东岭高新区", "B"), Answer("level", "表彰\n省部级", "省级")]
    preview = read(round, rows, meanings=[Answer.read(one.text, ASKED) for one in said])
    assert told(preview) == [] and {line.entry.level for line in preview.lines} == {"省级"}
    claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert Alias.objects.get(text="东岭高新区").unit.code == "B"
    assert Answer.read("[1,2]", ASKED) is None and Answer.read("nonsense", ASKED) is None


STRANGE = "东文〔2026〕1号\t东岭\t县级先进\t县级\t\t2026-05-12\t表彰\n"


def test_a_level_outside_the_points_table_is_taken_as_it_is_and_only_rejected(round, clerk, at):
    """It keeps no other line out, the round is computed beside it, and the printed ledger shows it."""
    rows = STRANGE + "省文明〔2026〕3号\t临江县\t省级文明县\t省级\t1\t2026-05-12\t表彰\n"
    (asked,) = read(round, rows).asked
    as_it_is = [
        meaning for meaning, label in asked.every if label == "照写“县级”收下，只能不予认定"
    ]
    preview = read(round, rows, meanings=as_it_is)
    assert told(preview) == [] and "只能不予认定" in preview.remarks[0].remedy
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    assert [(one.level, one.state) for one in made] == [("县级", "pending"), ("省级", "pending")]
    computing.refresh(round, at=at, by=clerk)
    said = {"decided_by": "认定小组", "decided_on": date(2027, 1, 12), "by": clerk, "at": at}
    for accept in (
        lambda: claims.decide(claims=made, state="accepted", **said),
        lambda: claims.decide_matter(claims=[made[0], other(round, clerk, at)], kept=made[0], matter="先进", **said),
    ):  # fmt: skip
        with pytest.raises(Refused, match="A0001 的级别不在分值表里，只能不予认定"):
            accept()
    claims.decide(claims=made[:1], state="rejected", reason="不在加分范围", **said)
    claims.decide(claims=made[1:], state="accepted", **said)
    run = computing.number_draft(round, stage="check", why="送核对", by=clerk, at=at)
    line = next(one for one in lines(run).lines if "县级先进" in one.matter)
    assert (line.level, line.decision, line.counts, line.why) == (
        "县级",
        "不予认定",
        "0",
        "不在加分范围",
    )


def other(round, clerk, at):
    found = Claim.objects.filter(title="另一件").first()
    entry = claims.Entry(Unit.objects.get(name="东岭县"), "表彰", "另一件", level="省级")
    return found or claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)[0]


def test_where_points_are_given_freely_any_level_is_accepted(clerk, tmp_path, at, monkeypatch):
    book = stories.RULEBOOK.replace("各级: {省级: 1分, 市级: 0.5分}", "各级: {省级: 1分, 市级: 0.5分}\n      酌情: {最少: 0分, 最多: 1分}")  # fmt: skip
    monkeypatch.setattr(stories, "RULEBOOK", book)
    round = open_round(tmp_path, clerk)
    row = STRANGE.replace("县级\t\t", "县级\t0.3\t")
    preview = read(round, row)
    assert preview.asked == [] and told(preview) == []
    made = claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)
    said = {"decided_by": "认定小组", "decided_on": date(2027, 1, 12), "by": clerk, "at": at}
    claims.decide(claims=made, state="accepted", **said)
    run = computing.number_draft(round, stage="check", why="送核对", by=clerk, at=at)
    assert [(one.level, one.counts) for one in lines(run).lines if not one.is_sum] == [
        ("县级", "0.3")
    ]


def test_a_table_of_strange_words_is_called_the_wrong_table_and_asks_no_endless_questions(round):
    rows = "".join(
        f"文〔2026〕{n}号\t第{n}公司\t事{n}\t省级\t1\t2026-05-12\t表彰\n" for n in range(90)
    )
    rows += "".join(
        f"文〔2026〕{n}号\t东岭\t事{n}\t第{n}级\t1\t2026-05-12\t表彰\n" for n in range(90)
    )
    preview = read(round, rows)
    assert len(preview.faults) == 180 and len(preview.asked) <= 60
    assert sum("传错了表" in one.remedy for one in preview.faults) == 30


def test_a_meaning_nobody_could_have_chosen_is_overlooked(round, clerk, at):
    row = "文〔2026〕1号\t东岭\t甲\t省级\t1\t2026-05-12\t表彰\n"
    said = [
        Answer("unit", "某处", "没有这个"),
        Answer("unit", "长" * 300, "B"),
        Answer("kind", "x", "y"),
    ]
    preview = read(round, row, meanings=said)
    assert len(claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)) == 1
    assert not Alias.objects.filter(text="某处").exists()


def test_columns_days_and_levels_that_are_not_known_are_asked_about_and_answered(round, clerk, at):
    """The head an office prints, the giver of an award, months without a day, days as counts, an unknown unit."""
    text = (
        "获奖单位名\t荣誉的名头\t加减分类别\t表彰级别\t获得时间\t授予机关\t联系科室\n"
        "东岭县\t省级文明县\t表彰\t省级\t2026年11月\t省文明办\t宣传科\n"
        "临江县\t平安县\t表彰\t市\t46150\t市委政法委\t政法科\n"
        "市畜牧局\t先进单位\t没有的种类\t市\t0000年11月\t市政府\t办公室\n"
    )
    said = []

    def asked():
        preview = claiming.read_claims_paste(round, text, meanings=said)
        return preview, {
            one.what: {label: meaning for meaning, label in one.every} for one in preview.asked
        }

    preview, questions = asked()
    assert not preview.lines and "改成" not in str(told(preview))
    said += [
        questions["“单位”是哪一列（1 处）"]["“获奖单位名”这一列"],
        questions["“事项”是哪一列（1 处）"]["“荣誉的名头”这一列"],
    ]
    preview, questions = asked()
    said += [
        questions["只写到月的日期，如“2026年11月”（1 处）"]["记作当月最后一日"],
        questions["写成天数的日期，如“46150”（1 处）"]["照表格软件的意思读，“46150”是 2026-05-08"],
        questions["单位“市畜牧局”（1 处）"]["不收这几行"],
    ]
    assert {f"就是{one.name}" for one in Unit.objects.filter(name__in=["东岭县", "临江县"])} <= set(
        questions["单位“市畜牧局”（1 处）"]
    )
    ((head, ways),) = preview.unread
    assert head == "联系科室"
    said.append(next(meaning for meaning, label in ways if label == "记进说明"))
    preview, questions = asked()
    assert not questions and not preview.faults and not preview.unread
    assert [(one.entry.title, one.entry.happened_on, one.entry.note) for one in preview.lines] == [
        ("省级文明县", date(2026, 11, 30), "授予机关：省文明办；联系科室：宣传科"),
        ("平安县", date(2026, 5, 8), "授予机关：市委政法委；联系科室：政法科"),
    ]
    assert len(claiming.take_in_claims(round=round, preview=preview, by=clerk, at=at)) == 2


def test_lines_without_a_day_or_a_level_are_told_and_a_level_is_asked_once(round):
    preview = claiming.read_claims_paste(
        round, "单位\t事项\t种类\n东岭县\t省级文明县\t表彰\n临江县\t平安县\t表彰\n"
    )
    (asked,) = preview.asked
    assert asked.what == "表彰没有写级别的（2 处）"
    preview = claiming.read_claims_paste(
        round,
        "单位\t事项\t种类\n东岭县\t省级文明县\t表彰\n临江县\t平安县\t表彰\n",
        meanings=[asked.choices[0][0]],
    )
    assert len(preview.lines) == 2 and not preview.faults
    assert any("没有日期，看不出是不是本年的" in one.what for one in preview.remarks)
