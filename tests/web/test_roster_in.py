"""收名册: what a new list leaves open is asked, answered with one click each, and only then taken in."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.domain.orgs import leader_services, queries
from baton.domain.orgs.models import Alias, Standing, Unit
from tests.retold import retold
from tests.stories import ROSTER, open_round

pytestmark = pytest.mark.django_db
IN = "/office/setup/roster/"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def text(answer):
    return html.unescape(answer.content.decode())


def hidden(page, name):
    return page.split(f'name="{name}" value="', 1)[1].split('">', 1)[0]


class Look:
    """A clerk before the preview: a file, then one button after the other."""

    def __init__(self, desk, content, year="2026"):
        self.desk, self.year = desk, year
        file = SimpleUploadedFile("名册.csv", content.encode())
        self.page = text(desk.post(IN, {"year": year, "file": file}))

    def form(self):
        return {name: hidden(self.page, name) for name in ("ticket", "answers")} | {"year": self.year}  # fmt: skip

    def click(self, *fix, name="fix", **more):
        value = json.dumps(fix, ensure_ascii=False)
        assert f'name="{name}" value="{value}"' in self.page or fix[1] == "*", value
        self.page = text(self.desk.post(IN, self.form() | {name: value} | more))
        return self

    def take(self, **more):
        return self.desk.post(IN, self.form() | {"take": "1"} | more)


LINES = ROSTER.splitlines()
NO_CODES = "名称,分组,机构序\n临江县,县市区,1\n东岭县,县市区,2\n石桥市,县市区,3\n云东区,县市区,4\n"


def test_the_same_list_without_codes_is_the_same_units(desk, round):
    look = Look(desk, NO_CODES)
    assert "读到 4 个，0 个有变化" in look.page and "要您说一声" not in look.page
    assert look.take().status_code == 302
    assert Unit.objects.filter(kind="unit").exclude(code__in="ABCD").filter(standings__year=2026).count() == 0  # fmt: skip


def test_a_name_that_is_nearly_known_becomes_an_alias_with_one_click(desk, round):
    look = Look(desk, NO_CODES.replace("石桥市", "石桥县"))
    assert (
        "名册里没有“石桥县”。是不是“石桥市”？" in look.page and "收下名册</button>" not in look.page
    )
    assert "不在这张表里" not in look.page  # 石桥市 is asked about once, not twice
    refused = text(look.take())
    assert "还有没说清的地方" in refused
    look.click("name", "石桥县", "C")
    assert "就是“石桥市”" in look.page and "收下名册</button>" in look.page
    look.take()
    assert Alias.objects.get(text="石桥县").unit.code == "C" and Unit.objects.get(code="C").name == "石桥市"  # fmt: skip


def test_a_name_that_changed_is_a_change_of_name(desk, round):
    Look(desk, NO_CODES.replace("石桥市", "石桥县"), "2027").click("name", "石桥县", "rename:C").take()  # fmt: skip
    assert queries.names(2027)["C"] == "石桥县" and queries.names(2026)["C"] == "石桥市"


def test_a_new_unit_is_said_to_be_new_and_the_answer_can_be_taken_back(desk, round):
    look = Look(desk, NO_CODES + "石桥新区,县市区,5\n")
    assert (
        "名册里没有“石桥新区”" not in look.page
    )  # 石桥市 itself is on the list: it can't be meant
    look = Look(desk, NO_CODES.replace("石桥市", "石桥新区"))
    look.click("name", "石桥新区", "new")
    assert "“石桥市”（县市区）不在这张表里" in look.page
    look.click("name", "石桥新区", "new", name="undo")
    assert "是不是“石桥市”" in look.page


def test_a_name_written_twice_asks_which_row_counts(desk, round):
    look = Look(desk, ROSTER + "E,临江县,其他,9,\n")
    assert "“临江县”写了 2 次，留哪一处？" in look.page and "留第 2 处：临江县，其他，序 9" in look.page  # fmt: skip
    look.click("twice", "临江县", "0")
    assert look.take().status_code == 302 and not Unit.objects.filter(code="E").exists()


@pytest.mark.parametrize(("answer", "there"), [("new", True), ("县市区", False)])
def test_an_unknown_group_is_made_or_chosen(desk, round, answer, there):
    look = Look(desk, ROSTER.replace("云东区,县市区", "云东区,城区组"))
    assert "没有“城区组”这个分组，有 1 个单位在里面" in look.page
    look.click("group", "城区组", answer)
    assert ("组里的单位不算分" in look.page) is there
    look.take()
    assert (Standing.objects.get(unit__code="D").group.name == "城区组") is there


def test_a_unit_that_is_missing_is_kept_abolished_or_merged(desk, round):
    short = "\n".join(LINES[:2]) + "\n"  # 临江县 alone is left
    look = Look(desk, short)
    assert "3 处要您说一声" in look.page
    look.click("gone", "B", "keep").click("gone", "C", "abolish")
    look.click("gone", "D", "merge", **{"into:D": "火星县"})
    assert "表里也没有“火星县”" in look.page and 'value="火星县"' in look.page
    look.click("gone", "D", "merge", **{"into:D": "临江县"})
    wrong = text(look.take(on="2026-02-31"))
    assert "撤销、并入的日期没有填好" in wrong
    assert look.take(on="2026-03-01").status_code == 302
    stand = {one.unit.code: one for one in Standing.objects.select_related("unit", "merged_into")}
    assert stand["B"].ends_on is None and str(stand["C"].ends_on) == "2026-02-28"
    assert stand["D"].merged_into.code == "A" and len(stand) == 4


def test_the_enter_key_merges_who_was_typed_and_answers_nothing_else(desk, round):
    look = Look(desk, "\n".join(LINES[:2]) + "\n")
    first = re.search(r'<button class="[^"]*" name="(\w+)"', look.page.split('name="answers"')[1])
    assert first[1] == "enter"  # what a browser presses when Enter is hit in a field
    look.page = text(desk.post(IN, look.form() | {"enter": "1", "into:D": "临江县"}))
    assert "2 处要您说一声" in look.page and "全部”：保留" not in look.page


def test_next_years_list_is_compared_with_this_years(desk, round):
    look = Look(desk, "\n".join(LINES[:3]) + "\n", "2027")
    assert "2026 年名册里的“石桥市”（县市区）不在这张表里" in look.page
    look.click("gone", "D", "keep").click("gone", "C", "abolish")
    assert "比 2026 年 0 个有变化" in look.page and "收下名册</button>" in look.page
    look.take()
    assert sorted(queries.names(2027)) == ["A", "B", "C", "D"]
    page = text(desk.get("/office/roster/?year=2027"))
    assert "3 个单位分 1 组" in page and "2026 年 12 月 31 日止" in page and "—</td>" in page
    assert re.search(r'>3</td><td class="b"><a [^>]*>云东区', page)  # who is gone takes no number
    assert sorted(queries.names(2026)) == ["A", "B", "C", "D"]


def test_two_mergers_into_each_other_are_refused_and_nothing_is_written(desk, round):
    look = Look(desk, "\n".join([*LINES[:2], "E,岭外县,县市区,5,"]) + "\n")
    if "是不是" in look.page:
        look.click("name", "岭外县", "new")
    for code in "BC":
        look.click("gone", code, "merge", **{f"into:{code}": "临江县"})
    look.click("gone", "D", "abolish")
    assert "不在 2026 年里" in text(look.take(on="2025-06-01"))
    assert not Unit.objects.filter(code="E").exists()  # all or nothing


def test_an_alias_that_means_another_unit_is_left_out_with_one_click(desk, round):
    look = Look(desk, ROSTER.replace("2,东岭", "2,").replace("石桥市,县市区,3,", "石桥市,县市区,3,东岭"))  # fmt: skip
    assert "“东岭”已经指“东岭县”，这张表里又写给“石桥市”" in look.page
    look.click("alias", "东岭", "drop").take()
    assert Alias.objects.get(text="东岭").unit.code == "B"


def test_leaders_stay_when_a_list_has_none_and_are_asked_together_when_it_has_some(
    desk, round, clerk, at
):
    for name in ("周远", "陈立"):
        leader_services.add(year=2026, name=name, group=None, posts=[(Unit.objects.get(code="A"), "1")], why="任命", by=clerk, at=at)  # fmt: skip
    look = Look(desk, ROSTER)
    assert "这张表里没有领导干部，原来的 2 名照旧" in look.page
    look.take()
    assert len(queries.names(2026)) == 6
    people = "编号,名称,种类,分组,机构序,别名,所在单位\n" + "".join(
        f"{line.replace(',县', ',单位,县')},\n" for line in LINES[1:]
    )
    look = Look(desk, people + "L9,周远,个人,县市区,1,,东岭县\n")
    assert "1 名领导干部不在这张表里：陈立" in look.page
    look.click("people", "*", "end").take()
    assert str(Standing.objects.get(unit__name="陈立").ends_on) == "2025-12-31"
    assert Unit.objects.filter(name="周远").count() == 1


@pytest.mark.parametrize("broken", ["{", '[["name"]]', "[1]", '"x"'])
def test_a_form_that_was_tampered_with_is_answered_kindly(desk, round, broken):
    look = Look(desk, ROSTER)
    answer = desk.post(IN, look.form() | {"answers": broken})
    assert answer.status_code == 200 and "请重新选择文件" in text(answer)
    assert "已经过期" in text(desk.post(IN, {"ticket": "x", "take": "1"}))


def test_a_fault_says_where_in_the_file_as_it_was_called(desk, round):
    look_page = text(desk.post(IN, {"year": "2026", "file": SimpleUploadedFile("名册.csv", "名称,分组\n某局,\n".encode())}))  # fmt: skip
    assert (
        "有 1 处要先改好" in look_page and "名册.csv" in look_page and "upload.csv" not in look_page
    )


def test_many_new_units_are_said_to_be_new_at_once(desk, round):
    look = Look(desk, NO_CODES.replace("石桥市", "石桥新区").replace("云东区", "云东新城"))
    assert "都是新单位" in look.page
    look.click("name", "*", "new").click("gone", "*", "abolish").take(on="2026-05-01")
    assert {"石桥新区", "云东新城"} <= set(queries.names(2026).values())


def test_units_that_only_stand_elsewhere_in_the_order_are_counted_not_listed(desk, round):
    look = Look(desk, ROSTER.replace("云东区,县市区,4", "云东区,县市区,7"))
    assert "0 个有变化" in look.page and "另有 1 个只是机构序变了" in look.page
    look.take()
    assert Standing.objects.get(unit__code="D").order == 7


def test_columns_under_names_nobody_knows_are_chosen_with_one_click_each(desk, round):
    look = Look(desk, NO_CODES.replace("名称,分组,机构序", "被考的单位,第几类,机构序"))
    assert "没有认出“名称”列，请选是哪一列" in look.page and "请把表头改成" not in look.page
    look.click("column", "name", "被考的单位").click("column", "group", "第几类")
    assert "名称“" not in look.page and "“第几类”这一列" in look.page
    assert "读到 4 个，0 个有变化" in look.page and look.take().status_code == 302
