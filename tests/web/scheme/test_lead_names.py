"""牵头单位写的是简称: two ways of writing one unit on the roster do not become two sheets."""

import pytest

from baton.domain.intake.models import Sheet
from tests.web.scheme.tables import DESK, HEAD, IN, hidden, looked, newest_book, open_round
from tests.web.scheme.test_columns_asked import answered

pytestmark = pytest.mark.django_db
SHORT = (
    HEAD
    + "基层党建,40,按考核评分。,市宣传部\n教育质量,30,按监测评分。,市教局\n师德师风,30,按考核评分。,市教育局\n"
)


def test_a_short_name_is_asked_and_written_as_the_roster_has_it(office):
    page = looked(office, SHORT)
    assert "有 2 处要先问清" in page and 'name="take"' not in page
    assert "牵头单位写的是“市教局”，名册里没有，是哪一家" in page and "就是市教育局" in page
    page = answered(office, page, **{"lead:市教局": "市教育局", "lead:市宣传部": "市委宣传部"})
    assert office.post(IN, hidden(page) | {"take": "1"}).status_code == 302
    assert [one["lead"] for one in newest_book()["items"]] == ["市委宣传部", "市教育局", "市教育局"]
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    assert {one.lead.name for one in Sheet.objects.all()} == {"市委宣传部", "市教育局"}


def test_it_may_be_somebody_else(office):
    page = answered(office, looked(office, SHORT), **{"lead:市教局": "-", "lead:市宣传部": "-"})
    assert "读到 3 个指标" in page
    office.post(IN, hidden(page) | {"take": "1"})
    assert [one["lead"] for one in newest_book()["items"]] == ["市宣传部", "市教局", "市教育局"]


def test_a_unit_that_is_on_no_roster_is_not_asked_about(office):
    page = looked(office, SHORT.replace("市宣传部", "省统计局").replace("市教局", "市应急局"))
    assert "名册里没有" not in page and "读到 3 个指标" in page
