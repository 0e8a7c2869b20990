"""加减分、否决、等次、名次、指标 in the browser: a fresh office from a Word table to the public notice, no YAML."""

import io
import re
from datetime import date
from html import unescape

import docx
import pytest

from baton.desk import computing
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text, write_rulebook
from baton.domain.claims.models import Claim
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes import services
from baton.domain.schemes.models import Scheme, Version
from tests.journeys.test_first_morning import SCHEME, word
from tests.stories import AIR, MONEY, ROSTER, open_round, owed, send
from tests.web.test_desk import hidden, upload

pytestmark = pytest.mark.django_db
PARTS = "/office/scheme/parts/"
BONUS = {
    "name": "表彰加分", "sign": "add", "kinds": "表彰、创建", "sentence": "国家级加2分，省级加1分。", "where": "总分",
    "levels.level": ["国家级", "省级", "市级", ""], "levels.points": ["2分", "1", "0.50", ""], "levels.most": ["", "", "1", ""],
    "same_matter": "highest", "share": "0.5", "order": "highest_first", "counted": "difference", "elsewhere": "skip",
    "undecided": "ignore", "cap": "3", "from": "", "to": "2026-12-31", "basis": "云办发〔2026〕3号",
}  # fmt: skip
GRADES = {
    "levels.grade": ["优秀", "良好", "一般"], "levels.from": ["85", "75", ""], "levels.to": ["", "85", "75"],
    "levels.quota": ["20%", "2个", ""], "rounding": "up", "base": "ranked", "fill": "yes", "edge": "person",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


def seen(desk, address):
    page = text(desk.get(address))
    return {name: hidden(page, name) for name in ("number", "edits")}


def keep(desk, address, form):
    return desk.post(address, {**form, **seen(desk, address), "keep": "1"})


def book_of(round):
    return schemes.book_of(schemes.newest(round.scheme))


def row(round, table, name, key="name"):
    return next(one for one in book_of(round)[table] if one[key] == name)


def check_written(round):
    """What a form made can be read aloud as a rule book, and read back as the same."""
    book = book_of(round)
    problems = Problems()
    assert read_rulebook_text(write_rulebook(book), "规则书.yaml", problems) == book
    assert not problems.error_count


@pytest.fixture
def fresh(desk, tmp_path):
    """An office that has a roster and a Word table, and a round opened by it."""
    roster = {"year": "2026"}
    page = text(desk.post("/office/setup/roster/", {**roster, "file": upload("名册.csv", ROSTER)}))
    desk.post("/office/setup/roster/", {**roster, "ticket": hidden(page, "ticket"), "take": "1"})
    given = {"year": "2026", "title": "云州市考核", "group": "县市区"}
    table = word(tmp_path / "指标体系.docx", SCHEME).read_bytes()
    page = text(desk.post("/office/setup/scheme/", {**given, "file": upload("体系.docx", table)}))
    desk.post("/office/setup/scheme/", {**given, "ticket": hidden(page, "ticket"), "take": "1"})
    given = {
        "name": "2026年终考核", "scheme": Scheme.objects.get().pk, "kind": "year_end", "as_of": "2026", "on": "2026-12-31",
    }  # fmt: skip
    desk.post("/office/setup/round/", given)
    return Round.objects.get()


@pytest.fixture
def round(clerk, tmp_path, at):
    """The county's year-end round with both sheets in."""
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    return made


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


def test_every_part_is_read_aloud_and_every_form_opens(desk, round):
    page = text(desk.get(PARTS))
    assert "加减分 1 种，还没有一票否决、等次" in page
    assert (
        "种类：表彰。省级加 1 分、市级加 0.5 分。" in page and "一个单位合计最多加 3 分。" in page
    )
    assert "配合单位计 50%，先取最高后减半。" in page and "算进“总分”（县市区）。" in page
    assert "县市区：" not in page and "不评等次。" in page and "同分的同一个名次。" in page
    assert "总分保留 2 位，四舍五入" in page
    for address in re.findall(rf'href="({PARTS}[^"#]+)"', page):
        assert desk.get(address).status_code == 200, address
    for address in (
        "ledgers/F1/",
        "ledgers/没有/",
        "vetoes/V01/",
        "grades/",
        "grades/部门/",
        "other/",
        "rounding/item/",
    ):
        assert desk.get(PARTS + address).status_code == 404, address


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


def test_grades_are_tried_and_read_aloud(desk, round):
    address = PARTS + "grades/县市区/"
    page = text(desk.post(address, {**GRADES, "levels.from": ["99.6", "90", ""], "levels.to": ["", "99.6", "90"], "try": "1"}))  # fmt: skip
    assert "个换等次；还没有写入" in page and "县市区：优秀 1 个" in page
    keep(desk, address, GRADES)
    assert "优秀：85 分以上，最多 20%（进一）；良好：75 分以上，最多 2 个；一般：其余。" in text(
        desk.get(PARTS)
    )
    check_written(round)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"levels.to": ["", "84", ""]},
            "“优秀”从 85 分起，“良好”只到 84 分，中间（如 84.5 分）没有等次。请把“良好”写到 85 分以下",
        ),
        ({"levels.to": ["", "86", ""]}, "与从 85 分起的“优秀”重叠"),
        ({"levels.from": ["85", "75", "60"]}, "60 分以下的没有等次。请在最后加一行"),
        ({"levels.from": ["85", "90", ""], "levels.to": []}, "不低于上一等“优秀”的 85"),
        ({"levels.quota": ["二成", "", ""]}, "“优秀”的名额写的是“二成”"),
        ({"levels.grade": ["", "良好", "一般"]}, "却没有写是哪一等"),
        ({"levels.grade": ["良好", "良好", "一般"]}, "写了两次"),
        ({"rounding": ""}, "还没有选"),
        ({"edge": ""}, "还没有选"),
        ({"levels.quota": ["80%", "30%", ""]}, "超过100%"),
    ],
)
def test_bands_with_a_gap_are_refused_with_the_remedy(desk, round, change, said):
    page = text(keep(desk, PARTS + "grades/县市区/", {**GRADES, **change}))
    assert said in page and "没有写入" in page
    assert Version.objects.get().edits == 0


def test_a_band_may_end_just_below_the_next(desk, round):
    """89.99 below 90 is no gap where totals have two decimals."""
    form = {**GRADES, "levels.from": ["90", "80", ""], "levels.to": ["", "89.99", "79.99"]}
    assert keep(desk, PARTS + "grades/县市区/", form).status_code == 302


def test_ranks_and_decimals(desk, round):
    address = PARTS + "ranks/县市区/"
    form = {
        "on": "carried",
        "style": "dense",
        "keys.key": ["F2", "", "F2"],
        "keys.order": ["asc", "desc", "desc"],
    }
    assert keep(desk, address, form).status_code == 302
    assert row(round, "groups", "县市区", "group")["ranking"] == {
        "on": "carried", "style": "dense", "keys": [{"key": "F2", "order": "asc"}],
    }  # fmt: skip
    assert "同分的，先看“空气优良天数比例”低的。" in text(desk.get(PARTS))
    address = PARTS + "rounding/all/"
    stages = ["原始数", "比率", "指标得分", "系数", "大项得分", "总分"]
    form = {
        "rounding.stage": stages,
        "rounding.places": ["", "4", "3", "6", "6", "1"],
        "rounding.mode": ["half_up"] * 6,
    }
    page = text(desk.post(address, {**form, "try": "1"}))
    assert "试了一下" in page
    assert keep(desk, address, form).status_code == 302
    assert book_of(round)["rounding"]["total"] == {"places": 1, "mode": "half_up"}
    assert book_of(round)["rounding"]["input"] is None
    page = text(keep(desk, address, {**form, "rounding.places": ["", "4", "x", "6", "6", "11"]}))
    assert "请写 0 到 10 的整数" in page and 'value="x"' in page
    check_written(round)


def test_a_tried_ranking_says_who_moves(desk, round):
    stages = ["原始数", "比率", "指标得分", "系数", "大项得分", "总分"]
    form = {
        "rounding.stage": stages,
        "rounding.places": ["", "0", "0", "6", "6", "0"],
        "rounding.mode": ["down"] * 6,
    }
    page = text(desk.post(PARTS + "rounding/all/", {**form, "try": "1"}))
    assert "换名次" in page and "临江县" in page and "→" in page


ITEM = {
    "name": "粮食产量", "points": "5分", "where": "总分", "role": "ordinary", "sentence": "由市农业农村局评分。", "definition": "全年粮食总产量",
    "lead": "市农业农村局", "scorer": "", "basis": "云农1号", "source": "市统计局", "unit": "万吨", "direction": "越高越好",
}  # fmt: skip


def test_an_indicator_is_added_changed_and_taken_away(desk, round):
    before = book_of(round)
    assert keep(desk, PARTS + "items/", ITEM).status_code == 302
    item = row(round, "items", "粮食产量")
    assert (item["points"], item["method"], item["lead"]) == ("5", "direct", "市农业农村局")
    assert (
        item["definition"] == "全年粮食总产量"
        and item["code"] in book_of(round)["nodes"][0]["children"]
    )
    assert "粮食产量" in text(desk.get("/office/scheme/")) and "满分 105 分" in text(
        desk.get(PARTS)
    )
    assert "各项加起来是 105 分，不是整百" in text(desk.get(PARTS))
    check_written(round)
    address = PARTS + f"items/{item['code']}/"
    keep(desk, address, {**ITEM, "name": "粮食总产量", "points": "6"})
    datum = row(round, "data", f"{item['code']}得分", "code")
    assert (datum["name"], datum["max"]) == ("粮食总产量得分", "6")
    check_written(round)
    assert desk.post(address, {**seen(desk, address), "drop": "1"}).status_code == 302
    after = book_of(round)
    assert (after["items"], after["nodes"]) == (before["items"], before["nodes"])
    page = text(keep(desk, PARTS + "items/", {**ITEM, "name": "一般公共预算收入"}))
    assert "已经有一个指标叫“一般公共预算收入”" in page
    page = text(keep(desk, PARTS + "items/", {**ITEM, "points": "责任书"}))
    assert "新指标先直接评分，请写明几分" in page


def test_an_indicator_moves_to_a_new_part_and_back(desk, round):
    node = {
        "name": "各方面评价",
        "where": "总分",
        "moved": ["F2"],
        "role": "ordinary",
        "cap": "",
        "floor": "",
    }
    assert keep(desk, PARTS + "nodes/", node).status_code == 302
    made = row(round, "nodes", "各方面评价")
    assert made["children"] == ["F2"] and row(round, "nodes", "总分")["children"] == ["F1", "加分", made["code"]]  # fmt: skip
    check_written(round)
    page = text(desk.get(PARTS + f"nodes/{made['code']}/"))
    assert "空气优良天数比例 40，相加，满分 40 分。" in page
    answer = keep(desk, PARTS + f"nodes/{made['code']}/", {"drop": "1"})
    assert answer.status_code == 409 and "请先移到别的大项" in text(answer)
    keep(desk, PARTS + "items/F2/", {**ITEM, "name": "优良天数", "points": "40", "where": "总分"})
    assert row(round, "nodes", "总分")["children"] == ["F1", "加分", made["code"], "F2"]
    answer = keep(desk, PARTS + f"nodes/{made['code']}/", {"drop": "1"})
    assert answer.status_code == 302 and len(book_of(round)["nodes"]) == 1
    check_written(round)


def test_parts_are_weighted_eighty_to_twenty(desk, fresh):
    """80 for what units are responsible for, 20 for what others think of them, with the sum shown."""
    assert "经济发展 60、生态环境 40，相加，满分 100 分。" in text(desk.get(PARTS))
    address, parts = PARTS + "nodes/总分/", ["经济发展", "生态环境"]
    form = {"name": "总分", "kind": "weighted", "role": "ordinary", "full": "56", "weights.child": parts, "weights.weight": ["80%", "20%"]}  # fmt: skip
    page = text(desk.post(address, {**form, "weights.weight": ["80%", ""], "try": "1"}))
    assert "加权平均的每一项都要写权重" in page and 'value="80%"' in page
    page = text(desk.post(address, {**form, "weights.weight": ["80%", "30%"], "try": "1"}))
    assert "权重合计 110%" in page
    page = text(desk.post(address, {**form, "full": "100", "try": "1"}))
    assert "按权重各项满分的平均是 56" in page
    assert keep(desk, address, form).status_code == 302
    root = row(fresh, "nodes", "总分")
    assert root["kind"] == "weighted" and list(root["weights"].values()) == ["0.8", "0.2"]
    assert "按权重平均，权重合计 100%，满分 56 分" in text(desk.get(PARTS))
    check_written(fresh)
    page = text(keep(desk, PARTS + "items/", {**ITEM, "where": "总分"}))
    assert "“总分”是加权平均，请写明占多少" in page


def test_a_sealed_version_is_left_alone_and_a_draft_begins(desk, round, clerk, at):
    services.seal(
        version=round.version, state="trial", organ="市委常委会", meeting="第9次", decided_on=date(2026, 3, 1), by=clerk, at=at
    )  # fmt: skip
    assert "不会动它" in text(desk.get(PARTS))
    keep(desk, PARTS + "grades/县市区/", GRADES)
    assert [one.number for one in Version.objects.order_by("number")] == [1, 2]
    assert schemes.newest(round.scheme).why == "县市区的等次和名额"
    assert "仍用第 1 版" in text(desk.get(PARTS))


def test_two_clerks_on_one_form(desk, round):
    address = PARTS + "grades/县市区/"
    early = seen(desk, address)
    keep(desk, PARTS + "vetoes/", {"name": "统计造假", "cap_total": "80"})
    answer = desk.post(address, {**GRADES, **early, "keep": "1"})
    page = text(answer)
    assert answer.status_code == 409 and "刚被别人改过" in page and 'value="优秀"' in page
    assert desk.post(address, {**GRADES, **{name: hidden(page, name) for name in early}, "keep": "1"}).status_code == 302  # fmt: skip
    assert book_of(round)["vetoes"] and row(round, "groups", "县市区", "group")["grades"]


def test_who_earned_a_special_grade(desk, round):
    """专项晋等: a kind of event that gives a grade straight away can be registered afterwards."""
    address = PARTS + "grades/县市区/"
    form = {**GRADES, "promoted": "重大贡献", "promoted_to": "特优"}
    assert "上面没有这一等" in text(keep(desk, address, form))
    assert keep(desk, address, {**form, "promoted_to": "优秀"}).status_code == 302
    check_written(round)
    assert "有“重大贡献”认定的直接评为优秀，不占名额。" in text(desk.get(PARTS))
    assert "重大贡献（升等）" in text(desk.get("/office/claims/enter/"))
