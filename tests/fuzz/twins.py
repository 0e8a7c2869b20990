"""Indicators that differ from another only in numbers: the engine computes such indicators together."""

from collections.abc import Callable
from decimal import Decimal

from tests.fuzz import chance as c
from tests.fuzz.chance import Chance


def weight(chance: Chance) -> str:
    """A period's weight, often none: such a period is only looked at."""
    return "0" if chance.maybe(0.25) else c.WEIGHT.draw(chance)


# Where each parameter's numbers come from, whatever the method …
SIGNED = (
    *("target", "threshold", "per_point", "per_case", "reference", "bad", "good", "base", "span"),
    *("equal", "otherwise", "above", "below", "zero_at", "full_at", "start", "award", "gain"),
    *("loss", "benchmark", "coefficient", "cap", "floor", "least", "most", "add", "step", "value"),
)
DRAWS: dict[str, Callable[[Chance], str | int]] = {
    **dict.fromkeys(SIGNED, c.SIGNED.draw),
    **dict.fromkeys(("share", "per_place", "support_share"), c.SHARE.draw),
    **dict.fromkeys(("every", "width", "divisor", "scale"), c.POSITIVE.draw),
    **dict.fromkeys(("free", "min_sample"), c.FEW.draw),
    "points": c.POINTS.draw,
    "weight": weight,
    "min_spread": c.RATIO.draw,
    "protect": lambda chance: chance.randint(1, 9),
    "trim_above": lambda chance: chance.randint(0, 5),
    "zero_after": lambda chance: chance.randint(0, 8),
}
# … but inside these, and for these keys of a method's own parameters.
TABLES = {
    "levels": c.POINTS.draw,
    "weights": c.SHARE.draw,
    "table": c.POINTS.draw,
    "list_caps": c.POINTS.draw,
    "values": c.SIGNED.draw,
}
EDGES = {"tiers": "from", "bands": "to", "stages": "days"}
RATIOS = {"cap": c.RATIO.draw}
SHARES = {"above": c.SHARE.draw, "below": c.SHARE.draw}


def renumber(chance: Chance, item: dict) -> None:
    """Draw about half of the numbers of an indicator again; what they are numbers of stays."""
    for key in ("points", "coefficient", "cap", "floor"):
        _renumber(chance, item, key, DRAWS[key])
    own = {"level_progress": SHARES, "ledger": {"cap": c.POINTS.draw}}.get(item["method"], RATIOS)
    _inside(chance, item["params"], DRAWS | own)


def _inside(chance: Chance, part: dict | list, draws: dict) -> None:
    for key, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        if isinstance(value, dict | list):
            keys = value if isinstance(value, dict) else range(len(value))
            _inside(chance, value, dict.fromkeys(keys, TABLES[key]) if key in TABLES else draws)
            if key in EDGES:
                _shift(chance, value, EDGES[key])
        elif key in draws:
            _renumber(chance, part, key, draws[key])


def _shift(chance: Chance, rows: list[dict], edge: str) -> None:
    """Move all edges of a table alike, so that they ascend as before."""
    by = chance.choice((0, 1, 2))
    for row in rows:
        value = row.get(edge)
        if isinstance(value, int):
            row[edge] = value + by
        elif value is not None and len(value) < 12:
            row[edge] = c.text(round(Decimal(value) * c.MILLION) + by * c.MILLION // 2)


def _renumber(chance: Chance, part: dict, key: str, draw: Callable[[Chance], str | int]) -> None:
    value = part[key]
    number = isinstance(value, int) or (isinstance(value, str) and _is_number(value))
    if number and not isinstance(value, bool) and chance.maybe(0.5):
        part[key] = draw(chance)


def _is_number(value: str) -> bool:
    return value.lstrip("-").replace(".", "").isdigit()
