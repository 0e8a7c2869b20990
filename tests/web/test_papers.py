"""出材料 in the browser's eyes: the page lists them, each leaves as a file, readers find none."""

import io
import shutil
import subprocess
from datetime import date
from fractions import Fraction
from urllib.parse import quote

import docx
import openpyxl
import pytest

from baton.desk import computing
from baton.desk.papers.annexes import annex_of
from baton.desk.papers.kinds import PAPERS
from baton.documents.papers import Annex, Head, pdf, write_annex
from baton.domain.claims import services as claims
from baton.domain.claims.models import Claim
from baton.domain.files import services as files
from baton.domain.files import store
from baton.domain.files.models import StoredFile
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet
from baton.domain.orgs import services as orgs
from baton.domain.orgs.models import PeerGroup, Unit
from baton.domain.rounds import services as rounds
from baton.domain.schemes import cover
from tests import stories
from tests.graded import open_graded
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.web.test_desk import text
from tests.web.test_rescaled_told import in_a_part

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def run(clerk, tmp_path, at):
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    entries = [
        claims.Entry(Unit.objects.get(code=code), "表彰", title, level="省级", document="+1号")
        for code, title in (("B", "=省级文明县"), ("A", "双拥模范"))
    ]
    made = claims.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)
    claims.decide(
        claims=made, state="accepted", decided_by="认定小组", decided_on=at.date(), reason="", by=clerk, at=at
    )  # fmt: skip
    return computing.number_draft(round, stage="check", why="送各单位核对", by=clerk, at=at)


def word(answer):
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
    return docx.Document(io.BytesIO(answer.content))


def rows(document, table=0):
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def said(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_the_page_lists_the_papers_and_the_board_leads_to_it(desk, run):
    assert f'href="/office/run/{run.pk}/papers/"' in text(desk.get(f"/office/run/{run.pk}/"))
    page = text(desk.get(f"/office/run/{run.pk}/papers/?group=县市区"))
    for name in ("核对单", "扣分明细", "加减分认定表", "会议一页纸", "公示名单"):
        assert name in page


def test_check_sheets_stand_in_official_order_and_show_no_rank(desk, run):
    document = word(desk.get(f"/office/run/{run.pk}/papers/checks/"))
    units = [p.text for p in document.paragraphs if "　总分 " in p.text]
    assert [unit.split("　")[0] for unit in units] == ["临江县", "东岭县", "石桥市", "云东区"]
    assert "名" not in units[0] and "99.65 分" in units[0]
    money, air = rows(document)[1:3]
    assert money == [
        "", "一般公共预算收入", "60", "58.998", "1.002", "118000 万元", "目标 120000 万元，完成率 98.33%",
        "市财政局",
    ]  # fmt: skip
    assert air[6] == "比起扣线 92% 低 0.7 个百分点"
    bonus = rows(document)[4]
    assert bonus[:4] == ["加减分", "双拥模范（省级）", "—", "+1"]
    assert bonus[5:] == ["", "+1号；2027-01-14 认定", "认定小组"]
    lost = [Fraction(line[4].replace("−", "-")) for line in rows(document)[1:4]]
    assert sum(lost) == Fraction("1.35")
    assert "满分 100 − 总分 99.65 = 0.35；各项失分之和 1.35 − 加分 1 = 0.35，相符。" in said(
        document
    )
    assert f"回执：第1稿 · {run.run_id[:16]}" in said(document)
    ranked = word(desk.get(f"/office/run/{run.pk}/papers/checks-rank/"))
    assert "第 " in next(p.text for p in ranked.paragraphs if "　总分 " in p.text)


def test_losses_follow_official_order_and_then_size(desk, run):
    found = rows(word(desk.get(f"/office/run/{run.pk}/papers/losses/?group=县市区")))[1:]
    assert [line[0] for line in found][:3] == ["临江县", "临江县", "东岭县"]
    assert found[0][4] == "1.002" and found[1][4] == "0.350"


def test_the_ledger_leaves_as_word_and_as_excel(desk, run):
    found = rows(word(desk.get(f"/office/run/{run.pk}/papers/ledger/")))[1:]
    assert [line[:2] for line in found if line[1] == "小计"] == [
        ["临江县", "小计"],
        ["东岭县", "小计"],
    ]
    assert found[2][1] == "表彰：=省级文明县"
    assert found[2][4:9] == ["1", "认定", "1", "", "认定小组"]
    answer = desk.get(f"/office/run/{run.pk}/papers/ledger-excel/")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cell = sheet.cell(6, 2)
    assert (
        cell.value == "表彰：=省级文明县" and cell.data_type == "s" and sheet.cell(6, 7).value == 1
    )


def test_the_page_for_a_meeting_and_the_public_list(desk, run):
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/brief/")))
    assert "前三：1.\u00a0云东区" in told and "加减分没有待定的" in told
    given = {
        "subject": "A", "decided": "优秀", "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": "2027-02-05",
        "document": "云委〔2027〕5号", "reason": "综合研判",
    }  # fmt: skip
    desk.post(f"/office/run/{run.pk}/grade/", given)
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/names/")))
    assert "优秀（1个）：临江县" in told and "不定等次（3个）：东岭县、石桥市、云东区" in told
    assert "99.65" not in told


def test_a_scheme_without_grades_lists_units_under_no_heading_and_the_page_says_so_first(desk, run):
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "方案里没有等次：公示名单只按机构序列出名字" in page
    link = "/office/scheme/parts/grades/县市区/"
    assert f'href="{quote(link)}?round={run.round_id}"' in page and "等次和名额" in text(
        desk.get(link)
    )
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/names/")))
    assert "的考核对象公示如下" in told
    assert "县市区（4个）\n临江县、东岭县、石桥市、云东区\n" in told
    assert "不定等次" not in told and "考核对象公示名单" in told and "等次公示" not in told
    bulletin = said(word(desk.get(f"/office/run/{run.pk}/papers/bulletin/")))
    assert "不定等次" not in bulletin and "（4个）：" not in bulletin


def test_a_provisional_run_says_that_it_is_one(desk, run, at):
    provisional = computing.refresh(run.round, at=at)
    assert "这是试算" in text(desk.get(f"/office/run/{provisional.pk}/papers/"))
    assert "试算" in said(word(desk.get(f"/office/run/{provisional.pk}/papers/checks/")))


@pytest.mark.parametrize("code", ["", "checks/", "ledger-excel/"])
def test_readers_find_no_papers(client, run, leader, code):
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/office/run/{run.pk}/papers/{code}").status_code == 404


def test_what_is_no_paper_or_no_group_is_not_found(desk, run):
    assert desk.get(f"/office/run/{run.pk}/papers/nothing/").status_code == 404
    assert desk.get(f"/office/run/{run.pk}/papers/checks/?group=没有").status_code == 404


def test_four_check_sheets_are_four_pages(desk, run, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is missing")
    (tmp_path / "核对单.docx").write_bytes(desk.get(f"/office/run/{run.pk}/papers/checks/").content)
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "核对单.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = tmp_path / "核对单.pdf"
    if not made.exists():
        pytest.skip("this LibreOffice has no Writer")
    assert b"/Count 4" in made.read_bytes()


def pages(answer, tmp_path):
    """The text of a PDF answer, page by page."""
    assert answer.content.startswith(b"%PDF-") and answer["Content-Type"] == "application/pdf"
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is missing")
    place = tmp_path / "材料.pdf"
    place.write_bytes(answer.content)
    done = subprocess.run(
        ["pdftotext", "-layout", place, "-"], check=True, capture_output=True, text=True
    )
    return done.stdout.split("\f")[:-1]


def needs_chinese():
    if not pdf.choose(pdf._installed().families()):
        pytest.skip("this machine has no Chinese font")


def test_a_bulletin_of_an_unreleased_draft_tells_names_and_no_totals(desk, run):
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/bulletin/")))
    assert "关于云州市2026年度综合考核结果的通报" in told
    assert "内部资料　第1稿（核对稿）" in told
    assert "4 个考核对象中，4 个已有总分。" in told
    assert (
        "失分最多的指标是“空气优良天数比例”" in told or "失分最多的指标是“一般公共预算收入”" in told
    )
    assert "99.65" not in told and "名次可比" not in told and "进步和落后" not in told
    assert "合计" not in told and "四、一票否决和机关决定的等次" in told


@pytest.mark.parametrize(("listed", "word_"), [("regions", "行政区划序"), ("offices", "机构序")])
def test_a_bulletin_says_by_which_order_a_group_is_listed(desk, clerk, run, at, listed, word_):
    group = PeerGroup.objects.get(name="县市区")
    orgs.place_group(group=group, after=None, listed_by=listed, by=clerk, at=at)
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/bulletin/")))
    assert f"共 4 个，按{word_}排列如下。" in told


def test_a_bulletin_that_is_to_rank_says_who_came_forward(desk, clerk, run, tmp_path, at):
    table = rows(word(desk.get(f"/office/run/{run.pk}/papers/bulletin-rank/")))
    assert table[0] == ["名次", "单位", "总分", "等次", "备注"]
    assert [line[0] for line in table[1:]] == ["1", "2", "3", "4"]
    earlier = run.round
    rounds.close(round=earlier, why="办完了", by=clerk, at=at)
    later = rounds.open_round(
        scheme=earlier.scheme, version=earlier.version, name="另一轮", kind="year_end", as_of="全年",
        on=date(2027, 1, 10), by=clerk, at=at,
    )  # fmt: skip
    entry = claims.Entry(Unit.objects.get(code="A"), "表彰", "又一项省级表彰", level="省级")
    made = claims.enter(scheme=earlier.scheme, entries=[entry], by=clerk, at=at)
    claims.decide(
        claims=made, state="accepted", decided_by="认定小组", decided_on=at.date(), reason="", by=clerk, at=at
    )  # fmt: skip
    draft = computing.number_draft(later, stage="check", why="再看", by=clerk, at=at)
    was = {line.name: line.rank for line in run.lines.all()}
    now = {line.name: line.rank for line in draft.lines.all()}
    told = said(word(desk.get(f"/office/run/{draft.pk}/papers/bulletin-rank/")))
    ahead = was["临江县"] - now["临江县"]
    assert ahead > 0 and f"与2026年终考核比，1 个名次前进，临江县进 {ahead} 位" in told


def test_the_annex_has_the_sentence_its_reading_and_points_that_sum(desk, run):
    document = word(desk.get(f"/office/run/{run.pk}/papers/annex/"))
    found = rows(document)
    assert found[0][:5] == ["序号", "考核指标", "分值", "目标值", "评分办法（原文）"]
    money, air, bonus, total = found[1:]
    assert (
        money[2:5] == ["60", "按责任书", "按完成率计分，超额不加分。"] and money[-1] == "市财政局"
    )
    assert "不足1个百分点：按比例" in air[5] and bonus[2] == "加分"
    assert total[1:3] == ["小计", "100"]


def test_the_annex_has_every_rule_of_the_scheme_and_what_is_beside_the_papers_last(
    clerk, at, tmp_path, monkeypatch
):
    """Vetoes, grades, ranks, figures that are not there; no reading that nobody was asked for."""
    book = in_a_part("总分折算").replace("配合单位: 50%", "配合单位: 100%")
    monkeypatch.setattr(
        stories, "RULEBOOK", book.replace("并列: 1-2-2-4", "并列: 1-2-2-4, 同分先看: [F1]")
    )
    (paper_,) = annex_of(open_graded(tmp_path, clerk, at, reported=False).version).papers
    assert [(part.name, part.is_beside) for part in paper_.parts] == [
        ("发展", False),
        ("加减分", True),
    ]
    assert (
        "配合单位：100%" in paper_.parts[1].lines[0].reading
        and "减半" not in paper_.parts[1].lines[0].reading
    )
    rules = dict(paper_.rules)
    assert list(rules) == ["一票否决", "等次和名额", "名次和同分", "没有数的"]
    assert (
        rules["一票否决"][1]
        == "较大生产安全事故：出了“事故”的事：不得评为优秀，总分最多 60 分。依据：云办发〔2026〕3号第13条。"
    )
    assert (
        rules["等次和名额"][0].startswith("优秀：99 分以上，最多 2 个；")
        and len(rules["等次和名额"]) == 1
    )
    assert "同分的，先看“一般公共预算收入”高的。" in rules["名次和同分"][0]
    assert (
        rules["没有数的"][0]
        == "缺报：计 0 分。无此任务：在总分里按其余指标折算。单列：不计，满分里也没有它。"
    )
    head = Head(
        "云州市2026年度综合考核",
        "2026年终考核",
        "第1稿",
        "回执",
        "核对稿",
        False,
        "2026-12-31",
        False,
    )
    write_annex(head, Annex("云州市2026年度综合考核", "第 1 版", [paper_]), tmp_path / "附件.docx")
    document = docx.Document(str(tmp_path / "附件.docx"))
    heads = [one.text for one in document.paragraphs if one.text[1:2] == "、"]
    assert heads == [
        "一、发展",
        "二、加减分",
        "三、一票否决",
        "四、等次和名额",
        "五、名次和同分",
        "六、没有数的",
    ]
    assert ["小计" in str(rows(document, n)) for n in (0, 1)] == [True, False]


def test_what_a_scheme_rests_on_is_printed_in_the_annex_and_filed(desk, run, clerk, at):
    said_of = {"scheme": run.round.scheme, "by": clerk, "at": at}
    sha256, size = store.put([b"%PDF-1.4 the province"])
    kept = files.keep(
        sha256=sha256, size=size, name="省方案.pdf", media_type="application/pdf", by=clerk, at=at
    )
    cover.cite(
        kind="upper",
        title="全省综合考核办法",
        document="省办发〔2026〕2号",
        issued_on=date(2026, 2, 3),
        file=kept,
        **said_of,
    )
    cover.cite(kind="basis", title="党政领导干部考核工作条例", **said_of)
    told = said(word(desk.get(f"/office/run/{run.pk}/papers/annex/")))
    assert "上级方案：《全省综合考核办法》（省办发〔2026〕2号，2026-02-03）" in told
    assert "依据：《党政领导干部考核工作条例》" in told
    document = word(desk.get(f"/office/run/{run.pk}/papers/catalogue/"))
    lines = [line for n in range(len(document.tables)) for line in rows(document, n)[1:]]
    upper, basis = lines[:2]
    assert upper[1:5] == ["省办发〔2026〕2号", "", "上级方案：全省综合考核办法", "2026-02-03"]
    assert f"校验值 {sha256[:16]}" in upper[6] and basis[3] == "依据：党政领导干部考核工作条例"


def test_the_catalogue_lists_what_came_with_its_check_value(desk, run, clerk, at):
    proof = b"%PDF-1.4 a proof"
    sha256, size = store.put([proof])
    kept = files.keep(
        sha256=sha256, size=size, name="表彰决定.pdf", media_type="application/pdf", by=clerk, at=at
    )
    claims.attach(claim=Claim.objects.get(title="双拥模范"), file=kept, by=clerk, at=at)
    document = word(desk.get(f"/office/run/{run.pk}/papers/catalogue/"))
    lines = [line for n in range(len(document.tables)) for line in rows(document, n)[1:]]
    assert [line[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    told = "\n".join(" ".join(line) for line in lines)
    sent = StoredFile.objects.filter(name="打分表.csv")
    assert sent.count() == 2 and all(f"校验值 {one.sha256[:16]}" in told for one in sent)
    assert f"校验值 {run.archive[:16]}" in told and "表彰：双拥模范" in told
    assert "双拥模范（依据）：表彰决定.pdf" in told and f"校验值 {sha256[:16]}" in told


@pytest.mark.parametrize("code", [code for code, one in PAPERS.items() if one.ending == "docx"])
def test_every_word_paper_is_also_a_pdf_with_its_draft(desk, run, tmp_path, code):
    needs_chinese()
    answer = desk.get(f"/office/run/{run.pk}/papers/{code}/?as=pdf&group=县市区")
    assert answer["Content-Disposition"].endswith(".pdf")
    assert (
        "第1稿" in "".join(pages(answer, tmp_path)).replace(" ", "").replace("\n", "")
        or code in {"annex", "notice", "compared"}  # about the scheme and before any draft
    )


def test_four_check_sheets_are_four_pdf_pages_and_a_brief_is_one(desk, run, tmp_path):
    needs_chinese()
    four = pages(desk.get(f"/office/run/{run.pk}/papers/checks/?as=pdf"), tmp_path)
    assert len(four) == 4 and "临江县" in four[0] and "石桥市" in four[2]
    assert len(pages(desk.get(f"/office/run/{run.pk}/papers/brief/?as=pdf"), tmp_path)) == 1


def test_without_a_chinese_font_a_kind_sentence_comes_and_word_still_works(desk, run, monkeypatch):
    monkeypatch.setattr(pdf, "choose", lambda families: [])
    answer = desk.get(f"/office/run/{run.pk}/papers/brief/?as=pdf")
    assert "没有能排中文的字体" in text(answer) and answer.status_code != 500
    word(desk.get(f"/office/run/{run.pk}/papers/brief/"))


def test_the_page_of_an_older_draft_says_that_there_is_a_newer_one(desk, run, clerk, at):
    assert "现在已有" not in text(desk.get(f"/office/run/{run.pk}/papers/"))
    newer = computing.number_draft(run.round, stage="opinion", why="征求意见", by=clerk, at=at)
    page = text(desk.get(f"/office/run/{run.pk}/papers/"))
    assert "现在已有第 2 稿" in page and f'href="/office/run/{newer.pk}/papers/"' in page


def test_a_draft_that_figures_have_outrun_says_so(desk, run, clerk, tmp_path, at):
    assert "又有改动" not in text(desk.get(f"/office/run/{run.pk}/papers/"))
    sheet = Sheet.objects.get(round=run.round, lead__name="市财政局")
    _, made = send(sheet, MONEY.replace("118000", "117000"), tmp_path, clerk, name="第二版.csv")
    intake.accept(submission=made, by=clerk, at=at)
    assert "又有改动" in text(desk.get(f"/office/run/{run.pk}/papers/"))
