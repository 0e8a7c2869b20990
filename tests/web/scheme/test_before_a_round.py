"""开轮次以前: the scheme in hand can be looked at, printed, compared, cited, agreed upon and sealed."""

import io
from datetime import date

import docx
import pytest

from baton.desk import folders
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Citation, Version
from baton.domain.targets.models import Target
from tests import stories
from tests.retold import retold
from tests.web.scheme.forms import PARTS, keep
from tests.web.scheme.tables import SCHEME, seal, text
from tests.web.test_method import kept_form

pytestmark = pytest.mark.django_db
TARGETS = "/office/targets/"

ITEM = {"role": "ordinary", "sentence": "低于92%的，每低1个百分点扣0.5分，最低得2分。", "lead": "市生态环境局", "why": "职责调整"}  # fmt: skip


def book_of(scheme):
    return schemes.book_of(schemes.newest(scheme))


@pytest.fixture
@retold
def scheme(clerk, tmp_path, at):
    """The county's scheme with everybody's targets, and no round."""
    book, facts = stories.office(tmp_path / "office")
    made, _ = folders.found_scheme(book=book, facts=facts, year=2026, by=clerk, at=at)
    return made


def paper(desk, place):
    answer = desk.get(place)
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(answer.content))


def rows(document):
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_a_scheme_is_shown_and_printed_before_its_first_round(desk, scheme):
    page = text(desk.get(SCHEME))
    assert "还没有开轮次" in page and "一般公共预算收入" in page
    document = paper(desk, SCHEME + "annex/")
    assert document.paragraphs[0].text == "云州市2026年度综合考核指标体系"
    assert ["", "小计", "100", "", "", "", "", ""] in rows(document)
    assert any(row[1:3] == ["空气优良天数比例", "40"] for row in rows(document))
    assert desk.get(SCHEME + "annex/?as=pdf").content.startswith(b"%PDF")
    assert desk.get(SCHEME + "annex/?as=exe").status_code == 404
    assert not Round.objects.exists()


def test_its_other_pages_work_as_well(desk, scheme):
    assert "没有更早的方案可比" in text(desk.get(SCHEME + "compared/"))
    desk.post(SCHEME + "cover/", {"act": "cite", "kind": "basis", "title": "干部考核条例"})
    assert Citation.objects.get().scheme == scheme and "干部考核条例" in text(desk.get(SCHEME + "cover/"))  # fmt: skip
    assert "的目标都齐了" in text(desk.get(TARGETS))
    assert "临江县" in text(desk.get(TARGETS + "unit/A/"))
    pasted = {"text": "单位\t指标\t目标\n临江县\t一般公共预算收入\t130000\n"}
    assert 'name="take"' in text(desk.post(TARGETS + "in/", pasted))
    seen = Target.objects.order_by("-pk").first().pk
    desk.post(TARGETS + "in/", pasted | {"take": "1", "seen": str(seen)})
    newest = Target.objects.order_by("-pk").first()
    assert newest.value == "130000"
    cell = TARGETS + "cell/A/F1/"
    tried = desk.post(cell, {"value0": "140000", "was": str(newest.pk)})
    assert tried.status_code == 200 and "140000" in text(tried)
    seal(desk)
    assert Version.objects.get().state == "provisional" and not Round.objects.exists()


def test_next_years_scheme_is_reached_while_this_years_round_runs(
    desk, scheme, clerk, tmp_path, at
):
    rounds.open_round(
        scheme=scheme, version=scheme.versions.get(), name="2026年终考核", kind="year_end", as_of="全年",
        on=date(2026, 12, 31), by=clerk, at=at,
    )  # fmt: skip
    book, facts = stories.office(tmp_path / "later")
    book["name"] = "云州市2027年度综合考核"
    later, _ = folders.found_scheme(book=book, facts=facts, year=2027, code="YZ2027", by=clerk, at=at)  # fmt: skip
    page = text(desk.get(SCHEME))
    assert '<p class="kicker">云州市2026' in page and f'href="?scheme={later.pk}"' in page
    assert f"{SCHEME}?scheme={later.pk}" in text(desk.get("/office/setup/"))
    assert '<p class="kicker">云州市2027' in text(desk.get(f"{SCHEME}?scheme={later.pk}"))
    assert paper(desk, f"/s/{later.pk}{SCHEME}annex/").paragraphs[0].text.startswith("云州市2027")
    page = text(desk.get(f"/s/{later.pk}{SCHEME}?round={Round.objects.get().pk}"))
    assert '<p class="kicker">云州市2026' in page


def test_methods_and_rules_are_chosen_before_the_first_round(desk, scheme):
    """What an office agrees in spring, and what last year's own figures need before they can be computed again."""
    assert "在我们的数上试一试" in text(desk.get(SCHEME + "F1/method/?method=over_fulfilment"))
    given = {
        "method": "over_fulfilment", "数据": "财政收入", "目标": "责任书", "每超1个百分点": "0.5分", "最多加": "2分", "不足1个百分点": "按比例",
    }  # fmt: skip
    page = text(desk.post(SCHEME + "F1/method/", given))
    assert "写法没有问题；还没有这个指标的数，看不出谁动" in page
    answer = desk.post(SCHEME + "F1/method/", kept_form(page), follow=True)
    assert "这个方案还没有开轮次，开了轮次就照它算" in text(answer)
    assert book_of(scheme)["items"][0]["method"] == "over_fulfilment"
    assert "超额" in text(desk.get(SCHEME + "F1/")) and desk.get(PARTS).status_code == 200
    form = ITEM | {"name": "空气优良天数", "points": "40", "where": "总分"}
    page = text(desk.post(PARTS + "items/F2/", form | {"try": "1"}))
    assert "没有谁的总分、名次" in page, page.split("<main")[1][:1800]
    assert keep(desk, PARTS + "items/F2/", form).status_code == 302
    assert book_of(scheme)["items"][1]["name"] == "空气优良天数"
    assert not Round.objects.exists()


def test_the_rules_of_a_scheme_without_a_round_are_changed_while_another_runs(
    desk, scheme, clerk, tmp_path, at
):
    rounds.open_round(
        scheme=scheme, version=scheme.versions.get(), name="2026年终考核", kind="year_end", as_of="全年",
        on=date(2026, 12, 31), by=clerk, at=at,
    )  # fmt: skip
    book, facts = stories.office(tmp_path / "later")
    later, _ = folders.found_scheme(book=book | {"name": "云州市2025年度综合考核"}, facts=facts, year=2025, code="YZ2025", by=clerk, at=at)  # fmt: skip
    place = f"/s/{later.pk}{SCHEME}F2/method/"
    given = {"method": "direct", "数据": "优良天数得分", "unit": "分", "不得并列": "否"}
    page = text(desk.post(place, given))
    assert "处要先改好" not in page, page.split("<main")[1][:1500]
    assert desk.post(place, kept_form(page)).url == f"/s/{later.pk}{SCHEME}F2/"
    assert book_of(later)["items"][1]["method"] == "direct"
    assert book_of(scheme)["items"][1]["method"] == "threshold_deduction"
