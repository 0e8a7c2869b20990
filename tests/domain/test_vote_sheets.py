"""票数: ballots stand on the sheet of who counts them, come back in the sheet's layout or their own, and are scored."""

import openpyxl
import pytest

from baton.desk import computing
from baton.desk.intake import empty_sheets, owing, sheets
from baton.desk.intake.sheet_answers import AS_IS, BLANK, CONVERT, LEVEL
from baton.desk.questions import Answer
from baton.desk.results import result_of
from baton.domain.intake import services as intake
from tests.retold import retold
from tests.stories import AT
from tests.votes import voting

COUNTS = {"临江县": (23, 7, 0, 2, 2), "东岭县": (20, 10, 4, 0, 0), "石桥市": (10, 10, 10, 2, 2), "云东区": (30, 2, 1, 1, 0)}  # fmt: skip
HEAD = "县直部门机关作风民主测评汇总表\n"


@pytest.fixture
@retold
def owed(clerk, tmp_path):
    return voting(tmp_path / "office", clerk)


def own_table(head: str, lines: dict = COUNTS, more=lambda counts: ()) -> str:
    """A lead unit's own layout, as it is pasted."""
    rows = ["\t".join(map(str, (unit, *counts, *more(counts)))) for unit, counts in lines.items()]
    return head + "\n".join(rows)


def accepted(sheet, preview, clerk, at):
    """The table taken in and accepted, and everything computed anew."""
    assert preview.can_be_received, (preview.faults, preview.asks)
    made = sheets.take_in(sheet=sheet, preview=preview, origin="paste", by=clerk, at=at)
    intake.accept(submission=made, by=clerk, at=at)
    return result_of(computing.refresh(sheet.round, at=at, by=clerk))


def counts_of(preview, subject="A"):
    return {line[3]: line[4] for line in preview.cells if line[0] == subject}


def test_who_counts_the_votes_owes_them_and_the_office_what_nobody_leads(owed):
    assert {name: sheet.items for name, sheet in owed.items()} == {
        "市财政局": ["财政收入"], "市生态环境局": ["优良天数比例"], "县直机关工委": ["作风测评票"], "县信访局": ["满意度票"],
        "考核办": ["述职票"],
    }  # fmt: skip
    assert owed["考核办"].title == "考核办自填表"
    sheet = owed["县直机关工委"]
    assert not owing.is_outdated(sheet.round, list(owed.values()))


def test_the_empty_sheet_has_a_column_for_each_level_and_is_read_again(owed, clerk, tmp_path, at):
    sheet, path = owed["县直机关工委"], tmp_path / "空表.xlsx"
    empty_sheets.empty_sheet(sheet, path, AT)
    book = openpyxl.load_workbook(path)
    page = book["作风测评票"]
    assert [cell.value for cell in page[5]][2:7] == ["优秀", "良好", "一般", "较差", "不了解"]
    rules = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert any("C6=INT(C6)" in rule and "C6>=0" in rule for rule in rules), rules
    for row in range(6, 10):
        for column, count in enumerate(COUNTS[page.cell(row, 1).value], start=3):
            page.cell(row, column, count)
        page.cell(row, 8, sum(COUNTS[page.cell(row, 1).value]))
    book.save(path)
    preview = sheets.read_file(sheet, path)
    assert [odd.kind for odd in preview.oddities] == []
    result = accepted(sheet, preview, clerk, at)
    assert result.score("A", "F3") == "8.938"  # (23 + 7 × 0.8) ÷ 32, four places, of 10
    assert preview.cells[0][6] == "空表.xlsx·作风测评票·C6"


def test_blocks_for_categories_of_raters_are_read_again(owed, clerk, tmp_path, at):
    sheet, path = owed["县信访局"], tmp_path / "空表.xlsx"
    empty_sheets.empty_sheet(sheet, path, AT)
    book = openpyxl.load_workbook(path)
    page = book["满意度票"]
    for row in range(7, 11):
        for column, count in enumerate((8, 2, 0, 5, 5, 0), start=3):
            page.cell(row, column, count)
    book.save(path)
    preview = sheets.read_file(sheet, path)
    assert counts_of(preview)["乡镇|一般"] == "5"
    assert accepted(sheet, preview, clerk, at).score("A", "F4") == "8.4"  # 0.6 × 0.9 + 0.4 × 0.75


@pytest.mark.parametrize(
    "head",
    [
        HEAD + "单位\t优秀\t良好\t一般\t较差\t不了解\n",
        "单位\t优秀票\t良好票\t一般票\t较差票\t不了解票\n",
        HEAD + "单位\t优秀（票）\t良好（票）\t一般（票）\t较差（票）\t不了解（票）\n",
        "机关作风\t优秀\t良好\t一般\t较差\t不了解\n",
    ],
)
def test_own_layouts_with_levels_across(owed, head):
    preview = sheets.read_paste(owed["县直机关工委"], own_table(head))
    assert preview.can_be_received, (preview.faults, preview.asks)
    assert list(counts_of(preview).values()) == ["23", "7", "0", "2", "2"]


def test_a_line_for_each_unit_and_item_with_levels_across(owed):
    lines = {f"{unit}\t机关作风": counts for unit, counts in COUNTS.items()}
    preview = sheets.read_paste(
        owed["县直机关工委"], own_table("单位\t指标\t优秀\t良好\t一般\t较差\t不了解\n", lines)
    )
    assert counts_of(preview) == {
        "优秀": "23",
        "良好": "7",
        "一般": "0",
        "较差": "2",
        "不了解": "2",
    }


def test_units_across_and_levels_down(owed):
    rows = [["等级", *COUNTS]]
    for at, level in enumerate(("优秀", "良好", "一般", "较差", "不了解")):
        rows.append([level, *(str(counts[at]) for counts in COUNTS.values())])
    text = HEAD + "\n".join("\t".join(row) for row in rows)
    preview = sheets.read_paste(owed["县直机关工委"], text)
    assert preview.can_be_received, (preview.faults, preview.asks)
    assert counts_of(preview)["不了解"] == "2"


def test_one_page_for_each_category(owed, tmp_path):
    book = openpyxl.Workbook()
    for name, counts in (("服务对象", (8, 2, 0)), ("乡镇", (5, 5, 0))):
        page = book.create_sheet(name)
        page.append(["单位", "满意", "一般", "不满意"])
        for unit in COUNTS:
            page.append([unit, *counts])
    del book["Sheet"]
    book.save(tmp_path / "满意度.xlsx")
    preview = sheets.read_file(owed["县信访局"], tmp_path / "满意度.xlsx")
    assert preview.can_be_received, (preview.faults, preview.asks)
    assert counts_of(preview)["服务对象|满意"] == "8"
    assert counts_of(preview)["乡镇|满意"] == "5"


def test_a_printed_summary_with_grouped_heads_and_slips_beside(owed, tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["县直部门机关作风民主测评汇总表"])
    page.append(["序号", "单位", "发出", "收回", "测评结果(票)", None, None, None, None, "备注"])
    page.append([None, None, None, None, "优秀", "良好", "一般", "较差", "不了解", None])
    for place, (unit, counts) in enumerate(COUNTS.items(), start=1):
        page.append([place, unit, 100, sum(counts), *counts, 2])
    page.append(["合计", None, 400, 136, *map(sum, zip(*COUNTS.values(), strict=True)), None])
    for cells in ("A1:J1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:I2", "J2:J3"):
        page.merge_cells(cells)
    book.save(tmp_path / "votes.xlsx")
    preview = sheets.read_file(owed["县直机关工委"], tmp_path / "votes.xlsx")
    assert preview.can_be_received, (preview.faults, preview.asks)
    assert list(counts_of(preview).values()) == ["23", "7", "0", "2", "2"]
    assert len(preview.cells) == 20
    assert not [odd for odd in preview.oddities if odd.kind == "total"], preview.oddities


def test_slips_that_came_back_are_held_against_the_sum(owed):
    head = HEAD + "单位\t优秀\t良好\t一般\t较差\t不了解\t发出\t收回\t有效票\t优秀率\n"
    lines = COUNTS | {"东岭县": (20, 10, 4, 0, 1)}

    def beside(counts):
        return 100, sum(COUNTS["东岭县"]), sum(counts[:4]), "70%"

    preview = sheets.read_paste(owed["县直机关工委"], own_table(head, lines, beside))
    assert preview.can_be_received, (preview.faults, preview.asks)
    told = [odd.sentence for odd in preview.oddities if odd.kind == "total"]
    assert len(told) == 1, told
    assert told[0].startswith("“收回”写的是 34，各等级加起来是 35")


def test_spoilt_slips_explain_the_difference(owed):
    head = HEAD + "单位\t优秀\t良好\t一般\t较差\t不了解\t收回\t废票\n"
    preview = sheets.read_paste(
        owed["县直机关工委"], own_table(head, COUNTS, lambda counts: (sum(counts) + 3, 3))
    )
    assert not [odd for odd in preview.oddities if odd.kind == "total"]


def test_a_unit_with_another_number_of_slips_is_odd(owed):
    lines = COUNTS | {"石桥市": (10, 10, 10, 2, 9)}
    preview = sheets.read_paste(
        owed["县直机关工委"],
        own_table("单位\t优秀\t良好\t一般\t较差\t不了解\n", lines),
    )
    assert [(odd.subject, odd.sentence) for odd in preview.oddities if odd.kind == "ballots"] == [
        ("C", "石桥市的作风测评票一共 41 张，别的单位多是 34 张")
    ]


def test_a_level_that_the_rule_does_not_name_is_asked_about(owed, clerk, at):
    text = own_table("单位\t优秀\t良好\t一般\t较差\t弃权\n")
    sheet = owed["县直机关工委"]
    preview = sheets.read_paste(sheet, text)
    assert not preview.can_be_received
    (ask,) = preview.asks
    assert "没有“弃权”这一级" in ask.what
    assert [label for _, label in ask.choices][-2:] == ["就是“不了解”", "不收这一级"]
    again = sheets.read_paste(sheet, text, [Answer(LEVEL, "作风测评票|弃权", "不了解")])
    assert counts_of(again)["不了解"] == "2"
    assert [one.told for one in again.answers.used] == ["作风测评票的“弃权”就是“不了解”"]
    accepted(sheet, again, clerk, at)


def test_a_long_table_with_an_unknown_level_is_asked_about_too(owed):
    text = "单位\t指标\t类别\t数值\n临江县\t作风测评票\t优秀\t23\n临江县\t作风测评票\t很好\t3\n"
    preview = sheets.read_paste(owed["县直机关工委"], text)
    assert ["没有“很好”这一级" in ask.what for ask in preview.asks] == [True]


@pytest.mark.parametrize(("said", "value"), [(CONVERT, "0"), (AS_IS, None)])
def test_empty_cells_beside_counts_are_asked_about(owed, said, value):
    sheet, lines = owed["县直机关工委"], COUNTS | {"临江县": (23, 7, "", 2, 2)}
    text = own_table("单位\t优秀\t良好\t一般\t较差\t不了解\n", lines)
    (ask,) = sheets.read_paste(sheet, text).asks
    assert "1 格空着" in ask.what
    assert "临江县" in ask.what
    again = sheets.read_paste(sheet, text, [Answer(BLANK, "作风测评票", said)])
    assert counts_of(again)["一般"] == value


def test_a_word_holds_for_all_levels_of_a_unit(owed):
    lines = COUNTS | {"临江县": ("无此任务", "", "", "", "")}
    preview = sheets.read_paste(
        owed["县直机关工委"], own_table("单位\t优秀\t良好\t一般\t较差\t不了解\n", lines)
    )
    assert {line[5] for line in preview.cells if line[0] == "A"} == {"not_applicable"}


def test_a_level_without_a_column_replaces_what_an_older_version_said(owed, clerk, at):
    sheet = owed["县直机关工委"]
    accepted(sheet, sheets.read_paste(sheet, own_table("单位\t优秀\t良好\t一般\t较差\t不了解\n")), clerk, at)  # fmt: skip
    fewer = {unit: counts[:3] for unit, counts in COUNTS.items()}
    preview = sheets.read_paste(sheet, own_table("单位\t优秀\t良好\t一般\n", fewer))
    assert [odd.sentence for odd in preview.oddities if odd.kind == "absent"] == [
        "作风测评票：表上没有较差、不了解，按 0 张记"
    ]
    result = accepted(sheet, preview, clerk, at)
    assert (
        result.score("A", "F3") == "9.533"
    )  # (23 + 7 × 0.8) ÷ 30; the two votes 较差 of before are gone


def test_a_rule_by_shares_of_the_best_takes_every_usual_level(owed, clerk, at):
    sheet = owed["考核办"]
    text = own_table("单位\t优秀\t良好\t一般\t不了解\n", dict.fromkeys(COUNTS, (92, 4, 4, 9)))
    preview = sheets.read_paste(sheet, text)
    assert accepted(sheet, preview, clerk, at).score("A", "F5") == "5"
    assert counts_of(preview)["良好"] == "4"


def test_a_unit_that_stands_twice_is_a_fault_as_with_scores(owed):
    """Whichever came last would have won."""
    head = "单位\t优秀\t良好\t一般\t较差\t不了解\n"
    once = head + "临江县\t23\t7\t2\t0\t3\n"
    assert sheets.read_paste(owed["县直机关工委"], once).faults == []
    (fault,) = sheets.read_paste(owed["县直机关工委"], once + "临江县\t30\t2\t0\t0\t3\n").faults
    assert "报了2次" in fault.what and "只留一个" in fault.remedy
