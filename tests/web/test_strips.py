"""同组比较: the dots and the sentences tell one figure's place among its peers, and nothing is drawn of nothing."""

from decimal import Decimal

import pytest

from baton.desk import computing
from baton.desk.results import result_of
from baton.domain.intake import services as intake
from baton.scoring.explain.peers import SCORES, Peers, peers_of
from baton.web.components.strips import CLOSE, drawn, strip_of
from tests.stories import AIR, MONEY, open_round, owed, send

NAMES = {"A": "临江县", "B": "东岭县", "C": "石桥市", "D": "云东区"}


def peers(values, marks=(), **more):
    return Peers("优良天数比例", "%", dict(zip("ABCD", values, strict=False)), list(marks), **more)


def test_the_sentences_say_place_ends_and_the_gap_to_what_it_is_held_against():
    made = drawn(peers(["91.3", "88.25", "93.4", "92"], [("起扣线", "92")]), "A", NAMES)
    assert made.said == [
        "本组 4 个有数，临江县 91.3%，从大到小第 3。", "最大 93.4%（石桥市），最小 88.25%（东岭县）。", "起扣线 92%，少 0.7。",
    ]  # fmt: skip
    assert [one.words for one in (made.own, *made.ends, *made.marks)] == ["临江县 91.3%", "88.25%", "93.4%", "起扣线 92%"]  # fmt: skip
    assert [one.is_own for one in made.dots] == [False, False, False, True]


def test_equals_are_counted_and_stacked():
    made = drawn(peers(["100", "100", "88", "100"]), "A", NAMES)
    assert "从大到小第 1，一样的还有 2 个" in made.said[0] and "最大 100%（3 个）" in made.said[1]
    assert len({(one.x, one.y) for one in made.dots}) == 4


def test_a_hundred_equals_stay_within_the_drawing():
    many = {f"U{at}": "100" for at in range(113)}
    made = drawn(Peers("率", "%", many, []), "U0", dict.fromkeys(many, "某局"))
    assert made.said == ["本组 113 个都是 100%。"]
    assert all(0 < one.y < made.base for one in made.dots) and made.height < 200


def test_no_two_dots_of_one_height_touch():
    many = {f"U{at}": str(Decimal(at * 37 % 101) / 10) for at in range(58)}
    made = drawn(Peers("率", "%", many, []), "U3", {key: key for key in many})
    rows = {}
    for one in made.dots:
        rows.setdefault(one.y, []).append(Decimal(one.x))
    near = [b - a for row in rows.values() for a, b in zip(sorted(row), sorted(row)[1:], strict=False)]  # fmt: skip
    assert min(near) > CLOSE - Decimal("0.1")


def test_a_mark_far_off_is_said_but_not_drawn_and_targets_of_their_own_are_told():
    made = drawn(peers(["91", "92", "93"], [("目标", "9000")], has_own_marks=True), "A", NAMES)
    assert made.marks == [] and "目标 9,000%，少 8909。" not in made.said
    assert made.said[2] == "目标 9,000%，少 8,909。" and made.said[3].startswith(
        "各单位的目标不全一样"
    )


@pytest.mark.django_db
def test_figures_are_those_of_the_group_and_points_where_no_number_tells_the_figure(
    clerk, tmp_path, at
):
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    result = result_of(computing.number_draft(round, stage="check", why="核对", by=clerk, at=at))
    air = peers_of(result, "A", "F2")
    assert (air.of, air.values["A"], air.marks) == ("优良天数比例", "91.3", [("起扣线", "92")])
    assert not air.has_own_marks and peers_of(result, "A", "F1").has_own_marks
    bonus = peers_of(result, "A", "加分")
    assert bonus.of == SCORES and set(bonus.values) == {"A", "B", "C", "D"}
    assert peers_of(result, "A", "没有") is None and strip_of(result, "A", "没有") is None
