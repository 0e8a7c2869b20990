"""Reading a trace of system calls: was everything on the disk when it was acknowledged?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CALL = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
OPEN_FILE = re.compile(r"\d+<([^>]*)>")
QUOTED = re.compile(r'"([^"]*)"')
ANSWER = 'iov_base="HTTP/1.1 302'
WORKER = '"-m", "baton.desk.worker"'


@dataclass
class Disk:
    """What the disk has been told and has not yet promised, by path."""

    home: str
    dirty: set[str] = field(default_factory=set)
    entries: set[str] = field(default_factory=set)
    worker: str = ""
    commits: int = 0
    answers: int = 0
    faults: list[str] = field(default_factory=list)
    by: dict[str, str] = field(default_factory=dict)
    waiting: dict[str, str] = field(default_factory=dict)

    def note(self, who: str, call: str, said: str) -> None:
        """One call; a promise counts when the call has come back."""
        if call in {"write", "pwrite64"}:
            self._written(who, said)
        elif call in {"fsync", "fdatasync"}:
            path = OPEN_FILE.search(said)
            if path and "unfinished" in said:
                self.waiting[who] = path[1]
            else:
                self._promised(who, path[1] if path else self.waiting.pop(who, ""))
        elif call.startswith("rename"):
            self._renamed(who, QUOTED.findall(said))
        elif call == "mkdir" and "= 0" in said:
            self._entered(QUOTED.findall(said)[0])
        elif call == "execve" and WORKER in said:
            self.worker = who
        elif ANSWER in said:
            self._answered()

    def _written(self, who: str, said: str) -> None:
        path = OPEN_FILE.search(said)
        if path and path[1].startswith(self.home):
            self.dirty.add(path[1])
            self.by[path[1]] = who

    def _promised(self, who: str, path: str) -> None:
        self.dirty.discard(path)
        self.entries = {one for one in self.entries if str(Path(one).parent) != path}
        if path.endswith("-wal"):
            self.commits += who != self.worker
            self._whole(f"改动记进数据库时（{who}）", journal=False)

    def _renamed(self, who: str, names: list[str]) -> None:
        if len(names) < 2 or not names[1].startswith(self.home):
            return
        if names[0] in self.dirty:
            self.faults.append(f"没有落盘就改名：{names[0]} → {names[1]}")
        self.dirty.discard(names[0])
        self._entered(names[1])

    def _entered(self, path: str) -> None:
        """A new name in a folder somebody may have to find it in again."""
        if path.startswith(f"{self.home}/files/") or path in {f"{self.home}/files", f"{self.home}/papers"} or re.fullmatch(rf"{re.escape(self.home)}/papers/\d+\.zip", path):  # fmt: skip
            self.entries.add(path)

    def _answered(self) -> None:
        self.answers += 1
        if not self.commits:
            self.faults.append(f"第 {self.answers} 次回答以前没有落盘")
        self._whole(f"第 {self.answers} 次回答时", journal=True)
        self.commits = 0

    def _whole(self, when: str, *, journal: bool) -> None:
        """Kept files are on the disk, and found again by their names; at an answer the journal is too."""
        for path in sorted(self.dirty):
            is_journal = path.endswith("-wal")
            if (is_journal and journal and self.by[path] != self.worker) or "/files/" in path:
                self.faults.append(f"{when}还没有落盘：{path}")
        self.faults += [f"{when}文件夹里还没有：{path}" for path in sorted(self.entries)]
        self.entries.clear()


def watched(trace: Path, home: Path) -> Disk:
    """The disk as a trace tells of it."""
    disk = Disk(str(home))
    for line in trace.read_text("utf-8", "replace").splitlines():
        found = CALL.match(line)
        if found:
            who, resumed, begun, said = found.groups()
            disk.note(who, resumed or begun, said)
    return disk
