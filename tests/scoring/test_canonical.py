"""规范 JSON: floats are refused however deep they lie, and nothing else changes."""

import json

import numpy as np
import pytest

from baton.scoring.canonical import canonical_bytes


@pytest.mark.parametrize("float_", [0.5, float("nan"), np.float64(1)], ids=["half", "nan", "numpy"])
@pytest.mark.parametrize(
    "around",
    [
        lambda it: it,
        lambda it: [it],
        lambda it: {"a": {"b": it}},
        lambda it: [["甲", "1", None, True], ["甲", ("2", [it])]],
        lambda it: {"rows": [["甲"], {"b": [1, it]}]},
    ],
    ids=["alone", "row", "deep", "in a row of a row", "mixed"],
)
def test_a_float_is_refused_however_deep(around, float_):
    with pytest.raises(TypeError, match="浮点"):
        canonical_bytes(around(float_))


def test_everything_else_is_plain_sorted_json():
    value = {"乙": [1, True, None, ("1.10", [])], "甲": {"b": {}, "a": ["“”", 10**30]}}
    assert canonical_bytes(value) == json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode("utf-8")
