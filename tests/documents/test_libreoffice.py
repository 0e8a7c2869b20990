"""A Word file becomes a PDF file by LibreOffice: really, alone, in time, and with nothing left running or lying about."""

import base64
import contextlib
import errno
import fcntl
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import docx
import pytest
from docx.shared import Pt

from baton.documents.papers import (
    Check,
    CheckLine,
    Head,
    Laying,
    can_print,
    converting,
    libreoffice,
    places,
)
from baton.documents.papers.laying import save_word
from tests import libreoffice as real

HEAD = Head("云州市综合考核", "2026年终考核", "第1稿", "0123456789abcdef" * 4, "核对稿")
LINE = CheckLine("财政收入", "60", "58.998", "1.002", "118000 万元", "市财政局", "因为")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")  # fmt: skip
LONG = "等很久" * 20 + "\n"


@pytest.fixture(autouse=True)
def _own_place(tmp_path, monkeypatch):
    """A folder for what is thrown away, and a turn, of this test alone."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", f"{tmp_path / 'tmp'}")
    monkeypatch.setattr("tempfile.tempdir", None)


@pytest.fixture
def _real():
    real.needed()
    if not can_print():
        pytest.skip("没有中文字体")


def word(*texts):
    document, content = docx.Document(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


def read(content, folder):
    """The text of a PDF file, page by page."""
    place = folder / "read.pdf"
    place.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", place, "-"], check=True, capture_output=True, text=True)  # fmt: skip
    pages = told.stdout.split("\f")[:-1]
    count = subprocess.run(["pdfinfo", place], check=True, capture_output=True, text=True).stdout
    assert f"Pages:           {len(pages)}\n" in count
    return pages


def running(folder):
    """The processes that have to do with this folder; zombies have no command line."""
    found = []
    for one in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            told = one.read_bytes()
        except OSError:
            continue
        if f"{folder}".encode() in told:
            found.append(told)
    return found


def until(is_so, seconds=20.0):
    end = time.monotonic() + seconds
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


@pytest.mark.usefixtures("_real")
def test_check_sheets_in_the_offices_own_layout_are_pages_with_their_text(tmp_path):
    form = places.FORMS["checks"]
    form.sample(tmp_path / "样板.docx")
    checks = [Check(f"临江{'甲乙丙丁戊己庚辛壬'[n]}县", "县市区", "98.65 分", "失分合计 1.35 分。", [LINE]) for n in range(9)]  # fmt: skip
    template = (tmp_path / "样板.docx").read_bytes()
    form.write(HEAD, checks, template, tmp_path / "核对单.pdf")
    pages = read((tmp_path / "核对单.pdf").read_bytes(), tmp_path)
    assert len(pages) == 9
    for n, page in enumerate(pages):
        assert (
            f"临江{'甲乙丙丁戊己庚辛壬'[n]}县" in page and "58.998" in page and "内部资料" in page
        )
    assert [one.name for one in (tmp_path / "tmp").iterdir()] == [f"baton-word-{os.getuid()}.lock"]


@pytest.mark.usefixtures("_real")
@pytest.mark.parametrize(
    "content", [b"", b"only text, which Writer would print", word("甲")[:3000], b"PK\x03\x04" + b"x" * 500, b"%PDF-1.7"]
)  # fmt: skip
def test_what_is_no_word_file_is_a_sentence(content):
    with pytest.raises(
        libreoffice.NotConverted, match="没有把这份 Word 转成 PDF。Word 文件不受影响"
    ):
        libreoffice.converted(content)


@pytest.mark.usefixtures("_real")
def test_one_that_takes_too_long_is_killed_with_all_its_processes(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "LIMIT", 1.0)
    started = time.monotonic()
    with pytest.raises(libreoffice.NotConverted, match="1 秒还没有转成"):
        libreoffice.converted(word(*[LONG * 20] * 400))
    assert time.monotonic() - started < 20
    assert running(tmp_path) == [] and not list((tmp_path / "tmp").glob("*/"))


@pytest.mark.usefixtures("_real")
@pytest.mark.parametrize("signum", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_with_whoever_asked(tmp_path, signum):
    (tmp_path / "long.docx").write_bytes(word(*[LONG * 20] * 400))
    code = "import sys, pathlib\nfrom baton.documents.papers import libreoffice\nlibreoffice.converted(pathlib.Path(sys.argv[1]).read_bytes())"
    asker = subprocess.Popen([sys.executable, "-c", code, f"{tmp_path / 'long.docx'}"])
    office = tmp_path / "tmp" / converting.FOLDER
    assert until(lambda: any(b"soffice.bin" in one for one in running(office)))
    asker.send_signal(signum)
    asker.wait()
    assert until(lambda: not running(office)) and until(lambda: not list((tmp_path / "tmp").glob("*/")))  # fmt: skip


@pytest.mark.usefixtures("_real")
def test_leaving_the_queue_ends_it_and_clears_up(tmp_path):
    with pytest.raises(KeyboardInterrupt), Laying() as laying:
        with laying.taking(lambda path: pytest.fail("it was not done")):
            save_word(word(*[LONG * 20] * 400), tmp_path / "a.pdf")
        assert until(lambda: any(b"soffice.bin" in one for one in running(tmp_path)))
        raise KeyboardInterrupt
    assert until(lambda: not running(tmp_path)) and not list((tmp_path / "tmp").glob("*/"))


@pytest.mark.usefixtures("_real")
def test_a_queue_takes_both_kinds_in_order_and_goes_on_behind_one_that_fails(tmp_path):
    made, lacking = [], []
    with Laying() as laying:
        for name, content in (("甲", word("甲甲")), ("乙", b"broken"), ("丙", word("丙丙"))):
            with laying.taking(made.append, lambda error: lacking.append(f"{error}")):
                save_word(content, tmp_path / f"{name}.pdf")
        assert len(laying) == 3 and made == []  # nobody waited
        laying.wait(90)
    assert [path.stem for path in made] == ["甲", "丙"] and len(lacking) == 1
    assert "丙丙" in read(made[1].read_bytes(), tmp_path)[0]
    with Laying() as laying, laying.taking(made.append):
        save_word(b"broken", tmp_path / "丁.pdf")
        with pytest.raises(libreoffice.NotConverted):
            laying.wait(90)


@pytest.mark.parametrize("has_own_network", [True, False])
@pytest.mark.usefixtures("_real")
def test_nothing_is_fetched_even_for_a_document_that_asks_for_it(tmp_path, monkeypatch, has_own_network):  # fmt: skip
    if not has_own_network:  # a system on which that is not allowed
        (tmp_path / "unshare").write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / "unshare").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    server, asked = socket.create_server(("127.0.0.1", 0)), []
    server.settimeout(0.2)
    ended = threading.Event()

    def listen():
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                asked.append(server.accept()[0].recv(100))

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        document, content = docx.Document(), io.BytesIO()
        document.add_paragraph("看图").add_run().add_picture(io.BytesIO(DOT), Pt(90))
        address = f"http://127.0.0.1:{server.getsockname()[1]}/logo.png"
        link = document.part.relate_to(address, f"{RELATION}/image", is_external=True)
        (blip,) = (one for one in document.element.iter() if one.tag.endswith("}blip"))
        del blip.attrib[f"{{{RELATION}}}embed"]
        blip.set(f"{{{RELATION}}}link", link)
        document.save(content)
        assert "看图" in read(libreoffice.converted(content.getvalue()), tmp_path)[0]
    finally:
        ended.set()
        listener.join()
        server.close()
    assert asked == []


@pytest.mark.usefixtures("_real")
def test_it_is_one_at_a_time(monkeypatch):
    monkeypatch.setattr(libreoffice, "WAITS", 0.3)
    with converting._door().open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        with pytest.raises(libreoffice.NotConverted, match="一次只转一份"):
            libreoffice.converted(word("甲"))
    assert libreoffice.converted(word("甲")).startswith(b"%PDF")


@pytest.mark.usefixtures("_real")
def test_what_a_killed_one_left_is_cleared_by_the_next(tmp_path):
    left = tmp_path / "tmp" / f"{converting.FOLDER}left"
    left.mkdir()
    (left / "paper.docx").write_bytes(b"unreleased")
    libreoffice.converted(word("甲"))
    assert not left.exists()


@pytest.mark.usefixtures("_real")
def test_a_full_disk_is_what_it_ends_with(tmp_path):
    with Path("/dev/full").open("wb") as out, (tmp_path / "told").open("w+b") as told:
        told.write(word("甲"))
        told.flush()
        process = libreoffice.converting(told, out, subprocess.DEVNULL)
        assert process.wait() == errno.ENOSPC
    with pytest.raises(OSError, match="space"):
        libreoffice.check(errno.ENOSPC, b"")


def test_without_libreoffice_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", f"{tmp_path}")
    monkeypatch.setattr(libreoffice, "PLACES", ())
    assert not libreoffice.can_convert()
    with pytest.raises(libreoffice.NotConverted, match=r"没有装 LibreOffice.*另存为 PDF"):
        libreoffice.converted(b"")
    told = []
    with Laying() as laying, laying.taking(pytest.fail, told.append):
        save_word(word("甲"), tmp_path / "甲.pdf")
    assert "没有装 LibreOffice" in f"{told[0]}"


def test_a_libreoffice_without_writer_does_not_count(tmp_path, monkeypatch):
    program, registry = tmp_path / "office/program", tmp_path / "office/share/registry"
    for folder in (program, registry, tmp_path / "bin"):
        folder.mkdir(parents=True)
    (program / "soffice").write_text("")
    (program / "soffice").chmod(0o755)
    (tmp_path / "bin/soffice").symlink_to(program / "soffice")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}")
    monkeypatch.setattr(libreoffice, "PLACES", ())
    assert libreoffice.found() == ""
    (registry / "writer.xcd").write_text("")
    assert libreoffice.found() == f"{tmp_path / 'bin/soffice'}"


def test_it_knows_only_what_it_needs(tmp_path, monkeypatch):
    """What is in the environment of the server, as the address of the database, is not handed on."""
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\n")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(libreoffice.pdf, "can_print", lambda: True)
    with pytest.raises(libreoffice.NotConverted):
        libreoffice.converted(word("甲"))
    told = (tmp_path / "env").read_text()
    assert "PATH=" in told and "HOME=" in told and "secret" not in told
