"""指标以外的规则: bonuses, vetoes, grades, ranks, decimals, indicators and parts of a paper, set by forms."""

from baton.desk.parts.aboves import ABOVES
from baton.desk.parts.factors import FACTORS
from baton.desk.parts.gaps import GAPS
from baton.desk.parts.grades import GRADES
from baton.desk.parts.half_year import HALF
from baton.desk.parts.indicators import ITEMS
from baton.desk.parts.ledgers import LEDGERS
from baton.desk.parts.linked import LINKED
from baton.desk.parts.papers import NODES
from baton.desk.parts.ranks import RANKS, ROUNDING
from baton.desk.parts.shapes import Part, Said
from baton.desk.parts.splits import SPLITS
from baton.desk.parts.vetoes import VETOES

PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        LEDGERS,
        VETOES,
        GRADES,
        RANKS,
        ROUNDING,
        GAPS,
        NODES,
        FACTORS,
        LINKED,
        ITEMS,
        ABOVES,
        SPLITS,
        HALF,
    )
}

__all__ = ["PARTS", "Part", "Said"]
