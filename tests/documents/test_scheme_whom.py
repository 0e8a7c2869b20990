"""考核对象: how a cell with names is taken apart, and what is never guessed."""

import pytest

from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.scheme_table import Everybody, read_scheme

NAMES = {
    "A": "临江县", "B": "东岭县", "M": "市教育局", "N": "市发展和改革委员会", "P": "市人力资源和社会保障局",
}  # fmt: skip
GROUPS = {"县市区": ("A", "B"), "部门": ("M", "N", "P")}
WHO = Everybody(
    NameBook(NAMES, {"市发改委": "N"}, kind="单位"), GROUPS,
    {code: group for group, codes in GROUPS.items() for code in codes},
)  # fmt: skip


def read(tmp_path, cell, head="考核对象", **answers):
    path = tmp_path / "体系.csv"
    path.write_text(
        f'考核指标,分值,评分办法,牵头单位,{head}\n甲,100,按进度评分。,市委办,"{cell}"\n', "utf-8"
    )
    problems, unclear = Problems(), []
    rows = read_scheme(path, problems=problems, who=WHO, unclear=unclear, answers=answers)
    return rows[0].units, problems, unclear


@pytest.mark.parametrize(
    ("cell", "units"),
    [
        ("市教育局", ("M",)),
        ("市教育局、临江县；东岭", ("M", "A", "B")),
        ("市发展和改革委员会和市教育局", ("N", "M")),
        ("市人力资源和社会保障局", ("P",)),
        ("市发改委/市教育局\n临江县", ("N", "M", "A")),
        ("各县(市、区)", ("A", "B")),
        ("各县市区、市教育局", ("A", "B", "M")),
        ("各县市区，各部门", None),
        ("各单位", None),
        ("全部", None),
    ],
)
def test_names_between_marks_and_groups_are_known(tmp_path, cell, units):
    found, problems, unclear = read(tmp_path, cell)
    assert found == units and not unclear and not problems.error_count


@pytest.mark.parametrize("head", ["被考核单位", "适用单位", "完成单位", "责任主体"])
def test_the_column_goes_by_several_names(tmp_path, head):
    assert read(tmp_path, "市教育局", head)[0] == ("M",)


def test_what_is_not_known_is_asked_about_with_the_nearest_first(tmp_path):
    _, problems, (asked,) = read(tmp_path, "市教育局、市教育厅")
    assert asked.about == "市教育厅" and asked.answers[0] == ("M", "市教育局")
    assert problems.error_count
    found, problems, unclear = read(tmp_path, "市教育局、市教育厅", **{"whom:市教育厅": "group:县市区"})  # fmt: skip
    assert found == ("M", "A", "B") and not unclear and not problems.error_count
    assert read(tmp_path, "市教育厅", **{"whom:市教育厅": "nobody"})[0] == ()


def test_everybody_but_some_has_to_be_written_out(tmp_path):
    _, problems, unclear = read(tmp_path, "各县市区（除临江县外）")
    assert not unclear and "逐个写出来" in next(iter(problems.errors)).remedy


def test_without_a_roster_the_column_is_named_and_nothing_is_asked(tmp_path):
    path = tmp_path / "体系.csv"
    path.write_text("考核指标,分值,评分办法,考核对象\n甲,100,按进度评分。,市教育局\n", "utf-8")
    problems = Problems()
    (row,) = read_scheme(path, problems=problems)
    assert row.units is None and "没有名册" in next(iter(problems.warnings)).what
