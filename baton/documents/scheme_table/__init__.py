"""指标体系表: the Word or Excel table an office has, taken as it is into a first rule book."""

from baton.documents.scheme_table.drafting import (
    TENTATIVE,
    draft_rulebook,
    note_lines,
    target_of,
    tentative_lines,
)
from baton.documents.scheme_table.tables import SchemeRow, read_scheme

__all__ = [
    "TENTATIVE",
    "SchemeRow",
    "draft_rulebook",
    "note_lines",
    "read_scheme",
    "target_of",
    "tentative_lines",
]
