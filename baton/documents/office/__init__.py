"""办公室的文件夹或工作簿: facts as an office has them, turned into canonical facts with every fault named."""

from baton.documents.office.canonical import check_canonical
from baton.documents.office.checking import check_facts
from baton.documents.office.figures import check_figures
from baton.documents.office.loading import load_facts

__all__ = ["check_canonical", "check_facts", "check_figures", "load_facts"]
