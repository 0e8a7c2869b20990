"""收一张各月和合计并排的表: the question on its page, and the table taken in with the answer."""

import html
import re

import pytest

from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from tests.sent import UNITS
from tests.web.receiving import button, hidden, text

pytestmark = pytest.mark.django_db
MONTHS = [f"{n}月" for n in range(1, 13)]
ROWS = [[10 * n + k for n in (2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12)] for k in range(4)]
SUMS = ["780", "792", "804", "816"]


def table(heads, rows):
    lines = [["单位", *heads], *([unit, *row] for unit, row in zip(UNITS, rows, strict=True))]
    return "".join("\t".join(map(str, line)) + "\n" for line in lines)


def option(answer, label):
    """The value of the choice in a list that begins so."""
    found = re.search(rf'<option value="([^"]*)">{label}', answer.content.decode())
    return html.unescape(found[1])


@pytest.mark.parametrize("head", ["", "合计"])
def test_the_question_is_answered_on_its_page_and_the_figures_are_taken(desk, desk_of, head):
    sheet = desk_of["市商务局"]
    url = f"/office/desk/{sheet.pk}/receive/"
    rows = [[*row, sum(row)] if head else row for row in ROWS]
    pasted = table([*MONTHS, head] if head else MONTHS, rows)
    answer = desk.post(url, {"text": pasted})
    assert "有 1 处要先问清" in text(answer) and "临江县 780、东岭县 792、石桥市 804" in text(
        answer
    )
    label = "用“合计”" if head else "把“1月”至“12月”这 12 列加起来"
    said = button(answer, label)[1] if head else option(answer, label)
    answer = desk.post(url, {"text": pasted, "said": said})
    told = "实际利用外资收的是“合计”列" if head else "实际利用外资是各列加起来的"
    assert "读到 4 个数" in text(answer) and told in text(answer)
    desk.post(url, {"text": pasted, "said": hidden(answer, "said"), "take": "1"})
    (made,) = Submission.objects.filter(sheet=sheet)
    assert [line[4] for line in unpack(made.cells)] == SUMS
    assert [one["told"] for one in made.answers] == [told]
