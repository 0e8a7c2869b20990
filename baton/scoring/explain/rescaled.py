"""缺项折算 in one sentence, as papers say it: what a unit does not have, and how the rest was brought to full points."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baton.punctuation import full_width
from baton.scoring.explain.context import Context, Place
from baton.scoring.explain.sums import Rescaling, rescaling_of
from baton.scoring.explain.wording import STATE_WORDS, STATUS_WORDS, figure
from baton.scoring.plan import children_of
from baton.scoring.rulebook.specs.nodes import NOT_ASSESSED

SEPARATE = "单列"  # as a table says it: the reason stands elsewhere
MOST_PLACES, HUNDRED = 4, 100


@dataclass(frozen=True)
class Told:
    """What making up for missing tasks did to a part. gained: points more than without it.

    is_for_all: nothing is missing but what the round doesn't assess, so that it is the same for everybody.
    factor: 100/34 in a round that is brought to full points, by which each of its points counts; empty otherwise.
    """

    code: str
    sentence: str
    gained: Fraction
    is_for_all: bool = False
    factor: str = ""


def rescaled(context: Context, subject: str) -> list[Told]:
    """Each part of a unit at which something was made up for, in the order of the scheme; the total is not named.

    A sentence reads 无此任务 1 项（6 分），按 85.80 × 100 ÷ 94 折算.
    """
    place = context.place(subject)
    is_scoped = any(context.plan.nodes[code]["name"] == NOT_ASSESSED for code in place.group.nodes)
    if not is_scoped and place.row not in context.dropped_rows:
        return []
    found = []
    for code in place.group.nodes:
        node = context.plan.nodes[code]
        part = context.part(place, code)
        if node["kind"] != "sum" or not part.present or part.status == "dropped":
            continue
        children = [context.part(place, child) for child in node["children"]]
        made = rescaling_of(context, place, node, children)
        if made.needed and made.value is not None:
            where = "" if code == place.group.entry["root"] else f"{full_width(part.name)}："
            said = where + _sentence(context, place, made)
            factor = f"{figure(made.full)}/{figure(made.kept)}" if made.is_brought else ""
            found.append(Told(code, said, made.value - made.total, made.is_scope, factor))
    return found


def kept_full(context: Context, place: Place, code: str) -> Fraction | None:
    """The full points of a part without what is made up for further up; None where nothing of it is left."""
    part = context.part(place, code)
    if part.status == "dropped":
        return None
    below, waiting = set[str](), [code]
    while waiting:
        one = waiting.pop()
        below.add(one)
        waiting += children_of(context.plan.nodes[one]) if one in context.plan.nodes else []
    lost = Fraction(0)
    for one in below & set(place.group.items):
        item = context.part(place, one)
        if item.outcome == "dropped":
            at = context.plan.items[one]["policies"][item.state].get("at")
            lost += item.full if at not in below else 0
    return part.full - lost


def _sentence(context: Context, place: Place, made: Rescaling) -> str:
    by_word: defaultdict[str, list[Fraction]] = defaultdict(list)
    for code, _, full in made.lacking:
        state = context.part(place, code).state
        word = SEPARATE if state == "excused" else STATE_WORDS.get(state, STATUS_WORDS["dropped"])
        by_word[word].append(full)
    missing = "、".join(f"{word} {len(points)} 项（{figure(sum(points, Fraction(0)))} 分）" for word, points in by_word.items())  # fmt: skip
    base = _padded(made.total - made.bonus, int(context.plan.rulebook["rounding"]["total"]["places"]))  # fmt: skip
    aside = "，加减分不折算" if made.bonus else ""
    how = f"{base} × {figure(made.full)} ÷ {figure(made.kept)}"
    if made.is_scope:
        return f"考的 {figure(made.kept)} 分折算成 {figure(made.full)} 分：{how}{aside}"
    return f"{missing}，按 {how} 折算{'成百分' if made.full == HUNDRED and made.is_brought else ''}{aside}"


def _padded(value: Fraction, places: int) -> str:
    """With as many decimals as the total has, so that it reads like the figures beside it; more where it has more.

    A total that is cut nowhere near says nothing of how many those are.

    >>> _padded(Fraction(858, 10), 2), _padded(Fraction(85), 0), _padded(Fraction(2, 3), 1), _padded(Fraction(7, 8), 2)
    ('85.80', '85', '0.6667', '0.875')
    """
    places = places if places <= MOST_PLACES else 0
    while places < MOST_PLACES and (value * 10**places).denominator != 1:
        places += 1
    return f"{Decimal((value * 10**places + Fraction(1, 2)) // 1).scaleb(-places):f}"
