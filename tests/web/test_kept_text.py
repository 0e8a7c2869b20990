"""填过的字不丢: whatever is refused, by whomever, the page shows again what was typed, and nothing is half done."""

import errno
import os
import re
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client

from baton.desk.care.full_disk import is_full
from baton.domain.audit.models import Entry
from baton.domain.facts import queries as figures
from baton.domain.files import store
from baton.domain.files.models import StoredFile
from baton.domain.intake import services
from baton.domain.intake.models import Submission
from baton.domain.refusals import Refused
from baton.web import door
from tests.retold import retold
from tests.stories import MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
LETTER = "市财政局：临江县的数请与国库核对后重报；联系人老周，内线 8123。"
PASTED = "单位\t财政收入\n临江县\t118000\n东岭\t八万四\n"


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def sheet(round, clerk):
    return owed(round, clerk)["市财政局"]


@pytest.fixture
@retold
def received(sheet, clerk, tmp_path):
    return send(sheet, MONEY, tmp_path, clerk)[1]


def text(answer):
    return answer.content.decode()


def doors(sheet):
    """Each form of the desk with a text in it: address, fields, what must be seen again."""
    return {
        "paste": (f"/office/desk/{sheet.pk}/receive/", {"text": PASTED}, "东岭\t八万四"),
        "take": (f"/office/desk/{sheet.pk}/receive/", {"text": PASTED, "take": "1"}, "东岭\t八万四"),
        "return": (
            f"/office/desk/{sheet.pk}/1/return/", {"reason": LETTER, "due_again_on": "2027-01-20"}, LETTER,
        ),
        "owe": ("/office/desk/owe/", {"due_on": "2027-01-20"}, "2027-01-20"),
    }  # fmt: skip


FORMS = ("paste", "take", "return", "owe")


@pytest.mark.parametrize("form", FORMS)
def test_after_the_session_has_ended(received, sheet, form):
    address, fields, seen = doors(sheet)[form]
    answer = Client().post(
        address, fields, HTTP_REFERER=f"http://testserver/office/desk/{sheet.pk}/"
    )
    assert answer.status_code == 403 and "登录已经过期" in text(answer)
    label = {
        "paste": "或者从表格里复制，粘贴到这里",
        "return": "退回理由（已按疑点写好，可改）",
        "owe": "截止日期",
    }
    assert f'for="typed1">{label.get(form, label["paste"])}</label>' in text(answer)
    assert seen in text(answer).replace("&#x27;", "'")
    assert f"/login/?next=/office/desk/{sheet.pk}/" in text(answer)
    assert Submission.objects.get().state == "received"


@pytest.mark.parametrize("form", FORMS)
def test_after_the_form_has_expired(received, sheet, clerk, form):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    address, fields, seen = doors(sheet)[form]
    answer = strict.post(address, fields)
    assert answer.status_code == 403 and "打开太久" in text(answer) and seen in text(answer)
    assert Submission.objects.get().state == "received"


@pytest.mark.parametrize("form", FORMS)
def test_when_the_program_fails(received, sheet, desk, form, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("planted")

    for name in ("receive", "send_back", "owe"):
        monkeypatch.setattr(services, name, broken)
    monkeypatch.setattr("baton.desk.intake.sheets.read_paste", broken)
    desk.raise_request_exception = False
    address, fields, seen = doors(sheet)[form]
    answer = desk.post(address, fields)
    assert answer.status_code == 500 and "没有写入任何东西" in text(answer) and seen in text(answer)


def test_what_was_typed_is_called_as_its_form_calls_it(round):
    """In rows alike the fields are numbered; forms made of a rule's own questions send their labels along."""

    def called(address, fields):
        page = text(Client().post(address, fields))
        return re.findall(r'for="typed\d+">([^<]*)</label>', page)

    assert called(f"/office/rounds/{round.pk}/", {"name": ["收件截止", "编初算稿"], "note": ["三点前", ""]}) == [
        "事项 1", "事项 2", "备注",
    ]  # fmt: skip
    assert called("/office/number/", {}) == []
    assert called("/office/board/number/", {"why": "收齐，送核对"}) == ["为什么出这一稿"]
    run = "/office/run/1/grade/"
    assert called(run, {"organ": "市委常委会", "reason": "综合研判"}) == ["决定机关", "理由"]
    said = {
        "points": "8",
        "label:points": "分值",
        "steps.at": ["90", "80"],
        "label:steps.at": "各档：不低于",
    }
    assert called("/office/scheme/parts/item/F1/", said) == [
        "分值",
        "各档：不低于 1",
        "各档：不低于 2",
    ]


def test_a_stranger_is_simply_led_to_the_door(sheet):
    answer = Client().get(f"/office/desk/{sheet.pk}/")
    assert answer.status_code == 302 and answer.url.startswith("/login/?next=")


def test_passwords_are_never_shown_again(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login/", {"username": "he", "password": "a-secret-word-2027"})
    assert answer.status_code == 403 and "a-secret-word-2027" not in text(answer)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": " ", "due_again_on": "2027-01-20"}, "退回要写明理由"),
        ({"reason": LETTER, "due_again_on": "下周一"}, "再交日期没有填好"),
        ({"reason": LETTER, "due_again_on": "0027-01-20"}, "年份“27”看着不对"),
    ],
)
def test_a_return_with_something_wrong_shows_the_letter_again(received, desk, sheet, fields, said):
    answer = desk.post(f"/office/desk/{sheet.pk}/1/return/", fields)
    assert answer.status_code == 409 and said in text(answer)
    assert fields["reason"].strip() in text(answer) and fields["due_again_on"] in text(answer)
    assert Submission.objects.get().state == "received"


def test_a_letter_to_a_version_that_is_no_longer_the_newest_is_not_lost(
    received, desk, sheet, clerk, tmp_path
):
    send(sheet, MONEY.replace("99000", "98000"), tmp_path, clerk)
    answer = desk.post(f"/office/desk/{sheet.pk}/1/return/", {"reason": LETTER})
    assert answer.status_code == 409
    assert "已经有第 2 版" in text(answer) and LETTER in text(answer)


def test_accepting_what_a_colleague_has_already_decided(received, desk, sheet, clerk, at):
    services.send_back(submission=received, reason="缺", by=clerk, at=at)
    answer = desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    assert answer.status_code == 409 and "已经“退回”" in text(answer)


@pytest.mark.parametrize("due", ["", "明天", "9999-99-99"])
def test_listing_sheets_without_a_day(desk, round, due):
    answer = desk.post("/office/desk/owe/", {"due_on": due})
    assert answer.status_code == 409 and "截止日期" in text(answer) and due in text(answer)


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_disk_that_fills_while_a_file_arrives(desk, sheet, monkeypatch, settings, tmp_path):
    settings.BATON_HOME = tmp_path
    monkeypatch.setattr("baton.domain.files.store.os.fsync", full)
    given = {"file": SimpleUploadedFile("表.csv", MONEY.encode())}
    answer = desk.post(f"/office/desk/{sheet.pk}/receive/", given)
    assert answer.status_code == 200 and "可能已满" in text(answer)
    assert not Submission.objects.exists() and not StoredFile.objects.exists()
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("where", ["Submission.objects.create", "audit.record"])
def test_a_database_that_fills_while_a_version_is_taken_in(desk, sheet, where, monkeypatch):
    entries = Entry.objects.count()
    door = f"/office/desk/{sheet.pk}/receive/"
    pasted = MONEY.replace(",", "\t")

    def no_room(*_, **__):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(f"baton.domain.intake.services.{where}", no_room)
    answer = desk.post(door, {"text": pasted, "take": "1"})
    assert answer.status_code == 507
    assert "磁盘写满了" in text(answer) and "临江县\t118000" in text(answer)
    assert not Submission.objects.exists() and Entry.objects.count() == entries
    monkeypatch.undo()
    desk.post(door, {"text": pasted, "take": "1"})
    assert Submission.objects.get().number == 1


def test_a_database_that_fills_while_a_version_is_accepted(
    desk, received, sheet, round, monkeypatch
):
    def no_room(*_, **__):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("baton.domain.intake.services.audit.record", no_room)
    answer = desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    assert answer.status_code == 507 and "原来的记录都在" in text(answer)
    received.refresh_from_db()
    assert received.state == "received" and figures.observations(round.scheme) == []


def test_a_disk_that_fills_before_the_form_is_even_read(desk, sheet, monkeypatch):
    """The upload's temporary file is written before any page is asked for."""
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile.__init__", full)
    desk.raise_request_exception = False
    large = SimpleUploadedFile("大.pdf", b"%PDF-" + b"x" * 3_000_000)
    answer = desk.post(f"/office/desk/{sheet.pk}/receive/", {"file": large})
    assert answer.status_code == 507 and "磁盘写满了" in text(answer)


def test_only_a_full_disk_is_called_full():
    assert is_full(OSError(errno.ENOSPC, "x")) and is_full(OSError(errno.EDQUOT, "x"))
    assert is_full(OperationalError("database or disk is full"))
    assert is_full(OperationalError('could not extend file "base/1": No space left on device'))
    assert not is_full(OSError(errno.EACCES, "x")) and not is_full(OperationalError("locked"))
    assert not is_full(None)


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(desk, sheet):
    class Untouched:
        def read(self, *_):
            raise AssertionError("the body was read")

        readline = read

    answer = desk.generic(
        "POST", f"/office/desk/{sheet.pk}/receive/", b"", CONTENT_LENGTH=str(door.MOST_BODY + 1),
        **{"wsgi.input": Untouched()},
    )  # fmt: skip
    assert answer.status_code == 413 and "单个文件最多 60 MB" in text(answer)


def test_more_pasted_text_than_is_read_is_refused_with_the_limit(desk, sheet, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": "临江县\t1\n" * 500})
    assert answer.status_code == 400 and "请存成表格文件再传" in text(answer)


@pytest.mark.parametrize(("megabytes", "is_kept"), [(50, True), (200, False)])
def test_a_large_scan_goes_through_little_memory(settings, tmp_path, megabytes, is_kept):
    """Content is written as it comes; what is too large is refused on the way and leaves nothing behind."""
    settings.BATON_HOME = tmp_path
    chunk, given = b"x" * (1 << 20), 0

    def chunks():
        nonlocal given
        for _ in range(megabytes):
            given += 1
            yield chunk

    tracemalloc.start()
    try:
        if is_kept:
            assert store.put(chunks())[1] == megabytes << 20
        else:
            with pytest.raises(Refused, match="超过 60 MB"):
                store.put(chunks())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20 and given <= 61
    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert len(kept) == is_kept
