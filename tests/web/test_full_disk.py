"""磁盘在中间写满: at whichever write, the answer is a plain sentence, nothing half-done stays, and the next try succeeds."""

import zipfile
from html import unescape

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from baton.desk import computing, worker
from baton.desk.care import custody
from baton.desk.papers import printing
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.claims.models import Claim
from baton.domain.files.store import place_of
from baton.domain.intake import services as intake
from baton.domain.intake.models import Sheet
from baton.domain.printing import services as printers
from baton.domain.printing.models import PaperSet
from baton.web.access import ACCESS
from tests import stories
from tests.conftest import PASSWORD
from tests.disk import disk, left_behind
from tests.retold import carry_files, retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.web import test_last_year
from tests.web.test_doors import address
from tests.web.test_late_veto import GRADES, VETO

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n" + b"x" * 300_000
MOST = 400


@pytest.fixture
@retold
def waiting(clerk, tmp_path, at, monkeypatch):
    """An office with a draft and with a sheet that waits."""
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + GRADES)
    round = open_round(tmp_path, clerk)
    sheets = owed(round, clerk)
    _, made = send(sheets["市生态环境局"], AIR, tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    _, made = send(sheets["市财政局"], MONEY, tmp_path, clerk)
    intake.accept(submission=made, by=clerk, at=at)
    run = computing.number_draft(round, stage="check", why="送各单位核对", by=clerk, at=at)
    send(sheets["市财政局"], MONEY.replace("118000", "118500"), tmp_path, clerk)
    return run


@pytest.fixture
def office(waiting, tmp_path, settings, monkeypatch):
    """The same, in a folder of its own."""
    (tmp_path / "home").mkdir()
    carry_files(tmp_path / "home")
    settings.BATON_HOME = tmp_path / "home"
    monkeypatch.setattr(stories, "RULEBOOK", stories.RULEBOOK + GRADES)
    return waiting


def text(answer):
    return unescape(answer.content.decode())


def standing():
    """Every row of the office's own tables; the browser's session is none of them."""
    kinds = [kind for kind in apps.get_models() if kind.__module__.startswith("baton.")]
    return {kind.__name__: list(kind.objects.order_by("pk").values_list()) for kind in kinds}


def money():
    return Sheet.objects.get(lead__name="市财政局").pk


def claimed(desk):
    desk.post("/office/claims/enter/", {"subject": "临江县", "kind": "表彰", "title": "双拥", "level": "市级", "role": "lead"})  # fmt: skip
    return Claim.objects.get().pk


def scan(desk, run):
    given = {"scan": SimpleUploadedFile("盖章.pdf", PDF)}
    return f"/office/desk/{money()}/2/scan/", lambda: given["scan"].seek(0) or given


def sheet(desk, run):
    given = {"take": "1", "file": SimpleUploadedFile("表.csv", MONEY.replace("90000", "91000").encode())}  # fmt: skip
    return f"/office/desk/{money()}/receive/", lambda: given["file"].seek(0) or given


def accept(desk, run):
    return f"/office/desk/{money()}/2/accept/", dict


def decide(desk, run):
    given = {"claim": f"{claimed(desk)}:0", "state": "accepted", "decided_by": "认定小组"}
    return "/office/claims/decide/", lambda: given


def attach(desk, run):
    address = f"/office/claims/{claimed(desk)}/attach/"
    given = {"kind": "proof", "file": SimpleUploadedFile("依据.pdf", PDF)}
    return address, lambda: given["file"].seek(0) or given


def template(desk, run):
    sample = desk.get("/office/templates/checks/sample/").content
    given = {"kind": "checks", "file": SimpleUploadedFile("我的.docx", sample)}
    return "/office/templates/", lambda: given["file"].seek(0) or given


def scheme(desk, run):
    address, said = "/office/setup/scheme/", {"year": "2027", "title": "明年", "group": "县市区"}
    book = SimpleUploadedFile("规则书.yaml", stories.RULEBOOK.replace("YZ2026", "YZ2027").encode())
    page = text(desk.post(address, said | {"file": book}))
    return address, lambda: said | {"ticket": ticket_of(page), "take": "1"}


def draft(desk, run):
    desk.post(f"/office/desk/{money()}/2/accept/")
    return "/office/board/number/", lambda: {"stage": "opinion", "why": "征求意见"}


def correction(desk, run):
    return f"/office/run/{run.pk}/veto/", lambda: VETO | {"number": "1"}


def returned(desk, run):
    return f"/office/desk/{money()}/2/return/", lambda: {"reason": "请核对"}


def cell(desk, run):
    said = {"value": "117000", "state": "reported", "was": "118000", "reason": "核对", "keep": "1"}
    return "/office/cell/A/财政收入/", lambda: said


def claims_in(desk, run):
    table = "单位,加分事项,级别,种类\n东岭,文明县,省级,表彰\n"
    page = text(
        desk.post("/office/claims/in/", {"file": SimpleUploadedFile("申报.csv", table.encode())})
    )
    return "/office/claims/in/", lambda: {"ticket": ticket_of(page), "take": "1"}


def roster(desk, run):
    address, said = "/office/setup/roster/", {"year": "2026"}
    listed = stories.ROSTER.replace("临江县,县市区,1,", "临江县,县市区,1,临江").encode()
    page = text(desk.post(address, said | {"file": SimpleUploadedFile("名册.csv", listed)}))
    answers = page.split('name="answers" value="')[1].split('"')[0]
    return address, lambda: said | {"ticket": ticket_of(page), "answers": answers, "take": "1"}


def rule(desk, run):
    page = text(desk.get("/office/scheme/F1/"))
    old = page.split('id="text"', 1)[1].split(">", 1)[1].split("</textarea>")[0].strip()
    said = {"number": "1", "edits": "0", "keep": "1", "why": "统一"}
    return "/office/scheme/F1/", lambda: said | {"text": old.replace("100%", "110%")}


def released(desk, run):
    said = {"role": "leader", "layer": "totals", "decided_by": "市考核委"}
    return f"/office/run/{run.pk}/release/", lambda: said


def papers(desk, run):
    return f"/office/run/{run.pk}/papers-all/", dict


def last_year(desk, run):
    page = text(desk.post(test_last_year.IN, test_last_year.files()))
    said = test_last_year.hidden(page)
    return test_last_year.IN, lambda: said | {"take": "1"}


def announced(desk, run):
    where = test_last_year.taken(desk)
    table = SimpleUploadedFile("再公布.csv", test_last_year.RIGHT.encode())
    return where + "announce/", lambda: table.seek(0) or {"published": table}


def settled(desk, run):
    where = test_last_year.taken(desk)
    page = text(desk.get(where))
    found = page.split('type="checkbox" name="cell" value="')[1].split('"')[0]
    return where + "settle/", lambda: {"cell": found, "cause": "typed", "note": "当年填错"}


def ticket_of(page):
    return page.split('name="ticket" value="')[1].split('"')[0]


DOORS = (
    returned,
    cell,
    claims_in,
    roster,
    rule,
    released,
    papers,
    last_year,
    announced,
    settled,
    scan,
    sheet,
    accept,
    decide,
    attach,
    template,
    scheme,
    draft,
    correction,
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_at_every_write_the_sentence_is_plain_and_nothing_half_done_stays(
    desk, office, settings, door
):
    address, fields = door(desk, office)
    desk.raise_request_exception = False
    before = standing()
    for room in range(MOST):
        with disk(room) as it:
            answer = desk.post(address, fields())
        assert left_behind(settings.BATON_HOME) == []
        if answer.status_code == 302:  # done, though the greeting on the next page may find no room
            break
        assert it.was_full and answer.status_code in {200, 409, 507}, (room, text(answer))
        assert "磁盘" in text(answer) and "满" in text(answer), (room, answer.status_code)
        assert standing() == before, room
    assert room > 1 and answer.status_code == 302, text(answer)
    assert standing() != before and custody.faults() == []


def test_papers_of_a_full_disk_are_given_up_with_a_sentence_and_made_when_there_is_room(
    desk, office, clerk, settings, at, monkeypatch
):
    """Every piece is whole or not there; what was begun is cleared away, so that it does not fill the disk for good."""
    monkeypatch.setattr(printing, "can_print", lambda: False)
    printing._going.clear()
    room, step, kept = 0, 7, set((settings.BATON_HOME / "files").glob("??/*"))
    while True:
        printers.ask(run=office, by=clerk, at=at)
        with disk(room) as it:
            try:
                while printing.go_on(now=clock.now, seconds=60):
                    pass
            except Exception as error:  # the row that tells of it could not be written either
                assert "full" in str(error) or "No space" in str(error)
        last = PaperSet.objects.latest("pk")
        if not it.was_full:
            break
        assert last.done_at is None and set((settings.BATON_HOME / "files").glob("??/*")) == kept
        if not last.failed:
            printing._going.clear()
            printers.give_up(paper_set=last, why="磁盘写满了", by=clerk, at=at)
        assert ("磁盘写满了" in last.failed and "清理磁盘" in last.failed) or last.pk
        room += step
    assert room > 50 and last.done_at
    with zipfile.ZipFile(place_of(last.sha256)) as packed:
        assert packed.testzip() is None and len(packed.namelist()) == last.total + 1
    assert list((settings.BATON_HOME / "papers").iterdir()) == []


def test_the_worker_outlives_a_full_disk_and_computes_when_there_is_room(desk, office, monkeypatch):
    """The result before stays whole until the next one is; nobody has to start the worker again."""
    monkeypatch.setattr(
        connections["default"], "close", lambda: None
    )  # the test's transaction lives in it
    desk.post(f"/office/desk/{money()}/2/accept/")
    before = standing()
    for room in range(MOST):
        with disk(room) as it:
            worker.look({})
        if not it.was_full:
            break
        assert standing() == before, room
    run = queries.provisional(office.round)
    assert room > 3 and not queries.is_stale(office.round, run) and run.lines.count() == 4
    assert custody.faults() == []


def test_every_page_can_be_read_while_the_disk_is_full(desk, office):
    """Only a file that is made on the spot finds no room, and says so."""
    desk.raise_request_exception = False
    run, sheet = f"/office/run/{office.pk}/", f"/office/desk/{money()}/"
    made_now = [run + "workbook/", sheet + "empty/"]
    pages = [address(route) for route in sorted(ACCESS) if route.startswith("office:")]
    own = [run, run + "unit/A/", run + "unit/A/F1/", run + "papers/", run + "release/", sheet, sheet + "2/"]  # fmt: skip
    for page in [*pages, *own, *made_now]:
        usual = desk.get(page).status_code
        with disk(0):
            answer = desk.get(page)
        if page in made_now or answer.status_code != usual:
            assert answer.status_code == 507 and "磁盘写满了" in text(answer), page
        assert answer.status_code == 200 or page not in own


def test_nobody_is_half_signed_in_on_a_full_disk(client, clerk):
    client.raise_request_exception = False
    with disk(0):
        answer = client.post("/login/", {"username": "he", "password": PASSWORD})
    assert (
        answer.status_code == 507 and "磁盘写满了" in text(answer) and PASSWORD not in text(answer)
    )
    assert client.get("/office/").status_code == 302
    assert client.post("/login/", {"username": "he", "password": PASSWORD}).status_code == 302
