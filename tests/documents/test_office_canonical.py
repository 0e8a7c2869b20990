"""Facts that come as canonical JSON are looked through before anything is computed from them."""

import copy
import json

import pytest

from baton.documents.office import check_canonical, check_figures, load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from tests.examples.reading import ROOT

FOLDER = ROOT / "county-80-20"


@pytest.fixture(scope="module")
def book():
    return read_rulebook(FOLDER / "规则书.yaml", problems=Problems())


@pytest.fixture(scope="module")
def sound(book):
    return load_facts(book, FOLDER, problems=Problems())


def faults(facts, book):
    problems = Problems()
    assert check_canonical(facts, book, "facts.json", problems=problems) == (
        not problems.error_count
    )
    return problems


def changed(sound, key, row, column, value):
    facts = copy.deepcopy(sound)
    table = facts[key]
    table["rows"][row][table["columns"].index(column)] = value
    return facts


def test_what_an_office_has_is_sound(sound, book):
    assert not faults(sound, book)


def test_columns_may_stand_in_any_order(sound, book):
    facts = copy.deepcopy(sound)
    facts["roster"] = {
        "columns": facts["roster"]["columns"][::-1],
        "rows": [row[::-1] for row in facts["roster"]["rows"]],
    }
    assert not faults(facts, book)


@pytest.mark.parametrize(("key", "column", "value", "place"), [
    ("roster", "subject", "", "名册第1行"),
    ("roster", "kind", "县", "名册第1行"),
    ("roster", "order", True, "名册第1行"),
    ("roster", "from", "2026-02-30", "名册第1行"),
    ("roster", "links", [["甲镇", "一半"]], "名册第1行"),
    ("roster", "links", [["没有的单位", "1"]], "名册第1行"),
    ("roster", "aliases", "甲", "名册第1行"),
    ("roster", "parent", "没有的单位", "名册第1行"),
    ("agreement", "value", "1e5", "责任书第1行"),
    ("agreement", "subject", "没有的单位", "责任书第1行"),
    ("observations", "value", None, "数据第1行"),
    ("observations", "state", "还没报", "数据第1行"),
    ("observations", "subject", "没有的单位", "数据第1行"),
    ("observations", "value", 12, "数据第1行"),
    ("observations", "value", "1" * 30, "数据第1行"),
])  # fmt: skip
def test_a_wrong_cell_is_named_by_its_line(sound, book, key, column, value, place):
    found = faults(changed(sound, key, 0, column, value), book)
    assert any(place in problem.place for problem in found.errors), found.listing()


def test_every_wrong_cell_is_named_at_once(sound, book):
    facts = changed(sound, "roster", 0, "order", "一")
    facts["observations"]["rows"][3][5] = "?"
    facts["absent"] = "无"
    assert faults(facts, book).error_count == 3


@pytest.mark.parametrize("key", ["roster", "agreement", "observations"])
def test_a_line_that_stands_twice(sound, book, key):
    facts = copy.deepcopy(sound)
    numbers = {entry["code"] for entry in book["data"] if entry["kind"] == "number"}
    rows = facts[key]["rows"]
    rows.append(next(row for row in rows if key != "observations" or row[1] in numbers))
    assert any("第1行" in p.what or "另一处" in p.what for p in faults(facts, book).errors)


@pytest.mark.parametrize("raw", [None, [], {}, 3, "facts", {"format": "baton.facts/2"}])
def test_something_else_altogether(raw, book):
    assert faults(raw, book).error_count == 1


@pytest.mark.parametrize(
    "table", [None, [], {"columns": [], "rows": []}, {"columns": [3], "rows": {}}]
)
def test_a_table_that_is_none(sound, book, table):
    assert faults({**sound, "events": table}, book).error_count == 1


def test_a_data_item_the_rule_book_does_not_know_is_mentioned_and_left_aside(sound, book):
    found = faults(changed(sound, "observations", 0, "item", "没有的数据项"), book)
    assert not found.error_count
    assert "没有的数据项" in found.warnings[0].what


def test_a_json_file_scores_like_the_folder(tmp_path, sound, book):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(sound, ensure_ascii=False), encoding="utf-8")
    assert load_facts(book, path, problems=Problems()) == sound


MARKS = {"code": "mark", "name": "评分票", "kind": "tally", "unit": "张", "min": None, "max": None}


def counted(book, key, value):
    """The county's rule book with a ballot of marks, and one line of its count."""
    changed_book = copy.deepcopy(book)
    changed_book["data"].append(MARKS)
    other = copy.deepcopy(changed_book["items"][0])
    other["method"], other["data"] = "trimmed_ratings", {"x": {"item": "mark"}}
    changed_book["items"].append(other)
    problems = Problems()
    observations = [["甲镇", "mark", "2010", key, value, "reported", "", ""]]
    check_figures(changed_book, observations, names={}, problems=problems)
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("key", "value", "codes"),
    [
        ("90", "3", []),
        ("87.5", "0", []),
        ("90.0", "3", ["tally-mark"]),
        ("优秀", "3", ["tally-mark"]),
        ("90", "-3", ["tally-whole"]),
        ("90", "2.5", ["tally-whole"]),
    ],
)
def test_votes_are_whole_numbers_and_marks_are_written_the_shortest_way(book, key, value, codes):
    assert counted(book, key, value) == codes


def test_a_day_that_the_calendar_lacks_is_no_figure():
    entry = {
        "code": "办结",
        "name": "办结日期",
        "kind": "date",
        "unit": "",
        "min": None,
        "max": None,
    }
    rules = {"data": [entry], "items": []}
    lines = [
        ["甲镇", "办结", "2010", "", day, "reported", "表.xlsx·C2", ""]
        for day in ("2010-02-28", "2010-02-30", "2010-2-3")
    ]
    problems = Problems()
    check_figures(rules, lines, names={}, problems=problems)
    assert [one.what for one in problems] == [
        "“办结日期”填了 2010-02-30,日历上没有这一天", "“办结日期”填了 2010-2-3,日历上没有这一天",
    ]  # fmt: skip
    assert problems.errors[0].about == ("figure", "甲镇", "办结", "2010", "")
