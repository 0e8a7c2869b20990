"""总表: units × indicators with points and rank, as a workbook that anybody can re-add."""

from baton.documents.board_workbook.workbook import write_board

__all__ = ["write_board"]
