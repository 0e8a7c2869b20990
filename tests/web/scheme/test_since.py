"""考核谁从哪一版起: what a draft says of whom an indicator is for leaves rounds on an older version what they were computed by."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from baton.desk.rules import schemes as desk
from baton.domain.assessment import gather
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.domain.targets import queries as targets
from baton.domain.targets.models import Target
from baton.scoring import score
from tests.retold import retold
from tests.web.scheme.forms import PARTS, seen
from tests.web.scheme.tables import (
    DESK,
    by_name,
    looked,
    open_round,
    points_by_name,
    report,
    seal,
    taken,
    text,
    use_newest,
)
from tests.windows import Window

pytestmark = pytest.mark.django_db
GROUPS = ("政府部门", "党群部门")
HEAD = "考核指标,分值,评分办法,牵头单位,考核对象\n"
SCHOOL = "新建学校,20,按进度评分。,市发改委,市教育局\n"
NEWS = "信息报送,80,按条数评分。,市政府办,各单位\n"
TARGETS = "/office/targets/"


@pytest.fixture
@retold
def year(office):
    """Version 1 is sealed and a round goes by it: the school is only 市教育局's, news everybody's; all is reported."""
    taken(office, HEAD + SCHOOL + NEWS, GROUPS)
    seal(office)
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    report(office, "市发改委", "单位\t新建学校得分\n市教育局\t18\n")
    report(office, "市政府办", "单位\t信息报送得分\n市教育局\t60\n市水利局\t50\n市委宣传部\t55\n")
    return Round.objects.get()


def again(round):
    return Round.objects.get(pk=round.pk)


def facts(round):
    return gather.facts_of(again(round))


def totals(round):
    result = score(gather.rulebook_of(round), facts(round))
    return {unit: line.total for unit, line in result.lines.items()}


def numbers():
    return [one.number for one in Scheme.objects.get().versions.order_by("number")]


def item_form(name, **more):
    item = by_name()[name]
    notes = {label: item.get(label, "") for label in ("sentence", "lead", "scorer", "basis", "source", "unit", "direction")}  # fmt: skip
    return {"name": name, "points": item["points"], "where": "总分", "role": "ordinary", **notes, **more}  # fmt: skip


def ticked(office, name, *units, follow=True, **more):
    """考核谁 of an indicator: just these units, kept."""
    address = f"{PARTS}items/{by_name()[name]['code']}/"
    form = item_form(name, whom="pick", units=list(units), **more)
    return text(office.post(address, {**form, **seen(office, address), "keep": "1"}, follow=follow))


def edit(office, unit, code, *values, state="has", **more):
    """One unit's line of the agreement, as the page of the targets has it."""
    page = text(office.get(f"{TARGETS}cell/{unit}/{code}/"))
    was = page.split('name="was" value="')[1].split('"')[0]
    form = {f"value{at}": value for at, value in enumerate(values)}
    answer = office.post(f"{TARGETS}cell/{unit}/{code}/", {"state": state, "was": was, "keep": "1", **form, **more})  # fmt: skip
    assert answer.status_code == 302, text(answer).split("<main")[1][:800]


def listed(number=None):
    rows = targets.agreement(Scheme.objects.get(), number)
    return sorted((line[0], line[1]) for line in rows)


def test_a_form_moves_nobody_in_a_round_on_the_version_before(office, year):
    before, points = facts(year), points_by_name(office, year, "MNP")
    said = ticked(office, "新建学校", "N")
    assert "已写进第 2 版草稿。这一轮仍用第 1 版" in said and numbers() == [1, 2]
    assert facts(year) == before and points_by_name(office, again(year), "MNP") == points
    assert listed(1) == [("M", "F01")] and listed() == [("N", "F01")]
    page = text(office.get("/office/scheme/"))
    assert "与这一轮用的第 1 版只是考核谁不同" in page and "考核谁改了" in page
    assert "市水利局" in page.split("考核谁改了")[1] and "市教育局" in page.split("考核谁改了")[1]
    use_newest(office)
    told = points_by_name(office, again(year), "MNP")
    assert told["新建学校"] == (None, None, None) and totals(year)["M"] == "60"
    assert facts(year) != before


def test_the_form_shows_and_tries_the_draft(office, year):
    address = f"{PARTS}items/F01/"
    form = item_form("新建学校", whom="pick", units=["N", "P"])
    page = text(office.post(address, {**form, "try": "1"}))
    assert "78 → 60" in page.split('id="look"')[1]
    ticked(office, "新建学校", "N", "P")
    page = text(office.get(address))
    assert "现在列了 2 个：市水利局、市委宣传部" in page
    chosen = page.split('id="units"')[1].split("</fieldset>")[0]
    assert chosen.count(" checked") == 2 and "还用着以前各版的轮次不变" in page
    page = text(office.get(f"{TARGETS}?item=F01"))
    rows = page.split("<tbody>")[1]
    assert "到第 1 版止" in rows.split("市教育局")[1].split("</tr>")[0]
    assert "第 2 版起" in rows.split("市水利局")[1].split("</tr>")[0]


def test_a_changed_table_moves_nobody_either(office, year):
    before = facts(year)
    changed = HEAD + SCHOOL.replace("市教育局", "市水利局；市委宣传部") + NEWS
    assert "不再考核市教育局" in looked(office, changed, GROUPS)
    taken(office, changed, GROUPS)
    assert facts(year) == before and numbers() == [1, 2]
    assert listed() == [("N", "F01"), ("P", "F01")]
    back = HEAD + SCHOOL + NEWS
    taken(office, back, GROUPS)
    assert listed() == [("M", "F01")] and facts(year) == before


def test_targets_of_those_who_leave_stay_for_the_round_and_come_back(office, year):
    """An indicator that everybody has, each with a target; a draft keeps one unit, then takes another one back."""
    rule = "名称: 信息报送\n评分办法: 按完成率计分。\n分值: 80\n方法: 完成率\n数据: 报送条数\n目标: 责任书\n封顶: 100%\n牵头: 市政府办\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    address = f"/office/scheme/{by_name()['信息报送']['code']}/"
    form = {"text": rule, "data": "报送条数: {单位: 条}", "keep": "1", **seen(office, address)}
    assert office.post(address, form).status_code == 302
    use_newest(office)
    seal(office)
    code = by_name()["信息报送"]["code"]
    for unit, goal in (("M", "10"), ("N", "20"), ("P", "30")):
        edit(office, unit, code, goal)
    before = facts(year)
    said = ticked(office, "信息报送", "M")
    assert "第 3 版草稿" in said and facts(year) == before
    assert [one for one in listed() if one[1] == code] == [("M", code)]
    ticked(office, "信息报送", "M", "N")
    rows = {tuple(line[:3]): line[3] for line in targets.agreement(Scheme.objects.get())}
    assert rows["N", code, "目标"] == "20" and facts(year) == before
    edit(office, "P", code, "33")
    assert {tuple(line[:3]): line[3] for line in facts(year)["agreement"]["rows"]}["P", code, "目标"] == "33"  # fmt: skip
    assert ("P", code) not in listed()
    edit(office, "M", code, "11")
    assert {tuple(line[:3]): line[3] for line in facts(year)["agreement"]["rows"]}["M", code, "目标"] == "11"  # fmt: skip
    rows = {tuple(line[:3]): line[3] for line in targets.agreement(Scheme.objects.get())}
    assert rows["M", code, "目标"] == "11"
    edit(office, "N", code, "22")  # the draft has a copy of its own: both follow
    for number in (2, 3):
        rows = {tuple(line[:3]): line[3] for line in targets.agreement(Scheme.objects.get(), number)}  # fmt: skip
        assert rows["N", code, "目标"] == "22"


def test_a_round_on_a_newer_version_and_one_on_an_older_each_have_their_own(
    office, year, clerk, at
):
    """One round goes on by version 1 while another goes by version 2: the page of the one leaves the other alone."""
    ticked(office, "新建学校", "N")
    draft = schemes.newest(Scheme.objects.get())
    desk.add_periods(scheme=draft.scheme, periods=["2026-11"], seen=(draft.number, draft.edits), by=clerk, at=at)  # fmt: skip
    seal(office)
    newest, before = schemes.newest(draft.scheme), facts(year)
    late = rounds.open_round(
        scheme=newest.scheme, version=newest, name="随时考核", kind="ad_hoc", as_of="2026-11", on=date(2026, 11, 30), by=clerk, at=at
    )  # fmt: skip
    assert listed(2) == [("N", "F01")] and ("N", "F01") not in listed(1)
    there = Window(office, late)
    edit(there, "N", "F01", state="out")
    edit(there, "P", "F01")
    assert listed(2) == [("P", "F01")] and listed(1) == [("M", "F01")]
    assert facts(year) == before
    edit(there, "M", "F01")
    assert listed(2) == [("M", "F01"), ("P", "F01")] and facts(year) == before
    edit(there, "M", "F01", state="out")
    assert listed(2) == [("P", "F01")] and listed(1) == [("M", "F01")] and facts(year) == before
    edit(Window(office, year), "M", "F01", state="out")
    assert listed(1) == [] and listed(2) == [("P", "F01")]


def test_everybody_in_the_draft_with_targets_each_lists_nobody_in_the_round(office, year):
    rule = "名称: 新建学校\n评分办法: 按完成率计分。\n分值: 20\n方法: 完成率\n数据: 建成所数\n目标: 责任书\n封顶: 100%\n牵头: 市发改委\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    address = "/office/scheme/F01/"
    form = {"text": rule, "data": "建成所数: {单位: 所}", "keep": "1", **seen(office, address)}
    assert office.post(address, form).status_code == 302
    assert by_name()["新建学校"]["applies"] == "all"
    before = facts(year)
    page = text(office.get(f"{TARGETS}?item=F01"))
    assert "第 2 版起" in page.split("<tbody>")[1].split("市水利局")[1].split("</tr>")[0]
    pasted = {
        "text": "单位\t指标\t目标\n市水利局\t新建学校\t5\n市委宣传部\t新建学校\t6\n",
        "item": "F01",
    }
    page = text(office.post(TARGETS + "in/", pasted))
    given = {**pasted, "seen": page.split('name="seen" value="')[1].split('"')[0], "take": "1"}
    assert office.post(TARGETS + "in/", given).status_code == 302
    assert facts(year) == before
    assert sorted(one[0] for one in listed() if one[1] == "F01") == ["M", "N", "P"]


def test_a_unit_is_added_to_an_indicator_with_targets_of_each(office, year):
    """Its target is agreed after the draft is kept and before it is used; the round on the version before knows neither."""
    rule = "名称: 新建学校\n评分办法: 按完成率计分。\n分值: 20\n适用: 责任书所列\n方法: 完成率\n数据: F01得分\n目标: 责任书\n封顶: 100%\n牵头: 市发改委\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    address = "/office/scheme/F01/"
    form = {"text": rule, "data": "", "keep": "1", **seen(office, address)}
    assert office.post(address, form).status_code == 302
    edit(office, "M", "F01", "20")
    use_newest(office)
    assert totals(year)["M"] == "78"
    assert "责任书没有“目标”" in ticked(
        office, "新建学校", "M", "N"
    )  # the round goes by this draft
    seal(office)
    before = facts(year)
    said = ticked(office, "新建学校", "M", "N")
    assert "添上的单位还缺 1 处目标、分值，请到“责任书”补齐再用这一版" in said
    assert facts(year) == before and totals(year)["M"] == "78"
    edit(office, "N", "F01", "40")
    assert facts(year) == before
    use_newest(office)
    rows = {tuple(line[:3]): line[3] for line in facts(year)["agreement"]["rows"]}
    assert (rows["M", "F01", "目标"], rows["N", "F01", "目标"]) == ("20", "40")


def test_after_the_seal_the_record_says_from_which_version_on(office, year):
    page = text(office.get(TARGETS + "seal/"))
    office.post(TARGETS + "seal/", {"seen": page.split('name="seen" value="')[1].split('"')[0]})
    refused = ticked(office, "新建学校", "N")
    assert "还缺调整理由、批准文号" in refused and numbers() == [1]
    ticked(office, "新建学校", "N", reason="职责划转", document="云考发〔2026〕9号")
    page = text(office.get(TARGETS + "?show=changes"))
    assert "有此任务（第 2 版起）" in page and "职责划转" in page
    assert office.get(TARGETS + "notice/").status_code == 200
    assert "第 2 版起" in text(office.get(f"{TARGETS}cell/N/F01/"))
    from baton.desk.care.custody import faults

    assert list(faults()) == []


def test_the_only_version_there_is_goes_on_as_before(office):
    """While a round goes by the draft itself, whom an indicator is for counts at once, as the page says."""
    taken(office, HEAD + SCHOOL + NEWS, GROUPS)
    open_round(office)
    ticked(office, "新建学校", "N")
    assert numbers() == [1] and listed(1) == [("N", "F01")]
    assert set(Target.objects.values_list("since", flat=True)) == {1}


def test_the_database_keeps_lines_as_they_are_and_versions_that_exist(office, year):
    line = Target.objects.first()
    for change in ({"since": 2}, {"value": "9"}):
        with pytest.raises(Exception, match="只许增加"), transaction.atomic():
            Target.objects.filter(pk=line.pk).update(**change)
    line.pk, line.since = None, 0
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
