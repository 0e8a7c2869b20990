"""加减分表的样子: totals, days without a year, heads in two rows and levels across the columns, as offices draw them."""

from datetime import date

import openpyxl
import pytest

from baton.desk.ledger import claiming
from baton.desk.ledger.claim_words import ASKED
from baton.desk.questions import Answer
from tests import stories
from tests.domain.test_claiming import LESS, told
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = "序号\t单位\t事项\t级别\t种类\t文号\t日期\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def day_of(round, written, words):
    """What a day becomes when it is answered so; every answer has to be there."""
    text = HEAD + f"1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t{written}\n"
    (asked,) = claiming.read_claims_paste(round, text).asked
    (meaning,) = [meaning for meaning, label in asked.every if words in label]
    preview = claiming.read_claims_paste(round, text, meanings=[Answer.read(meaning.text, ASKED)])
    assert told(preview) == [] and not preview.asked
    return preview.lines[0].entry.happened_on


@pytest.mark.parametrize(
    ("written", "words", "day"),
    [
        ("3月", "2026 年当月 1 日", date(2026, 3, 1)),
        ("2026年9月10日-12日", "2026-09-10", date(2026, 9, 10)),
        ("9月28日至10月2日", "2026-10-02", date(2026, 10, 2)),
        ("2026-7-1至7-3", "2026-07-01", date(2026, 7, 1)),
        ("2026-7-1至7-3", "2026-07-03", date(2026, 7, 3)),
        ("2026.7.1-7.3", "2026-07-03", date(2026, 7, 3)),
        ("2026年12月30日—2027年1月2日", "2027-01-02", date(2027, 1, 2)),
        ("2026-7-1~3", "2026-07-03", date(2026, 7, 3)),
        ("2026年3月—5月", "2026-03-01", date(2026, 3, 1)),
        ("2026年3月—5月", "2026-05-31", date(2026, 5, 31)),
        ("2026年3-5月", "2026-05-31", date(2026, 5, 31)),
        ("2026年3月至2026年5月份", "2026-05-31", date(2026, 5, 31)),
        ("2026.11—2027.2", "2027-02-28", date(2027, 2, 28)),
        ("3月至5月", "2026-05-31", date(2026, 5, 31)),
        ("11月至2月", "2027-02-28", date(2027, 2, 28)),
        ("6月上旬", "2026-06-10", date(2026, 6, 10)),
        ("2026年2月下旬", "2026-02-28", date(2026, 2, 28)),
        ("3月份", "2026 年当月最后一日", date(2026, 3, 31)),
        ("一月", "2027 年当月最后一日", date(2027, 1, 31)),
        ("十二月", "不记日期", None),
        ("46,150", "是 2026-05-08", date(2026, 5, 8)),
    ],
)
def test_a_month_alone_and_a_day_count_with_a_comma_are_settled_on_the_page(
    round, written, words, day
):
    assert day_of(round, written, words) == day


def test_an_answer_about_years_nobody_offered_is_overlooked(round):
    text = HEAD + "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t3月\n"
    said = [Answer("day", "*bare", "99999*first")]
    assert claiming.read_claims_paste(round, text, meanings=said).asked


def test_a_total_that_counts_lines_and_a_row_of_signatures_are_no_claims(round):
    text = (
        HEAD
        + "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t2026-05-12\n合计\t9条\n填表人：王磊\t审核：\t2026年1月5日\n"
    )
    preview = claiming.read_claims_paste(round, text)
    assert told(preview) == [] and len(preview.lines) == 1
    assert any("是合计或平均" in one.what for one in preview.remarks)


def test_the_bare_number_of_lines_beside_a_total_is_no_unit(round):
    rows = "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t2026-05-12\n"
    preview = claiming.read_claims_paste(round, HEAD + rows + "合计\t1\t\t\t\t\t\n")
    assert told(preview) == [] and not preview.asked and len(preview.lines) == 1
    preview = claiming.read_claims_paste(round, HEAD + rows.replace("东岭", "3"))
    assert [one.about[1] for one in preview.asked] == ["3"]
    head = HEAD.replace("级别", "通报级别")
    assert told(claiming.read_claims_paste(round, head + rows)) == []


def test_who_has_a_column_of_days_is_not_asked_for_one(round):
    row = "1\t东岭\t文明县\t省级\t表彰\t甲〔2026〕1号\t\n"
    (said,) = [
        one
        for one in claiming.read_claims_paste(round, HEAD + row).remarks
        if one.code == "no-date"
    ]
    assert "选一下是哪一列" not in said.remedy


def workbook(folder, rows, *merged):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(folder / "表.xlsx")
    return folder / "表.xlsx"


def both(clerk, folder, monkeypatch):
    """The round of a scheme with 表彰 and 督查扣分."""
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("名次: {", LESS + "名次: {"))
    return open_round(folder, clerk)


SIDES = [
    ["附件3：加减分汇总表"], ["单位", "加分", None, None, "扣分", None, None, "备注"],
    [None, "事项", "级别", "分值", "事项", "情形", "分值", None],
    ["东岭县", "省级文明县", "省级", 1, "逾期未报", "逾期", 0.2, "已核"], ["临江县", "平安县", "市级", 0.5, None, None, None, None],
    ["石桥市", None, None, None, "会议纪律", "通报批评", -0.5, None], ["合计", None, None, 1.5, None, None, 0.7, None],
    ["填表人：王磊", None, None, "审核：", None, "2026年1月5日", None, None],
]  # fmt: skip
FOUND = [
    ("东岭县", "省级文明县", "表彰", "省级", "1"), ("东岭县", "逾期未报", "督查扣分", "逾期", "0.2"),
    ("临江县", "平安县", "表彰", "市级", "0.5"), ("石桥市", "会议纪律", "督查扣分", "通报批评", "0.5"),
]  # fmt: skip


def read_lines(preview):
    assert told(preview) == [] and not preview.asked and not preview.unread
    return [(line.entry.subject.name, line.entry.title, line.kind.name, line.entry.level, line.entry.points) for line in preview.lines]  # fmt: skip


def test_bonus_beside_deductions_under_a_head_of_two_rows(clerk, tmp_path, monkeypatch):
    round = both(clerk, tmp_path, monkeypatch)
    path = workbook(tmp_path, SIDES, "A1:H1", "A2:A3", "B2:D2", "E2:G2", "H2:H3")
    assert read_lines(claiming.read_claims_file(round, path)) == FOUND
    pasted = "\n".join(
        "\t".join("" if cell is None else str(cell) for cell in row) for row in SIDES
    )
    assert read_lines(claiming.read_claims_paste(round, pasted)) == FOUND


@pytest.mark.parametrize("heads", [("加分事项", "分值", "扣分事项", "分值"), ("加分事由", "加分", "减分事由", "扣分"), ("加分情况", "加分值", "扣分情况", "扣分值")])  # fmt: skip
def test_bonus_beside_deductions_under_a_head_of_one_row(clerk, tmp_path, monkeypatch, heads):
    round = both(clerk, tmp_path, monkeypatch)
    bonus, points, lesser, less = heads
    rows = [
        ["单位", bonus, "级别", points, lesser, "级别", less, "备注"],
        ["东岭县", "省级文明县", "省级", 1, "逾期未报", "逾期", 0.2, "已核"], ["临江县", "平安县", "市级", 0.5, None, None, None, None],
        ["石桥市", None, None, None, "会议纪律", "通报批评", -0.5, None], ["合计", None, None, 1.5, None, None, 0.7, None],
    ]  # fmt: skip
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows))
    assert read_lines(preview) == FOUND and preview.lines[0].entry.note == "已核"


def test_a_wrong_cell_under_a_head_of_two_rows_keeps_its_address(clerk, tmp_path, monkeypatch):
    round = both(clerk, tmp_path, monkeypatch)
    rows = [list(row) for row in SIDES]
    rows[5][6], rows[4][2] = "很多", "部级"
    preview = claiming.read_claims_file(
        round, workbook(tmp_path, rows, "A2:A3", "B2:D2", "E2:G2", "H2:H3")
    )
    assert [("C5" in one.place, "G6" in one.place) for one in preview.faults] == [
        (True, False),
        (False, True),
    ]


def test_heads_in_two_rows_that_only_belong_together(round, tmp_path):
    rows = [["序号", "单位", "荣誉", None, None, "时间"], [None, None, "名称", "级别", "文号", None], [1, "东岭县", "省级文明县", "省级", "省文〔2026〕3号", "2026-05-12"]]  # fmt: skip
    path = workbook(tmp_path, rows, "A1:A2", "B1:B2", "C1:E1", "F1:F2")
    preview = claiming.read_claims_file(round, path, kind="表彰")
    assert read_lines(preview) == [("东岭县", "省级文明县", "表彰", "省级", "")]
    assert preview.lines[0].entry.document == "省文〔2026〕3号"


def test_levels_across_the_columns_with_what_was_won_in_the_cells(round, tmp_path):
    rows = [["县市区", "省级表彰", "市级表彰"], ["东岭县", "1.文明县\n2.平安县", "无"], ["临江县", None, "双拥模范；卫生先进"]]  # fmt: skip
    want = [
        ("东岭县", "文明县", "表彰", "省级", ""), ("东岭县", "平安县", "表彰", "省级", ""),
        ("临江县", "双拥模范", "表彰", "市级", ""), ("临江县", "卫生先进", "表彰", "市级", ""),
    ]  # fmt: skip
    assert read_lines(claiming.read_claims_file(round, workbook(tmp_path, rows))) == want
    rows = [["县市区", "表彰", None], [None, "省级", "市级"], *rows[1:]]
    path = workbook(tmp_path, rows, "A1:A2", "B1:C1")
    assert read_lines(claiming.read_claims_file(round, path)) == want


@pytest.mark.parametrize("over", ["获奖情况", "事项", "奖励级别"])
@pytest.mark.parametrize("merged", [("A1:A2", "B1:C1", "D1:D2"), ("B1:C1",), ()])
def test_a_total_under_levels_and_a_word_over_them_change_nothing(round, tmp_path, over, merged):
    body = [["东岭县", "文明县", None, "表彰"], ["临江县", None, "平安县", "表彰"]]
    want = [("东岭县", "文明县", "表彰", "省级", ""), ("临江县", "平安县", "表彰", "市级", "")]
    foot = ["合计", 1, 1, None]
    rows = [["单位", over, None, "类型"], [None, "省级", "市级", None], *body]
    for every in (rows, [*rows, foot]):
        preview = claiming.read_claims_file(round, workbook(tmp_path, every, *merged))
        assert read_lines(preview) == want and told(preview) == []
    rows = [["单位", "省级", "市级", "类型"], *body, foot]
    assert read_lines(claiming.read_claims_file(round, workbook(tmp_path, rows))) == want


def test_a_title_right_above_the_levels_is_no_kind(round, tmp_path):
    rows = [
        ["2026年度表彰情况", None, None],
        ["县市区", "省级", "市级"],
        ["东岭县", "文明县", "平安县"],
    ]
    want = [("东岭县", "文明县", "表彰", "省级", ""), ("东岭县", "平安县", "表彰", "市级", "")]
    for merged in ((), ("A1:C1",)):
        path = workbook(tmp_path, rows, *merged)
        assert read_lines(claiming.read_claims_file(round, path, kind="表彰")) == want


def test_an_unknown_level_in_a_head_is_told_at_the_head(round, tmp_path):
    rows = [["县市区", "国家级表彰", "省级表彰"], ["东岭县", "文明县", "平安县"]]
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows))
    assert ["B1" in one.place for one in preview.faults] == [True]
    assert [one.what for one in preview.asked] == ["表彰的级别“国家级”（1 处）"]


def test_numbers_under_levels_are_no_names_and_a_column_that_is_missing_can_only_be_added(round):
    preview = claiming.read_claims_paste(round, "县市区\t省级表彰\t市级表彰\n东岭县\t2\t1\n")
    assert "请在上面选它是哪一列" in told(preview)[0] and preview.asked
    preview = claiming.read_claims_paste(round, "单位\t级别\n东岭县\t省级\n")
    assert "请加上“事项”列" in told(preview)[0] and not preview.asked


def test_the_name_of_a_page_says_whether_its_lines_add_or_take_off(clerk, tmp_path, monkeypatch):
    """A file of two pages: what is said of one never makes bonuses of the other's deductions."""
    round = both(clerk, tmp_path / "round", monkeypatch)
    book = openpyxl.Workbook()
    head = ["单位", "事项", "级别", "日期", "依据文号"]
    book.active.title = "加分"
    for line in (head, ["东岭", "省级文明县", "省级", "2026-05-12", "省文〔2026〕1号"]):
        book.active.append(line)
    page = book.create_sheet("扣分")
    for line in (head, ["石桥市", "会议纪律", "通报批评", "2026-06-12", "督字〔2026〕2号"]):
        page.append(line)
    path = tmp_path / "2026年加减分.xlsx"
    book.save(path)
    look = claiming.read_claims_file(round, path, name=path.name)
    read = [("表彰", "省文〔2026〕1号"), ("督查扣分", "督字〔2026〕2号")]
    assert read_lines(look) and [(one.said_by, one.kind) for one in look.told] == [("加分", "表彰"), ("扣分", "督查扣分")]  # fmt: skip
    assert [(line.entry.kind, line.entry.document) for line in look.lines] == read
    whole = claiming.read_claims_file(round, path, name=path.name, kind="表彰")
    assert [(line.entry.kind, line.entry.document) for line in whole.lines] == read
    ways = {label: meaning for meaning, label in look.told[1].others}
    out = claiming.read_claims_file(
        round, path, name=path.name, meanings=[ways["不收这几行"]], kind="督查扣分"
    )
    assert [(line.entry.kind, line.entry.document) for line in out.lines] == read[:1]


def test_of_several_kinds_that_take_off_a_page_of_deductions_asks_for_one(clerk, tmp_path, monkeypatch):  # fmt: skip
    """Page by page: those of its own way stand first, and what is said of one page is not said of another."""
    more = LESS.replace("督查扣分", "通报扣分").replace("    扣分:", "    又扣分:")
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("名次: {", LESS + more + "名次: {"))  # fmt: skip
    round = open_round(tmp_path / "round", clerk)
    book = openpyxl.Workbook()
    for page, unit in ((book.active, "东岭"), (book.create_sheet("追加"), "临江县")):
        for line in (["单位", "事项", "情形"], [unit, "会议纪律", "通报批评"]):
            page.append(line)
    book.active.title = "扣分"
    book.save(tmp_path / "2026年加减分.xlsx")
    path = tmp_path / "2026年加减分.xlsx"
    look = claiming.read_claims_file(round, path, name=path.name)
    asks = {one.what: one.choices for one in look.asked}
    assert {text: [words for _, words in ways] for text, ways in asks.items()} == {
        "“扣分”页没有写是哪一种的（1 处）": ["都是“通报扣分”", "都是“督查扣分”", "都是“表彰”"],
        "“追加”页没有写是哪一种的（1 处）": ["都是“表彰”", "都是“通报扣分”", "都是“督查扣分”"],
    }
    said = [ways[1][0] for ways in asks.values()]
    look = claiming.read_claims_file(round, path, name=path.name, meanings=said)
    assert [line.entry.kind for line in look.lines] == ["督查扣分", "通报扣分"]


def test_the_name_of_a_kind_over_a_page_tells_the_kind_among_several(clerk, tmp_path, monkeypatch):
    more = LESS.replace("督查扣分", "通报扣分").replace("    扣分:", "    又扣分:")
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK.replace("名次: {", LESS + more + "名次: {"))  # fmt: skip
    round = open_round(tmp_path / "round", clerk)
    rows = [["单位", "事项", "情形"], ["东岭", "会议纪律", "通报批评"]]
    path = workbook(tmp_path, [["2026年度督查扣分汇总表"], *rows])
    look = claiming.read_claims_file(round, path)
    assert [line.entry.kind for line in look.lines] == ["督查扣分"] and not look.asked
    assert [(one.said_by, one.kind) for one in look.told] == [
        ("2026年度督查扣分汇总表", "督查扣分")
    ]
    path = workbook(tmp_path, [["2026年度督查扣分、通报扣分汇总表"], *rows])
    look = claiming.read_claims_file(round, path)
    assert not look.lines and [one.about[0] for one in look.asked] == ["kind"]
