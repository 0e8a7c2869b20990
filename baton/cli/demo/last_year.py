"""云州市的去年: files of an earlier year as the office kept them, and the table it announced with three slips of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from baton.cli.demo.chance import draw
from baton.cli.demo.events import event_rows
from baton.cli.demo.figures import MONTHS
from baton.cli.demo.people import MERGED, MERGED_INTO, TWINS
from baton.cli.demo.rules import rulebook
from baton.cli.demo.sheets import Cell, write_csv, write_workbook
from baton.scoring.facts import Facts
from baton.scoring.plan import children_of
from baton.scoring.result import Result

THIS_YEAR = 2026
YEARS = re.compile(r"(?<!\d)202[5-7](?!\d)")
SCHEME, ROSTER, TABLE = "规则书.yaml", "名册.csv", "{}年度考核结果（公布）.xlsx"
FIGURES, EVENTS, AGREEMENT = "全年数据.csv", "事件.csv", "责任书.csv"
SLIPS = (
    "市教育局",
    "市科协",
    "市社科联",
)  # digits exchanged, the bonus left out of the table, a tie broken by hand
NEIGHBOURS = ("市财政局", "市民政局", "市水利局")
STATES = {"excused": "单列", "not_applicable": "无此任务", "missing": "缺报"}
PERSON = {"person": "个人", "unit": "单位"}


def build_last_year(
    folder: Path, facts: Facts, book: dict[str, Any], year: int = THIS_YEAR - 1
) -> None:
    """Write a year's rule book, roster, agreement, figures and ledger; the figures stand near this year's."""
    folder.mkdir(parents=True, exist_ok=True)
    dated = _Dated(year)
    (folder / SCHEME).write_text(_as_it_was(dated(rulebook())), encoding="utf-8")
    told = facts.canonical()
    names = {entry["code"]: entry["name"] for entry in (*book["data"], *book["items"])}
    write_csv(folder / ROSTER, _roster(facts), "utf-8")
    lines = [("单位", "指标", "栏目", "数值"), *_agreement(told["agreement"]["rows"], names)]
    write_csv(folder / AGREEMENT, lines, "utf-8")
    figures = [
        ("单位", "指标", "期间", "类别", "数值", "状态"),
        *_figures(told["observations"]["rows"], book, dated),
    ]
    write_csv(folder / FIGURES, figures, "utf-8")
    events = [[_decided(cell, dated) for cell in row] for row in event_rows()]
    write_csv(folder / EVENTS, events, "utf-8")


def _as_it_was(text: str) -> str:
    """What this year's scheme changed: the line below which the budget's execution costs points."""
    return text.replace(
        "低于92%的，每低1个百分点扣0.5分", "低于90%的，每低1个百分点扣0.5分"
    ).replace("起扣线: 92%", "起扣线: 90%")


class _Dated:
    """Puts every year in a text as much earlier as the year is before this one."""

    def __init__(self, year: int) -> None:
        self.year, self.back = year, THIS_YEAR - year

    def __call__(self, text: str) -> str:
        return YEARS.sub(lambda found: str(int(found[0]) - self.back), text)


def _roster(facts: Facts) -> Iterator[list[Cell]]:
    yield ["编号", "名称", "种类", "分组", "上级", "机构序", "所在单位"]
    for one in facts.roster:
        links = "、".join(f"{unit}:{share}" for unit, share in one.links)
        yield [one.subject, one.name, PERSON[one.kind], one.group, one.parent, one.order, links]


FIELDS = {"target": "目标", "points": "分值"}


def _agreement(rows: list[list[Any]], names: dict[str, str]) -> Iterator[list[Cell]]:
    for subject, code, field, value in rows:
        yield [subject, names[code], FIELDS.get(field, field), value]


def _figures(rows: list[list[Any]], book: dict[str, Any], dated: _Dated) -> Iterator[list[Cell]]:
    """Every figure of this year moved a little; what was undecided or not yet there is there by now."""
    kinds = {entry["code"]: entry for entry in book["data"]}
    known = {(row[0], row[1], row[2]): row for row in rows if not row[3] and row[5] == "reported"}
    for subject, item, period, key, value, state, _, _ in [*rows, *_rest_of_the_year(rows, known)]:
        if state == "pending":
            earlier = known.get((subject, item, MONTHS[-2]))
            if earlier is None:
                continue
            value, state = earlier[4], "reported"
        told = _moved(subject, kinds[item], value, dated) if state == "reported" else ""
        yield [subject, kinds[item]["name"], dated(period), key, told, STATES.get(state, "")]


def _rest_of_the_year(rows: list[list[Any]], known: dict[Any, list[Any]]) -> Iterator[list[Any]]:
    """A unit that was merged this summer was there all of last year; votes and grades are those of its successor."""
    own = {row[1] for row in rows if row[0] == MERGED}
    for row in rows:
        if row[0] == MERGED and row[2] == MONTHS[5]:
            yield from ([*row[:2], month, *row[3:]] for month in MONTHS[6:])
        elif row[0] == MERGED_INTO and row[1] not in own and _is_common(row[1], known):
            yield [MERGED, *row[1:]]


def _is_common(item: str, known: dict[Any, list[Any]]) -> bool:
    """Whether every department is asked for it: then the neighbours have it too."""
    return all(
        (subject, item, MONTHS[-1]) in known or item.endswith("票") for subject in NEIGHBOURS
    )


def _moved(subject: str, entry: dict[str, Any], text: str, dated: _Dated) -> str:
    """A number a few per cent away with the digits it had; a date a year earlier; votes and grades as they are."""
    if entry["kind"] == "date":
        return dated(text)
    if entry["kind"] != "number" or entry["unit"] in ("件", "起", "分"):
        return text
    value, key = Decimal(text), f"{dated.year}年{TWINS.get(subject, subject)}|{entry['code']}"
    step = Decimal(draw(key, 61) - 30)
    moved = value + step / 20 if entry["unit"] == "%" else value * (1 + step / 500)
    most = Decimal(100) if entry["unit"] == "%" else moved
    places = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    return str(max(Decimal(0), min(most, moved)).quantize(places, ROUND_HALF_UP))


def _decided(cell: Cell, dated: _Dated) -> Cell:
    return "认定" if cell == "待定" else dated(cell) if isinstance(cell, str) else cell


def announce(result: Result, path: Path) -> None:
    """The table as it was announced: right, but for two digits exchanged, a blank, and a tie broken by hand."""
    groups = {group.name: group for group in result.plan.groups}
    sheets: dict[str, list[list[Cell]]] = {}
    for one in sorted(result.plan.facts.roster, key=lambda one: one.order):
        line = result.lines.get(one.subject)
        if one.kind != "unit" or line is None or line.total is None:
            continue
        root = groups[one.group].entry["root"]
        papers = list(children_of(result.plan.nodes[root]))
        names = [
            str((result.plan.nodes.get(code) or result.plan.items[code])["name"]) for code in papers
        ]
        sheet = sheets.setdefault(
            one.group,
            [
                [f"云州市{result.plan.rulebook['period']}度综合考核结果（{one.group}）"],
                ["单位", *names, "总分", "名次", "等次"],
            ],
        )
        sheet.append([one.name, *(_points(result, one.subject, code) for code in papers), _shown(line.total), line.rank, line.grade or ""])  # fmt: skip
    for sheet in sheets.values():
        _slip(sheet)
    write_workbook(path, dict(sheets))


def _points(result: Result, subject: str, code: str) -> Cell:
    value = (
        result.node(subject, code)[1] if code in result.plan.nodes else result.score(subject, code)
    )
    return _shown(value) if value else None


def _shown(value: str) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _slip(sheet: list[list[Cell]]) -> None:
    """What went wrong in that year's own workbook."""
    exchanged, blank, tied = SLIPS
    total, rank = sheet[1].index("总分"), sheet[1].index("名次")
    for row in sheet[2:]:
        if row[0] == exchanged:
            digits = f"{row[total]:.2f}"
            row[total] = Decimal(digits[:-2] + digits[-1] + digits[-2])
        elif row[0] == blank:
            at = max(c for c in range(1, total) if row[c])
            row[at] = None
        elif row[0] == tied and isinstance(row[rank], int):
            row[rank] = int(str(row[rank])) + 1
