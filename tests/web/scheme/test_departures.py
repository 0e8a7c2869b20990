"""与原文不同: a sentence that was answered otherwise is settled with what was chosen, until the rules are changed again."""

import pytest
from django.db import DatabaseError, transaction

from baton.domain.audit.models import Entry
from baton.domain.schemes.models import Departure, Scheme, Version
from tests.web.scheme.forms import GAPS, PARTS, keep, row, seen, text
from tests.web.scheme.notes import form

pytestmark = pytest.mark.django_db
OTHERWISE = {"missing": "hold", "not_applicable": "near", "excused": "group_mean"}
ZERO = "像是说缺报计 0 分；规则里还不是这样"


def open_sentences(desk):
    return text(desk.get("/office/scheme/"))


def test_an_answer_against_a_sentence_is_noted_and_settles_it(desk, noted):
    assert keep(desk, GAPS, OTHERWISE).status_code == 302
    page = text(desk.get(PARTS))
    assert ZERO not in page and "与原文不同的 1 处，都定过" in page
    assert (
        "写着“各牵头单位未按时报送数据的，该项按零分计”。与原文不同：缺报待定，仍没有分。" in page
    )
    assert "原话里有" not in open_sentences(desk)
    page = text(desk.get(GAPS))
    assert (
        "与原文不同：缺报待定，仍没有分" in page and 'name="missing" value="hold" checked' in page
    )
    made = Departure.objects.get()
    assert (made.part, made.key, made.decided_by.name) == ("gaps", "all", "何科长")
    assert "缺报待定" in Entry.objects.get(action="scheme.departed").data


def test_it_is_open_again_once_the_rules_say_something_else(desk, noted):
    keep(desk, GAPS, OTHERWISE)
    keep(desk, GAPS, {**OTHERWISE, "missing": "zero"})
    page = text(desk.get(PARTS))
    assert "与原文不同" not in page and ZERO not in page
    keep(desk, GAPS, OTHERWISE)
    assert "与原文不同：缺报待定" in text(
        desk.get(PARTS)
    )  # noted before: what was chosen then holds again
    keep(desk, GAPS, {**OTHERWISE, "excused": "full"})
    page = text(desk.get(PARTS))
    assert "与原文不同：缺报待定" in page and "与原文不同：单列计满分" in page


def test_an_answer_that_changes_nothing_is_noted_alone(desk, noted):
    keep(desk, GAPS, {**OTHERWISE, "missing": "zero"})
    before = Version.objects.latest("pk").edits
    again = {**OTHERWISE, "missing": "zero"}
    answer = keep(desk, GAPS, again)
    assert answer.status_code == 409 and "没有要写入的" in text(answer)
    assert Version.objects.latest("pk").edits == before and not Departure.objects.exists()


def test_what_is_typed_or_listed_is_left_against_the_sentence_by_its_button(desk, strict):
    """Nothing is decided by leaving a blank: an open sentence stays open however often the form is kept."""
    address = PARTS + "ranks/县市区/"
    keep(desk, address, {"on": "rounded", "style": "dense"})
    page = text(desk.get(address))
    assert "不照这句，仍是“同分的同一个名次”" in page and "像是说同分先看" in text(desk.get(PARTS))
    stale = desk.post(address, {"depart": "0", "number": "1", "edits": "77"})
    assert stale.status_code == 409 and not Departure.objects.exists()
    assert desk.post(address, {**seen(desk, address), "depart": "0"}).status_code == 302
    page = text(desk.get(PARTS))
    assert "与原文不同：同分的同一个名次" in page and "像是说同分先看" not in page
    assert "不照这句" not in text(desk.get(address))
    twice = desk.post(address, {**seen(desk, address), "depart": "0"})
    assert twice.status_code == 409 and "已经记下了" in text(twice)
    code = row(strict, "items", "预算执行率")["code"]
    keep(
        desk,
        address,
        {"on": "rounded", "style": "dense", "keys.key": [code], "keys.order": ["desc"]},
    )
    assert "与原文不同：同分先看“预算执行率”" in text(desk.get(PARTS))
    keep(desk, address, {"on": "rounded", "style": "competition"})
    assert "与原文不同：同分的同一个名次" in text(desk.get(PARTS))
    spread, _ = form(strict)
    assert desk.post(spread, {**seen(desk, spread), "depart": "1"}).status_code == 302
    assert "没有规定最高最低至少差几分" in text(desk.get(PARTS))


def test_what_was_noted_stays(desk, noted):
    keep(desk, GAPS, OTHERWISE)
    with pytest.raises(DatabaseError), transaction.atomic():
        Departure.objects.update(chosen="x")
    assert Scheme.objects.get().departures.count() == 1
