"""谁取走过、看过: every file with results that leaves is on record before it does; the first look of a day at what is unreleased, too."""

import ast
import hashlib
import json
import re
from datetime import timedelta

import pytest

from baton.desk import computing
from baton.domain import clock
from baton.domain.assessment import release_services
from baton.domain.audit.models import Entry
from baton.domain.printing.models import PaperSet
from tests.architecture.tree import ROOT
from tests.disk import disk
from tests.web.test_desk import text
from tests.web.test_papers import run
from tests.web.test_printing import _laid_out_once, _no_old_work, press, work

__all__ = ["_laid_out_once", "_no_old_work", "run"]
pytestmark = pytest.mark.django_db
PAGE = "/office/taken/"
SIGNED_IN = "django.contrib.auth.backends.ModelBackend"


def entries(action="result.taken"):
    return [(one, json.loads(one.data)) for one in Entry.objects.filter(action=action).order_by("seq")]  # fmt: skip


def test_every_file_of_a_draft_leaves_an_entry_with_who_what_and_of_which_bytes(desk, run, clerk):
    press(desk, run)
    work()
    asked = {
        "papers/names/": ("names", "docx"), "papers/names/?as=pdf": ("names", "pdf"), "papers/checks-rank/?group=县市区": ("checks-rank", "docx"),
        "papers/ledger-excel/": ("ledger-excel", "xlsx"), "workbook/": ("workbook", "xlsx"), "archive/": ("archive", "zip"),
    }  # fmt: skip
    for path, (what, form) in asked.items():
        content = desk.get(f"/office/run/{run.pk}/{path}").content
        entry, told = entries()[-1]
        assert (entry.by, entry.on) == (clerk.code, f"run:{run.pk}")
        assert (told["what"], told["form"], told["number"], told["unreleased"]) == (what, form, 1, True)  # fmt: skip
        assert (told["sha256"], told["size"]) == (hashlib.sha256(content).hexdigest(), len(content))
    assert [told["group"] for _, told in entries()].count("县市区") == 1
    made = PaperSet.objects.get()
    content = b"".join(desk.get(f"/office/printed/{made.pk}/").streaming_content)
    told = entries()[-1][1]
    assert (told["what"], told["sha256"]) == ("set", hashlib.sha256(content).hexdigest())
    assert len(entries()) == len(asked) + 1


def test_what_is_only_looked_at_or_not_found_leaves_no_entry_of_a_file(desk, run):
    for path in ("", "papers/", "unit/A/", "papers/nothing/", "papers/checks/?group=没有"):
        desk.get(f"/office/run/{run.pk}/{path}")
    desk.get("/office/templates/checks/sample/")
    assert entries() == []


def test_a_file_that_can_not_be_noted_is_not_handed_over(desk, run):
    press(desk, run)
    work()
    desk.raise_request_exception = False
    for path in (f"/office/run/{run.pk}/archive/", f"/office/printed/{PaperSet.objects.get().pk}/"):
        assert desk.get(path).status_code == 200
        noted = len(entries())
        with disk(0):
            answer = desk.get(path)
        assert answer.status_code == 507 and "Content-Disposition" not in answer
        assert "文件没有交出来" in text(answer) and "磁盘写满了" in text(answer)
        assert len(entries()) == noted and desk.get(path).status_code == 200


def test_the_first_look_of_a_day_at_an_unreleased_draft_is_noted_once(desk, run, clerk, settings):
    for path in (f"/office/run/{run.pk}/", f"/office/run/{run.pk}/unit/A/", f"/released/{run.pk}/?layer=totals"):  # fmt: skip
        assert desk.get(path).status_code == 200
    assert [(one.by, one.on) for one, _ in entries("result.looked")] == [(clerk.code, f"run:{run.pk}")]  # fmt: skip
    settings.DEMO_CLOCK += timedelta(days=1)
    desk.get(f"/office/run/{run.pk}/papers/")
    assert len(entries("result.looked")) == 2


def test_another_process_notes_it_no_second_time_and_another_clerk_does(desk, run, client, second_clerk):  # fmt: skip
    from baton.web import looking

    desk.get(f"/office/run/{run.pk}/")
    looking.forget()
    desk.get(f"/office/run/{run.pk}/")
    assert len(entries("result.looked")) == 1
    client.force_login(second_clerk, SIGNED_IN)
    client.get(f"/office/run/{run.pk}/")
    assert [one.by for one, _ in entries("result.looked")][1:] == [second_clerk.code]


def test_the_page_of_scores_notes_the_trial_it_shows(desk, run, at):
    trial = computing.refresh(run.round, at=at)
    assert desk.get("/office/board/").status_code == 200
    assert [(one.on, told["number"]) for one, told in entries("result.looked")] == [(f"run:{trial.pk}", None)]  # fmt: skip


def test_looks_at_what_was_released_and_looks_that_found_nothing_are_not_noted(desk, run, clerk, leader, at, client):  # fmt: skip
    desk.get(f"/office/run/{run.pk}/unit/nobody/")
    desk.get(f"/office/run/{run.pk + 9}/")
    desk.get("/office/desk/")
    assert entries("result.looked") == []
    release_services.release(
        run=run, role="leader", layer="totals", decided_by="主任", by=clerk, at=at
    )
    desk.get(f"/office/run/{run.pk}/")
    client.force_login(leader, SIGNED_IN)
    assert client.get(f"/released/{run.pk}/").status_code == 200
    assert client.get(PAGE).status_code == 404
    assert entries("result.looked") == []


def test_a_page_is_shown_although_its_look_can_not_be_noted(desk, run):
    with disk(0):
        assert desk.get(f"/office/run/{run.pk}/").status_code == 200
    assert entries("result.looked") == []
    desk.get(f"/office/run/{run.pk}/")
    assert len(entries("result.looked")) == 1


def test_the_page_says_who_took_what_and_whether_it_was_released(desk, run, clerk, at):
    page = text(desk.get(PAGE))
    assert "还没有人取走" in page
    assert f'href="{PAGE}?run={run.pk}"' in text(desk.get(f"/office/run/{run.pk}/papers/"))
    desk.get(f"/office/run/{run.pk}/papers/names/?as=pdf")
    release_services.release(
        run=run, role="leader", layer="totals", decided_by="主任", by=clerk, at=at
    )
    desk.get(f"/office/run/{run.pk}/workbook/")
    page = text(desk.get(f"{PAGE}?run={run.pk}"))
    assert "带成绩的文件取走过 2 次" in page and page.count("那时没有发布") == 1
    rows = re.findall(r'<td class="b">(何科长)</td>.*?</td><td>([^<]+?) <span', page)
    assert rows == [("何科长", "A3 总表，Excel"), ("何科长", "公示名单，PDF")], "the newest first"
    assert entries()[0][1]["sha256"][:16] in page
    looked = text(desk.get(f"{PAGE}?kind=looked"))
    assert "看过 1 回" in looked and "2026年终考核 第 1 稿" in looked
    assert desk.get(f"{PAGE}?run=99999").status_code == 404
    for odd in ("?run=x", "?page=0", "?page=99999999", "?page=²", "?kind=else"):
        assert desk.get(PAGE + odd).status_code == 200


def test_many_are_read_page_by_page_with_as_many_questions_as_few(desk, run, clerk, at, django_assert_num_queries):  # fmt: skip
    from baton.domain.assessment.taking_services import take

    for number in range(130):
        take(run=run, what="names", form="pdf", sha256=f"{number:064}", size=1, by=clerk, at=clock.now())  # fmt: skip
        if number == 0:
            desk.get(PAGE)
            with django_assert_num_queries(7):
                desk.get(PAGE)
    with django_assert_num_queries(7):
        page = text(desk.get(PAGE))
    assert page.count('<td class="b">何科长</td>') == 50 and "第 1 页，共 3 页" in page
    assert text(desk.get(f"{PAGE}?page=3")).count('<td class="b">何科长</td>') == 30


HANDING = {"attachment", "written", "FileResponse"}
NOTING = {"taken", "taken_from_hearing", "on_record"}
WITHOUT_RESULTS = {
    "claim_page.file", "cover.cited", "one_sheet.empty", "redlines.compared", "scans.scan", "scans.scan_shown", "scheme.annex",
    "scheme.rulebook", "scheme.file", "targets.empty", "targets.notice", "templates.sample", "templates.template",
    "reproduction.differences",  # of a year that was announced
    "milestones.workbook",  # what is to be done by when, and how far it has come; no score
}  # fmt: skip


def test_every_door_through_which_a_file_leaves_notes_it_or_hands_out_no_results():
    found = {}
    for path in sorted((ROOT / "baton/web").rglob("*.py")):
        if path.parent.name == "components":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}  # fmt: skip
                if calls & HANDING:
                    found[f"{path.stem}.{node.name}"] = bool(calls & NOTING)
    assert {name for name, notes in found.items() if not notes} == WITHOUT_RESULTS
    assert {name for name, notes in found.items() if notes} == {"papers.paper", "papers.printed", "drafts.workbook", "drafts.archive", "live_closing.paper"}  # fmt: skip
