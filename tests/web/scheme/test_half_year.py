"""半年评估: only looked at, or a share of the year's total, taken from a numbered draft that is named everywhere."""

from datetime import UTC, date, datetime

import pytest

from baton.desk import computing
from baton.desk.papers import checking
from baton.desk.roster.roster_changes import write
from baton.domain.assessment import gather, queries
from baton.domain.assessment.models import Run
from baton.domain.audit.models import Entry as Logged
from baton.domain.claims import services as claims
from baton.domain.claims.entries import Entry
from baton.domain.facts.models import Figure
from baton.domain.intake import services as intake
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Unit
from baton.domain.rounds import services as rounds
from baton.domain.schemes import services
from baton.scoring import score
from tests.retold import retold
from tests.stories import AIR, MONEY, owed, send
from tests.verify.making import V
from tests.web.scheme.forms import PARTS, book_of, check_written, keep, row, text, used
from tests.windows import Window

pytestmark = pytest.mark.django_db
NEW = PARTS + "half_year/"
FORM = {"use": "share", "share": "30%", "full": "100", "absent": "year", "groups": "县市区"}
ABSENT = MONEY.replace("云东区,90000\n", "")  # 云东区 was not assessed at the half-year


@pytest.fixture
@retold
def half(round, clerk, tmp_path, at):
    """The half-year round with its first draft; 云东区 has no result in it."""
    return drafted(round, clerk, tmp_path, at, {"A": "98.65", "B": "98.13", "C": "99.4", "D": None})


def drafted(round, clerk, tmp_path, at, expected):
    made = rounds.open_round(
        scheme=round.scheme, version=round.version, name="2026年半年评估", kind="mid_year", as_of="上半年", on=date(2026, 6, 30),
        by=clerk, at=at,
    )  # fmt: skip
    (tmp_path / "半年").mkdir()
    for lead, content in (("市财政局", ABSENT), ("市生态环境局", AIR)):
        _, sent = send(owed(made, clerk)[lead], content, tmp_path / "半年", clerk)
        intake.accept(submission=sent, by=clerk, at=at)
    draft = computing.number_draft(made, stage="check", why="半年核对", by=clerk, at=at)
    assert dict(draft.lines.values_list("subject", "total")) == expected
    return draft


@pytest.fixture
@retold
def agreed(round, half, clerk, at):
    """The rule book that both rounds use is agreed; what is changed now is a new version."""
    services.seal(
        version=round.version, state="final", organ="市考核委", meeting="第1次会议", decided_on=date(2026, 3, 1), by=clerk, at=at
    )  # fmt: skip
    return round


@pytest.fixture
@retold
def shared(desk, round, agreed):
    """30 % for the half-year in the year-end round."""
    assert keep(desk, NEW, FORM).status_code == 302
    return used(desk, round)


def at_round(desk, round, **form):
    address = f"/office/rounds/{round.pk}/"
    return desk.post(address, form) if form else text(desk.get(address))


def take(desk, round, draft):
    return at_round(desk, round, act="half_year", draft=str(draft.pk))


def totals(round, clerk, at):
    computing.refresh(round, at=at, by=clerk)
    return dict(queries.provisional(round).lines.values_list("subject", "total"))


@pytest.mark.past_the_log
def test_a_figure_bears_the_day_on_which_its_draft_was_computed_here(desk, shared, half):
    night = datetime(2026, 6, 30, 17, 30, tzinfo=UTC)  # half past one on 1 July in China
    Run.objects.filter(pk=half.pk).update(computed_at=night)
    take(desk, shared, half)
    figures = Figure.objects.filter(batch=f"draft:{half.pk}", value__isnull=False)
    assert {one.date for one in figures} == {"2026-07-01"}


def test_who_was_merged_away_is_not_listed_as_without_a_half_year_result(
    desk, shared, half, clerk, at
):
    old, into = (Unit.objects.get(code=code) for code in "DC")
    write(units.merge, year=2026, unit=old, into=into, on=date(2026, 9, 1), why="云编〔2026〕7号", by=clerk, at=at)  # fmt: skip
    take(desk, shared, half)
    assert set(Figure.objects.filter(batch=f"draft:{half.pk}").values_list("subject", flat=True)) == set("ABC")  # fmt: skip
    assert "没有半年成绩的" not in at_round(desk, shared)


def test_before_it_is_taken_a_trial_says_that_instead_of_that_nobody_moves(
    desk, shared, half, clerk, at
):
    run = computing.refresh(shared, at=at, by=clerk)
    tried = {"value": "120000", "state": "reported", "was": "118000", "try": "1"}
    said, way = "谁都没有总分，所以看不出谁动", f"/office/rounds/{shared.pk}/#half-year"

    def pages():
        yield text(desk.post("/office/cell/A/财政收入/", tried))
        yield text(desk.get(f"/office/run/{run.pk}/without/?item=F1"))

    for page in pages():
        assert said in page and way in page and "谁也不动</h1>" not in page
    take(desk, shared, half)
    run = computing.refresh(shared, at=at, by=clerk)
    assert all(said not in page for page in pages())


def test_until_it_is_given_a_share_the_half_year_is_only_looked_at(desk, round, half, clerk, at):
    page = at_round(desk, round)
    assert "半年评估只作参考" in page and f'{NEW}"' in page
    found = totals(round, clerk, at)
    assert found["A"] == "98.65"
    page = text(desk.get(f"/office/run/{queries.provisional(round).pk}/unit/A/"))
    assert "参考，不计入这一轮" in page and "2026年半年评估第 1 稿" in page
    answer = keep(desk, NEW, {"use": "aside", "full": "100"})
    assert answer.status_code == 409 and "现在就只作参考" in text(answer)
    assert take(desk, round, half).status_code == 200
    assert "半年评估只作参考。要让它占一部分" in text(take(desk, round, half))


def test_the_share_is_set_by_a_form_and_nothing_counts_before_it_is_taken(desk, shared, clerk, at):
    check_written(shared)
    page = text(desk.get(PARTS))
    assert "半年评估的总分占 30%，年终占 70%，用在县市区。没有半年成绩的：只按年终的算。" in page
    page = at_round(desk, shared)
    assert "半年评估占 30%" in page and "半年成绩还没有取，总分出不来" in page
    assert set(totals(shared, clerk, at).values()) == {None}
    page = text(desk.get(f"/office/run/{queries.provisional(shared).pk}/missing/"))
    assert "半年评估的成绩还没有取" in page and "#half-year" in page
    assert "不在任何一张表上" not in text(desk.get("/office/desk/"))


def test_the_draft_is_named_and_its_total_is_a_fact(desk, shared, half, clerk, at):
    assert take(desk, shared, half).status_code == 302
    found = totals(shared, clerk, at)
    # year-end is as the half-year was: 98.65 × 0.7 + 98.65 × 0.3; 云东区 by the year alone
    assert found == {"A": "98.65", "B": "98.13", "C": "99.4", "D": "100"}
    figure = Figure.objects.get(subject="A", item="半年评估总分")
    assert (figure.value, figure.batch) == ("98.65", f"draft:{half.pk}")
    assert figure.source == f"2026年半年评估第1稿（校验 {half.run_id[:16]}）"
    assert Figure.objects.get(subject="D", item="半年评估总分").state == "not_applicable"
    said = Logged.objects.get(action="half_year.taken").data
    assert half.run_id in said and half.archive in said and '"without":["D"]' in said
    page = at_round(desk, shared)
    assert "第 1 稿 核对稿" in page and half.run_id[:16] in page and "取半年成绩" in page
    assert "没有半年成绩的 1 个，只按年终的算：云东区" in page
    run = queries.provisional(shared)
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/"))
    assert "2026年半年评估第1稿 98.65 × 30%" in page
    page = text(desk.get(f"/office/run/{run.pk}/unit/D/"))
    assert "2026年半年评估第1稿没有它的总分：只按年终的算" in page
    assert "2026年半年评估第1稿" in text(desk.get(f"/office/run/{run.pk}/unit/A/半年评估/"))
    (check,) = [one for one in checking.checks(run) if one.unit == "临江县"]
    assert "2026年半年评估第1稿" in str(check)
    book, facts = gather.rulebook_of(shared), gather.facts_of(shared)
    assert V.recompute(book, facts) == score(book, facts).canonical()


def test_a_half_year_above_the_full_points_counts_as_it_is(desk, round, clerk, tmp_path, at):
    """A commendation in spring made it 100.4 of 100; nothing is cut off, and the year's end is computed."""
    commended = Entry(
        subject=Unit.objects.get(code="C"), kind="表彰", title="先进", matter="先进", level="省级", document="省〔2026〕1号",
        happened_on=date(2026, 4, 1),
    )  # fmt: skip
    made = claims.enter(scheme=round.scheme, entries=[commended], by=clerk, at=at)
    claims.decide(claims=made, state="accepted", decided_by="认定小组", decided_on=date(2026, 6, 1), by=clerk, at=at)  # fmt: skip
    half = drafted(
        round, clerk, tmp_path, at, {"A": "98.65", "B": "98.13", "C": "100.4", "D": None}
    )
    services.seal(
        version=round.version, state="final", organ="市考核委", meeting="第1次会议", decided_on=date(2026, 3, 1), by=clerk, at=at
    )  # fmt: skip
    assert keep(desk, NEW, FORM).status_code == 302
    shared = used(desk, round)
    assert take(desk, shared, half).status_code == 302
    assert totals(shared, clerk, at) == {"A": "98.65", "B": "98.13", "C": "100.4", "D": "100"}
    page = text(desk.get(f"/office/run/{queries.provisional(shared).pk}/unit/C/"))
    assert "2026年半年评估第1稿 100.4 × 30%" in page
    check_written(shared)


@pytest.mark.parametrize(("absent", "expected"), [
    ("mean", "99.618"),  # 100 × 0.7 + 98.7267 × 0.3: the others' mean
    ("zero", "70"),
    ("hold", None),
])  # fmt: skip
def test_who_had_no_half_year_is_treated_as_the_form_says(desk, agreed, round, half, clerk, at, absent, expected):  # fmt: skip
    keep(desk, NEW, FORM | {"absent": absent})
    used(desk, round)
    take(desk, round, half)
    found = totals(round, clerk, at)["D"]
    assert found == expected if expected is None else found.startswith(expected[:4])


def test_a_later_draft_is_offered_and_nothing_moves_before_it_is_taken(desk, shared, half, clerk, at, tmp_path):  # fmt: skip
    take(desk, shared, half)
    sheet = half.round.sheets.get(lead__name="市财政局")
    _, sent = send(sheet, MONEY.replace("118000", "108000"), tmp_path, clerk)
    intake.accept(submission=sent, by=clerk, at=at)
    newer = computing.number_draft(half.round, stage="check", why="更正财政收入", by=clerk, at=at)
    assert totals(shared, clerk, at)["A"] == "98.65"
    page = at_round(desk, shared)
    assert "半年评估已经有第 2 稿" in page and "这里用的还是第 1 稿" in page
    assert "2 个单位的数与第 2 稿不同" in page and "改取这一稿" in page
    take(desk, shared, newer)
    # 54 + 39.65 = 93.65: 98.65 × 0.7 + 93.65 × 0.3
    assert totals(shared, clerk, at)["A"] == "97.15"
    page = at_round(desk, shared)
    assert "第 2 稿 核对稿" in page and "这里用的还是" not in page
    assert Figure.objects.filter(subject="A", item="半年评估总分").count() == 2


def test_the_half_year_is_brought_to_the_years_full_points(desk, agreed, round, half, clerk, at):
    keep(desk, NEW, FORM | {"full": "200"})
    check_written(round)
    used(desk, round)
    take(desk, round, half)
    assert totals(round, clerk, at)["A"] == "83.85"  # 98.65 × 0.7 + 49.325 × 0.3 = 83.8525
    page = text(desk.get(f"/office/run/{queries.provisional(round).pk}/unit/A/"))
    assert "98.65，折合" in page


def test_the_form_asks_for_what_it_needs_and_goes_back(desk, shared):
    before = book_of(shared)
    page = text(keep(desk, NEW + "share/", FORM | {"share": "100%", "absent": "", "groups": []}))
    assert "大于 0%、小于 100%" in page and "“没有半年成绩的”还没有选" in page and "还没有勾用在哪些组" in page  # fmt: skip
    assert book_of(shared) == before
    assert 'value="30%"' in text(desk.get(NEW + "share/"))
    assert keep(desk, NEW + "share/", FORM | {"share": "40%"}).status_code == 302
    assert row(shared, "items", "半年评估")["sentence"] == "半年评估的总分占全年总分的 40%。"
    assert keep(desk, NEW + "share/", FORM | {"use": "aside"}).status_code == 302
    assert all(one["code"] != "半年评估" for one in book_of(shared)["items"])
    check_written(shared)


def test_the_half_year_itself_does_not_take_a_share_of_itself(desk, shared, half):
    given = {"version": shared.version_id, "digest": shared.version.digest}
    answer = Window(desk, half.round).post("/office/scheme/use/", given)
    assert answer.status_code == 409 and "半年评估自己不能用它" in text(answer)
    half.round.refresh_from_db()
    assert half.round.version_id != shared.version_id
    assert "这一轮的规则书里，半年评估只作参考" in text(take(desk, half.round, half))
    assert not Figure.objects.filter(item="半年评估总分").exists()


def test_a_draft_that_the_half_year_uses_is_agreed_first(desk, round, half):
    answer = keep(desk, NEW, FORM)
    assert answer.status_code == 409 and "请先到指标体系把这一版定稿" in text(answer)
    assert book_of(round) == gather.rulebook_of(half.round)


def test_a_share_is_tried_with_the_newest_draft_before_it_is_taken(desk, agreed, half, clerk, at):
    computing.refresh(agreed, at=at, by=clerk)
    page = text(desk.post(NEW, FORM | {"try": "1", "number": "1", "edits": "0"}))
    assert "这里先按2026年半年评估第1稿" in page and "取了才算数" in page
    assert "4 个还没有总分" not in page and "个还没有总分" not in page
    assert not Figure.objects.filter(item="半年评估总分").exists()


def test_without_any_draft_of_the_half_year_a_share_is_not_tried(desk, round):
    answer = desk.post(NEW, FORM | {"try": "1", "number": "1", "edits": "0"})
    page = text(answer)
    assert (
        answer.status_code == 409 and "谁也没有半年成绩" in page and "半年评估那一轮编一稿" in page
    )
    assert 'value="30%"' in page
