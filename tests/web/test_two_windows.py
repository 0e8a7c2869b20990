"""两个窗口: what is written goes to the round whose form it was, whatever has been looked at since in another window."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import baton
from baton.desk import folders
from baton.domain.assessment import mistaken
from baton.domain.claims.models import Claim
from baton.domain.intake.models import Sheet
from baton.domain.rounds import services as rounds
from baton.domain.schemes.models import Citation
from tests import stories
from tests.retold import retold
from tests.web.scheme.forms import PARTS, book_of

pytestmark = pytest.mark.django_db
TEMPLATES = Path(baton.__file__).parent / "web" / "templates" / "office"
POINTS = {
    "name": "一般公共预算收入", "points": "60", "role": "ordinary", "sentence": "按完成率计分，超额不加分。",
    "lead": "市税务局", "why": "职责调整", "keep": "1",
}  # fmt: skip


def text(answer):
    return unescape(answer.content.decode())


def drawn(page, has):
    """The hidden fields of the first form to be sent in which this stands."""
    form = next(
        one
        for one in re.findall(r"<form[^>]*>.*?</form>", page, re.S)
        if 'method="post"' in one and has in one
    )
    ticked = re.findall(r'name="(where)" value="([^"]*)"[^>]* checked', form)
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form) + ticked)


@pytest.fixture
@retold
def ours(clerk, tmp_path, at):
    return stories.open_round(tmp_path / "ours", clerk, at)


def next_year(clerk, tmp_path, at):
    """Another scheme with the same codes."""
    book, facts = stories.office(tmp_path / "other")
    book["name"] = "云州市2027年度综合考核"
    return folders.found_scheme(book=book, facts=facts, year=2027, code="YZ2027", by=clerk, at=at)


@pytest.fixture
@retold
def other(ours, clerk, tmp_path, at):
    scheme, version = next_year(clerk, tmp_path, at)
    return rounds.open_round(
        scheme=scheme, version=version, name="2027年终考核", kind="year_end", as_of="全年", on=date(2027, 12, 31), by=clerk, at=at,
    )  # fmt: skip


def test_every_form_of_the_office_carries_its_round():
    told = {path.name: path.read_text("utf-8") for path in TEMPLATES.glob("*.html")}
    both = "{% csrf_token %}{% of_round %}"
    assert [
        name for name, page in told.items() if page.count("{% csrf_token %}") != page.count(both)
    ] == []
    assert sum(both in page for page in told.values()) > 50
    bare = [name for name, page in told.items() for form in re.findall(r'<form[^>]*method="post".*?</form>', page, re.S) if both not in form]  # fmt: skip
    assert bare == []


@pytest.mark.parametrize("first", ["ours", "other"])
def test_a_rule_is_changed_in_the_scheme_of_its_form(desk, ours, other, first):
    mine, yours = (ours, other) if first == "ours" else (other, ours)
    place = PARTS + "items/F1/"
    fields = drawn(text(desk.get(place, {"round": mine.pk})), 'name="points"')
    desk.get("/office/", {"round": yours.pk})
    answer = desk.post(place, fields | POINTS)
    assert answer.status_code == 302
    leads = [
        next(one["lead"] for one in book_of(round)["items"] if one["code"] == "F1")
        for round in (mine, yours)
    ]
    assert leads == ["市税务局", "市财政局"]
    assert mine.scheme.title in text(desk.get(answer.url))  # and there the clerk goes on


def test_sheets_are_listed_and_lines_entered_for_the_round_of_the_form(desk, ours, other):
    owe = drawn(text(desk.get("/office/desk/", {"round": ours.pk})), "due_on")
    claim = drawn(text(desk.get("/office/claims/enter/", {"round": ours.pk})), 'name="title"')
    desk.get("/office/", {"round": other.pk})
    desk.post("/office/desk/owe/", owe | {"due_on": "2027-01-12"})
    assert {one.round for one in Sheet.objects.all()} == {ours}
    desk.get("/office/", {"round": other.pk})
    desk.post(
        "/office/claims/enter/",
        claim
        | {
            "subject": "A",
            "kind": "表彰",
            "title": "双拥模范",
            "level": "市级",
            "role": "lead",
            "count": "1",
        },
    )
    assert Claim.objects.get().scheme == ours.scheme


def test_a_form_of_a_round_that_was_voided_is_refused_with_what_was_typed(
    desk, ours, other, clerk, at
):
    place = PARTS + "items/F1/"
    fields = drawn(text(desk.get(place, {"round": other.pk})), 'name="points"')
    mistaken.void(round=other, why="开错了", by=clerk, at=at)
    answer = desk.post(place, fields | POINTS)
    assert (
        answer.status_code == 409
        and "已经作废，没有写入" in text(answer)
        and "职责调整" in text(answer)
    )
    assert all(
        next(one["lead"] for one in book_of(round)["items"] if one["code"] == "F1") == "市财政局"
        for round in (ours, other)
    )
    for strange in ("x", "9" * 30, "-1"):
        assert desk.post(place, POINTS | {"for_round": strange}).status_code == 409


def test_a_form_of_a_scheme_without_a_round_stays_with_its_scheme(desk, ours, clerk, tmp_path, at):
    scheme, version = next_year(clerk, tmp_path, at)
    cover = "/office/scheme/cover/"
    fields = drawn(text(desk.get(cover, {"scheme": scheme.pk})), 'value="cite"')
    assert fields["for_scheme"] == str(scheme.pk)
    cited = fields | {"act": "cite", "kind": "basis", "title": "干部考核条例"}
    desk.get("/office/", {"round": ours.pk})
    desk.post(cover, cited)
    assert [one.scheme for one in Citation.objects.all()] == [scheme]
    rounds.open_round(
        scheme=scheme, version=version, name="2027年终考核", kind="year_end", as_of="全年", on=date(2027, 12, 31), by=clerk, at=at,
    )  # fmt: skip
    desk.get("/office/", {"round": ours.pk})
    desk.post(cover, cited | {"title": "统计法"})
    assert [one.scheme for one in Citation.objects.all()] == [scheme, scheme]


def test_each_window_stays_at_its_round_whatever_is_chosen_in_the_other(desk, ours, other):
    """Every link, form and redirect of a page names its round as soon as there are two to mix up."""
    for round, foreign in ((ours, other), (other, ours)):
        page = text(desk.get("/office/", {"round": round.pk}))
        links = re.findall(r'(?:href|action)="(/[^"#]*)"', page)
        office = [one for one in links if "/office/" in one]
        assert len(office) > 10 and all(one.startswith(f"/r/{round.pk}/office/") for one in office)
        page = text(desk.get(f"/r/{round.pk}/office/scheme/"))
        assert round.scheme.title in page and foreign.scheme.title not in page
    assert ours.scheme.title in text(desk.get(f"/r/{ours.pk}/office/scheme/")), (
        "looked at last was the other"
    )


def test_addresses_stay_short_while_there_is_one_round(desk, ours):
    page = text(desk.get("/office/", {"round": ours.pk}))
    assert 'href="/office/desk/"' in page and "/r/" not in page
    assert desk.get(f"/r/{ours.pk}/office/desk/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/r/99999/office/", "/r/x/office/", "/r//office/", "/r/1/r/1/office/", "/s/9/r/1/office/", "/y/26/office/", "/r/1"]
)  # fmt: skip
def test_an_address_that_names_no_round_is_said_to_be_none(desk, ours, address):
    answer = desk.get(address)
    assert answer.status_code in {404, 409}
    assert 'href="/office/' in text(answer) or "回到首页" in text(answer)


def test_a_request_inherits_nothing_from_the_one_before(desk, ours, other):
    desk.get(f"/r/{other.pk}/office/")
    assert reverse("office:desk") == "/office/desk/"


def test_who_was_signed_out_comes_back_to_his_round(client, desk, ours, other):
    client.logout()
    answer = client.get(f"/r/{other.pk}/office/desk/")
    assert answer.status_code == 302 and answer.url.endswith(f"next=/r/{other.pk}/office/desk/")


def test_a_thing_of_one_round_stands_under_that_rounds_address(desk, ours, other, clerk, at):
    """Opened from the other round's pages it leads there, and what is done to it goes on there."""
    sheet = stories.owed(ours, clerk)["市财政局"]
    mine, yours = f"/r/{ours.pk}", f"/r/{other.pk}"
    for place in (f"/office/desk/{sheet.pk}/", f"/office/rounds/{ours.pk}/?x=1"):
        answer = desk.get(yours + place)
        assert (answer.status_code, answer.url) == (302, mine + place)
        page = text(desk.get(answer.url))
        assert f'href="{mine}/office/claims/"' in page and yours not in page
    taken = desk.post(f"{yours}/office/desk/{sheet.pk}/receive/", {"for_round": ours.pk, "text": stories.MONEY.replace(",", "\t"), "take": "1"})  # fmt: skip
    assert yours not in taken.get("Location", "") + text(taken)


def test_an_empty_sheet_of_another_round_leads_to_where_it_is_taken_in(
    desk, ours, other, clerk, tmp_path
):
    """The page says whose it is and has the way there, into the other round."""
    mine, theirs = stories.owed(ours, clerk)["市财政局"], stories.owed(other, clerk)["市财政局"]
    made = desk.get(f"/r/{other.pk}/office/desk/{theirs.pk}/empty/")
    file = SimpleUploadedFile(
        "打分表.xlsx", b"".join(made.streaming_content) if made.streaming else made.content
    )
    page = text(
        desk.post(
            f"/r/{ours.pk}/office/desk/{mine.pk}/receive/", {"for_round": ours.pk, "file": file}
        )
    )
    assert f"这是“{other.name}”的" in page and "按下面的按钮换到那一轮" in page
    way = re.search(r'href="([^"]+)">去收市财政局的表（2027年终考核）', page)
    assert desk.get(way[1]).url == f"/r/{other.pk}/office/desk/{theirs.pk}/receive/"
