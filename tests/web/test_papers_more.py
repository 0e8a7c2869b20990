"""更多的材料 in the browser's eyes: the table to print, feedback, losses by lead unit, praise, what is announced."""

import io
import itertools
from decimal import Decimal

import openpyxl
import pytest
from docx import Document

from baton.desk import computing
from baton.desk.drafts import grading
from baton.desk.papers import checking, pieces
from baton.desk.papers.announcements import notice, praise
from baton.desk.papers.briefs import brief
from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.gathering import head_of, names
from baton.desk.papers.kinds import PAPERS, forms
from baton.documents.papers import write_bulletin, write_names, write_praise
from baton.domain.assessment import services
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet
from tests import stories
from tests.graded import AIR_LATER, report
from tests.stories import MONEY, send
from tests.web.test_desk import text
from tests.web.test_papers import needs_chinese, pages, rows, run, said, word

__all__ = ["run"]
pytestmark = pytest.mark.django_db


def paper(desk, run, code, query=""):
    return desk.get(f"/office/run/{run.pk}/papers/{code}/{query}")


def test_the_table_comes_first_as_word_pdf_and_excel(desk, run, tmp_path):
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert page.index("A3 总表") < page.index("核对单</td>")
    assert f"可以出 {len(forms())} 种材料" in page and len(forms()) < len(PAPERS)
    for form in ("board/?group=", "board/?as=pdf", "board-excel/?group="):
        assert f"/office/run/{run.pk}/papers/{form}" in page
    table = rows(word(paper(desk, run, "board")))
    heads = table[0]
    assert heads[:2] == ["序号", "单位"] and heads[-5:] == [
        "总分",
        "名次",
        "距前一名",
        "等次",
        "备注",
    ]
    assert table[1][1:4] == ["临江县", "58.998", "39.650"] and table[1][-5] == "99.65"
    columns = list(zip(*table[1:], strict=True))
    for column in columns[2:6]:
        assert len({len(one.partition(".")[2]) for one in column}) == 1, column
    by_rank = sorted((int(line[-4]), line[-5], line[-3]) for line in table[1:])
    assert by_rank[0][2] == ""
    for (_, above, _), (_, own, gap) in itertools.pairwise(by_rank):
        assert Decimal(gap) == Decimal(above) - Decimal(own) > 0
    section = word(paper(desk, run, "board")).sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [420, 297]
    book = openpyxl.load_workbook(io.BytesIO(paper(desk, run, "board-excel").content))
    assert str(book["县市区"].cell(5, 3).value) == "58.998"
    needs_chinese()
    (page,) = pages(paper(desk, run, "board", "?as=pdf"), tmp_path)
    assert "内部资料" in page and "核对稿" in page and "负责人" in page


def test_a_letter_tells_result_losses_with_the_sentence_and_what_went_well(desk, run):
    document = word(paper(desk, run, "letters"))
    told = said(document)
    assert "临江县：" in told and "你单位在县市区得 99.65 分" in told and "名（共" not in told
    money, air = rows(document)[1:3]
    assert money[:3] == ["一般公共预算收入", "1.00", "按完成率计分，超额不加分。"]
    assert air[:2] == ["空气优良天数比例", "0.35"] and air[4] == "市生态环境局"
    assert "加分 1 项：双拥模范（省级） +1 分" in told and "意见建议" in told
    receipts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("回执：临江县已收到" in one for one in receipts)


def test_losses_stand_under_the_lead_unit_that_can_tell_why(desk, run):
    document = word(paper(desk, run, "lead-losses"))
    leads = [p.text for p in document.paragraphs if "合计失" in p.text]
    assert any(lead.startswith("市财政局（") for lead in leads)
    book = openpyxl.load_workbook(io.BytesIO(paper(desk, run, "lead-losses-excel").content))
    lines = list(book.active.iter_rows(min_row=4, values_only=True))
    money = [line for line in lines if line[0] == "市财政局"]
    assert {line[2] for line in money} == {"一般公共预算收入"}
    own = sum(one.points or 0 for check in [checking.Accounts(run)] for line in run.lines.all()
              for one in checking.lines_of(check, line) if one.row.lead == "市财政局")  # fmt: skip
    assert sum(line[5] for line in money) == pytest.approx(float(own))


def test_the_notice_has_units_sheets_and_a_place_for_whom_to_ask(desk, run):
    told = said(word(paper(desk, run, "notice")))
    assert "县市区：临江县、东岭县、石桥市、云东区。" in told and "联系人" in told
    assert "市财政局" in str(rows(word(paper(desk, run, "notice"))))
    assert "内部资料" not in told


def test_without_a_decision_praise_leaves_its_basis_to_be_filled_in(desk, run):
    told = said(word(paper(desk, run, "praise")))
    assert "表扬名单" in told and "还没有定等次" in told and "（决定机关、会议、文号）" in told


def in_two_groups():
    """The small county's rule book with the counties graded and 功能区 scored by the same tree, without grades."""
    head, _, rest = stories.RULEBOOK.partition("总分:\n")
    tree, _, _ = rest.partition("名次: ")
    ranked = "名次: {按: 取舍后总分, 并列: 1-2-2-4}"
    grades = "等次: [{优秀: 99分以上, 名额: 2}, {一般: 其余}], 名额规则: {基数: 有名次的, 递补: 是, 边上并列: 报考核委定}"
    moved = "".join(f"  {line}\n" for line in tree.splitlines())
    return (
        f"{head.replace('考核对象: 县市区', '')}考卷:\n  总分:\n{moved}"
        f"分组:\n  县市区: {{总分: 总分, {ranked}, {grades}}}\n  功能区: {{总分: 总分, {ranked}}}\n"
    )


@pytest.fixture
def two_groups(clerk, at, tmp_path, monkeypatch):
    """A committee's draft of graded counties and of 功能区, whose scheme has no grades; an organ gave 经开区 one."""
    zone = "E,经开区,功能区,5,\n"
    monkeypatch.setattr(stories, "ROSTER", stories.ROSTER + zone)
    monkeypatch.setattr(stories, "RULEBOOK", in_two_groups())
    for name, line in (
        ("AGREEMENT", "经开区,一般公共预算收入,90000\n"),
        ("MONEY", "经开区,91000\n"),
        ("AIR", "经开区,93\n"),
    ):
        monkeypatch.setattr(stories, name, getattr(stories, name) + line)
    round = stories.open_round(tmp_path, clerk)
    for lead, told in (("市财政局", stories.MONEY), ("市生态环境局", stories.AIR)):
        report(round, lead, told, tmp_path, clerk, at)
    draft = computing.number_draft(round, stage="committee", why="审议", by=clerk, at=at)
    decision = {
        "decided": "优秀", "organ": "市委考核委", "meeting": "第2次会议", "decided_on": at.date(), "document": "云考〔2027〕5号",
        "reason": "整体工作突出", "by": clerk, "at": at,
    }  # fmt: skip
    services.decide_grade(run=draft, subject="E", **decision)
    return draft


def test_praise_lists_whom_the_list_to_be_shown_lists_and_a_single_decision_is_no_basis_of_all(
    two_groups, tmp_path
):
    """The decision on 经开区 alone is told beside it."""
    draft = two_groups
    made, (towns, zones) = praise(draft), names(draft)
    assert made.groups == [
        ("县市区", "优秀", dict(towns.grades)["优秀"]),
        ("功能区", "优秀", ["经开区"]),
    ]
    assert zones.grades == [("优秀", ["经开区"])]
    assert made.basis == [], "nobody decided on the list itself"
    assert made.apart == ("其中经开区的等次由市委考核委第2次会议（云考〔2027〕5号）决定。",)
    alone = praise(draft, "功能区")
    assert alone.basis == ["市委考核委第2次会议（云考〔2027〕5号）"] and alone.apart == ()
    write_praise(head_of(draft), made, tmp_path / "表扬名单.docx")
    told = said(Document(str(tmp_path / "表扬名单.docx")))
    assert "根据＿＿" in told and "其中经开区的等次由" in told


def test_a_grade_given_where_the_scheme_has_none_is_told_so_and_asked_about(
    desk, two_groups, clerk, at
):
    draft = two_groups
    assert grading.levels_of(draft) == {"县市区": ["优秀", "一般"], "功能区": ["优秀", "一般"]}
    assert grading.objections(draft, "E", "优秀") == ["“功能区”在方案里不评等次。"]
    assert grading.objections(draft, "A", "一般") == []
    page = text(desk.get(f"/office/run/{draft.pk}/grade/"))
    assert '<option value="一般">' in page and "较差" not in page, "only grades that a group has"
    _, zones = brief(draft).groups
    assert zones.gap == "经开区所在的组不评等次，机关定为优秀"
    services.decide_grade(
        run=draft, subject="A", decided="优秀", organ="市委考核委", meeting="第2次会议", decided_on=at.date(), document="云考〔2027〕5号",
        reason="整体工作突出", by=clerk, at=at,
    )  # fmt: skip
    board = text(desk.get(f"/office/run/{draft.pk}/?group=县市区"))
    assert "下一个临江县（机关已定为优秀）差 0.75 分" in board


def test_lists_of_a_correction_say_which_draft_they_correct(two_groups, clerk, at, tmp_path):
    draft = two_groups
    report(draft.round, "市生态环境局", AIR_LATER + "经开区,93\n", tmp_path, clerk, at)
    made = computing.number_draft(
        draft.round, stage="committee", why="更正", corrects=draft, by=clerk, at=at
    )
    word_ = "更正第1稿（2027年1月14日）；此前按第1稿印发的，以本"
    for write, content, called in (
        (write_names, names(made), "名单"),
        (write_bulletin, bulletin(made), "通报"),
        (write_praise, praise(made), "名单"),
    ):
        for run_, is_said in ((made, True), (draft, False)):
            write(head_of(run_), content, tmp_path / "材料.docx")
            told = said(Document(str(tmp_path / "材料.docx")))
            assert (f"本{called}{word_}{called}为准。" in told) == is_said


def test_the_notice_names_the_scheme_as_a_document(two_groups):
    assert notice(two_groups).opening.startswith("按照云州市2026年度综合考核方案，将开展")


def test_check_sheets_of_units_leave_officials_out(desk, run):
    assert "papers/checks/?units=1" in text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert len([p for p in word(paper(desk, run, "checks", "?units=1")).paragraphs if "　总分 " in p.text]) == 4  # fmt: skip


def test_a_file_of_the_set_says_by_itself_which_draft_it_is_of(run):
    names = [piece.name for piece in pieces.PaperFiles(run, with_pdf=True).pieces()]
    assert all("（2026年终考核第1稿）" in name for name in names)
    for word_ in ("A3总表", "反馈函", "失分台账", "表扬名单", "考核预告"):
        assert any(word_ in name for name in names), word_
    assert any(name.endswith(".pdf") and "A3总表" in name for name in names)
    assert len(names) == len(set(names))


def test_the_table_says_how_far_everybody_has_come_since_the_draft_before(
    desk, clerk, run, tmp_path, at
):
    sheet = Sheet.objects.get(round=run.round, lead__name="市财政局")
    _, made = send(sheet, MONEY.replace("99000", "60000"), tmp_path, clerk, name="第二版.csv")
    intake.accept(submission=made, by=clerk, at=at)
    newer = computing.number_draft(run.round, stage="opinion", why="征求意见", by=clerk, at=at)
    was = {line.name: line.rank for line in run.lines.all()}
    now = {line.name: line.rank for line in newer.lines.all()}
    table = rows(word(paper(desk, newer, "board")))
    assert table[0][-3] == "比上一稿"
    told = {line[1]: line[-3] for line in table[1:]}
    for name, rank in now.items():
        way = was[name] - rank
        assert told[name] == (f"进{way}" if way > 0 else f"退{-way}" if way < 0 else "平")
    assert len(set(told.values())) > 1
    book = openpyxl.load_workbook(io.BytesIO(paper(desk, newer, "board-excel").content))
    heads = [str(cell.value) for cell in book["县市区"][3]]
    at = heads.index("比上一稿")
    assert [book["县市区"].cell(row, at + 1).value for row in range(5, 9)] == [
        line[-3] for line in table[1:]
    ]
