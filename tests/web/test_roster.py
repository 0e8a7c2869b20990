"""名册 in the browser's eyes: every unit of a year, and each change of one."""

import re
from datetime import date

import pytest

from baton.desk import computing
from baton.domain.assessment import queries as runs
from baton.domain.assessment import services as assessment
from baton.domain.intake import services as intake
from baton.domain.orgs import services
from baton.domain.orgs.models import Alias, PeerGroup, Standing, Unit
from baton.domain.rounds import services as rounds
from baton.domain.schemes import services as schemes
from baton.domain.schemes.queries import book_of
from baton.scoring.facts import Subject
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
ROSTER = "/office/roster/"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def text(answer):
    return answer.content.decode()


def unit(code):
    return Unit.objects.get(code=code)


def act(desk, code, what, **given):
    """One form of a unit's page, sent."""
    form = {"year": "2026", "act": what, "on": "2026-07-01", "why": "云委发〔2026〕9号"} | given
    return desk.post(f"{ROSTER}{unit(code).pk}/", form)


def test_units_stand_group_by_group_in_official_order(desk, round, clerk, at):
    services.take_in(
        year=2026, by=clerk, at=at,
        subjects=[Subject(subject="Z", name="云州经开区", group="功能区", order=9), Subject(subject="G", name="市财政局", group="政府部门", order=1)],
    )  # fmt: skip
    page = text(desk.get(ROSTER))
    assert "6 个单位分 3 组" in page
    places = [page.index(name) for name in ("县市区<", "按行政区划序", "临江县", "东岭县", "石桥市", "云东区", "政府部门<", "市财政局", "功能区<", "云州经开区")]  # fmt: skip
    assert places == sorted(places)


def test_a_zone_among_counties_is_pointed_out_with_the_way_to_move_it(desk, round, clerk, at):
    services.take_in(year=2026, subjects=[Subject(subject="Z", name="云州经济开发区", group="县市区", order=9)], by=clerk, at=at)  # fmt: skip
    assert "功能区一般单独成组" in text(desk.get(ROSTER))
    assert act(desk, "Z", "group", new_group="功能区", on="2026-01-01").status_code == 302
    assert "功能区一般单独成组" not in text(desk.get(ROSTER))
    assert Standing.objects.get(unit=unit("Z")).group.name == "功能区"


@pytest.mark.parametrize(("asked", "there", "not_there"), [("东岭", "东岭县", "临江县"), ("C", "石桥市", "云东区"), ("周远", "临江县", "石桥市")])  # fmt: skip
def test_search_finds_by_name_alias_code_and_leader(
    desk, round, clerk, at, asked, there, not_there
):
    services.take_in(year=2026, subjects=[Subject(subject="L001", name="周远", kind="person", links=(("A", "1"),))], by=clerk, at=at)  # fmt: skip
    page = text(desk.get(ROSTER, {"q": asked}))
    assert there in page and not_there not in page


def test_nothing_found_says_what_to_do(desk, round):
    assert "年名册里没有“火星&lt;”" in text(desk.get(ROSTER, {"q": "火星<"}))


def test_two_rows_and_two_hundred_take_the_same_queries(desk, round, clerk, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(address):
        with CaptureQueriesContext(connection) as caught:
            desk.get(address)
        return len(caught)

    addresses = (ROSTER, ROSTER + "?show=people", "/office/setup/", f"{ROSTER}{unit('A').pk}/?year=2026")  # fmt: skip
    few = [asked(address) for address in addresses]
    many = [
        Subject(subject=f"U{n}", name=f"单位{n}", group=f"组{n % 9}", order=n, parent="A", aliases=(f"别{n}",))
        for n in range(200)
    ] + [Subject(subject=f"L{n}", name=f"人{n}", kind="person", links=((f"U{n}", "1"), ("A", "1"))) for n in range(200)]  # fmt: skip
    services.take_in(year=2026, subjects=many, by=clerk, at=at)
    assert [asked(address) for address in addresses] == few
    assert max(few) < 30


def test_a_unit_is_renamed_and_old_sheets_still_know_it(desk, round, clerk, tmp_path):
    page = text(desk.get(f"{ROSTER}{unit('A').pk}/?year=2026"))
    third = text(desk.get(f"{ROSTER}{unit('C').pk}/?year=2026"))
    assert f'<option value="{unit("B").pk}" selected>东岭县' in third  # behind whom it stands now
    assert "临江县在县市区排第 1" in page and "指挥棒</a>" in page.replace("\n", "")
    assert act(desk, "A", "rename", name="临江市").status_code == 302
    page = text(desk.get(f"{ROSTER}{unit('A').pk}/?year=2026"))
    assert "临江县 → 临江市" in page and "云委发〔2026〕9号" in page and "何科长" in page
    preview, made = send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    assert made is not None and not preview.faults


def test_what_was_typed_stays_when_it_is_refused(desk, round):
    page = text(act(desk, "A", "rename", name="石桥市", why="机构改革"))
    assert "已经有一个单位叫“石桥市”" in page
    assert 'value="石桥市"' in page and 'value="机构改革"' in page and "<details open" in page
    for wrong in ("", "2026-13-01", "昨天", "0001-01-01"):
        page = text(act(desk, "A", "rename", name="临江新城", on=wrong))
        assert "日期" in page and 'value="临江新城"' in page
    assert unit("A").name == "临江县"


def test_a_merger_is_told_before_it_is_done(desk, round, clerk, tmp_path, at):
    _, made = send(owed(round, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    page = text(act(desk, "A", "merge", target="东岭"))
    assert "1 个数、1 个目标留在原处" in page and "不会自动加到“东岭县”上" in page
    assert "2026年终考核里它列作“不在册”" in page
    assert Standing.objects.get(unit=unit("A")).ends_on is None  # only looked at
    assert act(desk, "A", "merge", target="东岭", sure="1").status_code == 302
    stands = Standing.objects.get(unit=unit("A"))
    assert stands.ends_on == date(2026, 6, 30) and stands.merged_into == unit("B")
    assert "已并入东岭县" in text(desk.get(f"{ROSTER}{unit('A').pk}/?year=2026"))
    assert "已经撤销或并入别处" in text(act(desk, "C", "merge", target="临江县"))
    assert "不能再并回去" in text(act(desk, "B", "merge", target="临江县"))
    act(desk, "A", "revive")
    assert Standing.objects.get(unit=unit("A")).merged_into is None


@pytest.mark.parametrize(
    ("deed", "typed"),
    [("merge", {"target": "东岭"}), ("abolish", {}), ("split", {"names": "临江新区\n临江旧城", "ends": "1"})],
)  # fmt: skip
def test_what_was_looked_at_is_done_by_the_button_below_it(desk, round, deed, typed):
    page = text(act(desk, "A", deed, **typed))
    form = page.split('<form class="warnbox"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) | dict(re.findall(r'<textarea name="(\w+)" hidden>([^<]*)', form))  # fmt: skip
    assert desk.post(f"{ROSTER}{unit('A').pk}/", sent).status_code == 302
    assert Standing.objects.get(unit=unit("A")).ends_on == date(2026, 6, 30)


def test_a_unit_is_split_with_both_halves_in_its_place(desk, round):
    page = text(act(desk, "B", "split", names="东岭区\n岭南区\n", ends="1"))
    assert "就这样分设" in page and "东岭区\n岭南区" in page
    act(desk, "B", "split", names="东岭区\n岭南区\n", ends="1", sure="1")
    page = text(desk.get(ROSTER))
    assert page.index("东岭区") < page.index("岭南区") < page.index("石桥市")
    assert "由东岭县分设" in page


def test_a_released_draft_stays_as_it_was_released(desk, round, clerk, leader, tmp_path, at):
    """Renamed, moved and merged afterwards: the draft, its archive and what the leader sees don't change a letter."""
    from django.test import Client

    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    draft = computing.number_draft(round, stage="final", why="正式", by=clerk, at=at)
    assessment.release(run=draft, role="leader", layer="totals", decided_by="市委", by=clerk, at=at)
    reader = Client()
    reader.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    before = text(reader.get(f"/released/{draft.pk}/")).split("<main", 1)[1]
    board, archive = text(desk.get(f"/office/run/{draft.pk}/")), desk.get(f"/office/run/{draft.pk}/archive/").content  # fmt: skip
    computing.refresh(round, at=at)
    services.name_group(name="功能区", by=clerk, at=at)
    assert "第 1 稿（正式稿，已发布）" in text(act(desk, "B", "merge", target="石桥市"))
    act(desk, "A", "rename", name="临江市")
    act(desk, "D", "group", group="功能区")
    act(desk, "B", "merge", target="石桥市", sure="1")
    desk.get(ROSTER)  # takes the notices away
    assert runs.is_stale(round, runs.provisional(round))  # the next draft will know
    assert text(reader.get(f"/released/{draft.pk}/")).split("<main", 1)[1] == before
    assert desk.get(f"/office/run/{draft.pk}/archive/").content == archive
    assert "临江市" not in text(desk.get(f"/office/run/{draft.pk}/")) and "临江县" in board


def test_a_way_of_writing_is_learnt_once_and_for_one_unit(desk, round):
    act(desk, "A", "alias", text="临江")
    assert Alias.objects.get(text="临江").unit == unit("A")
    page = text(act(desk, "C", "alias", text="临江"))
    assert "已经是“临江县”的别名" in page and 'value="临江"' in page


def test_a_unit_and_a_leader_are_added(desk, round):
    page = text(desk.post(ROSTER + "new/", {"year": "2026", "kind": "unit", "name": "临江县", "why": "新设"}))  # fmt: skip
    assert "已经有一个单位叫“临江县”" in page and 'value="新设"' in page
    given = {"year": "2026", "kind": "unit", "name": "市数据局", "new_group": "政府部门", "parent": "临江县", "on": "2026-03-01", "why": "新设"}  # fmt: skip
    desk.post(ROSTER + "new/", given)
    assert Standing.objects.get(unit__name="市数据局").group.name == "政府部门"
    given = {"year": "2026", "kind": "person", "name": "周远", "unit": "东岭", "group": "县市区", "why": "任命"}  # fmt: skip
    made = desk.post(ROSTER + "new/", given)
    assert "在东岭县任职" in text(desk.get(made.url))
    assert "没有“火星”" in text(desk.post(ROSTER + "new/", given | {"unit": "火星"}))
    moved = {"leaves": "东岭县", "to": "临江县", "share_before": "6", "share_after": "6"}
    person = Unit.objects.get(name="周远")
    assert act(desk, person.code, "move", **moved).status_code == 302
    assert "6 月 30 日止" in text(desk.get(f"{ROSTER}{person.pk}/?year=2026"))
    act(desk, person.code, "leave", on="2026-11-01")
    assert "周远已离任" in text(desk.get(f"{ROSTER}{person.pk}/?year=2026"))


def test_an_act_nobody_knows_is_not_found(desk, round):
    assert act(desk, "A", "explode").status_code == 404
    assert desk.get(f"{ROSTER}999999/").status_code == 404
    assert desk.get(ROSTER, {"year": "99999999999"}).status_code == 200


def test_a_unit_of_last_year_is_not_on_this_years_roster(desk, round):
    page = text(desk.get(f"{ROSTER}{unit('A').pk}/?year=2025"))
    assert "临江县不在 2025 年名册里" in page and "2026 年</a>" in page


@pytest.mark.parametrize("name", ["长" * 200, "a\x00b" * 70, "<script>alert(1)</script>" * 8])
def test_texts_that_are_too_long_or_strange_are_refused_in_a_sentence(desk, round, name):
    for given in ({"name": name}, {"name": "临江市", "why": name * 3}):
        page = act(desk, "A", "rename", **given)
        assert (
            page.status_code == 200 and "最多" in text(page) and "<script>alert" not in text(page)
        )
    given = {"year": "2026", "kind": "unit", "name": "新单位", "code": name, "why": "新设"}
    assert "编号最多 60 个字" in text(desk.post(ROSTER + "new/", given))
    given = {"year": "2026", "kind": "person", "name": "周远", "unit": "临江县", "share": "1" * 50, "why": "x"}  # fmt: skip
    assert "太长了" in text(desk.post(ROSTER + "new/", given))


def test_a_unit_says_what_it_is_in_each_round(desk, round, clerk, at):
    from baton.domain.rounds import services as rounds

    rounds.open_round(
        scheme=round.scheme, version=round.version, name="半年评估", kind="mid_year", as_of="上半年", on=date(2026, 6, 30), by=clerk, at=at
    )  # fmt: skip
    act(desk, "A", "rename", name="临江市")
    act(desk, "A", "group", new_group="城区")
    act(desk, "D", "abolish", sure="1")
    page = text(desk.get(f"{ROSTER}{unit('A').pk}/?year=2026")).split("在各轮次里", 1)[1]
    assert "<td>临江县，县市区</td>" in page and "<td>临江市，城区</td>" in page
    page = text(desk.get(f"{ROSTER}{unit('D').pk}/?year=2026")).split("在各轮次里", 1)[1]
    assert "<td>云东区，县市区</td>" in page and "<td>云东区，县市区，不在册</td>" in page


def test_a_way_of_writing_learnt_by_mistake_is_forgotten_with_a_reason(desk, round):
    alias = Alias.objects.get(text="东岭")
    assert "请写明依据" in text(act(desk, "B", "unalias", alias=alias.pk, why=""))
    assert act(desk, "C", "unalias", alias=alias.pk).status_code == 404  # not its own
    act(desk, "B", "unalias", alias=alias.pk)
    assert not Alias.objects.exists()
    assert "去掉别名：东岭" in text(desk.get(f"{ROSTER}{unit('B').pk}/?year=2026"))


def test_groups_are_put_in_order(desk, round, clerk, at):
    counties = PeerGroup.objects.get(name="县市区")
    offices = services.name_group(name="党群机关", by=clerk, at=at)
    page = text(desk.get(ROSTER + "groups/?year=2026"))
    assert page.index('b">县市区') < page.index('b">党群机关')
    given = {"year": "2026", "group": offices.pk, "after": "", "listed_by": "offices"}
    desk.post(ROSTER + "groups/", given)
    page = text(desk.get(ROSTER + "groups/?year=2026"))
    assert page.index('b">党群机关') < page.index('b">县市区')
    assert desk.post(ROSTER + "groups/", given | {"listed_by": "x"}).status_code == 409
    assert desk.post(ROSTER + "groups/", given | {"group": "x"}).status_code == 404
    desk.post(ROSTER + "groups/", given | {"group": counties.pk, "after": "", "listed_by": "regions"})  # fmt: skip
    assert list(PeerGroup.objects.order_by("order").values_list("name", flat=True)) == ["县市区", "党群机关"]  # fmt: skip


def test_a_group_without_a_paper_is_said_not_to_be_scored(desk, round):
    address = f"{ROSTER}{unit('D').pk}/?year=2026"
    assert "不算分、不排名" not in text(desk.get(address))
    act(desk, "D", "group", new_group="功能区", on="2026-01-01")
    page = text(desk.get(address))
    assert "“功能区”不在“2026年终考核”的规则书里，云东区在这一轮不算分、不排名" in page
    act(desk, "D", "group", group="县市区", on="2026-01-01")
    assert "不算分、不排名" not in text(desk.get(address))


def test_a_round_of_another_scheme_is_not_meant_for_a_group(desk, round, clerk, at):
    """Towns have a scheme of their own: what the counties' round lacks is no warning on a town's page."""
    address = f"{ROSTER}{unit('D').pk}/?year=2026"
    act(desk, "D", "group", new_group="乡镇", on="2026-01-01")
    assert "云东区在这一轮不算分、不排名" in text(desk.get(address))
    book = book_of(round.version)
    book["groups"] = [entry | {"group": "乡镇"} for entry in book["groups"]]
    scheme = schemes.start(
        code="XZ2026", title="云州市2026年度乡镇考核", year=2026, by=clerk, at=at
    )
    version = schemes.draft(scheme=scheme, book=book, by=clerk, at=at)
    rounds.open_round(
        scheme=scheme, version=version, name="乡镇年终考核", kind="year_end", as_of="全年", on=date(2026, 12, 31), by=clerk, at=at,
    )  # fmt: skip
    assert "不算分、不排名" not in text(desk.get(address))
