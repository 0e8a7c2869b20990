"""The city board as a workbook with live formulas, laid out so that it recalculates fast.

A sheet of figures and one of scores per month, indicators of one dimension side by side, group
statistics once per indicator and group, numbers of the rule book inside the formulas, agreed
numbers on their own sheets.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from bench.workload import Item, Workload

Array = Any
FIRST = 2  # the first subject stands in row 2
MISSING, ABSENT = "缺", "无"


class CityWorkbook:
    """Where everything stands, and the formulas."""

    def __init__(self, work: Workload) -> None:
        self.work = work
        self.columns: list[dict[int, Item]] = []
        for prefix in ("G", "X"):
            self._place([item for item in work.items if item.code[0] == prefix])
        self._place_own()
        self.groups = _runs(work.group_of_row.tolist())
        self.last = FIRST + len(work.group_of_row)
        rows = len(work.group_of_row)
        self.nodes: list[list[str]] = [sorted(self._nodes_of(row)) for row in range(rows)]

    def write(self, path: Path) -> None:
        """Write the workbook; no value is stored with a formula, so nothing can be reused."""
        with xlsxwriter.Workbook(str(path)) as book:
            for name in ("目标", "底线", "分值"):
                self._agreement(book.add_worksheet(name), name)
            for at, _ in enumerate(self.work.periods):
                data, score = book.add_worksheet(f"数{at + 1}"), book.add_worksheet(f"分{at + 1}")
                raw = book.add_worksheet(f"原{at + 1}")
                self._month(at, data, score, raw)

    @property
    def total_range(self) -> str:
        """Total and rank of every subject on a sheet of scores."""
        left = len(self.columns) + 8
        return f"{xl_col_to_name(left)}{FIRST}:{xl_col_to_name(left + 1)}{self.last - 1}"

    def _place(self, items: list[Item]) -> None:
        items = sorted(
            items, key=lambda item: (item.dimension or "~", item.rule.absent != "rescale")
        )
        for at, item in enumerate(items):
            if at >= len(self.columns):
                self.columns.append({})
            self.columns[at].update(dict.fromkeys(item.rows.tolist(), item))

    def _place_own(self) -> None:
        own: dict[int, list[Item]] = {}
        for item in self.work.items:
            if item.agreed:
                own.setdefault(int(item.rows[0]), []).append(item)
        for row, items in own.items():
            items.sort(key=lambda item: item.rule.absent != "rescale")
            for at, item in enumerate(items, start=100):
                self.columns[at][row] = item

    def _nodes_of(self, row: int) -> set[str]:
        return {column[row].dimension for column in self.columns} - {""}

    def _agreement(self, sheet: Any, name: str) -> None:
        for at, column in enumerate(self.columns):
            for row, item in column.items():
                if name in item.fields:
                    sheet.write_number(row + 1, at + 1, item.fields[name][_index(item, row)] / 100)
                elif name == "分值" and item.rule.role == "ordinary":
                    sheet.write_number(row + 1, at + 1, float(item.rule.points))

    def _month(self, month: int, data: Any, score: Any, raw: Any) -> None:
        known: dict[str, tuple[Array, Array]] = {}
        statistics: dict[tuple[int, int, str], str] = {}
        for at, column in enumerate(self.columns):
            for row, item in column.items():
                if item.code not in known:
                    known[item.code] = self.work.figures(item)
                values, states = known[item.code]
                place = _index(item, row)
                state = int(states[month, place])
                if state == 0:
                    data.write_number(row + 1, at + 1, values[month, place] / 100)
                else:
                    data.write_string(row + 1, at + 1, MISSING if state == 5 else ABSENT)
                self._cell(month, at, row, item, score, raw, statistics)
        for (at, line, _), formula in statistics.items():
            data.write_formula(line, at + 1, formula)
        for row, nodes in enumerate(self.nodes):
            self._total(month, row, nodes, score)

    def _cell(
        self,
        month: int,
        at: int,
        row: int,
        item: Item,
        score: Any,
        raw: Any,
        statistics: dict[Any, str],
    ) -> None:
        name = xl_col_to_name(at + 1)
        x = f"数{month + 1}!{name}{row + FIRST}"
        start, stop = next(run for run in self.groups if run[0] <= row < run[1])
        span = f"数{month + 1}!{name}${start + FIRST}:{name}${stop + FIRST - 1}"

        def helper(function: str) -> str:
            group = self.groups.index((start, stop))
            offset = {"MIN": 0, "MAX": 1, "AVERAGE": 2}[function]
            line = self.last + 2 + group * 4 + offset
            statistics[at, line, function] = f"={function}({span})"
            return f"数{month + 1}!{name}${line + 1}"

        value = f"ROUND({formula_of(item, x, span, helper, self._number(item, row, name))},6)"
        points = self._number(item, row, name)(item.rule.points)
        absent = {"rescale": '""', "full": points, "unscored": '""'}.get(item.rule.absent)
        if absent is None:
            raw.write_formula(row + 1, at + 1, (f'=IF(ISNUMBER({x}),{value},"")'))
            mine = f"原{month + 1}!{name}{row + FIRST}"
            mean = (
                f"ROUND(AVERAGE(原{month + 1}!{name}${start + FIRST}:{name}${stop + FIRST - 1}),6)"
            )
            formula = f'=IF(ISNUMBER({x}),{mine},IF({x}="{MISSING}",0,{mean}))'
        else:
            formula = f'=IF(ISNUMBER({x}),{value},IF({x}="{MISSING}",0,{absent}))'
        score.write_formula(row + 1, at + 1, formula)

    def _total(self, month: int, row: int, nodes: list[str], score: Any) -> None:
        left = len(self.columns) + 2
        parts = []
        for number, node in enumerate(nodes):
            at = [i for i, column in enumerate(self.columns) if column[row].dimension == node]
            first, last = xl_col_to_name(at[0] + 1), xl_col_to_name(at[-1] + 1)
            line = row + FIRST
            span = f"{first}{line}:{last}{line}"
            gone = [i for i in at if self.columns[i][row].rule.absent == "rescale"]
            end = xl_col_to_name(gone[-1] + 1)
            some = f"{first}{line}:{end}{line}"
            lost = f'SUMIF(数{month + 1}!{some},"{ABSENT}",分值!{some})'
            full = f"SUM(分值!{span})"
            score.write_formula(
                row + 1, left + number, f"=ROUND(SUM({span})*{full}/({full}-{lost}),6)"
            )
            parts.append(f"{xl_col_to_name(left + number)}{line}")
        bonus = [i for i, column in enumerate(self.columns) if column[row].dimension == ""]
        parts += [f"{xl_col_to_name(i + 1)}{row + FIRST}" for i in bonus]
        total, start_stop = left + 6, next(run for run in self.groups if run[0] <= row < run[1])
        name = xl_col_to_name(total)
        score.write_formula(row + 1, total, f"=ROUND(SUM({','.join(parts)}),6)")
        span = f"{name}${start_stop[0] + FIRST}:{name}${start_stop[1] + FIRST - 1}"
        score.write_formula(row + 1, total + 1, f"=RANK({name}{row + FIRST},{span})")

    def _number(self, item: Item, row: int, column: str) -> Any:
        def number(value: Any) -> str:
            if isinstance(value, dict):
                return f"{value['field']}!{column}{row + FIRST}"
            return str(value)

        return number


def formula_of(item: Item, x: str, span: str, helper: Any, n: Any) -> str:
    """The raw score of one cell."""
    rule = item.rule
    p, w = rule.params, n(rule.points)
    if rule.method == "completion":
        score = f"{w}*MAX(0,MIN({p['cap']},{x}/{n(p['target'])}))"
        return score if p["threshold"] is None else (
            f"IF(ROUND({x}/{n(p['target'])},10)<{p['threshold']},0,{score})"
        )  # fmt: skip
    if rule.method == "control":
        return f"{w}*MAX(0,MIN(1,2-{x}/{n(p['target'])}))"
    if rule.method == "tiers":
        edges = ",".join(["-1E+99", *(tier["from"] for tier in p["tiers"][1:])])
        awards = ",".join(tier["award"] for tier in p["tiers"])
        less = "" if p["closed"] == "left" else "-1E-9"
        return f"{w}*LOOKUP(ROUND(100*{x}/{n(p['target'])},8){less},{{{edges}}},{{{awards}}})"
    if rule.method in {"threshold_deduction", "interval"}:
        return _deducted(p, w, _gap(p, x, n))
    if rule.method == "per_case":
        return _cases(item, x, w)
    if rule.method == "above_reference":
        score = f"{p['base']}+{p['per_point']}*({x}-{n(p['reference'])})"
        return f"MIN({n(p['most'])},MAX({p['least']},{score}))"
    if rule.method == "efficacy_fixed":
        bad, good = n(p["bad"]), n(p["good"])
        share = f"{p['base']}+{p['span']}*({x}-{bad})/({good}-{bad})"
        return f"{w}*MAX({p['least']},MIN({p['most']},{share}))"
    return _among_peers(item, x, span, w, helper)


def _among_peers(item: Item, x: str, span: str, w: str, helper: Any) -> str:
    p, method = item.rule.params, item.rule.method
    if method == "efficacy_group":
        low, high = helper("MIN"), helper("MAX")
        top = f"{high}-{x}" if p["reverse"] else f"{x}-{low}"
        share = f"{p['base']}+{p['span']}*({top})/({high}-{low})"
        return f"{w}*IF({high}={low},{p['equal']},{share})"
    if method == "ratio_to_best":
        return f"{w}*{helper('MIN')}/{x}" if p["reverse"] else f"{w}*{x}/{helper('MAX')}"
    if method == "ratio_to_mean":
        rate = f"{x}/{helper('AVERAGE')}"
        return f"{w}*MAX(0,MIN({p['cap']},{'2-' if p['reverse'] else ''}{rate}))"
    order = 0 if p["direction"] == "high" else 1
    return f"{w}*MAX({p['least']},1-{p['per_place']}*(RANK({x},{span},{order})-1))"


def _gap(p: dict[str, Any], x: str, n: Any) -> str:
    if "threshold" in p:
        line = n(p["threshold"])
        return f"MAX(0,{line}-{x})" if p["side"] == "below" else f"MAX(0,{x}-{line})"
    return f"MAX(0,{n(p['low'])}-{x},{x}-{n(p['high'])})"


def _deducted(p: dict[str, Any], w: str, gap: str) -> str:
    steps = f"{gap}/{p['width']}"
    if p["step"] != "proportional":
        steps = f"{'ROUNDDOWN' if p['step'] == 'whole' else 'ROUNDUP'}(ROUND({steps},9),0)"
    return f"MAX({p['least']},{w}-{p['per_point']}*{steps})"


def _cases(item: Item, x: str, w: str) -> str:
    p = item.rule.params
    if p["sign"] == "add":
        return f"MIN({item.rule.cap},{p['per_case']}*{x})"
    n = f"MAX(0,{x}-{p['free']})"
    if p["repeat"] == "double_case":
        n = f"({n}+MAX(0,{x}-{p['free']}-1))"
    return f"MAX({item.rule.floor},{w}-{p['per_case']}*{n})"


def _index(item: Item, row: int) -> int:
    return row - int(item.rows[0])


def _runs(groups: list[int]) -> list[tuple[int, int]]:
    starts = [i for i, g in enumerate(groups) if i == 0 or g != groups[i - 1]]
    return list(zip(starts, [*starts[1:], len(groups)], strict=True))
