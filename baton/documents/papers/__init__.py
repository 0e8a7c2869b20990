"""材料: what an office hands out and puts before a meeting, as editable Word files and one workbook."""

from baton.documents.papers.accounts import (
    Check,
    CheckLine,
    ClaimLine,
    FigureGroup,
    FigureItem,
    FigureLine,
    LeadLine,
    LeadLosses,
    Ledger,
    Letter,
    LossGroup,
    LossLine,
)
from baton.documents.papers.annex import write_annex
from baton.documents.papers.appraisals import (
    Appraised,
    AppraisedGroup,
    AppraisedItem,
    write_appraisals,
)
from baton.documents.papers.board import write_boards
from baton.documents.papers.bulletin import write_bulletin
from baton.documents.papers.catalogue import write_catalogue
from baton.documents.papers.check_sheet import write_checks
from baton.documents.papers.contents import (
    Board,
    Brief,
    BriefGroup,
    Bulletin,
    BulletinGroup,
    NameGroup,
    Notice,
    Praise,
)
from baton.documents.papers.figures import write_figures, write_figures_workbook
from baton.documents.papers.form import COMMON
from baton.documents.papers.head import Head
from baton.documents.papers.hearing import (
    HearingLine,
    HearingPaper,
    write_hearing_notice,
    write_hearing_result,
    write_slips,
    write_tally_sheet,
)
from baton.documents.papers.laying import Laying
from baton.documents.papers.lead_losses import write_lead_losses, write_lead_losses_workbook
from baton.documents.papers.ledger_workbook import write_ledger_workbook
from baton.documents.papers.letter import write_letters
from baton.documents.papers.libreoffice import NotConverted, can_convert
from baton.documents.papers.pdf import NoChineseFont, can_print
from baton.documents.papers.places import FORMS
from baton.documents.papers.redline import Redline, RedlineLine, write_redline
from baton.documents.papers.scheme_papers import (
    Annex,
    AnnexLine,
    AnnexPaper,
    AnnexPart,
    Filed,
    FiledPart,
)
from baton.documents.papers.target_notice import Adjusted, write_target_notice
from baton.documents.papers.template import check_template
from baton.documents.papers.told import write_notice, write_praise
from baton.documents.papers.writing import (
    write_brief,
    write_ledger,
    write_losses,
    write_names,
)

__all__ = [
    "COMMON",
    "FORMS",
    "Adjusted",
    "Annex",
    "AnnexLine",
    "AnnexPaper",
    "AnnexPart",
    "Appraised",
    "AppraisedGroup",
    "AppraisedItem",
    "Board",
    "Brief",
    "BriefGroup",
    "Bulletin",
    "BulletinGroup",
    "Check",
    "CheckLine",
    "ClaimLine",
    "FigureGroup",
    "FigureItem",
    "FigureLine",
    "Filed",
    "FiledPart",
    "Head",
    "HearingLine",
    "HearingPaper",
    "Laying",
    "LeadLine",
    "LeadLosses",
    "Ledger",
    "Letter",
    "LossGroup",
    "LossLine",
    "NameGroup",
    "NoChineseFont",
    "NotConverted",
    "Notice",
    "Praise",
    "Redline",
    "RedlineLine",
    "can_convert",
    "can_print",
    "check_template",
    "write_annex",
    "write_appraisals",
    "write_boards",
    "write_brief",
    "write_bulletin",
    "write_catalogue",
    "write_checks",
    "write_figures",
    "write_figures_workbook",
    "write_hearing_notice",
    "write_hearing_result",
    "write_lead_losses",
    "write_lead_losses_workbook",
    "write_ledger",
    "write_ledger_workbook",
    "write_letters",
    "write_losses",
    "write_names",
    "write_notice",
    "write_praise",
    "write_redline",
    "write_slips",
    "write_tally_sheet",
    "write_target_notice",
]
