"""改一格，看谁动: tried before it is kept, and never over somebody else's figure unseen."""

from fractions import Fraction

import pytest

from baton.desk import computing
from baton.documents.comparing import Move
from baton.domain.facts import queries, services
from baton.domain.facts.services import Row
from baton.domain.intake import services as intake
from baton.domain.refusals import Conflict
from baton.web.components.moves import finding
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send

pytestmark = pytest.mark.django_db
ADDRESS = "/office/cell/A/财政收入/"


@pytest.fixture
@retold
def round(clerk, tmp_path, at):
    made = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, submission = send(owed(made, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=submission, by=clerk, at=at)
    computing.refresh(made, at=at)
    return made


def text(answer):
    return answer.content.decode()


def test_who_moves_is_seen_before_anything_is_written(desk, round):
    assert "临江县的财政收入现在是 118,000万元" in text(desk.get(ADDRESS))
    tried = text(
        desk.post(ADDRESS, {"value": "120000", "state": "reported", "was": "118000", "try": "1"})
    )
    assert "2 个单位会动" in tried and "3 → 2 ↑ 1 位" in tried and "2 → 3 ↓ 1 位" in tried
    assert len(queries.history(round.scheme, "A", "财政收入", "全年")) == 1
    desk.post(
        ADDRESS,
        {"value": "120,000", "state": "reported", "was": "118000", "keep": "1", "reason": "补录"},
    )
    newest = queries.history(round.scheme, "A", "财政收入", "全年")[0]
    assert (newest.value, newest.reason) == ("120000", "补录")


def test_the_first_total_of_a_unit_is_no_change_of_grade():
    zero = (Fraction(0),) * 4
    come = Move("A", "临江县", None, "90", None, 2, *zero, None, "良好")
    gone = Move("B", "东岭县", "80", None, 3, None, *zero, "一般", None)
    better = Move("C", "石桥市", "80", "91", 3, 1, *zero, "良好", "优秀")
    assert finding("县市区", [come]) == "县市区：临江县有了总分，评良好"
    assert finding("县市区", [gone]) == "县市区：东岭县没有总分了，不评等次"
    assert finding("县市区", [better]) == "县市区：石桥市良好改优秀"


def test_two_clerks_on_one_cell_are_asked_whose_to_keep(desk, round, second_clerk, at):
    row = Row(subject="A", item="财政收入", period="全年", value="119000")
    services.change(scheme=round.scheme, row=row, was="118000", by=second_clerk, at=at)
    answer = desk.post(
        ADDRESS, {"value": "120000", "state": "reported", "was": "118000", "keep": "1"}
    )
    assert answer.status_code == 409
    page = text(answer)
    assert (
        "临江县的财政收入刚被沈主任改过，留谁的？" in page and "您打开这一页时是 118000万元" in page
    )
    assert (
        "沈主任（现在的）" in page
        and "119,000" in page
        and "何科长（您的）" in page
        and "120,000" in page
    )
    assert "留沈主任的 119,000</a>" in page and "用我的 120,000</button>" in page
    assert 'name="was" value="119000"' in page and 'value="120000"' in page
    with pytest.raises(Conflict):
        services.change(scheme=round.scheme, row=row, was="118000", by=second_clerk, at=at)
    desk.post(ADDRESS, {"value": "120000", "state": "reported", "was": "119000", "keep": "1"})
    assert queries.history(round.scheme, "A", "财政收入", "全年")[0].value == "120000"


def test_a_colleague_who_changed_it_before_the_trial_is_seen_as_well(desk, round, second_clerk, at):
    """Looking who moves does not take over what a colleague wrote in the meantime."""
    row = Row(subject="A", item="财政收入", period="全年", value=None, state="pending")
    services.change(scheme=round.scheme, row=row, was="118000", reason="等国库", by=second_clerk, at=at)  # fmt: skip
    mine = {"value": "120000", "state": "reported", "was": "118000", "reason": "补录"}
    answer = desk.post(ADDRESS, mine | {"try": "1"})
    page = text(answer)
    assert answer.status_code == 409 and "留谁的" in page and "单位会动" not in page
    assert "沈主任（现在的）" in page and "待定" in page and "：等国库" in page and "补录" in page
    assert "何科长（您的）" in page and "pending" not in page.split("<form")[-2]
    with pytest.raises(Conflict, match="刚被改成 待定"):
        services.change(scheme=round.scheme, row=row, was="118000", by=second_clerk, at=at)
    answer = desk.post(ADDRESS, mine | {"was": "pending", "keep": "1"})
    assert answer.status_code == 302
    assert queries.history(round.scheme, "A", "财政收入", "全年")[0].reason == "补录"


@pytest.mark.parametrize(("value", "said"), [("12O000", "不是数"), ("", "请"), ("1e9", "不是数")])
def test_what_is_no_figure_is_refused_and_kept_on_the_page(desk, round, value, said):
    answer = desk.post(ADDRESS, {"value": value, "state": "reported", "was": "118000", "keep": "1"})
    assert answer.status_code == 409 and said in text(answer) and f'value="{value}"' in text(answer)


def test_a_state_that_is_none_is_refused(desk, round):
    answer = desk.post(ADDRESS, {"value": "1", "state": "夏", "was": "118000", "keep": "1"})
    assert answer.status_code == 409 and "请选一个状态" in text(answer)


def test_a_figure_can_be_taken_back_to_pending(desk, round, at):
    desk.post(ADDRESS, {"value": "", "state": "pending", "was": "118000", "keep": "1"})
    assert computing.refresh(round, at=at).lines.get(subject="A").total is None
    assert desk.get("/office/cell/A/没有/").status_code == 404


def test_the_reason_of_a_change_stands_in_what_moved_between_drafts(desk, round, clerk, at):
    was = computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)
    given = {"value": "120000", "state": "reported", "was": "118000", "keep": "1"}
    desk.post(ADDRESS, given | {"reason": "财政局来函更正（财函〔2027〕3号）"})
    now = computing.number_draft(round, stage="check", why="再核对", by=clerk, at=at)
    page = text(desk.get(f"/office/run/{now.pk}/moved/{was.pk}/"))
    assert "118000万元 → 120000万元（考核办改：财政局来函更正（财函〔2027〕3号））" in page
