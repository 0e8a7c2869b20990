"""换一种计分方法: by its sentence, blanks filled in, tried, kept; never a line of rule book written by hand."""

from html import unescape

import pytest

from baton.cli.demo.rules import RULES
from baton.desk.choosing import blanks_of, likely, of_target, told, written
from baton.documents.problems import Problems
from baton.documents.rulebook import read_item, read_rulebook_text, write_item
from baton.domain.intake import services as intake
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Version
from baton.scoring.rulebook import METHODS
from tests.retold import retold
from tests.stories import AIR, MONEY, RULEBOOK, open_round, owed, send

F1 = "/office/scheme/F1/method/"
# What each demonstration sentence was written for.
MEANT = {
    "completion": "completion", "finished": "all_or_nothing", "over": "over_fulfilment", "tiers": "tiers", "control": "control",
    "below": "threshold_deduction", "cases": "per_case", "efficacy": "efficacy_group", "above": "above_reference",
    "rank": "rank_points", "mean": "ratio_to_mean", "best": "ratio_to_best", "quarters": "period_weights",
}  # fmt: skip
# What an office would write into the blanks, where one number is not like another.
FILLED = {
    "满分线": "95%", "零分线": "70%", "满意值": "95%", "不允许值": "60%", "上限": "90%", "下限": "80%", "封顶": "120%", "最高": "6分",
    "最低": "2分", "基础分": "60%", "目标": "责任书", "每期满分": "100", "最高有效分": "100", "最低有效分": "60", "超过几人去高去低": "5",
    "达到参照值时水平占": "70%", "未达到时水平占": "50%", "满分为": "100", "公式": "甲 / 100 * W",
    "本项保底": "0分", "保底": "不设", "各期": "[全年]", "各期权重": "{上半年: 40%, 全年: 60%}", "表后各名": "", "每降1位": "5%",
    "名次分": "{前3名: 10分, 前6名: 8分}", "好评": "",
}  # fmt: skip
OWN = {  # method: blanks that mean something else there
    "threshold_deduction": {"目标": ""}, "above_reference": {"基础分": "4.8分", "参照值": "责任书"}, "efficacy_fixed": {"最低": "60%", "最高": "100%"},
    "rank_points": {"最低": "60%"}, "movement": {"其余": "5分"}, "level_progress": {"难度修正": ""}, "tiers": {"目标": "责任书"},
    "custom": {"数据": "{甲: 财政收入}"}, "interval": {"下限": "80", "上限": "90"},
}  # fmt: skip
ONE_OF = {  # of two blanks of which one is to be filled in, the other
    "rank_points": ("名次分", "表后每降1位"), "ballots": ("档次",), "per_case": ("各级",), "above_reference": ("分段", "参照数据"),
    "converted": ("名次分", "其余", "换算表"), "timeliness": ("迟到各段",), "tiers": ("超出再加",), "movement": (), "ledger": ("归入清单", "清单封顶", "酌情", "前提"),
    "custom": ("取值",), "period_weights": ("缺期常数",), "accumulation": ("缺期常数",),
}  # fmt: skip

OWN_FORM = {"above_references"}  # asked for row by row, among the other parts of the rules


def text(answer):
    return unescape(answer.content.decode())


def book():
    problems = Problems()
    found = read_rulebook_text(RULEBOOK, "规则书.yaml", problems)
    problems.raise_errors()
    return found


def test_a_cap_is_no_number_that_must_not_be_passed():
    """The opposite method would give the best unit the least."""
    found = likely("得分＝完成数÷目标数×15分，最高不超过满分。")
    assert found[0] == "completion" and "control" not in found
    assert "control" in likely("公用经费不超过控制数得满分")


@pytest.mark.parametrize("name", RULES)
def test_the_usual_sentences_are_known(name):
    assert MEANT[name] in likely(RULES[name][0])


@pytest.mark.parametrize(
    ("method", "sentence", "blanks"),
    [
        ("threshold_deduction", "低于９２％的，每低１个百分点扣0.5分，最低得2分。",
         {"起扣线": "92%", "扣": "低于起扣线", "每段扣": "0.5分", "每段": "1", "保底": "2分"}),
        ("threshold_deduction", "高于3%的，每高出0.5个百分点扣1分，扣完为止。",
         {"起扣线": "3%", "扣": "高于起扣线", "每段扣": "1分", "每段": "0.5", "保底": "0分"}),
        ("threshold_deduction", "满意度≥90%得满分", {"起扣线": "90%"}),
        ("threshold_deduction", "执行率达到95%得满分，每低0.1个百分点扣0.5分。",
         {"起扣线": "95%", "扣": "低于起扣线", "每段扣": "0.5分", "每段": "0.1"}),
        ("per_case", "每发生1起扣2分，扣完为止", {"加还是扣": "扣分", "每件": "2分", "起评分": "分值", "本项保底": "0分"}),
        ("over_fulfilment", "完成目标得满分，每超1个百分点加0.2分，最多加1分", {"目标": "目标值", "每超1个百分点": "0.2分", "最多加": "1分"}),
        ("satisfaction", "70%以下不得分，95%以上得满分", {"零分线": "70%", "满分线": "95%"}),
        ("completion", "按完成率计分，最高120%", {"目标": "目标值", "封顶": "120%"}),
        ("completion", "没有数字的一句话", {"目标": "目标值"}),
    ],
)  # fmt: skip
def test_the_numbers_of_a_sentence_are_filled_in(method, sentence, blanks):
    assert told(method, sentence) == blanks


@pytest.mark.parametrize(
    ("unit", "name", "sentence", "is_so"),
    [
        ("人", "城镇新增就业", "完成率达到95%的得满分，每低1个百分点扣0.4分", True), ("亿元", "财政收入", "每低1%扣0.5分", True),
        ("%", "优良天数比例", "每低1个百分点扣0.5分", False), ("％", "增速", "每低1个百分点扣0.5分", False), ("", "任务完成率", "完成率每低1%扣1分", False), ("起", "事故", "每起扣2分", False),
        ("", "招商引资", "完成率每低1%扣1分", True),
    ],
)  # fmt: skip
def test_per_cents_of_people_and_money_are_of_their_target(unit, name, sentence, is_so):
    assert of_target(unit, name, sentence) is is_so


def filled(method):
    """Blanks as an office would fill them in from the hints."""
    found = {}
    for blank in blanks_of(method):
        if blank.label in ONE_OF.get(method.name, ()):
            continue
        if blank.label in FILLED:
            found[blank.label] = FILLED[blank.label]
        elif blank.choices:
            found[blank.label] = next(sent for sent, _ in blank.choices if sent)
        elif blank.is_data:
            found[blank.label] = "财政收入" if blank.is_needed else ""
        elif "照这样写：" in blank.hint:
            found[blank.label] = blank.hint.partition("照这样写：")[2]
        elif blank.is_needed or blank.label in ("每件", "每1个百分点", "每迟1天", "每降1位"):
            found[blank.label] = "1"
    return found | OWN.get(method.name, {})


@pytest.mark.parametrize("name", sorted(METHODS.keys() - OWN_FORM))
def test_every_method_can_be_filled_in_by_its_hints(name):
    """Data of the right kind are registered along with it; nothing else has to be known."""
    method, rules = METHODS[name], book()
    values = filled(method)
    kinds = {"number": "{单位: 个}", "tally": "{类别: 票数, 单位: 票}", "grade": "{类别: 等第}"}
    data = [f"{one}: {{类别: 日期}}" for one in ("办结日",)] + [
        f"{one}: {{单位: 个}}" for one in ("到位资金", "开工数", "亩均税收")
    ]
    for one in method.inputs:
        if one.kinds[0] != "number" and values.get(one.label):
            values[one.label] = "新数据"
            data.append(f"新数据: {kinds[one.kinds[0]]}")
    problems = Problems()
    read = read_item(rules, "F1", written(write_item(rules, "F1"), name, values), data="\n".join(data), problems=problems)  # fmt: skip
    assert read is not None, (
        written(write_item(rules, "F1"), name, values),
        [str(one) for one in problems.errors],
    )
    item = next(one for one in read["items"] if one["code"] == "F1")
    assert (item["method"], item["name"], item["sentence"]) == (
        name,
        "一般公共预算收入",
        "按完成率计分，超额不加分。",
    )


def test_what_an_indicator_says_in_general_stays():
    rules = book()
    rule = written(write_item(rules, "F2"), "direct", {"数据": "优良天数比例"})
    assert "牵头: 市生态环境局" in rule and "无此任务:" in rule and "分值: 40" in rule
    assert (
        "起扣线" not in rule
        and "保底" not in rule
        and "百分点" not in rule.replace("每低1个百分点扣0.5分", "")
    )


@pytest.fixture
@retold
def round(clerk, tmp_path, at, db):
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    return made


def test_all_methods_are_on_the_shelves_the_likely_ones_first(desk, round):
    page = text(desk.get(F1))
    assert "原话像是“完成率”" in page and "像是这几种" in page
    for method in METHODS.values():
        assert f'href="?method={method.name}"' in page
    assert desk.get("/office/scheme/F9/method/").status_code == 404


@pytest.mark.parametrize("name", sorted(METHODS.keys() - OWN_FORM))
def test_every_form_opens_and_an_empty_one_names_its_blanks(desk, round, name):
    assert desk.get(F1 + f"?method={name}").status_code == 200
    answer = desk.post(F1, {"method": name})
    assert answer.status_code == 200
    page = text(answer)
    assert "处要先改好，没有写入" in page or "比，" in page
    assert Version.objects.count() == 1


def test_from_a_sentence_to_a_rule_that_is_kept(desk, round):
    """Choose, look at what was filled in, try, keep; the readings come next, each with its results."""
    url = "/office/scheme/F2/method/"
    page = text(desk.get(url + "?method=threshold_deduction"))
    for value in ('value="92"', 'value="0.5分"', 'value="2"'):
        assert value in page
    blanks = {
        "起扣线": "91%",
        "扣": "低于起扣线",
        "每段扣": "0.5分",
        "每段": "1",
        "保底": "2分",
        "数据": "优良天数比例",
    }
    page = text(desk.post(url, {"method": "threshold_deduction", **blanks}))
    assert "单位得分变动" in page and "没有写入" not in page
    assert Version.objects.count() == 1
    answer = desk.post(url, kept_form(page) | {"why": "按新办法"})
    assert answer.status_code == 302
    kept = next(
        one for one in schemes.book_of(schemes.newest(round.scheme))["items"] if one["code"] == "F2"
    )
    assert kept["params"]["threshold"] == "91"
    page = text(desk.get("/office/scheme/F2/"))
    assert "还没有声明，暂按" in page and "按比例" in page


def test_the_rest_of_a_step_is_called_by_the_step(desk, round):
    """每低0.1个百分点 leaves something short of 0.1, and the form says so, before and after the try."""
    url = "/office/scheme/F2/method/"
    blanks = {"起扣线": "91%", "扣": "低于起扣线", "每段扣": "0.5分", "每段": "0.1", "保底": "2分", "数据": "优良天数比例"}  # fmt: skip
    page = text(desk.post(url, {"method": "threshold_deduction", **blanks}))
    assert page.count("不足一段（每段 0.1）") == 2 and 'name="不足1个百分点"' in page
    page = text(desk.post(url, {"method": "threshold_deduction", **blanks, "每段": "1"}))
    assert "不足一段" not in page


@pytest.mark.parametrize(("line", "warned"), [("0.92", True), ("92%", False), ("91", False)])
def test_a_line_a_hundredth_of_every_figure_is_pointed_out(desk, round, line, warned):
    blanks = {"起扣线": line, "扣": "低于起扣线", "每段扣": "0.5分", "每段": "1", "保底": "2分", "数据": "优良天数比例"}  # fmt: skip
    page = text(desk.post("/office/scheme/F2/method/", {"method": "threshold_deduction", **blanks}))
    assert ("“起扣线”写的是 0.92，报来的" in page) == warned
    assert ("是 92% 的，请写成“92%”" in page) == warned


@pytest.mark.parametrize(
    ("line", "written"), [("0.95", "95%"), ("1", "100%"), ("95%", ""), ("95", "")]
)
def test_a_line_for_a_completion_rate_a_hundredth_too_small_is_pointed_out(
    desk, round, line, written
):
    blanks = {"起扣线": line, "扣": "低于起扣线", "每段扣": "0.5分", "每段": "1", "保底": "2分", "数据": "优良天数比例", "目标": "90", "百分点口径": "完成率"}  # fmt: skip
    page = text(desk.post("/office/scheme/F2/method/", {"method": "threshold_deduction", **blanks}))
    told = f"“起扣线”写的是 {line}：比的是完成率，{line} 就是 {line}%；是 {written} 的，请写成“{written}”。"
    assert (told in page) == bool(written) and ("比的是完成率" in page) == bool(written)


@pytest.mark.parametrize(
    ("tiers", "count"), [("1以上: 10分, 0.9以上: 5分", 2), ("100%以上: 10分, 90%以上: 5分", 0)]
)
def test_levels_of_a_completion_rate_a_hundredth_too_small_are_pointed_out(
    desk, round, tiers, count
):
    blanks = {"目标": "90", "档次": f"{{{tiers}, 其余: 0分}}", "数据": "优良天数比例"}
    page = text(desk.post("/office/scheme/F2/method/", {"method": "tiers", **blanks}))
    assert 'name="keep"' in page and page.count("比的是完成率") == count


def kept_form(page):
    """What 留下 sends: the blanks as they were tried."""
    form = page.split('name="keep"')[0].rsplit("<form", 1)[1]
    found = {"keep": "1"}
    for part in form.split('<input type="hidden" ')[1:]:
        found[part.split('name="')[1].split('"')[0]] = part.split('value="')[1].split('"')[0]
    return found


DEDUCED = {"起扣线": "91%", "扣": "低于起扣线", "每段扣": "0.5分", "每段": "1", "保底": "2分", "数据": "优良天数比例"}  # fmt: skip


def test_the_answer_of_a_trial_comes_before_the_form_with_the_readings_of_what_is_tried(
    desk, round
):
    """F1 has the completion rate; what is tried has whole points begun to be read, and no other readings are shown."""
    page = text(desk.post(F1, {"method": "threshold_deduction", **DEDUCED}))
    assert "个单位得分变动" in page.split("<h1>")[1].split("</h1>")[0]
    answer, form = page.split("改几空再试")
    assert "临江县" in answer and "不足1个百分点" in answer and 'name="keep"' in answer
    assert "按选中的读法写进草稿" not in page and "<textarea" not in answer
    assert 'value="91%"' in form and "再试一试" in form
    choices = [part.split('"')[0] for part in answer.split('value="不足1个百分点:')[1:]]
    read = {"reading-不足1个百分点": f"不足1个百分点:{choices[1]}"}
    assert desk.post(F1, kept_form(page) | read).status_code == 302
    item = schemes.book_of(schemes.newest(round.scheme))["items"][0]
    assert item["method"] == "threshold_deduction"
    assert item["readings"] == {"不足1个百分点": choices[1]}


def test_a_trial_that_was_overtaken_is_not_kept_and_stays_filled_in(desk, round):
    page = text(desk.post(F1, {"method": "threshold_deduction", **DEDUCED}))
    answer = desk.post(F1, kept_form(page) | {"edits": "7", "number": "3", "why": "按新办法"})
    assert answer.status_code == 409
    page = text(answer)
    assert 'role="alert"' in page and 'value="按新办法"' in page and 'value="91%"' in page
    assert Version.objects.count() == 1


def test_what_cannot_be_scored_yet_is_said_first_and_can_be_kept(desk, round):
    """Targets of the agreement come after the rule that asks for them."""
    from baton.domain.targets.models import Target

    blanks = {"数据": "优良天数比例", "目标": "责任书", "封顶": "100%", "unit": "%"}
    assert Target.objects.filter(indicator="F2").count() == 0
    url = F1.replace("F1", "F2")
    page = text(desk.post(url, {"method": "completion", **blanks}))
    assert "试不出来：有 4 处" in page.split("<h1>")[1].split("</h1>")[0]
    answer, _ = page.split("改几空再试")
    assert "去责任书填" in answer
    assert desk.post(url, kept_form(page)).status_code == 302
    other = text(
        desk.post(F1, {"method": "threshold_deduction", **DEDUCED})
    )  # not the doing of this rule
    title, rest = other.split("<h1>")[1].split("</h1>", 1)
    assert (
        "别的指标还缺数" in title
        and "还不能计分的是别的指标：空气" in rest
        and "哪里不对" not in rest
    )
    assert desk.post(F1, kept_form(other)).status_code == 302


def test_a_new_figure_is_registered_with_its_unit(desk, round):
    blanks = {"数据": "税收收入", "目标": "责任书", "封顶": "100%", "unit": "亿元"}
    page = text(desk.post(F1, {"method": "completion", **blanks}))
    assert "税收收入: {单位: 亿元}" in page


def test_a_wrong_blank_is_named_and_the_rest_stays(desk, round):
    blanks = {"数据": "财政收入", "目标": "约十万", "封顶": "120%"}
    page = text(desk.post(F1, {"method": "completion", **blanks}))
    assert "有 1 处要先改好" in page and '<td class="b">目标</td>' in page
    assert 'value="约十万"' in page and 'value="120%"' in page


def test_the_present_method_is_filled_in_as_it_stands(desk, round):
    page = text(desk.get("/office/scheme/F1/method/?method=completion"))
    assert 'value="财政收入"' in page and 'value="责任书"' in page and 'value="100%"' in page
