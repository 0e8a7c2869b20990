"""看着后台: a worker that was killed is started again, one that was told to stop is not."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import pytest

from baton.desk.care.keeping import Keeper


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def test_a_killed_worker_comes_back_and_a_stopped_one_does_not():
    keeper = Keeper([sys.executable, "-c", "import time; time.sleep(60)"], pause=0.05)
    keeper.start()
    first = keeper.worker.pid
    os.kill(first, signal.SIGKILL)
    until(lambda: keeper.worker.pid != first and keeper.worker.poll() is None)
    keeper.stop()
    keeper.join(5)
    assert not keeper.is_alive() and keeper.worker.poll() is not None


@pytest.mark.parametrize("command", ["serve", "desk-demo"])
def test_an_address_that_is_in_use_is_refused_with_another_one(command, tmp_path):
    """Two servers on one address would share the requests, and every second password would be wrong."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "baton.cli.main", command, "--port", str(port)],
            env=os.environ | {"BATON_HOME": str(tmp_path / "office")},
            capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False,
        )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert f"127.0.0.1:{port}" in done.stderr and f"--port {port + 1}" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_forgotten_password_is_set_anew_on_the_machine(tmp_path):
    """Asked for by the command alone; what is wrong is said, and nothing is written."""
    new, none = tmp_path / "新密码.txt", tmp_path / "没有.txt"
    new.write_text("yunzhou-2027-anew\n", "utf-8")

    def said(*arguments, **more):
        done = subprocess.run(
            [sys.executable, "-m", "baton.cli.main", *arguments],
            env=os.environ | {"BATON_HOME": str(tmp_path / "office")} | more,
            capture_output=True, text=True, timeout=120, cwd=tmp_path, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    assert said("init", "--username", "he", "--name", "何科长", "--password-file", str(new))[0] == 0
    code, text = said("password", "he", "--password-file", str(new), "--must-change")
    assert code == 0 and "“he”的密码已重设" in text
    code, text = said("password", "hu", "--password-file", str(new))
    assert code == 2 and "没有登录名“hu”" in text and "现有：he" in text
    code, text = said("password", "he", "--password-file", str(none))
    assert code == 2 and "读不到这个文件" in text
    assert "完好" in said("doctor")[1]
    (tmp_path / "soffice").symlink_to(shutil.which("true"))
    here = f"有 LibreOffice（{tmp_path / 'soffice'}），用单位自己的 Word 模板也能出 PDF。"
    assert here in said("doctor", PATH=f"{tmp_path}")[1]
    (tmp_path / "soffice").unlink()
    assert (
        "没有 LibreOffice：用单位自己的 Word 模板只出 Word" in said("doctor", PATH=f"{tmp_path}")[1]
    )


def test_who_answers_nothing_is_told_how_else_to_say_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "baton.cli.main", "init"], env=os.environ | {"BATON_HOME": str(tmp_path / "office")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert (
        done.returncode == 2
        and "没有读到，什么也没有建" in done.stderr
        and "EOFError" not in done.stderr
    )
