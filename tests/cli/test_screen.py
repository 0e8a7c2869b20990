"""What is printed: columns that stand under each other, Chinese marks, nothing that gets in the way of a pipe."""

import doctest
import re

import pytest
from rich.cells import cell_len

from baton.cli import screen, wording
from baton.documents.problems import Problem
from tests.cli.office import DATA, RULEBOOK, baton

FULL_WIDTH_COMMA = "\uff0c"


@pytest.mark.parametrize("module", [screen, wording])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_board_fits_the_terminal_and_its_points_stand_under_each_other(office, width):
    done = office.run("score", width=width)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert all(cell_len(line) <= width for line in lines[1:-1])
    assert all(line == line.rstrip() for line in lines)
    rows = [line for line in lines if line.lstrip()[:1].isdigit()]
    totals = [
        (line, next(text for text in ("98.65", "98.13", "99.40", "100.00") if text in line))
        for line in rows
    ]
    assert len({cell_len(line[: line.rindex(text)] + text) for line, text in totals}) == 1
    assert "\x1b" not in done.stdout


def test_the_parts_of_the_total_are_left_out_where_they_do_not_fit(office):
    assert "空气优良" in office.run("score", width=120).stdout
    assert "空气优良" not in office.run("score", width=50).stdout


def test_who_has_no_total_stands_last_with_the_reason_and_the_share(office):
    office.put("数据.csv", DATA.replace("云东区,90000,92", "云东区,90000,未报"))
    lines = [line for line in office.run("score").stdout.splitlines() if "云东区" in line]
    assert lines[0].split()[0] == "—"
    assert "尚有未出数的项目" in lines[0]
    assert "已出数占 60%" in lines[0]


def test_help_starts_its_second_column_at_one_place():
    for command in ("score", "template", "import-scheme"):
        lines = baton(command, "--help", width=80).stdout.splitlines()
        assert all(cell_len(line) <= 80 for line in lines)
        options = [re.match(r"  --\S+(?: \S+)?\s{2,}(?=\S)", line) for line in lines]
        starts = {cell_len(found[0]) for found in options if found}
        assert len(starts) == 1, lines


def test_help_and_usage_faults_hold_no_english_sentence():
    text = baton("--help").stdout
    for word in ("usage", "positional", "options:", "show this"):
        assert word not in text
    assert text.count("Baton:") == 1
    said = baton("score", "--draft", "三", "a", "b")
    assert said.returncode == 3
    assert "要写整数" in said.stderr
    assert "invalid" not in said.stderr


def test_a_fault_has_chinese_marks_but_samples_stay_as_they_are_typed():
    shown = screen._line(
        Problem("书.yaml 第1行", "写错了,第2处", "请写:名次: {按: 总分, 并列: 1-2-2-4}")
    )
    assert FULL_WIDTH_COMMA in shown
    assert "名次: {按: 总分, 并列: 1-2-2-4}" in shown
    alias = screen._line(
        Problem("数据.csv·A2", "没有", "或在别名表加一行:东林,东岭县,单位(还有东区)")
    )
    assert "东林,东岭县,单位" in alias


def test_an_unreadable_terminal_encoding_does_not_stop_the_command(office):
    done = office.run("score", "--group", "县市区", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "98.65" in done.stdout


def test_a_rule_sentence_is_quoted_as_it_is_written(office):
    office.rule(RULEBOOK.replace("      不足1个百分点: 按比例\n", ""))
    done = baton("check", str(office.rulebook))
    assert "低于92%的,每低1个百分点扣0.5分,最低得2分。" in done.stdout
