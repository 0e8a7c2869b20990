"""Indicators that differ from another only in numbers: the engine computes such indicators together."""

from tests.fuzz import chance as c
from tests.fuzz.chance import Chance

# Parameters of indicators, and from where any number is valid.
SIGNED = (
    *("target", "threshold", "per_point", "per_case", "reference", "bad", "good", "base", "span"),
    *("equal", "otherwise", "above", "below", "zero_at", "full_at", "start", "award", "gain"),
    *("loss", "benchmark", "coefficient", "cap", "floor", "least", "most", "add", "step", "value"),
)
NUMBERS = dict.fromkeys(SIGNED, c.SIGNED) | {
    **dict.fromkeys(("share", "per_place", "support_share"), c.SHARE),
    **dict.fromkeys(("every", "width", "divisor", "scale"), c.POSITIVE),
    "points": c.POINTS,
    "weight": c.WEIGHT,
    "free": c.FEW,
    "min_sample": c.FEW,
    "min_spread": c.RATIO,
}
WHOLE = {"protect": (1, 9), "trim_above": (0, 5), "zero_after": (0, 8)}
TABLES = {"levels": c.POINTS, "weights": c.SHARE, "table": c.POINTS, "list_caps": c.POINTS}


def renumber(chance: Chance, part: dict | list, inside: str = "") -> None:
    """Draw about half of the numbers of an indicator again."""
    for key, value in list(part.items() if isinstance(part, dict) else enumerate(part)):
        where = TABLES.get(inside) or NUMBERS.get(key)
        if isinstance(value, dict | list):
            renumber(chance, value, str(key))
        elif key in WHOLE and value is not None and chance.maybe(0.5):
            part[key] = chance.randint(*WHOLE[key])
        elif where and isinstance(value, str) and _is_number(value) and chance.maybe(0.5):
            part[key] = where.draw(chance)


def _is_number(value: str) -> bool:
    return value.lstrip("-").replace(".", "").isdigit()
