"""答过的问题: what one process found out another reads, and never anything that somebody else put there."""

import os
import pickle

import pytest

from baton.desk import answers, computing, preparing, results, worker
from baton.domain.rounds.models import Round, Stage
from tests.stories import AIR, MONEY, open_round, owed, send

ASKED = ("an archive", "review")


def never():
    raise AssertionError("asked again")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BATON_HOME = tmp_path
    return tmp_path / "answers"


def test_another_process_reads_what_one_has_found(folder):
    assert answers.kept(ASKED, lambda: [1, 2], shared=True) == [1, 2]
    answers.forget()
    assert answers.is_known(ASKED) and answers.kept(ASKED, never, shared=True) == [1, 2]
    assert [place.stat().st_mode & 0o777 for place in folder.iterdir()] == [0o600]


def test_what_is_not_shared_stays_in_memory(folder):
    assert answers.kept(ASKED, lambda: 1) == 1
    answers.forget()
    assert not folder.exists() and answers.kept(ASKED, lambda: 2) == 2


class Planted:
    """Runs a command when it is read back."""

    def __reduce__(self):
        return os.mkdir, ("planted",)


def test_what_somebody_else_put_there_is_never_read(folder, tmp_path, monkeypatch, settings):
    monkeypatch.chdir(tmp_path)
    answers.write_down(ASKED, "ours")
    place = next(folder.iterdir())
    good = place.read_bytes()
    foreign = pickle.dumps(Planted())
    for content in (b"", b"x" * 40, foreign, bytes(32) + foreign, good[:32] + foreign, good[:-1]):
        place.write_bytes(content)
        assert answers.recall(ASKED) is None
    settings.SECRET_KEY = "another office's"
    place.write_bytes(good)
    assert answers.recall(ASKED) is None
    assert not (tmp_path / "planted").exists()


def test_only_so_many_stay(folder, monkeypatch):
    monkeypatch.setattr(answers, "MOST_ON_DISK", 3)
    for number in range(8):
        answers.write_down(("archive", number), number)
    assert len(list(folder.iterdir())) == 3


def test_a_full_disk_costs_only_time(folder, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(answers.tempfile, "mkstemp", full)
    assert answers.kept(ASKED, lambda: 7, shared=True) == 7
    assert list(folder.iterdir()) == []


@pytest.mark.django_db
def test_pages_of_a_new_result_need_not_compute(desk, clerk, tmp_path, at, monkeypatch):
    """What the worker has worked out ahead, no page works out again: neither scores, nor reasons, nor trials."""
    from baton.domain.intake import services as intake

    round = open_round(tmp_path, clerk)
    sheets = owed(round, clerk)
    for lead, table in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, sent = send(sheets[lead], table, tmp_path, clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    first = computing.number_draft(round, stage=Stage.CHECK, why="送核", by=clerk, at=at)
    _, sent = send(sheets["市财政局"], MONEY.replace("118000", "119000"), tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    run = computing.refresh(round, at=at, by=clerk)
    while worker.foresee():
        pass
    answers.forget()
    results.forget()
    for module, name in ((results, "_scored"), (preparing, "_difference"), (preparing, "review")):
        monkeypatch.setattr(module, name, lambda *_, **__: never())
    for page in ("", f"moved/{first.pk}/", "before/", "unit/A/", "unit/A/F1/", "indicator/F1/"):
        assert desk.get(f"/office/run/{run.pk}/{page}").status_code == 200


@pytest.mark.django_db
def test_causes_of_last_years_differences_are_looked_for_ahead(
    desk, clerk, tmp_path, at, monkeypatch
):
    from baton.desk.reproducing import years
    from tests.durability.county import last_year

    last_year(tmp_path / "去年", clerk, at)
    while worker.foresee():
        pass
    answers.forget()
    results.forget()
    for module, name in ((years, "_found"), (results, "_scored")):
        monkeypatch.setattr(module, name, lambda *_, **__: never())
    page = desk.get(f"/office/lastyear/{Round.objects.get().pk}/").content.decode()
    assert "98.56" in page and "98.65" in page


@pytest.mark.django_db
def test_what_cannot_be_worked_out_ahead_is_tried_once(clerk, tmp_path, at, monkeypatch, caplog):
    round = open_round(tmp_path, clerk)
    computing.refresh(round, at=at, by=clerk)
    monkeypatch.setattr(preparing, "review", lambda _: 1 / 0)
    assert not worker.foresee()
    while worker.foresee():
        pass
    assert len(caplog.records) == 1
