"""Files that were named: those to read are there, those to write appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from baton.cli.screen import require
from baton.cli.wording import Parser
from baton.documents.problems import Problems


def require_files(*paths: str, folders: Sequence[str] = ()) -> None:
    """Stop when something that was named is not there at all; ``folders`` may also be folders."""
    problems = Problems()
    for path in (*paths, *folders):
        if not Path(path).exists():
            what = "找不到这个文件或文件夹"
            problems.error(path, what, "请核对名称,或先进入它所在的文件夹", code="no-file")
        elif path not in folders and not Path(path).is_file():
            problems.error(path, "这里要一个文件,给的是文件夹", "请核对各项的先后", code="no-file")
    require(problems)


def add_force(parser: Parser) -> None:
    """--force: what stands there may be overwritten."""
    parser.add_argument("--force", action="store_true", help="已有同名文件时覆盖它")


def require_targets(*paths: str | None, force: bool = True) -> None:
    """Stop before any work when something could not, or must not, be written where it was asked for."""
    problems = Problems()
    for path in filter(None, paths):
        target = Path(path)
        if not target.parent.is_dir():
            problems.error(path, "没有这个文件夹", "请先建好文件夹,或换一个位置", code="no-folder")
        elif target.is_dir():
            problems.error(path, "这是一个文件夹,不能写成文件", "请写文件名", code="no-file")
        elif not os.access(target.parent, os.W_OK):
            problems.error(path, "这个文件夹不让写入", "请换一个位置", code="no-access")
        elif target.exists() and not force:
            what, remedy = "已经有这个文件", "请换一个名字;确实要覆盖,请加 --force"
            problems.error(path, what, remedy, code="exists")
    require(problems)


def write_to(path: str | Path, write: Callable[[Path], Any]) -> None:
    """Let ``write`` fill a temporary file beside the target, then put it in place in one step."""
    require_targets(str(path))
    target = Path(path)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(
            dir=target.parent, prefix=".写出-", suffix=target.suffix
        )
        os.close(handle)
        write(Path(temporary))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except OSError:
        _forget(temporary)
        problems = Problems()
        what = "没有写成,可能是磁盘满了或不让写入"
        problems.error(str(path), what, "请清出空间或换一个位置再试", code="not-written")
        require(problems)
    except BaseException:
        _forget(temporary)
        raise


def _forget(temporary: str) -> None:
    if temporary:
        Path(temporary).unlink(missing_ok=True)
