"""M25: the events of one subject, a column for each, from the level table down to the last cap."""

from __future__ import annotations

from typing import Any

from tests.scoring.cases.build import EVENT
from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import Line, compare


def ledger(m: Item) -> Line:
    said = m.params
    support, cap = m.p("support_share"), m.maybe("cap")
    before = [(m.x(c["data"]), c["compare"], m.number("前提", c["value"]))
              for c in said["preconditions"]]  # fmt: skip
    m.ready()
    events = [EVENT | event for event in m.values[0].get("events", [])]
    if not events:
        return m.step("应得", lambda i: "0")
    columns = Columns(m, events)
    counts = columns.counting()
    undecided = columns.cells("decision")
    if said["undecided"] == "pending":
        m.unless(lambda i: f'SUMPRODUCT({counts.all}*({undecided.all}="pending"))>0', "pending")
    counts = columns.each(
        "认定的", lambda j: f'{counts.cells[j]}*IF({undecided.cells[j]}="accepted",1,0)'
    )
    points = columns.points(counts)
    m.unless(lambda i: f"SUMPRODUCT({counts.all}*ISTEXT({points.all}))>0", "pending")
    role = columns.cells("role")

    def halved(amount: Line) -> Line:
        return columns.each(
            "配合减半后",
            lambda j: (
                f'IF({role.cells[j]}="support",{amount.cells[j]}*{support[0]},{amount.cells[j]})'
            ),
        )

    amount = columns.each(
        "算得",
        lambda j: f"IF(AND({counts.cells[j]}=1,ISNUMBER({points.cells[j]})),{points.cells[j]},0)",
    )
    if said["order"] == "half_first":
        amount = halved(amount)
    if said["same_matter"] == "highest":
        counts = columns.highest(counts, amount)
    if said["order"] == "highest_first":
        amount = halved(amount)
    net = columns.net(counts, amount)
    return _capped(m, columns, net, cap, before)


def _capped(m: Item, columns: Columns, net: Line, cap: Line | None, before: list[Any]) -> Line:
    said = m.params
    lists = columns.line(
        "清单", [said["lists"].get(event["level"], "(无)") for event in columns.events]
    )
    sums = []
    for name in dict.fromkeys(said["lists"].get(e["level"], "") for e in columns.events):
        total = f'SUMIF({lists.all},"{name or "(无)"}",{net.all})'
        if name in said["list_caps"]:
            most = m.const_number(f"清单封顶 {name}", said["list_caps"][name])
            total = f"MIN({most[0]},{total})"
        sums.append(m.block.one(f"清单 {name or '(无)'} 计", total))
    total = "+".join(line[0] for line in sums)
    sign = "-" if said["sign"] == "deduct" else ""

    def points(i: int) -> str:
        text = f"{sign}({total})" if cap is None else f"{sign}MIN({cap[i]},{total})"
        tests = [compare(x[i], how, value[i]) for x, how, value in before]
        return f"IF(AND({','.join(tests)}),{text},0)" if tests else text

    return m.step("应得", points)


class Columns:
    """The events of a ledger: here a column is an event, not a subject."""

    def __init__(self, m: Item, events: list[dict[str, Any]]) -> None:
        self.m, self.events = m, events
        self.line = m.block.line
        self.line("事件", [f"E{number:02}" for number, _ in enumerate(events, 1)])

    def cells(self, key: str) -> Line:
        values = [event[key] for event in self.events]
        return self.line(key, ["" if value is None else value for value in values])

    def each(self, label: str, formula: Any) -> Line:
        return self.line(label, ["=" + formula(j) for j in range(len(self.events))])

    def counting(self) -> Line:
        """1 for events of the right kind and date that are not counted elsewhere already."""
        said = self.m.params
        kinds = self.m.table("类别", said["kinds"])
        kind, date, decision = self.cells("kind"), self.cells("date"), self.cells("decision")
        elsewhere = self.line("已在别处计", [int(e["elsewhere"]) for e in self.events])
        ends = [(sign, self.m.block.const(label, said[key]))
                for sign, label, key in ((">=", "自", "from"), ("<=", "至", "to"))
                if said[key]]  # fmt: skip

        def formula(j: int) -> str:
            needs = [
                f"COUNTIF({kinds.all},{kind.cells[j]})>0",
                f'OR({decision.cells[j]}="accepted",{decision.cells[j]}="pending")',
                *(f"{date.cells[j]}{sign}{end[0]}" for sign, end in ends),
            ]
            if said["elsewhere"] == "skip":
                needs.append(f"{elsewhere.cells[j]}=0")
            return f"IF(AND({','.join(needs)}),1,0)"

        return self.each("在内", formula)

    def points(self, counts: Line) -> Line:
        """Each event's points times its count; text where none can be found."""
        said = self.m.params
        levels = self.m.table("级别表", list(said["levels"]))
        worth = self.m.table("每件", list(said["levels"].values()))
        level, count, own = self.cells("level"), self.cells("count"), self.cells("points")
        outside = ['"?"'] * len(self.events)
        if said["given"]:
            least, most = (self.m.const_number(k, said["given"][k]) for k in ("least", "most"))
            outside = [
                f'IF(ISNUMBER({cell}),MIN({most[0]},MAX({least[0]},{cell}))*{count.cells[j]},"?")'
                for j, cell in enumerate(own.cells)
            ]
        return self.each(
            "按级别",
            lambda j: (
                f"IF(ISNA(MATCH({level.cells[j]},{levels.all},0)),{outside[j]},"
                f"INDEX({worth.all},MATCH({level.cells[j]},{levels.all},0))*{count.cells[j]})"
            ),
        )

    def highest(self, counts: Line, amount: Line) -> Line:
        """Of each matter the highest, of equals the first; a blank matter is one of its own."""
        matter = self.line(
            "事项", [e["matter"] or f"(E{number:02})" for number, e in enumerate(self.events, 1)]
        )

        def formula(j: int) -> str:
            same = f"{counts.all}*({matter.all}={matter.cells[j]})"
            better = f"SUMPRODUCT({same}*({amount.all}>{amount.cells[j]}))"
            if j:
                first = f"{counts.cells[0]}:{counts.cells[j - 1]}"
                above = f"{amount.cells[0]}:{amount.cells[j - 1]}"
                names = f"{matter.cells[0]}:{matter.cells[j - 1]}"
                better += (
                    f"+SUMPRODUCT({first}*({names}={matter.cells[j]})*({above}={amount.cells[j]}))"
                )
            return f"IF(AND({counts.cells[j]}=1,{better}=0),1,0)"

        return self.each("同一事项留下", formula)

    def net(self, counts: Line, amount: Line) -> Line:
        """What is left after what last year already counted."""
        old = self.line("上年已计", [event["counted"] or "0" for event in self.events])
        return self.each(
            "本年计",
            lambda j: (
                f"{counts.cells[j]}*"
                + {
                    "difference": f"MAX(0,{amount.cells[j]}-{old.cells[j]})",
                    "none": f"IF({old.cells[j]}>0,0,{amount.cells[j]})",
                    "full": amount.cells[j],
                }[self.m.params["counted"]]
            ),
        )
