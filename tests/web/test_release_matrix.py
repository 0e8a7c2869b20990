"""谁看得到: the release matrix of a round, a clerk who looks as a reader would, and a list that shows no ranks."""

from html import unescape

import pytest

from baton.desk import computing
from baton.desk.care import custody
from baton.desk.drafts import closing
from baton.domain.accounts import services as accounts
from baton.domain.assessment import services
from baton.domain.rounds.models import Round
from tests.conftest import PASSWORD
from tests.graded import open_graded
from tests.retold import retold

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(tmp_path, clerk, at):
    return open_graded(tmp_path, clerk, at)


@pytest.fixture
@retold
def drafts(round, clerk, at):
    """A notice that leaders see down to totals, and a correction of it that nobody sees yet."""
    first = computing.number_draft(
        round, stage="notice", why="公示", headline="云东区第一", by=clerk, at=at
    )
    services.release(run=first, role="leader", layer="totals", decided_by="市考核委", by=clerk, at=at)  # fmt: skip
    second = computing.number_draft(round, stage="final", why="更正第 1 稿：统计造假（1号）", corrects=first, by=clerk, at=at)  # fmt: skip
    return first, second


def test_a_rounds_page_shows_who_sees_which_draft(desk, round, drafts):
    page = text(desk.get(f"/office/rounds/{round.pk}/"))
    assert "编过的稿，谁看得到" in page and "总分与名次" in page and "市考核委" in page
    assert "已由第 2 稿更正，还开着" in page and page.count("看不到") >= 3


def test_its_queries_do_not_grow_with_the_drafts(desk, round, drafts, clerk, at, django_assert_max_num_queries):  # fmt: skip
    place = f"/office/rounds/{round.pk}/"
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(place)
    for stage in ("check", "opinion", "committee"):
        made = computing.number_draft(round, stage=stage, why=stage, by=clerk, at=at)
        services.release(run=made, role="viewer", layer="names", decided_by="主任", by=clerk, at=at)
    with CaptureQueriesContext(connection) as many:
        desk.get(place)
    assert len(many) <= len(few) + 1


def test_a_clerk_looks_as_a_reader_of_a_layer_would(desk, drafts):
    first, _ = drafts
    page = text(desk.get(f"/released/{first.pk}/?layer=names"))
    assert "这是“等次名单”一层在对方屏幕上的样子" in page
    assert "100" not in page.split("</nav>")[-1].split("<footer")[0]
    page = text(desk.get(f"/released/{first.pk}/?layer=totals"))
    assert "99.4" in page and "云东区第一" in page
    assert desk.get(f"/released/{first.pk}/wall/").status_code == 200


def test_the_list_of_grades_gives_no_rank_away(client, drafts, clerk, leader, at):
    """By grade and official order: 石桥市 (second) stands before 云东区 (first), and the headline is not printed."""
    first, _ = drafts
    services.release(run=first, role="viewer", layer="names", decided_by="主任", anyway=True, by=clerk, at=at)  # fmt: skip
    services.release(run=first, role="leader", layer="names", decided_by="主任", anyway=True, by=clerk, at=at)  # fmt: skip
    client.force_login(leader, backend=BACKEND)
    page = text(client.get(f"/released/{first.pk}/"))
    assert "2026年终考核等次名单" in page and "云东区第一" not in page
    places = [page.index(name) for name in ("石桥市", "云东区", "临江县", "东岭县")]
    assert places == sorted(places)


def test_a_correction_is_not_told_twice(desk, client, drafts, clerk, leader, at):
    _, second = drafts
    page = text(desk.get(f"/office/run/{second.pk}/"))
    assert "稿：统计造假（1号）" in page.replace("</a>", "") and "稿：更正第" not in page.replace("</a>", "")  # fmt: skip
    services.release(run=second, role="leader", layer="totals", decided_by="主任", by=clerk, at=at)
    client.force_login(leader, backend=BACKEND)
    assert "这一稿更正第 1 稿：统计造假（1号）" in text(client.get(f"/released/{second.pk}/"))


def test_a_closed_round_opens_on_its_final_draft_and_can_only_be_read(desk, round, clerk, at):
    final = computing.number_draft(round, stage="final", why="定稿", by=clerk, at=at)
    closing.close(round=round, why="", by=clerk, at=at, today=at.date())
    page = text(desk.get(f"/office/board/?round={round.pk}"))
    assert "第 1 稿 正式稿" in page and "冻结编号" not in page and "已经结束，只能看" in page
    assert "未经审定" not in page.split("<footer")[1]
    bench = text(desk.get("/office/"))
    assert "“2026年终考核”已经结束，只能看" in bench and f"/office/run/{final.pk}/" in bench
    assert "离下一稿还差" not in bench
    pages = {place: text(desk.get(place)) for place in ("/office/", f"/office/rounds/{round.pk}/", "/office/claims/")}  # fmt: skip
    for place, page in pages.items():
        assert "内部资料 · 正式稿" in page, place
    days = pages[f"/office/rounds/{round.pk}/"].split('id="claim-days"')[1].split("</section>")[0]
    assert "全年台账都计。" in days and "<input" not in days and "<form" not in days


def test_a_round_that_is_still_open_says_so_at_the_foot_of_pages_without_a_draft(desk, drafts, round):  # fmt: skip
    assert "过程稿，未经审定" in text(desk.get(f"/office/rounds/{round.pk}/"))


def test_the_foot_of_a_page_follows_the_stage(desk, drafts, round, clerk, at):
    first, second = drafts
    check = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    for run, words in ((first, "公示稿"), (second, "正式稿"), (check, "过程稿，未经审定")):
        assert f"内部资料 · {words}" in text(desk.get(f"/office/run/{run.pk}/"))


def test_a_round_is_opened_by_an_older_version_that_was_sealed(desk, round, clerk, at):
    from datetime import date

    from baton.domain.schemes import services as schemes

    version = round.version
    schemes.seal(
        version=version, state="trial", organ="市考核委", meeting="第 2 次", decided_on=date(2026, 5, 18), by=clerk, at=at
    )  # fmt: skip
    newer = schemes.draft(scheme=round.scheme, book=schemes_book(version), by=clerk, at=at)
    page = text(desk.get("/office/setup/?year=2026"))
    value = f"{round.scheme.pk}/{version.pk}"
    assert f'value="{value}"' in page and f"第 {newer.number} 版 起草" in page
    desk.post("/office/setup/round/", {
        "scheme": value, "name": "半年评估", "kind": "mid_year", "as_of": "上半年", "on": "2026-06-30", "scope": "all",
    })  # fmt: skip
    assert Round.objects.get(name="半年评估").version == version


def schemes_book(version):
    from baton.domain.schemes.queries import book_of

    return book_of(version)


def test_the_verifier_names_every_draft_of_an_archive(round, drafts, clerk, at, tmp_path, capsys):
    """A notice and the final draft with nothing changed have one archive."""
    from baton.domain.files.store import place_of
    from tests.verify.making import V

    first, second = drafts
    assert first.archive == second.archive
    path = tmp_path / "log.jsonl"
    custody.write_log(path)
    assert V.main([str(path), str(place_of(first.archive))]) == 0
    said = capsys.readouterr().out
    assert "发布 1 次，收回 0 次" in said and "发布给领导，到总分与名次；没有收回" in said
    services.withdraw(release=first.releases.get(), by=clerk, at=at)
    custody.write_log(path)
    assert V.main([str(path), first.audit_hash[:16]]) == 0
    told = capsys.readouterr().out
    assert "发布 1 次，收回 1 次" in told and "第 1 稿 公示稿编号时" in told
    assert "“2026年终考核”第 1 稿 公示稿" in said and "“2026年终考核”第 2 稿 正式稿" in said


@pytest.mark.parametrize(
    ("role", "layer", "is_told"),
    [("viewer", "names", False), ("viewer", "items", False), ("viewer", "explanations", True), ("leader", "names", False), ("leader", "totals", True)],
)  # fmt: skip
def test_why_a_draft_was_corrected_is_told_no_further_than_what_a_veto_was_about(
    client, drafts, clerk, at, role, layer, is_told
):
    reader = accounts.add(username="bai", name="白", role=role, password=PASSWORD, by=clerk, at=at)
    accounts.change_password(person=reader, password=PASSWORD + "5", by=reader, at=at)
    for run in drafts:
        services.release(run=run, role=role, layer=layer, decided_by="主任", anyway=True, by=clerk, at=at)  # fmt: skip
    client.force_login(reader, backend=BACKEND)
    old, new = (text(client.get(f"/released/{run.pk}/")) for run in drafts)
    assert "第 1 稿" in new and ("更正稿" in new) is not is_told
    assert "更正" in old and "已由" in old
    for page in (old, new):
        assert ("1号" in page) is is_told


def test_a_clerk_who_looks_as_others_do_reads_no_more_of_the_reason(desk, drafts):
    second = drafts[1]
    pages = {layer: text(desk.get(f"/released/{second.pk}/?layer={layer}")) for layer in ("names", "totals", "explanations")}  # fmt: skip
    assert "更正稿" in pages["names"] and "1号" not in pages["names"]
    assert "1号" not in pages["totals"] and "1号" in pages["explanations"]
