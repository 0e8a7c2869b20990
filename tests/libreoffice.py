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


def recalculated(paths: list[Path], folder: Path) -> list[Path]:
    """The workbooks as LibreOffice computes them, whatever values were stored with the formulas."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("BATON_WITHOUT_LIBREOFFICE") == "1":
            pytest.skip(
                "BATON_WITHOUT_LIBREOFFICE=1: the spreadsheet oracle is switched off by hand"
            )
        pytest.fail("LibreOffice is missing: install libreoffice-calc-nogui (see .ci/run)")
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
