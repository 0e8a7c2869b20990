"""A year in which every service that writes is called at least once; what it leaves touches every table."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from baton.desk import computing
from baton.domain.accounts import services as accounts
from baton.domain.accounts.models import Person
from baton.domain.assessment import books, half_year, mistaken, scopes
from baton.domain.assessment import release_services as releases
from baton.domain.assessment import services as results
from baton.domain.assessment import taking_services as takings
from baton.domain.assessment.models import Run
from baton.domain.claims import services as claims
from baton.domain.claims import windows
from baton.domain.claims.entries import Entry
from baton.domain.claims.models import Claim
from baton.domain.facts import services as figures
from baton.domain.facts.services import Row
from baton.domain.files import services as files
from baton.domain.files.models import StoredFile
from baton.domain.files.store import put
from baton.domain.hearings import services as hearings
from baton.domain.hearings import slip_services as slips
from baton.domain.hearings.setups import Setup
from baton.domain.intake import own_figures
from baton.domain.intake import services as intake
from baton.domain.orgs import apart_services
from baton.domain.orgs import leader_services as leaders
from baton.domain.orgs import services as orgs
from baton.domain.orgs import unit_services as units
from baton.domain.orgs.models import Alias, Unit
from baton.domain.printing import clearing
from baton.domain.printing import services as printing
from baton.domain.progress import milestone_services as milestones
from baton.domain.progress import services as progress
from baton.domain.province import services as province
from baton.domain.reproductions import services as reproductions
from baton.domain.reproductions.services import Settled
from baton.domain.rounds import services as rounds
from baton.domain.rounds.calendar import Planned
from baton.domain.rounds.models import Round, Step
from baton.domain.rounds.queries import book_of
from baton.domain.schemes import cover, departures
from baton.domain.schemes import services as schemes
from baton.domain.schemes.services import Handed
from baton.domain.targets import services as targets
from baton.domain.targets.services import Line
from baton.scoring.facts import Subject
from baton.scoring.scope import leaves
from baton.scoring.scope_choice import Scope
from tests.hearings import open_round
from tests.stories import AIR, MONEY, owed, send

YEAR, DAY, WHY = 2026, date(2026, 7, 1), "云编〔2026〕7号"


def live_through(folder: Path, by: Person, at: datetime) -> None:
    """The whole year, in the order in which an office would write it."""
    round = open_round(folder, by)
    _mistaken(round, by, at)
    kept = _kept(by, at)
    _accounts(by, at)
    _roster(by, at)
    _leaders(by, at)
    round = _rules(round, kept, by, at)
    _sheets(round, folder, kept, by, at)
    _ledger(round, kept, by, at)
    run = _drafts(round, by, at)
    _announced(round, kept, by, at)
    _half_year(round, run, by, at)
    _papers(run, kept, by, at)
    _province(by, at)
    _everyday(round, kept, by, at)
    _hearing(round, by, at)
    _cover(round, kept, by, at)
    books.close_books(round=round, why="数齐了", by=by, at=at)
    books.open_books(round=round, why="省里补发", by=by, at=at)
    rounds.close(round=round, why="办完", by=by, at=at)
    rounds.reopen(round=round, why="公示后更正", by=by, at=at)


def _mistaken(round: Round, by: Person, at: datetime) -> None:
    wrong = rounds.open_round(
        scheme=round.scheme, version=round.version, name="开错了", kind="ad_hoc", as_of="上半年", on=DAY, by=by, at=at
    )  # fmt: skip
    every = Scope(frozenset(leaves(book_of(wrong))))
    scopes.assess(round=wrong, scope=every, by=by, at=at)
    mistaken.correct(
        round=wrong, name="半年", kind="mid_year", as_of="上半年", on=DAY, by=by, at=at
    )
    mistaken.void(round=wrong, why="不该开", by=by, at=at)


def _kept(by: Person, at: datetime) -> StoredFile:
    sha256, size = put([b"a page"])
    return files.keep(sha256=sha256, size=size, name="文件.pdf", media_type="application/pdf", by=by, at=at)  # fmt: skip


def _accounts(by: Person, at: datetime) -> None:
    made = accounts.add(
        username="liu", name="刘处长", role="viewer", password="yunzhou-2027-liu", by=by, at=at
    )
    accounts.change_password(person=made, password="yunzhou-2027-liu-2", by=made, at=at)
    accounts.reset_password(username="liu", password="yunzhou-2027-liu-3", must_change=True, at=at)
    accounts.close(person=made, by=by, at=at)


def _roster(by: Person, at: datetime) -> None:
    said: dict[str, Any] = {"why": WHY, "by": by, "at": at}
    offices = orgs.name_group(name="部门", by=by, at=at)
    orgs.place_group(group=offices, after=None, listed_by="regions", by=by, at=at)
    orgs.name_unit(name="市委组织部", by=by, at=at)
    others = orgs.name_group(name="派出机构", by=by, at=at)
    ports = [
        units.add(year=YEAR, name=name, group=offices, **said)
        for name in ("口岸办", "港务局", "渔政处")
    ]
    port, harbour, fishery = ports
    orgs.learn_alias(text="口岸", unit=port, by=by, at=at)
    orgs.learn_alias(text="市口岸", unit=port, by=by, at=at)
    orgs.forget_alias(alias=Alias.objects.get(text="市口岸"), **said)
    units.rename(unit=port, name="市口岸办", on=DAY, **said)
    units.withdraw(turn=units.rename(unit=port, name="口岸局", on=DAY, **said), **said)
    units.rename(unit=port, name="口岸办", on=DAY, **said)  # back to a name it is known by
    units.move_group(year=YEAR, unit=port, group=others, on=DAY, **said)
    units.withdraw(turn=units.change_parent(year=YEAR, unit=port, parent=harbour, on=DAY, **said), **said)  # fmt: skip
    units.change_parent(year=YEAR, unit=fishery, parent=harbour, on=DAY, **said)
    units.reorder(year=YEAR, unit=fishery, after=None, by=by, at=at)
    apart_services.set_listing(year=YEAR, unit=fishery, listing="separate", **said)
    units.split(year=YEAR, unit=harbour, names=["港口处", "航道处"], on=DAY, ends=True, **said)
    units.abolish(year=YEAR, unit=fishery, on=DAY, **said)
    units.revive(year=YEAR, unit=fishery, **said)
    units.merge(year=YEAR, unit=fishery, into=port, on=DAY, **said)


def _leaders(by: Person, at: datetime) -> None:
    said: dict[str, Any] = {"why": WHY, "by": by, "at": at}
    a, b, c = Unit.objects.filter(code__in="ABC").order_by("code")
    group = orgs.name_group(name="领导干部", by=by, at=at)
    person = leaders.add(year=YEAR, name="周远", group=group, posts=[(a, "60%"), (c, "0.4")], **said)  # fmt: skip
    leaders.move(
        year=YEAR, person=person, leaves=a, to=b, on=DAY, share_before="0.5", share_after="0.5", **said
    )  # fmt: skip
    leaders.end(year=YEAR, person=person, on=date(2026, 12, 1), **said)
    county = [Subject(subject=code, name=code, group="县市区", order=n) for n, code in enumerate("ABCD")]  # fmt: skip
    leader = Subject(
        subject="L900", name="李秋", kind="person", group="领导干部", links=(("A", "1"),)
    )
    orgs.take_in(year=2025, subjects=[*county, leader], by=by, at=at)
    changed = [
        county[0],
        Subject(subject="B", name="东岭区", group="县市区", aliases=("东岭新区",)),
    ]
    orgs.take_in(
        year=2025, subjects=changed, drop=True, by=by, at=at
    )  # one renamed, the others gone with a post


def _rules(round: Round, kept: StoredFile, by: Person, at: datetime) -> Round:
    version = round.version
    book = copy.deepcopy(json.loads(version.book))
    handed = Handed(kept, "县市区", {"F1": "0" * 64})
    schemes.rewrite(version=version, book=book, edits=version.edits, handed=[handed], by=by, at=at)
    agreed = {"state": "trial", "organ": "考核委", "meeting": "第 1 次", "decided_on": DAY}
    schemes.seal(version=version, **agreed, by=by, at=at)
    second = schemes.draft(scheme=round.scheme, book=book, why="照改", by=by, at=at)
    rounds.use_version(round=round, version=second, by=by, at=at)
    targets.seal(scheme=round.scheme, by=by, at=at)
    told = departures.Sentence("gaps", "all", "未报的计零分", "缺报计 0 分")
    departures.depart(scheme=round.scheme, chosen=[(told, "缺报待定")], by=by, at=at)
    lines = [Line("A", "F1", "target", "119000")]
    later = at + timedelta(hours=1)
    targets.agree(scheme=round.scheme, lines=lines, reason="核减", document="云办〔2026〕9号", by=by, at=later)  # fmt: skip
    steps = [Planned("收表", DAY, "", ""), Planned("出稿", DAY + timedelta(9), "check", "先看")]
    rounds.plan_step(round=round, name="动员", due_on=DAY, by=by, at=at)
    rounds.plan(round=round, steps=steps, by=by, at=at)
    rounds.finish_step(step=Step.objects.get(name="收表"), on=DAY, by=by, at=at)
    rounds.reach(round=round, stage="check", by=by, at=at)
    return round


def _sheets(round: Round, folder: Path, kept: StoredFile, by: Person, at: datetime) -> None:
    sheet = owed(round, by)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(sheet[lead], content, folder, by)
        intake.accept(submission=made, by=by, at=at)
    _, again = send(sheet["市财政局"], MONEY.replace("118000", "119000"), folder, by)
    intake.add_scan(submission=again, file=kept, by=by, at=at)
    intake.send_back(submission=again, reason="缺章", due_again_on=date(2027, 1, 20), by=by, at=at)
    _, third = send(sheet["市财政局"], MONEY.replace("84000", "84001"), folder, by)
    figure = Row(subject="B", item="财政收入", period="全年", value="84002")
    figures.change(scheme=round.scheme, row=figure, was="84000", reason="来函", by=by, at=at)
    (own,) = own_figures.of_version(third)
    intake.settle_own(submission=third, marks={own.mark: "keep"}, by=by, at=at)
    intake.accept(submission=third, left_out=[("A", "财政收入")], reason="先核", by=by, at=at)
    intake.remind(sheets=list(sheet.values()), by=by, at=at)
    nobody = orgs.name_unit(name="市档案馆", by=by, at=at)
    spare = intake.owe(round=round, lead=nobody, title="没有了", items=["财政收入"], due_on=DAY, by=by, at=at)  # fmt: skip
    intake.remind(sheets=[spare], by=by, at=at)
    intake.ask_nothing(sheet=spare, by=by, at=at)
    row = Row(subject="D", item="财政收入", period="全年", value="90001", source="来源" * 200)
    figures.change(scheme=round.scheme, row=row, was="90000", reason="笔误", by=by, at=at)


def _ledger(round: Round, kept: StoredFile, by: Person, at: datetime) -> None:
    scheme, unit = round.scheme, Unit.objects.get(code="A")
    decided: dict[str, Any] = {"decided_by": "认定小组", "decided_on": DAY, "by": by, "at": at}
    told = [Entry(subject=unit, kind="表彰", title=f"表彰{n}", level="省级", happened_on=DAY) for n in range(6)]  # fmt: skip
    claims.enter(scheme=scheme, entries=told, file=kept, by=by, at=at)
    one, two, three, four, five, six = Claim.objects.order_by("pk")
    entry = Entry(subject=unit, kind="表彰", title="表彰零", level="市级", happened_on=DAY)
    claims.edit(claim=one, entry=entry, edits=0, reason="写错", by=by, at=at)
    claims.decide(claims=[one], state="accepted", meeting="第 1 次", **decided)
    claims.decide_matter(claims=[two, three], kept=two, matter="同一块牌子", **decided)
    claims.withdraw(claim=four, asked_by="临江县", reason="报错", on=DAY, by=by, at=at)
    claims.group(claims=[five, six], matter="两块牌子", by=by, at=at)
    claims.part(claims=[five, six], by=by, at=at)
    claims.attach(claim=one, file=kept, by=by, at=at)
    claims.acknowledge(claim=one, receipt_by="王", receipt_on=DAY, by=by, at=at)
    windows.count_days(round=round, since=None, until=date(2026, 12, 31), by=by, at=at)


def _cover(round: Round, kept: StoredFile, by: Person, at: datetime) -> None:
    said: dict[str, Any] = {"by": by, "at": at}
    cited = cover.cite(scheme=round.scheme, kind="basis", title="考核办法", file=kept, **said)
    cover.remove(citation=cited, why="换新的", **said)
    cover.limit_indicators(scheme=round.scheme, most=30, **said)
    sealed = round.scheme.versions.exclude(state="draft").get()
    cover.approve(version=sealed, organ="市委常委会", meeting="第 3 次", decided_on=DAY, **said)


def _everyday(round: Round, kept: StoredFile, by: Person, at: datetime) -> None:
    fact = progress.Fact(Unit.objects.get(code="A"), DAY, "现场检查三次", "F1", "督查室")
    made = progress.record(scheme=round.scheme, facts=[fact, fact], file=kept, by=by, at=at)
    progress.strike(record=made[0], why="记重了", by=by, at=at)
    asked = progress.ask(record=made[1], asked="限期补齐", due_on=at.date(), by=by, at=at)
    progress.settle(rectification=asked, how="补齐了", on=at.date(), by=by, at=at)
    _milestones(round, by, at)


def _milestones(round: Round, by: Person, at: datetime) -> None:
    said: dict[str, Any] = {"by": by, "at": at}
    asked = [milestones.Planned("主体工程", DAY, f"第 {n} 期") for n in range(3)]
    one, two, three = milestones.plan(scheme=round.scheme, milestones=asked, **said)
    milestones.finish(milestones=[one, two], on=DAY, said="验收", **said)
    milestones.reopen(milestone=two, why="验收没有过", **said)
    milestones.postpone(milestone=two, to=date(2026, 9, 1), why="雨季", **said)
    milestones.strike(milestone=three, why="列重了", **said)


def _half_year(round: Round, run: Run, by: Person, at: datetime) -> None:
    """The totals of one round's draft become another's figures."""
    other = rounds.open_round(
        scheme=round.scheme, version=round.version, name="随时", kind="ad_hoc", as_of="上半年", on=DAY, by=by, at=at
    )  # fmt: skip
    rows = [Row("A", "一般公共预算收入", "上半年", "1", source="半年")]
    half_year.take(round=other, draft=run, rows=rows, by=by, at=at)


def _hearing(round: Round, by: Person, at: datetime) -> None:
    said: dict[str, Any] = {"by": by, "at": at}
    units = list(Unit.objects.filter(code__in="ABC").order_by("code"))
    setup = Setup(
        "现场评议", DAY, "F3", "现场评议得分", 3, lowest="0", highest="20", is_sealed=False
    )
    held = hearings.open_hearing(round=round, setup=setup, units=units, **said)
    hearings.revise(hearing=held, setup=setup, units=units[:2], edits=0, **said)
    hearings.call(hearing=held, position=1, **said)
    hearings.expect(hearing=held, expected=4, **said)
    first, second = held.appearances.order_by("position")
    slips.excuse(appearance=second, why="出差", **said)
    slips.excuse(appearance=second, why="", **said)
    slips.key(appearance=first, scores=["10"], edits=0, **said)
    slips.redo(appearance=first, why="录串了", **said)
    slips.key(appearance=first, scores=["10", "11", "12"], spoiled=1, edits=2, **said)
    slips.correct(appearance=first, was="11", now="11.5", **said)
    hearings.cancel(hearing=held, why="防汛", **said)
    hearings.restore(hearing=held, **said)
    hearings.close(hearing=held, knowingly=True, **said)
    hearings.take(hearing=held, what="result", form="pdf", sha256="0" * 64, size=9, **said)
    hearings.reopen(hearing=held, why="更正", **said)
    hearings.close(hearing=held, knowingly=True, **said)


def _province(by: Person, at: datetime) -> None:
    province.record(ranks=[province.Rank(2026, "GDP", "全省", 7, 11)], by=by, at=at)
    listed, _ = province.list_items(year=2026, items=[province.Item("GDP", "5")], by=by, at=at)
    province.edit(item=listed[0], values=province.Item("GDP", "6"), edits=0, by=by, at=at)
    province.estimate(year=2026, rank=3, of=11, why="月报", by=by, at=at)
    province.note(item=listed[0], kind="deduction", happened_on=DAY, said="少报", points="0.5", by=by, at=at)  # fmt: skip


def _drafts(round: Round, by: Person, at: datetime) -> Run:
    computing.refresh(round, at=at, by=by)
    run = computing.number_draft(round, stage="check", why="核对", by=by, at=at)
    results.name_draft(run=run, headline="总体平稳", by=by, at=at)
    takings.look(run=run, day=DAY, by=by, at=at)
    results.decide_grade(
        run=run, subject="A", decided="良好", organ="市委常委会", meeting="第 3 次", decided_on=DAY,
        document="云办〔2027〕1号", reason="统筹考虑", by=by, at=at,
    )  # fmt: skip
    results.restore_grade(run=run, subject="A", reason="选错了单位", by=by, at=at)
    said: dict[str, Any] = {"run": run, "decided_by": "考核委", "by": by, "at": at}
    results.release(role="viewer", layer="names", **said)
    results.release(role="leader", layer="names", **said)
    results.withdraw(release=results.release(role="leader", layer="totals", **said), by=by, at=at)
    planned = {
        ("check", "leader"): ("names",),
        ("check", "units"): ("checks",),
        ("final", "public"): ("names", "bulletin"),
    }
    releases.plan_releases(round=round, cells=planned, decided_by="考核委", by=by, at=at)
    [made] = releases.release_as_planned(run=run, by=by, at=at)
    results.withdraw(release=made, by=by, at=at)
    takings.take(run=run, what="board", form="pdf", sha256="0" * 64, size=9, by=by, at=at)
    sent = releases.note_sent(run=run, reader="units", paper="checks", sent_on=DAY, by=by, at=at)
    releases.strike_sent(dispatch=sent, by=by, at=at)
    return computing.number_draft(round, stage="opinion", why="征求意见", corrects=run, by=by, at=at)  # fmt: skip


def _announced(round: Round, kept: StoredFile, by: Person, at: datetime) -> None:
    cells = [["A", "总分", "98.60", "B2"], ["B", "总分", "98.13", "B3"]]
    reproductions.take_in(round=round, cells=cells, file=kept, by=by, at=at)
    settled = [Settled("A", "总分", "98.60", "98.65", "typed", "打字时少写了 5")]
    reproductions.settle(round=round, settled=settled, by=by, at=at)


def _papers(run: Run, kept: StoredFile, by: Person, at: datetime) -> None:
    asked = printing.ask(run=run, by=by, at=at)
    printing.advance(paper_set=asked, total=9, made=3, now="核对单", at=at)
    printing.give_up(paper_set=asked, why="磁盘满了", by=by, at=at)
    again = printing.ask(run=run, by=by, at=at)
    printing.finish(
        paper_set=again, total=9, sha256=kept.sha256, size=6, name="整套.zip", note="", by=by, at=at
    )
    kept_aside = computing.number_draft(run.round, stage="opinion", why="征求意见", by=by, at=at)
    for _ in range(2):
        made = printing.ask(run=kept_aside, by=by, at=at)
        printing.finish(
            paper_set=made,
            total=9,
            sha256=kept.sha256,
            size=6,
            name="整套.zip",
            note="",
            by=by,
            at=at,
        )
    old = kept_aside.paper_sets.order_by("pk")[:1]
    assert clearing.clear(paper_sets=list(old), why="占地方", by=by, at=at) == []
    for kind in ("check", "brief", "check"):
        printing.use_template(kind=kind, file=kept, by=by, at=at)
    printing.drop_template(kind="brief", by=by, at=at)
    worded: dict[str, Any] = {"kind": "board", "title": "{{方案}}总表", "signs": ["制表："], "notes": [], "by": by, "at": at}  # fmt: skip
    printing.word(**worded)
    printing.unword(kind="board", by=by, at=at)
    printing.word(**worded)
    printing.advise(run=run, subject="A", text="请查明原因。", seen=0, by=by, at=at)
