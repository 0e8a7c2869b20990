"""复算去年 of a whole year: a county table, a table that four groups of departments share, a published table for each."""

import pytest

from baton.domain.assessment import queries as runs
from baton.domain.reproductions.models import Publication, Settlement
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme, Source
from tests.web.scheme.tables import COUNTIES, OFFICES
from tests.web.test_last_year import IN, file, hidden, text

pytestmark = pytest.mark.django_db
DEPARTMENTS = ("党群部门", "政府部门", "群团组织", "垂管单位")
ROSTER = (
    "编号,名称,分组,机构序\nA,临江县,县市区,1\nB,东岭县,县市区,2\nM,市教育局,政府部门,1\nN,市水利局,政府部门,2\n"
    "P,市委宣传部,党群部门,1\nQ,市总工会,群团组织,1\nR,市税务局,垂管单位,1\n"
)
MONEY = "单位,财政收入\n临江县,55\n东岭县,50\n市教育局,29\n市水利局,30\n市委宣传部,28\n市总工会,27\n市税务局,30\n"
AIR = "单位,空气质量得分\n临江县,38\n东岭县,40\n"
WORK = "单位,重点工作得分\n市教育局,66\n市水利局,70\n市委宣传部,65\n市总工会,60\n市税务局,70\n"
FACTS = (("名册.csv", ROSTER), ("打分表.csv", MONEY), ("空气.csv", AIR), ("督查室.csv", WORK))
OF_COUNTIES = "单位,财政收入,空气质量,总分,名次\n临江县,55,38,93,1\n东岭县,50,40,90,2\n"
OF_OFFICES = (
    "单位,财政收入,重点工作,总分,名次\n市教育局,29,66,59,3\n市水利局,30,70,100,1\n市委宣传部,28,65,93,1\n"
    "市总工会,27,60,87,1\n市税务局,30,70,100,1\n"
)  # 市教育局 got 95, not 59, and came second
TABLES = (("县市区指标体系.csv", COUNTIES), ("部门指标体系.csv", OFFICES))
ANNOUNCED = (("县市区公布.csv", OF_COUNTIES), ("部门公布.csv", OF_OFFICES))


def sent(tables=TABLES, published=ANNOUNCED, facts=FACTS, **more):
    kinds = {"scheme": tables, "facts": facts, "published": published}
    return {kind: [file(*one) for one in given] for kind, given in kinds.items()} | {"year": "2025"} | more  # fmt: skip


def ticked(page, name, *groups):
    """The groups of one table as its form names them."""
    field = page.split(f"《{name}》考核哪些分组")[1].split('name="')[1].split('"')[0]
    return {field: list(groups)}


def carried(page):
    """What the upper form keeps of the last look."""
    form = page.split('<form class="card pad form"')[1]
    fields = {}
    for part in form.split('<input type="hidden" ')[1:]:
        name, value = part.split('name="')[1].split('"')[0], part.split('value="')[1].split('"')[0]
        fields.setdefault(name, []).append(value)
    return fields | {"year": "2025"}


def looked(desk):
    """Both tables, each for its groups."""
    page = text(desk.post(IN, sent()))
    answers = ticked(page, "县市区指标体系.csv", "县市区") | ticked(page, "部门指标体系.csv", *DEPARTMENTS)  # fmt: skip
    return text(desk.post(IN, carried(page) | answers))


def taken(desk):
    answer = desk.post(IN, hidden(looked(desk)) | {"take": "1"})
    assert answer.status_code == 302, text(answer)
    return answer.url


def counties_taken(desk):
    """The counties alone, with figures of everybody in the lead unit's table."""
    page = text(desk.post(IN, sent(TABLES[:1], ANNOUNCED[:1], FACTS[:3])))
    answer = desk.post(IN, hidden(page) | {"take": "1"})
    assert answer.status_code == 302, text(answer)
    return answer.url


def test_it_is_asked_whom_each_table_is_for_and_what_a_name_says_is_ticked(desk):
    page = text(desk.post(IN, sent()))
    assert "请在下面勾上每张指标体系表考核哪些分组" in page and 'name="take"' not in page
    for name in DEPARTMENTS:
        assert page.count(f'value="{name}"') == 2  # of the roster among the files, at each table
    assert page.count(" checked") == 1  # 县市区 stands in the name of its table
    assert not Round.objects.exists()


def test_several_tables_make_one_scheme_and_one_round(desk):
    page = looked(desk)
    assert "公布的 28 个数里，26 个与复算一致，2 个不同" in page
    assert "别的组已有“财政收入”" in page and "财政收入(党群部门等)" in page
    where = taken(desk)
    assert (Scheme.objects.count(), Round.objects.count()) == (1, 1)
    book = schemes.book_of(schemes.newest(Scheme.objects.get()))
    roots = {one["group"]: one["root"] for one in book["groups"]}
    assert len({roots[name] for name in DEPARTMENTS}) == 1 and roots["县市区"] != roots["政府部门"]
    page = text(desk.get(where))
    assert "公布的 28 个数里有 2 个不同" in page
    assert "县市区公布.csv、部门公布.csv" in page and "公布表里还没有的组" not in page
    run = runs.provisional(Round.objects.get())
    totals = dict(run.lines.values_list("subject", "total"))
    assert (totals["A"], totals["M"], totals["R"]) == ("93", "95", "100")


def originals(desk):
    """Names and groups of the files that the scheme page offers, whose content comes back as it was."""
    page = text(desk.get(f"/office/scheme/?round={Round.objects.get().pk}"))
    found = list(Source.objects.order_by("id"))
    assert all(one.file.name in page for one in found)
    for one in found:
        answer = desk.get(f"/office/scheme/file/{one.pk}/")
        assert answer.content.decode() == dict(TABLES)[one.file.name]
    return [(one.file.name, one.about) for one in found]


def test_the_tables_are_kept_as_the_originals_of_the_version(desk):
    """Those of a year that is recorded, and those that go into it later."""
    into = counties_taken(desk)
    assert originals(desk) == [("县市区指标体系.csv", "县市区")]
    page = text(desk.post(IN, sent(TABLES[1:], ANNOUNCED[1:]) | {"into": Round.objects.get().pk}))
    page = text(desk.post(IN, carried(page) | ticked(page, "部门指标体系.csv", *DEPARTMENTS) | {"into": Round.objects.get().pk}))  # fmt: skip
    answer = desk.post(IN, hidden(page) | {"take": "1"})
    assert answer.status_code == 302 and answer.url == into, text(answer)
    assert originals(desk) == [
        ("县市区指标体系.csv", "县市区"), ("部门指标体系.csv", "政府部门、党群部门、群团组织、垂管单位"),
    ]  # fmt: skip


def test_the_differences_of_one_group_can_be_looked_at(desk):
    wrong = ("县市区公布.csv", OF_COUNTIES.replace("90,2", "90,1"))
    page = text(desk.post(IN, sent(published=(wrong, ANNOUNCED[1]))))
    answers = ticked(page, "县市区指标体系.csv", "县市区") | ticked(page, "部门指标体系.csv", *DEPARTMENTS)  # fmt: skip
    page = text(desk.post(IN, carried(page) | answers))
    where = desk.post(IN, hidden(page) | {"take": "1"}).url
    page = text(desk.get(where))
    assert "县市区 1</a>" in page and "政府部门 2</a>" in page
    page = text(desk.get(where, {"group": "政府部门"}))
    rows = page.split("<tbody>")[1].split("</tbody>")[0]
    assert "市教育局" in rows and "东岭县" not in rows


def test_a_second_published_table_leaves_what_was_explained(desk):
    page = text(desk.post(IN, sent(published=ANNOUNCED[1:])))
    answers = ticked(page, "县市区指标体系.csv", "县市区") | ticked(page, "部门指标体系.csv", *DEPARTMENTS)  # fmt: skip
    page = text(desk.post(IN, carried(page) | answers))
    where = desk.post(IN, hidden(page) | {"take": "1"}).url
    assert "公布表里还没有的组：县市区" in text(desk.get(where))
    desk.post(where + "settle/", {"cell": ["M\t@total", "M\t@rank"], "cause": "typed", "note": "两位写反"})  # fmt: skip
    page = text(desk.post(where + "announce/", {"published": file(*ANNOUNCED[0])}, follow=True))
    assert "公布的 28 个数里有 2 个不同，都已说明" in page and "手工填错：两位写反" in page
    assert "县市区公布.csv、部门公布.csv" in page
    only = {"published": file(*ANNOUNCED[0]), "instead": "1"}
    page = text(desk.post(where + "announce/", only, follow=True))
    assert "公布的 8 个数全部复算一致" in page and "部门公布.csv" not in page
    assert (Publication.objects.count(), Settlement.objects.count()) == (3, 2)


def test_more_groups_go_into_a_recorded_year_and_nothing_of_it_changes(desk):
    where = counties_taken(desk)
    round = Round.objects.get()
    page = text(desk.get(where))
    assert "公布的 8 个数全部复算一致" in page
    page = text(desk.post(IN, sent(TABLES[1:], ANNOUNCED[1:], FACTS, into=str(round.pk))))
    answers = {"into": str(round.pk)} | ticked(page, "部门指标体系.csv", *DEPARTMENTS)
    page = text(desk.post(IN, carried(page) | answers))
    assert "连同已记下的，公布的 28 个数里，26 个与复算一致" in page
    answer = desk.post(IN, hidden(page) | {"take": "1"})
    assert answer.url == where
    page = text(desk.get(where))
    assert "公布的 28 个数里有 2 个不同" in page and "县市区公布.csv、部门公布.csv" in page
    assert (Scheme.objects.count(), Round.objects.count()) == (1, 1)
    totals = dict(runs.provisional(round).lines.values_list("subject", "total"))
    assert (totals["A"], totals["B"], totals["M"]) == ("93", "90", "95")


def test_more_groups_go_into_a_year_whose_rules_are_sealed(desk, clerk, at):
    from baton.domain.schemes import services

    counties_taken(desk)
    round = Round.objects.get()
    services.seal(version=round.version, state="final", organ="考核委", meeting="第1次", decided_on=at.date(), document="", by=clerk, at=at)  # fmt: skip
    page = text(desk.post(IN, sent(TABLES[1:], ANNOUNCED[1:], FACTS, into=str(round.pk))))
    page = text(desk.post(IN, carried(page) | {"into": str(round.pk)} | ticked(page, "部门指标体系.csv", *DEPARTMENTS)))  # fmt: skip
    desk.post(IN, hidden(page) | {"take": "1"})
    round.refresh_from_db()
    assert round.version.number == 2 and len(runs.provisional(round).lines.all()) == 7


def test_a_group_that_has_its_table_takes_no_second_one(desk):
    page = text(desk.post(IN, sent()))
    answers = ticked(page, "县市区指标体系.csv", "县市区", "政府部门") | ticked(page, "部门指标体系.csv", *DEPARTMENTS)  # fmt: skip
    page = text(desk.post(IN, carried(page) | answers))
    assert (
        "“政府部门”在《县市区指标体系.csv》里已经有指标体系" in page and 'name="take"' not in page
    )
    counties_taken(desk)
    into = str(Round.objects.get().pk)
    page = text(desk.post(IN, sent(TABLES[:1], ANNOUNCED[:1], into=into)))
    assert "“县市区”在记下的这一年里已经有指标体系" in page and 'name="take"' not in page


def test_a_closed_year_is_not_offered(desk, clerk, at):
    counties_taken(desk)
    assert "添进2025年终考核（复算）" in text(desk.get(IN))
    round = Round.objects.get()
    rounds.close(round=round, by=clerk, at=at)
    assert "添进" not in text(desk.get(IN))


def test_two_files_of_one_name_are_both_read(desk):
    facts = (FACTS[0], FACTS[1], ("打分表.csv", AIR), ("打分表.csv", WORK))
    page = text(desk.post(IN, sent(facts=facts)))
    answers = ticked(page, "县市区指标体系.csv", "县市区") | ticked(page, "部门指标体系.csv", *DEPARTMENTS)  # fmt: skip
    assert "26 个与复算一致" in text(desk.post(IN, carried(page) | answers))


def test_two_published_tables_that_contradict_each_other_are_named(desk):
    other = ("补发.csv", "单位,总分\n临江县,94\n")
    page = text(desk.post(IN, sent(published=(*ANNOUNCED, other))))
    answers = ticked(page, "县市区指标体系.csv", "县市区") | ticked(page, "部门指标体系.csv", *DEPARTMENTS)  # fmt: skip
    page = text(desk.post(IN, carried(page) | answers))
    assert "同一格公布了两个数" in page and "补发.csv·B2" in page and 'name="take"' not in page
