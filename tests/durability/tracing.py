"""Reading a trace of system calls: was everything on the disk when it was acknowledged?"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CALL = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
OPEN_FILE = re.compile(r"\d+<([^>]*)>")
QUOTED = re.compile(r'"([^"]*)"')
AT_ONCE = {"write", "pwrite64", "writev", "sendto", "sendmsg"}
ANSWER = 'iov_base="HTTP/1.1 302'
WORKER = '"-m", "baton.desk.worker"'


@dataclass
class Disk:
    """What the disk has been told and has not yet promised, by path."""

    home: str
    dirty: dict[str, str] = field(default_factory=dict)  # and by whom
    entries: dict[str, str] = field(default_factory=dict)
    workers: set[str] = field(default_factory=set)
    commits: int = 0
    answers: int = 0
    faults: list[str] = field(default_factory=list)

    def note(self, who: str, call: str, said: str) -> None:
        """One call: what is written or answered from when it began, all else when it has come back."""
        if call in {"write", "pwrite64"}:
            self._written(who, said)
        elif call in {"fsync", "fdatasync"}:
            path = OPEN_FILE.search(said)
            if path:
                self._promised(who, path[1])
        elif call.startswith("rename"):
            self._renamed(who, QUOTED.findall(said))
        elif call == "mkdir" and "= 0" in said:
            self._entered(who, QUOTED.findall(said)[0])
        elif call == "execve" and WORKER in said:
            self.workers.add(who)
        elif ANSWER in said:
            self._answered()

    def _written(self, who: str, said: str) -> None:
        path = OPEN_FILE.search(said)
        if path and self._is_kept(path[1]):
            self.dirty[path[1]] = who

    def _is_kept(self, path: str) -> bool:
        """Whether losing it would lose anything: answers that were only worked out ahead are worked out again."""
        return path.startswith(self.home) and not path.startswith(f"{self.home}/answers")

    def _promised(self, who: str, path: str) -> None:
        self.dirty.pop(path, None)
        for one in [one for one in self.entries if str(Path(one).parent) == path]:
            del self.entries[one]
        if path.endswith("-wal"):
            self.commits += who not in self.workers
            self._whole("改动记进数据库时", {who})

    def _renamed(self, who: str, names: list[str]) -> None:
        if len(names) < 2 or not self._is_kept(names[1]):
            return
        if names[0] in self.dirty:
            self.faults.append(f"没有落盘就改名：{names[0]} → {names[1]}")
        self.dirty.pop(names[0], None)
        self._entered(who, names[1])

    def _entered(self, who: str, path: str) -> None:
        """A new name in a folder somebody may have to find it in again."""
        if path.startswith(f"{self.home}/files/") or path in {
            f"{self.home}/files",
            f"{self.home}/papers",
        }:
            self.entries[path] = who

    def _answered(self) -> None:
        self.answers += 1
        if not self.commits:
            self.faults.append(f"第 {self.answers} 次回答以前没有落盘")
        others = {*self.dirty.values(), *self.entries.values()} - self.workers
        self._whole(f"第 {self.answers} 次回答时", others, journal=True)
        self.commits = 0

    def _whole(self, when: str, whose: set[str], *, journal: bool = False) -> None:
        """What these wrote is on the disk, and found again by its name; at an answer the journal is too."""
        for path in sorted(path for path, who in self.dirty.items() if who in whose):
            if "/files/" in path or (journal and path.endswith("-wal")):
                self.faults.append(f"{when}还没有落盘：{path}")
        for path in sorted(path for path, who in self.entries.items() if who in whose):
            self.faults.append(f"{when}文件夹里还没有：{path}")
            del self.entries[path]


def watched(trace: Path, home: Path) -> Disk:
    """The disk as a trace tells of it."""
    disk, begun_by = Disk(str(home)), {}
    for line in trace.read_text("utf-8", "replace").splitlines():
        found = CALL.match(line)
        if not found:
            continue
        who, resumed, begun, said = found.groups()
        if resumed:
            said = begun_by.pop(who, "") + said
        if begun and "<unfinished" in said and begun not in AT_ONCE:
            begun_by[who] = said
        elif not (resumed and resumed in AT_ONCE):
            disk.note(who, resumed or begun, said)
    return disk
