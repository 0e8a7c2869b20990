"""扣分原因: they stay with the figure they were written beside, as long as that figure is in force."""

import json
from datetime import timedelta

import pytest

from baton.desk import computing
from baton.desk.looks.reasons import figures_of, reason_of
from baton.desk.looks.told_figures import Digits, told_short
from baton.desk.papers.lead_words import words_of
from baton.desk.results import result_of
from baton.domain.intake import services
from baton.domain.intake.reasons import reasons
from baton.domain.rounds import services as rounds
from baton.domain.schemes import queries
from baton.domain.schemes import services as schemes
from baton.scoring.explain import explain
from tests import stories
from tests.retold import retold
from tests.stories import open_round, owed, send

pytestmark = pytest.mark.django_db
HEAD = "单位,优良天数比例,扣分原因\n"
FIRST = (
    HEAD + "临江县,91.3,差 0.7 个百分点\n东岭县,88.25,差 3.75 个百分点\n石桥市,93.4,\n云东区,92,\n"
)
BARE = "单位,优良天数比例\n临江县,91.3\n东岭县,88.25\n石桥市,93.4\n云东区,92\n"
A, B = "差 0.7 个百分点", "差 3.75 个百分点"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
def take(round, clerk, tmp_path, at):
    """Hand in a version and accept it, an hour after the one before."""
    sheet, hours = owed(round, clerk)["市生态环境局"], iter(range(100))

    def taken(text, *left_out):
        _, made = send(sheet, text, tmp_path, clerk)
        when = at + timedelta(hours=next(hours))
        reason = "等答复" if left_out else ""
        services.accept(submission=made, left_out=[(one, "优良天数比例") for one in left_out], reason=reason, by=clerk, at=when)  # fmt: skip
        return made, when

    return taken


def told(round, until):
    return {one.subject: (one.text, one.number) for one in reasons(round, until)}


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (FIRST.replace("差 0.7", "只差 0.7"), {"A": ("只差 0.7 个百分点", 2), "B": (B, 2)}),
        (BARE.replace("93.4", "93.5"), {"A": (A, 1), "B": (B, 1)}),  # the column is gone, the figures are not
        (BARE.replace("91.3", "91.8"), {"B": (B, 1)}),  # another figure: what was said of the old one is not said of it
        (BARE.replace("临江县,91.3", "临江县,未出数"), {"B": (B, 1)}),
        ("单位,优良天数比例\n石桥市,93.4\n云东区,91\n", {"A": (A, 1), "B": (B, 1)}),  # whole rows are gone
        (FIRST.replace(f"临江县,91.3,{A}", "临江县,91.3,"), {"B": (B, 2)}),  # taken back beside the others
        (HEAD + "石桥市,93.4,监测站停电\n", {"A": (A, 1), "B": (B, 1), "C": ("监测站停电", 2)}),
    ],
)  # fmt: skip
def test_a_later_version_takes_away_only_what_it_speaks_of(round, take, second, found):
    take(FIRST)
    _, when = take(second)
    assert told(round, when) == found


def test_a_cell_that_is_left_out_keeps_the_reason_of_the_figure_that_counts(round, take):
    take(FIRST)
    changed = FIRST.replace(f"临江县,91.3,{A}", "临江县,90,停产").replace(B, "差得多")
    _, when = take(changed, "A")
    assert told(round, when) == {"A": (A, 1), "B": ("差得多", 2)}


def test_what_was_accepted_in_part_counts_from_then_on_whatever_becomes_of_the_version(round, take, clerk, at):  # fmt: skip
    made, when = take(FIRST, "B")
    assert told(round, when) == {"A": (A, 1)}
    later = when + timedelta(days=1)
    services.accept(submission=made, by=clerk, at=later)
    assert told(round, when) == {"A": (A, 1)} and told(round, later) == {"A": (A, 1), "B": (B, 1)}


def test_what_was_sent_back_after_it_counted_in_part_still_explains_its_figures(round, take, clerk):
    made, when = take(FIRST, "B")
    services.send_back(
        submission=made, reason="东岭县请核对", by=clerk, at=when + timedelta(days=1)
    )
    assert told(round, when + timedelta(days=2)) == {"A": (A, 1)}


def test_nothing_is_said_before_it_counts(round, take, at):
    _, when = take(FIRST)
    assert told(round, when - timedelta(minutes=1)) == {}


def test_papers_and_pages_say_what_an_earlier_version_said(desk, round, take, at):
    take(FIRST)
    take(BARE.replace("93.4", "93.5"))
    run = computing.refresh(round, at=at + timedelta(days=1))
    assert words_of(run) == {("A", "优良天数比例"): A, ("B", "优良天数比例"): B}
    page = desk.get(f"/office/run/{run.pk}/unit/A/").content.decode()
    assert A in page and "第 1 版" in page


def test_a_reason_is_told_by_its_indicator_after_the_method_was_changed(
    desk, round, take, clerk, at
):
    """No figure is taken any more of what the reason was written beside: its code is nobody's name for it."""
    made, _ = take(FIRST)
    rename(round, clerk, at, '"优良天数比例"', '"X7"', "空气质量指数")
    run = computing.refresh(round, at=at + timedelta(days=1))
    page = desk.get(f"/office/run/{run.pk}/unit/A/").content.decode()
    assert f"<td>空气优良天数比例</td><td>{A}</td>" in page
    assert "优良天数比例（%）" in desk.get(f"/office/desk/{made.sheet_id}/").content.decode()


def rename(round, clerk, at, old, new, name):
    """The rule book takes another data item in the place of one, under another code and name."""
    version = queries.newest(round.scheme)
    book = json.loads(json.dumps(queries.book_of(version), ensure_ascii=False).replace(old, new))
    for entry in book["data"]:
        entry["name"] = name if f'"{entry["code"]}"' == new else entry["name"]
    if version.state == "draft":
        schemes.seal(version=version, state="provisional", organ="", meeting="", decided_on=at.date(), by=clerk, at=at)  # fmt: skip
    newer = schemes.draft(scheme=round.scheme, book=book, by=clerk, at=at)
    rounds.use_version(round=round, version=newer, by=clerk, at=at)


def test_four_queries_tell_them_all(round, take, django_assert_max_num_queries):
    take(FIRST)
    _, when = take(BARE.replace("93.4", "93.5"))
    with django_assert_max_num_queries(4):
        assert len(reasons(round, when)) == 2


def test_a_figure_that_nobody_reported_is_no_score_somebody_gave():
    """What a unit signs says 缺报 and not that its lead unit gave it nothing."""
    it = {"score": "0", "state": "missing", "state_words": "缺报", "veto": None, "method": "direct", "steps": [], "inputs": []}  # fmt: skip
    assert reason_of(it) == "缺报，计 0 分"


def completed(text, **more):
    steps = [{"label": "完成率", "text": text}]
    return {"score": "9.46", "state": "reported", "veto": None, "method": "completion", "steps": steps, "inputs": []} | more  # fmt: skip


def test_a_rate_is_told_with_two_decimals_or_those_the_office_decided():
    it = completed("70 ÷ 74 = 94.59459459%")
    assert reason_of(it) == "完成率：70 ÷ 74 = 94.59%"
    assert reason_of(it, Digits(rates=4)) == "完成率：70 ÷ 74 = 94.5946%"


def test_a_figure_that_was_reported_is_told_as_it_was_reported():
    known = Digits(written=frozenset({"70.125"}))
    assert reason_of(completed("70.125 ÷ 74 = 94.76351351%"), known) == "完成率：70.125 ÷ 74 = 94.76%"  # fmt: skip
    inputs = [
        {"name": "产值", "kind": "number", "unit": "亿元", "value": value}
        for value in ("70.125", "4.44444444")
    ]
    assert figures_of({"inputs": inputs}, known) == "产值 70.125 亿元；产值 4.44 亿元"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("60% + 40% × 13.33333333% = 65.33333333%", "60% + 40% × 13.33% = 65.33%"),
        ("4.8 分 − 1.488 分 = 3.312 分", "4.8 分 − 1.49 分 = 3.31 分"),
        ("2.504 − 1.006 = 1.498", "2.504 − 1.006 = 1.498"),  # enough digits
        ("4.123456 ÷ 目标 7.654321 = 53.87096%", "约 4.12 ÷ 目标约 7.65 = 53.87%"),  # or 约
        ("差 0.0049 个百分点", "差 0.005 个百分点"),  # never 0
    ],
)
def test_cut_figures_never_make_a_sum_look_wrong(text, told):
    assert told_short(text, Digits()) == told


@pytest.mark.parametrize(("taken", "beside", "told"), [("0.216", "0.22", "0.22"), ("0.215", "0.21", "0.21")])  # fmt: skip
def test_points_say_what_the_column_beside_them_says(taken, beside, told):
    """Half a hundredth goes to the score, so that the loss is the smaller one."""
    steps = [
        {"label": "差距", "text": "起扣线 93% − 92% = 1 个百分点"},
        {"label": "应扣", "text": f"1 段 × 每段 {taken} 分 = {taken} 分"},
    ]
    it = completed("", steps=steps, method="threshold_deduction", lost=beside)
    assert reason_of(it) == f"比起扣线 93% 低 1 个百分点，扣 {told} 分"


@pytest.mark.parametrize(("unit", "one"), [("人", "人"), ("起", "起"), ("", "件"), ("日", "件")])
def test_cases_are_counted_in_the_unit_in_which_they_are_reported(
    unit, one, clerk, tmp_path, at, monkeypatch
):
    """What the page says, and what papers say, name the same thing, and 党建得分 does not say 得 twice."""
    head, _, rest = stories.RULEBOOK.partition("      方法: 阈值扣分保底")
    rule = "      方法: 每件加扣\n      数据: 优良天数比例\n      加还是扣: 扣分\n      起评分: 40分\n      每件: 扣0.5分\n      本项保底: 0分\n"
    book = head + rule + rest[rest.index("      牵头: 市生态环境局") :]
    book = book.replace('单位: "%", 不小于: 0, 不大于: 100', f'单位: "{unit}", 不小于: 0')
    monkeypatch.setattr(stories, "RULEBOOK", book.replace("空气优良天数比例", "党建得分"))
    round = open_round(tmp_path, clerk)
    sheet = owed(round, clerk)["市生态环境局"]
    _, made = send(sheet, "单位,优良天数比例\n临江县,2\n东岭县,0\n石桥市,0\n云东区,0\n", tmp_path, clerk)  # fmt: skip
    services.accept(submission=made, by=clerk, at=at)
    it = explain(result_of(computing.refresh(round, at=at)), "A", "F2").data()
    said = next(one["text"] for one in it["steps"] if one["label"] == "应扣")
    assert said == reason_of(it) == f"2 {one} × 每{one} 0.5 分 = 1 分"
    assert it["title"].startswith("党建得分 39 分")
