#!/usr/bin/env python3
"""Baton 离线核验器: recompute an archive with nothing but this file and Python's standard library.

Written from docs/reference/semantics.md alone, in the order of that page (§ numbers are its
sections); it shares no code with the engine. Everything is exact: integers and fractions.

Usage: python baton_verify.py ARCHIVE.zip
       python baton_verify.py LOG.jsonl [ARCHIVE.zip or printed head ...]
The second form follows the hash chain of the desk's log (docs/reference/audit.md), checks what every release says
of its draft and of the chain, and looks whether each archive is one that the log numbered as a draft, to whom it was
released and whether that was withdrawn; a head as printed on paper is looked up in the chain.
Exit codes: 0 everything agrees, 1 something differs, 2 a file can not be read.
"""

from __future__ import annotations

import datetime
import gc
import hashlib
import json
import operator
import re
import sys
import zipfile
from bisect import bisect_left, bisect_right
from fractions import Fraction as F
from pathlib import Path

SEMANTICS = "1"
ZERO, ONE, HUNDRED = F(0), F(1), F(100)
STATES = ("reported", "excused", "not_applicable", "not_yet", "pending", "missing")
BADNESS = {state: place for place, state in enumerate(STATES)}
COMPARE = {
    "ge": operator.ge, "gt": operator.gt, "le": operator.le, "lt": operator.lt,
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt,
    "==": operator.eq, "!=": operator.ne,
}  # fmt: skip


class Broken(Exception):
    """The archive, rule book or facts can not be used; the message is a Chinese sentence."""


class NotApplicable(Exception):
    """A method has no usable denominator or cohort (§6, "→ na")."""


class Pending(Exception):
    """A method found something that people still have to decide (§6)."""


# ------------------------------------------------------------------ §1 记号与取舍

NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,5}[1-9])?", re.ASCII)
_PARSED: dict[str, F] = {}


def number(text) -> F:
    """§1: decimal text (or a JSON integer) as an exact fraction, parsed once."""
    found = _PARSED.get(text) if isinstance(text, str) else None
    if found is not None:
        return found
    if isinstance(text, int) and not isinstance(text, bool):
        return F(text)
    if not isinstance(text, str) or not NUMBER.fullmatch(text) or text == "-0":
        raise Broken(f"“{text}”不是第 1 节所写的数")
    found = _PARSED[text] = F(text)
    return found


def optional(text) -> F | None:
    """§1: a number or null."""
    return None if text is None else number(text)


def round_to(value: F, places: int, mode: str) -> F:
    """§1: round(v, n, mode)."""
    scale = 10**places
    top, bottom = value.numerator * scale, value.denominator
    whole, rest = divmod(abs(top), bottom)
    if rest:
        if mode == "half_up":
            whole += 2 * rest >= bottom
        elif mode == "up":
            whole += 1
        elif mode == "half_even":
            whole += 2 * rest > bottom or (2 * rest == bottom and whole % 2)
        elif mode != "down":
            raise Broken(f"不认识的取舍方式“{mode}”")
    return F(-whole if top < 0 else whole, scale)


def q(value: F) -> F:
    """§1: q(v), ten places half up."""
    return round_to(value, 10, "half_up")


def rounder(rule):
    """§1: one of the six places of `rounding` as a function; null rounds nothing."""
    if rule is None:
        return lambda value: value
    places, mode = rule["places"], rule["mode"]
    if type(places) is not int or not 0 <= places <= 10:
        raise Broken(f"取舍位数应当是 0 到 10 的整数，不是“{places}”")
    return lambda value: round_to(value, places, mode)


def clip(value: F, low: F | None, high: F | None) -> F:
    """§1: first max, then min; null is no limit."""
    if low is not None and value < low:
        value = low
    return high if high is not None and value > high else value


def steps(value: F, mode: str) -> F:
    """§1: steps(v, mode) for v ≥ 0."""
    if mode == "proportional":
        return value
    if mode == "whole":
        return F(value.numerator // value.denominator)
    if mode == "started":
        return F(-(-value.numerator // value.denominator))
    raise Broken(f"不认识的计步方式“{mode}”")


def floor(value: F) -> int:
    """The largest integer not above the value."""
    return value.numerator // value.denominator


# ------------------------------------------------------------------ §11 规范 JSON 与哈希

COLUMNS = {
    "roster": "subject name kind group parent order team from to listing aliases links",
    "agreement": "subject indicator field value",
    "observations": "subject item period key value state source date",
    "events": "id subject kind level matter date until document role count points counted"
    " decision elsewhere",
    "subjects": "subject group status total carried interim share rank grade reason",
    "nodes": "subject node status value",
    "items": "subject item state outcome score",
}
COLUMNS = {table: names.split() for table, names in COLUMNS.items()}
KEYS = {"roster": 1, "agreement": 3, "events": 1, "subjects": 1, "nodes": 2, "items": 2}
FACT_TABLES = ("roster", "agreement", "observations", "events")
RESULT_TABLES = ("subjects", "nodes", "items")


def canonical(obj) -> bytes:
    """§11: UTF-8, keys by code point, no white space, no floats, no final newline."""
    text = json.dumps(obj, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(obj) -> str:
    """§11: sha256 of the canonical JSON."""
    return hashlib.sha256(canonical(obj)).hexdigest()


def run_id(rulebook_hash: str, facts_hash: str) -> str:
    """§11: the number of a run follows from its inputs alone."""
    return digest({"facts": facts_hash, "rulebook": rulebook_hash, "semantics": SEMANTICS})


def plain(value: F | None) -> str | None:
    """§11: the shortest decimal text."""
    if value is None:
        return None
    scaled, rest = divmod(abs(value.numerator) * 10**10, value.denominator)
    if rest:
        raise Broken("结果里有写不尽的小数")
    whole, part = divmod(scaled, 10**10)
    text = f"{whole}.{part:010d}".rstrip("0").rstrip(".")
    return "-" + text if value < 0 else text


def row_key(table: str):
    """§11: the order of the rows of a table; null comes first."""
    if table == "observations":
        return lambda row: (*row[:4], row[4] is not None, row[4] or "", row[5:])
    width = KEYS[table]
    return lambda row: row[:width]


def sorted_table(table: str, given: dict) -> dict:
    """§11: a table with its columns and rows in canonical order."""
    names, columns = given["columns"], COLUMNS[table]
    if sorted(names) != sorted(columns):
        raise Broken(f"表 {table} 的列不对，应当是：" + "、".join(columns))
    rows = given["rows"]
    if any(len(row) != len(columns) for row in rows):
        raise Broken(f"表 {table} 有的行列数不对")
    if names != columns:
        places = [names.index(column) for column in columns]
        rows = [[row[place] for place in places] for row in rows]
    return {"columns": columns, "rows": sorted(rows, key=row_key(table))}


def sorted_facts(facts: dict) -> dict:
    """§11: the four sealed tables in canonical order, and the three headers."""
    return {**facts, **{table: sorted_table(table, facts[table]) for table in FACT_TABLES}}


# ------------------------------------------------------------------ §2 事实


class Facts:
    """§2: the four tables, indexed by the way the later sections ask for them."""

    def __init__(self, facts: dict, kinds: dict[str, str]):
        self.as_of, self.on, self.absent = facts["as_of"], facts["on"], facts["absent"]
        if self.absent not in ("not_yet", "missing"):
            raise Broken(f"absent 应当是 not_yet 或 missing，不是“{self.absent}”")
        self.kinds = kinds
        self.roster = {row["subject"]: row for row in self.records(facts, "roster")}
        self.agreement, self.agreed, self.cells = {}, set(), {}
        for subject, indicator, field, value in facts["agreement"]["rows"]:
            self.agreement[subject, indicator, field] = value
            self.agreed.add((subject, indicator))
        self.index_observations(facts["observations"]["rows"])
        self.events: dict[str, list[dict]] = {}
        for event in self.records(facts, "events"):
            self.events.setdefault(event["subject"], []).append(event)
        for table in ("roster", "agreement", "events"):
            keys = {tuple(row[: KEYS[table]]) for row in facts[table]["rows"]}
            if len(keys) != len(facts[table]["rows"]):
                raise Broken(f"表 {table} 有主键相同的行")

    @staticmethod
    def records(facts: dict, table: str) -> list[dict]:
        """The rows of a table by column name."""
        return [dict(zip(COLUMNS[table], row, strict=True)) for row in facts[table]["rows"]]

    def index_observations(self, rows) -> None:
        """§2: one row per cell, except for tallies."""
        for subject, item, period, key, value, state, _source, _date in rows:
            if state not in BADNESS or (state == "reported") != (value is not None):
                raise Broken(f"观测 {subject}、{item}、{period} 的状态与值不合第 2 节")
            place = subject, item, period
            if self.kinds.get(item) == "tally":
                self.cells.setdefault(place, []).append((key, value, state))
            elif place in self.cells:
                raise Broken(f"观测 {subject}、{item}、{period} 不止一行")
            else:
                self.cells[place] = state, value

    def active(self, subject: str) -> bool:
        """§2 在册."""
        row = self.roster[subject]
        begun = not row["from"] or row["from"] <= self.on
        return not self.on or (begun and (not row["to"] or self.on <= row["to"]))

    def agreed_value(self, subject: str, indicator: str, field: str):
        """§2: the subject's own row, else the row of "*"; None is 缺."""
        place = subject, indicator, field
        if place not in self.agreement:
            place = "*", indicator, field
        return self.agreement.get(place)

    def cell(self, subject: str, item: str, period: str):
        """§2, §3: (state, value) of one cell; the value is text, a number's own text or a tally."""
        found = self.cells.get((subject, item, period))
        if found is None:
            return self.absent, None
        if self.kinds[item] != "tally":
            return found
        state = worst(row[2] for row in found)
        if state != "reported":
            return state, None
        counts: dict[str, F] = {}
        for key, value, _state in found:
            counts[key] = counts.get(key, ZERO) + number(value)
        return state, counts


def worst(states) -> str:
    """§4: the worst of some states; of none, reported."""
    return max(states, key=BADNESS.__getitem__, default="reported")


# ------------------------------------------------------------------ §3 数据输入


def fields_of(entry, skip=()) -> list[str]:
    """§3: every agreement field a parameter tree names (§6 M19 excepts two keys)."""
    if isinstance(entry, list):
        return [field for part in entry for field in fields_of(part, skip)]
    if not isinstance(entry, dict):
        return []
    if set(entry) == {"field"}:
        return [entry["field"]]
    return [f for key, part in entry.items() if key not in skip for f in fields_of(part, skip)]


class Source:
    """§3: one data input of an indicator, ready to be taken for any subject."""

    def __init__(self, spec: dict, book: Book, rounding):
        self.item, self.take = spec["item"], spec["take"]
        self.kind = book.kinds.get(self.item)
        if self.kind is None:
            raise Broken(f"数据项“{self.item}”不在规则书的 data 里")
        allowed = {"tally": ("at", "sum"), "date": ("at",), "grade": ("at",)}.get(self.kind)
        if self.take not in (allowed or ("at", "sum", "mean", "last", "max", "min")):
            raise Broken(f"数据项“{self.item}”不能用 {self.take} 取数")
        self.constants = {p: number(value) for p, value in spec["constants"].items()}
        self.periods, self.book, self.rounding = spec["periods"], book, rounding

    def listed(self) -> list[str]:
        """§3: the periods meant by "@", "to_date" or a list."""
        if self.periods not in ("@", "to_date"):
            return self.periods
        calendar, as_of = self.book.calendar, self.book.facts.as_of
        if as_of not in calendar:
            raise Broken(f"截至期“{as_of}”不在规则书的 calendar 里")
        return [as_of] if self.periods == "@" else calendar[: calendar.index(as_of) + 1]

    def cell(self, subject: str, period: str, constants: dict):
        """§3: one cell, rounded on input, or its constant."""
        state, value = self.book.facts.cell(subject, self.item, period)
        if state != "reported":
            return ("reported", constants[period]) if period in constants else (state, None)
        if self.kind == "number":
            value = self.rounding(number(value))
        return state, value

    def taken(self, subject: str):
        """§3: (state, value) of this input for a subject."""
        periods = self.listed()
        cells = [self.cell(subject, period, self.constants) for period in periods]
        if self.take == "at":
            if len(cells) != 1:
                raise Broken(f"数据项“{self.item}”用 at 取数，只许一个期间")
            return cells[0]
        if self.take == "last":
            reported = [cell for cell in cells if cell[0] == "reported"]
            return reported[-1] if reported else (cells[-1][0], None)
        state = worst(cell[0] for cell in cells)
        if state != "reported":
            return state, None
        values = [cell[1] for cell in cells]
        return state, self.added(values) if self.kind == "tally" else self.combined(values)

    def combined(self, values: list[F]) -> F:
        """§3: sum, mean, max and min of numbers."""
        if self.take == "max":
            return max(values)
        if self.take == "min":
            return min(values)
        total = sum(values, ZERO)
        return q(total / len(values)) if self.take == "mean" else total

    @staticmethod
    def added(tallies: list[dict]) -> dict:
        """§3: tallies added key by key."""
        total: dict[str, F] = {}
        for tally in tallies:
            for key, count in tally.items():
                total[key] = total.get(key, ZERO) + count
        return total


# ------------------------------------------------------------------ §4, §5 计分项


class Indicator:
    """§5: one item of the rule book, prepared once."""

    def __init__(self, spec: dict, book: Book):
        self.spec, self.code, self.book = spec, spec["code"], book
        self.params, self.policies, self.role = spec["params"], spec["policies"], spec["role"]
        if spec["method"] not in METHODS:
            raise Broken(f"不认识的计分方法“{spec['method']}”")
        self.method = METHODS[spec["method"]]
        cuts = {**book.rounding, **spec["rounding"]}
        self.rate, self.cut = rounder(cuts["rate"]), rounder(cuts["item"])
        taken_in = rounder(cuts["input"])
        self.sources = {name: Source(s, book, taken_in) for name, s in spec["data"].items()}
        self.in_rounds = spec["method"] in ("period_weights", "accumulation")
        skip = ("extension", "approved") if spec["method"] == "timeliness" else ()
        self.fields = fields_of([spec["points"], spec["coefficient"], spec["cap"], spec["floor"]])
        self.fields += fields_of(self.params, skip)
        self.formula = None
        if spec["method"] == "custom":
            names = {"W", *self.sources, *self.params["values"]}
            self.formula = Formula(self.params["expression"], names).tree

    def applies_to(self, subject: str) -> bool:
        """§5 适用."""
        return self.spec["applies"] == "all" or (subject, self.code) in self.book.facts.agreed


class Case:
    """§4, §5: one indicator for one subject: inputs, state, score and outcome before vetoes."""

    def __init__(self, indicator: Indicator, subject: str):
        self.indicator, self.subject = indicator, subject
        self.facts, self.params = indicator.book.facts, indicator.params
        self.rate, self.cohort = indicator.rate, None
        self.inputs, self.score, self.outcome, self.at = {}, None, "open", None
        self.counted = False
        states = [self.read(name, source) for name, source in indicator.sources.items()]
        missing = any(self.field(field) is None for field in indicator.fields)
        self.state = worst(states)
        if missing and self.state not in ("excused", "not_applicable"):
            self.state = worst([self.state, "pending"])
        self.w = self.value(indicator.spec["points"]) or ZERO

    def read(self, name: str, source: Source) -> str:
        """§3: take one input and give its state (§6 M27, M29 go round by round)."""
        if self.indicator.in_rounds:
            state, self.inputs[name] = rounds_taken(self, source)
        else:
            state, self.inputs[name] = source.taken(self.subject)
        return state

    def field(self, name: str):
        """§3: the agreement's value for this subject and indicator."""
        return self.facts.agreed_value(self.subject, self.indicator.code, name)

    def value(self, entry) -> F | None:
        """§3: a parameter P; null or 缺 is None."""
        return optional(self.field(entry["field"]) if isinstance(entry, dict) else entry)

    def day(self, entry) -> datetime.date | None:
        """§3: a date parameter D; null or 缺 is None."""
        return as_date(self.field(entry["field"]) if isinstance(entry, dict) else entry)

    def __getitem__(self, key: str) -> F | None:
        """The value of a parameter of the method."""
        return self.value(self.params[key])

    @property
    def x(self) -> F:
        """The input x."""
        return self.inputs["x"]

    def run(self) -> None:
        """§4, §5: the method, the coefficient, the limits and the rounding."""
        spec = self.indicator.spec
        try:
            raw = self.indicator.method(self)
        except NotApplicable:
            self.state = "not_applicable"
            return
        except Pending:
            self.state = "pending"
            return
        if spec["coefficient"] is not None:
            raw *= self.value(spec["coefficient"])
        raw = clip(raw, self.value(spec["floor"]), self.value(spec["cap"]))
        self.score, self.outcome = self.indicator.cut(raw), "scored"

    def impute(self) -> None:
        """§4: the policy of a state that is not reported; group_mean and group_least need everybody's scores."""
        self.score, self.outcome = None, "open"
        policy = self.indicator.policies.get(self.state)
        if policy is None or policy["policy"] == "hold":
            return
        kind = policy["policy"]
        if kind == "rescale":
            self.outcome, self.at = "dropped", policy["at"]
        elif kind == "unscored":
            self.outcome = "unscored"
        else:
            value = self.imputed(kind, policy)
            if value is not None:
                self.score, self.outcome = self.indicator.cut(value), "imputed"

    def imputed(self, kind: str, policy: dict) -> F | None:
        """§4: the score a policy puts in."""
        if kind == "full":
            return self.w
        if kind == "zero":
            return ZERO
        if kind == "constant":
            return number(policy["value"])
        if kind not in ("group_mean", "group_least"):
            raise Broken(f"指标“{self.indicator.code}”的政策“{kind}”不认识")
        ratio = self.cohort.score_ratio() if kind == "group_mean" else self.cohort.least_ratio()
        return None if ratio is None else ratio * self.w


class Cohort:
    """§4 同组口径: the cases counted in the statistics of one indicator in one group."""

    def __init__(self, cases: list[Case]):
        self.cases, self.memo = cases, {}

    def score_ratio(self) -> F | None:
        """§4 group_mean: q(Σs/ΣW) of the scored; None when there is nothing to divide by."""
        if "ratio" not in self.memo:
            scored = [case for case in self.cases if case.outcome == "scored"]
            full = sum((case.w for case in scored), ZERO)
            total = sum((case.score for case in scored), ZERO)
            self.memo["ratio"] = q(total / full) if full else None
        return self.memo["ratio"]

    def least_ratio(self) -> F | None:
        """§4 group_least: the smallest q(s/W) of the scored; None when nobody has full points to be a share of."""
        if "least" not in self.memo:
            scored = [case for case in self.cases if case.outcome == "scored" and case.w]
            self.memo["least"] = min((q(case.score / case.w) for case in scored), default=None)
        return self.memo["least"]

    def ordered(self, name: str = "x", team: str | None = None) -> list[F]:
        """The inputs in ascending order."""
        place = name, team
        if place not in self.memo:
            self.memo[place] = sorted(
                case.inputs[name] for case in self.cases if team is None or case_team(case) == team
            )
        return self.memo[place]

    def values(self, name: str = "x", team: str | None = None) -> list[F]:
        """The inputs in ascending order; none at all is na."""
        values = self.ordered(name, team)
        need(values)
        return values

    def mean(self, name: str = "x", team: str | None = None) -> F:
        """q(Σ/n)."""
        place = "mean", name, team
        if place not in self.memo:
            values = self.values(name, team)
            self.memo[place] = q(sum(values, ZERO) / len(values))
        return self.memo[place]


def case_team(case: Case) -> str:
    """The team of the case's subject."""
    return case.facts.roster[case.subject]["team"]


def as_date(text) -> datetime.date | None:
    """An ISO date."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Broken(f"“{text}”不是日期") from error


def rounds_taken(case: Case, source: Source):
    """§6 M27, M29: (state, [(weight, value)]) round by round; open passes over weight 0."""
    params, rounds = case.params, []
    constants = {period: number(value) for period, value in params["constants"].items()}
    for entry in params["rounds"]:
        weighted = isinstance(entry, dict)
        weight = number(entry["weight"]) if weighted else ONE
        if weight or params["unfinished"] == "renormalise":
            period = entry["period"] if weighted else entry
            rounds.append((weight, *source.cell(case.subject, period, constants)))
    reported = [(weight, value) for weight, state, value in rounds if state == "reported"]
    if params["unfinished"] == "renormalise" and reported:
        return "reported", reported
    return worst(state for _weight, state, _value in rounds), reported


# ------------------------------------------------------------------ §6 方法 M01–M12


def need(condition) -> None:
    """§6: "→ na" unless the condition holds."""
    if not condition:
        raise NotApplicable


def share_of(case: Case, award: F) -> F:
    """§6 award_as: a share of W, or points."""
    return award * case.w if case.params["award_as"] == "share" else award


def ratio(case: Case, key: str = "target") -> F:
    """§6: r(x/T); T ≤ 0 is na."""
    target = case[key]
    need(target > 0)
    return case.rate(case.x / target)


def measured(case: Case) -> F:
    """§6 M05: x itself, or the completion in percent."""
    return case.x if case.params["measure"] == "value" else HUNDRED * ratio(case)


def tier_award(tiers: list[dict], value: F, closed: str = "left") -> F:
    """§6 M05: the last tier whose from is reached (left) or passed (right)."""
    award = None
    for tier in tiers:
        start = optional(tier["from"])
        if start is None or start < value or (start == value and closed == "left"):
            award = number(tier["award"])
    if award is None:
        raise Broken("分档的第一档 from 应当是 null")
    return award


def completion(case: Case) -> F:
    """§6 M01."""
    rate, threshold = ratio(case), case["threshold"]
    if threshold is not None and rate < threshold:
        return ZERO
    return case.w * clip(rate, ZERO, case["cap"])


def control(case: Case) -> F:
    """§6 M02."""
    return case.w * clip(2 - ratio(case), ZERO, ONE)


def over_fulfilment(case: Case) -> F:
    """§6 M03."""
    rate, extra = ratio(case), case["group_extra"]
    if rate >= 1:
        gain = case["per_point"] * steps((rate - 1) * 100, case.params["step"])
        score = case.w + clip(gain, None, case["most"])
    else:
        score = case.w * max(ZERO, rate)
    if extra is not None and case.inputs["g"] > case.cohort.mean("g"):
        score += extra
    return score


def composite_completion(case: Case) -> F:
    """§6 M04."""
    total = ZERO
    for part in case.params["parts"]:
        target = case.value(part["target"])
        need(target > 0)
        rate = case.rate(case.inputs[part["data"]] / target)
        total += number(part["share"]) * clip(rate, ZERO, case.value(part["cap"]))
    return case.w * total


def tiers(case: Case) -> F:
    """§6 M05."""
    value, step = measured(case), case.params["step"]
    award = tier_award(case.params["tiers"], value, case.params["closed"])
    if step is not None and value >= number(step["above"]):
        times = floor((value - number(step["above"])) / number(step["every"]))
        award += clip(number(step["add"]) * times, None, optional(step["most"]))
    return share_of(case, award)


def all_or_nothing(case: Case) -> F:
    """§6 M06."""
    return case.w if COMPARE[case.params["compare"]](case.x, case["target"]) else ZERO


def stepped_loss(case: Case, gap: F) -> F:
    """§6 M07, M18: W less per_point for every width of the gap, at least `least` if there is one."""
    need(case["width"] > 0)
    count, mode = gap / case["width"], case.params["step"]
    count = q(count) if mode == "proportional" else steps(count, mode)
    return clip(case.w - case["per_point"] * count, case["least"], None)


def threshold_deduction(case: Case) -> F:
    """§6 M07."""
    gap = case["threshold"] - measured(case)
    return stepped_loss(case, max(ZERO, gap if case.params["side"] == "below" else -gap))


def per_case(case: Case) -> F:
    """§6 M08."""
    levels, repeat = case.params["levels"], case.params["repeat"]
    if isinstance(case.x, dict):
        amount = sum((number((levels or {}).get(k, 0)) * n for k, n in case.x.items()), ZERO)
    else:
        count = max(ZERO, case.x - number(case.params["free"]))
        if repeat == "double_case" and count > 1:
            count = 2 * count - 1
        elif repeat == "double_all" and count >= 2:
            count = 2 * count
        amount = case["per_case"] * count
    return case["start"] + (amount if case.params["sign"] == "add" else -amount)


def above_reference(case: Case) -> F:
    """§6 M09."""
    reference = case.inputs["ref"] if "ref" in case.inputs else case["reference"]
    gap, base = case.x - reference, case["base"]
    if case.params["shape"] == "linear":
        score = base + case["per_point"] * gap
    else:
        moved = banded(case, abs(gap))
        score = base + (moved if gap >= 0 else -moved)
    return clip(score, case["least"], case["most"])


def above_references(case: Case) -> F:
    """§6 M34."""
    per, total, shorts = case["per_point"], ZERO, []
    for one in case.params["references"]:
        beyond = case.x - case.inputs[one["data"]] - case.value(one["margin"])
        reached = beyond > 0 or (beyond == 0 and case.params["compare"] == "ge")
        shorts.append(None if reached else -beyond)
        total += left_over(case.w * number(one["share"]), shorts[-1], per)
    if case.params["need"] == "each":
        return total
    missed = [short for short in shorts if short is not None]
    return left_over(case.w, max(missed) if missed else None, per)


def left_over(full: F, short: F | None, per: F | None) -> F:
    """§6 M34: all of it where nothing is short; else nothing, or what per_point leaves."""
    if short is None:
        return full
    return ZERO if per is None else max(ZERO, full - per * short)


def banded(case: Case, rest: F) -> F:
    """§6 M09 bands: W × segment / divisor, band by band."""
    total = ZERO
    for band in case.params["bands"]:
        segment = clip(rest, None, optional(band["width"]))
        divisor = number(band["divisor"])
        need(divisor != 0)
        total += q(case.w * segment / divisor)
        rest -= segment
    return total


def efficacy_group(case: Case) -> F:
    """§6 M10."""
    values, params = case.cohort.values(), case.params
    low, high = values[0], values[-1]
    if low == high:
        return case.w * number(params["equal"])
    part = high - case.x if params["reverse"] else case.x - low
    place = clip(case.rate(part / (high - low)), ZERO, ONE)
    return case.w * (number(params["base"]) + number(params["span"]) * place)


def efficacy_fixed(case: Case) -> F:
    """§6 M11."""
    bad, good = case["bad"], case["good"]
    need(good != bad)
    place = case.rate((case.x - bad) / (good - bad))
    rate = number(case.params["base"]) + number(case.params["span"]) * place
    return case.w * clip(rate, case["least"], case["most"])


def ratio_to_best(case: Case) -> F:
    """§6 M12."""
    values, x = case.cohort.values(), case.x
    if not case.params["reverse"]:
        need(values[-1] > 0)
        rate = case.rate(x / values[-1])
    elif x == values[0]:
        rate = ONE
    else:
        need(x > 0)
        rate = case.rate(values[0] / x)
    return case.w * clip(rate, ZERO, ONE)


# ------------------------------------------------------------------ §6 方法 M13–M24


def ratio_to_mean(case: Case) -> F:
    """§6 M13."""
    mean = case.cohort.mean()
    need(mean > 0)
    rate = case.rate(case.x / mean)
    return case.w * clip(2 - rate if case.params["reverse"] else rate, ZERO, case["cap"])


def benchmark_sum(case: Case) -> F:
    """§6 M14."""
    total = ZERO
    for part in case.params["parts"]:
        benchmark = case.value(part["benchmark"])
        need(benchmark > 0)
        rate = case.rate(case.inputs[part["data"]] / benchmark)
        total += case.value(part["points"]) * clip(rate, ZERO, case.value(part["cap"]))
    return total


def rank_points(case: Case) -> F:
    """§6 M15."""
    values, params = case.cohort.ordered(), case.params
    left, right = bisect_left(values, case.x), bisect_right(values, case.x)
    descending = (params["direction"] == "high") == (params["from"] == "top")
    place = 1 + (len(values) - right if descending else left)
    if params["ties"] == "high":
        return place_award(case, place)
    equal = right - left + (not case.counted)
    return q(sum((place_award(case, place + i) for i in range(equal)), ZERO) / equal)


def place_award(case: Case, place: int) -> F:
    """§6 M15 f(p)."""
    params = case.params
    if params["shape"] == "decrement":
        share = 1 - number(params["per_place"]) * (place - 1)
        return case.w * clip(share, optional(params["least"]), None)
    table, beyond = params["table"], place - len(params["table"])
    if beyond <= 0:
        award = number(table[place - 1])
    elif params["then"] == "last":
        award = number(table[-1])
    elif params["then"] == "step":
        award = max(ZERO, number(table[-1]) + number(params["step"]) * beyond)
    else:
        award = ZERO
    return share_of(case, award)


def band_award(case: Case) -> F:
    """§6 M16: the first band whose `to` is not below x, else `otherwise`."""
    for band in case.params["bands"]:
        if number(band["to"]) >= case.x:
            return number(band["award"])
    return number(case.params["otherwise"])


def movement(case: Case) -> F:
    """§6 M16."""
    params, last = case.params, case.inputs["last"]
    score, rise, protect = band_award(case), last - case.x, optional(params["protect"])
    if rise > 0:
        score += number(params["gain"]) * rise
    elif protect is None or last > protect or case.x > protect:
        score += number(params["loss"]) * rise
    return clip(score, optional(params["least"]), optional(params["most"]))


def level_progress(case: Case) -> F:
    """§6 M17."""
    level, progress = case.inputs["level"], case.inputs["progress"]
    share = number(case.params["above" if level >= case["reference"] else "below"])
    score = case.w * (share * level + (1 - share) * progress) / 100
    if case.params["difficulty"] is not None:
        score *= case["difficulty"]
    return clip(score, ZERO, case.w)


def interval(case: Case) -> F:
    """§6 M18."""
    return stepped_loss(case, max(ZERO, case["low"] - case.x, case.x - case["high"]))


def timeliness(case: Case) -> F:
    """§6 M19."""
    return sum((part_in_time(case, part) for part in case.params["parts"]), ZERO)


def part_in_time(case: Case, part: dict) -> F:
    """§6 M19: the points of one part."""
    due, extension = case.day(part["due"]), case.day(part["extension"])
    approved = case.day(part["approved"])
    if extension is not None and approved is not None and approved <= due:
        due = extension
    late = max(0, (as_date(case.inputs[part["data"]]) - due).days)
    full, latest = case.w * number(part["share"]), case.params["zero_after"]
    if latest is not None and late > number(latest):
        return ZERO
    if late == 0:
        return full
    if case.params["per_day"] is not None:
        return max(ZERO, full - case["per_day"] * late)
    for stage in case.params["stages"]:
        if number(stage["days"]) >= late:
            return full * number(stage["share"])
    return ZERO


def grade_conversion(case: Case) -> F:
    """§6 M20."""
    if case.x not in case.params["table"]:
        raise Pending
    return share_of(case, number(case.params["table"][case.x]))


def ballots(case: Case) -> F:
    """§6 M21."""
    params = case.params
    votes = {key: n for key, n in case.x.items() if key not in params["excluded"]}
    valid = sum(votes.values(), ZERO)
    need(valid > 0)
    if params["mode"] == "weighted":
        weights = params["weights"]
        total = sum((number(weights.get(key, 0)) * n for key, n in votes.items()), ZERO)
        return case.w * case.rate(total / valid)
    top = sum((votes.get(key, ZERO) for key in params["top"]), ZERO)
    return share_of(case, tier_award(params["tiers"], 100 * case.rate(top / valid)))


def rater_categories(case: Case) -> F:
    """§6 M22."""
    params, total, weights = case.params, ZERO, ZERO
    for entry in params["categories"]:
        rate = category_rate(case, entry["category"])
        if rate is None:
            need(params["empty"] == "renormalise")
            continue
        weights += number(entry["weight"])
        total += number(entry["weight"]) * rate
    need(weights != 0)
    return case.w * q(total / weights)


def category_rate(case: Case, category: str) -> F | None:
    """§6 M22 t_c, None when the category is empty."""
    total, valid = ZERO, ZERO
    for key, count in case.x.items():
        who, _, level = key.partition("|")
        if who == category and level not in case.params["excluded"]:
            valid += count
            total += number(case.params["levels"].get(level, 0)) * count
    return case.rate(total / valid) if valid else None


def trimmed_ratings(case: Case) -> F:
    """§6 M23."""
    params = case.params
    low, high, scale = number(params["low"]), number(params["high"]), number(params["scale"])
    votes = [(number(key), count) for key, count in case.x.items() if count]
    votes = sorted(vote for vote in votes if low <= vote[0] <= high)
    count = sum((n for _rating, n in votes), ZERO)
    need(count > 0)
    total = sum((rating * n for rating, n in votes), ZERO)
    if count > number(params["trim_above"]):
        count, total = count - 2, total - votes[0][0] - votes[-1][0]
    need(count > 0 and scale != 0)
    return case.w * case.rate(total / (count * scale))


def satisfaction(case: Case) -> F:
    """§6 M24."""
    zero, full, smallest = case["zero_at"], case["full_at"], case["min_sample"]
    need(full != zero)
    if "n" in case.inputs and smallest is not None and case.inputs["n"] < smallest:
        raise Pending
    return case.w * clip(case.rate((case.x - zero) / (full - zero)), ZERO, ONE)


# ------------------------------------------------------------------ §6 方法 M25–M33


def ledger(case: Case) -> F:
    """§6 M25, its eight steps in order."""
    params = case.params
    kept = [(event, event_points(case, event)) for event in ledger_events(case)]
    if params["order"] == "half_first":
        kept = [halved(case, event, points) for event, points in kept]
    if params["same_matter"] == "highest":
        kept = highest_of_matters(kept)
    if params["order"] == "highest_first":
        kept = [halved(case, event, points) for event, points in kept]
    lists: dict[str, F] = {}
    for event, points in kept:
        name = params["lists"].get(event["level"], "")
        lists[name] = lists.get(name, ZERO) + less_counted(params["counted"], event, points)
    caps = params["list_caps"]
    total = sum((clip(n, None, optional(caps.get(name))) for name, n in lists.items()), ZERO)
    total = clip(total, None, case["cap"])
    for rule in params["preconditions"]:
        if not COMPARE[rule["compare"]](case.inputs[rule["data"]], case.value(rule["value"])):
            return ZERO
    return -total if params["sign"] == "deduct" else total


def ledger_events(case: Case) -> list[dict]:
    """§6 M25 step 1: the events that count."""
    params, kept = case.params, []
    for event in case.facts.events.get(case.subject, ()):
        date, start, end = event["date"], params["from"], params["to"]
        inside = (start is None or start <= date) and (end is None or date <= end)
        if event["kind"] not in params["kinds"] or not inside:
            continue
        if event["elsewhere"] and params["elsewhere"] == "skip":
            continue
        if event["decision"] == "pending":
            if params["undecided"] == "pending":
                raise Pending
        elif event["decision"] == "accepted":
            kept.append(event)
    return kept


def event_points(case: Case, event: dict) -> F:
    """§6 M25 step 2: by level, else as given, else pending."""
    levels, given = case.params["levels"], case.params["given"]
    if event["level"] in levels:
        return number(levels[event["level"]]) * event["count"]
    if given is None or event["points"] is None:
        raise Pending
    points = clip(number(event["points"]), optional(given["least"]), optional(given["most"]))
    return points * event["count"]


def halved(case: Case, event: dict, points: F) -> tuple[dict, F]:
    """§6 M25 steps 3 and 5: a supporting role gets a share."""
    share = number(case.params["support_share"]) if event["role"] == "support" else ONE
    return event, points * share


def highest_of_matters(kept: list) -> list:
    """§6 M25 step 4: of one matter the highest, of equals the smallest id."""
    best: dict[tuple, tuple] = {}
    for event, points in kept:
        matter = ("matter", event["matter"]) if event["matter"] else ("id", event["id"])
        held = best.get(matter)
        if held is None or (-points, event["id"]) < (-held[1], held[0]["id"]):
            best[matter] = event, points
    return list(best.values())


def less_counted(how: str, event: dict, points: F) -> F:
    """§6 M25 step 6: what last year has counted already."""
    counted = optional(event["counted"]) or ZERO
    if how == "difference":
        return max(ZERO, points - counted)
    return ZERO if how == "none" and counted > 0 else points


def period_weights(case: Case) -> F:
    """§6 M27."""
    weights = sum((weight for weight, _value in case.x), ZERO)
    scale = weights * number(case.params["scale"])
    need(scale != 0)
    return case.w * case.rate(sum((w * value for w, value in case.x), ZERO) / scale)


def accumulation(case: Case) -> F:
    """§6 M29."""
    scale = number(case.params["scale"])
    if case.params["mode"] == "mean":
        scale *= len(case.x)
    need(scale != 0)
    return case.w * case.rate(sum((value for _weight, value in case.x), ZERO) / scale)


def custom(case: Case) -> F:
    """§6 M30."""
    values = {name: case.value(entry) for name, entry in case.params["values"].items()}
    return evaluate(case.indicator.formula, {**values, **case.inputs, "W": case.w})


def direct(case: Case) -> F:
    """§6 M31: marks too close together, or equal, go back to everybody."""
    values, least = case.cohort.ordered(), optional(case.params["min_spread"])
    if len(values) >= 2:
        close = least is not None and values[-1] - values[0] < least
        if close or (case.params["no_ties"] and len(set(values)) < len(values)):
            raise Pending
    return case.x


def converted(case: Case) -> F:
    """§6 M32."""
    params = case.params
    if params["source"] == "score":
        scale = number(params["scale"])
        need(scale != 0)
        return case.w * case.rate(case.x / scale)
    if params["source"] == "rank":
        return share_of(case, band_award(case))
    return grade_conversion(case)


def team_balance(case: Case) -> F:
    """§6 M33."""
    everybody, team = case.cohort.mean(), case.cohort.mean("x", case_team(case))
    need(team > 0)
    return q(case.x * everybody / team)


METHODS = {
    method.__name__: method
    for method in (
        completion, control, over_fulfilment, composite_completion, tiers, all_or_nothing,
        threshold_deduction, per_case, above_reference, efficacy_group, efficacy_fixed,
        ratio_to_best, ratio_to_mean, benchmark_sum, rank_points, movement, level_progress,
        interval, timeliness, grade_conversion, ballots, rater_categories, trimmed_ratings,
        satisfaction, ledger, period_weights, accumulation, custom, direct, converted, team_balance,
        above_references,
    )
}  # fmt: skip


# ------------------------------------------------------------------ §6.1 自定公式

TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?(?![0-9.]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*|[㐀-鿿豈-﫿\U00020000-\U0003ffff〇][\w]*)"
    r"|(?P<sign>>=|<=|==|!=|[-+*/(),<>]))"
)
CALLS = ("min", "max", "abs", "floor", "ceil", "round", "if")
RESERVED = (*CALLS, "and", "or", "not")
MOST_TEXT, MOST_NODES, MOST_DEPTH = 500, 100, 20


class Formula:
    """§6.1: a recursive descent parser, bounded; `tree` is a nested tuple (operation, …).

    Conditions and numbers share one descent (so brackets need no second look); every step says
    which of the two it wants.
    """

    def __init__(self, text: str, names: set[str]):
        if len(text) > MOST_TEXT:
            raise Broken(f"公式超过 {MOST_TEXT} 字")
        self.text, self.names, self.place, self.count = text, names, 0, 0
        self.tokens = self.split()
        self.tree = self.numeric(self.either(1))
        if self.tokens[self.place][0] != "end":
            self.fail("多出的部分")

    def fail(self, why: str):
        """Refuse the formula."""
        raise Broken(f"公式“{self.text}”写得不对：{why}“{self.tokens[self.place][1]}”")

    def split(self) -> list[tuple[str, str]]:
        """The words and signs of the text."""
        tokens, start, text = [], 0, self.text.rstrip()
        while start < len(text):
            found = TOKEN.match(text, start)
            if not found:
                raise Broken(f"公式“{self.text}”里有不认识的字符“{text[start]}”")
            tokens.append((found.lastgroup, found[found.lastgroup]))
            start = found.end()
        return [*tokens, ("end", "")]

    def take(self, *words: str) -> str | None:
        """The next word if it is one of these."""
        kind, word = self.tokens[self.place]
        if kind in ("number", "end") or word not in words:
            return None
        self.place += 1
        return word

    def expect(self, word: str) -> None:
        """The next word must be this one."""
        if not self.take(word):
            self.fail(f"此处应当是“{word}”，不是")

    def node(self, *parts):
        """One node of the tree, counted."""
        self.count += 1
        if self.count > MOST_NODES:
            raise Broken(f"公式超过 {MOST_NODES} 个节点")
        return parts

    def numeric(self, tree):
        """The tree must be a number."""
        return tree if tree[0] not in ("or", "and", "not", "compare") else self.fail("此处应当是数")

    def logical(self, tree):
        """The tree must be a condition."""
        return tree if tree[0] in ("or", "and", "not", "compare") else self.fail("此处应当是条件")

    def either(self, depth: int):
        """cond := conj ("or" conj)*, or an expr."""
        return self.joined("or", self.conjunction, depth)

    def conjunction(self, depth: int):
        """conj := neg ("and" neg)*, or an expr."""
        return self.joined("and", self.negation, depth)

    def joined(self, word: str, part, depth: int):
        """part (word part)*."""
        tree = part(depth)
        while self.take(word):
            tree = self.node(word, self.logical(tree), self.logical(part(depth)))
        return tree

    def negation(self, depth: int):
        """neg := "not" neg | "(" cond ")" | expr comparison expr; or an expr."""
        self.bound(depth)
        if self.take("not"):
            return self.node("not", self.logical(self.negation(depth + 1)))
        left = self.sum(depth)
        how = self.take(">=", ">", "<=", "<", "==", "!=")
        if how is None:
            return left
        return self.node("compare", how, self.numeric(left), self.numeric(self.sum(depth)))

    def bound(self, depth: int) -> None:
        """§6.1: at most twenty levels."""
        if depth > MOST_DEPTH:
            raise Broken(f"公式超过 {MOST_DEPTH} 层")

    def sum(self, depth: int):
        """expr := term (("+"|"-") term)*."""
        return self.chain(("+", "-"), self.product, depth)

    def product(self, depth: int):
        """term := unary (("*"|"/") unary)*."""
        return self.chain(("*", "/"), self.unary, depth)

    def chain(self, signs, part, depth: int):
        """Operations of one rank, from the left."""
        tree = part(depth)
        while sign := self.take(*signs):
            tree = self.node(sign, self.numeric(tree), self.numeric(part(depth)))
        return tree

    def unary(self, depth: int):
        """unary := "-" unary | atom."""
        self.bound(depth)
        if self.take("-"):
            return self.node("negative", self.numeric(self.unary(depth + 1)))
        return self.atom(depth)

    def atom(self, depth: int):
        """atom := number | name | "(" … ")" | call."""
        if self.take("("):
            tree = self.either(depth + 1)
            self.expect(")")
            return tree
        call = self.take(*CALLS)
        if call:
            self.expect("(")
            tree = self.node(call, *self.arguments(call, depth + 1))
            self.expect(")")
            return tree
        kind, word = self.tokens[self.place]
        if kind == "name" and (word in RESERVED or word not in self.names):
            self.fail("不认识的名")
        if kind not in ("number", "name"):
            self.fail("此处应当是数或名，不是")
        self.place += 1
        return self.node(kind, F(word) if kind == "number" else word)

    def arguments(self, call: str, depth: int) -> list:
        """What stands between the brackets of a call."""
        if call == "if":
            given = [self.logical(self.either(depth))]
            for _branch in range(2):
                self.expect(",")
                given.append(self.numeric(self.either(depth)))
            return given
        given = [self.numeric(self.either(depth))]
        if call == "round":
            self.expect(",")
            kind, word = self.tokens[self.place]
            if kind != "number" or not word.isdigit() or int(word) > 10:
                self.fail("round 的位数应当是 0 到 10，不是")
            self.place += 1
            given.append(int(word))
        while call in ("min", "max") and self.take(","):
            given.append(self.numeric(self.either(depth)))
        return given


def evaluate(tree, names: dict):
    """§6.1: the value of a formula; a division by nought anywhere makes the whole na."""
    kind, *parts = tree
    if kind == "number":
        return parts[0]
    if kind == "name":
        if not isinstance(names[parts[0]], F):
            raise Broken(f"公式里的“{parts[0]}”不是数")
        return names[parts[0]]
    if kind == "if":
        return evaluate(parts[1] if evaluate(parts[0], names) else parts[2], names)
    if kind == "compare":
        return COMPARE[parts[0]](evaluate(parts[1], names), evaluate(parts[2], names))
    if kind == "round":
        return round_to(evaluate(parts[0], names), parts[1], "half_up")
    return operate(kind, [evaluate(part, names) for part in parts])


def operate(kind: str, values: list):
    """§6.1: one operation on values."""
    if kind == "/":
        need(values[1] != 0)
        return q(values[0] / values[1])
    return OPERATIONS[kind](*values)


OPERATIONS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "negative": operator.neg,
    "not": operator.not_, "and": lambda a, b: a and b, "or": lambda a, b: a or b,
    "min": lambda *values: min(values), "max": lambda *values: max(values), "abs": abs,
    "floor": lambda value: F(floor(value)), "ceil": lambda value: F(-floor(-value)),
}  # fmt: skip


# ------------------------------------------------------------------ §7 合成

NO_CHILD = None  # an item that is unscored or does not apply: 视同没有这个子项


def children_of(node: dict) -> list[str]:
    """§7: the codes a node is composed of, within its own group."""
    if node["kind"] == "multiplier":
        return [node["base"], *(entry["node"] for entry in node["coefficients"])]
    return node.get("children", [])


class Group:
    """§4–§9 for one group: its active subjects, their cases, nodes, totals, ranks and grades."""

    def __init__(self, spec: dict, book: Book):
        self.spec, self.book, self.name = spec, book, spec["group"]
        facts = book.facts
        self.codes = self.tree([spec["root"], *spec["outside"]])
        self.subjects = sorted(
            s for s, row in facts.roster.items() if row["group"] == self.name and facts.active(s)
        )
        self.counted = {s for s in self.subjects if self.in_cohorts(s)}
        self.cases: dict[tuple[str, str], Case] = {}
        self.memo: dict[tuple[str, str, bool], tuple] = {}
        self.cohorts: dict[str, list[F]] = {}
        for code in self.codes:
            if code in book.items:
                self.score_item(book.items[code])
        self.dropped_here: dict[tuple[str, str], F] = {}
        for (_code, subject), case in self.cases.items():
            if case.outcome == "dropped" and case.indicator.role == "ordinary":
                place = case.at, subject
                self.dropped_here[place] = self.dropped_here.get(place, ZERO) + case.w

    def tree(self, roots: list[str]) -> list[str]:
        """§3: every code below the root and outside, each at most once."""
        found, waiting = {}, list(reversed(roots))
        while waiting:
            code = waiting.pop()
            if code in found:
                raise Broken(f"“{code}”在分组“{self.name}”的树里不止一次")
            found[code] = None
            if code in self.book.nodes:
                waiting.extend(reversed(children_of(self.book.nodes[code])))
            elif code not in self.book.items:
                raise Broken(f"“{code}”不是规则书里的节点或指标")
        return list(found)

    def in_cohorts(self, subject: str) -> bool:
        """§4: what rulebook.cohort says of the vetoed and the separate."""
        rule = self.book.spec["cohort"]
        if rule["vetoed"] == "exclude" and self.book.vetoes_on(subject):
            return False
        separate = self.book.facts.roster[subject]["listing"] == "separate"
        return not (separate and rule["separate"] == "exclude")

    def score_item(self, indicator: Indicator) -> None:
        """§4, §5: all cases of one indicator."""
        with self.book.at(f"指标“{indicator.code}”"):
            cases = [Case(indicator, s) for s in self.subjects if indicator.applies_to(s)]
            ready = [case for case in cases if case.state == "reported"]
            for case in ready:
                case.counted = case.subject in self.counted
            cohort = Cohort([case for case in ready if case.counted])
            for case in cases:
                case.cohort = cohort
                self.cases[indicator.code, case.subject] = case
            for case in ready:
                case.run()
            for case in cases:
                if case.outcome != "scored":
                    case.impute()

    def item(self, code: str, subject: str, final: bool) -> tuple[str, F | None]:
        """§8: (outcome, score) of an item that applies, before or after the vetoes."""
        case = self.cases[code, subject]
        can_be_zeroed = final and case.outcome in ("scored", "imputed", "open")
        if can_be_zeroed and code in self.book.effects(subject).zero_items:
            return "vetoed", ZERO
        return case.outcome, case.score

    def child(self, code: str, subject: str, final: bool) -> tuple[str, F | None] | None:
        """§7: (status, value) of a child; None when there is no such child for this subject."""
        if code in self.book.nodes:
            return self.node(code, subject, final)
        if (code, subject) not in self.cases:
            return NO_CHILD
        outcome, score = self.item(code, subject, final)
        if outcome == "unscored":
            return NO_CHILD
        return (outcome if outcome in ("open", "dropped") else "complete"), score

    def node(self, code: str, subject: str, final: bool) -> tuple[str, F | None]:
        """§7: (status, value) of a node, limited and rounded; memoised."""
        final = final and bool(self.book.effects(subject).zero_items)
        place = code, subject, final
        if place not in self.memo:
            node = self.book.nodes[code]
            with self.book.at(f"节点“{code}”"):
                status, value = NODES[node["kind"]](self, node, subject, final)
                if value is not None:
                    value = clip(value, optional(node["floor"]), optional(node["cap"]))
                    value = self.book.node_cut(value)
            self.memo[place] = status, value
        return self.memo[place]

    def present(self, node: dict, subject: str, final: bool) -> dict[str, tuple]:
        """§7: the children there are, by code."""
        found = {code: self.child(code, subject, final) for code in node["children"]}
        return {code: child for code, child in found.items() if child is not NO_CHILD}

    def full(self, code: str, subject: str) -> F:
        """§7 sum: full."""
        node = self.book.nodes.get(code)
        if node is None:
            case = self.cases.get((code, subject))
            counts = case and case.outcome != "unscored" and case.indicator.role == "ordinary"
            return case.w if counts else ZERO
        if node["role"] != "ordinary":
            return ZERO
        if node["kind"] != "sum":
            return number(node["full"])
        return sum((self.full(child, subject) for child in node["children"]), ZERO)

    def extras(self, node: dict, subject: str, final: bool) -> F:
        """§7 sum: ΣB over the children, whatever is bonus or deduction below ordinary sums."""
        total = ZERO
        for code, (_status, value) in self.present(node, subject, final).items():
            child = self.book.nodes.get(code)
            role = child["role"] if child else self.book.items[code].role
            if role != "ordinary":
                total += value or ZERO
            elif child and child["kind"] == "sum":
                total += self.extras(child, subject, final)
        return total

    def sum_node(self, node: dict, subject: str, final: bool):
        """§7 sum, with the rescaling of dropped items."""
        children = self.present(node, subject, final)
        total = added(value for _status, value in children.values())
        lost = self.dropped_here.get((node["code"], subject), ZERO)
        for code, (status, _value) in children.items():
            if status == "dropped" and code in self.book.nodes:
                lost += self.full(code, subject)
        if lost > 0:
            full = sum((self.full(code, subject) for code in node["children"]), ZERO)
            if full - lost <= 0:
                return "dropped", None
            extra = self.extras(node, subject, final)
            total = q((total - extra) * full / (full - lost)) + extra
        return status_of(children), total

    def weighted_node(self, node: dict, subject: str, final: bool):
        """§7 weighted."""
        children = remaining(self.present(node, subject, final))
        weights = {code: number(node["weights"][code]) for code in children}
        if not sum(weights.values()):
            return "dropped", None
        total = added(weights[c] * v for c, (_s, v) in children.items() if v is not None)
        return status_of(children), q(total / sum(weights.values()))

    def several_node(self, node: dict, subject: str, final: bool):
        """§7 geometric, min and max."""
        children = remaining(self.present(node, subject, final))
        if not children:
            return "dropped", None
        if status_of(children) == "open":
            return "open", None
        values = [value for _status, value in children.values()]
        if node["kind"] == "geometric":
            return "complete", geometric([max(number(node["least"]), v) for v in values])
        return "complete", min(values) if node["kind"] == "min" else max(values)

    def multiplier_node(self, node: dict, subject: str, final: bool):
        """§7 multiplier."""
        base = self.child(node["base"], subject, final)
        if base is NO_CHILD or base[0] == "dropped":
            return "dropped", None
        status, value = base
        for entry in node["coefficients"]:
            factor = self.coefficient(entry, subject, final)
            if factor is None:
                status = "open"
            elif value is not None:
                value *= factor
        return status, value

    def coefficient(self, entry: dict, subject: str, final: bool) -> F | None:
        """§7 multiplier c_j; None when it can not be had and missing=no_total."""
        child = self.child(entry["node"], subject, final)
        factor, settled = None, False
        if child is not NO_CHILD and child[0] == "complete":
            factor, settled = self.mapped(entry, child[1])
        if factor is None:
            return number(entry["constant"]) if entry["missing"] == "constant" else None
        if settled:
            return factor
        low, high = optional(entry["low"]), optional(entry["high"])
        if entry["order"] == "round_clip":
            return clip(self.book.coefficient_cut(factor), low, high)
        return self.book.coefficient_cut(clip(factor, low, high))

    def mapped(self, entry: dict, u: F) -> tuple[F | None, bool]:
        """§7 map: (factor, whether it is left as it is)."""
        how = entry["map"]
        if how == "linear":
            return number(entry["a"]) + number(entry["b"]) * u, False
        if how == "table":
            return tier_award(entry["tiers"], u), False
        if how == "direct":
            return u, False
        values = self.node_cohort(entry["node"])
        if not values:
            return None, False
        if how == "minmax":
            least, most = min(values), max(values)
            if least == most:
                return number(entry["equal"]), True
            low, high = number(entry["low"]), number(entry["high"])
            return low + (high - low) * clip(q((u - least) / (most - least)), ZERO, ONE), False
        if how != "mean_ratio":
            raise Broken(f"不认识的系数映射“{how}”")
        mean = q(sum(values, ZERO) / len(values))
        return (q(u / mean) if mean > 0 else None), False

    def node_cohort(self, code: str) -> list[F]:
        """§7 节点口径: complete children of everybody counted, before the vetoes."""
        if code not in self.cohorts:
            children = [self.child(code, s, False) for s in self.subjects if s in self.counted]
            self.cohorts[code] = [c[1] for c in children if c and c[0] == "complete"]
        return self.cohorts[code]

    def children_node(self, node: dict, subject: str, _final: bool):
        """§7 children: the mean of the subordinate subjects."""
        below, facts = self.book.groups[node["group"]], self.book.facts
        total, weights, status = ZERO, ZERO, "complete"
        for other in below.subjects:
            if facts.roster[other]["parent"] != subject:
                continue
            value, weight = below.taken(node["take"], other), ONE
            if node["weight"] != "equal":
                weight = optional(facts.agreed_value(other, node["code"], node["weight"]))
            if value is not None and weight is not None:
                total, weights = total + weight * value, weights + weight
            elif node["absent"] == "open":
                status = "open"
        if weights <= 0:
            return "open", None
        return status, q(total / weights) * number(node["factor"])

    def link_node(self, node: dict, subject: str, _final: bool):
        """§7 link: the score of others."""
        total, weights = ZERO, ZERO
        for other, share in self.book.linked(node, subject):
            group = self.book.groups.get(self.book.group_of(other))
            value = group.taken(node["take"], other) if group else None
            if value is None:
                return "open", None
            total, weights = total + share * value, weights + share
        if weights <= 0:
            return "open", None
        return "complete", q(total / weights) * number(node["factor"])

    def taken(self, code: str, subject: str) -> F | None:
        """§7 u: the final total, node value or item score that another group takes."""
        if code == "total":
            return self.totals[subject]["total"] if subject in self.totals else None
        if code not in self.codes or subject not in self.totals:
            return None
        if code in self.book.nodes:
            status, value = self.node(code, subject, True)
            return value if status == "complete" else None
        return self.item(code, subject, True)[1] if (code, subject) in self.cases else None

    def progress(self, code: str, subject: str) -> tuple[F, F]:
        """§7 进度: the pair (have, full)."""
        node = self.book.nodes.get(code)
        if node is None:
            return self.item_progress(code, subject)
        kind = node["kind"]
        if kind == "sum" and node["role"] != "ordinary":
            return ZERO, ZERO
        if kind in ("children", "link"):
            full = number(node["full"])
            return (full if self.node(code, subject, True)[0] == "complete" else ZERO), full
        if kind == "multiplier":
            return self.progress(node["base"], subject)
        if kind == "weighted":
            return self.weighted_progress(node, subject)
        nodes = self.book.nodes
        codes = node["children"]
        if kind != "sum":
            codes = remaining(self.present(node, subject, True))
        pairs = [
            self.progress(child, subject)
            for child in codes
            if kind != "sum" or child not in nodes or nodes[child]["role"] == "ordinary"
        ]
        return sum((p[0] for p in pairs), ZERO), sum((p[1] for p in pairs), ZERO)

    def weighted_progress(self, node: dict, subject: str) -> tuple[F, F]:
        """§7 进度 of a weighted node."""
        codes = remaining(self.present(node, subject, True))
        weights = {code: number(node["weights"][code]) for code in codes}
        total = sum(weights.values(), ZERO)
        if not total:
            return ZERO, ZERO
        pairs = [(weights[code], *self.progress(code, subject)) for code in codes]
        have = q(sum((w * have for w, have, _full in pairs), ZERO) / total)
        return have, q(sum((w * full for w, _have, full in pairs), ZERO) / total)

    def item_progress(self, code: str, subject: str) -> tuple[F, F]:
        """§7 进度 of an item; a vetoed one counts as complete (§8)."""
        case = self.cases.get((code, subject))
        if case is None or case.indicator.role != "ordinary":
            return ZERO, ZERO
        outcome, _score = self.item(code, subject, True)
        if outcome in ("scored", "imputed", "vetoed"):
            return case.w, case.w
        return ZERO, case.w if outcome == "open" else ZERO


NODES = {
    "sum": Group.sum_node, "weighted": Group.weighted_node, "multiplier": Group.multiplier_node,
    "geometric": Group.several_node, "min": Group.several_node, "max": Group.several_node,
    "children": Group.children_node, "link": Group.link_node,
}  # fmt: skip


def added(values) -> F:
    """§7: a sum that passes over what has no value."""
    return sum((value for value in values if value is not None), ZERO)


def remaining(children: dict) -> dict:
    """§7: the children without the dropped ones."""
    return {code: child for code, child in children.items() if child[0] != "dropped"}


def status_of(children: dict) -> str:
    """§7: open as soon as a child is open."""
    return "open" if any(status == "open" for status, _value in children.values()) else "complete"


def geometric(values: list[F]) -> F:
    """§7: the n-th root of the product at ten places, half up of the exact root, by integers."""
    n, product = len(values), ONE
    for value in values:
        product *= value
    # v = k/10^10 with k the largest integer for which k - 1/2 <= 10^10 root(p):
    # (2k - 1)^n <= p (2·10^10)^n, so 2k - 1 is the largest odd number not above that root.
    root = whole_root(floor(product * (2 * 10**10) ** n), n)
    return F((root + 1) // 2, 10**10)


def whole_root(value: int, n: int) -> int:
    """The largest integer whose n-th power is not above the value."""
    low, high = 0, 1 << (value.bit_length() // n + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**n <= value else (low, middle)
    return low


# ------------------------------------------------------------------ §8 否决


class Effects:
    """§8: what the vetoes in force do to one subject, together."""

    def __init__(self, vetoes: list[dict]):
        effects = [veto["effects"] for veto in vetoes]
        self.grades = [e["force_grade"] for e in effects if e["force_grade"] is not None]
        self.exclude_grades = {grade for e in effects for grade in e["exclude_grades"]}
        self.zero_items = {code for e in effects for code in e["zero_items"]}
        caps = [number(e["cap_total"]) for e in effects if e["cap_total"] is not None]
        self.cap_total = min(caps, default=None)

    def force_grade(self, levels: list[dict]) -> str | None:
        """§8: of several the last one in the table of grades."""
        names = [level["grade"] for level in levels]
        known = [grade for grade in self.grades if grade in names]
        return max(known, key=names.index, default=self.grades[0] if self.grades else None)


# ------------------------------------------------------------------ §9 总分、名次、等次


def close_group(group: Group) -> None:
    """§9: totals, ranks and grades of a group whose nodes can all be had."""
    group.totals = {}
    for subject in group.subjects:
        group.totals[subject] = total_of(group, subject)
    ranked = rank(group)
    grades = group.spec["grades"]
    if grades is not None:
        Grading(group, grades, ranked).award()


def total_of(group: Group, subject: str) -> dict:
    """§9: carried, total, interim and what goes with them."""
    book = group.book
    status, value = group.node(group.spec["root"], subject, True)
    row = {"carried": None, "total": None, "rank": None, "grade": None, "reason": ""}
    row["interim"] = value if status == "open" else None
    if status == "complete" or (status == "open" and book.interim and value is not None):
        cap = book.effects(subject).cap_total
        row["carried"] = clip(value, None, cap)
        row["total"] = clip(book.total_cut(value), None, cap)
    else:
        row["reason"] = status
    have, full = group.progress(group.spec["root"], subject)
    row["share"] = q(have / full) if full else None
    if row["total"] is None:
        row["status"] = "unranked"
    else:
        separate = book.facts.roster[subject]["listing"] == "separate"
        row["status"] = "separate" if separate else "ranked"
    return row


def key_values(group: Group, subject: str, keys: list[dict]) -> tuple:
    """§9: the final values of the keys, ready to be sorted; null comes last."""
    found = []
    for entry in keys:
        code, value = entry["key"], None
        if code in group.book.nodes and code in group.codes:
            value = group.node(code, subject, True)[1]
        elif (code, subject) in group.cases:
            value = group.item(code, subject, True)[1]
        if value is None:
            found.append((1, ZERO))
        else:
            found.append((0, value if entry["order"] == "asc" else -value))
    return tuple(found)


def rank(group: Group) -> list[tuple[tuple, str]]:
    """§9: ranks, and the ranked with their sorting keys, best first."""
    ranking, lines = group.spec["ranking"], []
    for subject, row in group.totals.items():
        if row["status"] == "ranked":
            main = row["carried" if ranking["on"] == "carried" else "total"]
            lines.append(((-main, key_values(group, subject, ranking["keys"])), subject))
    lines.sort()
    place, distinct, last = 0, 0, None
    for position, (key, subject) in enumerate(lines, 1):
        if key != last:
            place, distinct, last = position, distinct + 1, key
        group.totals[subject]["rank"] = distinct if ranking["style"] == "dense" else place
    return lines


class Grading:
    """§9 grades, step by step."""

    def __init__(self, group: Group, rule: dict, ranked: list[tuple[tuple, str]]):
        self.group, self.book, self.rule, self.levels = group, group.book, rule, rule["levels"]
        lines = [((*key, key_values(group, s, rule["keys"])), s) for key, s in ranked]
        lines.sort()
        self.key = {subject: key for key, subject in lines}
        self.waiting = [subject for _key, subject in lines]
        self.base = len(lines)
        if rule["base"] == "not_vetoed":
            self.base -= sum(bool(self.book.vetoes_on(subject)) for subject in self.waiting)

    def award(self) -> None:
        """§9 steps 2 to 4."""
        quotas = self.quotas()
        self.place_directly()
        for level, quota in zip(self.levels, quotas, strict=True):
            self.fill_level(level, quota)

    def settle(self, subjects, grade: str | None, reason: str = "") -> None:
        """Give a grade (or a reason) and take the subjects out of the candidates."""
        gone = set(subjects)
        for subject in gone:
            self.group.totals[subject].update(grade=grade, reason=reason)
        self.waiting = [subject for subject in self.waiting if subject not in gone]

    def quotas(self) -> list[int | None]:
        """§9 step 2."""
        quotas, parts = [], {}
        for place, level in enumerate(self.levels):
            quota = level["quota"]
            if quota is None or "count" in quota:
                quotas.append(None if quota is None else int(number(quota["count"])))
                continue
            exact, how = self.base * number(quota["share"]), level["quota_rounding"]
            if how == "largest_remainder":
                parts[place], how = exact, "floor"
            mode = {"floor": "down", "half_up": "half_up", "up": "up"}[how]
            quotas.append(int(round_to(exact, 0, mode)))
        spare = floor(sum(parts.values(), ZERO)) - sum(quotas[place] for place in parts)
        by_rest = sorted(parts, key=lambda place: (floor(parts[place]) - parts[place], place))
        for place in by_rest[:spare]:
            quotas[place] += 1
        return quotas

    def place_directly(self) -> None:
        """§9 step 3: vetoes force, decisions promote."""
        promotion = self.rule["promotion"]
        for subject in self.waiting:
            effects = self.book.effects(subject)
            forced = effects.force_grade(self.levels)
            if forced is not None:
                self.settle([subject], forced)
            elif promotion and promotion["to"] not in effects.exclude_grades:
                events = self.book.facts.events.get(subject, ())
                kind = promotion["kind"]
                if any(e["kind"] == kind and e["decision"] == "accepted" for e in events):
                    self.settle([subject], promotion["to"])

    def excluded(self, subject: str, grade: str) -> bool:
        """§8: a veto keeps the subject out of this grade."""
        return grade in self.book.effects(subject).exclude_grades

    def fill_level(self, level: dict, quota: int | None) -> None:
        """§9 step 4 for one grade."""
        grade, least = level["grade"], optional(level["at_least"])
        line = [s for s in self.waiting if least is None or -self.key[s][0] >= least]
        if self.rule["fill"] or quota is None:
            line = [s for s in line if not self.excluded(s, grade)]
        taken = line if quota is None else line[:quota]
        if quota and len(line) > quota and self.key[line[quota]] == self.key[line[quota - 1]]:
            edge = [s for s in line if self.key[s] == self.key[line[quota]]]
            if self.rule["edge"] == "person":
                self.settle([s for s in edge if not self.excluded(s, grade)], None, "edge")
            taken = [s for s in taken if s not in edge]
            if self.rule["edge"] == "all":
                taken += edge
        self.settle([s for s in taken if not self.excluded(s, grade)], grade)


# ------------------------------------------------------------------ §3, §10 a whole run


class Book:
    """§3: a rule book applied to facts; groups are closed in the order they need each other."""

    def __init__(self, rulebook: dict, facts: dict):
        self.spec, self.calendar, self.place = rulebook, rulebook["calendar"], []
        if rulebook["semantics"] != SEMANTICS or rulebook["format"] != "baton.rulebook/1":
            raise Broken("规则书的格式或语义版本不是本核验器认识的")
        self.rounding, self.interim = rulebook["rounding"], rulebook["interim"] == "total"
        self.coefficient_cut = rounder(self.rounding["coefficient"])
        self.node_cut = rounder(self.rounding["node"])
        self.total_cut = rounder(self.rounding["total"])
        self.kinds = {entry["code"]: entry["kind"] for entry in rulebook["data"]}
        self.facts = Facts(facts, self.kinds)
        self.nodes = {node["code"]: node for node in rulebook["nodes"]}
        self.items = {}
        for spec in rulebook["items"]:
            with self.at(f"指标“{spec['code']}”"):
                self.items[spec["code"]] = Indicator(spec, self)
        if len({*self.nodes, *self.items}) < len(rulebook["nodes"]) + len(rulebook["items"]):
            raise Broken("规则书里有代码重复的指标或节点")
        self.by_subject: dict[str, Effects] = {}
        self.in_force: dict[str, list[dict]] = {}
        self.groups: dict[str, Group] = {}
        specs = {spec["group"]: spec for spec in rulebook["groups"]}
        for name in self.ordered(specs):
            self.groups[name] = Group(specs[name], self)
            close_group(self.groups[name])

    def at(self, place: str) -> Place:
        """Remember what is being worked out, for sentences about faults."""
        return Place(self.place, place)

    def vetoes_on(self, subject: str) -> list[dict]:
        """§8: the vetoes in force on a subject."""
        if subject not in self.in_force:
            on = self.facts.on
            kinds = {
                event["kind"]
                for event in self.facts.events.get(subject, ())
                if event["decision"] == "accepted"
                and (not event["until"] or not on or on <= event["until"])
            }
            self.in_force[subject] = [v for v in self.spec["vetoes"] if v["kind"] in kinds]
        return self.in_force[subject]

    def effects(self, subject: str) -> Effects:
        """§8: what they do."""
        if subject not in self.by_subject:
            self.by_subject[subject] = Effects(self.vetoes_on(subject))
        return self.by_subject[subject]

    def group_of(self, subject: str) -> str | None:
        """The group of a subject of the roster."""
        return self.facts.roster[subject]["group"] if subject in self.facts.roster else None

    def linked(self, node: dict, subject: str) -> list[tuple[str, F]]:
        """§7 link: the linked subjects with their shares."""
        row = self.facts.roster[subject]
        if node["via"] == "links":
            return [(other, number(share)) for other, share in row["links"]]
        return [(row["parent"], ONE)] if row["parent"] else []

    def needs(self, spec: dict) -> set[str]:
        """§7: the groups whose scores a group takes."""
        found, waiting = set(), [spec["root"], *spec["outside"]]
        members = [s for s in self.facts.roster if self.group_of(s) == spec["group"]]
        seen: set[str] = set()
        while waiting:
            code = waiting.pop()
            node = self.nodes.get(code)
            if node is None or code in seen:
                continue
            seen.add(code)
            waiting.extend(children_of(node))
            if node["kind"] == "children":
                found.add(node["group"])
            elif node["kind"] == "link":
                active = [s for s in members if self.facts.active(s)]
                found |= {self.group_of(other) for s in active for other, _ in self.linked(node, s)}
        return found

    def ordered(self, specs: dict[str, dict]) -> list[str]:
        """§7: the groups taken from come first; a circle is an error."""
        needs = {name: self.needs(spec) & set(specs) for name, spec in specs.items()}
        order: list[str] = []
        while len(order) < len(specs):
            ready = [n for n in specs if n not in order and needs[n] <= set(order)]
            if not ready:
                circle = "、".join(name for name in specs if name not in order)
                raise Broken(f"分组互相取分成了环：{circle}")
            order += ready
        return order

    def tables(self) -> dict:
        """§10: the three tables of the result."""
        subjects, nodes, items = [], [], []
        for group in self.groups.values():
            for subject, row in group.totals.items():
                subjects.append(self.subject_row(subject, group.name, row))
            for code in group.codes:
                for subject in group.subjects:
                    if code in self.nodes:
                        status, value = group.node(code, subject, True)
                        nodes.append([subject, code, status, plain(value)])
                    elif (code, subject) in group.cases:
                        outcome, score = group.item(code, subject, True)
                        state = group.cases[code, subject].state
                        items.append([subject, code, state, outcome, plain(score)])
        for subject, row in self.facts.roster.items():
            if row["group"] in self.groups and not self.facts.active(subject):
                subjects.append([subject, row["group"], "inactive", *[None] * 6, "inactive"])
        found = {"subjects": subjects, "nodes": nodes, "items": items}
        return {
            table: sorted_table(table, {"columns": COLUMNS[table], "rows": rows})
            for table, rows in found.items()
        }

    @staticmethod
    def subject_row(subject: str, group: str, row: dict) -> list:
        """§10: one row of the table of subjects."""
        amounts = [plain(row[name]) for name in ("total", "carried", "interim", "share")]
        return [subject, group, row["status"], *amounts, row["rank"], row["grade"], row["reason"]]


class Place:
    """Says where in the rule book a fault was met."""

    def __init__(self, stack: list[str], place: str):
        self.stack, self.place = stack, place

    def __enter__(self):
        self.stack.append(self.place)

    def __exit__(self, kind, error, _trace):
        self.stack.pop()
        usual = (Broken, NotApplicable, Pending, RecursionError)
        if isinstance(error, Exception) and not isinstance(error, usual):
            raise Broken(f"{self.place}写得不完整或不合语义页（{fault(error)}）") from error


def fault(error: Exception) -> str:
    """An unforeseen fault in a few Chinese words."""
    if isinstance(error, KeyError):
        return f"缺少或不认识 {error}"
    return f"有的值种类不对：{type(error).__name__} {error}"


def recompute(rulebook: dict, facts: dict) -> dict:
    """§10, §11: the canonical result of a rule book on facts; Broken when it can not be had."""
    try:
        facts = sorted_facts(facts)
        tables = Book(rulebook, facts).tables()
        run = run_id(digest(rulebook), digest(facts))
    except Broken:
        raise
    except RecursionError as error:
        raise Broken("规则书的节点套得太深，或者成了环") from error
    except Exception as error:
        raise Broken(f"规则书或事实不完整（{fault(error)}）") from error
    return {"format": "baton.result/1", "semantics": SEMANTICS, "run": run, **tables}


# ------------------------------------------------------------------ §11 归档

MEMBERS = ("manifest.json", "rulebook.json", "facts.json", "result.json")
MOST_BYTES = 1 << 30
TITLES = {"subjects": "总分表", "nodes": "节点表", "items": "指标表"}


def read_members(path) -> dict[str, bytes]:
    """§11: the four stored members; anything else is no archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            missing = [name for name in MEMBERS if name not in names]
            if missing:
                raise Broken("归档里缺少成员：" + "、".join(missing))
            if names != list(MEMBERS):
                raise Broken("归档的成员或次序不对，应当是：" + "、".join(MEMBERS))
            for entry in entries:
                if entry.compress_type != zipfile.ZIP_STORED:
                    raise Broken(f"成员 {entry.filename} 是压缩的；归档的成员应当不压缩")
                if max(entry.file_size, entry.compress_size) > MOST_BYTES:
                    raise Broken(f"成员 {entry.filename} 超过 1 GiB，不读")
            return {name: archive.read(name) for name in MEMBERS}
    except Broken:
        raise
    except FileNotFoundError as error:
        raise Broken(f"打不开归档：没有文件 {path}") from error
    except Exception as error:
        raise Broken(f"打不开归档：{path} 不是归档文件，或者已经损坏、被截断") from error


def refuse(text: str):
    """§11: no floats in canonical JSON."""
    raise ValueError(text)


def parse_member(name: str, data: bytes):
    """§11: a member as JSON, which must be in canonical form."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
        again = canonical(value)
    except (ValueError, RecursionError) as error:
        raise Broken(f"成员 {name} 不是完好的 JSON") from error
    if not isinstance(value, dict):
        raise Broken(f"成员 {name} 应当是一个 JSON 对象")
    if again != data:
        raise Broken(f"成员 {name} 不是规范形式，被改写过")
    return value


def check_order(name: str, value: dict) -> None:
    """§3, §11: rows by their keys, parts of the rule book by their codes."""
    try:
        for table in FACT_TABLES if name == "facts" else RESULT_TABLES if name == "result" else ():
            if sorted_table(table, value[table]) != value[table]:
                raise Broken(f"成员 {name}.json 不是规范形式：表 {table} 的行列次序不对")
        if name == "rulebook":
            for part in ("data", "items", "nodes", "vetoes", "groups"):
                codes = [entry["group" if part == "groups" else "code"] for entry in value[part]]
                if codes != sorted(codes):
                    raise Broken(f"成员 {name}.json 不是规范形式：{part} 不按代码升序")
    except (KeyError, TypeError, AttributeError) as error:
        raise Broken(f"成员 {name}.json 不完整，无法重算（{fault(error)}）") from error


def check_manifest(members: dict[str, bytes], manifest: dict) -> None:
    """§11: the hashes and the number of the run."""
    if manifest.get("format") != "baton.archive/1" or manifest.get("semantics") != SEMANTICS:
        raise Broken("归档的格式或语义版本不是本核验器认识的")
    for name in ("rulebook", "facts", "result"):
        found = hashlib.sha256(members[f"{name}.json"]).hexdigest()
        if manifest.get(name) != found:
            raise Broken(
                f"成员 {name}.json 与清单里的哈希不符，被改动过："
                f"清单写 {manifest.get(name)}，实际是 {found}"
            )
    if manifest.get("run") != run_id(manifest["rulebook"], manifest["facts"]):
        raise Broken("清单里的运行号与规则书、事实的哈希对不上")


def differences(archived: dict, again: dict) -> list[str]:
    """§11: one sentence for every differing row or cell, in the order of the tables."""
    found = [
        f"结果表头 · {key}：归档 {archived.get(key)}，重算 {again.get(key)}"
        for key in sorted({*archived, *again} - set(RESULT_TABLES))
        if archived.get(key) != again.get(key)
    ]
    for table in RESULT_TABLES:
        width, columns = KEYS[table], COLUMNS[table]
        old = {tuple(row[:width]): row for row in archived[table]["rows"]}
        new = {tuple(row[:width]): row for row in again[table]["rows"]}
        for key in sorted({*old, *new}):
            place = " · ".join((TITLES[table], *map(str, key)))
            if key not in old or key not in new:
                found.append(f"{place}：{'归档' if key in new else '重算'}里没有这一行")
                continue
            for column, left, right in zip(columns, old[key], new[key], strict=True):
                if left != right or type(left) is not type(right):
                    found.append(f"{place} · {column}：归档 {shown(left)}，重算 {shown(right)}")
    if not found and canonical(archived) != canonical(again):
        found.append("结果表：归档里有重复的行")
    return found


def shown(value) -> str:
    """A cell as an auditor reads it."""
    return "无" if value is None else "空" if value == "" else str(value)


def verify(path) -> tuple[list[str], dict]:
    """§11 核验: (differences, recomputed result); Broken when the archive can not be read."""
    members = read_members(path)
    parts = {name[:-5]: parse_member(name, data) for name, data in members.items()}
    check_manifest(members, parts["manifest"])
    for name, value in parts.items():
        check_order(name, value)
    again = recompute(parts["rulebook"], parts["facts"])
    try:
        return differences(parts["result"], again), again
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Broken(f"成员 result.json 不完整，无法比较（{fault(error)}）") from error


LOG_FIELDS = ("seq", "at", "by", "action", "on", "data", "previous")
USAGE = """用法：python baton_verify.py 归档.zip
      python baton_verify.py 操作记录.jsonl [归档.zip 或纸上印的链头 ……]
退出码：0 核验通过，1 有不同，2 文件读不了"""


def follow_log(path: str) -> tuple[str, list[dict]]:
    """The first fault of a log's hash chain as a sentence (empty: none), and its entries."""
    entries, previous, at = [], "0" * 64, ""
    try:
        with Path(path).open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                entry = json.loads(line)
                entries.append(entry)
                if entry["seq"] != number:
                    return f"第 {number} 条缺失（这里是第 {entry['seq']} 条）", entries
                if entry["previous"] != previous:
                    return f"第 {number} 条没有接上前一条", entries
                if digest({name: entry[name] for name in LOG_FIELDS}) != entry["hash"]:
                    return f"第 {number} 条被改动过", entries
                if entry["at"] < at:
                    return f"第 {number} 条的时间早于前一条", entries
                previous, at = entry["hash"], entry["at"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Broken(f"操作记录读不了（{type(error).__name__}）") from error
    return "", entries


STAGES = {
    "first": "初算稿", "check": "核对稿", "opinion": "征求意见稿", "committee": "考核委审议稿", "standing": "常委会审定稿",
    "notice": "公示稿", "final": "正式稿",
}  # fmt: skip
ROLES = {"leader": "领导", "viewer": "查阅"}
LAYERS = {
    "names": "等次名单", "totals": "总分与名次", "papers": "大项得分", "items": "指标得分", "explanations": "计分过程",
}  # fmt: skip


READERS = {
    "committee": "考核委", "standing": "常委会", "leads": "牵头单位", "units": "被考核单位", "public": "公众", "archive": "档案室",
}  # fmt: skip
HANDED = {
    "board": "A3 总表", "checks": "核对单", "checks-rank": "核对单（写明名次）", "losses": "扣分明细", "lead-losses": "失分台账",
    "letters": "反馈函", "letters-rank": "反馈函（写明名次）", "ledger": "加减分认定表", "brief": "会议一页纸", "bulletin": "通报",
    "bulletin-rank": "通报（写明名次、得分）", "bulletin-items": "通报（写明名次、得分、失分）", "names": "公示名单", "praise": "表扬名单",
    "notice": "考核预告", "annex": "指标体系附件", "compared": "与去年比", "catalogue": "归档目录",
}  # fmt: skip


class Draft:
    """A numbered draft as the log tells of it, what was released of it to whom and which papers went out, oldest first."""

    def __init__(self, entry: dict, told: dict, round_: str):
        stage = STAGES.get(told.get("stage", ""), "")
        self.number, self.archive = told["number"], told["archive"]
        self.name = f"{round_}第 {self.number} 稿{stage and ' ' + stage}"
        self.seq, self.hash = entry["seq"], entry["hash"]
        self.releases: list[dict] = []
        self.papers: list[dict] = []

    def release(self, entry: dict, told: dict) -> str:
        """Take in a release; what contradicts the log, as a sentence."""
        wrong = self.contradicted(entry, told, "发布")
        if wrong:
            return wrong
        self.end(entry, told, "由后一次发布代替")
        self.releases.append(
            {"seq": entry["seq"], "role": told["role"], "layer": told["layer"], "ended": ""}
        )
        return ""

    def contradicted(self, entry: dict, told: dict, what: str) -> str:
        """What of an entry does not belong to this draft or to its place in the log, as a sentence."""
        if told.get("head") != entry["previous"]:
            return f"第 {entry['seq']} 条{what}写的链头不是它前一条的"
        if told["number"] != self.number or told.get("archive", self.archive) != self.archive:
            return f"第 {entry['seq']} 条{what}的不是第 {self.seq} 条编号的{self.name}"
        return ""

    def send(self, entry: dict, told: dict) -> str:
        """Take in a paper that went out, and how much it tells; of before, heads and archives were not written down."""
        wrong = self.contradicted(
            entry, told | {"head": told.get("head", entry["previous"])}, "发出"
        )
        self.papers.append({"seq": entry["seq"], "ended": ""} | told)
        return wrong

    def strike(self, entry: dict, told: dict) -> bool:
        """Take back that a paper went out; whether it had."""
        known = [
            one for one in self.papers
            if (one["reader"], one["paper"]) == (told["reader"], told["paper"]) and not one["ended"]
        ]  # fmt: skip
        for one in known:
            one["ended"] = f"第 {entry['seq']} 条说没有发出"
        return bool(known)

    def end(self, entry: dict, told: dict, how: str) -> bool:
        """Close what this role sees; whether there was anything."""
        open_ = [one for one in self.releases if one["role"] == told["role"] and not one["ended"]]
        for one in open_:
            one["ended"] = f"第 {entry['seq']} 条{how}"
        return bool(open_)

    def lines(self) -> list[str]:
        """Each release in words, and whether it was withdrawn."""
        found = []
        for one in self.releases:
            role, layer = (
                ROLES.get(one["role"], one["role"]),
                LAYERS.get(one["layer"], one["layer"]),
            )
            found.append(
                f"  第 {one['seq']} 条发布给{role}，到{layer}；{one['ended'] or '没有收回'}"
            )
        for one in self.papers:
            beyond = f"，事先没有定：{one['why']}" if one.get("why") else ""
            paper, reader = HANDED.get(one["paper"], one["paper"]), READERS.get(one["reader"], one["reader"])  # fmt: skip
            found.append(f"  第 {one['seq']} 条把{paper}发给{reader}{beyond}；{one['ended'] or '没有划掉'}")  # fmt: skip
        return found or ["  没有发布过"]


OPENED = {"round.opened", "round.corrected"}
AFTERWARDS = {"draft.released", "draft.withdrawn", "paper.sent", "paper.sent_struck"}


def numbered(entries: list[dict]) -> tuple[str, list[Draft]]:
    """The first release that contradicts the log, as a sentence (empty: none); and every numbered draft."""
    rounds, found, by_run = {}, [], {}
    for entry in entries:
        action = entry["action"]
        if action not in {*OPENED, "draft.numbered", *AFTERWARDS}:
            continue
        told = json.loads(entry["data"])
        if action in OPENED:
            rounds[entry["on"]] = told.get("name") or f"截至{told.get('as_of', '')}的一轮"
        elif action == "draft.numbered":
            draft = Draft(entry, told, f"“{rounds[entry['on']]}”" if entry["on"] in rounds else "")
            found.append(draft)
            for key in told.get("rows", {}).get("assessment.run", {}):
                by_run[f"run:{key}"] = draft
        elif entry["on"] not in by_run:
            return f"第 {entry['seq']} 条发布或收回的稿没有编过号", found
        elif action in {"draft.released", "paper.sent"}:
            draft = by_run[entry["on"]]
            wrong = (draft.release if action == "draft.released" else draft.send)(entry, told)
            if wrong:
                return wrong, found
        elif action == "paper.sent_struck":
            if not by_run[entry["on"]].strike(entry, told):
                return f"第 {entry['seq']} 条划掉的没有发出过", found
        elif not by_run[entry["on"]].end(entry, told, "收回"):
            return f"第 {entry['seq']} 条收回的没有发布过", found
    return "", found


HEAD = re.compile(r"[0-9a-f]{16,64}", re.ASCII)


def hash_of(archive: str) -> str:
    """The SHA-256 of an archive."""
    try:
        return hashlib.sha256(Path(archive).read_bytes()).hexdigest()
    except OSError as error:
        raise Broken(f"归档“{archive}”读不了") from error


def look_up(asked: str, entries: list[dict], drafts: list[Draft]) -> tuple[bool, list[str]]:
    """Whether the log knows an archive, or a head as it was printed; and what it says of it."""
    if HEAD.fullmatch(asked):
        known = [entry for entry in entries if entry["hash"].startswith(asked)]
        if not known:
            return False, [f"操作记录里没有链头 {asked}：不是同一份记录，或者后来被改短、重写过。"]
        named = [f"，{one.name}编号时" for one in drafts if one.seq == known[0]["seq"]]
        return True, [f"链头 {asked} 是操作记录第 {known[0]['seq']} 条{''.join(named)}。"]
    sha256 = hash_of(asked)
    own = [draft for draft in drafts if draft.archive == sha256]
    if not own:
        return False, [f"{asked} 不是操作记录里编过号的稿。"]
    names = "，也是".join(f"{one.name}（操作记录第 {one.seq} 条）" for one in own)
    said = [f"{asked} 是{names}。"]
    for one in own:
        said += [f"{one.name}，链头 {one.hash}：", *one.lines()]
    return True, said


def main_log(path: str, asked: list[str]) -> int:
    """Follow a log and what it says of releases, then look archives and printed heads up in it."""
    wrong, entries = follow_log(path)
    if wrong:
        print(f"核验未通过：操作记录{wrong}。")
        return 1
    try:
        wrong, drafts = numbered(entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(f"操作记录里的编稿或发布读不了（{type(error).__name__}）") from error
    if wrong:
        print(f"核验未通过：操作记录{wrong}。")
        return 1
    head = entries[-1]["hash"] if entries else "0" * 64
    print(f"操作记录 {len(entries)} 条，首尾相接，没有改动。\n链头 {head}")
    releases = [one for draft in drafts for one in draft.releases]
    withdrawn = sum(one["ended"].endswith("收回") for one in releases)
    sent = [one for draft in drafts for one in draft.papers]
    told = f"发出材料 {len(sent)} 种，划掉 {sum(bool(one['ended']) for one in sent)} 种；" if sent else ""  # fmt: skip
    print(
        f"编号稿 {len(drafts)} 份，发布 {len(releases)} 次，收回 {withdrawn} 次；{told}每次发布都对得上编号的稿和当时的链头。"
    )
    for one in asked:
        is_known, said = look_up(one, entries, drafts)
        print("\n".join(said) if is_known else f"核验未通过：{said[0]}")
        if not is_known:
            return 1
    return 0


def main(arguments: list[str]) -> int:
    """The command line."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(USAGE)
        return 0 if arguments else 2
    try:
        if arguments[0].endswith(".jsonl"):
            return main_log(arguments[0], arguments[1:])
        if len(arguments) != 1:
            print(USAGE)
            return 2
        found, again = verify(arguments[0])
    except Broken as error:
        print(f"核验不了：{error}", file=sys.stderr)
        return 2
    except MemoryError:
        print("核验不了：内存不够", file=sys.stderr)
        return 2
    if found:
        print(f"核验未通过：共 {len(found)} 处不同。第一处：{found[0]}")
        return 1
    counts = len(again["subjects"]["rows"]), len(again["items"]["rows"])
    print(f"核验通过：{counts[0]} 个考核对象、{counts[1]} 个指标得分与归档逐字节相同。")
    print(f"运行号 {again['run']}\n结果哈希 {digest(again)}")
    return 0


if __name__ == "__main__":
    gc.disable()  # one short run; no walking past a million cells again and again
    sys.exit(main(sys.argv[1:]))
