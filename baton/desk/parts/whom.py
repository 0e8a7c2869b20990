"""考核谁: everybody, whom the agreement lists, or the units that are ticked, asked with the rest about an indicator."""

from __future__ import annotations

from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.since import number_of, task_lines
from baton.desk.agreed.tasks import Indicator
from baton.desk.parts.asking import LINE, MANY, ONE, Ask, Given, Option
from baton.desk.parts.shapes import Book, groups_of
from baton.desk.rules.whom import shortly
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.targets import queries as targets
from baton.domain.targets.services import Line

ALL, AGREED, PICK = "all", "agreed", "pick"
BY_FORM = "指标表单"


def asks(round: Round, key: str) -> list[Ask]:
    """The question, the units to tick, and why where the agreement is sealed."""
    agreed = agreed_of(round)
    indicator = agreed.of(key)
    names = orgs.names(round.scheme.year)
    listed = {unit: names[unit] for unit in _now(round, key)}
    now = AGREED if indicator and indicator.is_free else ALL
    said = (
        f"现在列了 {len(listed)} 个：{shortly(list(listed.values()))}"
        if listed
        else "现在一个也没有列"
    )
    choices = (
        Option(ALL, "全部", "用到它的分组里每个单位都考核"),
        Option(AGREED, "责任书里写了的", said),
        Option(
            PICK,
            "勾选单位",
            "在下面勾，记进责任书；去掉勾的，责任书里写的一并撤下。从这一版起算数，还用着以前各版的轮次不变",
        ),
    )
    found = [
        Ask("whom", "考核谁", ONE, "", choices, (now,)),
        Ask("units", "勾选单位", MANY, "选了“勾选单位”才照这里的勾", _units(round, indicator), tuple(listed), is_folded=True),
    ]  # fmt: skip
    if targets.seal_of(round.scheme) is not None:
        hint = "责任书已经封存；勾选的单位有变动才填"
        found += [
            Ask("reason", "为什么改考核谁", LINE, hint),
            Ask("document", "批准文号", LINE, hint),
        ]
    return found


def _units(round: Round, indicator: Indicator | None) -> tuple[Option, ...]:
    """Who may be ticked: those in whose table it stands; for a new one every unit."""
    rows = orgs.roster(round.scheme.year, round.on)
    group_of = {str(line[0]): str(line[3]) for line in rows}
    units = {str(line[0]) for line in rows if line[2] == "unit"}
    names = orgs.names(round.scheme.year)
    open_to = indicator.open_to if indicator and indicator.open_to else units
    return tuple(
        Option(code, name, group_of[code])
        for code, name in names.items()
        if code in open_to and code in group_of
    )


def lines(round: Round, book: Book, given: Given) -> list[Line]:
    """What the agreement gets so that it lists whom was ticked. book: with the indicator as it is to be."""
    given_name = given.text("name")
    code = next((item["code"] for item in book["items"] if item["name"] == given_name), "")
    ticked = given.many("units")
    listed = _now(round, code)
    whom = given.choice("whom", needed=False)
    if whom == AGREED and ticked and set(ticked) != set(listed):
        given.wrong("whom", "勾的单位与责任书里写的不一样：要照勾的办，请选“勾选单位”。")
    if whom != PICK:
        given.check()
        return []
    if not ticked:
        given.wrong("units", "还没有勾一个单位，请至少勾一个。")
    groups = groups_of(book).get(code, [])
    own = {str(line[0]) for line in orgs.roster(round.scheme.year, round.on) if line[3] in groups}
    names = {one.value: one.word for one in given.asks["units"].options}
    if strange := [names[unit] for unit in ticked if unit not in own]:
        given.wrong(
            "units",
            f"{shortly(strange)}不在用到这个指标的分组里，请去掉勾，或先把指标放进那一组的大项。",
        )
    given.check()
    newest = schemes.newest(round.scheme)
    added = [unit for unit in ticked if unit not in listed]
    found = task_lines(round.scheme, number_of(newest) if newest else 1, code, added, BY_FORM)
    found += [
        Line(unit, code, field, None, BY_FORM, is_withdrawn=True)
        for unit, fields in listed.items() if unit not in ticked and unit in own
        for field in fields
    ]  # fmt: skip
    return found


def _now(round: Round, code: str) -> dict[str, list[str]]:
    """Whom the agreement of the newest version says something of its own about, in official order, with the fields."""
    indicator = agreed_of(round).of(code)
    if indicator is None:
        return {}
    said = targets.agreed(round.scheme).filter(indicator=code).order_by("field")
    found: dict[str, list[str]] = {}
    for unit, field in said.values_list("subject", "field"):
        if unit in indicator.open_to:
            found.setdefault(unit, []).append(field)
    return {unit: found[unit] for unit in orgs.names(round.scheme.year) if unit in found}


def caution(round: Round, book: Book, given: Given) -> list[str]:
    """That nobody is assessed, where the agreement is to say who and says nothing."""
    code = next((item["code"] for item in book["items"] if item["name"] == given.text("name")), "")
    if given.choice("whom", needed=False) != AGREED or _now(round, code):
        return []
    return [
        "责任书里还没有一个单位有这项任务：这样写，谁也不考核。请选“勾选单位”，或到责任书列入。"
    ]
