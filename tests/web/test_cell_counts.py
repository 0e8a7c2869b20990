"""改一格票数: the counts of a unit by level are tried and kept together; a method chosen for ballots has its door at once."""

from html import unescape

import pytest

from baton.desk import computing
from baton.desk.intake import sheets
from baton.domain.assessment import queries as runs
from baton.domain.facts import queries, services
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from baton.domain.schemes import queries as schemes
from tests.retold import retold
from tests.stories import open_round, owed
from tests.votes import voting
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db
ADDRESS = "/office/cell/A/作风测评票/"
HEAD = "单位\t优秀\t良好\t一般\t较差\t不了解\n"
LEVELS = ["优秀", "良好", "一般", "较差", "不了解"]
COUNTS = ["23", "7", "0", "2", "2"]


def text(answer):
    return unescape(answer.content.decode())


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    sheet = voting(tmp_path / "office", clerk)["县直机关工委"]
    rows = "\n".join(f"{unit}\t" + "\t".join(COUNTS) for unit in ("临江县", "东岭县", "石桥市", "云东区"))  # fmt: skip
    preview = sheets.read_paste(sheet, HEAD + rows)
    made = sheets.take_in(sheet=sheet, preview=preview, origin="paste", by=clerk, at=at)
    intake.accept(submission=made, by=clerk, at=at)
    computing.refresh(sheet.round, at=at, by=clerk)
    return sheet.round


def form(counts, was=COUNTS, **more):
    return {"key": LEVELS, "value": counts, "was": was, "state": "reported", **more}


def now(round, subject="A"):
    cells = queries.cells(round.scheme, ["作风测评票"], "全年")
    return [cells[subject, "作风测评票", level].value for level in LEVELS]


def test_counts_are_tried_and_kept_together(desk, round):
    page = text(desk.get(ADDRESS))
    assert "临江县的作风测评票现在一共 34 票" in page and page.count('name="key"') == 5
    tried = text(desk.post(ADDRESS, form(["32", "0", "0", "0", "2"], **{"try": "1"})))
    assert 'value="32"' in tried and "这样改" in tried
    assert now(round) == COUNTS
    answer = desk.post(ADDRESS, form(["32", "0", "0", "0", "2"], keep="1", reason="重新计票"))
    assert answer.status_code == 302
    assert now(round) == ["32", "0", "0", "0", "2"]
    newest = queries.history(round.scheme, "A", "作风测评票", "全年")[0]
    assert (newest.reason, newest.source) == ("重新计票", "考核办改")


@pytest.mark.parametrize(("count", "said"), [("", "一张也没有请写 0"), ("1.5", "整数"), ("-1", "整数"), ("三", "整数")])  # fmt: skip
def test_what_is_no_count_is_refused_and_what_was_typed_stays(desk, round, count, said):
    answer = desk.post(ADDRESS, form(["31", count, "0", "0", "2"], keep="1"))
    assert answer.status_code == 409 and said in text(answer) and 'value="31"' in text(answer)
    assert now(round) == COUNTS


def test_counts_of_a_draft_that_is_further_on_are_not_changed_without_a_reason(desk, round, clerk, at):  # fmt: skip
    computing.number_draft(round, stage="check", why="送核对", by=clerk, at=at)
    answer = desk.post(ADDRESS, form(["31", "1", "0", "0", "2"], keep="1", reason=" "))
    assert answer.status_code == 409 and "请填“为什么改”" in text(answer) and 'value="31"' in text(answer)  # fmt: skip
    assert now(round) == COUNTS
    assert desk.post(ADDRESS, form(["31", "1", "0", "0", "2"], keep="1", reason="重新计票")).status_code == 302  # fmt: skip


def test_a_state_holds_for_all_levels(desk, round):
    desk.post(ADDRESS, form(COUNTS, keep="1") | {"state": "not_applicable"})
    cells = queries.cells(round.scheme, ["作风测评票"], "全年")
    assert {cells["A", "作风测评票", level].state for level in LEVELS} == {"not_applicable"}


def test_two_clerks_on_the_counts_of_a_unit(desk, round, second_clerk, at):
    row = Row(subject="A", item="作风测评票", period="全年", key="优秀", value="25")
    services.change_counts(scheme=round.scheme, rows=[row], was={"优秀": "23"}, by=second_clerk, at=at)  # fmt: skip
    answer = desk.post(ADDRESS, form(["30", "0", "0", "2", "2"], keep="1"))
    assert answer.status_code == 409
    assert "“优秀”刚被改成 25（您看到的是 23）" in text(answer)
    assert now(round)[0] == "25"


def test_the_explanation_leads_to_the_counts_and_names_their_cells(desk, round):
    run = round.runs.order_by("-pk").first()
    page = text(desk.get(f"/office/run/{run.pk}/unit/A/F3/"))
    assert page.count("/office/cell/A/%E4%BD%9C%E9%A3%8E%E6%B5%8B%E8%AF%84%E7%A5%A8/") == 6
    assert "粘贴.tsv·B2" in page and "粘贴.tsv·F2" in page
    assert "县直机关工委打分表第 1 版" in page


def test_the_page_of_the_indicator_shows_the_counts_in_the_order_of_the_rule(desk, round):
    run = runs.provisional(round)
    page = text(desk.get(f"/office/run/{run.pk}/indicator/F3/"))
    assert '<th scope="col" class="r">票数</th>' in page and 'data-l="数"' not in page
    assert page.count('data-l="票数">优秀 23、良好 7、一般 0、较差 2、不了解 2</td>') == 4
    assert "优秀 23、良好 7、一般 0" in text(desk.get(f"/office/run/{run.pk}/indicator/F3/years/"))


def test_a_rule_by_shares_of_the_best_takes_another_level(desk, round):
    address = "/office/cell/A/述职票/"
    assert "另一级的名称" in text(desk.get(address))
    sent = {"key": ["优秀", "其余有效票", "不了解", "良好", ""], "value": ["9", "0", "0", "1", ""], "was": [""] * 5, "state": "reported"}  # fmt: skip
    assert desk.post(address, sent | {"keep": "1"}).status_code == 302
    found = queries.cells(round.scheme, ["述职票"], "全年")
    assert found["A", "述职票", "良好"].value == "1"


BALLOTS = {
    "method": "ballots", "数据": "作风票", "等级分": "{优秀: 100%, 良好: 80%, 一般: 60%}", "好评": "", "档次": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("不了解、弃权", ["不了解", "弃权"]),
        ("[不了解，弃权]", ["不了解", "弃权"]),
        ("不了解；弃权", ["不了解", "弃权"]),
        ("没有", []),
    ],
)
def test_levels_are_told_apart_however_they_are_listed_and_stand_on_the_sheet(
    desk, clerk, tmp_path, written, found
):
    round = open_round(tmp_path / "other", clerk)
    owed(round, clerk)
    page = text(
        desk.post("/office/scheme/F2/method/", BALLOTS | {"不计入有效票": written, "unit": "票"})
    )
    assert desk.post("/office/scheme/F2/method/", kept_form(page)).status_code == 302
    version = schemes.newest(round.scheme)
    item = schemes.book_of(version)["items"][1]
    assert item["params"]["excluded"] == found


def test_levels_in_another_order_are_no_change(desk, round):
    """A later version whose columns stand the other way round shows nothing that changed."""
    sheet = round.sheets.get(lead__name="县直机关工委")
    head = "单位\t" + "\t".join(reversed(LEVELS)) + "\n"
    rows = "\n".join(f"{unit}\t" + "\t".join(reversed(COUNTS)) for unit in ("临江县", "东岭县", "石桥市", "云东区"))  # fmt: skip
    place = f"/office/desk/{sheet.pk}/receive/"
    page = text(desk.post(place, {"text": head + rows.replace("临江县\t2\t2", "临江县\t2\t3")}))
    assert "优秀 23，良好 7，一般 0，较差 2，不了解 2" not in page.split("临江县", 1)[1]
    assert page.count('class="was"') == 1, page.split("<main")[1]
