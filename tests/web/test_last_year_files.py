"""复算去年 with files under names of their own: told by what stands in them, else asked with one click."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import Workbook

from baton.domain.rounds.models import Round
from tests import stories
from tests.domain.test_reproducing import RIGHT
from tests.web.test_last_year import FACTS, IN, file, files, hidden, text
from tests.web.test_last_year_raw import ANNOUNCED, TABLE, fields

pytestmark = pytest.mark.django_db
LINES = [("临江县", "县市区"), ("东岭县", "县市区"), ("石桥市", "县市区"), ("云东区", "县市区")]
SCORES = "单位,投资完成率,群众满意度\n临江县,30,65\n东岭县,27,60\n石桥市,21,66.5\n云东区,30,70\n"
COUNT = "公布的 16 个数里，16 个与复算一致"


def workbook(rows):
    made, content = Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(content)
    return content.getvalue()


ROSTER = workbook(
    [["某县2025年度目标责任考核单位名册"], ["机构序", "单位名称", "分组"], *([n, *line] for n, line in enumerate(LINES, 1))]
)  # fmt: skip
# a column of numbers beside names and groups may be anything
UNCLEAR = workbook([["单位名称", "分组", "编制"], *([*line, 60] for line in LINES)])


def sent(roster_name, roster=ROSTER, **more):
    return {
        "year": "2025", "scheme": file("体系.csv", TABLE),
        "facts": [file(roster_name, roster), file("数据.csv", SCORES)],
        "published": file("公布.csv", ANNOUNCED), **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["n_roster.xlsx", "考核单位名单.xlsx", "2025年考核对象分组表.xlsx"]
)
def test_a_roster_is_recognised_whatever_it_is_called(desk, name):
    page = text(desk.post(IN, sent(name)))
    assert COUNT in page
    assert (
        name in page
        and "标题“某县2025年度目标责任考核单位名册”，列“机构序、单位名称、分组”" in page
    )


def test_ordinary_names_are_asked_and_told_nothing(desk):
    page = text(desk.post(IN, files()))
    assert "个与复算一致" in page and "这个文件是什么" not in page
    bad = (*FACTS[:2], ("财政.csv", stories.MONEY.replace("118000", "十一万")), FACTS[3])
    page = text(desk.post(IN, files(facts=bad)))
    assert "有 1 处要先改好" in page and "这个文件是什么" not in page


def test_what_no_heads_tell_is_asked_by_what_was_seen_and_said_with_one_click(desk):
    page = text(desk.post(IN, sent("单位.xlsx", UNCLEAR)))
    assert "没有认出名册。看到的是：单位.xlsx（列“单位名称、分组、编制”）" in page
    assert "这个文件是什么" in page
    form = page.split("这些文件是什么")[1].split("<form")[1]
    field = form.split("单位.xlsx是什么")[1].split('name="')[1].split('"')[0]
    page = text(desk.post(IN, fields(page, "这个文件是什么") | {field: "名册"}))
    assert COUNT in page and "您说的" in page
    answer = desk.post(IN, hidden(page) | {"take": "1"})  # what was said goes along
    assert answer.status_code == 302 and Round.objects.count() == 1


def test_a_name_that_contradicts_the_content_is_asked(desk):
    page = text(desk.post(IN, sent("责任书.xlsx")))
    assert "责任书.xlsx的名字和里面的内容说的不一样" in page
    form = fields(page, "这个文件是什么")
    field = page.split("责任书.xlsx是什么")[1].split('name="')[1].split('"')[0]
    assert COUNT in text(desk.post(IN, form | {field: "名册"}))


def test_files_in_each_others_places_are_read_as_what_they_are(desk):
    results = "2025年度考核结果\n" + ANNOUNCED
    swapped = sent(
        "名册.xlsx", facts=[file("数据.csv", SCORES), file("a.csv", results)], published=file("n.xlsx", ROSTER)
    )  # fmt: skip
    page = text(desk.post(IN, swapped))
    assert COUNT in page
    assert "a.csv" in page and "n.xlsx" in page and "按里面的内容认出的文件" in page


def test_a_roster_that_cannot_be_read_is_told_for_what_is_wrong_with_it(desk):
    bare = workbook([["考核单位名册"], ["单位名称", "机构序"], ["临江县", 1], ["东岭县", 2]])
    page = text(desk.post(IN, sent("n.xlsx", bare)))
    assert "名册还读不了：n.xlsx" in page and "分组" in page


def test_scores_in_brackets_behind_a_head_are_no_unit_of_measure(desk):
    marked = SCORES.replace("投资完成率,群众满意度", "投资完成率(得分),群众满意度（得分）")
    facts = [file("名册.xlsx", ROSTER), file("数据.csv", marked)]
    page = text(desk.post(IN, sent("名册.xlsx", facts=facts)))
    assert COUNT in page
    assert "没有写“得分”二字" not in page and "单位是得分" not in page


def test_heads_that_do_not_say_scores_are_still_mentioned(desk):
    page = text(desk.post(IN, sent("名册.xlsx")))
    assert "没有写“得分”二字" in page


TARGETS = "{head},优良天数比例（%）\n临江县,91.3\n东岭县,88.25\n石桥市,93.4\n云东区,92\n"


def with_targets(name, content):
    """A year whose air is told by this file alone."""
    return files(published=RIGHT, facts=(*FACTS[:3], (name, content)))


@pytest.mark.parametrize("head", ["乡镇", "单位"])
def test_targets_are_never_taken_for_figures(desk, head):
    titled = "2026年度乡镇目标任务分解表\n" + TARGETS.format(head=head)
    page = text(desk.post(IN, with_targets("2026年乡镇任务.csv", titled)))
    assert "20 个与复算一致" not in page
    row = page.split("2026年乡镇任务.csv")[1].split("</tr>")[0]
    assert 'data-l="现在按">责任书' in row


@pytest.mark.parametrize(("name", "head"), [("附件3.csv", "片名"), ("2026年乡镇目标.csv", "乡镇")])
def test_a_file_that_may_hold_targets_is_asked_though_nothing_else_fails(desk, name, head):
    page = text(desk.post(IN, with_targets(name, TARGETS.format(head=head))))
    assert f"还看不准{name}里是什么" in page and 'name="take"' not in page
    field = page.split(f"{name}是什么")[1].split('name="')[1].split('"')[0]
    page = text(desk.post(IN, fields(page, "这个文件是什么") | {field: "数据"}))
    assert "20 个与复算一致" in page and 'name="take"' in page


@pytest.mark.parametrize("name", ["空气.csv", "2026年目标考核打分表.csv", "目标任务完成情况.csv"])
def test_usual_files_of_figures_are_not_asked(desk, name):
    page = text(desk.post(IN, with_targets(name, TARGETS.format(head="乡镇"))))
    assert "20 个与复算一致" in page and "这个文件是什么" not in page


def test_what_was_not_compared_is_never_said_to_agree(desk):
    page = text(desk.post(IN, files(published=RIGHT)))
    assert "<h2>全部一致</h2>" in page
    more = "\n".join(f"{line},{9 if at else '民意'}" for at, line in enumerate(RIGHT.splitlines()))
    page = text(desk.post(IN, files(published=more)))
    assert "全部一致" not in page and "比过的都一致，还有没比的" in page and "民意" in page
    page = text(desk.post(IN, files(published="\n".join(RIGHT.splitlines()[:-1]))))
    assert "全部一致" not in page and "公布表里没有：云东区" in page


def test_a_notice_in_word_is_compared_and_kept(desk):
    sent_files = files(published=RIGHT) | {"published": file("通报.docx", notice(RIGHT))}
    page = text(desk.post(IN, sent_files))
    assert "20 个与复算一致" in page
    page = text(desk.post(IN, hidden(page) | {"take": "1"}, follow=True))
    assert "公布的 20 个数全部复算一致" in page and "通报.docx" in page


def notice(lines):
    rows = [line.split(",") for line in lines.splitlines()]
    document, content = Document(), BytesIO()
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    document.save(content)
    return content.getvalue()


def test_figures_in_word_are_refused_and_not_left_out_in_silence(desk):
    page = text(desk.post(IN, files(published=RIGHT, facts=(*FACTS, ("补充.docx", notice(RIGHT))))))
    assert "补充.docx不是表格文件" in page and 'name="take"' not in page


def looked_at_money(desk, unit):
    money = stories.MONEY.replace("财政收入", f"财政收入（{unit}）")
    scale = {"亿元": 10_000, "万元": 1}[unit]
    lines = [line.split(",") for line in money.splitlines()]
    rows = [lines[0], *([name, f"{int(value) / scale}"] for name, value in lines[1:])]
    told = "\n".join(",".join(row) for row in rows) + "\n"
    return text(
        desk.post(IN, files(published=RIGHT, facts=(*FACTS[:2], ("财政.csv", told), FACTS[3])))
    )


def test_figures_in_another_unit_of_measure_are_asked_and_converted_by_one_click(desk):
    page = looked_at_money(desk, "亿元")
    assert "有 1 处计量单位要先问清" in page and 'name="take"' not in page
    assert "换算：11.8 亿元是 118000 万元" in page and "就是 11.8 万元" in page
    page = text(desk.post(IN, fields(page, "换算：11.8") | {"measure:财政收入|亿元": "convert"}))
    assert "20 个与复算一致" in page and "没有换算" not in page
    assert desk.post(IN, hidden(page) | {"take": "1"}).status_code == 302
    assert Round.objects.count() == 1


def test_figures_that_are_said_to_be_right_as_they_stand_are_taken_so(desk):
    page = looked_at_money(desk, "亿元")
    page = text(desk.post(IN, fields(page, "换算：11.8") | {"measure:财政收入|亿元": "as_is"}))
    assert "要先问清" not in page and 'name="take"' in page and "20 个与复算一致" not in page


def test_figures_in_their_own_unit_are_not_asked(desk):
    page = looked_at_money(desk, "万元")
    assert "20 个与复算一致" in page and "要先问清" not in page
