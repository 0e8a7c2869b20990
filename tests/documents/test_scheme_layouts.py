"""Scheme tables as offices really lay them out: sections over the width, merged points, continued rows, heads of their own."""

import docx
import openpyxl
import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.documents.scheme_table import draft_rulebook, read_scheme, target_of
from baton.scoring.rulebook import find_faults

HEADS = ["序号", "考核指标", "分值", "目标值", "评分办法", "数据来源", "牵头单位"]
GDP = [
    "1",
    "地区生产总值增速",
    "60",
    "8.0%",
    "每低1个百分点扣0.8分，扣完为止。",
    "市统计局",
    "市发改委",
]
AIR = ["2", "空气优良天数比例", "40", "92.0%", "按完成率计分。", "省考核办", "市生态环境局"]
SECTIONS = [("一、高质量发展（60分）", GDP), ("二、生态环境（40分）", AIR)]


def word(path, heads, rows, merges=(), captions=()):
    """A Word table; merges: first row, column, last row, column, text, rows counted under the head."""
    document = docx.Document()
    for caption in captions:
        document.add_paragraph(caption)
    table = document.add_table(len(rows) + 1, len(heads))
    for row, line in enumerate([heads, *rows]):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    for top, left, bottom, right, text in merges:
        cell = table.cell(top + 1, left).merge(table.cell(bottom + 1, right))
        cell.text = text
    document.save(str(path))
    return path


def read(path, **more):
    problems = Problems()
    return read_scheme(path, problems=problems, **more), problems


def section_word(path):
    rows, merges = [], []
    for title, line in SECTIONS:
        merges.append((len(rows), 0, len(rows), 6, title))
        rows += [[""] * 7, line]
    return word(path.with_suffix(".docx"), HEADS, rows, merges)


def section_excel(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026年度考核指标体系"])
    sheet.merge_cells("A1:G1")
    sheet.append(HEADS)
    for title, line in SECTIONS:
        sheet.append([title])
        sheet.merge_cells(
            start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=7
        )
        sheet.append(line)
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def section_plain(path):
    """Not merged: the section stands in the first column alone."""
    rows = [line for title, row in SECTIONS for line in ([title] + [""] * 6, row)]
    return word(path.with_suffix(".docx"), HEADS, rows)


def section_with_points(path):
    """一、高质量发展 with its points in their own column."""
    rows = [line for title, row in SECTIONS for line in ([title[: title.index("（")], "", row[2], "", "", "", ""], row)]  # fmt: skip
    return word(path.with_suffix(".docx"), HEADS, rows)


def section_captions(path):
    """Each section a table of its own under its title."""
    document = docx.Document()
    for title, line in SECTIONS:
        document.add_paragraph(title)
        table = document.add_table(2, 7)
        for row, texts in enumerate([HEADS, line]):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


@pytest.mark.parametrize(
    "make", [section_word, section_excel, section_plain, section_with_points, section_captions]
)
def test_a_section_is_a_category_and_not_an_indicator(tmp_path, make):
    rows, problems = read(make(tmp_path / "表"))
    assert not problems.errors, problems.listing()
    assert [row.name for row in rows] == ["地区生产总值增速", "空气优良天数比例"]
    book = draft_rulebook(rows, name="方案", group="县市区", period="2026", problems=problems)
    assert find_faults(book) == [] and not problems.warnings, problems.listing()
    nodes = {node["name"]: node["children"] for node in book["nodes"]}
    assert nodes["一、高质量发展"] == ["F01"] and nodes["二、生态环境"] == ["F02"]


def test_points_of_a_section_that_do_not_add_up_are_mentioned(tmp_path):
    rows, problems = read(
        word(tmp_path / "表.docx", HEADS, [["一、高质量发展（50分）"] + [""] * 6, GDP])
    )
    draft_rulebook(rows, name="方案", group="县市区", period="2026", problems=problems)
    assert "“一、高质量发展（50分）”下面 1 个指标的分值合计 60" in problems.listing()


MERGED = [
    ["1", "规上工业增加值增速", "", "", "甲", "市统计局", "市工信局"],
    ["2", "社会消费品零售总额增速", "", "", "乙", "市统计局", "市商务局"],
]


def test_points_merged_over_two_indicators_are_asked_about(tmp_path):
    path = word(tmp_path / "表.docx", HEADS, MERGED, [(0, 2, 1, 2, "8")])
    asked = []
    _, problems = read(path, asked=asked)
    assert (
        "分值 8 合并在 2 个指标上:“规上工业增加值增速”、“社会消费品零售总额增速”"
        in problems.listing()
    )
    (question,) = asked
    said = dict(question.answers)
    assert said == {
        "even": "平分，各 4 分",
        "one": "合起来是一个指标，共 8 分",
        "each": "每个都是 8 分",
    }
    for answer, points in (("even", ["4", "4"]), ("each", ["8", "8"]), ("one", ["8"])):
        rows, problems = read(path, answers={question.key: answer})
        assert not problems.errors and [row.points for row in rows] == points
    assert (
        rows[0].name == "规上工业增加值增速、社会消费品零售总额增速"
        and rows[0].sentence == "甲\n乙"
    )
    _, problems = read(path, answers={question.key: "别的"})
    assert problems.error_count == 1


def test_one_method_merged_over_two_indicators_belongs_to_both(tmp_path):
    rows = [[*line[:2], "4", *line[3:]] for line in MERGED]
    found, problems = read(
        word(tmp_path / "表.docx", HEADS, rows, [(0, 4, 1, 4, "每低1个百分点扣0.5分。")])
    )
    assert not problems.errors
    assert [(row.points, row.sentence) for row in found] == [("4", "每低1个百分点扣0.5分。")] * 2


def test_a_row_without_a_name_goes_on_with_the_sentence_above(tmp_path):
    """A page break in Word leaves the end of a sentence in a row of its own."""
    more = ["", "", "", "", "扣完为止。", "", ""]
    cut = [*GDP[:4], "每低1个百分点扣0.8分，", *GDP[5:]]
    rows, problems = read(word(tmp_path / "表.docx", HEADS, [cut, more, AIR]))
    assert not problems.errors and len(rows) == 2
    assert rows[0].sentence == "每低1个百分点扣0.8分，扣完为止。"


def test_an_indicator_whose_methods_fill_several_rows_is_one(tmp_path):
    second = ["", "", "", "", "负增长的得0分。", "", ""]
    path = word(
        tmp_path / "表.docx", HEADS, [GDP, second, AIR],
        [(0, 1, 1, 1, GDP[1]), (0, 2, 1, 2, GDP[2])],
    )  # fmt: skip
    rows, problems = read(path)
    assert not problems.errors and [row.points for row in rows] == ["60", "40"]
    assert rows[0].sentence == "每低1个百分点扣0.8分，扣完为止。\n负增长的得0分。"


def test_of_two_columns_that_name_things_the_finer_is_the_indicator(tmp_path):
    heads = ["序号", "考核项目", "考核内容", "分值", "评分细则", "考核部门"]
    rows = [["1", "", "地区生产总值增速", "8", "甲", "市统计局"], ["2", "", "固定资产投资", "4", "乙", "市财政局"]]  # fmt: skip
    found, _ = read(word(tmp_path / "表.docx", heads, rows, [(0, 1, 1, 1, "经济发展\n（12分）")]))
    assert [(row.name, row.lead) for row in found] == [
        ("地区生产总值增速", "市统计局"),
        ("固定资产投资", "市财政局"),
    ]
    assert {row.category for row in found} == {"经济发展\n（12分）"}


def test_words_beside_every_indicator_are_no_category(tmp_path):
    heads = ["考核指标", "考核内容", "分值", "评分办法"]
    rows = [["党建", "基层组织建设情况", "5", "甲"], ["信访", "重复信访化解情况", "5", "乙"]]
    found, problems = read(word(tmp_path / "表.docx", heads, rows))
    assert [(row.name, row.category) for row in found] == [("党建", ""), ("信访", "")]
    book = draft_rulebook(found, name="方案", group="县市区", period="2026", problems=problems)
    assert book["items"][0]["definition"] == "考核内容:基层组织建设情况"


@pytest.mark.parametrize("points", ["权重（分）", "分值（60分）", "标准分", "分　值", "权重\n分值"])
def test_heads_as_offices_write_them(tmp_path, points):
    heads = ["序　号", "指标", points, "目标", "计分办法", "数据来源", "牵头\n单位（部门）"]
    rows, problems = read(word(tmp_path / "表.docx", heads, [GDP]))
    assert not problems.errors and not problems.warnings, problems.listing()
    assert (rows[0].points, rows[0].lead, rows[0].target) == ("60", "市发改委", "8.0%")


def test_a_single_column_of_contents_is_the_indicator(tmp_path):
    heads = ["序号", "考核内容", "分值", "评分标准", "牵头单位"]
    rows, _ = read(word(tmp_path / "表.docx", heads, [["1", "信访工作", "10", "甲", "市信访局"]]))
    assert rows[0].name == "信访工作"


def test_points_behind_the_names(tmp_path):
    heads = ["序号", "考核指标及分值", "评分办法", "牵头单位"]
    rows, problems = read(
        word(tmp_path / "表.docx", heads, [["1", "信访工作（10分）", "甲", "市信访局"]])
    )
    assert not problems.errors and (rows[0].name, rows[0].points) == ("信访工作", "10")


def test_every_column_is_carried_to_the_indicator(tmp_path):
    heads = [
        "指标",
        "指标解释",
        "分值",
        "目标值",
        "评分办法",
        "文件依据",
        "数据来源",
        "牵头单位",
        "考核部门",
        "备注",
    ]
    row = ["营商环境", "企业开办到注销", "100", "全省前3", "按名次", "云办发〔2026〕3号", "省评价报告", "市营商局", "市考核办", "按季调度"]  # fmt: skip
    rows, problems = read(word(tmp_path / "表.docx", heads, [row]))
    book = draft_rulebook(rows, name="方案", group="县市区", period="2026", problems=problems)
    again = read_rulebook_text(write_rulebook(book), "规则书.yaml", problems)
    assert again is not None, problems.listing()
    for item in (book["items"][0], again["items"][0]):
        assert (item["lead"], item["scorer"], item["basis"]) == (
            "市营商局",
            "市考核办",
            "云办发〔2026〕3号",
        )
        assert item["source"] == "省评价报告" and target_of(item) == "全省前3"
        assert item["definition"] == "目标值:全省前3\n企业开办到注销\n备注:按季调度"


def test_the_indicator_of_the_upper_level_is_kept_beside_its_own(tmp_path):
    heads = ["考核指标", "对应上级指标", "分值", "评分办法", "牵头单位"]
    row = ["营商环境", "省考：营商环境评价", "100", "按名次", "市营商局"]
    rows, problems = read(word(tmp_path / "表.docx", heads, [row]))
    (item,) = draft_rulebook(rows, name="方案", group="县市区", period="2026", problems=problems)["items"]  # fmt: skip
    assert (item["name"], item["definition"]) == ("营商环境", "对应上级指标:省考：营商环境评价")
    assert not problems.listing()


def test_weights_in_per_cent_are_points_of_a_hundred(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    for line in (GDP, AIR):
        book.active.append([*line[:2], float(line[2]) / 100, float(line[3][:-1]) / 100, *line[4:]])
        for column, shown in ((3, "0%"), (4, "0.0%")):
            book.active.cell(book.active.max_row, column).number_format = shown
    book.save(tmp_path / "表.xlsx")
    rows, problems = read(tmp_path / "表.xlsx")
    assert [(row.points, row.target) for row in rows] == [("60", "8.0%"), ("40", "92.0%")]
    assert "照满分 100 分读" in problems.listing()


def test_bonuses_and_deductions_are_no_part_of_the_total(tmp_path):
    rows = [
        [*GDP[:2], "100", *GDP[3:]],
        ["2", "创新加分", "≤5", "", "获国家级表彰的每项加2分", "", ""],
        ["3", "督查扣分", "-3", "", "每件次扣0.2分", "", ""],
        ["4", "党的建设", "系数0.95—1.05", "", "保留4位小数", "", ""],
    ]
    found, problems = read(word(tmp_path / "表.docx", HEADS, rows))
    assert not problems.errors and "没有读成指标" in problems.listing()
    book = draft_rulebook(found, name="方案", group="县市区", period="2026", problems=problems)
    assert find_faults(book) == [] and "不是整百" not in problems.listing()
    items = {item["name"]: (item["role"], item["points"]) for item in book["items"]}
    assert items["创新加分"] == ("bonus", "0") and items["督查扣分"] == ("deduction", "0")
    data = {entry["name"]: (entry["min"], entry["max"]) for entry in book["data"]}
    assert data["创新加分得分"] == ("0", "5") and data["督查扣分得分"] == ("-3", "0")


@pytest.mark.parametrize(("heads", "said", "remedy"), [
    (["序号", "考核指标", "配备", "评分办法"], "表头里缺“分值”一列,没有认出的表头是“配备”", "“分值”、“权重”"),
    (["序号", "事情", "分值", "评分办法"], "表头里缺“考核指标”一列", "“考核指标”"),
    (["序号", "考核指标", "分值", "怎么打"], "表头里缺“评分办法”一列", "“评分办法”"),
])  # fmt: skip
def test_the_missing_head_is_named(tmp_path, heads, said, remedy):
    rows, problems = read(word(tmp_path / "表.docx", heads, [["1", "信访", "10", "甲"]]))
    assert rows == [] and said in problems.listing() and remedy in problems.listing()


def test_an_old_word_file_is_told_how_to_become_readable(tmp_path):
    (tmp_path / "方案.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    _, problems = read(tmp_path / "方案.doc")
    assert "另存为 .docx" in problems.listing()


def test_a_head_printed_again_on_the_next_page_is_no_indicator(tmp_path):
    rows, problems = read(word(tmp_path / "表.docx", HEADS, [GDP, HEADS, AIR]))
    assert not problems.errors and len(rows) == 2


def test_a_head_of_two_lines(tmp_path):
    heads = ["序号", "考核指标", "考核指标", "分值", "考核要求", "考核要求", "牵头单位"]
    below = ["序号", "一级指标", "二级指标", "分值", "目标值", "评分办法", "牵头单位"]
    row = ["1", "经济发展", "地区生产总值增速", "60", "8.0%", "甲", "市发改委"]
    merges = [(-1, 1, -1, 2, "考核指标"), (-1, 4, -1, 5, "考核要求")]
    merges += [(-1, column, 0, column, heads[column]) for column in (0, 3, 6)]
    rows, problems = read(word(tmp_path / "表.docx", heads, [below, row], merges))
    assert not problems.errors, problems.listing()
    assert [(one.category, one.name, one.target, one.points) for one in rows] == [
        ("经济发展", "地区生产总值增速", "8.0%", "60")
    ]


def test_columns_that_are_not_taken_in_are_named(tmp_path):
    path = tmp_path / "体系.csv"
    path.write_text(
        "序号,考核指标,分值,评分办法,审核领导,联系电话,\n1,财政收入,60,按完成率评分。,张三,,见附件\n2,空气质量,40,按天数评分。,,,\n", "utf-8"
    )  # fmt: skip
    problems = Problems()
    assert len(read_scheme(path, problems=problems)) == 2
    (told,) = problems.warnings
    assert told.what.startswith("“审核领导”、第7列（没有表头）这几列没有收进")


def test_an_indicator_that_is_called_a_score_gives_its_figure_no_second_one(tmp_path):
    vote = ["2", "民主测评得分", "40", "", "按测评结果计分。", "市委组织部", "市委组织部"]
    rows, problems = read(word(tmp_path / "表.docx", HEADS, [GDP, vote]))
    book = draft_rulebook(rows, name="方案", group="县市区", period="2026", problems=problems)
    assert {one["name"] for one in book["data"]} == {"地区生产总值增速得分", "民主测评得分"}
