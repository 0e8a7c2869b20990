"""One random case: a canonical rule book and canonical facts, made from a seed and nothing else."""

import copy
from dataclasses import dataclass

from tests.fuzz import chance as c
from tests.fuzz.chance import Chance
from tests.fuzz.facts import Staff
from tests.fuzz.group_methods import METHODS
from tests.fuzz.inputs import Inputs, Shelf
from tests.fuzz.trees import FLAT, Plan, Trees, rescaling, subtree
from tests.fuzz.twins import renumber

ALL = [c.BIT, c.FEW, c.COUNT, c.HALF, c.EIGHTH, c.PERCENT, c.PERCENT, c.FINE, c.NEGATIVE]
EDGES = [c.BIT, c.FEW, c.HALF]
HUGE = [c.BIG, c.BIG, c.WIDE]
SUMS = {"sum": 1}
FACTORS = {"sum": 3, "multiplier": 3}
ROLES = ("ordinary",) * 6 + ("bonus", "deduction")
LIKELIER = {
    "ledger": 2,
    "all_or_nothing": 1.5,
    "accumulation": 1.6,
    "period_weights": 1.8,
    "custom": 1.8,
}
LIKELIER |= {"team_balance": 1.3, "ratio_to_mean": 1.3, "per_case": 1.3, "converted": 1.3}
ORDER = ("优秀", "良好", "合格", "不合格")
STATES = (
    *("excused",) * 7,
    *("not_applicable",) * 6,
    *("not_yet", "pending"),
    *("missing",) * 3,
)
VETO, PROMOTION = "否决", "提级"


@dataclass(frozen=True)
class Bias:
    """What a book is made to show: its numbers, its troubles and its trees."""

    domains: list
    trouble: float
    states: tuple[str, ...] = STATES
    kinds: dict | None = None
    least: int = 1
    most: int = 9
    separate: float = 0.1
    groups: tuple[int, ...] = (1, 1, 2, 3)
    coarse: bool = False
    same: bool = False
    events: float = 0.4


ABSENT = ("excused", "not_applicable")
BIASES = {
    "plain": (3, Bias(ALL, 0.04)),
    "ties": (4, Bias(EDGES, 0.02, coarse=True)),
    "grades": (90, Bias([c.BIT, c.BIT, c.FEW], 0.01, kinds=SUMS, coarse=True, events=0.2, least=4)),
    "same": (40, Bias(ALL, 0.08, same=True)),
    "states": (110, Bias(ALL, 0.85, least=8, groups=(3,))),
    "dropping": (24, Bias(ALL, 0.75, ABSENT, least=7, groups=(2, 3))),
    "huge": (30, Bias(HUGE, 0.05)),
    "vetoes": (16, Bias(ALL, 0.05, kinds=FACTORS, events=2.5)),
    "ledger": (30, Bias(ALL, 0.05, events=3.0)),
    "apart": (54, Bias(ALL, 0.4, separate=0.9, most=4, events=1.5)),
    "single": (1, Bias(ALL, 0.2, most=1)),
}


class Maker:
    """Builds one rule book step by step."""

    def __init__(self, seed: int):
        self.chance = chance = Chance(seed)
        self.seed = seed
        self.bias_name = chance.weighted({name: weight for name, (weight, _) in BIASES.items()})
        self.bias = BIASES[self.bias_name][1]
        calendar = [f"2026-{month:02d}" for month in range(1, chance.choice((2, 2, 3, 4)) + 1)]
        as_of = "" if chance.maybe(0.06) else chance.choice(calendar)
        letters = chance.choice(("dni", "Dab", "数节指", "xyz"))
        domains = self.bias.domains
        if self.bias.same:
            domains = [c.Domain(n, n, n) for n in (where.number(chance) for where in domains) if n]
        domains = domains or [c.Domain(c.MILLION, c.MILLION, c.MILLION)]
        self.shelf = Shelf(chance, calendar, as_of, domains, style=letters[0])
        self.trees = Trees(chance, letters[1], self.bias.kinds or FLAT)
        self.items: dict[str, dict] = {}
        self.fields: dict[str, dict] = {}
        self.letter = letters[2]
        self.plans: list[Plan] = []
        self.groups: dict[str, dict] = {}

    def rounding(self) -> dict:
        """The six roundings of a rule book."""
        made = {place: self.place() for place in ("rate", "item", "coefficient", "node", "total")}
        if self.bias.coarse:
            for place in ("item", "node", "total"):
                made[place] = c.places(self.chance, 1)
        return made | {"input": self.place(4) if self.chance.maybe(0.6) else None}

    def place(self, most: int = 10) -> dict:
        """One rounding; coarse ones are likelier, for they show more."""
        return c.places(self.chance, self.chance.choice((1, 3, most)))

    def item(self) -> str:
        """Add one indicator; its policies follow when the trees stand."""
        chance = self.chance
        code = f"{self.letter}{len(self.items) + 1}"
        if self.items and chance.maybe(0.2):
            return self.twin(code, chance.choice(list(self.items)))
        method = chance.weighted({name: LIKELIER.get(name, 1) for name in METHODS})
        if self.bias_name == "ledger" and chance.maybe(0.5):
            method = "ledger"
        if not self.items:
            method = list(METHODS)[self.seed % len(METHODS)]
        inputs = Inputs(self.shelf)
        points = inputs.p(lambda ch: "0" if ch.maybe(0.06) else c.POINTS.draw(ch), fields=0.12)
        params = METHODS[method](inputs)
        coefficient = inputs.p(c.RATIO) if chance.maybe(0.15) else None
        cap = inputs.p(c.POINTS) if chance.maybe(0.2) else None
        floor = inputs.p(c.SIGNED) if chance.maybe(0.2) else None
        rounding = {place: self.place() for place in ("rate", "item") if chance.maybe(0.3)}
        if chance.maybe(0.15):
            rounding["input"] = self.place(4) if chance.maybe(0.7) else None
        applies = "agreed" if chance.maybe(0.15) else "all"
        self.fields[code] = dict(inputs.fields)
        if applies == "agreed" and not inputs.fields:
            self.fields[code]["适用"] = lambda ch: "1"
        human = dict.fromkeys(("sentence", "lead", "scorer", "unit"), "")
        self.items[code] = human | {
            "code": code,
            "name": code,
            "basis": "",
            "direction": "",
            "status": "trial",
            "points": points,
            "applies": applies,
            "method": method,
            "params": params,
            "role": chance.choice(ROLES) if self.items else "ordinary",
            "data": inputs.data,
            "coefficient": coefficient,
            "cap": cap,
            "floor": floor,
            "rounding": rounding,
            "readings": {},
        }
        return code

    def twin(self, code: str, other: str) -> str:
        """Add an indicator that differs from another only in numbers and data."""
        made = copy.deepcopy(self.items[other]) | {"code": code, "name": code}
        self.fields[code] = dict(self.fields[other])
        for source in made["data"].values():
            if self.chance.maybe(0.7):
                source["item"] = self.shelf.new(self.shelf.data[source["item"]])
        renumber(self.chance, made)
        self.items[code] = made
        return code

    def plan(self, name: str) -> None:
        """Add one group: a tree of its own, or one it shares with an earlier group."""
        chance = self.chance
        plan = Plan(name)
        lower = list(self.plans)
        if lower and chance.maybe(0.75 if self.bias.trouble > 0.5 else 0.5):
            other = chance.choice(lower)
            plan.root, plan.outside = other.root, list(other.outside)
            plan.codes, plan.below = list(other.codes), set(other.below)
            plan.by_parent = other.by_parent
        else:
            sizes = (1, 1, 2, 3) if self.bias_name == "grades" else (1, 2, 4, 6, 7, 8, 8, 8)
            leaves = [self.item() for _ in range(chance.choice(sizes))]
            aside = [leaves.pop() for _ in range(2) if len(leaves) > 1 and chance.maybe(0.2)]
            shared = self._shared(lower)
            plan.root = self.trees.grow(plan, leaves + shared, chance.randint(1, 4), lower)
            if not chance.maybe(0.1):
                self.trees.nodes[plan.root]["role"] = "ordinary"
            plan.codes += leaves
            for code in shared:
                plan.codes += subtree(self.trees.nodes, code)
            for code in aside:
                plan.codes.append(code)
                alone = chance.maybe(0.5)
                plan.outside.append(code if alone else self.trees.grow(plan, [code], 1, []))
        self.plans.append(plan)

    def _shared(self, lower: list[Plan]) -> list[str]:
        """A part of an earlier tree that looks at no other subject."""
        if not lower or not self.chance.maybe(0.4):
            return []
        code = self.chance.choice(self.chance.choice(lower).codes)
        kinds = {self.trees.nodes.get(part, {}).get("kind") for part in self._all(code)}
        return [] if kinds & {"children", "link"} else [code]

    def _all(self, code: str) -> list[str]:
        return subtree(self.trees.nodes, code)

    def policies(self) -> None:
        """Choose the policies; rescaling only where every group's tree allows it."""
        chance, nodes = self.chance, self.trees.nodes
        reach: dict[str, list[str]] = {}
        for group in self.groups.values():
            for code, sums in rescaling(nodes, group).items():
                reach[code] = [at for at in reach.get(code, sums) if at in sums]
        for number, (code, item) in enumerate(self.items.items()):
            chosen = {}
            for turn, state in enumerate(("not_applicable", "excused")):
                kinds = ["full", "group_mean", "constant", "unscored"]
                if reach.get(code) and item["role"] == "ordinary":
                    kinds += ["rescale"] * (1 if number == 0 else 6)
                kind = self.in_turn(kinds, number, turn)
                at = chance.choice([reach[code][-1], *reach[code]]) if kind == "rescale" else None
                value = c.SIGNED.draw(chance) if kind == "constant" else None
                chosen[state] = {"policy": kind, "value": value, "at": at}
            kind = self.in_turn(("zero", "constant", "hold"), number)
            value = c.SIGNED.draw(chance) if kind == "constant" else None
            if (self.seed // len(METHODS) + number) % 4 == 0:
                kind, value = "group_least", None
            chosen["missing"] = {"policy": kind, "value": value}
            item["policies"] = chosen

    def in_turn(self, options, number: int, turn: int = 0):
        """For the first indicator every option in turn of the seeds, for others any."""
        if number:
            return self.chance.choice(options)
        return options[(self.seed // len(METHODS) + turn) % len(options)]

    def state_in_turn(self) -> str:
        """The state that the first indicator's data shows in this book."""
        states = ("not_applicable", "excused", "missing", "not_applicable", "excused")
        return states[self.seed // len(METHODS) // 5 % len(states)]

    def keys(self, plan: Plan) -> list[dict]:
        """Keys that decide between equal totals."""
        chance = self.chance
        if chance.maybe(0.8 if self.bias_name == "grades" else 0.55):
            return []
        codes = chance.sample(plan.codes, min(len(plan.codes), chance.choice((1, 1, 2))))
        return [{"key": code, "order": chance.choice(("desc", "asc"))} for code in codes]

    def group(self, plan: Plan) -> dict:
        """One entry of the rule book's groups."""
        chance = self.chance
        ranking = {"on": chance.choice(("rounded", "carried")), "keys": self.keys(plan)}
        ranking["style"] = chance.choice(("competition", "dense"))
        grades = None
        if self.bias_name == "grades" or chance.maybe(0.6):
            names = chance.some(ORDER, 2)
            promotion = None
            if chance.maybe(0.4):
                promotion = {"kind": PROMOTION, "to": chance.choice(names)}
            grades = {
                "levels": [*(self.level(name) for name in names[:-1]), _last(names[-1])],
                "keys": self.keys(plan),
                "base": chance.choice(("ranked", "not_vetoed")),
                "fill": chance.maybe(0.5),
                "edge": chance.choice(("person", "all", "none")),
                "promotion": promotion,
            }
        made = {"group": plan.group, "root": plan.root, "outside": plan.outside}
        return made | {"ranking": ranking, "grades": grades}

    def level(self, name: str) -> dict:
        """One grade above the last."""
        chance = self.chance
        quota, how = None, None
        kinds = ("count", *["share"] * 4)
        kind = chance.choice(kinds if self.bias_name == "grades" else ("none", *kinds))
        if kind == "count":
            quota = {"count": chance.randint(0, 4)}
        elif kind == "share":
            quota = {"share": chance.choice(("0.1", "0.2", "0.25", "0.333333", "0.5", "0.7"))}
            how = chance.choice(("floor", "half_up", "up", *["largest_remainder"] * 2))
        bounds = ("-5", "0", "1", "5", "10", "20", "60")
        least = chance.choice(bounds) if chance.maybe(0.25) else None
        return {"grade": name, "at_least": least, "quota": quota, "quota_rounding": how}

    def veto(self, code: str) -> dict:
        """One veto and its effects."""
        chance = self.chance
        graded = [g["grades"]["levels"] for g in self.groups.values() if g["grades"]]
        common = [name for name in ORDER if all(name in _names(levels) for levels in graded)]
        common = common if graded else []
        force = chance.choice(common) if common and chance.maybe(0.4) else None
        cap = c.POINTS.draw(chance) if chance.maybe(0.4) else None
        zero = chance.some(sorted(self.items)) if chance.maybe(0.6) else []
        effects = {"force_grade": force, "cap_total": cap, "zero_items": zero}
        effects["exclude_grades"] = chance.some(common) if chance.maybe(0.5) else []
        kind = VETO + chance.choice("甲乙丙")
        return {"code": code, "name": code, "kind": kind, "basis": "", "effects": effects}

    def rulebook(self) -> dict:
        """The canonical rule book."""
        chance = self.chance
        names = chance.sample(("甲组", "乙组", "丙组", "G", "g2"), chance.choice(self.bias.groups))
        for name in names:
            self.plan(name)
        self.groups = {plan.group: self.group(plan) for plan in self.plans}
        self.policies()
        vetoes = [self.veto(f"v{i + 1}") for i in range(chance.choice((0, 1, 2, 3)))]
        data = [
            {"code": code, "name": code, "kind": item.kind, "unit": "", **_bounds(chance, item)}
            for code, item in self.shelf.data.items()
        ]
        ways = ("exclude",) if self.bias_name == "apart" else ("include", "exclude")
        cohort = {who: chance.choice(ways) for who in ("vetoed", "separate")}
        return {
            "format": "baton.rulebook/1",
            "semantics": "1",
            "code": "随机",
            "name": "随机",
            "status": chance.choice(("provisional", "trial", "final")),
            "period": "2026",
            "basis": [],
            "calendar": self.shelf.calendar,
            "rounding": self.rounding(),
            "cohort": cohort,
            "interim": chance.choice(("none", "total")),
            "vetoes": vetoes,
            "data": sorted(data, key=lambda row: row["code"]),
            "items": [self.items[code] for code in sorted(self.items)],
            "nodes": [self.trees.nodes[code] for code in sorted(self.trees.nodes)],
            "groups": [self.groups[name] for name in sorted(self.groups)],
        }


def _names(levels: list[dict]) -> list[str]:
    return [level["grade"] for level in levels]


def _last(name: str) -> dict:
    return {"grade": name, "at_least": None, "quota": None, "quota_rounding": None}


def _bounds(chance: Chance, item) -> dict:
    bounded = item.kind == "number" and chance.maybe(0.2)
    most = "999999999999999.999999"
    return {"min": f"-{most}" if bounded else None, "max": most if bounded else None}


def case(seed: int) -> tuple[dict, dict]:
    """The rule book and the facts of one seed."""
    maker = Maker(seed)
    rulebook = maker.rulebook()
    return rulebook, Staff(maker, rulebook).facts()
