"""去年同一套: where a year has a scheme for towns and one for departments, each is held against its own of last year."""

import re
from datetime import date
from html import unescape
from urllib.parse import unquote

import pytest

from baton.desk.intake.last_year import LastYear
from baton.desk.looks.history import ranks_before, years_of
from baton.desk.looks.indicator_years import year_before, year_ends
from baton.desk.rules.lineage import run_of
from baton.domain.assessment import services
from baton.domain.assessment.services import Computed, Total
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.orgs import services as orgs
from baton.domain.rounds import services as rounds
from baton.domain.schemes import queries
from baton.domain.schemes import services as schemes
from baton.scoring.facts import Subject
from baton.web.components import years
from tests.retold import retold
from tests.stories import RULEBOOK
from tests.web.test_redlines import book

pytestmark = pytest.mark.django_db
KINDS = TOWNS, DEPARTMENTS = "县市区", "市直部门"
VALUES = {
    (2025, TOWNS): "101",
    (2025, DEPARTMENTS): "202",
    (2026, TOWNS): "111",
    (2026, DEPARTMENTS): "212",
}
INDICATORS = {(2025, TOWNS): 3, (2025, DEPARTMENTS): 2, (2026, TOWNS): 3, (2026, DEPARTMENTS): 3}


@pytest.fixture
@retold
def runs(clerk, at):
    """Two years, each with a draft of both schemes; the departments' is the later one in both."""
    said, found = {"by": clerk, "at": at}, {}
    for year in (2025, 2026):
        orgs.take_in(
            year=year, subjects=[Subject(subject=one, name=one, group=one) for one in KINDS], **said
        )
        for kind in KINDS:
            found[year, kind] = drafted(year, kind, said)
    return found


def drafted(year, kind, said, name="", on=None):
    made = book(RULEBOOK)
    made["groups"] = [{**made["groups"][0], "group": kind}]
    if INDICATORS[year, kind] == 2:
        made["items"] = [one for one in made["items"] if one["code"] != "F2"]
        root = next(one for one in made["nodes"] if "F2" in one.get("children", ()))
        root["children"].remove("F2")
    scheme = schemes.start(
        code=f"{year}{kind}{name}", title=f"{year}年度{kind}考核", year=year, **said
    )
    version = schemes.draft(scheme=scheme, book=made, **said)
    row = Row(subject=kind, item="财政收入", period="全年", value=VALUES[year, kind])
    figures.record(scheme=scheme, rows=[row], **said)
    round = rounds.open_round(
        scheme=scheme, version=version, name=name or f"{year}年终", kind="year_end", as_of="全年", on=on or date(year, 12, 31), **said
    )  # fmt: skip
    total = Total(kind, kind, kind, 1, "scored", "90", "90", "100", 1, "优秀", "")
    computed = Computed(f"{year}{kind}{name}", "0" * 64, version, version.edits, 1, [total])
    return services.number_draft(round=round, stage="final", computed=computed, why="审定", **said)


@pytest.mark.parametrize("kind", KINDS)
def test_ranks_figures_and_years_come_from_the_same_scheme(runs, kind):
    run, last = runs[2026, kind], runs[2025, kind]
    assert ranks_before(run) == {(kind, kind): 1}
    assert year_before(run) == last and year_ends(run) == [last, run]
    before = LastYear(run.round, queries.book_of(run.version))
    assert before.figures(["财政收入"]) == {(kind, "财政收入"): VALUES[2025, kind]}


@pytest.mark.parametrize(
    ("kind", "said"), [(TOWNS, "与去年一样多"), (DEPARTMENTS, "比去年多 1 个")]
)
def test_the_cover_counts_against_the_same_scheme(desk, runs, kind, said):
    page = unescape(
        desk.get(f"/office/scheme/cover/?round={runs[2026, kind].round_id}").content.decode()
    )
    assert said in page


def test_the_only_scheme_of_a_year_is_taken_without_asking(runs, django_assert_num_queries):
    last = runs[2025, DEPARTMENTS]
    with django_assert_num_queries(0):
        assert run_of(runs[2026, TOWNS].round.scheme, [last]) == last
    assert run_of(runs[2026, TOWNS].round.scheme, []) is None


@pytest.fixture
def shown(monkeypatch):
    """These drafts have no archive that could tell how many digits a total has."""
    monkeypatch.setattr(years, "result_of", lambda run: run)
    monkeypatch.setattr(years, "digits_of", lambda _: 2)


@pytest.mark.usefixtures("shown")
def test_a_groups_years_are_those_of_its_own_scheme(desk, runs):
    """The departments' draft is the later one of both years: the towns' columns never come from it."""
    for kind, value in ((TOWNS, "111"), (DEPARTMENTS, "212")):
        page = unquote(unescape(desk.get(f"/office/history/?group={kind}").content.decode()))
        row = rf'<th scope="row"><a href="(?:/r/\d+)?/office/history/{kind}/">'
        assert len(re.findall(row, page)) == 1, value
        assert page.count(">第 1 <span") == 2 and "<td>—</td>" not in page
        assert f"?group={DEPARTMENTS if kind == TOWNS else TOWNS}" in page
        assert "个年终轮次" not in page
        assert [one.run for one in years_of(kind)] == [runs[2025, kind], runs[2026, kind]]


@pytest.mark.usefixtures("shown")
def test_of_two_year_end_rounds_the_column_says_which_and_the_other_can_be_chosen(
    desk, runs, clerk, at
):
    first = runs[2026, TOWNS]
    again = drafted(
        2026, TOWNS, {"by": clerk, "at": at}, name="2026年终复核", on=date(2026, 12, 30)
    )
    for address in (f"/office/history/?group={TOWNS}", f"/office/history/{TOWNS}/"):
        page = unescape(desk.get(address).content.decode())
        assert "2026 年有 2 个年终轮次，这里取的是2026年终（" in page
        way = page.split('改看：<a href="')[1].split('"')[0]
        assert f"use={again.pk}" in way
        page = unescape(desk.get(address.split("?")[0] + way).content.decode())
        assert "这里取的是2026年终复核" in page and f"use={first.pk}" in page
    assert '<br><span class="src">2026年终复核 第 1 稿' in page or "2026年终复核 第 1 稿" in page
    assert desk.get(f"/office/history/{TOWNS}/?use=x&use=99").status_code == 200
