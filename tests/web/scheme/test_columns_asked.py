"""收指标体系表 under heads and with points that nobody knows: asked on the page and answered there, the file is not changed."""

import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.scheme_shapes import drawn, word
from tests.web.scheme.tables import IN, hidden, looked, newest_book, open_round, taken, text
from tests.web.test_desk import upload

pytestmark = pytest.mark.django_db
ODD = "指标类别,指标名称,配备,怎么考,责任部门,上限\n"
ROWS = "经济,财政收入,60,按完成情况评分。,市财政局,70\n生态,空气质量,40,优良天数每少1天扣0.5分。,市生态环境局,\n"
NOTE = "注：缺项的按其余指标折算。,,,,,\n"


def answered(desk, page, **said):
    """A page's question form sent with answers by key."""
    form = page.split("照选的再看一看")[0].rsplit("<form", 1)[1]
    for key, value in said.items():
        assert f'name="shared:{key}"' in form and f'value="{value}"' in form, (key, value)
    fields = hidden(f'<form{form}name="take"') | {f"shared:{key}": value for key, value in said.items()}  # fmt: skip
    return text(desk.post(IN, fields))


def test_columns_under_unknown_heads_are_asked_and_then_read(office):
    page = looked(office, ODD + ROWS)
    assert "有 2 处要先问清，还没有收进" in page and "表里没有说清的" in page
    assert "没有认出“分值”一列，请选是哪一列" in page and 'name="take"' not in page
    for key, first in (("points", "配备"), ("sentence", "怎么考")):
        asked = page.split(f'name="shared:col:{key}" value="', 1)[1]
        assert asked.startswith(first), asked[:80]
    page = answered(office, page, **{"col:points": "配备", "col:sentence": "怎么考"})
    assert "读到 2 个指标" in page and "“上限”这一列没有收进" in page
    answer = office.post(IN, hidden(page) | {"take": "1"}, follow=True)
    assert answer.redirect_chain
    items = newest_book()["items"]
    assert [(one["name"], one["points"], one["lead"]) for one in items] == [
        ("财政收入", "60", "市财政局"),
        ("空气质量", "40", "市生态环境局"),
    ]
    assert items[1]["sentence"] == "优良天数每少1天扣0.5分。"


def test_a_column_that_is_left_out_may_be_told_what_it_is(office):
    table = f"考核指标,分值,评分办法,牵头单位,上限\n{ROWS}".replace("经济,", "").replace(
        "生态,", ""
    )
    page = looked(office, table)
    assert "没有收进的列 1 列" in page and 'name="take"' in page
    page = answered(office, page, **{"head:上限": "note"})
    assert "没有收进的列" not in page
    office.post(IN, hidden(page) | {"take": "1"})
    assert newest_book()["items"][0]["definition"] == "备注:70"


def test_notes_of_such_a_table_are_heard_later_as_well(office):
    page = looked(office, ODD + ROWS + NOTE)
    page = answered(office, page, **{"col:points": "配备", "col:sentence": "怎么考"})
    office.post(IN, hidden(page) | {"take": "1"})
    open_round(office)
    assert "写着“缺项的按其余指标折算”" in text(office.get("/office/scheme/parts/"))


@pytest.mark.parametrize("head", ["计分细则", "赋分标准", "计分办法及标准", "考核方式及评分标准"])  # fmt: skip
def test_usual_words_for_the_way_of_scoring_need_no_question(office, head):
    page = looked(office, f"考核指标,分值,{head},牵头单位\n财政收入,100,按完成情况。,市财政局\n")
    assert "读到 1 个指标" in page and "按完成情况。" in page


def test_points_with_a_remark_are_asked(office):
    table = f"考核指标,分值,评分办法,牵头单位\n{ROWS}".replace("经济,", "").replace("生态,", "")
    page = looked(office, table.replace(",60,", ",60分（每次通报扣2分）,"))
    assert "“财政收入”的分值写的是“60分（每次通报扣2分）”，是几分" in page
    [key] = re.findall('name="shared:(cell:[^"]+)"', page)
    page = answered(office, page, **{key: "60"})
    assert "读到 2 个指标" in page and "不是数" not in page


def test_empty_points_are_those_behind_the_name(office):
    rows = "财政收入（60分）,,按完成情况。,市财政局\n空气质量,40,每少1天扣0.5分。,市生态环境局\n"
    head = "考核指标,分值,评分办法,牵头单位\n"
    assert "“财政收入”的分值空着，照名称里写的 60 分收" in looked(office, head + rows)
    taken(office, head + rows)
    assert [one["points"] for one in newest_book()["items"]] == ["60", "40"]


def test_a_column_under_a_head_of_two_lines_is_called_by_both(office, tmp_path):
    """上半年 alone could be any column; it is the one under 考核安排."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in (
        ["考核指标", "分值", "评分办法", "牵头单位", "考核安排", None], [None, None, None, None, "上半年", "全年"],
        ["财政收入", 60, "按完成率。", "市财政局", "查", "考"], ["空气质量", 40, "按天数。", "市生态环境局", "查", "考"],
    ):  # fmt: skip
        sheet.append(line)
    sheet.merge_cells("E1:F1")
    for column in "ABCD":
        sheet.merge_cells(f"{column}1:{column}2")
    book.save(tmp_path / "体系.xlsx")
    sent = SimpleUploadedFile("体系.xlsx", (tmp_path / "体系.xlsx").read_bytes())
    page = text(office.post(IN, {"year": "2026", "group": ["县市区"], "file": sent}))
    assert "“考核安排·上半年”、“考核安排·全年”这几列没有收进" in page
    assert "“考核安排·上半年”这一列" in page


@pytest.fixture
def two_tables(tmp_path):
    """A Word file whose indicators stand under unknown heads, and whose bonuses stand under known ones."""
    main = [line.split(",") for line in (ODD + ROWS).strip().splitlines()]
    bonus = drawn(
        "类别 | 项目 | 计分标准 | 分值 | 认定单位\n加分项 | 表彰奖励 | 国家级加2分 | 5分 | 市委办"
    )
    path = word(tmp_path / "体系.docx", ("", main), ("", bonus))
    return {"year": "2026", "group": ["县市区"], "file": upload("体系.docx", path.read_bytes())}


def test_the_main_table_is_asked_about_though_another_one_was_read(office, two_tables):
    page = text(office.post(IN, two_tables))
    assert "有 2 处要先问清" in page and "没有读成指标" not in page and 'name="take"' not in page
    page = answered(office, page, **{"col:points": "配备", "col:sentence": "怎么考"})
    assert "读到 3 个指标" in page


def test_it_may_be_no_table_of_indicators(office, two_tables):
    page = text(office.post(IN, two_tables))
    page = answered(office, page, **{"col:points": "-", "col:sentence": "-"})
    assert "读到 1 个指标" in page and "另一个表" in page


TWO = "指标 | 分值 | < | 评分标准 | 牵头单位\n^ | {} | {} | ^ | ^\n财政收入 | 60 | 50 | 甲。 | 市财政局\n空气质量 | 40 | 50 | 乙。 | 市生态环境局"


@pytest.mark.parametrize("column", ["城区", "县域"])
def test_which_of_two_columns_under_one_head_is_meant_is_asked(office, tmp_path, column):
    table = word(tmp_path / "体系.docx", ("", drawn(TWO.format("县域", "城区")))).read_bytes()
    given = {"year": "2026", "group": ["县市区"], "file": SimpleUploadedFile("体系.docx", table)}
    page = text(office.post(IN, given))
    assert "有 1 处要先问清" in page and "“分值”下面分“县域”“城区”，这次照哪一列收" in page
    page = answered(office, page, **{"apart:县域、城区": column})
    office.post(IN, hidden(page) | {"take": "1"})
    points = [one["points"] for one in newest_book()["items"]]
    assert points == {"县域": ["60", "40"], "城区": ["50", "50"]}[column]


def test_the_column_called_after_the_ticked_group_is_taken_and_told(office, tmp_path):
    table = word(
        tmp_path / "体系.docx", ("", drawn(TWO.format("政府部门", "各县市区")))
    ).read_bytes()
    given = {"year": "2026", "group": ["县市区"], "file": SimpleUploadedFile("体系.docx", table)}
    page = text(office.post(IN, given))
    assert "“分值”照“各县市区”一列收，“政府部门”没有收" in page
    office.post(IN, hidden(page) | {"take": "1"})
    assert [one["points"] for one in newest_book()["items"]] == ["50", "50"]


def test_what_every_column_was_read_as_is_folded_into_the_look(office):
    page = looked(office, ODD + ROWS)
    page = answered(office, page, **{"col:points": "配备", "col:sentence": "怎么考"})
    card = page.split("怎么读的：6 列", 1)[1].split("</details>", 1)[0]
    assert re.findall(r"“(.+?)”</td><td>→ (.+?)<", card) == [
        ("指标类别", "大项"), ("指标名称", "考核指标"), ("配备", "分值"), ("怎么考", "评分办法"), ("责任部门", "牵头单位"),
        ("上限", "没有收进"),
    ]  # fmt: skip
