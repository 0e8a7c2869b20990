"""与去年比: what a scheme says differently from last year's, indicators matched by name."""

from html import unescape

import pytest

from baton.desk.rules.redlines import redline
from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook_text
from tests import stories
from tests.stories import open_round
from tests.web.test_last_year import taken

URL = "/office/scheme/compared/"


def text(answer):
    return unescape(answer.content.decode())


def book(written):
    problems = Problems()
    found = read_rulebook_text(written, "规则书.yaml", problems)
    problems.raise_errors()
    return found


def test_a_book_is_like_itself():
    assert redline(book(stories.RULEBOOK), book(stories.RULEBOOK)) == []


def test_indicators_with_new_codes_are_matched_by_name():
    """Codes were given anew; only the changed sentence and its number are told."""
    old = stories.RULEBOOK.replace("    F1:", "    K7:").replace("    F2:", "    K8:")
    new = stories.RULEBOOK.replace("低于92%的", "低于90%的").replace("起扣线: 92%", "起扣线: 90%")
    told = {(one.place, one.label) for one in redline(book(old), book(new))}
    place = "指标 空气优良天数比例"
    assert told == {(place, "评分办法"), (place, "起扣线")}


@pytest.mark.django_db
def test_the_page_without_anything_to_compare_says_how_to_get_it(desk, clerk, tmp_path):
    open_round(tmp_path, clerk)
    page = text(desk.get(URL))
    assert "没有更早的方案可比" in page and "/office/lastyear/" in page


@pytest.mark.django_db
def test_this_years_scheme_beside_the_one_reproduced(desk, clerk, tmp_path):
    round = open_round(tmp_path, clerk)
    taken(
        desk,
        scheme=stories.RULEBOOK.replace("低于92%的", "低于90%的").replace(
            "起扣线: 92%", "起扣线: 90%"
        ),
    )
    page = text(desk.get(URL + f"?round={round.pk}"))
    assert "改了 3 处" in page or "改了 2 处" in page
    assert "<s>90</s>" in page and "<ins>92</ins>" in page
    assert 'href="/office/scheme/compared/"' in text(desk.get("/office/scheme/"))
