"""What one indicator asks for while its method is drawn: data items, parameters and agreement fields."""

from dataclasses import dataclass, field

from tests.fuzz import chance as c
from tests.fuzz.chance import Chance, Domain, Draw

TAKES = ("at", "at", "at", "sum", "mean", "last", "max", "min")
GRADES = ("A", "B", "C", "好")
LEVELS = ("优", "良", "差", "弃权")


@dataclass
class DataItem:
    """A data item of the rule book and where its observations come from."""

    kind: str
    domain: Domain | None = None
    keys: tuple[str, ...] = ()


@dataclass
class Shelf:
    """What all indicators of one book share: its calendar, its data items and its chance."""

    chance: Chance
    calendar: list[str]
    as_of: str
    domains: list[Domain]
    data: dict[str, DataItem] = field(default_factory=dict)
    style: str = "d"

    def new(self, item: DataItem) -> str:
        """A new data item and its code."""
        code = f"{self.style}{len(self.data) + 1}"
        self.data[code] = item
        return code


class Inputs:
    """The data inputs and agreement fields of one indicator."""

    def __init__(self, shelf: Shelf):
        self.shelf, self.chance = shelf, shelf.chance
        self.data: dict[str, dict] = {}
        self.fields: dict[str, Draw] = {}

    def number(self, name: str, *domains: Domain, take: str | None = None) -> Domain:
        """Add a number input and say what numbers to expect."""
        chance, shelf = self.chance, self.shelf
        known = [code for code, item in shelf.data.items() if item.kind == "number"]
        if known and chance.maybe(0.2):
            code = chance.choice(known)
        else:
            own = chance.choice(domains or shelf.domains)
            code = shelf.new(DataItem("number", own))
        where = shelf.data[code].domain or c.COUNT
        taken = take or chance.choice(TAKES)
        constants = {}
        if take is None and chance.maybe(0.2):
            constants = {p: where.draw(chance) for p in chance.some(shelf.calendar, 1)}
        self.data[name] = self._input(code, taken, constants)
        return where

    def tally(self, name: str, keys: tuple[str, ...]) -> None:
        """Add a tally input whose cells count these keys."""
        code = self.shelf.new(DataItem("tally", keys=keys))
        self.data[name] = self._input(code, self.chance.choice(("at", "at", "sum")))

    def grade(self, name: str) -> None:
        """Add a grade input."""
        self.data[name] = self._input(self.shelf.new(DataItem("grade")), "at")

    def date(self, name: str) -> None:
        """Add a date input."""
        self.data[name] = self._input(self.shelf.new(DataItem("date")), "at")

    def rounds(self, name: str) -> Domain:
        """Add the input of a method that names its own periods."""
        where = self.number(name, take="at")
        self.data[name]["periods"] = "@"
        return where

    def _input(self, code: str, take: str, constants: dict | None = None) -> dict:
        chance, shelf = self.chance, self.shelf
        words = ["@"] if shelf.as_of else []
        if take == "at":
            periods = chance.choice([*words, [chance.choice(shelf.calendar)]])
        else:
            words += ["to_date"] * 2 if shelf.as_of else []
            periods = chance.choice([*words, chance.some(shelf.calendar, 1)])
            if isinstance(periods, list) and chance.maybe(0.2):
                chance.shuffle(periods)
        return {"item": code, "take": take, "periods": periods, "constants": constants or {}}

    def p(self, draw: Domain | Draw, fields: float = 0.25):
        """A parameter: a number (or date) as text, or a field of the agreement."""
        drawing = draw.draw if isinstance(draw, Domain) else draw
        if not self.chance.maybe(fields):
            return drawing(self.chance)
        name = f"栏{len(self.fields) + 1}"
        self.fields[name] = drawing
        return {"field": name}

    def p_or_null(self, draw: Domain | Draw, null: float = 0.4):
        """A parameter that may be null."""
        return None if self.chance.maybe(null) else self.p(draw)

    def n(self, where: Domain) -> str:
        """A plain number."""
        return where.draw(self.chance)

    def n_or_null(self, where: Domain, null: float = 0.4) -> str | None:
        """A plain number or null."""
        return None if self.chance.maybe(null) else self.n(where)

    def target(self, where: Domain):
        """A parameter near the data, at times zero or negative."""

        def draw(chance: Chance) -> str:
            if chance.maybe(0.1):
                return chance.choice(("0", "0", "-1"))
            drawn = where.number(chance)
            return c.text(drawn if chance.maybe(0.1) else abs(drawn) or where.grain)

        return self.p(draw)
