"""照这句填到每一个: a note about a whole table is answered for all its indicators at once, and for no other group's."""

import pytest

from baton.desk import computing
from baton.desk.parts import gaps, hearing
from baton.desk.rules.prose import Text
from baton.domain.assessment import queries as runs
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from tests.conftest import NOON
from tests.retold import retold
from tests.web.scheme import tables
from tests.web.scheme.forms import PARTS, text
from tests.web.scheme.notes import FIRST, TABLE, UNDER, scheme_in, told
from tests.web.test_desk import hidden, upload
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db
NOTE = "注：各牵头单位打分必须拉开差距，不得并列。"


def items():
    return schemes.book_of(schemes.newest(Scheme.objects.get()))["items"]


def fields(page):
    form = next(one for one in page.split("<form")[1:] if "照这句填到这" in one)
    return {name: hidden(form, name) for name in ("quote", "says", "number", "edits")}


@pytest.fixture
@retold
def noted(desk, tmp_path):
    """An office whose scheme table has such a note under it, and no round yet."""
    page = text(
        desk.post(
            "/office/setup/roster/", {"year": "2026", "file": upload("名册.csv", tables.ROSTER)}
        )
    )
    desk.post(
        "/office/setup/roster/", {"year": "2026", "ticket": hidden(page, "ticket"), "take": "1"}
    )
    scheme_in(desk, told(tmp_path, TABLE, [NOTE]))
    return desk


def test_it_is_filled_in_for_every_indicator_once_it_was_looked_at(noted):
    direct = [one for one in items() if one["method"] == "direct"]
    assert len(direct) > 2 and not any(one["params"]["no_ties"] for one in direct)
    page = text(noted.get(PARTS))
    assert f"照这句填到这 {len(direct)} 个指标" in page
    sent = fields(page)
    page = text(noted.post("/office/scheme/heard/", sent))
    assert f"照这句填到 {len(direct)} 个指标；还没有写入" in page and "还没有开轮次" in page
    assert all(one["name"] in page for one in direct)
    assert not any(one["params"]["no_ties"] for one in items() if one["method"] == "direct")
    answer = noted.post("/office/scheme/heard/", sent | {"keep": "1"}, follow=True)
    assert f"填到 {len(direct)} 个指标：得分不得并列，已写进第 1 版草稿" in text(answer)
    assert all(one["params"]["no_ties"] for one in items() if one["method"] == "direct")
    assert "照这句填到这" not in text(noted.get(PARTS))
    again = text(noted.post("/office/scheme/heard/", sent, follow=True))
    assert "已经照着定好了" in again


def test_what_somebody_changed_since_is_not_overwritten(noted):
    stale = fields(text(noted.get(PARTS))) | {"edits": "7", "keep": "1"}
    assert noted.post("/office/scheme/heard/", stale).status_code == 409
    assert not any(one["params"].get("no_ties") for one in items())


def test_a_tables_note_is_about_its_own_groups(office):
    tables.taken(office, tables.COUNTIES)
    tables.taken(office, tables.OFFICES, ("政府部门",), scheme=Scheme.objects.get().pk)
    book = schemes.book_of(schemes.newest(Scheme.objects.get()))
    assert len(book["groups"]) == 2
    said = {}
    for group in ("县市区", "政府部门"):
        said[group] = {one.key for one in hearing.heard(book, [Text("表.docx", NOTE, (group,))])}
    assert said["县市区"] and said["政府部门"] and not said["县市区"] & said["政府部门"]
    everybody = {one.key for one in hearing.heard(book, [Text("正文.docx", NOTE)])}
    assert everybody == said["县市区"] | said["政府部门"]


def test_what_is_lacking_is_settled_by_each_tables_own_note(office):
    """Two tables of one scheme that say different things: each press is about its own indicators, neither undoes the other."""
    tables.taken(office, tables.COUNTIES)
    tables.taken(office, tables.OFFICES, ("政府部门",), scheme=Scheme.objects.get().pk)
    book = schemes.book_of(schemes.newest(Scheme.objects.get()))
    notes = [
        Text("县.xlsx", "注：未报送的按组内最低分计。", ("县市区",)),
        Text("部门.docx", "注：未按时报送的按0分计。", ("政府部门",)),
    ]
    ways = {}
    for _ in notes:
        for found in hearing.still_open(hearing.heard(book, notes)):
            assert found.fills_all and gaps.WHOLE not in {one.key for one in found.heard}
            book = hearing.filled_everywhere(book, found)
            ways |= {one.key: one.says for one in found.heard}
    assert hearing.still_open(hearing.heard(book, notes)) == []
    assert set(ways) == {one["code"] for one in book["items"] if one["method"] != "ledger"}
    assert len(set(ways.values())) == 2
    (whole,) = hearing.heard(book, [Text("正文.docx", "未报送的按0分计。")])
    assert whole.key == gaps.WHOLE


COMMA = tables.ROSTER.replace("县市区", "县（市、区）")


def test_a_group_with_a_mark_in_its_name_is_one_group(desk, tmp_path):
    """县（市、区）: the note under its own table is not led into the whole scheme."""
    year = {"year": "2026"}
    page = text(desk.post("/office/setup/roster/", {**year, "file": upload("名册.csv", COMMA)}))
    desk.post("/office/setup/roster/", {**year, "ticket": hidden(page, "ticket"), "take": "1"})
    note = ["注：未按时报送数据的，该项按零分计。"]
    scheme_in(desk, told(tmp_path, TABLE, note), group="县（市、区）")
    tables.taken(desk, tables.OFFICES, ("政府部门",), scheme=Scheme.objects.get().pk)
    assert len(schemes.book_of(schemes.newest(Scheme.objects.get()))["groups"]) == 2
    page = text(desk.get(PARTS))
    assert f"照这句填到这 {len(TABLE) - 1} 个指标" in page
    line = page.split("像是说缺报计 0 分", 1)[1].split("</form>", 1)[0]
    assert "整个方案" not in line


STRICT = "由牵头单位评分，得分不得并列。"
TIED = tables.HEAD + f"财政收入,60,{STRICT},市财政局\n空气质量,40,{STRICT},市生态环境局\n"


def test_who_would_lose_his_total_is_told_before_anything_is_written(office):
    tables.taken(office, TIED)
    tables.open_round(office)
    office.post(tables.DESK + "owe/", {"due_on": "2027-01-13"})
    tables.report(office, "市财政局", "单位\t财政收入得分\n临江县\t55\n东岭县\t55\n")
    tables.report(office, "市生态环境局", "单位\t空气质量得分\n临江县\t38\n东岭县\t36\n")
    round = Round.objects.get()
    computing.refresh(round, at=NOON)
    assert {line.total for line in runs.provisional(round).lines.all()} == {"93", "91"}
    sent = fields(text(office.get(PARTS)))
    page = text(office.post("/office/scheme/heard/", sent))
    assert "照这句填，2 个会没有总分；还没有写入" in page and "财政收入、空气质量" in page
    assert not any(one["params"]["no_ties"] for one in items())
    answer = office.post("/office/scheme/heard/", sent | {"keep": "1"}, follow=True)
    assert "填到 2 个指标：得分不得并列" in text(answer)
    assert all(one["params"]["no_ties"] for one in items())
    run = computing.refresh(Round.objects.get(), at=NOON)
    page = text(office.get(f"/office/run/{run.pk}/missing/"))
    told = "分都交了，但没有拉开差距或有并列，要牵头单位重评：临江县、东岭县同为 55 分"
    assert told in page and page.count("要牵头单位重评") == page.count(told)
    assert "表里没有这个数" not in page


def test_a_sentence_is_filled_in_although_targets_are_not_in_yet(office):
    """Methods come before targets in the year: what can't be tried yet can be written all the same."""
    content = TIED.replace(f"财政收入,60,{STRICT}", "财政收入,40,按完成率计分。")
    tables.taken(office, f"{content}信访工作,20,{STRICT},市信访局\n")
    code = next(one["code"] for one in items() if one["name"] == "财政收入")
    page = text(
        office.post(
            f"/office/scheme/{code}/method/",
            {
                "method": "completion",
                "数据": "财政收入",
                "目标": "责任书",
                "封顶": "100%",
                "unit": "万元",
            },
        )
    )
    office.post(f"/office/scheme/{code}/method/", kept_form(page))
    tables.open_round(office)
    page = text(office.post("/office/scheme/heard/", sent := fields(text(office.get(PARTS)))))
    assert "现在试不出谁会动" in page and "责任书没有“目标”" in page
    office.post("/office/scheme/heard/", sent | {"keep": "1"})
    assert next(one for one in items() if one["name"] == "空气质量")["params"]["no_ties"]


def test_a_look_says_once_that_it_chooses_none_of_the_readings(noted, tmp_path):
    page = scheme_in(noted, told(tmp_path, TABLE, [*UNDER, *FIRST]))
    assert page.count("，像是说") > 2 and page.count("不替您选") == 1
