"""没有数怎么办: what a figure that nobody reported means, and who has no such task; for the whole scheme or one indicator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from baton.desk.parts.asking import MANY, ONE, SELECT, Ask, Given, Option
from baton.desk.parts.indicators import items_of
from baton.desk.parts.rescaling import ASIDE, sums_above
from baton.desk.parts.shapes import Book, Made, Part, Said, names_of, row_of, with_row
from baton.scoring.rulebook import reachable_nodes

WHOLE = "all"
MOST_NAMED = 3
MISSING, ABSENT, EXCUSED = "missing", "not_applicable", "excused"
LEAST = "group_least"
NEAR, FAR, AT, CONSTANT, SAME = "near", "far", "at:", "constant", "same"
STATES = {
    MISSING: ("缺报", "没有报的数（缺报）", "关账以后仍没有报的怎么算；关账以前一律算还没有报"),
    ABSENT: ("无此任务", "没有这项任务的（无此任务、缺项）", "有的单位本来就没有这一项，怎么算"),
    EXCUSED: ("单列", "经同意不考的（单列、不可抗力）", "受灾、停产等经同意这一次不考的，怎么算"),
}
MISSING_WAYS = (
    Option("zero", "计 0 分", "没有报就没有分"),
    Option(LEAST, "按组内最低分计", "同组报了的里得分率最低的那一家得几成，它也得几成；同组都没有报的，仍是待定"),
    Option(CONSTANT, "按几分计", "填在下一格"),
    Option("hold", "待定", "不替它定：缺这一项的单位没有总分"),
)  # fmt: skip
ABSENT_WAYS = (
    Option("unscored", "不计", "这一项不算，满分里也没有它，总分会比别家少"),
    Option(NEAR, "在本大项里按其余指标折算", "它的分值由同一大项的其余指标按比例补足"),
    Option(FAR, "在总分里按其余指标折算", "它的分值由总分里其余各项按比例补足"),
    Option("group_mean", "按组内平均计", "同组别家这一项平均得分值的几成，它也得几成"),
    Option("full", "计满分"),
    Option(CONSTANT, "按几分计", "填在下一格"),
)
LIKE = Option(SAME, "与没有这项任务的一样")
WORDS = {
    "zero": "计 0 分", "hold": "待定，仍没有分", "unscored": "不计，满分里也没有它", NEAR: "在本大项里按其余指标折算",
    FAR: "在总分里按其余指标折算", "group_mean": "按组内平均计", "full": "计满分",
    LEAST: "按组内最低分计",
}  # fmt: skip
Choices = dict[str, str]  # by state, the way that was chosen


def ways_of(book: Book) -> dict[str, Choices]:
    """By indicator, how each of the three is dealt with."""
    sums = sums_above(book)
    return {
        item["code"]: {state: _way(item["policies"][state], sums.get(item["code"], [])) for state in STATES}
        for item in items_of(book)
    }  # fmt: skip


def _way(policy: Book, above: list[str]) -> str:
    if policy["policy"] == CONSTANT:
        return f"{CONSTANT}:{policy['value']}"
    if policy["policy"] != "rescale":
        return str(policy["policy"])
    if above and policy["at"] == above[0]:
        return NEAR
    return FAR if above and policy["at"] == above[-1] else f"{AT}{policy['at']}"


def usual(ways: Mapping[str, Choices]) -> Choices:
    """What holds for the whole scheme: the way that most indicators have."""
    return {
        state: Counter(own[state] for own in ways.values()).most_common(1)[0][0] if ways else ""
        for state in STATES
    }


def apart(book: Book, ways: Mapping[str, Choices]) -> list[str]:
    """Indicators for which something else is said than for the whole scheme.

    What stands beside the full points is never made up for by the rest, so that its not counting says nothing else.
    """
    whole = usual(ways)
    beside = {item["code"] for item in book["items"] if item["role"] != "ordinary"}
    made_up = {state for state, way in whole.items() if way in (NEAR, FAR)}
    return [
        code
        for code, own in ways.items()
        if any(
            way != whole[state]
            and not (code in beside and state in made_up and way == ASIDE["policy"])
            for state, way in own.items()
        )
    ]


def worded(way: str, names: Mapping[str, str]) -> str:
    """A way in words."""
    if way.startswith(f"{CONSTANT}:"):
        return f"按 {way.partition(':')[2]} 分计"
    return (
        f"在“{names.get(way[3:], way[3:])}”里按其余指标折算" if way.startswith(AT) else WORDS[way]
    )


def said(book: Book) -> list[Said]:
    """What holds for the whole scheme, then those indicators of which something else is said."""
    ways, names = ways_of(book), names_of(book)
    if not ways:
        return []
    whole = usual(ways)
    waiting = sum(own[MISSING] == "hold" for own in ways.values())
    cautions = ()
    if waiting:
        held = [names[code] for code, own in ways.items() if own[MISSING] == "hold"]
        some = (
            f"{'、'.join(held[:MOST_NAMED])}{'等' if waiting > MOST_NAMED else ''} {waiting} 个指标"
        )
        many = "没有报的数都是待定" if waiting == len(ways) else f"{some}没有报的数是待定"
        cautions = (f"{many}：关账也不会让缺它的单位有总分。办法里写了怎么算的，请照着选。",)
    found = [Said(WHOLE, "整个方案", tuple(_told(whole, names)), cautions)]
    for code in apart(book, ways):
        own = {state: way for state, way in ways[code].items() if way != whole[state]}
        found.append(Said(code, names[code], tuple(_told(own, names))))
    return found


def _told(own: Choices, names: Mapping[str, str]) -> Iterable[str]:
    if EXCUSED in own and own.get(ABSENT) == own[EXCUSED]:
        own = {state: way for state, way in own.items() if state != EXCUSED}
        labels = {ABSENT: "无此任务、单列"}
    else:
        labels = {}
    return [f"{labels.get(state, STATES[state][0])}：{worded(way, names)}。" for state, way in own.items()]  # fmt: skip


def asks(book: Book, key: str) -> list[Ask] | None:
    """The questions, about the whole scheme, about one indicator, or about one that is still to be chosen."""
    ways, names = ways_of(book), names_of(book)
    if (key and key != WHOLE and key not in ways) or not ways:
        return None
    own = ways.get(key, usual(ways))
    found = []
    if not key:
        options = (Option("", "—"), *(Option(code, names[code]) for code in ways))
        found.append(Ask("item", "哪个指标", SELECT, "只写与整个方案不一样的", options))
    for state, (_, label, hint) in STATES.items():
        found += _asked(book, key, state, own, Ask(state, label, ONE, hint))
    if key == WHOLE and (others := apart(book, ways)):
        options = tuple(Option(code, names[code], "".join(_told(ways[code], names))) for code in others)  # fmt: skip
        found.append(Ask("also", "这些指标另有规定，也照上面的改吗", MANY, "不勾的照旧", options))
    return found


def _asked(book: Book, key: str, state: str, own: Choices, ask: Ask) -> list[Ask]:
    """One of the three, with the points where a constant may be given: only for one indicator."""
    way, points = own[state], ""
    if way.startswith(f"{CONSTANT}:"):
        way, points = CONSTANT, way.partition(":")[2]
    ways = MISSING_WAYS if state == MISSING else ABSENT_WAYS
    if key == WHOLE:
        ways = tuple(one for one in ways if one.value != CONSTANT)
    elif state != MISSING and key:
        ways = (*ways, *_nodes(book, key))
    if state == EXCUSED:
        ways = (LIKE, *ways)
        way = SAME if own[EXCUSED] == own[ABSENT] else way
    found = [replace(ask, options=ways, values=(way,))]
    if key != WHOLE:
        found.append(Ask(f"{state}_points", f"{STATES[state][0]}按几分计", hint="选了“按几分计”才填", values=(points,) if points else ()))  # fmt: skip
    return found


def _nodes(book: Book, code: str) -> list[Option]:
    """Nodes between the nearest and the farthest, and those of an indicator that hangs in several places."""
    names, known = names_of(book), sums_above(book)[code]
    rest = [one for one in reachable_nodes(book, code) if one not in {*known[:1], *known[-1:]}]
    return [Option(f"{AT}{one}", f"在“{names.get(one, one)}”里按其余指标折算") for one in rest]


def made(book: Book, key: str, given: Given) -> Made:
    """The book in which the whole scheme, or one indicator, deals with figures that are not there as the form says."""
    ways, names = ways_of(book), names_of(book)
    code = key or given.choice("item")
    chosen = {state: given.choice(state) for state in STATES}
    if chosen[EXCUSED] == SAME:
        chosen[EXCUSED] = chosen[ABSENT]
        given_points = {EXCUSED: f"{ABSENT}_points"}
    else:
        given_points = {}
    points = {}
    for state, way in chosen.items():
        if way == CONSTANT:
            name = given_points.get(state, f"{state}_points")
            points[state] = given.points(name)
            if points[state] is None:
                given.wrong(name, f"请写明“{STATES[state][0]}”按几分计。")
    if key == WHOLE:
        also = set(given.many("also")) if "also" in given.asks else set()
        codes = [one for one in ways if one not in apart(book, ways) or one in also]
    else:
        codes = [code] if code in ways else []
    above = sums_above(book)
    changed = {one: _policies(book, one, chosen, points, above[one], given) for one in codes}
    given.check()
    for one, policies in changed.items():
        item = row_of(book, "items", one)
        assert item is not None
        book = with_row(book, "items", item | {"policies": policies})
    return book, "改没有数怎么办" if key == WHOLE else f"另行规定“{names.get(code, code)}”没有数怎么办"  # fmt: skip


def _policies(book: Book, code: str, chosen: Choices, points: Mapping[str, str | None], above: list[str], given: Given) -> Book:  # fmt: skip
    """The policies of one indicator; what is added or taken away beside the full points is never made up for by the rest."""
    item = row_of(book, "items", code)
    assert item is not None
    found: Book = {}
    for state, way in chosen.items():
        if way in (NEAR, FAR) or way.startswith(AT):
            if item["role"] != "ordinary":
                found[state] = ASIDE
                continue
            if not above and way in (NEAR, FAR):
                given.wrong(state, f"“{item['name']}”往上没有相加的大项可折算，请先给它另行规定，别的再照这样选。")  # fmt: skip
            at = way[3:] if way.startswith(AT) else (above[0] if way == NEAR else above[-1]) if above else ""  # fmt: skip
            found[state] = {"policy": "rescale", "value": None, "at": at}
        elif state == MISSING:
            found[state] = {"policy": way, "value": points.get(state)}
        else:
            found[state] = {"policy": way, "value": points.get(state), "at": None}
    return found


def with_way(book: Book, code: str, state: str, way: str) -> Book:
    """The book in which one indicator deals with one of the three in another way; the other two stay."""
    points = {state: way.partition(":")[2]} if way.startswith(f"{CONSTANT}:") else {}
    given = Given(_Nothing(), [])
    bare = {state: CONSTANT if points else way}
    found = _policies(book, code, bare, points, sums_above(book)[code], given)
    given.check()
    item = row_of(book, "items", code)
    assert item is not None
    return with_row(book, "items", item | {"policies": item["policies"] | found})


def drop(book: Book, key: str) -> Made:
    """The book in which an indicator goes by what holds for the whole scheme."""
    ways, above = ways_of(book), sums_above(book)[key]
    whole = usual(ways)
    points = {state: way.partition(":")[2] for state, way in whole.items() if way.startswith(CONSTANT)}  # fmt: skip
    bare = {state: CONSTANT if state in points else way for state, way in whole.items()}
    given = Given(_Nothing(), [])
    policies = _policies(book, key, bare, points, above, given)
    given.check()
    item = row_of(book, "items", key)
    assert item is not None
    return with_row(book, "items", item | {"policies": policies}), f"“{item['name']}”没有数照整个方案办"  # fmt: skip


class _Nothing:
    """A form that sent nothing."""

    def getlist(self, key: str, /) -> list[str]:
        return []


GAPS = Part(
    "gaps", "没有数怎么办", "一个另行规定的指标", "没有报的、没有这项任务的、经同意不考的，各怎么算。", said, asks, made, drop, stays=WHOLE, is_closed=True
)  # fmt: skip
