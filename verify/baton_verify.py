#!/usr/bin/env python3
"""Baton 离线核验器: recompute an archive from its rule book and facts, with the standard library alone.

Written from docs/reference/semantics.md, in the order of that page; it shares no code with the engine.
Usage: python baton_verify.py ARCHIVE.zip
Exit codes: 0 everything agrees, 1 something differs, 2 the archive can not be read.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
import zipfile
from fractions import Fraction

SEMANTICS = "1"
MEMBERS = ("manifest.json", "rulebook.json", "facts.json", "result.json")
MOST_BYTES = 1 << 30
STATES = ("reported", "excused", "not_applicable", "not_yet", "pending", "missing")
WORSE = {name: i for i, name in enumerate(STATES)}
NA, OPEN_STATE = "not_applicable", "pending"
F = Fraction
ZERO, ONE = F(0), F(1)


class Broken(Exception):
    """The archive, its rule book or its facts can not be used; the message is Chinese."""


class NotApplicable(Exception):
    """A method found no usable denominator or cohort."""


class Pending(Exception):
    """A method found something undecided."""


# ---------------------------------------------------------------- §1 notation and rounding

_PARSED: dict[str, Fraction] = {}


def number(text) -> Fraction:
    """Decimal text or an integer as an exact fraction."""
    if isinstance(text, int) and not isinstance(text, bool):
        return F(text)
    found = _PARSED.get(text)
    if found is None:
        if not re.fullmatch(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?", text):
            raise Broken(f"“{text}”不是可用的数")
        found = _PARSED[text] = F(text)
    return found


def optional(text):
    """A number or None."""
    return None if text is None else number(text)


def round_to(value: Fraction, places: int, mode: str) -> Fraction:
    """round(v, n, mode) of §1."""
    scaled = abs(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if rest:
        twice = 2 * rest
        if (
            mode == "up"
            or (mode == "half_up" and twice >= scaled.denominator)
            or (
                mode == "half_even"
                and (twice > scaled.denominator or (twice == scaled.denominator and whole % 2))
            )
        ):
            whole += 1
    return F(whole if value >= 0 else -whole, 10**places)


def carried(value: Fraction) -> Fraction:
    """q(v): ten decimals, half up."""
    return round_to(value, 10, "half_up")


def cut(value: Fraction, entry) -> Fraction:
    """A rounding entry of the rule book; null cuts nothing."""
    return value if entry is None else round_to(value, entry["places"], entry["mode"])


def clip(value, low, high):
    """min(high, max(low, v)) with open sides."""
    if low is not None:
        value = max(low, value)
    return value if high is None else min(high, value)


def floor(value: Fraction) -> int:
    """The largest whole number not above."""
    return value.numerator // value.denominator


def steps(value: Fraction, mode: str) -> Fraction:
    """steps(v, mode) of §1."""
    if mode == "proportional":
        return value
    return F(floor(value) if mode == "whole" else -floor(-value))


def plain(value) -> str:
    """The shortest decimal text."""
    if value is None:
        return None
    scaled, places = F(value), 0
    while scaled.denominator != 1:
        scaled *= 10
        places += 1
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    text = digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")
    return ("-" if value < 0 else "") + text


# ---------------------------------------------------------------- §11 canonical JSON and hashes


def canonical(value) -> bytes:
    """Canonical JSON bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(value) -> str:
    """SHA-256 of the canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


def run_id(rulebook_digest: str, facts_digest: str) -> str:
    """The run's name."""
    return digest({"facts": facts_digest, "rulebook": rulebook_digest, "semantics": SEMANTICS})


# ---------------------------------------------------------------- §2 facts


def rows_of(table) -> list[dict]:
    """A canonical table as dictionaries."""
    columns = table["columns"]
    return [dict(zip(columns, line, strict=False)) for line in table["rows"]]


class Facts:
    """The four tables, looked up the way the rules ask."""

    def __init__(self, raw):
        self.as_of, self.on, self.absent = raw["as_of"], raw["on"], raw["absent"]
        self.roster = {line["subject"]: line for line in rows_of(raw["roster"])}
        self.agreement: dict = {}
        for line in rows_of(raw["agreement"]):
            by_field = self.agreement.setdefault((line["subject"], line["indicator"]), {})
            by_field[line["field"]] = line["value"]
        self.cells: dict = {}
        columns = raw["observations"]["columns"]
        places = [
            columns.index(name) for name in ("subject", "item", "period", "key", "value", "state")
        ]
        for line in raw["observations"]["rows"]:
            subject, item, period, key, value, state = (line[place] for place in places)
            self.cells.setdefault((subject, item, period), []).append((key, value, state))
        self.events: dict = {}
        for line in sorted(rows_of(raw["events"]), key=lambda event: event["id"]):
            self.events.setdefault(line["subject"], []).append(line)

    def is_active(self, subject) -> bool:
        """在册: within the effective dates."""
        if not self.on:
            return True
        start, end = subject["from"], subject["to"]
        return (not start or start <= self.on) and (not end or self.on <= end)

    def agreed(self, subject, indicator, field):
        """The agreed text, the "*" line standing in; None is 缺."""
        own = self.agreement.get((subject, indicator), {})
        if field in own:
            return own[field]
        return self.agreement.get(("*", indicator), {}).get(field)


# ---------------------------------------------------------------- §3 parameters and data inputs


class Absent(Exception):
    """The agreement has no value where the rule asks for one."""


class Item:
    """One indicator for one subject: parameters resolved, inputs read."""

    def __init__(self, run, rule, subject):
        self.run, self.rule, self.subject = run, rule, subject
        self.params = rule["params"]
        rounding = run.book["rounding"] | rule["rounding"]
        self.input_cut, self.rate_cut, self.item_cut = (
            rounding[name] for name in ("input", "rate", "item")
        )
        self.state, self.values = "reported", {}
        self.points, absent = ZERO, False
        try:
            self.points = self.value(rule["points"])
        except Absent:
            absent = True
        absent = absent or any(self.is_absent(field) for field in self.asked_fields())
        self.read_inputs()
        if absent and self.state not in ("excused", "not_applicable"):
            self.worsen("pending")
        self.before_method = self.state
        self.outcome, self.score = "open", None

    def worsen(self, state):
        """Keep the worse of the two states."""
        if WORSE[state] > WORSE[self.state]:
            self.state = state

    def asked_fields(self):
        """Fields whose absence makes the indicator undecided (an unasked extension does not)."""
        found, stack = (
            [],
            [(None, [self.params, self.rule["coefficient"], self.rule["cap"], self.rule["floor"]])],
        )
        while stack:
            name, value = stack.pop()
            if isinstance(value, dict):
                if set(value) == {"field"}:
                    if not (
                        self.rule["method"] == "timeliness" and name in ("extension", "approved")
                    ):
                        found.append(value["field"])
                else:
                    stack.extend(value.items())
            elif isinstance(value, list):
                stack.extend((name, part) for part in value)
        return found

    def is_absent(self, field):
        """缺: no line or null."""
        return self.run.facts.agreed(self.subject["subject"], self.rule["code"], field) is None

    def text(self, entry):
        """A parameter's text, from the rule book or the agreement."""
        if isinstance(entry, dict) and set(entry) == {"field"}:
            found = self.run.facts.agreed(
                self.subject["subject"], self.rule["code"], entry["field"]
            )
            if found is None:
                raise Absent(entry["field"])
            return found
        return entry

    def value(self, entry) -> Fraction:
        """P."""
        return number(self.text(entry))

    def maybe(self, entry):
        """P?."""
        return None if entry is None else self.value(entry)

    def p(self, name):
        """A numeric parameter by name."""
        return self.value(self.params[name])

    def rate(self, top, bottom):
        """r(a/b)."""
        return cut(F(top) / bottom, self.rate_cut)

    def read_inputs(self):
        """The data inputs with their states."""
        if self.rule["method"] in ("period_weights", "accumulation"):
            self.read_rounds()
            return
        for name, entry in self.rule["data"].items():
            state, value = self.run.composed(self, entry)
            self.worsen(state)
            self.values[name] = value

    def read_rounds(self):
        """M27 and M29 read their rounds and settle the state themselves."""
        entry = next(iter(self.rule["data"].values()))
        rounds = [
            r if isinstance(r, dict) else {"period": r, "weight": "1"}
            for r in self.params["rounds"]
        ]
        cells = []
        for entry_of in rounds:
            state, value = self.run.number_cell(
                self, entry["item"], entry_of["period"], self.params["constants"]
            )
            cells.append((number(entry_of["weight"]), state, value))
        self.values["x"] = cells
        counted = cells
        if self.rule["method"] == "period_weights" and self.params["unfinished"] == "open":
            counted = [cell for cell in cells if cell[0] != 0]
        if self.params["unfinished"] == "renormalise" and any(
            state == "reported" for _, state, _ in cells
        ):
            return
        for _, state, _ in counted:
            self.worsen(state)


# ---------------------------------------------------------------- §6 methods


def measured(item, p):
    """M05 and M07: the value, or its completion in per cent."""
    if p["measure"] == "value":
        return item.values["x"]
    return 100 * item.rate(item.values["x"], positive(item.value(p["target"])))


def positive(value):
    """A denominator that must be above zero."""
    if value <= 0:
        raise NotApplicable
    return value


def compare(left, how, right):
    """ge | gt | le | lt."""
    return {"ge": left >= right, "gt": left > right, "le": left <= right, "lt": left < right}[how]


def tier(tiers, value, closed="left"):
    """The award of the last tier whose lower edge is reached."""
    found = number(tiers[0]["award"])
    for entry in tiers[1:]:
        edge = number(entry["from"])
        if value >= edge if closed == "left" else value > edge:
            found = number(entry["award"])
    return found


def completion(i, p):
    """M01"""
    rate = i.rate(i.values["x"], positive(i.p("target")))
    threshold = i.maybe(p["threshold"])
    if threshold is not None and rate < threshold:
        return ZERO
    return i.points * clip(rate, ZERO, i.maybe(p["cap"]))


def control(i, p):
    """M02"""
    return i.points * clip(2 - i.rate(i.values["x"], positive(i.p("target"))), ZERO, ONE)


def over_fulfilment(i, p):
    """M03"""
    rate = i.rate(i.values["x"], positive(i.p("target")))
    if rate >= 1:
        extra = i.p("per_point") * steps((rate - 1) * 100, p["step"])
        score = i.points + clip(extra, None, i.maybe(p["most"]))
    else:
        score = i.points * max(ZERO, rate)
    if p["group_extra"] is not None and i.values["g"] > i.run.mean(i, "g"):
        score += i.p("group_extra")
    return score


def composite_completion(i, p):
    """M04"""
    targets = [positive(i.value(part["target"])) for part in p["parts"]]
    total = ZERO
    for part, target in zip(p["parts"], targets, strict=False):
        rate = clip(i.rate(i.values[part["data"]], target), ZERO, i.maybe(part["cap"]))
        total += i.value(part["share"]) * rate
    return i.points * total


def tiers(i, p):
    """M05"""
    value = measured(i, p)
    scale = i.points if p["award_as"] == "share" else ONE
    score = scale * tier(
        [t | {"award": i.text(t["award"])} for t in p["tiers"]], value, p["closed"]
    )
    step = p["step"]
    if step is not None and value >= i.value(step["above"]):
        count = floor((value - i.value(step["above"])) / positive(i.value(step["every"])))
        score += scale * min(i.value(step["most"]), i.value(step["add"]) * count)
    return score


def all_or_nothing(i, p):
    """M06"""
    return i.points if compare(i.values["x"], p["compare"], i.p("target")) else ZERO


def stepped_loss(i, p, gap):
    """M07 and M18: full points less so much per step, not below the floor."""
    width = positive(i.p("width"))
    count = carried(gap / width) if p["step"] == "proportional" else steps(gap / width, p["step"])
    return max(i.p("least"), i.points - i.p("per_point") * count)


def threshold_deduction(i, p):
    """M07"""
    gap = i.p("threshold") - measured(i, p)
    return stepped_loss(i, p, max(ZERO, gap if p["side"] == "below" else -gap))


def per_case(i, p):
    """M08"""
    if p["levels"] is not None:
        amount = sum(
            (i.value(p["levels"][k]) * n for k, n in i.values["x"].items() if k in p["levels"]),
            ZERO,
        )
    else:
        count = max(ZERO, i.values["x"] - i.p("free"))
        if p["repeat"] == "double_case" and count > 1:
            count = 2 * count - 1
        elif p["repeat"] == "double_all" and count >= 2:
            count = 2 * count
        amount = i.p("per_case") * count
    return i.p("start") + (amount if p["sign"] == "add" else -amount)


def above_reference(i, p):
    """M09"""
    reference = i.values["ref"] if "ref" in i.values else i.p("reference")
    gap = i.values["x"] - reference
    if p["shape"] == "linear":
        score = i.p("base") + i.p("per_point") * gap
    else:
        left, total = abs(gap), ZERO
        for band in p["bands"]:
            part = left if band["width"] is None else min(i.value(band["width"]), left)
            left -= part
            total += carried(i.points * part / positive(i.value(band["divisor"])))
        score = i.p("base") + (total if gap >= 0 else -total)
    return clip(score, i.maybe(p["least"]), i.maybe(p["most"]))


def efficacy_group(i, p):
    """M10"""
    low, high = i.run.bounds(i, "x")
    if low == high:
        return i.points * i.p("equal")
    x = i.values["x"]
    place = clip(i.rate(high - x if p["reverse"] else x - low, high - low), ZERO, ONE)
    return i.points * (i.p("base") + i.p("span") * place)


def efficacy_fixed(i, p):
    """M11"""
    bad, good = i.p("bad"), i.p("good")
    if bad == good:
        raise NotApplicable
    share = i.p("base") + i.p("span") * i.rate(i.values["x"] - bad, good - bad)
    return i.points * clip(share, i.maybe(p["least"]), i.maybe(p["most"]))


def ratio_to_best(i, p):
    """M12"""
    low, high = i.run.bounds(i, "x")
    x = i.values["x"]
    if not p["reverse"]:
        rate = i.rate(x, positive(high))
    elif x == low:
        rate = ONE
    else:
        rate = i.rate(low, positive(x))
    return i.points * clip(rate, ZERO, ONE)


def ratio_to_mean(i, p):
    """M13"""
    rate = i.rate(i.values["x"], positive(i.run.mean(i, "x")))
    return i.points * clip(2 - rate if p["reverse"] else rate, ZERO, i.maybe(p["cap"]))


def benchmark_sum(i, p):
    """M14"""
    benchmarks = [positive(i.value(part["benchmark"])) for part in p["parts"]]
    total = ZERO
    for part, benchmark in zip(p["parts"], benchmarks, strict=False):
        rate = clip(i.rate(i.values[part["data"]], benchmark), ZERO, i.maybe(part["cap"]))
        total += i.value(part["points"]) * rate
    return total


def rank_points(i, p):
    """M15"""
    x = i.values["x"]
    cohort = i.run.cohort(i)
    larger_first = (p["direction"] == "high") == (p["from"] == "top")
    ordered = i.run.sorted_values(i, "x")
    before, level = (ordered.larger(x) if larger_first else ordered.smaller(x)), ordered.equal(x)
    if not any(other is i for other in cohort):
        level += 1
    award = lambda place: rank_award(i, p, place)  # noqa: E731
    if p["ties"] == "high":
        return award(before + 1)
    return carried(sum((award(before + 1 + k) for k in range(level)), ZERO) / level)


def rank_award(i, p, place):
    """f(p) of M15."""
    if p["shape"] == "decrement":
        return i.points * max(number(p["least"]), 1 - number(p["per_place"]) * (place - 1))
    table = [number(text) for text in p["table"]]
    if place <= len(table):
        award = table[place - 1]
    elif p["then"] == "last":
        award = table[-1]
    elif p["then"] == "zero":
        award = ZERO
    else:
        award = max(ZERO, table[-1] + number(p["step"]) * (place - len(table)))
    return i.points * award if p["award_as"] == "share" else award


def band_award(i, p):
    """M16 and M32: the first band whose last place is not passed."""
    for band in p["bands"]:
        if i.values["x"] <= number(band["to"]):
            return i.value(band["award"])
    return i.p("otherwise")


def movement(i, p):
    """M16"""
    x, last = i.values["x"], i.values["last"]
    moved, score = last - x, band_award(i, p)
    if moved > 0:
        score += i.p("gain") * moved
    elif moved < 0:
        top = p["protect"]
        if not (top is not None and last <= number(top) and x <= number(top)):
            score -= i.p("loss") * -moved
    return clip(score, i.p("least"), i.p("most"))


def level_progress(i, p):
    """M17"""
    level, progress = i.values["level"], i.values["progress"]
    share = i.p("above") if level >= i.p("reference") else i.p("below")
    mixed = share * level + (1 - share) * progress
    difficulty = ONE if p["difficulty"] is None else i.p("difficulty")
    return clip(i.points * mixed / 100 * difficulty, ZERO, i.points)


def interval(i, p):
    """M18"""
    x = i.values["x"]
    return stepped_loss(i, p, max(ZERO, i.p("low") - x, x - i.p("high")))


def timeliness(i, p):
    """M19"""
    total = ZERO
    for part in p["parts"]:
        due = day(i.text(part["due"]))
        extension, approved = (granted(i, part[name]) for name in ("extension", "approved"))
        if extension is not None and approved is not None and approved <= due:
            due = extension
        late = max(0, i.values[part["data"]] - due)
        full = i.points * i.value(part["share"])
        if p["zero_after"] is not None and late > p["zero_after"]:
            continue
        if late == 0:
            total += full
        elif p["per_day"] is not None:
            total += max(ZERO, full - i.p("per_day") * late)
        else:
            stage = next((s for s in p["stages"] if s["days"] >= late), None)
            total += full * i.value(stage["share"]) if stage else ZERO
    return total


def granted(i, entry):
    """A date that nobody had to agree."""
    if entry is None:
        return None
    try:
        return day(i.text(entry))
    except Absent:
        return None


def day(text):
    """A date's day number."""
    return datetime.date.fromisoformat(text).toordinal()


def graded(i, p):
    """M20 and M32: the award of a grade word."""
    if i.values["x"] not in p["table"]:
        raise Pending
    award = i.value(p["table"][i.values["x"]])
    return i.points * award if p["award_as"] == "share" else award


def ballots(i, p):
    """M21"""
    votes = {k: n for k, n in i.values["x"].items() if k not in p["excluded"]}
    valid = sum(votes.values(), ZERO)
    if valid == 0:
        raise NotApplicable
    if p["mode"] == "weighted":
        top = sum(
            (i.value(p["weights"][k]) * n for k, n in votes.items() if k in p["weights"]), ZERO
        )
        return i.points * i.rate(top, valid)
    share = 100 * i.rate(sum((n for k, n in votes.items() if k in p["top"]), ZERO), valid)
    award = tier(p["tiers"], share)
    return i.points * award if p["award_as"] == "share" else award


def rater_categories(i, p):
    """M22"""
    top, weights, empty = ZERO, ZERO, False
    for entry in p["categories"]:
        votes = {}
        for key, n in i.values["x"].items():
            category, _, level = key.partition("|")
            if category == entry["category"] and level not in p["excluded"]:
                votes[level] = votes.get(level, ZERO) + n
        valid = sum(votes.values(), ZERO)
        if valid == 0:
            empty = True
            continue
        points = sum(
            (i.value(p["levels"][k]) * n for k, n in votes.items() if k in p["levels"]), ZERO
        )
        weight = i.value(entry["weight"])
        top += weight * i.rate(points, valid)
        weights += weight
    if weights == 0 or (empty and p["empty"] == "not_applicable"):
        raise NotApplicable
    return i.points * carried(top / weights)


def trimmed_ratings(i, p):
    """M23"""
    low, high = number(p["low"]), number(p["high"])
    marks = sorted(
        (number(k), n) for k, n in i.values["x"].items() if n and low <= number(k) <= high
    )
    count = sum((n for _, n in marks), ZERO)
    total = sum((mark * n for mark, n in marks), ZERO)
    if count > p["trim_above"]:
        total -= marks[0][0] + marks[-1][0]
        count -= 2
    if count <= 0:
        raise NotApplicable
    return i.points * i.rate(total, count * number(p["scale"]))


def satisfaction(i, p):
    """M24"""
    zero, full = i.p("zero_at"), i.p("full_at")
    if zero == full:
        raise NotApplicable
    if "n" in i.values and p["min_sample"] is not None and i.values["n"] < number(p["min_sample"]):
        raise Pending
    return i.points * clip(i.rate(i.values["x"] - zero, full - zero), ZERO, ONE)


def ledger(i, p):
    """M25"""
    events = []
    for e in i.run.facts.events.get(i.subject["subject"], []):
        inside = (p["from"] is None or p["from"] <= e["date"]) and (
            p["to"] is None or e["date"] <= p["to"]
        )
        wanted = e["kind"] in p["kinds"] and inside and e["decision"] in ("accepted", "pending")
        if wanted and not (e["elsewhere"] and p["elsewhere"] == "skip"):
            events.append(e)
    if p["undecided"] == "pending" and any(e["decision"] == "pending" for e in events):
        raise Pending
    lines = [[ledger_points(p, e), e] for e in events if e["decision"] == "accepted"]
    support = number(p["support_share"])
    if p["order"] == "half_first":
        lines = [[a * support if e["role"] == "support" else a, e] for a, e in lines]
    if p["same_matter"] == "highest":
        best: dict = {}
        for a, e in lines:
            matter = ("m", e["matter"]) if e["matter"] else ("e", e["id"])
            old = best.get(matter)
            if old is None or a > old[0] or (a == old[0] and e["id"] < old[1]["id"]):
                best[matter] = [a, e]
        lines = list(best.values())
    if p["order"] == "highest_first":
        lines = [[a * support if e["role"] == "support" else a, e] for a, e in lines]
    lists: dict = {}
    for a, e in lines:
        counted = number(e["counted"]) if e["counted"] is not None else ZERO
        if p["counted"] == "difference":
            a = max(ZERO, a - counted)
        elif p["counted"] == "none" and counted > 0:
            a = ZERO
        name = p["lists"].get(e["level"], "")
        lists[name] = lists.get(name, ZERO) + a
    total = sum((clip(s, None, optional(p["list_caps"].get(n))) for n, s in lists.items()), ZERO)
    total = clip(total, None, i.maybe(p["cap"]))
    for wanted in p["preconditions"]:
        if not compare(i.values[wanted["data"]], wanted["compare"], i.value(wanted["value"])):
            total = ZERO
    return -total if p["sign"] == "deduct" else total


def ledger_points(p, e):
    """Step 2 of M25."""
    if e["level"] in p["levels"]:
        return number(p["levels"][e["level"]]) * e["count"]
    if p["given"] is None or e["points"] is None:
        raise Pending
    given = p["given"]
    return clip(number(e["points"]), number(given["least"]), number(given["most"])) * e["count"]


def period_weights(i, p):
    """M27"""
    cells = [(w, v) for w, state, v in i.values["x"] if state == "reported"]
    weights = sum((w for w, _ in cells), ZERO)
    if weights == 0:
        raise NotApplicable
    return i.points * i.rate(sum((w * v for w, v in cells), ZERO), i.p("scale") * weights)


def accumulation(i, p):
    """M29"""
    values = [v for _, state, v in i.values["x"] if state == "reported"]
    return i.points * i.rate(
        sum(values, ZERO), i.p("scale") * (len(values) if p["mode"] == "mean" else 1)
    )


def custom(i, p):
    """M30"""
    known = {name: i.value(entry) for name, entry in p["values"].items()}
    known |= {name: value for name, value in i.values.items() if isinstance(value, Fraction)}
    known["W"] = i.points
    found = Formula(p["expression"]).evaluate(known)
    if found is None:
        raise NotApplicable
    return found


def direct(i, p):
    """M31"""
    values = i.run.sorted_values(i, "x").values
    if len(values) >= 2:
        least = optional(p["min_spread"])
        if least is not None and values[-1] - values[0] < least:
            raise Pending
        if p["no_ties"] and len(set(values)) < len(values):
            raise Pending
    return i.values["x"]


def converted(i, p):
    """M32"""
    if p["source"] == "score":
        return i.points * i.rate(i.values["x"], positive(number(p["scale"])))
    if p["source"] == "grade":
        return graded(i, p)
    award = band_award(i, p)
    return i.points * award if p["award_as"] == "share" else award


def team_balance(i, p):
    """M33"""
    everyone = i.run.mean(i, "x")
    team = [o.values["x"] for o in i.run.cohort(i) if o.subject["team"] == i.subject["team"]]
    if not team:
        raise NotApplicable
    return carried(i.values["x"] * everyone / positive(carried(sum(team, ZERO) / len(team))))


METHODS = {
    "completion": completion, "control": control, "over_fulfilment": over_fulfilment,
    "composite_completion": composite_completion, "tiers": tiers, "all_or_nothing": all_or_nothing,
    "threshold_deduction": threshold_deduction, "per_case": per_case, "above_reference": above_reference,
    "efficacy_group": efficacy_group, "efficacy_fixed": efficacy_fixed, "ratio_to_best": ratio_to_best,
    "ratio_to_mean": ratio_to_mean, "benchmark_sum": benchmark_sum, "rank_points": rank_points,
    "movement": movement, "level_progress": level_progress, "interval": interval,
    "timeliness": timeliness, "grade_conversion": graded, "ballots": ballots,
    "rater_categories": rater_categories, "trimmed_ratings": trimmed_ratings,
    "satisfaction": satisfaction, "ledger": ledger, "period_weights": period_weights,
    "accumulation": accumulation, "custom": custom, "direct": direct, "converted": converted,
    "team_balance": team_balance,
}  # fmt: skip


# ---------------------------------------------------------------- §6.1 the custom formula

TOKENS = re.compile(
    r"\s*(?:([0-9]+(?:\.[0-9]+)?)|([A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff]*)|(>=|<=|==|!=|[-+*/(),<>]))"
)
CALLS = ("min", "max", "abs", "floor", "ceil", "round", "if")


class Formula:
    """Reads and evaluates in one walk; None is a value that is not there."""

    def __init__(self, text):
        if len(text) > 500:
            raise Broken("自定公式超过 500 字")
        self.tokens, place = [], 0
        text = text.rstrip()
        while place < len(text):
            found = TOKENS.match(text, place)
            if not found:
                raise Broken(f"自定公式里看不懂的字:{text[place : place + 5]}")
            self.tokens.append(found.group(found.lastindex))
            place = found.end()
        self.at = 0

    def evaluate(self, known):
        """The value, None where a denominator was zero."""
        self.known, self.at = known, 0
        tree = self.expression()
        if self.at != len(self.tokens):
            raise Broken("自定公式后面多出了内容")
        return self.compute(tree)

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, wanted=None):
        found = self.peek()
        if wanted is not None and found != wanted:
            raise Broken(f"自定公式里缺少“{wanted}”")
        self.at += 1
        return found

    def expression(self):
        tree = self.term()
        while self.peek() in ("+", "-"):
            tree = (self.take(), tree, self.term())
        return tree

    def term(self):
        tree = self.unary()
        while self.peek() in ("*", "/"):
            tree = (self.take(), tree, self.unary())
        return tree

    def unary(self):
        if self.peek() == "-":
            self.take()
            return ("minus", self.unary())
        return self.atom()

    def atom(self):
        token = self.take()
        if token == "(":
            tree = self.expression()
            self.take(")")
            return tree
        if token in CALLS:
            return self.call(token)
        if token[:1].isdigit():
            return ("number", F(token))
        if token not in self.known:
            raise Broken(f"自定公式里不认识的名称“{token}”")
        return ("number", self.known[token])

    def call(self, name):
        self.take("(")
        parts = [self.condition() if name == "if" else self.expression()]
        while self.peek() == ",":
            self.take()
            parts.append(int(self.take()) if name == "round" else self.expression())
        self.take(")")
        return (name, *parts)

    def condition(self):
        tree = self.conjunction()
        while self.peek() == "or":
            self.take()
            tree = ("or", tree, self.conjunction())
        return tree

    def conjunction(self):
        tree = self.negation()
        while self.peek() == "and":
            self.take()
            tree = ("and", tree, self.negation())
        return tree

    def negation(self):
        if self.peek() == "not":
            self.take()
            return ("not", self.negation())
        start = self.at
        try:
            left = self.expression()
            if self.peek() not in (">=", ">", "<=", "<", "==", "!="):
                raise Broken("自定公式的条件要写成比较")
            return (self.take(), left, self.expression())
        except Broken:
            self.at = start
            self.take("(")
            tree = self.condition()
            self.take(")")
            return tree

    def compute(self, tree):
        name, *parts = tree
        if name == "number":
            return parts[0]
        if name == "if":
            chosen = self.compute(parts[0])
            return None if chosen is None else self.compute(parts[1] if chosen else parts[2])
        if name == "round":
            value = self.compute(parts[0])
            return None if value is None else round_to(value, parts[1], "half_up")
        values = [self.compute(part) for part in parts]
        if None in values:
            return None
        a, b = values[0], values[-1]
        if name == "/":
            return None if b == 0 else carried(a / b)
        return {
            "+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "minus": lambda: -a,
            "min": lambda: min(values), "max": lambda: max(values), "abs": lambda: abs(a),
            "floor": lambda: F(floor(a)), "ceil": lambda: F(-floor(-a)),
            ">=": lambda: a >= b, ">": lambda: a > b, "<=": lambda: a <= b, "<": lambda: a < b,
            "==": lambda: a == b, "!=": lambda: a != b, "not": lambda: not a,
            "and": lambda: a and b, "or": lambda: a or b,
        }[name]()  # fmt: skip


# ---------------------------------------------------------------- §4 cohorts, methods and policies


class Sorted:
    """A cohort's values in order, for counting."""

    def __init__(self, values):
        self.values = sorted(values)
        self.first, self.count = {}, {}
        for at, value in enumerate(self.values):
            self.first.setdefault(value, at)
            self.count[value] = self.count.get(value, 0) + 1

    def smaller(self, value):
        """How many are strictly below."""
        if value in self.first:
            return self.first[value]
        return sum(1 for other in self.values if other < value)

    def larger(self, value):
        """How many are strictly above."""
        return len(self.values) - self.smaller(value) - self.equal(value)

    def equal(self, value):
        """How many are equal."""
        return self.count.get(value, 0)


class Run:
    """One recomputation, in the order of the page."""

    def __init__(self, book, facts):
        self.book, self.facts = book, Facts(facts)
        self.rules = {rule["code"]: rule for rule in book["items"]}
        self.nodes = {node["code"]: node for node in book["nodes"]}
        self.kinds = {entry["code"]: entry["kind"] for entry in book["data"]}
        self.groups = {entry["group"]: entry for entry in book["groups"]}
        self.members: dict = {name: [] for name in self.groups}
        for subject in self.facts.roster.values():
            if subject["group"] in self.members and self.facts.is_active(subject):
                self.members[subject["group"]].append(subject)
        self.vetoes = {name: self.effective(name) for name in self.facts.roster}
        self.items: dict = {}
        self.by_rule: dict = {}
        self.memory: dict = {}
        self.values: dict = {}
        self.stat_values: dict = {}
        self.lines: dict = {}
        self.below: dict = {}
        for subject in self.facts.roster.values():
            if subject["parent"] and self.facts.is_active(subject):
                self.below.setdefault(subject["parent"], []).append(subject)

    # -------------------------------------------------------- §3 data inputs

    def number_cell(self, item, data, period, constants):
        """One period's cell of a number."""
        lines = self.facts.cells.get((item.subject["subject"], data, period))
        state = lines[0][2] if lines else self.facts.absent
        if state == "reported":
            return state, cut(number(lines[0][1]), item.input_cut)
        if period in constants:
            return "reported", number(constants[period])
        return state, None

    def tally_cell(self, item, data, period):
        """One period's votes or cases by key."""
        lines = self.facts.cells.get((item.subject["subject"], data, period))
        if not lines:
            return self.facts.absent, None
        worst = max((state for _, _, state in lines), key=WORSE.get)
        if worst != "reported":
            return worst, None
        found: dict = {}
        for key, value, _ in lines:
            found[key] = found.get(key, ZERO) + number(value)
        return worst, found

    def periods(self, wanted):
        """ "@", "to_date" or the periods listed."""
        if wanted == "@":
            return [self.facts.as_of]
        if wanted == "to_date":
            calendar = self.book["calendar"]
            if self.facts.as_of not in calendar:
                raise Broken("截至期不在规则书的期间里")
            return calendar[: calendar.index(self.facts.as_of) + 1]
        return wanted

    def composed(self, item, entry):
        """A data input's (state, value)."""
        data, take = entry["item"], entry["take"]
        periods, kind = self.periods(entry["periods"]), self.kinds[entry["item"]]
        if kind in ("date", "grade"):
            lines = self.facts.cells.get((item.subject["subject"], data, periods[0]))
            state = lines[0][2] if lines else self.facts.absent
            if state != "reported":
                return state, None
            return state, day(lines[0][1]) if kind == "date" else lines[0][1]
        if kind == "tally":
            cells = [self.tally_cell(item, data, period) for period in periods]
        else:
            cells = [self.number_cell(item, data, period, entry["constants"]) for period in periods]
        if take == "last":
            known = [cell for cell in cells if cell[0] == "reported"]
            return known[-1] if known else (cells[-1][0], None)
        worst = max((state for state, _ in cells), key=WORSE.get)
        if worst != "reported":
            return worst, None
        values = [value for _, value in cells]
        if kind == "tally":
            total: dict = {}
            for value in values:
                for key, n in value.items():
                    total[key] = total.get(key, ZERO) + n
            return worst, total
        if take in ("max", "min"):
            return worst, max(values) if take == "max" else min(values)
        total = sum(values, ZERO)
        return worst, carried(total / len(values)) if take == "mean" else total

    # -------------------------------------------------------- §4 cohorts

    def outside(self, subject):
        """Left out of every cohort."""
        rule = self.book["cohort"]
        vetoed = rule["vetoed"] == "exclude" and bool(self.vetoes[subject["subject"]])
        return vetoed or (rule["separate"] == "exclude" and subject["listing"] == "separate")

    def remembered(self, key, make):
        """Cohort statistics are computed once."""
        if key not in self.memory:
            self.memory[key] = make()
        return self.memory[key]

    def cohort(self, item):
        """Items of the same indicator and group whose subjects count."""
        key = ("cohort", item.rule["code"], item.subject["group"])
        return self.remembered(key, lambda: [
            other for other in self.by_rule[item.rule["code"], item.subject["group"]]
            if other.before_method == "reported" and not self.outside(other.subject)
        ])  # fmt: skip

    def sorted_values(self, item, name):
        """The cohort's values of one input in order."""
        key = ("sorted", item.rule["code"], item.subject["group"], name)
        return self.remembered(key, lambda: Sorted([o.values[name] for o in self.cohort(item)]))

    def bounds(self, item, name):
        """Smallest and largest in the cohort."""
        values = self.sorted_values(item, name).values
        if not values:
            raise NotApplicable
        return values[0], values[-1]

    def mean(self, item, name):
        """The cohort's mean, carried."""
        values = self.sorted_values(item, name).values
        if not values:
            raise NotApplicable
        key = ("mean", item.rule["code"], item.subject["group"], name)
        return self.remembered(key, lambda: carried(sum(values, ZERO) / len(values)))

    # -------------------------------------------------------- §5 scores

    def score_items(self):
        """Every indicator of every subject: inputs, then methods, then policies."""
        for name, entry in self.groups.items():
            codes = [
                code for top in [entry["root"], *entry["outside"]] for code in self.leaves(top)
            ]
            for code in codes:
                self.by_rule.setdefault((code, name), [])
            for subject in self.members[name]:
                for code in codes:
                    rule, own = self.rules[code], (subject["subject"], code)
                    if rule["applies"] == "all" or own in self.facts.agreement:
                        item = self.items[own] = Item(self, rule, subject)
                        self.by_rule[code, name].append(item)
        for item in self.items.values():
            self.run_method(item)
        for item in self.items.values():
            item.own_score = item.score if item.outcome == "scored" else None
        for item in self.items.values():
            if item.outcome != "scored":
                self.apply_policy(item)
        for item in self.items.values():
            item.before_veto = item.outcome, item.score
            zeroed = any(
                item.rule["code"] in e["zero_items"] for e in self.vetoes[item.subject["subject"]]
            )
            if zeroed and item.outcome in ("scored", "imputed", "open"):
                item.outcome, item.score = "vetoed", ZERO

    def leaves(self, code):
        """The indicators under a node, or the indicator itself."""
        if code in self.rules:
            return [code]
        return [leaf for child in children_of(self.nodes[code]) for leaf in self.leaves(child)]

    def run_method(self, item):
        """§5: method, coefficient, floor and cap, rounding."""
        if item.state != "reported":
            return
        rule = item.rule
        try:
            score = METHODS[rule["method"]](item, item.params)
        except NotApplicable:
            item.state = "not_applicable"
            return
        except Pending:
            item.state = "pending"
            return
        if rule["coefficient"] is not None:
            score *= item.value(rule["coefficient"])
        score = clip(score, item.maybe(rule["floor"]), item.maybe(rule["cap"]))
        item.score, item.outcome = cut(score, item.item_cut), "scored"

    def apply_policy(self, item):
        """The table of §4."""
        if item.state in ("not_yet", "pending"):
            return
        policy = item.rule["policies"][item.state]
        kind = policy["policy"]
        item.policy = policy
        if kind in ("rescale", "unscored", "hold"):
            item.outcome = {"rescale": "dropped", "unscored": "unscored", "hold": "open"}[kind]
            return
        value = {"full": item.points, "zero": ZERO, "constant": optional(policy["value"])}.get(kind)
        if kind == "group_mean":
            scored = [other for other in self.cohort(item) if other.own_score is not None]
            full = sum((other.points for other in scored), ZERO)
            if not scored or full == 0:
                return
            value = carried(sum((o.own_score for o in scored), ZERO) / full) * item.points
        item.outcome, item.score = "imputed", cut(value, item.item_cut)

    # -------------------------------------------------------- §8 vetoes

    def effective(self, subject):
        """The effects of all vetoes in force for a subject."""
        found = []
        for event in self.facts.events.get(subject, []):
            expired = event["until"] and self.facts.on and self.facts.on > event["until"]
            if event["decision"] == "accepted" and not expired:
                found += [
                    veto["effects"] for veto in self.book["vetoes"] if veto["kind"] == event["kind"]
                ]
        return found

    # -------------------------------------------------------- §7 nodes

    def child(self, subject, code, before):
        """A child as (status, value), or None where there is none."""
        if code in self.nodes:
            table = self.stat_values if before else self.values
            node = table[subject["subject"], code]
            return node["status"], node["value"]
        item = self.items.get((subject["subject"], code))
        if item is None:
            return None
        outcome, score = item.before_veto if before else (item.outcome, item.score)
        if outcome == "unscored":
            return None
        status = {"open": "open", "dropped": "dropped"}.get(outcome, "complete")
        return status, score if status == "complete" else None

    def evaluate_group(self, name, before):
        """All nodes of a group's tree, children first."""
        entry = self.groups[name]
        for top in [entry["root"], *entry["outside"]]:
            for code in self.inner(top):
                node = self.nodes[code]
                for subject in self.members[name]:
                    table = self.stat_values if before else self.values
                    table[subject["subject"], code] = self.finished(
                        node, self.compose(node, subject, before)
                    )

    def inner(self, code):
        """Node codes under a code, children before parents."""
        if code in self.rules:
            return []
        return [c for child in children_of(self.nodes[code]) for c in self.inner(child)] + [code]

    def finished(self, node, made):
        """Floor, cap and rounding of a node."""
        if made["value"] is not None:
            value = clip(made["value"], optional(node["floor"]), optional(node["cap"]))
            made["value"] = cut(value, self.book["rounding"]["node"])
        if node["role"] != "ordinary":
            made["bonus"] = made["value"] or ZERO
            made["full"] = ZERO
        return made

    def compose(self, node, subject, before):
        """Dispatch by kind; a dictionary with status, value, full, bonus, have, whole."""
        kind = node["kind"]
        if kind == "sum":
            return self.sum_of(node, subject, before)
        if kind in ("children", "link"):
            return self.linked(node, subject)
        if kind == "multiplier":
            return self.multiplied(node, subject, before)
        return self.mixed(node, subject, before)

    def sides(self, subject, code, before):
        """(full, bonus, have, whole) of a child."""
        if code in self.nodes:
            made = (self.stat_values if before else self.values)[subject["subject"], code]
            return made["full"], made["bonus"], made["have"], made["whole"]
        item = self.items.get((subject["subject"], code))
        if item is None:
            return ZERO, ZERO, ZERO, ZERO
        outcome, score = item.before_veto if before else (item.outcome, item.score)
        if item.rule["role"] != "ordinary":
            return ZERO, score or ZERO, ZERO, ZERO
        if outcome == "unscored":
            return ZERO, ZERO, ZERO, ZERO
        w = item.points
        if outcome == "dropped":
            return w, ZERO, ZERO, ZERO
        return w, ZERO, (ZERO if outcome == "open" else w), w

    def sum_of(self, node, subject, before):
        """sum"""
        value = full = bonus = have = whole = lost = ZERO
        status = "complete"
        for code in node["children"]:
            child = self.child(subject, code, before)
            if child is None:
                continue
            f, b, h, w = self.sides(subject, code, before)
            if code in self.nodes and self.nodes[code]["role"] != "ordinary":
                h = w = ZERO
            value, full, bonus = value + (child[1] or ZERO), full + f, bonus + b
            have, whole = have + h, whole + w
            if child[0] == "open":
                status = "open"
            elif child[0] == "dropped" and code in self.nodes:
                lost += f
        lost += self.dropped_here(node, subject)
        if lost > 0:
            kept = full - lost
            if kept > 0:
                value = carried((value - bonus) * full / kept) + bonus
            else:
                status, value = "dropped", None
        if node["role"] != "ordinary":
            full = have = whole = ZERO
        return {
            "status": status,
            "value": value,
            "full": full,
            "bonus": bonus,
            "have": have,
            "whole": whole,
        }

    def dropped_here(self, node, subject):
        """Full points of dropped ordinary indicators that this node makes up for."""
        total = ZERO
        for code in self.leaves(node["code"]):
            item = self.items.get((subject["subject"], code))
            if item is not None and item.outcome == "dropped" and item.rule["role"] == "ordinary":
                total += item.points if item.policy["at"] == node["code"] else ZERO
        return total

    def mixed(self, node, subject, before):
        """weighted, geometric, min and max"""
        there = []
        for code in node["children"]:
            child = self.child(subject, code, before)
            if child is not None and child[0] != "dropped":
                there.append((code, *child))
        made = {
            "full": number(node["full"]),
            "bonus": ZERO,
            "have": ZERO,
            "whole": ZERO,
            "value": None,
        }
        if not there:
            return made | {"status": "dropped"}
        is_open = any(status == "open" for _, status, _ in there)
        made["status"] = "open" if is_open else "complete"
        sides = [self.sides(subject, code, before) for code, _, _ in there]
        if node["kind"] == "weighted":
            weights = [number(node["weights"][code]) for code, _, _ in there]
            total = sum(weights, ZERO)
            if total == 0:
                return made | {"status": "dropped"}
            top = sum(
                (w * v for w, (_, _, v) in zip(weights, there, strict=False) if v is not None), ZERO
            )
            made["value"] = carried(top / total)
            made["have"] = carried(
                sum((w * s[2] for w, s in zip(weights, sides, strict=False)), ZERO) / total
            )
            made["whole"] = carried(
                sum((w * s[3] for w, s in zip(weights, sides, strict=False)), ZERO) / total
            )
            return made
        made["have"], made["whole"] = (
            sum((s[2] for s in sides), ZERO),
            sum((s[3] for s in sides), ZERO),
        )
        if not is_open:
            values = [value for _, _, value in there]
            if node["kind"] == "geometric":
                made["value"] = geometric([max(number(node["least"]), value) for value in values])
            else:
                made["value"] = min(values) if node["kind"] == "min" else max(values)
        return made

    def multiplied(self, node, subject, before):
        """multiplier"""
        base = self.child(subject, node["base"], before)
        _, _, have, whole = self.sides(subject, node["base"], before)
        made = {
            "full": number(node["full"]),
            "bonus": ZERO,
            "have": have,
            "whole": whole,
            "value": None,
        }
        if base is None or base[0] == "dropped":
            return made | {"status": "dropped"}
        status, value = base
        for entry in node["coefficients"]:
            factor = self.coefficient(entry, subject, before)
            if factor is None and entry["missing"] == "constant":
                factor = number(entry["constant"])
            if factor is None:
                status = "open"
            elif value is not None:
                value *= factor
        return made | {"status": status, "value": value}

    def coefficient(self, entry, subject, before):
        """One coefficient, None where it can not be had."""
        child = self.child(subject, entry["node"], before)
        if child is None or child[0] != "complete":
            return None
        value, low, high = child[1], optional(entry["low"]), optional(entry["high"])
        kind = entry["map"]
        if kind in ("minmax", "mean_ratio"):
            cohort = self.node_cohort(subject["group"], entry["node"])
            if not cohort:
                return None
        if kind == "linear":
            raw = number(entry["a"]) + number(entry["b"]) * value
        elif kind == "table":
            raw = tier(entry["tiers"], value)
        elif kind == "direct":
            raw = value
        elif kind == "mean_ratio":
            mean = carried(sum(cohort, ZERO) / len(cohort))
            if mean <= 0:
                return None
            raw = carried(value / mean)
        else:
            least, most = min(cohort), max(cohort)
            if least == most:
                return number(entry["equal"])
            place = clip(carried((value - least) / (most - least)), ZERO, ONE)
            raw = low + (high - low) * place
        places = self.book["rounding"]["coefficient"]
        if entry["order"] == "round_clip":
            return clip(cut(raw, places), low, high)
        return cut(clip(raw, low, high), places)

    def node_cohort(self, group, code):
        """Values before vetoes of the group's complete subjects."""
        found = []
        for subject in self.members[group]:
            child = self.child(subject, code, True)
            if child is not None and child[0] == "complete" and not self.outside(subject):
                found.append(child[1])
        return found

    def linked(self, node, subject):
        """children and link"""
        made = {
            "full": number(node["full"]),
            "bonus": ZERO,
            "have": ZERO,
            "whole": number(node["full"]),
        }
        pairs, missing = [], False
        for other, weight in self.sources(node, subject):
            value = self.taken(other, node["take"])
            if value is None or weight is None:
                missing = True
            else:
                pairs.append((weight, value))
        total = sum((w for w, _ in pairs), ZERO)
        blocked = missing and node["kind"] == "link"
        if blocked or not pairs or total <= 0:
            return made | {"status": "open", "value": None}
        is_open = missing and node["absent"] == "open" if node["kind"] == "children" else False
        made["value"] = carried(sum((w * v for w, v in pairs), ZERO) / total) * number(
            node["factor"]
        )
        made["status"] = "open" if is_open else "complete"
        made["have"] = ZERO if is_open else made["whole"]
        return made

    def sources(self, node, subject):
        """(other subject, weight) that a node takes from."""
        if node["kind"] == "link":
            if node["via"] == "links":
                return [(unit, number(share)) for unit, share in subject["links"]]
            return [(subject["parent"], ONE)] if subject["parent"] else []
        found = []
        for child in self.below.get(subject["subject"], []):
            if child["group"] == node["group"]:
                weight = ONE
                if node["weight"] != "equal":
                    weight = optional(
                        self.facts.agreed(child["subject"], node["code"], node["weight"])
                    )
                found.append((child["subject"], weight))
        return found

    def taken(self, subject, take):
        """The final value of another subject."""
        if take == "total":
            line = self.lines.get(subject)
            return None if line is None else line["total"]
        if (subject, take) in self.values:
            made = self.values[subject, take]
            return made["value"] if made["status"] == "complete" else None
        item = self.items.get((subject, take))
        return None if item is None else item.score

    # -------------------------------------------------------- §9 totals, ranks, grades

    def order(self):
        """Groups, those taken from first."""
        done: list = []

        def visit(name, path):
            if name in path:
                raise Broken("分组之间的取分成环:" + " → ".join([*path, name]))
            if name not in done:
                for source in sorted(self.needs(name)):
                    visit(source, [*path, name])
                done.append(name)

        for name in sorted(self.groups):
            visit(name, [])
        return done

    def needs(self, name):
        """The groups that a group takes values from."""
        entry, found = self.groups[name], set()
        for top in [entry["root"], *entry["outside"]]:
            for code in self.inner(top):
                node = self.nodes[code]
                if node["kind"] == "children":
                    found.add(node["group"])
                elif node["kind"] == "link":
                    for subject in self.members[name]:
                        found |= {
                            self.facts.roster[other]["group"]
                            for other, _ in self.sources(node, subject) if other in self.facts.roster
                        }  # fmt: skip
        return found & set(self.groups)

    def score_group(self, name):
        """Nodes before and after vetoes, then totals, ranks and grades."""
        self.evaluate_group(name, True)
        self.evaluate_group(name, False)
        entry = self.groups[name]
        for subject in self.members[name]:
            self.lines[subject["subject"]] = self.total(entry, subject)
        ranked = [s for s in self.members[name] if self.lines[s["subject"]]["status"] == "ranked"]
        self.rank(entry, ranked)
        if entry["grades"]:
            self.grade(entry, ranked)

    def total(self, entry, subject):
        """§9 first paragraph."""
        root = self.values[subject["subject"], entry["root"]]
        line = {"group": subject["group"], "status": "unranked", "total": None, "carried": None,
                "interim": None, "share": None, "rank": None, "grade": None, "reason": ""}  # fmt: skip
        if root["whole"] != 0:
            line["share"] = carried(root["have"] / root["whole"])
        value = root["value"]
        if root["status"] == "open":
            line["interim"] = value
        counts = root["status"] == "complete" or (
            root["status"] == "open" and self.book["interim"] == "total" and value is not None
        )
        if not counts:
            line["reason"] = "dropped" if root["status"] == "dropped" else "open"
            return line
        caps = [
            number(e["cap_total"])
            for e in self.vetoes[subject["subject"]]
            if e["cap_total"] is not None
        ]
        cap = min(caps) if caps else None
        line["carried"] = clip(value, None, cap)
        line["total"] = clip(cut(value, self.book["rounding"]["total"]), None, cap)
        line["status"] = "separate" if subject["listing"] == "separate" else "ranked"
        return line

    def key(self, subject, entries):
        """Tie-break keys; what is missing comes last."""
        found = []
        for entry in entries:
            code = entry["key"]
            if code in self.nodes:
                value = self.values[subject["subject"], code]["value"]
            else:
                item = self.items.get((subject["subject"], code))
                value = None if item is None else item.score
            found.append(
                (1, ZERO) if value is None else (0, -value if entry["order"] == "desc" else value)
            )
        return tuple(found)

    def rank(self, entry, ranked):
        """Competition or dense."""
        ranking = entry["ranking"]
        for subject in ranked:
            line = self.lines[subject["subject"]]
            line["main"] = line["total"] if ranking["on"] == "rounded" else line["carried"]
            line["key"] = (-line["main"], *self.key(subject, ranking["keys"]))
        keys = sorted(self.lines[subject["subject"]]["key"] for subject in ranked)
        distinct = sorted(set(keys))
        dense = {key: at + 1 for at, key in enumerate(distinct)}
        first: dict = {}
        for at, key in enumerate(keys):
            first.setdefault(key, at + 1)
        for subject in ranked:
            line = self.lines[subject["subject"]]
            line["rank"] = (dense if ranking["style"] == "dense" else first)[line["key"]]

    def grade(self, entry, ranked):
        """§9, the five steps."""
        rules = entry["grades"]
        names = [level["grade"] for level in rules["levels"]]
        waiting = []
        base = len(ranked)
        for subject in ranked:
            line, effects = self.lines[subject["subject"]], self.vetoes[subject["subject"]]
            line["order"] = (*line["key"], *self.key(subject, rules["keys"]))
            line["barred"] = {name for effect in effects for name in effect["exclude_grades"]}
            base -= rules["base"] == "not_vetoed" and bool(effects)
            forced = [
                effect["force_grade"] for effect in effects if effect["force_grade"] is not None
            ]
            if forced:
                line["grade"] = max(forced, key=names.index)
            elif (
                self.is_promoted(subject, rules) and rules["promotion"]["to"] not in line["barred"]
            ):
                line["grade"] = rules["promotion"]["to"]
            else:
                waiting.append(line)
        waiting.sort(key=lambda line: line["order"])
        seats = seats_of(rules["levels"], base)
        for level in rules["levels"]:
            waiting = self.fill(rules, level, waiting, seats)

    def is_promoted(self, subject, rules):
        """专项晋优"""
        if rules["promotion"] is None:
            return False
        kind = rules["promotion"]["kind"]
        events = self.facts.events.get(subject["subject"], [])
        return any(event["kind"] == kind and event["decision"] == "accepted" for event in events)

    def fill(self, rules, level, waiting, seats):
        """One level; who is still waiting."""
        name, least = level["grade"], optional(level["at_least"])
        fit = [line for line in waiting if least is None or line["main"] >= least]
        queue = [line for line in fit if not rules["fill"] or name not in line["barred"]]
        if rules["fill"] is False:
            queue = fit
        taken = queue if level["quota"] is None else queue[: seats[name]]
        held = []
        if taken and len(taken) < len(queue) and taken[-1]["order"] == queue[len(taken)]["order"]:
            edge = taken[-1]["order"]
            tied = [line for line in queue if line["order"] == edge]
            taken = [line for line in taken if line["order"] != edge]
            if rules["edge"] == "all":
                taken = taken + tied
            elif rules["edge"] == "person":
                held = [line for line in tied if name not in line["barred"]]
        for line in held:
            line["reason"] = "edge"
        gone = {id(line) for line in held}
        for line in taken:
            if name not in line["barred"]:
                line["grade"] = name
                gone.add(id(line))
        return [line for line in waiting if id(line) not in gone]

    # -------------------------------------------------------- §10 result

    def result(self, rulebook, facts):
        """The canonical result."""
        self.score_items()
        for name in self.order():
            self.score_group(name)
        subjects, nodes, items = [], [], []
        for name, subject in self.facts.roster.items():
            if subject["group"] not in self.groups:
                continue
            line = self.lines.get(name)
            if line is None:
                subjects.append(
                    [
                        name,
                        subject["group"],
                        "inactive",
                        None,
                        None,
                        None,
                        None,
                        None,
                        None,
                        "inactive",
                    ]
                )
                continue
            numbers = [plain(line[column]) for column in ("total", "carried", "interim", "share")]
            subjects.append(
                [
                    name,
                    line["group"],
                    line["status"],
                    *numbers,
                    line["rank"],
                    line["grade"],
                    line["reason"],
                ]
            )
        for (subject, code), made in self.values.items():
            nodes.append([subject, code, made["status"], plain(made["value"])])
        for (subject, code), item in self.items.items():
            items.append([subject, code, item.state, item.outcome, plain(item.score)])
        return {
            "format": "baton.result/1",
            "semantics": SEMANTICS,
            "run": run_id(digest(rulebook), digest(sorted_facts(facts))),
            "subjects": {"columns": ["subject", "group", "status", "total", "carried", "interim", "share",
                                     "rank", "grade", "reason"], "rows": sorted(subjects, key=lambda r: r[0])},
            "nodes": {"columns": ["subject", "node", "status", "value"], "rows": sorted(nodes, key=lambda r: r[:2])},
            "items": {"columns": ["subject", "item", "state", "outcome", "score"],
                      "rows": sorted(items, key=lambda r: r[:2])},
        }  # fmt: skip


def children_of(node):
    """Codes right under a node."""
    if node["kind"] == "multiplier":
        return [node["base"], *(entry["node"] for entry in node["coefficients"])]
    return node.get("children", [])


def geometric(values):
    """q of the n-th root of the product, by whole numbers."""
    degree, product = len(values), ONE
    for value in values:
        product *= value
    top, bottom = product.numerator * 10 ** (10 * degree) * 2**degree, product.denominator
    low, high = 0, 1
    while (2 * high - 1) ** degree * bottom <= top:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if (2 * middle - 1) ** degree * bottom <= top:
            low = middle
        else:
            high = middle
    return F(low, 10**10)


def seats_of(levels, base):
    """§9 step 2."""
    found, largest = {}, []
    for level in levels:
        quota = level["quota"]
        if quota is None:
            continue
        if "count" in quota:
            found[level["grade"]] = quota["count"]
            continue
        share = base * number(quota["share"])
        how = level["quota_rounding"]
        if how == "largest_remainder":
            largest.append((level["grade"], share))
            found[level["grade"]] = floor(share)
        else:
            mode = {"floor": "down", "half_up": "half_up", "up": "up"}[how]
            found[level["grade"]] = int(round_to(share, 0, mode))
    spare = floor(sum((share for _, share in largest), ZERO)) - sum(
        found[name] for name, _ in largest
    )
    for name, _ in sorted(largest, key=lambda entry: -(entry[1] - floor(entry[1])))[:spare]:
        found[name] += 1
    return found


TABLES = {"roster": 1, "agreement": 3, "observations": 8, "events": 1}
ORDERS = {
    "roster": ["subject", "name", "kind", "group", "parent", "order", "team", "from", "to", "listing",
               "aliases", "links"],
    "agreement": ["subject", "indicator", "field", "value"],
    "observations": ["subject", "item", "period", "key", "value", "state", "source", "date"],
    "events": ["id", "subject", "kind", "level", "matter", "date", "until", "document", "role", "count",
               "points", "counted", "decision", "elsewhere"],
}  # fmt: skip


def sorted_facts(facts):
    """The facts with columns and rows in the order of §11."""
    found = dict(facts)
    for name, columns in ORDERS.items():
        lines = [[line[column] for column in columns] for line in rows_of(facts[name])]
        if name == "observations":
            lines.sort(key=lambda line: [(value is not None, value or "") for value in line])
        else:
            lines.sort(key=lambda line: line[: TABLES[name]])
        found[name] = {"columns": columns, "rows": lines}
    return found


def recompute(rulebook, facts):
    """The canonical result of a rule book on facts."""
    return Run(rulebook, facts).result(rulebook, facts)


# ---------------------------------------------------------------- §11 archives


def read_archive(path):
    """The four members as canonical bytes and as JSON."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [entry.filename for entry in archive.infolist()]
            missing = [name for name in MEMBERS if name not in names]
            if missing:
                raise Broken("归档里缺少:" + "、".join(missing))
            if names != list(MEMBERS):
                raise Broken("归档的成员或次序不对,应当是:" + "、".join(MEMBERS))
            for entry in archive.infolist():
                if entry.compress_type != zipfile.ZIP_STORED or entry.file_size > MOST_BYTES:
                    raise Broken(
                        f"{entry.filename} 是压缩的或太大,归档的成员应当不压缩、不超过 1 GB"
                    )
            members = {name: archive.read(name) for name in MEMBERS}
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise Broken(f"打不开归档:{path}(不是归档文件,或已经损坏)") from error
    return members, {name: read_json(name, data) for name, data in members.items()}


def read_json(name, data):
    """Canonical JSON or a sentence about what is wrong with it."""
    try:
        value = json.loads(
            data.decode("utf-8"), parse_float=refuse_float, parse_constant=refuse_float
        )
    except (ValueError, RecursionError) as error:
        raise Broken(f"{name} 不是完好的 JSON") from error
    if canonical(value) != data:
        raise Broken(f"{name} 不是规范形式,被改写过")
    return value


def refuse_float(text):
    """No binary fractions in an archive."""
    raise ValueError(text)


def check_hashes(members, manifest):
    """The manifest's hashes against the members."""
    if manifest.get("format") != "baton.archive/1" or manifest.get("semantics") != SEMANTICS:
        raise Broken("归档的格式或语义版本不是本核验器认识的")
    for name in ("rulebook", "facts", "result"):
        found = hashlib.sha256(members[f"{name}.json"]).hexdigest()
        if manifest.get(name) != found:
            raise Broken(
                f"{name}.json 与清单里的哈希不符,被改动过:清单 {manifest.get(name)},实际 {found}"
            )
    if manifest.get("run") != run_id(manifest["rulebook"], manifest["facts"]):
        raise Broken("运行号与规则书、事实的哈希对不上")


NAMES = {"subjects": "总分表", "nodes": "大项表", "items": "指标表"}


def differences(archived, again):
    """Sentences, one for each differing cell or line."""
    found = []
    for table, title in NAMES.items():
        columns = again[table]["columns"]
        width = 1 if table == "subjects" else 2
        old = {tuple(line[:width]): line for line in archived[table]["rows"]}
        new = {tuple(line[:width]): line for line in again[table]["rows"]}
        for key in sorted(old.keys() | new.keys()):
            place = f"{title} · " + " · ".join(map(str, key))
            if key not in old or key not in new:
                found.append(
                    f"{place}:" + ("归档里没有这一行" if key not in old else "重算没有这一行")
                )
                continue
            for column, left, right in zip(columns, old[key], new[key], strict=False):
                if left != right:
                    found.append(f"{place} · {column}:归档 {left},重算 {right}")
    if not found and canonical(archived) != canonical(again):
        found.append("结果的表头或次序与重算不同")
    return found


def verify(path):
    """(differences, result) of an archive; Broken when it can not be read."""
    members, parts = read_archive(path)
    check_hashes(members, parts["manifest.json"])
    facts = parts["facts.json"]
    try:
        again = recompute(parts["rulebook.json"], facts)
        return differences(parts["result.json"], again), again
    except Broken:
        raise
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError) as error:
        raise Broken(f"规则书或事实不完整,无法重算({type(error).__name__}:{error})") from error


def main(arguments):
    """The command line."""
    if len(arguments) != 1 or arguments[0] in ("-h", "--help"):
        print("用法:python baton_verify.py 归档.zip\n退出码:0 一致,1 有不同,2 归档读不了")
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    try:
        found, again = verify(arguments[0])
    except Broken as error:
        print(f"核验不了:{error}", file=sys.stderr)
        return 2
    if found:
        print(f"核验未通过:共 {len(found)} 处不同。第一处:{found[0]}")
        return 1
    print(
        f"核验通过:{len(again['subjects']['rows'])} 个考核对象、{len(again['items']['rows'])} 个指标得分逐字节一致。\n"
        f"运行号 {again['run']}\n结果哈希 {digest(again)}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
