"""Agreed targets from wide and long tables: deadlines are dates, targets are not, and a blank is never full marks."""

import datetime as dt
from pathlib import Path

import pytest

from baton.documents.agreement_tables import read_agreement
from baton.documents.problems import Problems
from tests.documents.office_files import Rows, build, only


def agreement(path: Path) -> tuple[dict[tuple[str, str, str], tuple[str, str]], Problems]:
    problems = Problems()
    rows = read_agreement(path, problems=problems)
    return {(r["unit"], r["item"], r["field"]): (r["value"], r["state"]) for r in rows}, problems


WIDE: Rows = [
    ["2026年目标责任书附表", "", "", "", "", ""],
    ["单位", "指标", "目标值", "分值", "全省排名", "备注"],
    ["临江县", "一般公共预算收入", 12.5, 6, 8, "约数"],
    ["东岭县", "一般公共预算收入", "无此任务", "", "", ""],
]
LONG: Rows = [
    ["单位", "指标", "栏目", "数值"],
    ["临江县", "一般公共预算收入", "目标", 12.5],
    ["临江县", "一般公共预算收入", "分值", 6],
    ["临江县", "一般公共预算收入", "全省排名", 8],
    ["东岭县", "一般公共预算收入", "目标值", "无此任务"],
]


@pytest.mark.parametrize("rows", [WIDE, LONG], ids=["wide", "long"])
@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods", ".csv"])
def test_both_shapes_of_an_agreement_say_the_same(
    tmp_path: Path, rows: Rows, extension: str
) -> None:
    found, problems = agreement(build(tmp_path / f"责任书{extension}", rows))
    assert not problems.errors, problems.listing()
    assert found == {
        ("临江县", "一般公共预算收入", "目标"): ("12.5", "reported"),
        ("临江县", "一般公共预算收入", "分值"): ("6", "reported"),
        ("临江县", "一般公共预算收入", "全省排名"): ("8", "reported"),
        ("东岭县", "一般公共预算收入", "目标"): ("", "not_applicable"),
    }


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([["单位", "指标", "目标", "分值"], ["临江县", "收入", "", 6]], "C2 (第2行第3列)"),
        ([["单位", "指标", "栏目", "数值"], ["临江县", "收入", "目标", ""]], "D2 (第2行第4列)"),
    ],
    ids=["wide", "long"],
)
def test_a_blank_target_is_never_full_marks(tmp_path: Path, rows: Rows, place: str) -> None:
    _, problems = agreement(build(tmp_path / "责任书.xlsx", rows))
    (fault,) = problems.errors
    assert fault.place == f"责任书.xlsx·Sheet1·{place}"
    assert fault.what == "目标值为空"
    assert fault.remedy == "请填写目标值;没有此任务请写“无此任务”"


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods", ".csv"])
@pytest.mark.parametrize("written", ["2026-10-15", "2026年10月15日", dt.date(2026, 10, 15)])
def test_a_deadline_of_an_agreement_is_a_date(
    tmp_path: Path, written: str | dt.date, extension: str
) -> None:
    long: Rows = [
        ["单位", "指标", "栏目", "数值"],
        ["甲县", "整改", "目标", 1],
        ["甲县", "整改", "延期至", written],
    ]
    wide: Rows = [["单位", "指标", "目标", "延期至"], ["甲县", "整改", 1, written]]
    for name, rows in (("长", long), ("宽", wide)):
        found, problems = agreement(build(tmp_path / f"{name}{extension}", rows))
        assert not problems.errors, problems.listing()
        assert found["甲县", "整改", "延期至"] == ("2026-10-15", "reported")


@pytest.mark.parametrize("written", ["2026-10-15", dt.date(2026, 10, 15)])
@pytest.mark.parametrize("field", ["目标值", "分值", "系数"])
def test_a_date_is_no_target(tmp_path: Path, field: str, written: str | dt.date) -> None:
    long: Rows = [["单位", "指标", "栏目", "数值"], ["甲县", "整改", field, written]]
    wide: Rows = [["单位", "指标", field], ["甲县", "整改", written]]
    for name, rows in (("长", long), ("宽", wide)):
        found, problems = agreement(build(tmp_path / f"{name}.xlsx", rows))
        assert (found, problems.error_count) == ({}, 1), problems.listing()


def test_a_figure_that_became_a_date_is_not_taken_for_one(tmp_path: Path) -> None:
    day = dt.date(2026, 3, 5)
    long: Rows = [["单位", "指标", "栏目", "数值"], ["甲县", "整改", "核定数", day]]
    wide: Rows = [["单位", "指标", "目标", "核定数"], ["甲县", "整改", 1, day]]
    for name, rows in (("长", long), ("宽", wide)):
        found, problems = agreement(build(tmp_path / f"{name}.xlsx", rows))
        assert ("甲县", "整改", "核定数") not in found
        assert only(problems, "date-for-number").place.startswith(name)


@pytest.mark.parametrize("field", ["期限", "延期至", "批准日", "批准日期", "完成时限", "办结时间"])
def test_fields_named_like_dates_take_dates(tmp_path: Path, field: str) -> None:
    wide: Rows = [["单位", "指标", "目标", field], ["甲县", "整改", 1, "2026/10/15"]]
    found, _ = agreement(build(tmp_path / "宽.csv", wide))
    assert found["甲县", "整改", field] == ("2026-10-15", "reported")


@pytest.mark.parametrize("written", ["10月15日", "2026年10月", "2026-02-30"])
def test_half_a_deadline_is_not_lost_unnoticed(tmp_path: Path, written: str) -> None:
    wide: Rows = [
        ["单位", "指标", "目标", "延期至", "进度"],
        ["甲县", "整改", 1, written, "10月底完成"],
    ]
    _, problems = agreement(build(tmp_path / "宽.csv", wide))
    assert only(problems, "not-a-date").place.endswith("D2 (第2行第4列)")
    long: Rows = [["单位", "指标", "栏目", "数值"], ["甲县", "整改", "延期至", written]]
    found, problems = agreement(build(tmp_path / "长.csv", long))
    assert not found and problems.errors


def test_a_target_written_twice_names_both_places(tmp_path: Path) -> None:
    _, problems = agreement(build(tmp_path / "责任书.xlsx", [*LONG, LONG[1]]))
    assert "D2" in only(problems, "duplicate").what


def test_a_field_that_mentions_the_whole_city_is_kept(tmp_path: Path) -> None:
    long: Rows = [["单位", "指标", "栏目", "数值"], ["甲县", "增速", "全市平均", 5.2]]
    found, problems = agreement(build(tmp_path / "责任书.csv", long))
    assert found == {("甲县", "增速", "全市平均"): ("5.2", "reported")}
    assert not problems, problems.listing()
