"""找名字: propose the name that was probably meant, with bounded work."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from baton.scoring.rulebook.checks.numbers import shorten

MOST_PROPOSALS = 40
MOST_CANDIDATES = 5000
LONGEST = 40


class Names:
    """Known names of one sort; remembers how many proposals it made, for hostile books name thousands."""

    def __init__(self, word: str, known: Iterable[str]) -> None:
        self.word = word
        self.known = dict.fromkeys(known)
        self._asked = 0

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self.known

    def unknown(self, name: str) -> tuple[str, str]:
        """What is wrong and the remedy, for a name that is not known."""
        what = f"没有{self.word}“{shorten(name)}”"
        self._asked += 1
        near = nearest(name, self.known) if self._asked <= MOST_PROPOSALS else None
        if near is not None:
            return what, f"是“{near}”吗?"
        some = "、".join(shorten(known, 20) for known in list(self.known)[:6])
        more = "等" if len(self.known) > 6 else ""
        return what, f"可用的有:{some}{more}" if some else f"请先登记{self.word}"


def nearest(name: str, known: Collection[str]) -> str | None:
    """The most similar known name, if exactly one is similar enough: of two, neither is proposed."""
    if not name or len(name) > LONGEST:
        return None
    limit = 1 if len(name) <= 3 else max(2, len(name) // 3)
    best: tuple[int, str] | None = None
    alone = True
    letters = set(name)
    for other in list(known)[:MOST_CANDIDATES]:
        if abs(len(other) - len(name)) > limit or not letters & set(other):
            continue
        steps = _distance(name, other, limit)
        if steps <= limit and (best is None or steps <= best[0]):
            alone = best is None or steps < best[0]
            best = steps, other
    if best:
        return best[1] if alone else None
    return _containing(name, known)


def _containing(name: str, known: Collection[str]) -> str | None:
    for other in list(known)[:MOST_CANDIDATES]:
        if len(name) >= 2 and len(other) >= 2 and (name in other or other in name):
            return shorten(other, LONGEST)
    return None


def _distance(a: str, b: str, limit: int) -> int:
    """Edits from `a` to `b`, or more than `limit` as soon as that is certain."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
        if min(row) > limit:
            return limit + 1
    return row[-1]
