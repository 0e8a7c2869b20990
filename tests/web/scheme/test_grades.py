"""等次、名次、小数 in the browser: bands without a gap, ties, roundings, tried before they are kept."""

import pytest

from baton.domain.schemes.models import Version
from tests.web.scheme.forms import GRADES, PARTS, book_of, check_written, keep, row, text

pytestmark = pytest.mark.django_db


def test_grades_are_tried_and_read_aloud(desk, round):
    address = PARTS + "grades/县市区/"
    page = text(desk.post(address, {**GRADES, "levels.from": ["99.6", "90", ""], "levels.to": ["", "99.6", "90"], "try": "1"}))  # fmt: skip
    assert "个换等次；还没有写入" in page and "县市区：优秀 1 个" in page
    keep(desk, address, GRADES)
    assert "优秀：85 分以上，最多 20%（进一）；良好：75 分以上，最多 2 个；一般：其余。" in text(
        desk.get(PARTS)
    )
    check_written(round)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"levels.to": ["", "84", ""]},
            "“优秀”从 85 分起，“良好”只到 84 分，中间（如 84.5 分）没有等次。请把“良好”写到 85 分以下",
        ),
        ({"levels.to": ["", "86", ""]}, "与从 85 分起的“优秀”重叠"),
        ({"levels.from": ["85", "75", "60"]}, "60 分以下的没有等次。请在最后加一行"),
        ({"levels.from": ["85", "90", ""], "levels.to": []}, "不低于上一等“优秀”的 85"),
        ({"levels.quota": ["二成", "", ""]}, "“优秀”的名额写的是“二成”"),
        ({"levels.grade": ["", "良好", "一般"]}, "却没有写是哪一等"),
        ({"levels.grade": ["良好", "良好", "一般"]}, "写了两次"),
        ({"rounding": ""}, "还没有选"),
        ({"edge": ""}, "还没有选"),
        ({"levels.quota": ["80%", "30%", ""]}, "超过100%"),
    ],
)
def test_bands_with_a_gap_are_refused_with_the_remedy(desk, round, change, said):
    page = text(keep(desk, PARTS + "grades/县市区/", {**GRADES, **change}))
    assert said in page and "没有写入" in page
    assert Version.objects.get().edits == 0


def test_a_band_may_end_just_below_the_next(desk, round):
    """89.99 below 90 is no gap where totals have two decimals."""
    form = {**GRADES, "levels.from": ["90", "80", ""], "levels.to": ["", "89.99", "79.99"]}
    assert keep(desk, PARTS + "grades/县市区/", form).status_code == 302


def test_who_earned_a_special_grade(desk, round):
    """专项晋等: a kind of event that gives a grade straight away can be registered afterwards."""
    address = PARTS + "grades/县市区/"
    form = {**GRADES, "promoted": "重大贡献", "promoted_to": "特优"}
    assert "上面没有这一等" in text(keep(desk, address, form))
    assert keep(desk, address, {**form, "promoted_to": "优秀"}).status_code == 302
    check_written(round)
    assert "有“重大贡献”认定的直接评为优秀，不占名额。" in text(desk.get(PARTS))
    assert "重大贡献（升等）" in text(desk.get("/office/claims/enter/"))


def test_ranks_and_decimals(desk, round):
    address = PARTS + "ranks/县市区/"
    form = {
        "on": "carried",
        "style": "dense",
        "keys.key": ["F2", "", "F2"],
        "keys.order": ["asc", "desc", "desc"],
    }
    assert keep(desk, address, form).status_code == 302
    assert row(round, "groups", "县市区", "group")["ranking"] == {
        "on": "carried", "style": "dense", "keys": [{"key": "F2", "order": "asc"}],
    }  # fmt: skip
    assert "同分的，先看“空气优良天数比例”低的。" in text(desk.get(PARTS))
    address = PARTS + "rounding/all/"
    stages = ["原始数", "比率", "指标得分", "系数", "大项得分", "总分"]
    form = {
        "rounding.stage": stages,
        "rounding.places": ["", "4", "3", "6", "6", "1"],
        "rounding.mode": ["half_up"] * 6,
    }
    page = text(desk.post(address, {**form, "try": "1"}))
    assert "试了一下" in page
    assert keep(desk, address, form).status_code == 302
    assert book_of(round)["rounding"]["total"] == {"places": 1, "mode": "half_up"}
    assert book_of(round)["rounding"]["input"] is None
    page = text(keep(desk, address, {**form, "rounding.places": ["", "4", "x", "6", "6", "11"]}))
    assert "请写 0 到 10 的整数" in page and 'value="x"' in page
    check_written(round)


def test_a_tried_ranking_says_who_moves(desk, round):
    stages = ["原始数", "比率", "指标得分", "系数", "大项得分", "总分"]
    form = {
        "rounding.stage": stages,
        "rounding.places": ["", "0", "0", "6", "6", "0"],
        "rounding.mode": ["down"] * 6,
    }
    page = text(desk.post(PARTS + "rounding/all/", {**form, "try": "1"}))
    assert "换名次" in page and "临江县" in page and "→" in page
