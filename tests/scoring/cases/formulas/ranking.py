"""Totals, places and grades of one group as formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.scoring.cases.build import EVENT, RANKING
from tests.scoring.cases.formulas.layout import Block, Line, quotient, steps
from tests.scoring.cases.formulas.parts import FAR, NOBODY, Part, Vetoes, yes


@dataclass
class Totals:
    """The columns of the result, a row for each."""

    member: Line
    shown: dict[str, Line]


def totals(block: Block, root: Part, member: Line, active: Line, struck: Vetoes) -> Totals:
    """The total of each subject of a group, and why there is none."""
    watched = block.case.settings.get("interim", "none") == "total"
    status, value = root.status, root.value
    fits = (lambda i: yes(status[i], "complete", "open")) if watched else (
        lambda i: yes(status[i], "complete"))  # fmt: skip
    caps = [
        (block.const("总分封顶 " + veto["code"], veto["effects"]["cap_total"]), hit)
        for veto, hit in zip(struck.said, struck.hits, strict=True)
        if veto["effects"].get("cap_total") is not None
    ]

    def capped(text: str, i: int) -> str:
        ends = [f"IF({hit[i]}=1,{cap[i]},9E+99)" for cap, hit in caps]
        return f"MIN({','.join([text, *ends])})"

    has = block.each(
        "有总分", lambda i: f"IF(AND({active[i]}=1,{fits(i)},ISNUMBER({value[i]})),1,0)"
    )
    carried = block.each("carried", lambda i: f'IF({has[i]}=1,{capped(value[i], i)},"{NOBODY}")')
    total = block.each(
        "total", lambda i: f'IF({has[i]}=1,{capped(block.at("total", value[i]), i)},"{NOBODY}")'
    )
    interim = block.each(
        "interim",
        lambda i: (
            f'IF(AND({active[i]}=1,{status[i]}="open",ISNUMBER({value[i]})),{value[i]},"{NOBODY}")'
        ),
    )
    share = block.each(
        "share",
        lambda i: (
            f'IF({root.whole[i]}=0,"{NOBODY}",'
            f"{quotient(f'{root.have[i]}/IF({root.whole[i]}=0,1,{root.whole[i]})')})"
        ),
    )
    reason = block.each(
        "reason", lambda i: f'IF({active[i]}=0,"inactive",IF({has[i]}=1,"",{status[i]}))'
    )
    listed = block.line("排名", [s.get("listing", "ranked") for s in block.case.subjects])
    row = block.each(
        "status",
        lambda i: f'IF({active[i]}=0,"inactive",IF({has[i]}=0,"unranked",{listed[i]}))',
    )
    shown = {"carried": carried, "total": total, "interim": interim, "share": share,
             "reason": reason, "status": row}  # fmt: skip
    return Totals(member, shown)


class Order:
    """Who stands before whom: the main value, then the keys."""

    def __init__(self, block: Block, ranked: Line, rows: list[Line]) -> None:
        self.block, self.ranked, self.rows = block, ranked, rows

    def ahead(self, i: int) -> str:
        """The array that is 1 for everyone who stands before subject i."""
        text = "0"
        for row in reversed(self.rows):
            text = f"(({row.all}>{row[i]})+({row.all}={row[i]})*{text})"
        return text

    def equal(self, i: int) -> str:
        return "*".join(f"({row.all}={row[i]})" for row in self.rows)

    def then(self, keys: list[dict[str, str]], parts: dict[str, Part]) -> Order:
        """The same order with further keys."""
        rows = [self._key(key, parts[key["key"]]) for key in keys]
        return Order(self.block, self.ranked, [*self.rows, *rows])

    def _key(self, key: dict[str, str], part: Part) -> Line:
        sign = "" if key["order"] == "desc" else "-"
        return self.block.each(
            "键 " + key["key"],
            lambda i: f"IF(ISNUMBER({part.value[i]}),{sign}{part.value[i]},{FAR})",
        )


def ranks(block: Block, found: Totals, said: dict[str, Any], parts: dict[str, Part]) -> Order:
    """Adds the row of ranks and answers the order."""
    ranking = RANKING | said.get("ranking", {})
    status = found.shown["status"]
    member = found.member
    ranked = block.each("参加排名", lambda i: f'IF(AND({member[i]}=1,{status[i]}="ranked"),1,0)')
    main = found.shown["total" if ranking["on"] == "rounded" else "carried"]
    value = block.each("主值", lambda i: f"IF({ranked[i]}=1,{main[i]},{FAR})")
    order = Order(block, ranked, [value]).then(ranking["keys"], parts)
    same = block.each("几家全等", lambda i: f"MAX(1,SUMPRODUCT({ranked.all}*{order.equal(i)}))")
    each = f"/{same.all}" if ranking["style"] == "dense" else ""
    found.shown["rank"] = block.each(
        "rank",
        lambda i: (
            f"IF({ranked[i]}=1,1+ROUND(SUMPRODUCT({ranked.all}*{order.ahead(i)}{each}),6),"
            f'"{NOBODY}")'
        ),
    )
    return order


def grades(block: Block, found: Totals, said: dict[str, Any], order: Order,
           parts: dict[str, Part], struck: Vetoes) -> None:  # fmt: skip
    """From the top level down: who is on the line, who fits the quota, who stands on its edge."""
    order = order.then(said["keys"], parts)
    quotas = _quotas(block, said, order.ranked, struck)
    names = [level["grade"] for level in said["levels"]]
    given, left = _set_apart(block, said, order.ranked, struck, names)
    results = []
    for level, quota in zip(said["levels"], quotas, strict=True):
        result, left = _level(block, said, level, quota, order, left, struck)
        results.append(result)

    def grade(i: int) -> str:
        text = f'"{NOBODY}"'
        for name, result in zip(names, results, strict=True):
            text = f'IF({result[i]}="收","{name}",{text})'
        return f'IF({given[i]}<>"",{given[i]},{text})'

    found.shown["grade"] = block.each("grade", grade)
    old = found.shown["reason"]
    edge = [lambda i, r=r: f'{r[i]}="边"' for r in results]
    found.shown["reason"] = block.each(
        "reason", lambda i: f'IF(OR({",".join(e(i) for e in edge)}),"edge",{old[i]})'
    )


def _set_apart(
    block: Block, said: dict[str, Any], ranked: Line, struck: Vetoes, names: list[str]
) -> tuple[Line, Line]:
    """Grades given outright, by veto or promotion, and who is left."""

    def forced(i: int) -> str:
        cells = [
            f"{hit[i]}*{names.index(veto['effects']['force_grade']) + 1}"
            for veto, hit in zip(struck.said, struck.hits, strict=True)
            if veto["effects"].get("force_grade")
        ]
        return f"MAX({','.join(['0', *cells])})*{ranked[i]}"

    force = block.each("直接定为第几等", forced)
    promotion = said["promotion"] or {"kind": "", "to": ""}
    events = [EVENT | event for event in block.case.cell("events", [])]
    up = {
        e["subject"] for e in events
        if e["kind"] == promotion["kind"] and e["decision"] == "accepted"
    }  # fmt: skip
    event = block.line("有晋等事件", [int(name in up) for name in block.names])
    level = block.table_of("等次", names)

    def given(i: int) -> str:
        barred = struck.among(lambda e: promotion["to"] in e.get("exclude_grades", ()), i)
        rise = f'IF(AND({ranked[i]}=1,{event[i]}=1,{barred}=0),"{promotion["to"]}","")'
        return f"IF({force[i]}>0,INDEX({level.all},MAX(1,{force[i]})),{rise})"

    outright = block.each("另行定等", given)
    return outright, block.each("在剩", lambda i: f'IF(AND({ranked[i]}=1,{outright[i]}=""),1,0)')


def _quotas(block: Block, said: dict[str, Any], ranked: Line, struck: Vetoes) -> list[Line | None]:
    hit = block.each("被否决", lambda i: f"{ranked[i]}*{struck.among(lambda e: True, i)}")
    less = f"-SUM({hit.all})" if said["base"] == "not_vetoed" else ""
    base = block.one("名额基数", f"SUM({ranked.all}){less}")
    levels = said["levels"]
    shared = [level for level in levels if level["quota_rounding"] == "largest_remainder"]
    rest = _largest_remainder(block, base, [level["quota"]["share"] for level in shared])
    found: list[Line | None] = []
    for level in levels:
        quota, label = level["quota"], "名额 " + level["grade"]
        if quota is None:
            found.append(None)
        elif "count" in quota:
            found.append(block.const(label, quota["count"]))
        elif level in shared:
            found.append(rest[shared.index(level)])
        else:
            exact = f"{base[0]}*{quota['share']}"
            how = {"floor": steps(exact, "whole"), "up": steps(exact, "started"),
                   "half_up": f"ROUND({exact},0)"}[level["quota_rounding"]]  # fmt: skip
            found.append(block.one(label, how))
    return found


def _largest_remainder(block: Block, base: Line, shares: list[str]) -> list[Line]:
    if not shares:
        return []
    share = block.table_of("份额", shares)
    exact = block.line("应有", [f"={base[0]}*{cell}" for cell in share.cells])
    whole = block.line("整数部分", [f"=INT(ROUND({cell},9))" for cell in exact.cells])
    part = block.line(
        "小数部分",
        [f"=ROUND({e}-{w},9)" for e, w in zip(exact.cells, whole.cells, strict=True)],
    )
    left = block.one("余下名额", f"INT(ROUND(SUM({exact.all}),9))-SUM({whole.all})")
    found = []
    for n, (w, p) in enumerate(zip(whole.cells, part.cells, strict=True)):
        before = [f"({other}>={p})" for other in part.cells[:n]]
        after = [f"({other}>{p})" for other in part.cells[n + 1 :]]
        place = "+".join(["0", *before, *after])
        found.append(block.one("名额", f"{w}+IF({place}<{left[0]},1,0)"))
    return found


def _level(
    block: Block, said: dict[str, Any], level: dict[str, Any], quota: Line | None, order: Order,
    left: Line, struck: Vetoes,
) -> tuple[Line, Line]:  # fmt: skip
    """收 for who gets this grade, 边 for who is left to a person; and who goes on to the next."""
    name, main = level["grade"], order.rows[0]
    barred = block.each(
        f"{name} 排除", lambda i: struck.among(lambda e: name in e.get("exclude_grades", ()), i)
    )
    stays = "" if not said["fill"] else "*(1-{barred})"
    line = "1" if level["at_least"] is None else f"({{main}}>={level['at_least']})"
    fits = block.each(
        f"{name} 够格或占位",
        lambda i: (f"{left[i]}*" + line + stays).format(main=main[i], barred=barred[i]),
    )
    if quota is None:
        result = block.each(f"{name} 结果", lambda i: f'IF({fits[i]}*(1-{barred[i]})=1,"收","")')
    else:
        place = block.each(f"{name} 第几", lambda i: f"1+SUMPRODUCT({fits.all}*{order.ahead(i)})")
        last = block.each(
            f"{name} 全等的排到第几",
            lambda i: f"{place[i]}-1+SUMPRODUCT({fits.all}*{order.equal(i)})",
        )
        edge = {"all": '"收"', "none": '""', "person": '"边"'}[said["edge"]]
        result = block.each(
            f"{name} 结果",
            lambda i: (
                f'IF({fits[i]}*(1-{barred[i]})=0,"",IF({last[i]}<={quota[0]},"收",'
                f'IF({place[i]}<={quota[0]},{edge},"")))'
            ),
        )
    rest = block.each(f"{name} 之后在剩", lambda i: f'IF(AND({left[i]}=1,{result[i]}=""),1,0)')
    return result, rest
