"""Numbers as clerks write them: read exactly, or refused with the likely meaning."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baton.documents.numbers import (
    canonical,
    read_float,
    read_number,
    rescaled,
    split_unit,
    too_precise,
)

FULL = {ord(c): ord(c) + 0xFEE0 for c in "0123456789.,+-%()"}


@pytest.mark.parametrize(
    ("written", "text", "unit"),
    [
        ("86.4", "86.4", ""),
        ("86.40", "86.4", ""),
        (" 007 ", "7", ""),
        ("+3.1", "3.1", ""),
        ("-3.1", "-3.1", ""),
        ("\u22123.1", "-3.1", ""),
        ("\u20143.1", "-3.1", ""),
        ("-0.00", "0", ""),
        (".5", "0.5", ""),
        ("1,234.5", "1234.5", ""),
        ("1,234.5".translate(FULL), "1234.5", ""),
        ("-86.4%".translate(FULL), "-86.4", "%"),
        ("86.4%", "86.4", "%"),
        ("3.1个百分点", "3.1", "个百分点"),
        ("1.2亿", "120000000", ""),
        ("1.2亿元", "120000000", "元"),
        ("0.1万", "1000", ""),
        ("12件", "12", "件"),
        ("999999999999999", "999999999999999", ""),
        ("0.000001", "0.000001", ""),
    ],
)
def test_a_number_is_read_exactly(written: str, text: str, unit: str) -> None:
    reading = read_number(written)
    assert (reading.text, reading.unit, reading.fault) == (text, unit, "")


@pytest.mark.parametrize(
    ("written", "code", "proposed"),
    [
        ("8I.2", "number-letter", "81.2"),
        ("O.5", "number-letter", "0.5"),
        ("1l", "number-letter", "11"),
        ("1,23,4", "number-commas", ""),
        ("1234,5", "number-commas", ""),
        ("(3.1)", "number-brackets", "-3.1"),
        ("(3.1)".translate(FULL), "number-brackets", "-3.1"),
        ("下降3.1%", "number-in-words", "-3.1"),
        ("同比下降3.1%", "number-in-words", "-3.1"),
        ("增长3.1%", "number-in-words", "3.1"),
        ("3.1-", "number-in-words", "-3.1"),
        ("86\u30024", "number-point", "86.4"),
        ("86..4", "number-point", "86.4"),
        ("86.", "number-point", "86"),
        ("1 234", "number-spaces", "1234"),
        ("86.4*", "number-marked", "86.4"),
        ("86.4(预计)", "number-marked", "86.4"),
        ("第3名", "number-marked", "3"),
        ("1e3", "number-power", "1000"),
        ("1.1E+17", "number-power", "110000000000000000"),
        ("0.1234567", "number-too-fine", "0.123457"),
        ("10000000000000000", "number-too-large", ""),
        ("1000000000000000", "number-too-large", ""),
        ("1000万亿", "number-too-large", ""),
        ("约86", "number-vague", ""),
        ("80以上", "number-vague", ""),
        ("86-90", "number-range", ""),
        ("八十六", "not-a-number", ""),
        ("abc", "not-a-number", ""),
        ("\u0663", "not-a-number", ""),
        ("1" * 5000, "not-a-number", ""),
    ],
)
def test_a_doubtful_number_is_refused_with_its_likely_meaning(
    written: str, code: str, proposed: str
) -> None:
    reading = read_number(written)
    assert reading.text is None
    assert (reading.code, reading.proposed) == (code, proposed)
    assert reading.fault and reading.remedy and len(reading.fault) < 120
    assert proposed in reading.remedy


def test_the_letter_in_a_number_is_named_with_its_position() -> None:
    reading = read_number("8I.2")
    assert reading.fault == "“8I.2”的第2位像字母I"
    assert reading.remedy == "要改成 81.2 吗?"


def test_a_float_means_the_fifteen_digits_excel_shows() -> None:
    assert read_float(3.3000000000000003).text == "3.3"
    assert read_float(0.1 + 0.2).text == "0.3"
    assert read_float(-0.0).text == "0"
    assert read_float(1e14).text == "100000000000000"
    assert read_float(0.0000001).code == "number-too-fine"


def test_a_percent_cell_means_the_digits_a_person_reads() -> None:
    for hundredths in range(0, 20_000, 7):
        reading = read_float(hundredths / 10_000, percent=True)
        assert Decimal(reading.text or "x") == Decimal(hundredths) / 100
        assert reading.unit == "%"


@pytest.mark.parametrize("value", [1e15, 1e16, 1.1e17, 1e300, float("inf"), float("nan")])
def test_ten_to_the_fifteen_and_beyond_are_refused(value: float) -> None:
    assert read_float(value).text is None


def test_units_of_measure_are_carried_over_exactly() -> None:
    assert split_unit("万元") == (4, "元")
    assert split_unit("亿") == (8, "")
    assert split_unit("元") == (0, "元")
    assert rescaled("120000000", 0, 4) == "12000"
    assert rescaled("12000", 4, 8) == "1.2"


@given(st.decimals(min_value=-(10**15) + 1, max_value=10**15 - 1, places=6, allow_nan=False))
def test_every_allowed_number_survives_writing_and_reading(value: Decimal) -> None:
    text = canonical(value)
    assert Decimal(text) == value
    assert read_number(text).text == text
    assert read_number(f"{value:,}").text == text
    assert not too_precise(text)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    reading = read_number(text)
    assert (reading.text is None) == bool(reading.fault)


@pytest.mark.parametrize(
    ("written", "choices"),
    [
        ("7,2", ("7.2", "72")),
        ("7\uff0c2", ("7.2", "72")),
        ("-7,25", ("-7.25", "-725")),
        ("1234,5", ("1234.5", "12345")),
        ("12,3456", ("12.3456", "123456")),
        ("1,23,4", ("123.4", "1234")),
        ("1,23.4", ("123.4",)),
        ("0,123", ("0.123", "123")),
        ("86,45%", ("86.45%", "8645%")),
    ],
)
def test_a_misplaced_comma_is_asked_about_and_nothing_is_proposed(
    written: str, choices: tuple[str, ...]
) -> None:
    reading = read_number(written)
    assert reading.text is None and reading.code == "number-commas"
    assert (reading.choices, reading.proposed) == (choices, "")
    assert all(one in reading.remedy for one in choices)


@pytest.mark.parametrize(("written", "text"), [("1,234", "1234"), ("12,345.6", "12345.6"), ("-1,234,567", "-1234567")])  # fmt: skip
def test_true_groups_of_three_are_read(written: str, text: str) -> None:
    assert read_number(written).text == text
