"""怎么合起来: how what stands in a part of a paper becomes its score: added up, averaged, the lowest, the highest of it."""

from __future__ import annotations

from fractions import Fraction

from baton.desk.parts.asking import ONE, ROWS, Ask, Column, Given, Option, answered
from baton.desk.parts.shapes import Book, listed, percent, total_of
from baton.scoring.rulebook.checks.numbers import fraction, plain

SUM, WEIGHTED, GEOMETRIC, LOWEST, HIGHEST = "sum", "weighted", "geometric", "min", "max"
KINDS = (
    Option(SUM, "相加", "各项得分加起来"),
    Option(WEIGHTED, "加权平均", "各项按权重平均，如责任制占 80%、各方面评价占 20%"),
    Option(GEOMETRIC, "几何平均", "各项得分相乘再开方，一项太低全盘皆低"),
    Option(LOWEST, "取最低", "各项中得分最低的一个，就低不就高"),
    Option(HIGHEST, "取最高", "各项中得分最高的一个，就高不就低"),
)
EVEN = (GEOMETRIC, LOWEST, HIGHEST)
HOLDING = (SUM, *EVEN)  # into which something can be put without saying what share it has
OWN = ("weights", "full", "least")  # what only some of the ways have
NOT_ADDED = "几何平均、取最低、取最高"
Full = dict[str, Fraction | None]  # by code, None where it differs from unit to unit


def asks(node: Book | None, names: dict[str, str]) -> list[Ask]:
    """How it comes together, with the numbers that some of the ways need; the shares of a part that is there already."""
    old: Book = node or {"kind": SUM, "children": []}
    kinds = KINDS if node else tuple(one for one in KINDS if one.value != WEIGHTED)
    hint = "" if node else "加权平均的，先相加，各项放好以后再来改"
    found = [Ask("kind", "怎么合起来", ONE, hint, kinds, (old["kind"],))]
    if node:
        rows = tuple((names.get(code, code), weight(old.get("weights", {}).get(code, ""))) for code in old["children"])  # fmt: skip
        columns = (Column("child", "哪一项", is_fixed=True), Column("weight", "权重"))
        found.append(
            Ask("weights", "权重", ROWS, "加权平均的才填，如 80%、20%；也可以写 3、6 这样的比", columns=columns, rows=rows, spare=0)
        )  # fmt: skip
    return [
        *found,
        Ask("least", "每项最低按几分", hint="几何平均的才填：比它低的按它算，免得一项零分全盘零分，如 1；办法里没有的写 0", values=answered(old.get("least"))),
        Ask("full", "满分", hint=f"相加的不填；{NOT_ADDED}的各项满分一样，空着就是那个满分", values=answered(old.get("full"))),
    ]  # fmt: skip


def composed(node: Book, given: Given, full: Full) -> Book:
    """The same part put together as the form says; full: full points of what stands in it."""
    kind = given.choice("kind", needed="weights" in given.asks) or SUM
    rest = {name: value for name, value in node.items() if name not in OWN} | {"kind": kind}
    if kind == WEIGHTED:
        return rest | {"weights": _weights(node, given), "full": _weighted_full(given)}
    if kind not in EVEN:
        return rest
    written = given.points("full") or _same(node, given, full)
    if kind != GEOMETRIC:
        return rest | {"full": written}
    least = given.points("least")
    if least is None:
        given.wrong("least", "几何平均的要写明每项最低按几分，如 1；没有这样规定的写 0。")
    return rest | {"full": written, "least": least}


def _weights(node: Book, given: Given) -> Book:
    sent = [row[1] for row in given.rows("weights")] if "weights" in given.asks else []
    weights = {}
    for child, written in zip(node["children"], [*sent, *[""] * len(node["children"])], strict=False):  # fmt: skip
        found = given.share("weights", written, "权重") if written.endswith(("%", "％")) else given.number("weights", written, "权重")  # fmt: skip
        if found is None:
            given.wrong("weights", "加权平均的每一项都要写权重，如 80%、20%。")
        weights[child] = found
    return weights


def _weighted_full(given: Given) -> str | None:
    full = given.points("full")
    if full is None:
        given.wrong("full", "加权平均的要写满分，如 100。")
    return full


def _same(node: Book, given: Given, full: Full) -> str:
    """The full points where everything in it has the same; else they are asked for."""
    if given.choice("role", needed=False) not in ("", "ordinary"):
        return "0"
    points = {full.get(code) for code in node["children"]}
    only = next(iter(points)) if len(points) == 1 else None
    if not node["children"]:
        return "0"  # that nothing stands in it is said by itself
    if not only:
        given.wrong("full", "各项的满分不一样，请写明合起来的满分，如 100。")
        return "0"
    return plain(only)


def told(node: Book, names: dict[str, str], full: Full) -> str:
    """What a part that is not simply added up is made of, and how; empty for any other."""
    if node["kind"] == WEIGHTED:
        shares = listed(f"{names.get(code, code)} {weight(share)}" for code, share in node["weights"].items())  # fmt: skip
        return f"{shares or '还没有组成'}，按权重平均，权重合计 {weight(total_of(node['weights'].values()) or '0')}，满分 {node['full']} 分。"  # fmt: skip
    if node["kind"] not in EVEN:
        return ""
    parts = listed(f"{names.get(code, code)}{points(full.get(code))}" for code in node["children"])
    how = {GEOMETRIC: "相乘再开方（几何平均）", LOWEST: "取得分最低的一个", HIGHEST: "取得分最高的一个"}[node["kind"]]  # fmt: skip
    least = f"，每项最低按 {node['least']} 分" if node["kind"] == GEOMETRIC and node["least"] != "0" else ""  # fmt: skip
    end = f"，满分 {node['full']} 分" if node["role"] == "ordinary" else ""
    return f"{parts or '还没有组成'}，{how}{least}{end}。"


def cautions(node: Book, names: dict[str, str], full: Full, roles: dict[str, str]) -> list[str]:
    """What should be borne in mind: full points that what stands in it can't reach, or what is added or taken among it."""
    if node["kind"] not in EVEN or node["role"] != "ordinary":
        return []
    found = []
    beside = [code for code in node["children"] if roles.get(code, "ordinary") != "ordinary"]
    if beside:
        named = listed(names.get(code, code) for code in beside)
        found.append(f"{named}是加分、扣分，不宜与计分的放在一起比高低、相乘，请核对。")
    reached = [full.get(code) for code in node["children"] if code not in beside]
    known = [one for one in reached if one is not None]
    most, written = _reached(node["kind"], known), fraction(node["full"])
    if len(known) == len(reached) and most is not None and most != written:
        found.append(f"满分写的是 {node['full']} 分，各项都得满分时是 {plain(most)} 分，请核对。")
    return found


def _reached(kind: str, points: list[Fraction]) -> Fraction | None:
    """What it comes to where everything has full points; None where that is not told by a look."""
    if not points:
        return None
    if kind == GEOMETRIC:
        return points[0] if len(set(points)) == 1 else None
    return min(points) if kind == LOWEST else max(points)


def points(full: Fraction | None) -> str:
    """Full points behind a name."""
    return f" {plain(full)}" if full else ""


def weight(share: str) -> str:
    """A share as 80%, a ratio as it is written."""
    exact = fraction(share)
    return percent(share) if exact is not None and exact <= 1 else share
