"""精确列: whatever the size of the numbers, columns give what fractions give."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baton.scoring import columns as exact
from baton.scoring.columns import Column, Rounding
from baton.scoring.policies import joined

MODES = ("half_up", "down", "up", "half_even")
numbers = st.one_of(
    st.integers(-50, 50), st.integers(-(10**10), 10**10), st.integers(-(10**21), 10**21)
)
places = st.integers(0, 10)
rows = st.integers(1, 5)


@st.composite
def columns(draw, *, positive: bool = False, size: int | None = None) -> Column:
    count = size or draw(rows)
    values = draw(st.lists(numbers, min_size=count, max_size=count))
    if positive:
        values = [abs(value) + 1 for value in values]
    return exact.column_of(values, draw(places))


def fractions(column: Column) -> list[Fraction]:
    return [Fraction(int(n), 10**column.places) for n in column.num.reshape(-1)]


def rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """The page's rounding, written once more with fractions."""
    scaled = abs(value) * 10**rounding.places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    if rounding.mode == "half_up":
        whole += twice >= 0
    elif rounding.mode == "up":
        whole += rest > 0
    elif rounding.mode == "half_even":
        whole += twice > 0 or (twice == 0 and whole % 2)
    return Fraction(whole if value >= 0 else -whole, 10**rounding.places)


@given(st.data())
def test_sums_differences_products_and_comparisons_are_those_of_fractions(data):
    a = data.draw(columns())
    b = data.draw(columns(size=len(a)))
    x, y = fractions(a), fractions(b)
    pairs = list(zip(x, y, strict=True))
    assert fractions(a + b) == [p + q for p, q in pairs]
    assert fractions(a - b) == [p - q for p, q in pairs]
    assert fractions(a * b) == [p * q for p, q in pairs]
    assert fractions(exact.minimum(a, b)) == [min(p, q) for p, q in pairs]
    assert fractions(exact.maximum(a, b)) == [max(p, q) for p, q in pairs]
    assert fractions(-a) == [-p for p in x]
    assert (a < b).tolist() == [p < q for p, q in pairs]
    assert (a >= b).tolist() == [p >= q for p, q in pairs]
    assert a.same(b).tolist() == [p == q for p, q in pairs]


@settings(max_examples=300)
@given(st.data(), st.sampled_from(MODES), places)
def test_a_quotient_is_cut_once_in_every_mode(data, mode, wanted):
    a = data.draw(columns())
    b = data.draw(columns(positive=True, size=len(a)))
    b = data.draw(st.sampled_from([b, -b]))
    rounding = Rounding(wanted, mode)
    expected = [rounded(p / q, rounding) for p, q in zip(fractions(a), fractions(b), strict=True)]
    assert fractions(exact.quotient(a, b, rounding)) == expected


@given(columns(), st.sampled_from(MODES), places)
def test_rounding_is_that_of_the_page_for_negative_numbers_and_ties_too(value, mode, wanted):
    rounding = Rounding(wanted, mode)
    expected = [rounded(v, rounding) for v in fractions(value)]
    assert fractions(exact.rounded(value, rounding)) == expected


@pytest.mark.parametrize(("mode", "expected"), [
    ("half_up", ["-3", "-2", "-1", "1", "2", "3"]),
    ("down", ["-2", "-1", "0", "0", "1", "2"]),
    ("up", ["-3", "-2", "-1", "1", "2", "3"]),
    ("half_even", ["-2", "-2", "0", "0", "2", "2"]),
])  # fmt: skip
def test_ties_go_where_the_mode_says(mode, expected):
    halves = exact.column_of([-25, -15, -5, 5, 15, 25], 1)
    cut = exact.rounded(halves, Rounding(0, mode))
    assert [str(n) for n in cut.num] == expected


def test_amounts_in_fen_divide_by_long_division_without_leaving_int64():
    amounts = exact.column_of([123_456_789_012_345, 99_999_999_999_999], 2)
    targets = exact.column_of([98_765_432_109_876, 33_333_333_333_333], 2)
    rate = exact.quotient(amounts, targets)
    assert rate.num.dtype == np.int64
    assert fractions(rate) == [
        rounded(p / q, Rounding(10))
        for p, q in zip(fractions(amounts), fractions(targets), strict=True)
    ]


def test_results_beyond_int64_carry_on_in_python_integers_and_come_back():
    big = exact.column_of([10**18, -(10**18)], 0)
    product = big * big
    assert product.num.dtype == object
    assert fractions(product) == [Fraction(10**36), Fraction(10**36)]
    assert exact.quotient(product, big).num.dtype == object
    assert (product - product).num.dtype == np.int64


@given(columns(), st.data())
def test_sums_by_place_are_those_of_fractions(value, data):
    at = data.draw(st.lists(st.integers(0, 5), min_size=len(value), max_size=len(value)))
    found = fractions(exact.sum_at(value, np.array(at), (2, 3), len(value)))
    for place in range(6):
        mine = [x for x, where in zip(fractions(value), at, strict=True) if where == place]
        assert found[place] == sum(mine)


@given(st.lists(columns(), min_size=1, max_size=4))
def test_columns_put_one_after_the_other_keep_their_values(parts):
    assert fractions(joined(parts)) == [x for part in parts for x in fractions(part)]


@given(st.lists(st.integers(0, 10**14), min_size=1, max_size=4), st.integers(1, 5))
def test_a_root_is_the_exact_root_cut_half_up(values, degree):
    found = exact.root(exact.column_of(values, 2), np.full(len(values), degree))
    for value, root in zip(values, fractions(found), strict=True):
        exactly = Fraction(value, 100)
        half = Fraction(1, 2 * 10**10)
        assert root == 0 or (root - half) ** degree <= exactly
        assert exactly < (root + half) ** degree


def test_floats_raise():
    with pytest.raises(TypeError):
        Column(np.array([0.5]))


def test_a_zero_denominator_is_never_divided_by():
    with pytest.raises(ZeroDivisionError):
        exact.quotient(exact.ONE, exact.ZERO)


def test_one_number_that_was_cut_stays_exact_beyond_int64():
    """A cut constant is a bare numpy number; brought to a finer scale it must become a Python integer."""
    cut = exact.rounded(exact.constant(90935242, 6), exact.Rounding(4))
    assert cut.num.shape == () and cut.ratio() == (909352, 4)
    assert cut.at_places(22).ratio() == (909352 * 10**18, 22)
    tiny = exact.constant(1, 22)
    assert exact.maximum(cut, tiny).ratio() == (909352 * 10**18, 22)
