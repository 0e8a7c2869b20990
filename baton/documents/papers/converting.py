"""python converting.py OFFICE WAITS LIMIT: reads a Word file from standard input, has LibreOffice make a PDF of it, writes
that to standard output. Waits WAITS seconds for its turn and lets LibreOffice work LIMIT seconds.

LibreOffice is several processes, and killing the one that was started leaves the others. Here they are a group, and the
group ends with this process: in time, when it is told to stop, or when whoever asked is gone. It works in a folder and
with a user profile of its own that are thrown away, runs no macro, and reaches no network. Uses nothing of the rest of
the project. Ends with the number of the error when the disk is full, else with one of the numbers below.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from errno import ENOSPC
from pathlib import Path
from typing import Any

BROKEN, LATE, BUSY, STOPPED = 65, 66, 67, 68
ZIPPED = b"PK\x03\x04"
LOOK = 0.05  # seconds between two looks
FOLDER = "baton-word-"
LEAST_ROOM = 1_000_000  # bytes; with less the disk is full
KEPT = ("PATH", "HOME", "USER", "LANG", "LC_", "XDG_", "FONTCONFIG", "TZ", "SYSTEMROOT", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "PROGRAM")  # fmt: skip
READER, WRITER = "MS Word 2007 XML", "pdf:writer_pdf_Export"  # else any text is taken for a paper
SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Common/Misc", "FirstRun", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
ALONE = ("unshare", "--user", "--map-root-user", "--net")  # a network with nobody in it


def main() -> int:
    """Convert one file."""
    office, waits, limit = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    asker = os.getppid()
    with _turn(time.monotonic() + waits, asker) as is_ours:
        if not is_ours:
            return BUSY
        with tempfile.TemporaryDirectory(prefix=FOLDER, ignore_cleanup_errors=True) as folder:
            return _converted(office, Path(folder), limit, asker)


def _converted(office: str, folder: Path, limit: float, asker: int) -> int:
    try:
        content = sys.stdin.buffer.read()
        if not content.startswith(ZIPPED):
            return BROKEN  # of nothing LibreOffice makes an empty page
        (folder / "paper.docx").write_bytes(content)
        _write_profile(folder / "profile" / "user")
        code = _run(_command(office, folder), folder, time.monotonic() + limit, asker)
        made = folder / "paper.pdf"
        if code is None:
            return LATE
        if not made.is_file() or not (paper := made.read_bytes()).startswith(b"%PDF"):
            return ENOSPC if shutil.disk_usage(folder).free < LEAST_ROOM else BROKEN
        sys.stdout.buffer.write(paper)
        sys.stdout.buffer.flush()
    except OSError as error:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # without a second try to write
        print(error, file=sys.stderr)
        return error.errno or BROKEN
    return 0


def _command(office: str, folder: Path) -> list[str]:
    alone = list(ALONE) if _can_be_alone() else []
    return [
        *alone, office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", f"--infilter={READER}", "--convert-to", WRITER, "--outdir", str(folder),
        str(folder / "paper.docx"),
    ]  # fmt: skip


def _can_be_alone() -> bool:
    """Whether this system lets everybody have a network of their own."""
    try:
        return not subprocess.run([*ALONE, "true"], capture_output=True, timeout=5).returncode
    except (OSError, subprocess.TimeoutExpired):
        return False


def _write_profile(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{"" if path.startswith("Inet") else "Office."}{path}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        "utf-8",
    )


def _run(command: list[str], folder: Path, until: float, asker: int) -> int | None:
    """How LibreOffice ended; None: it did not, until it was made to."""
    here = {name: value for name, value in os.environ.items() if name.upper().startswith(KEPT)}
    here |= {"TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    process = subprocess.Popen(
        command, cwd=folder, env=here, stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr, start_new_session=True
    )  # fmt: skip
    try:
        while process.poll() is None:
            if time.monotonic() > until:
                return None
            if os.getppid() != asker:
                sys.exit(STOPPED)
            time.sleep(LOOK)
        return process.returncode
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """All of the group; some of it may still be there when its first process is gone."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


@contextlib.contextmanager
def _turn(until: float, asker: int) -> Iterator[bool]:
    """One conversion at a time for each user of this machine; False when it was somebody else's turn for too long."""
    try:
        import fcntl
    except ImportError:  # not a Unix: whoever asks goes one after another
        yield True
        return
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(_door(), flags, 0o600), "w") as door:
        while True:
            try:
                fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > until:
                    yield False
                    return
                if os.getppid() != asker:
                    sys.exit(STOPPED)
                time.sleep(LOOK)
        _sweep()
        yield True


def _door() -> Path:
    return Path(tempfile.gettempdir()) / f"{FOLDER}{_user()}.lock"


def _user() -> Any:
    return os.getuid() if hasattr(os, "getuid") else "user"


def _sweep() -> None:
    """Folders that killed ones left; nobody else is at work."""
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER}*/"):
        with contextlib.suppress(OSError):
            if left.lstat().st_uid == _user():
                shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
