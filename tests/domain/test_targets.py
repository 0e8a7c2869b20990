"""责任书: lines kept for ever, a seal that is a boundary, and what 无此任务 says about the figures."""

import pytest

from baton.desk.agreed import asked
from baton.desk.care.custody import faults as doctor
from baton.domain.assessment import gather
from baton.domain.intake import services as intake
from baton.domain.refusals import Conflict, Refused
from baton.domain.targets import queries, services
from baton.domain.targets.models import Seal, Target
from baton.domain.targets.services import Line
from baton.scoring import score
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    for lead, content in (
        ("市财政局", MONEY.replace("临江县,118000\n", "")),
        ("市生态环境局", AIR),
    ):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    return made


@pytest.fixture
def agree(round, clerk, at):
    def write(*lines, **more):
        services.agree(scheme=round.scheme, lines=lines, by=clerk, at=at, **more)

    return write


def test_after_the_seal_every_change_is_an_amendment_with_what_stood_there(round, agree, clerk, at):
    """Even one of the same second: the seal knows its newest line, not only its moment."""
    seal = services.seal(scheme=round.scheme, by=clerk, at=at)
    sealed = queries.agreement(round.scheme)
    assert queries.amendments(round.scheme, seal) == [] and not queries.is_amended(seal)
    with pytest.raises(Refused, match="还缺调整理由、批准文号"):
        agree(Line("A", "F1", "目标", "1"))
    with pytest.raises(Refused, match="还缺调整理由"):
        agree(Line("A", "F1", "目标", "1"), reason="  ", document="云办〔2026〕9号")
    agree(Line("A", "F1", "目标", "119000"), reason="核减", document="云办〔2026〕9号")
    agree(Line("A", "F1", "目标", None, is_withdrawn=True), reason="取消", document="云办〔2026〕10号")  # fmt: skip
    told = [(one.line.value, one.before.value) for one in queries.amendments(round.scheme, seal)]
    assert told == [(None, "119000"), ("119000", "120000")]
    assert queries.sealed_agreement(round.scheme, seal) == sealed
    assert queries.is_amended(seal) and list(doctor()) == []


def test_a_seal_of_before_tells_later_lines_by_its_moment(round, agree, clerk, at):
    seal = services.seal(scheme=round.scheme, by=clerk, at=at)
    seal.head = None
    assert queries.amendments(round.scheme, seal) == []
    assert len(queries.sealed_agreement(round.scheme, seal)) == 4


def test_nothing_is_sealed_where_nothing_is_agreed(round, agree, clerk, at):
    agree(*(Line(unit, "F1", "目标", None, is_withdrawn=True) for unit in "ABCD"))
    with pytest.raises(Refused, match="一行也没有"):
        services.seal(scheme=round.scheme, by=clerk, at=at)
    assert not Seal.objects.exists()


@pytest.mark.parametrize(("line", "why"), [
    (Line("A", "F1", "目标", "12O"), "不是数"), (Line("A", "F1", "目标", "2026-1-1"), "不是数"), (Line("A", "F1", "", "1"), "要写"),
    (Line("A", "F1", "长" * 41, "1"), "最多 40 个字"), (Line("A", "F1", "目标", "1", is_withdrawn=True), "没有写入"),
])  # fmt: skip
def test_what_is_no_agreed_value_is_refused(agree, line, why):
    before = Target.objects.count()
    with pytest.raises(Refused, match=why):
        agree(line)
    assert Target.objects.count() == before


def test_a_reason_that_is_too_long_is_refused_with_a_sentence(agree):
    with pytest.raises(Refused, match="“调整理由”最多 300 个字"):
        agree(Line("A", "F1", "目标", "1"), reason="长" * 301)


def test_who_has_not_seen_the_newest_line_is_told(round, agree):
    seen, was = queries.head(round.scheme), queries.newest(round.scheme, "A", "F1")
    agree(Line("A", "F1", "目标", "119000"), was=was)
    with pytest.raises(Conflict):
        agree(Line("A", "F1", "目标", "118000"), was=was)
    with pytest.raises(Conflict):
        agree(Line("B", "F1", "目标", "118000"), seen=seen)
    agree(Line("B", "F1", "目标", "81000"), seen=queries.head(round.scheme), was=queries.newest(round.scheme, "B", "F1"))  # fmt: skip


def test_a_unit_without_the_task_has_no_open_item_and_gets_a_total(round, agree):
    """The rest counts for it as the policy says; a figure that was reported all the same does not count."""

    def total(unit):
        return score(gather.rulebook_of(round), gather.facts_of(round)).lines[unit].total

    assert total("A") is None
    agree(Line("A", "F1", "目标", None), Line("B", "F1", "目标", None))
    facts = gather.facts_of(round)["observations"]["rows"]
    assert [line[5] for line in facts if line[:2] == ["A", "财政收入"]] == ["not_applicable"]
    [line] = [line for line in facts if line[:2] == ["B", "财政收入"]]
    assert (line[4], line[5], line[6]) == (
        None,
        "not_applicable",
        "责任书：无此任务，表上报的数不计",
    )
    assert total("A") is not None and asked.missing_count(round) == (0, 0)


def test_missing_is_what_the_rounds_own_rules_take_and_no_figure_excuses(round, agree):
    assert asked.missing_count(round) == (0, 0)
    agree(Line("C", "F1", "目标", None, is_withdrawn=True), Line("D", "F1", "目标", None, is_withdrawn=True))  # fmt: skip
    assert asked.missing_count(round) == (2, 2)
    agree(Line("*", "F1", "目标", "90000"))
    assert asked.missing_count(round) == (0, 0)


def test_a_number_is_kept_in_the_form_in_which_archives_say_it(round, agree):
    """Zeros at the end are no difference; an archive with them would not verify."""
    agree(Line("A", "F1", "目标", "119000.50"), Line("B", "F1", "目标", "2026-10-31"))
    kept = {one.subject: one.value for one in Target.objects.order_by("pk")}
    assert (kept["A"], kept["B"]) == ("119000.5", "2026-10-31")


def test_what_holds_from_a_later_version_leaves_the_older_ones_alone(round, agree, clerk, at):
    """Since version 2, A has another target and B none at all; what is said of B since version 1 stays with version 1."""
    before = queries.agreement(round.scheme)
    agree(Line("A", "F1", "目标", "1", since=2), Line("B", "F1", "目标", None, is_withdrawn=True, since=2))  # fmt: skip
    assert queries.agreement(round.scheme, 1) == before
    assert gather.facts_of(round)["agreement"]["rows"] == before
    later = {tuple(line[:2]): line[3] for line in queries.agreement(round.scheme)}
    assert later["A", "F1"] == "1" and ("B", "F1") not in later
    assert queries.agreement(round.scheme, 2) == queries.agreement(round.scheme, 9)
    agree(Line("B", "F1", "起扣线", "7"), Line("A", "F1", "目标", "2"))
    assert ["B", "F1", "起扣线", "7"] in queries.agreement(round.scheme, 1)
    assert ["A", "F1", "目标", "2"] in queries.agreement(round.scheme, 1)
    assert {tuple(line[:2]): line[3] for line in queries.agreement(round.scheme)} == later
    for number in (None, 1, 2):
        told = queries.agreed(round.scheme, number).order_by("subject", "indicator", "field")
        assert [list(one) for one in told.values_list("subject", "indicator", "field", "value")] == queries.agreement(round.scheme, number)  # fmt: skip
    seal = services.seal(scheme=round.scheme, by=clerk, at=at)
    for number in (None, 1, 2):
        assert queries.sealed_agreement(round.scheme, seal, number) == queries.agreement(round.scheme, number)  # fmt: skip
    assert queries.layers(round.scheme) == {("A", "F1"): [2], ("B", "F1"): [2]}
    with pytest.raises(Refused, match="写了两次"):
        agree(*[Line("A", "F1", "目标", "3", since=2)] * 2, reason="改", document="1号")
    assert list(doctor()) == []
