"""责任书收表: what a table leaves open is asked on the page, and the answers last until it is taken in."""

import io
import json

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from baton.domain.orgs import queries as orgs
from baton.domain.targets import queries, services
from baton.domain.targets.models import Target
from baton.domain.targets.services import Line
from tests.retold import retold
from tests.stories import open_round

pytestmark = pytest.mark.django_db
IN = "/office/targets/in/"
HEAD = "单位\t一般公共预算收入\n"


@pytest.fixture
@retold
def bare(clerk, tmp_path, at):
    """Nobody has agreed any target."""
    made = open_round(tmp_path, clerk)
    lines = [Line(unit, "F1", "目标", None, is_withdrawn=True) for unit in "ABCD"]
    services.agree(scheme=made.scheme, lines=lines, by=clerk, at=at)
    return made


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def said(round):
    return {line[0]: line[3] for line in queries.agreement(round.scheme) if line[1] == "F1"}


def answer(*parts):
    return json.dumps(parts, ensure_ascii=False)


def look(desk, given, *answers):
    """What the page then asks and would write."""
    shown = desk.post(IN, {"text": given, "answer": [answer(*one) for one in answers]})
    return shown.content.decode(), shown.context["preview"]


def offered(preview, which="questions"):
    """Every question with the words of its answers."""
    return [(one.what, [label for _, label in (*one.choices, *one.more)]) for one in getattr(preview, which)]  # fmt: skip


def test_which_of_two_columns_of_units_is_meant_is_asked(desk, bare):
    table = "承诺方\t配合方\t一般公共预算收入\t备注\n临江县\t东岭县\t120000\t\n东岭县\t临江县\t80000\t\n"
    page, preview = look(desk, table)
    assert not preview.faults, (offered(preview), preview.faults)
    assert "有 1 处要先问清" in page, offered(preview)
    what, labels = offered(preview)[0]
    assert "没有认出“单位”列" in what and labels[0] == "“承诺方”这一列"
    page, preview = look(desk, table, ("head", "承诺方", "单位"))
    assert "新填 2 格" in page and "“承诺方”这一列是“单位”" in page and "改回去" in page


def test_a_column_of_indicators_under_an_unusual_heading_is_asked_about(desk, bare):
    table = "单位\t承诺事项\t年度目标\n临江县\t一般公共预算收入\t120000\n"
    _, preview = look(desk, table)
    asked = dict(offered(preview))
    assert asked["“承诺事项”这一列是什么？"] == ["写着指标名称，一行一个指标", "不读这一列"]
    page, _ = look(desk, table, ("head", "承诺事项", "指标"))
    assert "新填 1 格" in page


def test_units_across_under_an_unusual_heading_are_asked_about(desk, bare):
    table = "承诺事项\t临江县\t东岭县\n一般公共预算收入\t120000\t80000\n"
    _, preview = look(desk, table)
    assert offered(preview) == [("没有认出“指标”列，请选是哪一列", ["“承诺事项”这一列"])]
    page, _ = look(desk, table, ("head", "承诺事项", "指标"))
    assert "新填 2 格" in page


def test_a_heading_that_may_be_an_indicator_keeps_its_unit_of_measure(desk, bare):
    table = "单位\t财政盘子（亿元）\n临江县\t12\n"
    page, preview = look(desk, table)
    assert any("财政盘子" in what for what, _ in offered(preview)) and 'name="take"' not in page
    page, preview = look(desk, table, ("item", "财政盘子（亿元）", "F1"))
    assert "换算：12 亿元是 120000 万元" in page and not preview.questions


def test_a_column_that_nobody_reads_beside_one_that_is_read_may_be_explained(desk, bare):
    table = "单位\t一般公共预算收入\t空气好的天\n临江县\t120000\t330\n"
    page, preview = look(desk, table)
    assert "有 1 处没有读，不说也能收" in page and 'name="take"' in page
    assert [what for what, _ in offered(preview, "unread")] == ["“空气好的天”这一列是哪个指标？"]
    page, preview = look(desk, table, ("head", "空气好的天", "-"))
    assert not preview.unread and "“空气好的天”这一列没有读" in page


def test_a_strange_column_of_a_long_list_may_be_the_target(desk, bare):
    table = "单位\t指标\t奋斗数\n临江县\t一般公共预算收入\t120000\n"
    _, preview = look(desk, table)
    assert offered(preview)[0][1] == ["是“目标”", "不读这一列"]
    _, preview = look(desk, table, ("head", "奋斗数", "目标"))
    assert [(one.line.field, one.new) for one in preview.new] == [("目标", "120000")]


@pytest.mark.parametrize(
    ("written", "labels"),
    [
        ("21,5", ["是 21.5", "是 215"]), ("12.3万", ["是 12.3 万元"]), ("约95%", ["是 95%"]), ("≥92%", ["是 92%"]), ("90%-95%", ["是 90%", "是 95%"]),
        ("92%以上", ["是 92%"]), ("增长9%以上", ["是 9%"]), ("2亿", ["是 20000 万元", "是 2 万元"]), ("待定", []),
    ],
)  # fmt: skip
def test_a_doubtful_cell_offers_its_readings_and_to_leave_it_out(desk, bare, written, labels):
    table = f"{HEAD}临江县\t{written}\n东岭县\t80000\n"
    _, preview = look(desk, table)
    if written == "待定":  # stands for: not known yet
        assert not preview.questions and preview.blank == 1
        return
    assert offered(preview)[0][1] == [*labels, "不收这一格"]
    page, _ = look(desk, table, ("cell", "B2", ""))
    assert "新填 1 格" in page and "B2 没有收" in page


def test_wide_digits_are_read_and_a_unit_that_is_spelt_out_is_followed(desk, bare):
    _, preview = look(desk, f"{HEAD}临江县\t１２\n东岭县\t1.5亿元\n")
    assert [one.new for one in preview.new] == ["12", "15000"]


def test_a_name_nobody_knows_is_asked_about_and_learnt_with_the_table(desk, bare):
    table = f"{HEAD}临江新城\t120000\n天上县\t5\n"
    _, preview = look(desk, table)
    assert [what for what, _ in offered(preview)] == ["名册里没有“临江新城”", "名册里没有“天上县”"]
    given = [answer("unit", "临江新城", "A"), answer("unit", "天上县", "-")]
    shown = desk.post(IN, {"text": table, "answer": given})
    assert "新填 1 格" in shown.content.decode()
    assert "“天上县”没有收" in shown.content.decode()
    data = {"text": table, "answer": given, "seen": str(shown.context["preview"].seen), "take": "1"}
    desk.post(IN, data)
    assert said(bare) == {"A": "120000"} and orgs.aliases()["临江新城"] == "A"


def test_a_name_of_several_is_taken_for_one_this_once_and_not_learnt(desk, bare):
    table = f"{HEAD}临江县等2个县区\t120000\n"
    shown, preview = look(desk, table)
    assert "不会记住" in preview.questions[0].remedy
    given = answer("unit", "临江县等2个县区", "A")
    shown = desk.post(IN, {"text": table, "answer": given})
    data = {"text": table, "answer": given, "seen": str(shown.context["preview"].seen), "take": "1"}
    desk.post(IN, data)
    assert said(bare) == {"A": "120000"} and "临江县等2个县区" not in orgs.aliases()


def test_what_is_left_out_is_left_out_whatever_else_is_wrong_with_it(desk, bare):
    _, preview = look(desk, f"{HEAD}天上县\t12O\n临江县\t9\n", ("unit", "天上县", "-"))
    assert not preview.questions and len(preview.new) == 1


def test_a_value_written_twice_is_asked_about(desk, bare):
    table = f"{HEAD}临江县\t9\n临江县\t8\n"
    _, preview = look(desk, table)
    assert offered(preview)[0][1] == ["收 B2 这一处", "收 B3 这一处"]
    _, preview = look(desk, table, ("cell", "B2", ""))
    assert [one.new for one in preview.new] == ["8"]


def test_answers_about_a_file_last_until_it_is_taken_in(desk, bare):
    file = SimpleUploadedFile("责任书.xlsx", workbook([["单位", "一般公共预算收入"], ["临江县", "21,5"], ["东岭县", 80]]))  # fmt: skip
    shown = desk.post(IN, {"file": file})
    (ask,) = shown.context["preview"].questions
    assert "责任书.xlsx" in ask.place
    first, _ = ask.choices[0]
    data = {"ticket": shown.context["ticket"], "answer": first.text}
    shown = desk.post(IN, data)
    assert escape(first.text) in shown.content.decode()
    desk.post(IN, data | {"take": "1", "seen": str(shown.context["preview"].seen)})
    assert said(bare) == {"A": "21.5", "B": "80"}
    assert Target.objects.get(subject="A", value="21.5").source.startswith("责任书.xlsx")


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(desk, bare, second_clerk, at):
    table = f"{HEAD}临江县\t21,5\n"
    _, preview = look(desk, table, ("cell", "B2", "21.5"))
    mine = Line("A", "F1", "目标", "77")
    services.agree(scheme=bare.scheme, lines=[mine], by=second_clerk, at=at)
    data = {"text": table, "answer": answer("cell", "B2", "21.5"), "seen": str(preview.seen), "take": "1"}  # fmt: skip
    shown = desk.post(IN, data)
    assert shown.status_code == 409 and said(bare) == {"A": "77"}
    assert "B2 收作 21.5" in shown.content.decode()


def test_a_row_without_a_unit_is_left_out_by_a_click(desk, bare):
    table = "单位\t指标\t目标\n\t一般公共预算收入\t9\n东岭县\t一般公共预算收入\t8\n"
    _, preview = look(desk, table)
    assert offered(preview) == [("“单位”是空的", ["不收这一行"])]
    page, preview = look(desk, table, ("cell", "A2", "row"))
    assert [one.new for one in preview.new] == ["8"] and "A2 那一行没有收" in page


@pytest.mark.parametrize(
    "rows",
    [
        [["单位", "一般公共预算收入"], ["临江县", 80]], [["单位", "指标", "目标"], ["临江县", "一般公共预算收入", 80]],
        [["指标", "临江县", "东岭县"], ["一般公共预算收入", 70, 80]],
    ],
)  # fmt: skip
def test_a_formula_is_never_taken_for_an_empty_cell(desk, bare, rows):
    """What it shows is offered where the file keeps it; else it can only be left out."""
    book = xlsxwriter.Workbook(kept := io.BytesIO())
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    page.write_formula(1, len(rows[1]) - 1, "=40*2", None, 80)
    book.close()
    shown = desk.post(IN, {"file": SimpleUploadedFile("表.xlsx", kept.getvalue())})
    assert offered(shown.context["preview"]) == [("1 格是公式，表上显示的是 80", ["照显示的值收"])]
    data = {"ticket": shown.context["ticket"], "answer": answer("formula", "*", "shown")}
    assert "80" in [one.new for one in desk.post(IN, data).context["preview"].new]

    book = openpyxl.load_workbook(io.BytesIO(kept.getvalue()))
    book.save(unsaved := io.BytesIO())
    shown = desk.post(IN, {"file": SimpleUploadedFile("表.xlsx", unsaved.getvalue())})
    assert [labels for _, labels in offered(shown.context["preview"])] == [["不收这一格"]]


def test_a_table_of_strangers_is_not_asked_about_without_end(desk, bare):
    rows = "".join(f"第{n}项工作\t1\t2\n" for n in range(300))
    page, preview = look(desk, "指标\t临江县\t东岭县\n一般公共预算收入\t9\t8\n" + rows)
    assert len(preview.unread) == 60 and len(preview.new) == 2 and "不是指标体系里的指标" in page
    _, preview = look(desk, HEAD + "".join(f"第{n}个单位\t1\n" for n in range(300)))
    assert len(preview.questions) == 60 and "不认得的写法太多" in preview.faults[0].remedy


def test_an_answer_is_taken_back(desk, bare):
    one = answer("cell", "B2", "21.5")
    shown = desk.post(IN, {"text": f"{HEAD}临江县\t21,5\n", "answer": one, "unsay": one})
    assert len(shown.context["preview"].questions) == 1


def test_what_is_no_answer_is_overlooked(desk, bare):
    for given in ("x", "[]", "[1,2,3]", '["cell"]', '{"a":1}', '["other","a","b"]'):
        shown = desk.post(IN, {"text": f"{HEAD}临江县\t9\n", "answer": given})
        assert len(shown.context["preview"].new) == 1


@pytest.mark.parametrize(
    "table",
    ["单位\t指标\t目标（亿元）\n临江县\t一般公共预算收入\t12\n", "单位\t指标\t计量单位\t目标\n临江县\t一般公共预算收入\t亿元\t12\n"],
)  # fmt: skip
def test_a_long_list_in_another_unit_of_measure_is_asked_about(desk, bare, table):
    page, preview = look(desk, table)
    assert "换算：12 亿元是 120000 万元" in page and not preview.can_be_taken


@pytest.mark.parametrize(
    "table",
    [
        "单位\t一般公共预算收入（亿元）\n临江县\t12\n东岭县\t80000万元\n石桥市\t9.5亿元\n",
        "\t单位：亿元\n单位\t一般公共预算收入\n临江县\t12\n东岭县\t80000万元\n石桥市\t9.5亿元\n",
        "单位\t指标\t目标（亿元）\n临江县\t一般公共预算收入\t12\n东岭县\t一般公共预算收入\t80000万元\n石桥市\t一般公共预算收入\t9.5亿元\n",
        "单位\t指标\t计量单位\t目标\n临江县\t一般公共预算收入\t亿元\t12\n东岭县\t一般公共预算收入\t亿元\t80000万元\n石桥市\t一般公共预算收入\t亿元\t9.5亿元\n",
        "指标\t计量单位\t临江县\t东岭县\t石桥市\n一般公共预算收入\t亿元\t12\t80000万元\t9.5亿元\n",
    ],
)  # fmt: skip
def test_a_cell_s_own_unit_of_measure_wins_over_the_head_s(desk, bare, table):
    """Only the cells that carry none are in what the head says."""
    _, preview = look(desk, table)
    (ask,) = preview.asks
    assert (ask.count, ask.value, offered(preview)) == (1, "12", [])
    for answer_, first in (("convert", "120000"), ("as_is", "12")):
        shown = desk.post(IN, {"text": table, "say": f"F1|亿元|{answer_}"}).context["preview"]
        assert [one.new for one in shown.new] == [first, "80000", "95000"]


def test_figures_that_all_spell_out_the_unit_of_the_indicator_are_asked_nothing(desk, bare):
    _, preview = look(
        desk,
        "单位\t一般公共预算收入（亿元）\n临江县\t120000万元\n东岭县\t8亿元\n石桥市\t900000元\n",
    )
    assert not preview.open and [one.new for one in preview.new] == ["120000", "80000", "90"]


def test_a_cell_in_quite_another_unit_is_asked_about(desk, bare):
    _, preview = look(desk, "单位\t一般公共预算收入（万元）\n临江县\t4010户\n东岭县\t80000\n")
    assert offered(preview) == [
        ("这一格写的是“4010户”，这一项按万元算", ["是 4010 万元", "不收这一格"])
    ]


def test_a_table_in_which_no_target_is_recognised_is_not_taken_before_its_columns_are_said(desk, bare):  # fmt: skip
    table = "单位\t指标\t2027年目标\n临江县\t一般公共预算收入\t120000\n"
    page, preview = look(desk, table)
    assert not preview.can_be_taken and 'name="take"' not in page
    assert offered(preview) == [("“2027年目标”这一列是什么？", ["是“目标”", "不读这一列"])]
    _, preview = look(desk, table, ("head", "2027年目标", "目标"))
    assert preview.can_be_taken and preview.new[0].line.field == "目标"
    _, preview = look(desk, table, ("head", "2027年目标", "-"))
    assert not preview.can_be_taken and not preview.lines
    long = "单位\t指标\t栏目\t数值\n临江县\t一般公共预算收入\t奋斗线\t9\n"
    _, preview = look(desk, long)
    assert not preview.can_be_taken and "要的是“目标”" in preview.faults[0].what


def test_the_assessed_year_in_front_of_the_usual_word_is_understood_on_the_page(desk, bare):
    table = "单位\t指标\t2026年目标\t奋斗目标\n临江县\t一般公共预算收入\t120000\t130000\n"
    _, preview = look(desk, table)
    assert [(one.line.field, one.new) for one in preview.new] == [("目标", "120000"), ("奋斗目标", "130000")]  # fmt: skip
    assert [what for what, _ in offered(preview, "unread")] == ["“奋斗目标”这一列是什么？"]
    assert preview.can_be_taken
