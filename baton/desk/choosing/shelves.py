"""方法分几类摆: the methods as a clerk looks for them."""

from __future__ import annotations

from baton.scoring.rulebook.shapes import Method
from baton.scoring.rulebook.specs.events import EVENTS
from baton.scoring.rulebook.specs.peers import PEERS
from baton.scoring.rulebook.specs.ratings import RATINGS
from baton.scoring.rulebook.specs.targets import TARGETS

SHELVES: tuple[tuple[str, tuple[Method, ...]], ...] = (
    ("与目标、阈值、参照值比，或按件加扣", TARGETS), ("与同组比", PEERS), ("评分、测评、等第、时限", RATINGS), ("按事加减，及其他", EVENTS),
)  # fmt: skip
