"""没定的否决和扣分: no paper for units and no page for readers tells of one before it is decided."""

from html import unescape
from unittest.mock import patch

import openpyxl
import pytest
from docx import Document

from baton.desk import computing
from baton.desk.papers.asides import by_matter
from baton.desk.papers.checking import checks
from baton.desk.papers.kinds import write
from baton.desk.papers.pieces import PaperFiles
from baton.desk.results import result_of
from baton.domain.accounts import services as accounts
from baton.domain.assessment import services as assessment
from baton.domain.assessment.readers import OFFERED, Layer
from baton.domain.claims import services as claims
from baton.domain.claims.models import Claim
from baton.domain.orgs.models import Unit
from tests import stories
from tests.conftest import PASSWORD
from tests.graded import GRADES, open_graded
from tests.retold import retold

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
VETO, DEDUCTED, APPLIED = "正在核查的问题", "正在立案的问题", "四好农村路"
DOCUMENTS = {VETO: "云纪函〔2027〕7号", DEDUCTED: "云纪函〔2027〕8号", APPLIED: "云交发〔2026〕9号"}
LEDGER = """    扣分:
      名称: 负面清单扣分
      评分办法: 被通报的每件扣1分；合计不超过3分。
      性质: 扣分
      方法: 加减分台账
      事件: [通报]
      加还是扣: 扣分
      各级: {省级: 1分}
      同一事项: 只计最高一次
      配合单位: 50%
      减半次序: 先取最高后减半
      上年已计: 补差额
      已在别处计过: 不再计
      未认定的: {UNDECIDED}
      合计不超过: 3分
名次:"""
ZEROING = (
    "  V9: {事由: 党风廉政否决, 事件: 廉政, 依据: 云办发〔2026〕3号第9条, 后果: {指标计零: [F1]}}\n"
)


def number(tmp_path, clerk, at, undecided):
    """A draft with an undecided veto and an undecided deduction of 临江县, and its own undecided application."""
    book = stories.RULEBOOK.replace("名次:", LEDGER.replace("{UNDECIDED}", undecided))
    book = book.replace("未认定的: 等认定", "未认定的: 先不计", 1)
    with patch.object(stories, "RULEBOOK", book), patch("tests.graded.GRADES", GRADES + ZEROING):
        round = open_graded(tmp_path, clerk, at)
    unit, bonus = Unit.objects.get(code="A"), {"level": "省级"}
    entries = [
        claims.Entry(unit, kind, title, document=DOCUMENTS[title], **more)
        for kind, title, more in (("廉政", VETO, {}), ("通报", DEDUCTED, bonus), ("表彰", APPLIED, bonus))
    ]  # fmt: skip
    claims.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)
    return computing.number_draft(round, stage="check", why="送核对", by=clerk, at=at)


@pytest.fixture
@retold
def run(tmp_path, clerk, at):
    return number(tmp_path, clerk, at, "先不计")


@pytest.fixture
@retold
def waiting(tmp_path, clerk, at):
    """The same where an undecided deduction keeps the total back."""
    return number(tmp_path, clerk, at, "等认定")


def words(path):
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        return "\n".join(str(cell.value) for sheet in sheets for row in sheet for cell in row)
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def told_of(text):
    return {
        one for title in (VETO, DEDUCTED) for one in (title, DOCUMENTS[title]) if one in text
    } | ({"党风廉政"} if "党风廉政否决不生效" in text or "（未认定）" in text else set())


def outgoing():
    """Every paper that may go to units, lead units or the public."""
    return sorted({one for reader in ("units", "leads", "public") for one in OFFERED[reader]} - {"ledger"})  # fmt: skip


@pytest.mark.parametrize("draft", ["run", "waiting"])
def test_no_paper_for_units_tells_of_what_is_undecided(request, draft, tmp_path):
    run = request.getfixturevalue(draft)
    assert {"checks", "checks-rank", "letters-rank", "losses", "bulletin-items", "names"} <= {*outgoing()}  # fmt: skip
    for paper in outgoing():
        write(run, paper, tmp_path / f"{paper}.docx")
        assert not told_of(words(tmp_path / f"{paper}.docx")), paper


@pytest.mark.parametrize("draft", ["run", "waiting"])
def test_nor_does_the_whole_set_but_for_the_office_s_own_lists(request, draft, tmp_path):
    files = PaperFiles(request.getfixturevalue(draft), with_pdf=False)
    seen = set()
    for number_of, piece in enumerate(files.pieces()):
        path = tmp_path / f"{number_of}.{piece.name.rpartition('.')[2]}"
        piece.make(path)
        if path.suffix in {".docx", ".xlsx"} and told_of(words(path)):
            seen.add(piece.name.split("（")[0])
    assert seen == {"7 加减分认定表", "15 归档目录"}


def test_a_unit_is_told_of_its_own_application(run):
    sheet = next(one for one in checks(run) if one.unit == "临江县")
    assert sheet.pending == f"另有 1 条待定：{APPLIED}（省级）"
    row = next(one for one in sheet.aside if one.name.startswith(APPLIED))
    assert row.score == "待定"
    assert [one.score for one in sheet.aside if "负面清单" in one.name] == ["0"]


def test_where_a_total_waits_for_it_the_sheet_says_only_that_it_is_not_out(waiting):
    sheet = next(one for one in checks(waiting) if one.unit == "临江县")
    assert sheet.total == "未出" and "还有没出数的" in sheet.sum
    row = next(one for one in sheet.aside if "负面清单" in one.name)
    assert (row.score, row.reason) == ("未出", "")


def test_once_decided_the_unit_is_told(run, clerk, at):
    claims.decide(
        claims=list(Claim.objects.exclude(kind="表彰")), state="accepted", decided_by="市纪委", decided_on=at.date(),
        reason="查实", by=clerk, at=at,
    )  # fmt: skip
    after = computing.number_draft(run.round, stage="check", why="再送", by=clerk, at=at)
    sheet = next(one for one in checks(after) if one.unit == "临江县")
    assert VETO in sheet.vetoes and any(DEDUCTED in one.name for one in sheet.aside)


def test_a_reason_that_names_an_undecided_line_does_not_say_which(run):
    number = next(one.id for one in result_of(run).plan.facts.events if one.kind == "廉政")
    assert by_matter(result_of(run), f"与 {number} 同一事项", {number}) == "与另一条 同一事项"


@pytest.mark.parametrize("draft", ["run", "waiting"])
@pytest.mark.parametrize("role", ["leader", "viewer"])
def test_no_page_for_readers_tells_of_it(request, client, clerk, at, draft, role):
    run = request.getfixturevalue(draft)
    reader = accounts.add(username="liu", name="刘", role=role, password=PASSWORD, by=clerk, at=at)
    accounts.change_password(person=reader, password=PASSWORD + "4", by=reader, at=at)
    assessment.release(run=run, role=role, layer=Layer.EXPLANATIONS, decided_by="委", by=clerk, at=at)  # fmt: skip
    client.force_login(reader, backend=BACKEND)
    places = ["", "wall/", *(f"A/{code}" for code in ("", *(f"{one}/" for one in codes(run))))]
    opened = 0
    for place in places:
        answer = client.get(f"/released/{run.pk}/{place}")
        opened += answer.status_code == 200
        page = unescape(answer.content.decode())
        assert not told_of(page), place
    assert opened >= 6


def test_the_office_reads_it_on_its_own_pages(desk, run):
    """Else nothing would have been looked for above."""
    page = unescape(desk.get(f"/office/run/{run.pk}/unit/A/F1/").content.decode())
    assert told_of(page) >= {DOCUMENTS[VETO]}


def codes(run):
    rulebook = result_of(run).plan
    return [*rulebook.items, *rulebook.nodes]
