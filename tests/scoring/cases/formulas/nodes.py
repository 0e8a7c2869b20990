"""Every kind of node as formulas over the cells of its children."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.scoring.cases.formulas.layout import Block, Formula, Line, clip, quotient
from tests.scoring.cases.formulas.parts import NOBODY, Part, yes


class Nodes:
    """The nodes of a board, in the order in which they can be computed."""

    def __init__(self, block: Block, parts: dict[str, Part], agreement: dict[str, Any]) -> None:
        self.block, self.parts, self.agreement = block, parts, agreement
        self.subjects = block.case.subjects
        self.groups = block.line("分组", [s.get("group", "组") for s in self.subjects])
        self.parents = block.line("上级", [s.get("parent", "") for s in self.subjects])
        self.totals: dict[str, Line] = {}

    def add(self, node: dict[str, Any]) -> None:
        """The rows of one node."""
        self.block.write(["节点 " + node["code"], node["kind"]])
        build = {
            "sum": self._sum, "weighted": self._weighted, "multiplier": self._multiplier,
            "geometric": self._least_most, "min": self._least_most, "max": self._least_most,
            "children": self._linked, "link": self._linked,
        }[node["kind"]]  # fmt: skip
        self.parts[node["code"]] = build(node)

    def _finish(self, node: dict[str, Any], raw: Formula, status: Formula, **given: Any) -> Part:
        """Floor, cap and rounding; a node without a number shows a dash."""
        block = self.block
        shown = block.each("节点状态", status)
        before = block.each("未取舍", raw)
        limits = (node.get("floor"), node.get("cap"))

        def value(i: int) -> str:
            text = block.at("node", clip(before[i], *limits))
            return f'IF(AND(ISNUMBER({before[i]}),{shown[i]}<>"dropped"),{text},"{NOBODY}")'

        result = block.each(f"{node['code']} 值", value)
        role = node.get("role", "ordinary")
        zero = block.const("零", "0")
        given = {"have": zero, "whole": zero} | given
        full = given.pop("full", None) or block.const("节点满分", node.get("full", "0"))
        if role != "ordinary":
            full = given["have"] = given["whole"] = zero
        part = Part(node["code"], node["kind"], role, result, shown, full, **given)
        part.shown = {"status": shown, "value": result}
        return part

    def _children(self, node: dict[str, Any]) -> list[Part]:
        return [self.parts[code] for code in node["children"]]

    def _sum(self, node: dict[str, Any]) -> Part:
        block, children = self.block, self._children(node)
        ordinary = node.get("role", "ordinary") == "ordinary"
        total = block.each("ΣV", lambda i: _sum([c.value[i] for c in children]))
        full = block.each("满分F", lambda i: _sum([c.full[i] for c in children if ordinary]))
        bonus = block.each("加减分ΣB", lambda i: _sum(
            [c.value[i] for c in children if not c.ordinary]
            + [c.bonus[i] for c in children if c.ordinary and c.bonus]))  # fmt: skip

        def lost(i: int) -> str:
            here = [
                line[i] for part in self.parts.values() for at, line in part.dropped_at
                if at == node["code"]
            ]  # fmt: skip
            nodes = [
                f'IF({c.status[i]}="dropped",{c.full[i]},0)' for c in children if c.kind != "item"
            ]
            return "+".join([*here, *nodes, "0"])

        gone = block.each("拿掉的满分D", lost)

        def raw(i: int) -> str:
            more = quotient(f"({total[i]}-{bonus[i]})*{full[i]}/MAX({full[i]}-{gone[i]},1E-9)")
            return f"IF({gone[i]}=0,{total[i]},{more}+{bonus[i]})"

        def status(i: int) -> str:
            return (
                f'IF(AND({gone[i]}>0,{full[i]}-{gone[i]}<=0),"dropped",'
                f'IF({_open(children, i)},"open","complete"))'
            )

        both = [("have", "已出满分"), ("whole", "应出满分")]
        progress = {
            key: block.each(label, lambda i, k=key: _sum(
                [getattr(c, k)[i] for c in children if ordinary]))
            for key, label in both
        }  # fmt: skip
        return self._finish(node, raw, status, full=full, bonus=bonus, **progress)

    def _weighted(self, node: dict[str, Any]) -> Part:
        block, children = self.block, self._children(node)
        weights = [block.const(f"权 {c.code}", node["weights"][c.code]) for c in children]
        pairs = list(zip(weights, children, strict=True))

        def there(part: Part, i: int) -> str:
            return f"IF({yes(part.status[i], 'complete', 'open')},1,0)"

        low = block.each("Σ权", lambda i: "+".join(f"{w[i]}*{there(c, i)}" for w, c in pairs))

        def mean(key: str) -> Formula:
            return lambda i: quotient(
                "(" + "+".join(f"{w[i]}*N({getattr(c, key)[i]})" for w, c in pairs)
                + f")/IF({low[i]}=0,1,{low[i]})"
            )  # fmt: skip

        progress = {key: block.each(key, mean(key)) for key in ("have", "whole")}
        return self._finish(node, mean("value"), lambda i: (
            f'IF({low[i]}=0,"dropped",IF({_open(children, i)},"open","complete"))'
        ), **progress)  # fmt: skip

    def _multiplier(self, node: dict[str, Any]) -> Part:
        base = self.parts[node["base"]]
        factors = [self._coefficient(entry) for entry in node["coefficients"]]

        def raw(i: int) -> str:
            product = "*".join(f"IF(ISNUMBER({f[i]}),{f[i]},1)" for f in factors)
            return f'IF(ISNUMBER({base.value[i]}),{base.value[i]}*{product},"{NOBODY}")'

        def status(i: int) -> str:
            number = ",".join(f"ISNUMBER({f[i]})" for f in factors)
            return (
                f'IF({base.status[i]}="dropped","dropped",'
                f'IF(AND({base.status[i]}="complete",{number}),"complete","open"))'
            )

        return self._finish(node, raw, status, have=base.have, whole=base.whole)

    def _coefficient(self, said: dict[str, Any]) -> Line:
        """c of one coefficient; a dash where there is none and no constant."""
        block, part = self.block, self.parts[said["node"]]
        u = part.value
        out = block.case.settings.get("cohort", {}).get("separate") == "exclude"
        listed = block.line("排名", [s.get("listing", "ranked") for s in self.subjects])
        also = (lambda i: f',{listed[i]}="ranked"') if out else (lambda i: "")
        inside = block.each(
            f"{part.code} 口径内",
            lambda i: f'IF(AND({part.status[i]}="complete"{also(i)}),{u[i]},"")',
        )
        got = block.each(f"{part.code} 换算", lambda i: _mapped(said, u[i], inside.all))
        ends = (said.get("low"), said.get("high"))

        def limited(i: int) -> str:
            if said["order"] == "round_clip":
                return clip(block.at("coefficient", got[i]), *ends)
            return block.at("coefficient", clip(got[i], *ends))

        equal = f"MIN({inside.all})=MAX({inside.all})" if said["map"] == "minmax" else "FALSE"
        missing = said["constant"] if said["missing"] == "constant" else f'"{NOBODY}"'
        return block.each(
            f"{part.code} 系数",
            lambda i: (
                f'IF(AND({part.status[i]}="complete",ISNUMBER({got[i]})),'
                f"IF({equal},{got[i]},{limited(i)}),{missing})"
            ),
        )

    def _least_most(self, node: dict[str, Any]) -> Part:
        children = self._children(node)
        kind = node["kind"]

        def raw(i: int) -> str:
            cells = [c.value[i] for c in children]
            if kind != "geometric":
                text = f"{kind.upper()}({','.join(cells)})"
            else:
                least = node["least"]
                each = "*".join(f"IF(ISNUMBER({v}),MAX({least},{v}),1)" for v in cells)
                text = quotient(f"({each})^(1/MAX(1,COUNT({','.join(cells)})))")
            return f'IF({_open(children, i)},"{NOBODY}",{text})'

        def status(i: int) -> str:
            there = ",".join(yes(c.status[i], "complete", "open") for c in children)
            return f'IF(OR({there}),IF({_open(children, i)},"open","complete"),"dropped")'

        progress = {
            key: self.block.each(key, lambda i, k=key: _sum([getattr(c, k)[i] for c in children]))
            for key in ("have", "whole")
        }
        return self._finish(node, raw, status, **progress)

    def _linked(self, node: dict[str, Any]) -> Part:
        """Other subjects' figures, weighted: units below, or those a person answers for."""
        block, take = self.block, node["take"]
        source = self.totals["total"] if take == "total" else self.parts[take].value
        done = None if take == "total" else self.parts[take].status
        ready = (lambda i: f',{done[i]}="complete"') if done else (lambda i: "")
        has = block.each("有值", lambda i: f"IF(AND(ISNUMBER({source[i]}){ready(i)}),1,0)")
        value = block.each("值", lambda i: f"IF({has[i]}=1,{source[i]},0)")
        share = self._shares(node)
        factor = block.const("乘", node["factor"])
        skip = node.get("absent") == "skip"
        top = block.each("Σ权×值", lambda i: f"SUMPRODUCT({share(i)}*{has.all}*{value.all})")
        low = block.each("Σ权", lambda i: f"SUMPRODUCT({share(i)}*{has.all})")
        none = block.each("无值几家", lambda i: f"SUMPRODUCT(({share(i)}<>0)*(1-{has.all}))")

        def lacks(i: int) -> str:
            return f"{low[i]}<=0" if skip else f"OR({low[i]}<=0,{none[i]}>0)"

        def raw(i: int) -> str:
            text = quotient(f"{top[i]}/IF({low[i]}=0,1,{low[i]})") + f"*{factor[i]}"
            # Children left open still have a figure to watch; a link has none.
            empty = f"{low[i]}<=0" if node["kind"] == "children" else lacks(i)
            return f'IF({empty},"{NOBODY}",{text})'

        status = block.each("连到的状态", lambda i: f'IF({lacks(i)},"open","complete")')
        whole = block.const("应出满分", node["full"])
        have = block.each("已出满分", lambda i: f'IF({status[i]}="complete",{whole[i]},0)')
        return self._finish(node, raw, lambda i: status[i], have=have, whole=whole)

    def _shares(self, node: dict[str, Any]) -> Callable[[int], str]:
        """Subject → the array of weights of all other subjects."""
        block, names = self.block, self.block.names
        if node["kind"] == "link" and node["via"] == "links":
            rows = [
                block.line(
                    f"{s['subject']} 所连", [dict(s.get("links", ())).get(n, "0") for n in names]
                )
                for s in self.subjects
            ]
            return lambda i: rows[i].all
        if node["kind"] == "link":
            return lambda i: f"({block.name.all}={self.parents[i]})"
        if node["weight"] == "equal":
            weights = block.line("权", ["1"] * len(names))
        else:
            weights = block.line("权", [
                self.agreement.get(n, {}).get(node["code"], {}).get(node["weight"], "0")
                for n in names])  # fmt: skip
        group = f'({self.groups.all}="{node["group"]}")'
        return lambda i: f"({self.parents.all}={block.name[i]})*{group}*{weights.all}"


def _sum(cells: list[str]) -> str:
    return f"SUM({','.join(cells)})" if cells else "0"


def _open(children: list[Part], i: int) -> str:
    return f"OR({','.join(f'{c.status[i]}={chr(34)}open{chr(34)}' for c in children)})"


def _mapped(said: dict[str, Any], u: str, peers: str) -> str:
    """The coefficient before rounding and limits; text where none can be found."""
    match said["map"]:
        case "linear":
            text = f"{said['a']}+{said['b']}*{u}"
        case "direct":
            text = u
        case "table":
            text = said["tiers"][0]["award"]
            for tier in said["tiers"][1:]:
                text = f"IF({u}>={tier['from']},{tier['award']},{text})"
        case "mean_ratio":
            mean = quotient(f"AVERAGE({peers})")
            ratio = quotient(f"{u}/{mean}")
            text = f'IF(COUNT({peers})=0,"{NOBODY}",IF({mean}<=0,"{NOBODY}",{ratio}))'
        case _:
            low, high = said["low"], said["high"]
            t = quotient(f"({u}-MIN({peers}))/(MAX({peers})-MIN({peers}))")
            text = (
                f"IF(MIN({peers})=MAX({peers}),{said['equal']},"
                f"{low}+({high}-{low})*MIN(1,MAX(0,{t})))"
            )
    return f'IF(ISNUMBER({u}),{text},"{NOBODY}")'
