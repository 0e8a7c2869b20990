"""A round that another clerk ended while a writer waited for the turn takes nothing, whatever the writer had read before."""

from datetime import date
from itertools import pairwise

import pytest

from baton.desk import computing
from baton.desk.agreed import reading
from baton.desk.agreed.reading import TargetsPreview, Written
from baton.desk.intake import references
from baton.desk.trials import cells
from baton.domain.assessment import half_year, mistaken, release_services
from baton.domain.assessment import services as assessment
from baton.domain.audit import services as audit
from baton.domain.audit.models import Entry
from baton.domain.claims import windows
from baton.domain.facts.services import Row
from baton.domain.hearings import services as hearings
from baton.domain.hearings import slip_services as slips
from baton.domain.intake import services as intake
from baton.domain.printing import services as printing
from baton.domain.refusals import Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.targets.services import Line
from tests.architecture.tree import ROOT
from tests.hearings import at_place, held, open_round
from tests.stories import MONEY, owed, send

pytestmark = pytest.mark.django_db
DAY = date(2027, 1, 12)
ORGAN = {"organ": "市委", "meeting": "会", "decided_on": DAY, "document": "1号", "reason": "r"}
FIGURE = Row("A", "现场评议得分", "全年", "18")
TARGET = TargetsPreview([Written(Line("A", "F1", "target", "9"), "临江县", "收入", "第 1 行", "")])


class Office:
    """A round in which everything has begun, as a clerk's page had read it."""

    def __init__(self, folder, by, at):
        self.said = {"by": by, "at": at}
        self.round = open_round(folder, by)
        self.step = rounds.plan_step(round=self.round, name="收表", due_on=DAY, **self.said)
        self.sheet = owed(self.round, by)["市财政局"]
        _, self.version = send(self.sheet, MONEY, folder, by)
        self.held = held(self.round, by, "AB")
        hearings.call(hearing=self.held, position=1, **self.said)


WRITES = {
    "日程": lambda o: rounds.plan_step(round=o.round, name="补", due_on=DAY, **o.said),
    "办完": lambda o: rounds.finish_step(step=o.step, on=DAY, **o.said),
    "换版": lambda o: rounds.use_version(round=o.round, version=o.round.version, **o.said),
    "下一步": lambda o: rounds.reach(round=o.round, stage="check", **o.said),
    "结束": lambda o: rounds.close(round=o.round, **o.said),
    "改一轮": lambda o: mistaken.correct(round=o.round, name="年终", kind="year_end", as_of="全年", on=DAY, **o.said),
    "作废": lambda o: mistaken.void(round=o.round, why="开错了", **o.said),
    "应交表": lambda o: intake.owe(round=o.round, lead=o.sheet.lead, title="表", items=[], due_on=DAY, **o.said),
    "不用交": lambda o: intake.ask_nothing(sheet=o.sheet, **o.said),
    "采用": lambda o: intake.accept(submission=o.version, **o.said),
    "退回": lambda o: intake.send_back(submission=o.version, reason="改", **o.said),
    "录票": lambda o: slips.key(appearance=at_place(o.held, 1), scores=["90"], edits=0, **o.said),
    "收结": lambda o: hearings.close(hearing=o.held, knowingly=True, **o.said),
    "取消": lambda o: hearings.cancel(hearing=o.held, why="防汛", **o.said),
    "加减分的天": lambda o: windows.count_days(round=o.round, since=DAY, until=None, **o.said),
    "发布安排": lambda o: release_services.plan_releases(round=o.round, cells={}, decided_by="考核委", **o.said),
    "半年成绩": lambda o: half_year.take(round=o.round, draft=None, rows=[], **o.said),
    "编稿": lambda o: assessment.number_draft(round=o.round, stage="check", computed=None, why="送核", **o.said),
    "等次": lambda o: assessment.decide_grade(run=o.run, subject="A", decided="优秀", **ORGAN, **o.said),
    "撤下等次": lambda o: assessment.restore_grade(run=o.run, subject="A", reason="r", **o.said),
    "意见建议": lambda o: printing.advise(run=o.run, subject="A", text="抓紧", seen=0, **o.said),
    "参照值": lambda o: references.take_in(round=o.round, written=[], source="统计局", **o.said),
    "改一格": lambda o: cells.keep(round=o.round, row=FIGURE, was=None, reason="", **o.said),
    "目标": lambda o: reading.take_in(round=o.round, preview=TARGET, seen=0, **o.said),
}  # fmt: skip
DRAFTED = {"等次", "撤下等次", "意见建议"}


@pytest.mark.parametrize("name", WRITES)
def test_what_ended_while_a_writer_waited_takes_nothing(name, clerk, at, tmp_path, monkeypatch):
    office = Office(tmp_path, clerk, at)
    if name in DRAFTED:
        office.run = computing.number_draft(office.round, stage="check", why="送核", by=clerk, at=at)  # fmt: skip
    before = Entry.objects.count()
    turns = []

    def others_were_first():
        """The turn comes, and the clerk before has ended the round."""
        turns.append(Round.objects.filter(pk=office.round.pk).update(is_closed=True))

    monkeypatch.setattr(audit, "take_turn", others_were_first)
    with pytest.raises(Refused, match="“2026年终考核”已经结束"):
        WRITES[name](office)
    assert turns and Entry.objects.count() == before
    assert not Round.objects.get().is_closed  # the story's own end went back with the attempt


def refused_by_what_was_read(source):
    """Lines that refuse a write by the end of a round as it was read, and not as it is."""
    lines = source.splitlines()
    return [
        line.strip()
        for line, then in pairwise(lines)
        if line.strip().startswith("if ") and ".is_closed:" in line and "raise Refused" in then
    ]


def test_whether_a_round_has_ended_is_asked_in_one_place():
    bad = "    if sheet.round.is_closed:\n        raise Refused('不再收表')"
    assert refused_by_what_was_read(bad) == ["if sheet.round.is_closed:"]
    found = {
        path.relative_to(ROOT / "baton").as_posix()
        for path in (ROOT / "baton").rglob("*.py")
        if refused_by_what_was_read(path.read_text("utf-8"))
    }
    assert found == {"domain/rounds/policies.py", "domain/rounds/services.py"}  # closed; not closed
