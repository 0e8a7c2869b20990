"""Random trees of nodes over the indicators of a group (semantics section 7)."""

from dataclasses import dataclass, field

from tests.fuzz import chance as c
from tests.fuzz.chance import Chance

FLAT = {"sum": 13, "weighted": 2.5, "multiplier": 3, "geometric": 1.5, "min": 1, "max": 1}
MAPS = ("linear", "table", "minmax", "mean_ratio", "direct")


@dataclass
class Plan:
    """One group while its tree grows: the codes in it and which groups it looks at."""

    group: str
    root: str = ""
    outside: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    below: set[str] = field(default_factory=set)
    by_parent: bool = False


class Trees:
    """Grows trees; `lower` are the groups that are finished and may be looked at."""

    def __init__(self, chance: Chance, style: str, kinds: dict[str, float] | None = None):
        self.chance, self.style = chance, style
        self.kinds = kinds or FLAT
        self.nodes: dict[str, dict] = {}
        self.fields: dict[tuple[str, str], str] = {}

    def grow(self, plan: Plan, leaves: list[str], depth: int, lower: list[Plan]) -> str:
        """A node over all of `leaves`, at most `depth` nodes deep; returns its code."""
        chance = self.chance
        parts = self._split(leaves)
        children = []
        for part in parts:
            if len(part) == 1 and (depth == 1 or chance.maybe(0.65)):
                children += part
            elif depth > 1:
                children.append(self.grow(plan, part, depth - 1, lower))
            else:
                children += part
        if lower and depth > 1 and chance.maybe(0.45):
            children.append(self._borrow(plan, lower))
        kind = chance.weighted(self.kinds)
        if kind == "sum" or not children:
            return self._add(plan, "sum", children=children)
        if kind == "multiplier" and len(children) > 1:
            return self._multiplier(plan, children)
        kind = "weighted" if kind == "multiplier" else kind
        own = {"children": children, "full": self._full()}
        if kind == "weighted":
            own["weights"] = {child: c.WEIGHT.draw(chance) for child in children}
        if kind == "geometric":
            own["least"] = chance.choice(("0", "0.5", "0.000001", "2"))
        return self._add(plan, kind, **own)

    def _split(self, leaves: list[str]) -> list[list[str]]:
        chance = self.chance
        left, parts = list(leaves), []
        while left:
            size = min(len(left), chance.choice((1, 1, 1, 2, 3)))
            parts.append(left[:size])
            left = left[size:]
        return parts

    def _full(self) -> str:
        return self.chance.choice(("100", "100", "50", "10", "0", "33.333333"))

    def _add(self, plan: Plan, kind: str, **own) -> str:
        chance = self.chance
        code = f"{self.style}{len(self.nodes) + 1}"
        role = chance.choice(("ordinary",) * 6 + ("bonus", "deduction"))
        low = c.SIGNED.draw(chance) if chance.maybe(0.15) else None
        high = c.POINTS.draw(chance) if chance.maybe(0.2) else None
        common = {"code": code, "name": code, "kind": kind, "role": role, "cap": high, "floor": low}
        self.nodes[code] = common | own
        plan.codes.append(code)
        return code

    def _multiplier(self, plan: Plan, children: list[str]) -> str:
        base, *others = children
        made = [self._coefficient(code) for code in others]
        return self._add(plan, "multiplier", base=base, coefficients=made, full=self._full())

    def _coefficient(self, node: str) -> dict:
        chance = self.chance
        kind = chance.choice(MAPS)
        missing = chance.choice(("no_total", "constant"))
        made = {"node": node, "map": kind, "a": None, "b": None, "tiers": None, "equal": None}
        made |= {"missing": missing, "constant": None, "order": "round_clip"}
        made["order"] = chance.choice(("round_clip", "clip_round"))
        made["low"] = c.text(chance.randint(0, 1_000_000)) if chance.maybe(0.6) else None
        made["high"] = c.text(chance.randint(900_000, 1_300_000)) if chance.maybe(0.6) else None
        if missing == "constant":
            made["constant"] = chance.choice(("1", "0", "0.8", "1.123456"))
        if kind == "linear":
            made |= {"a": c.RATIO.draw(chance), "b": c.TINY.draw(chance)}
        elif kind == "table":
            made["tiers"] = c.tiers(chance, c.SIGNED, c.RATIO)
        elif kind == "minmax":
            made["low"] = made["low"] or "0.9"
            made["high"] = made["high"] or "1.1"
            made["equal"] = chance.choice(("1", "0.95", "1.0000005"))
            if made["equal"] == "1.0000005":
                made["equal"] = "1.000001"
        return made

    def _borrow(self, plan: Plan, lower: list[Plan]) -> str:
        """A node that takes scores from subjects of other groups."""
        chance = self.chance
        factor = chance.choice(("1", "0.5", "-1", "0", "0.333333"))
        if chance.maybe(0.5):
            seen = chance.choice(lower)
            take = self._take(seen)
            weight = chance.choice(("equal", "人数"))
            own = {"group": seen.group, "take": take, "weight": weight, "full": self._full()}
            own |= {"absent": chance.choice(("skip", "open")), "factor": factor}
            plan.below.add(seen.group)
            code = self._add(plan, "children", **own)
            if weight != "equal":
                self.fields[code, weight] = seen.group
            return code
        via = chance.choice(("links", "links", "parent"))
        plan.by_parent |= via == "parent"
        take = self._take(chance.choice(lower))
        return self._add(plan, "link", via=via, take=take, full=self._full(), factor=factor)

    def _take(self, plan: Plan) -> str:
        return "total" if self.chance.maybe(0.5) else self.chance.choice(plan.codes)


def below(nodes: dict[str, dict], code: str) -> list[str]:
    """The codes directly under a node; none under an indicator."""
    node = nodes.get(code)
    if node is None:
        return []
    if node["kind"] == "multiplier":
        return [node["base"], *(part["node"] for part in node["coefficients"])]
    return node.get("children", [])


def subtree(nodes: dict[str, dict], code: str) -> list[str]:
    """A node or indicator with everything below it."""
    found = [code]
    for child in below(nodes, code):
        found += subtree(nodes, child)
    return found


def rescaling(nodes: dict[str, dict], group: dict) -> dict[str, list[str]]:
    """Where each indicator of a group may be rescaled: the ordinary sums right above it."""
    possible: dict[str, list[str]] = {}

    def walk(code: str, reach: list[str]) -> None:
        node = nodes.get(code)
        if node is None:
            possible[code] = reach
            return
        adds_up = node["kind"] == "sum" and node["role"] == "ordinary"
        above = [*reach, code] if adds_up else []
        for child in below(nodes, code):
            walk(child, above)

    for top in (group["root"], *group["outside"]):
        walk(top, [])
    return possible
