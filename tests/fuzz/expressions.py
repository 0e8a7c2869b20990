"""Random formulas in the grammar of custom indicators (semantics 6.1)."""

from tests.fuzz.chance import Chance, text

BLANKS = ("", "", " ", "  ", "\t", "\n")
SUM, PRODUCT, UNARY, ATOM = range(4)
EITHER, BOTH, SIMPLE = range(3)
LONGEST = 400


class Formula:
    """Writes one expression over the given names; a piece is its text and how tightly it binds."""

    def __init__(self, chance: Chance, names: list[str]):
        self.chance, self.names = chance, names
        self.left = 30

    def blank(self) -> str:
        return self.chance.choice(BLANKS)

    def within(self, depth: int, binding: int) -> str:
        """An expression that may stand where `binding` is required."""
        written, binds = self.expression(depth)
        bare = binds >= binding and not self.chance.maybe(0.1)
        return written if bare else f"({self.blank()}{written}{self.blank()})"

    def expression(self, depth: int) -> tuple[str, int]:
        self.left -= 1
        if depth <= 0 or self.left <= 0 or self.chance.maybe(0.15):
            return self.atom(), ATOM
        kinds = ("sum", "product", "negative", "most", "call", "round", "choose")
        kind = self.chance.choices(kinds, (4, 5, 1, 2, 3, 2, 5))[0]
        return getattr(self, kind)(depth - 1)

    def atom(self) -> str:
        chance = self.chance
        if chance.maybe(0.65):
            return chance.choice(self.names)
        simple = ("0", "1", "2", "100", "0.5", "0.000001", "999999999999999.999999")
        return chance.choice(simple) if chance.maybe(0.7) else text(chance.randint(0, 10**8))

    def chain(self, depth: int, signs: str, own: int) -> tuple[str, int]:
        written = self.within(depth, own)
        for _ in range(self.chance.choice((1, 1, 2))):
            sign = self.chance.choice(signs)
            zero = sign == "/" and self.chance.maybe(0.08)
            right = "0" if zero else self.within(depth, own + 1)
            written += f"{self.blank()}{sign}{self.blank()}{right}"
        return written, own

    def sum(self, depth: int):
        return self.chain(depth, "+-", SUM)

    def product(self, depth: int):
        return self.chain(depth, "*//", PRODUCT)

    def negative(self, depth: int):
        return f"-{self.blank()}{self.within(depth, UNARY)}", UNARY

    def call(self, depth: int):
        name = self.chance.choice(("abs", "floor", "ceil"))
        return f"{name}{self.blank()}({self.within(depth, SUM)})", ATOM

    def most(self, depth: int):
        name = self.chance.choice(("min", "max"))
        count = self.chance.choice((1, 2, 2, 3))
        parts = [self.blank() + self.within(depth, SUM) + self.blank() for _ in range(count)]
        return f"{name}{self.blank()}({','.join(parts)})", ATOM

    def round(self, depth: int):
        return f"round({self.within(depth, SUM)},{self.blank()}{self.chance.randint(0, 10)})", ATOM

    def choose(self, depth: int):
        branches = f"{self.within(depth, SUM)},{self.blank()}{self.within(depth, SUM)}"
        return f"if({self.condition(depth, EITHER)},{self.blank()}{branches})", ATOM

    def condition(self, depth: int, binding: int) -> str:
        chance = self.chance
        self.left -= 1
        kind = "compare"
        if depth > 0 and self.left > 0:
            kind = chance.weighted({"compare": 1.2, "or": 1, "and": 1, "not": 1})
        if kind == "compare":
            sign = chance.choice((">=", ">", "<=", "<", "==", "!="))
            left, right = self.within(depth - 1, SUM), self.within(depth - 1, SUM)
            if chance.maybe(0.15):
                left = f"{chance.choice(self.names)}/{chance.choice(('0', *self.names))}"
            written, binds = f"{left}{self.blank()}{sign}{self.blank()}{right}", SIMPLE
        elif kind == "not":
            written, binds = f"not {self.condition(depth - 1, SIMPLE)}", SIMPLE
        else:
            binds = EITHER if kind == "or" else BOTH
            left, right = self.condition(depth - 1, binds), self.condition(depth - 1, binds + 1)
            written = f"{left} {kind} {right}"
        return written if binds >= binding and not chance.maybe(0.1) else f"({written})"


def formula(chance: Chance, names: list[str]) -> str:
    """A random expression, short enough for a rule book."""
    while True:
        writer = Formula(chance, names)
        written = writer.within(chance.randint(0, 4), SUM)
        if len(written) <= LONGEST:
            return written
