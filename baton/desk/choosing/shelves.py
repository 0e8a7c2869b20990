"""方法分几类摆: the methods as a clerk looks for them, and the forms of what is no indicator's own."""

from __future__ import annotations

from typing import NamedTuple

from baton.scoring.rulebook import NODE_KINDS
from baton.scoring.rulebook.shapes import Method
from baton.scoring.rulebook.specs.events import EVENTS
from baton.scoring.rulebook.specs.peers import PEERS
from baton.scoring.rulebook.specs.ratings import RATINGS
from baton.scoring.rulebook.specs.targets import TARGETS

SHELVES: tuple[tuple[str, tuple[Method, ...]], ...] = (
    ("与目标、阈值、参照值比，或按件加扣", TARGETS), ("与同组比", PEERS), ("评分、测评、等第、时限", RATINGS), ("按事加减，及其他", EVENTS),
)  # fmt: skip
# By kind of node, the part of the rules whose form sets it.
FORMS = {
    "sum": "nodes", "weighted": "nodes", "geometric": "nodes", "min": "nodes", "max": "nodes", "multiplier": "factors",
    "link": "linked", "children": "linked",
}  # fmt: skip
VETO = ("一票否决", "出了某一类事，降等、取消评优、一项计零或总分封顶。", "vetoes")


class Elsewhere(NamedTuple):
    """What is set for a part of the paper, or for everybody, and not for one indicator; part: whose form does so."""

    title: str
    sentence: str
    part: str


ELSEWHERE = (
    *(Elsewhere(NODE_KINDS[kind].title, NODE_KINDS[kind].sentence, part) for kind, part in FORMS.items()),
    Elsewhere(*VETO),
)  # fmt: skip
