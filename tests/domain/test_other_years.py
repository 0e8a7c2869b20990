"""别的年度的行: rows of last year on a table of this year are never taken for this year's."""

import pytest

from baton.desk.intake import sheets
from tests.stories import open_round, owed

pytestmark = pytest.mark.django_db
NAMES = ("临江县", "东岭", "石桥市", "云东区")
OLD, NEW = ("110000", "80000", "95000", "85000"), ("118000", "84000", "99000", "90000")
READ = [(code, value) for code, value in zip("ABCD", NEW, strict=True)]


@pytest.fixture
def sheet(clerk, tmp_path):
    return owed(open_round(tmp_path / "two", clerk), clerk)["市财政局"]


def taken(read):
    return [(line[0], line[4]) for line in read.cells]


def block(title, values, head="单位\t财政收入"):
    rows = "".join(f"{name}\t{value}\n" for name, value in zip(NAMES, values, strict=True))
    return f"{title}\n{head}\n{rows}"


@pytest.mark.parametrize("words", [("2025", "2026"), ("2025年", "2026年"), ("去年", "今年"), ("上年", "本年度")])  # fmt: skip
@pytest.mark.parametrize("head", ["年份", "年度"])
def test_rows_of_last_year_by_a_column_of_years_are_set_aside_and_told(sheet, head, words):
    lines = [f"单位\t{head}\t财政收入"]
    for name, old, new in zip(NAMES, OLD, NEW, strict=True):
        lines += [f"{name}\t{words[0]}\t{old}", f"{name}\t{words[1]}\t{new}"]
    read = sheets.read_paste(sheet, "\n".join(lines))
    assert taken(read) == READ and not read.asks and not read.faults
    (told,) = read.remarks
    assert told.what == f"B 列“{head}”是2025年的 4 行没有收"


def test_the_same_in_a_list_of_one_figure_a_line(sheet):
    lines = ["年份\t单位\t指标\t完成数", "2025\t临江县\t财政收入\t110000"]
    lines += [f"2026\t{name}\t财政收入\t{new}" for name, new in zip(NAMES, NEW, strict=True)]
    read = sheets.read_paste(sheet, "\n".join(lines))
    assert taken(read) == READ and "2025年的 1 行" in read.remarks[0].what


def test_a_table_of_last_years_rows_alone_is_not_taken(sheet):
    lines = ["单位\t年度\t财政收入", *(f"{name}\t2025年\t{old}" for name, old in zip(NAMES, OLD, strict=True))]  # fmt: skip
    (fault,) = sheets.read_paste(sheet, "\n".join(lines)).faults
    assert fault.what == "B 列“年度”写的都是2025年" and "拿错了表" in fault.remedy


def test_a_column_that_says_this_year_all_along_says_nothing(sheet):
    lines = ["单位\t年份\t财政收入", *(f"{name}\t2026\t{new}" for name, new in zip(NAMES, NEW, strict=True))]  # fmt: skip
    read = sheets.read_paste(sheet, "\n".join(lines))
    assert taken(read) == READ and not (read.asks or read.faults or read.remarks or read.oddities)


@pytest.mark.parametrize(
    "other", ["2025年财政收入情况", "附：2025年财政收入情况", "去年同期财政收入"]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_tables_below_each_other_the_one_of_last_year_is_set_aside(sheet, other, is_first):
    two = [block(other, OLD), block("2026年财政收入情况", NEW)]
    read = sheets.read_paste(sheet, "\n".join(two if is_first else two[::-1]))
    assert taken(read) == READ and not (read.asks or read.faults or read.oddities)
    (told,) = read.remarks
    assert told.what == f"“{other}”下面的 4 行没有收"


def test_a_table_under_last_years_title_alone_stays_a_doubt(sheet):
    read = sheets.read_paste(sheet, block("2025年财政收入情况", OLD))
    assert len(read.cells) == 4 and [one.kind for one in read.oddities] == ["misplaced"]


def test_an_empty_row_under_the_headings_is_passed_over(sheet):
    rows = "".join(f"{name}\t{new}\n" for name, new in zip(NAMES, NEW, strict=True))
    read = sheets.read_paste(sheet, f"单位\t财政收入\n\t\n{rows}")
    assert taken(read) == READ and not (read.asks or read.faults or read.remarks)
