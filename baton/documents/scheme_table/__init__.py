"""指标体系表: the Word or Excel table an office has, taken as it is into a first rule book."""

from baton.documents.scheme_table.asides import (
    ADD,
    DEDUCT,
    EITHER,
    GRADES,
    OTHER,
    VETO,
    Aside,
    kind_of,
)
from baton.documents.scheme_table.calendars import (
    CHOICES,
    USUAL,
    calendar_of,
    days_of,
    spoken,
    summed,
    with_periods,
)
from baton.documents.scheme_table.clauses import OUTSIDE
from baton.documents.scheme_table.columns import COLUMN, HEAD
from baton.documents.scheme_table.columns import MISSING as MISSING_COLUMN
from baton.documents.scheme_table.drafting import (
    TARGET,
    TENTATIVE,
    draft_rulebook,
    measure_of,
    note_lines,
    target_of,
    tentative_lines,
)
from baton.documents.scheme_table.majors import Major, majors_of, whole_of
from baton.documents.scheme_table.merging import CannotMerge, Merged, merged
from baton.documents.scheme_table.pairing import Pair, paired, same_text
from baton.documents.scheme_table.rivals import APART
from baton.documents.scheme_table.sayings import (
    ABSENT,
    CAP,
    EXCUSED,
    GRADED,
    KEYS,
    MISSING,
    PLACES,
    SPREAD,
    TIES,
    WHOLE_RANK,
    Saying,
    prose,
    rules_beside,
    sayings,
)
from baton.documents.scheme_table.several import TABLES
from baton.documents.scheme_table.sharing import UNSETTLED, Shared
from baton.documents.scheme_table.shown import ReadAs
from baton.documents.scheme_table.tables import SchemeRow, read_scheme
from baton.documents.scheme_table.trees import items_of, reached, without_groups, without_orphans
from baton.documents.scheme_table.unsure import CELL
from baton.documents.scheme_table.whom import Everybody, Unclear

__all__ = [
    "ABSENT",
    "ADD",
    "APART",
    "CAP",
    "CELL",
    "CHOICES",
    "COLUMN",
    "DEDUCT",
    "EITHER",
    "EXCUSED",
    "GRADED",
    "GRADES",
    "HEAD",
    "KEYS",
    "MISSING",
    "MISSING_COLUMN",
    "OTHER",
    "OUTSIDE",
    "PLACES",
    "SPREAD",
    "TABLES",
    "TARGET",
    "TENTATIVE",
    "TIES",
    "UNSETTLED",
    "USUAL",
    "VETO",
    "WHOLE_RANK",
    "Aside",
    "CannotMerge",
    "Everybody",
    "Major",
    "Merged",
    "Pair",
    "ReadAs",
    "Saying",
    "SchemeRow",
    "Shared",
    "Unclear",
    "calendar_of",
    "days_of",
    "draft_rulebook",
    "items_of",
    "kind_of",
    "majors_of",
    "measure_of",
    "merged",
    "note_lines",
    "paired",
    "prose",
    "reached",
    "read_scheme",
    "rules_beside",
    "same_text",
    "sayings",
    "spoken",
    "summed",
    "target_of",
    "tentative_lines",
    "whole_of",
    "with_periods",
    "without_groups",
    "without_orphans",
]
