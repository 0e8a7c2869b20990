"""What the three record tables beside the figures share: 名册, 责任书附表, 加减分事项."""

from __future__ import annotations

from collections.abc import Collection

from baton.documents.problems import Problems
from baton.documents.tables import Row

Sheets = Collection[str] | None
YES_NO = (
    ("是", "是"),
    ("否", "否"),
    ("有", "是"),
    ("无", "否"),
    ("√", "是"),
    ("已加", "是"),
    ("未加", "否"),
    ("已扣", "是"),
    ("未扣", "否"),
)


def check_unique(rows: list[Row], key: str, name: str, problems: Problems) -> None:
    """Two rows with one value are a fault; name: what the column is called."""
    seen: dict[str, Row] = {}
    for row in rows:
        first = seen.setdefault(row[key], row) if row[key] else row
        if first is not row:
            place = row["places"].get(key, row["source"])
            other = first["places"].get(key, first["source"])
            problems.error(
                place,
                f"{name}“{row[key]}”重复,另一处是 {other}",
                f"请改正其中一个{name}",
                code="duplicate",
            )
