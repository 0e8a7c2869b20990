"""两个高于: the nation's and the province's figure, set by a form, filled in once, told everywhere; both engines agree."""

import re

import pytest

from baton.desk import computing
from baton.desk.papers import checking
from baton.desk.results import result_of
from baton.domain.assessment import gather, queries
from baton.domain.facts import services as facts
from baton.domain.facts.models import Figure
from baton.domain.facts.services import Row
from baton.domain.rounds import services as rounds
from baton.domain.schemes import services as schemes
from baton.scoring import score
from tests.retold import retold
from tests.stories import send
from tests.verify.making import V
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text, used

pytestmark = pytest.mark.django_db
ADDRESS = PARTS + "aboves/F2/"
REFERENCES = "/office/desk/references/"
FORM = {
    "figure": "优良天数比例", "unit": "%", "references.name": ["全国", "全省"], "references.margin": ["1", "0"],
    "references.share": ["50%", "50%"], "need": "each", "compare": "ge", "per_point": "", "sentence": "优良天数比例高于全国1个百分点、高于全省的各得一半。",
}  # fmt: skip


def filled(desk, values, **more):
    """The small form with these figures, in the order in which it asks for them."""
    page = text(desk.get(REFERENCES))
    cells = page.split('name="item" value="')[1:]
    found = {"item": [], "period": [], "was": [], "value": list(values)}
    for cell in cells:
        found["item"].append(cell.partition('"')[0])
        for name in ("period", "was"):
            found[name].append(cell.partition(f'name="{name}" value="')[2].partition('"')[0])
    return desk.post(REFERENCES, {**found, "source": "国家统计局1月17日公布", **more})


@pytest.fixture
@retold
def above(desk, round):
    """Air is held against the nation, by 1 point, and the province; half the points for each."""
    assert keep(desk, ADDRESS, FORM).status_code == 302
    return used(desk, round)


def scores(round):
    run = queries.provisional(round)
    result = result_of(run)
    return {one: result.score(one, "F2") for one in "ABCD"}


def test_an_indicator_is_held_against_two_references_by_a_form(desk, above):
    check_written(above)
    assert "两个高于：空气优良天数比例" in text(desk.get(ADDRESS))
    page = text(desk.get(PARTS))
    assert "高于全国 1 个百分点，占 50%；高于全省，占 50%。各算各的，没做到的不得分。" in page
    item = row(above, "items", "空气优良天数比例")
    assert (item["method"], item["points"], item["lead"]) == ("above_references", "40", "市生态环境局")  # fmt: skip
    assert item["sentence"] == "优良天数比例高于全国1个百分点、高于全省的各得一半。"
    assert item["readings"] == {"几个参照": "各算各的", "正好相等": "算做到"}
    assert {one["name"] for one in book_of(above)["data"]} >= {"优良天数比例", "全国优良天数比例", "全省优良天数比例"}  # fmt: skip
    page = text(desk.get("/office/desk/"))
    assert "2 个参照值还没有填：全国（空气优良天数比例）、全省（空气优良天数比例）" in page
    assert "不在任何一张表上" not in page
    owed = above.sheets.get(lead__name="市生态环境局")
    assert owed.items == ["优良天数比例"]  # the references are nobody's to report


def test_what_falls_short_is_read_aloud_in_the_unit_of_the_figure(desk, round):
    keep(desk, ADDRESS, FORM | {"figure": "优良天数", "unit": "天", "per_point": "2"})
    assert "高于全国 1 天，占 50%；高于全省，占 50%。各算各的，没做到的，每差 1 天扣 2 分。" in text(desk.get(PARTS))  # fmt: skip
    form = text(desk.get(ADDRESS))
    assert "没做到的，每差 1 天扣几分" in form and "百分点扣几分" not in form


def test_a_reference_that_no_score_can_be_made_of_is_not_recorded(desk, above, clerk, at):
    version, book = above.version, book_of(above)
    datum = next(one for one in book["data"] if one["name"] == "全国优良天数比例")
    datum["max"] = "100"
    schemes.rewrite(version=version, book=book, edits=version.edits, by=clerk, at=at)
    answer = filled(desk, ["9000", "91.5%"])
    said = "“全国优良天数比例”填了 9000，不应大于 100"
    assert answer.status_code == 409 and f"{said}。请核对数值和单位。没有写入" in text(answer)
    assert not Figure.objects.filter(subject="*").exists()
    past = Row(subject="*", item=datum["code"], period="全年", value="9000")
    facts.record(
        scheme=above.scheme, rows=[past], by=clerk, at=at
    )  # as when the rules were changed afterwards
    page = text(desk.get("/office/board/"))
    assert page.count(said) == 1 and f'href="{REFERENCES}">去改参照值' in page


def test_references_are_filled_in_once_and_both_count(desk, above, clerk, at):
    assert filled(desk, ["90", "91.5%"]).status_code == 302
    computing.refresh(above, at=at, by=clerk)
    # 临江 91.3: over the nation by 1.3, under the province; 东岭 88.25 under both; 石桥 93.4, 云东 92 over both
    assert scores(above) == {"A": "20", "B": "0", "C": "40", "D": "40"}
    run = queries.provisional(above)
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F2/"))
    assert "全国 90%、全省 91.5%" in page and "比全国" in page and "+1.3" in page and "−0.2" in page
    gaps = re.findall(r'data-l="比全国">([^<]*)<', page)
    assert sorted(gaps) == [
        "+1.30",
        "+2.00",
        "+3.40",
        "−1.75",
    ]  # one number of decimals in a column
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/F2/"))
    assert "全国 90%，高 1.3 个百分点，要求不低于 1 个百分点，做到了，得 20 分" in page
    assert "全省 91.5%，低 0.2 个百分点，要求不低于它，没有做到，得 0 分" in page
    assert "国家统计局1月17日公布" in page and page.count("何科长记") >= 2
    (check,) = [one for one in checking.checks(run) if one.unit == "临江县"]
    assert "全国 90%，高 1.3 个百分点；全省 91.5%，低 0.2 个百分点，没有做到" in str(check)
    assert Figure.objects.filter(subject="*").count() == 2
    book, facts = gather.rulebook_of(above), gather.facts_of(above)
    assert V.recompute(book, facts) == score(book, facts).canonical()


def test_a_sheet_may_still_call_the_figure_by_the_indicator(above, clerk, tmp_path):
    sheet = above.sheets.get(lead__name="市生态环境局")
    content = "单位,空气优良天数比例\n临江县,91.4\n东岭,88.25\n石桥市,93.4\n云东区,92\n"
    preview, sent = send(sheet, content, tmp_path, clerk)
    assert not preview.faults and {line[1] for line in preview.cells} == {"优良天数比例"}
    assert sent.changed == 1


def test_both_may_be_needed_and_what_falls_short_may_cost_by_the_point(desk, above, clerk, at):
    filled(desk, ["90", "91.5"])
    keep(desk, ADDRESS, FORM | {"need": "all", "per_point": "10", "compare": "gt"})
    used(desk, above)
    computing.refresh(above, at=at, by=clerk)
    # 临江 0.2 short: 40 − 10 × 0.2; 东岭 at worst 3.25 short: 40 − 32.5
    assert scores(above) == {"A": "38", "B": "7.5", "C": "40", "D": "40"}
    page = text(desk.get(f"/office/run/{queries.provisional(above).pk}/unit/B/F2/"))
    assert "没有都做到，差得最多的差 3.25 个百分点，每差 1 个扣 10 分，得 7.5 分" in page


def test_a_reference_is_corrected_with_a_reason_and_the_old_one_stays(desk, above, clerk, at):
    filled(desk, ["90", "91.5"])
    answer = filled(desk, ["90", "91"])
    assert answer.status_code == 409 and "请写明为什么改" in text(answer) and 'value="91"' in text(answer)  # fmt: skip
    assert filled(desk, ["90", "91"], reason="最终核实数").status_code == 302
    computing.refresh(above, at=at, by=clerk)
    assert scores(above)["A"] == "40"
    page = text(desk.get(REFERENCES))
    assert "91.5%" in page and "最终核实数" in page
    answer = filled(desk, ["90", "90.5"], reason="又改", was=["90", "91.5"])
    assert answer.status_code == 409 and "这一格刚被改成 91" in text(answer)
    assert "请写成数，如 5.2" in text(filled(desk, ["九十", "91"], reason="写错"))
    assert "请写明这些数从哪里来" in text(filled(desk, ["89", "91"], reason="改", source=""))


def test_who_waits_for_a_reference_is_told_so(desk, above, clerk, at):
    filled(desk, ["90", ""])
    computing.refresh(above, at=at, by=clerk)
    run = queries.provisional(above)
    assert scores(above)["C"] is None
    page = text(desk.get(f"/office/run/{run.pk}/missing/"))
    assert "参照值还没有填" in page and REFERENCES in page
    assert "1 个还没有填" not in text(desk.get(REFERENCES))
    assert "2 个参照值，还有 1 个没有填" in text(desk.get(REFERENCES))
    assert "参照值还没有填齐" in text(desk.get(f"/office/run/{run.pk}/indicator/F2/"))
    held = row(above, "data", "全省优良天数比例")["code"]
    assert desk.get(f"/office/cell/A/{held}/").url == REFERENCES


def test_a_form_that_is_not_sound_says_all_that_is_wrong(desk, round):
    page = text(keep(desk, PARTS + "aboves/", FORM | {"item": "F2", "references.share": ["50%", "40%"], "need": ""}))  # fmt: skip
    assert "各占几成加起来是 90%，应当是 100%" in page and "“几个参照”还没有选" in page
    page = text(keep(desk, ADDRESS, FORM | {"references.name": ["全国", "全国"]}))
    assert "“与谁比”要写明，不重复" in page
    assert row(round, "items", "空气优良天数比例")["method"] == "threshold_deduction"
    assert desk.get("/office/scheme/F2/method/?method=above_references").url == ADDRESS


def test_nothing_is_asked_where_nothing_is_held_against_references(desk, round):
    assert "没有指标要与参照值比" in text(desk.get(REFERENCES))
    assert "参照值" not in text(desk.get("/office/desk/"))


def test_values_of_a_round_that_has_ended_are_plain_text(desk, above, clerk, at):
    filled(desk, ["90", ""])
    rounds.close(round=above, by=clerk, at=at)
    page = text(desk.get(f"{REFERENCES}?round={above.pk}"))
    key = book_of(above)["items"][1]["data"]["全国"]["item"]
    late = desk.post(
        REFERENCES, {"item": key, "period": "全年", "was": "90", "value": "92", "source": "公报"}
    )
    assert late.status_code == 409 and "您填的：92；来源：公报" in text(late)
    assert "已经结束，只能看" in page and '<td class="nw">90</td>' in page
    assert "<input" not in page.split("<main")[1].split("</table>")[0] and "disabled" not in page
