"""名称对照: which known subject or item a written name means; what is learnt once is kept in a small alias file.

A name is accepted when it is the id, the name, a learnt alias, the same after normalising (spaces, full-width forms,
brackets), or, for units, the only unit that fits when 人民政府 and a missing 县/市/区/局 are overlooked. Anything else,
above all anything that fits two, is a question for a person.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from baton.documents.likeness import LEAST, WITHIN, likeness
from baton.documents.problems import Problems

_TAIL = re.compile(r"(?:人民政府|政府|委员会办公室|管委会|管理委员会|党工委)$")
_HEAD = re.compile(r"^(?:中共|市委|县委)?")
_ADMINISTRATIVE = re.compile(r"(?:自治县|林区|特区|县|市|区|旗|镇|乡|街道|办事处|局|委|办)$")
_LEVEL_PREFIX = re.compile(r"^(?:市|县|区)(?=.{2,})")
_UNIT_IN_BRACKETS = re.compile(r"\((?P<unit>[^()]{1,12})\)$")
_NUMBERING = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[)]|[一二三四五六七八九十]{1,3}、|\d{1,3}[、.](?!\d)|[①-⑳])\s*"
)
_LONGEST_NAME = 80
_ALIAS_HEAD = ["写法", "标准名", "种类"]
KINDS = {"单位": "subject", "指标": "item"}


@dataclass(frozen=True, slots=True)
class Match:
    """id: the one meant, or None. how: "exact", "alias", "normalised", "shortened", "ambiguous" or "unknown".

    candidates: names to propose, the nearest first; looked for when asked, since most unknown texts are no names at all.
    """

    id: str | None
    how: str
    propose: Callable[[], tuple[str, ...]] = field(default=tuple, compare=False, repr=False)

    @property
    def candidates(self) -> tuple[str, ...]:
        return self.propose()


class NameBook:
    """The known names of one kind ("单位" or "指标") and everything written that was learnt to mean one of them."""

    def __init__(self, names: Mapping[str, str], aliases: Mapping[str, str], *, kind: str) -> None:
        self.kind = kind
        self._names = dict(names)
        self._exact: dict[str, set[str]] = {}
        self._alias = {written: known for written, known in aliases.items() if known in names}
        self._normal: dict[str, set[str]] = {}
        self._short: dict[str, set[str]] = {}
        self._found: dict[str, Match] = {}
        for identifier, name in names.items():
            self._exact.setdefault(name, set()).add(identifier)
            self._normal.setdefault(normalised(name), set()).add(identifier)
            self._normal.setdefault(normalised(identifier), set()).add(identifier)
            if kind == "指标":
                self._normal.setdefault(normalised(without_unit(name)[0]), set()).add(identifier)
            else:
                for form in _short_forms(normalised(name)):
                    self._short.setdefault(form, set()).add(identifier)
        self._alias_normal = {normalised(written): known for written, known in self._alias.items()}

    def find(self, written: str) -> Match:
        """Resolve one written name; remembered, so that asking again costs nothing."""
        match = self._found.get(written)
        if match is None:
            match = self._found[written] = self._resolve(written)
        return match

    def within(self, text: str) -> list[str]:
        """Everybody whose name or learnt way of writing stands in a text, none within another's longer one."""
        known = {name: one for one, name in self._names.items()} | self._alias
        left, found = text, list[str]()
        for written in sorted(known, key=len, reverse=True):
            if len(written) > 1 and written in left:
                left = left.replace(written, "\n")
                found.append(known[written])
        return list(dict.fromkeys(found))

    def was_asked(self, written: str) -> bool:
        """Whether somebody looked for this name, with or without a unit behind it."""
        return bool(self.brackets_behind(written))

    def brackets_behind(self, written: str) -> set[str]:
        """What stood in brackets behind this name wherever it was looked for, "" for nothing."""
        asked = [without_unit(one) for one in self._found]
        return {behind for bare, behind in asked if normalised(bare) == normalised(written)}

    def name(self, identifier: str) -> str:
        return self._names[identifier]

    def _resolve(self, written: str) -> Match:
        if written in self._names:
            return Match(written, "exact")
        if written in self._alias:
            return Match(self._alias[written], "alias")
        for table, key, how in self._steps(written):
            hits = table.get(key, set())
            if len(hits) == 1:
                return Match(next(iter(hits)), how)
            if hits:
                return Match(None, "ambiguous", partial(self._named, hits))
        return Match(None, "unknown", partial(self.nearest, written))

    def _named(self, identifiers: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self._names[identifier] for identifier in identifiers))

    def _steps(self, written: str) -> Iterable[tuple[Mapping[str, set[str]], str, str]]:
        yield self._exact, written.strip(), "exact"
        normal = normalised(written)
        if normal in self._alias_normal:
            yield {normal: {self._alias_normal[normal]}}, normal, "alias"
        yield self._normal, normal, "normalised"
        if self.kind == "指标":
            bare = normalised(without_unit(written)[0])
            yield self._normal, bare, "normalised"
            if bare in self._alias_normal:
                yield {bare: {self._alias_normal[bare]}}, bare, "alias"
            return
        official = _TAIL.sub("", _HEAD.sub("", normal))
        yield self._normal, official, "shortened"
        if len(official) >= 2:
            yield self._short, official, "shortened"
            yield self._normal_by_written_short(official), official, "shortened"

    def _normal_by_written_short(self, official: str) -> Mapping[str, set[str]]:
        """临江县 written, 临江 known: only when the known name itself has no such ending."""
        hits: set[str] = set()
        for form in _short_forms(official):
            hits |= self._normal.get(form, set())
        return {official: hits}

    def nearest(self, written: str, most: int = 3) -> tuple[str, ...]:
        """Known names most like a written one: those containing it or contained in it, then by likeness.

        Units are no more alike for being of one level and kind: 市民政局 is never proposed for 市商务局.
        """
        normal = normalised(without_unit(written)[0] if self.kind == "指标" else written)
        if not normal:
            return ()
        scored = []
        for name in set(self._names.values()):
            other = normalised(name)
            score = (likeness if self.kind == "单位" else _alike)(normal, other)
            if score >= LEAST:
                scored.append((-score, name))
        return tuple(name for _, name in sorted(scored)[:most])


def _alike(one: str, other: str) -> float:
    """How much two names of anything are alike; one within the other is more."""
    score = difflib.SequenceMatcher(None, one, other).ratio()
    within = len(one) >= 2 and len(other) >= 2 and (one in other or other in one)
    return score + WITHIN if within else score


def normalised(text: str) -> str:
    """Half-width, no blanks, brackets and dashes alike, numbering in front removed, letters small.

    Names are remembered, since every heading is compared with each that is known; whole paragraphs are not.
    """
    return _of_a_name(text) if len(text) <= _LONGEST_NAME else _normalised(text)


def _normalised(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = "".join(
        c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")
    )
    text = _NUMBERING.sub("", text) or text
    return re.sub(r"[—–−―]", "-", text).strip(":*※").lower()


_of_a_name = lru_cache(maxsize=8192)(_normalised)


def without_unit(text: str) -> tuple[str, str]:
    """A heading and the unit of measure in brackets behind it: "财政收入(万元)" is ("财政收入", "万元")."""
    folded = unicodedata.normalize("NFKC", text).strip()
    found = _UNIT_IN_BRACKETS.search(folded)
    if not found:
        return text, ""
    return folded[: found.start()].strip(), re.sub(r"^单位:", "", found["unit"]).strip()


def with_measure(name: str, measure: str) -> str:
    """A name with its unit of measure in brackets, once: many names bear it themselves.

    >>> with_measure("财政收入", "万元"), with_measure("财政收入(万元)", "万元"), with_measure("财政收入", "")
    ('财政收入（万元）', '财政收入(万元)', '财政收入')
    """
    return f"{name}（{measure}）" if measure and without_unit(name)[1] != measure else name


def ask(match: Match, written: str, kind: str) -> tuple[str, str, str]:
    """What, remedy and code for a name that was not accepted."""
    candidates = match.candidates
    if match.how == "ambiguous":
        which = "、".join(f"“{name}”" for name in candidates)
        return f"{kind}“{written}”可能是{which},不能确定", f"请写{kind}全称", "name-ambiguous"
    if not candidates:
        return (
            f"没有叫“{written}”的{kind}",
            f"请核对{kind}名称,或先把它加进方案和名册",
            "name-unknown",
        )
    first, *others = candidates
    more = f"(相近的还有{'、'.join(others)})" if others else ""
    remedy = f"是“{first}”吗?请改正写法,或在别名表加一行:{written},{first},{kind}{more}"
    return f"没有叫“{written}”的{kind}", remedy, "name-unknown"


def _short_forms(normal: str) -> set[str]:
    """What people leave out: 东岭 for 东岭县, 统计局 for 市统计局, 统计 never."""
    forms = set()
    for base in {normal, _TAIL.sub("", normal)}:
        bare = _LEVEL_PREFIX.sub("", base)
        forms |= {base, bare}
        found = _ADMINISTRATIVE.search(base)
        if found and found[0] not in ("局", "委", "办"):
            forms.add(base[: found.start()])
        if bare.endswith("局") and len(bare) > 3:
            forms.add(bare[:-1])
    return {form for form in forms if len(form) >= 2} - {normal}


def load_aliases(path: str | Path, *, problems: Problems) -> dict[str, dict[str, str]]:
    """Learnt names by kind: {"单位": {"东岭": "东岭县"}, "指标": {…}}; a missing file holds none. Faults go to problems."""
    path = Path(path)
    learnt: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    if not path.exists():
        return learnt
    try:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error, OSError):
        problems.error(
            path.name, "别名表打不开", "它应是 UTF-8 的 .csv,三列:写法,标准名,种类", code="aliases"
        )
        return learnt
    for number, row in enumerate(rows[1:], start=2):
        place = f"{path.name} (第{number}行)"
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if len(cells) != 3 or cells[2] not in learnt or not cells[0] or not cells[1]:
            problems.error(
                place, "别名要三列:写法,标准名,种类", "种类写“单位”或“指标”", code="aliases"
            )
        elif learnt[cells[2]].setdefault(cells[0], cells[1]) != cells[1]:
            what = f"“{cells[0]}”既是“{learnt[cells[2]][cells[0]]}”又是“{cells[1]}”"
            problems.error(place, what, "请只留一行", code="aliases")
    return learnt


def save_aliases(path: str | Path, learnt: Mapping[str, Mapping[str, str]]) -> None:
    """Write learnt names, sorted, so that two versions of the file can be compared line by line."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(_ALIAS_HEAD)
    for kind in sorted(learnt):
        writer.writerows([written, name, kind] for written, name in sorted(learnt[kind].items()))
    Path(path).write_text(buffer.getvalue(), "utf-8-sig", newline="")


def aliases_by_id(learnt: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """Written -> id, from learnt written -> standard name; standard names that nobody has are left out."""
    identifiers = {name: identifier for identifier, name in names.items()}
    identifiers.update({identifier: identifier for identifier in names})
    return {written: identifiers[name] for written, name in learnt.items() if name in identifiers}
