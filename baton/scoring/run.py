"""score = f(rule book, facts): the one pure function (semantics, all sections)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring import columns as exact
from baton.scoring.canonical import decimal_text
from baton.scoring.columns import Column
from baton.scoring.facts import Event, Facts
from baton.scoring.frame import Frame, build_frame
from baton.scoring.grading import grade
from baton.scoring.inputs import Moment
from baton.scoring.items import Standing, score_items
from baton.scoring.nodes import Tree, evaluate
from baton.scoring.nodes.links import Others
from baton.scoring.nodes.values import COMPLETE_NODE, DROPPED_NODE, Values
from baton.scoring.order import group_order
from baton.scoring.plan import Group, Plan, compile_plan, rounding_of
from baton.scoring.ranking import Standing as Ranked
from baton.scoring.ranking import ranks, sort_key
from baton.scoring.result import Line, Result
from baton.scoring.vetoes import effective_vetoes, vetoed_rows, with_zeroed_items


def score(rulebook: dict[str, Any], facts: dict[str, Any] | Facts) -> Result:
    """Score canonical facts by a canonical rule book; both must be free of faults."""
    if isinstance(facts, dict):
        facts = Facts.from_canonical(facts)
    plan = compile_plan(rulebook, facts)
    return run(plan, build_frame(plan), facts.as_of)


def run(plan: Plan, frame: Frame, as_of: str) -> Result:
    """Score a laid-out plan at one reference period."""
    moment = Moment.of(plan, as_of)
    events = events_of(plan)
    effects = effective_vetoes(plan, events)
    standing = Standing.of(plan, vetoed_rows(plan, effects))
    before = score_items(plan, frame, moment, standing, events)
    after = with_zeroed_items(plan, before, effects)
    result = Result(plan, frame, moment, standing, before, after, {}, {}, effects, {}, {})
    others = Others.of(plan.facts)
    groups = {group.name: group for group in plan.groups}
    for name in group_order(plan.rulebook, plan.facts):
        _score_group(result, groups[name], others, events)
    for subject in plan.facts.roster:
        if subject.group in groups and subject.subject not in plan.row_of:
            line = Line(subject.subject, subject.group, "inactive", reason="inactive")
            result.lines[subject.subject] = line
    return result


def events_of(plan: Plan) -> dict[str, list[Event]]:
    """Events by subject, in the order of their numbers."""
    found: dict[str, list[Event]] = {}
    for event in sorted(plan.facts.events, key=lambda e: e.id):
        found.setdefault(event.subject, []).append(event)
    return found


def _score_group(
    result: Result, group: Group, others: Others, events: dict[str, list[Event]]
) -> None:
    plan = result.plan
    tree = Tree.of(plan, group)
    outside = result.standing.outside
    before = evaluate(tree, result.before, others, outside)
    values = before
    if result.scores is not result.before:
        values = evaluate(tree, result.scores, others, outside, before)
    result.nodes[group.name] = values
    totals = _totals(result, group, values)
    _rank_and_grade(result, group, totals, events)
    _publish(result, group, values, others)


def _totals(
    result: Result, group: Group, values: dict[str, Values]
) -> dict[str, tuple[Fraction, Fraction]]:
    """Fill in totals, interim figures and progress; returns (total, carried) per subject that has one."""
    plan = result.plan
    root = values[group.entry["root"]]
    total = exact.rounded(root.value, rounding_of(plan.rulebook["rounding"]["total"]))
    share, known = _progress(root)
    found: dict[str, tuple[Fraction, Fraction]] = {}
    interim_counts = plan.rulebook["interim"] == "total"
    for i, subject in enumerate(plan.rows[group.start : group.stop]):
        line = Line(subject.subject, group.name)
        result.lines[subject.subject] = line
        complete, has = int(root.status[i]) == COMPLETE_NODE, bool(root.has[i])
        line.share = decimal_text(*share.ratio(i)) if known[i] else None
        if not complete and int(root.status[i]) != DROPPED_NODE and has:
            line.interim = decimal_text(*root.value.ratio(i))
        if complete or (interim_counts and has):
            pair = _capped(result, subject.subject, total.ratio(i), root.value.ratio(i))
            line.total, line.carried = (_text(value) for value in pair)
            found[subject.subject] = pair
            line.status = "separate" if subject.listing == "separate" else "ranked"
        else:
            line.reason = "dropped" if int(root.status[i]) == DROPPED_NODE else "open"
    return found


def _capped(
    result: Result, subject: str, total: tuple[int, int], carried: tuple[int, int]
) -> tuple[Fraction, Fraction]:
    pair = Fraction(total[0], 10 ** total[1]), Fraction(carried[0], 10 ** carried[1])
    effect = result.effects.get(subject)
    if effect is None or effect.cap is None:
        return pair
    cap = Fraction(effect.cap[0], 10 ** effect.cap[1])
    return min(pair[0], cap), min(pair[1], cap)


def _progress(root: Values) -> tuple[Column, Any]:
    known = root.whole > exact.ZERO
    return exact.quotient(root.have, exact.where(known, root.whole, exact.ONE)), known


def _rank_and_grade(
    result: Result,
    group: Group,
    totals: dict[str, tuple[Fraction, Fraction]],
    events: dict[str, list[Event]],
) -> None:
    ranking, grades = group.entry["ranking"], group.entry["grades"]
    place = 0 if ranking["on"] == "rounded" else 1
    standings = []
    for subject, pair in totals.items():
        if result.lines[subject].status == "ranked":
            main = pair[place]
            keys = _keys(result, group, subject, ranking["keys"])
            more = _keys(result, group, subject, grades["keys"]) if grades else ()
            standings.append(Ranked(subject, main, (sort_key(main, "desc"), *keys), more))
    for subject, rank in ranks(standings, ranking["style"]).items():
        result.lines[subject].rank = rank
    if not grades:
        return
    kind = (grades["promotion"] or {}).get("kind")
    promoted = {
        s.subject for s in standings
        if any(e.kind == kind and e.decision == "accepted" for e in events.get(s.subject, ()))
    }  # fmt: skip
    graded = grade(grades, standings, result.effects, promoted)
    result.quotas[group.name], result.edges[group.name] = graded.quotas, graded.edge
    for subject, name in graded.grades.items():
        result.lines[subject].grade = name
    for subject in graded.edge:
        result.lines[subject].reason = "edge"


def _keys(
    result: Result, group: Group, subject: str, keys: list[dict[str, Any]]
) -> tuple[Any, ...]:
    return tuple(sort_key(_final(result, group, subject, key["key"]), key["order"]) for key in keys)


def _final(result: Result, group: Group, subject: str, code: str) -> Fraction | None:
    """The final value of a node or an indicator, where it has one."""
    if code in result.nodes[group.name] and code in result.plan.nodes:
        values = result.nodes[group.name][code]
        at = result.plan.row_of[subject] - group.start
        if not values.has[at]:
            return None
        numerator, places = values.value.ratio(at)
        return Fraction(numerator, 10**places)
    text = result.score(subject, code)
    return None if text is None else Fraction(text)


def _publish(result: Result, group: Group, values: dict[str, Values], others: Others) -> None:
    """Make this group's final values available to groups that link to it."""
    wanted = {
        node["take"]
        for node in result.plan.rulebook["nodes"]
        if node["kind"] in {"children", "link"}
    }
    for subject in result.plan.rows[group.start : group.stop] if wanted else ():
        at = result.plan.row_of[subject.subject] - group.start
        for take in wanted:
            if take == "total":
                text = result.lines[subject.subject].total
                value = None if text is None else Fraction(text)
            elif take in values and take in result.plan.nodes:
                complete = int(values[take].status[at]) == COMPLETE_NODE
                value = _final(result, group, subject.subject, take) if complete else None
            else:
                value = _final(result, group, subject.subject, take)
            if value is not None:
                others.known[subject.subject, take] = value


def _text(value: Fraction) -> str:
    places = 10
    return decimal_text(int(value * 10**places), places)
