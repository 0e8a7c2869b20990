"""The states and values of the data inputs of a case, only to count what the cases show."""

from fractions import Fraction
from functools import cached_property

from tests.fuzz.trees import below

STATES = ("reported", "excused", "not_applicable", "not_yet", "pending", "missing")


def rows(table: dict) -> list[dict]:
    """The rows of a table with their column names."""
    return [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]


class Case:
    """A rule book and its facts, looked up by code."""

    def __init__(self, rulebook: dict, facts: dict):
        self.rulebook, self.facts = rulebook, facts
        self.items = {item["code"]: item for item in rulebook["items"]}
        self.nodes = {node["code"]: node for node in rulebook["nodes"]}
        self.groups = {group["group"]: group for group in rulebook["groups"]}
        self.kinds = {data["code"]: data["kind"] for data in rulebook["data"]}
        self.people = {row["subject"]: row for row in rows(facts["roster"])}
        self.events = rows(facts["events"])
        self.agreed = {tuple(row[:3]): row[3] for row in facts["agreement"]["rows"]}
        self.with_lines = {tuple(row[:2]) for row in facts["agreement"]["rows"]}

    @cached_property
    def observed(self) -> dict[tuple, list[dict]]:
        found: dict[tuple, list[dict]] = {}
        for row in rows(self.facts["observations"]):
            found.setdefault((row["subject"], row["item"], row["period"]), []).append(row)
        return found

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """The active subjects of each group."""
        on = self.facts["on"]
        found: dict[str, list[str]] = {name: [] for name in self.groups}
        for who, row in self.people.items():
            started = not on or not row["from"] or row["from"] <= on
            if row["group"] in found and started and (not on or not row["to"] or on <= row["to"]):
                found[row["group"]].append(who)
        return found

    @cached_property
    def codes(self) -> dict[str, list[str]]:
        """Everything in the trees of each group."""
        found = {}
        for name, group in self.groups.items():
            found[name] = [group["root"], *group["outside"]]
            for code in found[name]:
                found[name] += below(self.nodes, code)
        return found

    def effective(self, who: str) -> list[dict]:
        """The vetoes in force against a subject."""
        on = self.facts["on"]
        kinds = {
            event["kind"]
            for event in self.events
            if event["subject"] == who and event["decision"] == "accepted"
            if not event["until"] or not on or on <= event["until"]
        }
        return [veto for veto in self.rulebook["vetoes"] if veto["kind"] in kinds]

    def periods(self, source: dict) -> list[str]:
        """The periods a data input names."""
        calendar, as_of = self.rulebook["calendar"], self.facts["as_of"]
        if source["periods"] == "@":
            return [as_of]
        if source["periods"] == "to_date":
            return calendar[: calendar.index(as_of) + 1]
        return source["periods"]

    def input(self, who: str, source: dict) -> tuple[int, Fraction | None]:
        """The rank of the state of one data input, and a value good enough to compare."""
        cells = []
        for period in self.periods(source):
            lines = self.observed.get((who, source["item"], period))
            states = [line["state"] for line in lines] if lines else [self.facts["absent"]]
            state = max(map(STATES.index, states))
            value = lines[0]["value"] if lines else None
            if state and period in source["constants"]:
                state, value = 0, source["constants"][period]
            cells.append((state, value))
        reported = [cell for cell in cells if not cell[0]]
        if source["take"] == "last":
            cells = reported[-1:] or cells[-1:]
        state = max(state for state, _ in cells)
        if state or self.kinds[source["item"]] != "number":
            return state, None
        values = [Fraction(value) for _, value in cells]
        whole = {"sum": sum, "mean": sum, "max": max, "min": min}.get(source["take"])
        return state, whole(values) if whole else values[0]

    def lacks(self, who: str, code: str, part) -> bool:
        """Whether a parameter names a field that the agreement lacks."""
        if isinstance(part, dict) and set(part) == {"field"}:
            key = (code, part["field"])
            return self.agreed.get((who, *key), self.agreed.get(("*", *key))) is None
        inside = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
        return any(self.lacks(who, code, one) for one in inside)

    def reported(self, who: str, code: str) -> Fraction | None:
        """The value of input x when every input is reported, else None."""
        item = self.items[code]
        if item["applies"] == "agreed" and (who, code) not in self.with_lines:
            return None
        if self.lacks(who, code, [item[key] for key in ("points", "params", "coefficient")]):
            return None
        seen = {name: self.input(who, source) for name, source in item["data"].items()}
        if any(state for state, _ in seen.values()) or "x" not in seen:
            return None
        return seen["x"][1]

    def cohort(self, group: str, code: str) -> list[Fraction]:
        """The values of input x in the cohort of an indicator."""
        rule = self.rulebook["cohort"]
        found = []
        for who in self.members[group]:
            if rule["separate"] == "exclude" and self.people[who]["listing"] == "separate":
                continue
            if rule["vetoed"] == "exclude" and self.effective(who):
                continue
            value = self.reported(who, code)
            found += [] if value is None else [value]
        return found
