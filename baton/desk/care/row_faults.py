"""行印对照: each row of the sealed tables against the newest that the log says of it."""

from __future__ import annotations

from collections.abc import Container, Iterator

from baton.domain.audit import queries as log
from baton.domain.audit.seals import SEALED, Newest, called, seals_now, table_of

MOST = 20  # sentences for one table; the rest are counted


def row_faults(among: Container[str] = SEALED) -> Iterator[str]:
    """Rows that were changed, deleted or written past the log, each a sentence with table, row and name.

    among: the tables that are read, and beside them whatever the log tells of.
    """
    told = log.newest_seals()
    for label, sealed in SEALED.items():
        if label not in among and not told[label]:
            continue
        now = dict(seals_now(label))
        wrong = sorted(
            key
            for key in told[label].keys() | now.keys()
            if key not in told[label] or now.get(key) != told[label][key].seal
        )
        names = called(label, [key for key in wrong[:MOST] if key in now])
        table = f"{sealed.word}（{table_of(label)}）"
        for key in wrong[:MOST]:
            name = f"（{names[key]}）" if names.get(key) else ""
            yield f"{table}第 {key} 行{name}{_what(told[label].get(key), key in now)}"
        if len(wrong) > MOST:
            yield f"{table}另有 {len(wrong) - MOST} 行与操作记录不符，一共 {len(wrong)} 行"


def _what(newest: Newest | None, is_there: bool) -> str:
    if newest is None:
        return "没有操作记录，有人直接写过数据库"
    if newest.seal is None:
        return f"在操作记录第 {newest.seq} 条里已经删去，现在又有了，有人直接写过数据库"
    if not is_there:
        return f"不见了，操作记录第 {newest.seq} 条里还有，有人直接删过数据库"
    return f"与操作记录第 {newest.seq} 条不符，有人直接改过数据库"
