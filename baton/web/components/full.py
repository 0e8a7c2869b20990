"""磁盘满了: how a full disk shows itself, from the file system and from the database."""

from __future__ import annotations

import errno

from django.db import DatabaseError

FULL = {errno.ENOSPC, errno.EDQUOT}
SENTENCE = "服务器的磁盘写满了，这一次什么也没有写入，原来的记录都在。请先清理磁盘（或请管机器的人清理），再提交一次。"
_SAID = (
    "database or disk is full",
    "no space left on device",
    "could not extend file",
    "disk quota exceeded",
)


def is_full(error: BaseException | None) -> bool:
    """Whether this failure, or what it came from, is a full disk."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if isinstance(error, DatabaseError) and any(word in str(error).lower() for word in _SAID):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
