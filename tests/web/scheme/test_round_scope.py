"""A quarter's round that assesses some of the scheme's indicators, from an empty office to an archive that verifies."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from baton.desk import computing
from baton.desk.obstacles import obstacles_of
from baton.desk.papers.boards import boards
from baton.desk.papers.bulletins import bulletin
from baton.desk.papers.checking import checks
from baton.desk.papers.kinds import PAPERS, write
from baton.desk.rules import scoping
from baton.domain.assessment import gather
from baton.domain.assessment.models import Run
from baton.domain.claims import services as claims
from baton.domain.claims.queries import counts as claim_counts
from baton.domain.claims.services import Entry
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.files import store
from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Sheet
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.scoring.scope_choice import Scope
from tests.web.scheme.forms import keep
from tests.web.scheme.quarters import PLACE, TABLE, codes, opened, opening, reported, seen, ticked
from tests.web.scheme.tables import (
    DESK,
    by_name,
    hidden,
    looked,
    newest_book,
    open_round,
    seal,
    taken,
    text,
)
from tests.web.scheme.test_ledgers import BONUS

pytestmark = pytest.mark.django_db
VERIFIER = Path(__file__).resolve().parents[3] / "verify" / "baton_verify.py"


def test_from_an_empty_office_to_a_quarter_that_verifies(year, clerk, at):
    page = text(year.post(PLACE, opening()))
    assert "这一轮考核哪些指标" in page and "20 分，市发改委" in page and Round.objects.count() == 1
    form = opening(item=codes("财政收入", "固定资产投资"))
    page = text(year.post(PLACE, form | {"act": "look"}))
    assert "考 2 项，满分 50 分" in page and "总分照实" in page and Round.objects.count() == 1
    assert year.post(PLACE, form | {"act": "keep", "seen": seen(page)}).status_code == 302
    quarter = Round.objects.get(kind="quarter")
    assert "考 2 项，满分 50 分" in text(year.get(f"/office/rounds/{quarter.pk}/"))
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    assert sorted(quarter.sheets.values_list("lead__name", flat=True)) == ["市发改委", "市财政局"]
    reported(year, quarter, "市财政局", "单位\t财政收入得分\n临江县\t28\n东岭县\t25\n")
    reported(year, quarter, "市发改委", "单位\t固定资产投资得分\n临江县\t15\n东岭县\t19\n")
    computing.refresh(quarter, at=at)
    page = text(year.get(f"/office/board/?round={quarter.pk}"))
    assert "这一轮只考 2 项，满分 50 分（全部指标满分 100 分），总分照实" in page
    run = computing.number_draft(quarter, stage="final", why="一季度通报", by=clerk, at=at)
    assert dict(run.lines.values_list("name", "total")) == {"临江县": "43", "东岭县": "44"}
    assert dict(run.lines.values_list("name", "rank")) == {"临江县": 2, "东岭县": 1}
    path = store.place_of(run.archive)
    with zipfile.ZipFile(path) as members:
        book = json.loads(members.read("rulebook.json"))
    assert [one["name"] for one in book["items"]] == ["财政收入", "固定资产投资"]
    assert book["name"] == schemes.book_of(quarter.version)["name"]  # the title of a paper
    told = bulletin(run, layer="totals")
    assert "这一轮" not in told.title and any("这一轮只考 2 项" in one for one in told.overall)
    proved = subprocess.run(
        [sys.executable, VERIFIER, path], capture_output=True, text=True, check=False
    )
    assert proved.returncode == 0, proved.stdout + proved.stderr
    ending = Round.objects.get(kind="year_end")
    assert len(gather.rulebook_of(ending)["items"]) == 4 and ending.sheets.count() == 4


def test_a_quarter_is_brought_to_a_hundred(year, clerk, at):
    """38 points of two indicators as 100: asked when it is opened, told on every paper, and the archive verifies."""
    form = opening(item=codes("固定资产投资", "群众满意度"), total="scaled")
    page = text(year.post(PLACE, form | {"act": "look"}))
    assert "满分 30 分" in page and "折算成 100 分（每分 × 100/30，总分保留" in page
    assert year.post(PLACE, form | {"act": "keep", "seen": seen(page)}).status_code == 302
    quarter = Round.objects.get(kind="quarter")
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    reported(year, quarter, "市发改委", "单位\t固定资产投资得分\n临江县\t15\n东岭县\t19\n")
    reported(year, quarter, "市统计局", "单位\t群众满意度得分\n临江县\t8.5\n东岭县\t9\n")
    run = computing.number_draft(quarter, stage="final", why="一季度通报", by=clerk, at=at)
    assert dict(run.lines.values_list("name", "total")) == {
        "临江县": "78.333333",
        "东岭县": "93.333333",
    }
    (board,) = boards(run)
    assert any("折算成 100 分（每分 × 100/30" in note for note in board.notes)
    assert not any("不考的" in head for head in board.heads) and all(
        row[-1] == "" for row in board.rows
    )
    page = text(year.get(f"/office/board/?round={quarter.pk}"))
    assert "折算成 100 分" in page and "这一轮不考的各项" not in page
    (sheet, *_) = checks(run)
    assert "（考的 30 分折算成 100 分：23.5 × 100 ÷ 30" in sheet.sum
    root = next(one["root"] for one in gather.rulebook_of(quarter)["groups"])
    page = text(year.get(f"/office/rounds/{quarter.pk}/"))
    assert "折算成 100 分（每分 × 100/30" in page and "总分照实" not in page
    page = text(year.get(f"/office/run/{run.pk}/unit/A/{root}/"))
    assert "23.5 × 100/30 = 78.3333333333 分" in page and "除不尽的取 10 位小数" in page
    assert "这一轮不考的各项" not in page
    page = text(year.get(f"/office/run/{run.pk}/unit/A/"))
    assert "这一轮不考的各项" not in page
    proved = subprocess.run([sys.executable, VERIFIER, store.place_of(run.archive)], capture_output=True, text=True, check=False)  # fmt: skip
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_columns_of_what_is_not_assessed_are_told_and_left_out(year):
    """A lead unit sends the sheet it always sends: what was not ticked is no question."""
    quarter = opened(year, "财政收入")
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    sheet = Sheet.objects.get(round=quarter, lead__name="市财政局")
    where = f"{DESK}{sheet.pk}/receive/?round={quarter.pk}"
    full = "单位\t财政收入得分\t固定资产投资得分\t基层党建得分\n临江县\t28\t十二\t39\n东岭县\t25\t19\t40\n"
    page = text(year.post(where, {"text": full}))
    assert "“固定资产投资得分”、“基层党建得分”这一轮不考，不收" in page and "先问清" not in page
    long = (
        "单位\t指标\t得分\n临江县\t财政收入\t28\n东岭县\t财政收入\t25\n临江县\t固定资产投资\t19\n"
    )
    assert "这一轮不考，不收" in text(year.post(where, {"text": long}))
    none = "单位\t固定资产投资得分\n临江县\t12\n东岭县\t19\n"
    page = text(year.post(where, {"text": none}))
    assert "“固定资产投资得分”这一轮不考，没有可收的数" in page and "改考核哪些" in page
    year.post(where, {"text": full, "take": "1"})
    assert {line[1] for line in unpack(sheet.submissions.get().cells)} == {
        Sheet.objects.get(pk=sheet.pk).items[0]
    }


def test_nothing_ticked_is_asked_again(year):
    page = text(year.post(PLACE, opening(act="look")))
    assert "一个指标也没有勾" in page and Round.objects.count() == 1


def test_what_was_not_looked_at_is_not_opened(year):
    """Ticks changed between looking and opening: the sum is shown again."""
    page = text(year.post(PLACE, opening(act="look", item=codes("财政收入"))))
    form = opening(act="keep", seen=seen(page), item=codes("财政收入", "基层党建"))
    page = text(year.post(PLACE, form))
    assert (
        "勾选与刚才看的不同" in page
        and "考 2 项，满分 70 分" in page
        and Round.objects.count() == 1
    )


def test_a_whole_part_is_ticked_at_once_and_cleared(year):
    part = next(
        one["code"]
        for one in schemes.book_of(schemes.newest(Scheme.objects.get()))["nodes"]
        if one["name"] == "经济发展"
    )
    page = text(year.post(PLACE, opening(whole=part, act="")))
    assert ticked(page) == 2 and "2 项，勾了 2 项" in page
    page = text(year.post(PLACE, opening(none=part, act="", item=codes("财政收入", "基层党建"))))
    assert ticked(page) == 1


def test_the_buttons_of_a_part_keep_what_was_ticked_by_hand(year):
    """A browser sends the button that was pressed and the ticks, and no other button."""
    part = next(node["code"] for node in newest_book()["nodes"] if node["name"] == "经济发展")
    own = codes("群众满意度")
    given = {name: value for name, value in opening(item=own, whole=part).items() if name != "act"}
    page = text(year.post(PLACE, given))
    for code in (*own, *codes("财政收入", "固定资产投资")):
        assert f'value="{code}" checked' in page or f'value="{code}"  checked' in page, code
    given = {name: value for name, value in opening(item=[*own, *codes("财政收入")], none=part).items() if name != "act"}  # fmt: skip
    page = text(year.post(PLACE, given))
    assert (
        f'value="{own[0]}" checked' in page
        and f'value="{codes("财政收入")[0]}" checked' not in page
    )


def test_the_next_quarter_is_the_same_as_the_last(year):
    first = opened(year, "财政收入", "固定资产投资")
    page = text(year.post(PLACE, opening(name="二季度", as_of="2026-Q2")))
    assert f'name="as" value="{first.pk}">同上一次：一季度通报' in page
    page = text(
        year.post(PLACE, opening(name="二季度", as_of="2026-Q2", act="", **{"as": first.pk}))
    )
    assert ticked(page) == 2


def test_everything_is_opened_without_a_choice(year):
    assert year.post(PLACE, opening(scope="all")).status_code == 302
    assert Round.objects.get(kind="quarter").scope is None


def test_a_choice_is_changed_and_after_a_draft_only_with_a_reason(year, clerk, at):
    quarter = opened(year, "财政收入")
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    place = f"/office/rounds/{quarter.pk}/scope/"
    form = {"item": codes("财政收入", "基层党建")}
    page = text(year.post(place, form | {"act": "look"}))
    page = text(year.post(place, form | {"act": "keep", "seen": seen(page)}, follow=True))
    assert "新列 1 张：市委组织部" in page and "考 2 项，满分 70 分" in page
    reported(year, quarter, "市财政局", "单位\t财政收入得分\n临江县\t28\n东岭县\t25\n")
    reported(year, quarter, "市委组织部", "单位\t基层党建得分\n临江县\t30\n东岭县\t31\n")
    run = computing.number_draft(quarter, stage="check", why="核对", by=clerk, at=at)
    form = {"item": codes("财政收入")}
    page = text(year.post(place, form | {"act": "look"}))
    page = text(year.post(place, form | {"act": "keep", "seen": seen(page)}))
    assert "改考核哪些指标要写明为什么" in page and 'id="why"' in page
    answer = year.post(
        place, form | {"act": "keep", "seen": seen(page), "why": "党建一季度不考"}, follow=True
    )
    assert "不用再交的 1 张：市委组织部" in text(answer) and "党建一季度不考" in text(answer)
    assert Run.objects.get(pk=run.pk).lines.get(name="临江县").total == "58"
    assert (
        computing.refresh(Round.objects.get(pk=quarter.pk), at=at).lines.get(name="临江县").total
        == "28"
    )


def test_a_later_version_reaches_the_quarter_and_what_is_gone_is_named(year, clerk, at):
    quarter = opened(year, "财政收入", "固定资产投资")
    seal(year)
    fewer = TABLE.replace("经济发展,固定资产投资,20,按完成情况评分。,市发改委\n", "").replace(
        "财政收入,30", "财政收入,50"
    )
    taken(year, fewer)
    version = schemes.newest(quarter.scheme)
    said = {"version": version.pk, "digest": version.digest}
    page = text(year.post(f"/r/{quarter.pk}/office/scheme/use/", said, follow=True))
    assert "“一季度通报”考着的“固定资产投资”没有了，少考 1 项" in page
    assert [
        one["points"] for one in gather.rulebook_of(Round.objects.get(pk=quarter.pk))["items"]
    ] == ["50"]


def test_a_draft_in_use_can_not_take_the_last_indicator_away(year):
    opened(year, "群众满意度")
    fewer = TABLE.replace("群众满意,群众满意度,10,按调查结果评分。,市统计局\n", "").replace(
        "基层党建,40", "基层党建,50"
    )
    page = looked(year, fewer)
    answer = text(year.post("/office/setup/scheme/", hidden(page) | {"take": "1"}, follow=True))
    assert "“一季度通报”正用着这一版，只考其中几项" in answer
    assert "群众满意度" in by_name()


def test_the_years_end_always_assesses_everything(year):
    quarter = opened(year, "财政收入")
    page = text(
        year.post(
            f"/office/rounds/{quarter.pk}/",
            {"act": "correct", "name": "年终", "kind": "year_end", "as_of": "2026-Q3", "on": ""},
        )
    )
    assert "年终考核要考全部指标" in page


def test_a_bad_figure_of_what_is_not_assessed_does_not_stop_the_quarter(year, clerk, at):
    quarter = opened(year, "财政收入")
    item = by_name()["基层党建"]
    data = next(iter(item["data"].values()))["item"]
    row = Row(subject="A", item=data, period="2026-Q1", value="99")
    figures.record(scheme=quarter.scheme, rows=[row], batch="手记", by=clerk, at=at)
    assert obstacles_of(quarter).count == 0


def test_every_page_and_paper_of_a_quarter_stands_beside_a_year_that_assesses_more(
    year, clerk, at, tmp_path
):
    """Both rounds have figures; the year's end looks at the quarter, the quarter at a draft that assessed more."""
    quarter = opened(year, "财政收入", "基层党建")
    year.post(DESK + f"owe/?round={quarter.pk}", {"due_on": "2026-04-10"})
    reported(year, quarter, "市财政局", "单位\t财政收入得分\n临江县\t28\n东岭县\t25\n")
    reported(year, quarter, "市委组织部", "单位\t基层党建得分\n临江县\t30\n东岭县\t31\n")
    first = computing.number_draft(quarter, stage="check", why="核对", by=clerk, at=at)
    scoping.assess(
        round=quarter, scope=Scope(frozenset(codes("财政收入"))), why="只通报财政", by=clerk, at=at
    )
    second = computing.number_draft(quarter, stage="final", why="只通报财政", by=clerk, at=at)
    ending = Round.objects.get(kind="year_end")
    for lead, name in (
        ("市财政局", "财政收入"),
        ("市发改委", "固定资产投资"),
        ("市委组织部", "基层党建"),
        ("市统计局", "群众满意度"),
    ):
        reported(year, ending, lead, f"单位\t{name}得分\n临江县\t9\n东岭县\t8\n")
    final = computing.number_draft(ending, stage="check", why="核对", by=clerk, at=at)
    money, party = codes("财政收入", "基层党建")
    for run in (first, second, final):
        for place in (
            "",
            "unit/A/",
            f"indicator/{money}/",
            f"unit/A/{money}/",
            "before/",
            "missing/",
            f"without/?item={money}",
        ):
            assert year.get(f"/r/{run.round_id}/office/run/{run.pk}/{place}").status_code == 200, (
                run,
                place,
            )
    assert "一季度通报" in text(year.get(f"/office/run/{final.pk}/indicator/{money}/"))
    assert year.get(f"/r/{quarter.pk}/office/run/{second.pk}/moved/{first.pk}/").status_code == 200
    assert year.get(f"/office/run/{second.pk}/unit/A/{party}/").status_code == 404
    for place in (
        f"scheme/{party}/",
        f"scheme/{money}/",
        f"scheme/{party}/method/?method=tiers",
        "scheme/",
        "targets/",
        "desk/",
        "",
        "live/new/",
    ):
        assert year.get(f"/r/{quarter.pk}/office/{place}").status_code == 200, place
    for sheet in quarter.sheets.exclude(items=[]):
        assert year.get(f"/r/{quarter.pk}/office/desk/{sheet.pk}/").status_code == 200
    (board,) = boards(second)
    assert board.notes == ["这一轮只考 1 项，满分 30 分（全部指标满分 100 分），总分照实。"]
    for code, paper in PAPERS.items():
        try:
            write(second, code, tmp_path / f"{code}.{paper.ending}")
        except Refused as refused:
            assert "这一轮" not in refused.sentence, code
        else:
            assert (tmp_path / f"{code}.{paper.ending}").stat().st_size > 0, code


def test_claims_of_the_year_that_the_quarter_does_not_count_do_not_stop_it(office, clerk, at):
    """The year's ledger holds honours; a quarter of two indicators has no such kind in its rules."""
    taken(office, TABLE, calendar="quarter")
    form = {**BONUS, "where": "总分"}
    answer = keep(office, "/office/scheme/parts/ledgers/", form)
    assert answer.status_code == 302, text(answer).split("<main")[1][:2500]
    round = opened(office, "财政收入", "固定资产投资")
    entry = Entry(
        subject=Unit.objects.get(code="A"), kind="表彰", title="文明县", matter="文明县", level="省级", document="省文〔2026〕1号"
    )  # fmt: skip
    made = claims.enter(scheme=round.scheme, entries=[entry], by=clerk, at=at)
    computing.refresh(round, at=at)
    assert "条加减分待定" not in text(office.get(f"/office/?round={round.pk}"))
    assert claim_counts(round)["pending"] == 0
    open_round(office)
    assert "条加减分待定" in text(
        office.get(f"/office/?round={Round.objects.get(kind='year_end').pk}")
    )
    claims.decide(
        claims=made, state="accepted", decided_by="组", decided_on=at.date(), by=clerk, at=at
    )
    assert obstacles_of(round).count == 0
    assert gather.facts_of(round)["events"]["rows"] == []
    assert computing.refresh(round, at=at) is not None
