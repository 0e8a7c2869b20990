"""Several columns under one merged head, 分值 over 县域 and 城区: the one for these groups is taken, or asked about."""

import pytest

from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.documents.scheme_table import Everybody, read_scheme
from tests.documents.scheme_shapes import codes, drawn, excel, read, told, word

TWO = """
指标 | 分值 | < | 评分标准 | 牵头单位
^ | 县域 | 城区 | ^ | ^
财政收入 | 60 | 50 | 按完成率计分。 | 市财政局
空气质量 | 40 | 50 | 每少1天扣0.5分。 | 市生态环境局
合计 | 100 | 100 | | """
KEY = "apart:县域、城区"


def _who(*ticked, roster=("县域", "城区")):
    codes = dict(zip("AB", roster, strict=True))
    members = {group: (code,) for code, group in codes.items() if group in ticked}
    return Everybody(NameBook({"A": "临江县", "B": "东城区"}, {}, kind="单位"), members, codes)


def _asked(path, who, **answers):
    problems, unclear = Problems(), []
    rows = read_scheme(path, problems=problems, who=who, unclear=unclear, answers=answers)
    return [row.points for row in rows], unclear, [(one.code, one.what) for one in problems]


@pytest.mark.parametrize("write", [word, excel])
@pytest.mark.parametrize("head", ["分值", "权重", "分值（100分）"])
@pytest.mark.parametrize(("ticked", "points"), [("县域", ["60", "40"]), ("城区", ["50", "50"])])
def test_the_column_called_after_the_group_is_its_points(tmp_path, write, head, ticked, points):
    name = "表.docx" if write is word else "表.xlsx"
    path = write(tmp_path / name, ("", drawn(TWO.replace("分值", head))) if write is word else ("表", drawn(TWO.replace("分值", head))))  # fmt: skip
    found, unclear, doubts = _asked(path, _who(ticked))
    other = {"县域": "城区", "城区": "县域"}[ticked]
    assert found == points and not unclear
    assert [code for code, _ in doubts] == ["scheme-apart"]
    assert f"照“{ticked}”一列收" in doubts[0][1] and f"“{other}”没有收" in doubts[0][1]


@pytest.mark.parametrize(
    "who",
    [_who("县域", "城区"), _who("甲类", roster=("甲类", "乙类")), None],
    ids=["both are ticked", "nobody is called so", "no roster"],
)
def test_where_it_cannot_be_known_it_is_asked(tmp_path, who):
    path = excel(tmp_path / "表.xlsx", ("表", drawn(TWO)))
    _, unclear, doubts = _asked(path, who)
    assert [one.key for one in unclear] == [KEY] and "“分值”下面分“县域”“城区”" in unclear[0].question  # fmt: skip
    assert [answer for answer, _ in unclear[0].answers] == ["县域", "城区"]
    assert [code for code, _ in doubts] == ["scheme-shared"]
    assert _asked(path, who, **{KEY: "城区"})[:2] == (["50", "50"], [])


def test_other_columns_of_the_group_go_with_it(tmp_path):
    text = """
指标 | 目标值 | < | 分值 | < | 评分标准 | <
^ | 县域 | 城区 | 县域 | 城区 | 县域 | 城区
财政收入 | 5% | 8% | 60 | 50 | 按县域口径。 | 按城区口径。
空气质量 | 300 | 280 | 40 | 50 | 每天0.1分。 | 每天0.2分。"""
    path = excel(tmp_path / "表.xlsx", ("表", drawn(text)))
    problems = Problems()
    rows = read_scheme(path, problems=problems, who=_who("城区"))
    assert [(one.target, one.points, one.sentence) for one in rows] == [
        ("8%", "50", "按城区口径。"),
        ("280", "50", "每天0.2分。"),
    ]


def test_points_of_a_major_part_beside_its_indicators_are_no_question(tmp_path):
    text = """
类别 | 指标 | 分值 | < | 评分标准
^ | ^ | 大类分 | 单项分 | ^
经济 | 财政收入 | 60 | 40 | 甲。
^ | 工业产值 | ^ | 20 | 乙。
生态 | 空气质量 | 40 | 30 | 丙。
^ | 水质 | ^ | 10 | 丁。"""
    path = excel(tmp_path / "表.xlsx", ("表", drawn(text)))
    rows, doubts = read(path)
    assert [row.points for row in rows] == ["40", "20", "30", "10"]
    assert "scheme-apart" not in codes(doubts) and told(rows)[0][0] == "经济"


def test_a_head_of_two_rows_without_merged_cells_is_read_alike(tmp_path):
    path = tmp_path / "表.csv"
    rest = "财政收入,60,50,甲。,市财政局\n空气质量,40,50,乙。,市生态环境局\n"
    path.write_text(f"指标,分值,,评分标准,牵头单位\n,县域,城区,,\n{rest}", "utf-8")
    assert _asked(path, _who("城区"))[0] == ["50", "50"]
    assert [one.key for one in _asked(path, None)[1]] == [KEY]


@pytest.mark.parametrize("first", ["经济发展,财政税收", "一、经济发展,（60分）"])
def test_a_first_row_under_a_head_that_is_left_empty_is_no_second_line_of_it(tmp_path, first):
    path = tmp_path / "表.csv"
    path.write_text(f"考核内容,,分值,评分标准\n{first},,\n经济,财政收入,60,甲。\n生态,空气质量,40,乙。\n", "utf-8")  # fmt: skip
    points, unclear, doubts = _asked(path, _who("城区"))
    assert points == ["60", "40"] and not unclear and "scheme-apart" not in dict(doubts)


@pytest.mark.parametrize("blank", ["—", ""])
def test_an_indicator_without_points_for_the_group_is_none_of_its_own(tmp_path, blank):
    text = TWO.replace("财政收入 | 60 | 50", f"财政收入 | 60 | {blank}").replace("100 | 100", "100 | 50")  # fmt: skip
    path = excel(tmp_path / "表.xlsx", ("表", drawn(text)))
    points, unclear, doubts = _asked(path, _who("城区"))
    assert points == ["50"] and not unclear and [code for code, _ in doubts] == ["scheme-apart"] * 2
    assert "“财政收入”在“分值·城区”一列没有分值" in doubts[1][1]
    assert _asked(path, _who("县域"))[0] == ["60", "40"]
