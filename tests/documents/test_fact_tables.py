"""Rosters and event lists: records with named columns."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from baton.documents.event_tables import read_events
from baton.documents.headings import ColumnSpec
from baton.documents.problems import Problems
from baton.documents.roster_tables import read_roster
from baton.documents.tables import read_table, split_list
from tests.documents.office_files import Rows, build, only

ROSTER: Rows = [
    ["云州市考核对象名册", "", "", "", "", "", "", "", "", "", ""],
    [
        "编号",
        "名称",
        "种类",
        "分组",
        "上级",
        "机构序",
        "别名",
        "生效",
        "失效",
        "所在单位",
        "考核组",
    ],
    [
        "001",
        "临江县",
        "单位",
        "县市区",
        "",
        1,
        "临江、临江县人民政府",
        dt.date(2026, 1, 1),
        "",
        "",
        "一组",
    ],
    ["002", "东岭县", "", "县市区", "", 2, "东岭", "", "", "", ""],
    ["003", "临江镇", "单位", "乡镇", "临江县", 3, "", "", "", "", ""],
    [
        "P1",
        "张三",
        "个人",
        "领导干部",
        "",
        "",
        "",
        "",
        "2026年6月30日",
        "临江县:60%、东岭县:40%",
        "",
    ],
    ["", "", "", "", "", "", "", "", "", "", ""],
    ["注:以机构编制文件为准", "", "", "", "", "", "", "", "", "", ""],
]


def roster(path: Path) -> tuple[list[dict[str, Any]], Problems]:
    problems = Problems()
    return read_roster(path, problems=problems), problems


@pytest.mark.parametrize("extension", [".xlsx", ".xls", ".ods", ".csv"])
def test_a_roster_is_read_with_its_sources(tmp_path: Path, extension: str) -> None:
    rows, problems = roster(build(tmp_path / f"名册{extension}", ROSTER))
    assert not problems, problems.listing()
    assert [(r["id"], r["name"], r["kind"], r["order"]) for r in rows] == [
        ("001", "临江县", "单位", "1"),
        ("002", "东岭县", "单位", "2"),
        ("003", "临江镇", "单位", "3"),
        ("P1", "张三", "个人", ""),
    ]
    assert rows[0]["aliases"] == ["临江", "临江县人民政府"]
    assert rows[0]["from"] == "2026-01-01"
    assert rows[3]["until"] == "2026-06-30"
    assert rows[3]["units"] == [("临江县", "60%"), ("东岭县", "40%")]
    assert rows[0]["source"].endswith("·第3行")


def test_a_roster_without_numbers_uses_the_names(tmp_path: Path) -> None:
    rows, problems = roster(
        build(tmp_path / "名册.csv", [["单位名称", "组别"], ["临江县", "县市区"]])
    )
    assert not problems
    assert rows[0]["id"] == "临江县"


def test_faults_of_a_roster_are_named_together(tmp_path: Path) -> None:
    rows: Rows = [
        ["编号", "名称", "分组", "上级", "别名", "生效", "失效", "种类"],
        ["1", "临江县", "县市区", "火星", "东岭", "", "", "单位"],
        ["1", "东岭县", "", "", "", "2026-06-01", "2026-01-01", "单味"],
        [1.1e17, "云州区", "县市区", "", "东岭", "3月1日", "", ""],
        ["4", "临江县", "县市区", "", "", "", "", ""],
    ]
    _, problems = roster(build(tmp_path / "名册.xlsx", rows))
    assert {(p.code, p.place.split("·")[-1]) for p in problems.errors} == {
        ("name-unknown", "D2 (第2行第4列)"),
        ("blank", "C3 (第3行第3列)"),
        ("not-a-choice", "H3 (第3行第8列)"),
        ("duplicate", "A3 (第3行第1列)"),
        ("dates-reversed", "G3 (第3行第7列)"),
        ("id-lost-digits", "A4 (第4行第1列)"),
        ("not-a-date", "F4 (第4行第6列)"),
        ("alias-clash", "E4 (第4行第5列)"),
        ("duplicate", "B5 (第5行第2列)"),
    }
    assert "是“单位”吗?" in only(problems, "not-a-choice").remedy


EVENTS: Rows = [
    [
        "编号",
        "单位",
        "种类",
        "级别",
        "事项",
        "日期",
        "文号",
        "角色",
        "件数",
        "分值",
        "上年已加",
        "认定",
        "已在指标扣",
        "说明",
    ],
    [
        "B-1",
        "临江县",
        "加分",
        "国家级",
        "获评先进",
        "2026.3.1",
        "国发〔2026〕1号",
        "牵头",
        1,
        2.5,
        0.5,
        "认定",
        "",
        "",
    ],
    [
        "B-2",
        "东岭县",
        "扣分",
        "市级",
        "安全事故",
        dt.date(2026, 4, 5),
        "",
        "",
        2,
        "",
        "",
        "待定",
        "是",
        "另行处理",
    ],
]


@pytest.mark.parametrize("extension", [".xlsx", ".csv"])
def test_events_are_read_as_text_with_iso_dates(tmp_path: Path, extension: str) -> None:
    problems = Problems()
    rows = read_events(build(tmp_path / f"事项{extension}", EVENTS), problems=problems)
    assert not problems, problems.listing()
    assert [
        (r["id"], r["date"], r["role"], r["count"], r["points"], r["decision"]) for r in rows
    ] == [
        ("B-1", "2026-03-01", "牵头", "1", "2.5", "认定"),
        ("B-2", "2026-04-05", "", "2", "", "待定"),
    ]
    assert (rows[0]["counted_last_year"], rows[1]["deducted_elsewhere"]) == ("0.5", "是")


def test_faults_of_events_are_named_together(tmp_path: Path) -> None:
    rows = [
        EVENTS[0],
        ["B-1", "", "加分", "", "获评", "", "", "牵投", 1.5, "2I", "", "认订", "", ""],
        EVENTS[1],
    ]
    problems = Problems()
    read_events(build(tmp_path / "事项.xlsx", rows), problems=problems)
    assert [(p.code, p.place.split("·")[-1].split(" ")[0]) for p in problems.errors] == [
        ("blank", "B2"),
        ("not-a-choice", "H2"),
        ("not-whole", "I2"),
        ("number-letter", "J2"),
        ("not-a-choice", "L2"),
        ("duplicate", "A3"),
    ]


SPECS = [
    ColumnSpec("unit", "单位", required=True, filled=True),
    ColumnSpec("score", "得分", ("评分",), "number", required=True),
]


def test_missing_and_renamed_columns_are_told_apart(tmp_path: Path) -> None:
    problems = Problems()
    read_table(
        build(tmp_path / "一.xlsx", [["单位", "评份"], ["临江县", 5]]),
        columns=SPECS,
        problems=problems,
    )
    fault = only(problems, "column-renamed")
    assert fault.place == "一.xlsx·Sheet1·B1 (第1行第2列)"
    assert fault.what == "没有找到“得分”列,这里的“评份”很像"
    read_table(
        build(tmp_path / "二.xlsx", [["单位", "事由"], ["临江县", 5]]),
        columns=SPECS,
        problems=problems,
    )
    assert only(problems, "column-missing").what == "表头里没有“得分”列"
    read_table(build(tmp_path / "三.xlsx", [["a", "b"]]), columns=SPECS, problems=problems)
    assert "应有:单位、得分" in only(problems, "layout-unknown").what


def test_columns_that_are_not_read_are_mentioned(tmp_path: Path) -> None:
    problems = Problems()
    rows = read_table(
        build(tmp_path / "一.xlsx", [["序号", "单位", "评分", "扣分点"], [1, "临江县", 5, "无"]]),
        columns=SPECS,
        problems=problems,
    )
    assert [(r["unit"], r["score"]) for r in rows] == [("临江县", "5")]
    assert only(problems, "column-unread").what == "“扣分点”列没有读"


def test_a_record_that_mentions_the_whole_city_is_kept(tmp_path: Path) -> None:
    rows, problems = roster(build(tmp_path / "名册.csv", [["名称", "分组"], ["咸宁市", "全市"]]))
    assert [(row["name"], row["group"]) for row in rows] == [("咸宁市", "全市")]
    assert not problems, problems.listing()
    events: Rows = [["单位", "种类", "级别", "事项"], ["甲县", "加分", "全国", "全省最高"]]
    read = read_events(build(tmp_path / "事项.csv", events), problems=problems)
    assert [(row["level"], row["matter"]) for row in read] == [("全国", "全省最高")]
    assert not problems, problems.listing()


def test_a_total_row_is_left_out_and_mentioned(tmp_path: Path) -> None:
    table: Rows = [
        ["编号", "名称", "分组"],
        ["1", "甲县", "县"],
        ["", "合 计", ""],
        ["合计", "", 1],
    ]
    rows, problems = roster(build(tmp_path / "名册.xlsx", table))
    assert [row["name"] for row in rows] == ["甲县"]
    assert not problems.errors, problems.listing()
    assert only(problems, "total-row").what == "第3、4行是合计或平均,没有读"


def test_names_in_one_cell_are_split() -> None:
    assert split_list("临江、东岭;云州\uff0c西屏/高新") == ["临江", "东岭", "云州", "西屏", "高新"]
    assert split_list(" ") == []


def test_a_heading_s_own_name_stands_before_its_synonyms(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_text("序号,单位名称,类别,分组\n1,南浦镇,单位,乡镇\n", encoding="utf-8")
    rows, problems = roster(path)
    assert not problems.error_count
    assert rows[0]["group"] == "乡镇"


@pytest.mark.parametrize("head", ["序号", "机构序"])
def test_counties_are_ordered_by_their_own_column(tmp_path, head):
    """机构序 of departments and 行政区划序 of counties stand side by side; a mere 序号 gives way to either."""
    blank = "" if head == "机构序" else "9"
    path = tmp_path / "名册.csv"
    path.write_text(
        f"{head},名称,分组,行政区划序\n{blank},临江县,县市区,2\n{blank},东岭县,县市区,1\n5,市教育局,部门,\n",
        encoding="utf-8",
    )
    problems = Problems()
    rows = read_roster(path, problems=problems)
    assert [(row["name"], str(row["order"])) for row in rows] == [
        ("临江县", "2"), ("东岭县", "1"), ("市教育局", "5"),
    ]  # fmt: skip
    assert "没有读" not in problems.listing()
