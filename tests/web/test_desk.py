"""收件台和成绩 in the browser's eyes: pages say the finding first, forms keep what was typed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from baton.desk import computing
from baton.domain.facts import queries as figures
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet, Submission
from baton.domain.schemes.models import Scheme
from tests.retold import retold
from tests.stories import AIR, MONEY, ROSTER, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path):
    return open_round(tmp_path, clerk)


def text(answer):
    return answer.content.decode()


def upload(name, content):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_an_empty_office_is_told_where_to_begin(desk):
    for address in (
        "/office/",
        "/office/desk/",
        "/office/board/",
        "/office/claims/",
        "/office/scheme/",
    ):
        assert "还没有轮次" in text(desk.get(address))
    assert "第一步：收名册" in text(desk.get("/office/setup/"))


def test_from_files_to_the_first_board(desk, clerk, tmp_path):
    """Roster in, scheme table in, round opened, sheets listed, one pasted and accepted, board shown."""
    page = text(
        desk.post("/office/setup/roster/", {"year": "2026", "file": upload("名册.csv", ROSTER)})
    )
    assert "读到 4 个" in page and "新增" in page
    desk.post(
        "/office/setup/roster/", {"year": "2026", "ticket": hidden(page, "ticket"), "take": "1"}
    )
    scheme = "序号,考核指标,分值,评分办法,牵头单位\n1,财政收入,60,按完成情况评分。,市财政局\n2,空气质量,40,酌情评分。,市生态环境局\n"
    given = {
        "year": "2026",
        "title": "云州市考核",
        "group": "县市区",
        "file": upload("体系.csv", scheme),
    }
    page = text(desk.post("/office/setup/scheme/", given))
    assert "读到 2 个指标" in page
    given = {
        "year": "2026",
        "title": "云州市考核",
        "group": "县市区",
        "ticket": hidden(page, "ticket"),
        "take": "1",
    }
    desk.post("/office/setup/scheme/", given)
    given = {
        "name": "2026年终考核",
        "scheme": Scheme.objects.get().pk,
        "kind": "year_end",
        "as_of": "2026",
        "on": "2026-12-31",
    }
    assert desk.post("/office/setup/round/", given).url == "/office/desk/"
    desk.post("/office/desk/owe/", {"due_on": "2027-01-13"})
    for number, sheet in enumerate(Sheet.objects.order_by("pk"), start=1):
        item = {1: "财政收入得分", 2: "空气质量得分"}[number]
        pasted = f"单位\t{item}\n临江县\t{35 + number}\n东岭县\t3{number}\n石桥市\t30\n云东区\t29\n"
        page = text(desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": pasted}))
        assert "读到 4 个数，1 处疑点" in page and "都没写扣分原因" in page
        desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": pasted, "take": "1"})
        desk.post(f"/office/desk/{sheet.pk}/1/accept/")
    desk.post("/office/board/recompute/")
    page = text(desk.get("/office/board/"))
    assert "临江县第一，领先 10 分" in page


def test_a_file_with_a_bad_cell_is_shown_and_not_taken(desk, round, clerk):
    sheet = owed(round, clerk)["市生态环境局"]
    page = text(
        desk.post(
            f"/office/desk/{sheet.pk}/receive/",
            {"file": upload("表.csv", AIR.replace("91.3", "9I.3"))},
        )
    )
    assert "有 1 处要先问清" in page and "9I.3" in page and "91.3" in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04broken", b"%PDF-1.4", b"\xd0\xcf\x11\xe0" + b"x" * 600]
)
def test_whatever_is_uploaded_gets_a_sentence(desk, round, clerk, content):
    sheet = owed(round, clerk)["市财政局"]
    answer = desk.post(f"/office/desk/{sheet.pk}/receive/", {"file": upload("表.xlsx", content)})
    page = text(answer)
    assert answer.status_code == 200 and not Submission.objects.exists()
    assert "要先改好" in page or "没有收下" in page or "是空的" in page


def test_typed_text_is_not_lost_when_a_table_is_refused(desk, round, clerk):
    sheet = owed(round, clerk)["市财政局"]
    page = text(
        desk.post(f"/office/desk/{sheet.pk}/receive/", {"text": "单位\t财政收入\n临江县\t很多\n"})
    )
    assert "临江县\t很多" in page and "要先改好" in page


def test_one_sheet_returned_and_its_next_version_accepted(desk, round, clerk, tmp_path):
    sheet = owed(round, clerk)["市财政局"]
    send(sheet, MONEY.replace("云东区,90000\n", ""), tmp_path, clerk)
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    assert "有 1 处疑点" in page and "退回市财政局" in page and "财政收入缺云东区" in page
    refused = desk.post(f"/office/desk/{sheet.pk}/1/return/", {"reason": ""})
    assert refused.status_code == 409 and "退回要写明理由" in text(refused)
    desk.post(
        f"/office/desk/{sheet.pk}/1/return/", {"reason": "缺云东区", "due_again_on": "2027-01-18"}
    )
    assert "缺云东区" in text(desk.get("/office/desk/"))
    send(sheet, MONEY, tmp_path, clerk)
    desk.post(f"/office/desk/{sheet.pk}/2/accept/")
    assert len(figures.observations(round.scheme)) == 4


def test_a_scan_beside_a_sheet(desk, round, clerk, tmp_path):
    sheet = owed(round, clerk)["市财政局"]
    send(sheet, MONEY, tmp_path, clerk)
    refused = desk.post(
        f"/office/desk/{sheet.pk}/1/scan/", {"scan": upload("页.pdf", b"MZ not a scan")}
    )
    assert refused.status_code == 409 and "只收 PDF" in text(refused)
    desk.post(
        f"/office/desk/{sheet.pk}/1/scan/", {"scan": upload("盖章页.pdf", b"%PDF-1.4 stamped")}
    )
    page = text(desk.get(f"/office/desk/{sheet.pk}/"))
    look = page.split('href="/office/scan/')[1].split('"')[0]
    answer = desk.get(f"/office/scan/{look.removesuffix('look/')}")
    assert answer.content == b"%PDF-1.4 stamped" and answer["Content-Disposition"].startswith(
        "attachment"
    )


@pytest.fixture
@retold
def scored(round, clerk, tmp_path, at):
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return computing.number_draft(round, stage="check", why="送各单位核对", by=clerk, at=at)


def test_the_board_the_unit_and_the_explanation_tell_the_same_digits(desk, scored):
    board = text(desk.get(f"/office/run/{scored.pk}/"))
    assert "云东区第一，领先 0.6 分" in board and "98.65" in board
    unit = text(desk.get(f"/office/run/{scored.pk}/unit/A/"))
    assert "临江县得 98.65 分，第 3 名" in unit
    told = text(desk.get(f"/office/run/{scored.pk}/unit/A/F1/"))
    assert "按完成率计分" in told
    assert "打分表.csv" in told
    assert "58.998" in told
    assert "本组 4 个有数，临江县 118,000万元，从大到小第 1。" in told
    assert desk.get(f"/office/run/{scored.pk}/unit/A/nothing/").status_code == 404
    assert "云东区" in text(desk.get(f"/office/run/{scored.pk}/indicator/F1/"))


def test_a_draft_leaves_as_workbook_and_as_archive(desk, scored):
    import zipfile

    workbook = desk.get(f"/office/run/{scored.pk}/workbook/")
    assert zipfile.is_zipfile(io.BytesIO(workbook.content))
    archive = desk.get(f"/office/run/{scored.pk}/archive/")
    assert zipfile.ZipFile(io.BytesIO(archive.content)).namelist()[0] == "manifest.json"


def test_two_drafts_compared_say_who_moved_and_why(desk, scored, round, clerk, tmp_path, at):
    _, made = send(
        owed(round, clerk)["市财政局"], MONEY.replace("118000", "114000"), tmp_path, clerk
    )
    intake.accept(submission=made, by=clerk, at=at)
    second = computing.number_draft(round, stage="committee", why="更正", by=clerk, at=at)
    page = text(desk.get(f"/office/run/{second.pk}/moved/{scored.pk}/"))
    assert "县市区：" in page and "临江县退 1 位" in page and "−2" in page
    assert "财政收入（全年） 118000万元 → 114000万元" in page
    assert '自己有变动的</h2><span class="muted">1 个' in page and "1 个只是跟着动" in page
    assert "1 个升了名次，最多的是" in page and "1 个降了名次，最多的是临江县，降 1 位" in page


def test_a_draft_is_released_to_readers_and_withdrawn(desk, scored, leader, client):
    page = text(desk.get(f"/office/run/{scored.pk}/release/"))
    assert "还没有发布，别人看不到" in page
    given = {
        "role": "leader",
        "layer": "totals",
        "decided_by": "市考核委",
        "document": "云考发〔2027〕1号",
    }
    desk.post(f"/office/run/{scored.pk}/headline/", {"headline": "云东区第一"})
    desk.post(f"/office/run/{scored.pk}/release/", given)
    assert "已发布给 1 类人" in text(desk.get(f"/office/run/{scored.pk}/release/"))
    refused = desk.post(f"/office/run/{scored.pk}/headline/", {"headline": "改一改"})
    assert refused.status_code == 409 and "标题不能再改" in text(refused)
    from django.test import Client

    reader = Client()
    reader.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    shown = text(reader.get(f"/released/{scored.pk}/"))
    assert "云东区第一" in shown and "98.65" in shown
    desk.post(f"/office/release/{scored.releases.get().pk}/withdraw/")
    assert reader.get(f"/released/{scored.pk}/").status_code == 404


def test_an_organs_grade_stands_beside_the_computed_one(desk, scored):
    given = {
        "subject": "A", "decided": "良好", "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": "2027-02-05",
        "document": "云委〔2027〕5号", "reason": "综合研判",
    }  # fmt: skip
    wrong = text(desk.post(f"/office/run/{scored.pk}/grade/", given | {"document": ""}))
    assert "有 1 处要改" in wrong and "综合研判" in wrong
    desk.post(f"/office/run/{scored.pk}/grade/", given)
    assert "算出的是无等次；市委常委会 2027 年 2 月 5 日云委〔2027〕5号定" in text(
        desk.get(f"/office/run/{scored.pk}/")
    )


def test_accounts_are_made_reset_and_closed(desk, clerk):
    form = {
        "name": "周副市长",
        "role": "leader",
        "username": "zhou",
        "password": "a-first-password",
    }
    assert "密码" in text(desk.post("/office/people/", form | {"password": "123"}))
    desk.post("/office/people/", form)
    from baton.domain.accounts.models import Person

    person = Person.objects.get(username="zhou")
    assert person.must_change_password and "还没改过密码" in text(desk.get("/office/people/"))
    desk.post(f"/office/people/{person.pk}/reset/", {"password": "a-second-password"})
    person.refresh_from_db()
    assert person.check_password("a-second-password")
    desk.post(f"/office/people/{person.pk}/close/")
    assert desk.post(f"/office/people/{clerk.pk}/close/").status_code == 409
    person.refresh_from_db()
    assert not person.is_active


def test_a_claim_from_entry_to_decision(desk, round):
    form = {
        "subject": "东岭",
        "kind": "表彰",
        "title": "省级文明县",
        "level": "省级",
        "document": "省文明〔2026〕3号",
        "role": "lead",
    }
    wrong = text(desk.post("/office/claims/enter/", form | {"subject": "东陵"}))
    assert "名册里没有“东陵”" in wrong and "省级文明县" in wrong
    desk.post("/office/claims/enter/", form)
    page = text(desk.get("/office/claims/"))
    assert "1 条里 1 条待定" in page
    claim = page.split('name="claim" value="')[1].split('"')[0]
    refused = desk.post(
        "/office/claims/decide/", {"claim": claim, "state": "rejected", "decided_by": "小组"}
    )
    assert refused.status_code == 409 and "不予认定要写明理由" in text(refused)
    desk.post(
        "/office/claims/decide/", {"claim": claim, "state": "accepted", "decided_by": "认定小组"}
    )
    assert "1 条都已定" in text(desk.get("/office/claims/"))


PAGES = (
    "/office/",
    "/office/desk/",
    "/office/claims/",
    "/office/setup/",
    "/office/scheme/",
    "/office/run/{run}/",
    "/office/run/{run}/unit/A/",
)


@pytest.mark.parametrize("page", PAGES)
def test_more_units_need_no_more_queries(
    desk, clerk, round, scored, page, at, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from baton.domain.orgs import services as orgs
    from baton.scoring.facts import Subject

    address = page.format(run=scored.pk)
    desk.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(address)
    subjects = [Subject(f"N{n}", f"新{n}县", group="县市区", order=n + 10) for n in range(60)]
    orgs.take_in(year=2026, subjects=subjects, by=clerk, at=at)
    with CaptureQueriesContext(connection) as many:
        desk.get(address)
    assert len(many) == len(few) <= 25


def test_what_a_version_did_not_bring_is_said_to_be_lacking_not_added(desk, round, clerk, tmp_path, at):  # fmt: skip
    sheet = owed(round, clerk, at)["市财政局"]
    intake.owe(
        round=round, lead=sheet.lead, title=sheet.title, items=[*sheet.items, "优良天数比例"], due_on=sheet.due_on, by=clerk, at=at
    )  # fmt: skip
    sheet.refresh_from_db()
    _, made = send(sheet, MONEY, tmp_path, clerk, at)
    intake.accept(submission=made, by=clerk, at=at)
    page = text(desk.get("/office/desk/"))
    assert "1 张还缺项" in page and "还缺 1 项：</b>优良天数比例，这一版没有报" in page
    assert "市财政局：补报 优良天数比例（这一版没有报）" in page and "规则里" not in page
    assert "张交过的表还缺项，没有补报" in text(desk.get("/office/"))


BOTH = "单位,财政收入,优良天数比例\n临江县,118000,91.3\n东岭,84000,88.25\n石桥市,99000,93.4\n云东区,90000,92\n"


def test_what_was_left_aside_is_not_said_to_be_lacking(desk, round, clerk, tmp_path, at):
    sheet = owed(round, clerk, at)["市财政局"]
    intake.owe(
        round=round, lead=sheet.lead, title=sheet.title, items=[*sheet.items, "优良天数比例"], due_on=sheet.due_on, by=clerk, at=at
    )  # fmt: skip
    sheet.refresh_from_db()
    _, made = send(sheet, BOTH, tmp_path, clerk, at)
    aside = [(unit, "优良天数比例") for unit in "ABCD"]
    intake.accept(submission=made, left_out=aside, reason="等核实", by=clerk, at=at)
    page = text(desk.get("/office/desk/"))
    assert "还缺" not in page and "部分采用：4 格先不采用" in page


def test_what_a_sheet_asks_for_since_it_was_accepted_is_owed_again(
    desk, round, clerk, tmp_path, at
):
    sheet = owed(round, clerk, at)["市财政局"]
    _, made = send(sheet, MONEY, tmp_path, clerk, at)
    intake.accept(submission=made, by=clerk, at=at)
    assert "还缺" not in text(desk.get("/office/desk/"))
    intake.owe(
        round=round, lead=sheet.lead, title=sheet.title, items=[*sheet.items, "优良天数比例"], due_on=sheet.due_on, by=clerk, at=at
    )  # fmt: skip
    page = text(desk.get("/office/desk/"))
    assert "1 张还缺后添的项" in page and "还缺 1 项：</b>优良天数比例，交表以后规则里添的" in page
    assert "市财政局：补报 优良天数比例（交表以后规则里添的）" in page
    assert "张交过以后规则里又添了项，还没有补报" in text(desk.get("/office/"))
    desk.post("/office/desk/remind/")
    assert sheet.reminders.count() == 1
    both = "单位,财政收入,优良天数比例\n临江县,118000,91.3\n东岭,84000,88.25\n石桥市,99000,93.4\n云东区,90000,92\n"
    _, made = send(Sheet.objects.get(pk=sheet.pk), both, tmp_path, clerk, at)
    intake.accept(submission=made, by=clerk, at=at)
    assert "还缺" not in text(desk.get("/office/desk/"))


def test_what_is_odd_about_a_whole_column_stands_first_and_is_never_folded_away(
    desk, round, clerk, tmp_path
):
    """One unit is over the bounds too: what it says comes after the sum that does not add up."""
    odd = AIR.replace("东岭,88.25", "东岭,101") + "平均,99\n"
    sheet = owed(round, clerk)["市生态环境局"]
    _, made = send(sheet, odd, tmp_path, clerk)
    kinds = [one["kind"] for one in made.oddities]
    assert kinds == ["total", "outside"]
    said = "平均写的是 99"
    for page in (f"/office/desk/{sheet.pk}/", f"/office/desk/{sheet.pk}/{made.number}/part/"):
        told = desk.get(page).content.decode()
        assert said in told and told.index(said) < told.index("<table"), page
        assert "没有单独的疑点" in told
