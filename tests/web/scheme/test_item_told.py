"""指标: what the table said of it stands on its page as somebody wrote it."""

import pytest
from django.urls import reverse

from tests.web.scheme.tables import open_round, taken, text

pytestmark = pytest.mark.django_db
TABLE = (
    "考核指标,分值,评分办法,牵头单位,目标值,指标解释\n"
    "新建学校,100,“建成3所”得满分。,市教育局,3所,见说明：[一] 和 {二}\n"
)


def test_what_a_table_says_of_an_indicator_is_shown_without_the_marks_of_the_rule_book(office):
    taken(office, TABLE)
    open_round(office)
    page = text(office.get(reverse("office:item", args=["F01"])))
    told = page.split('<dl class="kv">')[1].split("</dl>")[0]
    assert "<dd>目标值：3所<br>见说明：[一] 和 {二}</dd>" in told
    assert '"' not in told.replace('class="', "") and "<dd></dd>" not in told and "来源" not in told
