"""不得并列、拉开差距、同分先看什么: what a sentence says is asked in the form and answered with a click."""

import pytest

from baton.domain.intake.models import Sheet
from baton.domain.schemes.models import Version
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, seen, text
from tests.web.scheme.notes import NAME, form

pytestmark = pytest.mark.django_db
TIED = f"{NAME}得分不许并列，临江县、东岭县都是 14"


def oddities(desk, scores):
    """What is odd about the lead unit's sheet when these scores are pasted."""
    desk.post("/office/desk/owe/", {"due_on": "2027-01-12"})
    sheet = Sheet.objects.get(lead__name="市生态环境局")
    units = ("临江县", "东岭县", "石桥市", "云东区")
    rows = ["\t".join(("单位", "优良天数比例得分", f"{NAME}得分"))]
    rows += [f"{unit}\t{24 - at}\t{score}" for at, (unit, score) in enumerate(zip(units, scores, strict=True))]  # fmt: skip
    return text(desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": "\n".join(rows)}))


def test_ties_are_asked_where_the_sentence_forbids_them_and_intake_follows_the_answer(desk, strict):
    address, given = form(strict)
    assert row(strict, "items", NAME)["params"] == {"min_spread": None, "no_ties": False}
    assert TIED not in oddities(desk, (14, 14, 13, 9))
    page = text(desk.get(address))
    assert "像是说" in page and "各单位的得分能不能并列" in page and "原话：“由市生态环境局评分，得分不得并列" in page  # fmt: skip
    assert "checked" not in page.split('id="ties"')[1].split("</fieldset>")[0]
    assert 'name="ties" value="no" checked' in text(desk.get(address + "?take=0"))
    assert 'name="spread" value="3"' in text(desk.get(address + "?take=1"))
    assert keep(desk, address, {**given, "ties": "no", "spread": "3分"}).status_code == 302
    assert row(strict, "items", NAME)["params"] == {"min_spread": "3", "no_ties": True}
    check_written(strict)
    said = oddities(desk, (14, 14, 13, 12))
    assert TIED in said and f"{NAME}得分最高 14、最低 12，相差不到规定的 3 分" in said
    page = text(desk.get(PARTS))
    assert "像是说得分不得并列" not in page and "像是说最高最低至少差" not in page


def test_everything_else_is_kept_while_nobody_has_said_whether_scores_may_tie(desk, strict):
    address, given = form(strict)
    assert "先不定也行，别的照样留下" in text(desk.get(address))
    assert keep(desk, address, {**given, "basis": "云办〔2026〕3号", "spread": "2"}).status_code == 302  # fmt: skip
    item = row(strict, "items", NAME)
    assert item["basis"] == "云办〔2026〕3号" and item["readings"] == {}
    assert item["params"] == {"min_spread": "2", "no_ties": False}
    page = text(desk.get(address))
    assert "checked" not in page.split('id="ties"')[1].split("</fieldset>")[0]  # still open
    assert "像是说得分不得并列" in text(desk.get(PARTS))
    assert keep(desk, address, {**given, "basis": "", "spread": "2", "ties": "yes"}).status_code == 302  # fmt: skip
    assert row(strict, "items", NAME)["readings"] == {"得分并列": "可以"}


def test_that_scores_may_tie_against_the_sentence_is_noted_and_not_asked_again(desk, strict):
    address, given = form(strict)
    assert keep(desk, address, {**given, "ties": "yes", "spread": ""}).status_code == 302
    item = row(strict, "items", NAME)
    assert item["readings"] == {"得分并列": "可以"} and item["params"]["no_ties"] is False
    check_written(strict)
    assert 'name="ties" value="yes" checked' in text(desk.get(address))
    assert "像是说得分不得并列" not in text(desk.get(PARTS))
    assert "得分并列：可以" in text(desk.get("/office/scheme/"))
    assert TIED not in oddities(desk, (14, 14, 13, 9))
    keep(desk, address, {**given, "ties": "no", "spread": ""})
    assert row(strict, "items", NAME)["readings"] == {}


def test_an_indicator_whose_sentence_says_nothing_is_not_asked(desk, strict):
    item = row(strict, "items", "预算执行率")
    address = PARTS + f"items/{item['code']}/"
    assert 'name="ties" value="yes" checked' in text(desk.get(address))
    given = {"name": "预算执行率", "points": "25", "where": "D1", "role": "ordinary", "lead": "市财政局", "sentence": "由市财政局评分。"}  # fmt: skip
    assert keep(desk, address, given).status_code == 302
    kept = row(strict, "items", "预算执行率")
    assert kept["readings"] == {} and kept["params"] == item["params"]


def test_what_comes_first_at_equal_totals_is_proposed_for_the_ranks(desk, strict):
    page = text(desk.get(PARTS))
    assert "《体系.docx》写着“总分相同的，先看优良天数比例，再看预算执行率”" in page
    address = PARTS + "ranks/县市区/"
    assert "照这句填" in text(desk.get(address)) and book_of(strict)["groups"][0]["ranking"]["keys"] == []  # fmt: skip
    codes = [row(strict, "items", name)["code"] for name in ("优良天数比例", "预算执行率")]
    page = text(desk.get(address + "?take=0"))
    for code in codes:
        assert f'value="{code}" selected' in page
    before = Version.objects.latest("pk").edits
    assert seen(desk, address)["edits"] == str(before)
    keys = {"keys.key": [*codes, ""], "keys.order": ["desc", "desc", "desc"]}
    keep(desk, address, {"on": "rounded", "style": "competition", **keys})
    assert [one["key"] for one in book_of(strict)["groups"][0]["ranking"]["keys"]] == codes
    assert "像是说同分先看" not in text(desk.get(PARTS))
