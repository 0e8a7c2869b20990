"""Tables of vetoes and grades behind the indicators: shown before they come in, then quoted beside their forms."""

import pytest

from tests.documents.scheme_shapes import drawn, word
from tests.documents.test_scheme_others import DATES, GRADES, VETOES
from tests.web.scheme.forms import PARTS
from tests.web.scheme.tables import COUNTIES, IN, hidden, open_round, text
from tests.web.test_desk import upload

pytestmark = pytest.mark.django_db
NOTE = "注：考核结果分为优秀、良好、一般三个等次，得分保留两位小数。"


@pytest.fixture
def page(office, tmp_path):
    """The look at a Word file of four tables, a note under the last."""
    main = [line.split(",") for line in COUNTIES.strip().splitlines()]
    tables = [("附件", main), *(("附件", drawn(one)) for one in (VETOES, GRADES, DATES))]
    path = word(tmp_path / "体系.docx", *tables, after=[NOTE])
    given = {"year": "2026", "group": ["县市区"], "file": upload("体系.docx", path.read_bytes())}
    return text(office.post(IN, given))


def test_they_are_shown_before_the_scheme_comes_in(page):
    assert "不是按分值计的 4 行，没有读成指标" in page and "读到 2 个指标" in page
    for said in ("发生重大及以上安全生产责任事故", "优秀：90分以上，不超过20%", "报送加分材料"):
        assert said in page, said
    assert "像是说要评等次" in page and "像是说保留 2 位小数" in page


def test_they_are_quoted_beside_the_forms(office, page):
    answer = office.post(IN, hidden(page) | {"take": "1"}, follow=True)
    assert "加分、扣分、否决 3 行没有读成指标" in text(answer)
    open_round(office)
    page = text(office.get(PARTS))
    assert "写着“发生重大及以上安全生产责任事故" in page and "像是说一票否决" in page
    assert "像是说等次怎么评" in page and "像是说要评等次" in page and "像是说保留 2 位小数" in page
    assert "报送加分材料" not in page
    place = PARTS + "grades/县市区/"
    take = text(office.get(place)).split("?take=")[1].split('"')[0]
    page = text(office.get(f"{place}?take={take}"))
    for value in ("优秀", "90", "20%", "良好", "80", "50%", "一般"):
        assert f'value="{value}"' in page, value
