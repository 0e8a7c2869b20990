"""Scheme tables in the shapes that offices print: each comes in whole, or every doubt is named with what to do about it."""

import subprocess

import openpyxl
import pytest

from baton.documents.names import NameBook
from baton.documents.scheme_table import Everybody, majors_of
from tests.documents.scheme_shapes import BODY, HEAD, THREE, codes, drawn, excel, read, told, word
from tests.libreoffice import needed


def test_vertical_merges_in_word_with_the_points_behind_the_major_parts(tmp_path):
    text = f"{HEAD}{BODY}".replace("职能职责", "职能职责（50分）").replace(
        "党的建设", "党的建设\n（30 分）"
    )
    rows, doubts = read(word(tmp_path / "表.docx", ("", drawn(text.replace("\n（30", "（30")))))
    assert told(rows) == THREE and doubts == []


def test_a_head_of_two_rows_with_a_weight_under_the_first_level(tmp_path):
    """一级指标 stands over 名称 and 权重; the indicators' own points are in another column."""
    text = """
    附件1
    ２０２６年度县直部门绩效考核指标 | < | < | < | < | < | <
    一级指标 | < | 二级指标 | 三级指标 | 权重(%) | 考核标准 | 考核单位
    名称 | 权重 | ^ | ^ | ^ | ^ | ^
    职能职责 | 50 | 重点工作 | 重点任务 | 30 | 按完成率计。 | 县政府督查室
    ^ | ^ | ^ | 创新工作 | 20 | 按推广计。 | 县委改革办
    党的建设 | 30 | 基层党建 | 党建考核 | 30 | 优秀30、良好24。 | 县委组织部
    社会评价 | 20 | 满意度 | 群众满意度 | 20 | 每降1个百分点减0.5分。 | 县统计局"""
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("附件1", drawn(text))))
    assert told(rows) == THREE and doubts == []
    assert [major.stated for major in majors_of(rows)] == ["50", "30", "20"]
    assert rows[0].lead == "县政府督查室" and "二级指标:重点工作" in rows[0].upper


WEIGHED = """
一级指标 | 权重 | 二级指标 | 分值 | 考核标准
职能职责 | 50 | 重点任务 | 30 | 按完成率计。
^ | ^ | 创新工作 | {own} | 按推广计。
党的建设 | 30 | 党建考核 | 30 | 优秀30、良好24。
社会评价 | 20 | 群众满意度 | 20 | 每降1个百分点减0.5分。"""


def test_points_of_indicators_win_over_the_weight_of_their_part(tmp_path):
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(WEIGHED.format(own=20)))))
    assert told(rows) == THREE and doubts == []
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(WEIGHED.format(own=15)))))
    assert ("scheme-total", "“职能职责(50分)”下面 2 个指标的分值合计 45", "请核对分值") in doubts


def test_parts_of_a_hundred_each_beside_weights_are_a_question_of_composing(tmp_path):
    text = """
    一级指标 | 权重 | 二级指标 | 分值 | 考核标准
    业务工作 | 70% | 重点任务 | 60 | 按完成率计。
    ^ | ^ | 创新工作 | 40 | 按推广计。
    党的建设 | 30% | 党建考核 | 100 | 优秀100。"""
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert [row.points for row in rows] == ["60", "40", "100"]
    assert codes(doubts) == ["scheme-total"] and "按权重合成" in doubts[0][2]


def test_the_weight_of_a_middle_level_is_compared_too(tmp_path):
    text = """
    一级指标 | 二级指标 | 权重 | 三级指标 | 分值 | 考核标准
    职能职责 | 重点工作 | 60 | 重点任务 | 30 | 甲。
    ^ | ^ | ^ | 创新工作 | 20 | 乙。
    ^ | 党建 | 40 | 党建考核 | 50 | 丙。"""
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert [row.points for row in rows] == ["30", "20", "50"]
    assert [what for _, what, _ in doubts] == [
        "“重点工作”的“权重”写 60,下面 2 个指标的分值合计 50",
        "“党建”的“权重”写 40,下面 1 个指标的分值合计 50",
    ]


def test_pages_that_repeat_title_and_head(tmp_path):
    title = "2026年度县直部门考核指标体系表 | < | < | < | < | <"
    lines = BODY.strip().splitlines()
    text = "\n".join([title, HEAD, *lines[:2], "（续表） | < | < | < | < | <", title, HEAD, *lines[2:]])  # fmt: skip
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert told(rows) == THREE and doubts == []


def test_points_stand_behind_the_names_and_nowhere_else(tmp_path):
    text = """
    考核指标 | 评分标准 | 牵头科室
    一、经济发展（６０分） | |
    1.固定资产投资（３０分） | 按完成率计。 | 投资科
    2.招商引资（30 分） | 每个3分。 | 招商科
    二、社会评价（40分） | |
    3.满意度（40分） | 每降1个百分点减0.5分。 | 办公室"""
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert told(rows) == [("一、经济发展", "固定资产投资", "30"), ("一、经济发展", "招商引资", "30"), ("二、社会评价", "满意度", "40")]  # fmt: skip
    assert doubts == [] and rows[2].lead == "办公室"


def test_blank_columns_between_and_sections_over_the_width(tmp_path):
    text = """
    | 2026年度考核指标 | < | < | < | < | < | |
    | 序号 | | 考核指标 | < | 分值 | 评分办法 | | 指标依据
    | 一、经济发展（60分） | < | < | < | < | < | |
    | 1 | | 财政收入 | < | 60 | 按完成率计。 | | 县发〔2026〕1号
    | 二、社会评价（40分） | < | < | < | < | < | |
    | 2 | | 满意度 | < | 40 | 按调查结果计。 | | """
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert told(rows) == [("一、经济发展", "财政收入", "60"), ("二、社会评价", "满意度", "40")]
    assert doubts == [] and rows[0].basis == "县发〔2026〕1号"


def test_one_head_over_two_levels(tmp_path):
    text = """
    考核指标 | < | 分值 | 评分办法
    经济发展 | 财政收入 | 30 | 甲。
    ^ | 工业产值 | 30 | 乙。
    社会评价 | < | 40 | 丙。"""
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert told(rows) == [("经济发展", "财政收入", "30"), ("经济发展", "工业产值", "30"), ("社会评价", "社会评价", "40")]  # fmt: skip
    assert doubts == []


@pytest.mark.parametrize(("part", "doubt"), [("60", ""), ("55", "表里写小计 55,上面 2 个指标的分值合计 60")])  # fmt: skip
def test_subtotals_after_each_part(tmp_path, part, doubt):
    text = f"""
    大项 | 指标 | 分值 | 评分办法
    经济发展 | 财政收入 | 30 | 甲。
    | 工业产值 | 30 | 乙。
    小　计 | | {part} |
    社会评价 | 满意度 | 40 | 丙。
    小　计 | | 40 |
    合 计 | | 100 | """
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert told(rows) == [("经济发展", "财政收入", "30"), ("经济发展", "工业产值", "30"), ("社会评价", "满意度", "40")]  # fmt: skip
    assert [what for _, what, _ in doubts] == [doubt] * bool(doubt)


def test_a_part_with_its_points_in_a_row_above_its_indicators(tmp_path):
    text = """
    大项 | 指标 | 分值 | 评分办法
    经济发展 | | 60 |
    | 财政收入 | 30 | 甲。
    | 工业产值 | 30 | 乙。
    社会评价 | | 40 |
    | 满意度 | 40 | 丙。"""
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert told(rows) == [("经济发展", "财政收入", "30"), ("经济发展", "工业产值", "30"), ("社会评价", "满意度", "40")]  # fmt: skip
    assert doubts == []


def test_shares_that_come_to_one_are_points_of_a_hundred(tmp_path):
    text = "指标 | 权重 | 评分办法\n财政收入 | 0.35 | 甲。\n工业产值 | 0.25 | 乙。\n满意度 | 0.4 | 丙。"
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(text))))
    assert [row.points for row in rows] == ["35", "25", "40"] and codes(doubts) == ["scheme-percent"]  # fmt: skip


def test_a_sheet_for_every_group(tmp_path):
    head = "指标 | 分值 | 评分办法\n"
    sheets = [("乡镇", drawn(head + "粮食产量 | 100 | 甲。")), ("县直部门", drawn(head + "重点工作 | 100 | 乙。"))]  # fmt: skip
    path = excel(tmp_path / "表.xlsx", *sheets)
    rows, doubts = read(path)
    assert len(rows) == 2 and codes(doubts) == ["scheme-sheets"]
    assert "2 张工作表(乡镇、县直部门)都读了" in doubts[0][1]
    who = Everybody(NameBook({"A": "甲镇"}, {}, kind="单位"), {"乡镇": ("A",)}, {"A": "乡镇"})
    rows, doubts = read(path, who=who)
    assert [row.name for row in rows] == ["粮食产量"] and "没有读“县直部门”" in doubts[0][1]


def test_an_old_excel_file_from_libreoffice_with_wide_digits(tmp_path):
    text = f"{HEAD}{BODY}\n合　计 | | | １００ | | \n注：得分保留两位小数。 | < | < | < | < | <"
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    text = text.replace(" | 30 | ", f" | {'30'.translate(wide)} | ")
    path = excel(tmp_path / "表.xlsx", ("表", drawn(text)))
    command = [needed(), "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to", "xls", "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    notes = []
    rows, doubts = read(tmp_path / "表.xls", notes=notes)
    assert told(rows) == THREE and doubts == [] and notes == ["注：得分保留两位小数。"]


@pytest.mark.parametrize(("head", "field"), [
    ("责任科室", "lead"), ("责任考核部门", "lead"), ("考核部门", "lead"), ("考核单位", "lead"), ("牵头科室", "lead"),
    ("牵头责任部门", "lead"), ("指标依据", "basis"), ("任务来源", "basis"), ("依据文件", "basis"),
])  # fmt: skip
def test_heads_of_who_leads_and_of_what_it_rests_on(tmp_path, head, field):
    rows, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn(f"指标 | 分值 | 评分办法 | {head}\n财政收入 | 100 | 甲。 | 写着"))))  # fmt: skip
    assert getattr(rows[0], field) == "写着" and doubts == []


def test_a_column_that_looks_like_the_lead_unit_is_asked_about(tmp_path):
    _, doubts = read(excel(tmp_path / "表.xlsx", ("表", drawn("指标 | 分值 | 评分办法 | 报数部门\n财政收入 | 100 | 甲。 | 财政局"))))  # fmt: skip
    assert "没有认出牵头单位:“报数部门”是牵头单位的,请把表头改成“牵头单位”" in doubts[0][2]


def test_cells_merged_beyond_what_is_filled_crash_nothing(tmp_path):
    path = excel(tmp_path / "表.xlsx", ("表", drawn(HEAD + BODY)))
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("D5:K9")
    book.save(path)
    rows, _ = read(path)
    assert [row.name for row in rows][:3] == ["重点任务", "创新工作", "党建考核"]
