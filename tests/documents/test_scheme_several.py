"""Several tables in one file: those for the groups are read, by what they are called; else it is asked which."""

import docx
import pytest

from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.scheme_table import Everybody, read_scheme
from tests.documents.scheme_shapes import drawn, excel, word

HEAD = "指标 | 分值 | 评分标准 | 牵头单位\n"
TOWNS = drawn(
    HEAD + "粮食产量 | 60 | 甲。 | 农业局\n村级集体经济 | 40 | 乙。 | 农业局\n合计 | 100 | |"
)
OFFICES = drawn(HEAD + "重点工作 | 100 | 丙。 | 督查室\n合计 | 100 | |")
COMMON = drawn(HEAD + "党的建设 | 40 | 丁。 | 组织部")
OWN = drawn(HEAD + "粮食产量 | 60 | 甲。 | 农业局")
OTHER = drawn(HEAD + "重点工作 | 60 | 丙。 | 督查室")
ROSTER = ("乡镇（街道）", "县直部门", "党群部门")
TITLES = ("附件1 乡镇（街道）高质量发展考核指标体系", "附件2 县直部门绩效考核指标体系")


def _read(path, ticked=("乡镇（街道）",), roster=ROSTER, **answers):
    codes = dict(zip("ABC", roster, strict=False))
    members = {group: (code,) for code, group in codes.items() if group in ticked}
    who = Everybody(NameBook({"A": "临江镇", "B": "教育局", "C": "宣传部"}, {}, kind="单位"), members, codes)  # fmt: skip
    problems, unclear, totals = Problems(), [], []
    rows = read_scheme(
        path, problems=problems, who=who, unclear=unclear, answers=answers, totals=totals
    )
    return [row.name for row in rows], unclear, [one.what for one in problems], totals


def _two(tmp_path, titles=TITLES, tables=(TOWNS, OFFICES)):
    return word(tmp_path / "体系.docx", *zip(titles, tables, strict=True))


@pytest.mark.parametrize(
    ("ticked", "names", "left"),
    [
        ("乡镇（街道）", ["粮食产量", "村级集体经济"], TITLES[1]),
        ("县直部门", ["重点工作"], TITLES[0]),
    ],
)
def test_the_annex_that_names_the_ticked_group_is_read_and_the_other_told(tmp_path, ticked, names, left):  # fmt: skip
    found, unclear, doubts, totals = _read(_two(tmp_path), (ticked,))
    assert found == names and not unclear and totals == ["100"]
    (doubt,) = doubts
    assert f"没有读“{left}”" in doubt


def test_the_number_of_an_annex_may_stand_in_a_line_of_its_own(tmp_path):
    path = word(tmp_path / "体系.docx", *zip(("附件1\n乡镇街道考核表\n（满分100分）", TITLES[1]), (TOWNS, OFFICES), strict=True))  # fmt: skip
    document = docx.Document(str(path))
    first = document.paragraphs[0]
    lines = first.text.split("\n")
    for line in lines[:-1]:
        first.insert_paragraph_before(line)
    first.text = lines[-1]
    document.save(str(path))
    found, unclear, doubts, _ = _read(path)
    assert found == ["粮食产量", "村级集体经济"] and not unclear and "只读了“乡镇街道考核表”" in doubts[0]  # fmt: skip


@pytest.mark.parametrize(
    ("titles", "ticked"),
    [
        (("附件1 农村考核表", "附件2 机关考核表"), ("乡镇（街道）",)),
        (("", ""), ("乡镇（街道）",)),
        (TITLES, ("党群部门",)),
        (TITLES, ("乡镇（街道）", "县直部门")),
    ],
    ids=["called otherwise", "not called at all", "for other groups", "both are ticked"],
)
def test_where_it_cannot_be_told_it_is_asked(tmp_path, titles, ticked):
    path = _two(tmp_path, titles)
    found, (question,), doubts, _ = _read(path, ticked)
    assert found == [] and "文件里有 2 个表，哪一个是考核这些组的" in question.question
    assert [answer for answer, _ in question.answers] == ["第1个表", "第2个表", "all"]
    assert "2 个指标，合计 100 分" in question.answers[0][1] and len(doubts) == 1
    found, unclear, _, _ = _read(path, ticked, **{question.key: "第2个表"})
    assert found == ["重点工作"] and not unclear
    found, unclear, _, totals = _read(path, ticked, **{question.key: "all"})
    assert len(found) == 3 and not unclear and totals == ["100", "100"]


def test_sheets_that_are_schemes_of_their_own_are_asked_about_too(tmp_path):
    path = excel(tmp_path / "体系.xlsx", ("农村", TOWNS), ("机关", OFFICES))
    found, (question,), _, _ = _read(path)
    assert found == [] and [one for one, _ in question.answers] == ["农村", "机关", "all"]
    assert _read(path, **{question.key: "机关"})[0] == ["重点工作"]


@pytest.mark.parametrize(
    ("titles", "tables", "names"),
    [
        (("一、党的建设（40分）", "二、经济发展（60分）"), (COMMON, OWN), ["党的建设", "粮食产量"]),
        (("附件1 党的建设", "附件2 经济发展"), (COMMON, OWN), ["党的建设", "粮食产量"]),
        (("附件 乡镇（街道）考核指标", "续表"), (COMMON, OWN), ["党的建设", "粮食产量"]),
        (
            ("附件1 共性指标", "附件2 乡镇（街道）指标", "附件3 县直部门指标"), (COMMON, OWN, OTHER),
            ["党的建设", "粮食产量"],
        ),
    ],
    ids=["parts", "annexes that are parts", "one table on two pages", "what is common and what is their own"],
)  # fmt: skip
def test_parts_of_one_scheme_are_read_together_without_a_question(tmp_path, titles, tables, names):
    found, unclear, doubts, _ = _read(_two(tmp_path, titles, tables))
    assert found == names and not unclear
    assert all("没有读“附件3 县直部门指标”" in doubt for doubt in doubts)


def test_a_group_whose_name_is_part_of_another_is_not_meant_by_it(tmp_path):
    path = _two(tmp_path, ("附件1 党群部门考核表", "附件2 部门考核表"))
    assert _read(path, ("部门",), ("党群部门", "部门"))[0] == ["重点工作"]


def _titled(title, rows):
    return [[title, *["<"] * (len(rows[0]) - 1)], *rows]


@pytest.mark.parametrize("write", [word, excel])
def test_the_title_may_stand_in_the_first_row_of_the_table(tmp_path, write):
    tables = [_titled(title, rows) for title, rows in zip(TITLES, (TOWNS, OFFICES), strict=True)]
    name, pages = ("表.docx", ("", "")) if write is word else ("表.xlsx", ("Sheet1", "Sheet2"))
    path = write(tmp_path / name, *zip(pages, tables, strict=True))
    assert _read(path, ("县直部门",))[:2] == (["重点工作"], [])
    assert _read(path)[:2] == (["粮食产量", "村级集体经济"], [])


def test_two_schemes_below_each_other_on_one_sheet_are_told_apart(tmp_path):
    rows = [*_titled(TITLES[0], TOWNS), *_titled(TITLES[1], OFFICES)]
    path = excel(tmp_path / "表.xlsx", ("Sheet1", rows))
    assert _read(path, ("县直部门",))[:2] == (["重点工作"], [])
    assert _read(path)[:2] == (["粮食产量", "村级集体经济"], [])
    found, (question,), _, _ = _read(path, ("乡镇（街道）", "县直部门"))
    assert [one for one, _ in question.answers] == ["第1个表", "第2个表", "all"] and found == []


def test_a_head_printed_again_over_each_part_of_a_sheet_is_no_question(tmp_path):
    rows = [*_titled("一、党的建设（40分）", COMMON), *_titled("二、经济发展（60分）", OWN)]
    found, unclear, _, _ = _read(excel(tmp_path / "表.xlsx", ("Sheet1", rows)))
    assert found == ["党的建设", "粮食产量"] and not unclear


def test_the_title_of_the_only_table_that_is_read_is_no_part_of_it(tmp_path):
    path = _two(tmp_path, [f"{title}（100分）" for title in TITLES])
    who = Everybody(NameBook({}, {}, kind="单位"), {"县直部门": ()}, dict(zip(ROSTER, ROSTER, strict=True)))  # fmt: skip
    assert [row.category for row in read_scheme(path, problems=Problems(), who=who)] == [""]
