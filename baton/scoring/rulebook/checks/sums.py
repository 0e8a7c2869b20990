"""合计的检查: shares and weights. Printed ones add up to 99.99 % as often as to 100 %, so a little is forgiven."""

from __future__ import annotations

from fractions import Fraction

from baton.scoring.rulebook.checks.numbers import fraction, plain
from baton.scoring.rulebook.faults import Faults, Json, Path

FORGIVEN = Fraction(5, 10_000)  # 99.95 % to 100.05 %: what rounding leaves of a printed table


def check_shares(values: list[Json], path: Path, word: str, faults: Faults) -> None:
    """Shares must add up to 1, as they multiply the full points directly."""
    total = _total(values)
    if total is not None and abs(total - 1) > FORGIVEN:
        faults.add(path, f"{word}合计 {plain(total * 100)}%,不是100%", _remedy(total))


def check_weights(values: list[Json], path: Path, word: str, faults: Faults) -> None:
    """Weights may be any ratio (3:6:3:3); but written as shares, all below 1, they must add up to 1."""
    total = _total(values)
    if total is None or not values:
        return
    if total <= 0:
        faults.add(path, f"{word}合计为 {plain(total)}", "请至少给一项写大于0的权重")
    elif all((fraction(value) or 0) < 1 for value in values) and abs(total - 1) > FORGIVEN:
        remedy = _remedy(total) + ";按比例的请写整数,如 3 比 6"
        faults.add(path, f"{word}合计 {plain(total * 100)}%,不是100%", remedy)


def _total(values: list[Json]) -> Fraction | None:
    exact = [fraction(value) for value in values]
    known = [value for value in exact if value is not None]
    return sum(known, Fraction(0)) if len(known) == len(exact) else None


def _remedy(total: Fraction) -> str:
    more = "多" if total > 1 else "少"
    return f"{more}了 {plain(abs(total - 1) * 100)} 个百分点,请核对"
