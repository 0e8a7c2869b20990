"""牵头单位真会交的表: every usual shape of a sheet of scores and figures, read as a person reads it."""

import pytest

from baton.desk.intake import sheets
from baton.desk.intake.empty_sheets import empty_sheet
from baton.desk.intake.recognising import recognise
from baton.desk.intake.sheet_names import AtHand
from baton.documents.grids import read_grids
from baton.documents.problems import Problems
from baton.domain.facts import queries as figures
from baton.domain.intake import services
from baton.domain.orgs import services as orgs
from baton.domain.orgs import unit_services as units
from baton.domain.refusals import Refused
from tests.retold import retold
from tests.sent import RULEBOOK, SCORES, UNITS, book, open_round, owed, values

pytestmark = pytest.mark.django_db
READ = {"临江县": "4.9", "东岭县": "4.75", "石桥市": "4.6", "云东区": "5"}
LOST = [round(5 - score, 2) for score in SCORES]
WHY = [f"迟报，扣{lost}分" if lost else "" for lost in LOST]
EACH = list(zip(UNITS, SCORES, LOST, WHY, strict=True))
TITLE = "2026年度教育工作评分表"
SHAPES = {
    "page named": ([["序号", "单位", "得分", "扣分原因"], *[[n, u, s, w] for n, (u, s, _, w) in enumerate(EACH, 1)]], [], "教育工作"),
    "title": ([[TITLE], ["序号", "被考核单位", "得分", "扣分原因"], *[[n, u, s, w] for n, (u, s, _, w) in enumerate(EACH, 1)]], ["A1:D1"], "Sheet1"),
    "head": ([["单位", "教育工作", "扣分原因"], *[[u, s, w] for u, s, _, w in EACH]], [], "Sheet1"),
    "two heads": ([["单位", "教育工作（5分）", ""], ["", "得分", "扣分原因"], *[[u, s, w] for u, s, _, w in EACH]], ["A1:A2", "B1:C1"], "Sheet1"),
    "column of indicators": ([["单位", "考核指标", "分值", "得分", "扣分原因"], *[[u, "教育工作", 5, s, w] for u, s, _, w in EACH]], [], "Sheet1"),
    "full, lost, got": ([[TITLE], ["序号", "单位", "满分", "扣分", "得分", "扣分原因"], *[[n, u, 5, lost, s, w] for n, (u, s, lost, w) in enumerate(EACH, 1)]], ["A1:F1"], "Sheet1"),
    "full, lost, got under the name": ([["单位", "教育工作", "", "", ""], ["", "满分", "扣分", "得分", "扣分原因"], *[[u, 5, lost, s, w] for u, s, lost, w in EACH]], ["A1:A2", "B1:E1"], "Sheet1"),
    "nothing named": ([["单位", "得分"], *[[u, s] for u, s, _, _ in EACH]], [], "Sheet1"),
    "figure and score": ([["单位", "完成情况", "得分"], *[[u, 90 + n, s] for n, (u, s, _, _) in enumerate(EACH)]], [], "教育工作"),
    "figure and score under the name": ([["单位", "教育工作", ""], ["", "实际完成", "得分"], *[[u, 90 + n, s] for n, (u, s, _, _) in enumerate(EACH)]], ["A1:A2", "B1:C1"], "Sheet1"),
    "records with both": ([["单位", "考核指标", "得分", "完成值"], *[[u, "教育工作", s, 90 + n] for n, (u, s, _, _) in enumerate(EACH)]], [], "Sheet1"),
    "across": ([["考核指标", *UNITS], ["教育工作", *SCORES]], [], "Sheet1"),
    "across with points": ([["考核指标", "分值", *UNITS], ["教育工作", 5, *SCORES]], [], "Sheet1"),
    "across, named in the title": ([["教育工作"], ["序号", *UNITS], ["得分", *SCORES], ["原因", *WHY]], ["A1:E1"], "Sheet1"),
    "across, nothing named": ([["序号", *UNITS], ["得分", *SCORES]], [], "Sheet1"),
    "side by side": ([["单位", "得分", "单位", "得分"], [UNITS[0], SCORES[0], UNITS[2], SCORES[2]], [UNITS[1], SCORES[1], UNITS[3], SCORES[3]]], [], "教育工作"),
}  # fmt: skip


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path / "round", clerk)


@pytest.fixture
@retold
def desk_of(round, clerk):
    return owed(round, clerk)


def told(preview):
    return [f"{one.place}{one.what}{one.remedy}" for one in preview.faults]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_sheet_of_scores_is_read_in_every_usual_shape(desk_of, tmp_path, shape):
    rows, merged, title = SHAPES[shape]
    read = sheets.read_file(desk_of["市教育局"], book(tmp_path / "表.xlsx", rows, merged, title))
    assert told(read) == [] and not read.asks and values(read) == READ
    assert {line[1] for line in read.cells} == {"F01得分"}
    reasons = {line[1]: line[3] for line in read.sent.beside if line[0] == "reason"}
    if any("扣分原因" in row for row in rows):
        assert reasons == {"A": WHY[0], "B": WHY[1], "C": WHY[2]}


def odd(desk_of, tmp_path, rows):
    read = sheets.read_file(desk_of["市教育局"], book(tmp_path / "表.xlsx", rows))
    return [one.sentence for one in read.oddities if one.kind in ("no_reason", "reason_differs")]


def test_points_taken_off_without_a_reason_are_odd(desk_of, tmp_path):
    head = ["单位", "教育工作得分", "扣分原因"]
    rows = [head, [UNITS[0], 4.62, ""], [UNITS[1], 4.8, "迟报 2 次，扣0.1分；缺项扣 0.1 分"], [UNITS[2], 4.83, "缺项，扣0.20分"], [UNITS[3], 5, ""]]  # fmt: skip
    assert odd(desk_of, tmp_path, rows) == [
        "石桥市的教育工作得分填了 4.83，少 0.17 分，扣分原因里合计是 0.2 分",
        "临江县的教育工作得分填了 4.62，比满分 5 少 0.38，没写扣分原因",
    ]
    silent = [line[:2] for line in rows]
    assert odd(desk_of, tmp_path, silent) == [
        "教育工作得分没得满分 5 的临江县、东岭县、石桥市都没写扣分原因"
    ]
    counted = [head, [UNITS[0], 4.7, "迟报3件，每件扣0.1分"], [UNITS[1], 4.5, "材料不全"]]
    assert odd(desk_of, tmp_path, counted) == []


def test_a_sheet_of_several_scores_without_any_reason_says_so_once(clerk, tmp_path):
    """One sentence with the columns and how many cells; it is about no cell, so that the letter asks for all of them."""
    rules = RULEBOOK.replace('牵头: "市委政法委、市公安局"', "牵头: 市教育局")
    desk_of = owed(open_round(tmp_path / "round", clerk, rules), clerk)
    rows = [["单位", "教育工作得分", "平安建设得分"], [UNITS[0], 4.9, 9], [UNITS[1], 5, 8.5], [UNITS[2], 4.6, 10], [UNITS[3], 5, 10]]  # fmt: skip
    once = "教育工作得分、平安建设得分这 2 项都没写扣分原因，没得满分的有 3 个单位、4 处"
    assert odd(desk_of, tmp_path, rows) == [once]
    reasons = [[*row, "迟报" if n == 1 else ""] for n, row in enumerate(rows)]
    reasons[0] = ["单位", "教育工作得分", "平安建设得分", "教育工作扣分原因"]
    assert odd(desk_of, tmp_path, reasons) == [
        "平安建设得分没得满分 10 的临江县、东岭县都没写扣分原因",
        "石桥市的教育工作得分填了 4.6，比满分 5 少 0.4，没写扣分原因",
    ]


@pytest.mark.parametrize("head", ["得分", "教育工作", "教育工作（5分）", "教育工作得分"])
def test_two_columns_pasted(desk_of, head):
    pasted = f"单位\t{head}\n" + "".join(f"{u}\t{s}\n" for u, s, _, _ in EACH)
    read = sheets.read_paste(desk_of["市教育局"], pasted)
    assert told(read) == [] and values(read) == READ
    assert not [one for one in read.remarks if one.code == "measure"]


def test_a_file_among_several_is_known_by_the_indicator_in_its_title(round, desk_of, tmp_path):
    rows, merged, title = SHAPES["title"]
    path = book(tmp_path / "新建.xlsx", rows, merged, title)
    found = recognise(AtHand(round), path, "新建.xlsx", "")
    assert found.sheet == desk_of["市教育局"] and values(found.preview) == READ


@pytest.mark.parametrize("first", ["单位", "序号"])
def test_a_title_that_is_only_a_units_name_is_no_unit_with_figures(clerk, tmp_path, first):
    rules = RULEBOOK.replace('牵头: "市委政法委、市公安局"', "牵头: 市教育局")
    round = open_round(tmp_path / "round", clerk, rules)
    desk_of = owed(round, clerk)
    rows = [["单位", "教育工作", "平安建设"], *[[u, s, 9] for u, s, _, _ in EACH]]
    if first == "序号":
        rows = [["序号", *rows[0]], *[[n, *row] for n, row in enumerate(rows[1:], 1)]]
    rows = [["东岭县", *[""] * (len(rows[0]) - 1)], *rows]
    for merged in ([f"A1:{'ABCD'[len(rows[0]) - 1]}1"], []):
        path = book(tmp_path / "新建.xlsx", rows, merged)
        found = recognise(AtHand(round), path, "新建.xlsx", "")
        assert found.sheet == desk_of["市教育局"], found.why_not
        assert told(found.preview) == [] and len(found.preview.cells) == 8


def test_points_beside_an_unknown_head_are_the_score_of_what_is_scored_directly(clerk, tmp_path):
    """单位 | 入学率 | 得分: the answer says which indicator it is, and its points are those under 得分."""
    rules = RULEBOOK.replace('牵头: "市委政法委、市公安局"', "牵头: 市教育局")
    sheet = owed(open_round(tmp_path / "round", clerk, rules), clerk)["市教育局"]
    rows = [["单位", "入学率", "得分", "自评得分"], *[[u, 90 + n, s, 5] for n, (u, s, _, _) in enumerate(EACH)]]  # fmt: skip
    path = book(tmp_path / "表.xlsx", rows)
    (ask,) = sheets.read_file(sheet, path).asks
    labels = {label: said for said, label in (*ask.choices, *ask.more)}
    assert "就是教育工作得分，分取“得分”列" in labels and "“入学率”列只作参考" in ask.remedy
    read = sheets.read_file(sheet, path, said=[labels["就是教育工作得分，分取“得分”列"]])
    assert told(read) == [] and values(read) == READ
    assert [one.what for one in read.remarks if "入学率" in one.what]
    summed = [["单位", "教育工作", "平安建设", "得分"], *[[u, s, 9, s + 9] for u, s, _, _ in EACH]]
    read = sheets.read_file(sheet, book(tmp_path / "总.xlsx", summed))
    assert [line[4] for line in read.cells if line[1] == "F02得分"] == ["9"] * 4


def test_another_leads_scores_are_refused_and_the_remedy_names_ones_own(desk_of, tmp_path):
    rows, merged, title = SHAPES["title"]
    read = sheets.read_file(desk_of["市委政法委"], book(tmp_path / "表.xlsx", rows, merged, title))
    assert "不归本单位报的数：教育工作得分" in told(read)[0]
    rows = [["单位", "甲"], *[[u, "好"] for u in UNITS]]
    said = told(sheets.read_file(desk_of["市统计局"], book(tmp_path / "表.xlsx", rows)))
    assert "地区生产总值增速" in said[0] and "教育工作" not in said[0]


def test_points_are_never_read_as_the_figure_they_are_given_for(desk_of, tmp_path):
    sheet = desk_of["市统计局"]
    for rows, title in (
        ([["单位", "得分"], *[[u, 38 + n] for n, u in enumerate(UNITS)]], "Sheet1"),
        ([["单位", "得分"], *[[u, 38 + n] for n, u in enumerate(UNITS)]], "地区生产总值增速"),
        ([["单位", "指标", "得分"], *[[u, "经济增长", 38 + n] for n, u in enumerate(UNITS)]], "Sheet1"),
        ([["单位", "经济增长得分"], *[[u, 38 + n] for n, u in enumerate(UNITS)]], "Sheet1"),
    ):  # fmt: skip
        read = sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows, (), title))
        assert not read.can_be_received and not read.cells
        assert "是分数" in told(read)[0] and "实际完成" in told(read)[0]


def test_figures_with_their_points_and_reasons_stay_apart(desk_of, tmp_path):
    """单位 | 增速 | 得分 | 扣分原因, plain and across, with the points kept beside the figures."""
    growth = (8.2, 7.9, -3.1, 8)
    down = [["单位", "地区生产总值增速（%）", "经济增长得分", "扣分原因"], *[[u, g, 40, ""] for u, g in zip(UNITS, growth, strict=True)]]  # fmt: skip
    under = [
        ["指标", UNITS[0], "", UNITS[1], "", UNITS[2], "", UNITS[3], ""],
        ["", *["完成", "得分"] * 4],
        ["地区生产总值增速（%）", *[one for g in growth for one in (g, 40)]],
    ]
    parts = [["指标", "", *UNITS], ["地区生产总值增速", "数据", *growth], ["", "得分", *[40] * 4], ["", "扣分原因", *["低"] * 4]]  # fmt: skip
    years = [["单位", "地区生产总值增速（%）", "", ""], ["", "2025年", "2026年", "增减"], *[[u, 1.1, g, g - 1.1] for u, g in zip(UNITS, growth, strict=True)]]  # fmt: skip
    for rows, merged in ((down, ()), (under, ["A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:I1"]), (parts, ["A2:A4"]), (years, ["A1:A2", "B1:D1"])):  # fmt: skip
        read = sheets.read_file(desk_of["市统计局"], book(tmp_path / "表.xlsx", rows, merged))
        assert told(read) == []
        assert list(values(read).values()) == ["8.2", "7.9", "-3.1", "8"]
        points = [line[3] for line in read.sent.beside if line[0] == "points"]
        assert points == ([] if rows is years else ["40"] * 4)


def money(path, unit, amounts):
    rows = [["实际利用外资情况表"], ["", "", f"单位：{unit}"], ["序号", "单位名称", "实际利用外资"]]
    rows += [[n, u, v] for n, (u, v) in enumerate(zip(UNITS, amounts, strict=True), 1)]
    return book(path, [*rows, ["", "合计", sum(amounts)]])


def test_another_unit_of_measure_is_a_question_and_the_answer_is_kept(
    round, desk_of, clerk, tmp_path, at
):
    sheet, path = desk_of["市商务局"], money(tmp_path / "外资.xlsx", "亿元", (1.2, 3.4, 2, 0.5))
    read = sheets.read_file(sheet, path)
    (ask,) = read.asks
    assert "单位是亿元" in ask.what and not read.can_be_received
    assert [label for _, label in ask.choices] == ["换算：1.2 亿元是 12000 万元", "就是 1.2 万元"]
    with pytest.raises(Refused, match="还没有答"):
        sheets.take_in(sheet=sheet, preview=read, origin="file", by=clerk, at=at)
    convert = [ask.choices[0][0]]
    read = sheets.read_file(sheet, path, said=convert)
    assert list(values(read).values()) == ["12000", "34000", "20000", "5000"]
    assert not [odd for odd in read.oddities if odd.kind == "total"]
    _, made = sheets.take_in_file(sheet=sheet, path=path, name="外资.xlsx", said=convert, by=clerk, at=at)  # fmt: skip
    assert "乘 10000" in made.answers[0]["told"]
    assert "乘 10000" in sheets.return_text(sheet, made)
    services.accept(submission=made, by=clerk, at=at)
    assert "表上 1.2 亿元，已换算" in figures.observations(round.scheme)[0][6]
    as_is = sheets.read_file(sheet, path, said=[ask.choices[1][0]])
    assert list(values(as_is).values()) == ["1.2", "3.4", "2", "0.5"] and as_is.can_be_received


def test_what_can_not_be_converted_is_only_confirmed_or_sent_back(desk_of, tmp_path):
    path = money(tmp_path / "表.xlsx", "万美元", (1, 2, 3, 4))
    (ask,) = sheets.read_file(desk_of["市商务局"], path).asks
    assert [label for _, label in ask.choices] == ["就是 1 万元"] and "退回" in ask.remedy
    same = money(tmp_path / "表.xlsx", "万元", (10000, 20000, 30000, 40000))
    assert not sheets.read_file(desk_of["市商务局"], same).asks


def test_a_figure_with_a_unit_of_its_own_is_not_converted_twice(desk_of):
    pasted = "单位\t实际利用外资（亿元）\n临江县\t1.2\n东岭县\t34000万元\n石桥市\t2\n云东区\t0.5\n"
    (ask,) = sheets.read_paste(desk_of["市商务局"], pasted).asks
    read = sheets.read_paste(desk_of["市商务局"], pasted, [ask.choices[0][0]])
    assert list(values(read).values()) == ["12000", "34000", "20000", "5000"]


@pytest.mark.parametrize(
    ("head", "growth", "labels", "meant"),
    [
        ("地区生产总值增速（‰）", "82 79 -31 80", ["换算：82 ‰是 8.2 %", "就是 82 %"], "8.2 7.9 -3.1 8"),
        ("地区生产总值增速", "0.082 0.079 -0.031 0.08", ["乘 100：0.082 是 8.2%", "就是 0.082%"], "8.2 7.9 -3.1 8"),
    ],
)  # fmt: skip
def test_permille_and_shares_of_one_for_a_percentage(desk_of, head, growth, labels, meant):
    lines = zip(UNITS, growth.split(), strict=True)
    pasted = f"单位\t{head}\n" + "".join(f"{unit}\t{value}\n" for unit, value in lines)
    (ask,) = sheets.read_paste(desk_of["市统计局"], pasted).asks
    assert [label for _, label in ask.choices] == labels
    read = sheets.read_paste(desk_of["市统计局"], pasted, [ask.choices[0][0]])
    assert list(values(read).values()) == meant.split()
    assert not sheets.read_paste(desk_of["市统计局"], pasted.replace("0.08\n", "8%\n")).asks or "‰" in head  # fmt: skip


def test_bad_cells_and_unknown_names_are_mended_by_a_click(round, desk_of, clerk, tmp_path, at):
    rows = [["单位", "GDP增速"], ["临江县", "8。2"], ["东领县", 7.9], ["石桥市", "７I"], ["云东区", 8], ["云州经开区", 9]]  # fmt: skip
    sheet, path = desk_of["市统计局"], book(tmp_path / "表.xlsx", rows)
    asks = sheets.read_file(sheet, path).asks
    (heading,) = [ask for ask in asks if "GDP增速" in ask.what]
    said = [next(one for one, label in (*heading.choices, *heading.more) if "地区生产总值增速" in label)]  # fmt: skip
    asks = sheets.read_file(sheet, path, said=said).asks
    assert [ask.choices[0][1] for ask in asks[:2]] == ["改成 8.2", "改成 71"]
    unit = {ask.what: ask for ask in asks[2:]}
    said += [ask.choices[0][0] for ask in asks[:2]]
    said.append(
        next(one for one, label in unit["没有叫“东领县”的单位"].choices if "东岭县" in label)
    )
    said.append(next(one for one, label in unit["没有叫“云州经开区”的单位"].choices if "不收" in label))  # fmt: skip
    read = sheets.read_file(sheet, path, said=said)
    assert told(read) == [] and list(values(read).values()) == ["8.2", "7.9", "71", "8"]
    _, made = sheets.take_in_file(sheet=sheet, path=path, name="表.xlsx", said=said, by=clerk, at=at)  # fmt: skip
    kept = " ".join(one["told"] for one in made.answers)
    for word in ("B2 收表时改成 8.2", "“东领县”就是东岭县", "“云州经开区”没有收", "“GDP增速”就是"):
        assert word in kept
    again = book(tmp_path / "再.xlsx", [["单位", "GDP增速"], ["东领县", 7.8]])
    assert list(values(sheets.read_file(sheet, again)).values()) == ["7.8"]


def test_a_lead_unit_written_two_ways_owes_one_sheet_with_all_its_indicators(clerk, tmp_path, at):
    unit = orgs.name_unit(name="市发展和改革委员会", by=clerk, at=at)
    orgs.learn_alias(text="市发改委", unit=unit, by=clerk, at=at)
    rules = RULEBOOK.replace("牵头: 市商务局", "牵头: 市发改委").replace("牵头: 市统计局", "牵头: 市 发展和改革委员会")  # fmt: skip
    sheets_owed = owed(open_round(tmp_path / "round", clerk, rules), clerk)
    assert set(sheets_owed["市发展和改革委员会"].items) == {"外资", "增速"}
    assert len(sheets_owed) == 3
    empty_sheet(sheets_owed["市发展和改革委员会"], tmp_path / "空表.xlsx", at)
    page = read_grids(tmp_path / "空表.xlsx", problems=Problems())[0]
    told = " ".join(page.text(r, c) for r in range(6) for c in range(page.width))
    assert "实际利用外资" in told and "地区生产总值增速" in told and "临江县" in told


def test_of_several_lead_units_in_one_place_the_first_leads(desk_of, tmp_path, at):
    assert "市委政法委、市公安局" not in desk_of
    sheet = desk_of["市委政法委"]
    assert sheet.items == ["F02得分"] and "市公安局" in sheet.note
    empty_sheet(sheet, tmp_path / "空表.xlsx", at)
    page = read_grids(tmp_path / "空表.xlsx", problems=Problems())[0]
    assert any("平安建设" in page.text(r, c) for r in range(4) for c in range(page.width))


def test_figures_of_units_that_an_indicator_does_not_assess_are_odd(
    round, desk_of, clerk, tmp_path, at
):
    group = orgs.name_group(name="功能区", by=clerk, at=at)
    units.add(year=2026, name="高新区", code="E", group=group, why="新设", by=clerk, at=at)
    rows = [["单位", "地区生产总值增速"], *[[unit, 8 + n / 10] for n, unit in enumerate(UNITS)]]
    sheet = desk_of["市统计局"]
    assert not sheets.read_file(sheet, book(tmp_path / "表.xlsx", rows)).oddities
    (odd,) = sheets.read_file(sheet, book(tmp_path / "多.xlsx", [*rows, ["高新区", 9]])).oddities
    assert (
        odd.sentence == "地区生产总值增速不考核这些单位，表上却有数：高新区 9"
        and odd.subject == "E"
    )


def test_a_column_that_does_not_name_the_item_of_its_title_is_asked_about(desk_of, clerk, tmp_path, at):  # fmt: skip
    """增幅 under a title that names the growth, 考核得分 of a lead that owes one score: a button, and never again."""
    growth = [["2026年地区生产总值增速"], ["单位", "增幅（%）"], *[[unit, 8 + n / 10] for n, unit in enumerate(UNITS)]]  # fmt: skip
    path = book(tmp_path / "增速.xlsx", growth, ["A1:B1"])
    (ask,) = sheets.read_file(desk_of["市统计局"], path).asks
    assert "“增幅（%）”就是“地区生产总值增速”吗" in ask.what
    _, made = sheets.take_in_file(sheet=desk_of["市统计局"], path=path, name="增速.xlsx", said=[ask.choices[0][0]], by=clerk, at=at)  # fmt: skip
    assert made.answers[0]["told"] == "“增幅（%）”就是地区生产总值增速"
    again = sheets.read_file(desk_of["市统计局"], path)
    assert not again.asks and values(again)["云东区"] == "8.3"

    sheet = desk_of["市教育局"]
    own = [["单位", "自评分", "考核得分"], *[[u, 5, s] for u, s, _, _ in EACH]]
    path = book(tmp_path / "自评.xlsx", own)
    (ask,) = sheets.read_file(sheet, path).asks
    assert [label for _, label in ask.choices] == ["“考核得分”就是教育工作得分", "“自评分”就是教育工作得分"]  # fmt: skip
    assert values(sheets.read_file(sheet, path, said=[ask.choices[0][0]])) == READ
    lost = [["单位", "扣分", "扣分原因"], *[[u, -lost or "", why] for u, _, lost, why in EACH]]
    path = book(tmp_path / "扣分.xlsx", lost)
    (ask,) = sheets.read_file(sheet, path).asks
    assert "是满分减去扣分吗" in ask.what and ask.choices[0][1].startswith("是满分 5 减去“扣分”")
    read = sheets.read_file(sheet, path, said=[ask.choices[0][0]])
    assert values(read) == READ and len(read.sent.beside) == 3


def test_the_total_of_several_parts_is_asked_about_before_the_parts(desk_of):
    head = "单位\t基础分(3)\t质量分(3)\t总分\n"
    table = head + "".join(f"{unit}\t2\t{score - 2}\t{score}\n" for unit, score, _, _ in EACH)
    (ask,) = sheets.read_paste(desk_of["市教育局"], table).asks
    assert [label for _, label in ask.choices] == ["“总分”就是教育工作得分"]
    read = sheets.read_paste(desk_of["市教育局"], table, [ask.choices[0][0]])
    assert not read.asks and values(read) == READ and read.can_be_received
    assert [one.what for one in read.remarks] == ["“基础分(3)”、“质量分(3)”没有当作实际数读入"]


def test_scores_out_of_a_hundred_are_one_question_about_the_scale(desk_of, tmp_path):
    rows = [["单位", "教育工作（满分100分）"], *[[unit, score * 20] for unit, score, _, _ in EACH]]
    sheet, path = desk_of["市教育局"], book(tmp_path / "百分.xlsx", rows)
    (ask,) = sheets.read_file(sheet, path).asks
    assert "满分 5 分，表上 4 个数有 4 个超过，如 100" in ask.what
    read = sheets.read_file(sheet, path, said=[ask.choices[0][0]])
    assert values(read) == READ and [one.kind for one in read.oddities] == ["no_reason"]
    kept = sheets.read_file(sheet, path, said=[ask.choices[1][0]])
    assert [one.kind for one in kept.oddities].count("outside") == 4


def test_sentences_about_a_sheet_are_to_the_point(round, desk_of, clerk, tmp_path):
    sheet = desk_of["市统计局"]
    across = [["单位", *UNITS], ["地区生产总值增速", 8, 8.1, 8.2, 8.3]]
    read = sheets.read_file(sheet, book(tmp_path / "横.xlsx", across))
    assert len(read.cells) == 4 and not read.remarks  # 单位 over the names is no unit of measure
    rows = [["单位", "教育工作"], [UNITS[1], 4.9], ["西桥市", 4.8]]
    read = sheets.read_file(desk_of["市教育局"], book(tmp_path / "缺.xlsx", rows))
    assert "教育工作得分缺临江县、石桥市、云东区" in [one.sentence for one in read.oddities]
    halves = [
        ["单位", "教育工作（上半年）", "教育工作（全年）"],
        *[[u, 4, s] for u, s, _, _ in EACH],
    ]
    (ask,) = sheets.read_file(desk_of["市教育局"], book(tmp_path / "半.xlsx", halves)).asks
    assert "“上半年”：期次里没有这一期" in ask.what
    formula = [["单位", "教育工作"], ["=B9", 4.9], [UNITS[1], 4.8]]
    said = told(sheets.read_file(desk_of["市教育局"], book(tmp_path / "式.xlsx", formula)))
    assert "单位名称是公式，文件里没有存着它的结果" in said[0]
    formula = [["单位", "教育工作"], *[[f"=B{n}", 4.9] for n in range(9, 12)]]
    said = told(sheets.read_file(desk_of["市教育局"], book(tmp_path / "全.xlsx", formula)))
    assert "A2、A3、A4是公式，文件里没有存着它们的结果" in said[0]
