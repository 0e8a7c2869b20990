"""一页一个单位: whose a page is stands in its name or its title; where they disagree somebody is asked."""

from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from baton.documents.layouts.known import ItemInfo
from tests.documents.office_files import KNOWN, Rows, build, figures, only, read

HEADS = ["考核指标", "满分", "实际完成", "得分", "扣分原因"]
LINES = [["财政收入", 30, 12.5, 28, "差 2 个百分点"], ["优良天数比例", 20, 86.1, "", ""]]
SIGNED = ["填报人:李四", "", "", "", ""]


def page(title: str) -> Rows:
    return [[title, "", "", "", ""], HEADS, *LINES, SIGNED]


def book(path: Path, pages: dict[str, Rows]) -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        for name, rows in pages.items():
            sheet = made.add_worksheet(name)
            for r, row in enumerate(rows):
                sheet.write_row(r, 0, row)
    return path


def test_the_name_of_the_page_or_its_title_says_whose_it_is(tmp_path: Path) -> None:
    path = book(tmp_path / "分页.xlsx", {
        "临江县": page("临江县综合考核评分表"),
        "东岭": page("综合考核评分表"),
        "Sheet3": page("云州区综合考核评分表"),
        "说明": [["请各县核对"]],
    })  # fmt: skip
    columns, problems = read(path)
    assert not problems.errors, problems.listing()
    assert figures(columns) == {
        (unit, item, "2026-03"): text
        for unit in ("u1", "u2", "u3")
        for item, text in (("revenue", "12.5"), ("air", "86.1"))
    }
    assert columns.source[0] == "分页.xlsx·临江县·C3"
    assert {(one.kind, one.subject, one.text) for one in columns.beside} == {
        (kind, unit, text)
        for unit in ("u1", "u2", "u3")
        for kind, text in (("points", "28"), ("reason", "差 2 个百分点"))
    }


@pytest.mark.parametrize("ending", [".xls", ".ods", ".csv"])
def test_in_every_format(tmp_path: Path, ending: str) -> None:
    path = build(tmp_path / f"表{ending}", page("被考核单位:东岭县"), sheet="Sheet1")
    columns, problems = read(path)
    assert not problems.errors and set(columns.subject) == {"u2"}


def test_a_page_named_after_one_unit_and_titled_after_another_is_asked_about(
    tmp_path: Path,
) -> None:
    path = book(tmp_path / "分页.xlsx", {
        "临江县": page("东岭县综合考核评分表"), "云州区": page("云州区综合考核评分表"),
    })  # fmt: skip
    columns, problems = read(path)
    told = only(problems, "whose-page")
    assert told.what == "这一页名叫“临江县”,标题写的却是东岭县" and "改成同一个单位" in told.remedy
    assert "分页.xlsx·临江县·A1" in told.place and set(columns.subject) == {"u3"}
    assert told.offer and told.offer.kind == "page"
    answered = replace(KNOWN, subject_aliases={told.offer.written: "u2"})
    columns, problems = read(path, known=answered)
    assert not problems.errors and set(columns.subject) == {"u2", "u3"}
    left_out = replace(KNOWN, ignored={("单位", told.offer.written)})
    columns, problems = read(path, known=left_out)
    assert not problems.errors and set(columns.subject) == {"u3"}


def test_two_units_in_one_title_are_asked_about(tmp_path: Path) -> None:
    columns, problems = read(build(tmp_path / "表.xlsx", page("东岭县、云州区评分表")))
    assert "东岭县、云州区" in only(problems, "whose-page").what and not len(columns)


def test_the_unit_that_reports_is_not_the_one_assessed(tmp_path: Path) -> None:
    rows = [["填报单位:西屏县", "", "", "", ""], *page("云州区评分表")]
    columns, problems = read(build(tmp_path / "表.xlsx", rows))
    assert not problems.errors and set(columns.subject) == {"u3"}


def test_tables_with_units_of_their_own_are_read_as_before(tmp_path: Path) -> None:
    rows = [["临江县及各县完成情况", "", "", "", ""], ["单位", "指标", "期间", "数值", ""],
            ["东岭县", "财政收入", "2026-03", 5, ""]]  # fmt: skip
    columns, problems = read(build(tmp_path / "表.xlsx", rows, sheet="临江县"))
    assert not problems.errors and figures(columns) == {("u2", "revenue", "2026-03"): "5"}


def test_a_page_that_is_not_understood_is_asked_about_though_another_was_read(tmp_path: Path) -> None:  # fmt: skip
    both = replace(KNOWN, own=("revenue", "air"))
    read_whole = [["单位", "优良天数比例"], ["临江县", 90], ["东岭县", 91]]
    strange = [["收入情况", ""], ["县市区", "入库数"], ["临江县", 100], ["东岭县", 200]]
    path = book(tmp_path / "两页.xlsx", {"空气": read_whole, "收入": strange})
    columns, problems = read(path, known=both)
    (asked,) = problems.errors
    assert asked.offer and (asked.offer.kind, asked.offer.written) == ("item", "入库数")
    assert len(columns) == 2 and "收入·B2" in asked.place
    columns, problems = read(path, known=replace(both, item_aliases={"入库数": "revenue"}))
    assert not problems.errors and len(columns) == 4
    columns, problems = read(path, known=replace(both, own=("air",)))
    assert not problems.errors and only(problems, "layout-unknown")


def test_an_item_may_bear_its_unit_in_its_name(tmp_path: Path) -> None:
    items = KNOWN.items | {"revenue": ItemInfo("一般公共预算收入（万元）", "number", "万元", True)}
    known = replace(KNOWN, items=items, item_aliases={}, own=("revenue", "air"))
    rows = [["一般公共预算收入完成情况（单位：亿元）", ""], ["县市区", "完成数"], ["临江县", 12.5], ["东岭县", 3]]  # fmt: skip
    columns, problems = read(book(tmp_path / "表.xlsx", {"收入": rows}), known=known)
    assert not problems.errors and set(columns.item) == {"revenue"}
    assert columns.measure == ["亿元", "亿元"]
