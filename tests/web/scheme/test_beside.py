"""加分项, 减分项, 一票否决 at the end of a table: shown before it comes in, then quoted beside the forms that make rules of them."""

import pytest

from baton.domain.schemes.models import Departure
from tests.web.scheme.forms import PARTS, keep
from tests.web.scheme.tables import AIR, MONEY, looked, newest_book, open_round, taken, text

pytestmark = pytest.mark.django_db
BONUS = "国家级加3分、省级加2分，最高5分"
VETO = "发生重特大安全事故的，取消评优资格"
TABLE = (
    f"一级指标,考核指标,分值,评分办法,牵头单位\n经济,{MONEY}生态,{AIR}加分项,工作受表彰,,{BONUS},市委办\n"
    f"一票否决,{VETO},,,市应急局\n合计,,100,,\n"
)
NEW = PARTS + "ledgers/"


def test_they_are_shown_and_the_rest_comes_in(office):
    page = looked(office, TABLE)
    assert "不是按分值计的 2 行，没有读成指标" in page and "读到 2 个指标" in page
    card = page.split("不是按分值计的", 1)[1].split("</table>", 1)[0]
    assert BONUS in card and VETO in card and page.count(BONUS) == 1
    assert "加分、扣分、否决 2 行没有读成指标" in taken(office, TABLE)
    assert [item["name"] for item in newest_book()["items"]] == ["财政收入", "空气质量"]


def test_a_sentence_fills_the_form_and_is_open_until_there_is_a_rule(office):
    taken(office, TABLE)
    open_round(office)
    page = text(office.get(PARTS))
    assert f"行写着“{BONUS}”，像是说加分，不是按分值计的指标" in page and f"行写着“{VETO}”" in page
    assert "《体系.csv》第" in page, "which row of the file says so"
    page = text(office.get(NEW + "?take=0"))
    assert 'value="工作受表彰"' in page and 'name="sign" value="add" checked' in page
    assert 'value="国家级"' in page and 'name="cap" value="5"' in page
    given = {
        "name": "工作受表彰", "sign": "add", "kinds": "工作受表彰", "sentence": BONUS, "where": "总分",
        "levels.level": ["国家级", "省级"], "levels.points": ["3", "2"], "levels.most": ["", ""], "same_matter": "highest", "share": "1",
        "counted": "none", "elsewhere": "skip", "undecided": "pending", "cap": "5",
    }  # fmt: skip
    seen = {key: page.split(f'name="{key}" value="')[1].split('"')[0] for key in ("number", "edits")}  # fmt: skip
    answer = office.post(NEW, {**given, **seen, "keep": "1"})
    assert answer.status_code == 302, text(answer)
    page = text(office.get(PARTS))
    assert f"写着“{BONUS}”，像是说" not in page and f"写着“{VETO}”，像是说" in page
    assert not Departure.objects.exists()


def test_a_sentence_may_be_left_aside(office):
    taken(office, TABLE)
    open_round(office)
    page = text(office.get(PARTS + "vetoes/"))
    assert VETO in page and "不照这句，仍是“没有另立一条”" in page
    seen = {key: page.split(f'name="{key}" value="')[1].split('"')[0] for key in ("number", "edits")}  # fmt: skip
    answer = office.post(PARTS + "vetoes/", {**seen, "depart": "0"}, follow=True)
    assert answer.redirect_chain
    page = text(office.get(PARTS))
    assert f"写着“{VETO}”，像是说" not in page and "与原文不同的 1 处" in page


CAUSE = "发生重大及以上安全生产责任事故"
WITH_CAUSE = TABLE.replace(
    f"一票否决,{VETO},,,市应急局", f"一票否决,{CAUSE},,年度考核不得评为优秀等次。,市应急局"
)


def _graded(office):
    place = PARTS + "grades/县市区/"
    page = text(office.get(place))
    seen = {key: page.split(f'name="{key}" value="')[1].split('"')[0] for key in ("number", "edits")}  # fmt: skip
    given = {"levels.grade": ["优秀", "良好"], "levels.from": ["90", ""], "levels.to": ["", ""], "levels.quota": ["", ""]}  # fmt: skip
    assert office.post(place, {**given, **seen, "keep": "1"}).status_code == 302


def _veto(office, name):
    page = text(office.get(PARTS + "vetoes/"))
    seen = {key: page.split(f'name="{key}" value="')[1].split('"')[0] for key in ("number", "edits")}  # fmt: skip
    given = {"name": name, "exclude_grades": ["优秀"], "basis": "云办发〔2026〕3号"}
    answer = office.post(PARTS + "vetoes/", {**given, **seen, "keep": "1"})
    assert answer.status_code == 302, text(answer)


def test_a_veto_about_the_same_matter_settles_its_row(office):
    taken(office, WITH_CAUSE)
    open_round(office)
    assert f"写着“{CAUSE}，年度考核不得评为优秀等次。”" in text(office.get(PARTS))
    _graded(office)
    _veto(office, CAUSE.removeprefix("发生"))
    assert "年度考核不得评为优秀等次。”，像是说" not in text(office.get(PARTS))


def test_a_rule_of_another_name_is_said_to_be_the_very_one(office):
    taken(office, WITH_CAUSE)
    open_round(office)
    _graded(office)
    _veto(office, "安全生产")
    assert "已经立了的在那里点“就是”哪一条" in text(office.get(PARTS))
    page = text(office.get(PARTS + "vetoes/"))
    assert 'name="same" value="0:0">就是“安全生产”' in page
    seen = {key: page.split(f'name="{key}" value="')[1].split('"')[0] for key in ("number", "edits")}  # fmt: skip
    assert office.post(PARTS + "vetoes/", {**seen, "same": "0:7"}).status_code == 409
    answer = office.post(PARTS + "vetoes/", {**seen, "same": "0:0"}, follow=True)
    assert "这句话就是“安全生产”，记下了，不再提" in text(answer)
    page = text(office.get(PARTS))
    assert "年度考核不得评为优秀等次。”，像是说" not in page and "与原文不同" not in page


GIVEN = {
    "name": "工作受表彰", "sign": "add", "kinds": "工作受表彰", "sentence": BONUS, "where": "总分",
    "levels.level": ["国家级"], "levels.points": ["3"], "levels.most": [""], "same_matter": "highest", "share": "1",
    "counted": "none", "elsewhere": "skip", "undecided": "pending", "cap": "5",
}  # fmt: skip


def test_a_kind_is_made_of_a_sentence_once(office):
    """Pressed again, nothing comes into the same total a second time; the one that is there is a press away."""
    taken(office, TABLE)
    open_round(office)
    assert keep(office, NEW, GIVEN).status_code == 302
    page = text(office.get(NEW + "?take=0"))
    code = next(one["code"] for one in newest_book()["items"] if one["method"] == "ledger")
    row = page.split(BONUS, 1)[1].split("</tr>", 1)[0]
    assert f'已照它定了 <a href="{NEW}{code}/">工作受表彰</a>' in row and "照这句填" not in row
    assert 'name="name" value=""' in page
    for given in (
        {"kinds": "另一种"},
        {"name": "工作 受表彰", "kinds": "另一种"},
        {"name": "先进集体"},
    ):
        answer = keep(office, NEW, GIVEN | given)
        page = text(answer)
        assert answer.status_code == 200 and "没有写入" in page, given
        assert (
            "已经有一种叫“工作受表彰”"
            if "kinds" in given
            else "的“工作受表彰”已经由“工作受表彰”计着，同一条会计两次"
        ) in page
        assert f'href="{NEW}{code}/">打开“工作受表彰”来改</a>' in page
    assert sum(one["method"] == "ledger" for one in newest_book()["items"]) == 1
    assert keep(office, NEW, GIVEN | {"name": "先进集体", "kinds": "先进集体"}).status_code == 302
    assert keep(office, f"{NEW}{code}/", GIVEN | {"cap": "4"}).status_code == 302


def test_what_is_left_to_answer_comes_before_what_is_answered(office):
    taken(
        office, TABLE.replace("一票否决,", "加分项,信息工作,,每条加1分，最高2分,市委办\n一票否决,")
    )
    open_round(office)
    keep(office, NEW, GIVEN)
    page = text(office.get(NEW))
    assert page.index("每条加1分，最高2分") < page.index(BONUS) and page.count("照这句填</a>") == 1
