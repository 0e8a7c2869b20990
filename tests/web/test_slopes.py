"""名次走向: no two names overlap, a level line means the same place, and a big group names only who matters."""

import random
from itertools import pairwise

import pytest

from baton.web.components.slopes import FEW, HEIGHT, MOST, Ranked, slopes


def shuffled(size, seed=7):
    """Everybody within six places of where they stood."""
    chance = random.Random(seed)
    now = sorted(range(size), key=lambda place: place + chance.random() * 6)
    return [Ranked(f"单位{one}", one + 1, place, one) for place, one in enumerate(now, 1)]


@pytest.mark.parametrize("size", [2, 9, 58, 113, 624])
def test_no_two_names_overlap_on_either_side(size):
    drawn = slopes(shuffled(size)[::-1] if size > 2 else [Ranked("甲", 1, 2, 1), Ranked("乙", 2, 1, 2)])  # fmt: skip
    for side in ("left", "right"):
        places = sorted(getattr(one, side) for one in drawn.named)
        assert all(after - before >= HEIGHT for before, after in pairwise(places))
    assert all(0 < one.left < drawn.height and 0 < one.right < drawn.height for one in drawn.named)
    assert len(drawn.named) <= (FEW if size <= FEW else MOST + 2)


def test_equals_share_a_rank_but_not_a_place():
    rows = [
        Ranked("甲", 1, 1, 1),
        Ranked("乙", 1, 1, 2),
        Ranked("丙", 4, 3, 4),
        Ranked("丁", 3, 4, 3),
    ]
    drawn = slopes(rows)
    assert [(one.name, one.told) for one in drawn.named] == [("甲", ""), ("乙", ""), ("丙", "↑ 1 位"), ("丁", "↓ 1 位")]  # fmt: skip
    assert len({one.left for one in drawn.named}) == len({one.right for one in drawn.named}) == 4


def test_who_stayed_is_a_level_line_and_the_end_of_a_grade_lies_between_its_places():
    rows = [Ranked(f"单位{place}", place, place, place) for place in range(1, 41)]
    rows[19], rows[20] = Ranked("甲", 21, 20, 21), Ranked("乙", 20, 21, 20, has_new_grade=True)
    drawn = slopes(rows, 5)
    assert [one.name for one in drawn.named] == ["单位1", "甲", "乙", "单位40"]
    first, up, down, last = drawn.named
    assert first.left == first.right and last.left == last.right
    assert up.left == down.right and up.right == down.left
    assert first.right < drawn.edge < up.right
    assert drawn.thin.count("M0") == 36
    assert drawn.said == "1 个升了名次，最多的是甲，升 1 位；1 个降了名次，最多的是乙，降 1 位"


def test_a_change_of_grade_is_named_before_a_longer_way():
    rows = shuffled(200)
    still = next(at for at, one in enumerate(rows) if abs(one.places) == 1)
    one = rows[still]
    rows[still] = Ranked("换了等次的", one.old, one.new, one.order, has_new_grade=True)
    drawn = slopes(rows)
    assert "换了等次的" in [one.name for one in drawn.named] and not drawn.names_all_moved


def test_nothing_is_drawn_where_nobody_changed_places():
    assert slopes([Ranked("甲", 1, 1, 1), Ranked("乙", 2, 2, 2)]) is None
