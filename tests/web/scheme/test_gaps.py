"""没有数怎么办 in the browser: what was not reported, who has no such task, for the scheme and for one indicator; 关账."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from baton.desk import answers, computing
from baton.desk.rules import prose
from baton.domain.assessment import books
from baton.domain.assessment.models import Run
from baton.domain.files.store import place_of
from baton.domain.schemes.models import Version
from tests.journeys.test_first_morning import SCHEME
from tests.retold import retold
from tests.web.scheme.forms import GAPS, PARTS, check_written, keep, row, seen, text
from tests.web.scheme.notes import scheme_in, told
from tests.web.test_numbering import PLACE

pytestmark = pytest.mark.django_db

ZERO = {"missing": "zero", "not_applicable": "near", "excused": "same"}
MONEY = ("单位\t一般公共预算收入得分\t预算执行率得分", "临江县\t35\t25", "东岭县\t34\t24", "石桥市\t33\t22", "云东区\t30\t20")  # fmt: skip


@pytest.fixture
@retold
def half(desk, noted, at):
    """One of two lead units has reported, and one unit does without a total."""
    round, _ = noted
    desk.post("/office/desk/owe/", {"due_on": "2027-01-12"})
    sheet = next(one for one in round.sheets.all() if one.lead.name == "市财政局")
    address = f"/office/desk/{sheet.pk}/receive/"
    desk.post(address, {"text": "\n".join(MONEY), "take": "1"})
    desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    computing.refresh(round, at=at)
    return round


def policies(round, name):
    return row(round, "items", name)["policies"]


def test_a_sentence_under_the_table_is_proposed_and_never_chosen(desk, noted):
    round, look = noted
    assert "像是说缺报计 0 分。" in look and "像是说单列按组内平均计" in look
    assert look.count("不替您选") == 1
    assert policies(round, "预算执行率")["missing"]["policy"] == "hold"
    assert "原话里有 3 句话说到没有数怎么办" in text(desk.get("/office/scheme/"))
    page = text(desk.get(PARTS))
    assert "《体系.docx》写着“各牵头单位未按时报送数据的，该项按零分计”，像是说缺报计 0 分" in page
    assert "没有报的数都是待定：关账也不会让缺它的单位有总分" in page
    page = text(desk.get(GAPS))
    assert "缺项的按其余指标折算" in page and "照这句填" in page
    for name in ("missing", "not_applicable", "excused"):
        assert f'name="{name}"' in page
    assert "checked" not in page.split('id="missing"')[1].split("</form>")[0]
    answer = text(keep(desk, GAPS, {"not_applicable": "near", "excused": "same"}))
    assert "“没有报的数（缺报）”还没有选，请选一种" in answer
    assert Version.objects.get().edits == 0


def test_a_click_fills_in_what_the_sentence_says_and_only_keeping_writes_it(desk, noted):
    round, _ = noted
    page = text(desk.get(GAPS + "?take=0"))
    assert "已填在下面" in page and page.count("照这句填</a>") == 2
    assert 'name="missing" value="zero" checked' in page and Version.objects.get().edits == 0
    for wrong in ("9", "-1", "零", ""):
        assert "已填在下面" not in text(desk.get(f"{GAPS}?take={wrong}"))
    answer = keep(desk, GAPS, {"missing": "zero", "not_applicable": "near", "excused": "group_mean"})  # fmt: skip
    assert answer.url == PARTS + "#gaps"
    for name, at in (("预算执行率", "D1"), ("污水集中处理率", "D2")):
        assert policies(round, name) == {
            "missing": {"policy": "zero", "value": None}, "not_applicable": {"policy": "rescale", "value": None, "at": at},
            "excused": {"policy": "group_mean", "value": None, "at": None},
        }  # fmt: skip
    check_written(round)
    page = text(desk.get(PARTS))
    assert "缺报：计 0 分。无此任务：在本大项里按其余指标折算。单列：按组内平均计。" in page
    assert "像是说" not in page and "像是说" in text(desk.get(GAPS))
    assert "原话里有" not in text(desk.get("/office/scheme/"))


def test_one_indicator_differs_and_goes_by_the_whole_again(desk, noted):
    round, _ = noted
    keep(desk, GAPS, ZERO)
    code = row(round, "items", "预算执行率")["code"]
    form = {
        "item": code, "missing": "constant", "missing_points": "6分", "not_applicable": "full", "excused": "constant",
        "excused_points": "",
    }  # fmt: skip
    assert "请写明“单列”按几分计" in text(keep(desk, PARTS + "gaps/", form))
    assert "“哪个指标”还没有选" in text(keep(desk, PARTS + "gaps/", {**form, "item": ""}))
    assert keep(desk, PARTS + "gaps/", {**form, "excused_points": "12.5"}).status_code == 302
    assert policies(round, "预算执行率") == {
        "missing": {"policy": "constant", "value": "6"}, "not_applicable": {"policy": "full", "value": None, "at": None},
        "excused": {"policy": "constant", "value": "12.5", "at": None},
    }  # fmt: skip
    check_written(round)
    page = text(desk.get(PARTS))
    assert "缺报：按 6 分计。无此任务：计满分。单列：按 12.5 分计。" in page
    assert f'href="{PARTS}gaps/{code}/"' in text(desk.get(f"/office/scheme/{code}/"))
    page = text(desk.get(GAPS))
    assert "这些指标另有规定，也照上面的改吗" in page and 'value="6"' not in page
    keep(desk, GAPS, {**ZERO, "not_applicable": "far"})
    assert policies(round, "预算执行率")["not_applicable"]["policy"] == "full"
    assert policies(round, "优良天数比例")["not_applicable"]["at"] == "总分"
    keep(desk, GAPS, {**ZERO, "also": code})
    assert policies(round, "预算执行率") == policies(round, "一般公共预算收入")
    own = PARTS + f"gaps/{code}/"
    keep(desk, own, {"missing": "hold", "not_applicable": "unscored", "excused": "same"})
    assert policies(round, "预算执行率")["missing"]["policy"] == "hold"
    assert desk.post(own, {**seen(desk, own), "drop": "1"}).status_code == 302
    assert policies(round, "预算执行率") == policies(round, "一般公共预算收入")
    for address in ("gaps/F99/", "gaps/总分/"):
        assert desk.get(PARTS + address).status_code == 404
    assert 'name="drop"' not in text(desk.get(GAPS))


def test_a_bonus_is_never_made_up_for_by_the_rest(desk, fresh):
    bonus = {"name": "特色加分", "points": "3", "where": "总分", "role": "bonus"}
    keep(desk, PARTS + "items/", bonus)
    keep(desk, GAPS, ZERO)
    assert policies(fresh, "特色加分")["not_applicable"]["policy"] == "unscored"
    assert "这些指标另有规定" not in text(desk.get(GAPS))
    check_written(fresh)


def test_closing_the_books_says_when_the_rules_give_it_nothing_to_do(desk, half, clerk, at):
    asked = {"stage": "final", "why": "定稿"}
    page = text(desk.post(PLACE, asked))
    assert "关账也不会动谁，缺它的单位仍没有总分" in page and f'href="{GAPS}"' in page
    assert "关账会动 0 个单位" in page
    desk.post(PLACE, {**asked, "asked": "1", "despite": "等不及", "books": "closed"})
    assert {one.total for one in Run.objects.get(number=1).lines.all()} == {None}
    half.refresh_from_db()
    books.open_books(round=half, why="先定没有报的怎么算", by=clerk, at=at)
    code = row(half, "items", "优良天数比例")["code"]
    form = {"missing": "zero", "not_applicable": "unscored", "excused": "same"}
    keep(desk, PARTS + f"gaps/{code}/", form)
    page = text(desk.post(PLACE, asked))
    assert "其中 1 个指标，规则里没有写没有报的数怎么算" in page
    assert "规则没有写怎么算" in page and "按规则书的“缺报”计 0 分" in page


def test_the_try_shows_who_moves_as_if_the_books_were_closed(desk, half):
    form = {**ZERO, "missing": "zero"}
    page = text(desk.post(GAPS, {**form, "try": "1"}))
    assert "两边都当作现在就关账" in page and "会变的 4 个" in page and "还没有写入" in page
    assert Version.objects.get().edits == 0
    keep(desk, GAPS, form)
    page = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}))
    assert "关账也不会动谁" not in page and "关账会动 4 个单位" in page
    desk.post(PLACE, {"stage": "final", "why": "定稿", "asked": "1", "despite": "年内定稿", "books": "closed"})  # fmt: skip
    lines = {one.name: one.total for one in Run.objects.get(number=1).lines.all()}
    assert lines["临江县"] == "60" and lines["云东区"] == "50"


def test_the_lowest_of_the_group_is_filled_in_from_its_sentence(desk, noted, tmp_path):
    keep(desk, GAPS, ZERO)
    changed = (*SCHEME[:-1], (*SCHEME[-1][:5], "按监测结果评分。", *SCHEME[-1][6:]))
    scheme_in(desk, told(tmp_path, changed, ["未报送数据的按组内最低分计。"]))
    page = text(desk.get(GAPS))
    assert "<td>缺报按组内最低分计</td>" in page
    assert 'name="missing" value="zero" checked' not in page  # it is for a person to choose
    take = page.split("?take=")[1].split('"')[0]
    page = text(desk.get(f"{GAPS}?take={take}"))
    assert 'name="missing" value="group_least" checked' in page
    assert keep(desk, GAPS, {**ZERO, "missing": "group_least"}).status_code == 302
    round, _ = noted
    assert policies(round, "预算执行率")["missing"] == {"policy": "group_least", "value": None}
    check_written(round)
    assert "缺报：按组内最低分计。" in text(desk.get(PARTS))


def test_the_lowest_of_the_group_is_counted_when_the_books_are_closed(
    desk, half, clerk, tmp_path, at
):
    """优良天数比例 came for three of four; the fourth gets what the lowest of them has."""
    keep(desk, GAPS, {**ZERO, "missing": "group_least"})
    sheet = next(one for one in half.sheets.all() if one.lead.name != "市财政局")
    text_in = "\n".join(("单位\t优良天数比例得分", "临江县\t20", "东岭县\t18.5", "石桥市\t19"))
    desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": text_in, "take": "1"})
    desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    page = text(desk.post(PLACE, {"stage": "final", "why": "定稿"}))
    assert "按组内最低分计" in page
    desk.post(PLACE, {"stage": "final", "why": "定稿", "asked": "1", "despite": "年内定稿", "books": "closed"})  # fmt: skip
    run = Run.objects.get(number=1)
    code = row(half, "items", "优良天数比例")["code"]
    [mine] = [one for one in run.lines.all() if one.name == "云东区"]
    page = text(desk.get(f"/office/run/{run.pk}/unit/{mine.subject}/{code}/"))
    assert "按同组最低计 18.5 分" in page and "得分率最低的" in page


def test_an_original_that_is_missing_is_not_remembered_as_saying_nothing(noted, tmp_path):
    round, _ = noted
    said = prose.texts(round.scheme)
    assert next(one.text for one in said).startswith("注：1.各牵头单位未按时报送")
    place = place_of(round.scheme.versions.get().sources.get().file.sha256)
    place.rename(tmp_path / "aside")
    answers.forget()
    shutil.rmtree(Path(settings.BATON_HOME) / "answers", ignore_errors=True)
    assert prose.texts(round.scheme) == []
    (tmp_path / "aside").rename(place)
    assert prose.texts(round.scheme) == said
