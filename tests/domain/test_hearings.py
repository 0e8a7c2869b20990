"""现场考评: slips of nobody in particular become one exact score of each unit, sealed until the session is closed."""

import json
from datetime import date

import pytest

from baton.desk import computing
from baton.domain.audit.models import Entry
from baton.domain.audit.queries import history
from baton.domain.facts import services as figures
from baton.domain.facts.models import Current, Figure
from baton.domain.facts.services import Row
from baton.domain.hearings import queries, services, slip_services
from baton.domain.hearings.models import Hearing, Tally
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds import services as rounds
from baton.domain.schemes import services as schemes
from baton.domain.schemes.models import Version
from tests.hearings import at_place, held, open_round
from tests.retold import retold

pytestmark = pytest.mark.django_db
SLIPS = ["92.5", "88", "90", "61", "99.9"]


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def said(clerk, at):
    return {"by": clerk, "at": at}


def key(hearing, position, scores, said, **more):
    one = at_place(hearing, position)
    return slip_services.key(appearance=one, scores=scores, edits=one.edits, **more, **said)


def test_slips_become_figures_and_the_total_moves(round, clerk, at, said):
    hearing = held(round, clerk, "BA")
    services.call(hearing=hearing, position=1, **said)
    key(hearing, 1, SLIPS[:2], said)
    key(hearing, 1, SLIPS[2:], said)
    key(hearing, 2, ["80", "80", "80.1", "80"], said, spoiled=1)
    assert services.close(hearing=hearing, **said) == 2
    figure = Current.objects.get(subject="B", item="现场评议得分")
    # 88 + 90 + 92.5 = 270.5, a third is 90.1666…, of 20 points 18.034
    assert (figure.value, figure.period, figure.date) == ("18.03", "全年", "2027-01-12")
    assert figure.source == "现场考评《县市区现场评议》第 1 版：5 票，去掉最高最低各 1，平均 90.17，按满分 20 分折算 18.03"  # fmt: skip
    assert Current.objects.get(subject="A", item="现场评议得分").value == "16"
    run = computing.refresh(round, at=at, by=clerk)
    assert run.lines.get(subject="B").papers["F3"] == "18.03"


def test_sealed_scores_leave_the_room_only_when_it_is_closed(round, clerk, said):
    hearing = held(round, clerk)
    services.call(hearing=hearing, position=1, **said)
    key(hearing, 1, SLIPS, said)
    (first, *_) = queries.lines(hearing)
    assert first.is_complete and first.scores == () and first.outcome is None
    assert Figure.objects.filter(item="现场评议得分").count() == 0
    services.close(hearing=hearing, knowingly=True, **said)
    hearing.refresh_from_db()
    (first, *_) = queries.lines(hearing)
    assert first.outcome.mean == "90.17" and (first.outcome.highest, first.outcome.lowest) == (("99.9",), ("61",))  # fmt: skip
    entry = Entry.objects.filter(action="hearing.closed").get()
    assert json.loads(entry.data)["unsealed"] is True


def test_neither_the_row_nor_the_log_tells_the_order_of_slips(round, clerk, said):
    hearing = held(round, clerk)
    services.call(hearing=hearing, position=1, **said)
    for score in SLIPS:
        key(hearing, 1, [score], said)
    assert Tally.objects.get(appearance__position=1, appearance__hearing=hearing).scores == sorted(SLIPS, key=float)  # fmt: skip
    for entry in history(f"hearing:{hearing.pk}"):
        told = json.loads(entry.data)
        assert not any(score in entry.data for score in ("92.5", "99.9"))
        assert "hearings.tally" not in told.get("rows", {})


def test_a_score_out_of_bounds_or_off_the_steps_is_refused_whole(round, clerk, said):
    hearing = held(round, clerk)
    services.call(hearing=hearing, position=1, **said)
    for wrong, says in (("105", "超过最高 100"), ("59.9", "低于最低 60"), ("90.55", "不在间隔上"), ("9O", "不是分数")):  # fmt: skip
        with pytest.raises(Refused, match=says):
            key(hearing, 1, ["90", wrong], said)
    with pytest.raises(Refused, match="多出 1 票"):
        key(hearing, 1, [*SLIPS, "90"], said)
    with pytest.raises(Refused, match="没有读到票"):
        key(hearing, 1, [], said)
    assert at_place(hearing, 1).came == 0


def test_two_clerks_on_one_unit_are_asked(round, clerk, second_clerk, at, said):
    hearing = held(round, clerk)
    services.call(hearing=hearing, position=1, **said)
    seen = at_place(hearing, 1)
    key(hearing, 1, SLIPS[:2], said)
    other = {
        "appearance": seen,
        "scores": SLIPS[2:],
        "edits": seen.edits,
        "by": second_clerk,
        "at": at,
    }
    with pytest.raises(
        Conflict, match=r"何科长刚录过临江县的票（现在已收 2 票），您这 3 票还没有记"
    ):
        slip_services.key(**other)
    assert slip_services.key(**other, is_more=True).came == 5


def test_one_slip_is_corrected_in_the_open_and_a_whole_unit_when_sealed(round, clerk, said):
    shown, sealed = held(round, clerk, name="亮分的", is_sealed=False), held(round, clerk)
    for hearing in (shown, sealed):
        services.call(hearing=hearing, position=1, **said)
        key(hearing, 1, ["88", "90"], said)
    slip_services.correct(appearance=at_place(shown, 1), was="88", now="89.0", **said)
    assert queries.lines(shown)[0].scores == ("89", "90")
    with pytest.raises(Refused, match="没有一票是 88"):
        slip_services.correct(appearance=at_place(shown, 1), was="88", now="89", **said)
    for was in ("88", "77"):  # nobody learns by trying which scores are there
        with pytest.raises(Refused, match="全部重录"):
            slip_services.correct(appearance=at_place(sealed, 1), was=was, now="89", **said)
    with pytest.raises(Refused, match="写明"):
        slip_services.redo(appearance=at_place(sealed, 1), why=" ", **said)
    slip_services.redo(appearance=at_place(sealed, 1), why="拿错了一摞", **said)
    assert at_place(sealed, 1).came == 0
    told = [json.loads(one.data) for one in Entry.objects.filter(action__in=["hearing.corrected", "hearing.redone"])]  # fmt: skip
    assert (told[0]["was"], told[0]["now"], told[1]["why"]) == ("88", "89", "拿错了一摞")


def test_closing_asks_when_slips_are_missing_and_leaves_the_absent_without_a_figure(round, clerk, said):  # fmt: skip
    hearing = held(round, clerk, "ABC")
    services.call(hearing=hearing, position=1, **said)
    with pytest.raises(Refused, match="一个单位的票都还没有录"):
        services.close(hearing=hearing, knowingly=True, **said)
    key(hearing, 1, SLIPS, said)
    key(hearing, 2, ["90", "91"], said)
    slip_services.excuse(appearance=at_place(hearing, 3), why="防汛", **said)
    with pytest.raises(Refused, match="没有到场"):
        key(hearing, 3, ["90"], said)
    with pytest.raises(Refused, match="还有 1 个单位没有收齐：东岭县已收 2 票"):
        services.close(hearing=hearing, **said)
    with pytest.raises(Refused, match="东岭县只有 2 票，去掉最高 1 个、最低 1 个就没有了"):
        services.close(hearing=hearing, knowingly=True, **said)
    key(hearing, 2, ["92"], said)
    assert services.close(hearing=hearing, knowingly=True, **said) == 2
    assert not Current.objects.filter(subject="C", item="现场评议得分").exists()


def test_a_later_version_takes_the_place_of_an_earlier_one(round, clerk, said):
    hearing = held(round, clerk, "AB")
    services.call(hearing=hearing, position=1, **said)
    key(hearing, 1, SLIPS, said)
    key(hearing, 2, SLIPS, said)
    services.close(hearing=hearing, **said)
    with pytest.raises(Refused, match="已经收结"):
        key(hearing, 1, ["90"], said)
    with pytest.raises(Refused, match="写明为什么重新打开"):
        services.reopen(hearing=hearing, why="", **said)
    services.reopen(hearing=hearing, why="一票看错", **said)
    slip_services.correct(appearance=at_place(hearing, 1), was="88", now="98", **said)
    assert services.close(hearing=hearing, **said) == 1  # the other unit's figure is what it was
    figures = Figure.objects.filter(subject="A", item="现场评议得分").order_by("pk")
    assert [one.value for one in figures] == ["18.03", "18.7"]
    assert [one.batch for one in figures] == [f"hearing:{hearing.pk}:1", f"hearing:{hearing.pk}:2"]
    assert "第 2 版" in figures[1].source


def test_a_unit_without_slips_in_a_later_version_loses_what_the_earlier_gave_it(round, clerk, said):
    hearing = held(round, clerk, "ABC")
    services.call(hearing=hearing, position=1, **said)
    for position in (1, 2, 3):
        key(hearing, position, SLIPS, said)
    services.close(hearing=hearing, **said)
    other = Row("C", "现场评议得分", "全年", "15", source="督查室改的")
    figures.record(scheme=round.scheme, rows=[other], **said)
    services.reopen(hearing=hearing, why="录错了单位", **said)
    for position in (2, 3):
        slip_services.redo(appearance=at_place(hearing, position), why="没有到场", **said)
        slip_services.excuse(appearance=at_place(hearing, position), why="防汛", **said)
    assert services.close(hearing=hearing, **said) == 1
    now = {one.subject: one for one in Current.objects.filter(item="现场评议得分")}
    assert (now["A"].value, now["B"].value, now["B"].state) == ("18.03", None, "not_yet")
    assert now["B"].source == "现场考评《县市区现场评议》第 2 版：没有到场"
    assert now["C"].value == "15", "a figure of another source is not the session's to take back"


def test_rules_change_until_the_first_slip(round, clerk, said):
    hearing = held(round, clerk, "AB")
    services.call(hearing=hearing, position=2, **said)
    setup = services.Setup("改名", date(2027, 1, 13), "F3", "现场评议得分", 4)
    units = [at_place(hearing, 2).unit]
    with pytest.raises(Conflict, match="刚被别人改过"):
        services.revise(hearing=hearing, setup=setup, units=units, edits=7, **said)
    found = services.revise(hearing=hearing, setup=setup, units=units, edits=0, **said)
    assert (found.name, found.on_stage, found.appearances.count()) == ("改名", 1, 1)
    key(hearing, 1, ["90"], said)
    with pytest.raises(Refused, match="已经录过票"):
        services.revise(hearing=hearing, setup=setup, units=units, edits=1, **said)
    with pytest.raises(Refused, match="在 3 到 2000 之间：要去掉 2 票"):
        services.expect(hearing=hearing, expected=2, **said)
    services.expect(hearing=hearing, expected=6, **said)
    assert Hearing.objects.get().expected == 6


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"name": " "}, "起个名称"), ({"lowest": "100"}, "不比最高分"), ({"step": "7"}, "到不了 100"), ({"step": "0"}, "到不了"),
     ({"expected": 2}, "要比它少"), ({"expected": 0}, "1 到 2000"), ({"decimals": 5}, "0 到 4"), ({"lowest": "-1"}, "不是可用的数"),
     ({"name": "长" * 61}, "最多 60 个字")],
)  # fmt: skip
def test_a_session_that_cannot_be_held_is_not_opened(round, clerk, wrong, says):
    with pytest.raises(Refused, match=says):
        held(round, clerk, **wrong)
    assert not Hearing.objects.exists()


def test_only_clerks_and_only_while_the_round_runs(round, clerk, leader, at, said):
    hearing = held(round, clerk)
    with pytest.raises(Refused, match="只有考核办"):
        services.call(hearing=hearing, position=1, by=leader, at=at)
    rounds.close(round=round, why="办完", **said)
    hearing.refresh_from_db()
    with pytest.raises(Refused, match="已经结束"):
        services.call(hearing=hearing, position=1, **said)


def test_a_slip_that_was_put_in_behind_the_log_stops_the_closing(round, clerk, said):
    hearing = held(round, clerk, "A")
    services.call(hearing=hearing, position=1, **said)
    key(hearing, 1, SLIPS, said)
    Tally.objects.update(scores=[*SLIPS, "100"])
    with pytest.raises(Refused, match="收了 5 票，存着的却是 6 票"):
        services.close(hearing=hearing, **said)
    slip_services.redo(appearance=at_place(hearing, 1), why="存着的票对不上", **said)
    key(hearing, 1, SLIPS, said)
    assert services.close(hearing=hearing, **said) == 1


def rewritten(round, said, change):
    """The round's rule book as somebody changed it since, in use."""
    book = json.loads(round.version.book)
    change(next(one for one in book["items"] if one["code"] == "F3"), book)
    schemes.rewrite(version=round.version, book=book, edits=round.version.edits, **said)


def scored(round, clerk, said, position=1, **rules):
    hearing = held(round, clerk, "AB", **rules)
    services.call(hearing=hearing, position=1, **said)
    key(hearing, position, SLIPS, said)
    return hearing


def test_an_indicator_that_is_no_longer_scored_directly_takes_no_scores(round, clerk, said):
    """The slips stay, and the sentence says what to do."""

    def counted(item, book):
        item.update(
            next(one for one in book["items"] if one["code"] == "F1"), code="F3", name="现场评议"
        )

    hearing, before = scored(round, clerk, said), json.loads(round.version.book)
    rewritten(round, said, counted)
    with pytest.raises(
        Refused, match=r"第 1 版里，“现场评议”不再直接评分.+选回直接评分.+请把这一场取消"
    ):
        services.close(hearing=hearing, knowingly=True, **said)
    assert (
        at_place(hearing, 1).came == 5 and not Figure.objects.filter(item="现场评议得分").exists()
    )
    version = Version.objects.get()
    schemes.rewrite(version=version, book=before, edits=version.edits, **said)
    assert services.close(hearing=hearing, knowingly=True, **said) == 1


@pytest.mark.parametrize("where", ["data", "items"])
def test_an_indicator_with_fewer_points_than_before_takes_no_higher_scores(round, clerk, said, where):  # fmt: skip
    def fewer(item, book):
        datum = next(one for one in book["data"] if one["code"] == "现场评议得分")
        row, key = (datum, "max") if where == "data" else (item, "points")
        row[key] = "10"

    hearing = scored(round, clerk, said)
    rewritten(round, said, fewer)
    with pytest.raises(Refused, match="“现场评议”满分 10 分，这一场最多能得 20 分"):
        services.close(hearing=hearing, knowingly=True, **said)
    assert not Figure.objects.filter(item="现场评议得分").exists()


def test_a_session_that_does_not_take_place_is_cancelled_and_can_be_held_after_all(round, clerk, said):  # fmt: skip
    hearing = scored(round, clerk, said)
    with pytest.raises(Refused, match="写明为什么取消"):
        services.cancel(hearing=hearing, why=" ", **said)
    services.cancel(hearing=hearing, why="防汛", **said)
    told = Entry.objects.get(action="hearing.cancelled")
    assert json.loads(told.data)["why"] == "防汛"
    for refused in (
        lambda: services.close(hearing=hearing, knowingly=True, **said),
        lambda: services.call(hearing=hearing, position=2, **said),
        lambda: services.expect(hearing=hearing, expected=6, **said),
        lambda: services.cancel(hearing=hearing, why="再说一次", **said),
        lambda: services.reopen(hearing=hearing, why="从这里进去", **said),
        lambda: key(hearing, 2, SLIPS, said),
    ):
        with pytest.raises(Refused, match=r"取消|没有收结"):
            refused()
    assert not Figure.objects.filter(item="现场评议得分").exists()
    again = held(round, clerk, "AB")  # the name is free
    with pytest.raises(Refused, match="已经有一场叫"):
        services.restore(hearing=hearing, **said)
    services.cancel(hearing=again, why="开重了", **said)
    services.restore(hearing=hearing, **said)
    assert services.close(hearing=hearing, knowingly=True, **said) == 1
    with pytest.raises(Refused, match="没有取消"):
        services.restore(hearing=hearing, **said)


def test_a_session_that_gave_figures_once_is_not_cancelled(round, clerk, said):
    hearing = scored(round, clerk, said)
    services.close(hearing=hearing, knowingly=True, **said)
    with pytest.raises(Refused, match="已收结，不能这样做"):
        services.cancel(hearing=hearing, why="不要了", **said)
    services.reopen(hearing=hearing, why="一票看错", **said)
    with pytest.raises(Refused, match="收结过，得分已经记到指标上"):
        services.cancel(hearing=hearing, why="不要了", **said)
    assert Hearing.objects.get().state == "running"
