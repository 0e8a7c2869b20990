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

REMEDY = "请补写扣分原因"
_AMOUNT = re.compile(r"(?:扣|减|-|少)(?:了|除|去)?\s*(\d+(?:\.\d+)?)\s*分")
_EACH = re.compile(r"(?:每|各|次|件|个|起|项|累计|共|合计)[^，。；,;]{0,12}?(?:扣|减)")


def unexplained(cells: Cells, known: Known) -> list[Oddity]:
    """Deductions nobody explains. Where a column gives no reason at all that is said once, of several such columns together."""
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
    for item in [item for item in silent if item in explained]:
        found += _some_silent(silent.pop(item), names[item], full[item], known)
    return found + _all_silent(silent, names, full, known)


def _some_silent(
    lines: list[tuple[Sequence[Any], Decimal]], name: str, full: Decimal, known: Known
) -> list[Oddity]:
    """Unit by unit, where others of the column have a reason."""
    return [
        Oddity(
            "no_reason",
            f"{known.names.get(line[0], line[0])}的{name}填了 {line[4]}，比满分 {_plain(full)} 少 {_plain(lost)}，没写扣分原因",
            REMEDY, line[1], line[0], line[4],
        )
        for line, lost in lines
    ]  # fmt: skip


def _all_silent(
    silent: Mapping[str, list[tuple[Sequence[Any], Decimal]]], names: Mapping[str, str],
    full: Mapping[str, Decimal], known: Known,
) -> list[Oddity]:  # fmt: skip
    """One sentence for all columns without any reason: of one it names the units, of several the columns."""
    if not silent:
        return []
    subjects = dict.fromkeys(line[0] for lines in silent.values() for line, _ in lines)
    if len(silent) > 1:
        cells = sum(len(lines) for lines in silent.values())
        columns = _named([names[item] for item in silent], " 项")
        if len(silent) <= MOST_NAMED:
            columns += f"这 {len(silent)} 项"
        said = f"{columns}都没写扣分原因，没得满分的有 {len(subjects)} 个单位、{cells} 处"
        return [Oddity("no_reason", said, REMEDY)]
    (item,) = silent
    units = _named([known.names.get(subject, subject) for subject in subjects], " 个单位")
    said = f"{names[item]}没得满分 {_plain(full[item])} 的{units}都没写扣分原因"
    return [Oddity("no_reason", said, REMEDY, item)]


def _named(names: Sequence[str], counted: str) -> str:
    more = f"等 {len(names)}{counted}" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


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
