"""材料: what an office hands out and puts before a meeting, as editable Word files and one workbook."""

from baton.documents.papers.contents import (
    Brief,
    BriefGroup,
    Check,
    CheckLine,
    ClaimLine,
    Head,
    LossGroup,
    LossLine,
    NameGroup,
)
from baton.documents.papers.ledger_workbook import write_ledger_workbook
from baton.documents.papers.writing import (
    write_brief,
    write_checks,
    write_ledger,
    write_losses,
    write_names,
)

__all__ = [
    "Brief",
    "BriefGroup",
    "Check",
    "CheckLine",
    "ClaimLine",
    "Head",
    "LossGroup",
    "LossLine",
    "NameGroup",
    "write_brief",
    "write_checks",
    "write_ledger",
    "write_ledger_workbook",
    "write_losses",
    "write_names",
]
