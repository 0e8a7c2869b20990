"""Written names meet known ones; what is learnt once is kept."""

from pathlib import Path

import pytest

from baton.documents.names import (
    NameBook,
    aliases_by_id,
    ask,
    load_aliases,
    save_aliases,
    without_unit,
)
from baton.documents.problems import Problems

UNITS = {
    "u1": "临江县",
    "u2": "东岭县",
    "u3": "云州区",
    "u4": "市统计局",
    "u5": "临江区",
    "u6": "高新",
}
ITEMS = {"i1": "一般公共预算收入", "i2": "一般公共预算收入增速", "i3": "优良天数比例(%)"}


@pytest.fixture
def units() -> NameBook:
    return NameBook(UNITS, {"东区": "u2"}, kind="单位")


@pytest.mark.parametrize(
    ("written", "identifier", "how"),
    [
        ("临江县", "u1", "exact"),
        ("u1", "u1", "exact"),
        ("东区", "u2", "alias"),
        (" 东 区 ", "u2", "alias"),
        ("东\u3000岭 县", "u2", "normalised"),
        ("东岭", "u2", "shortened"),
        ("东岭县人民政府", "u2", "shortened"),
        ("中共云州区", "u3", "shortened"),
        ("统计局", "u4", "shortened"),
        ("高新区", "u6", "shortened"),
    ],
)
def test_a_unit_is_found_under_the_names_people_use(
    units: NameBook, written: str, identifier: str, how: str
) -> None:
    match = units.find(written)
    assert (match.id, match.how) == (identifier, how)


@pytest.mark.parametrize("written", ["东岭市", "东玲县", "统计", "临江县统计局", "火星"])
def test_a_merely_similar_unit_is_never_accepted(units: NameBook, written: str) -> None:
    assert units.find(written).id is None


def test_a_name_that_fits_two_units_is_a_question(units: NameBook) -> None:
    match = units.find("临江")
    assert (match.id, match.how) == (None, "ambiguous")
    what, remedy, code = ask(match, "临江", "单位")
    assert "临江区" in what and "临江县" in what
    assert (remedy, code) == ("请写单位全称", "name-ambiguous")


def test_an_unknown_name_proposes_the_nearest_and_how_to_learn_it(units: NameBook) -> None:
    what, remedy, code = ask(units.find("东玲县"), "东玲县", "单位")
    assert what == "没有叫“东玲县”的单位"
    assert remedy.startswith("是“东岭县”吗?") and "东玲县,东岭县,单位" in remedy
    assert code == "name-unknown"


def test_names_are_compared_only_when_somebody_asks(
    units: NameBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nearest(book: NameBook, written: str) -> tuple[str, ...]:
        asked.append(written)
        return ("东岭县",)

    monkeypatch.setattr(NameBook, "nearest", nearest)
    match = units.find("东玲县")
    assert (match.id, match.how, asked) == (None, "unknown", [])
    assert (match.candidates, asked) == (("东岭县",), ["东玲县"])


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("一、一般公共预算收入", "i1"),
        ("1.一般公共预算收入", "i1"),
        ("一般公共预算收入(万元)", "i1"),
        ("一般公共预算收入\uff08万元\uff09", "i1"),
        ("优良天数比例", "i3"),
        ("预算收入", None),
    ],
)
def test_an_item_is_found_behind_numbering_and_units(written: str, identifier: str | None) -> None:
    assert NameBook(ITEMS, {}, kind="指标").find(written).id == identifier


def test_a_heading_is_split_from_its_unit() -> None:
    assert without_unit("财政收入\uff08万元\uff09") == ("财政收入", "万元")
    assert without_unit("财政收入(单位:万元)") == ("财政收入", "万元")
    assert without_unit("财政收入") == ("财政收入", "")


def test_learnt_names_survive_the_file(tmp_path: Path) -> None:
    path, problems = tmp_path / "别名.csv", Problems()
    learnt = {"单位": {"东岭": "东岭县"}, "指标": {"财政收入": "一般公共预算收入"}}
    save_aliases(path, learnt)
    assert load_aliases(path, problems=problems) == learnt
    assert not problems
    assert aliases_by_id(learnt["单位"], UNITS) == {"东岭": "u2"}


def test_a_missing_alias_file_holds_nothing(tmp_path: Path) -> None:
    problems = Problems()
    assert load_aliases(tmp_path / "没有.csv", problems=problems) == {"单位": {}, "指标": {}}
    assert not problems


def test_faulty_alias_lines_are_named_together(tmp_path: Path) -> None:
    path, problems = tmp_path / "别名.csv", Problems()
    path.write_text("写法,标准名,种类\n东岭,东岭县,单位\n东岭,临江县,单位\n西屏,西屏县\n", "utf-8")
    load_aliases(path, problems=problems)
    assert [p.place for p in problems.errors] == ["别名.csv (第3行)", "别名.csv (第4行)"]
