"""加减分、否决 in the browser: forms that choose no reading for anybody, and name what is wrong."""

import io
import re

import docx
import pytest

from baton.desk import computing
from baton.domain.claims.models import Claim
from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version
from tests.web.scheme.forms import GRADES, PARTS, book_of, check_written, keep, row, seen, text

pytestmark = pytest.mark.django_db
BONUS = {
    "name": "表彰加分", "sign": "add", "kinds": "表彰、创建", "sentence": "国家级加2分，省级加1分。", "where": "总分",
    "levels.level": ["国家级", "省级", "市级", ""], "levels.points": ["2分", "1", "0.50", ""], "levels.most": ["", "", "1", ""],
    "same_matter": "highest", "share": "0.5", "order": "highest_first", "counted": "difference", "elsewhere": "skip",
    "undecided": "ignore", "cap": "3", "from": "", "to": "2026-12-31", "basis": "云办发〔2026〕3号",
}  # fmt: skip


def sheet_in(desk, lead, names, values):
    """One lead unit's figures pasted and accepted."""
    sheet = Sheet.objects.get(lead__name=lead)
    rows = ["\t".join(["单位", *(f"{name}得分" for name in names)])]
    units = ("临江县", "东岭县", "石桥市", "云东区")
    rows += ["\t".join([unit, *map(str, own)]) for unit, own in zip(units, zip(*values, strict=True), strict=True)]  # fmt: skip
    address = f"/office/desk/{sheet.pk}/receive/"
    pasted = "\n".join(rows)
    assert "还没有收下" in text(desk.post(address, {"text": pasted}))
    desk.post(address, {"text": pasted, "take": "1"})
    desk.post(f"/office/desk/{sheet.pk}/1/accept/")


def paper(answer):
    assert answer.status_code == 200, text(answer)
    document = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_from_a_word_table_to_the_public_notice_without_yaml(desk, fresh, at):
    """加减分 form → claim → decision → 认定表; grades form → 公示名单."""
    assert "还没有加减分、一票否决、等次" in text(desk.get(PARTS))
    assert f'href="{PARTS}#ledgers"' in text(desk.get("/office/claims/enter/"))
    assert f'href="{PARTS}"' in text(desk.get("/office/scheme/"))
    assert keep(desk, PARTS + "ledgers/", BONUS).url == PARTS + "#ledgers"
    check_written(fresh)
    page = text(desk.get("/office/claims/enter/"))
    assert "表彰（加分）" in page and "创建（加分）" in page and "国家级、省级、市级" in page
    assert "表彰" in text(desk.get("/office/claims/in/"))
    claim = {"subject": "东岭县", "kind": "表彰", "title": "全国文明县", "level": "国家级", "document": "国发1号", "happened_on": "2026-05-01"}  # fmt: skip
    assert desk.post("/office/claims/enter/", claim).status_code == 302
    made = Claim.objects.get()
    desk.post("/office/claims/decide/", {"claim": f"{made.pk}:{made.edits}", "state": "accepted", "decided_by": "认定小组", "decided_on": "2027-01-10"})  # fmt: skip
    made.refresh_from_db()
    assert made.state == "accepted"
    grades = {**GRADES, "levels.from": ["98", "90", ""], "levels.to": ["", "98", "90"]}
    assert keep(desk, PARTS + "grades/县市区/", grades).url == PARTS + "#grades"
    check_written(fresh)
    desk.post("/office/desk/owe/", {"due_on": "2027-01-12"})
    sheet_in(
        desk, "市财政局", ("一般公共预算收入", "预算执行率"), ((35, 34, 33, 35), (25, 24, 22, 23))
    )
    sheet_in(
        desk,
        "市生态环境局",
        ("优良天数比例", "污水集中处理率"),
        ((24, 25, 22, 23), (14, 14, 15, 9)),
    )
    run = computing.refresh(Round.objects.get(), at=at)
    desk.post("/office/board/number/", {"stage": "check", "why": "送核对"})
    run = run.round.runs.get(number=1)
    lines = {line.name: line for line in run.lines.all()}
    assert (lines["东岭县"].total, lines["东岭县"].grade) == ("99", "优秀")
    assert (lines["临江县"].total, lines["临江县"].grade) == ("98", "良好")
    said = paper(desk.get(f"/office/run/{run.pk}/papers/ledger/"))
    assert "东岭县" in said and "全国文明县" in said and "2" in said
    said = paper(desk.get(f"/office/run/{run.pk}/papers/names/?group=县市区"))
    assert "良好" in said and "一般" in said and "云东区" in said


def test_a_bonus_is_tried_on_own_figures_before_it_is_kept(desk, round, at):
    """The ledger's try says who would move; nothing is written; keeping it changes the same book."""
    assert desk.post("/office/claims/enter/", {"subject": "B", "kind": "表彰", "title": "文明县", "level": "市级", "happened_on": "2026-05-01"}).status_code == 302  # fmt: skip
    made = Claim.objects.get()
    desk.post("/office/claims/decide/", {"claim": f"{made.pk}:{made.edits}", "state": "accepted", "decided_by": "认定小组", "decided_on": "2027-01-10"})  # fmt: skip
    run = computing.refresh(round, at=at)
    address = PARTS + "ledgers/加分/"
    page = text(desk.get(address))
    assert "现在登记的表彰没有让谁换名次" in page
    form = {
        "name": "表彰加分", "sign": "add", "kinds": "表彰", "sentence": "", "where": "总分", "levels.level": ["省级", "市级"],
        "levels.points": ["1", "9"], "levels.most": ["", ""], "same_matter": "highest", "share": "0.5", "order": "highest_first",
        "counted": "difference", "elsewhere": "skip", "undecided": "pending", "cap": "12",
    }  # fmt: skip
    page = text(desk.post(address, {**form, "try": "1"}))
    assert "试了一下，" in page and "个换名次；还没有写入" in page and "会变的 1 个" not in page
    totals = sorted(float(line.total) for line in run.lines.all())
    assert (
        totals[-1] - totals[0] < 12 and "比第一名和最后一名的差还大，能把最后一名送上第一" in page
    )
    assert Version.objects.get().edits == 0 and 'value="9"' in page
    page = text(desk.post(address, {**form, "cap": "", "try": "1"}))
    assert "没有写合计最多几分" in page
    assert keep(desk, address, form).status_code == 302
    params = row(round, "items", "表彰加分")["params"]
    assert (params["levels"]["市级"], params["cap"]) == ("9", "12")
    check_written(round)
    run = computing.refresh(Round.objects.get(), at=at)
    page = text(desk.get(address))
    assert "让" in page and "个换名次" in page


def test_no_reading_is_chosen_for_anybody(desk, fresh):
    """What an office has to decide stands open on a new form; without an answer nothing is written."""
    page = text(desk.get(PARTS + "ledgers/"))
    for name in ("same_matter", "share", "order", "counted", "elsewhere", "undecided", "sign"):
        choices = re.findall(rf'<input type="radio" name="{name}"[^>]*>', page)
        assert choices and not any("checked" in one for one in choices), name
    for name in ("same_matter", "share", "order", "counted", "elsewhere", "undecided", "sign"):
        page = text(keep(desk, PARTS + "ledgers/", {key: value for key, value in BONUS.items() if key != name}))  # fmt: skip
        assert "没有写入" in page and "还没有选，请选一种" in page and 'value="表彰、创建"' in page
    assert Version.objects.get().edits == 0
    page = text(desk.get(PARTS + "grades/县市区/"))
    assert 'type="radio"' in page and not re.findall(r'type="radio"[^>]*checked', page)
    assert keep(desk, PARTS + "ledgers/", {**BONUS, "share": "1", "order": ""}).status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kinds": ""}, "请填写“种类”"),
        ({"where": ""}, "还没有勾算进哪里"),
        ({"levels.points": ["两分", "1", "1", ""]}, "“国家级”的分写的是“两分”"),
        ({"levels.points": ["-2", "1", "1", ""]}, "请写正数"),
        ({"levels.level": ["国家级", "国家级", "市级", ""]}, "“国家级”写了两行"),
        (
            {"levels.level": [""], "levels.points": [""], "levels.most": [""]},
            "请至少写一级和它的分",
        ),
        ({"share": "other", "share_other": "一半"}, "“配合单位的比例”写的是“一半”"),
        ({"to": "年底"}, "写的是“年底”，请写成 2026-12-31 这样"),
        ({"from": "2027-01-01"}, "截止日早于起始日"),
        ({"cap": "约三分"}, "“一个单位合计最多几分”写的是“约三分”"),
        ({"name": "x" * 200}, "太长了"),
    ],
)
def test_a_wrong_bonus_is_named_and_what_was_typed_stays(desk, fresh, change, said):
    page = text(keep(desk, PARTS + "ledgers/", {**BONUS, **change}))
    assert said in page and "没有写入" in page and "国家级加2分，省级加1分。" in page
    assert Version.objects.get().edits == 0


def test_caps_of_levels_and_an_own_share(desk, fresh):
    form = {**BONUS, "share": "other", "share_other": "30%", "cap": "责任书"}
    keep(desk, PARTS + "ledgers/", {**form, "cap": "3"})
    item = row(fresh, "items", "表彰加分")
    assert item["params"]["list_caps"] == {"市级": "1"} and item["params"]["support_share"] == "0.3"
    assert item["readings"]["配合单位"] == "30%" and item["role"] == "bonus"
    page = text(desk.get(PARTS + f"ledgers/{item['code']}/"))
    assert "市级合计最多加 1 分。" in page and "配合单位计 30%" in page and 'value="30%"' in page
    check_written(fresh)


def test_a_kind_that_claims_use_can_not_be_taken_away(desk, fresh):
    keep(desk, PARTS + "ledgers/", BONUS)
    desk.post("/office/claims/enter/", {"subject": "东岭县", "kind": "表彰", "title": "甲", "level": "省级", "happened_on": "2026-05-01"})  # fmt: skip
    address = PARTS + f"ledgers/{row(fresh, 'items', '表彰加分')['code']}/"
    answer = desk.post(address, {**BONUS, **seen(desk, address), "kinds": "创建", "keep": "1"})
    assert answer.status_code == 409 and "规则书没有事件种类“表彰”" in text(answer)
    assert 'value="创建"' in text(answer)
    answer = desk.post(address, {**seen(desk, address), "drop": "1"})
    assert answer.status_code == 409 and row(fresh, "items", "表彰加分")
    Claim.objects.get()


def test_a_bonus_goes_again(desk, fresh):
    before = book_of(fresh)
    keep(desk, PARTS + "ledgers/", BONUS)
    address = PARTS + f"ledgers/{row(fresh, 'items', '表彰加分')['code']}/"
    assert desk.post(address, {**seen(desk, address), "drop": "1"}).status_code == 302
    assert book_of(fresh) == before


def test_a_veto_names_its_effects(desk, round):
    form = {
        "name": "安全生产责任事故",
        "kind": "安全生产否决",
        "basis": "云办发3号",
        "force_grade": "",
        "cap_total": "",
        "zero_items": [],
    }
    page = text(keep(desk, PARTS + "vetoes/", form))
    assert "还没有写后果" in page and "还没有等次，先到“等次和名额”" in page
    assert keep(desk, PARTS + "vetoes/", {**form, "cap_total": "80分", "zero_items": ["F2"]}).status_code == 302  # fmt: skip
    assert (
        "出了“安全生产否决”的事：空气优良天数比例计零分，总分最多 80 分。依据：云办发3号。"
        in text(desk.get(PARTS))
    )
    keep(desk, PARTS + "grades/县市区/", GRADES)
    address = PARTS + "vetoes/V01/"
    assert "不得评为" in text(desk.get(address))
    keep(desk, address, {**form, "exclude_grades": ["优秀", "良好"]})
    assert row(round, "vetoes", "V01", "code")["effects"] == {
        "force_grade": None, "exclude_grades": ["优秀", "良好"], "zero_items": [], "cap_total": None,
    }  # fmt: skip
    check_written(round)
    assert "安全生产否决（一票否决）" in text(desk.get("/office/claims/enter/"))
    page = text(keep(desk, PARTS + "vetoes/", {**form, "kind": "表彰", "exclude_grades": "优秀"}))
    assert "“表彰”已经是加减分的种类" in page
    answer = keep(desk, PARTS + "grades/县市区/", {"drop": "1"})
    assert answer.status_code == 409 and "没有一个分组评等次" in text(answer)
    assert desk.post(address, {**seen(desk, address), "drop": "1"}).status_code == 302
    assert book_of(round)["vetoes"] == []
