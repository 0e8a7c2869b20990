"""每张表单填过的字不丢: whatever stops a form, its own page or the answer shows again what was typed, and nothing is written."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from baton.domain.accounts.models import Person
from baton.domain.audit.models import Entry
from baton.domain.claims.models import Claim
from baton.domain.orgs.models import Unit
from baton.domain.progress.models import Record
from baton.domain.province.models import ExamItem
from baton.domain.rounds.models import Round
from baton.web.components import kept
from tests.disk import disk
from tests.hearings import held
from tests.web import test_last_year
from tests.web.test_full_disk import money, office, text, waiting

__all__ = ["office", "waiting"]
pytestmark = pytest.mark.django_db
WHY = "按 2027 年 1 月 12 日会议纪要第 3 条，“以文件为准”；联系人老周。"
DAY = "2027-01-12"
# form: address, what is typed into it, what makes it wrong.
FORMS = {
    "return": ("/office/desk/{sheet}/2/return/", {"reason": WHY, "due_again_on": DAY}, {"due_again_on": "下周一"}),
    "claim": ("/office/claims/enter/", {"subject": "临江县", "kind": "表彰", "title": "双拥模范", "level": "市级", "points": "0.5", "count": "12", "role": "lead", "note": WHY}, {"subject": "东山县"}),
    "claim edit": ("/office/claims/{claim}/edit/", {"subject": "临江县", "kind": "表彰", "title": "双拥模范城", "level": "市级", "role": "lead", "note": WHY, "reason": "文件里是市级", "edits": "0"}, {"edits": "7"}),
    "claims decided": ("/office/claims/decide/", {"claim": "{claim}:0", "state": "rejected", "decided_by": "认定小组", "meeting": "第 2 次会议", "reason": WHY}, {"decided_by": ""}),
    "same matter": ("/office/claims/group/", {"claim": "{claim}:0", "decide": "1", "kept": "{claim}", "matter": "文明县", "decided_by": "认定小组", "meeting": WHY}, {"decided_on": "昨天"}),
    "claim withdrawn": ("/office/claims/{claim}/withdraw/", {"asked_by": "东岭县", "reason": WHY, "edits": "0"}, {"on": "昨天"}),
    "receipt": ("/office/claims/{claim}/receipt/", {"receipt_by": "东岭县王主任", "on": DAY}, {"on": "昨天"}),
    "claims pasted": ("/office/claims/in/", {"text": "单位\t事项\t级别\n临江县\t双拥\t省级\n", "kind": "没有这种", "take": "1"}, {}),
    "cell": ("/office/cell/A/财政收入/", {"value": "950", "state": "reported", "was": "118000", "reason": WHY, "keep": "1"}, {"was": "1"}),
    "draft": ("/office/board/number/", {"stage": "check", "why": WHY, "headline": "全市第一"}, {"why": " "}),
    "release": ("/office/run/{run}/release/", {"role": "leader", "layer": "totals", "decided_by": "市考核委", "document": WHY}, {"layer": "没有"}),
    "headline": ("/office/run/{run}/headline/", {"headline": WHY}, {}),
    "grade": ("/office/run/{run}/grade/", {"subject": "A", "decided": "良好", "organ": "市委常委会", "meeting": "第 9 次", "decided_on": DAY, "document": "云办发〔2027〕1号", "reason": WHY}, {"decided_on": "昨天"}),
    "correction": ("/office/run/{run}/veto/", {"subject": "云东区", "kind": "安全生产否决", "matter": "化工厂事故", "document": "云安委〔2027〕2号", "happened_on": "2026-12-28", "decided_by": "市安委会", "decided_on": DAY, "why": WHY, "headline": "更正稿", "number": "1"}, {"decided_on": "昨天"}),
    "rule": ("/office/scheme/F1/", {"number": "1", "edits": "0", "keep": "1", "text": "名称: 一般公共预算收入\n评分办法: 不对的", "data": "新数: {{单位: 个}}", "why": WHY}, {}),
    "method": ("/office/scheme/F1/method/", {"method": "completion", "封顶": "百分之一百一", "目标": "责任书", "数据": "财政收入", "unit": "万元"}, {}),
    "bonus": ("/office/scheme/parts/ledgers/", {"name": WHY, "kinds": "创建", "levels.level": "省级", "levels.points": "一分", "keep": "1", "number": "1", "edits": "0"}, {}),
    "seal": ("/office/scheme/seal/", {"state": "in_force", "organ": "市政府常务会", "meeting": "第 30 次", "decided_on": DAY, "document": "云政发〔2026〕8号"}, {"decided_on": "昨天"}),
    "round": ("/office/rounds/{round}/", {"act": "close", "why": WHY}, {}),
    "rename": ("/office/roster/{unit}/", {"act": "rename", "name": "临江市", "on": DAY, "why": WHY, "year": "2026"}, {"on": "昨天"}),
    "merge": ("/office/roster/{unit}/", {"act": "merge", "target": "东岭县", "on": DAY, "why": WHY, "year": "2026"}, {"on": "昨天"}),
    "owe": ("/office/desk/owe/", {"due_on": "下周五"}, {}),
    "target": ("/office/targets/cell/A/F1/", {"state": "has", "value0": "118000", "was": "1", "reason": WHY, "document": "云办〔2026〕9号", "keep": "1"}, {"value0": "十一万八"}),
    "targets pasted": ("/office/targets/in/", {"text": "单位\t一般公共预算收入\n临江县\t十一万八\n"}, {}),
    "pasted": ("/office/desk/{sheet}/receive/", {"text": "单位\t财政收入\n临江县\t八万四\n"}, {}),
    "part": ("/office/desk/{sheet}/2/part/", {"cell": "A|财政收入", "reason": WHY}, {"cell": ""}),
    "record": ("/office/records/", {"unit": "A", "happened_on": DAY, "told": WHY, "source": "云政督〔2026〕3号"}, {"unit": ""}),
    "record struck": ("/office/records/{record}/strike/", {"why": WHY}, {}),
    "records pasted": ("/office/records/in/", {"text": "单位\t日期\t情况\n临江县\t昨天\t迟报\n"}, {}),
    "positions pasted": ("/office/province/in/positions/", {"text": "指标\t位次\n一般公共预算收入\t第十五\n"}, {}),
    "exam note": ("/office/province/exam/{exam}/", {"act": "note", "kind": "loss", "happened_on": DAY, "told": WHY, "points": "0.5", "with_whom": "省财政厅预算处", "document": "云办〔2026〕9号"}, {"happened_on": "昨天"}),
    "exam edit": ("/office/province/exam/{exam}/", {"act": "edit", "edits": "0", "name": "粮食产量", "full": "12", "department": "省农业农村厅", "lead": "市农业农村局", "contact": WHY}, {"edits": "7"}),
    "another unit": ("/office/roster/new/", {"kind": "unit", "name": "云南新区", "code": "N9", "on": DAY, "parent": "临江县", "group": "县市区", "why": WHY, "year": "2026"}, {"on": "昨天"}),
    "another round": ("/office/setup/round/", {"scheme": "{scheme}", "name": "2026年上半年考核", "kind": "mid_year", "as_of": "全年", "on": "2026-06-30"}, {"on": "六月底"}),
    "period": ("/office/scheme/periods/", {"scheme": "{scheme}", "number": "1", "edits": "0", "own": "2026-13"}, {}),
    "cited": ("/office/scheme/cover/", {"act": "cite", "kind": "basis", "title": "考核工作条例", "document": "云办发〔2026〕5号", "issued_on": DAY}, {"issued_on": "昨天"}),
    "also approved": ("/office/scheme/cover/", {"act": "approve", "organ": "市委常委会", "meeting": "第 9 次", "decided_on": DAY, "document": "云办发〔2027〕1号"}, {"decided_on": "昨天"}),
    "days of claims": ("/office/rounds/{round}/", {"act": "claim_days", "since": DAY, "until": "2027-12-31"}, {"since": "昨天"}),
    "person": ("/office/people/", {"name": "刘科员", "title": "四级主任科员", "role": "clerk", "username": "liukeyuan", "password": "a-first-word-2027"}, {"password": "short"}),
    "hearing": ("/office/live/new/", {"name": "县市区现场评议", "held_on": DAY, "place": "市会议中心三楼", "expected": "四十五", "lowest": "60", "highest": "100", "spacing": "0.5", "drop_high": "1", "drop_low": "1", "decimals": "2", "units": "临江县"}, {"held_on": "昨天"}),
    "slips": ("/office/live/{hearing}/unit/1/", {"act": "key", "edits": "0", "slips": "91.5\n88\n9O"}, {}),
    "slips put aside": ("/office/live/{hearing}/unit/1/", {"act": "redo", "why": WHY}, {}),
    "hearing reopened": ("/office/live/{hearing}/reopen/", {"why": WHY}, {}),
    "last year": ("{year}settle/", {"cell": "C|item", "cause": "typed", "note": WHY}, {}),
}  # fmt: skip
UNTYPED = {"claim", "state", "kind", "edits", "kept", "role", "layer", "stage", "was", "keep", "number", "decide", "act", "cell", "cause", "method", "take", "scheme", "password"}  # fmt: skip


def recorded(desk):
    """A line of everyday records to strike out."""
    desk.post(
        "/office/records/", {"unit": "A", "happened_on": "2026-05-06", "told": "迟报", "source": ""}
    )
    return Record.objects.get().pk


def expected(desk):
    """An indicator of the province's exam."""
    desk.post("/office/province/in/exam/?year=2026", {"text": "指标\t分值\t省直部门\t牵头单位\n粮食产量\t10\t省农业农村厅\t市农业农村局\n", "take": "1"})  # fmt: skip
    return ExamItem.objects.get().pk


def heard(desk):
    """A session with a unit on the stage and no slip yet."""
    by = Person.objects.get(username="he")
    made = held(Round.objects.get(), by, "AB")
    desk.post(f"/office/live/{made.pk}/unit/1/call/")
    return made.pk


MADE = {"year": test_last_year.taken, "record": recorded, "exam": expected, "hearing": heard}


@pytest.fixture
def filled(desk, office):
    """A form's address and fields in this office."""
    desk.post("/office/claims/enter/", {"subject": "东岭县", "kind": "表彰", "title": "文明县", "level": "省级", "role": "lead"})  # fmt: skip
    names = {
        "sheet": money(), "run": office.pk, "round": office.round_id, "claim": Claim.objects.get().pk,
        "unit": Unit.objects.get(code="A").pk, "scheme": office.round.scheme_id,
    }  # fmt: skip

    def fill(form, *, wrong=False):
        address, fields, mistake = FORMS[form]
        for name, make in MADE.items():
            if f"{{{name}}}" in address:
                names[name] = make(desk)
        said = {name: one.format(**names) for name, one in fields.items()}
        return address.format(**names), said | (mistake if wrong else {})

    return fill


def seen(answer, fields):
    """Everything that was typed is on the page again, as text or in its field; nothing was promised."""
    page = unescape(text(answer)).replace("\r\n", "\n")
    for name, one in fields.items():
        if name not in UNTYPED and one.strip():
            assert one.strip() in page, (name, one)


@pytest.mark.parametrize("form", FORMS)
def test_it_is_all_there_whatever_stops_it(desk, clerk, filled, form, monkeypatch):
    address, fields = filled(form)
    entries = Entry.objects.count()

    answer = Client().post(address, fields)
    assert answer.status_code == 403 and "登录已经过期" in text(answer)
    seen(answer, fields)

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    answer = strict.post(address, fields)
    assert answer.status_code == 403 and "打开太久" in text(answer)
    seen(answer, fields)

    desk.raise_request_exception = False
    with disk(0):
        answer = desk.post(address, fields)
    assert answer.status_code in {200, 409, 507}
    seen(answer, fields)

    def broken(*_, **__):
        raise RuntimeError("planted")

    monkeypatch.setattr("baton.domain.audit.services.record", broken)
    answer = desk.post(address, fields)
    assert answer.status_code in {200, 409, 422, 500}
    seen(answer, fields)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("form", [name for name, (_, _, wrong) in FORMS.items() if wrong])
def test_it_is_all_there_after_a_mistake(desk, filled, form):
    address, fields = filled(form, wrong=True)
    entries = Entry.objects.count()
    answer = desk.post(address, fields)
    assert answer.status_code in {200, 400, 409}, form
    assert Entry.objects.count() == entries
    seen(answer, fields)


def test_a_whole_pasted_sheet_comes_back_after_the_session_has_ended(filled):
    """122 units × 120 indicators, as large as they come."""
    address, _ = filled("pasted")
    table = "\n".join("单位" + "\t118000.5" * 120 for _ in range(122))
    page = unescape(text(Client().post(address, {"text": table})))
    assert table in page and not re.search(r"第 2 处", page)


def test_no_field_for_typing_has_a_name_that_is_never_shown_again():
    fields = re.compile(r'<(?:textarea|input type="(?:text|date|number)")[^>]* name="(\w+)"')
    pages = Path(kept.__file__).parents[1] / "templates"
    found = {name: page.name for page in pages.rglob("*.html") for name in fields.findall(page.read_text("utf-8"))}  # fmt: skip
    assert len(found) > 40 and not found.keys() & kept.NOT_TYPED


ODD = {
    "a character no database takes": "甲\x00乙",
    "far too long": "长" * 6000,
    "other scripts": "🚧 مرحبا\u200b\u202e甲",
    "several lines": "甲\r\n乙\r\n",
    "a number beyond all bounds": "9" * 40,
}


@pytest.mark.parametrize("form", FORMS)
def test_odd_text_in_any_field_or_choice_is_no_failure(desk, filled, form):
    """Taken or refused with a sentence; never a failure of the program, on either database."""
    address, fields = filled(form)
    desk.raise_request_exception = False
    for odd, text_ in ODD.items():
        for name in fields:
            answer = desk.post(address, fields | {name: text_})
            assert answer.status_code in {200, 302, 400, 404, 409, 422}, (odd, name)
