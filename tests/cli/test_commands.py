"""Each command as a clerk uses it, in a process of its own."""

import csv
import io
import json
from fractions import Fraction

import docx
import openpyxl

from tests.cli.office import AGREEMENT, DATA, ROSTER, RULEBOOK, baton


def test_score_shows_ranks_units_and_totals(office):
    done = office.run("score")
    assert done.returncode == 0, done.stderr
    assert "云州市2026年度综合考核 · 县市区 · 截至 全年 · 试行" in done.stdout
    lines = [
        line for line in done.stdout.splitlines() if "县" in line or "市 " in line or "区" in line
    ]
    assert any("临江县" in line and "98.65" in line for line in lines)
    assert any("云东区" in line and "100" in line for line in lines)
    assert "运行号" in done.stdout


def test_score_as_csv_opens_in_a_spreadsheet(office, tmp_path):
    target = tmp_path / "结果.csv"
    assert office.run("score", "--format", "csv", "--out", str(target)).returncode == 0
    content = target.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    totals = {row["名称"]: (row["总分"], row["名次"]) for row in rows}
    assert totals == {
        "临江县": ("98.65", "3"), "东岭县": ("98.13", "4"), "石桥市": ("99.4", "2"), "云东区": ("100", "1"),
    }  # fmt: skip


def test_score_as_json_is_the_canonical_result(office):
    done = office.run("score", "--format", "json")
    result = json.loads(done.stdout)
    assert result["format"] == "baton.result/1"
    assert not done.stdout.endswith("\n")


def test_score_as_xlsx_leaves_the_board_workbook(office, tmp_path):
    target = tmp_path / "总表.xlsx"
    assert (
        office.run("score", "--format", "xlsx", "--out", str(target), "--draft", "3").returncode
        == 0
    )
    sheet = openpyxl.load_workbook(target)["县市区"]
    assert "第 3 稿" in sheet["A1"].value


def test_only_one_group_and_a_wrong_group_proposes_those_there_are(office):
    assert office.run("score", "--group", "县市区").returncode == 0
    done = office.run("score", "--group", "部门")
    assert done.returncode == 2
    assert "没有分组“部门”" in done.stderr
    assert "县市区" in done.stderr


def test_explain_gives_inputs_article_steps_and_rounding(office):
    done = office.run("explain", "--subject", "东岭", "--indicator", "空气优良天数比例")
    assert done.returncode == 0, done.stderr
    for part in ("东岭县", "88.25", "92", "3.75", "38.125", "低于92%的,每低1个百分点扣0.5分"):
        assert part in done.stdout, part


def test_explain_as_data_and_for_the_total(office):
    done = office.run("explain", "--subject", "A", "--format", "json")
    assert json.loads(done.stdout)["title"].startswith("临江县")


def test_an_unknown_unit_or_indicator_proposes_the_nearest(office):
    done = office.run("explain", "--subject", "临江线")
    assert done.returncode == 2
    assert "临江县" in done.stderr
    done = office.run("explain", "--subject", "A", "--indicator", "空气优良天数")
    assert done.returncode == 2
    assert "空气优良天数比例" in done.stderr


def test_check_says_that_all_is_declared(office):
    done = baton("check", str(office.rulebook))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "每一句的读法都已声明" in done.stdout


def test_check_lays_out_every_reading_with_its_results(office):
    office.rule(RULEBOOK.replace("      不足1个百分点: 按比例\n", ""))
    done = baton("check", str(office.rulebook), str(office.folder), "--as-of", "全年")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "不足1个百分点" in done.stdout
    assert "低于92%的,每低1个百分点扣0.5分" in done.stdout
    line = next(line for line in done.stdout.splitlines() if "东岭县" in line)
    assert all(value in line for value in ("38.125", "38.5", "38")), line
    scored = office.run("score")
    assert scored.returncode == 2
    assert "没有声明“不足1个百分点”" in scored.stderr


def test_export_and_verify_offline(office, tmp_path):
    target = tmp_path / "归档.zip"
    assert office.run("export", "--out", str(target)).returncode == 0
    done = baton("verify", str(target))
    assert done.returncode == 0
    assert "核验通过" in done.stdout
    again = baton("score", str(office.rulebook), str(target))
    assert again.returncode == 0, again.stderr
    assert "98.65" in again.stdout


def test_a_template_filled_in_scores_like_the_folder(office, tmp_path):
    blank = tmp_path / "空表.xlsx"
    made = baton(
        "template", str(office.rulebook), "--roster", str(office.folder), "--out", str(blank)
    )
    assert made.returncode == 0, made.stderr
    book = openpyxl.load_workbook(blank)
    assert {"填写说明", "名册", "责任书", "数据", "事件"} <= set(book.sheetnames)
    assert book["事件"].data_validations.count > 0
    targets = {"临江县": 120000, "东岭县": 80000, "石桥市": 100000, "云东区": 90000}
    for line in book["责任书"].iter_rows(min_row=2):
        if line[0].value:
            line[3].value = targets[line[0].value]
    figures = {
        "临江县": (118000, 91.3),
        "东岭县": (84000, 88.25),
        "石桥市": (99000, 93.4),
        "云东区": (90000, 92),
    }
    for line in book["数据"].iter_rows(min_row=2):
        if line[0].value:
            line[3].value = figures[line[0].value][line[1].value == "优良天数比例"]
    filled = tmp_path / "填好.xlsx"
    book.save(filled)
    done = baton("score", str(office.rulebook), str(filled), "--as-of", "全年", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "临江县,县市区,排名,98.65" in done.stdout


def test_diff_of_two_rule_books_names_each_change(office, tmp_path):
    other = tmp_path / "新规则书.yaml"
    other.write_text(RULEBOOK.replace("扣0.5分\n", "扣1分\n"), encoding="utf-8")
    done = baton("diff", str(office.rulebook), str(other))
    assert done.returncode == 1
    assert "空气优良天数比例" in done.stdout
    assert "0.5" in done.stdout
    assert baton("diff", str(office.rulebook), str(office.rulebook)).returncode == 0


def test_diff_of_two_drafts_says_who_moved_and_why(office, tmp_path):
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    office.run("export", "--out", str(first))
    office.put("数据.csv", DATA.replace("118000", "120000"))
    office.rule(RULEBOOK.replace("扣0.5分\n", "扣1分\n"))
    office.run("export", "--out", str(second))
    done = baton("diff", str(first), str(second))
    assert done.returncode == 1, done.stdout + done.stderr
    line = next(line for line in done.stdout.splitlines() if "临江县" in line)
    assert all(part in line for part in ("98.65", "99.3", "+0.65", "-0.35", "+1")), line


def test_a_word_scheme_table_becomes_a_rule_book_of_direct_scores(tmp_path):
    document = docx.Document()
    heads = ["序号", "类别", "考核指标", "分值", "目标值", "评分办法", "数据来源", "牵头单位"]
    rows = [
        [
            "1",
            "经济发展",
            "固定资产投资增速",
            "60",
            "8%",
            "每低1个百分点扣0.8分,扣完为止。",
            "统计局",
            "市发改委",
        ],
        ["2", "经济发展", "招商引资", "25", "30亿元", "按完成率计分。", "商务局", "市商务局"],
        [
            "3",
            "生态环境",
            "优良天数",
            "15",
            "92%",
            "低于目标的酌情扣分。",
            "环境局",
            "市生态环境局",
        ],
    ]
    table = document.add_table(rows=4, cols=8)
    for at, line in enumerate([heads, *rows]):
        for cell, text in zip(table.rows[at].cells, line, strict=True):
            cell.text = text
    merged = table.cell(1, 1).merge(table.cell(2, 1))
    merged.text = "经济发展"
    source, target = tmp_path / "指标体系.docx", tmp_path / "规则书.yaml"
    document.save(source)
    done = baton("import-scheme", str(source), "--out", str(target), "--group", "县市区")
    assert done.returncode == 0, done.stderr
    text = target.read_text(encoding="utf-8")
    assert "每低1个百分点扣0.8分,扣完为止。" in text
    assert text.count("直接评分") == 3
    checked = baton("check", str(target))
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "有 7 处暂按着算，还没有定" in checked.stdout
    assert "“缺报:待定”是暂按的" in checked.stderr
    decided = text[: text.index("暂按:")]
    target.write_text(decided, encoding="utf-8")
    assert baton("check", str(target)).returncode == 0


def test_usage_faults_are_chinese_and_leave_with_three():
    done = baton("score")
    assert done.returncode == 3
    assert "还缺少" in done.stderr
    assert baton("score", "--format", "pdf", "a", "b").returncode == 3
    assert "用法" in baton("--help").stdout


def test_a_unit_without_the_task_says_so_in_the_agreement(office):
    office.put(
        "责任书.csv",
        AGREEMENT.replace("临江县,一般公共预算收入,120000", "临江县,一般公共预算收入,无此任务"),
    )
    office.put("数据.csv", DATA.replace("临江县,118000", "临江县,"))
    done = office.run("score", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "临江县,县市区,排名,99.13" in done.stdout


def test_the_agreement_may_use_another_usual_word_for_a_field(office):
    office.rule(RULEBOOK.replace("目标: 责任书", "目标: {责任书: 任务数}"))
    office.put("责任书.csv", AGREEMENT.replace("目标", "任务数"))
    done = office.run("score", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "98.65" in done.stdout


def test_a_table_titled_with_its_month_keeps_it_whatever_the_reference_period(office):
    office.put("数据.csv", DATA)
    office.put("数据一.csv", "上半年完成情况\n" + DATA.replace("118000", "60000"))
    done = office.run("score", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "98.65" in done.stdout


def test_after_closing_a_blank_figure_counts_as_missing(office):
    office.put("数据.csv", DATA.replace("临江县,118000", "临江县,"))
    open_ = office.run("score", "--format", "csv")
    assert "临江县,县市区,未出总分" in open_.stdout
    closed = office.run("score", "--format", "csv", "--closing")
    assert "临江县,县市区,排名,39.65" in closed.stdout, closed.stdout


def test_a_mistyped_command_is_guessed():
    done = baton("scroe")
    assert done.returncode == 3 and "您是不是要 score" in done.stderr


def test_a_table_handed_to_verify_is_told_from_a_damaged_archive(office, tmp_path):
    target = tmp_path / "总表.xlsx"
    assert office.run("score", "--out", str(target)).returncode == 0
    done = baton("verify", str(target))
    assert done.returncode == 2 and "核验要用归档" in done.stderr and "这是总表" in done.stderr


def test_a_word_file_is_no_rule_book(office, tmp_path):
    source = tmp_path / "方案.docx"
    document = docx.Document()
    document.add_paragraph("方案")
    document.save(source)
    done = baton("check", str(source))
    assert done.returncode == 2 and "baton import-scheme" in done.stderr


def test_archives_whose_facts_differ_are_not_called_the_same(office, tmp_path):
    first, second, third = (str(tmp_path / f"{n}.zip") for n in range(3))
    assert office.run("export", "--out", first).returncode == 0
    for name, text in (("名册.csv", ROSTER), ("责任书.csv", AGREEMENT), ("数据.csv", DATA)):
        office.put(name, text.replace("临江县", "临江新县"))
    assert office.run("export", "--out", second).returncode == 0
    assert office.run("export", "--out", third).returncode == 0
    renamed = baton("diff", first, second)
    assert renamed.returncode == 1 and "名册 1 行" in renamed.stdout
    same = baton("diff", second, third)
    assert same.returncode == 0 and "都相同" in same.stdout


def test_a_narrow_window_says_what_it_leaves_out(office, monkeypatch, capsys):
    from baton.cli import boards
    from baton.cli import main as command

    monkeypatch.setattr(boards, "_fits", lambda papers, names: False)
    assert command.main(["score", str(office.rulebook), str(office.folder), "--as-of", "全年"]) == 0
    assert "2个大项的得分没有列出" in "".join(capsys.readouterr().out.split())


def test_the_list_of_commands_is_what_their_modules_declare():
    from baton.cli.main import COMMANDS, parser

    for name in COMMANDS:
        subparsers = parser(name)._subparsers
        assert subparsers is not None
        declared = subparsers._group_actions[0].choices
        assert list(declared) == list(COMMANDS)
        assert callable(declared[name].get_default("run")), name


VETO = """一票否决:
  V1: {事由: 较大事故, 事件: 较大事故, 依据: 办法第1条, 后果: {指标计零: [F2]}}
"""
ACCIDENT = "编号,单位,种类,事项,日期,有效期至\nE1,临江县,较大事故,事故,2026-01-01,2026-06-30\n"


def test_a_lapsed_veto_is_still_told(office, tmp_path):
    office.rule(RULEBOOK + VETO)
    office.put("事件.csv", ACCIDENT)
    told = "不生效（有效期至 2026-06-30，已过）"
    assert told in office.run("score", "--on", "2026-12-31").stdout
    asked = ("--subject", "临江县", "--indicator", "F2")
    assert told in office.run("explain", *asked, "--on", "2026-12-31").stdout
    assert told in office.run("explain", *asked[:2], "--on", "2026-12-31").stdout
    assert "一票否决：较大事故" in office.run("score", "--on", "2026-06-30").stdout
    target = tmp_path / "总表.xlsx"
    assert office.run("score", "--on", "2026-12-31", "--out", str(target)).returncode == 0
    cells = [c.value for line in openpyxl.load_workbook(target)["县市区"].iter_rows() for c in line]
    assert any(told in str(cell) for cell in cells)


def test_roundings_are_told_only_where_they_change_something(office):
    office.rule(RULEBOOK.replace("指标: 4位", "指标: 4位, 考卷: 4位"))
    made = json.loads(office.run("explain", "--subject", "D", "--format", "json").stdout)
    assert [step["label"] for step in made["steps"]] == ["相加"]
    office.put("数据.csv", DATA.replace("118000", "117111"))
    made = json.loads(office.run("explain", "--subject", "A", "--format", "json").stdout)
    assert made["steps"][-1]["label"] == "总分取舍"
    lost = sum((Fraction(loss["points"]) for loss in made["losses"]), Fraction(0))
    assert lost == Fraction(made["full"]) - Fraction(made["total"])
    assert sum("取舍" in loss["reason_words"] for loss in made["losses"]) == 1
