"""加还是减: by a column of words, by signs, by the title; two columns of points; a lone column of reasons."""

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


@pytest.fixture
@retold
def round(clerk, tmp_path):
    """A round of a scheme with 表彰 and 督查扣分."""
    before, stories.RULEBOOK = stories.RULEBOOK, stories.RULEBOOK.replace("名次: {", LESS + "名次: {")  # fmt: skip
    try:
        return open_round(tmp_path, clerk)
    finally:
        stories.RULEBOOK = before


def read(round, text, **more):
    return claiming.read_claims_paste(round, text, **more)


def taken(preview):
    """Kind, level and points of every line of a table that asks nothing."""
    assert told(preview) == [] and preview.asked == []
    return [(line.kind.name, line.entry.level, line.entry.points) for line in preview.lines]


def book(folder, name, rows, page="Sheet1"):
    made = openpyxl.Workbook()
    made.active.title = page
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


BOTH = [("表彰", "省级", "1"), ("督查扣分", "逾期", "0.2")]


@pytest.mark.parametrize("head", ["加/减分", "加减分", "加分/减分", "加／减分", "类别", "加减"])
@pytest.mark.parametrize("words", [("加分", "减分"), ("加", "减"), ("+", "-"), ("＋", "－"), ("加分项", "扣分项")])  # fmt: skip
@pytest.mark.parametrize("points", ["分值", "申请分值", "认定分值"])
def test_words_say_which_way_and_numbers_how_much(round, head, words, points):
    text = f"单位\t事项\t{head}\t级别\t{points}\n东岭\t文明县\t{words[0]}\t省级\t1\n临江县\t迟报\t{words[1]}\t逾期\t0.2\n"
    preview = read(round, text)
    assert taken(preview) == BOTH and preview.unread == [] and preview.told == []


@pytest.mark.parametrize("head", ["加/减分", "加减分", "加分/减分", "分值"])
@pytest.mark.parametrize("points", [("+1", "-0.2"), ("1", "-0.2"), ("加1分", "扣0.2分"), ("＋1", "－0.2")])  # fmt: skip
def test_signed_numbers_are_kind_and_points_at_once(round, head, points):
    text = f"单位\t事项\t{head}\t级别\n东岭\t文明县\t{points[0]}\t省级\n临江县\t迟报\t{points[1]}\t逾期\n"
    assert taken(read(round, text)) == BOTH


def test_columns_of_bonus_and_deduction_tell_the_kind_of_each_line(round):
    text = "单位\t事项\t级别\t加分\t扣分\n东岭\t文明县\t省级\t1\t0\n临江县\t迟报\t逾期\t\t0.2\n"
    assert taken(read(round, text)) == BOTH


def test_a_kind_that_goes_against_the_sign_of_its_line_is_a_fault(round):
    text = "单位\t事项\t加/减分\t种类\t级别\t分值\n东岭\t文明县\t减分\t表彰\t省级\t1\n"
    assert "“表彰”是加分，这一行却写着减分" in told(read(round, text))[0]
    text = text.replace("减分\t表", "加分\t表")
    assert taken(read(round, text)) == BOTH[:1]


def test_deductions_of_a_scheme_without_any_are_left_out_or_wait_for_a_kind(clerk, tmp_path):
    round = open_round(tmp_path, clerk)
    text = "单位\t事项\t加/减分\t级别\t分值\n东岭\t文明县\t加分\t省级\t1\n临江县\t迟报\t减分\t逾期\t0.2\n"
    preview = read(round, text)
    assert "请先到指标体系里加一种扣分" in told(preview)[0]
    (ask,) = preview.asked
    assert [words for _, words in ask.choices] == ["不收这几行", "是“表彰”（加分）"]
    assert taken(read(round, text, meanings=[ask.choices[0][0]])) == BOTH[:1]


LIST = "单位\t事项\t情形\t分值\n东岭\t迟报\t逾期\t0.2\n临江县\t会风\t通报批评\t0.5\n"
LESSER = [("督查扣分", "逾期", "0.2"), ("督查扣分", "通报批评", "0.5")]


@pytest.mark.parametrize("title", ["2026年度扣分通报台账", "减分事项", "附件3：问责情况"])
def test_a_title_over_the_list_tells_the_kind_and_one_click_changes_it(round, title):
    preview = read(round, title + "\n" + LIST)
    assert taken(preview) == LESSER
    (one,) = preview.told
    assert (one.said_by, one.word, one.kind, one.times) == (title, "扣分", "督查扣分", 2)
    ways = {label: meaning for meaning, label in one.others}
    assert list(ways) == ["改成“表彰”", "不收这几行"]
    again = read(round, title + "\n" + LIST, meanings=[Answer.read(ways["改成“表彰”"].text, ASKED)])
    assert {ask.what for ask in again.asked} >= {"表彰的级别“逾期”（1 处）"}
    assert [(one.kind, next(label for _, label in one.others)) for one in again.told] == [
        ("表彰", "改成“督查扣分”")
    ]
    out = read(round, title + "\n" + LIST, meanings=[ways["不收这几行"]])
    assert not out.lines and not out.faults and out.told[0].kind == ""


def test_the_name_of_a_file_tells_the_kind_unless_it_names_both(round, tmp_path):
    rows = [line.split("\t") for line in LIST.splitlines()]
    for name in ("2026年扣分汇总.xlsx", "督查通报批评.xlsx"):
        preview = claiming.read_claims_file(round, book(tmp_path, name, rows), name=name)
        assert taken(preview) == LESSER and preview.told[0].said_by == name
    for name in ("2026年加减分.xlsx", "加分、扣分.xlsx", "汇总.xlsx"):
        preview = claiming.read_claims_file(round, book(tmp_path, name, rows), name=name)
        assert preview.told == [] and [one.about[0] for one in preview.asked] == ["kind"]


@pytest.mark.parametrize("head", ["扣分事项", "减分事由", "扣分原因"])
def test_the_heading_of_the_matters_tells_the_kind_before_the_name_of_the_file(
    round, tmp_path, head
):
    rows = [line.split("\t") for line in LIST.replace("事项", head).splitlines()]
    path = book(tmp_path, "表彰和别的.xlsx", rows)
    preview = claiming.read_claims_file(round, path, name=path.name)
    assert taken(preview) == LESSER and preview.told[0].said_by == head
    rows.insert(0, ["加分申报表"])
    path = book(tmp_path, "表.xlsx", rows)
    preview = claiming.read_claims_file(round, path, name=path.name)
    assert preview.told == [] and [one.about[0] for one in preview.asked] == ["kind"]


def test_a_page_and_a_title_that_disagree_are_asked_about(round, tmp_path):
    rows = [["2026年加分申报表"], *(line.split("\t") for line in LIST.splitlines())]
    path = book(tmp_path, "汇总.xlsx", rows, page="扣分")
    preview = claiming.read_claims_file(round, path, name=path.name)
    assert preview.told == [] and [one.about[0] for one in preview.asked] == ["kind"]


def test_how_to_fill_in_a_table_is_no_title_of_it(round):
    above = "填表说明：本表由各牵头单位填写，加分的须附上表彰文件的复印件，没有文件的不予认定，十二月底以前报送\n"
    assert [one.about[0] for one in read(round, above + LIST).asked] == ["kind"]


def test_a_column_of_kinds_stands_before_the_title(round):
    text = "扣分通报台账\n单位\t事项\t种类\t级别\n东岭\t文明县\t表彰\t省级\n"
    preview = read(round, text)
    assert taken(preview) == [("表彰", "省级", "")] and preview.told == []


TWO = "单位\t事项\t种类\t级别\t{}\t{}\n东岭\t文明县\t表彰\t省级\t1\t{}\n临江县\t平安县\t表彰\t市级\t0.5\t0.5\n"


@pytest.mark.parametrize("heads", [("申请分值", "认定分值"), ("申报分值", "核定分值"), ("分值", "审定分"), ("申报分", "牵头单位认定分值")])  # fmt: skip
def test_what_was_asked_and_what_is_proposed_are_both_kept(round, heads):
    preview = read(round, TWO.format(*heads, "0.5"))
    own, other = heads
    assert f"“{own}”和“{other}”都是分，有 1 条写的不同" in told(preview)[0]
    (ask,) = preview.asked
    ways = {label: meaning for meaning, label in ask.choices}
    assert list(ways) == [f"收“{own}”，“{other}”记进说明", f"收“{other}”，“{own}”记进说明", f"收“{own}”，“{other}”不要"]  # fmt: skip
    found = []
    for meaning in ways.values():
        preview = read(round, TWO.format(*heads, "0.5"), meanings=[meaning])
        assert told(preview) == [] and preview.asked == [] and preview.unread == []
        found.append([(line.entry.points, line.entry.note) for line in preview.lines])
    assert found[0][0] == ("1", f"{other}：0.5")
    assert found[1] == [("0.5", f"{own}：1"), ("0.5", "")]
    assert found[2] == [("1", ""), ("0.5", "")]


def test_two_columns_of_points_that_say_the_same_are_no_question(round):
    for heads in (("申请分值", "认定分值"), ("认定分值", "申请分值")):
        preview = read(round, TWO.format(*heads, "1.0"))
        assert taken(preview) == [("表彰", "省级", "1"), ("表彰", "市级", "0.5")]
        assert preview.unread == [] and {line.entry.note for line in preview.lines} == {""}
    blank = read(round, TWO.format("申请分值", "认定分值", "").replace("0.5\t0.5", "0.5\t"))
    assert taken(blank) == [("表彰", "省级", "1"), ("表彰", "市级", "0.5")]


def test_deductions_proposed_and_found_are_kept_too(round):
    text = "单位\t扣分事项\t情形\t拟扣分\t核定扣分\n东岭\t迟报\t逾期\t0.2\t0.1\n"
    preview = read(round, text)
    assert "“拟扣分”和“核定扣分”都是分" in told(preview)[0]
    preview = read(round, text, meanings=[preview.asked[0].choices[1][0]])
    (line,) = preview.lines
    assert (line.kind.name, line.entry.points, line.entry.note) == (
        "督查扣分",
        "0.1",
        "拟扣分：0.2",
    )


@pytest.mark.parametrize("head", ["通报事由", "事由", "扣分原因", "扣分理由", "督查发现的主要问题", "违规事实", "通报原因及依据"])  # fmt: skip
def test_a_lone_column_of_reasons_is_the_matter(round, head):
    text = f"单位\t{head}\t情形\t扣分\t扣分时间\n东岭\t项目调度迟报\t逾期\t0.2\t2026-05-12\n"
    preview = read(round, text)
    assert taken(preview) == LESSER[:1] and preview.lines[0].entry.title == "项目调度迟报"


def test_of_two_columns_that_may_be_the_matter_one_is_asked_for(round):
    text = "单位\t违规事实\t整改表现\t情形\t扣分\n东岭\t迟报\t已改\t逾期\t0.2\n"
    (ask,) = read(round, text).asked
    assert [words for _, words in ask.choices] == ["“违规事实”这一列", "“整改表现”这一列"]


def test_where_only_the_grounds_are_written_they_may_be_the_matter(round):
    text = "单位\t扣分依据\t情形\t扣分\n东岭\t月报未按时报送\t逾期\t0.2\n"
    preview = read(round, text)
    (ask,) = preview.asked
    assert ask.what == "“事项”是哪一列（1 处）" and "请在上面选它是哪一列" in told(preview)[0]
    preview = read(round, text, meanings=[ask.choices[0][0]])
    assert taken(preview) == LESSER[:1] and preview.lines[0].entry.title == "月报未按时报送"


def test_a_sheet_with_a_title_merged_words_a_total_and_a_note(round, tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ["附件2：2026年度加减分汇总表"], ["序号", "单位", "加/减分", "事由", "级别", "申报分值", "认定分值", "备注"],
        [1, "东岭县", "加分", "省级文明县", "省级", 1, 1, None], [2, "临江县", None, "平安县", "市级", 0.5, 0.5, None],
        [3, "石桥市", "减分", "迟报", "逾期", 0.2, 0.2, None], ["合计", None, None, None, None, 1.7, 1.7, None],
        ["注：减分按督查通报。", None, None, None, None, None, None, None],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("C3:C4")
    made.save(tmp_path / "表.xlsx")
    preview = claiming.read_claims_file(round, tmp_path / "表.xlsx", name="表.xlsx")
    assert taken(preview) == [*BOTH[:1], ("表彰", "市级", "0.5"), *BOTH[1:]]
    assert preview.unread == [] and {line.entry.note for line in preview.lines} == {""}
