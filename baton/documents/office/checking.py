"""Facts against the rule book: what would make a score meaningless is named before anything is computed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from baton.documents.office.agreeing import fields_of
from baton.documents.office.figures import check_figures
from baton.documents.problems import Problems
from baton.scoring.canonical import DECIMAL
from baton.scoring.facts import EVERYBODY, Facts, Subject
from baton.scoring.order import CircularLinks, group_order
from baton.scoring.plan import Plan, compile_plan
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.specs.book import ITEM_FIELDS

Places = dict[tuple[str, ...], str]
Row = dict[str, Any]
Pair = tuple[tuple[str, Any], tuple[str, Any], bool]
EVENT, AGREED = "event", "agreement"  # what a problem is about
DAYS = frozenset({"due", "extension", "approved"})
DENOMINATORS = {
    ("completion", "target"), ("control", "target"), ("over_fulfilment", "target"),
    ("composite_completion", "target"), ("benchmark_sum", "benchmark"), ("tiers", "target"),
    ("threshold_deduction", "target"), ("threshold_deduction", "width"), ("interval", "width"),
}  # fmt: skip
# What may come from the agreement and must not cross, or must not be equal; "" stands for every method.
ORDERED = (("", "floor", "cap"), ("interval", "low", "high"), ("above_reference", "least", "most"),
           ("efficacy_fixed", "least", "most"))  # fmt: skip
APART = (("efficacy_fixed", "bad", "good"), ("satisfaction", "zero_at", "full_at"))


def check_facts(rulebook: Row, facts: Row | Facts, *, problems: Problems, places: Places) -> None:
    """Report everything that is wrong with canonical facts; ``places`` tells where a line came from."""
    known = facts if isinstance(facts, Facts) else Facts.from_canonical(facts)
    _Check(rulebook, known, problems, places).run()


class _Check:
    def __init__(self, rulebook: Row, facts: Facts, problems: Problems, places: Places) -> None:
        self.book, self.facts, self.problems, self.places = rulebook, facts, problems, places
        self.names = {subject.subject: subject.name or subject.subject for subject in facts.roster}

    def run(self) -> None:
        before = self.problems.error_count
        self.roster()
        self.period()
        self.reference_date()
        check_figures(self.book, self.facts.observations, names=self.names, problems=self.problems)
        self.events()
        if self.problems.error_count == before:
            self.agreement(compile_plan(self.book, self.facts))
            self.weights()

    # ------------------------------------------------------------ roster and reference period

    def roster(self) -> None:
        groups = {entry["group"] for entry in self.book["groups"]}
        used = {subject.group for subject in self.facts.roster}
        if not used & groups:
            have, want = "、".join(sorted(used)), "、".join(sorted(groups))
            what = f"名册里的分组({have})没有一个在规则书里({want})"
            self.problems.error("名册", what, "请核对分组的写法", code="group-unknown")
        for name in sorted(used - groups):
            out = [subject.name for subject in self.facts.roster if subject.group == name]
            what = f"规则书没有分组“{name}”,这一组的 {len(out)} 个对象不计分:{'、'.join(out[:5])}"
            what += "等" if len(out) > 5 else ""
            self.problems.warn(
                "名册", what, "如果应当计分,请在规则书里写上这个分组", code="group-unknown"
            )
        self.ring()
        try:
            group_order(self.book, self.facts)
        except CircularLinks as error:
            self.problems.error(
                "名册、规则书",
                str(error),
                "挂钩或下级取分不能绕成一圈,请去掉其中一处",
                code="circular",
            )

    def ring(self) -> None:
        """上级关系 must not lead back to where it started."""
        parent = {subject.subject: subject.parent for subject in self.facts.roster}
        for start in parent:
            seen, at = [start], parent.get(start, "")
            while at and at not in seen:
                seen.append(at)
                at = parent.get(at, "")
            if at == start:
                ring = " → ".join(self.names.get(name, name) for name in [*seen, start])
                place = self.places.get(("roster", start), "名册")
                self.problems.error(
                    place, f"上级关系成环:{ring}", "请改正其中一个“上级”", code="circular"
                )
                return

    def reference_date(self) -> None:
        """Without a reference date nothing expires: say so where something would."""
        dated = any(subject.start or subject.end for subject in self.facts.roster)
        if not self.facts.on and (dated or any(event.until for event in self.facts.events)):
            what = "没有写基准日:失效的单位照样在册,过期的否决照样有效"
            self.problems.warn("基准日", what, "请加 --on,如 --on 2026-12-31", code="no-date")

    def period(self) -> None:
        calendar, as_of = self.book["calendar"], self.facts.as_of
        asked = any(
            entry["periods"] in ("@", "to_date")
            for item in self.book["items"]
            for entry in item["data"].values()
        )
        if as_of and calendar and as_of not in calendar:
            what = f"截至期“{as_of}”不在规则书的期间里"
            self.problems.error("截至期", what, "可用的期间:" + "、".join(calendar), code="period")
        elif asked and not as_of:
            choices = "、".join(calendar)
            self.problems.error(
                "截至期", "规则书里有按截至期取数的指标,没有说截至哪一期", f"请用 --as-of 写明,如 {choices}", code="period"
            )  # fmt: skip

    # ------------------------------------------------------------ events

    def events(self) -> None:
        kinds = {veto["kind"] for veto in self.book["vetoes"]}
        levels: dict[str, set[str]] = {}
        for item in self.book["items"]:
            if item["method"] == "ledger":
                for kind in item["params"]["kinds"]:
                    levels.setdefault(kind, set()).update(item["params"]["levels"])
                    if item["params"]["given"] is not None:
                        levels[kind].add("*")
        for entry in self.book["groups"]:
            if entry["grades"] and entry["grades"]["promotion"]:
                kinds.add(entry["grades"]["promotion"]["kind"])
        for event in self.facts.events:
            place = self.places.get(("events", event.id), f"事件 {event.id}")
            about = (EVENT, event.id)
            if event.kind not in kinds | set(levels):
                known = "、".join(sorted(kinds | set(levels))) or "(没有)"
                what = f"规则书没有事件种类“{event.kind}”"
                self.problems.error(
                    place, what, f"规则书里的种类:{known}", code="event-kind", about=about
                )
                continue
            known_levels = levels.get(event.kind, {"*"})
            if "*" not in known_levels and event.level not in known_levels:
                what = f"级别“{event.level}”不在“{event.kind}”的分值表里"
                remedy = "可用的级别:" + "、".join(sorted(known_levels))
                if event.decision == "accepted":
                    self.problems.error(place, what, remedy, code="event-level", about=about)
                else:  # it may still be turned down, or has been
                    self.problems.warn(
                        place, what, f"{remedy};都不是的只能不予认定", code="event-level"
                    )

    # ------------------------------------------------------------ agreement

    def agreement(self, plan: Plan) -> None:
        self.idle = {
            (line[0], line[1])
            for line in self.facts.observations
            if line[5] in {"excused", "not_applicable"}
        }
        for code, (start, stop) in plan.cells_of.items():
            item = plan.items[code]
            fields = list(fields_of(item))
            if not fields:
                continue
            pairs = _agreed_pairs(item)
            for row in plan.cell_row[start:stop].tolist():
                self.cell(plan.rows[row], item, fields, pairs)

    def cell(
        self, subject: Subject, item: Row, fields: list[tuple[str, str]], pairs: list[Pair]
    ) -> None:
        idle = any((subject.subject, entry["item"]) in self.idle for entry in item["data"].values())
        who = f"{self.names[subject.subject]} · {item['name']}"
        days = DAYS if item["method"] == "timeliness" else frozenset()
        before = self.problems.error_count
        for name, field in fields:
            value = self.facts.agreed(subject.subject, item["code"], field)
            place = self.agreed_at(subject.subject, item["code"], field)
            about = (AGREED, subject.subject, item["code"], field)
            if value is None:
                if idle or (name in days and name != "due"):
                    continue
                what = f"{who}:责任书没有“{field}”"
                remedy = "请在责任书里填上;没有此任务的,在责任书或数据表里写“无此任务”"
                self.problems.error(place, what, remedy, code="agreement-missing", about=about)
            elif (DECIMAL.fullmatch(value) is None) != (name in days):
                wanted = "日期,如 2026-12-31" if name in days else "数"
                what = f"{who}:“{field}”要填{wanted},填的是 {value}"
                self.problems.error(
                    place, what, f"请改成{wanted}", code="agreement-kind", about=about
                )
            elif idle:
                continue
            elif (item["method"], name) in DENOMINATORS and Decimal(value) <= 0:
                what = f"{who}:“{field}”是 {value},不能作除数"
                self.problems.error(
                    place,
                    what,
                    "请核对目标值;没有此任务的请写“无此任务”",
                    code="zero-denominator",
                    about=about,
                )
            elif name == "points" and Decimal(value) < 0:
                what = f"{who}:“{field}”是 {value},分值不得为负"
                self.problems.error(
                    place, what, "请核对正负号", code="agreement-negative", about=about
                )
        if not idle and self.problems.error_count == before:
            self.limits(subject, item, who, pairs)

    def limits(self, subject: Subject, item: Row, who: str, pairs: list[Pair]) -> None:
        """Two limits must not cross, two anchors must differ."""
        for low, high, equal in pairs:
            a, b = (
                self.facts.agreed(subject.subject, item["code"], value["field"])
                if isinstance(value, dict)
                else value
                for _, value in (low, high)
            )
            if a is None or b is None:
                continue
            if Decimal(a) == Decimal(b) if equal else Decimal(a) > Decimal(b):
                what = f"{who}:“{low[0]}”{a} {'等于' if equal else '高于'}“{high[0]}”{b}"
                field = next(v["field"] for _, v in (low, high) if isinstance(v, dict))
                place = self.agreed_at(subject.subject, item["code"], field)
                about = (AGREED, subject.subject, item["code"], field)
                self.problems.error(
                    place, what, "请核对责任书", code="agreement-limits", about=about
                )

    def agreed_at(self, subject: str, code: str, field: str) -> str:
        """Where the agreement says it: the subject's own line, else the one for everybody."""
        own = self.places.get(("agreement", subject, code, field))
        return own or self.places.get(("agreement", EVERYBODY, code, field), "责任书")

    def weights(self) -> None:
        """Subordinates whose scores are averaged by a field of the agreement: a number that is not negative."""
        for node in self.book["nodes"]:
            if node["kind"] != "children" or node["weight"] == "equal":
                continue
            for subject in self.facts.roster:
                active = subject.is_active(self.facts.on)
                if subject.group == node["group"] and subject.parent and active:
                    self.weight(subject.subject, node)

    def weight(self, subject: str, node: Row) -> None:
        field = node["weight"]
        value = self.facts.agreed(subject, node["code"], field)
        place = self.agreed_at(subject, node["code"], field)
        who, about = (
            f"{self.names[subject]} · {node['name']}",
            (AGREED, subject, node["code"], field),
        )
        if value is None:
            what = f"{who}:责任书没有“{field}”,没有权数,不进平均"
            self.problems.warn(
                place, what, "如果应当进平均,请在责任书里填上", code="agreement-missing"
            )
        elif DECIMAL.fullmatch(value) is None:
            what = f"{who}:“{field}”要填数,填的是 {value}"
            self.problems.error(place, what, "请改成数", code="agreement-kind", about=about)
        elif Decimal(value) < 0:
            what = f"{who}:“{field}”是 {value},权数不得为负"
            self.problems.error(place, what, "请核对正负号", code="agreement-negative", about=about)


def _agreed_pairs(item: Row) -> list[Pair]:
    """Pairs of an indicator's limits or anchors of which the agreement says at least one."""
    found: list[Pair] = []
    for pairs, equal in ((ORDERED, False), (APART, True)):
        for method, low, high in pairs:
            part = item["params"] if method else item
            fields = METHODS[method].fields if method else ITEM_FIELDS
            labels = {field.key: field.label for field in fields}
            if method in ("", item["method"]) and dict in (type(part[low]), type(part[high])):
                found.append(((labels[low], part[low]), (labels[high], part[high]), equal))
    return found
