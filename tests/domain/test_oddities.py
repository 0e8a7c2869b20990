"""疑点: what is odd about a column of scores; each rule beside a table that it must leave alone."""

import pytest

from baton.domain.intake.oddities import Known, find_oddities

NAMES = {"A": "临江县", "B": "东岭县", "C": "石桥市", "D": "云东区"}


def rulebook(**params):
    """One indicator scored directly, of 10 points."""
    data = {
        "code": "评分",
        "name": "党建评分",
        "kind": "number",
        "unit": "分",
        "min": "0",
        "max": "10",
    }
    item = {"method": "direct", "data": {"x": {"item": "评分"}}, "params": params}
    return {"data": [data], "items": [item]}


def looked(values, before=(), expected=(), **params):
    def cells(texts):
        return [
            [subject, "评分", "全年", "", text or None, "reported" if text else "not_yet", "", ""]
            for subject, text in zip(NAMES, texts, strict=False)
        ]

    known = Known(NAMES, rulebook(**params), cells(before), {"评分": list(expected)})
    return [(odd.kind, odd.sentence) for odd in find_oddities(cells(values), known)]


@pytest.mark.parametrize(
    ("values", "params", "found"),
    [
        (("9", "9", "8", "7"), {"no_ties": True}, [("tie", "党建评分不许并列，临江县、东岭县都是 9")]),
        (("9", "9.0", "8", "7"), {"no_ties": True}, [("tie", "党建评分不许并列，临江县、东岭县都是 9")]),
        (("9", "9", "8", "7"), {}, []),
        (("9", "8.9", "8.8", "8.7"), {"min_spread": "1"}, [("spread", "党建评分最高 9、最低 8.7，相差不到规定的 1 分")]),
        (("9", "8.5", "8.2", "8"), {"min_spread": "1"}, []),
        (("9", "9", "9", "9"), {"no_ties": True}, [("alike", "党建评分：4 个单位全是 9，拉不开")]),
        (("9", "9"), {}, []),
        (("11", "9", "8", "7"), {}, [("outside", "临江县的党建评分填了 11，超过满分 10")]),
        (("-1", "9", "8", "7"), {}, [("outside", "临江县的党建评分填了 -1，低于界限 0")]),
        (("10", "0", "8", "7"), {}, []),
        (("0.005", "9", "8", "7"), {}, [("out_of_line", "临江县的党建评分填了 0.005，别的单位多在 8 上下")]),
        (("0.005", "9", "8"), {}, []),
        (("0.005", "0", "9", "8"), {}, []),
        (("0.01", "9", "8", "7"), {}, []),
        ((None, None, None), {}, [("blank", "表里一个数也没有填")]),
    ],
)  # fmt: skip
def test_columns_of_scores(values, params, found):
    assert looked(values, **params) == found


def test_units_that_are_missing_are_named_and_counted():
    found = looked(("9", "8"), expected=NAMES)
    assert found == [("absent", "党建评分缺石桥市、云东区")]


@pytest.mark.parametrize(
    ("now", "kinds"),
    [("9.1", ["swapped"]), ("1.8", []), ("2.4", ["jump"]), ("2.2", []), (None, ["gone", "blank"])],
)
def test_against_the_version_before(now, kinds):
    assert sorted(kind for kind, _ in looked((now,), before=("1.9",))) == sorted(kinds)


def test_a_figure_a_thousand_times_the_others_is_asked_about_once():
    found = looked(("9000", "9", "8", "7"))
    assert [kind for kind, _ in found] == ["outside", "out_of_line"]
    assert (
        looked(("0.005", "9", "8", "7"), before=("0.005", "9", "8", "7")) == []
    )  # as it was before
