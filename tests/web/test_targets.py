"""责任书: taken in from an office's own table, changed by hand, sealed; afterwards only with a reason and a document."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.audit.models import Entry
from baton.domain.intake import services as intake
from baton.domain.orgs import services as orgs
from baton.domain.rounds import services as rounds
from baton.domain.targets import queries, services
from baton.domain.targets.models import Target
from baton.domain.targets.services import Line
from baton.scoring.facts import Subject
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.web.bad_files import BAD, content_of

pytestmark = pytest.mark.django_db
TARGETS, IN, CELL = "/office/targets/", "/office/targets/in/", "/office/targets/cell/A/F1/"
PASTED = "单位\t一般公共预算收入（万元）\n临江县\t120000\n东岭\t80000\n石桥市\t100000\n"
UNITS = "ABCD"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    """Both sheets accepted, every target agreed."""
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    computing.refresh(made, at=at)
    return made


@pytest.fixture
@retold
def bare(clerk, tmp_path, at):
    """The figures are in, nobody has agreed any target."""
    made = open_round(tmp_path, clerk)
    lines = [Line(unit, "F1", "目标", None, is_withdrawn=True) for unit in UNITS]
    services.agree(scheme=made.scheme, lines=lines, by=clerk, at=at)
    _, submission = send(owed(made, clerk)["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=submission, by=clerk, at=at)
    return made


def text(answer):
    return answer.content.decode()


def said(round):
    return {line[0]: line[3] for line in queries.agreement(round.scheme) if line[1] == "F1"}


def test_what_is_missing_is_named_and_what_it_blocks_leads_there(desk, bare):
    assert "项目标没有，算不出成绩" in text(desk.get("/office/"))
    board = text(desk.get("/office/board/"))
    assert "还算不出成绩" in board and "责任书缺 4 项目标，去填" in board
    page = text(desk.get(TARGETS))
    assert "4 个单位还没有目标，缺 4 项" in page and "算不出成绩" in page
    page = text(desk.get(TARGETS + "?show=missing"))
    assert "临江县、东岭县、石桥市、云东区" in page
    page = text(desk.get(TARGETS + "?item=F1&missing=1"))
    assert "4 个单位还没有目标" in page and page.count('<span class="odd">缺</span>') == 4
    assert "责任书</a>" in text(desk.get("/office/scheme/"))


def test_a_pasted_table_is_looked_at_before_it_is_taken_in(desk, bare, at):
    page = text(desk.post(IN, {"text": PASTED}))
    assert "新填 3 格，改 0 格，还没有收下" in page and "收下以后还有 1 个单位缺 1 项" in page
    assert said(bare) == {}
    seen = str(queries.head(bare.scheme))
    answer = desk.post(IN, {"text": PASTED, "seen": seen, "take": "1"}, follow=True)
    assert "已收下 3 格目标" in text(answer) and "1 个单位还没有目标，缺 1 项" in text(answer)
    assert said(bare) == {"A": "120000", "B": "80000", "C": "100000"}
    desk.post(CELL.replace("/A/", "/D/"), {"state": "has", "value0": "9万", "was": str(Target.objects.get(subject="D", is_withdrawn=True).pk), "keep": "1"})  # fmt: skip
    assert said(bare)["D"] == "90000"
    assert computing.refresh(bare, at=at) is not None
    assert "1 个指标的目标都齐了" in text(desk.get(TARGETS))


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("一般公共预算收入（亿元）", ""),
        ("一般公共预算收入", "\t单位：亿元\n"),
        ("一般公共预算收入", "\t单位：亿元、人、%\n"),
    ],
)
def test_targets_in_another_unit_are_asked_about(desk, bare, head, above):
    """12 of 亿元 is 120000 of 万元; nothing is taken in before somebody said so."""
    pasted = f"{above}单位\t{head}\n临江县\t12\n东岭\t8\n石桥市\t10\n云东区\t9.5\n"
    page = text(desk.post(IN, {"text": pasted}))
    assert "有 1 处要先问清，还没有收下" in page and 'name="take"' not in page
    refused = desk.post(IN, {"text": pasted, "take": "1"})
    assert not said(bare) and 'name="take"' not in text(refused)
    assert "换算：12 亿元是 120000 万元" in page and "就是 12 万元" in page
    page = text(desk.post(IN, {"text": pasted, "say": "F1|亿元|convert"}))
    assert "新填 4 格" in page and "120,000" in page and "已换算成万元" in page
    assert 'name="measure" value="F1|亿元|convert"' in page
    kept = {"text": pasted, "measure": "F1|亿元|convert", "seen": seen(page)}
    desk.post(IN, kept | {"take": "1"})
    assert said(bare) == {"A": "120000", "B": "80000", "C": "100000", "D": "95000"}


def test_a_target_that_no_rule_takes_is_named_with_its_indicator(desk, bare):
    pasted = "单位\t一般公共预算收入\t空气优良天数比例\n临江县\t120000\t92\n"
    page = text(desk.post(IN, {"text": pasted}))
    assert "规则书里“空气优良天数比例”不从责任书取“目标”，1 格照样记下" in page
    assert "规则书里“一般公共预算收入”不从" not in page


def test_targets_that_are_meant_as_written_stay(desk, bare):
    pasted = "单位\t一般公共预算收入（亿元）\n临江县\t120000\n"
    page = text(desk.post(IN, {"text": pasted, "say": "F1|亿元|as_is"}))
    assert "核实后原数按万元收" in page and "120,000" in page and 'name="take"' in page


def seen(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def test_bad_cells_come_with_their_remedy_and_nothing_is_written(desk, bare):
    bad = PASTED.replace("120000", "12O000").replace("80000", "0") + "天上县\t5\n"
    page = text(desk.post(IN, {"text": bad, "take": "1", "seen": "0"}))
    assert "有 2 处要先问清，还没有收下" in page
    assert "粘贴·B2" in page and ">是 120000<" in page and "名册里没有“天上县”" in page
    assert said(bare) == {} and "天上县\t5" in page
    page = text(desk.post(IN, {"text": PASTED.replace("80000", "0")}))
    assert "不能作除数" in page and "粘贴·B3" in page


def test_the_empty_workbook_comes_back_filled_in(desk, bare):
    answer = desk.get("/office/targets/empty/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page = book["责任书"]
    assert [page.cell(3, at).value for at in (1, 2, 3)] == ["单位", "指标", "目标"]
    assert [page.cell(row, 1).value for row in range(4, 8)] == ["临江县", "东岭县", "石桥市", "云东区"]  # fmt: skip
    page.cell(4, 3).value, page.cell(5, 3).value = 118000, "无此任务"
    sent = io.BytesIO()
    book.save(sent)
    file = SimpleUploadedFile("责任书.xlsx", sent.getvalue())
    shown = desk.post(IN, {"file": file})
    assert "新填 2 格" in text(shown) and "2 格空着，不动" in text(shown)
    ticket = shown.context["ticket"]
    desk.post(IN, {"ticket": ticket, "seen": str(queries.head(bare.scheme)), "take": "1"})
    assert said(bare) == {"A": "118000", "B": None}
    assert Target.objects.get(subject="A", value="118000").source == "责任书.xlsx·责任书·C4"


def test_a_table_of_one_indicator_and_its_fields(desk, bare):
    """The indicator's name stands nowhere in the table: the clerk says which it is."""
    table = "单位\t年度目标\n临江县\t130000\n"
    assert "整张表是哪一个指标" in text(desk.post(IN, {"text": table}))
    assert "新填 1 格" in text(desk.post(IN, {"text": table, "item": "F1"}))


def test_a_change_is_tried_on_everybody_before_it_is_kept(desk, round):
    page = text(desk.post(CELL, {"state": "has", "value0": "118000", "was": was(round), "try": "1"}))  # fmt: skip
    assert "个单位会动" in page and "这一项得分" in page
    assert "58.998" in page and "60" in page and "3 → 2" in page
    assert said(round)["A"] == "120000"
    answer = desk.post(CELL, {"state": "has", "value0": "118,000", "was": was(round), "keep": "1", "reason": "核减"})  # fmt: skip
    assert answer.status_code == 302 and said(round)["A"] == "118000"


def was(round, unit="A"):
    return str(queries.newest(round.scheme, unit, "F1"))


@pytest.mark.parametrize(("value", "why"), [("12O", "不是数"), ("0", "不能作除数"), ("120000", "与现在的一样")])  # fmt: skip
def test_what_is_no_target_is_refused_and_kept_on_the_page(desk, round, value, why):
    answer = desk.post(CELL, {"state": "has", "value0": value, "was": was(round), "keep": "1", "reason": "因为", "document": "云办〔1〕"})  # fmt: skip
    page = text(answer)
    assert answer.status_code == 409 and why in page
    assert f'value="{value}"' in page and 'value="因为"' in page and 'value="云办〔1〕"' in page
    assert said(round)["A"] == "120000"


def test_after_sealing_a_change_needs_a_reason_and_a_document(desk, round):
    page = text(desk.get("/office/targets/seal/"))
    assert "封存不能撤销" in page
    desk.post("/office/targets/seal/", {"seen": str(queries.head(round.scheme))})
    seal = queries.seal_of(round.scheme)
    assert seal.digest[:32] in text(desk.get(TARGETS))
    change = {"state": "has", "value0": "118000", "was": was(round), "keep": "1", "reason": "项目取消"}  # fmt: skip
    answer = desk.post(CELL, change)
    page = text(answer)
    assert answer.status_code == 409 and "还缺批准文号" in page
    assert 'value="118000"' in page and 'value="项目取消"' in page and said(round)["A"] == "120000"
    assert desk.post(CELL, change | {"document": "云办〔2026〕9号"}).status_code == 302
    table = {"text": "单位\t一般公共预算收入\n东岭县\t90000\n", "seen": str(queries.head(round.scheme)), "take": "1", "reason": "区划调整"}  # fmt: skip
    answer = desk.post(IN, table)
    page = text(answer)
    assert answer.status_code == 409 and "还缺批准文号" in page and 'value="区划调整"' in page
    assert "东岭县\t90000" in page and "个单位会动" in page
    assert said(round)["B"] == "80000"


def test_the_record_tells_old_and_new_and_both_scores_and_goes_out_as_a_notice(desk, round):
    assert desk.get("/office/targets/notice/").status_code == 409
    desk.post("/office/targets/seal/", {"seen": str(queries.head(round.scheme))})
    desk.post(CELL, {"state": "has", "value0": "118000", "was": was(round), "keep": "1", "reason": "项目取消", "document": "云办〔2026〕9号"})  # fmt: skip
    page = text(desk.get(TARGETS + "?show=changes"))
    assert "120,000 → <b>118,000</b>" in page and "项目取消" in page and "云办〔2026〕9号" in page
    assert "58.998 → 60" in page and "何科长" in page and "（第 3 → 2 名）" in page
    paper = desk.get("/office/targets/notice/")
    assert paper.status_code == 200 and paper.content[:2] == b"PK"
    assert "封存后调整 1 处" in text(desk.get("/office/targets/unit/A/"))


def test_the_seal_and_the_documents_that_changed_targets_go_into_the_archive_catalogue(desk, round):
    from baton.desk.papers.catalogues import catalogue
    from baton.domain.assessment import queries as runs

    def filed():
        parts = {part.name: part.lines for part in catalogue(runs.provisional(round))}
        return [(one.document, one.title) for one in parts["责任书和目标调整"]]

    assert filed() == []
    desk.post("/office/targets/seal/", {"seen": str(queries.head(round.scheme))})
    desk.post(CELL, {"state": "has", "value0": "118000", "was": was(round), "keep": "1", "reason": "项目取消", "document": "云办〔2026〕9号"})  # fmt: skip
    assert filed() == [("", "云州市2026年度综合考核责任书封存"), ("云办〔2026〕9号", "目标调整 1 格：项目取消")]  # fmt: skip


def test_a_seal_is_set_on_what_was_looked_at_and_only_once(desk, round, second_clerk, at):
    seen = str(queries.head(round.scheme))
    services.agree(scheme=round.scheme, lines=[Line("A", "F1", "目标", "119000")], by=second_clerk, at=at)  # fmt: skip
    answer = desk.post("/office/targets/seal/", {"seen": seen})
    assert answer.status_code == 409 and "刚被别人改过" in text(answer)
    assert queries.seal_of(round.scheme) is None
    desk.post("/office/targets/seal/", {"seen": str(queries.head(round.scheme))})
    answer = desk.post("/office/targets/seal/", {"seen": str(queries.head(round.scheme))})
    assert answer.status_code == 409 and "已经封存过了" in text(answer)


def test_two_clerks_on_one_target_are_asked_whose_to_keep(desk, round, second_clerk, at):
    seen = was(round)
    services.agree(scheme=round.scheme, lines=[Line("A", "F1", "目标", "119000")], by=second_clerk, at=at)  # fmt: skip
    mine = {"state": "has", "value0": "118000", "was": seen, "reason": "核减"}
    for button in ("keep", "try"):
        answer = desk.post(CELL, mine | {button: "1"})
        page = text(answer)
        assert answer.status_code == 409 and "刚被沈主任改过，留谁的？" in page
        assert "119,000" in page and 'value="118000"' in page and 'value="核减"' in page
    assert said(round)["A"] == "119000"
    desk.post(CELL, mine | {"was": was(round), "keep": "1"})
    assert said(round)["A"] == "118000"


def test_a_table_looked_at_before_a_colleague_wrote_is_looked_at_again(desk, round, second_clerk, at):  # fmt: skip
    table = {"text": "单位\t一般公共预算收入\n东岭县\t84000\n", "seen": str(queries.head(round.scheme)), "take": "1"}  # fmt: skip
    services.agree(scheme=round.scheme, lines=[Line("A", "F1", "目标", "119000")], by=second_clerk, at=at)  # fmt: skip
    answer = desk.post(IN, table)
    assert answer.status_code == 409 and "再看一遍" in text(answer) and "改 1 格" in text(answer)
    assert said(round)["B"] == "80000"
    desk.post(IN, table | {"seen": str(queries.head(round.scheme))})
    assert said(round)["B"] == "84000"


def test_a_unit_without_the_task_is_scored_without_it_and_its_lead_is_not_asked(desk, bare, clerk, at):  # fmt: skip
    """无此任务 in the agreement is enough: nobody has to say it again in a sheet."""
    send_targets = PASTED.replace("120000", "无此任务") + "云东区\t90000\n"
    desk.post(IN, {"text": send_targets, "seen": str(queries.head(bare.scheme)), "take": "1"})
    assert "无此任务" in text(desk.get(TARGETS + "?item=F1"))
    from baton.desk.intake.sheet_names import AtHand

    sheet = owed_money(bare)
    assert AtHand(bare).expected(sheet)["财政收入"] == ["B", "C", "D"]
    page = text(desk.get("/office/targets/unit/A/"))
    assert "无此任务" in page and "临江县的责任书" in page
    page = text(desk.get(CELL))
    assert "：无此任务" in page
    desk.post(CELL, {"state": "has", "value0": "120000", "was": was(bare), "keep": "1"})
    assert said(bare)["A"] == "120000"
    desk.post(CELL, {"state": "none", "was": was(bare), "keep": "1"})
    assert said(bare)["A"] is None


def test_what_is_signed_has_its_units_and_the_targets_that_are_the_same_for_all(desk, bare):
    """Paper that people sign: 120,000 of what, and 92 % although nobody has to agree upon it."""
    desk.post(IN, {"text": PASTED, "seen": str(queries.head(bare.scheme)), "take": "1"})
    page = text(desk.get("/office/targets/unit/A/"))
    assert "目标 120,000万元" in page and "起扣线 92%" in page


def owed_money(round):
    return round.sheets.get(lead__name="市财政局")


def test_one_number_for_everybody(desk, bare, at):
    address = "/office/targets/cell/*/F1/"
    assert "各单位" in text(desk.get(address))
    desk.post(address, {"state": "has", "value0": "100000", "was": "0", "keep": "1"})
    page = text(desk.get(TARGETS + "?item=F1"))
    assert page.count("（各单位同）") == 4 and "4 个单位都有了" in page
    assert "空着就用各单位的 100,000" in text(desk.get(CELL))
    assert desk.post(address, {"state": "none", "was": was(bare, "*"), "keep": "1"}).status_code == 409  # fmt: skip


def test_a_unit_that_is_not_there_and_an_indicator_without_targets_are_no_pages(desk, round):
    for address in ("/office/targets/cell/Z/F1/", "/office/targets/cell/A/F2/", "/office/targets/cell/A/没有/", "/office/targets/unit/Z/", TARGETS + "?item=没有"):  # fmt: skip
        assert desk.get(address).status_code == 404


def test_a_round_that_is_over_keeps_its_targets(desk, round, clerk, at):
    rounds.close(round=round, why="办完", by=clerk, at=at)
    answer = desk.post(CELL, {"state": "has", "value0": "1", "was": was(round), "keep": "1"})
    assert answer.status_code == 409 and "已经结束" in text(answer)
    answer = desk.post(IN, {"text": PASTED.replace("80000", "1"), "seen": str(queries.head(round.scheme)), "take": "1"})  # fmt: skip
    assert answer.status_code == 409 and said(round)["B"] == "80000"


def test_what_is_not_quantified_and_what_nobody_leads_are_listed(desk, round):
    assert "每个指标都有数可依" in text(desk.get(TARGETS + "?show=loose"))
    page = text(desk.get(TARGETS + "?show=leaderless"))
    assert "表彰加分" in page and "没有牵头单位" in page
    assert "临江县" in text(desk.get(TARGETS + "?show=units&q=临江"))
    assert "没有叫“东山”的单位" in text(desk.get(TARGETS + "?show=units&q=东山"))


def test_looking_and_trying_write_nothing(desk, round):
    before = Entry.objects.count()
    desk.post(IN, {"text": PASTED.replace("80000", "81000")})
    desk.post(CELL, {"state": "has", "value0": "1", "was": was(round), "try": "1"})
    for show in ("", "units", "missing", "loose", "leaderless", "changes"):
        desk.get(f"{TARGETS}?show={show}")
    assert Entry.objects.count() == before


@pytest.mark.parametrize("page", ["", "?show=units", "?show=missing", "?item=F1", "in/", "unit/A/", "cell/A/F1/", "empty/"])  # fmt: skip
def test_more_units_need_no_more_queries(desk, round, clerk, at, page):
    desk.get(TARGETS + page)
    with CaptureQueriesContext(connection) as few:
        desk.get(TARGETS + page)
    subjects = [Subject(f"N{n}", f"新{n}县", group="县市区", order=n + 10) for n in range(60)]
    orgs.take_in(year=2026, subjects=subjects, by=clerk, at=at)
    lines = [Line(f"N{n}", "F1", "目标", "5") for n in range(50)]
    services.agree(scheme=round.scheme, lines=lines, by=clerk, at=at)
    desk.get(TARGETS + page)
    with CaptureQueriesContext(connection) as many:
        answer = desk.get(TARGETS + page)
    assert answer.status_code == 200 and len(many) == len(few) <= 25


def test_the_first_look_after_a_change_needs_no_more_queries_either(desk, round, clerk, at):
    counts = []
    for extra in (2, 200):
        subjects = [Subject(f"M{n}", f"再{n}县", group="县市区", order=n + 300) for n in range(extra)]  # fmt: skip
        orgs.take_in(year=2026, subjects=subjects, by=clerk, at=at)
        services.agree(scheme=round.scheme, lines=[Line("A", "F1", "目标", str(extra))], by=clerk, at=at)  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            desk.get(TARGETS)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 25


def test_the_door_for_targets_takes_no_bad_file(desk, round, subtests):
    before = Entry.objects.count()
    for name, (called, _, _) in BAD.items():
        with subtests.test(name):
            answer = desk.post(IN, {"file": SimpleUploadedFile(called, content_of(name))})
            assert answer.status_code in {200, 409, 413} and Entry.objects.count() == before
            assert "请" in text(answer) and ">收下</button>" not in text(answer)


def test_a_rule_that_wants_targets_leads_to_the_page_where_they_are_filled_in(desk, bare):
    page = text(desk.get("/office/scheme/F1/"))
    assert "责任书没有“目标”" in page and page.count("去责任书填目标") == 1
