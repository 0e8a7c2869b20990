"""办公室的文件夹或工作簿: facts as an office has them, turned into canonical facts with every fault named."""

from baton.documents.office.loading import load_facts

__all__ = ["load_facts"]
