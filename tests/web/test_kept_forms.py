"""每张表单填过的字不丢: whatever stops a form, its own page or the answer shows again what was typed, and nothing is written."""

import re
from html import unescape

import pytest
from django.test import Client

from baton.domain.audit.models import Entry
from baton.domain.claims.models import Claim
from tests.disk import disk
from tests.web import test_last_year
from tests.web.test_full_disk import money, office, text

__all__ = ["office"]
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
    "correction": ("/office/run/{run}/veto/", {"subject": "D", "kind": "安全生产否决", "matter": "化工厂事故", "document": "云安委〔2027〕2号", "happened_on": "2026-12-28", "decided_by": "市安委会", "decided_on": DAY, "why": WHY, "headline": "更正稿", "number": "1"}, {"decided_on": "昨天"}),
    "rule": ("/office/scheme/F1/", {"number": "1", "edits": "0", "keep": "1", "text": "名称: 一般公共预算收入\n评分办法: 不对的", "data": "新数: {{单位: 个}}", "why": WHY}, {}),
    "method": ("/office/scheme/F1/method/", {"method": "completion", "封顶": "百分之一百一", "目标": "责任书", "数据": "财政收入", "unit": "万元"}, {}),
    "bonus": ("/office/scheme/parts/ledgers/", {"name": WHY, "kinds": "创建", "levels.level": "省级", "levels.points": "一分", "keep": "1", "number": "1", "edits": "0"}, {}),
    "seal": ("/office/scheme/seal/", {"state": "in_force", "organ": "市政府常务会", "meeting": "第 30 次", "decided_on": DAY, "document": "云政发〔2026〕8号"}, {"decided_on": "昨天"}),
    "round": ("/office/rounds/{round}/", {"act": "close", "why": WHY}, {}),
    "rename": ("/office/roster/{unit}/", {"act": "rename", "name": "临江市", "on": DAY, "why": WHY, "year": "2026"}, {"on": "昨天"}),
    "owe": ("/office/desk/owe/", {"due_on": "下周五"}, {}),
    "target": ("/office/targets/cell/A/F1/", {"state": "has", "value0": "118000", "was": "1", "reason": WHY, "document": "云办〔2026〕9号", "keep": "1"}, {"value0": "十一万八"}),
    "targets pasted": ("/office/targets/in/", {"text": "单位\t一般公共预算收入\n临江县\t十一万八\n"}, {}),
    "pasted": ("/office/desk/{sheet}/receive/", {"text": "单位\t财政收入\n临江县\t八万四\n"}, {}),
    "last year": ("{year}settle/", {"cell": "C|item", "cause": "typed", "note": WHY}, {}),
}  # fmt: skip
UNTYPED = {"claim", "state", "kind", "edits", "kept", "role", "layer", "stage", "was", "keep", "number", "decide", "act", "cell", "cause", "method", "take"}  # fmt: skip


@pytest.fixture
def filled(desk, office):
    """A form's address and fields in this office."""
    from baton.domain.orgs.models import Unit

    desk.post("/office/claims/enter/", {"subject": "东岭县", "kind": "表彰", "title": "文明县", "level": "省级", "role": "lead"})  # fmt: skip
    names = {
        "sheet": money(), "run": office.pk, "round": office.round_id, "claim": Claim.objects.get().pk,
        "unit": Unit.objects.get(code="A").pk, "year": "",
    }  # fmt: skip

    def fill(form, *, wrong=False):
        address, fields, mistake = FORMS[form]
        if "{year}" in address:
            names["year"] = test_last_year.taken(desk)
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
