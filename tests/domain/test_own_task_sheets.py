"""各单位不同的任务: forty departments with one to five tasks of their own get a list to fill in, which comes back as it is."""

from datetime import date

import openpyxl
import pytest

from baton.desk import folders
from baton.desk.intake import sheets
from baton.desk.intake.empty_sheets import empty_sheet
from baton.documents.lead_list import FIGURES, SCORES
from baton.domain.rounds import services as rounds
from tests.stories import AT, RULEBOOK

pytestmark = pytest.mark.django_db
UNITS = {f"D{at:02}": f"第{at}局" for at in range(40)}
HEAD, TAIL = RULEBOOK.split("    F1:\n")[0], "    加分:\n" + RULEBOOK.split("    加分:\n")[1]


def tasks_of(at):
    return [f"第{at}局任务{number}" for number in range(1, 2 + at % 5)]


def item(code, name, rest):
    return f"    {code}:\n      名称: {name}\n      评分办法: 办法{code}。\n      分值: 8\n{rest}      牵头: 县委督查室\n"


def scored(code, name, whom="      适用: 责任书所列\n"):
    return item(code, name, f"      方法: 直接评分\n      数据: {name}得分\n{whom}")


def measured(code, name):
    return item(code, name, f"      方法: 完成率\n      数据: {name}数\n      目标: 责任书\n      封顶: 100%\n      适用: 责任书所列\n")  # fmt: skip


def owed(tmp_path, clerk, at, *, common=(), figures=()):
    """What 县委督查室 owes: every department's own tasks, common ones, and figures of single departments."""
    own = {name: code for at_, code in enumerate(UNITS) for name in tasks_of(at_)}
    measures = {f"第{number}局项目数": f"D{number:02}" for number in figures}
    text = HEAD.replace("县市区", "县直部门")
    text = text.replace("  财政收入: {单位: 万元, 不小于: 0}\n", "".join(
        [f"  {name}得分: {{单位: 分, 不小于: 0, 不大于: 8}}\n" for name in (*own, *common)]
        + [f"  {name}数: {{单位: 个, 不小于: 0}}\n" for name in measures]
    )).replace('  优良天数比例: {单位: "%", 不小于: 0, 不大于: 100}\n', "")  # fmt: skip
    text += "".join(scored(f"T{n}", name) for n, name in enumerate(own))
    text += "".join(scored(f"C{n}", name, "") for n, name in enumerate(common))
    text += "".join(measured(f"M{n}", name) for n, name in enumerate(measures)) + TAIL
    office = tmp_path / "office"
    office.mkdir()
    (office / "规则书.yaml").write_text(text, encoding="utf-8")
    lines = [f"{code},{name},县直部门,{n}\n" for n, (code, name) in enumerate(UNITS.items())]
    (office / "名册.csv").write_text("编号,名称,分组,机构序\n" + "".join(lines), encoding="utf-8")
    lines = [f"{UNITS[code]},{name},有此任务,1\n" for name, code in own.items()]
    lines += [f"{UNITS[code]},{name},目标,12\n" for name, code in measures.items()]
    (office / "责任书.csv").write_text("单位,指标,栏目,数值\n" + "".join(lines), encoding="utf-8")
    book, facts = folders.read_folder(office / "规则书.yaml", office, as_of="全年", on="2026-12-31")
    scheme, version = folders.found_scheme(book=book, facts=facts, year=2026, by=clerk, at=at)
    made = rounds.open_round(
        scheme=scheme, version=version, name="2026年终考核", kind="year_end", as_of="全年", on=date(2026, 12, 31),
        by=clerk, at=at,
    )  # fmt: skip
    (sheet,) = sheets.owe_all(round=made, due_on=date(2027, 1, 13), by=clerk, at=at)
    return sheet


def filled(sheet, path):
    """The empty sheet with a figure in every open cell and a reason beside it; heads of each page, and how many cells."""
    empty_sheet(sheet, path, AT)
    book = openpyxl.load_workbook(path)
    pages, told = {}, 0
    for page in book.worksheets[: book.sheetnames.index("评分办法")]:
        heads = [cell.value for cell in page[4]]
        pages[page.title] = heads
        for row in page.iter_rows(min_row=5, max_row=page.max_row - 2):
            for head, cell in zip(heads, row, strict=True):
                is_open = cell.fill.fgColor.rgb == "FFFFFDE7"
                if is_open and head == "扣分原因":
                    cell.value = "进度慢"
                elif is_open and head != "表上得分":
                    cell.value, told = 7 + row[0].row % 7 / 10, told + 1
    book.save(path)
    return pages, told


def test_own_tasks_are_a_list_that_comes_back_without_a_question(tmp_path, clerk, at):
    sheet = owed(tmp_path, clerk, at)
    path = tmp_path / "表.xlsx"
    pages, told = filled(sheet, path)
    assert pages == {"打分表": ["单位", "指标", "满分", "得分", "扣分原因", "期间"]}
    assert told == 120
    read = sheets.read_file(sheet, path)
    assert not read.faults and not read.asks and not read.remarks and not read.oddities
    assert len(read.cells) == 120 and len({line[1] for line in read.cells}) == 120
    assert {(line[0], line[2]) for line in read.cells} == {(code, "全年") for code in UNITS}
    assert [line[4] for line in read.cells][:4] == ["7.5", "7.6", "7", "7.1"]


def test_common_tasks_keep_their_table_and_figures_get_a_list_of_their_own(tmp_path, clerk, at):
    sheet = owed(tmp_path, clerk, at, common=("督查", "信访"), figures=range(4))
    path = tmp_path / "表.xlsx"
    pages, told = filled(sheet, path)
    assert pages == {
        "打分表": ["单位", "期间", "督查得分（分）", "扣分原因", "信访得分（分）", "扣分原因"],
        SCORES: ["单位", "指标", "满分", "得分", "扣分原因", "期间"],
        FIGURES: ["单位", "指标", "计量单位", "目标", "完成数", "表上得分", "扣分原因", "期间"],
    }
    assert told == 80 + 120 + 4
    read = sheets.read_file(sheet, path)
    assert not read.faults and not read.asks and not read.remarks and len(read.cells) == told
    assert not read.oddities
    page = openpyxl.load_workbook(path)[FIGURES]
    assert [cell.value for cell in page[5]][:5] == ["第0局", "第0局项目数数", "个", "12", 7.5]


def test_each_line_has_its_rule_and_its_bounds_beside_it(tmp_path, clerk, at):
    sheet = owed(tmp_path, clerk, at)
    empty_sheet(sheet, tmp_path / "表.xlsx", AT)
    page = openpyxl.load_workbook(tmp_path / "表.xlsx")["打分表"]
    rules = {str(one.sqref): one for one in page.data_validations.dataValidation}
    assert len(rules) == 120 and rules["D5"].promptTitle == "第0局任务1"
    assert rules["D5"].prompt == "办法T0。" and "D5<=8" in rules["D5"].formula1
    assert page["A2"].value.startswith("2026年终考核 · 县委督查室") and page.print_title_rows
    assert page.page_setup.paperSize == 9


def test_a_score_beside_another_units_task_is_asked_about_cell_by_cell(tmp_path, clerk, at):
    """第5局 has 第5局任务1 only; what stands for it under 第0局任务1 would never be scored, so it is not taken in silently."""
    sheet = owed(tmp_path, clerk, at, common=("督查",))
    table = "单位\t指标\t得分\n第0局\t第0局任务1\t7\n第5局\t第0局任务1\t6\n第5局\t督查\t5\n第5局\t第5局任务1\t未报\n"
    read = sheets.read_paste(sheet, table)
    assert [(one.place, one.what) for one in read.asks] == [
        ("粘贴.tsv·C3", "第5局没有“第0局任务1得分”这项任务，表上填了 6")
    ]
    assert "责任书" in read.asks[0].remedy and not read.can_be_received and not read.mends
    said = read.asks[0].choices[0][0]
    again = sheets.read_paste(sheet, table, [said])
    assert not again.asks and again.can_be_received
    assert [one.told for one in again.answers.answered] == [f"{read.asks[0].what}，没有收"]
    assert {(line[0], line[1]) for line in again.cells} == {
        ("D00", "第0局任务1得分"), ("D05", "督查得分"), ("D05", "第5局任务1得分"),
    }  # fmt: skip
    many = table + "".join(f"第{unit}局\t第0局任务1\t6\n" for unit in range(6, 14))
    (one,) = sheets.read_paste(sheet, many).asks
    assert one.what.startswith("有 9 格填的不是那个单位的任务：第0局任务1得分（第5局、第6局、")
    assert "第13局" in one.what
    assert len(sheets.read_paste(sheet, many, [one.choices[0][0]]).cells) == 3
