"""Papers as they are printed: what stands above them all, one line of a check sheet, and what a file says."""

import shutil
import subprocess

import pytest

from baton.documents.papers import (
    Check,
    CheckLine,
    Head,
    pdf,
)

HEAD = Head("云州市综合考核", "2026年终考核", "第1稿", "0123456789abcdef" * 4)

ROW = CheckLine("财政收入", "60", "58.998", "1.002", "118000 万元", "市财政局", "60 分 × 98.33%")


def check(unit):
    return Check(
        unit, "县市区", "98.65 分", "失分合计 1.35 分 = 满分 100 分 − 得分 98.65 分。", [ROW]
    )


def said(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def pdf_pages(place):
    if not pdf.choose(pdf._installed().families()) or shutil.which("pdftotext") is None:
        pytest.skip("this machine has no Chinese font or no pdftotext")
    command = ["pdftotext", "-layout", place, "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return done.stdout.split("\f")[:-1]


def office_pages(place, count, folder):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is missing")
    command = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
               "--convert-to", "pdf", "--outdir", str(folder), str(place)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    made = place.with_suffix(".pdf")
    if not made.exists():
        pytest.skip("this LibreOffice has no Writer")
    assert f"/Count {count}".encode() in made.read_bytes()
