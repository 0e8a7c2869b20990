"""Indicators on a board: what a state is worth under its policy, and what a veto leaves of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.scoring.cases.build import EVENT, POLICIES
from tests.scoring.cases.formulas.item import Item
from tests.scoring.cases.formulas.layout import Block, Formula, Line, quotient, rounded

NOBODY = "-"  # shown where there is no number; SUM and MAX pass over it
FAR = "-9E+99"  # stands for "no value" in comparisons: last


@dataclass
class Part:
    """An indicator or a node, as the node above it sees it."""

    code: str
    kind: str
    role: str
    value: Line
    status: Line  # complete, open, dropped, none
    full: Line
    have: Line  # progress
    whole: Line
    bonus: Line | None = None  # what is neither ordinary nor rescaled, within an ordinary sum
    shown: dict[str, Line] = field(default_factory=dict)
    dropped_at: list[tuple[str, Line]] = field(default_factory=list)

    @property
    def ordinary(self) -> bool:
        return self.role == "ordinary"


def yes(cell: str, *words: str) -> str:
    """Whether a cell shows one of the words."""
    return f"OR({','.join(f'{cell}={chr(34)}{word}{chr(34)}' for word in words)})"


@dataclass
class Vetoes:
    """For each veto who is hit by it: 1 or 0."""

    said: list[dict[str, Any]]
    hits: list[Line]

    def among(self, wanted: Callable[[dict[str, Any]], bool], i: int) -> str:
        """1 where a veto with a certain effect is in force."""
        cells = [
            hit[i]
            for veto, hit in zip(self.said, self.hits, strict=True)
            if wanted(veto["effects"])
        ]
        return f"MAX({','.join(['0', *cells])})"


def vetoes(block: Block) -> Vetoes:
    """The events of the case, and who is hit."""
    said = block.case.settings.get("vetoes", [])
    events = [EVENT | event for event in block.case.cell("events", [])]
    if not events:
        return Vetoes(said, [block.line("生效:" + v["code"], [0] * len(block.names)) for v in said])
    on = block.const("基准日", block.case.settings.get("facts", {}).get("on", ""))
    rows = {
        key: block.line(f"事件 {key}", [event[key] for event in events])
        for key in ("subject", "kind", "decision", "until")
    }

    def hit(kind: str) -> Formula:
        until = f'(({rows["until"].all}="")+({on[0]}="")+({rows["until"].all}>={on[0]})>0)'
        return lambda i: (
            f'IF(SUMPRODUCT(({rows["subject"].all}={block.name[i]})*({rows["kind"].all}="{kind}")'
            f'*({rows["decision"].all}="accepted")*{until})>0,1,0)'
        )

    return Vetoes(
        said, [block.each("生效:" + v["code"], hit(v.get("kind", v["code"]))) for v in said]
    )


def item_part(
    block: Block, code: str, said: dict[str, Any], member: Line, method: Any, struck: Vetoes
) -> Part:
    """The rows of one indicator."""
    block.write(["指标 " + code])
    inputs = [{**s, "x": s[code]} if code in s else s for s in block.case.subjects]
    agreement = {
        name: fields[code] for name, fields in block.case.cell("agreement", {}).items()
        if code in fields
    }  # fmt: skip
    item = Item(block, code, {"inputs": {}, **said}, inputs, agreement)
    score = item.score(method(item))
    outcome, value = _by_policy(item, score, POLICIES | said.get("policies", {}))
    outcome = block.each("得分来历", lambda i, o=outcome: f'IF({member[i]}=1,{o[i]},"none")')
    final, shown = _after_vetoes(block, code, outcome, value, struck)
    role = said.get("role", "ordinary")
    status = block.each(
        "状态(节点看)",
        lambda i: (
            f'IF({yes(shown[i], "scored", "imputed", "vetoed")},"complete",'
            f'IF({yes(shown[i], "open", "dropped")},{shown[i]},"none"))'
        ),
    )
    ordinary = 1 if role == "ordinary" else 0
    full = block.each(
        "满分(节点看)",
        lambda i: f"IF({yes(shown[i], 'none', 'unscored')},0,N({item.W[i]})*{ordinary})",
    )
    have = block.each("已出满分", lambda i: f'IF({status[i]}="complete",{full[i]},0)')
    whole = block.each(
        "应出满分", lambda i: f"IF({yes(status[i], 'complete', 'open')},{full[i]},0)"
    )
    part = Part(code, "item", role, final, status, full, have, whole)
    part.shown = {"state": item.status, "outcome": shown, "score": final}
    for state in ("not_applicable", "excused"):
        at = (POLICIES | said.get("policies", {}))[state]
        if at["policy"] == "rescale":
            line = block.each(
                "拿掉的满分",
                lambda i, s=state: (
                    f'IF(AND({item.status[i]}="{s}",{shown[i]}="dropped"),{full[i]},0)'
                ),
            )
            part.dropped_at.append((at["at"], line))
    return part


def _by_policy(item: Item, score: Line, policies: dict[str, Any]) -> tuple[Line, Line]:
    """Where the score comes from, and the score."""
    kinds = {policy["policy"] for policy in policies.values()}
    shares = {
        kind: made(item, score)
        for kind, made in (("group_mean", _group_mean), ("group_least", _group_least))
        if kind in kinds
    }

    def of(state: str, i: int) -> tuple[str, str]:
        policy = policies[state]
        worth = {"full": f"N({item.W[i]})", "zero": "0", "constant": policy["value"]}.get(
            policy["policy"]
        )
        if worth is not None:
            return '"imputed"', rounded(worth, item.rounding["item"])
        if policy["policy"] in shares:
            share = shares[policy["policy"]][i]
            worth = rounded(f"{share}*N({item.W[i]})", item.rounding["item"])
            gone = f'{share}=""'
            return f'IF({gone},"open","imputed")', f'IF({gone},"{NOBODY}",{worth})'
        word = {"rescale": "dropped", "unscored": "unscored", "hold": "open"}[policy["policy"]]
        return f'"{word}"', f'"{NOBODY}"'

    def choose(place: int) -> Formula:
        def formula(i: int) -> str:
            text = ('"open"', f'"{NOBODY}"')[place]
            for state in ("missing", "excused", "not_applicable"):
                text = f'IF({item.status[i]}="{state}",{of(state, i)[place]},{text})'
            own = ('"scored"', score[i])[place]
            return f'IF({item.status[i]}="reported",{own},{text})'

        return formula

    return item.block.each("得分来历", choose(0)), item.block.each("否决前的分", choose(1))


def _group_mean(item: Item, score: Line) -> Line:
    inside, _ = item.cohort(score)
    block, status = item.block, item.status
    counted = block.each("进平均", lambda i: f'IF(AND({inside[i]}=1,{status[i]}="reported"),1,0)')
    scores = block.each("进平均的分", lambda i: f"IF({counted[i]}=1,{score[i]},0)")
    fulls = block.each("进平均的满分", lambda i: f"IF({counted[i]}=1,{item.W[i]},0)")
    full = block.one("ΣW", f"SUM({fulls.all})")
    mean = quotient(f"SUM({scores.all})/IF({full[0]}=0,1,{full[0]})")
    return block.one("平均得分率", f'IF({full[0]}=0,"",{mean})')


def _group_least(item: Item, score: Line) -> Line:
    inside, _ = item.cohort(score)
    block, status = item.block, item.status
    shares = block.each(
        "得分率",
        lambda i: (
            f'IF(AND({inside[i]}=1,{status[i]}="reported",N({item.W[i]})<>0),'
            f'{quotient(f"N({score[i]})/IF(N({item.W[i]})=0,1,N({item.W[i]}))")},"")'
        ),
    )
    return block.one("最低得分率", f'IF(COUNT({shares.all})=0,"",MIN({shares.all}))')


def _after_vetoes(
    block: Block, code: str, outcome: Line, value: Line, struck: Vetoes
) -> tuple[Line, Line]:
    zero = block.each(
        "计零",
        lambda i: (
            f"IF(AND({struck.among(lambda e: code in e.get('zero_items', ()), i)}=1,"
            f"{yes(outcome[i], 'scored', 'imputed', 'open')}),1,0)"
        ),
    )
    final = block.each(
        "最终分", lambda i: f'IF({zero[i]}=1,0,IF({outcome[i]}="none","{NOBODY}",{value[i]}))'
    )
    return final, block.each("来历(结果)", lambda i: f'IF({zero[i]}=1,"vetoed",{outcome[i]})')
