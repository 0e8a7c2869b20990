"""Several 指标体系表 in one scheme: groups told apart, and the originals kept."""

import pytest
from openpyxl import load_workbook

from baton.desk import computing
from baton.desk.papers.boards import board_of
from baton.desk.papers.kinds import PAPERS, gather
from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Source, Version
from tests.web.scheme.tables import (
    AIR,
    COUNTIES,
    DESK,
    HEAD,
    MONEY,
    OFFICES,
    SCHEME,
    looked,
    newest_book,
    open_round,
    points_by_name,
    report,
    seal,
    taken,
    text,
)

pytestmark = pytest.mark.django_db


def test_what_comes_next_is_said_after_the_first_table(office):
    page = taken(office, COUNTIES)
    assert "下一步：在下面开一轮" in page and "第三步：开一轮" in page and "先看指标体系" in page


def test_a_second_table_adds_its_groups_to_the_same_scheme(office):
    taken(office, COUNTIES)
    page = looked(office, OFFICES, groups=("政府部门", "党群部门"))
    assert "读到 2 个指标：照旧 0 个，新的 2 个" in page and "别的组已有“财政收入”" in page
    taken(office, OFFICES, groups=("政府部门", "党群部门"))
    scheme = Scheme.objects.get()
    assert Version.objects.count() == 1  # the open draft grew
    book = schemes.book_of(schemes.newest(scheme))
    roots = {one["group"]: one["root"] for one in book["groups"]}
    assert roots["政府部门"] == roots["党群部门"] != roots["县市区"]
    names = {item["name"]: item["code"] for item in book["items"]}
    assert names == {
        "财政收入": "F01", "空气质量": "F02", "财政收入(政府部门等)": "F03", "重点工作": "F04",
    }  # fmt: skip
    open_round(office)
    page = text(office.get(SCHEME))
    assert "<h2>政府部门、党群部门：总分</h2>" in page and "<h2>县市区：总分</h2>" in page
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    assert set(Sheet.objects.get(lead__name="市财政局").items) == {"F01得分", "F03得分"}
    report(
        office, "市政府督查室", "单位\t重点工作得分\n市教育局\t66\n市水利局\t60\n市委宣传部\t61\n"
    )
    told = points_by_name(office, Round.objects.get(), "MNP")
    assert told["重点工作"] == ("66", "60", "61")


def test_one_name_in_two_groups_is_told_apart_by_the_unit(office, clerk, at, tmp_path):
    """财政收入 of the counties and of the departments in one table under one name; nothing is asked, a remark tells.

    A paper of one group knows it by its own name; one of several groups tells them apart.
    """
    taken(office, COUNTIES)
    taken(office, OFFICES, groups=("政府部门", "党群部门"))
    open_round(office)
    office.post(DESK + "owe/", {"due_on": "2027-01-13"})
    sheet = Sheet.objects.get(lead__name="市财政局")
    pasted = "单位\t财政收入得分\t扣分原因\n临江县\t55\t扣5分\n东岭县\t60\t\n市教育局\t29\t扣1分\n市水利局\t30\t\n市委宣传部\t28\t扣2分\n"
    page = text(office.post(f"{DESK}{sheet.pk}/receive/", {"text": pasted}))
    assert "读到 5 个数，没有疑点" in page
    assert "有 3 个单位考核的是“财政收入(政府部门等)得分”，已记到那一项" in page
    report(office, "市财政局", pasted)
    told = points_by_name(office, Round.objects.get(), "AM")
    assert told["财政收入"] == ("55", None) and told["财政收入(政府部门等)"] == (None, "29")
    report(office, "市政府督查室", "单位\t重点工作得分\n市教育局\t66\n市水利局\t60\n市委宣传部\t61\n")  # fmt: skip
    run = computing.refresh(Round.objects.get(), at=at, by=clerk)
    for group in ("县市区", "政府部门"):
        made = {code: gather(run, code, group) for code in PAPERS if code not in {"board-excel", "ledger", "ledger-excel", "compared", "catalogue", "notice"}}  # fmt: skip
        named = {code: "（政府部门等）" in str(one) or "(政府部门等)" in str(one) for code, one in made.items()}  # fmt: skip
        assert not any(named.values()), named
        said = {code for code, one in made.items() if "财政收入" in str(one)}
        assert {"board", "checks", "losses", "lead-losses", "letters", "annex"} <= said
        path = tmp_path / f"{group}.xlsx"
        board_of(run, path, group)
        cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row]  # fmt: skip
        assert "财政收入" in str(cells) and "政府部门等" not in str(cells)
    assert "财政收入(政府部门等)" in str(gather(run, "lead-losses"))


def test_nobody_is_told_that_all_is_in_before_anything_was_asked_for(office):
    taken(office, COUNTIES)
    open_round(office)
    page = text(office.get("/office/"))
    assert "还没有列出各牵头单位应交的打分表" in page and "表都收齐" not in page
    office.post(DESK + "owe/", {"due_on": "2099-01-13"})
    page = text(office.get("/office/"))
    assert "还没有列出" not in page and "张打分表还没有交，没到截止日期" in page


def test_a_table_after_a_sealed_version_begins_a_new_draft(running):
    seal(running)
    page = taken(running, OFFICES, groups=("政府部门",))
    assert "仍用第 1 版" in page and "用这一版" in page
    assert [one["group"] for one in newest_book()["groups"]] == ["县市区", "政府部门"]
    assert Version.objects.count() == 2


def test_a_table_without_a_group_is_refused_and_the_form_stays(office):
    page = looked(office, COUNTIES, groups=(), title="云州考核")
    assert "请勾上这张表考核哪些分组" in page and 'value="云州考核"' in page
    assert not Scheme.objects.exists()


def test_another_scheme_can_be_founded_beside_the_first(office):
    taken(office, COUNTIES)
    taken(office, OFFICES, groups=("政府部门",), into="new", title="专项考核")
    assert {one.code for one in Scheme.objects.all()} == {"草稿-2026", "草稿-2026-2"}


def test_the_original_of_each_table_is_kept_and_comes_back(running):
    taken(running, OFFICES, groups=("政府部门",), name="部门表.csv")
    page = text(running.get(SCHEME))
    assert "部门表.csv" in page and "体系.csv" in page and "政府部门" in page
    source = Source.objects.get(about="政府部门")
    answer = running.get(f"{SCHEME}file/{source.pk}/")
    assert answer.content.decode() == OFFICES and "attachment" in answer["Content-Disposition"]


def test_the_catalogue_lists_the_originals(running, clerk, at):
    from baton.desk.papers.catalogues import catalogue

    run = computing.number_draft(Round.objects.get(), stage="first", why="先看", by=clerk, at=at)
    titles = [one.title for part in catalogue(run) for one in part.lines]
    assert "指标体系表原件（县市区）：体系.csv" in titles


def test_a_longer_list_of_originals_takes_no_more_queries(running):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as caught:
            running.get(SCHEME)
        return len(caught)

    asked()
    few = asked()
    for points in range(61, 66):
        taken(running, HEAD + MONEY.replace("60", str(points)) + AIR)
    assert asked() == few
