"""写着“—”的格: what is read as 无此任务 is said with the units it touches, before and after the sheet is taken in, and can be changed."""

import html
import re

import pytest

from baton.domain.intake import services as intake
from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from tests.sent import UNITS
from tests.web.receiving import hidden, text, upload

pytestmark = pytest.mark.django_db
SAID = "写着“—”，按“无此任务”处理：东岭县、石桥市"


@pytest.fixture
def look(desk, desk_of, tmp_path):
    """The page of 教育局's sheet with these scores, and where it stands."""
    sheet = desk_of["市教育局"]
    address = f"/office/desk/{sheet.pk}/receive/"

    def looked(*scores, sideways=False):
        rows = [["单位", "教育工作得分"], *zip(UNITS, scores, strict=True)]
        rows = [list(line) for line in zip(*rows, strict=True)] if sideways else rows
        return sheet, address, desk.post(address, {"file": upload(tmp_path / "表.xlsx", rows)})

    return looked


def press(desk, address, page, label, at=0):
    """Click the button that says this, with what was said before."""
    values = re.findall(rf'name="said" value="([^"]+)">{label}<', page.content.decode())
    said = [*hidden(page, "said"), html.unescape(values[at])]
    return desk.post(address, {"ticket": hidden(page, "ticket")[0], "said": said})


@pytest.mark.parametrize("sideways", [False, True])
def test_dashes_are_said_with_their_units_and_can_all_be_changed(desk, look, sideways):
    sheet, address, page = look(4.9, "—", "—", 5, sideways=sideways)
    assert SAID in text(page) and "◆ 教育工作得分有 2 格" in text(page)
    changed = press(desk, address, page, "都是还没有报")
    assert "收表时按还没有报记：东岭县、石桥市" in text(changed)
    zero = press(desk, address, page, "都是零")
    assert "收表时按零记：东岭县、石桥市" in text(zero) and SAID not in text(zero)
    back = desk.post(address, {"ticket": hidden(zero, "ticket")[0], "said": hidden(zero, "said"), "unsay": hidden(zero, "said")})  # fmt: skip
    assert SAID in text(back)
    desk.post(address, {"ticket": hidden(zero, "ticket")[0], "said": hidden(zero, "said")[:1], "take": "1"})  # fmt: skip
    assert [line[4] for line in intake_cells()] == ["4.9", "0", "0", "5"]
    assert "收表时按零记：东岭县、石桥市" in text(desk.get(f"/office/desk/{sheet.pk}/"))


def intake_cells():
    return unpack(Submission.objects.order_by("-number")[0].cells)


def test_one_unit_alone_can_be_changed(desk, look):
    _, address, page = look(4.9, "/", "/", 5)
    assert "写着“/”，按“无此任务”处理" in text(page)
    page = press(desk, address, page, "是零")
    told = text(page)
    assert "B3 收表时改成 0" in told and "写着“/”，按“无此任务”处理：石桥市" in told


def test_the_accepted_sheet_says_it_too_and_a_later_version_does_not_doubt_it_again(desk, look, clerk, at, round):  # fmt: skip
    sheet, address, page = look(4.9, "无", "无", 5)
    desk.post(address, {"ticket": hidden(page, "ticket")[0], "take": "1"})
    made = Submission.objects.get()
    assert [odd["kind"] for odd in made.oddities].count("dash") == 1
    intake.accept(submission=made, by=clerk, at=at)
    kept = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "写着“无”，按“无此任务”处理：东岭县、石桥市" in kept and "未报" in kept
    _, _, again = look(4.8, "无", "无", 5)
    assert "写着“无”，按“无此任务”处理" in text(again) and "只改其中几个单位" in text(again)
    assert "◆ 教育工作得分有" not in text(again)
