"""Seeded chance, and numbers written as rule books write them."""

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MILLION = 10**6
MODES = ("half_up", "down", "up", "half_even")
STEPS = ("proportional", "whole", "started")
COMPARISONS = ("ge", "gt", "le", "lt")


class Chance(random.Random):
    """`random.Random` with the few words the generator is written in."""

    def maybe(self, likelihood: float) -> bool:
        """True with this likelihood."""
        return self.random() < likelihood

    def some(self, options: Sequence, least: int = 0) -> list:
        """A random choice of `options`, in their order."""
        size = self.randint(min(least, len(options)), len(options))
        return [options[i] for i in sorted(self.sample(range(len(options)), size))]

    def weighted(self, weights: dict):
        """One key of `weights`, by its weight."""
        return self.choices(list(weights), list(weights.values()))[0]


def text(millionths: int) -> str:
    """The shortest text of a number that is given in millionths."""
    whole, rest = divmod(abs(millionths), MILLION)
    fraction = f".{rest:06d}".rstrip("0") if rest else ""
    return ("-" if millionths < 0 else "") + str(whole) + fraction


@dataclass(frozen=True)
class Domain:
    """Where numbers come from: `low` to `high` in steps of `grain`, all in millionths."""

    low: int
    high: int
    grain: int

    def draw(self, chance: Chance) -> str:
        """One number."""
        return text(self.number(chance))

    def number(self, chance: Chance) -> int:
        """One number in millionths."""
        return chance.randint(-(-self.low // self.grain), self.high // self.grain) * self.grain


def domain(low, high, grain) -> Domain:
    """A domain from plain numbers; no step is finer than a millionth."""
    return Domain(*(round(part * MILLION) for part in (low, high, grain)))


BIT = domain(0, 1, 1)
FEW = domain(0, 4, 1)
COUNT = domain(0, 12, 1)
PLACES = domain(1, 12, 1)
HALF = domain(0, 4, 0.5)
EIGHTH = domain(-2, 3, 0.125)
PERCENT = domain(60, 130, 0.01)
FINE = domain(-5, 200, 0.000001)
NEGATIVE = domain(-9, 9, 0.25)
BIG = domain(10**14, 10**15 - 1, 0.000001)
WIDE = domain(-(10**15) + 1, 10**15 - 1, 0.000001)
RATIO = domain(0, 2, 0.05)
SHARE = domain(0, 1, 0.05)
POINTS = domain(0, 40, 0.5)
POSITIVE = domain(0.25, 4, 0.25)
WEIGHT = domain(0, 2, 0.25)
SIGNED = domain(-6, 12, 0.5)
FALLING = domain(-6, 0, 0.5)
TINY = domain(-0.01, 0.01, 0.000001)

Draw = Callable[[Chance], str]
FIRST_DAY = datetime.date(2026, 6, 1)


def day(chance: Chance, first: int = 0, last: int = 12) -> str:
    """An ISO date `first` to `last` days after the first of June."""
    return (FIRST_DAY + datetime.timedelta(days=chance.randint(first, last))).isoformat()


def places(chance: Chance, most: int = 10) -> dict:
    """One rounding."""
    return {"places": chance.randint(0, most), "mode": chance.choice(MODES)}


def ascending(chance: Chance, where: Domain, size: int) -> list[int]:
    """At most `size` different numbers of a domain in millionths, ascending."""
    return sorted({where.number(chance) for _ in range(size)})


def tiers(chance: Chance, where: Domain, award: Domain) -> list[dict]:
    """Tiers from minus infinity upwards."""
    starts = [None, *map(text, ascending(chance, where, chance.randint(0, 3)))]
    return [{"from": start, "award": award.draw(chance)} for start in starts]
