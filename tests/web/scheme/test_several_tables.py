"""One Word file with a table for each of several groups: each group gets its own, and every total is checked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.scheme_shapes import drawn, word
from tests.web.scheme.tables import IN, hidden, newest_book, open_round, text
from tests.web.scheme.test_columns_asked import answered

pytestmark = pytest.mark.django_db
HEAD = "指标 | 分值 | 评分标准 | 牵头单位\n"
COUNTIES = (
    HEAD
    + "财政收入 | 60 | 甲。 | 市财政局\n空气质量 | 40 | 乙。 | 市生态环境局\n加分项 | | 县级受表彰的每项加1分，最高3分。 | 市委办\n合计 | 100 | |"
)
OFFICES = (
    HEAD
    + "重点工作 | 100 | 丙。 | 市政府督查室\n加分项 | | 部门受表彰的每项加2分，最高5分。 | 市委办\n合计 | 100 | |"
)
TITLES = ("附件1 各县（市、区）考核指标体系", "附件2 政府部门考核指标体系")


def _looked(desk, folder, titles=TITLES, groups=("县市区",)):
    content = word(folder / "体系.docx", *zip(titles, map(drawn, (COUNTIES, OFFICES)), strict=True))
    file = SimpleUploadedFile("体系.docx", content.read_bytes())
    return text(desk.post(IN, {"year": "2026", "group": list(groups), "file": file}))


def test_a_group_gets_the_table_that_is_called_after_it(office, tmp_path):
    page = _looked(office, tmp_path)
    assert "合计 100 分" in page and "与表里写的合计一致" in page
    assert "没有读“附件2 政府部门考核指标体系”" in page
    office.post(IN, hidden(page) | {"take": "1"})
    assert [one["name"] for one in newest_book()["items"]] == ["财政收入", "空气质量"]
    open_round(office)
    page = text(office.get("/office/scheme/parts/"))
    assert "县级受表彰的每项加1分" in page and "部门受表彰的每项加2分" not in page


def test_which_of_them_is_meant_is_asked(office, tmp_path):
    page = _looked(office, tmp_path, ("附件1", "附件2"))
    assert (
        "有 1 处要先问清" in page and "哪一个是考核这些组的" in page and 'name="take"' not in page
    )
    page = answered(office, page, **{"tables:第1个表、第2个表": "第2个表"})
    assert "与表里写的合计一致" in page
    office.post(IN, hidden(page) | {"take": "1"})
    assert [one["name"] for one in newest_book()["items"]] == ["重点工作"]


def test_the_totals_of_tables_that_go_together_are_told(office, tmp_path):
    page = _looked(office, tmp_path, ("附件1", "附件2"))
    page = answered(office, page, **{"tables:第1个表、第2个表": "all"})
    assert "合计 200 分" in page and "与表里写的合计一致" in page and "表里没有写合计" not in page
