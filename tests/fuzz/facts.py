"""Random facts for a rule book: roster, agreement, observations and events (semantics section 2)."""

from tests.fuzz import chance as c
from tests.fuzz.group_methods import LEDGER_KINDS, LEDGER_LEVELS
from tests.fuzz.inputs import GRADES, DataItem

COLUMNS = {
    "roster": (
        *("subject", "name", "kind", "group", "parent", "order", "team", "from", "to"),
        *("listing", "aliases", "links"),
    ),
    "agreement": ("subject", "indicator", "field", "value"),
    "observations": (*("subject", "item", "period", "key", "value", "state", "source", "date"),),
    "events": (
        *("id", "subject", "kind", "level", "matter", "date", "until", "document", "role"),
        *("count", "points", "counted", "decision", "elsewhere"),
    ),
}
ELSEWHERE = "局外"
ON = "2026-12-31"


class Staff:
    """Draws the facts of one case; `maker` is the maker of its rule book."""

    def __init__(self, maker, rulebook: dict):
        self.maker, self.rulebook = maker, rulebook
        self.chance, self.bias = maker.chance, maker.bias
        self.members: dict[str, list[str]] = {}
        self.states = self.bias.states

    def facts(self) -> dict:
        """The canonical facts."""
        chance = self.chance
        on = "" if chance.maybe(0.3) else ON
        tables = {"roster": self.roster(), "agreement": self.agreement()}
        tables |= {"observations": self.observations(), "events": self.events()}
        made = {
            name: {"columns": list(COLUMNS[name]), "rows": sorted(rows, key=_order)}
            for name, rows in tables.items()
        }
        head = {"format": "baton.facts/1", "as_of": self.maker.shelf.as_of, "on": on}
        return head | {"absent": chance.choice(("not_yet", "missing"))} | made

    def everyone(self) -> list[str]:
        return sorted(who for members in self.members.values() for who in members)

    def roster(self) -> list[list]:
        """Who is assessed; parents and links point where no ring of groups can arise."""
        chance, plans = self.chance, self.maker.plans
        number = 0
        letter = chance.choice(("S", "s", "单位"))
        for group in [*(plan.group for plan in plans), ELSEWHERE]:
            size = chance.randint(self.bias.least, self.bias.most)
            if group == ELSEWHERE:
                size = chance.choice((0, 0, 0, 1))
            self.members[group] = []
            for _ in range(size):
                number += chance.choice((1, 1, 7))
                self.members[group].append(f"{letter}{number}")
        rows = []
        for place, plan in enumerate(plans):
            earlier = [other.group for other in plans[:place]]
            upwards = [other.group for other in plans if plan.group in other.below]
            if plan.by_parent:
                upwards = earlier
            rows += [
                self.person(who, plan.group, upwards, earlier) for who in self.members[plan.group]
            ]
        rows += [self.person(who, ELSEWHERE, [], []) for who in self.members[ELSEWHERE]]
        chance.shuffle(rows)
        for order, row in enumerate(rows):
            row[5] = order
        return rows

    def person(self, who: str, group: str, upwards: list[str], earlier: list[str]) -> list:
        """One line of the roster."""
        chance = self.chance
        parents = [p for other in upwards for p in self.members[other]]
        parent = chance.choice(parents) if parents and chance.maybe(0.85) else ""
        others = [other for name in earlier for other in self.members[name]]
        others += self.members[ELSEWHERE] if chance.maybe(0.1) else []
        linked = chance.sample(others, min(len(others), chance.choice((0, 1, 1, 2))))
        links = [[other, c.POSITIVE.draw(chance)] for other in linked]
        start = chance.choice(("",) * 5 + ("2026-03-01", ON, "2027-01-01"))
        end = chance.choice(("",) * 8 + ("2026-12-30", ON, "2027-06-30"))
        kind = chance.choice(("unit", "person"))
        listing = "separate" if chance.maybe(self.bias.separate) else "ranked"
        team = chance.choice(("", "一队", "二队"))
        return [who, who, kind, group, parent, 0, team, start, end, listing, [], links]

    def agreement(self) -> list[list]:
        """Targets: for all, for one, missing or empty."""
        chance = self.chance
        rows = {}
        trouble = 0.02 if self.bias.trouble < 0.1 else 0.08
        for item, fields in self.maker.fields.items():
            for name, draw in fields.items():
                shared = chance.choice(("all", "own", "both", "both"))
                if shared != "own":
                    rows["*", item, name] = None if chance.maybe(trouble) else draw(chance)
                for who in self.everyone() if shared != "all" else []:
                    if not chance.maybe(0.4 if shared == "both" else trouble):
                        empty = chance.maybe(3 * trouble if shared == "both" else trouble)
                        rows[who, item, name] = None if empty else draw(chance)
        for (node, name), group in self.maker.trees.fields.items():
            for who in self.members[group]:
                if not chance.maybe(trouble):
                    rows[who, node, name] = c.WEIGHT.draw(chance)
            if chance.maybe(0.2):
                rows["*", node, name] = "1"
        return [[*key, value] for key, value in rows.items()]

    def observations(self) -> list[list]:
        """What was reported, cell by cell."""
        chance = self.chance
        rows = []
        first = next(iter(self.maker.items.values()))
        shown = {source["item"] for source in first["data"].values()}
        for code, item in self.maker.shelf.data.items():
            calm = chance.maybe(0.2)
            trouble = min(self.bias.trouble, 0.1) if calm else self.bias.trouble
            self.states = self.bias.states
            if code in shown and self.bias.trouble > 0.5:
                trouble, self.states = 0.6, (self.maker.state_in_turn(),)
            elif not calm and chance.maybe(0.45):
                self.states = (chance.choice(self.bias.states),)
            for who in self.everyone():
                for period in self.maker.shelf.calendar:
                    rows += self.cell(who, code, item, period, trouble)
        return rows

    def cell(self, who: str, code: str, item: DataItem, period: str, trouble: float) -> list[list]:
        """The lines of one cell."""
        chance = self.chance
        key = (who, code, period)
        tail = ["", chance.choice(("", "2026-07-01"))]
        troubled = chance.maybe(trouble)
        if troubled and "missing" in self.bias.states and chance.maybe(0.15):
            return []
        rows = []
        if not troubled or (item.kind == "tally" and chance.maybe(0.3)):
            rows = [[*key, part, value, "reported", *tail] for part, value in self.values(item)]
        if troubled or not rows:
            rows.append([*key, "", None, chance.choice(self.states), *tail])
        return rows

    def values(self, item: DataItem) -> list[tuple[str, str]]:
        """The key and value of each reported line of a cell."""
        chance = self.chance
        if item.kind == "number":
            where = item.domain or c.COUNT
            if not self.bias.same and chance.maybe(0.03):
                where = chance.choice((c.BIT, c.NEGATIVE, c.TINY))
            return [("", where.draw(chance))]
        if item.kind == "grade":
            known = chance.maybe(0.97)
            return [("", chance.choice(GRADES) if known else "无此等第")]
        if item.kind == "date":
            return [("", c.day(chance, 0, 14))]
        keys = [chance.choice(item.keys) for _ in range(chance.randint(1, 4))]
        return [(key, str(chance.choice((0, 1, 1, 2, 3, 7)))) for key in keys]

    def events(self) -> list[list]:
        """Commendations, deductions, vetoes and promotions."""
        chance = self.chance
        kinds = [*LEDGER_KINDS * 6, "提级", "否决甲", "否决乙", "否决丙", "无关"]
        rows = []
        for who in self.everyone():
            used = any(item["method"] == "ledger" for item in self.rulebook["items"])
            likely = max(self.bias.events, 1.4 if used else 0) * (1 if used else 0.7)
            most = chance.choice((3, 5, 8) if used else (2, 3, 5))
            count = sum(chance.maybe(likely / 2) for _ in range(most))
            for _ in range(count):
                rows.append(self.event(f"e{len(rows) + 1}", who, chance.choice(kinds)))
        return rows

    def event(self, code: str, who: str, kind: str) -> list:
        """One event."""
        chance = self.chance
        level = "无此级别" if chance.maybe(0.03) else chance.choice(LEDGER_LEVELS)
        matter = chance.choice(("", "事项二", *["事项一"] * 4))
        until = chance.choice(("", "", "2026-12-30", ON, "2027-12-31"))
        role = chance.choice(("lead", "support"))
        points = c.SIGNED.draw(chance) if chance.maybe(0.6) else None
        counted = c.SIGNED.draw(chance) if chance.maybe(0.3) else None
        decision = chance.weighted({"accepted": 20, "pending": 1, "rejected": 1, "exempted": 1})
        elsewhere = chance.maybe(0.2)
        tail = [role, chance.choice((1, 1, 2, 3)), points, counted, decision, elsewhere]
        return [code, who, kind, level, matter, c.day(chance), until, "", *tail]


def _order(row: list) -> list:
    """Ascending, null first."""
    return [(part is not None, part if part is not None else "") for part in row]
