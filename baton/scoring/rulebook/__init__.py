"""规则书: what a canonical rule book may say (`specs`), what is wrong with one (`find_faults`), how else it can be read."""

from baton.scoring.rulebook.faults import Fault, find_faults, labelled
from baton.scoring.rulebook.order import GroupCircle, group_order
from baton.scoring.rulebook.readings import (
    Alternative,
    Undeclared,
    alternatives,
    reachable_nodes,
    undeclared,
)
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS, METHODS, NODE_KINDS

__all__ = [
    "COEFFICIENT_MAPS",
    "METHODS",
    "NODE_KINDS",
    "Alternative",
    "Fault",
    "GroupCircle",
    "Undeclared",
    "alternatives",
    "find_faults",
    "group_order",
    "labelled",
    "reachable_nodes",
    "undeclared",
]
