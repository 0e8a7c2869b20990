"""上限: what a table file may weigh before anybody opens it.

The parsers allocate a dense rectangle for what a file claims to contain, so every claim is checked first, on the very
bytes the parser will see. Within these limits the largest file needs about 400 MB and a few seconds; a separate,
limited process is therefore not needed to read a table.
"""

from __future__ import annotations

FILE_BYTES = 60_000_000
ARCHIVE_ENTRIES = 2_000
ARCHIVE_BYTES = 120_000_000  # unpacked bytes of the parts that are read
ARCHIVE_RATIO = 250  # unpacked over packed, looked at above RATIO_FROM
RATIO_FROM = 10_000_000
ROWS = 300_000
COLUMNS = 1_000
CELLS = 2_000_000  # rows times columns of one sheet
TEXT_BYTES = 100_000_000  # all texts of a sheet once every repetition is written out
SHEETS = 200
