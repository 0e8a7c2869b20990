"""Figures against the rule book, each by itself: a value that no score can be made of is named before it is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from baton.documents.office.canonical import is_day
from baton.documents.problems import Problems
from baton.scoring.canonical import DECIMAL, decimal_text, parse_decimal

Row = dict[str, Any]
Fault = tuple[str, str, str]  # what is wrong, what to do, code
FIGURE = "figure"


def check_figures(
    rulebook: Row, lines: Sequence[Sequence[Any]], *, names: Mapping[str, str], problems: Problems
) -> None:
    """Report every reported figure (rows of the canonical table of observations) that can't be scored.

    names: the units' names, for figures without a source. A problem is `about` ("figure", subject, item, period, key).
    """
    _Figures(rulebook, names, problems).run(lines)


class _Figures:
    def __init__(self, rulebook: Row, names: Mapping[str, str], problems: Problems) -> None:
        self.names, self.problems = names, problems
        self.data = {entry["code"]: entry for entry in rulebook["data"]}
        self.direct, self.marks = _direct_limits(rulebook), marked_items(rulebook)
        self.words, self.tallies = _grade_words(rulebook), _tally_words(rulebook)
        self.unknown: dict[tuple[str, str], list[str]] = {}

    def run(self, lines: Sequence[Sequence[Any]]) -> None:
        for line in lines:
            entry, value = self.data.get(line[1]), line[4]
            if entry is None or line[5] != "reported" or value is None:
                continue
            faults: list[Fault] = []
            self.look(entry, line[3], value, faults)
            if line[1] not in self.marks and line[3] not in self.tallies.get(line[1], (line[3],)):
                self.unknown.setdefault((line[1], line[3]), []).append(self.place(entry, line))
            for what, remedy, code in faults:
                about = (FIGURE, *line[:4])
                self.problems.error(self.place(entry, line), what, remedy, code=code, about=about)
        self.unknown_words()

    def place(self, entry: Row, line: Sequence[Any]) -> str:
        subject, _, period, *_ = line
        return line[6] or f"{self.names.get(subject, subject)}·{entry['name']}·{period}"

    def look(self, entry: Row, key: str, value: str, faults: list[Fault]) -> None:
        item, kind = entry["code"], entry["kind"]
        if kind == "grade" and item in self.words and value not in self.words[item]:
            what = f"等次“{value}”不在规则书的换算表里"
            faults.append((what, "可用的等次:" + "、".join(sorted(self.words[item])), "grade"))
        elif kind == "date" and not is_day(value):
            what = f"“{entry['name']}”填了 {value},日历上没有这一天"
            faults.append((what, "请写成 2026-03-01", "day"))
        elif kind in {"number", "tally"}:
            if item in self.marks:
                _mark(entry, key, faults)
            if not _above_full(self.direct.get(item), value, faults):
                _number(entry, value, faults)

    def unknown_words(self) -> None:
        for (item, key), places in self.unknown.items():
            more = f"(共 {len(places)} 处)" if len(places) > 1 else ""
            what = f"“{self.data[item]['name']}”的类别“{key}”在规则书里没有分值,不得分{more}"
            remedy = "规则书里的类别:" + "、".join(sorted(self.tallies[item])[:20])
            self.problems.warn(places[0], what, remedy, code="tally-key")


def _number(entry: Row, value: str, faults: list[Fault]) -> None:
    if not DECIMAL.fullmatch(value):
        what = f"“{value}”超出可用的数:整数至多 15 位,小数至多 6 位"
        faults.append((what, "请核对位数和单位(元、万元、亿元)", "number-range"))
        return
    least, most = entry["min"], entry["max"]
    if least is not None and Decimal(value) < Decimal(least):
        negative = value.startswith("-")
        remedy = "这一项不会是负数,请核对是否写错符号" if negative else "请核对数值和单位"
        faults.append((f"“{entry['name']}”填了 {value},不应小于 {least}", remedy, "below-min"))
    if most is not None and Decimal(value) > Decimal(most):
        faults.append(
            (f"“{entry['name']}”填了 {value},不应大于 {most}", "请核对数值和单位", "above-max")
        )
    if entry["kind"] == "tally" and ("." in value or value.startswith("-")):
        faults.append((f"件数、票数应为不小于 0 的整数,填了 {value}", "请核对", "tally-whole"))


def _mark(entry: Row, key: str, faults: list[Fault]) -> None:
    """Where marks are counted, the category is the mark itself, written the shortest way."""
    if DECIMAL.fullmatch(key) and decimal_text(*parse_decimal(key)) == key:
        return
    shortest = decimal_text(*parse_decimal(key)) if DECIMAL.fullmatch(key) else ""
    remedy = f"请写成 {shortest}" if shortest else "请写分数,如 90、87.5"
    faults.append((f"“{entry['name']}”的类别应为票上的分数,写的是“{key}”", remedy, "tally-mark"))


def _above_full(limit: tuple[str, Decimal] | None, value: str, faults: list[Fault]) -> bool:
    """Whether a direct score is outside its points; whatever else bounds it need not be said then."""
    if limit is None or not DECIMAL.fullmatch(value):
        return False
    name, full = limit
    if full and not 0 <= Decimal(value) <= full:
        what = f"“{name}”直接评了 {value} 分,应在 0 到 {full} 之间"
        faults.append((what, "请核对评分,或把加分写进加减分台账", "direct-range"))
        return True
    return False


def _direct_limits(rulebook: Row) -> dict[str, tuple[str, Decimal]]:
    """Data items that are direct scores, with the indicator's full points where they are the same for all."""
    return {
        item["data"]["x"]["item"]: (item["name"], Decimal(item["points"]))
        for item in rulebook["items"]
        if item["method"] == "direct" and isinstance(item["points"], str)
    }


def marked_items(rulebook: Row) -> set[str]:
    """Data items whose categories are marks (M23)."""
    return {
        item["data"]["x"]["item"]
        for item in rulebook["items"]
        if item["method"] == "trimmed_ratings"
    }


def _tally_words(rulebook: Row) -> dict[str, set[str]]:
    """Categories by data item, where every indicator that counts them says which it knows."""
    found: dict[str, set[str]] = {}
    anything: set[str] = set()
    kinds = {entry["code"]: entry["kind"] for entry in rulebook["data"]}
    for item in rulebook["items"]:
        for entry in item["data"].values():
            if kinds.get(entry["item"]) == "tally":
                known = _known_words(item["method"], item["params"])
                if known is None:
                    anything.add(entry["item"])
                found.setdefault(entry["item"], set()).update(known or ())
    return {code: known for code, known in found.items() if code not in anything}


def _known_words(method: str, params: Row) -> set[str] | None:
    """The categories one indicator knows; None where any other counts as well."""
    if method == "per_case":
        return set(params["levels"])
    if method == "ballots" and params["mode"] == "weighted":
        return {*params["weights"], *params["excluded"]}
    if method == "rater_categories":
        levels = {*params["levels"], *params["excluded"]}
        return {f"{kind['category']}|{level}" for kind in params["categories"] for level in levels}
    return None


def _grade_words(rulebook: Row) -> dict[str, set[str]]:
    """Grade words by data item, where some indicator converts them."""
    found: dict[str, set[str]] = {}
    for item in rulebook["items"]:
        params = item["params"]
        if item["method"] in {"grade_conversion", "converted"} and params.get("table"):
            found.setdefault(item["data"]["x"]["item"], set()).update(params["table"])
    return found
