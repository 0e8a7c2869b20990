"""期望.csv: what was published, what must be computed, and the results of a run under the same names."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2] / "examples"
LINE = {"总分": "total", "名次": "rank", "等次": "grade", "未取舍总分": "carried", "监测值": "interim",
        "已出数占比": "share", "理由": "reason", "排名情况": "status"}  # fmt: skip
COLUMNS = ["规则书", "截至期", "基准日", "关账", "单位", "项目", "公布", "算得", "说明"]


@dataclass(frozen=True)
class Expected:
    """One digit: published is "" where the source does not print it, computed "无" where there is none."""

    rulebook: str
    as_of: str
    on: str
    closing: bool
    unit: str
    item: str
    published: str
    computed: str
    note: str

    @property
    def run(self) -> tuple[str, str, str, bool]:
        """What has to be scored to check it."""
        return self.rulebook, self.as_of, self.on, self.closing


def folders() -> list[Path]:
    """Every example."""
    return sorted(path.parent for path in ROOT.glob("*/规则书.yaml"))


def expected(folder: Path) -> list[Expected]:
    """The digits of one example."""
    with (folder / "期望.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows, folder
    assert list(rows[0]) == COLUMNS, f"{folder.name}: {list(rows[0])}"
    return [
        Expected(row["规则书"] or "规则书.yaml", row["截至期"], row["基准日"], row["关账"] == "是",
                 row["单位"], row["项目"], row["公布"], row["算得"], row["说明"])
        for row in rows
    ]  # fmt: skip


def by_run(rows: list[Expected]) -> dict[tuple[str, str, str, bool], list[Expected]]:
    """The digits of each run."""
    found: dict[tuple[str, str, str, bool], list[Expected]] = defaultdict(list)
    for row in rows:
        found[row.run].append(row)
    return dict(found)


def digits(result: Any) -> dict[tuple[str, str], str]:
    """Every digit of a run: (unit, item) → text; items and nodes by code, grades also counted."""
    names = {s.subject: s.name for s in result.plan.facts.roster}
    return dict(_digits(result.canonical(), names))


def _digits(result: dict[str, Any], names: dict[str, str]) -> Iterator[tuple[tuple[str, str], str]]:
    for row in _rows(result["nodes"]):
        yield (names[row["subject"]], row["node"]), _text(row["value"])
        yield (names[row["subject"]], f"{row['node']}·状态"), row["status"]
    for row in _rows(result["items"]):
        yield (names[row["subject"]], row["item"]), _text(row["score"])
        yield (names[row["subject"]], f"{row['item']}·状态"), row["state"]
        yield (names[row["subject"]], f"{row['item']}·结局"), row["outcome"]
    grades: dict[tuple[str, str], int] = defaultdict(int)
    for row in _rows(result["subjects"]):  # last: a node may be called 总分 too
        for label, key in LINE.items():
            yield (names[row["subject"]], label), _text(row[key])
        grades[f"分组:{row['group']}", f"人数:{row['grade'] or '不评'}"] += 1
    for key, count in grades.items():
        yield key, str(count)


def _rows(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (dict(zip(table["columns"], row, strict=True)) for row in table["rows"])


def _text(value: Any) -> str:
    return "无" if value is None else str(value)


def same(left: str, right: str) -> bool:
    """The same number or the same word: 90.60 is 90.6."""
    return left == right or _plain(left) == _plain(right)


def _plain(text: str) -> str:
    digits = text.replace("-", "", 1).replace(".", "", 1)
    return text.rstrip("0").rstrip(".") if "." in text and digits.isdigit() else text
