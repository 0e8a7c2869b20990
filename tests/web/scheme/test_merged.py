"""收指标体系表 as it really comes: points merged over two indicators are asked about, every column read is shown."""

import io
from html import unescape

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from tests.web.scheme.tables import hidden

pytestmark = pytest.mark.django_db
IN = "/office/setup/scheme/"
HEADS = ["考核指标", "分值", "目标值", "评分办法", "数据来源", "牵头单位", "文件依据"]
ROWS = [
    ["规上工业增加值增速", "", "7.0%", "甲。", "市统计局", "市工信局", "云办发〔2026〕3号"],
    ["社会消费品零售总额增速", "", "6.5%", "乙。", "市统计局", "市商务局", ""],
]


def table(heads, rows, merged=True):
    document, data = docx.Document(), io.BytesIO()
    made = document.add_table(len(rows) + 1, len(heads))
    for row, line in enumerate([heads, *rows]):
        for column, said in enumerate(line):
            made.cell(row, column).text = said
    if merged:
        made.cell(1, 1).merge(made.cell(2, 1)).text = "8"
    document.add_paragraph("注：弄虚作假的一票否决。")
    document.save(data)
    return SimpleUploadedFile("指标体系.docx", data.getvalue())


def text(answer):
    return unescape(answer.content.decode())


def look(desk, file):
    return text(desk.post(IN, {"year": "2026", "group": ["县市区"], "file": file}))


def answered(desk, page, answer):
    """The question's form sent with an answer."""
    form = page.split("照选的再看一看")[0].rsplit("<form", 1)[1]
    name = form.split('type="radio" name="')[1].split('"')[0]
    assert f'value="{answer}"' in form
    fields = hidden(f'<form{form}name="take"') | {name: [answer]}
    return text(desk.post(IN, fields))


@pytest.mark.parametrize(("answer", "points"), [("even", ["4", "4"]), ("each", ["8", "8"]), ("one", ["8"])])  # fmt: skip
def test_merged_points_are_settled_before_anything_is_taken_in(office, answer, points):
    page = look(office, table(HEADS, ROWS))
    assert "有 1 个分值合并在几个指标上，要您说一声" in page and 'name="take"' not in page
    assert "平分，各 4 分" in page and "合起来是一个指标，共 8 分" in page
    page = answered(office, page, answer)
    assert f"读到 {len(points)} 个指标" in page
    assert office.post(IN, hidden(page) | {"take": "1"}).status_code == 302
    book = schemes.book_of(schemes.newest(Scheme.objects.get()))
    assert [item["points"] for item in book["items"]] == points


def test_every_column_that_was_read_is_shown(office):
    rows = [[line[0], "50", *line[2:]] for line in ROWS]
    page = look(office, table(HEADS, rows, merged=False))
    for said in (
        "目标值：7.0%",
        "云办发〔2026〕3号",
        "市统计局",
        "市工信局",
        "注：弄虚作假的一票否决。",
    ):
        assert said in page, said
    assert 'scope="col">依据</th>' in page and 'scope="col">数据来源</th>' in page
