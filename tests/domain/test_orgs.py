"""名册: dated changes of units and leaders; what was before a day stays for rounds that end before it."""

from datetime import date

import pytest

from baton.domain.audit import queries as log
from baton.domain.orgs import leader_services as leaders
from baton.domain.orgs import queries, services, unit_services
from baton.domain.orgs.models import Post, Standing, Unit
from baton.domain.refusals import Refused
from baton.scoring.facts import Subject
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
MIDSUMMER = date(2026, 7, 1)


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def said(round, clerk, at):
    """Who says it, when, and why."""
    return {"by": clerk, "at": at, "why": "云委发〔2026〕9号"}


def unit(code):
    return Unit.objects.get(code=code)


def line(code, on=None):
    return next(row for row in queries.roster(2026, on) if row[0] == code)


def test_a_new_name_holds_from_its_day_and_the_old_one_still_means_the_unit(said):
    unit_services.rename(unit=unit("A"), name="临江市", on=MIDSUMMER, **said)
    assert line("A")[1] == "临江市" and line("A", date(2026, 6, 30))[1] == "临江县"
    assert line("A", MIDSUMMER)[1] == "临江市"
    assert queries.aliases()["临江县"] == "A"
    assert queries.names(2026)["A"] == "临江市"


def test_a_name_of_next_year_leaves_this_years_roster_alone(said):
    unit_services.rename(unit=unit("A"), name="临江市", on=date(2027, 3, 1), **said)
    assert line("A")[1] == "临江县" and queries.names(2026)["A"] == "临江县"
    assert queries.aliases()["临江市"] == "A"  # a sheet may use it already


def test_two_names_in_a_year_each_hold_for_their_time(said):
    unit_services.rename(unit=unit("A"), name="临江新县", on=date(2026, 3, 1), **said)
    unit_services.rename(unit=unit("A"), name="临江市", on=MIDSUMMER, **said)
    names = [line("A", date(2026, month, 15))[1] for month in (1, 4, 8)]
    assert names == ["临江县", "临江新县", "临江市"]
    with pytest.raises(Refused, match="不能更早"):
        unit_services.rename(unit=unit("A"), name="临江区", on=date(2026, 2, 1), **said)


def test_a_wrong_name_is_withdrawn_and_only_the_newest(said):
    first = unit_services.rename(unit=unit("A"), name="临江新县", on=date(2026, 3, 1), **said)
    second = unit_services.rename(unit=unit("A"), name="临江市", on=MIDSUMMER, **said)
    with pytest.raises(Refused, match="请先撤回后面的"):
        unit_services.withdraw(turn=first, **said)
    unit_services.withdraw(turn=second, **said)
    assert line("A")[1] == "临江新县" and "临江新县" not in dict(unit("A").aliases.values_list("text", "pk"))  # fmt: skip
    unit_services.withdraw(turn=first, **said)
    assert line("A")[1] == "临江县"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("", "名称要填"), ("临江县", "没有要改的"), ("石桥市", "已经有一个单位叫"), ("东岭", "已经是“东岭县”的别名")],
)  # fmt: skip
def test_a_name_that_means_another_is_refused(said, name, sentence):
    with pytest.raises(Refused, match=sentence):
        unit_services.rename(unit=unit("A"), name=name, on=MIDSUMMER, **said)


def test_a_way_of_writing_means_one_unit(said, clerk, at):
    services.learn_alias(text="临江", unit=unit("A"), by=clerk, at=at)
    for text in ("临江", "东岭县"):
        with pytest.raises(Refused):
            services.learn_alias(text=text, unit=unit("C"), by=clerk, at=at)


def test_another_group_from_a_day_on_leaves_rounds_before_it_as_they_were(said):
    zones = services.name_group(name="功能区", by=said["by"], at=said["at"])
    unit_services.move_group(year=2026, unit=unit("D"), group=zones, on=MIDSUMMER, **said)
    assert line("D")[3] == "功能区" and line("D", date(2026, 6, 30))[3] == "县市区"
    with pytest.raises(Refused, match="不在 2026 年里"):
        unit_services.move_group(year=2026, unit=unit("A"), group=zones, on=date(2027, 1, 1), **said)  # fmt: skip


def test_a_parent_may_not_stand_below_its_child(said):
    unit_services.change_parent(year=2026, unit=unit("B"), parent=unit("A"), on=MIDSUMMER, **said)
    unit_services.change_parent(year=2026, unit=unit("C"), parent=unit("B"), on=MIDSUMMER, **said)
    with pytest.raises(Refused, match="不能当它的上级"):
        unit_services.change_parent(year=2026, unit=unit("A"), parent=unit("C"), on=MIDSUMMER, **said)  # fmt: skip
    assert line("C")[4] == "B" and line("C", date(2026, 1, 1))[4] == ""


def test_the_official_order_is_changed_by_saying_behind_whom(round, clerk, at):
    services_order = lambda: [row[0] for row in sorted(queries.roster(2026), key=lambda r: r[5])]  # noqa: E731
    unit_services.reorder(year=2026, unit=unit("D"), after=unit("A"), by=clerk, at=at)
    assert services_order() == ["A", "D", "B", "C"]
    unit_services.reorder(year=2026, unit=unit("C"), after=None, by=clerk, at=at)
    assert services_order() == ["C", "A", "D", "B"]


def test_a_merged_unit_is_there_until_the_day_before(said):
    unit_services.merge(year=2026, unit=unit("A"), into=unit("B"), on=MIDSUMMER, **said)
    assert line("A")[8] == "2026-06-30"
    with pytest.raises(Refused, match="已经在 2026-07-01 撤销或并入"):
        unit_services.abolish(year=2026, unit=unit("A"), on=MIDSUMMER, **said)
    unit_services.revive(year=2026, unit=unit("A"), **said)
    assert line("A")[8] == ""


def test_mergers_that_bite_their_tail_or_go_nowhere_are_refused(said):
    unit_services.merge(year=2026, unit=unit("A"), into=unit("B"), on=MIDSUMMER, **said)
    for goal, sentence in (("A", "不能再并回去"), ("B", "不能并入自己")):
        with pytest.raises(Refused, match=sentence):
            unit_services.merge(year=2026, unit=unit("B"), into=unit(goal), on=MIDSUMMER, **said)
    with pytest.raises(Refused, match="已经撤销或并入别处"):
        unit_services.merge(year=2026, unit=unit("C"), into=unit("A"), on=date(2026, 9, 1), **said)
    unit_services.abolish(year=2026, unit=unit("D"), on=MIDSUMMER, **said)
    with pytest.raises(Refused, match="已经撤销或并入别处"):
        unit_services.merge(year=2026, unit=unit("C"), into=unit("D"), on=MIDSUMMER, **said)
    with pytest.raises(Refused, match="日期不在 2026 年里"):
        unit_services.merge(year=2026, unit=unit("C"), into=unit("B"), on=date(2025, 5, 1), **said)


def test_a_split_makes_units_right_behind_the_old_one(said):
    made = unit_services.split(
        year=2026, unit=unit("B"), names=["东岭区", " 岭南区 "], on=MIDSUMMER, ends=True, **said
    )
    assert [one.name for one in made] == ["东岭区", "岭南区"]
    order = [row[1] for row in sorted(queries.roster(2026), key=lambda row: row[5])]
    assert order == ["临江县", "东岭县", "东岭区", "岭南区", "石桥市", "云东区"]
    assert line("B")[8] == "2026-06-30" and line(made[0].code)[7] == "2026-07-01"
    assert Standing.objects.get(unit=made[0]).split_from == unit("B")
    with pytest.raises(Refused, match="至少要写两个"):
        unit_services.split(year=2026, unit=unit("C"), names=["一个"], on=MIDSUMMER, ends=True, **said)  # fmt: skip
    with pytest.raises(Refused, match="已经有一个单位叫"):
        unit_services.split(year=2026, unit=unit("C"), names=["临江县"], on=MIDSUMMER, ends=False, **said)  # fmt: skip
    assert not Unit.objects.filter(name="一个").exists()


def test_every_change_wants_a_reason_and_is_in_the_log(said):
    with pytest.raises(Refused, match="请写明依据"):
        unit_services.rename(unit=unit("A"), name="临江市", on=MIDSUMMER, **said | {"why": "  "})
    unit_services.rename(unit=unit("A"), name="临江市", on=MIDSUMMER, **said)
    entry = log.history("unit:A").last()
    assert entry.action == "unit.renamed" and log.told(entry)["why"] == "云委发〔2026〕9号"


def test_a_leader_comes_changes_office_and_leaves(said):
    group = services.name_group(name="领导干部", by=said["by"], at=said["at"])
    person = leaders.add(year=2026, name="周远", group=group, posts=[(unit("A"), "1")], **said)
    assert line(person.code)[11] == [["A", "1"]] and person.code == "L001"
    leaders.move(
        year=2026, person=person, leaves=unit("A"), to=unit("B"), on=MIDSUMMER, share_before="6", share_after="50%", **said
    )  # fmt: skip
    assert line(person.code)[11] == [["A", "6"], ["B", "0.5"]]
    assert Post.objects.get(unit=unit("A")).ends_on == date(2026, 6, 30)
    with pytest.raises(Refused, match="不在“临江县”任职"):
        leaders.move(year=2026, person=person, leaves=unit("A"), to=unit("C"), on=MIDSUMMER, share_before="1", share_after="1", **said)  # fmt: skip
    leaders.end(year=2026, person=person, on=date(2026, 10, 1), **said)
    assert line(person.code)[8] == "2026-09-30"
    with pytest.raises(Refused, match="已经离任"):
        leaders.end(year=2026, person=person, on=date(2026, 11, 1), **said)
    told = "".join(entry.data for entry in log.history(f"unit:{person.code}"))
    assert "周远" not in told  # the log knows people by a number alone


@pytest.mark.parametrize("share", ["很多", "0", "-1", "1e5"])
def test_a_share_that_is_no_number_is_refused(said, share):
    with pytest.raises(Refused, match="占比"):
        leaders.add(year=2026, name="周远", group=None, posts=[(unit("A"), share)], **said)


def test_a_leader_cannot_serve_where_nothing_is_any_more(said):
    unit_services.abolish(year=2026, unit=unit("A"), on=MIDSUMMER, **said)
    with pytest.raises(Refused, match="已经撤销或并入"):
        leaders.add(year=2026, name="周远", group=None, posts=[(unit("A"), "1")], on=MIDSUMMER, **said)  # fmt: skip


def test_a_list_that_writes_another_name_is_a_change_of_name(round, clerk, at):
    """A list of the newest year renames; one of an earlier year only tells what the unit was called then."""
    take = lambda year, name: services.take_in(  # noqa: E731
        year=year, subjects=[Subject(subject="A", name=name, group="县市区")], by=clerk, at=at
    )
    take(2027, "临江市")
    assert queries.names(2026)["A"] == "临江县" and queries.names(2027)["A"] == "临江市"
    take(2025, "临江州")
    assert [queries.names(year)["A"] for year in (2025, 2026, 2027)] == ["临江州", "临江县", "临江市"]  # fmt: skip
    take(2027, "临江市")
    assert unit("A").turns.count() == 2


def test_a_list_without_days_takes_no_merger_and_no_days_in_office_away(said, clerk, at):
    person = leaders.add(year=2026, name="周远", group=None, posts=[(unit("C"), "1")], on=MIDSUMMER, **said)  # fmt: skip
    unit_services.merge(year=2026, unit=unit("A"), into=unit("B"), on=MIDSUMMER, **said)
    again = [
        Subject(subject="A", name="临江县", group="县市区", order=1),
        Subject(subject=person.code, name="周远", kind="person", links=(("C", "1"),)),
    ]
    assert not any("失效" in change.what for change in queries.changes(2026, again))
    services.take_in(year=2026, subjects=again, by=clerk, at=at)
    assert line("A")[8] == "2026-06-30" and Post.objects.get().starts_on == MIDSUMMER


def test_a_list_that_names_an_unknown_parent_is_refused_whole(round, clerk, at):
    with pytest.raises(Refused, match="“火星”不是已知的单位"):
        services.take_in(year=2026, subjects=[Subject(subject="N", name="新单位", parent="火星")], by=clerk, at=at)  # fmt: skip
    assert not Unit.objects.filter(code="N").exists()


def test_a_second_clerk_who_looked_before_the_first_one_wrote_changes_what_is_there_now(said):
    seen = unit("A")
    unit_services.rename(unit=unit("A"), name="临江新县", on=date(2026, 3, 1), **said)
    turn = unit_services.rename(unit=seen, name="临江市", on=MIDSUMMER, **said)
    assert turn.before == "临江新县"
    with pytest.raises(Refused, match="没有要改的"):
        unit_services.rename(unit=unit("A"), name="临江市", on=MIDSUMMER, **said)


@pytest.mark.parametrize(
    ("name", "word"),
    [("县市区", "行政区划序"), ("乡镇（街道）", "行政区划序"), ("县直部门", "机构序"), ("县级领导班子", "机构序"), ("政府部门", "机构序")],
)  # fmt: skip
def test_regions_are_listed_as_regions_and_a_countys_offices_are_not(clerk, at, name, word):
    services.name_group(name=name, by=clerk, at=at)
    assert queries.order_words([name]) == [word] and queries.order_words(["没有的组"]) == []
