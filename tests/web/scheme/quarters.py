"""A quarter's round that assesses some of the scheme's indicators: how it is opened, and what its page shows."""

import re

from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Scheme
from tests.web.scheme.tables import DESK, HEAD, by_name, text

PLACE = "/office/setup/round/"
TABLE = (
    "大项,"
    + HEAD
    + "经济发展,财政收入,30,按完成情况评分。,市财政局\n经济发展,固定资产投资,20,按完成情况评分。,市发改委\n"
    "党的建设,基层党建,40,按检查情况评分。,市委组织部\n群众满意,群众满意度,10,按调查结果评分。,市统计局\n"
)


def codes(*names):
    items = by_name()
    return [items[name]["code"] for name in names]


def opening(**more):
    given = {
        "year": "2026",
        "name": "一季度通报",
        "scheme": Scheme.objects.get().pk,
        "kind": "quarter",
        "as_of": "2026-Q1",
        "on": "",
    }
    return given | more


def seen(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def ticked(page):
    return len(re.findall(r'name="item" value="[^"]+" checked', page))


def opened(desk, *names, **more):
    """The quarter, opened with these indicators after their sum was looked at."""
    form = opening(item=codes(*names), **more)
    page = text(desk.post(PLACE, form | {"act": "look"}))
    desk.post(PLACE, form | {"act": "keep", "seen": seen(page)})
    return Round.objects.get(name=form["name"])


def reported(desk, round, lead, pasted):
    sheet = Sheet.objects.get(round=round, lead__name=lead)
    where = f"{DESK}{sheet.pk}/"
    desk.post(f"{where}receive/?round={round.pk}", {"text": pasted, "take": "1"})
    desk.post(f"{where}1/accept/?round={round.pk}")
