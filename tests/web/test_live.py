"""现场考评的网页: set up, keyed by keyboard, shown or sealed, closed into figures, printed; readers see nothing of it."""

import io
import json
import zipfile
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baton.desk import computing
from baton.domain.audit.models import Entry
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.hearings import services, slip_services
from baton.domain.hearings.models import Hearing
from baton.domain.orgs.models import Unit
from baton.domain.progress import services as progress
from baton.domain.schemes import services as schemes
from tests.hearings import at_place, held, open_round
from tests.retold import retold

pytestmark = pytest.mark.django_db
FORM = {
    "name": "县市区现场评议", "held_on": "2027-01-12", "place": "市会议中心", "indicator": "F3", "group": ["县市区"],
    "order": "official", "units": "", "expected": "3", "lowest": "60", "highest": "100", "spacing": "0.5", "drop_high": "0",
    "drop_low": "0", "decimals": "2", "scaled": "1", "sealed": "1",
}  # fmt: skip
BACKEND = "django.contrib.auth.backends.ModelBackend"


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


@pytest.fixture
@retold
def said(clerk, at):
    return {"by": clerk, "at": at}


@pytest.fixture
@retold
def running(round, clerk, said):
    """A sealed session with three slips of the first unit keyed."""
    made = held(round, clerk, "BA", expected=3, drop_high=0, drop_low=0)
    services.call(hearing=made, position=1, **said)
    slip_services.key(appearance=at_place(made, 1), scores=["88.8", "91.3", "90"], edits=0, **said)
    return made


def place(hearing, rest=""):
    return f"/office/live/{hearing.pk}/{rest}"


def test_from_an_empty_list_to_figures_in_the_round(desk, round, clerk, at):
    assert "还没有现场考评" in text(desk.get("/office/live/"))
    assert "现场考评" in text(desk.get("/office/desk/"))
    form = text(desk.get("/office/live/new/"))
    assert "现场评议（满分 20）" in form and "一般公共预算收入" not in form
    page = text(desk.post("/office/live/new/", FORM, follow=True))
    assert "待开始，4 个单位" in page and "再按满分 20 分折算" in page
    hearing = Hearing.objects.get()
    page = text(desk.post(place(hearing, "unit/1/call/"), follow=True))
    assert "临江县已收 0/3 票" in page and "在台上" in page
    for number in range(1, 5):
        page = text(
            desk.post(
                place(hearing, f"unit/{number}/"),
                {"act": "key", "edits": "0", "slips": "９０分\n88.5\r\n92\n"},
                follow=True,
            )
        )
        assert "记下 3 票" in page and "票收齐了" in page
    assert "票都收齐了，可以收结" in text(desk.get(place(hearing, "close/")))
    page = text(desk.post(place(hearing, "close/"), follow=True))
    assert "已收结，4 个数记入台账" in page and "90.17" in page and "18.03" in page
    run = computing.refresh(round, at=at, by=clerk)
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/F3/"))
    assert "现场考评《县市区现场评议》第 1 版：3 票，平均 90.17，按满分 20 分折算 18.03" in page
    assert f"/office/live/{hearing.pk}/" in page


def test_what_is_wrong_is_named_in_its_place_and_what_was_typed_stays(desk, running):
    typed = "90\n105\n92,5\n9O\n59"
    answer = desk.post(place(running, "unit/2/"), {"act": "key", "edits": "0", "slips": typed})
    page = text(answer)
    assert answer.status_code == 409 and "一票也没有记，要看 4 处" in page and typed in page
    for sentence in ("第 2 个“105”超过最高 100 分", "第 3 个“92,5”：小数点写成了逗号，请改成 92.5", "第 4 个“9O”不是分数", "第 5 个“59”低于最低 60 分"):  # fmt: skip
        assert sentence in page
    many = desk.post(place(running, "unit/2/"), {"act": "key", "edits": "0", "slips": "90 91 92 93"})  # fmt: skip
    assert "多出 1 票" in text(many) and "90 91 92 93" in text(many)
    huge = desk.post(
        place(running, "unit/2/"), {"act": "key", "edits": "0", "slips": "90\n" * 6000}
    )
    assert "最多 5000 个" in text(huge)
    assert at_place(running, 2).came == 0


def test_a_sealed_score_stands_on_no_page_and_no_paper_before_closing(desk, running, said):
    pages = [desk.get(place(running, rest)) for rest in ("", "unit/1/", "unit/2/", "screen/", "close/", "edit/")]  # fmt: skip
    pages += [desk.get("/office/live/"), desk.get("/office/"), desk.get("/office/desk/")]
    for answer in pages:
        page = text(answer)
        assert not any(score in page for score in ("88.8", "91.3", "90.03", "18.01"))
    assert "已收 3/3 票" in text(desk.get(place(running, "screen/")))
    for code in ("result", "notice"):
        answer = desk.get(place(running, f"paper/{code}/"))
        assert answer.status_code == 409 and "还没有收结" in text(answer)
    slips = desk.get(place(running, "paper/slips/"))
    document = zipfile.ZipFile(io.BytesIO(slips.content)).read("word/document.xml").decode()
    assert "东岭县" in document and "88.8" not in document
    services.close(hearing=running, knowingly=True, **said)
    assert "90.03" in text(desk.get(place(running)))
    assert "评分结束" in text(desk.get(place(running, "screen/")))


def test_a_shown_score_is_on_the_screen_once_all_slips_have_come(desk, round, clerk, said):
    made = held(round, clerk, "BA", expected=2, drop_high=0, drop_low=0, is_sealed=False)
    assert "还没有开始" in text(desk.get(place(made, "screen/")))
    services.call(hearing=made, position=1, **said)
    slip_services.key(appearance=at_place(made, 1), scores=["88"], edits=0, **said)
    screen = desk.get(place(made, "screen/"))
    assert "已收 1/2 票" in text(screen) and "88" not in text(screen) and screen["Refresh"] == "4"
    slip_services.key(appearance=at_place(made, 1), scores=["91"], edits=1, **said)
    assert "89.50" in text(desk.get(place(made, "screen/")))
    services.call(hearing=made, position=2, **said)
    screen = text(desk.get(place(made, "screen/")))
    assert "临江县" in screen and "上一个：东岭县 89.50 分" in screen and "已收 0/2 票" in screen
    page = text(desk.get(place(made, "unit/1/")))
    assert "改一票" in page and "按分数排，不按录入先后" in page


def test_facts_lie_beside_the_slips(desk, running, round, said, at):
    facts = [
        progress.Fact(Unit.objects.get(code="B"), at.date().replace(month=1, day=2), "现场会在东岭开", "F3"),
        progress.Fact(Unit.objects.get(code="A"), at.date().replace(month=1, day=2), "别家的事"),
    ]  # fmt: skip
    progress.record(scheme=round.scheme, facts=facts, **said)
    page = text(desk.get(place(running, "unit/1/")))
    assert "现场会在东岭开" in page and "别家的事" not in page and "还没有它的数" in page
    row = Row(subject="B", item="财政收入", period="全年", value="84000")
    figures.record(scheme=round.scheme, rows=[row], **said)
    page = text(desk.get(place(running, "unit/1/")))
    assert "84,000万元" in page and "还没有它的数" not in page


def test_what_was_keyed_too_late_is_shown_though_it_is_not_taken(desk, running, said):
    late = {"act": "key", "slips": "92.5\n88", "edits": "1"}
    page = text(desk.post(place(running, "unit/1/"), late))
    assert "多出 2 票" in page and "您刚才输的，没有记" in page and "92.5" in page
    services.close(hearing=running, knowingly=True, **said)
    page = text(desk.post(place(running, "unit/1/"), late))
    assert "已经收结" in page and "您刚才输的，没有记" in page and "92.5" in page


def test_two_clerks_are_asked_whether_it_is_the_same_stack(client, desk, running, second_clerk, said):  # fmt: skip
    slip_services.key(appearance=at_place(running, 2), scores=["90"], edits=0, **said)
    desk.force_login(second_clerk, backend=BACKEND)
    typed = {"act": "key", "edits": "0", "slips": "91\n92"}
    answer = desk.post(place(running, "unit/2/"), typed)
    assert answer.status_code == 409 and "何科长刚录过临江县的票" in text(answer) and "是另外的票，也记上" in text(answer)  # fmt: skip
    assert "记下 2 票" in text(desk.post(place(running, "unit/2/"), typed | {"act": "more"}, follow=True))  # fmt: skip
    assert at_place(running, 2).came == 3


def test_redoing_does_not_take_away_what_a_colleague_has_keyed_since(desk, running, second_clerk, at, said):  # fmt: skip
    slip_services.key(appearance=at_place(running, 2), scores=["90"], edits=0, **said)
    seen = at_place(running, 2).edits
    assert f'name="edits" value="{seen}"' in text(desk.get(place(running, "unit/2/"))).partition("全部重录")[2]  # fmt: skip
    slip_services.key(appearance=at_place(running, 2), scores=["91"], edits=seen, by=second_clerk, at=at)  # fmt: skip
    stale = {"act": "redo", "why": "拿错", "edits": str(seen)}
    answer = desk.post(place(running, "unit/2/"), stale)
    assert answer.status_code == 409 and f"{second_clerk.name}刚动过临江县的票（现在已收 2 票），没有撤" in text(answer)  # fmt: skip
    assert at_place(running, 2).came == 2


def test_redone_absent_and_reopened_need_their_reasons(desk, running, said):
    assert desk.post(place(running, "unit/1/"), {"act": "redo", "why": ""}).status_code == 409
    page = text(desk.post(place(running, "unit/1/"), {"act": "redo", "why": "拿错"}, follow=True))
    assert "都撤下了" in page and at_place(running, 1).came == 0
    assert "请写明为什么没有到场" in text(desk.post(place(running, "unit/2/"), {"act": "absent"}))
    desk.post(place(running, "unit/2/"), {"act": "absent", "absent": "防汛"})
    assert "没有到场：防汛" in text(desk.get(place(running)))
    assert desk.post(place(running, "close/"), {"knowingly": "1"}).status_code == 409
    slip_services.key(appearance=at_place(running, 1), scores=["90"], edits=2, **said)
    assert "少 2 票" in text(desk.get(place(running, "close/")))
    assert desk.post(place(running, "close/")).status_code == 409
    desk.post(place(running, "close/"), {"knowingly": "1"})
    assert desk.post(place(running, "reopen/"), {"why": ""}).status_code == 409
    assert "重新打开了" in text(desk.post(place(running, "reopen/"), {"why": "补票"}, follow=True))
    assert "应收票数已改" in text(desk.post(place(running), {"expected": "4"}, follow=True))
    assert desk.post(place(running), {"expected": "四"}).status_code == 409


def test_lots_are_drawn_once_and_a_typed_order_is_kept(desk, round, clerk):
    desk.post("/office/live/new/", FORM | {"order": "lot"})
    hearing = Hearing.objects.get()
    drawn = list(hearing.appearances.order_by("position").values_list("unit__code", flat=True))
    assert sorted(drawn) == ["A", "B", "C", "D"]
    change = FORM | {"order": "lot", "edits": "0", "place": "市礼堂"}
    assert "已改" in text(desk.post(place(hearing, "edit/"), change, follow=True))
    assert drawn == list(hearing.appearances.order_by("position").values_list("unit__code", flat=True))  # fmt: skip
    typed = FORM | {"order": "typed", "edits": "1", "units": "石桥市\n东岭\n"}
    desk.post(place(hearing, "edit/"), typed)
    assert list(hearing.appearances.order_by("position").values_list("unit__code", flat=True)) == ["C", "B"]  # fmt: skip
    for units, says in (("东领", "第 1 行不认得“东领”"), ("东岭\n东岭县", "前面已经写过"), ("", "一行一个")):  # fmt: skip
        answer = desk.post(place(hearing, "edit/"), typed | {"edits": "2", "units": units})
        assert answer.status_code == 409 and says in text(answer) and "县市区现场评议" in text(answer)  # fmt: skip


def test_who_changes_to_lots_gets_lots_drawn(desk, round, clerk, monkeypatch):
    """The official order is no lot that somebody drew."""

    class Reversing:
        def shuffle(self, units):
            units.reverse()

    monkeypatch.setattr("baton.web.office.live.secrets.SystemRandom", Reversing)
    desk.post("/office/live/new/", FORM)
    hearing = Hearing.objects.get()
    before = list(hearing.appearances.order_by("position").values_list("unit__code", flat=True))
    desk.post(place(hearing, "edit/"), FORM | {"order": "lot", "edits": "0"})
    after = list(hearing.appearances.order_by("position").values_list("unit__code", flat=True))
    assert after == before[::-1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"indicator": "F1"}, "只有“直接评分”的指标"), ({"scaled": ""}, "比“现场评议”的满分 20 还高"), ({"expected": "三"}, "应收票数“三”没有填好"),
     ({"held_on": "一月"}, "日期没有填好"), ({"sealed": ""}, "封存还是亮分"), ({"order": ""}, "出场次序"), ({"group": []}, "勾选的分组里没有")],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(desk, round, wrong, says):
    answer = desk.post("/office/live/new/", FORM | wrong)
    assert answer.status_code == 409 and says in text(answer) and "市会议中心" in text(answer)
    assert not Hearing.objects.exists()


def test_the_published_paper_is_in_official_order_with_every_decimal(desk, running, said):
    slip_services.key(appearance=at_place(running, 2), scores=["90", "90"], edits=0, **said)
    services.close(hearing=running, knowingly=True, **said)
    for code, words in {"notice": ["临江县", "18.00", "东岭县", "18.01"], "result": ["东岭县", "90.03", "折算 18.01"], "tally": ["记分表"]}.items():  # fmt: skip
        answer = desk.get(place(running, f"paper/{code}/"))
        document = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
        spots = [document.index(word) for word in words]
        assert spots == sorted(spots), (code, words)
    assert desk.get(place(running, "paper/slips/") + "?as=pdf").content.startswith(b"%PDF")
    assert desk.get(place(running, "paper/nothing/")).status_code == 404


def test_readers_find_none_of_it(client, running, leader):
    client.force_login(leader, backend=BACKEND)
    for rest in ("", "edit/", "unit/1/", "screen/", "close/", "paper/slips/", "paper/result/"):
        assert client.get(place(running, rest)).status_code == 404
    for rest in ("unit/1/", "unit/1/call/", "close/", "reopen/"):
        assert client.post(place(running, rest), {"act": "key", "slips": "90"}).status_code == 404
    assert client.get("/office/live/").status_code == 404
    assert client.get("/office/live/new/").status_code == 404


def test_a_page_asks_as_many_questions_for_two_units_as_for_four(desk, round, clerk, said):
    asked = []
    for name, units in (("两个", "AB"), ("四个", "ABCD")):
        made = held(round, clerk, units, name=name, is_sealed=False)
        services.call(hearing=made, position=1, **said)
        counts = []
        for rest in ("", "unit/1/", "screen/", "close/"):
            desk.get(place(made, rest))
            with CaptureQueriesContext(connection) as found:
                assert desk.get(place(made, rest)).status_code == 200
            counts.append(len(found))
        asked.append(counts)
    assert asked[0] == asked[1]


def test_a_session_is_cancelled_with_its_reason_and_held_after_all(desk, running):
    page = text(desk.get(place(running)))
    assert "这一场不办了，取消" in page and "restore/" not in page
    page = text(desk.post(place(running, "cancel/"), {"why": "台风红色预警"}, follow=True))
    assert "《县市区现场评议》已取消" in page and "取消：台风红色预警" in page
    assert "接着录票" not in page and "改应收票数" not in page and "改办法" not in page
    assert "已取消：台风红色预警" in text(desk.get("/office/live/"))
    assert "现在不能收结" in text(desk.get(place(running, "close/")))
    assert "这一场取消了" in text(desk.get(place(running, "screen/")))
    page = text(desk.post(place(running, "restore/"), follow=True))
    assert "接着录票" in page and "2 个单位收齐 1 个" in page
    assert "取消" not in text(desk.get("/office/live/"))


def test_what_the_scheme_no_longer_takes_is_said_before_the_closing(desk, round, running, said):
    book = json.loads(round.version.book)
    book["items"] = [one for one in book["items"] if one["code"] != "F3"]
    book["nodes"] = json.loads(json.dumps(book["nodes"]))
    for node in book["nodes"]:
        node["children"] = [one for one in node["children"] if one != "F3"]
    schemes.rewrite(version=round.version, book=book, edits=0, **said)
    for rest in ("", "close/"):
        assert "记分的那个指标已经没有了" in text(desk.get(place(running, rest)))


def test_the_result_is_noted_by_whom_it_is_taken_away_empty_slips_are_not(desk, round, clerk, at):
    said = {"by": clerk, "at": at}
    session = held(round, clerk, "A", expected=3)
    services.call(hearing=session, position=1, **said)
    slip_services.key(appearance=at_place(session, 1), scores=["90", "91", "92"], edits=0, **said)
    services.close(hearing=session, knowingly=True, **said)
    for code in ("slips", "tally", "result", "notice"):
        assert desk.get(f"/office/live/{session.pk}/paper/{code}/").status_code == 200
    noted = Entry.objects.filter(action="hearing.taken").order_by("seq")
    assert [json.loads(one.data)["what"] for one in noted] == ["result", "notice"]
    page = text(desk.get("/office/taken/"))
    assert "现场考评《县市区现场评议》" in page and "结果表，Word" in page
