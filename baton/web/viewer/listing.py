"""等次名单: the outermost layer, in an order from which no rank can be read."""

from __future__ import annotations

from baton.desk.results import result_of
from baton.domain.assessment.models import Run
from baton.domain.assessment.queries import Row


def by_grade(run: Run, groups: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Each group by grade, the best first, and in official order within a grade; without those who were merged into others."""
    places = {
        group.name: [level["grade"] for level in (group.entry["grades"] or {"levels": []})["levels"]]
        for group in result_of(run).plan.groups
    }  # fmt: skip
    there = {
        name: [row for row in rows if row.line.status != "inactive"]
        for name, rows in groups.items()
    }
    return {name: _sorted(rows, places.get(name, [])) for name, rows in there.items()}


def _sorted(rows: list[Row], grades: list[str]) -> list[Row]:
    return sorted(rows, key=lambda row: (_place(row, grades), row.line.order))


def _place(row: Row, grades: list[str]) -> int:
    return grades.index(row.grade.shown) if row.grade.shown in grades else len(grades)
