"""最高不超过…分 in the scheme's own words: quoted beside the blank that asks for a cap, filled in with one press, never chosen."""

import re

import pytest

from tests.web.scheme.forms import PARTS, keep, row, text
from tests.web.scheme.tables import newest_book, open_round, taken
from tests.web.scheme.test_ledgers import BONUS
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db
HEAD = "考核指标,分值,评分办法,牵头单位\n"
FIRST = "/office/scheme/F01/method/"


def asked(office, sentence, method, points="60", note=""):
    """The form of a method for an indicator with a sentence, in a scheme with a note under its table."""
    rest = 100 - int(points)
    taken(office, f"{HEAD}信息报送,{points},{sentence},市委办\n空气质量,{rest},按天数。,市生态环境局\n{note}")  # fmt: skip
    open_round(office)
    return text(office.get(FIRST + f"?method={method}"))


def blanks(page):
    """What stands in the blanks of the form, as it would be sent."""
    form = page.split('name="method"', 1)[1]
    return dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', form)) | {"method": page.split('name="method" value="')[1].split('"')[0]}  # fmt: skip


@pytest.mark.parametrize(
    ("method", "label", "sentence", "value"),
    [
        ("per_case", "本项封顶", "每报送1篇加0.5分，最高加5分。", "5分"),
        ("per_case", "本项封顶", "每报送1篇加0.5分，累计不超过8分。", "8分"),
        ("movement", "最高", "每前进1位加1分，最高不超过70分。", "70分"),
        ("completion", "封顶", "按完成率计分，超额的最高加6分。", "110%"),
        ("over_fulfilment", "最多加", "每超1个百分点加0.2分，3分封顶。", ""),
        ("over_fulfilment", "最多加", "每超1个百分点加0.2分，加分不超过3分。", "3分"),
    ],
)
def test_a_cap_is_quoted_beside_its_blank_and_filled_in_with_one_press(
    office, method, label, sentence, value
):
    page = asked(office, sentence, method)
    quote = sentence.rstrip("。")
    assert f"原话：“{quote}”" in page and blanks(page).get(label, "") == ""
    if not value:
        assert "照这句填" not in page
        return
    assert f"像是 {value}" in page
    filled = text(office.post(FIRST, blanks(page) | {"计量单位": "篇", "fill": "0"}))
    assert blanks(filled) == blanks(page) | {label: value}
    assert f"原话：“{quote}”" in filled and "照这句填" not in filled and "试了一下" not in filled


def test_what_is_said_of_each_case_or_level_is_no_cap(office):
    page = asked(office, "每篇加0.5分，每季度最高加2分，省级最多加3分。", "per_case")
    assert "原话：" not in page and "照这句填" not in page


def test_the_whole_schemes_sentence_counts_where_it_names_the_indicator(office):
    note = "注：1.信息报送累计不超过6分。,,,\n2.督查督办累计不超过9分。,,,\n"
    page = asked(office, "每报送1篇加0.5分。", "per_case", note=note)
    assert "原话（《体系.csv》）：“信息报送累计不超过6分”，像是 6分" in page and "9分" not in page


def test_a_cap_on_one_item_is_kept_with_the_method(office):
    page = asked(office, "每报送1篇加0.5分，最高加5分。", "per_case")
    form = blanks(page) | {"加还是扣": "加分", "起评分": "0分", "每件": "0.5分", "本项保底": "不设", "本项封顶": "5分", "unit": "篇"}  # fmt: skip
    tried = text(office.post(FIRST, form))
    assert office.post(FIRST, kept_form(tried)).status_code == 302
    item = newest_book()["items"][0]
    assert (item["method"], item["cap"]) == ("per_case", "5")


def test_a_bonus_whose_sentence_says_how_much_at_most_is_asked_beside_its_cap(desk, fresh):
    said = "国家级加2分，省级加1分，累计不超过3分。"
    keep(desk, PARTS + "ledgers/", {**BONUS, "sentence": said, "cap": ""})
    address = PARTS + f"ledgers/{row(fresh, 'items', '表彰加分')['code']}/"
    page = text(desk.get(address))
    assert "合计最多加 3 分" in page and 'href="?take=0">照这句填' in page
    assert 'name="cap" value=""' in page and 'name="cap" value="3"' in text(desk.get(address + "?take=0"))  # fmt: skip
    assert "像是说合计最多加 3 分" in text(desk.get(PARTS))
    keep(desk, address, {**BONUS, "sentence": said, "cap": "5"})
    page = text(desk.get(address))
    assert "与原文不同：合计最多加 5 分" in page
    assert "像是说合计最多加 3 分" not in text(desk.get(PARTS))


def test_a_note_about_bonuses_is_about_the_only_one_there_is(office):
    note = "注：1.加分合计最高不超过8分。,,,\n2.每项加分最高2分。,,,\n"
    asked(office, "每报送1篇加0.5分。", "per_case", note=note)
    assert "不超过8分" not in text(office.get(PARTS))
    keep(office, PARTS + "ledgers/", {**BONUS, "cap": ""})
    page = text(office.get(PARTS))
    assert "像是说合计最多加 8 分" in page and "最多加 2 分" not in page
    keep(office, PARTS + "ledgers/", {**BONUS, "name": "创建加分", "kinds": "文明", "cap": ""})
    assert "像是说合计最多加 8 分" not in text(office.get(PARTS)), "which of two is not said"
