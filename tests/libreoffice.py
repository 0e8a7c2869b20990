"""LibreOffice as an oracle: recalculates workbooks hard, in a profile of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def needed() -> str:
    """Where LibreOffice is; a machine without it fails the test, unless that was switched off by hand."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is not None:
        return office
    if os.environ.get("BATON_WITHOUT_LIBREOFFICE") == "1":
        pytest.skip("BATON_WITHOUT_LIBREOFFICE=1: what needs LibreOffice is switched off by hand")
    pytest.fail(
        "LibreOffice is missing: install libreoffice-calc-nogui and libreoffice-writer-nogui (see .ci/run)"
    )


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice computes them, whatever values were stored with the formulas."""
    office = needed()
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    out = folder / "recalculated"
    command = [
        office, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to",
        "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, paths),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [out / path.name for path in paths]
