"""磁盘满了、数据库坏了: how they show themselves, from the file system and from the database."""

from __future__ import annotations

import errno

from django.db import DatabaseError

FULL = {errno.ENOSPC, errno.EDQUOT}
SENTENCE = "服务器的磁盘写满了，这一次什么也没有写入，原来的记录都在。请先清理磁盘（或请管机器的人清理），再提交一次。"
DAMAGED = "数据库文件坏了，读不出来（多半是磁盘的毛病）。请先把整个数据文件夹另外拷一份留着，再把最近的备份恢复到一个新文件夹：baton restore 备份.zip。"
_DAMAGED = ("disk image is malformed", "file is not a database", "malformed database schema")
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


def is_damaged(error: BaseException) -> bool:
    """Whether this failure is a database whose file is no longer what was written."""
    said = str(error).lower()
    return isinstance(error, DatabaseError) and any(word in said for word in _DAMAGED)
