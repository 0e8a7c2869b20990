"""去年的实际值: figures that are no scores want a method first; the year is then computed by the rules that were chosen."""

from decimal import Decimal

import pytest

from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from tests import stories
from tests.web.test_last_year import IN, file, hidden, text
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db
TABLE = "指标,分值,评分办法,牵头单位\n投资完成率,30,按完成率计分，超额不加分。,市发改委\n群众满意度,70,由牵头单位评分。,市委办\n"
ACTUAL = (
    "单位,投资完成率,群众满意度\n临江县,103.61,65\n东岭县,90,60\n石桥市,70,66.5\n云东区,100,70\n"
)
ANNOUNCED = "单位,投资完成率,群众满意度,总分,名次\n临江县,30,65,95,2\n东岭县,27,60,87,4\n石桥市,21,66.5,87.5,3\n云东区,30,70,100,1\n"


def sent(**more):
    return {
        "year": "2025", "facts": [file("名册.csv", stories.ROSTER), file("数据.csv", ACTUAL)],
        "published": file("公布.csv", ANNOUNCED), **more,
    }  # fmt: skip


def looked(desk):
    page = text(desk.post(IN, sent(scheme=file("体系.csv", TABLE))))
    assert "请在下面勾上每张指标体系表考核哪些分组" in page or "不像得分" in page
    return page


def fields(page, has):
    """What the form with this in it sends along."""
    form = next(one for one in page.split("<form")[1:] if has in one.split("</form>")[0])
    found = {}
    for part in form.split("</form>")[0].split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        found.setdefault(name, []).append(value)
    return found


def test_figures_outside_their_points_are_told_once_an_indicator_and_nothing_is_recorded(desk):
    page = looked(desk)
    assert "1 个指标的数不像得分，还没有记下" in page
    assert "投资完成率" in page and "4 个：" in page and "103.61" in page
    assert page.count("直接评了 103.61 分") == 1 and "不应大于" not in page
    assert "1 个指标的原话像有算法（投资完成率）" in page
    assert not Round.objects.exists() and not Scheme.objects.exists()


def test_the_year_is_computed_by_methods_chosen_for_it(desk):
    """Take the scheme in, choose the method from its sentence, come back: every announced digit agrees."""
    page = looked(desk)
    answer = desk.post(IN, fields(page, 'name="found"') | {"found": "1"}, follow=True)
    scheme = Scheme.objects.get()
    assert scheme.year == 2025 and f"/office/lastyear/in/?use={scheme.pk}" in text(answer)
    code = schemes.book_of(schemes.newest(scheme))["items"][0]["code"]
    place = f"/s/{scheme.pk}/office/scheme/{code}/method/"
    given = {
        "method": "completion",
        "数据": "投资完成率",
        "unit": "%",
        "目标": "100",
        "封顶": "100%",
    }
    page = text(desk.post(place, given))
    assert "看不出谁动" in page, page.split("<h1>")[1][:900]
    assert desk.post(place, kept_form(page)).status_code == 302
    page = text(desk.get(IN, {"use": scheme.pk}))
    assert f'<option value="{scheme.pk}" selected>' in page and 'value="2025"' in page
    page = text(desk.post(IN, sent(use=scheme.pk)))
    assert "公布的 16 个数里，16 个与复算一致，0 个不同；还没有记下" in page, page.split("<h1>")[1][
        :900
    ]
    assert desk.post(IN, hidden(page) | {"take": "1"}).status_code == 302
    round = Round.objects.get()
    assert round.scheme == scheme and Scheme.objects.count() == 1
    assert not schemes.schemes().exclude(pk=scheme.pk).exists()
    lines = round.runs.get().lines.order_by("rank")
    assert [Decimal(line.total) for line in lines] == [100, 95, Decimal("87.5"), 87]


def test_rules_that_changed_after_the_look_are_not_taken(desk):
    desk.post(IN, fields(looked(desk), 'name="found"') | {"found": "1"})
    scheme = Scheme.objects.get()
    right = {"facts": [file("名册.csv", stories.ROSTER), file("数据.csv", ACTUAL.replace("103.61", "30").replace("东岭县,90", "东岭县,27").replace("石桥市,70,", "石桥市,21,").replace("云东区,100", "云东区,30"))]}  # fmt: skip
    page = text(desk.post(IN, sent(use=scheme.pk) | right))
    code = schemes.book_of(schemes.newest(scheme))["items"][1]["code"]
    place = f"/s/{scheme.pk}/office/scheme/{code}/method/"
    tried = text(
        desk.post(
            place, {"method": "direct", "数据": "另一个满意度", "unit": "分", "不得并列": "否"}
        )
    )
    assert desk.post(place, kept_form(tried)).status_code == 302
    again = text(desk.post(IN, hidden(page) | {"take": "1"}))
    assert (not Round.objects.exists() and "没有记下" in again) or "要先改好" in again
