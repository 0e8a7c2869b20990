"""Canonical JSON, hashes and decimal text (semantics §1 and §11)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Any

SEMANTICS = "1"

PLAIN = frozenset({str, int, bool, type(None)})
FIGURES = 1 << 15  # different ones that are kept in memory: a city has about so many in three years
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
Json = Any


def canonical_bytes(value: Json) -> bytes:
    """UTF-8 JSON with sorted keys and no white space; floats are refused.

    >>> canonical_bytes({"b": "1", "a": ["分"]}).decode()
    '{"a":["分"],"b":"1"}'
    """
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(value: Json) -> str:
    """SHA-256 of the canonical JSON, lower-case hexadecimal."""
    return digest_of(canonical_bytes(value))


def digest_of(content: bytes) -> str:
    """SHA-256 of what is canonical JSON already, lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def run_id(rulebook_digest: str, facts_digest: str) -> str:
    """The name of one run: the hash of semantics version, rule book and facts."""
    return digest({"facts": facts_digest, "rulebook": rulebook_digest, "semantics": SEMANTICS})


def parse_decimal(text: str) -> tuple[int, int]:
    """Decimal text as (numerator, places), shortest form; ValueError for anything else.

    >>> parse_decimal("86.40")
    (864, 1)
    """
    if not isinstance(text, str):
        raise ValueError(f"不是可用的数:{text!r}")
    return _parsed(text)


@lru_cache(maxsize=FIGURES)
def _parsed(text: str) -> tuple[int, int]:
    """The same figures stand in rule books, targets and tables over and over."""
    if not DECIMAL.fullmatch(text):
        raise ValueError(f"不是可用的数:{text!r}")
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return int(whole + fraction), len(fraction)


def decimal_text(numerator: int, places: int) -> str:
    """The shortest decimal text of ``numerator / 10**places``.

    >>> decimal_text(-150, 2), decimal_text(0, 6)
    ('-1.5', '0')
    """
    if not numerator:
        return "0"
    sign = "-" if numerator < 0 else ""
    digits = str(abs(numerator)).rjust(places + 1, "0")
    if not places:
        return sign + digits
    fraction = digits[-places:].rstrip("0")
    return sign + digits[:-places] + ("." + fraction if fraction else "")


def _refuse_floats(value: Json) -> None:
    """Depth by depth, by the kinds that occur at all: a year's facts are one table of plain texts."""
    level: list[Json] = [value]
    while level:
        kinds = set(map(type, level)) - PLAIN
        if any(issubclass(kind, float) for kind in kinds):
            raise TypeError("规范 JSON 里没有浮点数")
        inner = [part for part in level if type(part) not in PLAIN] if kinds else []
        level = list(chain.from_iterable(map(_parts, inner)))


def _parts(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple) else ()
