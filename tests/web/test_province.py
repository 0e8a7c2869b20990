"""省考: ranks among others with the position analysis, and the ledger of the upper level's assessment."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.cli.demo import above
from baton.domain.province import queries, services
from baton.domain.province.models import ExamItem, ExamNote, Position
from baton.domain.province.services import Item, Rank
from baton.domain.refusals import Refused

pytestmark = pytest.mark.django_db
RANKS = (
    "指标\t年度\t位次\t同类组\t县市区\t数\n综合考核\t2026\t7/11\t\t\t\n综合考核\t2025\t第9位/11\t\t\t\n"
    "地区生产总值增速\t2026\t10/11\t\t\t5.2%\n地区生产总值增速\t2025年\t8/11\t\t\t\n"
    "生态环境满意度\t2026\t2/14\t同类县\t临江县\t91.2\n固定资产投资\t2026\t3/11\t\t\t\n"
)
EXAM = "指标\t分值\t省直部门\t牵头单位\t对接人\t已知扣分\t扣分原因\n节能降耗\t5\t省发改委\t市发改委\t李科长\t0.8\t煤耗超标\n研发投入\t4\t省科技厅\t市科技局\t\t\t\n"


def text(answer):
    return unescape(answer.content.decode())


def taken(desk, kind, table, **more):
    address = f"/office/province/in/{kind}/"
    return desk.post(address, {"text": table, "year": "2026", "take": "1"} | more, follow=True)


def test_nothing_is_kept_before_it_was_looked_at(desk):
    looked = text(desk.post("/office/province/in/positions/", {"text": RANKS, "year": "2026"}))
    assert "读到 6 行，还没有收下" in looked and "第 10/11" in looked and "临江县，同类县" in looked
    assert not Position.objects.exists()
    assert "已收下 6 行" in text(taken(desk, "positions", RANKS))


def test_our_rank_comes_first_then_what_is_in_front_and_at_the_rear(desk):
    taken(desk, "positions", RANKS)
    page = text(desk.get("/office/province/?year=2026"))
    assert "我们全省第 7 位（共 11 个），比去年进 2 位" in page
    assert "↓ 2 位" in page and "占 50%" in page
    county = text(desk.get("/office/province/?year=2026&subject=临江县"))
    assert "生态环境满意度" in county and "同类县" in county and "地区生产总值增速" not in county
    standing = queries.standing(2026)
    assert dict(standing.thirds) == {"靠后": 1, "靠前": 1}


def test_two_words_for_the_overall_rank_are_one(desk, clerk, at):
    """A table that calls it otherwise moves the headline; the overall rank among others of our kind is no indicator either."""
    taken(desk, "positions", RANKS)
    taken(
        desk,
        "positions",
        "指标\t年度\t位次\t同类组\n综合\t2026\t2/13\t\n综合排名\t2026\t1/5\t同类市\n",
    )
    page = text(desk.get("/office/province/?year=2026"))
    assert "我们全省第 2 位（共 13 个），比去年进 7 位" in page
    taken(desk, "positions", "指标\t年度\t位次\n总分\t2026\t3/13\n合计\t2026\t\n")
    found = queries.standing(2026)
    assert found.total.newest.rank == 3
    assert dict(found.thirds) == {"靠后": 1, "靠前": 1}
    assert [(one.indicator, one.among) for one in found.series] == [
        ("地区生产总值增速", "全省"), ("固定资产投资", "全省"), ("综合排名", "同类市"),
    ]  # fmt: skip


def test_a_later_line_takes_the_place_of_an_earlier_one_and_both_stay(desk, clerk, at):
    for rank in (10, 8):
        services.record(ranks=[Rank(2026, "GDP", "全省", rank, 11)], by=clerk, at=at)
    assert queries.standing(2026).series[0].newest.rank == 8 and Position.objects.count() == 2


@pytest.mark.parametrize(
    ("row", "says"),
    [("GDP\t2026\t前列", "位次“前列”看不懂"), ("GDP\t2026\t12/11", "比总数 11 还大"), ("GDP\t去年\t3", "年度“去年”看不懂"),
     ("GDP\t2026\t3\nGDP\t2026\t4", "写了两次")],
)  # fmt: skip
def test_a_bad_cell_is_named_with_its_remedy_and_nothing_is_kept(desk, row, says):
    page = text(taken(desk, "positions", f"指标\t年度\t位次\n{row}\n"))
    assert says in page and "要改的格子" in page and row.split("\t")[0] in page
    assert not Position.objects.exists()


def test_the_exam_is_estimated_from_what_is_known(desk):
    taken(desk, "exam", EXAM)
    page = text(desk.get("/office/province/exam/?year=2026"))
    assert "2 个指标里 1 个有扣分，还没有挽回" in page and "8.2" in page
    assert "1 个指标还没有对接人" in page
    item = ExamItem.objects.get(name="节能降耗")
    address = f"/office/province/exam/{item.pk}/"
    note = {
        "act": "note",
        "kind": "recovered",
        "happened_on": "2026-11-20",
        "told": "补报佐证后省厅认可",
        "points": "０.５",
    }
    assert "记下了" in text(desk.post(address, note, follow=True))
    assert queries.expectation(item).estimate * 10 == 47
    assert "已知扣分" in text(desk.get(address)) and "煤耗超标" in text(desk.get(address))
    taken(
        desk,
        "exam",
        "指标\t分值\t省直部门\t牵头单位\t对接人\t得分\n节能降耗\t5\t省发改委\t市发改委\t李科长\t4.6\n",
    )
    assert "省里给 4.6 分" in text(desk.get(address))
    assert ExamNote.objects.filter(item=item).count() == 3


def test_a_table_handed_in_again_states_its_deductions_anew(desk, clerk, at):
    """A corrected deduction takes the place of the old one, there and back; what was typed beside it is asked about."""
    address = "/office/province/in/exam/"
    lower = EXAM.replace("0.8", "0.5")
    for table, stands in ((EXAM, 8), (EXAM, 8), (lower, 5), (EXAM, 8), (lower, 5)):
        taken(desk, "exam", table)
        item = ExamItem.objects.get(name="节能降耗")
        assert queries.expectation(item).lost * 10 == stands
    assert ExamNote.objects.count() == 4
    assert text(desk.get(f"/office/province/exam/{item.pk}/")).count("后来的表改过") == 3
    assert "已知扣分有改动" not in text(desk.post(address, {"text": lower, "year": "2026"}))
    services.note(
        item=item,
        kind="deduction",
        points="0.1",
        happened_on=at.date(),
        said="又扣",
        by=clerk,
        at=at,
    )
    looked = text(desk.post(address, {"text": EXAM, "year": "2026"}))
    assert "已知扣分有改动" in looked and "已经包括手记的" in looked
    taken(desk, "exam", EXAM)
    assert queries.expectation(item).lost * 10 == 9
    taken(desk, "exam", EXAM, includes="1")
    assert queries.expectation(item).lost * 10 == 8
    taken(desk, "exam", EXAM.replace("0.8", "0"))
    assert queries.expectation(item).lost == 0


def test_where_we_will_stand_is_counted_from_what_others_have(desk, clerk, at):
    """8.2 of our own: behind 东江市 until something is won back; without others somebody's own reckoning counts."""
    taken(desk, "exam", EXAM)
    page = "/office/province/exam/?year=2026"
    assert "第 3 位" not in text(desk.get(page))
    typed = {"rank": "3", "of": "１１", "why": "省厅月报"}
    assert "第 3 位" in text(desk.post(page, typed, follow=True))
    known = {"others": "东江市 8.5分\n西江市：8.2\n南江市，7", "why": "三市互通"}
    said = text(desk.post(page, known, follow=True))
    assert "第 2 位" in said and "已知的 4 个里" in said and "按别的 3 个地方的分排" in said
    item = ExamItem.objects.get(name="节能降耗")
    services.note(
        item=item,
        kind="recovered",
        points="0.5",
        happened_on=at.date(),
        said="补报认可",
        by=clerk,
        at=at,
    )
    assert "第 1 位" in text(desk.get(page))
    for wrong, says in (
        ({"rank": "12", "of": "11", "why": "猜"}, "不能比一共几个还大"), ({"rank": "三", "why": "猜"}, "不是整数"),
        ({"others": "东江市", "why": "猜"}, "一行写一个"), ({"rank": "3"}, "依据"), ({"why": "猜"}, "请写估计第几位"),
    ):  # fmt: skip
        answer = desk.post(page, wrong)
        assert answer.status_code == 409 and says in text(answer), wrong
    assert "第 1 位" in text(desk.get(page))


def test_no_more_is_won_back_than_was_lost_and_no_more_lost_than_there_is(desk, clerk, at):
    taken(desk, "exam", EXAM)
    address = f"/office/province/exam/{ExamItem.objects.get(name='研发投入').pk}/"
    form = {"act": "note", "happened_on": "2026-11-20", "told": "对接过"}
    for kind, points, says in (
        ("recovered", "0.3", "“研发投入”还没有记过已知扣分"), ("deduction", "20", "“研发投入”一共 4 分，再扣 20 分就比分值还多"),
        ("deduction", "3", ""), ("deduction", "1.5", "一共 4 分，已知扣了 3 分，再扣 1.5 分"), ("recovered", "1", ""),
        ("recovered", "2.5", "已知扣 3 分，已经挽回 1 分，挽回不会比扣的多"), ("recovered", "2", ""),
    ):  # fmt: skip
        answer = desk.post(address, form | {"kind": kind, "points": points})
        assert answer.status_code == (409 if says else 302) and says in text(answer), (kind, points)
        assert not says or "对接过" in text(answer)
    page = text(desk.post("/office/province/in/exam/", {"text": EXAM.replace("0.8", "8"), "year": "2026", "take": "1"}))  # fmt: skip
    assert "分值 5 分，已知扣分却是 8 分" in page and "要改的格子" in page
    (bonus,), _ = services.list_items(year=2026, items=[Item("信访扣分", "0")], by=clerk, at=at)
    services.note(item=bonus, kind="deduction", happened_on=at.date(), said="扣", points="2", by=clerk, at=at)  # fmt: skip
    assert queries.expectation(bonus).estimate == -2


def test_an_estimate_stays_within_the_points_even_where_a_table_says_otherwise_since(
    desk, clerk, at
):
    taken(desk, "exam", EXAM)
    item = ExamItem.objects.get(name="节能降耗")
    services.note(item=item, kind="recovered", happened_on=at.date(), said="认", points="0.8", by=clerk, at=at)  # fmt: skip
    taken(desk, "exam", EXAM.replace("0.8", "0.2"))
    assert queries.expectation(item).estimate == 5
    desk.post(f"/office/province/exam/{item.pk}/", {"act": "edit", "edits": "0", "name": "节能降耗", "full": "0.1"})  # fmt: skip
    item.refresh_from_db()
    assert 0 <= queries.expectation(item).estimate * 10 <= 1


def test_a_result_of_the_province_takes_the_place_of_our_guess(desk, clerk, at):
    """8.2 by our guess; the result lifts one item to 4.9, so that the rank among known others follows it."""
    taken(desk, "exam", EXAM)
    page = "/office/province/exam/?year=2026"
    desk.post(page, {"others": "东江市 8.5", "why": "互通"})
    assert "第 2 位" in text(desk.get(page))
    item = ExamItem.objects.get(name="节能降耗")
    services.note(item=item, kind="result", happened_on=at.date(), said="公布", points="4.9", by=clerk, at=at)  # fmt: skip
    said = text(desk.get(page))
    assert "第 1 位" in said and '<span class="v">8.9</span>' in said and "还没有已知的扣分" in said
    assert "省里给 4.9 分（5 分），原来估 4.2 分" in text(
        desk.get(f"/office/province/exam/{item.pk}/")
    )
    other = ExamItem.objects.get(name="研发投入")
    services.note(item=other, kind="result", happened_on=at.date(), said="公布", points="4", by=clerk, at=at)  # fmt: skip
    assert "2 个指标，省里都公布了" in text(desk.get(page))


def test_the_title_tells_what_was_won_back(desk, clerk, at):
    taken(desk, "exam", EXAM)
    item, page = ExamItem.objects.get(name="节能降耗"), "/office/province/exam/?year=2026"
    note = {"item": item, "kind": "recovered", "happened_on": at.date(), "said": "认", "by": clerk}
    services.note(points="0.3", at=at, **note)
    assert "2 个指标里 1 个有扣分，1 个挽回了一部分，还差 0.5 分" in text(desk.get(page))
    services.note(points="0.5", at=at, **note)
    assert "2 个指标，已知的扣分都挽回了" in text(desk.get(page))


def test_the_demonstration_tells_what_was_lost_before_what_was_won_back(desk, clerk, at):
    above.rank(year=2026, by=clerk, at=at)
    page = text(desk.get("/office/province/exam/?year=2026"))
    assert "3 个有扣分，1 个挽回了一部分，还差 1.4 分" in page


def test_a_county_has_a_provincial_exam_of_its_own(desk):
    """The same indicator stands in ours and in the county's, each with its own points and notes."""
    head, first, _ = EXAM.splitlines()
    taken(desk, "exam", EXAM)
    taken(desk, "exam", f"{head}\t县市区\n{first.replace('0.8', '1.5')}\t临江县\n")
    ours, county = (text(desk.get(f"/office/province/exam/?year=2026{more}")) for more in ("", "&subject=临江县"))  # fmt: skip
    assert "8.2" in ours and "研发投入" in ours and "subject=%E4%B8%B4" in ours
    assert "临江县1 个指标里 1 个有扣分" in county and "3.5" in county and "研发投入" not in county
    item = ExamItem.objects.get(subject="临江县")
    edit = {"act": "edit", "edits": "0", "name": "节能降耗", "full": "6"}
    assert "已改" in text(desk.post(f"/office/province/exam/{item.pk}/", edit, follow=True))
    item.refresh_from_db()
    assert (item.subject, item.full) == ("临江县", "6")
    assert ExamItem.objects.get(name="节能降耗", subject="").full == "5"


def test_what_was_typed_comes_back_with_the_sentence(desk, clerk, at):
    (item,), _ = services.list_items(year=2026, items=[Item("研发投入", "4")], by=clerk, at=at)
    address = f"/office/province/exam/{item.pk}/"
    note = {
        "act": "note",
        "kind": "deduction",
        "happened_on": "2026-11-20",
        "told": "专利数不认",
        "points": "很多",
    }
    answer = desk.post(address, note)
    assert (
        answer.status_code == 409
        and "“很多”不是分数" in text(answer)
        and "专利数不认" in text(answer)
    )
    edit = {"act": "edit", "edits": "0", "name": "研发投入强度", "full": "４", "lead": "市科技局"}
    assert "已改" in text(desk.post(address, edit, follow=True))
    again = desk.post(address, edit | {"contact": "王局长"})
    assert again.status_code == 409 and "刚被别人改过" in text(again) and "王局长" in text(again)


def test_a_deduction_without_points_and_a_list_that_changes_nothing_are_refused(clerk, at):
    (item,), _ = services.list_items(year=2026, items=[Item("研发投入", "4")], by=clerk, at=at)
    with pytest.raises(Refused, match="要写几分"):
        services.note(item=item, kind="deduction", happened_on=at.date(), said="x", by=clerk, at=at)
    with pytest.raises(Refused, match="没有改"):
        services.list_items(year=2026, items=[Item("研发投入", "4")], by=clerk, at=at)
    with pytest.raises(Refused, match="不是数"):
        services.list_items(year=2026, items=[Item("别的", "五分")], by=clerk, at=at)


def test_pages_ask_the_database_as_often_for_two_as_for_two_hundred(desk, clerk, at):
    def asked(address):
        desk.get(address)
        with CaptureQueriesContext(connection) as seen:
            desk.get(address)
        return len(seen)

    pages = ("/office/province/?year=2026", "/office/province/exam/?year=2026")
    services.record(ranks=[Rank(2026, "GDP", "全省", 3, 11)], by=clerk, at=at)
    services.list_items(year=2026, items=[Item("研发投入", "4")], by=clerk, at=at)
    few = [asked(page) for page in pages]
    services.record(
        ranks=[Rank(2026, f"第{n}项", "全省", 3, 11) for n in range(200)], by=clerk, at=at
    )
    services.list_items(
        year=2026, items=[Item(f"第{n}项", "4") for n in range(200)], by=clerk, at=at
    )
    for item in ExamItem.objects.all()[:50]:
        services.note(
            item=item, kind="contact", happened_on=at.date(), said="问过", by=clerk, at=at
        )
    assert [asked(page) for page in pages] == few


def test_an_empty_office_says_what_to_hand_in(desk):
    assert "把省里通报的位次表交来" in text(desk.get("/office/province/"))
    assert "把省考指标表交来" in text(desk.get("/office/province/exam/"))
