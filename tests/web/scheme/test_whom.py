"""考核对象: a table that says for each indicator whom it is for, from the file to the board."""

import pytest

from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.domain.targets import queries as targets
from tests.web.scheme.tables import (
    DESK,
    by_name,
    hidden,
    looked,
    open_round,
    points_by_name,
    report,
    taken,
    text,
)

pytestmark = pytest.mark.django_db
GROUPS = ("政府部门", "党群部门")
HEAD = "考核指标,分值,评分办法,牵头单位,考核对象\n"
SCHOOL = "新建学校,20,按进度评分。,市发改委,市教育局\n"
CANAL = "灌区改造,20,按进度评分。,市发改委,市水利局、市教育局\n"
NEWS = "信息报送,60,按条数评分。,市政府办,各单位\n"
TABLE = HEAD + SCHOOL + CANAL + NEWS
IN = "/office/setup/scheme/"


def agreed():
    return sorted(tuple(line) for line in targets.agreement(Scheme.objects.get()))


def answered(desk, page, **said):
    """The questions answered, the rest of the form as it came."""
    form = page.split("照选的再看一看")[0].rsplit("<form", 1)[1]
    fields: dict[str, list[str]] = {}
    for part in form.split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        fields.setdefault(name, []).append(value)
    return text(desk.post(IN, fields | said))


def test_units_are_asked_only_their_tasks_from_the_table_to_the_board(office):
    page = looked(office, TABLE, GROUPS)
    assert '<th scope="col">考核谁</th>' in page and "市水利局、市教育局" in page
    assert "列没有收进" not in page
    assert "各单位的满分不一样：100 分的有市教育局；80 分的有市水利局；60 分的有市委宣传部" in page
    said = taken(office, TABLE, GROUPS)
    assert "考核谁照表记进了责任书，3 处" in said
    items = by_name()
    assert [items[name]["applies"] for name in ("新建学校", "灌区改造", "信息报送")] == ["agreed", "agreed", "all"]  # fmt: skip
    assert agreed() == [
        ("M", "F01", "有此任务", "1"), ("M", "F02", "有此任务", "1"), ("N", "F02", "有此任务", "1"),
    ]  # fmt: skip
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    report(
        office, "市发改委", "单位\t新建学校得分\t灌区改造得分\n市教育局\t18\t20\n市水利局\t\t15\n"
    )
    report(office, "市政府办", "单位\t信息报送得分\n市教育局\t60\n市水利局\t50\n市委宣传部\t55\n")
    told = points_by_name(office, Round.objects.get(), "MNP")
    assert told == {
        "新建学校": ("18", None, None), "灌区改造": ("20", "15", None), "信息报送": ("60", "50", "55"),
    }  # fmt: skip
    page = text(office.get("/office/targets/unit/N/"))
    assert "灌区改造" in page and "新建学校" not in page


def test_a_changed_table_gives_and_takes_tasks(office):
    taken(office, TABLE, GROUPS)
    changed = HEAD + SCHOOL.replace("市教育局", "市水利局；市委宣传部") + CANAL + NEWS
    page = looked(office, changed, GROUPS)
    assert "添上市水利局、市委宣传部" in page and "不再考核市教育局，责任书里写的一并撤下" in page
    taken(office, changed, GROUPS)
    assert [line[0] for line in agreed() if line[1] == "F01"] == ["N", "P"]
    assert len(schemes.book_of(schemes.newest(Scheme.objects.get()))["items"]) == 3
    taken(office, TABLE.replace("市水利局、市教育局", "全部"), GROUPS)
    assert by_name()["灌区改造"]["applies"] == "all"


def test_a_table_without_the_column_leaves_whom_it_is_for(office):
    taken(office, TABLE, GROUPS)
    rows = [
        line.rpartition(",")[0] for line in TABLE.replace("20,按进度", "25,按进度").splitlines()
    ]
    taken(office, "\n".join(rows) + "\n", GROUPS)
    assert by_name()["新建学校"]["applies"] == "agreed" and len(agreed()) == 3


def test_a_name_that_nobody_knows_is_asked_about_and_never_guessed(office):
    wrong = TABLE.replace(",市教育局\n", ",市教委\n", 1)
    page = looked(office, wrong, GROUPS)
    assert "有 1 处要先问清，还没有收进" in page and "没有叫“市教委”的考核对象，是哪一个" in page
    options = page.split('name="shared:whom:市教委"')[1].split("</select>")[0]
    assert options.index("市教育局") < options.index("不是考核对象") and "市水利局" in options
    assert 'name="take"' not in page
    refused = office.post(IN, {"year": "2026", "group": list(GROUPS), "take": "1", "ticket": ""})
    assert not Scheme.objects.exists() and refused.status_code == 409
    page = answered(office, page, **{"shared:whom:市教委": "N"})
    office.post(IN, hidden(page) | {"take": "1"})
    assert ("N", "F01", "有此任务", "1") in agreed()


def test_a_groups_name_means_its_members_and_a_unit_of_another_group_is_a_fault(office):
    said = TABLE.replace(",市教育局\n", ",各政府部门\n", 1)
    taken(office, said, GROUPS)
    assert [line[0] for line in agreed() if line[1] == "F01"] == ["M", "N"]
    page = looked(office, TABLE.replace(",市教育局\n", ",临江县\n", 1), GROUPS)
    assert "“临江县”在“县市区”，这张表没有勾这一组" in page and 'name="take"' not in page


def test_blank_cells_are_asked_about_once(office):
    page = looked(office, HEAD + SCHOOL + "灌区改造,20,按进度评分。,市发改委,\n" + NEWS, GROUPS)
    assert "有 1 个指标没有写考核对象" in page
    page = answered(office, page, **{"shared:whom-blank": "above"})
    office.post(IN, hidden(page) | {"take": "1"})
    assert [line[:2] for line in agreed()] == [("M", "F01"), ("M", "F02")]


def test_the_responsible_unit_beside_the_leading_one_is_asked_about(office):
    table = TABLE.replace("考核对象", "责任单位")
    page = looked(office, table, GROUPS)
    assert "另有一栏“责任单位”，是考核对象吗" in page and 'name="take"' not in page
    key = page.split('name="shared:column:')[1].split('"')[0]
    aside = answered(office, page, **{f"shared:column:{key}": "aside"})
    assert "“责任单位”这一列没有收进" in aside and "考核谁</th>" not in aside
    page = answered(office, page, **{f"shared:column:{key}": "whom"})
    office.post(IN, hidden(page) | {"take": "1"})
    assert len(agreed()) == 3 and by_name()["新建学校"]["lead"] == "市发改委"


def test_who_scores_beside_the_responsible_unit_is_asked_about(office):
    table = TABLE.replace("牵头单位", "考核单位").replace("考核对象", "责任单位")
    page = looked(office, table, GROUPS)
    assert "“考核单位”之外另有一栏“责任单位”，指的是谁" in page and 'name="take"' not in page
    key = page.split('name="shared:column:')[1].split('"')[0]
    leads = answered(office, page, **{f"shared:column:{key}": "leads"})
    assert "考核谁</th>" not in leads and 'name="take"' in leads
    whom = answered(office, page, **{f"shared:column:{key}": "whom"})
    office.post(IN, hidden(whom) | {"take": "1"})
    assert len(agreed()) == 3 and by_name()["新建学校"]["lead"] == "市发改委"


def test_a_lead_that_is_no_single_unit_is_doubted_once(office):
    page = looked(
        office,
        "考核指标,分值,评分办法,牵头单位\n甲,50,酌情。,各部门\n乙,50,酌情。,各部门\n",
        GROUPS,
    )
    assert (
        page.count("牵头单位写的是“各部门”（共 2 个指标），不是一家单位") == 1
        and 'name="take"' in page
    )


def test_the_responsible_unit_alone_leads(office):
    taken(office, "考核指标,分值,评分办法,责任单位\n新建学校,100,按进度评分。,市发改委\n", GROUPS)
    assert by_name()["新建学校"]["lead"] == "市发改委" and agreed() == []


def test_a_sealed_agreement_changes_only_with_a_reason(office):
    taken(office, TABLE, GROUPS)
    open_round(office)
    seen = text(office.get("/office/targets/seal/")).split('name="seen" value="')[1].split('"')[0]
    office.post("/office/targets/seal/", {"seen": seen})
    page = looked(office, TABLE.replace(",市教育局\n", ",市水利局\n", 1), GROUPS)
    assert "责任书已封存，考核谁有变动，理由和文号都要写" in page
    refused = office.post(IN, hidden(page) | {"take": "1"})
    assert refused.status_code == 409 and "还缺调整理由、批准文号" in text(refused)
    given = {"take": "1", "reason": "职责划转", "document": "云考发〔2026〕9号"}
    office.post(IN, hidden(page) | given)
    assert [line[0] for line in agreed() if line[1] == "F01"] == ["N"]
