"""计分与结果: the provisional result follows every change; a numbered draft never changes."""

import zipfile
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from baton.desk import computing
from baton.desk.results import result_of
from baton.domain.assessment import queries, services
from baton.domain.assessment.models import Run
from baton.domain.claims import services as claims
from baton.domain.claims.services import Entry
from baton.domain.files.store import place_of
from baton.domain.intake import services as intake
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.scoring.explain import explain
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.verify.making import V

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    for lead, text in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], text, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    return made


def totals(run):
    return {line.subject: (line.total, line.rank) for line in run.lines.all()}


def test_the_result_is_what_the_command_gives_for_the_same_files(round, at):
    run = computing.refresh(round, at=at)
    assert totals(run) == {"A": ("98.65", 3), "B": ("98.13", 4), "C": ("99.4", 2), "D": ("100", 1)}


def test_a_changed_cell_makes_the_result_stale_and_the_next_look_computes_it(
    round, clerk, tmp_path, at
):
    first = computing.refresh(round, at=at)
    assert computing.refresh(round, at=at).pk == first.pk
    _, again = send(
        owed(round, clerk)["市财政局"], MONEY.replace("118000", "120000"), tmp_path, clerk
    )
    intake.accept(submission=again, by=clerk, at=at)
    assert queries.is_stale(round, first)
    [(_, second)] = computing.refresh_all(at=at)
    assert totals(second)["A"] == ("99.65", 2) and not queries.stale_rounds()
    assert Run.objects.filter(round=round).count() == 1


def test_a_draft_is_numbered_frozen_and_verifies_offline(round, clerk, tmp_path, at):
    draft = computing.number_draft(round, stage="check", why="送各单位核对", by=clerk, at=at)
    assert (draft.number, str(draft)) == (1, "第1稿") and draft.audit_seq
    _, again = send(
        owed(round, clerk)["市财政局"], MONEY.replace("118000", "60000"), tmp_path, clerk
    )
    intake.accept(submission=again, by=clerk, at=at)
    computing.refresh(round, at=at)
    assert totals(draft)["A"] == ("98.65", 3)
    with zipfile.ZipFile(place_of(draft.archive)) as archive:
        assert len(archive.namelist()) == 4
    assert V.main([str(place_of(draft.archive))]) == 0
    second = computing.number_draft(round, stage="committee", why="考核委审议", by=clerk, at=at)
    round.refresh_from_db()
    assert second.number == 2 and round.stage == "committee"


def test_a_draft_needs_a_reason_and_is_not_made_twice(round, clerk, leader, at):
    with pytest.raises(Refused, match="为什么"):
        computing.number_draft(round, stage="check", why=" ", by=clerk, at=at)
    with pytest.raises(Refused, match="考核办"):
        computing.number_draft(round, stage="check", why="x", by=leader, at=at)
    computing.number_draft(round, stage="check", why="x", by=clerk, at=at)
    with pytest.raises(Refused, match="完全相同"):
        computing.number_draft(round, stage="check", why="x", by=clerk, at=at)


def test_an_accepted_claim_counts_and_is_explained(round, clerk, at):
    unit = Unit.objects.get(code="B")
    entry = Entry(
        subject=unit, kind="表彰", title="省级文明县", level="省级", document="省文明〔2026〕3号"
    )
    [claim] = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    assert (
        totals(computing.refresh(round, at=at))["B"][0] is None
    )  # 等认定: no total before the decision
    claims.decide(
        claims=[claim], state="accepted", decided_by="加减分认定小组", decided_on=date(2027, 1, 13), by=clerk, at=at
    )  # fmt: skip
    run = computing.refresh(round, at=at)
    assert totals(run)["B"] == ("99.13", 3)
    assert "省级文明县" in explain(result_of(run), "B", "加分").text()


def test_an_organ_sets_another_grade_and_both_are_kept(round, clerk, at):
    run = computing.number_draft(round, stage="standing", why="常委会", by=clerk, at=at)
    said = {
        "decided": "良好", "organ": "市委常委会", "meeting": "第 12 次会议", "decided_on": date(2027, 2, 5),
        "document": "云委〔2027〕5号", "reason": "综合研判",
    }  # fmt: skip
    with pytest.raises(Refused, match="写明"):
        services.decide_grade(run=run, subject="A", **(said | {"document": ""}), by=clerk, at=at)
    services.decide_grade(run=run, subject="A", **said, by=clerk, at=at)
    row = next(row for row in queries.board(run)["县市区"] if row.line.subject == "A")
    assert (row.grade.computed, row.grade.shown, row.grade.is_decided) == ("", "良好", True)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessment_gradedecision")


def test_readers_see_what_was_released_and_nothing_else(round, clerk, leader, at):
    computing.refresh(round, at=at)
    draft = computing.number_draft(round, stage="final", why="定稿", by=clerk, at=at)
    assert not queries.visible_to(leader).exists()
    made = services.release(
        run=draft, role="leader", layer="totals", decided_by="市考核委", by=clerk, at=at
    )
    assert list(queries.visible_to(leader)) == [draft]
    assert queries.layer_of(draft, leader) == "totals"
    services.withdraw(release=made, by=clerk, at=at)
    assert not queries.visible_to(leader).exists()
    provisional = queries.provisional(round)
    with pytest.raises(Refused, match="编一稿"):
        services.release(
            run=provisional, role="leader", layer="totals", decided_by="x", by=clerk, at=at
        )


def test_a_late_veto_or_figure_makes_a_correction_draft(round, clerk, tmp_path, at):
    first = computing.number_draft(round, stage="notice", why="公示", by=clerk, at=at)
    _, again = send(
        owed(round, clerk)["市财政局"], MONEY.replace("118000", "100000"), tmp_path, clerk
    )
    intake.accept(submission=again, by=clerk, at=at)
    second = computing.number_draft(
        round, stage="notice", why="市财政局更正", corrects=first, by=clerk, at=at
    )
    assert second.corrects == first and totals(first) != totals(second)


def test_facts_that_cannot_be_scored_are_named_and_the_old_result_stays(round, clerk, at):
    run = computing.refresh(round, at=at)
    unit = Unit.objects.get(code="B")
    claims.enter(
        scheme=round.scheme,
        entries=[Entry(subject=unit, kind="没有的种类", title="x")],
        by=clerk,
        at=at,
    )
    [(_, outcome)] = computing.refresh_all(at=at)
    assert isinstance(outcome, Refused) and "没有的种类" in outcome.sentence
    assert queries.provisional(round).pk == run.pk


def test_the_provisional_result_keeps_its_address_when_figures_move(clerk, tmp_path, at):
    """A page that is open leads to the newest figures, not to nothing."""
    round = open_round(tmp_path, clerk)
    sheet = owed(round, clerk)["市财政局"]
    addresses, totals = [], []
    for text in (MONEY, MONEY.replace("118000", "110000")):
        _, made = send(sheet, text, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
        run = computing.refresh(round, at=at, by=clerk)
        addresses.append(run.pk)
        totals.append(sorted((line.subject, line.papers.get("F1")) for line in run.lines.all()))
    assert addresses[0] == addresses[1]
    assert len(totals[0]) == len(totals[1]) == 4
    assert totals[0] != totals[1]


def test_five_people_looking_at_once_cost_one_computation(clerk, tmp_path, at, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from baton.desk import results

    run = computing.refresh(open_round(tmp_path, clerk), at=at, by=clerk)
    asked, together = [], Barrier(5)
    scored = results._scored
    monkeypatch.setattr(
        results, "_scored", lambda archive: asked.append(archive) or scored(archive)
    )
    monkeypatch.setattr(results.answers, "recall", lambda question: None)
    results._known.clear()

    def look(_):
        together.wait()
        return result_of(run)

    with ThreadPoolExecutor(5) as people:
        seen = list(people.map(look, range(5)))
    assert asked == [run.archive]
    assert all(one is seen[0] for one in seen)
