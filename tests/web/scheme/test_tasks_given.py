"""责任书所列: a directly scored task is given to units in the 责任书 pages, by hand and by their workbook."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk.agreed.asked import agreed_of
from baton.domain.rounds.models import Round
from baton.domain.targets import queries
from baton.domain.targets.models import Target
from tests.retold import retold
from tests.web.scheme.forms import PARTS, check_written, keep, seen
from tests.web.scheme.tables import (
    DESK,
    by_name,
    open_round,
    points_by_name,
    report,
    taken,
    text,
)

pytestmark = pytest.mark.django_db
TABLE = "考核指标,分值,评分办法,牵头单位\n新建学校,20,按进度评分。,市发改委\n信息报送,80,按条数评分。,市政府办\n"
TARGETS, IN = "/office/targets/", "/office/targets/in/"
CELL = "/office/targets/cell/{}/F01/"


@pytest.fixture
@retold
def free(office):
    """新建学校 is only for whom the agreement lists, and it lists nobody."""
    taken(office, TABLE, groups=("政府部门", "党群部门"))
    open_round(office)
    page = text(office.get("/office/scheme/F01/"))
    rule = page.split('name="text"')[1].split(">", 1)[1].split("</textarea>")[0].strip()
    form = {"text": rule + "\n适用: 责任书所列", "keep": "1", **seen(office, "/office/scheme/F01/")}
    assert office.post("/office/scheme/F01/", form).status_code == 302
    return office


def said():
    scheme = Round.objects.get().scheme
    return {(line[0], line[1]): line[3] for line in queries.agreement(scheme)}


def put(desk, unit, state):
    was = Target.objects.filter(subject=unit).order_by("-id").values_list("pk", flat=True).first()
    form = {"state": state, "was": str(was or 0), "keep": "1"}
    return desk.post(CELL.format(unit), form, follow=True)


def test_a_task_that_nobody_has_is_named(free):
    page = text(free.get(TARGETS))
    assert "有 1 个指标还没有列入单位，谁也不考核" in page and "没有要填的" not in page
    page = text(free.get(TARGETS + "?item=F01"))
    assert "还没有列入单位，谁也不考核" in page and "市教育局" in page


def test_a_unit_is_given_the_task_by_hand_and_loses_it_again(free):
    assert "不考核这个单位" in text(free.get(CELL.format("M")))
    assert "目标已改" in text(put(free, "M", "has"))
    assert said() == {("M", "F01"): "1"}
    told = points_by_name(free, Round.objects.get(), "MN")
    assert told["新建学校"] == (None, None)
    assert [task.name for task in agreed_of(Round.objects.get()).of("F01").tasks] == ["市教育局"]
    page = text(free.get(TARGETS + "?item=F01"))
    assert "考核 1 个单位" in page and ">有<" in page
    assert "有此任务" in text(free.get("/office/targets/unit/M/"))
    put(free, "M", "none")
    assert said() == {("M", "F01"): None}
    put(free, "M", "out")
    assert said() == {} and "谁也不考核" in text(free.get(TARGETS + "?item=F01"))


def test_the_workbook_gives_units_their_task(free):
    book = openpyxl.load_workbook(io.BytesIO(free.get("/office/targets/empty/").content))
    page = book["责任书"]
    assert [page.cell(3, at).value for at in (1, 2, 3)] == ["单位", "指标", "有此任务"]
    units = [page.cell(row, 1).value for row in range(4, 7)]
    assert set(units) == {"市委宣传部", "市教育局", "市水利局"}
    row = 4 + units.index("市水利局")
    page.cell(row, 3).value = "有"
    sent = io.BytesIO()
    book.save(sent)
    shown = free.post(IN, {"file": SimpleUploadedFile("责任书.xlsx", sent.getvalue())})
    assert "新填 1 格" in text(shown) and "不从责任书取" not in text(shown)
    form = {"ticket": shown.context["ticket"], "seen": str(queries.head(Round.objects.get().scheme))}  # fmt: skip
    free.post(IN, form | {"take": "1"})
    assert said() == {("N", "F01"): "1"}
    again = openpyxl.load_workbook(io.BytesIO(free.get("/office/targets/empty/").content))["责任书"]
    assert [again.cell(4, at).value for at in (1, 2, 3)] == ["市水利局", "新建学校", "有"]


def test_a_pasted_table_with_the_tasks_across_is_read_and_a_wrong_word_is_named(free):
    page = text(free.post(IN, {"text": "单位\t新建学校\n市教育局\t√\n市水利局\t\n"}))
    assert "新填 1 格" in page
    page = text(free.post(IN, {"text": "单位\t指标\t有此任务\n市教育局\t新建学校\t大概\n"}))
    assert "有这项任务写“有”" in page


FORM = {
    "name": "新建学校", "points": "20", "where": "总分", "role": "ordinary", "sentence": "按进度评分。", "lead": "市发改委", "ties": "yes",
}  # fmt: skip


def test_the_form_says_whom_an_indicator_is_for_and_shows_who_moves(office):
    taken(office, TABLE, groups=("政府部门", "党群部门"))
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    report(office, "市发改委", "单位\t新建学校得分\n市教育局\t18\n市水利局\t10\n市委宣传部\t0\n")
    report(office, "市政府办", "单位\t信息报送得分\n市教育局\t60\n市水利局\t50\n市委宣传部\t55\n")
    address = PARTS + "items/F01/"
    page = text(office.get(address))
    assert "考核谁" in page and "共 3 个，勾了 0 个" in page and "现在一个也没有列" in page
    page = text(office.post(address, {**FORM, "whom": "agreed", "try": "1"}))
    assert "这样写，谁也不考核" in page
    page = text(office.post(address, {**FORM, "whom": "pick", "try": "1"}))
    assert "请至少勾一个" in page
    page = text(office.post(address, {**FORM, "whom": "pick", "units": ["M"], "try": "1"}))
    moved = page.split('id="look"')[1].split("</section>")[0]
    assert "市水利局" in moved and "60 → 50" in moved and "市教育局" not in moved
    assert said() == {} and by_name()["新建学校"]["applies"] == "all"
    assert keep(office, address, {**FORM, "whom": "pick", "units": ["M"]}).status_code == 302
    assert said() == {("M", "F01"): "1"} and by_name()["新建学校"]["applies"] == "agreed"
    check_written(Round.objects.get())
    page = text(office.get(address))
    assert "现在列了 1 个：市教育局" in page and "共 3 个，勾了 1 个" in page
    page = text(keep(office, address, {**FORM, "whom": "agreed", "units": ["N"]}))
    assert "要照勾的办，请选“勾选单位”" in page and said() == {("M", "F01"): "1"}
    keep(
        office, address, {**FORM, "whom": "pick", "units": ["N"]}
    )  # the rule stays, the agreement moves
    assert said() == {("N", "F01"): "1"}
    keep(office, address, {**FORM, "whom": "all"})
    assert by_name()["新建学校"]["applies"] == "all"


def test_a_new_indicator_is_given_only_to_units_of_its_groups(office):
    taken(office, TABLE, groups=("政府部门", "党群部门"))
    open_round(office)
    form = {**FORM, "name": "灌区改造", "whom": "pick", "units": ["N", "A"]}
    page = text(keep(office, PARTS + "items/", form))
    assert "临江县不在用到这个指标的分组里" in page
    assert keep(office, PARTS + "items/", {**form, "units": ["N"]}).status_code == 302
    assert said() == {("N", by_name()["灌区改造"]["code"]): "1"}
