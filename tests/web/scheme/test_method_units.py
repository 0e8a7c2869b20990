"""换方法时的计量单位: a per cent of people or money is of their target, and a name with brackets stays one name."""

import pytest

from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Version
from tests.web.scheme import tables
from tests.web.scheme.tables import text
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db


def test_a_line_in_per_cent_of_people_is_a_completion_rate_and_never_a_number_of_people(office):
    """Otherwise whoever reports more than 95 people would get full marks."""
    rule = "完成率达到95%的得满分，低于95%的，每低1个百分点扣0.4分，扣完为止。"
    tables.taken(office, f"{tables.HEAD}城镇新增就业（人）,100,{rule},市人社局\n")
    version = Version.objects.get()
    url = f"/office/scheme/{schemes.book_of(version)['items'][0]['code']}/method/?method=threshold_deduction"
    page = text(office.get(url))
    assert 'value="95%"' in page and "完成率" in page and 'value="人"' in page
    blanks = {"method": "threshold_deduction", "数据": "城镇新增就业（人）", "起扣线": "95%", "扣": "低于起扣线", "每段扣": "0.4分", "每段": "1",
              "保底": "0分", "不足1个百分点": "按比例", "unit": "人"}  # fmt: skip
    wrong = text(office.post(url, blanks | {"百分点口径": "指标值"}))
    assert "“95%”是百分数" in wrong and "“百分点口径”选“完成率”" in wrong
    right = blanks | {"百分点口径": "完成率", "目标": "责任书"}
    page = text(office.post(url, right))
    assert "是百分数" not in page and office.post(url, kept_form(page)).status_code == 302
    assert 'value="城镇新增就业（人）"' in text(office.get(url))
    again = text(office.post(url, right | {"保底": "1分"}))
    assert (
        "是新的，没有写计量单位" not in again
        and office.post(url, kept_form(again)).status_code == 302
    )
    assert 'value="95%"' in text(office.get(url))  # as a rate, also when the form is opened again
    book = schemes.book_of(schemes.newest(version.scheme))
    assert [one["name"] for one in book["data"] if "就业" in one["name"]] == ["城镇新增就业（人）"]
