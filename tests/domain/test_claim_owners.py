"""表是谁的: a form of one unit, a list in sections, and names left blank below the first, as offices send them."""

import pytest

from baton.desk.ledger import claiming
from tests.domain.test_claim_shapes import workbook
from tests.domain.test_claiming import told
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = ["序号", "加分事项", "级别", "申报分值", "佐证材料名称及文号", "获奖时间"]
LINES = [[1, "文明县", "省级", 1, "甲〔2026〕1号", "2026-05-12"], [2, "平安县", "市级", 0.5, "甲〔2026〕2号", "2026-05-13"]]  # fmt: skip


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def pasted(rows):
    return "\n".join("\t".join("" if one is None else str(one) for one in row) for row in rows)


def both(round, folder, rows, *merged, name=""):
    """The table as a file and as it was pasted."""
    path = workbook(folder, rows, *merged)
    return [claiming.read_claims_file(round, path, name=name), claiming.read_claims_paste(round, pasted(rows))]  # fmt: skip


def taken(preview):
    assert told(preview) == [] and not preview.asked
    return [(line.entry.subject.name, line.entry.title) for line in preview.lines]


def remarks(preview, code):
    return [one.what for one in preview.remarks if one.code == code]


OWN = [("东岭县", "文明县"), ("东岭县", "平安县")]


@pytest.mark.parametrize(
    ("above", "said"),
    [
        (["申报单位：东岭县"], "申报单位：东岭县"), (["填报单位（盖章）：东岭", None, None, "2026年12月"], "填报单位（盖章）：东岭"),
        (["申报单位：", "东岭县"], "申报单位：东岭县"), (["东岭县2026年度加分申报表"], "东岭县2026年度加分申报表"),
    ],
)  # fmt: skip
def test_a_form_of_one_unit_is_its_own(round, tmp_path, above, said):
    rows = [["2026年度加分申报表"], above, HEAD, *LINES, ["合计", None, None, 1.5]]
    for preview in both(round, tmp_path, rows, "A1:F1"):
        assert taken(preview) == OWN
        assert "单位" not in [one.meaning for one in preview.shown]
        assert remarks(preview, "one-owner") == [f"没有单位列，照“{said}”都记作东岭县的"]


def test_the_name_of_the_file_or_of_the_page_says_whose_it_is(round, tmp_path):
    path = workbook(tmp_path, [HEAD, *LINES])
    preview = claiming.read_claims_file(round, path, name="东岭县加分申报.xlsx")
    assert taken(preview) == OWN and remarks(preview, "one-owner")


def test_a_form_that_says_nothing_is_asked_about_once(round, tmp_path):
    rows = [["2026年度加分申报表"], HEAD, *LINES]
    for preview in both(round, tmp_path, rows):
        (ask,) = preview.asked
        assert ask.what == "这张表都是哪个单位的（1 处）" and not preview.others
        assert "都是东岭县的" in [words for _, words in ask.every]
    (said,) = [one for one, words in ask.every if words == "都是东岭县的"]
    preview = claiming.read_claims_paste(round, pasted(rows), meanings=[said])
    assert taken(preview) == OWN
    assert [sentence for _, sentence in preview.answered] == ["整张表都是东岭县的"]


def test_a_column_of_names_under_another_head_is_offered_and_no_other(round):
    rows = [["东岭县加分申报表"], ["序号", "哪一家", *HEAD[1:]], [1, "临江县", *LINES[0][1:]], [2, "石桥市", *LINES[1][1:]]]  # fmt: skip
    (ask,) = claiming.read_claims_paste(round, pasted(rows)).asked
    assert ask.what == "“单位”是哪一列（1 处）"
    assert [words for _, words in ask.every] == ["“哪一家”这一列"]


@pytest.mark.parametrize(
    "heads",
    [
        ("一、东岭县", "二、临江县"),
        ("（一）东岭（1项）", "（二）临江县：1项"),
        ("东岭县", "临江县"),
    ],
)
def test_lists_in_sections_are_of_the_unit_above_them(round, tmp_path, heads):
    rows = [["2026年度加分申报表"], HEAD, [heads[0].replace("：1项", "")], LINES[0], ["小计", None, None, 1], [heads[1].replace("：1项", "：")], LINES[1], ["合计", None, None, 1.5]]  # fmt: skip
    for preview in both(round, tmp_path, rows, "A1:F1", "A3:F3", "A6:F6"):
        assert taken(preview) == [("东岭县", "文明县"), ("临江县", "平安县")]


def test_a_section_of_an_unknown_name_is_asked_about(round):
    rows = [["加分申报表"], HEAD, ["一、东岭县"], LINES[0], ["二、东山县"], LINES[1]]
    (ask,) = claiming.read_claims_paste(round, pasted(rows)).asked
    assert ask.what == "单位“东山县”（1 处）"


FULL = ["序号", "单位", *HEAD[1:]]


def full(*names):
    return [[at, name, f"事项{'甲乙丙丁戊'[at - 1]}", *LINES[0][2:]] for at, name in enumerate(names, 1)]  # fmt: skip


def test_blank_units_below_a_name_are_read_down_and_told_once(round):
    rows = [FULL, *full("东岭县", "", "", "临江县", ""), ["合计", "", "", "", 5]]
    preview = claiming.read_claims_paste(round, pasted(rows))
    assert [name for name, _ in taken(preview)] == ["东岭县"] * 3 + ["临江县"] * 2
    assert remarks(preview, "names-above") == ["“单位”空着的 3 行照上面的名称读"]


def test_a_total_in_the_column_of_matters_is_no_line(round):
    rows = [FULL, *full("东岭县", ""), ["", "", "合计", "", 2]]
    assert len(taken(claiming.read_claims_paste(round, pasted(rows)))) == 2
    rows = [["申报单位：东岭县"], HEAD, *LINES, ["", "合计", "", 1.5]]
    assert taken(claiming.read_claims_paste(round, pasted(rows))) == OWN


@pytest.mark.parametrize("names", [("东岭县", "东岭县", "", "临江县"), ("", "东岭县", "临江县")])
def test_a_blank_unit_in_a_list_that_repeats_names_or_above_all_is_a_fault(round, names):
    preview = claiming.read_claims_paste(round, pasted([FULL, *full(*names)]))
    assert ["“单位”是空的" in one for one in told(preview)] == [True]


def test_a_list_with_all_its_names_is_told_of_nothing(round, tmp_path):
    rows = [["县文明办2026年度加分申报表", *[None] * 6], FULL, *full("东岭县", "临江县", "东岭县")]
    for preview in both(round, tmp_path, rows, name="石桥市.xlsx"):
        assert [name for name, _ in taken(preview)] == ["东岭县", "临江县", "东岭县"]
        assert not remarks(preview, "names-above") and not remarks(preview, "one-owner")
