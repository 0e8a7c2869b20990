"""规格表: the one explicit table of methods, node kinds and coefficient maps; everything else is derived from it."""

from __future__ import annotations

from baton.scoring.rulebook.shapes import Kind, Method
from baton.scoring.rulebook.specs.events import EVENTS
from baton.scoring.rulebook.specs.nodes import KINDS, MAPS
from baton.scoring.rulebook.specs.peers import PEERS
from baton.scoring.rulebook.specs.ratings import RATINGS
from baton.scoring.rulebook.specs.targets import TARGETS

# In the order of their numbers. M26 is a veto and M28 a node: they are documented beside the methods.
METHODS: dict[str, Method] = {
    method.name: method
    for method in sorted((*TARGETS, *PEERS, *RATINGS, *EVENTS), key=lambda m: m.number)
}
NODE_KINDS: dict[str, Kind] = {kind.name: kind for kind in KINDS}
COEFFICIENT_MAPS: dict[str, Kind] = {kind.name: kind for kind in MAPS}
ELSEWHERE = (
    (
        "M26",
        "一票否决",
        "一票否决",
        "出了某一类事,降等、取消评优、一项计零或总分封顶;写在“一票否决”里。",
    ),
    (
        "M28",
        "挂钩",
        "合成: 挂钩",
        "本对象的分取自另一对象的分(同奖同赔、单位与个人);写成一个节点。",
    ),
)

__all__ = ["COEFFICIENT_MAPS", "ELSEWHERE", "METHODS", "NODE_KINDS"]
