"""指标体系 in the browser's eyes: readings with results, rules that are tried first, drafts beside the round's version."""

import json
import re

import pytest

from baton.desk import answers, computing
from baton.domain.assessment import gather
from baton.domain.audit import queries as audit
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes import services
from baton.domain.schemes.models import Version
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
F2 = "/office/scheme/F2/"
STEP = "不足1个百分点"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    """The year-end round with both sheets in, on a sealed first version."""
    made = open_round(tmp_path, clerk)
    for lead, text in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], text, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    services.seal(
        version=made.version, state="trial", organ="市委常委会", meeting="第9次", decided_on=at.date(), by=clerk, at=at
    )  # fmt: skip
    return Round.objects.get()


def text(answer):
    return answer.content.decode()


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def unsigned(page):
    """A page without what is new in every form."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page)


def seen(desk):
    page = text(desk.get(F2))
    return {name: hidden(page, name) for name in ("number", "edits")}


def rule(desk):
    from html import unescape

    return unescape(
        text(desk.get(F2)).split('id="text"')[1].split(">\n", 1)[1].split("</textarea>")[0]
    )


def f2(version):
    return next(one for one in schemes.book_of(version)["items"] if one["code"] == "F2")


def test_readings_beside_a_result_need_no_figures_gathered_again(desk, round, at, monkeypatch):
    """The same page, whether the figures come from the records or from the newest result of them."""
    gathered = text(desk.get(F2)).split("<main", 1)[1]
    computing.refresh(round, at=at)
    answers.forget()
    with monkeypatch.context() as patched:
        patched.setattr(gather, "facts_of", lambda *_, **__: pytest.fail("gathered again"))
        assert unsigned(text(desk.get(F2)).split("<main", 1)[1]) == unsigned(gathered)


def test_the_scheme_table_leads_to_every_indicator(desk, round):
    page = text(desk.get("/office/scheme/"))
    assert 'href="/office/scheme/F2/"' in page
    for code in ("F1", "F2", "加分"):
        assert desk.get(f"/office/scheme/{code}/").status_code == 200
    assert desk.get("/office/scheme/F9/").status_code == 404


def test_the_page_says_what_the_readings_do_to_the_figures(desk, round):
    page = text(desk.get(F2))
    assert "低于92%的，每低1个百分点扣0.5分，最低得2分。" in page and "阈值扣分保底" in page
    assert "牵头单位 市生态环境局" in page and "种读法，最多差" in page
    for points in ("39.65", "38.125", "38.5", "39.5"):
        assert points in page
    assert f"{STEP}：按比例" in page


def test_a_chosen_reading_goes_into_a_draft_and_the_round_waits(desk, round):
    answer = desk.post(F2, {**seen(desk), "reading": f"{STEP}:不计"})
    assert answer.status_code == 302
    draft = schemes.newest(round.scheme)
    assert (draft.number, draft.state) == (2, "draft")
    assert f2(draft)["readings"][STEP] == "不计" and STEP in draft.why
    round.refresh_from_db()
    assert round.version.number == 1
    page = text(desk.get("/office/scheme/"))
    assert (
        "第 2 版起草，比这一轮用的第 1 版改了" in page
        and "何科长起草" in page
        and "用这一版" in page
    )
    given = {"version": hidden(page, "version"), "digest": hidden(page, "digest")}
    assert desk.post("/office/scheme/use/", given).status_code == 302
    round.refresh_from_db()
    assert round.version.number == 2
    page = text(desk.get("/office/scheme/"))
    assert "比这一轮用的" not in page and "原来用第 1 版，可以改回去" in page
    given = {"version": hidden(page, "version"), "digest": hidden(page, "digest")}
    answer = desk.post("/office/scheme/use/", given)
    assert answer.status_code == 409 and "写明为什么" in text(answer)
    page = text(desk.post("/office/scheme/use/", {**given, "why": "上会没有通过"}, follow=True))
    round.refresh_from_db()
    assert round.version.number == 1 and "改回第 1 版" in page and "可以改回去" not in page
    entry = audit.done(["round.version_changed"], on=f"round:{round.pk}").first()
    assert json.loads(entry.data) | {"before": 2, "after": 1, "why": "上会没有通过"} == json.loads(entry.data)  # fmt: skip


def test_going_back_says_first_which_figures_the_older_version_cannot_score(desk, round, clerk, at):
    figures.record(scheme=round.scheme, rows=[Row("A", "优良天数比例", "全年", value="91.3")], by=clerk, at=at)  # fmt: skip
    book = schemes.book_of(round.version)
    data = [one | ({"max": "200"} if one["code"] == "优良天数比例" else {}) for one in book["data"]]
    newer = services.draft(scheme=round.scheme, book=book | {"data": data}, why="改界限", by=clerk, at=at)  # fmt: skip
    rounds.use_version(round=round, version=newer, by=clerk, at=at)
    figures.record(scheme=round.scheme, rows=[Row("A", "优良天数比例", "全年", value="120")], by=clerk, at=at)  # fmt: skip
    page = text(desk.get("/office/scheme/"))
    assert "改回第 1 版，已采用的数里有算不了分的" in page


def of_departments(book):
    """The same book with a second group that has an indicator of its own."""
    item = next(one for one in book["items"] if one["code"] == "F2") | {
        "code": "M1",
        "name": "部门空气",
    }
    aside = {"policy": "unscored", "value": None, "at": None}
    item["policies"] = item["policies"] | {"not_applicable": aside, "excused": aside}
    root = next(one for one in book["nodes"] if one["code"] == book["groups"][0]["root"])
    group = book["groups"][0] | {"group": "部门", "root": "部门总", "outside": []}
    made = {**root, "code": "部门总", "children": ["M1"]}
    rows = {"items": item, "nodes": made, "groups": group}
    keys = {"items": "code", "nodes": "code", "groups": "group"}
    return book | {
        table: sorted([*book[table], row], key=lambda one: one[keys[table]])
        for table, row in rows.items()
    }


def test_a_group_that_a_new_version_does_not_concern_keeps_its_board(desk, round, clerk, at):
    computing.refresh(round, at=at)
    book = schemes.book_of(round.version)
    for change, says in (
        (of_departments, "县市区的规则和目标没有变，下面的成绩照旧"),
        (lambda one: one | {"interim": "total"}, "正在后台重算"),
    ):
        newer = services.draft(scheme=round.scheme, book=change(book), why="改", by=clerk, at=at)
        services.seal(version=newer, state="trial", organ="组", meeting="第9次", decided_on=at.date(), by=clerk, at=at)  # fmt: skip
        rounds.use_version(round=round, version=newer, by=clerk, at=at)
        page = text(desk.get("/office/board/"))
        assert says in page and "临江县" in page, says


def test_a_draft_that_moved_on_is_not_put_to_use_unseen(desk, round, clerk, at):
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:不计"})
    page = text(desk.get("/office/scheme/"))
    given = {"version": hidden(page, "version"), "digest": hidden(page, "digest")}
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:按1个计"})
    answer = desk.post("/office/scheme/use/", given)
    assert answer.status_code == 409 and "刚又改过" in text(answer)


def test_another_method_is_tried_then_kept(desk, round):
    written = rule(desk).replace("扣0.5分", "扣5分").replace("起扣线: 92", "起扣线: 94")
    page = text(desk.post(F2, {**seen(desk), "text": written, "try": "1"}))
    assert "4 个单位得分变动，2 个单位换名次，最多 1 位" in page and "11.25" in page
    assert Version.objects.count() == 1 and "起扣线: 94" in page
    desk.post(F2, {**seen(desk), "text": written, "why": "会议定的", "keep": "1"})
    draft = schemes.newest(round.scheme)
    assert (draft.number, draft.why) == (2, "会议定的") and f2(draft)["params"]["threshold"] == "94"
    direct = "名称: 空气\n评分办法: 酌情评分。\n牵头: 市生态环境局\n分值: 40\n方法: 直接评分\n数据: 优良天数得分\n无此任务: 不计\n单列: 不计\n缺报: 待定\n"
    page = text(desk.post(F2, {**seen(desk), "text": direct, "try": "1"}))
    assert "处要先改好" in page and "优良天数得分" in page


@pytest.mark.parametrize("do", ["try", "keep"])
def test_faults_have_a_place_and_a_remedy_and_the_text_stays(desk, round, do):
    written = rule(desk).replace("阈值扣分保底", "阈值扣分保低")
    page = text(desk.post(F2, {**seen(desk), "text": written, do: "1", "why": "会议定的"}))
    assert (
        "处要先改好" in page
        and "没有计分方法“阈值扣分保低”" in page
        and "方法: 阈值扣分保低" in page
    )
    assert "第5行" in page and "会议定的" in page and Version.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["", "{", "<script>alert(1)</script>", "a: [" * 500, "x" * 70_000, "\x00"]
)
def test_whatever_is_typed_gets_an_answer(desk, round, typed):
    answer = desk.post(F2, {**seen(desk), "text": typed, "data": typed[:50], "try": "1"})
    assert answer.status_code in (200, 409) and "<script>alert" not in text(answer)
    assert Version.objects.count() == 1


@pytest.mark.parametrize("reading", ["", ":", f"{STEP}:看心情", "没有:没有"])
def test_a_reading_that_does_not_exist_is_refused(desk, round, reading):
    answer = desk.post(F2, {**seen(desk), "reading": reading})
    assert answer.status_code == 409 and "没有这种读法" in text(answer)


def test_two_clerks_at_one_draft_lose_nothing(desk, round, client, second_clerk):
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:不计"})
    before, written = seen(desk), rule(desk)
    desk.post(F2, {**before, "reading": f"{STEP}:按1个计"})
    mine = written.replace("扣0.5分", "扣0.8分")
    answer = desk.post(F2, {**before, "text": mine, "keep": "1"})
    page = text(answer)
    assert answer.status_code == 409 and "刚被别人改过" in page
    assert "扣0.8分" in page and "不足1个百分点: 按1个计" in page
    assert f2(schemes.newest(round.scheme))["params"]["per_point"] == "0.5"
    stale = desk.post(F2, {"number": "1", "edits": "0", "text": mine, "keep": "1"})
    assert stale.status_code == 409 and "已经有第 2 版了" in text(stale)


def test_before_any_meeting_a_scheme_is_provisional(desk, round):
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:不计"})
    digest = hidden(text(desk.get("/office/scheme/seal/")), "digest")
    given = {
        "digest": digest,
        "state": "trial",
        "organ": "市考核办",
        "meeting": "",
        "decided_on": "2027-01-15",
    }
    assert "要写明哪次会议定的。还没有上会的，先定为暂行" in text(
        desk.post("/office/scheme/seal/", given)
    )
    assert desk.post("/office/scheme/seal/", given | {"state": "provisional"}).status_code == 302
    version = schemes.newest(round.scheme)
    assert version.state == "provisional" and version.approvals.get().meeting == ""


def test_a_draft_is_sealed_with_the_organ_that_agreed(desk, round):
    assert desk.get("/office/scheme/seal/").status_code == 409
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:不计"})
    page = text(desk.get("/office/scheme/seal/"))
    given = {
        "digest": hidden(page, "digest"),
        "state": "final",
        "organ": "市委常委会",
        "meeting": "第12次",
    }
    page = text(desk.post("/office/scheme/seal/", given))
    assert "处要改" in page and "第12次" in page
    given |= {"decided_on": "2027-01-15", "document": "云委〔2027〕1号"}
    assert desk.post("/office/scheme/seal/", given).status_code == 302
    version = schemes.newest(round.scheme)
    assert version.state == "final" and version.approvals.get().document == "云委〔2027〕1号"
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:按1个计"})
    assert schemes.newest(round.scheme).number == 3


def test_a_round_on_a_draft_is_told_that_changes_count_at_once(desk, clerk, tmp_path):
    open_round(tmp_path, clerk)
    assert "成绩随即重算" in text(desk.get(F2))
    assert "按现在的数据得分都一样" in text(desk.get(F2))
    desk.post(F2, {**seen(desk), "reading": f"{STEP}:不计"})
    assert Version.objects.get().edits == 1
