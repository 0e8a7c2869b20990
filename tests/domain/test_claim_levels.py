"""级别在表头、事项在行里: the cell under a level says that it is meant, with a mark or with the points that are asked."""

import pytest

from baton.desk.ledger import claiming
from tests.domain.test_claim_shapes import both, workbook
from tests.domain.test_claiming import told
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
HEAD = ["序号", "申报单位", "加分事项", "省级", "市级", "表彰文件", "表彰时间"]
TAIL = ["政〔2026〕1号", "2026-05-12"]


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def lines(preview):
    assert told(preview) == [] and not preview.asked and not preview.unread
    return [(line.entry.subject.name, line.entry.title, line.entry.level, line.entry.points) for line in preview.lines]  # fmt: skip


def body(first, second):
    return [
        [1, "东岭县", "文明县", first, None, *TAIL],
        [2, "临江县", "平安县", None, second, *TAIL],
    ]


@pytest.mark.parametrize(
    ("cells", "points"),
    [((1, 0.5), ("1", "0.5")), (("√", "✔"), ("", "")), (("1分", "√0.5"), ("1", "0.5")), (("√", 0.5), ("", "0.5"))],
)  # fmt: skip
def test_the_head_says_the_level_and_the_cell_that_it_is_meant(round, tmp_path, cells, points):
    preview = claiming.read_claims_file(round, workbook(tmp_path, [HEAD, *body(*cells)]))
    want = [("东岭县", "文明县", "省级", points[0]), ("临江县", "平安县", "市级", points[1])]
    assert lines(preview) == want and preview.lines[0].entry.document == TAIL[0]


@pytest.mark.parametrize("names", [("省级(1分)", "市级(0.5分)"), ("省级1分", "市级0.5分"), ("省级加1分", "市级加0.5分"), ("省级表彰（每项1分）", "市级表彰（每项0.5分）"), ("省级分值", "市级分值")])  # fmt: skip
def test_points_may_stand_in_the_head_behind_the_level(round, tmp_path, names):
    head = [*HEAD[:3], *names, *HEAD[5:]]
    want = [("东岭县", "文明县", "省级", "1"), ("临江县", "平安县", "市级", "0.5")]
    preview = claiming.read_claims_file(round, workbook(tmp_path, [head, *body(1, 0.5)]))
    assert lines(preview) == want
    if "1" in names[0]:
        preview = claiming.read_claims_file(round, workbook(tmp_path, [head, *body("√", "√")]))
        assert lines(preview) == want


@pytest.mark.parametrize("over", ["级别及分值", "申报加分", "级别", "获奖级别（分值）"])
@pytest.mark.parametrize("merged", [(), ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2", "G1:G2")])
@pytest.mark.parametrize("names", [("省级", "市级"), ("省级(1分)", "市级(0.5分)")])
def test_levels_under_a_word_that_stands_over_them(round, tmp_path, over, merged, names):
    rows = [[*HEAD[:3], over, None, *HEAD[5:]], [None, None, None, *names, None, None]]
    path = workbook(tmp_path, [*rows, *body(1, 0.5)], *merged)
    want = [("东岭县", "文明县", "省级", "1"), ("临江县", "平安县", "市级", "0.5")]
    assert lines(claiming.read_claims_file(round, path)) == want


def test_points_of_another_column_are_those_that_are_asked_unless_they_differ(round, tmp_path):
    head = [*HEAD[:5], "申报加分", *HEAD[5:]]
    rows = [[*row[:5], asked, *row[5:]] for row, asked in zip(body("√", "√"), (1, 0.5), strict=True)]  # fmt: skip
    want = [("东岭县", "文明县", "省级", "1"), ("临江县", "平安县", "市级", "0.5")]
    assert lines(claiming.read_claims_file(round, workbook(tmp_path, [head, *rows]))) == want
    rows = [[*row[:5], asked, *row[5:]] for row, asked in zip(body(1, 0.5), (1, 0.5), strict=True)]
    assert lines(claiming.read_claims_file(round, workbook(tmp_path, [head, *rows]))) == want
    rows[1][4] = 2
    preview = claiming.read_claims_file(round, workbook(tmp_path, [head, *rows]))
    (ask,) = preview.asked
    assert "申报加分" in ask.what and "收哪一列" in ask.what


def test_points_that_differ_from_the_table_of_levels_are_pointed_out_at_their_cell(round, tmp_path):
    preview = claiming.read_claims_file(round, workbook(tmp_path, [HEAD, *body(1, 2)]))
    assert [line[3] for line in lines(preview)] == ["1", "2"]
    (said,) = [one for one in preview.remarks if "申报 2 分" in one.what]
    assert "E3" in said.place and "“市级”是 0.5 分" in said.what and said.remedy == "按分值表计"


def test_two_levels_of_one_line_are_two_claims_and_none_is_asked(round, tmp_path):
    rows = [HEAD, [1, "东岭县", "文明县", 1, 0.5, *TAIL], [2, "临江县", "平安县", None, None, *TAIL]]  # fmt: skip
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows))
    assert [(line.entry.title, line.entry.level) for line in preview.lines] == [("文明县", "省级"), ("文明县", "市级")]  # fmt: skip
    assert [one.what for one in preview.asked] == ["表彰没有写级别的（1 处）"]
    assert ["第3行" in one.place for one in preview.faults] == [True]


def test_a_total_and_notes_below_change_nothing(round, tmp_path):
    rows = [HEAD, *body(1, 0.5), ["合计", None, None, 1, 0.5, None, None], ["注：以文件为准"]]
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows))
    assert [line[2] for line in lines(preview)] == ["省级", "市级"]


def test_levels_the_scheme_names_and_no_office_else(clerk, tmp_path, monkeypatch):
    round = both(clerk, tmp_path, monkeypatch)
    rows = [["单位", "扣分事项", "逾期(0.2分)", "通报批评(0.5分)"], ["东岭县", "迟报", "√", None], ["临江县", "会议纪律", None, "√"]]  # fmt: skip
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows))
    want = [("东岭县", "迟报", "逾期", "0.2"), ("临江县", "会议纪律", "通报批评", "0.5")]
    assert lines(preview) == want and {line.kind.name for line in preview.lines} == {"督查扣分"}


def test_a_level_nobody_knows_is_asked_at_its_head(round, tmp_path):
    head = [*HEAD[:3], "国家级", "省级", *HEAD[5:]]
    preview = claiming.read_claims_file(round, workbook(tmp_path, [head, *body(3, 1)]))
    assert [one.what for one in preview.asked] == ["表彰的级别“国家级”（1 处）"]


def test_columns_of_other_things_under_such_names_stay_unread(round, tmp_path):
    rows = [["单位", "事项", "级别", "省级", "市级"], ["东岭县", "文明县", "省级", "已报", "未报"]]
    preview = claiming.read_claims_file(round, workbook(tmp_path, rows), kind="表彰")
    assert [line.entry.level for line in preview.lines] == ["省级"] and len(preview.unread) == 2
