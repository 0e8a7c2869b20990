"""拿错了的表: a sheet of another year, of a quarter, or one that came in for another round is a doubt before it is taken."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.questions import Answer
from baton.domain.intake.models import Submission
from tests.sent import RULEBOOK, SCORES, UNITS, open_round, owed
from tests.web.receiving import hidden, text, upload

pytestmark = pytest.mark.django_db
ROWS = [["单位", "教育工作得分"], *zip(UNITS, SCORES, strict=True)]


def sent(desk, sheet, path, title, name="Sheet1"):
    file = upload(path, [[title], *ROWS], ["A1:B1"], name)
    return desk.post(f"/office/desk/{sheet.pk}/receive/", {"file": file})


@pytest.mark.parametrize(
    ("title", "name", "is_odd"),
    [
        ("2025年度教育工作考核得分表", "Sheet1", True),
        ("教育工作考核得分表", "2025年", True),
        ("2026年第一季度教育工作得分表", "Sheet1", True),
        ("2026年上半年教育工作得分表", "Sheet1", True),
        ("2026年度教育工作考核得分表", "2026年", False),
        ("云州市2026年度（对比2025年度）教育工作得分表", "Sheet1", False),
        ("填报日期：2027年1月10日", "Sheet1", False),
        ("教育工作考核得分表", "Sheet1", False),
    ],
)
def test_a_title_of_another_year_or_part_of_it_is_a_doubt(desk, desk_of, tmp_path, title, name, is_odd):  # fmt: skip
    page = text(sent(desk, desk_of["市教育局"], tmp_path / "表.xlsx", title, name))
    assert ("标题写的是" in page) is is_odd and "读到 4 个数" in page


def test_the_very_file_of_another_round_is_a_doubt(desk, desk_of, round, clerk, tmp_path):  # fmt: skip
    path = tmp_path / "表.xlsx"
    page = sent(desk, desk_of["市教育局"], path, "教育工作得分表")
    desk.post(f"/office/desk/{desk_of['市教育局'].pk}/receive/", {"ticket": hidden(page, "ticket")[0], "take": "1"})  # fmt: skip
    assert Submission.objects.count() == 1
    rules = RULEBOOK.replace("YZ2026", "YZ2026随时")
    again = open_round(tmp_path / "again", clerk, rules)
    other = owed(again, clerk)["市教育局"]
    book = openpyxl.load_workbook(path)
    page = desk.post(f"/office/desk/{other.pk}/receive/", {"file": open_again(path)})
    assert f"同一份文件已在“{round.name}”收过（第 1 版）" in text(page)
    book.active["B3"] = 5
    book.save(path)
    page = desk.post(f"/office/desk/{other.pk}/receive/", {"file": open_again(path)})
    assert "同一份文件" not in text(page)


def open_again(path):
    return SimpleUploadedFile(path.name, path.read_bytes())


def test_the_page_says_of_which_period_the_figures_are(clerk, desk, tmp_path):
    rules = RULEBOOK.replace("期次: [全年]", "期次: [前三季度, 全年]")
    sheet = owed(open_round(tmp_path / "round", clerk, rules), clerk)["市统计局"]
    table = "单位\t地区生产总值增速（1-9月）\n" + "".join(
        f"{unit}\t{n}.5\n" for n, unit in enumerate(UNITS, 5)
    )
    url = f"/office/desk/{sheet.pk}/receive/"
    page = text(desk.post(url, {"text": table}))
    assert "有 4 个数写的是前三季度的，这一轮要的是全年的" in page
    said = Answer("other", "前三季度", "keep").text
    page = text(desk.post(url, {"text": table, "said": said}))
    assert '<th scope="col" class="r">前三季度地区生产总值增速（%）</th>' in page
    assert "地区生产总值增速：表上是前三季度的数，这一轮要全年的，表上没有" in page
    both = table.replace("（1-9月）", "（1-9月）\t地区生产总值增速（全年）").replace(
        ".5\n", ".5\t8.2\n"
    )
    page = text(desk.post(url, {"text": both}))
    heads = [
        page.index(f'class="r">{head}（%）</th>')
        for head in ("地区生产总值增速", "前三季度地区生产总值增速")
    ]
    assert heads == sorted(heads) and "这一轮要的是全年的" not in page
