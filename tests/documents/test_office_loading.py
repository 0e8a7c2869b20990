"""An office's folder or workbook becomes facts, or every fault is named with its place and a remedy."""

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from baton.documents.office import load_facts
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from baton.documents.templates import write_template
from baton.scoring import score
from baton.scoring.facts import subject_of

BOOK = """方案: 县年度考核
代码: T1
状态: 正式
期间: 2026年
期次: [2026-06, 2026-12]
考核对象: 县市区
取舍: {方式: 四舍五入, 指标: 2位, 总分: 2位}
通则: {无此任务: 不计, 单列: 不计, 缺报: 待定}
数据:
  财政收入: {单位: 亿元, 不小于: 0}
  党建等次: {类别: 等第}
  办结日: {类别: 日期}
  督查评分: {单位: 分}
  测评票: {类别: 票数}
总分:
  名称: 综合得分
  指标:
    F01: {名称: 一般公共预算收入, 评分办法: 按完成率计分。, 分值: 40, 方法: 完成率, 数据: 财政收入, 目标: 责任书, 封顶: 100%, 牵头: 财政局}
    F02: {名称: 党建, 评分办法: 按等次换算。, 分值: 20, 方法: 定性换算, 数据: 党建等次, 换算表: {好: 100%, 较好: 80%}}
    F03:
      名称: 整改
      评分办法: 迟1天扣0.1分。
      分值: 20
      方法: 时限
      组成部分: [{数据: 办结日, 期限: 责任书}]
      每迟1天: 扣0.1分
    F04: {名称: 工作评价, 评分办法: 由督查室评分。, 分值: 10, 方法: 直接评分, 数据: 督查评分}
    F05: {名称: 测评, 评分办法: 按票数加权。, 分值: 10, 方法: 民主测评, 数据: 测评票, 等级分: {优秀: 100%, 良好: 80%}, 不计入有效票: [不了解]}
    加分:
      名称: 表彰加分
      评分办法: 国家级加2分,省级加1分。
      性质: 加分
      方法: 加减分台账
      事件: [表彰]
      加还是扣: 加分
      各级: {国家级: 2分, 省级: 1分}
      同一事项: 只计最高一次
      配合单位: 100%
      上年已计: 补差额
      已在别处计过: 不再计
      未认定的: 等认定
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""
FILES = {
    "名册.csv": "编号,名称,分组,机构序,别名\n1,临江县,县市区,1,\n2,东岭县,县市区,2,东岭\n",
    "责任书.csv": "单位,指标,栏目,数值\n临江县,一般公共预算收入,目标,12\n东岭县,一般公共预算收入,目标,10\n*,整改,期限,2026-10-31\n",
    "数据.csv": "单位,财政收入,党建等次,办结日,督查评分\n临江县,12,好,2026-10-20,9\n东岭,8,较好,2026-11-05,8.5\n",
    "数据-票.csv": "单位,指标,期间,类别,数值\n临江县,测评票,2026-12,优秀,80\n东岭县,测评票,2026-12,良好,20\n",
    "事件.csv": "编号,单位,种类,级别,事项\nE1,临江县,表彰,国家级,文明县\n",
}


@pytest.fixture(scope="module")
def book():
    problems = Problems()
    found = read_rulebook_text(BOOK, "规则书.yaml", problems)
    assert found is not None, problems.listing()
    return found


def load(book, folder: Path, **changed: str):
    """The facts of a folder with some files changed, and what was said about them."""
    for name, text in {**FILES, **{f"{name}.csv": text for name, text in changed.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    problems = Problems()
    return load_facts(book, folder, problems=problems, as_of="2026-12"), problems


def test_a_folder_in_order(book, tmp_path):
    facts, problems = load(book, tmp_path)
    assert facts is not None, problems.listing()
    totals = {line.subject: line.total for line in score(book, facts).lines.values()}
    assert totals == {"1": "101", "2": "84"}


def test_targets_may_have_the_indicators_across(book, tmp_path):
    """目标分解表 as an office keeps it: a title, the units down, an indicator to a column."""
    across = (
        "2026年目标分解表,,\n单位,一般公共预算收入（万元）,整改期限\n"
        "临江县,12,2026-10-31\n东岭县,10,2026-10-31\n合计,22,\n"
    )
    facts, problems = load(book, tmp_path, 责任书=across)
    assert facts is not None, problems.listing()
    assert [line for line in facts["agreement"]["rows"] if line[1] == "F01"] == [
        ["1", "F01", "目标", "12"], ["2", "F01", "目标", "10"],
    ]  # fmt: skip
    assert {line.total for line in score(book, facts).lines.values()} == {"101", "84"}
    assert "写的单位是万元" in problems.listing() and "没有换算" in problems.listing()


@pytest.mark.parametrize(("name", "old", "new", "sentences"), [
    ("数据", "12,好", "12,很好", ("等次“很好”", "好、较好")),
    ("数据", "2026-10-20,9", "2026-10-20,11", ("直接评了 11 分", "0 到 10")),
    ("数据", "2026-10-20,9", "2026-10-20,-1", ("-1",)),
    ("数据", "2026-10-20", "20天后", ("20天后",)),
    ("数据", "临江县,12", "临江县,-12", ("财政收入", "负数")),
    ("数据-票", "80", "80.5", ("80.5",)),
    ("数据-票", "2026-12,优秀", "2025-12,优秀", ("2025-12",)),
    ("数据-票", "测评票", "测平票", ("测平票", "测评票")),
    ("责任书", "一般公共预算收入,目标,12", "一般公共预算收人,目标,12", ("一般公共预算收人", "一般公共预算收入")),
    ("责任书", "目标,12", "目标,2026-05-06", ("日期",)),
    ("责任书", "2026-10-31", "31", ("“期限”要填日期",)),
    ("责任书", "临江县,", "临江线,", ("临江线", "临江县")),
    ("事件", "表彰", "表杨", ("没有事件种类“表杨”", "表彰")),
    ("事件", "国家级", "世界级", ("级别“世界级”", "国家级")),
    ("事件", "临江县", "临江线", ("临江线", "临江县")),
    ("名册", "1,临江县", "2,临江县", ("编号“2”重复",)),
])  # fmt: skip
def test_a_fault_is_named_with_a_remedy(book, tmp_path, name, old, new, sentences):
    text = FILES[f"{name}.csv"]
    assert old in text
    facts, problems = load(book, tmp_path, **{name: text.replace(old, new, 1)})
    assert facts is None
    for sentence in sentences:
        assert sentence in problems.listing()
    assert all(problem.remedy for problem in problems.errors)


def test_a_ledger_is_known_by_its_usual_names(book, tmp_path):
    facts, problems = load(book, tmp_path, 事件="编号,单位,种类,级别,事项\n")
    assert facts is not None and not facts["events"]["rows"]
    ledger = {"事件": "编号,单位,种类,级别,事项\n", "2026年加减分台账": FILES["事件.csv"]}
    facts, problems = load(book, tmp_path, **ledger)
    assert facts is not None, problems.listing()
    assert [row[0] for row in facts["events"]["rows"]] == ["E1"]


def test_somebody_linked_to_an_unknown_unit(book, tmp_path):
    roster = "编号,名称,种类,分组,所在单位\n1,临江县,单位,县市区,\n2,东岭县,单位,县市区,\n9,张三,个人,干部,没有的局\n"
    facts, problems = load(book, tmp_path, 名册=roster)
    assert facts is None
    assert "没有的局" in problems.listing()


def test_a_group_nobody_scores_is_mentioned_with_its_members(book, tmp_path):
    roster = FILES["名册.csv"] + "3,云州区,区,3,\n"
    facts, problems = load(book, tmp_path, 名册=roster)
    assert facts is not None
    assert "云州区" in problems.listing()
    assert "规则书没有分组“区”" in problems.listing()


def test_learnt_names_stand_in_the_folder(book, tmp_path):
    (tmp_path / "别名.csv").write_text(
        "写法,标准名,种类\n江城,临江县,单位\n收入,财政收入,指标\n", encoding="utf-8"
    )
    data = FILES["数据.csv"].replace("临江县", "江城").replace("财政收入", "收入")
    facts, problems = load(book, tmp_path, 数据=data)
    assert facts is not None, problems.listing()


def test_one_workbook_is_as_good_as_a_folder(book, tmp_path):
    facts, _ = load(book, tmp_path)
    path = tmp_path / "全部.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        for name, text in FILES.items():
            sheet = made.add_worksheet(name.removesuffix(".csv"))
            for row, line in enumerate(text.splitlines()):
                for column, cell in enumerate(line.split(",")):
                    plain = cell.replace(".", "").isdigit() and row and column
                    (sheet.write_number if plain else sheet.write_string)(
                        row, column, float(cell) if plain else cell
                    )
    problems = Problems()
    found = load_facts(book, path, problems=problems, as_of="2026-12")
    assert found is not None, problems.listing()
    for table in ("agreement", "events", "roster"):
        assert found[table] == facts[table]
    assert [row[:6] for row in found["observations"]["rows"]] == [
        row[:6] for row in facts["observations"]["rows"]
    ]


def test_a_template_filled_in_reads_back(book, tmp_path):
    facts, _ = load(book, tmp_path)
    roster = [subject_of(line) for line in facts["roster"]["rows"]]
    path = tmp_path / "空表.xlsx"
    assert write_template(book, path, roster=roster) == 2 * 4 + 2 * 3
    made = openpyxl.load_workbook(path)
    assert "按等次换算" in str(
        [rule.prompt for rule in made["数据"].data_validations.dataValidation]
    )
    fill = {
        "财政收入": 9,
        "党建等次": "好",
        "办结日": "2026-10-30",
        "督查评分": 9,
        "目标": 10,
        "期限": "2026-10-31",
    }
    for name, at, by in (("数据", 3, 1), ("责任书", 3, 2)):
        for line in made[name].iter_rows(min_row=2):
            if line[0].value:
                line[at].value = fill[line[by].value]
    for line in made["数据-票数"].iter_rows(min_row=2):
        line[4].value = {"优秀": 7, "良好": 3, "不了解": 0}[line[3].value]
    made.save(path)
    problems = Problems()
    found = load_facts(book, path, problems=problems, as_of="2026-12")
    assert found is not None, problems.listing()
    assert {line.total for line in score(book, found).lines.values()} == {"94.4"}


def test_a_template_for_one_lead_and_one_period(book, tmp_path):
    facts, _ = load(book, tmp_path)
    roster = [subject_of(line) for line in facts["roster"]["rows"]]
    path = tmp_path / "空表.xlsx"
    assert write_template(book, path, roster=roster, lead="财政局", period="2026-06") == 2
    lines = list(openpyxl.load_workbook(path)["数据"].iter_rows(min_row=2, values_only=True))
    assert [line[:3] for line in lines] == [
        ("临江县", "财政收入", "2026-06"), ("东岭县", "财政收入", "2026-06"),
    ]  # fmt: skip


def in_one_workbook(path: Path, **sheets: str) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, text in sheets.items():
            sheet = book.add_worksheet(name)
            for row, line in enumerate(text.splitlines()):
                for column, cell in enumerate(line.split(",")):
                    plain = cell.replace(".", "").isdigit()
                    sheet.write(row, column, float(cell) if plain else cell)


def test_a_folder_with_one_workbook_that_holds_the_roster(book, tmp_path):
    sheets = {name.removesuffix(".csv"): text for name, text in FILES.items()}
    in_one_workbook(tmp_path / "2026年考核.xlsx", **sheets)
    problems = Problems()
    facts = load_facts(book, tmp_path, problems=problems, as_of="2026-12")
    assert facts is not None, problems.listing()
    totals = {line.subject: line.total for line in score(book, facts).lines.values()}
    assert totals == {"1": "101", "2": "84"}


SCORED = """方案: 打分
代码: T2
状态: 正式
期间: 2026年
期次: [全年]
考核对象: 县市区
通则: {无此任务: 不计, 单列: 不计, 缺报: 待定}
总分:
  名称: 总分
  指标:
    F01: {名称: 招商引资, 评分办法: 酌情评分。, 分值: 60, 方法: 直接评分, 数据: 招商引资得分}
    F02: {名称: 优良天数, 评分办法: 酌情评分。, 分值: 40, 方法: 直接评分, 数据: 优良天数得分}
名次: {按: 取舍后总分, 并列: 1-2-2-4}
"""


@pytest.mark.parametrize("head", ["单位,招商引资,优良天数(分)", "单位,招商引资得分,优良天数得分"])
def test_a_table_headed_with_the_indicators_is_read_as_their_scores(tmp_path, head):
    problems = Problems()
    rules = read_rulebook_text(SCORED, "规则书.yaml", problems)
    assert rules is not None, problems.listing()
    (tmp_path / "名册.csv").write_text("名称,分组\n临江县,县市区\n", encoding="utf-8")
    (tmp_path / "打分.csv").write_text(head + "\n临江县,50,30\n", encoding="utf-8")
    facts = load_facts(rules, tmp_path, problems=problems)
    assert facts is not None, problems.listing()
    assert [row[4] for row in facts["observations"]["rows"]] == ["30", "50"]
    assert ("没有写“得分”二字" in problems.listing()) == ("得分" not in head)


def test_units_without_any_known_item_are_told_what_to_write(tmp_path):
    problems = Problems()
    rules = read_rulebook_text(SCORED, "规则书.yaml", problems)
    assert rules is not None, problems.listing()
    (tmp_path / "名册.csv").write_text("名称,分组\n临江县,县市区\n", encoding="utf-8")
    (tmp_path / "打分.csv").write_text("单位,粮食产量\n临江县,50\n", encoding="utf-8")
    assert load_facts(rules, tmp_path, problems=problems) is None
    assert "单位认得,没有找到要报的数据项" in problems.listing()
    assert "招商引资得分" in problems.listing()
