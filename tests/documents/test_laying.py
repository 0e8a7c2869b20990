"""PDF files laid out beside whoever goes on: whole or not there, one after another, and nothing is left running."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from baton.documents.papers import Laying, can_print, pdf
from baton.documents.papers.saving import save
from baton.documents.papers.sheet import Sheet

NOISE = "import sys; sys.stderr.write('no such letter'); sys.exit(1)"
FULL = f"import os; os._exit({errno.ENOSPC})"
SLEEP = "import time; time.sleep(600)"


def sheet(text="临江县"):
    made = Sheet("核对单", "回执")
    made.say(text)
    return made


@pytest.fixture(autouse=True)
def _needs_chinese():
    if not can_print():
        pytest.skip("没有中文字体")


@pytest.fixture
def made():
    return []


def asked(laying, made, folder, *names):
    for name in names:
        with laying.taking(lambda path: made.append((path.name, path.read_bytes()))):
            save(sheet(name), folder / f"{name}.pdf")


def playing(monkeypatch, code):
    """The typesetter is this program instead."""
    monkeypatch.setattr(pdf, "COMMAND", [sys.executable, "-c", code])


def test_files_come_in_the_order_in_which_they_were_asked_for(tmp_path, made):
    with Laying() as laying:
        asked(laying, made, tmp_path, "甲", "乙", "丙")
        assert len(laying) == 3 and made == []  # nobody waited
        laying.wait(60)
        assert len(laying) == 0
    assert [name for name, _ in made] == ["甲.pdf", "乙.pdf", "丙.pdf"]
    for name, content in made:
        assert content == pdf.written(sheet(name.removesuffix(".pdf")))


def test_outside_the_block_a_file_is_there_at_once(tmp_path, made):
    with Laying() as laying:
        asked(laying, made, tmp_path, "甲")
        save(sheet("乙"), tmp_path / "乙.pdf")
        assert (tmp_path / "乙.pdf").read_bytes().startswith(b"%PDF") and len(laying) == 1


def test_a_word_file_never_waits(tmp_path):
    with Laying() as laying, laying.taking(lambda path: pytest.fail("asked for")):
        save(sheet(), tmp_path / "甲.docx")
        assert (tmp_path / "甲.docx").is_file() and len(laying) == 0


def test_leaving_ends_the_process(tmp_path, made, monkeypatch):
    playing(monkeypatch, SLEEP)
    started = []
    real = pdf.typesetting
    monkeypatch.setattr(pdf, "typesetting", lambda *files: started.append(real(*files)) or started[-1])  # fmt: skip
    with pytest.raises(KeyboardInterrupt), Laying() as laying:
        asked(laying, made, tmp_path, "甲", "乙")
        raise KeyboardInterrupt
    (only,) = started  # one at a time
    assert only.poll() is not None and made == []


def test_what_can_not_be_laid_out_says_why(tmp_path, made, monkeypatch):
    playing(monkeypatch, NOISE)
    with Laying() as laying, pytest.raises(RuntimeError, match="no such letter"):
        asked(laying, made, tmp_path, "甲")
        laying.wait(60)
    assert made == []


def test_a_full_disk_is_told_apart(tmp_path, made, monkeypatch):
    playing(monkeypatch, FULL)
    with Laying() as laying, pytest.raises(OSError, match="space") as told:
        asked(laying, made, tmp_path, "甲")
        laying.wait(60)
    assert told.value.errno == errno.ENOSPC
    with pytest.raises(OSError, match="space"):
        pdf.written(sheet())


def test_a_full_disk_is_what_the_typesetter_itself_ends_with(tmp_path):
    with Path("/dev/full").open("wb") as out, (tmp_path / "told").open("w+b") as told:
        told.write(pdf.told(sheet()))
        told.flush()
        process = pdf.typesetting(told, out, subprocess.DEVNULL)
        assert process.wait() == errno.ENOSPC


def test_a_typesetter_that_never_ends_is_ended(tmp_path, made, monkeypatch):
    playing(monkeypatch, SLEEP)
    monkeypatch.setattr(pdf, "PATIENCE", 0.0)
    with Laying() as laying, pytest.raises(RuntimeError, match="还没有排成"):
        asked(laying, made, tmp_path, "甲")
        laying.wait(60)
