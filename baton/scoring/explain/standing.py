"""Rank, ties and the gap to the next; grade, line and quota; vetoes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.scoring.canonical import parse_decimal
from baton.scoring.explain.context import Context, Place
from baton.scoring.explain.wording import DECISION_WORDS, figure, fraction
from baton.scoring.facts import Event
from baton.scoring.result import Line, Result
from baton.scoring.rulebook.specs.book import QUOTA_ROUNDING
from baton.scoring.vetoes import Effect

MOST_TIED = 5


def rank_of(context: Context, place: Place) -> dict[str, Any] | None:
    """The rank among how many, who stands level, which keys decided, and the gap to the next."""
    line = context.result.lines[place.subject.subject]
    if line.rank is None:
        return None
    ranking = place.group.entry["ranking"]
    peers = _peers(context, place)
    main = _main(line, ranking)
    equal = [one for one, its in peers if its == main and one is not line]
    ahead = [one for one, _ in peers if one.rank is not None and one.rank < line.rank]
    nearest = max(ahead, key=lambda one: one.rank or 0, default=None)
    gap = None
    if nearest is not None:
        gap = {
            "subject": nearest.subject,
            "name": context.subject_name(nearest.subject),
            "rank": nearest.rank,
            "points": figure(_main(nearest, ranking) - main),
        }
    return {
        "rank": line.rank,
        "of": len(peers),
        "on": ranking["on"],
        "on_words": "取舍后总分" if ranking["on"] == "rounded" else "未取舍总分",
        "main": figure(main),
        "level_with": [_named(context, one) for one in equal if one.rank == line.rank],
        "decided": [
            _decided(context, place, line, one) for one in equal if one.rank != line.rank
        ],
        "next": gap,
    }  # fmt: skip


def grade_of(context: Context, place: Place) -> dict[str, Any] | None:
    """The grade, level by level from the top: what kept the subject out, and what let it in."""
    rules, line = place.group.entry["grades"], context.result.lines[place.subject.subject]
    if not rules or line.rank is None:
        return None
    quotas = context.result.quotas.get(place.group.name, {})
    levels: list[dict[str, Any]] = []
    found = {
        "grade": line.grade,
        "base": _base(context, place, rules),
        "why": _special(context, place, rules, line),
        "levels": levels,
    }
    for level in rules["levels"] if not found["why"] else ():
        name = level["grade"]
        entry = {"grade": name, "at_least": level["at_least"], "quota": quotas.get(name)}
        entry["taken"] = sum(one.grade == name for one in _ranked(context, place))
        entry["given"] = name == line.grade
        entry["text"] = _level(context, place, rules, level, entry)
        levels.append(entry)
        if name == line.grade:
            break
    return found


def vetoes_of(context: Context, place: Place) -> list[dict[str, Any]]:
    """Every veto event of the subject, in force or not, with its effects or the reason it has none."""
    found = []
    for event in context.events(place.subject.subject):
        for veto in context.plan.rulebook["vetoes"]:
            if veto["kind"] == event.kind:
                found.append(_veto(context, event, veto))
    return found


def veto_notes(result: Result, subject: str, *, undecided: bool = True) -> list[str]:
    """A word on every veto event of a subject, those without force too: nobody shall wonder where one has gone.

    undecided: also of those on which nobody has decided yet.
    """
    found = []
    for event in result.board.events.get(subject, []):
        if event.decision == "pending" and not undecided:
            continue
        for veto in result.plan.rulebook["vetoes"]:
            if veto["kind"] == event.kind:
                why = _why_not(event, result.plan.facts.on)
                told = f"{veto['name']}不生效({why})" if why else f"一票否决:{veto['name']}"
                found.append(told)
    return list(dict.fromkeys(found))


def _why_not(event: Event, on: str) -> str:
    """Why a veto event has no force; empty if it has."""
    if event.is_effective(on):
        return ""
    if event.decision == "accepted":
        return f"有效期至 {event.until},已过"
    return DECISION_WORDS[event.decision]


def lapsed_of(context: Context, place: Place, code: str) -> list[dict[str, Any]]:
    """Veto events that would set this indicator to zero and do not: lapsed, or not (yet) accepted."""
    vetoes = {veto["code"]: veto for veto in context.plan.rulebook["vetoes"]}
    return [
        one
        for one in vetoes_of(context, place)
        if not one["in_force"] and code in vetoes[one["veto"]]["effects"]["zero_items"]
    ]


def _veto(context: Context, event: Event, veto: dict[str, Any]) -> dict[str, Any]:
    why = _why_not(event, context.facts.on)
    return {
        "veto": veto["code"],
        "name": veto["name"],
        "basis": veto.get("basis") or "",
        "event": event.id,
        "document": event.document,
        "date": event.date,
        "in_force": not why,
        "why_not": why,
        "effects": _effects(context, veto["effects"]),
    }


def _effects(context: Context, effects: dict[str, Any]) -> list[str]:
    found = []
    if effects["force_grade"] is not None:
        found.append(f"直接评为“{effects['force_grade']}”")
    if effects["exclude_grades"]:
        found.append("不得评“" + "”“".join(effects["exclude_grades"]) + "”")
    if effects["zero_items"]:
        found.append("、".join(context.name(code) for code in effects["zero_items"]) + "计零")
    if effects["cap_total"] is not None:
        found.append(f"总分不超过 {effects['cap_total']} 分")
    return found


def _ranked(context: Context, place: Place) -> list[Line]:
    rows = context.plan.rows[place.group.start : place.group.stop]
    lines = [context.result.lines[row.subject] for row in rows]
    return [line for line in lines if line.rank is not None]


def _peers(context: Context, place: Place) -> list[tuple[Line, Fraction]]:
    """Everybody ranked in the group with what the ranking goes by, asked for once for all of them."""
    ranking = place.group.entry["ranking"]

    def found() -> list[tuple[Line, Fraction]]:
        return [(line, _main(line, ranking)) for line in _ranked(context, place)]

    return context.kept((place.group.name, ""), found)


def _main(line: Line, ranking: dict[str, Any]) -> Fraction:
    return fraction((line.total if ranking["on"] == "rounded" else line.carried) or "0")


def _named(context: Context, line: Line) -> dict[str, str]:
    return {"subject": line.subject, "name": context.subject_name(line.subject)}


def _decided(context: Context, place: Place, line: Line, other: Line) -> dict[str, Any]:
    """The first tie-break key on which two equal totals differ."""
    theirs = context.place(other.subject)
    found: dict[str, Any] = {**_named(context, other), "rank": other.rank}
    for key in place.group.entry["ranking"]["keys"]:
        mine, its = (context.part(one, key["key"]).value for one in (place, theirs))
        if mine != its:
            own, opposite = (None if v is None else figure(v) for v in (mine, its))
            first = "高者在前" if key["order"] == "desc" else "低者在前"
            name = context.name(key["key"])
            return found | {"key": key["key"], "key_name": name, "mine": own, "theirs": opposite,
                            "order": first}  # fmt: skip
    return found | {"key": None, "key_name": "", "mine": None, "theirs": None, "order": ""}


def _base(context: Context, place: Place, rules: dict[str, Any]) -> int:
    ranked = _ranked(context, place)
    if rules["base"] == "not_vetoed":
        return sum(line.subject not in context.result.effects for line in ranked)
    return len(ranked)


def _special(context: Context, place: Place, rules: dict[str, Any], line: Line) -> str:
    """Grades that are given or withheld outside the quotas."""
    effect = context.result.effects.get(line.subject, Effect())
    if effect.forced:
        return f"一票否决,直接评为“{line.grade}”,不占名额"
    promotion = rules["promotion"] or {}
    events = context.events(line.subject)
    promoted = any(
        event.kind == promotion.get("kind") and event.decision == "accepted" for event in events
    )
    if promoted and promotion["to"] not in effect.excluded:
        return f"专项晋等({promotion['kind']}),直接评为“{line.grade}”,不占名额"
    edge = context.result.edges.get(place.group.name, ())
    if line.subject in edge:
        lines = context.result.lines
        names = [
            context.subject_name(one)
            for one in edge
            if one != line.subject and lines[one].rank == line.rank
        ]
        whom = (
            f"{'、'.join(names[:MOST_TIED])}{f'等 {len(names)} 个' if len(names) > MOST_TIED else ''}"
            or "别的对象"
        )
        return f"正在名额边上,与{whom}并列,按规定暂不定等,交人定"
    return ""


def _level(
    context: Context,
    place: Place,
    rules: dict[str, Any],
    level: dict[str, Any],
    entry: dict[str, Any],
) -> str:
    """Why this level was given or not."""
    line = context.result.lines[place.subject.subject]
    main, name = _main(line, place.group.entry["ranking"]), level["grade"]
    edge = level["at_least"]
    if edge is not None and main < Fraction(*_over(edge)):
        return f"“{name}”要求 {edge} 分以上,本对象 {figure(main)} 分,不到"
    reached = f"够 {edge} 分线;" if edge is not None else ""
    quota = (
        "不限名额" if entry["quota"] is None else _quota(level, entry, _base(context, place, rules))
    )
    if entry["given"]:
        return f"“{name}”:{reached}{quota},评上"
    if name in context.result.effects.get(line.subject, Effect()).excluded:
        return f"“{name}”:一票否决,不得评"
    if entry["quota"] == 0:
        return f"“{name}”:{quota},没有名额"
    if entry["taken"] < (entry["quota"] or 0):
        return f"“{name}”:{quota},{_held(context, place, rules, entry)},没有评上"
    return f"“{name}”:{quota},已由排在前面的占满"


def _held(context: Context, place: Place, rules: dict[str, Any], entry: dict[str, Any]) -> str:
    """Why places of a quota are left although somebody below got none."""
    if rules["edge"] == "none":
        return "名额边上并列的全不收"
    lines, own = context.result.lines, context.result.lines[place.subject.subject]
    tied = [
        one
        for one in context.result.edges.get(place.group.name, ())
        if (lines[one].rank or 0) < (own.rank or 0)
    ]
    if not tied:
        return "不得评的占着名额,不递补"
    left = entry["quota"] - entry["taken"]
    return f"剩下的 {left} 个由排在前面、同分的 {len(tied)} 个对象争,交人定"


def _quota(level: dict[str, Any], entry: dict[str, Any], base: int) -> str:
    quota = level["quota"]
    if "count" in quota:
        return f"名额 {entry['quota']} 个"
    how = QUOTA_ROUNDING.words[level["quota_rounding"]][0]
    share = figure(Fraction(*_over(quota["share"])) * 100)
    return f"名额 {base} × {share}%,取整({how})为 {entry['quota']} 个"


def _over(text: str) -> tuple[int, int]:
    numerator, places = parse_decimal(text)
    return int(numerator), 10**places
