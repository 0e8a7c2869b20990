"""扣了分没说为什么: a direct score below full points without a reason, or with a reason that names another amount."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from baton.domain.intake.cells import Cells
from baton.domain.intake.oddities import MOST_NAMED, Known, Oddity
from baton.scoring.canonical import DECIMAL

_AMOUNT = re.compile(r"(?:扣|减|-|少)(?:了|除|去)?\s*(\d+(?:\.\d+)?)\s*分")
_EACH = re.compile(r"(?:每|各|次|件|个|起|项|累计|共|合计)[^，。；,;]{0,12}?(?:扣|减)")


def unexplained(cells: Cells, known: Known) -> list[Oddity]:
    """Deductions nobody explains. Where a table gives no reason at all, that is said once for the whole column."""
    full = _full_points(known.rulebook)
    names = {entry["code"]: entry["name"] for entry in known.rulebook["data"]}
    reasons = {(one.subject, one.item): one.text for one in known.beside if one.kind == "reason"}
    explained = {item for _, item in reasons}
    silent: dict[str, list[tuple[Sequence[Any], Decimal]]] = defaultdict(list)
    found = []
    for line in cells:
        if line[1] not in full or line[4] is None or not DECIMAL.fullmatch(line[4]):
            continue
        lost = full[line[1]] - Decimal(line[4])
        reason = reasons.get((line[0], line[1]), "")
        if lost > 0 and not reason:
            silent[line[1]].append((line, lost))
        elif reason and (odd := _other_amount(line, names, known, reason, max(lost, Decimal(0)))):
            found.append(odd)
    for item, lines in silent.items():
        found += _silent(lines, names[item], full[item], known, item in explained)
    return found


def _silent(
    lines: list[tuple[Sequence[Any], Decimal]], name: str, full: Decimal, known: Known, is_explained: bool
) -> list[Oddity]:  # fmt: skip
    """Unit by unit where others have a reason; one sentence where none has."""
    remedy = "请补写扣分原因"
    if is_explained:
        return [
            Oddity(
                "no_reason",
                f"{known.names.get(line[0], line[0])}的{name}填了 {line[4]}，比满分 {_plain(full)} 少 {_plain(lost)}，没写扣分原因",
                remedy, line[1], line[0], line[4],
            )
            for line, lost in lines
        ]  # fmt: skip
    named = "、".join(known.names.get(line[0], line[0]) for line, _ in lines[:MOST_NAMED])
    more = f"等 {len(lines)} 个单位" if len(lines) > MOST_NAMED else ""
    said = f"{name}没得满分 {_plain(full)} 的{named}{more}都没写扣分原因"
    return [Oddity("no_reason", said, remedy, lines[0][0][1])]


def _other_amount(
    line: Sequence[Any], names: Mapping[str, str], known: Known, reason: str, lost: Decimal
) -> Oddity | None:
    """The amounts that a reason names against what is missing; nothing where it counts them out (每件扣…)."""
    amounts = [Decimal(amount) for amount in _AMOUNT.findall(reason)]
    if not amounts or _EACH.search(reason) or sum(amounts) == lost or lost in amounts:
        return None
    who = known.names.get(line[0], line[0])
    said = (
        f"{who}的{names[line[1]]}填了 {line[4]}，少 {_plain(lost)} 分，"
        f"扣分原因里合计是 {_plain(sum(amounts, Decimal(0)))} 分"
    )
    remedy = "请核对是得分错了，还是扣分原因没写全"
    return Oddity("reason_differs", said, remedy, line[1], line[0], line[4])


def _full_points(rulebook: Mapping[str, Any]) -> dict[str, Decimal]:
    """The most that can be got, of data items that are scores and are used as they are."""
    direct: dict[str, set[str]] = defaultdict(set)
    for item in rulebook["items"]:
        for entry in item["data"].values():
            direct[entry["item"]].add(item["method"])
    return {
        entry["code"]: Decimal(entry["max"])
        for entry in rulebook["data"]
        if direct.get(entry["code"]) == {"direct"} and entry["unit"] == "分" and entry["max"] is not None
    }  # fmt: skip


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
