"""One indicator on a sheet: its inputs, its state, the steps of its method, its score."""

from __future__ import annotations

from typing import Any

from tests.scoring.cases.build import AS_OF
from tests.scoring.cases.formulas.layout import (
    STATES_AT,
    Block,
    Formula,
    Line,
    as_cell,
    clip,
    quotient,
    rounded,
    worst,
)


class Item:
    """What a method needs: parameters and inputs by name, steps where all is reported."""

    def __init__(
        self,
        block: Block,
        code: str,
        said: dict[str, Any],
        values: list[dict[str, Any]],
        agreement: dict[str, dict[str, Any]],
    ) -> None:
        self.block, self.code, self.said, self.values = block, code, said, values
        self.agreement = agreement
        self.params = said.get("params") or {"min_spread": None, "no_ties": False}
        self.rounding = block.rounding | said.get("rounding", {})
        self.facts = {"as_of": AS_OF, "absent": "not_yet"} | block.case.settings.get("facts", {})
        self.with_states: list[Line] = []  # data
        self.agreements: list[Line] = []  # fields of the agreement; text where one is lacking
        self.W = self.number("满分W", said["W"])
        self.factor, self.cap, self.floor = (
            None if said.get(key) is None else self.number(label, said[key])
            for key, label in (("coefficient", "系数"), ("cap", "封顶"), ("floor", "保底"))
        )
        self.status: Line
        self.before: Line

    # Parameters and inputs

    def number(self, label: str, said: Any) -> Line:
        """A number of the rule book, or what the agreement gives each subject; 缺 is pending."""
        if not isinstance(said, dict):
            return self.block.const(label, said)
        found = self.block.line(
            f"{label}(责任书:{said['field']})",
            ["pending" if v is None else v for v in self.agreed(said["field"])],
        )
        self.agreements.append(found)
        return found

    def const_number(self, label: str, said: Any) -> Line:
        """A number that stands in the rule book, never in the agreement."""
        return self.block.const(label, said)

    def agreed(self, name: str) -> list[str | None]:
        """A field of the agreement: the subject's own line first, then the line for all."""
        found = []
        for subject in self.block.names:
            own, shared = self.agreement.get(subject, {}), self.agreement.get("*", {})
            found.append(own[name] if name in own else shared.get(name))
        return found

    def p(self, name: str) -> Line:
        """A parameter of the method."""
        return self.number(name, self.params[name])

    def maybe(self, name: str) -> Line | None:
        return None if self.params[name] is None else self.p(name)

    def x(self, name: str = "x") -> Line:
        """A number for each subject, from one period or several; text is a state."""
        take = {"take": "at", "periods": "@", "constants": {}} | self.said["inputs"].get(name, {})
        periods = self._periods(take["periods"])
        lines = [self.period(name, period, take["constants"]) for period in periods]
        found = lines[0] if take["take"] == "at" else self._taken(name, take["take"], lines)
        self.with_states.append(found)
        return found

    def period(self, name: str, period: str, constants: dict[str, str]) -> Line:
        """The cells of one period, rounded at input, with a constant where there is none."""
        block, absent = self.block, "?" + self.facts["absent"]
        found = block.line(f"{name} {period}", [self.cell(v, name, period, absent)
                                               for v in self.values])  # fmt: skip
        if self.rounding["input"]:
            raw, how = found, self.rounding["input"]
            found = block.each(
                f"{name} 取舍后", lambda i: f"IF(ISTEXT({raw[i]}),{raw[i]},{rounded(raw[i], how)})"
            )
        if period in constants:
            given, instead = found, block.const(f"{name} {period} 常数", constants[period])
            found = block.each(
                f"{name} {period} 用数", lambda i: f"IF(ISTEXT({given[i]}),{instead[i]},{given[i]})"
            )
        return found

    def cell(self, values: dict[str, Any], name: str, period: str, absent: str) -> Any:
        said = values.get(name, absent)
        return said.get(period, absent) if isinstance(said, dict) else said

    def _periods(self, said: Any) -> list[str]:
        if isinstance(said, list):
            return said
        as_of = self.facts["as_of"]
        months = [f"2026-{month:02}" for month in range(1, 13)]
        return [as_of] if said == "@" else months[: months.index(as_of) + 1]

    def _taken(self, name: str, take: str, lines: list[Line]) -> Line:
        def formula(i: int) -> str:
            cells = [line[i] for line in lines]
            if take == "last":
                text = cells[-1]
                for cell in cells:
                    text = f"IF(ISNUMBER({cell}),{cell},{text})"
                return text
            many = ",".join(cells)
            value = {
                "sum": f"SUM({many})", "max": f"MAX({many})", "min": f"MIN({many})",
                "mean": quotient(f"SUM({many})/{len(cells)}"),
            }[take]  # fmt: skip
            return f"IF({worst(cells)}=0,{value},INDEX({STATES_AT},{worst(cells)}))"

        return self.block.each(f"{name} 各期", formula)

    def words(self, name: str = "x") -> Line:
        """A word for each subject, such as a grade; its state stands in a row of its own."""
        given = [values.get(name, "?" + self.facts["absent"]) for values in self.values]
        self.stated([v if v.startswith("?") else 0 for v in given])
        return self.block.line(name, ["" if v.startswith("?") else v for v in given])

    def stated(self, states: list[Any]) -> None:
        """A row of states: text is a state, 0 is reported."""
        self.with_states.append(self.block.line("状态(0为已报)", states))

    # Steps

    def ready(self) -> None:
        """The state before the method runs: a lacking target matters only where there is a task."""
        block = self.block
        bad = block.each("数据最差第几", lambda i: worst([line[i] for line in self.with_states]))
        if self.agreements:
            data, fields = bad, self.agreements
            lack = block.each("责任书最差第几", lambda i: worst([line[i] for line in fields]))
            bad = block.each(
                "最差第几",
                lambda i: f"IF(OR({data[i]}=1,{data[i]}=2),{data[i]},MAX({data[i]},{lack[i]}))",
            )
        self.status = self.before = block.each(
            "状态", lambda i: f'IF({bad[i]}=0,"reported",INDEX({STATES_AT},MAX(1,{bad[i]})))'
        )

    def unless(self, condition: Formula, state: str = "not_applicable") -> None:
        """Where the condition holds the method gives no number."""
        old = self.status
        self.status = self.block.each(
            "状态(方法之后)",
            lambda i: f'IF({old[i]}="reported",IF({condition(i)},"{state}",{old[i]}),{old[i]})',
        )

    def step(self, label: str, formula: Formula) -> Line:
        """A formula for each subject that is reported."""
        status = self.status
        return self.block.each(label, lambda i: f'IF({status[i]}="reported",{formula(i)},"")')

    def rate(self, expression: str) -> str:
        return rounded(expression, self.rounding["rate"])

    def cohort(self, x: Line) -> tuple[Line, Line]:
        """Who counts among the peers (1 or 0), and their values."""
        settings = self.block.case.settings.get("cohort", {})
        here, before = self.active(), self.before
        needs: list[Formula] = [lambda i: f'{before[i]}="reported"', lambda i: f"{here[i]}=1"]
        if settings.get("separate") == "exclude":
            listed = self.block.line("排名", [s.get("listing", "ranked") for s in self.values])
            needs.append(lambda i: f'{listed[i]}="ranked"')
        if settings.get("vetoed") == "exclude":
            vetoed = self.block.line("有生效否决", [int(n in self.hit()) for n in self.block.names])
            needs.append(lambda i: f"{vetoed[i]}=0")

        def formula(i: int) -> str:
            return f"IF(AND({','.join(need(i) for need in needs)}),1,0)"

        inside = self.block.each("口径", formula)
        values = self.block.each("口径内的数", lambda i: f'IF({inside[i]}=1,{x[i]},"")')
        return inside, values

    def hit(self) -> set[str]:
        """Who has a veto; the cases have none that is not in force where the cohort asks."""
        own = {s["subject"] for s in self.values if s.get("events")}
        board = [] if self.block.case.method else self.block.case.cell("events", [])
        return own | {event["subject"] for event in board}

    def active(self) -> Line:
        """1 for subjects on the roster at the base date who have this indicator."""
        own = self.agreement
        agreed = self.said.get("applies", "all") == "agreed"
        on = self.block.const("基准日", self.facts.get("on", ""))
        since = self.block.line("自", [s.get("from", "") for s in self.values])
        until = self.block.line("至", [s.get("to", "") for s in self.values])
        has = self.block.line(
            "适用", [1 if not agreed or own.get(n) else 0 for n in self.block.names]
        )
        return self.block.each(
            "在册并适用",
            lambda i: (
                f'IF(AND({has[i]}=1,OR({on[i]}="",AND(OR({since[i]}="",{since[i]}<={on[i]}),'
                f'OR({until[i]}="",{on[i]}<={until[i]})))),1,0)'
            ),
        )

    def score(self, raw: Line) -> Line:
        """The score of who is reported: coefficient, floor, cap, rounding."""

        def formula(i: int) -> str:
            text = raw[i] if self.factor is None else f"{raw[i]}*{self.factor[i]}"
            floor = None if self.floor is None else self.floor[i]
            cap = None if self.cap is None else self.cap[i]
            return rounded(clip(text, floor, cap), self.rounding["item"])

        return self.step("得分", formula)

    def table(self, label: str, numbers: list[Any]) -> Line:
        """A row of figures from the rule book, such as the lower ends of tiers."""
        return self.block.line(label, [as_cell(number) for number in numbers])
